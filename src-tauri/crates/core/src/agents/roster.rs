//! The agents as a turn sees them.

use serde::{Deserialize, Serialize};

use super::{Agent, AgentKey, Autonomy, Tone, Tool, own};
use crate::agent::Intent;
use crate::agent::turn::ToolCall;
use crate::policy::{Permission, Permissions, Policy};

/// An agent without what a turn does not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub key: AgentKey,
    /// 0: never edited.
    pub version: i64,
    pub name: String,
    pub intents: Vec<Intent>,
    pub tools: Vec<Tool>,
    pub autonomy: Autonomy,
    pub tone: Tone,
    pub enabled: bool,
    /// What a language model is told first.
    #[serde(default)]
    pub prompt: String,
}

impl Seat {
    fn of(agent: &Agent) -> Self {
        let definition = &agent.definition;
        Self {
            key: agent.key,
            version: agent.version,
            name: definition.name.clone(),
            intents: definition.intents.clone(),
            tools: definition.tools.clone(),
            autonomy: definition.autonomy,
            tone: definition.tone,
            enabled: definition.enabled,
            prompt: definition.prompt.clone(),
        }
    }

    fn own(key: AgentKey) -> Self {
        Self::of(&Agent { key, version: 0, is_own: true, definition: own(key), published_at: None })
    }

    /// Whether it may use a tool. Who only drafts changes nothing.
    pub fn may(&self, tool: Tool) -> bool {
        self.tools.contains(&tool)
            && (!matches!(tool, Tool::MakeChanges | Tool::MatchPrices) || self.autonomy != Autonomy::Draft)
    }

    /// Whether it may make a call.
    pub fn may_call(&self, call: &ToolCall) -> bool {
        Tool::of(call).is_none_or(|tool| self.may(tool))
    }

    /// The shop's policy as it binds this agent: never wider.
    pub fn bound(&self, policy: &Policy) -> Policy {
        let changes = if !self.may(Tool::MakeChanges) {
            Permissions::all(Permission::Owner)
        } else if self.autonomy == Autonomy::Approval {
            policy.changes.at_most(Permission::Approval)
        } else {
            policy.changes
        };
        Policy { changes, ..policy.clone() }
    }
}

impl Default for Seat {
    fn default() -> Self {
        Self::own(AgentKey::Conversation)
    }
}

/// All agents of a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roster(Vec<Seat>);

impl Roster {
    pub fn of(agents: &[Agent]) -> Self {
        Self(agents.iter().map(Seat::of).collect())
    }

    /// The agent by its key; the program's own where the roster does not name it.
    pub fn seat(&self, key: AgentKey) -> Seat {
        self.0.iter().find(|seat| seat.key == key).cloned().unwrap_or_else(|| Seat::own(key))
    }

    /// Who takes an intent.
    pub fn taking(&self, intent: Intent) -> Seat {
        let taker = self.0.iter().find(|seat| seat.intents.contains(&intent));
        taker.cloned().unwrap_or_else(|| self.seat(AgentKey::Conversation))
    }
}

impl Default for Roster {
    /// The program's own agents.
    fn default() -> Self {
        Self(AgentKey::ALL.iter().map(|key| Seat::own(*key)).collect())
    }
}
