//! What was said, in lines that somebody reads: each a label and a word of the catalogue or what was typed.
//!
//! It knows every kind of fact and no rule about any. Which sentence a label or word becomes is the page's matter.

use beibao_domain::application::{Progress, Recipient, Step};
use beibao_domain::dispute::{Agreement, Dispute, Mediation};
use beibao_domain::picture::Strokes;
use beibao_domain::visit::HandoutLine;
use beibao_domain::{FactBody, Hash};
use beibao_replica::matter::Entry;
use beibao_replica::table::{material, word};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::Connection;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::portraits::officer_name;
use crate::blobs::Blobs;
use crate::station::Result;

/// One line of what was said.
#[derive(Clone, Default, PartialEq, Serialize, ToSchema)]
pub struct LineView {
    /// What it is, under `desk.line.` in the catalogue.
    pub label: String,
    /// A word of the catalogue: its key, or its key after `desk.word.`.
    pub word: Option<String>,
    /// What was typed, a number or a day; after the word if there is one.
    pub text: String,
}

/// A picture that was taken.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct PictureView {
    /// Its hash, by which it is asked for.
    pub hash: String,
    /// Whether it is here already.
    pub here: bool,
}

/// A signature as a line that can be drawn.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct SignatureView {
    /// Path data of SVG, beginning at 0, 0.
    pub path: String,
    /// How wide it is, in its own unit.
    pub width: f64,
    /// How high.
    pub height: f64,
}

/// Something that was said of a matter, or an event.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct EntryView {
    /// The fact.
    pub id: Uuid,
    /// Of which kind.
    pub kind: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who said it; empty for the station itself.
    pub officer: String,
    /// Whether it corrects an earlier one.
    pub corrected: bool,
    /// The household, if it concerns one.
    pub household_id: Option<Uuid>,
    /// Its code.
    pub household_code: String,
    /// The name of whom it concerns: a person, or the household's head.
    pub name: String,
    /// The matter that it begins or belongs to.
    pub matter: Option<Uuid>,
    /// What was said.
    pub lines: Vec<LineView>,
    /// Its pictures.
    pub pictures: Vec<PictureView>,
    /// What was signed.
    pub signature: Option<SignatureView>,
}

beibao_domain::redacted!(LineView, SignatureView, EntryView);

/// An entry as it is read.
pub(crate) fn entry(sql: &Connection, blobs: &Blobs, entry: &Entry) -> Result<EntryView> {
    let opens = beibao_replica::matter::OPENINGS.contains(&entry.body.kind());
    let name = if entry.person_name.is_empty() { &entry.head_name } else { &entry.person_name };
    Ok(EntryView {
        id: entry.id.0,
        kind: entry.body.kind().to_owned(),
        at: entry.at,
        officer: entry.officer_name.clone(),
        corrected: entry.corrects.is_some(),
        household_id: entry.household_id.map(|id| id.0),
        household_code: entry.household_code.clone(),
        name: name.clone(),
        matter: if opens { Some(entry.id.0) } else { entry.body.about().map(|id| id.0) },
        lines: lines(sql, &entry.body)?,
        pictures: pictures(blobs, &entry.body),
        signature: signature(&entry.body),
    })
}

/// The lines being written.
struct Lines(Vec<LineView>);

impl Lines {
    fn text(&mut self, label: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.push(LineView { label: label.to_owned(), word: None, text });
        }
    }

    fn day(&mut self, label: &str, day: Option<NaiveDate>) {
        self.text(label, day.map(|day| day.to_string()).unwrap_or_default());
    }

    /// A word of the catalogue, below `group`.
    fn word(&mut self, label: &str, group: &str, value: &impl Serialize, text: impl Into<String>) {
        let word = Some(format!("{group}.{}", word(value)));
        self.0.push(LineView { label: label.to_owned(), word, text: text.into() });
    }

    fn handouts(&mut self, sql: &Connection, handouts: &[HandoutLine]) -> Result<()> {
        for line in handouts {
            let title = material::title(sql, line.material_id)?;
            self.text("handout", format!("{title} × {}", line.count));
        }
        Ok(())
    }
}

/// What was said.
pub(crate) fn lines(sql: &Connection, body: &FactBody) -> Result<Vec<LineView>> {
    let mut lines = Lines(Vec::new());
    match body {
        FactBody::Visit(visit) => {
            lines.text("diary", &visit.diary);
            for line in &visit.services {
                lines.word("service", "service", &line.kind, format!("× {} {}", line.count, line.note).trim());
            }
            lines.handouts(sql, &visit.handouts)?;
        }
        FactBody::Activity(activity) => {
            lines.word("what", "activity", &activity.kind, "");
            lines.text("topic", &activity.topic);
            lines.text("place", &activity.place);
            lines.text("audience", activity.audience.to_string());
            lines.text("note", &activity.note);
            lines.handouts(sql, &activity.handouts)?;
        }
        FactBody::Application(asked) => {
            lines.word("what", "card.kind", &asked.kind, "");
            lines.text("reason", &asked.reason);
            for paper in &asked.papers {
                lines.word("paper", "paper", &paper.kind, "");
            }
        }
        FactBody::Portrait(portrait) => {
            lines.text("profile", format!("{} {}", portrait.profile, portrait.profile_version))
        }
        FactBody::Progress(progress) => step(sql, &mut lines, progress)?,
        FactBody::Dispute(dispute) => told(&mut lines, dispute),
        FactBody::Mediation(mediation) => session(&mut lines, mediation),
        FactBody::Agreement(agreement) => agreed(&mut lines, agreement),
        // Whose it is stands with the agreement.
        FactBody::Signature(_) => {}
        FactBody::Outcome(outcome) => {
            lines.word("outcome", "state", &outcome.is, "");
            lines.text("note", &outcome.note);
            lines.day("again_on", outcome.again_on);
        }
        FactBody::Request(request) => {
            lines.text("asked", &request.asked);
            lines.word("came_by", "request.by", &request.came_by, "");
            lines.day("promised_on", request.promised_on);
        }
        FactBody::Response(response) => {
            lines.word("how_far", "response", &response.is, "");
            lines.text("note", &response.note);
        }
        FactBody::Hazard(hazard) => {
            lines.word("what", "hazard", &hazard.kind, "");
            lines.text("place", &hazard.place);
            lines.text("note", &hazard.note);
            lines.day("until", hazard.until);
        }
        FactBody::HazardCheck(check) => {
            lines.word("outcome", "state", &if check.fixed { "fixed" } else { "open" }, "");
            lines.text("note", &check.note);
        }
        FactBody::Suggestion(suggestion) => lines.text("suggestion", &suggestion.text),
        FactBody::Measure(measure) => lines.text("measure", &measure.text),
        FactBody::ToldBack(told) => lines.text("answer", &told.note),
        FactBody::HandsWanted(wanted) => {
            lines.word("work", "service", &wanted.work, &wanted.note);
            lines.text("hands", wanted.hands.to_string());
            lines.text("days", format!("{} – {}", wanted.from, wanted.to));
        }
        FactBody::HandsLent(lent) => {
            lines.word("how_far", "state", &if lent.done { "done" } else { "promised" }, "");
            lines.text("hands", lent.hands.to_string());
            lines.text("team", &lent.team);
            lines.text("note", &lent.note);
        }
        FactBody::Volunteer(volunteer) => {
            lines.text("volunteer", &volunteer.name);
            lines.text("phone", &volunteer.phone);
            for helps in &volunteer.helps_with {
                lines.word("helps_with", "helps", helps, "");
            }
            lines.text("reachable", &volunteer.reachable);
            lines.text("group", &volunteer.group);
            lines.day("consent_on", volunteer.consent_on);
        }
        FactBody::Consent(consent) => {
            lines.word("how_far", "state", &if consent.given { "willing" } else { "withdrawn" }, "");
        }
        FactBody::Answers(_) | FactBody::Looks(_) | FactBody::Erasure(_) | FactBody::Withdrawn(_) => {}
    }
    Ok(lines.0)
}

fn step(sql: &Connection, lines: &mut Lines, progress: &Progress) -> Result<()> {
    let mut is = |step: &str| lines.word("how_far", "step", &step, "");
    match &progress.step {
        Step::Accepted => is("accepted"),
        Step::InProduction => is("in_production"),
        Step::Ready => is("ready"),
        Step::Returned { reason } => {
            is("returned");
            lines.text("reason", reason);
        }
        Step::BroughtBack { reason } => {
            is("brought_back");
            lines.text("reason", reason);
        }
        Step::TakenAlong { officer } => {
            is("taken_along");
            lines.text("whose_backpack", officer_name(sql, *officer)?);
        }
        Step::Delivered { to, .. } => {
            is("delivered");
            match to {
                Recipient::Person => lines.word("to", "to", &"person", ""),
                Recipient::Relative { name, relation, .. } => lines.text("to", format!("{name}（{relation}）")),
            }
        }
    }
    Ok(())
}

fn told(lines: &mut Lines, dispute: &Dispute) {
    lines.word("over", "dispute", &dispute.kind, "");
    lines.text("note", &dispute.note);
    for party in &dispute.parties {
        lines.text("party", &party.name);
    }
    lines.text("place", &dispute.place);
}

fn session(lines: &mut Lines, mediation: &Mediation) {
    lines.text("place", &mediation.place);
    for attendant in &mediation.present {
        lines.word("present", "role", &attendant.role, &attendant.name);
    }
    lines.text("said", &mediation.said);
}

fn agreed(lines: &mut Lines, agreement: &Agreement) {
    for party in &agreement.parties {
        lines.text("party", &party.name);
    }
    lines.text("facts", &agreement.facts);
    for term in &agreement.terms {
        let until = term.until.map(|day| format!("（{day}）")).unwrap_or_default();
        lines.text("term", format!("{}{until}", term.text));
    }
    lines.day("again_on", agreement.follow_up_on);
}

fn pictures(blobs: &Blobs, body: &FactBody) -> Vec<PictureView> {
    shown(body).map(|hash| PictureView { hash: hash.to_string(), here: blobs.has(hash) }).collect()
}

/// The pictures of an entry. The original of a portrait is looked at where it is decided on, and nowhere else.
fn shown(body: &FactBody) -> impl Iterator<Item = Hash> {
    let original = match body {
        FactBody::Portrait(portrait) => portrait.original_hash(),
        _ => None,
    };
    body.blobs().into_iter().map(|(hash, _)| hash).filter(move |hash| Some(*hash) != original)
}

fn signature(body: &FactBody) -> Option<SignatureView> {
    match body {
        FactBody::Signature(signature) => Some(drawn(&signature.strokes)),
        FactBody::Progress(Progress { step: Step::Delivered { signature, .. }, .. }) => Some(drawn(signature)),
        _ => None,
    }
}

/// Strokes as path data that begins at the corner of what was drawn. A point that was only touched is a line of no length,
/// which a round end makes a dot.
fn drawn(strokes: &Strokes) -> SignatureView {
    let points = || strokes.0.iter().flatten().filter(|(x, y)| x.is_finite() && y.is_finite());
    let span = |of: fn(&(f32, f32)) -> f32| {
        points().map(of).fold((f32::MAX, f32::MIN), |(least, most), at| (least.min(at), most.max(at)))
    };
    let ((left, right), (top, bottom)) = (span(|point| point.0), span(|point| point.1));
    let mut path = String::new();
    for stroke in &strokes.0 {
        for (n, (x, y)) in stroke.iter().filter(|(x, y)| x.is_finite() && y.is_finite()).enumerate() {
            path.push_str(&format!("{}{:.1} {:.1}", if n == 0 { 'M' } else { 'L' }, x - left, y - top));
        }
        if stroke.len() == 1 {
            path.push_str("h0");
        }
    }
    SignatureView { path, width: f64::from((right - left).max(1.0)), height: f64::from((bottom - top).max(1.0)) }
}

/// Whether an entry names this picture.
pub(crate) fn names(body: &FactBody, hash: Hash) -> bool {
    shown(body).any(|named| named == hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_begins_at_its_corner_and_a_dot_is_drawn() {
        let strokes = Strokes(vec![vec![(10.0, 20.0), (30.0, 25.0)], vec![(12.0, 40.0)], vec![(f32::NAN, 0.0)]]);
        let drawn = drawn(&strokes);
        assert_eq!(drawn.path, "M0.0 0.0L20.0 5.0M2.0 20.0h0h0");
        assert_eq!((drawn.width, drawn.height), (20.0, 20.0));
    }
}
