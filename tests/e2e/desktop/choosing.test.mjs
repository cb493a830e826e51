// A file is pointed at in the system's own dialog, and its path comes into the field.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWindow } from './session.mjs';
import { escapeDialog, typePath } from './windows.mjs';
import { until } from '../waiting.mjs';

test('a model file is chosen in the dialog of the system', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'haberdash-choosing-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'no-model.gguf');
  writeFileSync(file, 'words, and no model');

  const { page } = await openWindow(t);
  await page.heading('Today');
  await page.go('Settings');
  await page.press('a', 'Language model');
  await page.see(/A model file of your own/);
  const field = () => page.field('A model file of your own').getValue();

  await page.press('button', 'Choose…');
  await escapeDialog('A model file of your own');
  await page.find('button', 'Choose…').waitForEnabled();
  assert.equal(await field(), '');

  await page.press('button', 'Choose…');
  await typePath('A model file of your own', file);
  await until(async () => (await field()) === file, 'the path is in the field');
  await page.press('button', 'Copy it');
  await page.see(/is no model in GGUF format/);
});
