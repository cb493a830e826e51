// A shop that cannot be opened: the window says what happened, what was kept and what to do.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Program } from '../programs.mjs';
import { Owner, openWindow } from './session.mjs';

test('a shop that another program has open can be tried again', async (t) => {
  const owner = new Owner(t);
  // The lock of another Haberdash, held by a program that does nothing else.
  const other = new Program('flock', [
    '--close',
    join(owner.data, 'haberdash.lock'),
    'sh',
    '-c',
    'echo locked; exec cat',
  ]);
  t.after(() => other.end());
  await other.out.next((line) => line === 'locked', 'the lock');

  const { page } = await openWindow(t, { owner, args: [] });
  await page.heading('This shop is already open');
  await page.see(/Nothing was changed/);
  await page.press('a', 'Try again');
  await page.heading('This shop is already open');

  await other.end();
  await page.press('a', 'Try again');
  await page.heading('Today');
});

test('a damaged file is left as it is', async (t) => {
  const owner = new Owner(t);
  const file = join(owner.data, 'shop.sqlite');
  const damaged = Buffer.alloc(8192, 'not a database');
  writeFileSync(file, damaged);
  const { page } = await openWindow(t, { owner, args: [] });
  await page.heading('damaged');
  await page.see(/backup/);
  assert.deepEqual(readFileSync(file), damaged);
});

test('without a display Haberdash says so in words', async (t) => {
  const owner = new Owner(t);
  owner.env = { ...owner.env, DISPLAY: ':999', WAYLAND_DISPLAY: undefined };
  const program = owner.start();
  assert.equal(await program.ended, 1);
  assert.match(program.err.all.join('\n'), /no display.*haberdash serve/);
});
