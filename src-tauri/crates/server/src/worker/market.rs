//! Asks what other shops want for a product.

use haberdash_core::jobs::{self, ClaimedJob};
use haberdash_core::market::{self, Ended};
use haberdash_core::{Id, Result, WriteTx, id};

use super::Worker;
use crate::market::MarketError;

impl Worker {
    pub(super) async fn search_market(&self, job: &ClaimedJob, search: Id<id::MarketSearch>) -> Result<()> {
        let database = &self.tools.database;
        let provider = database.read(move |connection| market::provider_of(connection, search)).await?;
        let searched = match provider {
            None => return self.complete(job).await,
            // Without a key nothing is asked, and nothing counted.
            Some(provider) => match self.tools.market.key(provider).await {
                Err(error) => Err(error),
                Ok(key) => match database.write(move |tx| market::begin(tx, search)).await? {
                    None => return self.complete(job).await,
                    Some(ask) => self.tools.market.search(&ask, &key).await,
                },
            },
        };
        if let Err(error) = &searched {
            tracing::warn!(job = %job.id, %error, "a search for prices failed");
        }
        let (lease, job) = (self.lease.clone(), job.clone());
        let ended = move |tx: &mut WriteTx<'_>| {
            match searched {
                Ok(pages) => market::found(tx, search, &pages)?,
                Err(error) => {
                    if market::failed(tx, search, MarketError::may_pass(&error), &error.to_string())?
                        == Ended::Again
                    {
                        let again = tx.now().plus(error.wait());
                        return jobs::postpone(tx, &lease, &job, again);
                    }
                }
            }
            jobs::complete(tx, &lease, &job)
        };
        database.write(ended).await
    }
}
