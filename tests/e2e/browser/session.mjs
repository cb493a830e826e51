// A browser tab that notices everything a strict page must not do.
import assert from 'node:assert/strict';
import { chromium } from '../packages.mjs';
import { PATIENCE_MS } from '../waiting.mjs';

export async function openBrowser(t) {
  const executablePath = process.env.HABERDASH_BROWSER;
  if (!executablePath) throw new Error('HABERDASH_BROWSER must name the browser; cargo xtask test sets it');
  // Inside a container the browser's own sandbox has nothing to build on.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  return browser;
}

/** A tab of somebody who has no cookies yet. */
export async function openTab(browser, options = {}) {
  const context = await browser.newContext({
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  return { context, page, watch: new Watch(page) };
}

/** What went wrong in a tab, and whom it asked. */
class Watch {
  problems = [];
  origins = new Set();

  constructor(page) {
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.problems.push(`page: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http')) this.origins.add(url.origin);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.problems.push(`${response.status()} ${response.url()}`);
    });
  }

  /** Nothing went wrong, and nobody but `origin` was asked. */
  assertClean(origin) {
    assert.deepEqual(this.problems, []);
    assert.deepEqual([...this.origins], [origin]);
  }
}
