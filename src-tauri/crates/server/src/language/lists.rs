//! Which models providers have, as they told last. A list is fetched for the links of the chain and for nobody else: when the program
//! starts, when the owner sets a link up, once a day, and at once after a provider said that a model is gone.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use haberdash_core::language_model::{Failure, Provider};
use haberdash_core::{Clock, Timestamp};
use parking_lot::Mutex;
use tokio::sync::Notify;

use super::{Caller, Link};

/// A list holds for so long.
const HOLDS: Duration = Duration::from_hours(24);
/// Who did not answer is asked again after this.
const AGAIN: Duration = Duration::from_hours(1);
/// How long a provider may take for its list.
const PATIENCE: Duration = Duration::from_secs(15);

/// A provider, and the server where it is another than the provider's own.
pub type Place = (Provider, Option<String>);

/// Cheap to share; one for the program.
pub struct Lists {
    clock: Arc<dyn Clock>,
    places: Mutex<HashMap<Place, Known>>,
    changed: Notify,
}

/// What is known of a place.
#[derive(Default)]
struct Known {
    models: Vec<String>,
    /// All that were ever in the list.
    seen: HashSet<String>,
    fetched_at: Option<Timestamp>,
    /// It did not answer since.
    is_stale: bool,
    due: Timestamp,
}

/// What the last list says of a link's model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Listed {
    /// When the list came. `None`: there is none yet.
    pub at: Option<Timestamp>,
    /// The model is not in it any more.
    pub is_gone: bool,
}

impl Lists {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, places: Mutex::default(), changed: Notify::new() }
    }

    /// Takes in a list that somebody fetched.
    pub fn take(&self, place: Place, models: &[String]) {
        let now = self.clock.now();
        let mut places = self.places.lock();
        let known = places.entry(place).or_default();
        known.seen.extend(models.iter().cloned());
        models.clone_into(&mut known.models);
        known.fetched_at = Some(now);
        known.is_stale = false;
        known.due = now.plus(HOLDS);
    }

    /// A provider said that a model is gone: its list is another one now.
    pub fn doubt(&self, place: Place) {
        self.places.lock().entry(place).or_default().due = Timestamp::default();
        self.changed.notify_one();
    }

    /// The chain or a key changed: whom that concerns is asked, and who did not answer may answer now.
    pub fn look_again(&self) {
        for known in self.places.lock().values_mut().filter(|known| known.is_stale) {
            known.due = Timestamp::default();
        }
        self.changed.notify_one();
    }

    /// What the list of a link's provider says of its model.
    pub fn of(&self, link: &Link) -> Listed {
        let place = link.place();
        let places = self.places.lock();
        let Some(known) = places.get(&place) else { return Listed::default() };
        let is_gone = known.fetched_at.is_some() && known.is_gone(&place, &link.model());
        Listed { at: known.fetched_at, is_gone }
    }

    /// Fetches what is due of these places, one after the other.
    pub async fn fetch(&self, caller: &Caller, places: impl IntoIterator<Item = Place>) {
        for place in places {
            let now = self.clock.now();
            if self.places.lock().get(&place).is_some_and(|known| known.due > now) {
                continue;
            }
            let (provider, server) = (place.0, place.1.as_deref());
            let key = caller.key_to_try(provider, server.is_some()).await;
            let fetched = match key {
                Ok((key, _)) => {
                    let asked = caller.models(provider, server, &key);
                    tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(Failure::TooLate))
                }
                Err(failure) => Err(failure),
            };
            match fetched {
                Ok(models) => self.take(place, &models),
                Err(failure) => {
                    tracing::info!(provider = provider.as_str(), %failure, "a list of models could not be fetched");
                    let mut places = self.places.lock();
                    let known = places.entry(place).or_default();
                    known.is_stale = true;
                    // The keyring may ask its owner for a password: not every hour.
                    let wait = if failure.is_the_link_s() { AGAIN } else { HOLDS };
                    known.due = now.plus(wait);
                }
            }
        }
    }

    /// Returns when something is to be fetched before its time.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }
}

impl Known {
    /// A server of somebody's own may go by other names than it lists: of it only what was listed once can be gone.
    fn is_gone(&self, (provider, server): &Place, model: &str) -> bool {
        let may_tell = server.is_none() || self.seen.iter().any(|name| is_named(name, model));
        may_tell && self.is_whole(*provider) && !self.models.iter().any(|name| is_named(name, model))
    }

    /// A page that is full may have another behind it, which nobody asks for (ai.google.dev/api/models, docs.anthropic.com/en/api).
    fn is_whole(&self, provider: Provider) -> bool {
        let page = match provider {
            Provider::Gemini => 50,
            Provider::Anthropic => 20,
            Provider::Groq | Provider::Openai | Provider::Local => usize::MAX,
        };
        self.models.len() < page
    }
}

/// Whether a model goes by this name. Names without a day mean the newest of that name: `claude-haiku-4-5` is
/// `claude-haiku-4-5-20251001`, `claude-sonnet-4-0` is `claude-sonnet-4-20250514`.
fn is_named(listed: &str, model: &str) -> bool {
    let stem = model.strip_suffix("-latest").or_else(|| model.strip_suffix("-0")).unwrap_or(model);
    let is_day = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    listed == model
        || listed.strip_suffix(":latest") == Some(model)
        || listed.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-')).is_some_and(is_day)
}

#[cfg(test)]
mod tests {
    use haberdash_core::clock::ManualClock;

    use super::*;

    #[test]
    fn a_name_without_a_day_is_that_of_the_newest() {
        for (listed, model) in [
            ("gpt-4o", "gpt-4o"),
            ("claude-haiku-4-5-20251001", "claude-haiku-4-5"),
            ("claude-3-5-haiku-20241022", "claude-3-5-haiku-latest"),
            ("claude-sonnet-4-20250514", "claude-sonnet-4-0"),
            ("llama3.2:latest", "llama3.2"),
        ] {
            assert!(is_named(listed, model), "{listed} {model}");
        }
        for (listed, model) in [
            ("gpt-4o-mini", "gpt-4o"),
            ("claude-sonnet-4-5-20250929", "claude-sonnet-4-0"),
            ("claude-sonnet-4-5-20250929", "claude-sonnet-4"),
            ("gpt-4o", "gpt-4o-2024-08-06"),
        ] {
            assert!(!is_named(listed, model), "{listed} {model}");
        }
    }

    fn gone(provider: Provider, server: Option<&str>, lists: &[&[String]], model: &str) -> bool {
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(7)));
        let all = Lists::new(clock);
        let place = (provider, server.map(str::to_owned));
        for models in lists {
            all.take(place.clone(), models);
        }
        all.places.lock()[&place].is_gone(&place, model)
    }

    #[test]
    fn a_model_is_gone_where_the_list_is_the_provider_s_own_and_whole() {
        let names = |count: usize| (0..count).map(|n| format!("m-{n}")).collect::<Vec<_>>();
        assert!(gone(Provider::Groq, None, &[&names(2)], "m-7"));
        assert!(!gone(Provider::Groq, None, &[&names(2)], "m-1"));
        assert!(gone(Provider::Gemini, None, &[&names(49)], "other"));
        assert!(!gone(Provider::Gemini, None, &[&names(50)], "other"), "there may be more");
        assert!(!gone(Provider::Anthropic, None, &[&names(20)], "other"), "there may be more");
        // A server of one's own may answer to names that it does not list.
        let own = Some("http://127.0.0.1:8080/v1");
        assert!(!gone(Provider::Openai, own, &[&names(2)], "m-7"));
        assert!(gone(Provider::Openai, own, &[&names(8), &names(2)], "m-7"));
        assert!(!gone(Provider::Openai, own, &[&names(8), &names(2), &names(8)], "m-7"));
    }
}
