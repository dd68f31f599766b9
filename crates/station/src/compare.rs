//! A scope that differs: how much the station holds of each part, and the changes of those that differ again.

use beibao_domain::{AreaId, Problem, ProblemCode};
use beibao_replica::parts::Parts;
use beibao_wire::{Compare, Compared, FrameKind, MOST_PARTS, PAGE_BYTES, Page, Part, PartDigest, Recall, frame, pack};
use rusqlite::Connection;

use crate::give::signers;
use crate::log;
use crate::station::Result;
use crate::visitor::Visitor;

impl Visitor {
    /// Says how much is held of each part.
    pub(crate) fn compare_parts(&self, asked: &Compare) -> Result<Compared> {
        self.station.read(|sql| {
            self.may_compare(sql, asked.area, &asked.parts)?;
            let held = Parts::of(sql, asked.area, &[])?;
            let digest = |part: &Part| {
                let digest = held.digest((part.from, part.to));
                PartDigest { count: digest.count, digest: digest.digest }
            };
            Ok(Compared { parts: asked.parts.iter().map(digest).collect() })
        })
    }

    fn may_compare(&self, sql: &Connection, area: AreaId, parts: &[Part]) -> Result<()> {
        let known = self.known(sql)?;
        known.in_good_standing()?;
        if !known.scopes(sql)?.contains(&area) {
            return Err(ProblemCode::ChangeOutOfScope.into());
        }
        if parts.len() > MOST_PARTS { Err(ProblemCode::TooLarge.into()) } else { Ok(()) }
    }
}

/// An answer to a recall that is going out.
#[derive(Debug)]
pub struct Recalling {
    visitor: Visitor,
    area: AreaId,
    /// What is still to be given, the last first.
    numbers: Vec<i64>,
    page_bytes: usize,
    done: bool,
}

impl Recalling {
    pub(crate) fn new(visitor: &Visitor, asked: &Recall) -> Result<Self> {
        let mut numbers = visitor.station.read(|sql| {
            visitor.may_compare(sql, asked.area, &asked.parts)?;
            log::numbers_of(sql, asked.area, &asked.parts)
        })?;
        numbers.reverse();
        let page_bytes = PAGE_BYTES.min(asked.page_bytes as usize);
        Ok(Self { visitor: visitor.clone(), area: asked.area, numbers, page_bytes, done: false })
    }

    pub(crate) async fn next(&mut self) -> std::result::Result<Option<Vec<u8>>, Problem> {
        if self.done {
            return Ok(None);
        }
        let (area, page_bytes, mut numbers) = (self.area, self.page_bytes, std::mem::take(&mut self.numbers));
        let (page, numbers) = self
            .visitor
            .blocking(move |visitor| {
                let page = visitor.station.read(|sql| page(visitor, sql, area, &mut numbers, page_bytes))?;
                Ok((page, numbers))
            })
            .await?;
        self.done = numbers.is_empty();
        self.numbers = numbers;
        Ok(Some(frame(FrameKind::Page, &pack(&page))))
    }
}

fn page(visitor: &Visitor, sql: &Connection, area: AreaId, numbers: &mut Vec<i64>, page_bytes: usize) -> Result<Page> {
    // Asked anew: a tablet may be shut out, or lose an area, in the middle.
    visitor.may_compare(sql, area, &[])?;
    let (mut changes, mut size_bytes) = (Vec::new(), 0);
    while size_bytes < page_bytes.max(1) {
        let Some(number) = numbers.pop() else { break };
        let logged = log::logged(sql, number)?;
        size_bytes += logged.change.bytes.len() + 128;
        changes.push(logged);
    }
    let signers = signers(sql, changes.iter().map(|logged| &logged.change))?;
    let (cursors, digests) = (Vec::new(), Vec::new());
    Ok(Page { changes, signers, cursors, remaining: numbers.len() as u64, mark: log::mark(sql)?, digests })
}
