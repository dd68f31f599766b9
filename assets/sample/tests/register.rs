//! What everybody who uses the sample may rely on. Plausibility is only checked where a test elsewhere would trip over it.

use beibao_sample::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static REGISTER: LazyLock<Register> = LazyLock::new(|| register(1));

fn unique<'a>(values: impl Iterator<Item = &'a String>) -> bool {
    let mut seen = BTreeSet::new();
    values.into_iter().all(|value| seen.insert(value))
}

fn households() -> BTreeMap<&'static str, Vec<&'static PersonRow>> {
    let mut households: BTreeMap<&str, Vec<&PersonRow>> = BTreeMap::new();
    for person in &REGISTER.people {
        households.entry(&person.household).or_default().push(person);
    }
    households
}

#[test]
fn the_counts_are_exact() {
    let sub_farms = REGISTER.areas.iter().filter(|area| area.kind == AreaKind::SubFarm);
    assert_eq!(sub_farms.clone().count(), 17);
    for sub_farm in sub_farms {
        let gachas = REGISTER.areas.iter().filter(|area| area.parent == sub_farm.code).count();
        assert!((2..=4).contains(&gachas), "{gachas} gachas in {}", sub_farm.code);
    }
    assert_eq!(REGISTER.households.len(), 1_100);
    assert_eq!(REGISTER.people.len(), 12_000);
    assert_eq!(REGISTER.officers.len(), 6);
}

#[test]
fn every_seed_keeps_the_counts() {
    for seed in [0, 2, u64::MAX] {
        let register = register(seed);
        assert_eq!((register.households.len(), register.people.len()), (1_100, 12_000), "seed {seed}");
    }
}

#[test]
fn the_same_seed_gives_the_same_register_and_another_gives_another() {
    assert_eq!(register(1), *REGISTER);
    assert_ne!(register(2).people_csv, REGISTER.people_csv);
}

/// Also on another machine: this number is the FNV-1a digest of all six files of seed 1. It changes with the word lists, and
/// only with them or the drawing.
#[test]
fn the_bytes_are_the_same_on_every_platform() {
    let digest = REGISTER
        .files()
        .iter()
        .flat_map(|(_, text)| text.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    assert_eq!(format!("{digest:016x}"), "e8dd6639af13ab75");
}

#[test]
fn id_numbers_are_valid_unique_and_nobodys() {
    assert!(unique(REGISTER.people.iter().map(|person| &person.id_number)));
    for person in &REGISTER.people {
        let number = &person.id_number;
        assert_eq!(number.len(), 18);
        assert!(number.starts_with("150599"), "{number}");
        assert_eq!(number[6..14], person.born_on.to_string().replace('-', ""));
        assert_eq!(number.as_bytes()[16] % 2 == 1, person.sex == Sex::Male, "{number}");
        assert!(number.ends_with(check_character(&number[..17])), "{number}");
        let age = AS_OF.year - person.born_on.year;
        assert!((0..=96).contains(&age), "{age} years");
    }
}

#[test]
fn phones_are_eleven_digits_that_nobody_has() {
    let people = REGISTER.people.iter().map(|row| &row.phone);
    let households = REGISTER.households.iter().map(|row| &row.phone);
    let officers = REGISTER.officers.iter().map(|row| &row.phone);
    let station = [&REGISTER.station.duty_phone, &REGISTER.station.emergency_phone];
    let given = people.chain(households).filter(|phone| !phone.is_empty()).chain(officers).chain(station);
    for phone in given {
        assert!(phone.len() == 11 && phone.starts_with("000"), "{phone}");
        assert!(phone.bytes().all(|digit| digit.is_ascii_digit()), "{phone}");
    }
}

#[test]
fn every_household_has_one_head_and_a_plausible_size() {
    let households = households();
    assert_eq!(households.len(), 1_100);
    for (code, members) in households {
        let heads = members.iter().filter(|person| person.relation == Relation::Head).count();
        assert_eq!(heads, 1, "{code}");
        assert_eq!(members[0].relation, Relation::Head, "{code}");
        assert!((2..=22).contains(&members.len()), "{code}: {}", members.len());
    }
}

#[test]
fn parents_are_at_least_fifteen_years_older_than_their_children() {
    let older = |elder: &PersonRow, younger: &PersonRow| {
        let fifteen_years_on = Day { year: elder.born_on.year + 15, ..elder.born_on };
        assert!(fifteen_years_on <= younger.born_on, "{} and {}", elder.id_number, younger.id_number);
    };
    for members in households().values() {
        let of = |relation| members.iter().filter(move |person| person.relation == relation);
        for child in of(Relation::Child) {
            of(Relation::Head).chain(of(Relation::Spouse)).for_each(|parent| older(parent, child));
        }
        for parent in of(Relation::Parent) {
            of(Relation::Head).chain(of(Relation::Sibling)).for_each(|child| older(parent, child));
        }
        for grandchild in of(Relation::Grandchild) {
            of(Relation::Head).for_each(|head| older(head, grandchild));
            let eldest = of(Relation::Child).min_by_key(|child| child.born_on).expect("a child between the two");
            older(eldest, grandchild);
        }
    }
}

#[test]
fn codes_are_unique_and_point_at_rows_that_exist() {
    assert!(unique(REGISTER.areas.iter().map(|area| &area.code)));
    assert!(unique(REGISTER.areas.iter().map(|area| &area.name)));
    assert!(unique(REGISTER.households.iter().map(|household| &household.code)));
    assert!(unique(REGISTER.officers.iter().map(|officer| &officer.badge)));
    assert!(unique(REGISTER.materials.iter().map(|material| &material.code)));
    let of_kind = |kind| {
        let areas = REGISTER.areas.iter().filter(move |area| area.kind == kind);
        areas.map(|area| area.code.as_str()).collect::<BTreeSet<_>>()
    };
    let (sub_farms, gachas) = (of_kind(AreaKind::SubFarm), of_kind(AreaKind::Gacha));
    for household in &REGISTER.households {
        assert!(gachas.contains(household.area.as_str()));
        assert_eq!(household.code[..2], household.area[..2]);
    }
    let looked_after: Vec<&str> =
        REGISTER.officers.iter().flat_map(|officer| officer.areas.iter().map(String::as_str)).collect();
    assert_eq!(looked_after.len(), sub_farms.len());
    assert_eq!(looked_after.into_iter().collect::<BTreeSet<_>>(), sub_farms);
    let households: BTreeSet<&str> = REGISTER.households.iter().map(|household| household.code.as_str()).collect();
    assert!(REGISTER.people.iter().all(|person| households.contains(person.household.as_str())));
}

#[test]
fn names_are_as_awkward_as_in_a_real_register() {
    let people = &REGISTER.people;
    let count = |test: fn(&PersonRow) -> bool| people.iter().filter(|person| test(person)).count();
    assert!((5_900..7_300).contains(&count(|person| !person.name_mn.is_empty())));
    assert!((5_200..6_800).contains(&count(|person| person.language == Language::Mn)));
    assert!(count(|person| person.name.contains('·')) > 100);
    assert!(count(|person| person.name_mn.contains('\u{180b}')) > 100, "free variation selectors");
    assert!(count(|person| person.name_mn.contains('\u{180e}')) > 100, "vowel separators");
    assert!(count(|person| person.name.chars().any(|letter| letter > '\u{ffff}')) > 20, "beyond the BMP");
    assert_eq!(count(|person| person.name.chars().count() == 50), 1);
    assert!(people.iter().all(|person| (2..=50).contains(&person.name.chars().count())));
    let distinct: BTreeSet<&str> = people.iter().map(|person| person.name.as_str()).collect();
    assert!(distinct.len() < 11_000, "several people share a name");
    let mongolian = |letter| matches!(letter, '\u{1820}'..='\u{1842}' | '\u{180b}'..='\u{180e}' | ' ');
    assert!(people.iter().all(|person| person.name_mn.chars().all(mongolian)));
}

#[test]
fn homes_lie_in_the_district() {
    for household in &REGISTER.households {
        assert!((43_900_000..=44_300_000).contains(&household.latitude_e6), "{}", household.code);
        assert!((116_000_000..=116_500_000).contains(&household.longitude_e6), "{}", household.code);
        assert!(!household.access_notes.contains(['{', '}']), "{}", household.access_notes);
    }
}

#[test]
fn the_files_read_back_as_csv() {
    for (name, text) in REGISTER.files() {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().expect("a header").len();
        for row in reader.records() {
            assert_eq!(row.unwrap_or_else(|error| panic!("{name}: {error}")).len(), columns, "{name}");
        }
    }
    let mut reader = csv::Reader::from_reader(REGISTER.households_csv.as_bytes());
    let notes: Vec<String> = reader.records().map(|row| row.expect("a row")[5].to_owned()).collect();
    assert!(REGISTER.households.iter().map(|household| &household.access_notes).eq(&notes));
    assert!(notes.iter().any(|note| note.contains('"')), "quoting is exercised");
}
