//! What the paper of a mediation agreement says, gathered from its dispute.

use beibao_domain::dispute::{Agreement, Attendant, Party, Role};
use beibao_domain::picture::Strokes;
use beibao_domain::world::day_in_china;
use beibao_domain::{FactBody, FactId};
use chrono::NaiveDate;
use rusqlite::Connection;

use crate::matter::{self, Entry};
use crate::table::{household, person, station};
use crate::{ReplicaError, Result};

/// The words of the paper; the layout is the print crate's.
#[derive(Clone, PartialEq)]
pub struct AgreementWords {
    /// The station's name.
    pub station: String,
    /// The station's name in Mongolian script.
    pub station_mn: Option<String>,
    /// Its number: the day and four characters of the fact.
    pub number: String,
    /// The day.
    pub on: NaiveDate,
    /// Where the last session was.
    pub place: String,
    /// Who signs, each with the address and what was drawn.
    pub parties: Vec<Signer>,
    /// What was claimed and what they agree to be the facts.
    pub matter: String,
    /// What each promises, with the day until when.
    pub terms: Vec<(String, Option<NaiveDate>)>,
    /// Who mediated at the last session.
    pub mediators: Vec<(String, Role)>,
}

/// Somebody who signs.
#[derive(Clone, PartialEq)]
pub struct Signer {
    /// The name.
    pub name: String,
    /// The name in Mongolian script.
    pub name_mn: Option<String>,
    /// The address.
    pub from: String,
    /// The signature.
    pub strokes: Option<Strokes>,
}

beibao_domain::redacted!(AgreementWords, Signer);

/// The words of a dispute's last agreement.
pub fn read(sql: &Connection, dispute: FactId) -> Result<AgreementWords> {
    let matter = matter::read(sql, dispute)?;
    let FactBody::Dispute(claim) = &matter.opening.body else { return Err(ReplicaError::NotFound) };
    let (entry, agreement) = last(&matter.later, |body| match body {
        FactBody::Agreement(agreement) => Some(agreement),
        _ => None,
    })
    .ok_or(ReplicaError::NotFound)?;
    let session = last(&matter.later, |body| match body {
        FactBody::Mediation(mediation) => Some(mediation),
        _ => None,
    });
    let here = station::read(sql)?;
    let place = session.map(|(_, session)| session.place.clone()).filter(|place| !place.is_empty());
    let mark = entry.id.0.simple().to_string();
    let on = day_in_china(entry.at);
    let facts = [claim.note.as_str(), agreement.facts.as_str()].into_iter().filter(|text| !text.trim().is_empty());
    Ok(AgreementWords {
        number: format!("{}-{}", on.format("%Y%m%d"), &mark[mark.len() - 4..]),
        on,
        place: place.unwrap_or_else(|| if claim.place.is_empty() { here.name.clone() } else { claim.place.clone() }),
        station: here.name,
        station_mn: here.name_mn,
        parties: signers(sql, &matter.later, entry.id, agreement)?,
        matter: facts.collect::<Vec<_>>().join("\n"),
        terms: agreement.terms.iter().map(|term| (term.text.clone(), term.until)).collect(),
        mediators: session
            .map(|(_, session)| session.present.iter().map(|Attendant { name, role }| (name.clone(), *role)).collect())
            .unwrap_or_default(),
    })
}

fn last<T>(later: &[Entry], of: impl Fn(&FactBody) -> Option<&T>) -> Option<(&Entry, &T)> {
    later.iter().rev().find_map(|entry| Some((entry, of(&entry.body)?)))
}

fn signers(sql: &Connection, later: &[Entry], of: FactId, agreement: &Agreement) -> Result<Vec<Signer>> {
    let drawn = |party: usize| {
        later.iter().find_map(|entry| match &entry.body {
            FactBody::Signature(s) if s.agreement == of && usize::try_from(s.party) == Ok(party) => {
                Some(s.strokes.clone())
            }
            _ => None,
        })
    };
    let signer = |(n, Party { person: id, name }): (usize, &Party)| {
        let known = match id.map(|id| person::meant_by(sql, id)) {
            Some(Ok(known)) => Some(known),
            Some(Err(ReplicaError::NotFound)) | None => None,
            Some(Err(error)) => return Err(error),
        };
        let home = known.as_ref().and_then(|person| person.household).map(|id| household::read(sql, id)).transpose()?;
        Ok(Signer {
            name: name.clone(),
            name_mn: known.and_then(|person| person.name_mn),
            from: home.map(|home| home.address).unwrap_or_default(),
            strokes: drawn(n),
        })
    };
    agreement.parties.iter().enumerate().map(signer).collect()
}
