// Every screen in the real window, and a conversation from the customer's first word to the owner's inbox.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWindow } from './session.mjs';
import { until } from '../waiting.mjs';

const SCREENS = ['Inbox', 'Orders', 'Catalog', 'Complaints', 'Phone', 'Settings', 'Today'];

test('every screen shows the demo shop, pictures included', async (t) => {
  const { browser, page } = await openWindow(t);
  await page.heading('Today');
  for (const screen of SCREENS) {
    await page.go(screen);
    await page.settled();
    const alerts = await browser.$$('[role="alert"]').map((alert) => alert.getText());
    assert.deepEqual(alerts.filter(Boolean), [], screen);
  }
  await page.go('Catalog');
  await page.settled();
  const pictures = await browser.execute(
    () => [...document.images].filter((image) => image.complete && image.naturalWidth > 100).length,
  );
  assert.ok(pictures > 4, `${pictures} pictures`);
});

test('a question from the phone is answered live and stands in the inbox with its ticks', async (t) => {
  const { browser, page } = await openWindow(t);
  await page.heading('Today');
  await page.go('Phone');
  await browser.execute(() => (window.sameDocument = true));

  const question = 'How long do I have to return something?';
  const field = page.find('textarea', 'Message');
  await field.waitForEnabled();
  const bubbles = '//*[@role="log"]//p[contains(@class, "whitespace-pre-wrap")]';
  await field.setValue(question);
  // Not "Send a picture".
  await page.press('button[@aria-label="Send"]', 'Send');
  let texts = [];
  await until(async () => {
    texts = await browser.$$(bubbles).map((bubble) => bubble.getText());
    return texts.includes(question) && texts.at(-1) !== question;
  }, 'the shop answers');
  assert.match(texts.at(-1), /\b\d+ days\b/);

  await page.press('a', 'Open in Inbox');
  await until(async () => /^\/inbox\/cnv_/.test(await page.path()), 'the inbox shows the conversation');
  await page.see(/How long do I have to return something\?/);
  const tick = browser.$(
    '//*[@role="img"][@aria-label="Delivered" or @aria-label="Read" or @aria-label="Sent"]',
  );
  await tick.waitForDisplayed();
  assert.equal(await browser.execute(() => window.sameDocument), true, 'nothing was loaded anew');
});
