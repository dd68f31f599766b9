//! How far long work is, as one stream for as long as any goes on.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, Sse};
use beibao_domain::{Problem, ProblemCode};
use futures_util::{Stream, stream};
use tokio::sync::OwnedSemaphorePermit;

use super::super::Desk;
use super::super::answer::Refusal;
use super::super::seat::{Visit, blocking};
use crate::desk::{Token, Who, WorkView};

/// How often whoever looks is told, if anything changed.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// After how long a page looks again that still waits for something.
const COME_AGAIN: Duration = Duration::from_secs(1);
/// How many tellings the session is taken for granted.
const TRUSTED: u32 = 4;
const COME_AGAIN_S: u32 = 5;

/// One who looks.
struct Looking {
    desk: Arc<Desk>,
    token: Token,
    who: Who,
    /// What went on while they looked.
    seen: BTreeSet<u64>,
    told: Option<Vec<WorkView>>,
    ticks: u32,
    over: bool,
    _place: OwnedSemaphorePermit,
}

/// The work that whoever asks began: told whenever it changes, until all of it is over or they sign out. It keeps no session
/// alive.
#[utoipa::path(get, path = "/work", responses((status = 200, content_type = "text/event-stream", body = Vec<WorkView>)))]
pub(super) async fn look(
    visit: Visit,
    State(desk): State<Arc<Desk>>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let token = visit.token.ok_or(ProblemCode::SignedOut)?;
    let who = visit.does(move |visit, station| station.sits(&token, &visit.address)).await?;
    let place = Arc::clone(&desk.lookers).try_acquire_owned().map_err(|_| Refusal(Problem::busy(COME_AGAIN_S)))?;
    let (seen, told, ticks, over) = (BTreeSet::new(), None, 0, false);
    let looking = Looking { desk, token, who, seen, told, ticks, over, _place: place };
    Ok(Sse::new(stream::unfold(looking, |mut looking| async move {
        let event = looking.next().await?;
        Some((Ok(event), looking))
    })))
}

impl Looking {
    /// The next that is new; none at the end.
    async fn next(&mut self) -> Option<Event> {
        while !self.over {
            if self.ticks > 0 {
                tokio::time::sleep(TELL_EVERY).await;
            }
            self.ticks += 1;
            if self.ticks.is_multiple_of(TRUSTED) && !self.still_sits().await {
                return None;
            }
            let mut all = self.desk.station.works.of(self.who.account);
            self.seen.extend(all.iter().filter(|work| !work.over).map(|work| work.number));
            all.retain(|work| self.seen.contains(&work.number));
            self.over = all.iter().all(|work| work.over);
            if self.told.as_ref() != Some(&all) {
                let told = serde_json::to_string(&all).ok()?;
                self.told = Some(all);
                return Some(Event::default().retry(COME_AGAIN).data(told));
            }
        }
        None
    }

    async fn still_sits(&self) -> bool {
        let (desk, token, address) = (Arc::clone(&self.desk), self.token, self.who.address.clone());
        blocking(move || desk.station.sits(&token, &address)).await.is_ok()
    }
}
