//! A statement, A4: headings, and under each its paragraphs.

use crate::error::PrintError;
use crate::fault::Field;
use crate::legible::legible;
use crate::paper::form;
use crate::paper::page::{A4, Column, Pages};
use crate::paper::{day_in_chinese, in_field};
use crate::scene::{Ink, Look, Scene};
use crate::statement::{Section, Statement, StatementKind};
use crate::words::word;

pub(crate) fn scenes(statement: &Statement) -> Result<Vec<Scene>, PrintError> {
    let faults = statement.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let title = word(match statement.kind {
        StatementKind::PersonRecord => "paper.record.title",
        StatementKind::Erasure => "paper.erasure.title",
    });
    let foot = format!("{}  {}", statement.station.trim(), title.zh);
    let mut columns = vec![Column { text: title.mn.clone(), look: Look::heavy(6.0, Ink::BLUE) }];
    if let Some(station) = &statement.station_mn {
        columns.push(Column { text: station.trim().to_owned(), look: Look::plain(3.6, Ink::BLACK) });
    }
    let mut pages = in_field(Field::StationMn, Pages::new(A4, &title.zh, &columns, &foot))?;
    form::title(&mut pages, title, &statement.station)?;
    form::field(&mut pages, word("paper.agreement.on"), Field::On, &day_in_chinese(&statement.on))?;
    for Section { heading, lines } in &statement.sections {
        form::heading_saying(&mut pages, &legible(heading), 6.0)?;
        lines.iter().try_for_each(|text| form::prose(&mut pages, &legible(text)))?;
    }
    pages.finish()
}
