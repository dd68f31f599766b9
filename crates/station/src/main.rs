//! `beibao-station`: the station on the command line.

mod cli;
mod office;
mod told;

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use beibao_domain::world::{System, china};
use beibao_domain::{DeviceId, Hash, ProblemCode};
use beibao_replica::conflicts::Conflict;
use beibao_replica::statistics::{Asked, Numbers};
use beibao_station::backup::Way;
use beibao_station::backup::rehearse::{Rehearsed, rehearse};
use beibao_station::backup::restore::{Restored, restore};
use beibao_station::desk::web;
use beibao_station::enrolment::{CODE_MINUTES, is_station_url};
use beibao_station::recovery::RecoveryKey;
use beibao_station::words::Words;
use beibao_station::{Station, StationError, announce, daily, report, serve};
use chrono::{DateTime, NaiveDate, Utc};

use cli::{Enrol, LogForm, Task};

/// What is told when something went wrong: a sentence.
type Done = Result<(), String>;

fn main() -> ExitCode {
    let arguments = cli::read();
    let log = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr);
    match arguments.log {
        LogForm::Text => log.init(),
        LogForm::Json => log.json().init(),
    }
    let desk = Desk { words: Words(arguments.language), folder: arguments.folder };
    let done = match arguments.command {
        Task::Init => desk.init(),
        Task::Serve { listen, desk: page } => desk.serve(listen, page),
        Task::Enrol(enrol) => desk.enrol(&enrol),
        Task::Tablets => desk.tablets(),
        Task::Import { files } => desk.import(&files),
        Task::Report { from, to, csv } => desk.report(from, to, csv.as_deref()),
        Task::Questionnaire { file } => desk.questionnaire(&file),
        Task::Results { code, edition, xlsx, csv } => {
            desk.results(&code, edition.as_deref(), xlsx.as_deref(), csv.as_deref())
        }
        Task::Take { file, answer } => desk.take(&file, answer),
        Task::Conflicts => desk.conflicts(),
        Task::Settle { mark, choice } => desk.settle(&mark, choice),
        Task::Aside => desk.aside(),
        Task::Verify => desk.verify(),
        Task::Backup { to, keep, without_key } => desk.backup(&to, Way { keep, with_key: !without_key }),
        Task::Rehearse { from } => desk.rehearse(&from),
        Task::Restore { from } => desk.restore(&from),
        Task::Recover => desk.recover(),
        Task::Password { name } => desk.password(&name),
        Task::Attach { code, file, name, remove: _ } => desk.attach(&code, file.as_deref(), name.as_deref()),
        Task::Retention { kind, months } => desk.retention(kind.as_deref(), months),
        Task::Looks { from, to } => desk.looks(from, to),
        Task::Revoke { device, badge } => desk.revoke(device.map(DeviceId), badge.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

struct Desk {
    words: Words,
    folder: PathBuf,
}

impl Desk {
    fn told(&self) -> impl Fn(StationError) -> String {
        let words = self.words;
        move |error| told::station_error(words, &error)
    }

    fn open(&self) -> Result<Station, String> {
        Station::open(&self.folder, Arc::new(System)).map_err(self.told())
    }

    fn file_error(&self, file: &Path, cause: &dyn std::fmt::Display) -> String {
        self.words.fill("error.file", &[("file", &file.display()), ("cause", cause)])
    }

    fn init(&self) -> Done {
        let station = Station::init(&self.folder, Arc::new(System)).map_err(self.told())?;
        println!("{}", self.words.fill("init.done", &[("folder", &self.folder.display())]));
        println!("{}", self.words.fill("init.fingerprint", &[("fingerprint", &station.secrets().fingerprint())]));
        println!("{}", self.words.say("init.backup"));
        let key = RecoveryKey::of(station.secrets()).groups().join(" ");
        println!("{}\n\n    {key}\n", self.words.say("init.recovery"));
        Ok(())
    }

    #[tokio::main]
    async fn serve(&self, listen: SocketAddr, page: Option<SocketAddr>) -> Done {
        let station = Arc::new(self.open()?);
        let told = |address: SocketAddr| {
            move |error| match error {
                StationError::Io(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                    self.words.fill("error.listen", &[("listen", &address)])
                }
                error => told::station_error(self.words, &error),
            }
        };
        let serving = serve::serve(Arc::clone(&station), listen).await.map_err(told(listen))?;
        println!("{}", self.words.fill("serve.answers", &[("address", &serving.address)]));
        let _answering = announce::on_the_network(&station, serving.address).await;
        let _desk = match page {
            None => None,
            Some(page) => {
                let desk = Arc::new(web::Desk::new(Arc::clone(&station), Some(serving.address)).map_err(self.told())?);
                let shown = web::serve(Arc::clone(&desk), page).await.map_err(told(page))?;
                println!("{}", self.words.fill("serve.desk", &[("address", &shown.address)]));
                if let Some(code) = desk.setup_code() {
                    println!("{}", self.words.fill("serve.setup", &[("code", &code)]));
                }
                Some(shown)
            }
        };
        let _ = std::io::stdout().flush();
        tokio::select! {
            () = daily::every_day(station) => {}
            _ = serving.forever() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        Ok(())
    }

    fn enrol(&self, enrol: &Enrol) -> Done {
        if !is_station_url(&enrol.url) {
            return Err(self.words.fill("error.url", &[("url", &enrol.url)]));
        }
        let station = self.open()?;
        let unknown = || self.words.fill("error.badge", &[("badge", &enrol.badge)]);
        let officer = station.officer(&enrol.badge).map_err(self.told())?.ok_or_else(unknown)?;
        let code = station.enrolment_code(&enrol.badge, &enrol.url, enrol.all_areas).map_err(self.told())?;
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("officer", &officer.name), ("badge", &enrol.badge), ("minutes", &CODE_MINUTES)];
        println!("{}\n", self.words.fill("enrol.for", &values));
        if let Ok(blocks) = beibao_print::code_blocks(&code) {
            println!("{blocks}");
        }
        println!("{}\n\n{code}", self.words.say("enrol.scan"));
        if let Some(path) = &enrol.png {
            let png = beibao_print::code_png(&code).map_err(|error| self.file_error(path, &error))?;
            std::fs::write(path, png).map_err(|error| self.file_error(path, &error))?;
        }
        Ok(())
    }

    fn tablets(&self) -> Done {
        let tablets = self.open()?.tablets().map_err(self.told())?;
        if tablets.is_empty() {
            println!("{}", self.words.say("tablets.none"));
        }
        for tablet in tablets {
            let seen = tablet.seen_at.map_or_else(|| self.words.say("tablets.never").to_owned(), moment);
            let state = match (tablet.revoked_at, tablet.cloned_at) {
                (Some(_), _) => "tablets.revoked",
                (None, Some(_)) => "tablets.cloned",
                (None, None) => "tablets.active",
            };
            println!(
                "{}",
                self.words.fill(
                    "tablets.line",
                    &[
                        ("officer", &tablet.officer_name),
                        ("badge", &tablet.badge),
                        ("enrolled", &moment(tablet.enrolled_at)),
                        ("seen", &seen),
                        ("state", &self.words.say(state)),
                        ("id", &tablet.id),
                    ],
                )
            );
        }
        Ok(())
    }

    fn import(&self, files: &[PathBuf]) -> Done {
        let station = self.open()?;
        let mut refused = 0;
        for path in files {
            let bytes = std::fs::read(path).map_err(|error| self.file_error(path, &error))?;
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match station.import(&bytes).map_err(self.told())? {
                Err(error) => {
                    let reason = told::file_error(self.words, &error);
                    println!("{}", self.words.fill("import.refused", &[("file", &file), ("reason", &reason)]));
                    refused += 1;
                }
                Ok(imported) => self.tell_import(&file, &imported),
            }
        }
        match refused {
            0 => Ok(()),
            _ => Err(self.words.fill("import.some_refused", &[("files", &files.len()), ("refused", &refused)])),
        }
    }

    fn tell_import(&self, file: &str, imported: &beibao_station::import::Imported) {
        let values: [(&str, &dyn std::fmt::Display); 7] = [
            ("file", &file),
            ("register", &self.words.say(&format!("register.{}", imported.register.name()))),
            ("rows", &(imported.added + imported.changed + imported.unchanged)),
            ("added", &imported.added),
            ("changed", &imported.changed),
            ("unchanged", &imported.unchanged),
            ("refused", &imported.refused.len()),
        ];
        println!("{}", self.words.fill("import.taken", &values));
        for row in imported.refused.iter().chain(&imported.remarks) {
            let fault = told::row_fault(self.words, row.fault);
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("line", &row.line), ("column", &row.column), ("fault", &fault)];
            println!("{}", self.words.fill("import.row", &values));
        }
    }

    fn report(&self, from: Option<NaiveDate>, to: Option<NaiveDate>, csv: Option<&Path>) -> Done {
        let station = self.open()?;
        let asked = Asked { from, to, by_area: true, by_month: true, ..Asked::default() };
        let Numbers { lines, whole } = station.statistics_with_whole(&asked).map_err(self.told())?;
        let out = &mut std::io::stdout().lock();
        report::print(self.words, &lines, &whole, out).map_err(|error| error.to_string())?;
        if let Some(path) = csv {
            std::fs::write(path, report::table(self.words, &lines, &whole).to_csv())
                .map_err(|error| self.file_error(path, &error))?;
        }
        Ok(())
    }

    fn questionnaire(&self, file: &Path) -> Done {
        let bytes = std::fs::read(file).map_err(|error| self.file_error(file, &error))?;
        let read = beibao_xlsform::read(&bytes).map_err(|refusals| {
            let told = refusals.iter().map(|refusal| told::workbook_refusal(self.words, refusal)).collect::<Vec<_>>();
            self.words.fill("questionnaire.refused", &[("file", &file.display()), ("faults", &told.join("\n  "))])
        })?;
        let kept = self.open()?.keep_questionnaire(&read).map_err(self.told())?;
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("title", &read.title), ("code", &read.code), ("version", &read.version), ("questions", &read.form.len())];
        println!("{}", self.words.fill(told::kept(kept), &values));
        Ok(())
    }

    fn results(&self, code: &str, version: Option<&str>, xlsx: Option<&Path>, csv: Option<&Path>) -> Done {
        let table = self.open()?.results_table(code, version, self.words).map_err(|error| match error {
            StationError::Refused(problem) if problem.code == ProblemCode::NotFound => {
                self.words.fill("error.questionnaire", &[("code", &code)])
            }
            error => told::station_error(self.words, &error),
        })?;
        let write =
            |path: &Path, bytes: Vec<u8>| std::fs::write(path, bytes).map_err(|error| self.file_error(path, &error));
        if let Some(path) = xlsx {
            write(path, table.to_xlsx().map_err(|error| self.file_error(path, &error))?)?;
        }
        if let Some(path) = csv {
            write(path, table.to_csv())?;
        }
        if xlsx.or(csv).is_none() {
            let out = &mut std::io::stdout().lock();
            out.write_all(&table.to_csv()).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn take(&self, file: &Path, answer: Option<PathBuf>) -> Done {
        let bytes = std::fs::read(file).map_err(|error| self.file_error(file, &error))?;
        let taken = Arc::new(self.open()?).take_bundle(&bytes).map_err(self.told())?;
        let to = answer.unwrap_or_else(|| file.with_extension("answer.beibao"));
        std::fs::write(&to, &taken.answer).map_err(|error| self.file_error(&to, &error))?;
        let values: [(&str, &dyn std::fmt::Display); 4] = [
            ("tablet", &taken.tablet.mark()),
            ("applied", &taken.applied),
            ("aside", &taken.set_aside),
            ("pictures", &taken.pictures),
        ];
        println!("{}", self.words.fill("take.done", &values));
        if let Some((from, to)) = taken.missing {
            println!("{}", self.words.fill("take.missing", &[("from", &from), ("to", &to)]));
        }
        println!("{}", self.words.fill("take.answer", &[("file", &to.display())]));
        Ok(())
    }

    fn conflicts(&self) -> Done {
        let conflicts = self.open()?.conflicts().map_err(self.told())?;
        if conflicts.is_empty() {
            println!("{}", self.words.say("conflicts.none"));
        }
        for conflict in &conflicts {
            println!("{}  {} · {}", mark(conflict), conflict.title, conflict.field);
            for (m, choice) in conflict.choices.iter().enumerate() {
                println!("        {}) {}", m + 1, choice.shown);
            }
        }
        Ok(())
    }

    fn settle(&self, marked: &str, choice: usize) -> Done {
        let station = self.open()?;
        let conflicts = station.conflicts().map_err(self.told())?;
        let unknown = || self.words.say("error.conflict").to_owned();
        let conflict = conflicts.iter().find(|conflict| mark(conflict) == marked).ok_or_else(unknown)?;
        let chosen = choice.checked_sub(1).and_then(|n| conflict.choices.get(n)).ok_or_else(unknown)?;
        station.settle(conflict.row, &conflict.field, &chosen.value, &conflict.seen).map_err(self.told())?;
        println!("{}", self.words.fill("conflicts.settled", &[("title", &conflict.title), ("value", &chosen.shown)]));
        Ok(())
    }

    fn aside(&self) -> Done {
        let station = self.open()?;
        let (kept, forks) = (station.set_aside().map_err(self.told())?, station.forks().map_err(self.told())?);
        if forks > 0 {
            println!("{}", self.words.fill("aside.forks", &[("count", &forks)]));
        }
        if kept.is_empty() {
            println!("{}", self.words.say("aside.none"));
        }
        for change in kept {
            let (at, kind) = (moment(change.received_at), change.kind);
            println!("{:>8}  {at}  {}  {kind}  {}", change.number, change.officer, change.reason);
        }
        Ok(())
    }

    fn verify(&self) -> Done {
        let verified = self.open()?.verify().map_err(self.told())?;
        match verified.broken {
            None => {
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("changes", &verified.changes), ("chains", &verified.chains)];
                println!("{}", self.words.fill("verify.whole", &values));
                Ok(())
            }
            Some(broken) => Err(self.words.fill(
                "verify.broken",
                &[
                    ("number", &broken.number),
                    ("device", &broken.device),
                    ("link", &self.words.say(told::link(broken.link))),
                ],
            )),
        }
    }

    fn backup(&self, to: &Path, way: Way) -> Done {
        let made = self.open()?.back_up(to, way).map_err(self.told())?;
        let place = to.join(&made.name);
        let values: [(&str, &dyn std::fmt::Display); 4] = [
            ("folder", &place.display()),
            ("pictures", &made.pictures),
            ("megabytes", &(made.bytes / 1_000_000)),
            ("keep", &way.keep),
        ];
        println!("{}", self.words.fill("backup.done", &values));
        println!("{}", self.words.say(if way.with_key { "backup.with_key" } else { "backup.without_key" }));
        Ok(())
    }

    fn rehearse(&self, from: &Path) -> Done {
        let own = || beibao_station::folder::read(&self.folder);
        let found = rehearse(from, own, Arc::new(System)).map_err(self.told())?;
        let said = self.worth(&found);
        if !found.is_whole() {
            return Err(said);
        }
        println!("{said}");
        Ok(())
    }

    fn worth(&self, found: &Rehearsed) -> String {
        let values: [(&str, &dyn std::fmt::Display); 7] = [
            ("name", &found.name),
            ("changes", &found.log.changes),
            ("households", &found.households),
            ("people", &found.people),
            ("facts", &found.facts),
            ("pictures", &found.pictures),
            ("wrong", &found.pictures_wrong),
        ];
        self.words.fill(if found.is_whole() { "rehearse.whole" } else { "rehearse.broken" }, &values)
    }

    fn restore(&self, from: &Path) -> Done {
        let (found, aside) = match restore(&self.folder, from, Arc::new(System)).map_err(self.told())? {
            Restored::Unfit(found) => return Err(self.worth(&found)),
            Restored::Done { found, aside } => (found, aside),
        };
        println!("{}", self.worth(&found));
        println!("{}", self.words.fill("restore.done", &[("folder", &self.folder.display())]));
        if let Some(aside) = aside {
            println!("{}", self.words.fill("restore.aside", &[("folder", &aside.display())]));
        }
        Ok(())
    }

    fn password(&self, name: &str) -> Done {
        let made_up = self.open()?.new_password(name).map_err(|error| match error {
            StationError::Refused(problem) if problem.code == ProblemCode::NotFound => {
                self.words.fill("error.account", &[("name", &name)])
            }
            error => told::station_error(self.words, &error),
        })?;
        println!("{}\n\n    {made_up}\n", self.words.say("password.made"));
        Ok(())
    }

    fn revoke(&self, device: Option<DeviceId>, badge: Option<&str>) -> Done {
        let station = self.open()?;
        let tablets = station.tablets().map_err(self.told())?;
        let wanted: Vec<DeviceId> = tablets
            .iter()
            .filter(|tablet| tablet.revoked_at.is_none())
            .filter(|tablet| device == Some(tablet.id) || badge == Some(tablet.badge.as_str()))
            .map(|tablet| tablet.id)
            .collect();
        if wanted.is_empty() {
            return Err(self.words.say("error.tablet").to_owned());
        }
        wanted.iter().try_for_each(|device| station.revoke(*device)).map_err(self.told())?;
        println!("{}", self.words.fill("revoke.done", &[("count", &wanted.len())]));
        Ok(())
    }
}

/// What a conflict is called by: it is another one as soon as anybody has written more to it, so that nobody settles what
/// they have not seen.
fn mark(conflict: &Conflict) -> String {
    let named = format!("{} {} {}", conflict.row, conflict.field, conflict.seen);
    Hash::of(named.as_bytes()).to_string()[..6].to_owned()
}

/// Minutes, in China.
fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&china()).format("%Y-%m-%d %H:%M").to_string()
}
