//! What a receipt says when documents change hands at the door: which, whose, between whom, and both signatures.

use crate::check::{check_day, check_text};
use crate::fault::{CardFault, Field};
use crate::signature::Signature;
use serde::{Deserialize, Serialize};

/// A receipt for documents (证件收据): a sheet for the household, and one for the station.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which way the documents went.
    pub way: Custody,
    /// The station.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// The phone to ask at.
    pub duty_phone: String,
    /// The officer.
    pub officer: String,
    /// The badge number.
    pub badge: String,
    /// The day, `2026-11-24`.
    pub on: String,
    /// The person whose documents they are, or who stands in for them.
    pub person: String,
    /// That name in Mongolian script.
    #[serde(default)]
    pub person_mn: Option<String>,
    /// The documents; at least one.
    pub documents: Vec<Handed>,
    /// The person's signature; without one a line to sign on.
    #[serde(default)]
    pub signature: Option<Signature>,
    /// The officer's.
    #[serde(default)]
    pub officer_signature: Option<Signature>,
}

/// Which way documents went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// The officer took them along, to bring them back.
    Taken,
    /// The officer handed them over for good.
    Delivered,
}

/// A document that changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// What it is.
    pub document: Document,
    /// Whose it is, or how to tell it from another: a name, the last four digits.
    pub note: String,
    /// How many.
    pub count: u32,
}

/// Kinds of documents that officers carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// A resident identity card.
    IdCard,
    /// A household booklet.
    HouseholdBooklet,
    /// A temporary identity card.
    TemporaryIdCard,
    /// Any other paper, which the note names.
    Other,
}

impl Receipt {
    /// Everything that keeps this receipt from being printed, all at once, but for what does not fit its place.
    pub fn check(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        for (field, text) in [
            (Field::Station, Some(&self.station)),
            (Field::StationMn, self.station_mn.as_ref()),
            (Field::DutyPhone, Some(&self.duty_phone)),
            (Field::Officer, Some(&self.officer)),
            (Field::Badge, Some(&self.badge)),
            (Field::Person, Some(&self.person)),
            (Field::PersonMn, self.person_mn.as_ref()),
        ] {
            if let Some(text) = text {
                check_text(field, text, &mut faults);
            }
        }
        check_day(Field::On, &self.on, &mut faults);
        if self.documents.is_empty() {
            faults.push(CardFault::Empty { field: Field::Documents });
        }
        for handed in &self.documents {
            check_text(Field::Documents, &handed.note, &mut faults);
        }
        for (field, signature) in
            [(Field::Signature, &self.signature), (Field::OfficerSignature, &self.officer_signature)]
        {
            faults.extend(signature.as_ref().and_then(|signature| signature.check(field)));
        }
        faults
    }
}
