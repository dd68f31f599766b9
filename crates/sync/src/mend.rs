//! A scope of which tablet and station hold not the same: the parts that differ are looked for and taken again, instead of all
//! of it. Neither side's digest is ever taken over; what differs after this is told.

use std::sync::Arc;

use beibao_domain::{AreaId, Problem, ProblemCode};
use beibao_replica::digest::Digest;
use beibao_replica::parts::{Parts, Range};
use beibao_store::Store;
use beibao_store::apply;
use beibao_wire::{Compare, MOST_PARTS, Part, PartDigest, Recall, SyncApi};

use crate::disk;
use crate::run::{Known, Meter, Phase, on_disk};
use crate::steps::Pages;

/// Mends the scopes that differ. What is pulled afterwards says whether it did.
pub(crate) async fn mend<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    known: &mut Known,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    meter.begin(Phase::Receiving, 0);
    while let Some(area) = known.mend.last().copied() {
        let held = on_disk(store, move |store| store.read(|sql| apply::parts(sql, area))).await?;
        match differing(api, area, &held).await? {
            Some(parts) if parts.is_empty() => {}
            Some(parts) => recall(store, api, known, area, parts, meter).await?,
            // So much differs that looking for it costs more than taking all of it.
            None => on_disk(store, move |store| store.write(|tx| apply::pull_anew(tx, &[area]))).await?,
        }
        known.mend.pop();
    }
    (known.mended, known.pulled) = (true, false);
    Ok(())
}

/// The smallest parts of a scope that differ; `None` if they are too many.
async fn differing<A: SyncApi>(api: &A, area: AreaId, held: &Parts) -> Result<Option<Vec<Range>>, Problem> {
    let mut differing = vec![(Part::WHOLE.from, Part::WHOLE.to)];
    loop {
        let cut: Vec<Range> = differing.iter().flat_map(|part| held.cut(*part)).collect();
        if cut == differing {
            return Ok(Some(differing));
        }
        if cut.len() > MOST_PARTS {
            return Ok(None);
        }
        let told = api.compare(Compare { area, parts: cut.iter().copied().map(part).collect() }).await?.parts;
        if told.len() != cut.len() {
            return Err(ProblemCode::StationRefused.into());
        }
        let differs = |(range, told): (Range, PartDigest)| {
            (held.digest(range) != Digest { count: told.count, digest: told.digest }).then_some(range)
        };
        differing = cut.into_iter().zip(told).filter_map(differs).collect();
    }
}

async fn recall<A: SyncApi>(
    store: &Arc<Store>,
    api: &A,
    known: &Known,
    area: AreaId,
    parts: Vec<Range>,
    meter: &mut Meter<'_>,
) -> Result<(), Problem> {
    let page_bytes = u32::try_from(known.piece_bytes).unwrap_or(u32::MAX);
    let recalled = api.recall(Recall { area, parts: parts.into_iter().map(part).collect(), page_bytes }).await?;
    let mut pages = Pages::of(recalled);
    loop {
        let page = pages.next(meter).await?;
        let (items, remaining) = (page.changes.len(), page.remaining);
        on_disk(store, move |store| disk::take_recalled(store, page)).await?;
        meter.done(u32::try_from(items).unwrap_or(u32::MAX));
        if remaining == 0 {
            return Ok(());
        }
    }
}

fn part((from, to): Range) -> Part {
    Part { from, to }
}
