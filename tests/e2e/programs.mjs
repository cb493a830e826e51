// Starts the programs under test, each with a data folder of its own, and ends them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lines } from './waiting.mjs';

function built(variable) {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} must name the program; cargo xtask test sets it`);
  return path;
}

export const HABERDASH = () => built('HABERDASH_BINARY');
export const DESKTOP = () => built('HABERDASH_DESKTOP');

/** A folder that is gone when the tests are over. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'haberdash-e2e-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A running program with its lines. */
export class Program {
  constructor(path, args, options = {}) {
    this.child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    this.out = new Lines(this.child.stdout);
    this.err = new Lines(this.child.stderr);
    this.ended = once(this.child, 'exit').then(([code, signal]) => code ?? signal);
    this.child.on('error', (error) => this.child.emit('exit', `cannot start: ${error.message}`));
  }

  get pid() {
    return this.child.pid;
  }

  get running() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  say(line) {
    this.child.stdin.write(`${line}\n`);
  }

  /** Ends it in good order, and if it does not listen, at once. */
  async end(signal = 'SIGTERM') {
    if (this.running) {
      this.child.kill(signal);
      const timer = setTimeout(() => this.child.kill('SIGKILL'), 8_000);
      await this.ended;
      clearTimeout(timer);
    }
    return this.ended;
  }
}

/** `haberdash serve` with the demo shop, on ports that the system chose. */
export async function serve(t, args = []) {
  const data = folder(t);
  const ports = ['--port', '0', '--webhook-port', '0'];
  const program = new Program(HABERDASH(), ['serve', '--json', '--demo', '--data', data, ...ports, ...args]);
  t.after(() => program.end());
  const { url, token } = await program.out.next(
    (line) => line.startsWith('{') && JSON.parse(line).ready && JSON.parse(line),
    'that it is ready',
  );
  const { origin } = new URL(url);
  return { program, data, origin, link: `${origin}/?token=${token}` };
}
