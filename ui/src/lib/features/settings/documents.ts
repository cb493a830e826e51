/**
 * The documents of settings as core keeps them (core/src/settings).
 */
import type { DocumentSettings } from './printed';

export interface ShopProfile {
  name: string;
  currency: string;
  time_zone: string;
  country: string;
  email: string;
  phone: string;
  address: string;
  website: string;
}

/** Local times, "09:30"; "24:00" only ends a span. */
export interface OpeningSpan {
  opens: string;
  closes: string;
}

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface OpeningHours {
  weekly: Record<Weekday, OpeningSpan[]>;
  exceptions: { date: string; label: string; spans: OpeningSpan[] }[];
}

export interface ShippingMethod {
  name: string;
  /** ISO 3166-1 alpha-2; empty: everywhere. */
  countries: string[];
  /** Minor units of the shop's currency. */
  price_minor: number;
  free_from_minor: number | null;
  days_min: number;
  days_max: number;
}

export interface ShippingPolicy {
  methods: ShippingMethod[];
  carriers: string[];
  note: string;
}

export interface ReturnPolicy {
  days: number;
  condition: string;
  refund_days: number;
  exchange_allowed: boolean;
  paid_by: 'shop' | 'customer';
  /** What a return costs a customer who pays for it, in minor units; 0 when the shop pays. */
  cost_minor: number;
  text: string;
}

export interface AssistantSettings {
  enabled: boolean;
  name: string;
  burst_window_ms: number;
  signature: string;
}

export const CHANGES = [
  'cancel',
  'items',
  'address',
  'payment',
  'return',
  'exchange',
  'own_address',
  'put_aside',
  'back_in_stock',
] as const;
export type Change = (typeof CHANGES)[number];

export const PERMISSIONS = ['assistant', 'approval', 'owner'] as const;
export type Permission = (typeof PERMISSIONS)[number];

export interface Policy {
  changes: Record<Change, Permission>;
  /** Later returns are the owner's; null: as the return policy says. */
  return_days: number | null;
  /** Minor units of the shop's currency; what moves more waits for the owner. Null: nothing waits. */
  approval_above: number | null;
  /** Whom somebody unknown may be: nobody, whom they name, whom they name with a code by e-mail. */
  identification: Identification;
  /** What the code is asked for. */
  code_for: 'facts' | 'changes';
  /** Days that a promise to write holds when something is back in stock. */
  waiting_days: number;
  /** After a yes to buy, one thing that goes with it may be named. */
  suggests: boolean;
}

export const IDENTIFICATIONS = ['channel', 'claim', 'code'] as const;
export type Identification = (typeof IDENTIFICATIONS)[number];

/** Permissions that fit together, as core has them. */
export const PRESETS = { strict_retail: 'assistant', careful: 'approval', answers_only: 'owner' } as const;
export type Preset = keyof typeof PRESETS;

export const presetOf = (policy: Policy): Preset | 'own' =>
  (Object.keys(PRESETS) as Preset[]).find((preset) =>
    CHANGES.every((change) => policy.changes[change] === PRESETS[preset]),
  ) ?? 'own';

export const PROVIDERS = ['tavily', 'serpapi'] as const;
export const PRICE_MATCHES = ['off', 'approval', 'limits'] as const;

export interface MarketSettings {
  /** Null: nothing is searched. */
  provider: (typeof PROVIDERS)[number] | null;
  daily_searches: number;
  cache_hours: number;
  price_match: (typeof PRICE_MATCHES)[number];
  most_percent: number;
  least_margin_percent: number;
  api_base_url: string | null;
}

export const LANGUAGE_PROVIDERS = ['groq', 'openai', 'anthropic', 'gemini', 'local'] as const;
export const REMOTE_PROVIDERS = ['groq', 'openai', 'anthropic', 'gemini'] as const;

export interface LanguageLinkSettings {
  provider: (typeof LANGUAGE_PROVIDERS)[number];
  model: string;
  base_url: string | null;
  /** Millionths of a US dollar for a million tokens; null: not known. */
  price: { question: number; answer: number } | null;
}

export interface LanguageModelSettings {
  /** In the order in which they are asked; empty: off. */
  chain: LanguageLinkSettings[];
  answer_seconds: number;
  /** Cents of a US dollar; null: no limit. */
  daily_cents: number | null;
  conversation_cents: number | null;
}

export interface TwilioSettings {
  account_sid: string;
  api_key_sid: string;
  sender: string;
  messaging_service_sid: string;
  webhook_public_url: string;
  polling_enabled: boolean;
  api_base_url: string | null;
}

export interface NotificationSettings {
  escalations: boolean;
  channel_problems: boolean;
  low_stock: boolean;
  low_stock_at: number;
}

export interface BackupSettings {
  /** An absolute path; empty: beside the shop's file. */
  folder: string;
  automatic: boolean;
  keep_daily: number;
  keep_weekly: number;
  keep_monthly: number;
}

export interface TaxZone {
  name: string;
  /** ISO 3166-1 alpha-2; empty: everywhere that no other zone names. */
  countries: string[];
  /** States of the one country; empty: the whole of it. */
  regions: string[];
  /** Parts per million; several of one class add up. */
  rates: { class: string; name: string; rate_ppm: number }[];
}

export interface TaxSettings {
  prices_include_tax: boolean;
  rounding: 'line' | 'total';
  classes: string[];
  zones: TaxZone[];
  /** Null: like the goods, in proportion to what they cost. */
  shipping_class: string | null;
  home_region: string;
  /** A second currency that prices are shown in; one unit of the shop's is so many millionths of it. */
  display: { currency: string; rate_millionths: number; as_of: string } | null;
}

export interface OrderNumbers {
  prefix: string;
  first: number;
}

export interface CatalogSettings {
  sku_pattern: string;
  /** Two digits, 20 to 29. */
  own_barcode_prefix: string;
  default_tax_class: string;
  weight_unit: 'g' | 'kg' | 'lb' | 'oz';
}

export interface Documents {
  shop: ShopProfile;
  hours: OpeningHours;
  shipping: ShippingPolicy;
  returns: ReturnPolicy;
  assistant: AssistantSettings;
  twilio: TwilioSettings;
  notifications: NotificationSettings;
  backups: BackupSettings;
  documents: DocumentSettings;
  taxes: TaxSettings;
  order_numbers: OrderNumbers;
  catalog: CatalogSettings;
  policy: Policy;
  market: MarketSettings;
  language_models: LanguageModelSettings;
}

export type DocumentKey = keyof Documents;
