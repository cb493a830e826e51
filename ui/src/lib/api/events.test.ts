import { expect, it } from 'vitest';
import { repositoryFile } from '../../test/files';
import { EVENT_KINDS } from './events';

it('knows exactly the kinds of events that core tells', () => {
  const source = repositoryFile('src-tauri/crates/core/src/event.rs');
  const block = source.slice(source.indexOf('event_kinds! {'));
  const kinds = [...block.matchAll(/^ {4}\w+ = "([^"]+)";$/gm)].map((match) => match[1]);
  expect(kinds.length).toBeGreaterThan(0);
  expect([...EVENT_KINDS].sort()).toEqual(kinds.sort());
});
