//! The receipt printer in the car: a paper is kept in the store, then sent, and forgotten only when the printer has all of it.
//! Nobody sends by itself: whoever stands at the printer says when there is paper again.

mod line;

pub(crate) use line::found;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use beibao_domain::Problem;
use beibao_print::Roll;
use beibao_store::Store;
use beibao_store::table::print_job::{self, Printer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A printer that takes nothing for so long has no paper or stands open.
const PATIENCE: Duration = Duration::from_secs(10);

/// One paper at a time: two at once would come out as one.
static SENDING: Mutex<()> = Mutex::new(());

/// Why a paper was not printed to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// None was chosen.
    NoPrinter,
    /// What the address names is no printer.
    NotAPrinter,
    /// It does not answer: it is off, or the line is.
    Gone,
    /// It has no paper, or stands open.
    NoPaper,
    /// The line broke in the middle.
    Broken,
    /// The paper was made for a wider roll.
    TooWide,
    /// It said nothing in the end, or the app ended: how much was printed is seen on the paper.
    Unsure,
}

impl Trouble {
    /// As the store keeps it.
    fn kept(self) -> &'static str {
        match self {
            Trouble::NoPrinter => "no_printer",
            Trouble::NotAPrinter => "not_a_printer",
            Trouble::Gone => "gone",
            Trouble::NoPaper => "no_paper",
            Trouble::Broken => "broken",
            Trouble::TooWide => "too_wide",
            Trouble::Unsure => print_job::UNSURE,
        }
    }

    /// As it was kept.
    pub fn read(kept: &str) -> Self {
        serde_json::from_value(kept.into()).unwrap_or(Trouble::Unsure)
    }
}

/// The roll of the printer that was chosen; papers that wait for one are made for the narrow roll, which fits both.
pub(crate) fn roll(store: &Store) -> Result<Roll, Problem> {
    Ok(store.read(print_job::printer)?.map_or(Roll::Mm58, |printer| roll_of(&printer)))
}

fn roll_of(printer: &Printer) -> Roll {
    if printer.roll_mm == 80 { Roll::Mm80 } else { Roll::Mm58 }
}

/// Prints a paper. `None` if the printer has all of it; otherwise it is kept, with the reason.
pub fn print(store: &Store, paper: &str, about: Option<Uuid>, bytes: &[u8]) -> Result<Option<Trouble>, Problem> {
    let id = store.write(|tx| print_job::keep(tx, paper, about, bytes))?;
    send(store, id)
}

/// Sends a paper that was kept, from its beginning.
pub fn send(store: &Store, id: u32) -> Result<Option<Trouble>, Problem> {
    send_within(store, id, PATIENCE)
}

/// The same with another patience.
#[doc(hidden)]
pub fn send_within(store: &Store, id: u32, patience: Duration) -> Result<Option<Trouble>, Problem> {
    let _one_at_a_time = SENDING.lock().unwrap_or_else(PoisonError::into_inner);
    let (printer, bytes) = store.read(|sql| Ok((print_job::printer(sql)?, print_job::bytes(sql, id)?)))?;
    // Whoever taps twice finds it printed.
    let Some(bytes) = bytes else { return Ok(None) };
    let sent = match printer {
        None => Err(Trouble::NoPrinter),
        Some(printer) if !roll_of(&printer).takes(&bytes) => Err(Trouble::TooWide),
        Some(Printer { address, .. }) => {
            // An app that ends in the middle cannot say later how far it came.
            store.write(|tx| print_job::set_trouble(tx, id, print_job::UNSURE))?;
            line::send(&address, &bytes, patience)
        }
    };
    store.write(|tx| match sent {
        Ok(()) => print_job::remove(tx, id),
        Err(trouble) => print_job::set_trouble(tx, id, trouble.kept()),
    })?;
    Ok(sent.err())
}
