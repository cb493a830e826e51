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

  await t.test('an unknown code is said and nothing is sold', async () => {
    const { page } = await openTab(browser);
    await page.goto(link);
    await page.goto(`${origin}/counter`);
    const search = page.getByRole('searchbox', { name: 'Scan, or find a product' });
    await search.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('9780000000000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('No product has the code 9780000000000').waitFor();
    await page.getByText('Nothing scanned yet').waitFor();
  });

  await t.test('a parked sale outlives the window and is paid from there', async () => {
    const { page } = await openTab(browser);
    await page.goto(link);
    const variant = await stocked(page);
    const before = await onHand(page, variant.id);
    await page.goto(`${origin}/counter`);
    await page
      .getByRole('searchbox', { name: 'Scan, or find a product' })
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.type(variant.code);
    await page.keyboard.press('Enter');
    await page.getByRole('spinbutton', { name: `Quantity of ${variant.product_title}` }).waitFor();
    await page.keyboard.press('F8');
    await page.getByText('Nothing scanned yet').waitFor();
    await page.reload();
    await page.getByRole('button', { name: '1 parked sale' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('spinbutton', { name: `Quantity of ${variant.product_title}` }).waitFor();
    await page.keyboard.press('F9');
    await page.getByRole('button', { name: 'Exact' }).click();
    await page.getByRole('dialog', { name: 'Sold' }).waitFor();
    assert.equal(await onHand(page, variant.id), before - 1);
    assert.equal((await ask(page, '/orders?status=draft&channel=counter')).body.items.length, 0);
  });

  await t.test('an order is written, paid and sent', async () => {
    const { page, watch } = await openTab(browser);
    await page.goto(link);
    const variant = await stocked(page);
    await page.goto(`${origin}/orders/new`);
    await page.getByRole('combobox', { name: 'Customer' }).fill('Zoe Lang');
    await page.getByRole('option', { name: 'Create “Zoe Lang”' }).click();
    await page.getByRole('textbox', { name: /E-mail/ }).fill('zoe@example.com');
    await page.getByRole('button', { name: 'Add the customer' }).click();
    await page.getByRole('combobox', { name: 'Add a product' }).fill(variant.code);
    await page
      .getByRole('option', { name: new RegExp(variant.sku ?? variant.product_title) })
      .first()
      .click();
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.getByRole('heading', { level: 1, name: /^Order / }).waitFor();
    await page.getByRole('button', { name: 'Take a payment' }).click();
    await page
      .getByRole('button', { name: /^Take / })
      .last()
      .click();
    await page.getByText('Paid', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    // Without a way of shipping and an address it would be handed over in the shop.
    await page.getByRole('switch', { name: 'Handed over in the shop' }).click();
    await page.getByRole('combobox', { name: /Carrier/ }).fill('DHL');
    await page.getByRole('button', { name: 'Send 1 piece' }).click();
    await page.getByText('On its way').waitFor();
    await page.getByRole('button', { name: 'Mark as delivered' }).click();
    await page.getByText('Delivered').first().waitFor();
    watch.assertClean(origin);
  });
});
