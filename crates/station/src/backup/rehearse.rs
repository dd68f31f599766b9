//! A rehearsal: the newest backup is opened in a scratch place as if it were put back, and looked through. Nothing of the
//! backup is touched, and nothing of it stays behind.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use beibao_domain::{ProblemCode, World};

use super::list;
use crate::desk::{Progress, Verified};
use crate::folder::Secrets;
use crate::station::{Result, Station, StationError};
use crate::{erasures, folder};

/// What a backup is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsed {
    /// The name of its folder.
    pub name: String,
    /// Whether its log is whole.
    pub log: Verified,
    /// Households, people and facts in it.
    pub households: u64,
    /// People.
    pub people: u64,
    /// Facts.
    pub facts: u64,
    /// Pictures that are there and right.
    pub pictures: u64,
    /// Pictures that the database names as whole and that are not there, or are not what they are called.
    pub pictures_wrong: u64,
    /// What SQLite says of the file, if it is anything but `ok`.
    pub damage: Option<String>,
}

impl Rehearsed {
    /// Whether it would do.
    pub fn is_whole(&self) -> bool {
        self.log.broken.is_none() && self.pictures_wrong == 0 && self.damage.is_none()
    }
}

/// A place that goes away with everything in it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(world: &dyn World) -> Result<Self> {
        let mut name = [0; 8];
        world.fill(&mut name);
        let path = std::env::temp_dir().join(format!("beibao-rehearsal-{:016x}", u64::from_le_bytes(name)));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Rehearses the newest backup under `target`. `own` are the secrets of the station that made it; those that lie in the
/// backup are taken first.
pub fn rehearse(target: &Path, own: impl FnOnce() -> Result<Secrets>, world: Arc<dyn World>) -> Result<Rehearsed> {
    rehearse_counted(target, own, world, &Progress::default())
}

/// The same, the changes of its log and its pictures counted.
pub(crate) fn rehearse_counted(
    target: &Path,
    own: impl FnOnce() -> Result<Secrets>,
    world: Arc<dyn World>,
    progress: &Progress,
) -> Result<Rehearsed> {
    rehearse_one(&list(target)?.pop().ok_or(ProblemCode::NoBackup)?, own(), world, progress)
}

/// The same of one that is known.
pub(super) fn rehearse_one(
    backup: &Path,
    own: Result<Secrets>,
    world: Arc<dyn World>,
    progress: &Progress,
) -> Result<Rehearsed> {
    let secrets = match folder::read(backup) {
        Err(StationError::Missing) => own?,
        read => read?,
    };
    let scratch = Scratch::new(&*world)?;
    std::fs::copy(folder::database(backup), folder::database(&scratch.0))?;
    match std::fs::copy(erasures::file(backup), erasures::file(&scratch.0)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let blobs = secrets.blobs(backup);
    let station = Station::open_with(&scratch.0, secrets, world)?;
    let count =
        |query: &str| station.read(|sql| Ok(sql.query_row(query, [], |row| row.get::<_, i64>(0))?.cast_unsigned()));
    let damage: String = station.read(|sql| Ok(sql.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?))?;
    let whole = station.read(|sql| Ok(crate::blobs::whole(sql)?))?;
    progress.of(count("SELECT count(*) FROM change")? + whole.len() as u64);
    let log = station.verify_counted(progress)?;
    let mut right = 0;
    for hash in &whole {
        progress.step();
        right += u64::from(blobs.read(*hash)?.is_some());
    }
    Ok(Rehearsed {
        name: backup.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        log,
        households: count("SELECT count(*) FROM household")?,
        people: count("SELECT count(*) FROM person")?,
        facts: count("SELECT count(*) FROM fact")?,
        pictures: right,
        pictures_wrong: whole.len() as u64 - right,
        damage: (damage != "ok").then_some(damage),
    })
}
