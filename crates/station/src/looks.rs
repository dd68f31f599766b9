//! What the tablets said of who looked at whom, for an auditor to read. Looks at the desk are in its own trail.

use beibao_domain::{FactBody, HouseholdId};
use beibao_replica::table::{fact, household, officer, person};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::station::{Result, Station};

/// One look on a tablet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TabletLook {
    /// When.
    pub at: DateTime<Utc>,
    /// Whose tablet.
    pub officer: String,
    /// The household's code, of a page; empty of a list.
    pub household: String,
    /// The person's name; empty of a household's page, of a list, and of somebody who was erased since.
    pub person: String,
    /// The list that was looked at, such as `search`; empty of a page.
    pub list: String,
}

impl Station {
    /// The looks of these days, the newest first.
    pub fn looks(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Vec<TabletLook>> {
        let within = |at: DateTime<Utc>| {
            let on = beibao_domain::world::day_in_china(at);
            from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to)
        };
        self.read(|sql| {
            let code = |id: HouseholdId| household::code_and_head(sql, id).map(|(code, _)| code).unwrap_or_default();
            let mut found = Vec::new();
            for told in fact::of_kind(sql, "looks")? {
                let FactBody::Looks(said) = &told.fact.body else { continue };
                let officer = officer::read(sql, told.author)?.map(|officer| officer.name).unwrap_or_default();
                for look in said.looks.iter().filter(|look| within(look.at)) {
                    let person = look.person.and_then(|id| person::meant_by(sql, id).ok());
                    let home = look.household.or(person.as_ref().and_then(|person| person.household));
                    found.push(TabletLook {
                        at: look.at,
                        officer: officer.clone(),
                        household: home.map(code).unwrap_or_default(),
                        person: person.map(|person| person.name).unwrap_or_default(),
                        list: look.list.clone().unwrap_or_default(),
                    });
                }
            }
            found.sort_by_key(|look| std::cmp::Reverse(look.at));
            Ok(found)
        })
    }
}
