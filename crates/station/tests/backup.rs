//! Backups and their rehearsal, with the real program and the real library on real folders.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use beibao_domain::household::Household;
use beibao_domain::id::new_uuid;
use beibao_domain::person::Person;
use beibao_domain::world::System;
use beibao_domain::{AreaId, Edit, HouseholdId, Payload, PersonId, ProblemCode, RegisterKind};
use beibao_station::backup::rehearse::rehearse;
use beibao_station::backup::restore::{Restored, restore};
use beibao_station::backup::{Way, list};
use beibao_station::recovery::{RecoveryKey, recover};
use beibao_station::{Station, StationError};
use tempfile::TempDir;
use uuid::Uuid;

const WAY: Way = Way { keep: 2, with_key: true };

fn station(folder: &TempDir) -> (Station, Uuid) {
    let station = Station::init(&folder.path().join("station"), Arc::new(System)).unwrap();
    let [area, home, person] = [(); 3].map(|()| new_uuid(&System));
    let household = Household { code: "01-0001".into(), area: Some(AreaId(area)), ..Household::default() };
    let member = Person { household: Some(HouseholdId(home)), name: "阿拉坦苏和".into(), ..Person::default() };
    station
        .write(|tx| {
            tx.say(AreaId(area), &Payload::Edit(Edit::new_row(RegisterKind::Household, home, &household)))?;
            tx.say(AreaId(area), &Payload::Edit(Edit::new_row(RegisterKind::Person, person, &member)))
        })
        .unwrap();
    (station, person)
}

fn unused() -> Result<beibao_station::folder::Secrets, StationError> {
    Err(StationError::Missing)
}

fn names(to: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(to).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.retain(|name| name != ".beibao-lock");
    names
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}

fn program(arguments: &[&str], station: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_beibao-station"))
        .args(arguments)
        .env("BEIBAO_STATION", station)
        .env("BEIBAO_LANGUAGE", "en")
        .output()
        .unwrap()
}

#[test]
fn a_backup_is_made_while_the_station_works_is_unreadable_and_opens_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (station, _) = station(&folder);
    let to = folder.path().join("backups");
    let made = station.back_up(&to, WAY).unwrap();
    let place = to.join(&made.name);
    assert!(place.join("station.json").is_file());
    for entry in std::fs::read_dir(&place).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(15).any(|window| window == "阿拉坦苏和".as_bytes()));
    }
    let before = names(&place);
    let found = rehearse(&to, unused, Arc::new(System)).unwrap();
    assert!(found.is_whole());
    assert_eq!((found.households, found.people, found.log.changes), (1, 1, 2));
    assert_eq!(names(&place), before, "a rehearsal touches nothing");
    // Put back at another place it is the same station.
    let back = folder.path().join("back");
    copy(&place, &back);
    assert_eq!(Station::open(&back, Arc::new(System)).unwrap().author().device, station.author().device);
}

#[test]
fn the_newest_few_are_kept_and_what_a_power_cut_left_half_done_is_no_backup_and_goes_away() {
    let folder = tempfile::tempdir().unwrap();
    let (station, _) = station(&folder);
    let to = folder.path().join("backups");
    let first = station.back_up(&to, WAY).unwrap();
    // The power failed in the middle of the next one, and while an old one went away.
    copy(&to.join(&first.name), &to.join(".beibao-unfinished"));
    std::fs::write(to.join(".beibao-unfinished/station.db"), b"half").unwrap();
    copy(&to.join(&first.name), &to.join(".beibao-leaving"));
    assert_eq!(list(&to).unwrap().len(), 1);
    assert!(rehearse(&to, unused, Arc::new(System)).unwrap().is_whole());
    let second = station.back_up(&to, WAY).unwrap();
    let third = station.back_up(&to, WAY).unwrap();
    assert_eq!(names(&to), [second.name, third.name]);
}

#[test]
fn without_its_key_a_backup_opens_only_with_the_station_s_own() {
    let folder = tempfile::tempdir().unwrap();
    let (station, _) = station(&folder);
    let to = folder.path().join("backups");
    let made = station.back_up(&to, Way { keep: 1, with_key: false }).unwrap();
    assert!(!to.join(&made.name).join("station.json").exists());
    assert!(matches!(rehearse(&to, unused, Arc::new(System)), Err(StationError::Missing)));
    let own = || beibao_station::folder::read(&folder.path().join("station"));
    assert!(rehearse(&to, own, Arc::new(System)).unwrap().is_whole());
}

#[test]
fn whoever_was_erased_after_a_backup_is_erased_again_when_it_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let (station, person) = station(&folder);
    let to = folder.path().join("backups");
    station.back_up(&to, WAY).unwrap();
    station.erase_regardless(PersonId(person)).unwrap();
    drop(station);
    let place = folder.path().join("station");
    // A crash left a journal beside the database; it fits no other one.
    std::fs::write(place.join("station.db-wal"), [7; 9_000]).unwrap();
    let restored = program(&["restore", to.to_str().unwrap()], &place);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    assert!(!String::from_utf8_lossy(&restored.stdout).contains("阿拉坦苏和"));
    let station = Station::open(&place, Arc::new(System)).unwrap();
    assert!(station.person_record(PersonId(person)).is_err());
    // The next backup carries the erasures.
    let made = station.back_up(&to, WAY).unwrap();
    assert!(to.join(made.name).join("erasures.jsonl").is_file());
    assert_eq!(rehearse(&to, unused, Arc::new(System)).unwrap().people, 0);
}

#[test]
fn a_backup_is_put_back_where_nobody_is_at_work_and_brings_its_pictures_its_key_and_its_erasures() {
    let folder = tempfile::tempdir().unwrap();
    let (station, person) = station(&folder);
    let place = folder.path().join("station");
    let picture = station.keep_blob(b"a sealed portrait").unwrap();
    let named = "INSERT INTO blob (hash, device, size, whole) VALUES (?1, ?1, 17, 1)";
    station.writer().execute(named, [picture.0]).unwrap();
    station.erase_regardless(PersonId(person)).unwrap();
    let to = folder.path().join("backups");
    let made = station.back_up(&to, WAY).unwrap();
    let busy = restore(&place, &to, Arc::new(System));
    assert!(matches!(busy, Err(StationError::Refused(problem)) if problem.code == ProblemCode::Busy));
    drop(station);
    // A new disk: nothing is there.
    std::fs::remove_dir_all(&place).unwrap();
    let aside = |restored| match restored {
        Restored::Done { aside, .. } => aside,
        Restored::Unfit(found) => panic!("{found:?}"),
    };
    assert_eq!(aside(restore(&place, &to.join(&made.name), Arc::new(System)).unwrap()), None);
    let station = Station::open(&place, Arc::new(System)).unwrap();
    assert_eq!(station.blob(picture).unwrap().as_deref(), Some(b"a sealed portrait".as_slice()));
    assert!(station.person_record(PersonId(person)).is_err());
    drop(station);
    assert!(place.join("erasures.jsonl").is_file());
    // Again, over what is there now, which is kept.
    let kept = aside(restore(&place, &to, Arc::new(System)).unwrap()).unwrap();
    assert!(kept.join("station.db").is_file());
    // One that will not do changes nothing.
    let database = to.join(&made.name).join("station.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0);
    std::fs::write(&database, bytes).unwrap();
    let before = std::fs::read(place.join("station.db")).unwrap();
    assert!(!matches!(restore(&place, &to, Arc::new(System)), Ok(Restored::Done { .. })));
    assert_eq!(std::fs::read(place.join("station.db")).unwrap(), before);
}

#[test]
fn a_damaged_backup_is_found_out_and_one_place_holds_no_backup_within_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (station, _) = station(&folder);
    let to = folder.path().join("backups");
    assert!(
        matches!(rehearse(&to, unused, Arc::new(System)), Err(StationError::Refused(problem)) if problem.code == ProblemCode::NoBackup)
    );
    let inside = station.back_up(&folder.path().join("station/backups"), WAY);
    assert!(matches!(inside, Err(StationError::Refused(problem)) if problem.code == ProblemCode::FolderUnusable));
    let made = station.back_up(&to, WAY).unwrap();
    let database = to.join(made.name).join("station.db");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0);
    std::fs::write(&database, bytes).unwrap();
    let found = rehearse(&to, unused, Arc::new(System));
    assert!(!found.is_ok_and(|found| found.is_whole()));
}

/// Files may not grow beyond a few hundred kilobytes: as full as a disk gets without one.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_in_the_middle_leaves_the_older_backup_and_no_half_one() {
    let folder = tempfile::tempdir().unwrap();
    drop(station(&folder));
    let (place, to) = (folder.path().join("station"), folder.path().join("backups"));
    let target = to.to_str().unwrap();
    assert!(program(&["backup", target], &place).status.success());
    let before = names(&to);
    let limited = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" backup \"$1\""])
        .args([env!("CARGO_BIN_EXE_beibao-station"), target])
        .env("BEIBAO_STATION", &place)
        .env("BEIBAO_LANGUAGE", "en")
        .output()
        .unwrap();
    assert!(!limited.status.success(), "the limit was not met: {limited:?}");
    assert_eq!(names(&to), before);
    let rehearsed = program(&["rehearse", target], &place);
    let said = String::from_utf8(rehearsed.stdout).unwrap();
    assert!(
        rehearsed.status.success() && said.contains("is whole: 2 changes in the log, 1 households, 1 people"),
        "{said}"
    );
}

/// The server is killed in the middle of one backup after another; what is called a backup is always whole.
#[cfg(unix)]
#[test]
fn a_kill_in_the_middle_leaves_whole_backups_only() {
    let folder = tempfile::tempdir().unwrap();
    drop(station(&folder));
    let (place, to) = (folder.path().join("station"), folder.path().join("backups"));
    let mut before = 0;
    for round in 0..8u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_beibao-station"))
            .args(["backup", to.to_str().unwrap(), "--keep", "100"])
            .env("BEIBAO_STATION", &place)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(15 * round));
        let _ = child.kill();
        child.wait().unwrap();
        let there = list(&to).unwrap().len();
        assert!(there >= before, "an older backup is gone");
        before = there;
        if there > 0 {
            assert!(rehearse(&to, unused, Arc::new(System)).unwrap().is_whole());
        }
    }
    assert!(program(&["backup", to.to_str().unwrap()], &place).status.success());
    assert!(names(&to).iter().all(|name| name.starts_with("beibao-")));
}

#[test]
fn a_backup_without_the_key_opens_with_the_digits_of_the_sheet_and_with_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let (station, person) = station(&folder);
    let to = folder.path().join("backups");
    let made = station.back_up(&to, Way { keep: 2, with_key: false }).unwrap();
    let groups = RecoveryKey::of(station.secrets()).groups();
    let fingerprint = station.secrets().fingerprint();
    drop(station);
    std::fs::remove_dir_all(folder.path().join("station")).unwrap();
    let place = folder.path().join("again");
    copy(&to.join(made.name), &place);
    assert!(matches!(Station::open(&place, Arc::new(System)), Err(StationError::Incomplete)));
    let typed = |text: &str| recover(&place, &RecoveryKey::typed(text).unwrap());
    assert!(matches!(typed(&"000000 ".repeat(8)), Err(StationError::Secrets)));
    typed(&groups.join(" ")).unwrap();
    assert!(matches!(typed(&groups.join(" ")), Err(StationError::Exists)), "what is there is not written over");
    let station = Station::open(&place, Arc::new(System)).unwrap();
    assert_eq!(station.secrets().fingerprint(), fingerprint);
    station.read(|sql| Ok(beibao_replica::table::person::read(sql, PersonId(person))?)).unwrap();
}
