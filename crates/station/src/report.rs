//! The report that a chief hands on: services, disputes, talks and leaflets by area and month.
//!
//! Every number is counted from facts that stand: not superseded, and not said during a visit that was.

use std::io::Write;

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;

use crate::station::{Result, Station};

/// One area and month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Line {
    /// The area's name; households of a gacha count for the sub-farm or sumu that it lies in, however deep.
    pub area: String,
    /// The month in China, `2026-11`.
    pub month: String,
    /// Visits made.
    pub visits: i64,
    /// Services done.
    pub services: i64,
    /// Disputes met.
    pub disputes: i64,
    /// Of these, settled.
    pub settled: i64,
    /// Talks given.
    pub talks: i64,
    /// How many listened.
    pub audience: i64,
    /// Leaflets, handbooks and other materials given.
    pub leaflets: i64,
    /// Contact cards given.
    pub cards: i64,
    /// Identity cards applied for.
    pub applications: i64,
    /// Portraits taken.
    pub portraits: i64,
}

const QUERY: &str = "
WITH RECURSIVE top (id, area, code) AS (
    SELECT id, name, code FROM area WHERE parent IS NULL OR parent NOT IN (SELECT id FROM area)
    UNION SELECT a.id, top.area, top.code FROM top JOIN area a ON a.parent = top.id
),
placed AS (
    SELECT f.kind, f.body, coalesce(strftime('%Y-%m', f.happened_at / 1000 + 8 * 3600, 'unixepoch'), '') AS month,
           coalesce(top.area, '') AS area, coalesce(top.code, '') AS code
    FROM standing f LEFT JOIN top ON top.id = f.area
    WHERE f.happened_at >= ?1 AND f.happened_at < ?2
),
counted AS (
    SELECT code, area, month, kind,
           (SELECT coalesce(sum(s.value ->> '$.count'), 0) FROM json_each(body, '$.body.services') s) AS services,
           (SELECT coalesce(sum(h.value ->> '$.count'), 0) FROM json_each(body, '$.body.handouts') h
            JOIN material m ON m.id = unhex(replace(h.value ->> '$.material_id', '-', '')) AND m.kind = 'contact_card')
               AS cards,
           (SELECT coalesce(sum(h.value ->> '$.count'), 0) FROM json_each(body, '$.body.handouts') h) AS handouts,
           body ->> '$.body.outcome' = 'settled' AS settled,
           coalesce(body ->> '$.body.audience', 0) AS audience
    FROM placed
)
SELECT area, month, sum(kind = 'visit'), sum(services), sum(kind = 'dispute'),
       sum(kind = 'dispute' AND settled), sum(kind = 'activity'), sum(iif(kind = 'activity', audience, 0)),
       sum(handouts - cards), sum(cards), sum(kind = 'id_application'), sum(kind = 'portrait')
FROM counted GROUP BY code, area, month ORDER BY code, month";

impl Station {
    /// The report from a day to a day, both included; without them, over everything.
    pub fn report(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Vec<Line>> {
        self.read(|sql| lines(sql, from, to))
    }
}

fn lines(sql: &Connection, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Vec<Line>> {
    const CHINA_MS: i64 = 8 * 3600 * 1000;
    let midnight = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis() - CHINA_MS;
    let from_ms = from.map_or(i64::MIN, midnight);
    let to_ms = to.and_then(|day| day.succ_opt()).map_or(i64::MAX, midnight);
    let mut statement = sql.prepare(QUERY)?;
    let lines = statement
        .query_map(params![from_ms, to_ms], |row| {
            Ok(Line {
                area: row.get(0)?,
                month: row.get(1)?,
                visits: row.get(2)?,
                services: row.get(3)?,
                disputes: row.get(4)?,
                settled: row.get(5)?,
                talks: row.get(6)?,
                audience: row.get(7)?,
                leaflets: row.get(8)?,
                cards: row.get(9)?,
                applications: row.get(10)?,
                portraits: row.get(11)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(lines)
}

const COLUMNS: [&str; 12] = [
    "分场",
    "月份",
    "走访",
    "为民服务",
    "矛盾纠纷",
    "已调解",
    "宣讲",
    "听众",
    "宣传资料",
    "联系卡",
    "身份证申请",
    "证照片",
];

impl Line {
    /// The sum of all lines.
    pub fn total(lines: &[Line]) -> Line {
        lines.iter().fold(Line { area: "合计".into(), ..Line::default() }, |sum, line| Line {
            area: sum.area,
            month: sum.month,
            visits: sum.visits + line.visits,
            services: sum.services + line.services,
            disputes: sum.disputes + line.disputes,
            settled: sum.settled + line.settled,
            talks: sum.talks + line.talks,
            audience: sum.audience + line.audience,
            leaflets: sum.leaflets + line.leaflets,
            cards: sum.cards + line.cards,
            applications: sum.applications + line.applications,
            portraits: sum.portraits + line.portraits,
        })
    }

    fn cells(&self) -> [String; 12] {
        [
            self.area.clone(),
            self.month.clone(),
            self.visits.to_string(),
            self.services.to_string(),
            self.disputes.to_string(),
            self.settled.to_string(),
            self.talks.to_string(),
            self.audience.to_string(),
            self.leaflets.to_string(),
            self.cards.to_string(),
            self.applications.to_string(),
            self.portraits.to_string(),
        ]
    }
}

/// The report as CSV: UTF-8 with a mark, so that an office spreadsheet opens it as it is.
pub fn csv(lines: &[Line]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    let rows = std::iter::once(COLUMNS.map(str::to_owned)).chain(lines.iter().map(Line::cells));
    for row in rows {
        if writer.write_record(&row).is_err() {
            unreachable!("writing to memory does not fail");
        }
    }
    writer.into_inner().unwrap_or_default()
}

/// The report as a table for the terminal, its columns aligned by the width of Chinese characters.
pub fn print(lines: &[Line], out: &mut impl Write) -> std::io::Result<()> {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let total = Line::total(lines);
    let rows: Vec<[String; 12]> = std::iter::once(COLUMNS.map(str::to_owned))
        .chain(lines.iter().map(Line::cells))
        .chain(std::iter::once(total.cells()))
        .collect();
    let widths: Vec<usize> =
        (0..COLUMNS.len()).map(|at| rows.iter().map(|row| width(&row[at])).max().unwrap_or(0)).collect();
    for row in &rows {
        for (at, (cell, wide)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(wide - width(cell));
            match at {
                0 | 1 => write!(out, "{cell}{gap}  ")?,
                _ => write!(out, "{gap}{cell}  ")?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
