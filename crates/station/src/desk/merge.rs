//! One row of the register gives way to another: looked at side by side, done, and taken back.
//!
//! What it means and who reads it so is `beibao_replica::same`. Here stands who may give way to whom, and that what one wants
//! to keep of the row that gives way is written into the one that stays, as an ordinary edit of it. Taking it back shows the
//! row again as it was; what was written into the other stays there, in its history.

use std::collections::{BTreeMap, BTreeSet};

use beibao_domain::register::SAME_AS;
use beibao_domain::{Edit, Hash, Payload, ProblemCode, RegisterKind};
use beibao_replica::same;
use beibao_replica::table::{register, rows};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::audit::{Deed, note};
use super::edit::{Shape, scope_of, shapes};
use super::register::fields;
use super::who::Who;
use crate::import::say_where_it_belongs;
use crate::station::{Result, Station, Tx};

/// Rows that may give way to one, all in all: as many steps as are followed.
const MOST: usize = 16;

/// Which row gives way.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MergeLook {
    /// Its id.
    pub goes: Uuid,
}

/// Two rows side by side.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MergeView {
    /// The one that stays.
    pub stays: MergeSide,
    /// The one that gives way.
    pub goes: MergeSide,
    /// Their fields.
    pub fields: Vec<MergeField>,
    /// To be given back with the merge.
    pub seen: String,
}

/// One of them.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MergeSide {
    /// Its id.
    pub id: Uuid,
    /// A person's name, a household's code and head.
    pub title: String,
    /// What is recorded under it, by kind.
    pub recorded: BTreeMap<String, u32>,
}

/// A field of both.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MergeField {
    /// Its name.
    pub name: String,
    /// How it is typed.
    pub shape: Shape,
    /// What stands in the one that stays.
    pub stays: String,
    /// What stands in the other.
    pub goes: String,
}

/// Yes, as it was looked at.
#[derive(Clone, Deserialize, ToSchema)]
pub struct MergeAsk {
    /// The row that gives way.
    pub goes: Uuid,
    /// Fields that are taken over from it.
    pub take: Vec<String>,
    /// What [`MergeView::seen`] said.
    pub seen: String,
}

/// A row that gave way, or the one that it gave way to.
#[derive(Clone, PartialEq, Serialize, ToSchema)]
pub struct MergedRow {
    /// Its id.
    pub id: Uuid,
    /// A person's name, a household's code and head.
    pub title: String,
}

beibao_domain::redacted!(MergeView, MergeSide, MergeField, MergeAsk, MergedRow);

/// The row that this one was said to be the same as, whether it gave way to it or goes round in a circle with it.
fn said(sql: &Connection, id: Uuid) -> Result<Option<Uuid>> {
    let row = register::row(sql, id)?;
    Ok(row.fields.get(SAME_AS).and_then(|field| field.value.as_str()).and_then(|id| id.parse().ok()))
}

/// The rows that gave way to one, and the one that it gave way to itself or was said to be the same as.
pub(crate) fn around(
    sql: &Connection,
    register: RegisterKind,
    id: Uuid,
) -> Result<(Vec<MergedRow>, Option<MergedRow>)> {
    let row = |id: Uuid| Ok(MergedRow { id, title: title(sql, register, id)? });
    let gone = same::all(sql, id)?.into_iter().filter(|one| *one != id).map(row).collect::<Result<_>>()?;
    let stays = Some(same::stays(sql, id)?).filter(|stays| *stays != id);
    let stays = stays.map_or_else(|| said(sql, id), |stays| Ok(Some(stays)))?.map(row).transpose()?;
    Ok((gone, stays))
}

fn title(sql: &Connection, register: RegisterKind, id: Uuid) -> Result<String> {
    let query = match register {
        RegisterKind::Person => "SELECT name FROM person WHERE id = ?1".to_owned(),
        _ => format!(
            "SELECT trim(h.code || ' ' || {}) FROM household h WHERE h.id = ?1",
            beibao_replica::table::household::head_of("h.id")
        ),
    };
    rows(sql, &query, [id], |row| row.get(0))?.pop().ok_or(ProblemCode::NotFound.into())
}

fn side(sql: &Connection, register: RegisterKind, id: Uuid) -> Result<MergeSide> {
    let column = if register == RegisterKind::Person { "person" } else { "household" };
    let query = format!("SELECT kind, count(*) FROM standing WHERE {column} IN {} GROUP BY kind", same::all_of("?1"));
    let recorded = rows(sql, &query, [id], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
    Ok(MergeSide { id, title: title(sql, register, id)?, recorded })
}

/// The register of both, if the second may give way to the first: two rows of people or of households, neither of which gave
/// way before, and not more than are followed.
fn mergeable(sql: &Connection, stays: Uuid, goes: Uuid) -> Result<RegisterKind> {
    let register = register_of(sql, stays)?;
    if !matches!(register, RegisterKind::Person | RegisterKind::Household) {
        return Err(ProblemCode::NotFound.into());
    }
    let gave_way = said(sql, stays)?.or(said(sql, goes)?).is_some();
    let together = same::all(sql, stays)?.len() + same::all(sql, goes)?.len();
    if stays == goes || register_of(sql, goes)? != register || gave_way || together > MOST {
        return Err(ProblemCode::NotMergeable.into());
    }
    Ok(register)
}

fn mark(sql: &Connection, stays: Uuid, goes: Uuid) -> Result<Hash> {
    let versions = |id| -> Result<String> {
        let heads = register::row(sql, id)?.fields.into_iter().map(|(name, field)| (name, field.heads));
        Ok(format!("{id} {:?}", heads.collect::<Vec<_>>()))
    };
    Ok(Hash::of(format!("{} {}", versions(stays)?, versions(goes)?).as_bytes()))
}

impl Station {
    /// Two rows side by side. Both are looked at.
    pub fn merge_view(&self, who: &Who, stays: Uuid, ask: &MergeLook) -> Result<MergeView> {
        let goes = ask.goes;
        self.write(|tx| {
            let now = tx.world().now();
            note(&tx.sql, now, who.by(), Deed::MergeSeen, Some(stays), &goes.to_string())?;
            note(&tx.sql, now, who.by(), Deed::MergeSeen, Some(goes), &stays.to_string())
        })?;
        self.read(|sql| {
            let register = mergeable(sql, stays, goes)?;
            let of = |id| fields(sql, register, &register::row(sql, id)?);
            let both = of(stays)?.into_iter().zip(of(goes)?);
            let field = |(one, other): (super::FieldView, super::FieldView)| MergeField {
                name: one.name,
                shape: one.shape,
                stays: one.value,
                goes: other.value,
            };
            Ok(MergeView {
                stays: side(sql, register, stays)?,
                goes: side(sql, register, goes)?,
                fields: both.map(field).collect(),
                seen: mark(sql, stays, goes)?.to_string(),
            })
        })
    }

    /// Lets a row give way to another one, if both are still as they were looked at.
    pub fn merge(&self, who: &Who, stays: Uuid, ask: &MergeAsk) -> Result<()> {
        let taken: BTreeSet<&str> = ask.take.iter().map(String::as_str).collect();
        self.write(|tx| {
            let register = mergeable(&tx.sql, stays, ask.goes)?;
            if taken.iter().any(|name| shapes(register).iter().all(|(known, ..)| known != name)) {
                return Err(ProblemCode::InvalidFields.into());
            }
            if mark(&tx.sql, stays, ask.goes)?.to_string() != ask.seen {
                return Err(ProblemCode::CorrectedMeanwhile.into());
            }
            let (here, there) = (register::row(&tx.sql, stays)?, register::row(&tx.sql, ask.goes)?);
            let mut edit = Edit { register, row: stays, set: BTreeMap::new() };
            for name in taken {
                let value = there.fields.get(name).map_or(Value::Null, |field| field.value.clone());
                let seen = here.fields.get(name).map(|field| field.heads.clone()).unwrap_or_default();
                edit.set.extend(Edit::field(register, stays, name, value, seen).set);
            }
            if !edit.set.is_empty() {
                let set = edit.set.iter().map(|(name, field)| (name.clone(), field.value.clone())).collect();
                let before = register::scope(&tx.sql, register, stays)?.ok_or(ProblemCode::NotFound)?;
                let scope = scope_of(&tx.sql, register, &set)?.unwrap_or(before);
                say_where_it_belongs(tx, edit, scope)?;
            }
            say_same(tx, register, ask.goes, json!(stays))?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::RowsMerged, Some(stays), &ask.goes.to_string())
        })
    }

    /// A row gives way no more, or goes round in a circle no more.
    pub fn unmerge(&self, who: &Who, goes: Uuid) -> Result<()> {
        self.write(|tx| {
            let (other, register) = (said(&tx.sql, goes)?.ok_or(ProblemCode::NotFound)?, register_of(&tx.sql, goes)?);
            let stays = same::stays(&tx.sql, other)?;
            say_same(tx, register, goes, Value::Null)?;
            note(&tx.sql, tx.world().now(), who.by(), Deed::MergeUndone, Some(stays), &goes.to_string())
        })
    }
}

fn register_of(sql: &Connection, id: Uuid) -> Result<RegisterKind> {
    let query = "SELECT register FROM register_edit WHERE row = ?1 LIMIT 1";
    let name = rows(sql, query, [id], |row| row.get::<_, String>(0))?.pop();
    name.as_deref().and_then(RegisterKind::named).ok_or(ProblemCode::NotFound.into())
}

fn say_same(tx: &mut Tx<'_>, register: RegisterKind, goes: Uuid, other: Value) -> Result<()> {
    let scope = register::scope(&tx.sql, register, goes)?.ok_or(ProblemCode::NotFound)?;
    let seen = register::row(&tx.sql, goes)?.fields.get(SAME_AS).map(|field| field.heads.clone());
    tx.say(scope, &Payload::Edit(Edit::field(register, goes, SAME_AS, other, seen.unwrap_or_default())))
}
