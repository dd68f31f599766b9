//! A tablet without its window: the same crates, driven by hand.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use beibao_domain::application::{Application, ApplicationKind};
use beibao_domain::{DeviceKey, FactBody, HouseholdId, MaterialId, PersonId, Problem, World};
use beibao_replica::find::{self, HitKind};
use beibao_replica::table::material;
use beibao_station::Visitor;
use beibao_store::application::NOTICE_VERSION;
use beibao_store::record::{self, Record};
use beibao_store::{Store, Tx, visit};
use beibao_sync::HttpStation;

use crate::DemoStation;

/// The passphrase of every tablet here.
pub const PASSPHRASE: &str = "草原-2026";

/// Applies for a renewed card; the notice was given.
pub fn apply(tx: &mut Tx<'_>, person: PersonId) -> beibao_store::Result<beibao_domain::FactId> {
    let application = Application::new(ApplicationKind::Renewal, "旧证到期", NOTICE_VERSION);
    record::save(tx, &Record { person_id: Some(person), ..Record::new(FactBody::Application(application)) })
}

/// An enrolled tablet.
#[derive(Debug, Clone)]
pub struct Tablet {
    /// Its data.
    pub store: Arc<Store>,
}

impl Tablet {
    /// Enrols a new tablet in `folder`.
    pub async fn enrol(folder: &Path, station: &DemoStation, all_areas: bool, world: Arc<dyn World>) -> Result<Self> {
        let store = beibao_sync::enrol(folder, &station.code(all_areas)?, PASSPHRASE, world).await?;
        Ok(Self { store })
    }

    /// Opens one that was enrolled before.
    pub fn open(folder: &Path, world: Arc<dyn World>) -> Result<Self> {
        Ok(Self { store: Arc::new(Store::open(folder, PASSPHRASE, world)?) })
    }

    /// Syncs over HTTPS until both sides have everything.
    pub async fn sync(&self) -> Result<(), Problem> {
        let station = HttpStation::of(&self.store.identity().enrolment)?;
        beibao_sync::sync(&self.store, &station, &AtomicBool::new(false), |_| {}).await
    }

    /// At the station's door, without a line between.
    pub fn visitor(&self, station: &DemoStation) -> Visitor {
        let key = DeviceKey::from_seed(&self.store.identity().enrolment.device_seed).public();
        Visitor::new(Arc::clone(&station.station), key)
    }

    /// The first household that a search finds.
    pub fn household(&self, typed: &str) -> Result<HouseholdId> {
        let found = self.store.read(|sql| Ok(find::search(sql, typed, None)?))?;
        Ok(found.hits.first().context("no such household")?.household_id)
    }

    /// The first person that a search finds.
    pub fn person(&self, typed: &str) -> Result<PersonId> {
        let found = self.store.read(|sql| Ok(find::search(sql, typed, None)?))?;
        let hit = found.hits.iter().find(|hit| hit.kind == HitKind::Person).context("no such person")?;
        Ok(PersonId(hit.id))
    }

    /// A material by its code.
    pub fn material(&self, code: &str) -> Result<MaterialId> {
        let all = self.store.read(|sql| Ok(material::all(sql)?))?;
        Ok(all.iter().find(|material| material.code == code).context("no such material")?.id)
    }

    /// An application for a renewed card, saved.
    pub fn application(&self, person: PersonId) -> Result<beibao_domain::FactId> {
        Ok(self.store.write(|tx| apply(tx, person))?)
    }

    /// A visit with this diary, saved.
    pub fn visit(&self, household: HouseholdId, diary: &str) -> Result<beibao_domain::FactId> {
        let mut draft = visit::open_draft(&self.store, household)?.draft;
        draft.diary = diary.to_owned();
        Ok(self.store.write(|tx| visit::save(tx, &draft))?)
    }
}
