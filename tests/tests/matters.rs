//! Everything that is in the backpack, from the officer's hand to the station and back: each kind of matter is written on a
//! tablet without a line, synced, found at the station, decided there, and seen on the tablet the next day.

use std::sync::Arc;

use beibao_domain::activity::{Activity, ActivityKind};
use beibao_domain::application::{Custody, Progress, Recipient, Step};
use beibao_domain::dispute::{
    Agreement, Dispute, DisputeKind, Mediation, Outcome, OutcomeKind, Party, Signature, Term,
};
use beibao_domain::hands::{HandsLent, HandsWanted};
use beibao_domain::matter::{Refused, State};
use beibao_domain::picture::Strokes;
use beibao_domain::request::{CameBy, Hazard, HazardCheck, HazardKind, Request, Response, ResponseKind};
use beibao_domain::suggestion::{Suggestion, ToldBack};
use beibao_domain::visit::{HandoutLine, ServiceKind};
use beibao_domain::volunteer::{Consent, HelpsWith, Volunteer};
use beibao_domain::world::{System, day_in_china};
use beibao_domain::{FactBody, FactId, OfficerId, ProblemCode, World};
use beibao_replica::matter::{Matter, Which};
use beibao_replica::statistics::{self, Asked, Figure, Line};
use beibao_station::StationError;
use beibao_store::record::{self, Record};
use beibao_store::{StoreError, application, today};
use beibao_tests::{DemoStation, Tablet, small};
use tempfile::TempDir;

async fn stage(folder: &TempDir) -> (DemoStation, Tablet) {
    let station =
        DemoStation::start_with(&folder.path().join("station"), &small::files(), Arc::new(System)).await.unwrap();
    let tablet = Tablet::enrol(&folder.path().join("tablet"), &station, false, Arc::new(System)).await.unwrap();
    tablet.sync().await.unwrap();
    (station, tablet)
}

fn save(tablet: &Tablet, body: FactBody) -> Result<FactId, StoreError> {
    let household_id = Some(tablet.household(small::HOUSEHOLD).unwrap());
    // What goes on with a matter says itself whom it concerns.
    let household_id = household_id.filter(|_| body.about().is_none());
    tablet.store.write(|tx| record::save(tx, &Record { household_id, ..Record::new(body) }))
}

fn matter(tablet: &Tablet, id: FactId) -> Matter {
    tablet.store.read(|sql| Ok(beibao_replica::matter::read(sql, id)?)).unwrap()
}

fn refused(result: Result<FactId, StoreError>) -> Refused {
    match result {
        Err(StoreError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn strokes() -> Strokes {
    Strokes(vec![vec![(1.0, 2.0), (30.0, 12.0)], vec![(8.0, 20.0)]])
}

fn numbers(station: &DemoStation) -> Line {
    station.station.statistics(&Asked::default()).unwrap().pop().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_at_exactly_one_place_from_the_application_to_the_door() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = stage(&folder).await;
    let person = tablet.person(small::HEAD).unwrap();
    let applied = tablet.application(person).unwrap();
    let attach = || {
        tablet
            .store
            .write(|tx| application::attach_portrait(tx, applied, b"a portrait", application::Judged::by("ga461", 2)))
    };
    attach().unwrap();
    tablet.sync().await.unwrap();
    let desk = &station.station;
    // Before it was accepted nothing is made of it.
    let early = desk.decide(applied, Step::Ready);
    assert!(matches!(early, Err(StationError::Refused(p)) if p.code == ProblemCode::OutOfOrder));
    desk.decide(applied, Step::Returned { reason: "头发遮住了眼睛".into() }).unwrap();
    tablet.sync().await.unwrap();
    assert_eq!(matter(&tablet, applied).state, State::Returned);
    attach().unwrap();
    tablet.sync().await.unwrap();
    desk.decide(applied, Step::Accepted).unwrap();
    // Two at the desk decide the same: one does, the other is told.
    let second = desk.decide(applied, Step::Accepted);
    assert!(matches!(second, Err(StationError::Refused(p)) if p.code == ProblemCode::OutOfOrder));
    desk.decide(applied, Step::InProduction).unwrap();
    desk.decide(applied, Step::Ready).unwrap();
    tablet.sync().await.unwrap();

    let deliver = |tablet: &Tablet| {
        let step = Step::Delivered { to: Recipient::Person, signature: strokes(), at: None };
        save(tablet, FactBody::Progress(Progress { application: applied, step }))
    };
    // It is at the station: nobody can have handed it over.
    assert_eq!(refused(deliver(&tablet)), Refused::DocumentElsewhere);
    let take = Step::TakenAlong { officer: OfficerId(uuid::Uuid::nil()) };
    save(&tablet, FactBody::Progress(Progress { application: applied, step: take })).unwrap();
    let me = tablet.store.identity().enrolment.officer;
    assert_eq!(matter(&tablet, applied).custody, Some(Custody::Backpack { officer: me }));
    deliver(&tablet).unwrap();
    assert_eq!(refused(deliver(&tablet)), Refused::Closed);
    tablet.sync().await.unwrap();
    let there = desk.matter(applied).unwrap();
    assert_eq!((there.state, there.custody, there.open), (State::Delivered, Some(Custody::HandedOver), false));
    let line = numbers(&station);
    let of = |figure| line.figure(figure);
    assert_eq!([of(Figure::PortraitsJudged), of(Figure::PortraitsFirstTry)], [1, 0]);
    // The desk decided; it counts for whoever took the portrait.
    let lines = station.station.statistics(&Asked { by_officer: true, ..Asked::default() }).unwrap();
    let mine = lines.iter().find(|line| line.officer == Some(me)).unwrap();
    assert_eq!(mine.figure(Figure::PortraitsJudged), 1);
    let made = [Figure::DocumentsFinished, Figure::DocumentsInTime, Figure::DocumentsDelivered].map(of);
    assert_eq!(made, [1, 1, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_is_sealed_by_its_first_signature() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = stage(&folder).await;
    let known = Party { person: Some(tablet.person(small::HEAD).unwrap()), name: small::HEAD.into() };
    // Somebody from elsewhere is a party by name.
    let parties = vec![known, Party { person: None, name: "巴音（外旗）".into() }];
    let dispute = save(
        &tablet,
        FactBody::Dispute(Dispute { parties: parties.clone(), ..Dispute::open(DisputeKind::GrasslandBoundary) }),
    )
    .unwrap();
    let said = Mediation {
        dispute,
        place: "呼和嘎查".into(),
        present: Vec::new(),
        said: "双方都同意重新量".into(),
        points: Vec::new(),
        pictures: Vec::new(),
    };
    save(&tablet, FactBody::Mediation(said)).unwrap();
    let term = |text: &str| Term { text: text.into(), until: None };
    let write = |text: &str| Agreement {
        dispute,
        parties: parties.clone(),
        facts: String::new(),
        terms: vec![term(text)],
        follow_up_on: Some(day_in_china(System.now())),
    };
    let first = save(&tablet, FactBody::Agreement(write("界桩移回原处"))).unwrap();
    let sign = |agreement, party| {
        save(&tablet, FactBody::Signature(Signature { dispute, agreement, party, strokes: strokes() }))
    };
    sign(first, 0).unwrap();
    assert_eq!(refused(sign(first, 0)), Refused::AlreadySigned);
    let change = Record { corrects: Some(first), ..Record::new(FactBody::Agreement(write("界桩再移三米"))) };
    assert_eq!(refused(tablet.store.write(|tx| record::save(tx, &change))), Refused::AgreementSealed);
    assert_eq!(matter(&tablet, dispute).state, State::Agreed);
    // A new one takes its place and is signed anew.
    let second = save(&tablet, FactBody::Agreement(write("界桩移回原处，费用各半"))).unwrap();
    assert_eq!(refused(sign(first, 1)), Refused::AgreementSealed);
    sign(second, 0).unwrap();
    sign(second, 1).unwrap();
    tablet.sync().await.unwrap();
    let there = station.station.matter(dispute).unwrap();
    assert_eq!((there.state, there.open), (State::Signed, true));
    let kept = Outcome { dispute, is: OutcomeKind::Kept, note: String::new(), again_on: None };
    save(&tablet, FactBody::Outcome(kept)).unwrap();
    tablet.sync().await.unwrap();
    assert!(!station.station.matter(dispute).unwrap().open);
    let line = numbers(&station);
    assert_eq!([Figure::Disputes, Figure::DisputesResolved].map(|figure| line.figure(figure)), [1, 1]);
    let paper = tablet.store.read(|sql| Ok(beibao_replica::agreement::read(sql, dispute)?)).unwrap();
    assert_eq!(paper.terms[0].0, "界桩移回原处，费用各半");
    assert!(paper.parties.iter().all(|party| party.strokes.is_some()));
    // Somebody who is not in the register cannot be named as if.
    let stranger = Party { person: Some(beibao_domain::PersonId(uuid::Uuid::from_u128(7))), name: "某人".into() };
    let wrong =
        save(&tablet, FactBody::Dispute(Dispute { parties: vec![stranger], ..Dispute::open(DisputeKind::Debt) }));
    assert!(matches!(wrong, Err(StoreError::InvalidFields(faults)) if faults.contains_key("parties.0.name")));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_is_on_todays_page_until_it_is_done_and_both_ends_count_it() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = stage(&folder).await;
    let today_is = day_in_china(System.now());
    let request = save(
        &tablet,
        FactBody::Request(Request { came_by: CameBy::Group, asked: "机井的电闸跳了".into(), promised_on: None }),
    )
    .unwrap();
    let hazard = Hazard {
        kind: HazardKind::Wire,
        place: "机井房".into(),
        note: "电线裸露".into(),
        point: None,
        pictures: Vec::new(),
        until: Some(today_is),
    };
    let hazard = save(&tablet, FactBody::Hazard(hazard)).unwrap();
    let suggestion = save(&tablet, FactBody::Suggestion(Suggestion { text: "冬天路口立个牌子".into() })).unwrap();
    let wanted =
        HandsWanted { work: ServiceKind::ShearWool, from: today_is, to: today_is, hands: 3, note: String::new() };
    let wanted = save(&tablet, FactBody::HandsWanted(wanted)).unwrap();
    let due = |tablet: &Tablet| -> Vec<FactId> {
        today::page(&tablet.store).unwrap().due.into_iter().map(|matter| matter.id).collect()
    };
    let mut first = due(&tablet);
    first.sort();
    let mut expected = vec![request, hazard, wanted];
    expected.sort();
    assert_eq!(first, expected);
    tablet.sync().await.unwrap();
    // The station did something about the suggestion: the officer is to tell those who asked.
    station.station.measure(&[suggestion], "路口已立反光牌").unwrap();
    tablet.sync().await.unwrap();
    assert!(due(&tablet).contains(&suggestion));

    let answer = |is, note: &str| FactBody::Response(Response { request, is, note: note.into() });
    save(&tablet, answer(ResponseKind::TakenOver, "")).unwrap();
    save(&tablet, answer(ResponseKind::Answered, "换了空开")).unwrap();
    save(&tablet, answer(ResponseKind::Closed, "复查正常")).unwrap();
    assert_eq!(refused(save(&tablet, answer(ResponseKind::Answered, "再答一次"))), Refused::Closed);
    let check = HazardCheck { hazard, fixed: true, note: "已包扎".into(), pictures: Vec::new() };
    save(&tablet, FactBody::HazardCheck(check)).unwrap();
    save(&tablet, FactBody::ToldBack(ToldBack { suggestion, note: "很满意".into() })).unwrap();
    let lent = HandsLent { wanted, done: true, hands: 4, team: "联防队".into(), note: String::new() };
    save(&tablet, FactBody::HandsLent(lent)).unwrap();
    assert_eq!(due(&tablet), []);
    tablet.sync().await.unwrap();
    assert_eq!(station.station.matters(&Which { open_only: true, ..Which::default() }).unwrap().len(), 0);

    // An answer that happened before its request is refused.
    let request = save(
        &tablet,
        FactBody::Request(Request { came_by: CameBy::Phone, asked: "借个水泵".into(), promised_on: None }),
    )
    .unwrap();
    let before = Record {
        happened_at: Some(System.now() - chrono::TimeDelta::days(1)),
        ..Record::new(FactBody::Response(Response { request, is: ResponseKind::Answered, note: "好".into() }))
    };
    assert_eq!(refused(tablet.store.write(|tx| record::save(tx, &before))), Refused::BeforeItsCause);
    tablet.sync().await.unwrap();
    let line = numbers(&station);
    let figures = [
        Figure::Requests,
        Figure::RequestsAnswered,
        Figure::Hazards,
        Figure::HazardsFixed,
        Figure::Suggestions,
        Figure::SuggestionsMeasured,
        Figure::Services,
        Figure::Hands,
    ];
    assert_eq!(figures.map(|figure| line.figure(figure)), [2, 1, 1, 1, 1, 1, 1, 4]);
    assert!(line.response_hours.is_some());
    // Each figure names what lies behind it, on both ends alike.
    let behind = |figure| {
        let there = station.station.read(|sql| Ok(statistics::behind(sql, &Asked::default(), figure, 10)?)).unwrap();
        let here = tablet.store.read(|sql| Ok(statistics::behind(sql, &Asked::default(), figure, 10)?)).unwrap();
        assert_eq!(
            there.iter().map(|entry| entry.id).collect::<Vec<_>>(),
            here.iter().map(|e| e.id).collect::<Vec<_>>()
        );
        there.len()
    };
    assert_eq!([behind(Figure::Requests), behind(Figure::HazardsFixed), behind(Figure::Visits)], [2, 1, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_volunteer_who_took_the_consent_back_is_called_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = stage(&folder).await;
    let volunteer = Volunteer {
        name: small::HEAD.into(),
        phone: small::PHONE.into(),
        helps_with: vec![HelpsWith::Shelter],
        reachable: "晚上".into(),
        group: String::new(),
        consent_on: None,
    };
    // Nobody is on the list without having said yes.
    let unasked = save(&tablet, FactBody::Volunteer(volunteer.clone()));
    assert!(matches!(unasked, Err(StoreError::InvalidFields(faults)) if faults.contains_key("consent_on")));
    let consent_on = Some(day_in_china(System.now()));
    let id = save(&tablet, FactBody::Volunteer(Volunteer { consent_on, ..volunteer })).unwrap();
    save(&tablet, FactBody::Consent(Consent { volunteer: id, given: false })).unwrap();
    let twice = save(&tablet, FactBody::Consent(Consent { volunteer: id, given: false }));
    assert_eq!(refused(twice), Refused::Closed);
    tablet.sync().await.unwrap();
    let which = Which { kinds: vec!["volunteer".into()], ..Which::default() };
    let states = |station: &DemoStation| -> Vec<State> {
        station.station.matters(&which).unwrap().into_iter().map(|matter| matter.state).collect()
    };
    assert_eq!(states(&station), [State::Withdrawn]);
    save(&tablet, FactBody::Consent(Consent { volunteer: id, given: true })).unwrap();
    tablet.sync().await.unwrap();
    assert_eq!(states(&station), [State::Willing]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_by_mistake_is_withdrawn_and_what_a_visit_brought_up_keeps_its_thread() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = stage(&folder).await;
    let leaflet = tablet.material("L01").unwrap();
    let event = Activity {
        kind: ActivityKind::KangMeeting,
        topic: "冬季防火".into(),
        audience: 9,
        handouts: vec![HandoutLine::new(leaflet, 9)],
        ..Activity::default()
    };
    let held = save(&tablet, FactBody::Activity(event)).unwrap();
    let mut draft = {
        let home = tablet.household(small::HOUSEHOLD).unwrap();
        beibao_store::visit::open_draft(&tablet.store, home).unwrap().draft
    };
    draft.diary = "说起路口的事".into();
    draft.suggestions = vec![beibao_domain::visit::CameUp::new(Suggestion { text: "路口立个牌子".into() })];
    let visit = tablet.store.write(|tx| beibao_store::visit::save(tx, &draft)).unwrap();
    tablet.sync().await.unwrap();
    let which = Which { kinds: vec!["suggestion".into()], ..Which::default() };
    let suggestion = station.station.matters(&which).unwrap().pop().unwrap().id;
    station.station.measure(&[suggestion], "已立").unwrap();
    tablet.sync().await.unwrap();
    // The visit is corrected afterwards: the suggestion is said anew, and what was said of it still belongs to it.
    let mut again = beibao_store::visit::open_correction(&tablet.store, visit).unwrap().draft;
    again.diary = "说起路口的事，很着急".into();
    tablet.store.write(|tx| beibao_store::visit::save(tx, &again)).unwrap();
    tablet.store.write(|tx| record::withdraw(tx, held)).unwrap();
    tablet.sync().await.unwrap();
    for found in [matter(&tablet, suggestion), station.station.matter(suggestion).unwrap()] {
        assert_eq!((found.state, found.later.len()), (State::Measured, 1));
    }
    let line = numbers(&station);
    let figures = [Figure::Activities, Figure::Audience, Figure::Leaflets, Figure::Suggestions];
    assert_eq!(figures.map(|figure| line.figure(figure)), [0, 0, 0, 1]);
}

/// Who stays unnamed on a visit is named by nothing that reaches the station, and correcting the visit says it no second time.
#[tokio::test(flavor = "multi_thread")]
async fn an_unnamed_suggestion_of_a_visit_leads_back_to_no_home() {
    let folder = tempfile::tempdir().unwrap();
    let (station, tablet) = stage(&folder).await;
    let home = tablet.household(small::HOUSEHOLD).unwrap();
    let mut draft = beibao_store::visit::open_draft(&tablet.store, home).unwrap().draft;
    draft.diary = "坐了一会儿".into();
    let line = |text: &str, unnamed| beibao_domain::visit::CameUp {
        unnamed,
        ..beibao_domain::visit::CameUp::new(Suggestion { text: text.into() })
    };
    draft.suggestions = vec![line("少来打扰", true), line("路口立个牌子", false)];
    let visit = tablet.store.write(|tx| beibao_store::visit::save(tx, &draft)).unwrap();
    let mut again = beibao_store::visit::open_correction(&tablet.store, visit).unwrap().draft;
    assert_eq!(again.suggestions.len(), 1);
    again.diary = "坐了很久".into();
    tablet.store.write(|tx| beibao_store::visit::save(tx, &again)).unwrap();
    tablet.sync().await.unwrap();
    let which = Which { kinds: vec!["suggestion".into()], ..Which::default() };
    let found = station.station.matters(&which).unwrap();
    let homes: Vec<_> = found.iter().map(|matter| matter.opening.household_id).collect();
    assert_eq!((found.len(), homes.iter().filter(|home| home.is_none()).count()), (2, 1));
    let unnamed = found.into_iter().find(|matter| matter.opening.household_id.is_none()).unwrap();
    let told = tablet.store.read(|sql| Ok(beibao_replica::table::fact::read(sql, unnamed.opening.id)?)).unwrap();
    let fact = told.fact;
    assert!(fact.during.is_none() && fact.person.is_none() && fact.happened_at != draft.started_at);
}

/// One officer corrects the visit, another what came up on it, and neither has seen the other's word.
#[tokio::test(flavor = "multi_thread")]
async fn what_came_up_on_a_visit_stands_though_the_visit_and_it_are_corrected_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (station, one) = stage(&folder).await;
    let two = Tablet::enrol(&folder.path().join("two"), &station, false, Arc::new(System)).await.unwrap();
    let home = one.household(small::HOUSEHOLD).unwrap();
    let mut draft = beibao_store::visit::open_draft(&one.store, home).unwrap().draft;
    draft.diary = "两家为围栏争执".into();
    draft.disputes = vec![beibao_domain::visit::CameUp::new(Dispute::open(DisputeKind::Neighbours))];
    let visit = one.store.write(|tx| beibao_store::visit::save(tx, &draft)).unwrap();
    one.sync().await.unwrap();
    two.sync().await.unwrap();
    let which = Which { kinds: vec!["dispute".into()], ..Which::default() };
    let dispute = station.station.matters(&which).unwrap().pop().unwrap();

    let mut again = beibao_store::visit::open_correction(&one.store, visit).unwrap().draft;
    again.diary = "两家为围栏争执，约了下周".into();
    one.store.write(|tx| beibao_store::visit::save(tx, &again)).unwrap();
    let place = Dispute { place: "东边的围栏".into(), ..Dispute::open(DisputeKind::Neighbours) };
    let corrects = Some(dispute.opening.id);
    two.store.write(|tx| record::save(tx, &Record { corrects, ..Record::new(FactBody::Dispute(place)) })).unwrap();
    let said = Mediation {
        dispute: dispute.id,
        place: String::new(),
        present: Vec::new(),
        said: "谈过一次".into(),
        points: Vec::new(),
        pictures: Vec::new(),
    };
    save(&two, FactBody::Mediation(said)).unwrap();
    for tablet in [&one, &two, &one] {
        tablet.sync().await.unwrap();
    }
    for found in [matter(&one, dispute.id), matter(&two, dispute.id), station.station.matter(dispute.id).unwrap()] {
        assert_eq!((found.state, found.later.len()), (State::Mediating, 1));
    }
    assert_eq!(numbers(&station).figure(Figure::Disputes), 1);
}
