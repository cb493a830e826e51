/** Renders a component as the window would: with live events, formats and the shop around it. */
import { render, waitFor } from '@testing-library/svelte';
import { expect } from 'vitest';
import type { Component } from 'svelte';
import type { DomainEvent, EventKind } from '$lib/api/events';
import { LiveEvents } from '$lib/api/live.svelte';
import { Format } from '$lib/format/format.svelte';
import { FakeApi, standard } from './api';
import Window from './Window.svelte';

/** The moment at which all tests take place. */
export const NOW = Date.parse('2026-03-10T12:00:00Z');

export function minutesAgo(minutes: number): string {
  return new Date(NOW - minutes * 60_000).toISOString();
}

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- any component may be shown */
export function showInWindow(component: Component<any>, given: Record<string, unknown> = {}) {
  const live = new LiveEvents();
  const format = new Format({ locale: 'en-GB', zone: 'Europe/Berlin', now: NOW });
  const view = render(Window, { props: { live, format, component, given } });
  let told = 0;
  const happen = (kind: EventKind, subject: string, payload: DomainEvent['payload'] = {}) =>
    live.dispatch({ id: `evt_${(told += 1)}`, at: minutesAgo(0), kind, subject, payload });
  return { ...view, live, happen };
}

/** A menu or dialog lets go of the page a moment after it has closed; until then nothing else can be clicked. */
export const pageIsFree = () => waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));

export { FakeApi, standard };
