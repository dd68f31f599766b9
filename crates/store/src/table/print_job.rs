//! Papers for the receipt printer, from when they were asked for until the printer has all of them; and which printer that is.
//! They lie in the encrypted file: a receipt names people. How the bytes get to a printer is the app's.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{form, instant, rows};
use crate::{Result, Tx};

/// What is not known of a job that is on its way: whoever was cut off there does not know how much was printed.
pub const UNSURE: &str = "unsure";

/// A receipt printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// A device file, or a host and a port.
    pub address: String,
    /// The width of its roll.
    pub roll_mm: u32,
}

/// A paper that was not printed to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number, given once.
    pub id: u32,
    /// Which paper.
    pub paper: String,
    /// When it was asked for.
    pub at: DateTime<Utc>,
    /// Why it is still here.
    pub trouble: String,
}

/// The printer that was chosen.
pub fn printer(sql: &Connection) -> Result<Option<Printer>> {
    let read = |row: &rusqlite::Row<'_>| Ok(Printer { address: row.get(0)?, roll_mm: row.get(1)? });
    Ok(sql.query_row("SELECT address, roll_mm FROM printer", [], read).optional()?)
}

/// Chooses a printer.
pub fn choose(tx: &mut Tx<'_>, printer: &Printer) -> Result<()> {
    let put = "INSERT OR REPLACE INTO printer (one, address, roll_mm) VALUES (1, ?1, ?2)";
    tx.sql.execute(put, params![printer.address, printer.roll_mm])?;
    Ok(())
}

/// Keeps a paper that is about to be sent. `about`: the person or the fact that it tells of.
pub fn keep(tx: &mut Tx<'_>, paper: &str, about: Option<Uuid>, bytes: &[u8]) -> Result<u32> {
    let now = tx.world().now().timestamp_millis();
    let put = format!(
        "INSERT INTO print_job (paper, saved_at, about, trouble, bytes) VALUES (?1, {}, ?3, ?4, ?5) RETURNING id",
        form::SAVED_AT
    );
    Ok(tx.sql.query_row(&put, params![paper, now, about, UNSURE, bytes], |row| row.get(0))?)
}

/// What was not printed to its end, the oldest first.
pub fn all(sql: &Connection) -> Result<Vec<Job>> {
    let query = "SELECT id, paper, saved_at, trouble FROM print_job ORDER BY id";
    Ok(rows(sql, query, [], |row| {
        Ok(Job { id: row.get(0)?, paper: row.get(1)?, at: instant(row.get(2)?), trouble: row.get(3)? })
    })?)
}

/// The bytes of a job that is still here.
pub fn bytes(sql: &Connection, id: u32) -> Result<Option<Vec<u8>>> {
    Ok(sql.query_row("SELECT bytes FROM print_job WHERE id = ?1", [id], |row| row.get(0)).optional()?)
}

/// Why a job is still here.
pub fn set_trouble(tx: &mut Tx<'_>, id: u32, trouble: &str) -> Result<()> {
    tx.sql.execute("UPDATE print_job SET trouble = ?2 WHERE id = ?1", params![id, trouble])?;
    Ok(())
}

/// It was printed, or is not wanted any more.
pub fn remove(tx: &mut Tx<'_>, id: u32) -> Result<()> {
    tx.sql.execute("DELETE FROM print_job WHERE id = ?1", [id])?;
    Ok(())
}

/// Forgets papers of persons and facts that are here no more.
pub(crate) fn forget_unnamed(sql: &Connection) -> Result<()> {
    let unnamed = "DELETE FROM print_job WHERE about IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM person WHERE id = about) AND NOT EXISTS (SELECT 1 FROM fact WHERE id = about)";
    sql.execute(unnamed, [])?;
    Ok(())
}

/// Forgets papers that nobody came back to, as [`form::forget_old`] does with forms.
pub(crate) fn forget_old(sql: &Connection, now: DateTime<Utc>) -> Result<()> {
    sql.execute("DELETE FROM print_job WHERE saved_at < ?1", [form::forgotten_before(now)])?;
    Ok(())
}
