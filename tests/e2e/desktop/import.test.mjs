// A file of another shop program is imported in the real window: its bad rows are named, handed back, corrected and
// imported, and the whole import is taken back with one click.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder } from '../programs.mjs';
import { openWindow } from './session.mjs';
import { until } from '../waiting.mjs';

const EXPORT = `Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Status
harbour-shirt,Harbour shirt,Test Maker,Size,S,E2E-SH-S,3,25.00,active
harbour-shirt,,,,M,E2E-SH-M,2,25.00,
harbour-belt,Harbour belt,Test Maker,Title,Default Title,E2E-BELT,5,twelve,active
harbour-cap,Harbour cap,Test Maker,Size,S,E2E-CAP-S,1,9.00,active
harbour-cap,,,,S,E2E-CAP-S2,1,9.00,
`;

/** Puts a file into the field as a person would who picks it. */
async function pick(t, browser, name, text) {
  const path = join(folder(t), name);
  writeFileSync(path, text);
  const field = browser.$('main input[type="file"]');
  await field.waitForExist();
  await field.addValue(path);
}

test('a Shopify file with two bad rows is imported, corrected and taken back', async (t) => {
  const { browser, page } = await openWindow(t);
  const titles = async () =>
    (await page.api('GET', '/products?search=harbour')).items.map(({ title }) => title).sort();
  await page.heading('Today');
  assert.deepEqual(await titles(), []);

  await page.go('Import and export');
  await pick(t, browser, 'products.csv', EXPORT);
  await page.heading('products.csv');
  await page.see(/Shopify products/);
  await page.press('button', 'Check the file');
  await page.see(/2 entries cannot be imported/);
  await page.see(/“twelve” is not a number/);
  assert.deepEqual(await titles(), [], 'a check changes nothing');
  await page.press('button', 'Import 1 entry');
  await page.see(/1 entry created/);
  assert.deepEqual(await titles(), ['Harbour shirt']);
  const first = (await page.path()).split('/').at(-1);

  // The refused rows as the owner downloads them.
  const refused = await browser.executeAsync((id, done) => {
    fetch(`/api/v1/imports/${id}/rejected`)
      .then((answer) => answer.text())
      .then(done, (error) => done(String(error)));
  }, first);
  assert.match(refused, /twelve/);
  assert.doesNotMatch(refused, /harbour-shirt/);

  const corrected = refused.replace(',twelve,', ',12.00,').replace(',S,E2E-CAP-S2,', ',M,E2E-CAP-M,');
  await page.press('a', 'All imports');
  await page.heading('Import and export');
  await pick(t, browser, 'products - corrected.csv', corrected);
  await page.heading('products - corrected.csv');
  await page.press('button', 'Check the file');
  await page.press('button', 'Import 2 entries');
  await page.see(/2 entries created/);
  assert.deepEqual(await titles(), ['Harbour belt', 'Harbour cap', 'Harbour shirt']);

  await page.press('button', 'Take the import back');
  await page.see(/The import was taken back/);
  await until(async () => (await titles()).length === 1, 'what the second import made is gone');
});
