//! Blobs: files named by their hash, sealed, beside the database.
//!
//! A file is a row of records, each as it came off the line and sealed by itself (ChaCha20-Poly1305 under a key of the
//! blob's own, its place in the row as nonce), so that a transfer goes on at any byte and nothing of a face is readable on
//! the disk. While it grows it is called `HASH.part`; it gets its name only when it is whole, its hash was checked and it
//! is on the disk. The database says who named a blob; only that tablet may send it or ask how much is here.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use beibao_domain::{Hash, ProblemCode};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::digest::{Context, SHA256};
use ring::hkdf::{HKDF_SHA256, Salt};
use rusqlite::Connection;

use crate::station::{Result, StationError};

const SALT_BYTES: usize = 16;
const LENGTH_BYTES: usize = 4;

/// The folder of blobs and the secret that seals them.
pub(crate) struct Blobs {
    folder: PathBuf,
    secret: [u8; 32],
    open: Arc<Open>,
}

/// The blobs that are being received. One at a time writes to each: a tablet whose line broke is back before the station has
/// taken in all that came over the old one, and must hear of it.
#[derive(Default)]
struct Open {
    hashes: Mutex<BTreeSet<Hash>>,
    closed: Condvar,
}

/// How long a newcomer waits for the old line to be done.
const PATIENCE: Duration = Duration::from_secs(10);

/// The blobs that a database names as whole.
pub(crate) fn whole(sql: &Connection) -> rusqlite::Result<Vec<Hash>> {
    let mut statement = sql.prepare("SELECT DISTINCT hash FROM blob WHERE whole = 1")?;
    statement.query_map([], |row| Ok(Hash(row.get(0)?)))?.collect()
}

/// Whether a database names this blob.
pub(crate) fn is_named(sql: &Connection, hash: Hash) -> rusqlite::Result<bool> {
    sql.prepare_cached("SELECT EXISTS (SELECT 1 FROM blob WHERE hash = ?1)")?.query_row([hash.0], |row| row.get(0))
}

/// Holds a blob open for as long as it lives.
struct Held {
    open: Arc<Open>,
    hash: Hash,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.open.hashes.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.hash);
        self.open.closed.notify_all();
    }
}

/// A blob that is on its way.
pub(crate) struct Part {
    hash: Hash,
    size: u64,
    file: File,
    key: LessSafeKey,
    _held: Held,
    records: u64,
    /// Plain bytes that are there.
    pub(crate) held: u64,
    digest: Context,
}

impl Blobs {
    pub(crate) fn new(folder: PathBuf, secret: [u8; 32]) -> Self {
        Self { folder, secret, open: Arc::default() }
    }

    /// The file of a whole blob.
    pub(crate) fn place(&self, hash: Hash) -> PathBuf {
        let name = hash.to_string();
        self.folder.join(&name[..2]).join(name)
    }

    fn part(&self, hash: Hash) -> PathBuf {
        self.place(hash).with_extension("part")
    }

    /// Whether it is here whole.
    pub(crate) fn has(&self, hash: Hash) -> bool {
        self.place(hash).exists()
    }

    fn hold(&self, hash: Hash) -> Result<Held> {
        let open = self.open.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.open.closed.wait_timeout_while(open, PATIENCE, |open| open.contains(&hash));
        let (mut open, timed_out) = waited.unwrap_or_else(PoisonError::into_inner);
        if timed_out.timed_out() {
            return Err(ProblemCode::Busy.into());
        }
        open.insert(hash);
        Ok(Held { open: Arc::clone(&self.open), hash })
    }

    /// Opens the part of a blob, or begins one with `salt`, which must be random.
    pub(crate) fn open(&self, hash: Hash, size: u64, salt: [u8; SALT_BYTES]) -> Result<Part> {
        let _held = self.hold(hash)?;
        let path = self.part(hash);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        // Another process may be at it: the desk takes in a bundle beside the running server.
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ProblemCode::Busy.into()),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let known = read_salt(&mut file)?;
        if known.is_none() {
            file.set_len(0)?;
            file.write_all(&salt)?;
        }
        let key = self.key(hash, &known.unwrap_or(salt))?;
        let mut part = Part { hash, size, file, key, _held, records: 0, held: 0, digest: Context::new(&SHA256) };
        part.read_what_is_there()?;
        Ok(part)
    }

    /// How much of a blob is here, once nobody writes to it.
    pub(crate) fn held(&self, hash: Hash, size: u64) -> Result<u64> {
        drop(self.hold(hash)?);
        if self.has(hash) {
            return Ok(size);
        }
        // A part whose salt never got to the disk is none, and must not be given one here.
        let begun = std::fs::metadata(self.part(hash)).is_ok_and(|data| data.len() > SALT_BYTES as u64);
        let held = if begun { self.open(hash, size, [0; SALT_BYTES])?.held } else { 0 };
        Ok(match held.cmp(&size) {
            std::cmp::Ordering::Less => held,
            // All of it came and it was given no name, because the disk was full or the power failed: whoever hears that it is
            // whole says so to an officer. Its last byte is asked for again, and with it comes its name.
            std::cmp::Ordering::Equal => size.saturating_sub(1),
            // More than there is to it is not this blob.
            std::cmp::Ordering::Greater => 0,
        })
    }

    fn key(&self, hash: Hash, salt: &[u8; SALT_BYTES]) -> Result<LessSafeKey> {
        let info = [b"beibao blob".as_slice(), &hash.0];
        let derived = Salt::new(HKDF_SHA256, salt).extract(&self.secret);
        let key = derived.expand(&info, &CHACHA20_POLY1305).map(UnboundKey::from);
        key.map(LessSafeKey::new).map_err(|_| StationError::Secrets)
    }

    /// Gives finished parts their names; all of them are on the disk when it returns.
    pub(crate) fn keep(&self, parts: &[Part]) -> Result<()> {
        let mut folders: Vec<PathBuf> = Vec::new();
        for part in parts {
            part.file.sync_all()?;
            let place = self.place(part.hash);
            match std::fs::rename(self.part(part.hash), &place) {
                // It was erased, or the desk decided, while it came.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                renamed => renamed?,
            }
            folders.extend(place.parent().map(Path::to_owned));
        }
        folders.sort();
        folders.dedup();
        // The folder that holds them too, in which one of them may be new.
        folders.iter().chain([&self.folder]).try_for_each(|folder| Ok(File::open(folder)?.sync_all()?))
    }

    /// What came is not what was named: it begins anew.
    pub(crate) fn throw_away(&self, hash: Hash) -> Result<()> {
        match std::fs::remove_file(self.part(hash)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// A blob that nothing names any more.
    pub(crate) fn destroy(&self, hash: Hash) -> Result<()> {
        self.throw_away(hash)?;
        match std::fs::remove_file(self.place(hash)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// A whole blob, checked against its name.
    pub(crate) fn read(&self, hash: Hash) -> Result<Option<Vec<u8>>> {
        let mut file = match File::open(self.place(hash)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let Some(salt) = read_salt(&mut file)? else { return Ok(None) };
        let (key, mut bytes, mut records) = (self.key(hash, &salt)?, Vec::new(), 0);
        while let Some(plain) = read_record(&mut file, &key, records)? {
            bytes.extend_from_slice(&plain);
            records += 1;
        }
        Ok((Hash::of(&bytes) == hash).then_some(bytes))
    }
}

impl Part {
    /// What survived of an earlier transfer. A record that a power cut left half written is cut off.
    fn read_what_is_there(&mut self) -> Result<()> {
        let mut whole = SALT_BYTES as u64;
        let mut reader = std::io::BufReader::new(&mut self.file);
        while let Some(plain) = read_record(&mut reader, &self.key, self.records)? {
            self.digest.update(&plain);
            self.held += plain.len() as u64;
            self.records += 1;
            whole += (LENGTH_BYTES + plain.len() + CHACHA20_POLY1305.tag_len()) as u64;
        }
        Ok(self.file.set_len(whole)?)
    }

    /// Adds bytes at the end; what would be too much is left out.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<()> {
        let room = usize::try_from(self.size.saturating_sub(self.held)).unwrap_or(usize::MAX);
        let bytes = &bytes[..bytes.len().min(room)];
        if bytes.is_empty() {
            return Ok(());
        }
        self.digest.update(bytes);
        let mut sealed = bytes.to_vec();
        self.key
            .seal_in_place_append_tag(nonce(self.records), Aad::empty(), &mut sealed)
            .map_err(|_| StationError::Secrets)?;
        let length = u32::try_from(sealed.len()).unwrap_or(u32::MAX);
        self.file.write_all(&[&length.to_le_bytes(), sealed.as_slice()].concat())?;
        self.records += 1;
        self.held += bytes.len() as u64;
        Ok(())
    }

    pub(crate) fn hash(&self) -> Hash {
        self.hash
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.held == self.size
    }

    /// Whether what came is what was named.
    pub(crate) fn is_right(&self) -> bool {
        self.digest.clone().finish().as_ref() == self.hash.0
    }
}

fn nonce(record: u64) -> Nonce {
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&record.to_le_bytes());
    Nonce::assume_unique_for_key(bytes)
}

fn read_salt(file: &mut File) -> Result<Option<[u8; SALT_BYTES]>> {
    let mut salt = [0; SALT_BYTES];
    match file.read_exact(&mut salt) {
        Ok(()) => Ok(Some(salt)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The next record opened; `None` at the end, and where the rest is no whole record.
fn read_record(file: &mut impl Read, key: &LessSafeKey, record: u64) -> Result<Option<Vec<u8>>> {
    let mut read = |bytes: &mut [u8]| match file.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(StationError::from(error)),
    };
    let mut length = [0; LENGTH_BYTES];
    if !read(&mut length)? {
        return Ok(None);
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > beibao_wire::MAX_FRAME_BYTES + CHACHA20_POLY1305.tag_len() {
        return Ok(None);
    }
    let mut sealed = vec![0; length];
    if !read(&mut sealed)? {
        return Ok(None);
    }
    Ok(key.open_in_place(nonce(record), Aad::empty(), &mut sealed).ok().map(|plain| plain.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_that_comes_in_pieces_with_a_power_cut_in_between_is_whole_in_the_end_and_never_readable() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().to_owned(), [7; 32]);
        let blob: Vec<u8> = (0..100_000u32).map(|n| (n % 251) as u8).collect();
        let (hash, size) = (Hash::of(&blob), blob.len() as u64);
        let mut part = blobs.open(hash, size, [1; 16]).unwrap();
        part.append(&blob[..40_000]).unwrap();
        part.append(&blob[40_000..41_000]).unwrap();
        drop(part);
        // The power fails while the last record is being written.
        let path = blobs.part(hash);
        let written = std::fs::read(&path).unwrap();
        assert!(!written.windows(64).any(|window| window == &blob[..64]));
        std::fs::write(&path, &written[..written.len() - 5]).unwrap();
        let mut part = blobs.open(hash, size, [2; 16]).unwrap();
        assert_eq!(part.held, 40_000);
        part.append(&blob[40_000..]).unwrap();
        part.append(b"too much").unwrap();
        assert!(part.is_whole() && part.is_right() && !blobs.has(hash));
        blobs.keep(&[part]).unwrap();
        assert_eq!(blobs.read(hash).unwrap(), Some(blob));
    }

    #[test]
    fn what_came_whole_and_got_no_name_is_not_told_as_whole() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().to_owned(), [7; 32]);
        let hash = Hash::of(b"right");
        let mut part = blobs.open(hash, 5, [1; 16]).unwrap();
        part.append(b"right").unwrap();
        // The disk is full, or the power fails: nobody gives it its name.
        drop(part);
        assert_eq!(blobs.held(hash, 5).unwrap(), 4);
        let part = blobs.open(hash, 5, [2; 16]).unwrap();
        blobs.keep(&[part]).unwrap();
        assert_eq!(blobs.held(hash, 5).unwrap(), 5);
    }

    #[test]
    fn what_is_not_what_was_named_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().to_owned(), [7; 32]);
        let mut part = blobs.open(Hash::of(b"right"), 5, [1; 16]).unwrap();
        part.append(b"wrong").unwrap();
        assert!(part.is_whole() && !part.is_right());
    }
}
