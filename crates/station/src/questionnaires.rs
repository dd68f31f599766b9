//! Questionnaires of the station: put in force from a workbook, withdrawn, and what was answered.
//!
//! A questionnaire is known by its code; a workbook of the same code takes the place of what stood. What was answered to an
//! earlier edition stays, and results may be asked for by edition.

use std::collections::BTreeSet;

use beibao_domain::questionnaire::{Answers, Questionnaire, Results};
use beibao_domain::register::FieldEdit;
use beibao_domain::{AreaId, Edit, FactBody, Payload, ProblemCode, RegisterKind};
use beibao_replica::table::{fact, register, shelf};
use beibao_xlsform::{Table, by_question};
use rusqlite::Connection;
use serde_json::Value;
use uuid::Uuid;

use crate::station::{Result, Station, StationError, Tx};
use crate::words::{Language, Words};

/// What became of a workbook that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// There was none of this code.
    New,
    /// It took the place of what stood.
    Replaced,
    /// Nothing in it was different.
    Unchanged,
}

/// A questionnaire with what was answered to it.
pub(crate) struct Answered {
    pub(crate) questionnaire: Questionnaire,
    /// The editions to which something was answered.
    pub(crate) versions: Vec<String>,
    pub(crate) results: Results,
}

impl Station {
    /// Puts a questionnaire in force.
    pub fn keep_questionnaire(&self, questionnaire: &Questionnaire) -> Result<Kept> {
        self.write(|tx| Ok(tx.keep_questionnaire(questionnaire)?.1))
    }

    /// The results of a questionnaire by its code, of one edition or of all, as a table.
    pub fn results_table(&self, code: &str, version: Option<&str>, words: Words) -> Result<Table> {
        self.read(|sql| {
            let id = register::find(sql, RegisterKind::Questionnaire, code)?.ok_or(ProblemCode::NotFound)?;
            Ok(table(&answered(sql, id, version)?, words))
        })
    }
}

/// What was answered, as a table in the language of whoever asks.
pub(crate) fn table(answered: &Answered, words: Words) -> Table {
    let language = if words.0 == Language::En { "en" } else { "zh" };
    let say = |key: &str| words.say(&format!("results.{key}")).to_owned();
    by_question(&answered.questionnaire, &answered.results, language, &say)
}

/// What was answered to a questionnaire, of one edition or of all.
pub(crate) fn answered(sql: &Connection, id: Uuid, version: Option<&str>) -> Result<Answered> {
    let questionnaire: Questionnaire = shelf::read(sql, id)?;
    let version = version.filter(|version| !version.is_empty());
    let (mut versions, mut all) = (BTreeSet::new(), Vec::<Answers>::new());
    for told in fact::standing_where(sql, "kind = 'answers' ORDER BY happened_at, id", [])? {
        let FactBody::Answers(answers) = told.fact.body else { continue };
        if answers.questionnaire.0 == id {
            versions.insert(answers.version.clone());
            if version.is_none_or(|version| version == answers.version) {
                all.push(answers);
            }
        }
    }
    let results = questionnaire.results(&all);
    Ok(Answered { questionnaire, versions: versions.into_iter().collect(), results })
}

impl Tx<'_> {
    /// Puts a questionnaire in force: a new row, or the fields of the known one that differ.
    pub(crate) fn keep_questionnaire(&mut self, questionnaire: &Questionnaire) -> Result<(Uuid, Kept)> {
        let kind = RegisterKind::Questionnaire;
        let Some(row) = register::find(&self.sql, kind, &questionnaire.code)? else {
            let row = beibao_domain::id::new_uuid(self.world());
            self.say(AreaId::STATION, &Payload::Edit(Edit::new_row(kind, row, questionnaire)))?;
            return Ok((row, Kept::New));
        };
        let Ok(Value::Object(fields)) = serde_json::to_value(questionnaire) else {
            return Err(ProblemCode::Internal.into());
        };
        let known = register::row(&self.sql, row)?;
        let mut edit = Edit { register: kind, row, set: Default::default() };
        for (name, value) in fields {
            let field = known.fields.get(&name);
            let same = field.map_or(value.is_null(), |field| field.value == value && field.others.is_empty());
            if !same {
                let seen = field.map(|field| field.heads.clone()).unwrap_or_default();
                edit.set.insert(name, FieldEdit { value, seen });
            }
        }
        if edit.set.is_empty() {
            return Ok((row, Kept::Unchanged));
        }
        self.say(AreaId::STATION, &Payload::Edit(edit))?;
        Ok((row, Kept::Replaced))
    }

    /// Withdraws a questionnaire, or asks it again: its code.
    pub(crate) fn withdraw_questionnaire(&mut self, id: Uuid, withdrawn: bool) -> Result<String> {
        let code = shelf::read::<Questionnaire>(&self.sql, id).map_err(StationError::from)?.code;
        let known = register::row(&self.sql, id)?;
        let seen = known.fields.get("withdrawn").map(|field| field.heads.clone()).unwrap_or_default();
        let edit = Edit::field(RegisterKind::Questionnaire, id, "withdrawn", withdrawn.into(), seen);
        self.say(AreaId::STATION, &Payload::Edit(edit))?;
        Ok(code)
    }
}
