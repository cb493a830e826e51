import { describe, expect, it } from 'vitest';
import { countries, languageName, languages } from './names';

describe('countries', () => {
  const labels = (current = '') => countries('en', current).map(({ label }) => label);

  it('are there by name, each once, in the order of the alphabet', () => {
    const all = labels();
    expect(all).toContain('Germany');
    expect(all).toContain('South Korea');
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual([...all].sort(new Intl.Collator('en').compare));
    expect(countries('de').find(({ value }) => value === 'DE')?.label).toBe('Deutschland');
  });

  it('are none that are no more or that are many', () => {
    const codes = countries('en').map(({ value }) => value);
    for (const gone of ['DD', 'UK', 'SU', 'EU', 'UN', 'ZZ']) expect(codes).not.toContain(gone);
  });

  it('keep what a shop has said, whatever it is', () => {
    expect(countries('en', 'UK').map(({ value }) => value)).toContain('UK');
    expect(countries('en', 'QQ').find(({ value }) => value === 'QQ')?.label).toBe('QQ');
  });
});

describe('languages', () => {
  it('are there by name, with the one a contact has', () => {
    expect(languages('en').map(({ label }) => label)).toContain('German');
    expect(languages('en', 'pt-BR').find(({ value }) => value === 'pt-BR')?.label).toBe(
      'Brazilian Portuguese',
    );
  });

  it('a code that is none stands for itself', () =>
    expect(languageName('not a code', 'en')).toBe('not a code'));
});
