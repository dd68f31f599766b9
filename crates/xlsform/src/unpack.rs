//! What a packed file may unpack to, asked before anything is read from it.
//!
//! The directory of a zip file says how large each part is; a file that was made to fill a disk or a memory says so, or
//! lies. So the sizes are added up first, and then every part is unpacked once into nothing, up to the same limit: a part
//! that is larger than it says, or whose sum is wrong, makes the file no workbook.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use crate::Fault;

/// The largest file that is looked at: a form of 500 questions has a tenth of it.
pub const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;
/// What all parts together may unpack to.
pub const MAX_UNPACKED_BYTES: u64 = 32 * 1024 * 1024;
/// Most parts of a workbook; one with three sheets has about fifteen.
pub const MAX_PARTS: usize = 1_000;

/// Whether a file of at most so many bytes may be unpacked to at most so many.
pub(crate) fn guard(bytes: &[u8], max_file_bytes: usize, max_unpacked_bytes: u64) -> Result<(), Fault> {
    if bytes.len() > max_file_bytes {
        return Err(Fault::FileTooLarge);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::NotAWorkbook)?;
    if archive.len() > MAX_PARTS {
        return Err(Fault::UnpacksTooLarge);
    }
    let mut claimed_bytes = 0u64;
    for part in 0..archive.len() {
        let part = archive.by_index_raw(part).map_err(|_| Fault::NotAWorkbook)?;
        claimed_bytes = claimed_bytes.saturating_add(part.size());
    }
    if claimed_bytes > max_unpacked_bytes {
        return Err(Fault::UnpacksTooLarge);
    }
    let mut left_bytes = max_unpacked_bytes;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|_| Fault::NotAWorkbook)?;
        let unpacked_bytes =
            io::copy(&mut part.take(left_bytes + 1), &mut io::sink()).map_err(|_| Fault::NotAWorkbook)?;
        left_bytes = left_bytes.checked_sub(unpacked_bytes).ok_or(Fault::UnpacksTooLarge)?;
    }
    Ok(())
}
