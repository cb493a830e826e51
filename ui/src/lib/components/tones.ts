/** The colours that a status may have. What each stands for is the caller's business. */
export type Tone = 'neutral' | 'accent' | 'good' | 'info' | 'warn' | 'bad';

export const TONE_CLASSES: Record<Tone, string> = {
  neutral: 'bg-neutral-soft text-muted',
  accent: 'bg-accent-soft text-accent-text',
  good: 'bg-good-soft text-good',
  info: 'bg-info-soft text-info',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};
