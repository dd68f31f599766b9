//! What a mediation agreement says. The layout is here, the law is not: whoever fills it answers for its words.

use crate::check::{check_day, check_prose, check_text};
use crate::fault::{CardFault, Field};
use crate::signature::Signature;
use serde::{Deserialize, Serialize};

/// An agreement that the parties of a dispute sign (调解协议书).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The station.
    pub station: String,
    /// The station in Mongolian script.
    #[serde(default)]
    pub station_mn: Option<String>,
    /// Its number in the station's book.
    pub number: String,
    /// The day, `2026-11-24`.
    pub on: String,
    /// Where the parties met.
    pub place: String,
    /// The parties; two at least.
    pub parties: Vec<Party>,
    /// What the quarrel was about, in paragraphs.
    pub matter: String,
    /// What was agreed, one term each; one at least.
    pub terms: Vec<String>,
    /// Who mediated.
    pub mediators: Vec<Party>,
}

/// Somebody who signs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The name.
    pub name: String,
    /// The name in Mongolian script.
    #[serde(default)]
    pub name_mn: Option<String>,
    /// Where the person lives, or the body that a mediator speaks for.
    pub from: String,
    /// The signature; without one a line to sign on.
    #[serde(default)]
    pub signature: Option<Signature>,
}

impl Agreement {
    /// Everything that keeps this agreement from being printed, all at once, but for what does not fit its place.
    pub fn check(&self) -> Vec<CardFault> {
        let mut faults = Vec::new();
        check_text(Field::Station, &self.station, &mut faults);
        if let Some(station) = &self.station_mn {
            check_text(Field::StationMn, station, &mut faults);
        }
        check_text(Field::Number, &self.number, &mut faults);
        check_day(Field::On, &self.on, &mut faults);
        check_text(Field::Place, &self.place, &mut faults);
        if self.parties.len() < 2 {
            faults.push(CardFault::Empty { field: Field::Parties });
        }
        check_prose(Field::Matter, &self.matter, &mut faults);
        if self.terms.is_empty() {
            faults.push(CardFault::Empty { field: Field::Terms });
        }
        self.terms.iter().for_each(|term| check_prose(Field::Terms, term, &mut faults));
        for (field, people) in [(Field::Parties, &self.parties), (Field::Mediators, &self.mediators)] {
            for Party { name, name_mn, from, signature } in people {
                for text in [Some(name), name_mn.as_ref(), Some(from)].into_iter().flatten() {
                    check_text(field, text, &mut faults);
                }
                faults.extend(signature.as_ref().and_then(|signature| signature.check(field)));
            }
        }
        faults
    }
}
