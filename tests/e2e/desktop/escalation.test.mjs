// A customer who needs a person: the owner is called by a notification whose buttons work, whatever the window does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Shell, openWindow } from './session.mjs';
import { close, waitHidden, waitShown } from './windows.mjs';
import { until } from '../waiting.mjs';

const FURIOUS =
  'This is the third time you send me the wrong size. I am furious, I want to talk to a person right now!';

const asked = (shell) => shell.notification(/needs you/);
const shows = (page, id) =>
  until(async () => (await page.path()) === `/inbox/${id}`, `the window shows ${id}`);

test('anger calls the owner, and Open shows the conversation', async (t) => {
  const shell = await Shell.start(t);
  const { page } = await openWindow(t);
  await page.heading('Today');
  const { conversation_id: id } = await page.customerWrites('+15550109901', FURIOUS);
  const notification = await asked(shell);
  assert.equal(notification.actions.open, 'Open');
  assert.equal(notification.actions['take-over'], 'Take over');
  assert.match(notification.summary, /Test Customer/);

  shell.click(notification, 'open');
  await shows(page, id);
  const conversation = await page.api('GET', `/conversations/${id}`);
  assert.equal(conversation.needs_owner, true);
  assert.ok(conversation.open_complaint_id, 'a complaint is open');
});

test('Take over makes the owner answer', async (t) => {
  const shell = await Shell.start(t);
  const { page } = await openWindow(t);
  await page.heading('Today');
  const { conversation_id: id } = await page.customerWrites('+15550109902', FURIOUS);
  const notification = await asked(shell);
  const conversation = () => page.api('GET', `/conversations/${id}`);
  assert.equal((await conversation()).needs_owner, true);
  shell.click(notification, 'take-over');
  await shows(page, id);
  const taken = ({ handler, needs_owner }) => handler === 'owner' && !needs_owner;
  await until(async () => taken(await conversation()), 'the owner has the conversation');
});

test('with the window closed the assistant goes on, and a click on the notification brings the window back', async (t) => {
  const shell = await Shell.start(t);
  const { page } = await openWindow(t);
  await page.heading('Today');
  await close(await waitShown());
  await waitHidden();
  const { conversation_id: id } = await page.customerWrites('+15550109903', FURIOUS);
  shell.click(await asked(shell), 'default');
  await waitShown();
  await shows(page, id);
});

test('the tray counts unread conversations and pauses the assistant', async (t) => {
  const shell = await Shell.start(t);
  const { page } = await openWindow(t);
  await page.heading('Today');
  const unread = async () => (await page.api('GET', '/conversations/counts')).unread;
  const before = await unread();
  await page.customerWrites('+15550109904', FURIOUS);
  await asked(shell);
  assert.equal(await unread(), before + 1);
  await until(async () => (await shell.tray()).label === String(before + 1), 'the tray counts it');

  const enabled = async () => (await page.api('GET', '/settings')).assistant.value.enabled;
  shell.choose('Pause the assistant');
  await until(
    async () => (await shell.tray()).menu.includes('Resume the assistant'),
    'the menu offers to resume',
  );
  assert.equal(await enabled(), false);
  shell.choose('Resume the assistant');
  await until(
    async () => (await shell.tray()).menu.includes('Pause the assistant'),
    'the menu offers to pause',
  );
  assert.equal(await enabled(), true);
});

test('a second start with a conversation shows it in the first window', async (t) => {
  const { page, owner } = await openWindow(t);
  await page.heading('Today');
  const { conversation_id: id } = await page.customerWrites('+15550109905', 'Hello');
  assert.equal(await owner.start('--open', id).ended, 0);
  await shows(page, id);
});
