//! What a program weighs that makes no paper: `scripts/bench print` measures `papers` beside it.

fn main() {}
