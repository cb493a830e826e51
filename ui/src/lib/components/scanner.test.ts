import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scanner } from './scanner';

describe('a scanner that types', () => {
  let time = 0;
  let stop: () => void;
  const onscan = vi.fn();
  const field = document.createElement('input');
  const below = vi.fn();

  beforeEach(() => {
    time = 0;
    vi.clearAllMocks();
    document.body.replaceChildren(field);
    field.value = '';
    field.onkeydown = below;
    stop = scanner({ onscan, time: () => time });
  });
  afterEach(() => stop());

  /** Presses keys as a browser would: a letter that nobody prevents goes into the field. */
  function type(keys: string[], gap: number, target: EventTarget = field) {
    for (const key of keys) {
      time += gap;
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      target.dispatchEvent(event);
      if (!event.defaultPrevented && key.length === 1 && target === field) field.value += key;
    }
  }

  it('gives the code, and the field is as it was', () => {
    field.value = 'linen ';
    time = 1000;
    const typed = vi.fn();
    field.addEventListener('input', typed);
    type([...'4006381333931', 'Enter'], 8);
    expect(onscan).toHaveBeenCalledExactlyOnceWith('4006381333931');
    expect(field.value).toBe('linen ');
    expect(typed).toHaveBeenCalledOnce();
    expect(below.mock.calls.map(([event]) => (event as KeyboardEvent).key)).not.toContain('Enter');
  });

  it('is heard where no field has the cursor, with capital letters too', () => {
    type(['Shift', 'L', 'Shift', 'D', '-', '1', '2', 'Tab'], 10, document.body);
    expect(onscan).toHaveBeenCalledExactlyOnceWith('LD-12');
  });

  it('hands are not taken for it', () => {
    type([...'linen', 'Enter'], 90);
    expect(onscan).not.toHaveBeenCalled();
    expect(field.value).toBe('linen');
  });

  it('nor is Enter after a short or an interrupted burst', () => {
    type([...'abc', 'Enter'], 5);
    type([...'12345'], 5);
    type(['Enter'], 500);
    type([...'123', 'ArrowLeft', '4', 'Enter'], 5);
    expect(onscan).not.toHaveBeenCalled();
  });

  it('a key that a busy machine held back does not tear the code apart', () => {
    type([...'4006381'], 8);
    type([...'3'], 150);
    type([...'33931', 'Enter'], 8);
    expect(onscan).toHaveBeenCalledExactlyOnceWith('4006381333931');
  });

  it('two scans one after another are two codes', () => {
    type([...'40063813', 'Enter', ...'96385074', 'Enter'], 8);
    expect(onscan.mock.calls.flat()).toEqual(['40063813', '96385074']);
  });
});
