//! The mediation agreement, A4: who, what about, what was agreed, and a line for everybody to sign on. Layout only.

use crate::agreement::{Agreement, Party};
use crate::error::PrintError;
use crate::fault::Field;
use crate::paper::form::{self, Signer};
use crate::paper::page::{A4, Column, Pages};
use crate::paper::{day_in_chinese, in_field};
use crate::scene::{Ink, Look, Scene};
use crate::words::{Word, word};

pub(crate) fn scenes(agreement: &Agreement) -> Result<Vec<Scene>, PrintError> {
    let faults = agreement.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let title = word("paper.agreement.title");
    let foot = format!("{}  {} {}", agreement.station.trim(), title.zh, agreement.number.trim());
    let mut pages = in_field(
        Field::StationMn,
        Pages::new(A4, &format!("{} {}", title.zh, agreement.number.trim()), &columns(agreement), &foot),
    )?;
    form::title(&mut pages, title, &agreement.station)?;
    form::field(&mut pages, word("paper.agreement.number"), Field::Number, &agreement.number)?;
    form::field(&mut pages, word("paper.agreement.on"), Field::On, &day_in_chinese(&agreement.on))?;
    form::field(&mut pages, word("paper.agreement.place"), Field::Place, &agreement.place)?;
    for (key, field, people) in [
        ("paper.agreement.party", Field::Parties, &agreement.parties),
        ("paper.agreement.mediator", Field::Mediators, &agreement.mediators),
    ] {
        for Party { name, from, .. } in people {
            form::field(&mut pages, word(key), field, &format!("{}（{}）", name.trim(), from.trim()))?;
        }
    }
    form::heading(&mut pages, "paper.agreement.matter", 10.0)?;
    form::prose(&mut pages, &agreement.matter)?;
    form::heading(&mut pages, "paper.agreement.terms", 10.0)?;
    for (index, term) in agreement.terms.iter().enumerate() {
        form::numbered(&mut pages, index + 1, term)?;
    }
    pages.gap(4.0);
    // Nobody signs a page that has nothing on it but signatures.
    pages.keep_together(30.0);
    form::prose(&mut pages, &word("paper.agreement.closing").zh)?;
    pages.gap(4.0);
    let people = agreement.parties.iter().chain(&agreement.mediators);
    let signers: Vec<Signer> = people.map(signer).collect();
    in_field(Field::Parties, form::signatures(&mut pages, &signers, 2))?;
    pages.finish()
}

/// A name in as many scripts as it is known in.
fn signer(party: &Party) -> Signer<'_> {
    let name = party.name.trim();
    let label = Word { zh: name.to_owned(), mn: party.name_mn.clone().unwrap_or_default(), en: name.to_owned() };
    Signer { label, signature: party.signature.as_ref() }
}

fn columns(agreement: &Agreement) -> Vec<Column> {
    let mut columns =
        vec![Column { text: word("paper.agreement.title").mn.clone(), look: Look::heavy(6.0, Ink::BLUE) }];
    if let Some(station) = &agreement.station_mn {
        columns.push(Column { text: station.trim().to_owned(), look: Look::plain(3.6, Ink::BLACK) });
    }
    columns.push(Column { text: word("paper.agreement.closing").mn.clone(), look: Look::plain(3.4, Ink::BLACK) });
    columns.push(Column { text: word("paper.notice.prevails").mn.clone(), look: Look::plain(2.6, Ink::GREY) });
    columns
}
