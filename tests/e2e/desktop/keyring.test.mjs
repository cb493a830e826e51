// Secrets go into the system's keyring and nowhere else.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Shell, openWindow } from './session.mjs';

const TOKEN = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

function files(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

test('a Twilio token ends up in the keyring, not in the data folder', async (t) => {
  const shell = await Shell.start(t);
  const { page, owner } = await openWindow(t);
  await page.heading('Today');
  assert.deepEqual(await shell.secrets(), []);
  const status = await page.api('PUT', '/channels/twilio/secrets', { auth_token: TOKEN });
  assert.equal(status.has_auth_token, true);
  assert.equal(status.secrets_from, 'keyring');
  const kept = await shell.secrets();
  assert.equal(kept.length, 1);
  assert.ok(!JSON.stringify(kept).includes(TOKEN), 'attributes hold no secret');

  // The database file with its log, pictures, settings: everything.
  const paths = files(owner.data);
  assert.ok(paths.some((path) => path.endsWith('shop.sqlite')));
  for (const path of paths) assert.ok(!readFileSync(path).includes(TOKEN), `${path} holds the token`);

  const after = await page.api('DELETE', '/channels/twilio/secrets');
  assert.equal(after.has_auth_token, false);
  assert.deepEqual(await shell.secrets(), []);
});
