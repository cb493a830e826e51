-- Nothing looks events up by what they are about, and each cost a page of the log in every commit.
DROP INDEX domain_events_by_subject;
