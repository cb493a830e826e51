import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DomainEvent } from './events';
import { LiveEvents } from './live.svelte';

class FakeEventSource extends EventTarget {
  static CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }
  close() {
    this.readyState = FakeEventSource.CLOSED;
  }
  tell(event: DomainEvent) {
    this.dispatchEvent(new MessageEvent(event.kind, { data: JSON.stringify(event), lastEventId: event.id }));
  }
}

const event = (id: string): DomainEvent => ({
  id,
  at: '2026-03-10T12:00:00Z',
  kind: 'message.received',
  subject: 'cnv_1',
  payload: {},
});
const newest = () => {
  const source = FakeEventSource.opened.at(-1);
  if (!source) throw new Error('no stream was opened');
  return source;
};

describe('LiveEvents in a browser', () => {
  beforeEach(() => {
    FakeEventSource.opened = [];
    vi.stubGlobal('EventSource', FakeEventSource);
    vi.useFakeTimers();
    return () => {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    };
  });

  it('hands an event to those who asked for its kind, until they stop', () => {
    const live = new LiveEvents();
    const [wanted, other] = [vi.fn(), vi.fn()];
    const stop = live.on(['message.received'], wanted);
    live.on(['order.updated'], other);
    live.start();
    newest().tell(event('evt_1'));
    stop();
    newest().tell(event('evt_2'));
    expect(wanted).toHaveBeenCalledTimes(1);
    expect(wanted).toHaveBeenCalledWith(event('evt_1'));
    expect(other).not.toHaveBeenCalled();
  });

  it('tells that the line is lost, tries again from the last event, and reads anew', () => {
    const live = new LiveEvents();
    const resync = vi.fn();
    live.on(['message.received'], () => undefined, resync);
    live.start();
    newest().onopen?.();
    newest().tell(event('evt_7'));
    expect(live.state).toBe('open');
    newest().onerror?.();
    expect(live.state).toBe('lost');
    vi.advanceTimersByTime(500);
    expect(FakeEventSource.opened).toHaveLength(2);
    expect(newest().url).toContain('after=evt_7');
    newest().onopen?.();
    expect(live.state).toBe('open');
    expect(resync).toHaveBeenCalledTimes(1);
  });

  it('waits longer after each failure, but never longer than a quarter of a minute', () => {
    new LiveEvents().start();
    for (let i = 0; i < 8; i += 1) {
      newest().onerror?.();
      vi.advanceTimersByTime(15_000);
    }
    expect(FakeEventSource.opened).toHaveLength(9);
    newest().onerror?.();
    vi.advanceTimersByTime(14_999);
    expect(FakeEventSource.opened).toHaveLength(9);
  });

  it('reads anew when more was missed than can be replayed', () => {
    const live = new LiveEvents();
    const resync = vi.fn();
    live.on([], () => undefined, resync);
    live.start();
    newest().dispatchEvent(new MessageEvent('resync', { data: '{}', lastEventId: 'evt_9' }));
    expect(resync).toHaveBeenCalledTimes(1);
  });

  it('opens nothing more once it was ended', () => {
    const end = new LiveEvents().start();
    newest().onerror?.();
    end();
    vi.advanceTimersByTime(60_000);
    expect(FakeEventSource.opened).toHaveLength(1);
  });
});
