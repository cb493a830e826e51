/** Gives jsdom a layout, so that virtual lists render their rows: a view of 800 × 600 with rows of 60. */
import { vi } from 'vitest';

const WIDTH = 800;
const VIEW = 600;
const ROW = 60;

/** True for the element that scrolls; what is inside it is as high as a row. */
const scrolls = (element: Element) => {
  const style = element.getAttribute('style') ?? '';
  return style.includes('overflow') || element.className.toString().includes('overflow-y-auto');
};

class AtOnce implements ResizeObserver {
  #callback: ResizeObserverCallback;
  constructor(callback: ResizeObserverCallback) {
    this.#callback = callback;
  }
  observe(target: Element) {
    const height = scrolls(target) ? VIEW : ROW;
    const contentRect = { width: WIDTH, height } as DOMRectReadOnly;
    queueMicrotask(() => this.#callback([{ target, contentRect } as ResizeObserverEntry], this));
  }
  unobserve() {}
  disconnect() {}
}

/** Call in `beforeEach`; undone by `vi.unstubAllGlobals()` and the restoring of mocks. */
export function giveLayout(): void {
  vi.stubGlobal('ResizeObserver', AtOnce);
  vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(WIDTH);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(VIEW);
}

/** A window that is as wide as an owner's screen: every `min-width` matches. */
export function wideWindow(): void {
  vi.spyOn(window, 'matchMedia').mockImplementation(
    (query) =>
      ({
        matches: query.includes('min-width'),
        media: query,
        onchange: null,
        addEventListener: () => undefined,
        removeEventListener: () => undefined,
        dispatchEvent: () => false,
      }) as unknown as MediaQueryList,
  );
}
