// scrolling.mjs DATA: scrolls the catalog of the shop in DATA and prints, as JSON, for how long anything of a list was blank.
//
// HABERDASH_BINARY names the program, HABERDASH_BROWSER the browser. In each animation frame the list is looked at in seven
// places from its top to its bottom; where there is no row, or one that still waits for its contents, the frame is blank. Of
// pictures a row is all that stand beside each other, with the gap below them.
import { openBrowser, openTab } from './browser/session.mjs';
import { HABERDASH, Program } from './programs.mjs';

/** Runs in the page: scrolls `[data-measured]` by `step` pixels a frame, and `jumps` times to somewhere else. */
async function scroll({ step, frames, jumps }) {
  const list = document.querySelector('[data-measured]');
  const box = list.getBoundingClientRect();
  const filled = (y) => {
    const place = document.elementFromPoint(box.left + box.width / 2, y);
    const row = place?.closest('[role=row],[data-row],[role=listitem]');
    return row !== null && row !== undefined && list.contains(row) && row.querySelector('.skeleton') === null;
  };
  const blank = () => {
    for (let n = 1; n <= 7; n += 1) if (!filled(box.top + 48 + ((box.height - 64) * n) / 8)) return true;
    return false;
  };
  const told = { frames: 0, blank_frames: 0, longest_blank_ms: 0, longest_frame_ms: 0 };
  let last = performance.now();
  let since = null;
  const end = list.scrollHeight - list.clientHeight;
  for (let frame = 0; frame < frames; frame += 1) {
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    told.frames += 1;
    told.longest_frame_ms = Math.max(told.longest_frame_ms, now - last);
    last = now;
    if (blank()) {
      told.blank_frames += 1;
      since ??= now;
      told.longest_blank_ms = Math.max(told.longest_blank_ms, performance.now() - since);
    } else {
      since = null;
    }
    if (jumps > 0 && frame % Math.floor(frames / jumps) === 0) list.scrollTop = (frame * 7919 * 131) % end;
    else list.scrollTop = (list.scrollTop + step) % end;
  }
  return told;
}

const cleaning = [];
const t = { after: (step) => cleaning.push(step) };
try {
  const [data] = process.argv.slice(2);
  const program = new Program(HABERDASH(), [
    'serve',
    '--json',
    '--port',
    '0',
    '--webhook-port',
    '0',
    '--data',
    data,
  ]);
  t.after(() => program.end());
  const { url, token } = await program.out.next(
    (line) => line.startsWith('{') && JSON.parse(line).ready && JSON.parse(line),
    'that it is ready',
  );
  const { origin } = new URL(url);
  const { page } = await openTab(await openBrowser(t));
  await page.goto(`${origin}/?token=${token}`);
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  const report = {};
  for (const [list, address, role] of [
    ['pictures', '/catalog', '[role=list][data-rows]'],
    ['variants', '/catalog', '[role=grid]'],
    ['orders', '/orders', '[role=grid],[data-rows]'],
  ]) {
    await page.evaluate((view) => localStorage.setItem('catalog:view', view), list);
    await page.goto(`${origin}${address}`);
    const found = page.locator(role).first();
    await found.waitFor();
    await found.evaluate((element) => element.setAttribute('data-measured', ''));
    await page.waitForFunction(() => document.querySelector('[data-measured] .skeleton') === null);
    report[list] = {
      wheel: await page.evaluate(scroll, { step: 120, frames: 240, jumps: 0 }),
      fling: await page.evaluate(scroll, { step: 300, frames: 240, jumps: 0 }),
      jumps: await page.evaluate(scroll, { step: 0, frames: 240, jumps: 12 }),
    };
  }
  console.log(JSON.stringify(report, null, 2));
} finally {
  for (const step of cleaning.reverse()) await step();
}
