//! Providers' lists of models: fetched for whoever is asked, kept current, and what is missing from them told to the owner.

use std::sync::Arc;
use std::time::Duration;

use haberdash_ai::folders::Folders;
use haberdash_core::clock::ManualClock;
use haberdash_core::language_model::{LanguageModelSettings, LinkSettings};
use haberdash_core::{Clock, Timestamp};
use haberdash_server::language::{Languages, Listed};
use haberdash_server::secrets::{MemorySecrets, Secret, SecretName, SecretStore};
use haberdash_tests::language::{KEY, MODELS, ModelSimulator};
use haberdash_tests::twilio::PATIENCE;
use serde_json::{Value, json};

use crate::language_links::{ALL, secrets};
use crate::language_models::{ASKED, Shop, TRUE_WORDS};

const DAY: Duration = Duration::from_hours(24);
const MINUTE: Duration = Duration::from_mins(1);

struct Lists {
    languages: Languages,
    secrets: Arc<MemorySecrets>,
    clock: Arc<ManualClock>,
    server: ModelSimulator,
}

impl Lists {
    async fn open(secrets: MemorySecrets) -> Self {
        let secrets = Arc::new(secrets);
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_000_000_000_000)));
        let languages = Languages::new(
            Arc::<MemorySecrets>::clone(&secrets),
            Folders::only("/nowhere"),
            Arc::<ManualClock>::clone(&clock),
        );
        Self { languages: languages.expect("set up"), secrets, clock, server: ModelSimulator::start(0).await }
    }

    /// The chain has models of these providers, by their places in [`ALL`].
    fn ask(&self, chain: &[(usize, &str)]) {
        let link = |(n, model): &(usize, &str)| LinkSettings {
            provider: ALL[*n].0,
            model: (*model).to_owned(),
            base_url: Some(self.server.base_url(ALL[*n].1)),
            price: None,
        };
        let chain = chain.iter().map(link).collect();
        self.languages.set(&LanguageModelSettings { chain, ..LanguageModelSettings::default() });
    }

    /// What the lists say of each link, after what is due was fetched, and how often that is by now.
    async fn fetched(&self) -> (Vec<Listed>, usize) {
        self.languages.fetch_lists().await;
        let chain = self.languages.chain();
        let links = chain.iter().flat_map(|chain| chain.links());
        (links.map(|link| self.languages.listed(link)).collect(), self.server.listed())
    }

    fn there(&self) -> Listed {
        Listed { at: Some(self.clock.now()), is_gone: false }
    }
}

#[tokio::test]
async fn a_list_is_fetched_for_who_is_asked_alone_and_holds_for_a_day() {
    for (n, (provider, _)) in ALL.iter().enumerate() {
        let lists = Lists::open(secrets()).await;
        assert_eq!(lists.fetched().await, (vec![], 0), "nobody is asked");
        lists.ask(&[(n, MODELS[0]), (n, MODELS[1])]);
        let first = lists.there();
        assert_eq!(lists.fetched().await, (vec![first, first], 1), "one list for both");
        lists.clock.advance(DAY - MINUTE);
        assert_eq!(lists.fetched().await, (vec![first, first], 1));
        lists.server.offer(&[MODELS[1]]);
        lists.clock.advance(MINUTE);
        let second = lists.there();
        let gone = Listed { is_gone: true, ..second };
        assert_eq!(lists.fetched().await, (vec![gone, second], 2), "{provider}");
        // Another day it is there again.
        lists.server.offer(&MODELS);
        lists.clock.advance(DAY);
        let third = lists.there();
        assert_eq!(lists.fetched().await, (vec![third, third], 3));
        lists.ask(&[]);
        lists.clock.advance(DAY);
        assert_eq!(lists.fetched().await, (vec![], 3), "it is off again");
    }
}

#[tokio::test]
async fn who_does_not_answer_is_asked_again_and_the_last_list_stands_meanwhile() {
    let lists = Lists::open(secrets()).await;
    lists.ask(&[(0, MODELS[0])]);
    let first = lists.there();
    assert_eq!(lists.fetched().await, (vec![first], 1));
    lists.server.fail_lists(true);
    lists.clock.advance(DAY);
    assert_eq!(lists.fetched().await, (vec![first], 2));
    assert_eq!(lists.fetched().await, (vec![first], 2), "not at once");
    lists.clock.advance(MINUTE * 60);
    assert_eq!(lists.fetched().await, (vec![first], 3));
    lists.server.fail_lists(false);
    // The owner does something about it.
    lists.ask(&[(0, MODELS[0])]);
    assert_eq!(lists.fetched().await, (vec![lists.there()], 4));
    lists.ask(&[(0, MODELS[0])]);
    assert_eq!(lists.fetched().await.1, 4, "what is there holds");
}

#[tokio::test]
async fn without_a_key_nothing_is_fetched_until_there_is_one() {
    let lists = Lists::open(MemorySecrets::default()).await;
    lists.ask(&[(0, MODELS[0])]);
    for _ in 0..2 {
        assert_eq!(lists.fetched().await, (vec![Listed::default()], 0));
        lists.clock.advance(DAY);
    }
    lists.secrets.set(SecretName::GroqKey, &Secret::new(KEY)).expect("kept");
    lists.ask(&[(0, MODELS[0])]);
    assert_eq!(lists.fetched().await, (vec![lists.there()], 1));
}

impl Shop {
    /// The links' states, once each has a list.
    async fn listed(&self) -> Value {
        let listed = async {
            loop {
                let links = self.get("/language-models").await["links"].clone();
                let all = links.as_array().expect("links");
                if !all.is_empty() && all.iter().all(|link| link["listed_at"].is_string()) {
                    return links;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, listed).await.expect("lists")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_fetches_lists_by_itself_and_shows_what_a_provider_took_away() {
    let shop = Shop::open(secrets()).await;
    assert_eq!(shop.server.listed(), 0, "off");
    let mut next = shop.link(2);
    next["model"] = json!(MODELS[1]);
    shop.set(json!({ "chain": [shop.link(0), next] })).await;
    let links = shop.listed().await;
    assert_eq!((&links[0]["is_gone"], &links[1]["is_gone"]), (&json!(false), &json!(false)), "{links}");
    assert_eq!(shop.server.listed(), 2, "each once");

    let mut shop = shop.restart().await;
    tokio::time::timeout(PATIENCE, shop.server.until_listed(4)).await.expect("fetched at the start");
    shop.listed().await;
    // The provider takes the model away, and says so when it is asked.
    shop.server.offer(&[MODELS[1]]);
    let told = shop.told(ASKED).await;
    assert_eq!((told.text.as_str(), &told.run["planner"]), (TRUE_WORDS, &json!("anthropic")), "{}", told.run);
    let tried = &told.questions()[0]["question"]["tried"];
    assert_eq!(tried[0]["failure"], "unknown_model", "{tried}");
    let links = shop.listed().await;
    assert_eq!((&links[0]["is_gone"], &links[1]["is_gone"]), (&json!(true), &json!(false)), "{links}");
    assert_eq!(shop.server.listed(), 5, "at once, and the other's list holds");

    shop.set(json!({ "chain": [] })).await;
    let shop = shop.restart().await;
    assert_eq!(shop.get("/language-models").await["links"], json!([]));
    assert_eq!(shop.server.listed(), 5, "off again");
}
