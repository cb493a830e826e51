/** What a step says of the language models that were asked, in sentences. */
import type { ModelQuestion, Run, TriedModel } from '$lib/api/types';
import type { Format } from '$lib/format/format.svelte';
import { text } from '$lib/i18n';
import { spelled } from './sources';

const words = text.runs.question;

const nameOfPlanner = (planner: string): string => text.runs.planners[planner] ?? spelled(planner);

/**
 * Who a link is, as its owner knows it. "OpenAI" in the settings is any server that speaks its language: which one it was is recorded,
 * but in the oldest answers.
 */
export function nameOfModel({ provider, server, is_own_server }: TriedModel): string {
  if (server === null) return nameOfPlanner(provider);
  if (provider === 'openai') return is_own_server ? words.ownServer({ host: server }) : words.openaiItself;
  const link = nameOfPlanner(provider);
  return is_own_server ? words.through({ link, host: server }) : link;
}

/** Who answered a customer: the link that was asked last, where a model did. */
export function answeredBy(run: Run): string {
  const tried = run.steps.flatMap((step) => step.question?.tried ?? []);
  const last = tried.findLast(({ provider, failure }) => provider === run.planner && failure === null);
  return last ? nameOfModel(last) : nameOfPlanner(run.planner);
}

/** "Groq answered in 812 ms · 412 tokens in, 38 out · $0.0004". */
export function triedLine(tried: TriedModel, question: ModelQuestion, format: Format): string {
  const link = nameOfModel(tried);
  const took = format.duration(tried.took_us / 1000);
  if (tried.failure === null) {
    const read = question.prompt_tokens;
    const written = question.answer_tokens;
    return [
      words.answered({ link, took }),
      ...(read !== null && written !== null
        ? [words.tokens({ read: format.number(read), written: format.number(written) })]
        : []),
      ...(tried.cost_micros > 0 ? [format.dollars(tried.cost_micros)] : []),
    ].join(' · ');
  }
  const why = words.failures[tried.failure];
  // A sentence of its own kind says more than "it is not set up".
  const detail = tried.failure_detail ? ` (${tried.failure_detail})` : '';
  if (!tried.asked) return words.notAsked({ link, why: `${why}${detail}` });
  const line = words.failed({ link, why: `${why}${detail}`, took });
  return tried.cost_micros > 0
    ? `${line} · ${words.atMost({ cost: format.dollars(tried.cost_micros) })}`
    : line;
}

/** Whom the text went to, each once. */
export function receivers(question: ModelQuestion): string[] {
  const names = question.tried.filter((tried) => tried.sent).map(nameOfModel);
  return [...new Set(names)];
}

/**
 * What is known of what left this computer: a text, nothing at all, or, of answers from before it was written down, that it is not
 * known.
 */
export function whatLeft(question: ModelQuestion): 'text' | 'nothing' | 'unknown' {
  if (question.sent.length > 0) return 'text';
  const remote = question.tried.some(
    (tried) => tried.failure === null && tried.provider !== 'local' && !tried.sent,
  );
  return remote ? 'unknown' : 'nothing';
}
