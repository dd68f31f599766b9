//! How a station is found on the local network: it answers whoever asks by multicast DNS (RFC 6762, 6763) where
//! `_beibao._tcp.local` is. Pure: packets in, packets out, and of DNS no more than this needs.
//!
//! An answer says where to knock and proves nothing: who answers there is known by the pinned certificate alone. The tablet asks
//! from a port of its own, so answers come back to it directly (RFC 6762, 6.7), and it need not listen to what others announce.

use std::net::{Ipv4Addr, SocketAddrV4};

use beibao_domain::DeviceId;

/// Where questions are asked.
pub const GROUP: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(224, 0, 0, 251), 5353);

const SERVICE: [&[u8]; 3] = [b"_beibao", b"_tcp", b"local"];
const A: u16 = 1;
const PTR: u16 = 12;
const SRV: u16 = 33;
const ANY: u16 = 255;
const INTERNET: u16 = 1;
/// In a question: answer me alone.
const UNICAST: u16 = 0x8000;
/// An answer of whom it is about.
const ANSWER: u16 = 0x8400;
/// Seconds for which an answer to a single asker counts.
const TTL: u32 = 10;
/// Names may point to names before them; not in circles.
const MOST_JUMPS: usize = 8;

/// A station and where it says that it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announcement {
    /// The station, as it calls itself.
    pub station: DeviceId,
    /// Where it answers.
    pub address: SocketAddrV4,
}

/// Asks for stations.
pub fn question() -> Vec<u8> {
    let mut out = Vec::new();
    numbers(&mut out, [0, 0, 1, 0, 0, 0]);
    asked(&mut out);
    out
}

/// The number of a question for stations, which its answer repeats; `None` for any other packet.
pub fn question_id(packet: &[u8]) -> Option<u16> {
    let mut reader = Reader { packet, at: 0 };
    let [id, flags, questions, ..] = reader.numbers::<6>()?;
    // The upper bit is set in answers.
    if flags & 0x8000 != 0 {
        return None;
    }
    (0..questions).find_map(|_| {
        let name = reader.name()?;
        let [kind, class] = reader.numbers()?;
        let wanted = matches!(kind, PTR | ANY) && class & !UNICAST == INTERNET && is_service(&name);
        Some(wanted.then_some(id))
    })?
}

/// Answers a question.
pub fn answer(id: u16, said: &Announcement) -> Vec<u8> {
    let label = said.station.0.simple().to_string();
    let own = [&[label.as_bytes()], &SERVICE[..]].concat();
    let host = [label.as_bytes(), b"local"];
    let mut out = Vec::new();
    numbers(&mut out, [id, ANSWER, 1, 1, 0, 2]);
    asked(&mut out);
    record(&mut out, &SERVICE, PTR, |data| name(data, &own));
    record(&mut out, &own, SRV, |data| {
        numbers(data, [0, 0, said.address.port()]);
        name(data, &host);
    });
    record(&mut out, &host, A, |data| data.extend_from_slice(&said.address.ip().octets()));
    out
}

/// The station of an answer; `None` for any other packet.
pub fn read_answer(packet: &[u8]) -> Option<Announcement> {
    let mut reader = Reader { packet, at: 0 };
    let [_, flags, questions, answers, authorities, more] = reader.numbers::<6>()?;
    if flags & 0x8000 == 0 {
        return None;
    }
    for _ in 0..questions {
        reader.name()?;
        reader.numbers::<2>()?;
    }
    let (mut station, mut port, mut ip) = (None, None, None);
    for _ in 0..u32::from(answers) + u32::from(authorities) + u32::from(more) {
        let of = reader.name()?;
        let [kind, _, _, _, length] = reader.numbers::<5>()?;
        let end = reader.at + usize::from(length);
        let data = packet.get(reader.at..end)?;
        match kind {
            PTR if is_service(&of) => station = station_of(&Reader { packet, at: reader.at }.name()?),
            SRV if station.is_some() && station_of(&of) == station => {
                port = Some(u16::from_be_bytes([*data.get(4)?, *data.get(5)?]));
            }
            A => ip = <[u8; 4]>::try_from(data).ok().map(Ipv4Addr::from),
            _ => {}
        }
        reader.at = end;
    }
    Some(Announcement { station: station?, address: SocketAddrV4::new(ip?, port?) })
}

type Name = Vec<Vec<u8>>;

fn is_service(name: &[Vec<u8>]) -> bool {
    name.len() == SERVICE.len() && name.iter().zip(SERVICE).all(|(label, own)| label.eq_ignore_ascii_case(own))
}

fn station_of(name: &[Vec<u8>]) -> Option<DeviceId> {
    let (first, rest) = name.split_first()?;
    let id = is_service(rest).then(|| std::str::from_utf8(first).ok())??;
    id.parse().ok().map(DeviceId)
}

fn numbers<const N: usize>(out: &mut Vec<u8>, numbers: [u16; N]) {
    out.extend(numbers.into_iter().flat_map(u16::to_be_bytes));
}

fn name(out: &mut Vec<u8>, labels: &[&[u8]]) {
    for label in labels {
        out.push(u8::try_from(label.len()).unwrap_or(0));
        out.extend_from_slice(label);
    }
    out.push(0);
}

fn asked(out: &mut Vec<u8>) {
    name(out, &SERVICE);
    numbers(out, [PTR, INTERNET | UNICAST]);
}

fn record(out: &mut Vec<u8>, of: &[&[u8]], kind: u16, data: impl FnOnce(&mut Vec<u8>)) {
    name(out, of);
    numbers(out, [kind, INTERNET]);
    out.extend_from_slice(&TTL.to_be_bytes());
    let mut written = Vec::new();
    data(&mut written);
    numbers(out, [u16::try_from(written.len()).unwrap_or(0)]);
    out.extend_from_slice(&written);
}

struct Reader<'a> {
    packet: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn numbers<const N: usize>(&mut self) -> Option<[u16; N]> {
        let bytes = self.packet.get(self.at..self.at + 2 * N)?;
        self.at += 2 * N;
        let mut numbers = [0; N];
        for (number, pair) in numbers.iter_mut().zip(bytes.chunks_exact(2)) {
            *number = u16::from_be_bytes([pair[0], pair[1]]);
        }
        Some(numbers)
    }

    fn name(&mut self) -> Option<Name> {
        let (mut labels, mut at, mut jumps) = (Vec::new(), self.at, 0);
        loop {
            let length = usize::from(*self.packet.get(at)?);
            match length {
                0 => {
                    self.at = if jumps == 0 { at + 1 } else { self.at };
                    return Some(labels);
                }
                1..=63 => {
                    labels.push(self.packet.get(at + 1..at + 1 + length)?.to_vec());
                    at += 1 + length;
                }
                0xc0.. => {
                    let to = (length & 0x3f) << 8 | usize::from(*self.packet.get(at + 1)?);
                    self.at = if jumps == 0 { at + 2 } else { self.at };
                    jumps += 1;
                    if jumps > MOST_JUMPS {
                        return None;
                    }
                    at = to;
                }
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said() -> Announcement {
        let station = DeviceId(uuid::Uuid::from_u128(7));
        Announcement { station, address: SocketAddrV4::new(Ipv4Addr::new(192, 0, 2, 10), 8443) }
    }

    #[test]
    fn a_station_that_is_asked_for_is_found() {
        assert_eq!(question_id(&question()), Some(0));
        assert_eq!(read_answer(&answer(9, &said())), Some(said()));
        assert_eq!((question_id(&answer(9, &said())), read_answer(&question())), (None, None));
        // What others ask for on the same network.
        let mut printer = question();
        let at = printer.windows(6).position(|part| part == b"beibao").unwrap();
        printer[at..at + 6].copy_from_slice(b"prints");
        assert_eq!(question_id(&printer), None);
        let whole = answer(9, &said());
        for end in 0..whole.len() {
            assert_eq!(read_answer(&whole[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn names_that_point_to_names_are_read_and_circles_are_not() {
        // The question's name is at 12; the answer's points to it.
        let plain = answer(0, &said());
        let name_bytes = question().len() - 12 - 4;
        let mut pointing = plain[..12 + name_bytes + 4].to_vec();
        pointing.extend_from_slice(&[0xc0, 12]);
        pointing.extend_from_slice(&plain[12 + name_bytes + 4 + name_bytes..]);
        assert_eq!(read_answer(&pointing), Some(said()));
        let mut circle = question();
        circle[12..14].copy_from_slice(&[0xc0, 12]);
        assert_eq!(question_id(&circle), None);
    }

    proptest! {
        #[test]
        fn no_packet_makes_either_end_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0usize..150) {
            let _ = (question_id(&bytes), read_answer(&bytes));
            let mut changed = answer(1, &said());
            let at = at % changed.len();
            changed[at] = bytes.first().copied().unwrap_or(0xff);
            let _ = (question_id(&changed), read_answer(&changed));
        }
    }
}
