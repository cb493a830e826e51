/** Languages and countries by their names, for people who need not know their codes. */

/** Those that customers of small shops most often write in; a contact may have another one. */
const LANGUAGES =
  'ar bg cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nb nl pl pt ro ru sk sl sr sv th tr uk vi zh';

/** What `Intl` names although nobody ships there: groups of countries and codes for the unknown. */
const NO_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'ZZ', 'XA', 'XB']);

interface Named {
  value: string;
  label: string;
}

const byLabel = (locale: string) => {
  const order = new Intl.Collator(locale);
  return (a: Named, b: Named) => order.compare(a.label, b.label);
};

export function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** The languages to choose from, `current` among them. */
export function languages(locale: string, current = ''): Named[] {
  const known = LANGUAGES.split(' ');
  const codes = current === '' || known.includes(current) ? known : [...known, current];
  return codes.map((value) => ({ value, label: languageName(value, locale) })).sort(byLabel(locale));
}

/** Every country by its name, `current` among them whatever it is. */
export function countries(locale: string, current = ''): Named[] {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const found = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !NO_COUNTRIES.has(code))
    .map((value) => ({ value, label: names.of(value) }))
    .filter((country): country is Named => country.label !== undefined);
  // Codes of countries that are no more carry the name of the one that took their place.
  const unique = found.filter(
    ({ value }) => value === current || new Intl.Locale(`und-${value}`).region === value,
  );
  if (current !== '' && !unique.some(({ value }) => value === current))
    unique.push({ value: current, label: current });
  return unique.sort(byLabel(locale));
}
