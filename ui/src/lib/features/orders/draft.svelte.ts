/**
 * An order while it is being put together, at the counter or at the desk: lines, customer, discounts, shipping. What it
 * costs is the shop's program's word; nothing here adds up money. Kept on this machine until it is stored, so that
 * closing the window loses nothing.
 */
import { untrack } from 'svelte';
import { api, call } from '$lib/api/client';
import type {
  ContactName,
  DraftInput,
  ManualDiscount,
  Order,
  OrderChannel,
  PricePreview,
  ShipTo,
  VariantRow,
} from '$lib/api/types';
import { Query } from '$lib/api/query.svelte';

export interface DraftLine {
  key: string;
  /** The line of the stored draft that this one is. */
  line_item_id?: string;
  variant_id: string | null;
  title: string;
  variant_title: string;
  sku: string | null;
  image_url: string | null;
  quantity: number;
  /** Minor units; null is the catalog's price. */
  unit_price: number | null;
  /** Pieces on the shelf when it was added; null when that is not known or does not matter. */
  left: number | null;
}

const EMPTY_ADDRESS: ShipTo = { name: '', address: '', country: '', region: '' };

/** A word that nobody else has: requests that carry it are done once, however often they are sent. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

type Kept = Pick<
  Draft,
  | 'lines'
  | 'contact'
  | 'shipTo'
  | 'shippingMethod'
  | 'codes'
  | 'discount'
  | 'note'
  | 'tags'
  | 'stored'
  | 'requestKey'
>;

export class Draft {
  lines = $state<DraftLine[]>([]);
  contact = $state.raw<ContactName | null>(null);
  shipTo = $state<ShipTo>({ ...EMPTY_ADDRESS });
  shippingMethod = $state<string | null>(null);
  codes = $state<string[]>([]);
  discount = $state.raw<ManualDiscount | null>(null);
  note = $state('');
  tags = $state<string[]>([]);
  /** The draft in the shop's file that this one continues. */
  stored = $state.raw<{ id: string; version: number; number: string } | null>(null);
  requestKey = $state(newKey());
  /** What it costs, as of `#priced`. */
  pricing: Query<PricePreview>;
  #priced = $state('');
  #saved = $state('');

  constructor(readonly channel: OrderChannel) {
    this.pricing = new Query(async (signal) => {
      const input = this.input;
      const preview = await call(api.POST('/api/v1/pricing/preview', { body: input, signal }));
      this.#priced = JSON.stringify(input);
      return preview;
    });
    this.#saved = JSON.stringify(this.input);
  }

  get empty(): boolean {
    return this.lines.length === 0;
  }
  get pieces(): number {
    return this.lines.reduce((sum, line) => sum + line.quantity, 0);
  }
  /** True while something is not stored. */
  get dirty(): boolean {
    return this.#saved !== JSON.stringify(this.input);
  }
  /** True when the price shown is the price of what stands here now. */
  get priced(): boolean {
    return this.pricing.data !== undefined && this.#priced === JSON.stringify(this.input);
  }

  /** As requests name it. */
  get input(): DraftInput {
    const counter = this.channel === 'counter';
    return {
      contact_id: this.contact?.id ?? null,
      channel: this.channel,
      lines: this.lines.map((line) => ({
        variant_id: line.variant_id ?? undefined,
        line_item_id: line.line_item_id,
        quantity: line.quantity,
        unit_price: line.unit_price ?? undefined,
        title: line.variant_id === null ? line.title : undefined,
      })),
      ship_to: counter ? undefined : { ...this.shipTo },
      shipping_method: counter ? null : this.shippingMethod,
      discount_codes: [...this.codes],
      manual_discount: this.discount,
      note: this.note,
      tags: [...this.tags],
    };
  }

  /** Adds pieces of a variant to its line, or a line. Returns the line. */
  add(variant: VariantRow, quantity = 1): DraftLine {
    const left = variant.allow_backorder ? null : variant.on_hand;
    const there = this.lines.find(
      (line) =>
        line.variant_id === variant.id &&
        (line.unit_price === null || line.unit_price === variant.price.amount),
    );
    if (there) {
      there.quantity += quantity;
      there.left = left;
      return there;
    }
    this.lines.push({
      key: newKey(),
      variant_id: variant.id,
      title: variant.product_title,
      variant_title: variant.variant_title,
      sku: variant.sku,
      image_url: variant.image_url,
      quantity,
      unit_price: null,
      left,
    });
    return this.lines[this.lines.length - 1] as DraftLine;
  }

  /** Takes a line out, and returns the way to put it back where it was. */
  remove(key: string): () => void {
    const at = this.lines.findIndex((line) => line.key === key);
    const [line] = at < 0 ? [] : this.lines.splice(at, 1);
    return () => {
      if (line) this.lines.splice(Math.min(at, this.lines.length), 0, line);
    };
  }

  /** Another order begins. Returns the way back to this one. */
  clear(): () => void {
    const before = this.kept();
    this.lines = [];
    this.contact = null;
    this.shipTo = { ...EMPTY_ADDRESS };
    this.shippingMethod = null;
    this.codes = [];
    this.discount = null;
    this.note = '';
    this.tags = [];
    this.stored = null;
    this.requestKey = newKey();
    this.pricing.clear();
    this.markSaved();
    return () => this.restore(before);
  }

  markSaved(): void {
    this.#saved = JSON.stringify(this.input);
  }

  /** Continues a draft of the shop's file. */
  adopt(order: Order): void {
    this.lines = order.line_items.map((line) => ({
      key: line.id,
      line_item_id: line.id,
      variant_id: line.variant_id,
      title: line.title,
      variant_title: line.variant_title,
      sku: line.sku,
      image_url: line.image_url,
      quantity: line.quantity,
      unit_price: line.unit_price.amount,
      left: null,
    }));
    this.contact = order.contact;
    this.shipTo = { ...EMPTY_ADDRESS, ...order.ship_to };
    this.shippingMethod = order.shipping_method;
    this.codes = [...order.discount_codes];
    this.discount = order.manual_discount;
    this.note = order.note;
    this.tags = [...order.tags];
    this.stored = { id: order.id, version: order.version, number: order.number };
    this.requestKey = newKey();
    this.markSaved();
  }

  kept(): Kept {
    return {
      lines: $state.snapshot(this.lines),
      contact: this.contact,
      shipTo: $state.snapshot(this.shipTo),
      shippingMethod: this.shippingMethod,
      codes: $state.snapshot(this.codes),
      discount: this.discount,
      note: this.note,
      tags: $state.snapshot(this.tags),
      stored: this.stored,
      requestKey: this.requestKey,
    };
  }
  restore(kept: Kept): void {
    this.lines = kept.lines;
    this.contact = kept.contact;
    this.shipTo = kept.shipTo;
    this.shippingMethod = kept.shippingMethod;
    this.codes = kept.codes;
    this.discount = kept.discount;
    this.note = kept.note;
    this.tags = kept.tags;
    this.stored = kept.stored;
    this.requestKey = kept.requestKey;
  }
}

/** A draft for the component's life: priced anew after each change and kept on this machine under `name`. */
export function useDraft(channel: OrderChannel, name?: string): Draft {
  const draft = new Draft(channel);
  const place = name && `draft:${name}`;
  if (place) {
    try {
      const kept = localStorage.getItem(place);
      if (kept) draft.restore(JSON.parse(kept) as Kept);
    } catch {
      // What cannot be read any more is begun anew.
    }
  }
  $effect(() => {
    const priced = JSON.stringify([
      draft.input.lines,
      draft.input.contact_id,
      draft.input.discount_codes,
      draft.input.manual_discount,
      draft.input.shipping_method,
      draft.input.ship_to,
    ]);
    untrack(() => {
      if (draft.empty || priced === '') draft.pricing.clear();
      else void draft.pricing.load();
    });
  });
  $effect(() => {
    if (!place) return;
    const kept = JSON.stringify(draft.kept());
    try {
      if (draft.empty && draft.contact === null && draft.note === '') localStorage.removeItem(place);
      else localStorage.setItem(place, kept);
    } catch {
      // Without storage it lives as long as the window.
    }
  });
  $effect(() => () => draft.pricing.stop());
  return draft;
}
