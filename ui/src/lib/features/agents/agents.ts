/** Agents as the window edits them. */
import { text } from '$lib/i18n';
import type { Agent, AgentDefinition } from '$lib/api/types';

export type Tool = AgentDefinition['tools'][number];
export type Autonomy = AgentDefinition['autonomy'];
export type Tone = AgentDefinition['tone'];

export const TOOLS = Object.keys(text.agents.tools) as Tool[];
export const AUTONOMIES = Object.keys(text.agents.autonomy) as Autonomy[];
export const TONES = Object.keys(text.agents.tone) as Tone[];
export const INTENTS = Object.keys(text.agents.intents);

export const intentWord = (intent: string): string => text.agents.intents[intent] ?? intent;

/** Who takes each kind of message now, other than `agent`. */
export function takers(all: readonly Agent[], agent: Agent): Map<string, string> {
  const taken = new Map<string, string>();
  for (const other of all)
    if (other.key !== agent.key)
      for (const intent of other.definition.intents) taken.set(intent, other.definition.name);
  return taken;
}

/** What comes to an agent, in a line. */
export function takes(all: readonly Agent[], { key, definition }: Agent): string {
  if (key === 'conversation') {
    const taken = new Set(all.flatMap((agent) => agent.definition.intents));
    return INTENTS.filter((intent) => !taken.has(intent))
      .map(intentWord)
      .join(' · ');
  }
  if (key === 'visual_search' && definition.intents.length === 0) return text.agents.takesPictures;
  if (key === 'market_intelligence' && definition.intents.length === 0) return text.agents.takesPrices;
  return definition.intents.map(intentWord).join(' · ') || text.agents.takesNothing;
}

const WITH_ACCOUNT: Tool = 'open_account';

/** Ticks or unticks a tool, with what it cannot go without. */
export function toggled(tools: readonly Tool[], tool: Tool, on: boolean): Tool[] {
  const chosen = new Set(tools);
  if (on) chosen.add(tool);
  else chosen.delete(tool);
  if (on && tool === 'make_changes') chosen.add(WITH_ACCOUNT);
  if (!on && tool === WITH_ACCOUNT) chosen.delete('make_changes');
  return TOOLS.filter((known) => chosen.has(known));
}
