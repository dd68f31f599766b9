//! One line on the terminal that says how far a folder is. Silent where nobody watches.

use std::io::{IsTerminal, Write, stderr};

const WIDTH: usize = 30;

/// How far.
pub struct Progress {
    all: usize,
    done: usize,
    watched: bool,
}

impl Progress {
    /// Nothing done of `all`.
    pub fn over(all: usize) -> Self {
        Self { all, done: 0, watched: all > 1 && stderr().is_terminal() }
    }

    /// One more is done.
    pub fn step(&mut self, name: &str) {
        self.done += 1;
        if self.watched {
            let full = WIDTH * self.done / self.all.max(1);
            let bar = format!("{}{}", "█".repeat(full), "░".repeat(WIDTH - full));
            let _ = write!(stderr(), "\r\x1b[K{bar} {}/{} {name}", self.done, self.all);
        }
    }

    /// Takes the line away.
    pub fn end(&self) {
        if self.watched {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
