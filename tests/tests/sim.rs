//! Promises 1 to 5 and 7, over 500 stories of the simulator, and over every story that once broke one.

use beibao_tests::sim::Event::*;
use beibao_tests::sim::{Event, Template, run, tell};

const SEEDS: u64 = 500;

/// A story that broke a promise once: its number, its tablets, what happened.
type Story = (u64, usize, Vec<(usize, Event)>);

fn regressions() -> Vec<Story> {
    vec![
        // The station put back from before what the tablet had forgotten, since it was applied long ago: the chain had a gap, and no
        // change was ever taken again.
        (
            19_206,
            3,
            vec![
                (0, Backup),
                (0, Visit { home: 1 }),
                (0, Visit { home: 0 }),
                (0, Sync { line: 1_654_205_113_557_657_530 }),
                (0, Clock { days: 2_571 }),
                (0, StationClock { days: 252 }),
                (0, Sync { line: 687_092_157_993_247_070 }),
                (1, StationRestored),
            ],
        ),
        // Restored in the middle of a narrowed scope: what was applied once was set aside when it was said again.
        (746, 2, narrowed_and_restored()),
        // Put back from a backup under a clock that was seven years behind: two edits came under one stamp.
        (1_009_836, 3, put_back_under_a_clock_that_stands(1, -2_474, true, 15_957_513_321_245_057_205)),
        (1_052_729, 2, put_back_under_a_clock_that_stands(0, -2_909, false, 16_259_500_252_551_601_631)),
        // Set aside, put back as unsent, and of somebody who was erased meanwhile: its picture was owed for ever.
        (
            1_059_176,
            2,
            vec![
                (1, Scope { whole: false }),
                (0, Portrait { bytes: 187_712 }),
                (0, Backup),
                (0, Sync { line: 16_722_535_929_642_109_633 }),
                (0, TabletRestored),
                (1, Erase { home: 1 }),
            ],
        ),
        // The same, where the station's power failed before its answer.
        (
            1_010_185,
            4,
            vec![
                (2, Scope { whole: false }),
                (0, Portrait { bytes: 29_362 }),
                (0, StationPowerCut { line: 1_112_219_873_810_041_347, after: 5_105 }),
                (2, Erase { home: 1 }),
            ],
        ),
    ]
}

fn put_back_under_a_clock_that_stands(home: usize, days: i64, notes: bool, line: u64) -> Vec<(usize, Event)> {
    let then =
        [Clock { days }, Backup, Edit { home, notes: false }, Sync { line }, TabletRestored, Edit { home, notes }];
    then.into_iter().map(|event| (1, event)).collect()
}

fn narrowed_and_restored() -> Vec<(usize, Event)> {
    vec![
        (0, Visit { home: 0 }),
        (0, Visit { home: 1 }),
        (1, Visit { home: 0 }),
        (0, Sync { line: 10535271418501388872 }),
        (1, Edit { home: 0, notes: false }),
        (0, StationRestored),
        (0, Edit { home: 0, notes: false }),
        (1, Erase { home: 0 }),
        (0, PowerCut { after: 671 }),
        (1, StationRestored),
        (1, Sync { line: 10442540271482792363 }),
        (0, Backup),
        (0, Edit { home: 1, notes: true }),
        (0, Sync { line: 479417760408102755 }),
        (0, Scope { whole: false }),
        (0, Visit { home: 0 }),
        (1, Erase { home: 0 }),
        (0, Erase { home: 0 }),
        (0, StationPowerCut { line: 14299508412543079557, after: 2710 }),
        (1, Edit { home: 1, notes: false }),
        (1, Clock { days: -3438 }),
        (0, Portrait { bytes: 163822 }),
        (1, Backup),
        (1, Visit { home: 1 }),
        (0, Portrait { bytes: 196204 }),
        (1, Sync { line: 11758968514494121941 }),
        (1, Visit { home: 0 }),
        (1, Restart),
        (0, DiskFull),
        (0, Edit { home: 0, notes: true }),
        (0, Erase { home: 0 }),
        (0, TabletRestored),
        (1, Erase { home: 1 }),
        (1, Sync { line: 4731795566216523877 }),
        (0, Visit { home: 1 }),
    ]
}

#[test]
fn five_hundred_stories_break_no_promise() {
    let template = tokio::runtime::Runtime::new().unwrap().block_on(Template::new());
    let half = SEEDS / 2;
    let broken: Vec<String> = std::thread::scope(|scope| {
        let running = [1..=half, half + 1..=SEEDS].map(|part| {
            let template = &template;
            scope.spawn(move || part.filter_map(|seed| run(template, seed).err()).take(3).collect::<Vec<_>>())
        });
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(broken.is_empty(), "{}", broken.join("\n\n"));
}

#[test]
fn no_story_breaks_a_promise_again() {
    let template = tokio::runtime::Runtime::new().unwrap().block_on(Template::new());
    let stories = regressions();
    let again = stories.iter().filter_map(|(seed, tablets, events)| tell(&template, *seed, *tablets, events).err());
    let broken: Vec<String> = again.collect();
    assert!(broken.is_empty(), "{}", broken.join("\n\n"));
}
