//! Facts: what an officer did. Written once, never edited; a correction is a new fact that supersedes the old one.
//!
//! Facts merge by union. Whether a fact stands is read off the others: it does unless one supersedes it. Of several last
//! corrections of one fact, made by people who had not seen each other's, the latest by stamp stands; a fact said during a
//! visit stands as long as the visit does. Nothing here stores a status.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id_application::{IdApplication, Portrait};
use crate::visit::{Activity, Dispute, Visit};
use crate::{FactId, Hash, HouseholdId, PersonId};

/// One thing that happened.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name.
    pub id: FactId,
    /// When it happened, as far as the officer's tablet knew.
    pub happened_at: DateTime<Utc>,
    /// The household it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// The person it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The visit during which it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<FactId>,
    /// The fact that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<FactId>,
    /// What the chain of corrections began with; left out where that is what this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<FactId>,
    /// What happened.
    #[serde(flatten)]
    pub body: FactBody,
}

/// The kinds of fact. A new kind is a variant here, a module with its rules, and nothing on the wire.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum FactBody {
    /// A call at a household.
    Visit(Visit),
    /// A quarrel, and how it stood when the officer left.
    Dispute(Dispute),
    /// A talk, a meeting on the warm kang.
    Activity(Activity),
    /// The request for an identity card.
    IdApplication(IdApplication),
    /// The portrait of an application.
    Portrait(Portrait),
}

crate::redacted!(Fact, FactBody);

impl Fact {
    /// What the chain of corrections began with; `None` for a fact that corrects nothing.
    pub fn chain(&self) -> Option<FactId> {
        self.first.or(self.supersedes)
    }

    /// The same as a correction of `other`.
    pub fn correcting(self, other: &Fact) -> Self {
        Self { supersedes: Some(other.id), first: other.chain(), ..self }
    }
}

impl FactBody {
    /// The blobs that it names, each with its size in bytes.
    pub fn blobs(&self) -> Vec<(Hash, u64)> {
        match self {
            FactBody::Portrait(portrait) => {
                portrait.picture_hash().map(|hash| (hash, portrait.size_bytes.into())).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The kind's name, on the wire and on the disk.
    pub fn kind(&self) -> &'static str {
        match self {
            FactBody::Visit(_) => "visit",
            FactBody::Dispute(_) => "dispute",
            FactBody::Activity(_) => "activity",
            FactBody::IdApplication(_) => "id_application",
            FactBody::Portrait(_) => "portrait",
        }
    }
}
