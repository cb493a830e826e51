//! Agents on the wire.

use haberdash_core::agent::Intent;
use haberdash_core::{Error, Result, agents};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $core:ty { $($word:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($word,)* }

        impl From<$core> for $name {
            fn from(word: $core) -> Self {
                match word { $(<$core>::$word => Self::$word,)* }
            }
        }
        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word { $($name::$word => Self::$word,)* }
            }
        }
    )*};
}

words! {
    AgentKey = agents::AgentKey { Sales, Support, VisualSearch, MarketIntelligence, Conversation }
    AgentTool = agents::Tool { FindProducts, LookUpOrders, OpenAccount, MakeChanges, SearchWeb, MatchPrices }
    /// How far an agent goes without the owner: writes drafts; answers, and every change waits; answers and makes the changes
    /// that the policy allows.
    AgentAutonomy = agents::Autonomy { Draft, Approval, Limits }
    AgentTone = agents::Tone { Warm, Neutral, Brief }
}

/// An agent as it is edited.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentDefinition {
    pub name: String,
    pub description: String,
    /// The kinds of messages that it takes: `track_order`, `product_search`, ….
    pub intents: Vec<String>,
    /// What a language model is told. The built-in planner does not read it.
    pub prompt: String,
    pub tools: Vec<AgentTool>,
    pub autonomy: AgentAutonomy,
    pub tone: AgentTone,
    /// Off: what it takes goes to the owner.
    pub enabled: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Agent {
    pub key: AgentKey,
    /// Publications so far; 0: never edited.
    pub version: i64,
    /// It follows the program.
    pub is_own: bool,
    pub definition: AgentDefinition,
    pub published_at: Option<Time>,
}

/// One publication.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgentVersion {
    pub version: i64,
    /// Null: the program's own.
    pub definition: Option<AgentDefinition>,
    pub note: String,
    pub created_at: Time,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgentDetail {
    pub agent: Agent,
    /// As the program has it.
    pub own: AgentDefinition,
    /// The newest first.
    pub versions: Vec<AgentVersion>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentChange {
    /// Null: it follows the program again.
    pub definition: Option<AgentDefinition>,
    #[serde(default)]
    pub note: String,
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentRollBack {
    /// 0: the program's own.
    pub to_version: i64,
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
}

impl From<agents::Definition> for AgentDefinition {
    fn from(definition: agents::Definition) -> Self {
        Self {
            name: definition.name,
            description: definition.description,
            intents: definition.intents.iter().map(|intent| intent.as_str().to_owned()).collect(),
            prompt: definition.prompt,
            tools: definition.tools.into_iter().map(Into::into).collect(),
            autonomy: definition.autonomy.into(),
            tone: definition.tone.into(),
            enabled: definition.enabled,
        }
    }
}

impl TryFrom<AgentDefinition> for agents::Definition {
    type Error = Error;

    fn try_from(definition: AgentDefinition) -> Result<Self> {
        let intents = definition.intents.iter().map(|word| {
            Intent::parse(word).ok_or_else(|| {
                Error::invalid(format!("'{word}' is no kind of message.")).at("definition.intents")
            })
        });
        Ok(Self {
            intents: intents.collect::<Result<_>>()?,
            name: definition.name,
            description: definition.description,
            prompt: definition.prompt,
            tools: definition.tools.into_iter().map(Into::into).collect(),
            autonomy: definition.autonomy.into(),
            tone: definition.tone.into(),
            enabled: definition.enabled,
        })
    }
}

impl From<agents::Agent> for Agent {
    fn from(agent: agents::Agent) -> Self {
        Self {
            key: agent.key.into(),
            version: agent.version,
            is_own: agent.is_own,
            definition: agent.definition.into(),
            published_at: agent.published_at.map(Time),
        }
    }
}

impl AgentDetail {
    pub fn of(agent: agents::Agent, own: agents::Definition, versions: Vec<agents::Version>) -> Self {
        Self {
            agent: agent.into(),
            own: own.into(),
            versions: versions
                .into_iter()
                .map(|version| AgentVersion {
                    version: version.version,
                    definition: version.definition.map(Into::into),
                    note: version.note,
                    created_at: Time(version.created_at),
                })
                .collect(),
        }
    }
}
