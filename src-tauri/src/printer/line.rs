//! The line to a receipt printer: a device file, or port 9100 of a host. Nothing is waited for longer than `patience`, and a
//! paper counts as sent only when nothing on the line speaks against it. A printer that answers is asked for its paper.
//!
//! Port 9100 knows no encryption: whoever is on that network can read the paper.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::time::Duration;

use super::Trouble;

type Sent<T> = Result<T, Trouble>;

/// Where printers listen for what they are to print.
const RAW_PORT: u16 = 9100;

/// A host that does not answer within this is not there.
const REACHED_WITHIN: Duration = Duration::from_secs(5);

/// How long a printer may think about a question. Many cannot answer at all.
const ANSWERED_WITHIN: Duration = Duration::from_millis(700);

/// Between two tries on a line that takes or gives nothing.
const STEP: Duration = Duration::from_millis(5);

/// At once on the line: what the smallest printers take without a pause.
const PIECE_BYTES: usize = 4096;

/// `DLE EOT 4`: how is the paper? A printer answers while it prints, too.
const ASK_PAPER: [u8; 3] = [0x10, 0x04, 0x04];

/// Sends all of it, from the beginning.
pub(super) fn send(address: &str, bytes: &[u8], patience: Duration) -> Sent<()> {
    if address.starts_with('/') {
        let (mut file, answers) = device(Path::new(address), patience)?;
        return talk(&mut file, bytes, patience, answers);
    }
    let mut stream = connected(address)?;
    stream.set_nonblocking(true).map_err(|_| Trouble::Gone)?;
    talk(&mut stream, bytes, patience, true)?;
    ended(&mut stream, patience)
}

/// Asks, sends, asks again. A printer that answered before and is silent now has left in the middle.
fn talk(line: &mut (impl Read + Write), bytes: &[u8], patience: Duration, answers: bool) -> Sent<()> {
    let answers = answers && has_paper(line, patience, ANSWERED_WITHIN)?.is_some();
    put(line, bytes, patience)?;
    if answers && has_paper(line, patience, patience)?.is_none() {
        return Err(Trouble::Unsure);
    }
    Ok(())
}

/// `None` of a printer that says nothing.
fn has_paper(line: &mut (impl Read + Write), patience: Duration, within: Duration) -> Sent<Option<()>> {
    put(line, &ASK_PAPER, patience)?;
    let mut waited = Duration::ZERO;
    while waited < within {
        let mut answer = [0];
        match line.read(&mut answer) {
            Ok(0) => return Err(Trouble::Broken),
            // Four bits are fixed in every such answer; two say that the paper has ended.
            Ok(_) if answer[0] & 0b1001_0011 == 0b0001_0010 => {
                return if answer[0] & 0b0110_0000 == 0 { Ok(Some(())) } else { Err(Trouble::NoPaper) };
            }
            Ok(_) => {}
            Err(error) if is_empty(&error) => {
                std::thread::sleep(STEP);
                waited += STEP;
            }
            Err(_) => return Err(Trouble::Broken),
        }
    }
    Ok(None)
}

fn put(line: &mut impl Write, bytes: &[u8], patience: Duration) -> Sent<()> {
    let (mut rest, mut stood) = (bytes, Duration::ZERO);
    while !rest.is_empty() {
        match line.write(&rest[..rest.len().min(PIECE_BYTES)]) {
            Ok(0) => return Err(Trouble::Broken),
            Ok(taken) => {
                rest = &rest[taken..];
                stood = Duration::ZERO;
            }
            Err(error) if is_empty(&error) && stood < patience => {
                std::thread::sleep(STEP);
                stood += STEP;
            }
            Err(error) if is_empty(&error) => return Err(Trouble::NoPaper),
            Err(_) => return Err(Trouble::Broken),
        }
    }
    Ok(())
}

fn is_empty(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

fn connected(address: &str) -> Sent<TcpStream> {
    let places = with_port(address).to_socket_addrs().map_err(|_| Trouble::Gone)?;
    let mut tried = places.map(|place| TcpStream::connect_timeout(&place, REACHED_WITHIN));
    tried.find_map(Result::ok).ok_or(Trouble::Gone)
}

fn with_port(address: &str) -> String {
    match address.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(host) => SocketAddr::new(host, RAW_PORT).to_string(),
        Err(_) if address.contains(':') => address.to_owned(),
        Err(_) => format!("{address}:{RAW_PORT}"),
    }
}

/// What was written is not what arrived: a line that the other end closed before its time tells so now.
fn ended(stream: &mut TcpStream, patience: Duration) -> Sent<()> {
    match read_away(stream) {
        Err(error) if is_empty(&error) => {}
        _ => return Err(Trouble::Broken),
    }
    stream.shutdown(Shutdown::Write).map_err(|_| Trouble::Broken)?;
    let mut waited = Duration::ZERO;
    loop {
        match read_away(stream) {
            Ok(()) => break,
            Err(error) if is_empty(&error) && waited < patience.min(Duration::from_secs(2)) => {
                std::thread::sleep(STEP);
                waited += STEP;
            }
            // It does not close the line by itself, as many do not.
            Err(error) if is_empty(&error) => break,
            Err(_) => return Err(Trouble::Broken),
        }
    }
    // Whoever closed without reading to the end answers what comes late with a reset.
    std::thread::sleep(STEP * 10);
    match stream.take_error() {
        Ok(None) => Ok(()),
        _ => Err(Trouble::Broken),
    }
}

/// What a printer says unasked; at its end the line is closed.
fn read_away(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut said = [0; 64];
    while stream.read(&mut said)? > 0 {}
    Ok(())
}

/// Opens a device file, and says whether it can answer. Never a file on the disk: what it was given would stay there readable.
#[cfg(unix)]
fn device(path: &Path, patience: Duration) -> Sent<(File, bool)> {
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};

    use rustix::fs::{OFlags, fcntl_setfl};
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

    let kind = std::fs::metadata(path).map_err(|_| Trouble::Gone)?.file_type();
    let not_blocking = OFlags::NONBLOCK.bits().cast_signed();
    if kind.is_fifo() {
        let opened = OpenOptions::new().write(true).custom_flags(not_blocking).open(path);
        return opened.map(|file| (file, false)).map_err(|_| Trouble::Gone);
    }
    if !kind.is_char_device() {
        return Err(Trouble::NotAPrinter);
    }
    // A radio link is made while it is being opened, or nobody knows whether it was; a thread that waits too long is left behind.
    let (tell, told) = std::sync::mpsc::channel();
    let path = path.to_owned();
    std::thread::spawn(move || {
        let both = OpenOptions::new().read(true).write(true).open(&path).map(|file| (file, true));
        let opened = both.or_else(|_| OpenOptions::new().write(true).open(&path).map(|file| (file, false)));
        let _ = tell.send(opened);
    });
    let (file, answers) = told.recv_timeout(patience).ok().and_then(Result::ok).ok_or(Trouble::Gone)?;
    // A serial line would make two bytes of a line feed.
    if let Ok(mut modes) = tcgetattr(&file) {
        modes.make_raw();
        tcsetattr(&file, OptionalActions::Now, &modes).map_err(|_| Trouble::Gone)?;
    }
    fcntl_setfl(&file, OFlags::NONBLOCK).map_err(|_| Trouble::Gone)?;
    Ok((file, answers))
}

#[cfg(not(unix))]
fn device(_: &Path, _: Duration) -> Sent<(File, bool)> {
    Err(Trouble::NotAPrinter)
}

/// Device files that may be a receipt printer.
pub(crate) fn found() -> Vec<String> {
    let names = |folder: &str, begin: &'static str| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let paths = entries.filter(move |entry| entry.file_name().to_string_lossy().starts_with(begin));
        paths.map(|entry| entry.path().display().to_string()).collect::<Vec<_>>()
    };
    let mut found = [names("/dev/usb", "lp"), names("/dev", "rfcomm"), names("/dev", "ttyUSB")].concat();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_host_of_any_kind_may_be_written_without_a_port() {
        for (written, meant) in [
            ("192.168.1.50", "192.168.1.50:9100"),
            ("192.168.1.50:9101", "192.168.1.50:9101"),
            ("printer", "printer:9100"),
            ("printer:9101", "printer:9101"),
            ("fd00::7", "[fd00::7]:9100"),
            ("[fd00::7]", "[fd00::7]:9100"),
            ("[fd00::7]:9101", "[fd00::7]:9101"),
        ] {
            assert_eq!(super::with_port(written), meant);
        }
    }
}
