//! Years of everything that is in the backpack, said on one tablet as time goes by: for the replay that must give exactly its
//! own numbers, and for the benchmarks. The same plan and seed give the same years. Everybody in it is made up.

use anyhow::{Context, Result};
use beibao_domain::activity::{Activity, ActivityKind};
use beibao_domain::application::{Application, ApplicationKind, Portrait, Progress, Recipient, Step};
use beibao_domain::dispute::{Agreement, Dispute, DisputeKind, DisputeOutcome, Mediation, Party, Signature, Term};
use beibao_domain::hands::{HandsLent, HandsWanted};
use beibao_domain::picture::Strokes;
use beibao_domain::request::{CameBy, Hazard, HazardCheck, HazardKind, Request, Response, ResponseKind};
use beibao_domain::suggestion::{Measure, Suggestion};
use beibao_domain::visit::{CameUp, HandoutLine, ServiceKind, ServiceLine, VisitDraft};
use beibao_domain::volunteer::{HelpsWith, Volunteer};
use beibao_domain::world::day_in_china;
use beibao_domain::{AreaId, Fact, FactBody, FactId, HouseholdId, MaterialId, Payload, PersonId, World};
use beibao_replica::table::{household, person};
use beibao_store::record::{self, Record};
use beibao_store::{Store, Tx, visit};
use chrono::TimeDelta;

use crate::TestWorld;

/// How much happens, in all.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How long.
    pub days: u32,
    /// Visits.
    pub visits: u32,
    /// Services on them.
    pub services: u32,
    /// Leaflets on them and at talks.
    pub leaflets: u32,
    /// Disputes that are resolved; one in three on a visit, the others by an agreement that is signed.
    pub resolved: u32,
    /// Disputes that stay open.
    pub unresolved: u32,
    /// Talks.
    pub talks: u32,
    /// Applications, from the portrait to the door; one in eight portraits is returned once.
    pub applications: u32,
    /// Requests, hazards, suggestions, needs for hands: each of them, and what became of it.
    pub each: u32,
    /// Volunteers.
    pub volunteers: u32,
}

impl Plan {
    /// What the station of the sample counted in five years.
    pub const FIVE_YEARS: Plan = Plan {
        days: 1_826,
        visits: 2_600,
        services: 6_000,
        leaflets: 4_200,
        resolved: 289,
        unresolved: 11,
        talks: 32,
        applications: 120,
        each: 60,
        volunteers: 20,
    };

    /// The same five years so full that they make more than 150,000 facts.
    pub const FULL: Plan = Plan {
        days: 1_826,
        visits: 86_000,
        services: 100_000,
        leaflets: 60_000,
        resolved: 2_890,
        unresolved: 110,
        talks: 3_200,
        applications: 6_000,
        each: 3_000,
        volunteers: 300,
    };
}

/// A household, its scope, and who lives there.
type Home = (HouseholdId, AreaId, Vec<(PersonId, String)>);

struct Years<'a> {
    store: &'a Store,
    world: &'a TestWorld,
    homes: Vec<Home>,
    leaflet: MaterialId,
    turn: usize,
}

/// Lives the years. The world's clock begins where it stands and is at their end afterwards.
pub fn live(store: &Store, world: &TestWorld, plan: &Plan, leaflet: MaterialId) -> Result<()> {
    let homes = crate::load::all_homes(store)?
        .into_iter()
        .map(|home| {
            let members = store.read(|sql| Ok(person::members(sql, home)?))?;
            let area = store.read(|sql| Ok(household::scope(sql, home)?))?;
            Ok((home, area, members.into_iter().map(|(id, person)| (id, person.name)).collect()))
        })
        .collect::<Result<Vec<_>>>()?;
    let homes = homes.into_iter().filter(|(_, _, members): &(_, _, Vec<_>)| members.len() > 1).collect();
    let mut years = Years { store, world, homes, leaflet, turn: 0 };
    let mut done = Plan {
        days: 0,
        visits: 0,
        services: 0,
        leaflets: 0,
        resolved: 0,
        unresolved: 0,
        talks: 0,
        applications: 0,
        each: 0,
        volunteers: 0,
    };
    for day in 0..plan.days {
        // Evenly, and to the last one.
        let so_far =
            |all: u32| u32::try_from(u64::from(all) * u64::from(day + 1) / u64::from(plan.days)).unwrap_or(all);
        let due = Plan {
            days: day + 1,
            visits: so_far(plan.visits),
            services: so_far(plan.services),
            leaflets: so_far(plan.leaflets),
            resolved: so_far(plan.resolved),
            unresolved: so_far(plan.unresolved),
            talks: so_far(plan.talks),
            applications: so_far(plan.applications),
            each: so_far(plan.each),
            volunteers: so_far(plan.volunteers),
        };
        let morning = world.now();
        years.day(&mut done, &due)?;
        // However much happened on it, a day is a day.
        world.pass(morning + TimeDelta::days(1) - world.now());
    }
    Ok(())
}

impl Years<'_> {
    fn day(&mut self, done: &mut Plan, due: &Plan) -> Result<()> {
        let store = self.store;
        Ok(store.write(|tx| {
            while done.visits < due.visits {
                done.visits += 1;
                let last = done.visits == due.visits;
                let share = |done: &mut u32, due: u32, most: u32| {
                    let now = if last { due - *done } else { (due - *done).min(most) };
                    *done += now;
                    now
                };
                let services = share(&mut done.services, due.services, 3);
                let leaflets = share(&mut done.leaflets, due.leaflets, 4);
                let settled = u32::from(done.resolved < due.resolved && done.resolved.is_multiple_of(3));
                done.resolved += settled;
                self.visit(tx, services, leaflets, settled == 1)?;
            }
            while done.resolved < due.resolved {
                done.resolved += 1;
                self.mediated(tx, true)?;
            }
            while done.unresolved < due.unresolved {
                done.unresolved += 1;
                self.mediated(tx, false)?;
            }
            while done.talks < due.talks {
                done.talks += 1;
                let talk = Activity {
                    kind: ActivityKind::KangMeeting,
                    topic: "防范电信诈骗".into(),
                    audience: 5,
                    ..Activity::default()
                };
                self.of_home(tx, FactBody::Activity(talk))?;
            }
            while done.applications < due.applications {
                done.applications += 1;
                self.document(tx, done.applications.is_multiple_of(8))?;
            }
            while done.each < due.each {
                done.each += 1;
                self.request(tx)?;
                self.hazard(tx)?;
                self.suggestion(tx)?;
                self.hands(tx)?;
            }
            while done.volunteers < due.volunteers {
                done.volunteers += 1;
                self.volunteer(tx)?;
            }
            Ok(())
        })?)
    }

    fn next_home(&mut self) -> &Home {
        // A step that has no factor in common with the number of homes meets all of them.
        self.turn += 7;
        &self.homes[self.turn % self.homes.len()]
    }

    fn of_home(&mut self, tx: &mut Tx<'_>, body: FactBody) -> beibao_store::Result<FactId> {
        let household_id = Some(self.next_home().0);
        record::save(tx, &Record { household_id, ..Record::new(body) })
    }

    fn follow(&self, tx: &mut Tx<'_>, body: FactBody) -> beibao_store::Result<FactId> {
        self.world.pass(TimeDelta::minutes(7));
        record::save(tx, &Record::new(body))
    }

    fn visit(&mut self, tx: &mut Tx<'_>, services: u32, leaflets: u32, quarrel: bool) -> beibao_store::Result<()> {
        let home = self.next_home().0;
        self.world.pass(TimeDelta::minutes(3));
        let mut draft = VisitDraft::new(FactId::new(self.world), home, self.world.now());
        draft.diary = "看了炉子和烟道，老人问换证的事。".into();
        draft.services = (services > 0)
            .then(|| ServiceLine { kind: ServiceKind::FillForm, note: String::new(), count: services })
            .into_iter()
            .collect();
        draft.handouts = (leaflets > 0).then_some(HandoutLine::new(self.leaflet, leaflets)).into_iter().collect();
        if quarrel {
            let settled = Dispute { outcome: DisputeOutcome::Settled, ..Dispute::open(DisputeKind::Livestock) };
            draft.disputes = vec![CameUp::new(settled)];
        }
        visit::save(tx, &draft).map(drop)
    }

    fn mediated(&mut self, tx: &mut Tx<'_>, signed: bool) -> beibao_store::Result<()> {
        let (home, _, members) = self.next_home().clone();
        let parties: Vec<Party> =
            members.into_iter().take(2).map(|(id, name)| Party { person: Some(id), name }).collect();
        let claim = Dispute { parties: parties.clone(), ..Dispute::open(DisputeKind::GrasslandBoundary) };
        let claim = Record { household_id: Some(home), ..Record::new(FactBody::Dispute(claim)) };
        let dispute = record::save(tx, &claim)?;
        let session = Mediation {
            dispute,
            place: "嘎查".into(),
            present: Vec::new(),
            said: "双方都同意重新量。".into(),
            points: Vec::new(),
            pictures: Vec::new(),
        };
        self.follow(tx, FactBody::Mediation(session))?;
        if !signed {
            return Ok(());
        }
        let count = parties.len();
        let terms = vec![Term { text: "界桩移回原处。".into(), until: None }];
        let agreement = Agreement { dispute, parties, facts: String::new(), terms, follow_up_on: None };
        let agreement = self.follow(tx, FactBody::Agreement(agreement))?;
        for party in 0..u32::try_from(count).unwrap_or(0) {
            let strokes = Strokes(vec![vec![(1.0, 1.0), (9.0, 4.0), (17.0, 2.0)]]);
            self.follow(tx, FactBody::Signature(Signature { dispute, agreement, party, strokes }))?;
        }
        Ok(())
    }

    /// From the application to the door. The desk's part is said here too: it is the years that are wanted, not the desk.
    fn document(&mut self, tx: &mut Tx<'_>, returned_once: bool) -> beibao_store::Result<()> {
        let (home, area, members) = self.next_home().clone();
        let Some((person, _)) = members.first() else { return Ok(()) };
        let body = FactBody::Application(Application::new(ApplicationKind::Renewal, "到期", 1));
        let application =
            record::save(tx, &Record { household_id: Some(home), person_id: Some(*person), ..Record::new(body) })?;
        let portrait = || {
            FactBody::Portrait(Portrait {
                application,
                picture: beibao_domain::Hash::of(application.0.as_bytes()).to_string(),
                size_bytes: 0,
                profile: "ga461".into(),
                profile_version: 2,
                checks: serde_json::Value::Null,
                whitened: false,
                asks: Vec::new(),
                original: None,
            })
        };
        let step = |step| FactBody::Progress(Progress { application, step });
        let mut said = vec![portrait()];
        if returned_once {
            said.extend([step(Step::Returned { reason: "光线太暗".into() }), portrait()]);
        }
        said.extend([step(Step::Accepted), step(Step::InProduction), step(Step::Ready)]);
        for body in said {
            self.world.pass(TimeDelta::minutes(1));
            let fact = Fact {
                id: FactId::new(self.world),
                happened_at: self.world.now(),
                household: Some(home),
                person: Some(*person),
                during: None,
                supersedes: None,
                first: None,
                body,
            };
            tx.say(area, &Payload::Fact(fact))?;
        }
        let officer = self.store.identity().enrolment.officer;
        self.follow(tx, step(Step::TakenAlong { officer }))?;
        let signature = Strokes(vec![vec![(1.0, 1.0), (9.0, 4.0)]]);
        self.follow(tx, step(Step::Delivered { to: Recipient::Person, signature, at: None }))?;
        Ok(())
    }

    fn request(&mut self, tx: &mut Tx<'_>) -> beibao_store::Result<()> {
        let asked = Request { came_by: CameBy::Phone, asked: "机井的电闸跳了".into(), promised_on: None };
        let request = self.of_home(tx, FactBody::Request(asked))?;
        self.world.pass(TimeDelta::hours(2));
        self.follow(tx, FactBody::Response(Response { request, is: ResponseKind::Closed, note: "换了空开".into() }))?;
        self.world.pass(TimeDelta::hours(-2));
        Ok(())
    }

    fn hazard(&mut self, tx: &mut Tx<'_>) -> beibao_store::Result<()> {
        let hazard = Hazard {
            kind: HazardKind::Stove,
            place: "西屋".into(),
            note: String::new(),
            point: None,
            pictures: Vec::new(),
            until: None,
        };
        let hazard = self.of_home(tx, FactBody::Hazard(hazard))?;
        let check = HazardCheck { hazard, fixed: true, note: "清了烟道".into(), pictures: Vec::new() };
        self.follow(tx, FactBody::HazardCheck(check)).map(drop)
    }

    fn suggestion(&mut self, tx: &mut Tx<'_>) -> beibao_store::Result<()> {
        let suggestion = self.of_home(tx, FactBody::Suggestion(Suggestion { text: "路口立个牌子".into() }))?;
        let measure = Measure { suggestion, text: "已立".into(), same_as: None };
        self.follow(tx, FactBody::Measure(measure)).map(drop)
    }

    fn hands(&mut self, tx: &mut Tx<'_>) -> beibao_store::Result<()> {
        let on = day_in_china(self.world.now());
        let wanted = HandsWanted { work: ServiceKind::ShearWool, from: on, to: on, hands: 3, note: String::new() };
        let wanted = self.of_home(tx, FactBody::HandsWanted(wanted))?;
        let lent = HandsLent { wanted, done: false, hands: 3, team: "联防队".into(), note: String::new() };
        self.follow(tx, FactBody::HandsLent(lent)).map(drop)
    }

    fn volunteer(&mut self, tx: &mut Tx<'_>) -> beibao_store::Result<()> {
        let name = self.next_home().2.first().map(|(_, name)| name.clone()).unwrap_or_default();
        let volunteer = Volunteer {
            name,
            phone: "00012345678".into(),
            helps_with: vec![HelpsWith::Shelter],
            reachable: String::new(),
            group: String::new(),
            consent_on: Some(day_in_china(self.world.now())),
        };
        self.of_home(tx, FactBody::Volunteer(volunteer)).map(drop)
    }
}

/// The material that the years hand out.
pub fn leaflet(store: &Store) -> Result<MaterialId> {
    let all = store.read(|sql| Ok(beibao_replica::table::material::all(sql)?))?;
    let leaflet = all.iter().find(|material| material.kind == beibao_domain::material::MaterialKind::Leaflet);
    Ok(leaflet.context("no leaflet in the library")?.id)
}
