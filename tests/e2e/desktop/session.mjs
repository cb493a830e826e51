// A window under WebDriver, and the desktop around it: notifications, tray and keyring.
import { fileURLToPath } from 'node:url';
import { remote } from '../packages.mjs';
import { DESKTOP, Program, folder } from '../programs.mjs';
import { PATIENCE_MS, until } from '../waiting.mjs';
import { hasEnded, processes } from './windows.mjs';

/** The shell of the tests: shell.py, which see. */
export class Shell {
  static async start(t) {
    const shell = new Shell();
    // The system's own Python: it has the D-Bus bindings that the distribution packages.
    shell.program = new Program('/usr/bin/python3', [fileURLToPath(new URL('shell.py', import.meta.url))]);
    t.after(() => shell.program.end());
    await shell.#next('ready');
    return shell;
  }

  #next(kind, fits = () => true) {
    const find = (line) => {
      const event = JSON.parse(line);
      if (event.error) throw new Error(event.error);
      return kind in event && fits(event[kind]) ? event[kind] : undefined;
    };
    return this.program.out.next(find, kind);
  }

  #say(wish) {
    this.program.say(JSON.stringify(wish));
  }

  /** The next notification whose summary and body have these words. */
  notification(words) {
    return this.#next('notification', ({ summary, body }) => words.test(`${summary}\n${body}`));
  }

  /** How many notifications so far have these words. */
  countNotifications(words) {
    const shown = this.program.out.all.map((line) => JSON.parse(line).notification).filter(Boolean);
    return shown.filter(({ summary, body }) => words.test(`${summary}\n${body}`)).length;
  }

  click(notification, action) {
    this.#say({ click: { id: notification.id, action } });
  }

  registered() {
    return this.#next('registered');
  }

  async tray() {
    this.#say({ look: true });
    return this.#next('tray');
  }

  choose(label) {
    this.#say({ choose: label });
  }

  async secrets() {
    this.#say({ secrets: true });
    return this.#next('secrets');
  }
}

/** An owner with a shop and settings of the desktop that no other test has touched. */
export class Owner {
  constructor(t) {
    this.test = t;
    this.data = folder(t);
    this.env = { ...process.env, XDG_CONFIG_HOME: folder(t) };
  }

  /** Starts Haberdash without WebDriver, as the owner does. */
  start(...args) {
    const program = new Program(DESKTOP(), ['--data', this.data, ...args], { env: this.env });
    this.test.after(() => program.end());
    return program;
  }
}

/** The demo shop's window under WebDriver. */
export async function openWindow(t, { owner = new Owner(t), args = ['--demo'] } = {}) {
  const browser = await remote({
    hostname: '127.0.0.1',
    port: Number(process.env.DRIVER_PORT),
    logLevel: 'error',
    connectionRetryCount: 0,
    connectionRetryTimeout: PATIENCE_MS,
    waitforTimeout: PATIENCE_MS,
    capabilities: {
      'wdio:enforceWebDriverClassic': true,
      'tauri:options': { application: DESKTOP(), args: ['--data', owner.data, ...args] },
    },
  });
  t.after(async () => {
    const started = processes(owner.data);
    await browser.deleteSession().catch(() => undefined);
    // The driver does not wait for it, and a start before its end would only hand over to it.
    await until(() => started.every(hasEnded), 'Haberdash has ended');
  });
  return { browser, owner, page: new Page(browser) };
}

/** What a person does and sees, by role and name. */
export class Page {
  constructor(browser) {
    this.browser = browser;
  }

  /** What has this role (an element's name, or XPath after it) and these words. */
  find(element, words) {
    return this.browser.$(
      `//${element}[contains(normalize-space(.), "${words}") or contains(@aria-label, "${words}")]`,
    );
  }

  async press(element, words) {
    const found = this.find(element, words);
    await found.waitForClickable();
    await found.click();
  }

  /** The field that a label names, or that names itself. */
  field(words) {
    const labelled = `@id = //label[starts-with(normalize-space(.), "${words}")]/@for`;
    return this.browser.$(
      `//*[self::input or self::textarea or self::select][${labelled} or @aria-label="${words}"]`,
    );
  }

  async fill(words, text) {
    const field = this.field(words);
    await field.waitForEnabled();
    await field.setValue(text);
  }

  async go(screen) {
    await this.press('nav//a', screen);
    await this.heading(screen);
  }

  async heading(words) {
    await this.find('h1', words).waitForDisplayed();
  }

  /** Nothing is waited for any more, every picture in sight is there, and the last frame is on the screen. */
  async settled() {
    const quiet = () =>
      this.browser.executeAsync((done) => {
        const inSight = (image) => {
          const { top, bottom, left, right } = image.getBoundingClientRect();
          return bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
        };
        const isQuiet = () =>
          document.querySelector('main h1') !== null &&
          document.querySelector('.skeleton, [aria-busy="true"]') === null &&
          [...document.images]
            .filter(inSight)
            .every(({ complete, naturalWidth }) => complete && naturalWidth > 0);
        requestAnimationFrame(() => requestAnimationFrame(() => done(isQuiet())));
      });
    // An answer may make the page ask the next question, so one quiet look is not enough.
    let looks = 0;
    await until(async () => (looks = (await quiet()) ? looks + 1 : 0) >= 3, 'the screen has settled');
  }

  async path() {
    return new URL(await this.browser.getUrl()).pathname;
  }

  async text() {
    // As the engine lays it out: the driver's own reading leaves out what stands in layers and clamped lines.
    return this.browser.execute(() => document.body.innerText);
  }

  async see(words) {
    await until(async () => words.test(await this.text()), `${words} is seen`);
  }

  /** Calls the API as the page does. */
  async api(method, path, body) {
    const answer = await this.browser.executeAsync(
      (method, path, body, done) => {
        const headers = { 'content-type': 'application/json' };
        fetch(`/api/v1${path}`, { method, headers, body: body === null ? undefined : JSON.stringify(body) })
          .then(async (response) => done({ status: response.status, body: await response.text() }))
          .catch((error) => done({ status: 0, body: String(error) }));
      },
      method,
      path,
      body ?? null,
    );
    if (answer.status < 200 || answer.status > 299) {
      throw new Error(`${method} ${path} was answered with ${answer.status}: ${answer.body}`);
    }
    return answer.body ? JSON.parse(answer.body) : undefined;
  }

  /** A customer writes from the simulated phone, without anybody touching the window. */
  async customerWrites(from, body) {
    return this.api('POST', '/phone/messages', { from, body, profile_name: 'Test Customer' });
  }
}
