//! The station answers tablets that look for it on the local network; what they are told proves nothing and is no secret.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};

use beibao_domain::DeviceId;
use beibao_wire::announce::{Announcement, GROUP, answer, question_id};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

use crate::Station;

/// No question is longer.
const MOST_BYTES: usize = 1_500;

/// Answers for a station that serves a network. One that serves this machine alone is nobody else's to find; and where answering
/// is not possible, tablets still look where the station was.
pub async fn on_the_network(station: &Station, serving: SocketAddr) -> Option<JoinHandle<()>> {
    let SocketAddr::V4(serving) = serving else { return None };
    if serving.ip().is_loopback() {
        return None;
    }
    let announced = announce(station.author().device, serving, GROUP).await;
    announced.inspect_err(|error| tracing::warn!(%error, "tablets cannot find the station by asking the network")).ok()
}

/// Answers questions that are asked in a `group`. `serving` is where tablets are served; where that names no address, each is told
/// the one that it can reach.
pub async fn announce(station: DeviceId, serving: SocketAddrV4, group: SocketAddrV4) -> io::Result<JoinHandle<()>> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    // Others on this machine may answer for themselves.
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, group.port())).into())?;
    socket.join_multicast_v4(group.ip(), serving.ip())?;
    let socket = UdpSocket::from_std(socket.into())?;
    Ok(tokio::spawn(async move {
        let mut packet = [0; MOST_BYTES];
        loop {
            let Ok((length, asker)) = socket.recv_from(&mut packet).await else {
                // A network that went away comes back.
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                continue;
            };
            let (Some(id), SocketAddr::V4(asker)) = (question_id(&packet[..length]), asker) else { continue };
            let Ok(address) = reachable(serving, asker).await else { continue };
            let _ = socket.send_to(&answer(id, &Announcement { station, address }), asker).await;
        }
    }))
}

/// Where an asker reaches this machine.
async fn reachable(serving: SocketAddrV4, asker: SocketAddrV4) -> io::Result<SocketAddrV4> {
    if !serving.ip().is_unspecified() {
        return Ok(serving);
    }
    let towards = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).await?;
    // Sends nothing: it only asks the routes.
    towards.connect(asker).await?;
    match towards.local_addr()? {
        SocketAddr::V4(own) => Ok(SocketAddrV4::new(*own.ip(), serving.port())),
        SocketAddr::V6(_) => Err(io::ErrorKind::Unsupported.into()),
    }
}
