//! Writes that wait for the disk together.
//!
//! Two hundred tablets in one evening would wait for two hundred commits one after the other. Whoever gets the one writer
//! does the work of all who stand in line by then, under one commit; each piece of work is whole or undone by itself, and
//! nobody is answered before it is on the disk.

use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

use beibao_domain::{Problem, ProblemCode};

use crate::station::{Result, Station, StationError, Tx};

/// Tells one who waits how the commit went.
type Answer = Box<dyn FnOnce(std::result::Result<(), ProblemCode>) + Send>;
/// Does the work, or, without a transaction, says why there is none.
type Work = Box<dyn FnOnce(std::result::Result<&mut Tx<'_>, ProblemCode>) -> Option<Answer> + Send>;

/// The work that waits for the writer.
#[derive(Default)]
pub(crate) struct Line(Mutex<Vec<Work>>);

impl Line {
    fn join(&self, work: Work) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(work);
    }

    fn take(&self) -> Vec<Work> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Station {
    /// The same as [`Station::write`], under one commit with others who write at the moment.
    pub(crate) fn write_together<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R> + Send + 'static,
    ) -> Result<R> {
        let (sender, receiver) = sync_channel(1);
        self.line.join(Box::new(move |tx| {
            let result = match tx {
                Ok(tx) => tx.apart(work),
                Err(code) => {
                    let _ = sender.send(Err(code.into()));
                    return None;
                }
            };
            Some(Box::new(move |committed| {
                let _ = sender.send(result.and_then(|result| Ok(committed.map(|()| result)?)));
            }))
        }));
        let mut writer = self.writer();
        // Empty, if somebody who had the writer before did it all.
        let mut waiting = self.line.take().into_iter();
        if waiting.len() > 0 {
            let mut answers = Vec::with_capacity(waiting.len());
            let committed = self.write_with(&mut writer, |tx| {
                for work in waiting.by_ref() {
                    answers.extend(work(Ok(tx)));
                    tx.goes_on()?;
                }
                Ok(())
            });
            drop(writer);
            let committed = committed.map_err(|error: StationError| Problem::from(error).code);
            answers.into_iter().for_each(|answer: Answer| answer(committed));
            // What ended the transaction is everybody's answer, whoever it met.
            let code = committed.err().unwrap_or(ProblemCode::Busy);
            waiting.for_each(|work| drop(work(Err(code))));
        } else {
            drop(writer);
        }
        receiver.recv().unwrap_or_else(|_| Err(ProblemCode::Busy.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use beibao_domain::world::System;

    use super::*;

    #[test]
    fn who_stands_in_line_is_written_under_one_commit_and_who_fails_undoes_only_himself() {
        let folder = tempfile::tempdir().unwrap();
        let station = Arc::new(Station::init(&folder.path().join("station"), Arc::new(System)).unwrap());
        let commits = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = Arc::clone(&commits);
        let mut writer = station.writer();
        writer
            .commit_hook(Some(move || {
                counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                false
            }))
            .unwrap();
        let running: Vec<_> = (0..9u8)
            .map(|n| {
                let station = Arc::clone(&station);
                std::thread::spawn(move || {
                    station.write_together(move |tx| {
                        tx.sql.execute("INSERT INTO epoch (device, epoch) VALUES (?1, ?1)", [[n].as_slice()])?;
                        if n % 3 == 0 { Err(ProblemCode::ChangeForged.into()) } else { Ok(n) }
                    })
                })
            })
            .collect();
        while station.line.0.lock().unwrap().len() < 9 {
            std::thread::yield_now();
        }
        drop(writer);
        let answered: Vec<Option<u8>> = running.into_iter().map(|thread| thread.join().unwrap().ok()).collect();
        assert_eq!(answered, [None, Some(1), Some(2), None, Some(4), Some(5), None, Some(7), Some(8)]);
        assert_eq!(commits.load(std::sync::atomic::Ordering::SeqCst), 1);
        let kept: i64 =
            station.read(|sql| Ok(sql.query_row("SELECT count(*) FROM epoch", [], |row| row.get(0))?)).unwrap();
        assert_eq!(kept, 6);
    }
}
