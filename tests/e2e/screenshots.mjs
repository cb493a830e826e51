// screenshots.mjs FOLDER [WORD]: photographs the real window with the demo shop, as the README shows it.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openWindow } from './desktop/session.mjs';

const execute = promisify(execFile);
const SIZE = { width: 1280, height: 800 };
const LARGEST_BYTES = 150 * 1024;

/** Each with what is done before the picture is taken. */
const PICTURES = [
  { name: 'today', show: (page) => page.go('Today') },
  { name: 'inbox', show: openConversation },
  { name: 'inbox-dark', dark: true, show: openConversation },
  { name: 'receipts', show: openReceipts },
  { name: 'catalog', show: (page) => page.go('Catalog') },
  { name: 'phone', show: (page) => page.go('Phone') },
];

/** A conversation that the assistant leads, with the most words in its last answer. */
async function openConversation(page) {
  const { items } = await page.api('GET', '/conversations?filter=agent&limit=50');
  const longest = items.toSorted((one, other) => other.last_preview.length - one.last_preview.length)[0];
  await page.browser.url(`haberdash://localhost/inbox/${longest.id}`);
}

/** Why the assistant said what it said in it. */
async function openReceipts(page) {
  await openConversation(page);
  await page.settled();
  await page.press('button', 'Why');
}

/** As few colours as the eye allows, so that the pictures stay small. */
async function compress(from, to) {
  for (const colours of [256, 128, 64]) {
    await execute('convert', [from, '-strip', '-dither', 'None', '-colors', String(colours), `PNG8:${to}`]);
    if (statSync(to).size <= LARGEST_BYTES) return;
  }
  throw new Error(`${to} is larger than ${LARGEST_BYTES} bytes`);
}

/** The part of a test's context that starting a window needs. */
class Cleaning {
  #steps = [];
  after(step) {
    this.#steps.push(step);
  }
  async run() {
    for (const step of this.#steps.reverse()) await step();
  }
}

const [folder, word = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const cleaning = new Cleaning();
const scratch = mkdtempSync(join(tmpdir(), 'haberdash-screenshots-'));
cleaning.after(() => rmSync(scratch, { recursive: true, force: true }));
try {
  const { browser, page } = await openWindow(cleaning);
  await page.heading('Today');
  await browser.setWindowSize(SIZE.width, SIZE.height);
  for (const { name, dark = false, show } of PICTURES.filter(({ name }) => name.includes(word))) {
    await browser.execute((mode) => localStorage.setItem('mode-watcher-mode', mode), dark ? 'dark' : 'light');
    await browser.url('haberdash://localhost/');
    await page.heading('Today');
    await show(page);
    await page.settled();
    const raw = join(scratch, `${name}.png`);
    const picture = join(folder, `${name}.png`);
    await browser.saveScreenshot(raw);
    await compress(raw, picture);
    console.log(`${picture}: ${Math.round(statSync(picture).size / 1024)} KiB`);
  }
} finally {
  await cleaning.run();
}
