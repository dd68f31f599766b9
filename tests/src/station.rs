//! A station with a register, answering over HTTPS on a free port of loopback.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use beibao_domain::World;
use beibao_sample::Register;
use beibao_station::{Station, serve};

/// The officer whose tablet the tests enrol.
pub const BADGE: &str = "000101";

/// A station that answers.
#[derive(Debug)]
pub struct DemoStation {
    /// Its data.
    pub station: Arc<Station>,
    /// Where they lie.
    pub folder: PathBuf,
    serving: Option<serve::Serving>,
    url: String,
}

impl DemoStation {
    /// Makes a station in `folder`, imports `register` and begins to answer.
    pub async fn start(folder: &Path, register: &Register, world: Arc<dyn World>) -> Result<Self> {
        Self::start_with(folder, &register.files(), world).await
    }

    /// The same with these files: (name, text).
    pub async fn start_with<T: AsRef<str>>(folder: &Path, files: &[(&str, T)], world: Arc<dyn World>) -> Result<Self> {
        let station = Station::init(folder, world)?;
        for (name, text) in files {
            let text = text.as_ref();
            let imported = station.import(text.as_bytes())?.with_context(|| (*name).to_owned())?;
            ensure!(imported.refused.is_empty(), "{name}: {:?}", imported.refused);
        }
        Self::serve(Arc::new(station), folder.to_owned()).await
    }

    /// Opens a station that was made before and begins to answer.
    pub async fn reopen(folder: &Path, world: Arc<dyn World>) -> Result<Self> {
        Self::serve(Arc::new(Station::open(folder, world)?), folder.to_owned()).await
    }

    async fn serve(station: Arc<Station>, folder: PathBuf) -> Result<Self> {
        let serving = serve::serve(Arc::clone(&station), ([127, 0, 0, 1], 0).into()).await?;
        let url = format!("https://{}", serving.address);
        Ok(Self { station, folder, serving: Some(serving), url })
    }

    /// Where it answers.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A code for one more tablet of the officer.
    pub fn code(&self, all_areas: bool) -> Result<String> {
        Ok(self.station.enrolment_code(BADGE, &self.url, all_areas)?)
    }

    /// Stops answering; the data stay.
    pub async fn stop(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.stop().await;
        }
    }

    /// Answers again at the same address.
    pub async fn answer_again(&mut self) -> Result<()> {
        self.answer_at(&self.url.clone()).await
    }

    /// Answers at another station's address, or with port 0 at a free one.
    pub async fn answer_at(&mut self, url: &str) -> Result<()> {
        let address = url.trim_start_matches("https://").parse()?;
        let serving = serve::serve(Arc::clone(&self.station), address).await?;
        self.url = format!("https://{}", serving.address);
        self.serving = Some(serving);
        Ok(())
    }
}
