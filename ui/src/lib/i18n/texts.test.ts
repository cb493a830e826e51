import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../test/files';
import { ApiError } from '../api/errors';
import { en } from './en';
import { describeError, errorTexts } from './errors';

const read = (path: string) => repositoryFile(`src-tauri/crates/${path}`);

describe('errors', () => {
  const source = read('core/src/error.rs');
  const codes = [
    ...source.slice(source.indexOf('codes! {')).matchAll(/^ {4}\w+ = "([a-z_]+)", \d{3};$/gm),
  ].map((match) => match[1] ?? '');

  it('finds the codes of core', () => expect(codes).toContain('window_closed'));

  it.each(codes)('%s has a title and a next action', (code) => {
    expect(errorTexts[code]?.title).toBeTruthy();
    expect(errorTexts[code]?.next).toBeTruthy();
  });

  it('no text stands there for a code that no longer exists', () => {
    const ours = ['unreachable'];
    expect(Object.keys(errorTexts).filter((code) => !codes.includes(code) && !ours.includes(code))).toEqual(
      [],
    );
  });

  it('an unknown code falls back to the general fault and keeps the detail', () => {
    const words = describeError(new ApiError('from_the_future', 500, 'The moon is full.'));
    expect(words).toEqual({ ...errorTexts.internal, detail: 'The moon is full.' });
  });
});

it('every kind of task has a name', () => {
  const source = read('core/src/jobs/work.rs');
  const block = /\benum JobKind \{([\s\S]*?)\n {4}\}/.exec(source)?.[1] ?? '';
  const kinds = [...block.matchAll(/= "([a-z_]+)"/g)].map((match) => match[1] ?? '').sort();
  expect(kinds.length).toBeGreaterThan(0);
  expect(Object.keys(en.settings.jobs.kinds).sort()).toEqual(kinds);
});

describe('statuses', () => {
  const { components } = JSON.parse(read('server/openapi.json')) as {
    components: { schemas: Record<string, { enum?: string[] }> };
  };
  const pairs = [
    ['OrderStatus', en.statuses.order],
    ['PaymentStatus', en.statuses.payment],
    ['ProductStatus', en.statuses.product],
    ['ComplaintStatus', en.statuses.complaint],
    ['MessageStatus', en.statuses.message],
    ['Handler', en.statuses.handler],
    ['ChannelState', en.statuses.channel],
    ['EngineState', en.statuses.engine],
    ['JobState', en.statuses.job],
    ['FulfilmentState', en.statuses.fulfilment],
    ['FulfilmentStatus', en.statuses.fulfilmentStatus],
    ['ReturnStatus', en.statuses.returnStatus],
    ['OrderChannel', en.statuses.channelOfOrder],
    ['PaymentMethod', en.payments.methods],
    ['PaymentState', en.statuses.paymentState],
  ] as const;

  it.each(pairs)('every %s has a word', (schema, words) => {
    const values = components.schemas[schema]?.enum ?? [];
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter((value) => !(value in words))).toEqual([]);
  });

  const run = read('core/src/agent/run.rs');
  const wordsOf = (name: string) => {
    const block = new RegExp(`\\b${name} \\{([\\s\\S]*?)\\n {4}\\}`).exec(run)?.[1] ?? '';
    return [...block.matchAll(/= "([a-z_]+)"/g)].map((match) => match[1] ?? '').sort();
  };

  // A conversation also waits for the owner because of a draft.
  const waits = /DRAFT_WAITS: &str = "([a-z_]+)"/.exec(read('core/src/conversations/drafts.rs'))?.[1] ?? '';
  const back = /BACK_IN_STOCK: &str = "([a-z_]+)"/.exec(read('core/src/waiting_list/mod.rs'))?.[1] ?? '';

  it.each([
    ['HandoffReason', en.statuses.handoff],
    ['Outcome', en.statuses.run],
  ])('every %s has words, and no words stand for one that no longer exists', (name, words) => {
    const more = name === 'HandoffReason' ? [waits, back] : [];
    expect(wordsOf(name).length).toBeGreaterThan(0);
    expect(Object.keys(words).sort()).toEqual([...wordsOf(name), ...more].sort());
  });
});
