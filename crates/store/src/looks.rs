//! Every look at a person, a household or a list of them leaves a trace. It is kept here until the next sync, and then said to the station.

use std::collections::BTreeMap;

use beibao_domain::rights::{Look, Looks};
use beibao_domain::{AreaId, Fact, FactBody, FactId, HouseholdId, Payload, PersonId};
use beibao_replica::table::{household, instant, person, rows};
use rusqlite::{Connection, params};

use crate::{Result, Store, Tx};

/// Looks at the same page within this time are one.
const ONE_LOOK_MS: i64 = 3_600_000;
/// What fits into one change.
const AT_ONCE: usize = 150;

/// Somebody's page was looked at.
pub fn at_person(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    // Somebody whose row is not here is nobody that could be looked at.
    let Some(home) = person::read(&tx.sql, id).ok().and_then(|person| person.household) else { return Ok(()) };
    look(tx, Some(id), None, None, home)
}

/// A household's page was looked at.
pub fn at_household(tx: &mut Tx<'_>, id: HouseholdId) -> Result<()> {
    look(tx, None, Some(id), None, id)
}

/// A list was looked at on which people stand by name: one at each keystroke of a search, so it is written down once an hour.
/// `shown` is whose homes it shows; it counts as looked at where the first of them lies.
pub fn at_list(store: &Store, list: &str, shown: impl IntoIterator<Item = HouseholdId>) -> Result<()> {
    let Some(home) = shown.into_iter().next() else { return Ok(()) };
    let now_ms = store.world().now().timestamp_millis();
    if store.read(|sql| is_known(sql, list, home, now_ms))? {
        return Ok(());
    }
    store.write(|tx| look(tx, None, None, Some(list), home))
}

fn is_known(sql: &Connection, list: &str, home: HouseholdId, now_ms: i64) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT 1 FROM look WHERE list = ?1 AND at > ?2 AND area = (SELECT area FROM household WHERE id = ?3))";
    let since_ms = now_ms - ONE_LOOK_MS;
    Ok(sql.prepare_cached(query)?.query_row(params![list, since_ms, home.0], |row| row.get(0))?)
}

fn look(
    tx: &mut Tx<'_>,
    person: Option<PersonId>,
    of: Option<HouseholdId>,
    list: Option<&str>,
    home: HouseholdId,
) -> Result<()> {
    let Some(area) = household::read(&tx.sql, home).ok().and_then(|home| home.area) else { return Ok(()) };
    let now_ms = tx.world().now().timestamp_millis();
    tx.sql
        .prepare_cached(
            "INSERT INTO look (at, person, household, area, list) SELECT ?1, ?2, ?3, ?4, ?6
             WHERE NOT EXISTS (SELECT 1 FROM look WHERE person IS ?2 AND household IS ?3 AND list IS ?6
                               AND (?6 IS NULL OR area = ?4) AND at > ?1 - ?5)",
        )?
        .execute(params![now_ms, person.map(|id| id.0), of.map(|id| id.0), area.0, ONE_LOOK_MS, list])?;
    Ok(())
}

/// Says the looks since the last sync, if there were any: to write nothing costs a flush too.
pub fn tell(store: &Store) -> Result<()> {
    let any = store.read(|sql| Ok(sql.query_row("SELECT EXISTS (SELECT 1 FROM look)", [], |row| row.get(0))?))?;
    if any { store.write(say) } else { Ok(()) }
}

/// Says them, those of each area in its own scope.
fn say(tx: &mut Tx<'_>) -> Result<()> {
    let looks = rows(&tx.sql, "SELECT at, person, household, area, list FROM look ORDER BY at", [], |row| {
        let look = Look {
            at: instant(row.get(0)?),
            person: row.get::<_, Option<_>>(1)?.map(PersonId),
            household: row.get::<_, Option<_>>(2)?.map(HouseholdId),
            list: row.get(4)?,
        };
        Ok((AreaId(row.get(3)?), look))
    })?;
    let mut by_area: BTreeMap<AreaId, Vec<Look>> = BTreeMap::new();
    for (area, look) in looks {
        by_area.entry(area).or_default().push(look);
    }
    for (area, looks) in by_area {
        for looks in looks.chunks(AT_ONCE) {
            let fact = Fact {
                id: FactId::new(tx.world()),
                happened_at: looks.last().map_or_else(|| tx.world().now(), |look| look.at),
                household: None,
                person: None,
                during: None,
                supersedes: None,
                first: None,
                body: FactBody::Looks(Looks { looks: looks.to_vec() }),
            };
            tx.say(area, &Payload::Fact(fact))?;
        }
    }
    tx.sql.execute("DELETE FROM look", [])?;
    Ok(())
}
