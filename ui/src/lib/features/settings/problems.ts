/** What can be checked of a settings document before it is saved. The server checks again; its words win. */
import { text } from '$lib/i18n';
import { type DocumentKey, type Documents, type OpeningSpan, WEEKDAYS } from './documents';
import { DOCUMENT_KINDS, isColour, isPattern } from './printed';

/** What is wrong, by the field's path: `name`, `methods.0.days_max`. */
export type Problems = Record<string, string>;

const words = text.settings.problems;
const printed = text.documents.settings.problems;
const money = text.settings.taxes.problems;
const SID = (prefix: string) => new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);
const E164 = /^\+[1-9]\d{6,14}$/;
const COUNTRY = /^[A-Z]{2}$/;

function isLink(address: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

function collect(...entries: [wrong: boolean, field: string, problem: string][]): Problems {
  const problems: Problems = {};
  for (const [wrong, field, problem] of entries) if (wrong) problems[field] ??= problem;
  return problems;
}

const wholeBetween = (value: number | null, low: number, high: number) =>
  value !== null && Number.isInteger(value) && value >= low && value <= high;

function spanProblem(spans: readonly OpeningSpan[]): string | undefined {
  for (const [index, span] of spans.entries()) {
    if (span.opens >= span.closes) return words.closesBeforeOpens;
    const before = spans[index - 1];
    if (before && before.closes > span.opens) return words.spansOverlap;
  }
  return undefined;
}

const checks: { [K in DocumentKey]: (value: Documents[K]) => Problems } = {
  shop: (shop) =>
    collect(
      [shop.name.trim() === '', 'name', words.nameMissing],
      [shop.email !== '' && !/^\S+@\S+\.\S+$/.test(shop.email), 'email', words.email],
      [shop.phone !== '' && !E164.test(shop.phone), 'phone', words.phone],
      [shop.website !== '' && !isLink(shop.website), 'website', words.link],
      [shop.country !== '' && !COUNTRY.test(shop.country), 'country', words.country],
    ),
  hours: (hours) => {
    const problems: Problems = {};
    for (const day of WEEKDAYS) {
      const problem = spanProblem(hours.weekly[day]);
      if (problem) problems[`weekly.${day}`] = problem;
    }
    const dates = new Set<string>();
    for (const [index, exception] of hours.exceptions.entries()) {
      const problem = !/^\d{4}-\d{2}-\d{2}$/.test(exception.date)
        ? words.date
        : dates.has(exception.date)
          ? words.dateTwice
          : spanProblem(exception.spans);
      dates.add(exception.date);
      if (problem) problems[`exceptions.${index}`] = problem;
    }
    return problems;
  },
  shipping: (shipping) =>
    collect(
      ...shipping.methods.flatMap((method, index): [boolean, string, string][] => [
        [method.name.trim() === '', `methods.${index}.name`, words.methodName],
        [
          !method.countries.every((code) => COUNTRY.test(code)),
          `methods.${index}.countries`,
          words.countries,
        ],
        [
          !wholeBetween(method.price_minor, 0, Number.MAX_SAFE_INTEGER),
          `methods.${index}.price_minor`,
          words.price,
        ],
        [
          !wholeBetween(method.days_min, 0, 120) ||
            !wholeBetween(method.days_max, 0, 120) ||
            method.days_min > method.days_max,
          `methods.${index}.days`,
          words.days,
        ],
      ]),
    ),
  returns: (returns) =>
    collect(
      [!wholeBetween(returns.days, 0, 730), 'days', words.returnDays],
      [!wholeBetween(returns.refund_days, 0, 60), 'refund_days', words.refundDays],
      [
        returns.paid_by === 'customer' && !wholeBetween(returns.cost_minor, 1, Number.MAX_SAFE_INTEGER),
        'cost_minor',
        words.returnCost,
      ],
    ),
  assistant: (assistant) =>
    collect(
      [assistant.name.trim() === '', 'name', words.assistantName],
      [!wholeBetween(assistant.burst_window_ms, 0, 60_000), 'burst_window_ms', words.burst],
    ),
  policy: (policy) =>
    collect(
      [
        policy.approval_above !== null && !wholeBetween(policy.approval_above, 0, Number.MAX_SAFE_INTEGER),
        'approval_above',
        text.policy.problems.approvalAbove,
      ],
      [
        policy.return_days !== null && !wholeBetween(policy.return_days, 0, 730),
        'return_days',
        text.policy.problems.returnDays,
      ],
      [!wholeBetween(policy.waiting_days, 1, 730), 'waiting_days', text.policy.problems.waitingDays],
    ),
  market: (market) =>
    collect(
      [
        !wholeBetween(market.daily_searches, 1, 10_000),
        'daily_searches',
        text.market.settings.problems.daily,
      ],
      [!wholeBetween(market.cache_hours, 1, 720), 'cache_hours', text.market.settings.problems.cache],
      [!wholeBetween(market.most_percent, 1, 90), 'most_percent', text.market.settings.problems.most],
      [
        !wholeBetween(market.least_margin_percent, 0, 1000),
        'least_margin_percent',
        text.market.settings.problems.margin,
      ],
    ),
  language_models: (models) => {
    const capped = models.daily_cents !== null || models.conversation_cents !== null;
    return collect(
      [!wholeBetween(models.answer_seconds, 2, 120), 'answer_seconds', text.language.problems.seconds],
      ...models.chain.flatMap((link, index): [boolean, string, string][] => [
        [link.model.trim() === '', `chain.${index}.model`, text.language.problems.model],
        [
          capped && link.provider !== 'local' && link.price === null,
          `chain.${index}.price`,
          text.language.problems.price,
        ],
        [Boolean(link.base_url) && !isLink(link.base_url ?? ''), `chain.${index}.base_url`, words.link],
      ]),
      ...(['daily_cents', 'conversation_cents'] as const).map((field): [boolean, string, string] => [
        models[field] !== null && !wholeBetween(models[field], 0, 1_000_000),
        field,
        text.language.problems.cap,
      ]),
    );
  },
  twilio: (twilio) =>
    collect(
      [
        twilio.account_sid !== '' && !SID('AC').test(twilio.account_sid),
        'account_sid',
        words.sid({ prefix: 'AC' }),
      ],
      [
        twilio.api_key_sid !== '' && !SID('SK').test(twilio.api_key_sid),
        'api_key_sid',
        words.sid({ prefix: 'SK' }),
      ],
      [
        twilio.messaging_service_sid !== '' && !SID('MG').test(twilio.messaging_service_sid),
        'messaging_service_sid',
        words.sid({ prefix: 'MG' }),
      ],
      [twilio.sender !== '' && !E164.test(twilio.sender.replace(/^whatsapp:/, '')), 'sender', words.sender],
      [
        twilio.webhook_public_url !== '' && !isLink(twilio.webhook_public_url),
        'webhook_public_url',
        words.link,
      ],
      [Boolean(twilio.api_base_url) && !isLink(twilio.api_base_url ?? ''), 'api_base_url', words.link],
    ),
  notifications: (notifications) =>
    collect([!wholeBetween(notifications.low_stock_at, 0, 10_000), 'low_stock_at', words.lowStock]),
  taxes: (taxes) =>
    collect(
      [taxes.classes.length === 0, 'classes', money.classes],
      [new Set(taxes.classes).size !== taxes.classes.length, 'classes', money.classTwice],
      [
        taxes.shipping_class !== null && !taxes.classes.includes(taxes.shipping_class),
        'shipping_class',
        money.unknownClass,
      ],
      ...taxes.zones.flatMap((zone, index): [boolean, string, string][] => [
        [zone.name.trim() === '', `zones.${index}.name`, money.zoneName],
        [!zone.countries.every((code) => COUNTRY.test(code)), `zones.${index}.countries`, words.countries],
        [zone.regions.length > 0 && zone.countries.length !== 1, `zones.${index}.regions`, money.regions],
        ...zone.rates.flatMap((rate, row): [boolean, string, string][] => [
          [rate.name.trim() === '', `zones.${index}.rates.${row}.name`, money.rateName],
          [!wholeBetween(rate.rate_ppm, 0, 1_000_000), `zones.${index}.rates.${row}.rate_ppm`, money.rate],
          [!taxes.classes.includes(rate.class), `zones.${index}.rates.${row}.class`, money.unknownClass],
        ]),
      ]),
      [
        taxes.display !== null && !(taxes.display.rate_millionths > 0),
        'display.rate_millionths',
        money.displayRate,
      ],
    ),
  order_numbers: (numbers) =>
    collect(
      [!/^[A-Za-z0-9./-]{0,8}$/.test(numbers.prefix), 'prefix', text.settings.numbers.prefixProblem],
      [numbers.prefix.toUpperCase() === 'D', 'prefix', text.settings.numbers.draftPrefix],
      [!wholeBetween(numbers.first, 1, 1_000_000_000), 'first', text.settings.numbers.firstProblem],
    ),
  catalog: (catalog) =>
    collect(
      [
        !/\{\w+(:\d+)?\}/.test(catalog.sku_pattern) || catalog.sku_pattern.length > 120,
        'sku_pattern',
        text.settings.codes.patternProblem,
      ],
      [!/^2\d$/.test(catalog.own_barcode_prefix), 'own_barcode_prefix', text.settings.codes.prefixProblem],
    ),
  backups: (backups) =>
    collect(
      [
        backups.folder !== '' && !/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(backups.folder),
        'folder',
        text.care.settings.folderProblem,
      ],
      [!wholeBetween(backups.keep_daily, 1, 366), 'keep_daily', text.care.settings.dailyProblem],
      [!wholeBetween(backups.keep_weekly, 0, 366), 'keep_weekly', text.care.settings.keepProblem],
      [!wholeBetween(backups.keep_monthly, 0, 366), 'keep_monthly', text.care.settings.keepProblem],
    ),
  documents: (documents) =>
    collect(
      [!isColour(documents.accent), 'accent', printed.accent],
      [!wholeBetween(documents.payment_terms_days, 0, 365), 'payment_terms_days', printed.terms],
      [
        documents.product_link !== '' &&
          !(
            isLink(documents.product_link.replace('{handle}', 'x')) &&
            documents.product_link.includes('{handle}')
          ),
        'product_link',
        printed.link,
      ],
      ...DOCUMENT_KINDS.flatMap((kind, index): [boolean, string, string][] => {
        const { pattern, starts } = documents.numbering[kind];
        const before = DOCUMENT_KINDS.slice(0, index).map((other) => documents.numbering[other].pattern);
        return [
          [!isPattern(pattern), `numbering.${kind}.pattern`, printed.pattern],
          [before.includes(pattern), `numbering.${kind}.pattern`, printed.patternTwice],
          [
            starts !== null && !wholeBetween(starts.number, 1, 999_999_999),
            `numbering.${kind}.starts.number`,
            printed.number,
          ],
        ];
      }),
      ...documents.label_sheets.flatMap((sheet, index): [boolean, string, string][] => [
        [sheet.name.trim() === '', `label_sheets.${index}.name`, printed.sheetName],
        ...(
          ['columns', 'rows', 'width', 'height', 'margin_top', 'margin_left', 'gap_x', 'gap_y'] as const
        ).map((side): [boolean, string, string] => [
          !Number.isInteger(sheet[side]),
          `label_sheets.${index}.${side}`,
          printed.sheetSize,
        ]),
      ]),
    ),
};

/** What is wrong with a document, by field; empty when it may be saved. */
export function problemsOf<K extends DocumentKey>(key: K, value: Documents[K]): Problems {
  const check: (value: Documents[K]) => Problems = checks[key];
  return check(value);
}
