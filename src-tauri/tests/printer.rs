//! A printer that leaves in the middle and comes back gets the whole paper once, from its beginning; until then it is kept.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use beibao_domain::world::System;
use beibao_domain::{BodyKey, DeviceId, DeviceKey, Hash, OfficerId, World};
use beibao_store::table::print_job::{self, Printer};
use beibao_store::{Enrolment, Store};
use tempfile::TempDir;

use beibao_app::printer::{Trouble, print, send, send_within};

/// `DLE EOT 4`, with which a printer is asked for its paper.
const ASK_PAPER: [u8; 3] = [0x10, 0x04, 0x04];
const PATIENCE: Duration = Duration::from_millis(400);
const PASSPHRASE: &str = "草原-2026";

/// More than any buffer on the way holds.
fn strip() -> Vec<u8> {
    (0..8_000_000_u32).map(|n| (n % 251) as u8).collect()
}

fn tablet() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut key = [0; 32];
    System.fill(&mut key);
    let enrolment = Enrolment {
        device: DeviceId::new(&System),
        device_seed: key,
        officer: OfficerId::new(&System),
        station: DeviceId::new(&System),
        station_key: DeviceKey::from_seed(&key).public(),
        station_name: "巴彦塔拉边境派出所".into(),
        url: "https://127.0.0.1:1".into(),
        certificate: Hash::of(b"nobody's"),
        bundle_key: BodyKey(key),
    };
    let store = Store::create(folder.path(), PASSPHRASE, enrolment, Arc::new(System)).unwrap();
    (folder, store)
}

fn at(store: &Store, address: &str) {
    store.write(|tx| print_job::choose(tx, &Printer { address: address.into(), roll_mm: 58 })).unwrap();
}

fn waiting(store: &Store) -> Vec<(String, Trouble)> {
    let jobs = store.read(print_job::all).unwrap();
    jobs.into_iter().map(|job| (job.paper, Trouble::read(&job.trouble))).collect()
}

/// Takes one paper: the question before it, then its bytes, then whatever `after` does.
fn printer(listener: &TcpListener, paper: Option<u8>) -> Vec<u8> {
    let (mut line, _) = listener.accept().unwrap();
    answer(&mut line, paper);
    let mut all = Vec::new();
    let mut piece = [0; 65_536];
    loop {
        match line.read(&mut piece) {
            Ok(0) | Err(_) => return all,
            Ok(read) => all.extend_from_slice(&piece[..read]),
        }
        if let (Some(status), true) = (paper, all.ends_with(&ASK_PAPER)) {
            all.truncate(all.len() - ASK_PAPER.len());
            line.write_all(&[status]).unwrap();
        }
    }
}

fn answer(line: &mut TcpStream, paper: Option<u8>) {
    let mut asked = [0; 3];
    line.read_exact(&mut asked).unwrap();
    assert_eq!(asked, ASK_PAPER);
    if let Some(status) = paper {
        line.write_all(&[status]).unwrap();
    }
}

const PAPER: Option<u8> = Some(0b0001_0010);
const NO_PAPER: Option<u8> = Some(0b0111_1110);
const SILENT: Option<u8> = None;

#[test]
fn a_printer_that_leaves_in_the_middle_gets_all_of_it_once_when_it_is_back_though_the_app_was_closed() {
    for how in [PAPER, SILENT] {
        let (folder, store) = tablet();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        at(&store, &listener.local_addr().unwrap().to_string());
        let leaving = thread::spawn(move || {
            let (mut line, _) = listener.accept().unwrap();
            answer(&mut line, how);
            line.read_exact(&mut [0; 100_000]).unwrap();
            listener
        });
        assert_eq!(print(&store, "taken", None, &strip()).unwrap(), Some(Trouble::Broken));
        let listener = leaving.join().unwrap();
        drop(store);
        let store = Store::open(folder.path(), PASSPHRASE, Arc::new(System)).unwrap();
        assert_eq!(waiting(&store), [("taken".to_owned(), Trouble::Broken)]);

        let id = store.read(print_job::all).unwrap()[0].id;
        let back = thread::spawn(move || (printer(&listener, how), listener));
        assert_eq!(send(&store, id).unwrap(), None);
        let (printed, listener) = back.join().unwrap();
        assert!(printed == strip(), "{} of {} bytes", printed.len(), strip().len());
        // A second tap finds it printed, and nobody calls at the printer again.
        assert_eq!((send(&store, id).unwrap(), waiting(&store)), (None, vec![]));
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err());
    }
}

#[test]
fn a_paper_for_a_wide_roll_waits_for_one() {
    let (_folder, store) = tablet();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    at(&store, &address);
    // 576 dots: 72 bytes in a row.
    let wide = [&b"\x1b@\x1dv0\0\x48\0\x01\0"[..], &[0xff; 72]].concat();
    assert_eq!(print(&store, "taken", None, &wide).unwrap(), Some(Trouble::TooWide));
    assert_eq!(waiting(&store), [("taken".to_owned(), Trouble::TooWide)]);
    let id = store.read(print_job::all).unwrap()[0].id;
    store.write(|tx| print_job::choose(tx, &Printer { address, roll_mm: 80 })).unwrap();
    let printing = thread::spawn(move || printer(&listener, PAPER));
    assert_eq!(send(&store, id).unwrap(), None);
    // The narrow one was not called at: the first line that comes bears the whole paper.
    assert!(printing.join().unwrap() == wide);
}

#[test]
fn a_short_paper_that_a_closing_printer_never_read_is_not_taken_for_printed() {
    let (_folder, store) = tablet();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    at(&store, &listener.local_addr().unwrap().to_string());
    let leaving = thread::spawn(move || answer(&mut listener.accept().unwrap().0, PAPER));
    assert_eq!(print(&store, "card", None, b"a few dots").unwrap(), Some(Trouble::Broken));
    leaving.join().unwrap();
    assert_eq!(waiting(&store), [("card".to_owned(), Trouble::Broken)]);
}

#[test]
fn without_paper_nothing_is_sent_and_a_paper_that_ends_meanwhile_is_told() {
    let (_folder, store) = tablet();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    at(&store, &listener.local_addr().unwrap().to_string());
    let (empty, listener) = {
        let printer = thread::spawn(move || (printer(&listener, NO_PAPER), listener));
        assert_eq!(print(&store, "card", None, b"a few dots").unwrap(), Some(Trouble::NoPaper));
        printer.join().unwrap()
    };
    assert_eq!(empty, b"");
    // The roll ends in the middle.
    let printer = thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        answer(&mut line, PAPER);
        line.read_exact(&mut [0; 10]).unwrap();
        answer(&mut line, NO_PAPER);
    });
    let id = store.read(print_job::all).unwrap()[0].id;
    assert_eq!(send(&store, id).unwrap(), Some(Trouble::NoPaper));
    printer.join().unwrap();
    assert_eq!(waiting(&store), [("card".to_owned(), Trouble::NoPaper)]);
}

#[test]
fn a_pipe_in_place_of_a_device_that_takes_nothing_is_out_of_paper_and_a_file_is_no_printer() {
    let (folder, store) = tablet();
    let keep = |address: &Path| {
        at(&store, &address.display().to_string());
        let id = store.write(|tx| print_job::keep(tx, "card", None, &strip())).unwrap();
        let told = send_within(&store, id, PATIENCE).unwrap();
        store.write(|tx| print_job::remove(tx, id)).unwrap();
        told
    };
    let pipe = folder.path().join("lp0");
    assert_eq!(keep(&pipe), Some(Trouble::Gone));
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
    assert_eq!(keep(&pipe), Some(Trouble::Gone), "nobody reads it");
    let reader = {
        let pipe = pipe.clone();
        thread::spawn(move || std::fs::OpenOptions::new().read(true).write(true).open(pipe).unwrap())
    };
    let reader = reader.join().unwrap();
    assert_eq!(keep(&pipe), Some(Trouble::NoPaper));
    drop(reader);

    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "mine").unwrap();
    assert_eq!(keep(&file), Some(Trouble::NotAPrinter));
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
}

#[test]
fn without_a_printer_or_with_one_that_is_off_a_paper_waits() {
    let (_folder, store) = tablet();
    assert_eq!(print(&store, "visit_slip", None, b"dots").unwrap(), Some(Trouble::NoPrinter));
    let off = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    at(&store, &off.to_string());
    assert_eq!(print(&store, "card", None, b"dots").unwrap(), Some(Trouble::Gone));
    let expected = [("visit_slip".to_owned(), Trouble::NoPrinter), ("card".to_owned(), Trouble::Gone)];
    assert_eq!(waiting(&store), expected);
}
