//! Made-up forms: nobody of these people exists.

use super::card;
use beibao_print::agreement::Party;
use beibao_print::point_notice::Point;
use beibao_print::receipt::{Custody, Document, Handed};
use beibao_print::{Agreement, Certificate, Notice, PointNotice, Receipt, Signature, SuggestionSlip, VisitSlip};

/// A privacy notice of the card's station.
pub fn notice() -> Notice {
    let card = card();
    Notice { station: card.station, station_mn: card.station_mn, duty_phone: card.duty_phone }
}

/// A certificate of somebody who knew nearly everything.
pub fn certificate() -> Certificate {
    let card = card();
    Certificate {
        station: card.station,
        station_mn: card.station_mn,
        on: "2026-11-24".into(),
        person: Some("娜仁花".into()),
        title: "反诈知识竞答".into(),
        title_mn: Some("ᠵᠠᠯᠢ ᠡᠴᠡ ᠰᠡᠷᠭᠡᠶᠢᠯᠡᠬᠦ".into()),
        points: 8,
        of: 10,
    }
}

/// The same with a line for the name.
pub fn unnamed_certificate() -> Certificate {
    Certificate { person: None, title_mn: None, ..certificate() }
}

/// A notice of three points, one of which is on the move.
pub fn point_notice() -> PointNotice {
    let card = card();
    let point =
        |(name, name_mn): (&str, Option<&str>), kind: &str, place: &str, opening: &str, phone: &str, at| Point {
            name: name.into(),
            name_mn: name_mn.map(Into::into),
            kind: kind.into(),
            place: place.into(),
            opening: opening.into(),
            phone: phone.into(),
            at,
        };
    PointNotice {
        station: card.station,
        station_mn: card.station_mn,
        duty_phone: card.duty_phone,
        on: "2026-11-24".into(),
        points: vec![
            point(
                ("查干敖包流动便民服务站", Some("ᠴᠠᠭᠠᠨ ᠣᠪᠣᠭ᠎ᠠ ᠶᠢᠨ ᠨᠡᠭᠦᠳᠡᠯ ᠦᠢᠯᠡᠴᠢᠯᠡᠭᠡᠨ ᠦ ᠥᠷᠲᠡᠭᠡ")),
                "流动便民服务站",
                "查干敖包嘎查委员会东侧",
                "每周二、周五 10:00–16:00，白灾天停",
                "00001102233",
                Some((44.611, 116.209)),
            ),
            point(("东线便民服务车", Some("ᠵᠡᠭᠦᠨ ᠵᠠᠮ ᠤᠨ ᠮᠠᠰᠢᠨ")), "便民服务车", "", "每月 5 日、20 日", "", None),
            point(("北营子集装箱调解室", None), "集装箱调解室", "北营子机井旁", "每天", "", Some((44.582, 116.035))),
            point(("敖包山下服务点", None), "流动便民服务站", "敖包山下", "夏季每天", "", Some((44.6095, 116.2135))),
        ],
    }
}

/// A receipt for a card and a booklet that the officer took along; the person signed on the tablet.
pub fn receipt() -> Receipt {
    let card = card();
    let handed = |document, note: &str| Handed { document, note: note.into(), count: 1 };
    Receipt {
        way: Custody::Taken,
        station: card.station,
        station_mn: card.station_mn,
        duty_phone: card.duty_phone,
        officer: card.name,
        badge: card.badge,
        on: "2026-11-24".into(),
        person: "娜仁花".into(),
        person_mn: Some("ᠨᠠᠷᠠᠨᠴᠡᠴᠡᠭ".into()),
        documents: vec![handed(Document::IdCard, "娜仁花 尾号 0479"), handed(Document::HouseholdBooklet, "户主 巴图")],
        signature: Some(signature()),
        officer_signature: None,
    }
}

/// The other way: a card that was brought, both lines empty, the names as long as names are.
pub fn delivered() -> Receipt {
    let long = "阿拉坦其其格·巴雅尔图那顺孟和·".chars().cycle().take(50).collect::<String>();
    let documents = vec![Handed { document: Document::TemporaryIdCard, note: "尾号 002X".into(), count: 2 }];
    Receipt {
        way: Custody::Delivered,
        person: long.clone(),
        person_mn: None,
        officer: long,
        documents,
        signature: None,
        ..receipt()
    }
}

/// A scrawl of two strokes.
pub fn signature() -> Signature {
    let wave = |turns: f32, rise: f32| {
        let point = |n: usize| {
            let t = n as f32 / 60.0;
            (t * 400.0, rise * t + 60.0 * (t * turns).sin() * (1.0 - 0.6 * t))
        };
        (0..=60).map(point).collect()
    };
    Signature { strokes: vec![wave(22.0, -40.0), wave(5.0, 30.0)] }
}

/// A slip that was left at a door.
pub fn visit_slip() -> VisitSlip {
    let card = card();
    VisitSlip {
        station: card.station,
        station_mn: card.station_mn,
        officer: card.name,
        officer_mn: card.name_mn,
        duty_phone: card.duty_phone,
        on: "2026-11-24".into(),
        at: "09:40".into(),
        note: Some("周五上午再来。".into()),
    }
}

/// An empty slip.
pub fn suggestion_slip() -> SuggestionSlip {
    let card = card();
    SuggestionSlip { station: card.station, station_mn: card.station_mn, duty_phone: card.duty_phone }
}

/// An agreement about a fence.
pub fn agreement() -> Agreement {
    let party = |name: &str, name_mn: Option<&str>, from: &str, signature| Party {
        name: name.into(),
        name_mn: name_mn.map(str::to_owned),
        from: from.into(),
        signature,
    };
    Agreement {
        station: card().station,
        station_mn: card().station_mn,
        number: "2026-017".into(),
        on: "2026-11-24".into(),
        place: "第三分场 集装箱调解室".into(),
        parties: vec![
            party("巴图", Some("ᠪᠠᠲᠤ"), "第三分场 3-017 号户", Some(signature())),
            party("娜仁花", Some("ᠨᠠᠷᠠᠨᠴᠡᠴᠡᠭ"), "第三分场 3-021 号户", None),
        ],
        matter: "双方草场相邻，今年春天围栏被风刮倒，各说各的界线，牲畜混群。\n经现场查看，旧桩还在，界线可以认定。"
            .into(),
        terms: vec![
            "按旧桩恢复围栏，料钱各出一半，由巴图在 2026 年 12 月 10 日前立好。".into(),
            "混群的 6 只羊由娜仁花当天赶回，双方不再追究草料钱。".into(),
            "以后围栏倒了，先打电话，再动手。".into(),
        ],
        mediators: vec![party("苏和巴特尔", None, "派出所", None), party("王芳", None, "司法所", None)],
    }
}
