//! Rows of which somebody said that they are the same: of two people who are one, one stays and the other gives way to it.
//!
//! That is one field of the row that gives way, `same_as`, an edit like any other: it syncs, stands in the history, and is
//! taken back by another edit. Nothing that was said of either is rewritten: whoever reads what is recorded about the one that
//! stays reads what is recorded about all of them. A row gives way only where the one that stays is held too, so nobody is
//! missing on a tablet that has the area of the one and not of the other.

use beibao_domain::register::{Row, SAME_AS};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use crate::Result;
use crate::table::rows;

/// In a query: the row of a parameter, `?1` or whichever it is, and all that gave way to it. A bare `?` is bound twice.
pub fn all_of(parameter: &str) -> String {
    format!("(SELECT {parameter} UNION ALL SELECT row FROM merged WHERE stays = {parameter})")
}

/// Keeps what a row says it is the same as.
pub(crate) fn mark(sql: &Connection, id: Uuid, row: &Row) -> Result<()> {
    match row.fields.get(SAME_AS).and_then(|field| field.value.as_str()).and_then(|id| id.parse::<Uuid>().ok()) {
        Some(other) => sql
            .prepare_cached("INSERT OR REPLACE INTO same_as (row, other) VALUES (?1, ?2)")?
            .execute(params![id, other])?,
        None => forget(sql, id)?,
    };
    Ok(())
}

/// A row is no more.
pub(crate) fn forget(sql: &Connection, id: Uuid) -> Result<usize> {
    Ok(sql.prepare_cached("DELETE FROM same_as WHERE row = ?1")?.execute([id])?)
}

/// The row that stays: this one, if it gave way to none.
pub fn stays(sql: &Connection, id: Uuid) -> Result<Uuid> {
    let stays =
        sql.prepare_cached("SELECT stays FROM merged WHERE row = ?1")?.query_row([id], |row| row.get(0)).optional()?;
    Ok(stays.unwrap_or(id))
}

/// The row and all that gave way to it.
pub fn all(sql: &Connection, id: Uuid) -> Result<Vec<Uuid>> {
    rows(sql, &format!("SELECT * FROM {}", all_of("?1")), [id], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People of these numbers, and who said to be the same as whom.
    fn held(people: &[u128], said: &[(u128, u128)]) -> Connection {
        let sql = beibao_db::in_memory(&[crate::schema()]).unwrap();
        let id = Uuid::from_u128;
        for number in people {
            let put = "INSERT INTO person (id, relation, name, id_number, phone) VALUES (?1, 'head', '', '', '')";
            sql.execute(put, [id(*number)]).unwrap();
        }
        for (row, other) in said {
            sql.execute("INSERT INTO same_as (row, other) VALUES (?1, ?2)", params![id(*row), id(*other)]).unwrap();
        }
        sql
    }

    fn end(sql: &Connection, row: u128) -> u128 {
        stays(sql, Uuid::from_u128(row)).unwrap().as_u128()
    }

    #[test]
    fn a_way_of_several_rows_leads_to_its_end_and_a_circle_hides_nobody() {
        let sql = held(&[1, 2, 3, 4, 5, 6], &[(3, 2), (2, 1), (4, 5), (5, 4), (6, 6)]);
        assert_eq!([1, 2, 3, 4, 5, 6].map(|row| end(&sql, row)), [1, 1, 1, 4, 5, 6]);
        let mut all = all(&sql, Uuid::from_u128(1)).unwrap();
        all.sort();
        assert_eq!(all, [1, 2, 3].map(Uuid::from_u128));
    }

    #[test]
    fn nobody_gives_way_where_the_one_that_stays_is_not_held_or_is_something_else() {
        let sql = held(&[2, 3], &[(3, 1), (2, 7)]);
        let home = "INSERT INTO household (id, code, address, access_notes, phone) VALUES (?1, '', '', '', '')";
        sql.execute(home, [Uuid::from_u128(7)]).unwrap();
        assert_eq!([2, 3].map(|row| end(&sql, row)), [2, 3]);
    }

    #[test]
    fn a_way_that_is_longer_than_is_followed_hides_nobody_that_it_does_not_lead_to_the_end() {
        let said: Vec<(u128, u128)> = (1..=20).map(|row| (row, row - 1)).collect();
        let sql = held(&(0..=20).collect::<Vec<_>>(), &said);
        assert_eq!((end(&sql, 16), end(&sql, 17)), (0, 17));
    }
}
