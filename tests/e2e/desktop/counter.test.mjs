// The counter in the real window: a sale by keys alone, as with a scanner that types.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWindow } from './session.mjs';
import { until } from '../waiting.mjs';

/** WebDriver's name of the key. */
const ENTER = '\uE007';

test('two pieces are scanned, paid in cash and taken from the stock', async (t) => {
  const { browser, page } = await openWindow(t);
  await page.heading('Today');
  const { items } = await page.api('GET', '/variants?in_stock=true&sort=stock_high&limit=50');
  const variant = items.find(({ barcode, on_hand }) => barcode && on_hand > 3);
  assert.ok(variant, 'the demo shop has something to scan');
  const left = async () => (await page.api('GET', `/variants/${variant.id}`)).on_hand;
  const before = await left();

  const type = async (words) => {
    for (const key of words) await browser.keys(key);
  };
  // As a scanner does: one burst, each key let go before the next.
  const scan = async (code) => {
    const burst = browser.action('key');
    for (const key of code) burst.down(key).up(key);
    await burst.down(ENTER).up(ENTER).perform();
  };
  const focused = () => browser.execute(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const focusIsOn = (name) => until(async () => (await focused()) === name, `the focus is on ${name}`);
  const inTheCart = (count) =>
    until(
      async () =>
        (await browser.execute(
          (name) => document.querySelector(`[aria-label="${name}"]`)?.getAttribute('aria-valuenow'),
          `Quantity of ${variant.product_title}`,
        )) === String(count),
      `${count} in the cart`,
    );

  await type('gq');
  await focusIsOn('Scan, or find a product');
  for (const count of [1, 2]) {
    await scan(variant.barcode);
    await inTheCart(count);
  }
  await browser.keys('Enter');
  await page.see(/Take the payment/);
  const dialogHasFocus = () =>
    browser.execute(
      () => document.activeElement?.matches('[role="dialog"] input[inputmode="decimal"]') ?? false,
    );
  await until(dialogHasFocus, 'the amount can be typed');
  await browser.keys('Enter');
  await page.see(/Next customer/);
  await until(
    () => browser.execute(() => document.activeElement?.textContent?.includes('Next customer') ?? false),
    'Enter leads to the next customer',
  );
  await browser.keys('Enter');
  await focusIsOn('Scan, or find a product');
  await page.see(/Nothing scanned yet/);

  assert.equal(await left(), before - 2);
  const { items: orders } = await page.api('GET', '/orders?channel=counter&sort=newest&limit=1');
  const [sold] = orders;
  assert.deepEqual(
    [sold.status, sold.payment_status, sold.fulfilment_status, sold.item_count],
    ['delivered', 'paid', 'fulfilled', 2],
  );
});
