// Selling in a browser over the real program: at the counter by keys alone, and an order from draft to parcel.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../programs.mjs';
import { openBrowser, openTab } from './session.mjs';

/** Asks the shop's program from within the page, signed in as the window is. */
const ask = (page, path, method = 'GET', body) =>
  page.evaluate(
    async ([path, method, body]) => {
      const headers = body ? { 'content-type': 'application/json' } : {};
      const answer = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    [path, method, body],
  );

/** A variant that is on the shelf more than twice and has a code to scan. */
async function stocked(page) {
  const { body } = await ask(page, '/variants?in_stock=true&sort=stock_high&limit=50');
  const variant = body.items.find(({ barcode, sku, on_hand }) => (barcode || sku) && on_hand > 3);
  assert.ok(variant, 'the demo shop has something to sell');
  return { ...variant, code: variant.barcode ?? variant.sku };
}
const onHand = async (page, id) => (await ask(page, `/variants/${id}`)).body.on_hand;

test('the counter and the orders', async (t) => {
  const { link, origin } = await serve(t);
  const browser = await openBrowser(t);

  await t.test('a quick sale by keys alone takes money and stock once', async () => {
    const { page, watch } = await openTab(browser);
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    const variant = await stocked(page);
    const before = await onHand(page, variant.id);

    await page.keyboard.press('g');
    await page.keyboard.press('q');
    const search = page.getByRole('searchbox', { name: 'Scan, or find a product' });
    await search.and(page.locator(':focus')).waitFor();
    const scan = async () => {
      await page.keyboard.type(variant.code);
      await page.keyboard.press('Enter');
    };
    await scan();
    const quantity = page.getByRole('spinbutton', { name: `Quantity of ${variant.product_title}` });
    await quantity.waitFor();
    await scan();
    await page.waitForFunction((field) => field.value === '2', await quantity.elementHandle());
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Given' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    const sold = page.getByRole('dialog', { name: 'Sold' });
    await sold.waitFor();
    const number = /Order (\S+)/.exec(await sold.innerText())?.[1];
    await page.getByRole('button', { name: 'Next customer' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await search.and(page.locator(':focus')).waitFor();

    assert.equal(await onHand(page, variant.id), before - 2);
    const { body } = await ask(page, `/orders?search=${number}`);
    const order = body.items.find((entry) => entry.number === number);
    assert.deepEqual(
      [order.status, order.payment_status, order.fulfilment_status, order.channel, order.item_count],
      ['delivered', 'paid', 'fulfilled', 'counter', 2],
    );
    watch.assertClean(origin);
  });
});
