// A language model over HTTP, as servers on one's own computer offer it: OpenAI's language, streamed.
import { once } from 'node:events';
import { createServer } from 'node:http';

const NAME = 'test-model';

/** A typed step of the planner, as its schema wants it. */
const reply = (text) =>
  JSON.stringify({
    step: 'reply',
    text,
    words: '',
    size: '',
    colour: '',
    at_most: '',
    order_number: '',
  });

/** Starts a model that replies what `think` makes of its instructions. Returns its address, and what it was asked. */
export async function startModel(t, think) {
  const asked = [];
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          object: 'list',
          data: [{ id: NAME, object: 'model' }],
        }),
      );
      return;
    }
    let body = '';
    for await (const part of request) body += part;
    const question = JSON.parse(body);
    asked.push(question);
    const text = reply(think(question.messages[0].content));
    const usage = {
      prompt_tokens: 400,
      completion_tokens: 40,
      total_tokens: 440,
    };
    if (!question.stream) {
      const message = { role: 'assistant', content: text };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          model: NAME,
          choices: [{ index: 0, message, finish_reason: 'stop' }],
          usage,
        }),
      );
      return;
    }
    response.setHeader('content-type', 'text/event-stream');
    const chunk = (more) => response.write(`data: ${JSON.stringify({ model: NAME, ...more })}\n\n`);
    chunk({
      choices: [{ index: 0, delta: { role: 'assistant', content: text } }],
    });
    chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    chunk({ choices: [], usage });
    response.end('data: [DONE]\n\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    model: NAME,
    address: `http://127.0.0.1:${server.address().port}/v1`,
    asked,
  };
}
