// The window as the display sees it: shown or hidden, where and how large.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '../waiting.mjs';

const execute = promisify(execFile);
const TITLE = 'Haberdash$';

/** The numbers of the program's windows. */
async function find(args) {
  // xdotool ends with 1 when it finds none.
  const { stdout } = await execute('xdotool', ['search', ...args, '--name', TITLE]).catch((error) => error);
  return (stdout ?? '').split('\n').filter(Boolean);
}

export const shown = () => find(['--onlyvisible']);

export async function waitShown() {
  return until(async () => (await shown())[0], 'the window is shown');
}

export async function waitHidden() {
  await until(async () => (await shown()).length === 0, 'the window is hidden');
}

export async function geometry(window) {
  const { stdout } = await execute('xdotool', ['getwindowgeometry', '--shell', window]);
  const value = (name) => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(stdout)[1]);
  return {
    x: value('X'),
    y: value('Y'),
    width: value('WIDTH'),
    height: value('HEIGHT'),
  };
}

export async function place(window, { x, y, width, height }) {
  await execute('xdotool', ['windowsize', window, String(width), String(height)]);
  await execute('xdotool', ['windowmove', window, String(x), String(y)]);
}

export async function close(window) {
  await execute('/usr/bin/python3', [fileURLToPath(new URL('close.py', import.meta.url)), window]);
}

const dialogNamed = (title) =>
  execute('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );

/** How long an answered dialog may take to go away before it is answered again. */
const DIALOG_MS = 3_000;

/** Presses the keys in the system's dialog with this title until it is gone: a busy machine loses some of them. */
async function answerDialog(title, press) {
  await until(() => dialogNamed(title), `the dialog “${title}” is shown`);
  await until(async () => {
    const dialog = await dialogNamed(title);
    if (!dialog) return true;
    await execute('xdotool', ['windowfocus', '--sync', dialog]);
    await press();
    const end = Date.now() + DIALOG_MS;
    await until(async () => !(await dialogNamed(title)) || Date.now() > end, 'the dialog has had its time');
    return !(await dialogNamed(title));
  }, `the dialog “${title}” is closed`);
}

/** Leaves the system's dialog with this title. */
export const escapeDialog = (title) => answerDialog(title, () => execute('xdotool', ['key', 'Escape']));

/**
 * Types a path into the system's dialog with this title, over what may stand there, and confirms it. At a person's pace: the
 * slash opens the field, and what is typed while it opens is lost.
 */
export const typePath = (title, path) =>
  answerDialog(title, async () => {
    await execute('xdotool', ['key', 'ctrl+a']);
    await execute('xdotool', ['type', '--delay', '80', path]);
    await execute('xdotool', ['key', 'Return']);
  });

/** The processes that were started with these words in their command. */
export function processes(words) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(words);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Whether the process holds nothing any more: its command is forgotten before its connections are closed. */
export function hasEnded(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return true;
  }
}

/** The process and all that descend from it. */
function family(pid) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])];
      } catch {
        return [0, 0];
      }
    });
  const found = new Set([pid]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const [child, parent] of parents) if (found.has(parent)) found.add(child);
  }
  return [...found];
}

/** The TCP addresses on which a process or its descendants listen, in the kernel's hexadecimal. */
export function listening(pid) {
  const own = new Set();
  for (const member of family(pid)) {
    try {
      for (const handle of readdirSync(`/proc/${member}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${member}/fd/${handle}`))?.[1];
        if (inode) own.add(inode);
      }
    } catch {
      // It ended meanwhile, or closed the handle.
    }
  }
  const LISTEN = '0A';
  return ['tcp', 'tcp6'].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN && own.has(fields[9]))
      .map((fields) => fields[1]),
  );
}
