//! Everything that a replica holds of some scopes, as rows: format 2 of a snapshot; 1 had no matters.
//!
//! It is made by a replica that holds nothing else, in memory, so its rows are exactly those that a tablet would have after
//! pulling the same scopes, the index of the search box included; taking it over is copying. The bytes are blocks: a length
//! (4 bytes, little endian), then CBOR: the table, its columns, rows in their order. A table that the reader does not know
//! is skipped. Not here: packing, sealing, signing.

use std::io::{Read, Write};

use beibao_db::Fault;
use beibao_domain::{AreaId, Hlc, RegisterKind};
use minicbor::{Decoder, Encoder, data::Type};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Transaction, params, params_from_iter};
use uuid::Uuid;

use crate::table::{register, rows};
use crate::{ReplicaError, Result, find};

/// The format that is written and read here.
pub const FORMAT: u16 = 2;

/// The tables of a snapshot with their columns, in the order in which they are written. The last ones are the bricks of the
/// search index.
const TABLES: [(&str, &[&str]); 23] = [
    ("register_edit", &["row", "stamp_at", "stamp_device", "area", "register", "body"]),
    ("station", &["id", "name", "name_mn", "duty_phone", "emergency_phone"]),
    ("area", &["id", "code", "kind", "name", "name_mn", "parent"]),
    ("officer", &["id", "badge", "name", "name_mn", "phone", "areas"]),
    ("material", &["id", "code", "kind", "title", "title_mn", "language", "version"]),
    ("service_point", &["id", "code", "body"]),
    ("phrase", &["id", "code", "body"]),
    ("questionnaire", &["id", "code", "body"]),
    ("erased", &["stamp_at", "stamp_device", "area", "of"]),
    ("household", &["id", "code", "area", "address", "latitude", "longitude", "access_notes", "phone"]),
    (
        "person",
        &["id", "household", "relation", "name", "name_mn", "id_number", "born_on", "phone", "language", "died_on"],
    ),
    ("conflict", &["row", "field", "register"]),
    ("same_as", &["row", "other"]),
    (
        "fact",
        &[
            "id",
            "kind",
            "area",
            "household",
            "person",
            "during",
            "supersedes",
            "first",
            "happened_at",
            "author",
            "stamp_at",
            "stamp_device",
            "body",
            "about",
        ],
    ),
    ("matter", &["id", "kind", "household", "person", "state", "open", "due_on", "happened_at"]),
    ("counted", &["of", "figure", "at", "count", "area", "officer", "household", "fact", "material", "waited_s"]),
    ("unread", &["stamp_at", "stamp_device", "kind", "author", "area", "body"]),
    ("scope_digest", &["area", "count", "digest"]),
    ("found", &["number", "row", "kind"]),
    ("found_terms_data", &["id", "block"]),
    ("found_terms_idx", &["segid", "term", "pgno"]),
    ("found_terms_docsize", &["id", "sz", "origin"]),
    ("found_terms_config", &["k", "v"]),
];

/// Rows of one block: enough that its head does not count, few enough that it fits anywhere.
const BLOCK_ROWS: usize = 512;
const MAX_BLOCK_BYTES: usize = 16 * 1024 * 1024;

/// Writes what `sql` holds of `scopes`.
pub fn write(sql: &Connection, scopes: &[AreaId], out: &mut impl Write) -> Result<()> {
    let alone = only(sql, scopes)?;
    for (table, columns) in TABLES {
        let mut statement = alone.prepare(&format!("SELECT {} FROM {table}", columns.join(", ")))?;
        let mut found = statement.query([])?;
        let mut block: Vec<Vec<Value>> = Vec::new();
        while let Some(row) = found.next()? {
            block.push((0..columns.len()).map(|n| row.get(n)).collect::<rusqlite::Result<_>>()?);
            if block.len() == BLOCK_ROWS {
                write_block(table, columns, &std::mem::take(&mut block), out)?;
            }
        }
        if !block.is_empty() {
            write_block(table, columns, &block, out)?;
        }
    }
    Ok(())
}

/// A replica in memory that holds these scopes and nothing else.
fn only(sql: &Connection, scopes: &[AreaId]) -> Result<Connection> {
    let mut alone = beibao_db::in_memory(&[crate::schema()])?;
    let tx = alone.transaction()?;
    let ids: Vec<Uuid> = scopes.iter().map(|scope| scope.0).collect();
    let listed = vec!["?"; ids.len()].join(", ");
    for (table, columns) in TABLES {
        let by_area = matches!(table, "register_edit" | "fact" | "unread" | "scope_digest" | "erased");
        if by_area {
            let filter = format!("SELECT {} FROM {table} WHERE area IN ({listed})", columns.join(", "));
            copy(sql, &filter, &ids, &tx, table, columns)?;
        }
    }
    // A row is what its edits make of it. One that also has edits elsewhere looks different from here.
    let foreign = format!("SELECT 1 FROM register_edit o WHERE o.row = e.row AND o.area NOT IN ({listed})");
    for (kind, (table, columns)) in RegisterKind::ALL.iter().filter_map(|kind| Some((kind, row_table(*kind)?))) {
        let whole = format!(
            "SELECT {} FROM {table} t WHERE EXISTS (SELECT 1 FROM register_edit e WHERE e.row = t.id AND e.area IN ({listed}))
             AND NOT EXISTS (SELECT 1 FROM register_edit e WHERE e.row = t.id AND EXISTS ({foreign}))",
            columns.join(", ")
        );
        let twice: Vec<Uuid> = ids.iter().chain(&ids).copied().collect();
        copy(sql, &whole, &twice, &tx, table, columns)?;
        let missing = format!(
            "SELECT DISTINCT row FROM register_edit WHERE register = ?1 AND row NOT IN (SELECT id FROM {table})"
        );
        for row in rows(&tx, &missing, params![kind.name()], |row| row.get::<_, Uuid>(0))? {
            register::project_row(&tx, *kind, row)?;
        }
    }
    // Said beside a row only as its edits in these scopes say it.
    for (table, columns) in [("conflict", &["row", "field", "register"][..]), ("same_as", &["row", "other"])] {
        let beside = format!(
            "SELECT {} FROM {table} t WHERE EXISTS (SELECT 1 FROM register_edit e WHERE e.row = t.row AND e.area IN ({listed}))
             AND NOT EXISTS (SELECT 1 FROM register_edit o WHERE o.row = t.row AND o.area NOT IN ({listed}))",
            columns.join(", ")
        );
        let twice: Vec<Uuid> = ids.iter().chain(&ids).copied().collect();
        copy(sql, &beside, &twice, &tx, table, columns)?;
    }
    crate::tally::rebuild(&tx)?;
    find::index_all(&tx)?;
    tx.commit()?;
    // One segment instead of many: smaller, and quicker to search on the tablet.
    alone.execute("INSERT INTO found_terms (found_terms) VALUES ('optimize')", [])?;
    Ok(alone)
}

fn row_table(kind: RegisterKind) -> Option<(&'static str, &'static [&'static str])> {
    TABLES.into_iter().find(|(table, _)| *table == kind.name())
}

fn copy(
    from: &Connection,
    query: &str,
    params: &[Uuid],
    to: &Transaction<'_>,
    table: &str,
    columns: &[&str],
) -> Result<()> {
    let mut insert = to.prepare(&insertion(table, columns))?;
    let mut statement = from.prepare(query)?;
    let mut found = statement.query(params_from_iter(params))?;
    while let Some(row) = found.next()? {
        for n in 0..columns.len() {
            insert.raw_bind_parameter(n + 1, ToSqlOutput::Borrowed(row.get_ref(n)?))?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}

fn insertion(table: &str, columns: &[&str]) -> String {
    let places = vec!["?"; columns.len()].join(", ");
    format!("INSERT OR REPLACE INTO {table} ({}) VALUES ({places})", columns.join(", "))
}

fn write_block(table: &str, columns: &[&str], rows: &[Vec<Value>], out: &mut impl Write) -> Result<()> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    let written = (|| -> std::result::Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        e.str(table)?.array(columns.len() as u64)?;
        for column in columns {
            e.str(column)?;
        }
        e.array(rows.len() as u64)?;
        for value in rows.iter().flatten() {
            match value {
                Value::Null => e.null()?,
                Value::Integer(n) => e.i64(*n)?,
                Value::Real(x) => e.f64(*x)?,
                Value::Text(text) => e.str(text)?,
                Value::Blob(bytes) => e.bytes(bytes)?,
            };
        }
        Ok(())
    })();
    if written.is_err() {
        unreachable!("writing to memory does not fail");
    }
    let length = u32::try_from(bytes.len()).map_err(|_| ReplicaError::Unreadable("block"))?;
    let sent = out.write_all(&length.to_le_bytes()).and_then(|()| out.write_all(&bytes));
    sent.map_err(|error| ReplicaError::Db(Fault::Other(Box::new(error))))
}

/// Whether there is nothing that a snapshot would take the place of.
pub fn is_wanted(sql: &Connection) -> Result<bool> {
    Ok(sql.query_row("SELECT NOT EXISTS (SELECT 1 FROM register_edit)", [], |row| row.get(0))?)
}

/// The latest time of any stamp.
pub fn newest(sql: &Connection) -> Result<Hlc> {
    let newest: i64 = sql.query_row(
        "SELECT max(coalesce((SELECT max(stamp_at) FROM fact), 0),
                    coalesce((SELECT max(stamp_at) FROM register_edit), 0))",
        [],
        |row| row.get(0),
    )?;
    Ok(Hlc(newest.cast_unsigned()))
}

/// Takes a snapshot over into a replica that holds nothing yet. The connection must not have searched before: the index is
/// laid in brick by brick, under the feet of whoever has looked at it.
pub fn read(sql: &Transaction<'_>, from: &mut impl Read) -> Result<()> {
    let indexes = rows(
        sql,
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
         AND tbl_name IN ('fact', 'household', 'person', 'matter', 'counted')",
        [],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    // Built at the end, each in one go, instead of row by row.
    for (name, _) in &indexes {
        sql.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    for (table, _) in TABLES {
        sql.execute_batch(&format!("DELETE FROM {table}"))?;
    }
    while let Some(block) = next_block(from)? {
        read_block(sql, &block).map_err(|error| match error {
            BlockError::Sql(error) => error.into(),
            BlockError::Cbor => ReplicaError::Unreadable("block"),
        })?;
    }
    indexes.iter().try_for_each(|(_, definition)| Ok(sql.execute_batch(definition)?))
}

fn next_block(from: &mut impl Read) -> Result<Option<Vec<u8>>> {
    let unreadable = |_| ReplicaError::Unreadable("snapshot");
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read.map_err(unreadable)?,
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > MAX_BLOCK_BYTES {
        return Err(ReplicaError::Unreadable("block"));
    }
    let mut block = vec![0; length];
    from.read_exact(&mut block).map_err(unreadable)?;
    Ok(Some(block))
}

enum BlockError {
    Sql(rusqlite::Error),
    Cbor,
}

impl From<rusqlite::Error> for BlockError {
    fn from(error: rusqlite::Error) -> Self {
        BlockError::Sql(error)
    }
}

impl From<minicbor::decode::Error> for BlockError {
    fn from(_: minicbor::decode::Error) -> Self {
        BlockError::Cbor
    }
}

fn read_block(sql: &Transaction<'_>, block: &[u8]) -> std::result::Result<(), BlockError> {
    let mut d = Decoder::new(block);
    let name = d.str()?;
    let columns: Vec<&str> = d.array_iter::<&str>()?.collect::<std::result::Result<_, _>>()?;
    // Names come from the list above, never from the bytes.
    let Some((table, known)) = TABLES.into_iter().find(|(table, _)| *table == name) else { return Ok(()) };
    if columns != known {
        return Err(BlockError::Cbor);
    }
    let rows = d.array()?.ok_or(BlockError::Cbor)?;
    let mut insert = sql.prepare_cached(&insertion(table, known))?;
    for _ in 0..rows {
        for n in 1..=known.len() {
            let value = match d.datatype()? {
                Type::Null => {
                    d.null()?;
                    ValueRef::Null
                }
                Type::String => ValueRef::Text(d.str()?.as_bytes()),
                Type::Bytes => ValueRef::Blob(d.bytes()?),
                Type::F64 => ValueRef::Real(d.f64()?),
                _ => ValueRef::Integer(d.i64()?),
            };
            insert.raw_bind_parameter(n, ToSqlOutput::Borrowed(value))?;
        }
        insert.raw_execute()?;
    }
    Ok(())
}
