// What language models are told, in a browser over the real program: a draft is tried on past conversations, published and taken back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startModel } from '../model.mjs';
import { serve } from '../programs.mjs';
import { until } from '../waiting.mjs';
import { openBrowser, openTab } from './session.mjs';

const PLAIN = 'Good to hear from you! Tell me what you are looking for.';
const WISH = 'Begin with the word Ahoy.';

test('a draft is tried, given to customers and taken back', async (t) => {
  const { model, address, asked } = await startModel(t, (told) =>
    told.includes(WISH) ? `Ahoy! ${PLAIN}` : PLAIN,
  );
  const { link, origin } = await serve(t);
  const { page, watch } = await openTab(await openBrowser(t));
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();

  const ask = (path, method = 'GET', body = undefined) =>
    page.evaluate(
      async ([path, method, body]) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`/api/v1${path}`, {
          method,
          headers,
          body: body && JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
        return answer.json();
      },
      [path, method, body],
    );
  const { language_models: rules } = await ask('/settings');
  const chain = [
    {
      provider: 'openai',
      model,
      base_url: address,
      price: { question: 100_000, answer: 400_000 },
    },
  ];
  await ask('/settings/language_models', 'PUT', {
    value: { ...rules.value, chain },
    version: rules.version,
  });

  let customers = 0;
  /** A new customer says hello; what they are told. */
  const told = async () => {
    const from = `+1555017${String((customers += 1)).padStart(4, '0')}`;
    const sent = await ask('/phone/messages', 'POST', {
      from,
      profile_name: 'Ida',
      body: 'Hello there!',
    });
    const runs = () => ask(`/conversations/${sent.conversation_id}/runs`);
    const run = await until(async () => (await runs()).items[0], 'the customer is answered');
    return (await ask(`/runs/${run.id}`)).reply_text;
  };
  assert.equal(await told(), PLAIN);
  assert.equal(await told(), PLAIN);

  await page.goto(`${origin}/settings/prompts`);
  const instructions = page.getByRole('textbox', { name: 'Instructions' });
  await instructions.waitFor();
  await instructions.fill(`${await instructions.inputValue()}\n${WISH}`);
  await page.getByText('Save the draft first.').first().waitFor();
  await page.getByRole('button', { name: 'Save draft' }).click();

  await page.getByRole('textbox', { name: 'Past conversations' }).fill('2');
  await page.getByRole('button', { name: 'Try it', exact: true }).click();
  // The whole words: the menu beside it has "Unfinished tasks".
  await page.getByText('Finished', { exact: true }).waitFor();
  const table = page.getByRole('table', {
    name: 'The present text and the draft side by side',
  });
  const row = table.getByRole('row', { name: /^Worded by the model/ });
  await row.waitFor();
  assert.deepEqual(await row.getByRole('cell').allInnerTexts(), ['2', '2']);
  await page.getByText(`Ahoy! ${PLAIN}`).first().waitFor();
  assert.equal(await told(), PLAIN, 'no customer got the draft');

  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Version 1 holds from the next message on').waitFor();
  assert.equal(await told(), `Ahoy! ${PLAIN}`);

  await page.getByRole('button', { name: 'Back to the program’s own' }).click();
  await until(async () => (await told()) === PLAIN, 'the text before holds again');
  assert.ok(asked.length >= 7, 'the model was asked for every answer');
  watch.assertClean(origin);
});
