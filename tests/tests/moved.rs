//! A station whose address changed is found by asking the network, and whoever else answers in its name gets nothing. The network
//! is loopback.

use std::net::{Ipv4Addr, SocketAddrV4, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use beibao_domain::world::System;
use beibao_domain::{Problem, ProblemCode};
use beibao_station::announce::announce;
use beibao_store::table::identity;
use beibao_store::today;
use beibao_sync::{Ground, sync_wherever};
use beibao_tests::{DemoStation, Tablet, small};
use beibao_wire::announce::GROUP;

/// A network of its own for each test: a free port of the group.
fn ground() -> Ground {
    let free = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    Ground { group: SocketAddrV4::new(*GROUP.ip(), free), interface: Ipv4Addr::LOCALHOST }
}

async fn sync(tablet: &Tablet, ground: Ground) -> Result<(), Problem> {
    sync_wherever(&tablet.store, ground, &AtomicBool::new(false), |_| {}).await
}

fn address(station: &DemoStation) -> SocketAddrV4 {
    station.url().trim_start_matches("https://").parse().unwrap()
}

fn known(tablet: &Tablet) -> String {
    tablet.store.read(identity::url).unwrap()
}

async fn stage(folder: &tempfile::TempDir) -> (DemoStation, Tablet) {
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    tablet.visit(tablet.household(small::HOUSEHOLD).unwrap(), "站里换了地址").unwrap();
    (station, tablet)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_station_that_moved_is_found_and_its_new_address_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (mut station, tablet) = stage(&folder).await;
    let ground = ground();
    station.stop().await;
    assert_eq!(sync(&tablet, ground).await.unwrap_err().code, ProblemCode::StationUnreachable);
    station.answer_at("https://127.0.0.1:0").await.unwrap();
    let answering = announce(station.station.author().device, address(&station), ground.group).await.unwrap();
    sync(&tablet, ground).await.unwrap();
    assert_eq!(today::outbox_state(&tablet.store).unwrap().unsent, 0);
    assert_eq!(known(&tablet), station.url());
    // From now on it is there, and nobody need be asked.
    answering.abort();
    tablet.visit(tablet.household(small::HOUSEHOLD).unwrap(), "再一次").unwrap();
    sync(&tablet, ground).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_who_answers_in_the_stations_name_gets_nothing_and_is_not_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let (mut station, tablet) = stage(&folder).await;
    let (ground, before) = (ground(), known(&tablet));
    station.stop().await;
    let impostor =
        DemoStation::start_with(&folder.path().join("impostor"), &small::files(), Arc::new(System)).await.unwrap();
    let answering = announce(station.station.author().device, address(&impostor), ground.group).await.unwrap();
    assert_eq!(sync(&tablet, ground).await.unwrap_err().code, ProblemCode::StationUnreachable);
    assert_eq!((today::outbox_state(&tablet.store).unwrap().unsent, known(&tablet)), (1, before));
    answering.abort();
}

/// A box that takes every connection and says nothing, as a printer or a router may where the station was.
struct Silent {
    address: SocketAddrV4,
    listening: tokio::task::JoinHandle<()>,
}

impl Silent {
    async fn at(address: SocketAddrV4) -> Self {
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        let std::net::SocketAddr::V4(address) = listener.local_addr().unwrap() else { panic!("not IPv4") };
        let listening = tokio::spawn(async move {
            while let Ok((mut line, _)) = listener.accept().await {
                // What was not read makes the line break, and not only end.
                let _ = tokio::io::AsyncReadExt::read(&mut line, &mut [0; 1]).await;
            }
        });
        Self { address, listening }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_says_nothing_where_the_station_was_keeps_nobody_from_finding_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut station, tablet) = stage(&folder).await;
    let ground = ground();
    station.stop().await;
    let silent = Silent::at(address(&station)).await;
    station.answer_at("https://127.0.0.1:0").await.unwrap();
    let answering = announce(station.station.author().device, address(&station), ground.group).await.unwrap();
    sync(&tablet, ground).await.unwrap();
    assert_eq!((today::outbox_state(&tablet.store).unwrap().unsent, known(&tablet)), (0, station.url().to_owned()));
    answering.abort();
    silent.listening.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_says_nothing_is_not_remembered_as_the_station() {
    let folder = tempfile::tempdir().unwrap();
    let (mut station, tablet) = stage(&folder).await;
    let (ground, before) = (ground(), known(&tablet));
    station.stop().await;
    let silent = Silent::at(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0)).await;
    let answering = announce(station.station.author().device, silent.address, ground.group).await.unwrap();
    sync(&tablet, ground).await.unwrap_err();
    assert_eq!((today::outbox_state(&tablet.store).unwrap().unsent, known(&tablet)), (1, before));
    answering.abort();
    silent.listening.abort();
}
