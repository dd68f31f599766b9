//! What went wrong, as the desk officer is told: one sentence that says what to do.

use std::fmt::Display;

use beibao_db::Fault;
use beibao_domain::ProblemCode;
use beibao_station::StationError;
use beibao_station::desk::Link;
use beibao_station::import::{FileError, RowFault, TextError};
use beibao_station::questionnaires::Kept;

use beibao_station::words::Words;

/// The sentence of a station's error.
pub fn station_error(words: Words, error: &StationError) -> String {
    let plain = |key| words.say(key).to_owned();
    let caused = |key, cause: &dyn Display| words.fill(key, &[("cause", cause)]);
    match error {
        StationError::Exists => plain("error.exists"),
        StationError::Missing => plain("error.missing"),
        StationError::Incomplete => plain("error.incomplete"),
        StationError::Secrets => plain("error.secrets"),
        StationError::Db(Fault::DiskFull(_)) => plain("error.disk_full"),
        StationError::Db(Fault::Damaged(_)) => plain("error.damaged"),
        StationError::Db(Fault::Newer { .. }) => plain("error.newer"),
        StationError::Db(fault) => caused("error.database", fault),
        StationError::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => plain("error.disk_full"),
        StationError::Io(error) => caused("error.io", error),
        StationError::Tls(cause) => caused("error.tls", cause),
        StationError::Refused(problem) if problem.code == ProblemCode::BundleUnreadable => {
            plain("error.bundle_unreadable")
        }
        StationError::Refused(problem) if problem.code == ProblemCode::BundleForAnother => {
            plain("error.bundle_for_another")
        }
        StationError::Refused(problem) if problem.code == ProblemCode::BundleOutdated => plain("error.bundle_outdated"),
        StationError::Refused(problem) if problem.code == ProblemCode::TabletUnknown => plain("error.tablet_unknown"),
        StationError::Refused(problem) if problem.code == ProblemCode::NoBackup => plain("error.no_backup"),
        StationError::Refused(problem) if problem.code == ProblemCode::FolderUnusable => plain("error.folder_unusable"),
        StationError::Refused(problem) if problem.code == ProblemCode::Busy => plain("error.busy"),
        StationError::Refused(problem) => caused("error.database", &problem.code.name()),
    }
}

/// Why a file was refused.
pub fn file_error(words: Words, error: &FileError) -> String {
    match error {
        FileError::Text { line, source: TextError::BrokenUtf8 } => words.fill("file.broken_utf8", &[("line", line)]),
        FileError::Text { line, source: TextError::Unknown } => words.fill("file.unknown_text", &[("line", line)]),
        FileError::Columns { found, expected } => {
            words.fill("file.columns", &[("found", found), ("expected", &format!("\n  {}", expected.join("\n  ")))])
        }
        FileError::Csv { line } => words.fill("file.csv", &[("line", line)]),
        FileError::Workbook { row: 0, fault } => words.say(&format!("workbook.{}", fault.code())).to_owned(),
        FileError::Workbook { row, fault } => {
            let fault = words.say(&format!("workbook.{}", fault.code()));
            words.fill("file.row", &[("line", row), ("fault", &fault)])
        }
    }
}

/// What does not hold in the log.
pub fn link(link: Link) -> &'static str {
    match link {
        Link::Hash => "verify.hash",
        Link::Chain => "verify.chain",
        Link::Signature => "verify.signature",
        Link::Device => "verify.device",
    }
}

/// What is wrong with a workbook, and where.
pub fn workbook_refusal(words: Words, refusal: &beibao_xlsform::Refusal) -> String {
    let place = match (refusal.sheet.is_empty(), refusal.row, refusal.column.is_empty()) {
        (true, ..) => None,
        (_, 0, _) => Some("workbook.place.sheet"),
        (_, _, true) => Some("workbook.place.row"),
        _ => Some("workbook.place.cell"),
    };
    let values: [(&str, &dyn Display); 3] =
        [("sheet", &refusal.sheet), ("row", &refusal.row), ("column", &refusal.column)];
    let params = refusal.fault.params();
    let params: Vec<(&str, &dyn Display)> = params.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
    let fault = words.fill(&format!("workbook.{}", refusal.fault.code()), &params);
    place.map_or_else(|| fault.clone(), |place| format!("{}: {fault}", words.fill(place, &values)))
}

/// What became of a questionnaire.
pub fn kept(kept: Kept) -> &'static str {
    match kept {
        Kept::New => "questionnaire.new",
        Kept::Replaced => "questionnaire.replaced",
        Kept::Unchanged => "questionnaire.unchanged",
    }
}

/// What is wrong with a row.
pub fn row_fault(words: Words, fault: RowFault) -> &'static str {
    words.say(match fault {
        RowFault::Empty => "row.empty",
        RowFault::Double => "row.double",
        RowFault::Unknown => "row.unknown",
        RowFault::Word => "row.word",
        RowFault::Unreadable => "row.unreadable",
        RowFault::Width => "row.width",
        RowFault::IdNumber => "row.id_number",
        RowFault::Formula => "row.formula",
        RowFault::LostDigits => "row.lost_digits",
        RowFault::GaveWay => "row.gave_way",
    })
}
