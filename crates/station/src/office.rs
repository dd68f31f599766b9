//! What is seldom done on the command line: the recovery of a backup, files of the library, how long things are kept, who looked at whom.

use std::path::Path;

use beibao_domain::retention::rule;
use beibao_domain::{ProblemCode, shelf::MAX_FILE_BYTES};
use beibao_station::StationError;
use beibao_station::recovery::{RecoveryKey, WrongGroup, recover};
use beibao_station::words::on_paper;
use chrono::NaiveDate;

use crate::{Desk, Done, moment, told};

impl Desk {
    /// Opens the sealed secrets of a backup, laid into the station's folder, with the digits of the recovery sheet.
    pub fn recover(&self) -> Done {
        println!("{}", self.words.say("recover.ask"));
        let mut typed = String::new();
        std::io::stdin().read_line(&mut typed).map_err(|error| error.to_string())?;
        let key = RecoveryKey::typed(&typed)
            .map_err(|WrongGroup(group)| self.words.fill("recover.wrong_group", &[("group", &group)]))?;
        recover(&self.folder, &key).map_err(|error| match error {
            StationError::Secrets => self.words.say("recover.another").to_owned(),
            StationError::Incomplete => self.words.say("recover.none").to_owned(),
            error => told::station_error(self.words, &error),
        })?;
        println!("{}", self.words.say("recover.done"));
        Ok(())
    }

    /// Puts a file beside a material or a phrase, or takes it away.
    pub(crate) fn attach(&self, code: &str, file: Option<&Path>, name: Option<&str>) -> Done {
        let station = self.open()?;
        let unknown = || self.words.fill("attach.unknown", &[("code", &code)]);
        let Some(file) = file else {
            station.withdraw_file(code, name.unwrap_or_default()).map_err(|_| unknown())?;
            println!("{}", self.words.say("attach.removed"));
            return Ok(());
        };
        let bytes = std::fs::read(file).map_err(|cause| self.file_error(file, &cause))?;
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let put = station.enclose(code, name.unwrap_or(&stem), &bytes).map_err(|error| match &error {
            StationError::Refused(problem) if problem.code == ProblemCode::NotFound => unknown(),
            StationError::Refused(problem) if problem.code == ProblemCode::InvalidFields => {
                self.words.say("attach.media").to_owned()
            }
            StationError::Refused(problem) if problem.code == ProblemCode::TooLarge => {
                self.words.fill("attach.too_large", &[("megabytes", &(MAX_FILE_BYTES / 1024 / 1024))])
            }
            _ => self.told()(error),
        })?;
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("name", &put.name), ("code", &code), ("kilobytes", &(put.size_bytes / 1024))];
        println!("{}", self.words.fill("attach.done", &values));
        Ok(())
    }

    /// Tells how long each kind is kept and what ends soon, or sets it for one.
    pub(crate) fn retention(&self, kind: Option<&str>, months: Option<u32>) -> Done {
        let station = self.open()?;
        if let (Some(kind), Some(months)) = (kind, months) {
            let Some(rule) = rule(kind) else {
                return Err(self.words.fill("retention.unknown", &[("kind", &kind)]));
            };
            if !rule.allows(months) {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("kind", &kind), ("least", &rule.least_months.max(1)), ("most", &rule.months)];
                return Err(self.words.fill("retention.range", &values));
            }
            station.set_period(kind, months).map_err(self.told())?;
        }
        for period in station.periods().map_err(self.told())? {
            let named = on_paper(&format!("entry.{}", period.kind));
            let values: [(&str, &dyn std::fmt::Display); 5] = [
                ("kind", &period.kind),
                ("name", &named),
                ("months", &period.months),
                ("usual", &period.usual_months),
                ("least", &period.least_months),
            ];
            println!("{}", self.words.fill("retention.line", &values));
        }
        for ending in station.endings().map_err(self.told())? {
            let named = on_paper(&format!("entry.{}", ending.kind));
            let values: [(&str, &dyn std::fmt::Display); 4] =
                [("name", &named), ("count", &ending.count), ("before", &ending.before), ("on", &ending.erased_on)];
            println!("{}", self.words.fill("retention.ending", &values));
        }
        Ok(())
    }

    /// Tells who looked at whom on a tablet.
    pub(crate) fn looks(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Done {
        let looks = self.open()?.looks(from, to).map_err(self.told())?;
        for look in &looks {
            let list = match look.list.as_str() {
                "" => String::new(),
                list => self.words.fill("looks.list", &[("list", &list)]),
            };
            println!("{}  {}  {} {}{list}", moment(look.at), look.officer, look.household, look.person);
        }
        if looks.is_empty() {
            println!("{}", self.words.say("looks.none"));
        }
        Ok(())
    }
}
