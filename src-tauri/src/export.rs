//! Files that the officer asks for: written to the Documents folder, never over another one.

use std::path::PathBuf;

use beibao_domain::{Problem, ProblemCode};
use tauri::{AppHandle, Manager};

/// Opens a file with whatever this machine opens its kind with, if there is something.
pub fn open(path: &str) {
    #[cfg(target_os = "linux")]
    match std::process::Command::new("xdg-open").arg(path).spawn() {
        // Nobody waits for it here; the thread only takes its end in.
        Ok(mut opener) => drop(std::thread::spawn(move || opener.wait())),
        Err(error) => tracing::info!(%error, "nothing here opens a file"),
    }
    #[cfg(not(target_os = "linux"))]
    let _ = path;
}

/// Writes a file and returns its path. The name holds nothing of a person.
pub fn write(app: &AppHandle, name: &str, extension: &str, bytes: &[u8]) -> Result<String, Problem> {
    let folder = app.path().document_dir().or_else(|_| app.path().home_dir()).map_err(|_| ProblemCode::Internal)?;
    let written = (|| {
        std::fs::create_dir_all(&folder)?;
        for n in 1u32.. {
            let numbered = if n == 1 { format!("{name}.{extension}") } else { format!("{name}-{n}.{extension}") };
            let path: PathBuf = folder.join(numbered);
            match std::fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    std::io::Write::write_all(&mut file, bytes)?;
                    return Ok(path.display().to_string());
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(std::io::ErrorKind::AlreadyExists.into())
    })();
    written.map_err(|error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => ProblemCode::DiskFull.into(),
        _ => {
            tracing::error!(%error, "a file could not be exported");
            ProblemCode::Internal.into()
        }
    })
}
