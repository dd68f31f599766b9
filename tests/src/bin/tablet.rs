//! `beibao-tablet FOLDER COMMAND…`: an officer's tablet without its window, for the journeys of the desk. Each command is a
//! start of its own, as a tablet that was put away and taken out again; `enrol` comes first.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use beibao_domain::application::{Progress, Recipient, Step};
use beibao_domain::matter::State;
use beibao_domain::picture::Strokes;
use beibao_domain::world::{System, day_in_china};
use beibao_domain::{FactBody, HouseholdId, PersonId, World};
use beibao_photo::Profile;
use beibao_replica::matter::{self, Matter, Which};
use beibao_store::application::{self, Shot};
use beibao_store::household_page::{self, HouseholdField};
use beibao_store::record::{self, Record};
use beibao_tests::Tablet;
use beibao_tests::tablet::PASSPHRASE;

const PHOTO: &[u8] = include_bytes!("../../../assets/portraits/sample.jpg");

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (folder, command) = arguments.split_first().context("usage: beibao-tablet FOLDER COMMAND…")?;
    let folder = Path::new(folder);
    if let ["enrol", code] = command {
        let store = beibao_sync::enrol(folder, code, PASSPHRASE, Arc::new(System)).await?;
        return Ok(Tablet { store }.sync().await?);
    }
    let tablet = Tablet::open(folder, Arc::new(System))?;
    match command {
        ["sync"] => Ok(tablet.sync().await?),
        ["visit", household, diary] => tablet.visit(tablet.household(household)?, diary).map(drop),
        ["portrait", person] => portrait(&tablet, tablet.person(person)?),
        ["phone", household, number] => phone(&tablet, tablet.household(household)?, number),
        ["deliver", person] => deliver(&tablet, tablet.person(person)?),
        ["tell", person] => tell(&tablet, tablet.person(person)?),
        _ => anyhow::bail!("no such command: {command:?}"),
    }
}

fn newest(tablet: &Tablet, person: PersonId) -> Result<Option<Matter>> {
    let which = Which { kinds: vec!["application".into()], person_id: Some(person), ..Which::default() };
    Ok(tablet.store.read(|sql| Ok(matter::list(sql, &which)?))?.into_iter().next())
}

/// Takes a portrait for the application that is open, or for a new one.
fn portrait(tablet: &Tablet, person: PersonId) -> Result<()> {
    let open = newest(tablet, person)?.filter(|matter| matter.open);
    let application = match open {
        Some(matter) => matter.id,
        None => tablet.application(person)?,
    };
    let examination = beibao_photo::examine(PHOTO, &Profile::ga461())?;
    ensure!(examination.report.accepted, "the sample portrait is not accepted: {:?}", examination.report);
    let (portrait, report) = (examination.portrait.context("no portrait")?, examination.report);
    let original = beibao_photo::keepsake(PHOTO)?;
    let shot = Shot { finished: &portrait.jpeg, original: Some((&original, portrait.corners)) };
    let checks = serde_json::to_value(&report.checks)?;
    let judged = application::Judged { checks, ..application::Judged::by(&report.profile, report.profile_version) };
    tablet.store.write(|tx| application::attach_portrait(tx, application, shot, judged))?;
    Ok(())
}

/// Corrects a household's phone, as it is seen on the tablet.
fn phone(tablet: &Tablet, home: HouseholdId, number: &str) -> Result<()> {
    let today = day_in_china(System.now());
    let page = tablet.store.read(|sql| household_page::page(sql, home, today))?;
    Ok(tablet.store.write(|tx| household_page::edit(tx, home, HouseholdField::Phone, number, &page.phone.seen))?)
}

/// Takes the finished document along and hands it over against a signature.
fn deliver(tablet: &Tablet, person: PersonId) -> Result<()> {
    let matter = newest(tablet, person)?.context("no application")?;
    let officer = tablet.store.identity().enrolment.officer;
    let signature = Strokes(vec![vec![(1.0, 1.0), (9.0, 4.0), (17.0, 2.0)]]);
    let mut steps = vec![Step::Delivered { to: Recipient::Person, signature, at: None }];
    if matter.state != State::InBackpack {
        steps.insert(0, Step::TakenAlong { officer });
    }
    for step in steps {
        let said = FactBody::Progress(Progress { application: matter.id, step });
        tablet.store.write(|tx| record::save(tx, &Record::new(said)))?;
    }
    Ok(())
}

/// How the last application of somebody stands, and why it came back if it did.
fn tell(tablet: &Tablet, person: PersonId) -> Result<()> {
    let matter = newest(tablet, person)?.context("no application")?;
    let reason = matter.later.iter().rev().find_map(|entry| match &entry.body {
        FactBody::Progress(Progress { step: Step::Returned { reason }, .. }) => Some(reason.as_str()),
        _ => None,
    });
    println!("{} {}", serde_json::to_value(matter.state)?.as_str().unwrap_or_default(), reason.unwrap_or_default());
    Ok(())
}
