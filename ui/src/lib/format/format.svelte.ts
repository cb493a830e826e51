/**
 * Numbers, money and times as the shop reads them: in its time zone, in the system's language.
 * Must not hold words other than those that Intl gives.
 */
import { getLocalTimeZone, parseDate } from '@internationalized/date';
import { getContext, setContext } from 'svelte';
import { text } from '../i18n';
import { systemLocale } from '../i18n/locale';

export interface MoneyValue {
  /** Minor units: cents, pence, or whole yen. */
  amount: number;
  /** ISO 4217. */
  currency: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export class Format {
  locale: string;
  zone = $state<string | undefined>(undefined);
  /** The time that relative times are measured from; the shell moves it on. */
  now = $state(Date.now());
  #made = new Map<string, unknown>();

  constructor(options: { locale?: string; zone?: string; now?: number } = {}) {
    this.locale = systemLocale(options.locale);
    if (options.zone) this.useZone(options.zone);
    if (options.now !== undefined) this.now = options.now;
  }

  /** Takes the shop's zone; one that this system does not know leaves the system's own in place. */
  useZone(zone: string) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      this.zone = zone;
    } catch {
      this.zone = undefined;
    }
  }

  number(value: number): string {
    return this.#once('number', () => new Intl.NumberFormat(this.locale)).format(value);
  }

  percent(value: number): string {
    return this.#once(
      'percent',
      () => new Intl.NumberFormat(this.locale, { style: 'percent', maximumFractionDigits: 0 }),
    ).format(value);
  }

  /** "19%", "8.875%": a rate with all the digits it has. */
  rate(value: number): string {
    return this.#once(
      'rate',
      () => new Intl.NumberFormat(this.locale, { style: 'percent', maximumFractionDigits: 4 }),
    ).format(value);
  }

  money({ amount, currency }: MoneyValue): string {
    try {
      const format = this.#once(
        `money ${currency}`,
        () => new Intl.NumberFormat(this.locale, { style: 'currency', currency }),
      );
      return format.format(amount / 10 ** this.minorDigits(currency));
    } catch {
      return `${this.number(amount / 100)} ${currency}`;
    }
  }

  /** "$0.00042", "$1.20": millionths of a US dollar. Under a cent the first two digits that say something are shown. */
  dollars(micros: number): string {
    const small = Math.abs(micros) < 10_000;
    return this.#once(
      `dollars ${String(small)}`,
      () =>
        new Intl.NumberFormat(this.locale, {
          style: 'currency',
          currency: 'USD',
          ...(small ? { maximumSignificantDigits: 2 } : {}),
        }),
    ).format(micros / 1_000_000);
  }

  /** "Groq and OpenAI". */
  list(names: readonly string[]): string {
    return this.#once('list', () => new Intl.ListFormat(this.locale, { type: 'conjunction' })).format(names);
  }

  /** How many digits the minor unit has: 2 for EUR, 0 for JPY. */
  minorDigits(currency: string): number {
    try {
      return (
        new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
          .maximumFractionDigits ?? 2
      );
    } catch {
      return 2;
    }
  }

  /** "Euro" for EUR, in the system's language. */
  currencyName(code: string): string {
    return (
      this.#once('currencies', () => new Intl.DisplayNames(this.locale, { type: 'currency' })).of(code) ??
      code
    );
  }

  /** "3 Mar 2026, 14:05". */
  exact(time: string | number): string {
    return this.#date({ dateStyle: 'medium', timeStyle: 'short' }, time);
  }

  /** "3 Mar 2026". */
  date(time: string | number): string {
    return this.#date({ dateStyle: 'medium' }, time);
  }

  /** "14:05". */
  time(time: string | number): string {
    return this.#date({ timeStyle: 'short' }, time);
  }

  /** "Tuesday 3 March". */
  day(time: string | number): string {
    return this.#date({ weekday: 'long', day: 'numeric', month: 'long' }, time);
  }

  /** The day in the shop's zone as "2026-03-07", which sorts. */
  isoDay(time: string | number): string {
    const at = toMillis(time);
    return this.#once(
      `iso ${this.zone ?? ''}`,
      () =>
        new Intl.DateTimeFormat('en-CA', {
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
          timeZone: this.zone,
        }),
    ).format(at);
  }

  /** The first moment of a day, "2026-03-07", in the shop's zone; `later` days after it. */
  startOfDay(day: string, later = 0): string {
    return parseDate(day)
      .add({ days: later })
      .toDate(this.zone ?? getLocalTimeZone())
      .toISOString();
  }

  /** A date without time or zone, such as "2026-03-07". */
  plainDate(date: string): string {
    const parsed = Date.parse(`${date}T00:00:00Z`);
    if (Number.isNaN(parsed)) return date;
    return this.#once(
      'plain',
      () => new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium', timeZone: 'UTC' }),
    ).format(parsed);
  }

  /** "7 Mar" for "2026-03-07". */
  plainDayMonth(date: string): string {
    const parsed = Date.parse(`${date}T00:00:00Z`);
    if (Number.isNaN(parsed)) return date;
    return this.#once(
      'plain short',
      () => new Intl.DateTimeFormat(this.locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
    ).format(parsed);
  }

  /** "5 min ago", "yesterday", and a date when it is more than a week away. */
  relative(time: string | number): string {
    const at = toMillis(time);
    if (Number.isNaN(at)) return '';
    const away = at - this.now;
    const distance = Math.abs(away);
    if (distance < 45_000) return text.common.now;
    const format = this.#once(
      'relative',
      () => new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto', style: 'short' }),
    );
    if (distance < HOUR) return format.format(Math.round(away / MINUTE), 'minute');
    if (distance < DAY) return format.format(Math.round(away / HOUR), 'hour');
    if (distance < 7 * DAY) return format.format(Math.round(away / DAY), 'day');
    return this.date(at);
  }

  /** For a narrow column: the time today, the weekday this week, else the date. */
  short(time: string | number): string {
    const at = toMillis(time);
    if (Number.isNaN(at)) return '';
    if (this.dayKey(at) === this.dayKey(this.now)) return this.time(at);
    if (this.now - at < 6 * DAY && at < this.now) return this.#date({ weekday: 'short' }, at);
    return this.#date({ day: 'numeric', month: 'short' }, at);
  }

  /** The same text for all times of one day in the shop's zone, to group by. */
  dayKey(time: string | number): string {
    return this.#date({ year: 'numeric', month: '2-digit', day: '2-digit' }, time);
  }

  /** A length of time, rounded to what matters: "40 ms", "3.4 sec", "2 min". */
  duration(milliseconds: number): string {
    const [value, unit] =
      milliseconds < 1000
        ? [Math.max(1, Math.round(milliseconds)), 'millisecond']
        : milliseconds < MINUTE
          ? [
              milliseconds < 10_000 ? Math.round(milliseconds / 100) / 10 : Math.round(milliseconds / 1000),
              'second',
            ]
          : milliseconds < HOUR
            ? [Math.round(milliseconds / MINUTE), 'minute']
            : [Math.round(milliseconds / HOUR), 'hour'];
    return this.#once(
      `unit ${unit}`,
      () => new Intl.NumberFormat(this.locale, { style: 'unit', unit: String(unit), unitDisplay: 'short' }),
    ).format(Number(value));
  }

  /** A size in bytes, in the unit that reads best. */
  bytes(count: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
    let value = count;
    let step = 0;
    while (value >= 1000 && step < units.length - 1) {
      value /= 1000;
      step += 1;
    }
    const digits = value < 10 && step > 0 ? 1 : 0;
    return this.#once(
      `size ${step} ${digits}`,
      () =>
        new Intl.NumberFormat(this.locale, {
          style: 'unit',
          unit: units[step] ?? 'byte',
          unitDisplay: step === 0 ? 'long' : 'short',
          maximumFractionDigits: digits,
        }),
    ).format(value);
  }

  #date(options: Intl.DateTimeFormatOptions, time: string | number): string {
    const at = toMillis(time);
    if (Number.isNaN(at)) return '';
    const key = `date ${this.zone ?? ''} ${JSON.stringify(options)}`;
    return this.#once(
      key,
      () => new Intl.DateTimeFormat(this.locale, this.zone ? { ...options, timeZone: this.zone } : options),
    ).format(at);
  }

  #once<T>(key: string, make: () => T): T {
    const made = this.#made.get(key) as T | undefined;
    if (made !== undefined) return made;
    const fresh = make();
    this.#made.set(key, fresh);
    return fresh;
  }
}

function toMillis(time: string | number): number {
  return typeof time === 'number' ? time : Date.parse(time);
}

const KEY = Symbol('format');
let fallback: Format | undefined;

export const provideFormat = (format: Format): Format => setContext(KEY, format);

/** The shop's formats; outside a window (a component under test) those of the system. */
export const useFormat = (): Format => getContext<Format | undefined>(KEY) ?? (fallback ??= new Format());
