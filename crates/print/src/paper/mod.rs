//! The papers: each a module that fills a scene. Nothing in here knows what a PDF or an SVG is.

pub(crate) mod agreement;
pub(crate) mod back;
mod both;
pub(crate) mod card;
pub(crate) mod certificate;
pub(crate) mod evening;
mod form;
pub(crate) mod notice;
mod ornament;
mod page;
pub(crate) mod point_notice;
pub(crate) mod receipt;
pub(crate) mod sheet;
pub(crate) mod statement;
pub(crate) mod suggestion_slip;
pub(crate) mod tape;
pub(crate) mod visit_slip;

use crate::day::Day;
use crate::error::PrintError;
use crate::fault::{CardFault, Field};

/// A day that was checked, as it is written in Chinese.
pub(crate) fn day_in_chinese(on: &str) -> String {
    Day::of(on).map_or_else(|| on.to_owned(), Day::chinese)
}

/// Names the field whose text found no room.
pub(crate) fn in_field<T>(field: Field, result: Result<T, PrintError>) -> Result<T, PrintError> {
    result.map_err(|error| match error {
        PrintError::NoRoom { .. } => PrintError::Faults(vec![CardFault::TooLongForCard { field }]),
        other => other,
    })
}
