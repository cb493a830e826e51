//! The port through which the owner is told that a conversation needs them, or that goods run low.

use haberdash_core::Id;
use haberdash_core::id::{AgentAct, Complaint, Conversation};
use haberdash_core::stock::LowAlert;

/// What the owner must know to decide whether to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handoff {
    pub conversation_id: Id<Conversation>,
    pub complaint_id: Id<Complaint>,
    pub contact_name: String,
    pub reason: String,
    pub summary: String,
    /// The one change that waits for the owner's word, where it can be decided at once.
    pub approval: Option<ApprovalAsked>,
}

/// A change that a customer agreed to and that the owner may approve or decline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalAsked {
    pub id: Id<AgentAct>,
    /// What the customer agreed to, with its money.
    pub agreed: String,
}

/// What fell to its low level, as one notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowStockNotice {
    /// "Linen dress, M / navy is running low", or how many are.
    pub title: String,
    /// How many are left of the first few.
    pub body: String,
    pub variants: usize,
}

/// Names that stand in one notification.
const NAMED: usize = 4;

impl LowStockNotice {
    pub fn of(alerts: &[LowAlert]) -> Self {
        let name = |alert: &LowAlert| match alert.variant_title.as_str() {
            "" => alert.product_title.clone(),
            variant => format!("{}, {variant}", alert.product_title),
        };
        let left = |alert: &LowAlert| match alert.available {
            ..=0 => "sold out".to_owned(),
            1 => "1 left".to_owned(),
            many => format!("{many} left"),
        };
        if let [only] = alerts {
            let title = format!("{} is running low", name(only));
            return Self { title, body: capitalised(&left(only)), variants: 1 };
        }
        let mut lines: Vec<String> =
            alerts.iter().take(NAMED).map(|alert| format!("{}: {}", name(alert), left(alert))).collect();
        if alerts.len() > NAMED {
            lines.push(format!("and {} more", alerts.len() - NAMED));
        }
        Self {
            title: format!("{} products are running low", alerts.len()),
            body: lines.join("\n"),
            variants: alerts.len(),
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Shows a notification. Called on a thread that may block, at least once for each handoff.
pub trait OwnerNotifier: Send + Sync + 'static {
    fn notify(&self, handoff: Handoff);

    /// Goods run low. Where nothing can be shown, one line in the log.
    fn low_stock(&self, notice: LowStockNotice) {
        tracing::info!(variants = notice.variants, "goods are running low");
    }
}

/// Without a desktop: one line in the log, without anything personal.
#[derive(Debug, Default)]
pub struct LogNotifier;

impl OwnerNotifier for LogNotifier {
    fn notify(&self, handoff: Handoff) {
        tracing::info!(conversation = %handoff.conversation_id, reason = %handoff.reason, "a conversation needs the owner");
    }
}

#[cfg(test)]
mod tests {
    use haberdash_core::Timestamp;

    use super::*;

    fn alert(title: &str, variant: &str, available: i64) -> LowAlert {
        LowAlert {
            variant_id: "var_01h455vb4pex5vsknk084sn02q".parse().expect("id"),
            product_title: title.into(),
            variant_title: variant.into(),
            available,
            crossed_at: Timestamp::from_millis(0),
        }
    }

    #[test]
    fn one_notice_names_the_first_few_and_counts_the_rest() {
        let one = LowStockNotice::of(&[alert("Linen dress", "M / navy", 2)]);
        assert_eq!(
            (one.title.as_str(), one.body.as_str()),
            ("Linen dress, M / navy is running low", "2 left")
        );
        assert_eq!(LowStockNotice::of(&[alert("Beanie", "", 0)]).body, "Sold out");
        let many: Vec<LowAlert> = (0..6).map(|left| alert("Scarf", "Red", left)).collect();
        let notice = LowStockNotice::of(&many);
        assert_eq!((notice.title.as_str(), notice.variants), ("6 products are running low", 6));
        let lines: Vec<&str> = notice.body.lines().collect();
        assert_eq!(
            lines,
            [
                "Scarf, Red: sold out",
                "Scarf, Red: 1 left",
                "Scarf, Red: 2 left",
                "Scarf, Red: 3 left",
                "and 2 more"
            ]
        );
    }
}
