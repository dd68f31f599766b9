//! A station that moved: where nobody answers any more, the tablet asks the local network where it is.
//!
//! Whoever answers is only somewhere to knock. Who it is is known by the pinned certificate, and an address is kept only after
//! the station greeted there.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use beibao_domain::{DeviceId, Problem, ProblemCode};
use beibao_store::Store;
use beibao_store::table::identity;
use beibao_wire::announce::{GROUP, question, read_answer};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use crate::HttpStation;
use crate::run::{Progress, on_disk, sync_and_tell};

/// How often it is asked, and how long each time it is waited for answers: a packet may get lost.
const TIMES: u32 = 2;
const WAIT: Duration = Duration::from_millis(700);
/// Addresses that are tried at most: nobody on the network can keep a tablet busy.
const MOST: usize = 4;

/// Where stations are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Ground {
    /// The group that they listen to.
    pub group: SocketAddrV4,
    /// The network: its address on this machine, or unspecified for the usual one.
    pub interface: Ipv4Addr,
}

impl Ground {
    /// The local network.
    pub const LOCAL: Self = Self { group: GROUP, interface: Ipv4Addr::UNSPECIFIED };
}

/// Syncs with the station where it answered last, or else wherever it is on the local network.
pub async fn sync_wherever(
    store: &Arc<Store>,
    ground: Ground,
    stop: &AtomicBool,
    mut on_progress: impl FnMut(Progress) + Send,
) -> Result<(), Problem> {
    let enrolment = &store.identity().enrolment;
    let known = on_disk(store, |store| store.read(identity::url)).await?;
    let at = |url: &str| HttpStation::new(url, enrolment.certificate, enrolment.device, &enrolment.device_seed);
    let mut greeted = false;
    let unanswered = match sync_and_tell(store, &at(&known)?, stop, &mut on_progress, &mut greeted).await {
        Err(problem) if !greeted && is_elsewhere(&problem) => problem,
        result => return result,
    };
    for address in find(enrolment.station, ground).await.unwrap_or_default() {
        let url = format!("https://{address}");
        if url == known {
            continue;
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let result = sync_and_tell(store, &at(&url)?, stop, &mut on_progress, &mut greeted).await;
        if greeted {
            on_disk(store, move |store| store.write(|tx| identity::moved(tx, &url))).await?;
        } else if result.as_ref().is_err_and(is_elsewhere) {
            continue;
        }
        return result;
    }
    Err(unanswered)
}

/// Nobody answers there, or somebody else, or a box that takes the line and says nothing.
fn is_elsewhere(problem: &Problem) -> bool {
    use ProblemCode::{Interrupted, StationCertificate, StationUnreachable};
    matches!(problem.code, StationUnreachable | StationCertificate | Interrupted)
}

/// Where a station says that it is.
async fn find(station: DeviceId, ground: Ground) -> io::Result<Vec<SocketAddrV4>> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from((ground.interface, 0)).into())?;
    socket.set_multicast_if_v4(&ground.interface)?;
    let socket = UdpSocket::from_std(socket.into())?;
    let mut found: Vec<SocketAddrV4> = Vec::new();
    let mut packet = [0; 1_500];
    for _ in 0..TIMES {
        socket.send_to(&question(), ground.group).await?;
        let until = Instant::now() + WAIT;
        while let Ok(Ok((length, _))) = timeout_at(until, socket.recv_from(&mut packet)).await {
            let Some(said) = read_answer(&packet[..length]) else { continue };
            if said.station == station && !found.contains(&said.address) && found.len() < MOST {
                found.push(said.address);
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    Ok(found)
}
