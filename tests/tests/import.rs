//! Register files as offices send them: read where they can be, refused row by row with a reason where not.

use std::sync::Arc;

use beibao_domain::world::System;
use beibao_station::Station;
use beibao_station::import::{FileError, RowFault};
use beibao_tests::small;

fn station(folder: &tempfile::TempDir) -> Station {
    let station = Station::init(&folder.path().join("station"), Arc::new(System)).unwrap();
    for (_, text) in small::files() {
        station.import(text.as_bytes()).unwrap().unwrap();
    }
    station
}

const PEOPLE: &str = "household,relation,name,name_mn,id_number,born_on,phone,language\n";

#[test]
fn bad_rows_are_refused_with_line_and_reason_and_the_others_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "{PEOPLE}01-0001,child,苏日娜,,,2010-05-06,,mn\n\
         99-9999,child,无家,,,2010-05-06,,\n\
         01-0001,cousin,错词,,,2010-05-06,,\n\
         01-0001,child,,,,2010-05-06,,\n\
         01-0001,child,错日,,,2010-13-06,,\n\
         01-0001,child,错号,,150599201005060019,,,\n\
         01-0001,child,{},,,2010-05-06,,\n",
        "长".repeat(51)
    );
    let imported = station(&folder).import(text.as_bytes()).unwrap().unwrap();
    let refused: Vec<_> = imported.refused.iter().map(|row| (row.line, row.column, row.fault)).collect();
    assert_eq!(
        refused,
        [
            (3, "household", RowFault::Unknown),
            (4, "relation", RowFault::Word),
            (5, "name", RowFault::Empty),
            (6, "born_on", RowFault::Unreadable),
            (8, "name", RowFault::Unreadable),
        ]
    );
    // A wrong ID number is shown as wrong; it does not keep anybody out.
    let remarks: Vec<_> = imported.remarks.iter().map(|row| (row.line, row.fault)).collect();
    assert_eq!((imported.added, remarks.as_slice()), (2, [(7, RowFault::IdNumber)].as_slice()));
}

#[test]
fn a_number_that_is_put_right_in_the_sheet_corrects_the_same_person() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder);
    let row = |number: &str| format!("{PEOPLE}01-0001,child,苏日娜,,{number},2010-05-06,,\n");
    assert_eq!(station.import(row("").as_bytes()).unwrap().unwrap().added, 1);
    let first_17 = "15059920100506002";
    let right = format!("{first_17}{}", beibao_sample::check_character(first_17));
    let imported = station.import(row(&right).as_bytes()).unwrap().unwrap();
    assert_eq!((imported.added, imported.changed), (0, 1));
}

#[test]
fn a_code_that_stands_twice_is_refused_the_second_time() {
    let folder = tempfile::tempdir().unwrap();
    let text = "code,area,address,latitude,longitude,access_notes,phone\n02-0001,01-01,,,,,\n02-0001,01-02,,,,,\n";
    let imported = station(&folder).import(text.as_bytes()).unwrap().unwrap();
    assert_eq!((imported.added, imported.refused[0].line, imported.refused[0].fault), (1, 3, RowFault::Double));
}

#[test]
fn gb_18030_is_simply_read() {
    let folder = tempfile::tempdir().unwrap();
    // 01-0001, child, 苏日娜 in GB 18030, as an office spreadsheet writes it.
    let mut bytes = PEOPLE.as_bytes().to_vec();
    bytes.extend_from_slice(b"01-0001,child,\xCB\xD5\xC8\xD5\xC4\xC8,,,2010-05-06,,\n");
    let station = station(&folder);
    assert_eq!(station.import(&bytes).unwrap().unwrap().added, 1);
    let again = format!("{PEOPLE}01-0001,child,苏日娜,,,2010-05-06,,\n");
    assert_eq!(station.import(again.as_bytes()).unwrap().unwrap().unchanged, 1);
}

#[test]
fn wrong_columns_broken_text_and_binary_files_are_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let station = station(&folder);
    let refused = |bytes: &[u8]| station.import(bytes).unwrap().unwrap_err();
    assert!(matches!(refused(b"a,b,c\n1,2,3\n"), FileError::Columns { .. }));
    assert!(matches!(refused(b""), FileError::Columns { .. }));
    let mut broken = format!("{PEOPLE}01-0001,child,苏日娜,,,2010-05-06,,\n").into_bytes();
    let at = broken.len() - 20;
    broken[at] = 0xFF;
    broken.extend_from_slice("01-0001,child,其其格巴特尔乌云,,,2010-05-06,,\n".as_bytes());
    assert!(matches!(refused(&broken), FileError::Text { .. }));
    assert!(matches!(refused(&[0xFF; 300]), FileError::Text { .. } | FileError::Columns { .. }));
}
