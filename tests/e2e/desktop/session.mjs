// A window under WebDriver, and the desktop around it: notifications, tray and keyring.
import { fileURLToPath } from 'node:url';
import { remote } from '../packages.mjs';
import { DESKTOP, Program, folder } from '../programs.mjs';
import { PATIENCE_MS, until } from '../waiting.mjs';

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

/** A window with the demo shop under WebDriver. */
export async function openWindow(t, { data = folder(t), args = ['--demo'] } = {}) {
  const browser = await remote({
    hostname: '127.0.0.1',
    port: Number(process.env.DRIVER_PORT),
    logLevel: 'error',
    connectionRetryCount: 0,
    waitforTimeout: PATIENCE_MS,
    capabilities: {
      'wdio:enforceWebDriverClassic': true,
      'tauri:options': { application: DESKTOP(), args: ['--data', data, ...args] },
    },
  });
  t.after(() => browser.deleteSession().catch(() => undefined));
  return { browser, data, page: new Page(browser) };
}

/** A window without WebDriver, as the owner starts it. */
export function startWindow(t, args) {
  const program = new Program(DESKTOP(), args);
  t.after(() => program.end());
  return program;
}

/** What a person does and sees, by role and name. */
export class Page {
  constructor(browser) {
    this.browser = browser;
  }

  async go(screen) {
    const link = this.browser.$(`nav a*=${screen}`);
    await link.waitForClickable();
    await link.click();
    await this.heading(screen);
  }

  async heading(words) {
    await this.browser.$('h1').waitForDisplayed();
    await until(async () => (await this.browser.$('h1').getText()).includes(words), `the heading says ${words}`);
  }

  async path() {
    return new URL(await this.browser.getUrl()).pathname;
  }

  async text() {
    return this.browser.$('body').getText();
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
