//! Search and the demo day on the whole register of 12,000 people.

use std::sync::Arc;

use beibao_domain::world::System;
use beibao_replica::find;
use beibao_station::Station;
use beibao_tests::day;

const SEED: u64 = 1;

#[test]
fn whatever_an_officer_types_finds_somebody_in_the_whole_register() {
    let folder = tempfile::tempdir().unwrap();
    let register = beibao_sample::register(SEED);
    let station = Station::init(&folder.path().join("station"), Arc::new(System)).unwrap();
    for (name, text) in register.files() {
        assert_eq!(station.import(text.as_bytes()).unwrap().unwrap().refused, [], "{name}");
    }
    let hits = |typed: &str| station.read(|sql| Ok(find::search(sql, typed, None)?.hits)).unwrap();
    for query in beibao_sample::keystrokes(SEED, &register, 200) {
        assert!(!hits(&query).is_empty(), "nothing is found for {query}");
    }
    // Whoever is looked for by all that is known is the first hit.
    for person in register.people.iter().step_by(997) {
        let shown = |hit: &find::Hit| hit.title == person.name && hit.subtitle.starts_with(&person.household);
        assert!(hits(&person.id_number).first().is_some_and(shown), "{}", person.name);
        let typed = format!("{} {}", person.household, person.name);
        assert!(hits(&typed).iter().any(shown), "{typed}");
    }
    let area = &register.households[0].area;
    let id = station
        .read(|sql| Ok(sql.query_row("SELECT id FROM area WHERE code = ?1", [area], |row| row.get(0))?))
        .map(beibao_domain::AreaId)
        .unwrap();
    let inside = station.read(|sql| Ok(find::search(sql, "", Some(id))?.hits)).unwrap();
    let expected = register.households.iter().filter(|home| home.area == *area).count();
    assert_eq!(inside.len(), expected, "the households of {area}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_day_leaves_what_it_names() {
    let out = tempfile::tempdir().unwrap();
    day::play(out.path(), SEED).await.unwrap();
    let begins = |name: &str, with: &[u8]| {
        let bytes = std::fs::read(out.path().join(name)).unwrap();
        assert!(bytes.starts_with(with), "{name} is no {}", String::from_utf8_lossy(with));
    };
    begins("portrait.jpg", b"\xFF\xD8\xFF");
    begins("contact-card.png", b"\x89PNG");
    for paper in ["contact-card.pdf", "contact-cards-a4.pdf", "privacy-notice.pdf"] {
        begins(paper, b"%PDF-");
    }
    let lines = |name: &str| std::fs::read_to_string(out.path().join(name)).unwrap().lines().count();
    assert_eq!(lines("visits.txt"), 6);
    assert!(lines("report.csv") >= 2 && lines("report.txt") >= 3 && lines("portrait.json") > 10);
}
