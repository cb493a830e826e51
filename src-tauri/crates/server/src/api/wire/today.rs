//! The start screen on the wire: what needs the owner now, and two days in figures.

use haberdash_core::conversations::{self, InboxFilter};
use haberdash_core::database::Connection;
use haberdash_core::jobs::JobState;
use haberdash_core::orders::{self, OrderFilter, OrderStatus};
use haberdash_core::page::PageRequest;
use haberdash_core::settings::ShopSettings;
use haberdash_core::{Currency, Result, Timestamp, complaints, figures, jobs, stock};
use jiff::ZonedDateTime;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ChannelStatus, ConversationSummary, Money, OrderSummary, ProductId, VariantId, count, image_url,
};

/// Items of each list on the start screen.
const SHOWN: usize = 10;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LowStock {
    pub product_id: ProductId,
    pub variant_id: VariantId,
    pub title: String,
    pub variant_title: String,
    pub on_hand: i64,
    /// On hand less what is promised.
    pub available: i64,
    pub image_url: Option<String>,
}

/// A day in figures, in the shop's zone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DayFigures {
    pub messages_in: u64,
    pub answered_by_agent: u64,
    pub handed_off: u64,
    pub median_answer_seconds: Option<f64>,
    pub orders: u64,
    pub sales: Money,
}

/// What was sold on a day of the shop's zone, less what was cancelled since.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SalesDay {
    #[schema(format = Date)]
    pub day: String,
    pub orders: u64,
    pub sales: Money,
}

/// What needs the owner now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Today {
    /// Ten at most.
    pub needs_owner: Vec<ConversationSummary>,
    pub needs_owner_count: u64,
    pub open_complaints: u64,
    /// Conversations with unread messages.
    pub unread: u64,
    /// Ten at most.
    pub orders_to_ship: Vec<OrderSummary>,
    pub orders_to_ship_count: u64,
    /// Ten at most.
    pub low_stock: Vec<LowStock>,
    pub low_stock_count: u64,
    pub yesterday: DayFigures,
    pub today: DayFigures,
    /// Jobs that gave up.
    pub dead_jobs: u64,
    pub channel: ChannelStatus,
}

impl From<stock::LowStock> for LowStock {
    fn from(low: stock::LowStock) -> Self {
        Self {
            product_id: low.product_id.into(),
            variant_id: low.variant_id.into(),
            title: low.product_title,
            variant_title: low.variant_title,
            on_hand: low.on_hand,
            available: low.available,
            image_url: low.image_id.map(image_url),
        }
    }
}

impl Today {
    /// # Errors
    /// Those of the queries.
    pub fn of(connection: &Connection, now: Timestamp, channel: ChannelStatus) -> Result<Self> {
        let settings = ShopSettings::load(connection)?;
        let currency = settings.shop.value.currency;
        let local = now.to_jiff().to_zoned_datetime(settings.shop.value.zone());
        let midnight = |days: i64| start_of_day(&local, days);
        let (yesterday, today, tomorrow) = (midnight(-1), midnight(0), midnight(1));
        let first = PageRequest::first(SHOWN);
        let needing = conversations::inbox(connection, InboxFilter::NeedsOwner, None, &first)?.items;
        let counts = conversations::counts(connection)?;
        let dead = jobs::counts(connection)?.into_iter().filter(|(state, ..)| *state == JobState::Dead);
        Ok(Self {
            needs_owner: needing
                .into_iter()
                .map(|listing| ConversationSummary::of(connection, listing))
                .collect::<Result<_>>()?,
            needs_owner_count: counts.needs_owner.into(),
            open_complaints: complaints::open_count(connection)?.into(),
            unread: counts.unread_conversations.into(),
            orders_to_ship: to_ship(connection, &first)?,
            orders_to_ship_count: count(orders::counts(connection, local.date())?.to_ship),
            low_stock: stock::low(connection, &first)?.items.into_iter().map(Into::into).collect(),
            low_stock_count: count(stock::count_low(connection, orders::COUNT_CAP)?),
            yesterday: DayFigures::of(connection, yesterday, today, currency)?,
            today: DayFigures::of(connection, today, tomorrow, currency)?,
            dead_jobs: dead.map(|(.., count)| count).sum(),
            channel,
        })
    }
}

/// Midnight in the shop's zone, some days from `local`.
fn start_of_day(local: &ZonedDateTime, days: i64) -> Timestamp {
    let day = local.date().saturating_add(jiff::Span::new().days(days));
    // Every civil date of this calendar has a first moment in every zone, but for its very ends.
    day.to_zoned_datetime(local.time_zone().clone())
        .map_or_else(|_| local.timestamp(), |start| start.timestamp())
        .into()
}

impl SalesDay {
    /// The last `days` days, the oldest first; the last is the one that `now` is in.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn latest(connection: &Connection, now: Timestamp, days: u32) -> Result<Vec<Self>> {
        let settings = ShopSettings::load(connection)?;
        let currency = settings.shop.value.currency;
        let local = now.to_jiff().to_zoned_datetime(settings.shop.value.zone());
        (0..i64::from(days))
            .rev()
            .map(|back| {
                let trade = orders::day_figures(
                    connection,
                    start_of_day(&local, -back),
                    start_of_day(&local, 1 - back),
                )?;
                let sales = trade.sales.into_iter().find(|sales| sales.currency == currency);
                Ok(Self {
                    day: local.date().saturating_sub(jiff::Span::new().days(back)).to_string(),
                    orders: count(trade.orders),
                    sales: sales.unwrap_or(haberdash_core::Money::new(0, currency)).into(),
                })
            })
            .collect()
    }
}

/// What is placed and what is being packed, the newest first.
fn to_ship(connection: &Connection, first: &PageRequest) -> Result<Vec<OrderSummary>> {
    let mut waiting = Vec::new();
    for status in [OrderStatus::Placed, OrderStatus::Processing] {
        let filter = OrderFilter { status: Some(status), ..OrderFilter::default() };
        waiting.extend(orders::list(connection, &filter, first)?.items);
    }
    waiting.sort_by_key(|order| std::cmp::Reverse((order.created_at, order.id)));
    waiting.truncate(SHOWN);
    Ok(waiting.into_iter().map(Into::into).collect())
}

impl DayFigures {
    fn of(connection: &Connection, from: Timestamp, to: Timestamp, currency: Currency) -> Result<Self> {
        let talk = figures::of_conversations(connection, from, to)?;
        let trade = orders::day_figures(connection, from, to)?;
        let sales = trade.sales.into_iter().find(|sales| sales.currency == currency);
        Ok(Self {
            messages_in: talk.messages_in,
            answered_by_agent: talk.answered_by_agent,
            handed_off: talk.handed_off,
            median_answer_seconds: talk.median_answer.map(|wait| wait.as_secs_f64()),
            orders: count(trade.orders),
            // In the shop's own currency; what was taken in another cannot be added to it.
            sales: sales.unwrap_or(haberdash_core::Money::new(0, currency)).into(),
        })
    }
}
