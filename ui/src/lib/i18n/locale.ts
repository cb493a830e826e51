/** Which language numbers, dates and plurals follow. The one place that touches the system's locale. */

/** The system's locale, or English where the system names none that exists (`LANG=C` gives "C"). */
export function systemLocale(wanted: string | undefined = globalThis.navigator?.language): string {
  if (!wanted) return 'en';
  try {
    return Intl.getCanonicalLocales(wanted.replace('_', '-').replace(/\..*$/, ''))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

const rules = new Map<string, Intl.PluralRules>();

/** "1 message", "12 messages": picks the form for a count and puts the figure in front. */
export function plural(count: number, one: string, other: string): string {
  let rule = rules.get('en');
  if (!rule) rules.set('en', (rule = new Intl.PluralRules('en')));
  const figure = new Intl.NumberFormat(systemLocale()).format(count);
  return `${figure} ${rule.select(count) === 'one' ? one : other}`;
}
