// The loopback's door: who gets in, and what the pages ask of anybody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HABERDASH, Program, serve } from '../programs.mjs';
import { openBrowser, openTab } from './session.mjs';

const SCREENS = ['Inbox', 'Orders', 'Catalog', 'Complaints', 'Phone', 'Settings', 'Today'];

test('the whole window works in a browser, and only for whoever has the link', async (t) => {
  const { link, origin, data } = await serve(t);
  const browser = await openBrowser(t);

  await t.test('a stranger learns nothing', async () => {
    const { page } = await openTab(browser);
    await page.goto(origin);
    const status = (path, headers) =>
      page.evaluate(
        ([path, headers]) => fetch(path, { headers }).then((answer) => answer.status),
        [path, headers],
      );
    for (const path of ['/api/v1/today', '/api/v1/conversations', '/api/v1/settings', '/api/v1/events']) {
      assert.equal(await status(path, {}), 401, path);
    }
    assert.equal(await status('/api/v1/today', { authorization: 'Bearer aaaa.bbbb.cccc' }), 401);
  });

  await t.test('the link signs in and leaves no token in the address', async () => {
    const { context, page, watch } = await openTab(browser);
    await page.goto(link);
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    assert.ok(!page.url().includes('token'), page.url());
    const [cookie] = await context.cookies();
    assert.equal(cookie.httpOnly, true);
    assert.equal(cookie.sameSite, 'Strict');
    for (const screen of SCREENS) {
      await page.getByRole('navigation').getByRole('link', { name: screen }).click();
      await page.getByRole('heading', { level: 1, name: screen }).waitFor();
    }
    watch.assertClean(origin);
  });

  await t.test('what a customer writes appears without a reload', async () => {
    const { page, watch } = await openTab(browser);
    await page.goto(link);
    await page.getByRole('navigation').getByRole('link', { name: 'Inbox' }).click();
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
    await page.evaluate(() => {
      window.sameDocument = true;
      const body = {
        from: '+15550109911',
        body: 'What are your opening hours?',
        profile_name: 'Live Customer',
      };
      const headers = { 'content-type': 'application/json' };
      return fetch('/api/v1/phone/messages', { method: 'POST', headers, body: JSON.stringify(body) });
    });
    await page.getByText('Live Customer').first().click();
    await page.getByText('What are your opening hours?').last().waitFor();
    assert.equal(await page.evaluate(() => window.sameDocument), true);
    watch.assertClean(origin);
  });

  await t.test('the documentation of the API loads from here alone', async () => {
    const { page, watch } = await openTab(browser);
    await page.goto(link);
    await page.goto(`${origin}/docs/`);
    await page.getByText('/api/v1/conversations', { exact: true }).first().waitFor();
    watch.assertClean(origin);
  });

  await t.test('a second server is refused while the first has the shop', async () => {
    const second = new Program(HABERDASH(), ['serve', '--data', data, '--port', '0']);
    t.after(() => second.end());
    assert.notEqual(await second.ended, 0);
    assert.match(second.err.all.join('\n'), /another Haberdash/i);
  });
});
