// Goods in the real window: what a supplier sends is received, and a place is counted with a scanner.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWindow } from './session.mjs';
import { until } from '../waiting.mjs';

test('the rest of an order to a supplier is received, and taken back', async (t) => {
  const { browser, page } = await openWindow(t);
  await page.heading('Today');
  await page.go('Stock');
  await page.press('a', 'Purchase orders');
  const { items } = await page.api('GET', '/purchase-orders?status=partly_received');
  const [order] = items;
  assert.ok(order.received > 0 && order.received < order.pieces, 'a part of it has come');
  const row = browser.$(`//*[@role="grid"]//a[contains(@href, "${order.id}")]`);
  await row.waitForClickable();
  await row.click();
  await page.heading(order.number);

  const line = (await page.api('GET', `/purchase-orders/${order.id}`)).lines.find(
    ({ quantity, received }) => received < quantity,
  );
  const pieces = async () => (await page.api('GET', `/stock/variants/${line.variant_id}`)).on_hand;
  const before = await pieces();

  await page.press('button', 'Receive goods');
  await page.press('button', 'All of it came');
  await page.press('button[@form="receive"]', 'Receive');
  const status = async () => (await page.api('GET', `/purchase-orders/${order.id}`)).status;
  await until(async () => (await status()) === 'received', 'the order has come');
  assert.equal(await pieces(), before + line.quantity - line.received);
  const [newest] = (await page.api('GET', `/stock/variants/${line.variant_id}/movements`)).items;
  assert.deepEqual([newest.reason, newest.reference.label], ['received', order.number]);

  await page.press('button', 'Undo');
  await until(async () => (await status()) === 'partly_received', 'the receipt is taken back');
  assert.equal(await pieces(), before);
});
