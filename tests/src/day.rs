//! One whole day without a window, through the same crates that the app uses: packed in the morning, worked offline,
//! synced in the evening. Leaves what it made in a folder and says what each shows.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use beibao_domain::activity::Activity;
use beibao_domain::dispute::{Dispute, DisputeKind, DisputeOutcome};
use beibao_domain::suggestion::Suggestion;
use beibao_domain::visit::{CameUp, HandoutLine, ServiceKind, ServiceLine, VisitDraft};
use beibao_domain::world::{System, china};
use beibao_domain::{FactId, HouseholdId};
use beibao_photo::Profile;
use beibao_print::{ContactCard, Notice};
use beibao_replica::statistics::{Asked, Figure};
use beibao_replica::{contact_card, find, table};
use beibao_station::report;
use beibao_station::words::Words;
use beibao_store::{Store, application, today, visit};

use crate::{DemoStation, Tablet};

/// What a camera saw: rendered, nobody who exists.
const PHOTO: &[u8] = include_bytes!("../../assets/portraits/sample.jpg");

/// Plays the day and writes its artefacts into `out`.
pub async fn play(out: &Path, seed: u64) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let scratch = out.join("day");
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch)?;
    }
    let world = Arc::new(System);
    println!("Morning. The station has its register; the tablet is enrolled and takes the officer's areas along.");
    let mut station =
        DemoStation::start(&scratch.join("station"), &beibao_sample::register(seed), world.clone()).await?;
    let tablet = Tablet::enrol(&scratch.join("tablet"), &station, false, world).await?;
    tablet.sync().await?;
    println!("  {} people are on the tablet.", today::outbox_state(&tablet.store)?.people);

    station.stop().await;
    println!("Day. No signal from here on.");
    let visits = visits(&tablet)?;
    println!("  {} visits written down, one of them corrected afterwards.", visits.len());
    let portrait = portrait(&tablet)?;
    println!("  One card applied for, with a portrait.");
    let unsent = today::outbox_state(&tablet.store)?.unsent;

    println!("Evening. The station answers again.");
    station.answer_again().await?;
    tablet.sync().await?;
    let state = today::outbox_state(&tablet.store)?;
    println!("  {unsent} were not sent, the portrait's picture among them.");
    println!("  {} changes applied, {} set aside.", state.applied_today, state.set_aside);
    ensure!(state.unsent == 0 && state.set_aside == 0, "the station does not have everything");

    let lines = station.station.statistics(&Asked { by_area: true, by_month: true, ..Asked::default() })?;
    let total = station.station.statistics(&Asked::default())?.pop().unwrap_or_default();
    // What the officer did, counted by hand from `visits`.
    for (figure, count) in [
        (Figure::Visits, 6),
        (Figure::Services, 8),
        (Figure::Disputes, 1),
        (Figure::DisputesResolved, 1),
        (Figure::Activities, 1),
        (Figure::Suggestions, 1),
        (Figure::Leaflets, 14),
        (Figure::Cards, 6),
        (Figure::Portraits, 1),
    ] {
        ensure!(total.figure(figure) == count, "wrong report: {figure:?} of {total:?}");
    }

    println!("\nWhat the day left behind:");
    let artefacts = Artefacts { out: out.to_owned() };
    artefacts.write(
        "visits.txt",
        visit_list(&tablet)?.as_bytes(),
        "the visit list: today's visits as the tablet shows them",
    )?;
    artefacts.write(
        "portrait.jpg",
        &portrait.jpeg,
        "the ID portrait: 358 × 441 px, 350 dpi, cropped to the standard",
    )?;
    artefacts.write(
        "portrait.json",
        &portrait.report,
        "its check report: each check with number, limit and verdict",
    )?;
    papers(&tablet, &artefacts)?;
    let mut table = Vec::new();
    report::print(Words::default(), &lines, &total, &mut table)?;
    artefacts.write(
        "report.txt",
        &table,
        "the station's report: services, disputes, talks, leaflets by area and month",
    )?;
    artefacts.write(
        "report.csv",
        &report::table(Words::default(), &lines, &total).to_csv(),
        "the same for an office spreadsheet",
    )?;
    station.stop().await;
    std::fs::remove_dir_all(&scratch)?;
    Ok(())
}

struct Artefacts {
    out: PathBuf,
}

impl Artefacts {
    fn write(&self, name: &str, bytes: &[u8], shows: &str) -> Result<()> {
        let path = self.out.join(name);
        std::fs::write(&path, bytes).with_context(|| format!("{}", path.display()))?;
        println!("  {} — {shows}", path.display());
        Ok(())
    }
}

/// Six visits: diary, services, handouts; one with a suggestion, one with a quarrel, one with a talk; one corrected.
fn visits(tablet: &Tablet) -> Result<Vec<FactId>> {
    let store = &tablet.store;
    let areas = store.read(|sql| Ok(table::area::all(sql)?))?;
    let area = areas.iter().find(|area| area.households >= 6).context("no area with six households")?;
    let homes: Vec<HouseholdId> = store
        .read(|sql| Ok(find::search(sql, "", Some(area.id))?))?
        .hits
        .into_iter()
        .take(6)
        .map(|hit| hit.household_id)
        .collect();
    let diaries = [
        "给老人读了养老金的通知，约好下周带表格来。",
        "两家因为网围栏挪了三米起了争执，到现场量过，当场说和。",
        "帮忙卸了一车草料，顺便看了炉子和烟道。",
        "接羔忙，人手不够；给孩子讲了陌生电话怎么挂。",
        "炕头上和五位邻居聊了电信诈骗，大家问得多。",
        "户主去旗里看病，替他把药取了回来。",
    ];
    let service = |kind, note: &str| ServiceLine { kind, note: note.into(), count: 1 };
    let cards = tablet_material(tablet, "contact_card")?;
    let leaflets = tablet_material(tablet, "leaflet")?;
    let mut saved = Vec::new();
    for (i, (home, diary)) in homes.iter().zip(diaries).enumerate() {
        let mut draft: VisitDraft = visit::open_draft(store, *home)?.draft;
        draft.diary = diary.to_owned();
        draft.handouts = vec![HandoutLine::new(cards, 1), HandoutLine::new(leaflets, if i == 4 { 9 } else { 1 })];
        match i {
            0 => draft.services = vec![service(ServiceKind::FillForm, ""), service(ServiceKind::Interpret, "")],
            1 => {
                draft.disputes = vec![CameUp::new(Dispute {
                    outcome: DisputeOutcome::Settled,
                    note: "按承包图恢复原位".into(),
                    ..Dispute::open(DisputeKind::GrasslandBoundary)
                })];
            }
            2 => draft.services = vec![service(ServiceKind::UnloadFodder, ""), service(ServiceKind::Repair, "烟道")],
            3 => draft.suggestions = vec![CameUp::new(Suggestion { text: "接羔季节能不能多来几趟".into() })],
            4 => {
                draft.talks = {
                    let talk = Activity { topic: "防范电信诈骗".into(), audience: 5, ..Activity::default() };
                    vec![CameUp::new(talk)]
                }
            }
            _ => draft.services = vec![service(ServiceKind::MedicalHelp, ""), service(ServiceKind::Errand, "取药")],
        }
        store.write(|tx| visit::save_draft(tx, &draft))?;
        saved.push(store.write(|tx| visit::save(tx, &draft))?);
    }
    // In the fourth home two services were forgotten: a correction says the visit anew and supersedes the first saying.
    let mut correction = visit::open_correction(store, saved[3])?.draft;
    correction.services = vec![service(ServiceKind::AntiFraudAdvice, ""), service(ServiceKind::ShearWool, "")];
    saved[3] = store.write(|tx| visit::save(tx, &correction))?;
    Ok(saved)
}

fn tablet_material(tablet: &Tablet, kind: &str) -> Result<beibao_domain::MaterialId> {
    let all = tablet.store.read(|sql| Ok(table::material::all(sql)?))?;
    let of_kind = |m: &&table::material::MaterialView| serde_json::to_value(m.kind).is_ok_and(|word| word == kind);
    Ok(all.iter().find(of_kind).with_context(|| format!("no {kind} in the library"))?.id)
}

struct Finished {
    jpeg: Vec<u8>,
    report: Vec<u8>,
}

fn portrait(tablet: &Tablet) -> Result<Finished> {
    let store = &tablet.store;
    let found = store.read(|sql| Ok(find::search(sql, "000", None)?))?;
    let someone = found.hits.first().context("nobody is on the tablet")?;
    let members = store
        .read(|sql| beibao_store::household_page::page(sql, someone.household_id, chrono::NaiveDate::default()))?
        .members;
    let person = members.first().context("nobody lives there")?.id;
    let applied = tablet.application(person)?;
    let examination = beibao_photo::examine(PHOTO, &Profile::ga461())?;
    ensure!(examination.report.accepted, "the sample portrait is not accepted: {:?}", examination.report);
    let portrait = examination.portrait.context("no portrait")?;
    let original = beibao_photo::keepsake(PHOTO)?;
    let shot = application::Shot { finished: &portrait.jpeg, original: Some((&original, portrait.corners)) };
    let report = &examination.report;
    let checks = serde_json::to_value(&report.checks)?;
    let judged = application::Judged { checks, ..application::Judged::by(&report.profile, report.profile_version) };
    store.write(|tx| application::attach_portrait(tx, applied, shot, judged))?;
    Ok(Finished { jpeg: portrait.jpeg, report: serde_json::to_vec_pretty(report)? })
}

fn visit_list(tablet: &Tablet) -> Result<String> {
    let mut text = String::new();
    for visit in today::page(&tablet.store)?.visits {
        writeln!(
            text,
            "{}  {}  {}  服务 {}  发放 {}  {}{}",
            visit.at.with_timezone(&china()).format("%Y-%m-%d %H:%M"),
            visit.household_code,
            visit.head_name,
            visit.services,
            visit.handouts,
            visit.excerpt,
            if visit.corrects.is_some() { "（已更正）" } else { "" },
        )?;
    }
    Ok(text)
}

fn papers(tablet: &Tablet, artefacts: &Artefacts) -> Result<()> {
    let store = &tablet.store;
    let card = own_card(store)?;
    artefacts.write("contact-card.pdf", &beibao_print::card_pdf(&card)?, "the officer's contact card, 90 × 54 mm")?;
    artefacts.write(
        "contact-card.png",
        &beibao_print::card_png(&card, 300)?,
        "the same to share; phones read its code",
    )?;
    artefacts.write("contact-cards-a4.pdf", &beibao_print::sheet_pdf(&card)?, "ten of them on A4 with crop marks")?;
    let station = store.read(|sql| Ok(table::station::read(sql)?))?;
    let notice = Notice { station: station.name, station_mn: station.name_mn, duty_phone: station.duty_phone };
    let pdf = beibao_print::notice_pdf(&notice)?;
    artefacts.write("privacy-notice.pdf", &pdf, "the privacy notice in Chinese and Mongolian")
}

/// The contact card of the tablet's own officer, as it would be printed.
pub fn own_card(store: &Store) -> Result<ContactCard> {
    let words = store.read(|sql| Ok(contact_card::read(sql, store.identity().enrolment.officer)?))?;
    Ok(words.into())
}
