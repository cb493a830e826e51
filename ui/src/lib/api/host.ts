/**
 * What differs between the desktop window and a browser tab, and nothing else. The only file that may import
 * `@tauri-apps/*`. Both ask by `fetch` on relative addresses.
 */
import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { EVENT_KINDS, type DomainEvent } from './events';

export const isDesktop = (): boolean => typeof window !== 'undefined' && '__TAURI_INTERNALS__' in window;

/**
 * `fetch`, with bodies that the desktop's scheme takes: WebKitGTK ends with a fault when a request to a custom scheme
 * carries a file that it has not read yet, so it is read first.
 */
export async function send(request: Request): Promise<Response> {
  if (!isDesktop() || request.method === 'GET' || request.method === 'HEAD') return globalThis.fetch(request);
  const body = await request.clone().arrayBuffer();
  return globalThis.fetch(body.byteLength > 0 ? new Request(request, { body }) : request);
}

export interface EventSink {
  event(event: DomainEvent): void;
  /** More happened than can be replayed: everything shown must be read again. */
  resync(): void;
  /** `open` when events flow, `lost` when they stopped and a new try follows. */
  state(state: 'open' | 'lost'): void;
}

/** Starts the stream of events; the returned function ends it. */
export function openEvents(sink: EventSink): () => void {
  return isDesktop() ? desktopEvents(sink) : browserEvents(sink);
}

function desktopEvents(sink: EventSink): () => void {
  let closed = false;
  const channel = new Channel<DomainEvent | { kind: 'resync' }>();
  channel.onmessage = (event) => {
    if (closed) return;
    if (event.kind === 'resync') sink.resync();
    else sink.event(event as DomainEvent);
  };
  invoke('subscribe', { channel }).then(
    () => closed || sink.state('open'),
    () => closed || sink.state('lost'),
  );
  return () => {
    closed = true;
  };
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

function browserEvents(sink: EventSink): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retry = FIRST_RETRY_MS;
  let last: string | undefined;
  let closed = false;

  const connect = () => {
    const address = last ? `/api/v1/events?after=${encodeURIComponent(last)}` : '/api/v1/events';
    const stream = new EventSource(address);
    source = stream;
    stream.onopen = () => {
      retry = FIRST_RETRY_MS;
      sink.state('open');
    };
    stream.onerror = () => {
      if (closed) return;
      sink.state('lost');
      // After an answer that is no stream the browser gives up for good, so the tries are ours.
      stream.close();
      timer = setTimeout(connect, retry);
      retry = Math.min(retry * 2, LONGEST_RETRY_MS);
    };
    for (const kind of EVENT_KINDS) {
      stream.addEventListener(kind, (message) => {
        const event = JSON.parse((message as MessageEvent<string>).data) as DomainEvent;
        last = event.id;
        sink.event(event);
      });
    }
    stream.addEventListener('resync', (message) => {
      last = (message as MessageEvent<string>).lastEventId || undefined;
      sink.resync();
    });
  };

  const wake = () => {
    if (closed || !timer || source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(timer);
    connect();
  };
  window.addEventListener('online', wake);
  connect();

  return () => {
    closed = true;
    window.removeEventListener('online', wake);
    clearTimeout(timer);
    source?.close();
  };
}

/** Tells the desktop that the window has something to show. */
export function firstPaint(): void {
  if (isDesktop()) void invoke('first_paint').catch(() => undefined);
}

/** The desktop asks for a screen, for example when a notification is clicked. Returns the way to stop. */
export function onNavigate(go: (path: string) => void): () => void {
  if (!isDesktop()) return () => undefined;
  const stop = listen<string>('navigate', (event) => go(event.payload));
  return () => void stop.then((unlisten) => unlisten());
}

/** The desktop saved a file that the page asked to be saved. Browsers show that themselves. Returns the way to stop. */
export function onSaved(told: (file: { name: string; success: boolean }) => void): () => void {
  if (!isDesktop()) return () => undefined;
  const stop = listen<{ name: string; success: boolean }>('saved', (event) => told(event.payload));
  return () => void stop.then((unlisten) => unlisten());
}

/** Shows the file that was saved last in its folder. */
export function showSaved(): void {
  if (isDesktop()) void invoke('show_saved').catch(() => undefined);
}

/** What the system's own dialog looks for; endings without the dot. */
export type Wanted = 'folder' | { file: { kind: string; endings: string[] } };

/**
 * Lets the owner point at a file or folder in the system's own dialog, which opens at `from`. Nothing when they changed their
 * mind. Only in the desktop: a browser does not tell where a file lies.
 */
export const choosePath = (title: string, wanted: Wanted, from: string): Promise<string | null> =>
  invoke('choose_path', { title, wanted, from });

/** Tells the desktop how large the sheets are that are printed next. Browsers read that in the style sheet. */
export async function setPaper(widthMm: number, heightMm: number): Promise<void> {
  if (isDesktop()) await invoke('set_paper', { widthMm, heightMm });
}

/** Copies text to the clipboard; false where the system refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
