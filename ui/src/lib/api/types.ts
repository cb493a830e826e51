/** The wire types by the names that the window uses, and the words that may stand in query parameters. */
import type { components, operations } from './schema';

type Schemas = components['schemas'];

export type Money = Schemas['Money'];
export type ConversationSummary = Schemas['ConversationSummary'];
export type Conversation = Schemas['Conversation'];
export type ConversationCounts = Schemas['ConversationCounts'];
export type Channel = Schemas['Channel'];
export type Message = Schemas['Message'];
export type MessageStatus = Schemas['MessageStatus'];
export type Attachment = Schemas['Attachment'];
export type Run = Schemas['Run'];
export type RunSummary = Schemas['RunSummary'];
export type RunStep = Schemas['RunStep'];
export type RunEvidence = Schemas['RunEvidence'];
export type RunClaim = Schemas['RunClaim'];
export type ContactSummary = Schemas['ContactSummary'];
export type Contact = Schemas['Contact'];
export type ProductSummary = Schemas['ProductSummary'];
export type ProductStatus = Schemas['ProductStatus'];
export type Product = Schemas['Product'];
export type Variant = Schemas['Variant'];
export type VariantRow = Schemas['VariantRow'];
export type Category = Schemas['Category'];
export type Facets = Schemas['Facets'];
export type SavedFilter = Schemas['SavedFilter'];
export type MissingWhat = Schemas['MissingWhat'];
export type BulkChange = Schemas['BulkChange'];
export type BulkPreview = Schemas['BulkPreview'];
export type BulkSelection = Schemas['BulkSelection'];
export type CatalogFilter = Schemas['CatalogFilter'];
export type OrderSummary = Schemas['OrderSummary'];
export type Order = Schemas['Order'];
export type OrderStatus = Schemas['OrderStatus'];
export type FulfilmentStatus = Schemas['FulfilmentStatus'];
export type ReturnStatus = Schemas['ReturnStatus'];
export type OrderChannel = Schemas['OrderChannel'];
export type PaymentMethod = Schemas['PaymentMethod'];
export type Payment = Schemas['Payment'];
export type PaymentInput = Schemas['PaymentInput'];
export type Fulfilment = Schemas['Fulfilment'];
export type FulfilmentState = Schemas['FulfilmentState'];
export type OrderTransition = Schemas['OrderTransition'];
export type ShipTo = Schemas['ShipTo'];
export type ManualDiscount = Schemas['ManualDiscountInput'];
export type DraftInput = Schemas['DraftInput'];
export type PricePreview = Schemas['PricePreview'];
export type ContactName = Schemas['ContactName'];
export type SalesDay = Schemas['SalesDay'];
export type PaymentStatus = Schemas['PaymentStatus'];
export type ComplaintSummary = Schemas['ComplaintSummary'];
export type Complaint = Schemas['Complaint'];
export type ComplaintStatus = Schemas['ComplaintStatus'];
export type Today = Schemas['Today'];
export type DayFigures = Schemas['DayFigures'];
export type LowStock = Schemas['LowStock'];
export type ChannelStatus = Schemas['ChannelStatus'];
export type ChannelState = Schemas['ChannelState'];
export type ChannelTest = Schemas['ChannelTest'];
export type GapReport = Schemas['GapReport'];
export type Ai = Schemas['Ai'];
export type Persona = Schemas['Persona'];
export type Job = Schemas['Job'];
export type Setting = Schemas['Setting'];
export type Settings = Schemas['Settings'];

export type ConversationFilter = NonNullable<
  NonNullable<operations['list_conversations']['parameters']['query']>['filter']
>;

export type CatalogSort = NonNullable<
  NonNullable<operations['list_products']['parameters']['query']>['sort']
>;

export type OrderQuery = NonNullable<operations['list_orders']['parameters']['query']>;

/** One page of a list. `next_cursor` is null on the last. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
