// What a customer brings back, in the real window: one piece for money, one for another size.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWindow } from './session.mjs';
import { until } from '../waiting.mjs';

/** Three hats of size S, sold at the counter for cash; M costs five more. */
async function sold(page) {
  const product = await page.api('POST', '/products', {
    title: 'Sun hat',
    status: 'active',
    options: [{ name: 'Size', values: ['S', 'M'] }],
    variants: [
      { option_values: ['S'], price: 2500 },
      { option_values: ['M'], price: 3000 },
    ],
  });
  const [small, medium] = product.variants.map(({ id }) => id);
  const [room] = await page.api('GET', '/stock/locations');
  await page.api('POST', '/stock/adjustments', {
    location_id: room.id,
    word: 'found',
    lines: [
      { variant_id: small, on_hand: 5 },
      { variant_id: medium, on_hand: 5 },
    ],
  });
  const order = await page.api('POST', '/sales', {
    lines: [{ variant_id: small, quantity: 3 }],
    payments: [{ method: 'cash' }],
  });
  return { order, small, medium };
}

/** Chooses one piece of the order's only line in the dialog. */
async function begin(page, number) {
  await page.go('Returns');
  await page.press('button', 'Take something back');
  await page.fill('Order', number);
  await page.press('*[@role="option"]', number);
  const more = page.browser.$('//*[@role="dialog"]//button[@aria-label="One more"]');
  await more.waitForClickable();
  await more.click();
}

async function arrive(page) {
  await page.press('button', 'Note the arrival');
}

test('one hat comes back for money, and one is exchanged for a dearer one', async (t) => {
  const { page } = await openWindow(t);
  await page.heading('Today');
  const { order, small, medium } = await sold(page);
  const onHand = async (id) => (await page.api('GET', `/stock/variants/${id}`)).on_hand;
  assert.equal(await onHand(small), 2);

  await begin(page, order.number);
  await page.see(/The customer gets .*25\.00 back/);
  await page.press('button', 'Note the return');
  await page.heading(`Return ${order.number}-R1`);
  await arrive(page);
  await page.press('button', 'Give back');
  await page.find('button[normalize-space(.)="Close"]', 'Close').waitForDisplayed();
  const refunded = await page.api('GET', `/orders/${order.id}`);
  assert.equal(refunded.refunded.amount, 2500);
  assert.equal(await onHand(small), 3);

  await begin(page, order.number);
  await page.press('*[@role="dialog"]//*[@role="radio"]', 'Another size or colour');
  await page.field('For which one?').selectByAttribute('value', medium);
  await page.see(/The customer pays .*5\.00/);
  await page.press('button', 'Note the exchange');
  await page.heading(`Exchange ${order.number}-R2`);
  await arrive(page);
  await page.press('button', 'Take');
  await until(async () => (await onHand(medium)) === 4, 'the other hat has left the shelf');
  assert.equal(await onHand(small), 4);
  const settled = await page.api('GET', '/returns?state=settled');
  assert.deepEqual(
    settled.items.map(({ number, refund }) => [number, refund.amount]),
    [
      [`${order.number}-R2`, -500],
      [`${order.number}-R1`, 2500],
    ],
  );
});
