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
