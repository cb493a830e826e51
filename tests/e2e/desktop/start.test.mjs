// The window as a program: it starts, stays alone, hides, comes back as it was, and ends in good order.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { serve } from '../programs.mjs';
import { Owner, Shell } from './session.mjs';
import { close, geometry, listening, place, shown, waitHidden, waitShown } from './windows.mjs';
import { until } from '../waiting.mjs';

const painted = (program) =>
  program.out.next((line) => /^first-paint (\d+)$/.exec(line)?.[1], 'the first paint');

test('the window paints, opens no port, and is there once', async (t) => {
  const shell = await Shell.start(t);
  const owner = new Owner(t);
  const first = owner.start();
  assert.ok(Number(await painted(first)) >= 0);
  await shell.registered();
  const window = await waitShown();
  assert.deepEqual(listening(first.pid), [], 'nothing listens');
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  assert.equal(listening(process.pid).length, 1, 'and one would be seen');
  listener.close();

  const second = owner.start();
  assert.equal(await second.ended, 0, 'a second start hands over and ends');
  assert.ok(first.running);
  assert.deepEqual(await shown(), [window]);
  assert.equal(await first.end(), 0, 'a request to end is followed in good order');
});

test('a closed window hides, says so once, and comes back when Haberdash is started again', async (t) => {
  const shell = await Shell.start(t);
  const owner = new Owner(t);
  const program = owner.start();
  await painted(program);
  await close(await waitShown());
  await waitHidden();
  const told = await shell.notification(/keeps answering/);
  assert.match(told.body, /tray/);
  assert.ok(program.running);

  await owner.start().ended;
  await close(await waitShown());
  await waitHidden();
  shell.choose('Open Haberdash');
  await waitShown();
  assert.equal(shell.countNotifications(/keeps answering/), 1, 'it is said once');

  shell.choose('Quit');
  assert.equal(await program.ended, 0);
});

test('the window comes back where and as large as it was', async (t) => {
  const shell = await Shell.start(t);
  const owner = new Owner(t);
  const wanted = { x: 60, y: 40, width: 1010, height: 640 };
  const first = owner.start();
  await painted(first);
  await shell.registered();
  const window = await waitShown();
  await place(window, wanted);
  await until(
    async () => JSON.stringify(await geometry(window)) === JSON.stringify(wanted),
    'the window has moved',
  );
  // The program hears of it from the display, as it hears of everything else.
  await close(window);
  await waitHidden();
  shell.choose('Quit');
  assert.equal(await first.ended, 0);

  const second = owner.start();
  await painted(second);
  assert.deepEqual(await geometry(await waitShown()), wanted);
});

test('started in the background, the window waits in the tray', async (t) => {
  const shell = await Shell.start(t);
  const owner = new Owner(t);
  const program = owner.start('--background');
  await shell.registered();
  const tray = await until(() => shell.tray(), 'the tray is there');
  assert.deepEqual(tray.menu, ['Open Haberdash', 'Pause the assistant', 'Quit']);
  assert.deepEqual(await shown(), []);
  shell.choose('Open Haberdash');
  await waitShown();
  await painted(program);
});

test('quit and opened again at once, there is a window', async (t) => {
  const shell = await Shell.start(t);
  const owner = new Owner(t);
  let program = owner.start();
  await painted(program);
  await shell.registered();
  for (let time = 0; time < 5; time++) {
    program.child.kill('SIGTERM');
    const next = owner.start();
    // While the first still listens, the second hands over to it and ends: then the owner clicks once more.
    const opened = await Promise.race([painted(next).catch(() => next.ended), next.ended]);
    program = opened === 0 ? owner.start() : next;
    if (opened === 0) await painted(program);
  }
  assert.equal(await program.end(), 0);
});
