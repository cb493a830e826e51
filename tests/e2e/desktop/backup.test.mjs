// A backup is made, looked into and restored in the real window: the shop closes, opens anew, and nothing is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWindow } from './session.mjs';
import { until } from '../waiting.mjs';

test('a backup is made, the shop changes, and the backup brings it back', async (t) => {
  const { page } = await openWindow(t);
  await page.heading('Today');
  await page.go('Settings');
  await page.press('a', 'Backups');
  await page.see(/No backup yet|Look and restore/);
  const made = async () => (await page.api('GET', '/backups')).items;
  const before = (await made()).length;
  await page.press('button', 'Back up now');
  await until(async () => (await made()).length === before + 1, 'the backup is made');
  await page.see(/by hand/);

  const name = async () => (await page.api('GET', '/settings')).shop.value.name;
  const was = await name();
  const { shop } = await page.api('GET', '/settings');
  await page.api('PUT', '/settings/shop', {
    value: { ...shop.value, name: 'Another shop' },
    version: shop.version,
  });
  assert.equal(await name(), 'Another shop');

  await page.press('button', 'Look and restore');
  await page.see(/In the backup/);
  await page.press('*[@role="dialog"]//button', 'Restore');
  // The shop is closed for a moment: then every call is refused, and the window loads anew by itself.
  await until(async () => (await name().catch(() => '')) === was, 'the shop is what it was');
  await page.heading('Today');
  const kept = await made();
  assert.ok(
    kept.some(({ reason }) => reason === 'before_restore'),
    'the shop as it was is kept',
  );
});
