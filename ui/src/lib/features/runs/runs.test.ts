import { screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { problem } from '../../../test/api';
import { minutesAgo, showInWindow, standard } from '../../../test/window';
import Inspector from './Inspector.svelte';
import { factName, factValue, sourceLink, sourceWord, spelled } from './sources';

const REPLY = 'Your order 1042 left us with DHL 📦 and arrives on 27 November.';
const claim = (position: number, text: string, evidence_position: number, fact: string) => {
  const start = Array.from(REPLY.slice(0, REPLY.indexOf(text))).length;
  return {
    position,
    kind: 'date',
    text,
    start,
    end: start + Array.from(text).length,
    evidence_position,
    fact,
  };
};

const run = (changes: Record<string, unknown> = {}) => ({
  id: 'run_1',
  conversation_id: 'cnv_1',
  planner: 'builtin',
  model: null,
  prompt_version: 'rules-1',
  outcome: 'replied',
  handoff_reason: null,
  confidence: 0.93,
  started_at: minutesAgo(5),
  duration_us: 4200,
  question_message_ids: ['msg_1'],
  reply_message_ids: ['msg_2'],
  reply_text: REPLY,
  steps: [
    {
      position: 0,
      kind: 'classify',
      title: 'Read as a question about a delivery',
      input: { text: 'Where is it?' },
      output: { summary: 'track_order', confidence: 0.97 },
      duration_us: 900,
    },
    { position: 1, kind: 'draft', title: '', input: null, output: {}, duration_us: 100 },
  ],
  evidence: [
    { position: 0, source_kind: 'clock', source_id: 'now', source_version: 0, label: 'Now', facts: [] },
    {
      position: 1,
      source_kind: 'order',
      source_id: 'ord_7',
      source_version: 3,
      label: 'Order 1042',
      facts: [
        { name: 'number', value: '1042', kind: 'order_number' },
        { name: 'expected_on', value: '27 November 2026', kind: 'date' },
      ],
    },
  ],
  claims: [claim(0, '27 November', 1, 'expected_on'), claim(1, '1042', 1, 'number')],
  ...changes,
});

function show(changes: Record<string, unknown> = {}, wanted: string | null = 'run_1') {
  const summary = {
    id: 'run_0',
    outcome: 'handed_off',
    handoff_reason: 'complaint',
    confidence: 0.9,
    started_at: minutesAgo(50),
    duration_us: 100,
    reply_preview: null,
  };
  const fake = standard({
    'GET /api/v1/conversations/:id/runs': () => ({
      items: [{ ...summary, id: 'run_1', reply_preview: REPLY }, summary],
      next_cursor: null,
    }),
    'GET /api/v1/runs/:id': () => run(changes),
  });
  const [onclose, onchoose] = [vi.fn(), vi.fn()];
  const view = showInWindow(Inspector, {
    conversation: 'cnv_1',
    run: wanted ?? undefined,
    onclose,
    onchoose,
  });
  return { fake, onclose, onchoose, ...view };
}

describe('why it said this', () => {
  it('marks each statement, numbered as it stands in the text', async () => {
    show();
    const dialog = await screen.findByRole('dialog', { name: 'Why did it say this?' });
    const marks = await within(dialog).findAllByRole('button', { name: /^Statement/, pressed: false });
    expect(marks.map((mark) => [mark.getAttribute('aria-label'), mark.textContent])).toEqual([
      ['Statement 1: 1042', '1042'],
      ['Statement 2: 27 November', '27 November'],
    ]);
    expect(marks[0]?.closest('p')).toHaveTextContent('and arrives on 27 November2.');
  });

  it('shows the proof of the statement that is chosen', async () => {
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Statement 2: 27 November', pressed: false }),
    );
    const proof = screen.getByRole('article', { name: 'Order 1042' });
    expect(proof).toHaveAttribute('aria-current', 'true');
    expect(proof).toHaveTextContent('Expected on');
    expect(proof).toHaveTextContent('27 November 2026');
    expect(proof).toHaveTextContent('version 3');
    expect(within(proof).getByRole('link', { name: 'Open: Order 1042' })).toHaveAttribute(
      'href',
      '/orders/ord_7',
    );
    expect(screen.getByRole('article', { name: 'Now' })).not.toHaveAttribute('aria-current');
  });

  it('tells the steps, with what went in and came out on demand', async () => {
    show();
    expect(await screen.findByText('Read as a question about a delivery')).toBeInTheDocument();
    expect(screen.getByText('track_order')).toBeInTheDocument();
    expect(screen.getByText('Wrote a draft')).toBeInTheDocument();
    expect(screen.getAllByText('Details for the curious').length).toBe(1);
    expect(screen.getByLabelText('Given')).toHaveTextContent('"text": "Where is it?"');
  });

  describe('of a question to language models', () => {
    const tried = (changes: Record<string, unknown> = {}) => ({
      provider: 'groq',
      model: 'llama-3',
      server: 'api.groq.com',
      is_own_server: false,
      took_us: 812_000,
      cost_micros: 400,
      failure: null,
      failure_detail: null,
      asked: true,
      sent: true,
      ...changes,
    });
    const refused = tried({
      provider: 'local',
      server: null,
      took_us: 3_000,
      cost_micros: 0,
      failure: 'unreachable',
      failure_detail: 'no connection',
      sent: false,
    });
    const step = (question: Record<string, unknown>) => ({
      steps: [
        {
          position: 0,
          kind: 'model',
          title: 'Asked a language model',
          input: { messages: [] },
          output: { summary: 'groq answered (llama-3)' },
          duration_us: 815_000,
          question: {
            tried: [refused, tried()],
            prompt_tokens: 412,
            answer_tokens: 38,
            hidden: 2,
            sent: [
              { role: 'system', text: 'You answer for a shop.' },
              { role: 'user', text: 'I am [name-1], at [address-1].' },
            ],
            ...question,
          },
        },
      ],
    });

    it('says who answered, what it took, and why the others did not', async () => {
      show(step({}));
      expect(
        await screen.findByText('Groq answered in 812 ms · 412 tokens in, 38 out · US$0.0004'),
      ).toBeVisible();
      expect(screen.getByText('Local model: it could not be reached (no connection), 3 ms')).toBeVisible();
      expect(screen.queryByText('groq answered (llama-3)')).toBeNull();
      expect(screen.queryByText(/No model answered/)).toBeNull();
    });

    it('shows what left this laptop, with its stand-ins', async () => {
      show(step({}));
      expect(await screen.findByText('What left this laptop')).toBeVisible();
      expect(screen.getByText(/This text went to Groq,/)).toHaveTextContent('2 names, addresses and numbers');
      expect(screen.getByLabelText('Question')).toHaveTextContent('I am [name-1], at [address-1].');
      expect(screen.getByLabelText('Instructions')).toHaveTextContent('You answer for a shop.');
    });

    it.each([
      [
        'nothing left where only the own model was asked',
        [tried({ provider: 'local', sent: false, cost_micros: 0 })],
        'Nothing left this laptop.',
      ],
      [
        'it is not known of answers from before',
        [tried({ sent: false })],
        'What was sent was not written down at that time.',
      ],
    ])('%s', async (_what, all, said) => {
      show(step({ tried: all, sent: [], hidden: 0 }));
      expect(await screen.findByText(said)).toBeVisible();
      expect(screen.queryByText('What left this laptop')).toBeNull();
    });

    it.each([
      ['OpenAI itself', { server: 'api.openai.com', is_own_server: false }, 'OpenAI'],
      [
        'a server of one’s own',
        { server: '127.0.0.1:1234', is_own_server: true },
        'Your own server (127.0.0.1:1234)',
      ],
      ['nobody knows which of them', { server: null, is_own_server: false }, 'OpenAI, or a server like it'],
    ])('names %s by what its owner knows it as', async (_what, where, name) => {
      show({ ...step({ tried: [refused, tried({ provider: 'openai', ...where })] }), planner: 'openai' });
      expect(await screen.findByText((said) => said.startsWith(`${name} answered in 812 ms`))).toBeVisible();
      expect(screen.getByText(name)).toBeVisible();
      expect(screen.getByText((said) => said.includes(`This text went to ${name},`))).toBeInTheDocument();
    });

    it('says through which server another provider was asked', async () => {
      show(step({ tried: [tried({ server: 'proxy.example', is_own_server: true })] }));
      expect(await screen.findByText(/^Groq, through proxy\.example answered in/)).toBeVisible();
    });

    it('says that nobody answered, and who was not asked at all', async () => {
      const late = tried({ failure: 'too_late', took_us: 6_000_000 });
      const capped = tried({
        provider: 'openai',
        failure: 'cap_reached',
        asked: false,
        sent: false,
        cost_micros: 0,
      });
      show(step({ tried: [late, capped], prompt_tokens: null, answer_tokens: null }));
      expect(
        await screen.findByText('Groq: there was no answer in time, 6 secs · US$0.0004 at most'),
      ).toBeVisible();
      expect(screen.getByText(/was not asked: what it may cost is spent$/)).toBeVisible();
      expect(screen.getByText('No model answered. The built-in assistant went on by itself.')).toBeVisible();
      expect(screen.getByText(/This text went to Groq,/)).toBeInTheDocument();
    });
  });

  it('says how it was decided', async () => {
    show();
    expect(await screen.findByText('Built-in assistant')).toBeInTheDocument();
    expect(screen.getByText('93%')).toBeInTheDocument();
    expect(screen.getByText('Answered')).toBeInTheDocument();
  });

  it('explains a handover in words', async () => {
    show({ outcome: 'handed_off', handoff_reason: 'asks_for_human', claims: [], evidence: [] });
    expect(await screen.findByRole('dialog', { name: 'Why did it ask you?' })).toBeInTheDocument();
    expect(screen.getAllByText('Asks for a person').length).toBeGreaterThan(0);
    expect(screen.getByText('It needed nothing from the shop’s records.')).toBeInTheDocument();
  });

  it('opens an earlier answer', async () => {
    const { onchoose } = show();
    await userEvent.click(await screen.findByRole('button', { name: /Handed to you/ }));
    expect(onchoose).toHaveBeenCalledWith('run_0');
  });

  it('explains the newest when none is named', async () => {
    const { fake } = show({}, 'latest');
    await screen.findByText('Built-in assistant');
    expect(fake.last('GET /api/v1/runs/:id')?.path).toBe('/api/v1/runs/run_1');
  });

  it('says that nothing was done yet', async () => {
    const { fake } = show({}, null);
    fake.on('GET /api/v1/conversations/:id/runs', () => ({ items: [], next_cursor: null }));
    showInWindow(Inspector, { conversation: 'cnv_2', run: 'latest', onclose: vi.fn(), onchoose: vi.fn() });
    expect(await screen.findByText('The assistant has done nothing here yet')).toBeInTheDocument();
  });

  it('says what is wrong and tries again', async () => {
    const { fake } = show({}, null);
    fake.on('GET /api/v1/runs/:id', () => problem(404, 'not_found'));
    showInWindow(Inspector, { conversation: 'cnv_1', run: 'run_9', onclose: vi.fn(), onchoose: vi.fn() });
    const alert = await screen.findByRole('alert');
    fake.on('GET /api/v1/runs/:id', () => run());
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Built-in assistant')).toBeInTheDocument();
  });

  it('is closed with Escape', async () => {
    const { onclose } = show();
    await screen.findByRole('dialog');
    await userEvent.keyboard('{Escape}');
    expect(onclose).toHaveBeenCalled();
  });
});

it.each([
  ['order', 'ord_1', '/orders/ord_1'],
  ['product', 'prd_1', '/catalog/prd_1'],
  ['setting', 'hours', '/settings/shop'],
  ['setting', 'assistant', '/settings/assistant'],
  ['clock', 'now', undefined],
  ['message', 'msg_1', undefined],
])('evidence of %s %s opens %s', (source_kind, source_id, href) => {
  expect(sourceLink({ position: 0, source_kind, source_id, source_version: 1, label: '', facts: [] })).toBe(
    href,
  );
});

it('a name of the program’s is spelled for people', () => {
  expect(spelled('price_from')).toBe('Price from');
  expect(sourceWord('order')).toBe('Order');
  expect(sourceWord('crystal_ball')).toBe('Crystal ball');
});

it.each([
  ['line_0_title', 'Item 1: title'],
  ['fulfilment_1_shipped_on', 'Shipment 2: shipped on'],
  ['fulfilment_0_tracking', 'Shipment 1: tracking number'],
  ['zone.1.cost', 'Zone 2: cost'],
  ['zone.0.country.3', 'Zone 1: country 4'],
  ['size.0', 'Size'],
  ['variant.var_01k84px8ykfwzr7yaescw98qjw', 'Variant'],
  ['refund_days', 'Refund days'],
  ['refunded', 'Refunded'],
])('the fact %s is called “%s”', (name, words) => expect(factName(name)).toBe(words));

it.each([
  ['out_for_delivery', 'Out for delivery'],
  ['partly_refunded', 'Partly refunded'],
  ['delivered', 'Delivered'],
  ['in_the_moon', 'In the moon'],
  ['navy', 'navy'],
  ['€89.00', '€89.00'],
  ['Slim jeans men', 'Slim jeans men'],
])('the value %s reads “%s”', (value, words) => expect(factValue(value)).toBe(words));

it('a day without opening hours is closed', () => {
  expect(factValue('no', 'hours')).toBe('Closed');
  expect(factValue('no', 'returns')).toBe('no');
});
