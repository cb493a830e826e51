// The shop run from the real window: what an owner does on an ordinary day, without a network.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWindow } from './session.mjs';
import { until } from '../waiting.mjs';

test('a product with four colours and five sizes is made, priced and found', async (t) => {
  const { browser, page } = await openWindow(t);
  await page.heading('Today');
  await page.go('Catalog');
  await page.press('button', 'New product');
  await page.heading('New product');
  await page.fill('Name', 'Picnic dress');
  await page.fill('Price', '89.90');
  await page.press('button[normalize-space(.)="Colour"]', 'Colour');
  await page.fill('Colour: Values', 'Navy, Sage, Rust, Ivory,');
  await page.press('button[normalize-space(.)="Size"]', 'Size');
  await page.fill('Size: Values', 'XS, S, M, L, XL,');
  await page.see(/This makes 20 variants/);
  await page.press('button', 'Create the product');
  await page.heading('Picnic dress');

  const id = (await page.path()).split('/').at(-1);
  const made = await page.api('GET', `/products/${id}`);
  assert.equal(made.variants.length, 20);
  assert.ok(made.variants.every(({ price, sku }) => price.amount === 8990 && sku));
  assert.equal(new Set(made.variants.map(({ sku }) => sku)).size, 20);

  // One price is changed in the table, and taken back from the toast.
  const cell = browser.$('(//*[@role="gridcell"][normalize-space(.)="89.90"])[1]');
  await cell.waitForClickable();
  await cell.doubleClick();
  await browser.keys(['Control', 'a']);
  await browser.keys('79.50');
  await browser.keys('Enter');
  const prices = async () =>
    (await page.api('GET', `/products/${id}`)).variants.map(({ price }) => price.amount);
  await until(
    async () => (await prices()).filter((price) => price === 7950).length === 1,
    'one price is lower',
  );
  await page.press('button', 'Undo');
  await until(async () => (await prices()).every((price) => price === 8990), 'the price is as it was');

  await page.press('a', 'Catalog');
  await page.fill('Find a product', 'picnic');
  await page.find('a', 'Picnic dress').waitForDisplayed();
});
