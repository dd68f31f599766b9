//! What a replica holds of one scope, by the times of its rows: two replicas that differ find the few rows that do by comparing
//! parts, and parts of parts. Pure but for the reading; which part is asked for next is decided here.

use beibao_domain::{AreaId, Hlc, Stamp};
use rusqlite::Connection;

use crate::Result;
use crate::digest::{self, Digest};

/// The first and the last time of a part, both included.
pub type Range = (Hlc, Hlc);

/// Into how many a part is cut: 60,000 rows come down to a few in three rounds of about two kilobytes.
const WAYS: usize = 64;
/// A part of so few rows is not cut again; to give it anew costs less than to ask.
const FEW: usize = 8;

/// The rows of a scope, each as its time and its share of the digest, in the order of time.
#[derive(Debug, Clone, Default)]
pub struct Parts(Vec<(Hlc, [u8; 16])>);

impl Parts {
    /// What is held of a scope, but for some rows that the other side does not count.
    pub fn of(sql: &Connection, area: AreaId, without: &[(Stamp, String)]) -> Result<Self> {
        let left_out: Vec<_> = without.iter().map(|(stamp, body)| digest::share(*stamp, body)).collect();
        let mut rows = Vec::new();
        digest::each_row(sql, area, |stamp, body| {
            let share = digest::share(stamp, &body);
            if !left_out.contains(&share) {
                rows.push((stamp.at, share));
            }
        })?;
        Ok(Self::new(rows))
    }

    fn new(mut rows: Vec<(Hlc, [u8; 16])>) -> Self {
        rows.sort_unstable();
        Self(rows)
    }

    fn within(&self, (from, to): Range) -> &[(Hlc, [u8; 16])] {
        let begin = self.0.partition_point(|(at, _)| *at < from);
        let end = self.0.partition_point(|(at, _)| *at <= to);
        self.0.get(begin..end).unwrap_or_default()
    }

    /// How much is held of a part.
    pub fn digest(&self, range: Range) -> Digest {
        let mut digest = Digest::default();
        for (_, share) in self.within(range) {
            digest.toggle_share(*share);
            digest.count += 1;
        }
        digest
    }

    /// A part, cut so that each piece has about as many of these rows; itself where it has few.
    pub fn cut(&self, (from, to): Range) -> Vec<Range> {
        let rows = self.within((from, to));
        let mut pieces = Vec::new();
        let mut begin = from;
        if rows.len() > FEW {
            for n in 1..WAYS {
                let (at, _) = rows[n * rows.len() / WAYS];
                if at > begin {
                    pieces.push((begin, Hlc(at.0 - 1)));
                    begin = at;
                }
            }
        }
        pieces.push((begin, to));
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(times: impl Iterator<Item = u64>) -> Parts {
        let share = |at: u64| beibao_domain::Hash::of(&at.to_le_bytes()).0[..16].try_into().unwrap();
        Parts::new(times.map(|at| (Hlc(at), share(at))).collect())
    }

    /// What is left when both sides compare until nothing can be cut, and how many parts were asked for.
    fn differing(here: &Parts, there: &Parts) -> (Vec<Range>, usize) {
        let (mut differing, mut asked) = (vec![(Hlc(0), Hlc(u64::MAX))], 0);
        loop {
            let cut: Vec<Range> = differing.iter().flat_map(|part| here.cut(*part)).collect();
            if cut == differing {
                return (differing, asked);
            }
            asked += cut.len();
            differing = cut.into_iter().filter(|part| here.digest(*part) != there.digest(*part)).collect();
        }
    }

    #[test]
    fn of_sixty_thousand_rows_the_few_that_differ_are_found_by_asking_for_a_few_hundred_parts() {
        const ROWS: u64 = 60_000;
        let there = parts((0..ROWS).map(|n| n * 1_000));
        for missing in [vec![0], vec![31_415], vec![ROWS - 1], vec![7, 8, 9, 40_000]] {
            let here = parts((0..ROWS).filter(|n| !missing.contains(n)).map(|n| n * 1_000));
            let (left, asked) = differing(&here, &there);
            assert!(asked < 800, "{asked} parts were asked for");
            let given: u64 = left.iter().map(|part| there.digest(*part).count).sum();
            assert!(given as usize <= missing.len() * 4 * FEW, "{given} rows are given for {}", missing.len());
            for n in &missing {
                assert!(left.iter().any(|(from, to)| (from.0..=to.0).contains(&(n * 1_000))), "row {n} is not found");
            }
            // The other way round: a row too many here.
            assert!(!differing(&there, &here).0.is_empty());
        }
        assert_eq!(differing(&there, &there).0, []);
    }

    #[test]
    fn a_side_that_holds_nothing_and_rows_of_one_time_are_one_part() {
        let whole = (Hlc(0), Hlc(u64::MAX));
        assert_eq!(differing(&parts(0..0), &parts(0..100)).0, [whole]);
        assert_eq!(parts(std::iter::repeat_n(5, 100)).cut((Hlc(5), Hlc(5))), [(Hlc(5), Hlc(5))]);
        // Pieces leave no gap and do not overlap.
        let pieces = parts(0..1_000).cut(whole);
        assert!(pieces.windows(2).all(|pair| pair[0].1.0 + 1 == pair[1].0.0));
        assert_eq!((pieces[0].0, pieces[pieces.len() - 1].1), whole);
    }
}
