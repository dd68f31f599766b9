//! The papers: each a module that fills a scene. Nothing in here knows what a PDF or an SVG is.

pub(crate) mod back;
mod both;
pub(crate) mod card;
pub(crate) mod evening;
pub(crate) mod notice;
mod ornament;
mod page;
pub(crate) mod sheet;

use crate::error::PrintError;
use crate::fault::{CardFault, Field};

/// Names the field whose text found no room.
pub(crate) fn in_field<T>(field: Field, result: Result<T, PrintError>) -> Result<T, PrintError> {
    result.map_err(|error| match error {
        PrintError::NoRoom { .. } => PrintError::Faults(vec![CardFault::TooLongForCard { field }]),
        other => other,
    })
}
