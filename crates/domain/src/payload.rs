//! What a change carries, in plain: a fact, an edit of a register row, or something that this version does not know.
//!
//! A body of an unknown kind, or one that does not read as its kind should, is kept word for word as
//! [`Payload::Unknown`] and projected once a version knows it; it never blocks the others.

use serde_json::Value;

use crate::{Edit, Fact, RegisterKind};

/// The body of a change, opened.
#[derive(Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // One is opened, projected and dropped; it is never kept in numbers.
pub enum Payload {
    /// Something happened.
    Fact(Fact),
    /// Fields of a register row were set.
    Edit(Edit),
    /// From a newer version: kept as it came.
    Unknown {
        /// The change's kind.
        kind: String,
        /// The body.
        body: Value,
    },
}

crate::redacted!(Payload);

impl Payload {
    /// The kind that stands, readable, on the change.
    pub fn kind(&self) -> String {
        match self {
            Payload::Fact(fact) => format!("fact/{}", fact.body.kind()),
            Payload::Edit(edit) => format!("edit/{}", edit.register.name()),
            Payload::Unknown { kind, .. } => kind.clone(),
        }
    }

    /// The body as JSON.
    pub fn to_json(&self) -> Vec<u8> {
        let json = match self {
            Payload::Fact(fact) => serde_json::to_vec(fact),
            Payload::Edit(edit) => serde_json::to_vec(edit),
            Payload::Unknown { body, .. } => serde_json::to_vec(body),
        };
        match json {
            Ok(json) => json,
            Err(_) => unreachable!("the keys of every body are strings"),
        }
    }

    /// Reads a body of a kind. Never fails: what is not understood is carried.
    pub fn read(kind: &str, body: &[u8]) -> Payload {
        let known = match kind.split_once('/') {
            Some(("fact", _)) => serde_json::from_slice(body).ok().map(Payload::Fact),
            Some(("edit", name)) if RegisterKind::named(name).is_some() => {
                serde_json::from_slice(body).ok().map(Payload::Edit)
            }
            _ => None,
        };
        known.filter(|payload| payload.kind() == kind).unwrap_or_else(|| Payload::Unknown {
            kind: kind.to_owned(),
            body: serde_json::from_slice(body)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned())),
        })
    }
}
