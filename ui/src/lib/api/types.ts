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
export type Agent = Schemas['Agent'];
export type AgentDefinition = Schemas['AgentDefinition'];
export type AgentVersion = Schemas['AgentVersion'];
export type PromptDetail = Schemas['PromptDetail'];
export type PromptDraft = Schemas['PromptDraft'];
export type PromptTemplate = Schemas['PromptTemplate'];
export type PromptTrial = Schemas['PromptTrial'];
export type PromptOutcome = Schemas['PromptOutcome'];
export type LabRun = Schemas['LabRun'];
export type LabRunDetail = Schemas['LabRunDetail'];
export type LabSide = Schemas['LabSide'];
export type LabTurn = Schemas['LabTurn'];
export type LabResult = Schemas['LabResult'];
export type ReplyDraft = Schemas['ReplyDraft'];
export type ModelFile = Schemas['ModelFile'];
export type RunSummary = Schemas['RunSummary'];
export type RunStep = Schemas['RunStep'];
export type ModelQuestion = Schemas['ModelQuestion'];
export type TriedModel = Schemas['TriedModel'];
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
export type AlikeProduct = Schemas['AlikeProduct'];
export type AlikeProducts = Schemas['AlikeProducts'];
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
export type StockLevel = Schemas['StockLevel'];
export type StockSummary = Schemas['StockSummary'];
export type StockLocation = Schemas['Location'];
export type Movement = Schemas['Movement'];
export type MovementReason = Schemas['MovementReason'];
export type AdjustmentWord = Schemas['AdjustmentWord'];
export type Reservation = Schemas['Reservation'];
export type StockCoverItem = Schemas['StockCoverItem'];
export type ReorderItem = Schemas['ReorderItem'];
export type Supplier = Schemas['Supplier'];
export type PurchaseOrderSummary = Schemas['PurchaseOrderSummary'];
export type PurchaseOrder = Schemas['PurchaseOrder'];
export type TransferSummary = Schemas['TransferSummary'];
export type Transfer = Schemas['Transfer'];
export type WaitingEntry = Schemas['WaitingEntry'];
export type ContactFact = Schemas['ContactFact'];
export type ContactFactKind = Schemas['ContactFactKind'];
export type Stocktake = Schemas['Stocktake'];
export type StockCount = Schemas['Count'];
export type ComplaintSummary = Schemas['ComplaintSummary'];
export type Complaint = Schemas['Complaint'];
export type ComplaintStatus = Schemas['ComplaintStatus'];
export type Today = Schemas['Today'];
export type DayFigures = Schemas['DayFigures'];
export type LowStock = Schemas['LowStock'];
export type EmailStatus = Schemas['EmailStatus'];
export type EmailAnswer = Schemas['EmailAnswer'];
export type ChannelStatus = Schemas['ChannelStatus'];
export type ChannelState = Schemas['ChannelState'];
export type ChannelTest = Schemas['ChannelTest'];
export type GapReport = Schemas['GapReport'];
export type Approval = Schemas['Approval'];
export type Ai = Schemas['Ai'];
export type Persona = Schemas['Persona'];
export type Job = Schemas['Job'];
export type Backup = Schemas['Backup'];
export type Backups = Schemas['Backups'];
export type BackupPreview = Schemas['BackupPreview'];
export type ShopContents = Schemas['ShopContents'];
export type CheckResult = Schemas['CheckResult'];
export type Recovery = Schemas['Recovery'];
export type Operation = Schemas['Operation'];
export type OperationChange = Schemas['OperationChange'];
export type Import = Schemas['Import'];
export type ImportColumn = Schemas['ImportColumn'];
export type ImportCounts = Schemas['ImportCounts'];
export type ImportKind = Schemas['ImportKind'];
export type ImportOptions = Schemas['ImportOptions'];
export type ImportOutcome = Schemas['ImportOutcome'];
export type ImportRow = Schemas['ImportRow'];
export type ImportState = Schemas['ImportState'];
export type Export = Schemas['Export'];
export type ExportContent = Schemas['ExportContent'];
export type ExportFormat = Schemas['ExportFormat'];
export type Setting = Schemas['Setting'];
export type Settings = Schemas['Settings'];

export type Return = Schemas['Return'];
export type ReturnSummary = Schemas['ReturnSummary'];
export type ReturnLine = Schemas['ReturnLine'];
export type ReturnState = Schemas['ReturnState'];
export type ReturnReason = Schemas['ReturnReason'];
export type ReturnCondition = Schemas['ReturnCondition'];
export type Disposition = Schemas['Disposition'];
export type Returnable = Schemas['Returnable'];
export type ReturnableLine = Schemas['ReturnableLine'];
export type RefundTo = Schemas['RefundTo'];
export type RefundWay = Schemas['RefundWay'];
export type StoredMethod = Schemas['StoredMethod'];
export type StoredMethodKind = Schemas['StoredMethodKind'];
export type Discount = Schemas['Discount'];
export type DiscountKind = Schemas['DiscountKind'];
export type DiscountScope = Schemas['DiscountScope'];
export type NewDiscount = Schemas['NewDiscount'];
export type DiscountFilter = NonNullable<
  NonNullable<operations['list_discounts']['parameters']['query']>['state']
>;
export type KnowledgeEntry = Schemas['KnowledgeEntry'];
export type KnowledgeListing = Schemas['KnowledgeListing'];
export type KnowledgeKind = Schemas['KnowledgeKind'];
export type KnowledgeFinding = Schemas['KnowledgeFinding'];
export type KnowledgeTrial = Schemas['KnowledgeTrial'];
export type GiftCard = Schemas['GiftCard'];
export type GiftCardEntry = Schemas['GiftCardEntry'];
export type StoreCredit = Schemas['StoreCredit'];
export type StoreCreditEntry = Schemas['StoreCreditEntry'];
export type StoreCreditHolder = Schemas['StoreCreditHolder'];
export type CashDrawer = Schemas['CashDrawer'];
export type DrawerSession = Schemas['DrawerSession'];
export type DrawerEntry = Schemas['DrawerEntry'];

export type ReturnFilter = NonNullable<
  NonNullable<operations['list_returns']['parameters']['query']>['state']
>;
export type GiftCardFilter = NonNullable<
  NonNullable<operations['list_gift_cards']['parameters']['query']>['state']
>;
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

/** Language models. */
export type LanguageStatus = Schemas['LanguageStatus'];
export type LanguageKeyTest = Schemas['LanguageKeyTest'];
export type LanguageLink = Schemas['LanguageLink'];
export type LanguageModelChoice = Schemas['LanguageModelChoice'];
export type LanguageTrialResult = Schemas['LanguageTrialResult'];

/** Prices elsewhere. */
export type MarketStatus = Schemas['MarketStatus'];
export type MarketProvider = Schemas['MarketProvider'];
export type MarketKeyTest = Schemas['MarketKeyTest'];
export type MarketOffer = Schemas['MarketOffer'];
export type MarketPrice = Schemas['MarketPrice'];
export type ProductMarket = Schemas['ProductMarket'];
