//! The chief's numbers on the command line: the figures of [`statistics`] for the terminal and as a table for
//! spreadsheets, which the desk's page gives out too.

use std::io::Write;

use beibao_replica::statistics::{self, Asked, Figure, Line, Numbers};
use beibao_xlsform::{Cell, Table};

use crate::station::{Result, Station};
use crate::words::Words;

impl Station {
    /// The chief's numbers.
    pub fn statistics(&self, asked: &Asked) -> Result<Vec<Line>> {
        Ok(self.statistics_with_whole(asked)?.lines)
    }

    /// The same, and the whole that the lines are parts of.
    pub fn statistics_with_whole(&self, asked: &Asked) -> Result<Numbers> {
        self.read(|sql| Ok(statistics::numbers(sql, asked)?))
    }
}

/// The head and the lines of the table; the last line is the whole, in which a household or person counts once.
fn rows(words: Words, lines: &[Line], whole: &Line) -> Vec<Vec<String>> {
    let head = ["area", "officer", "month"].into_iter().map(str::to_owned);
    let head = head.chain(Figure::ALL.iter().map(|figure| figure.name()));
    let head = head.chain(["households", "people", "response_hours"].into_iter().map(str::to_owned));
    let cells = |line: &Line, name: &str| {
        let mut cells = vec![name.to_owned(), line.officer_name.clone(), line.month.clone()];
        cells.extend(Figure::ALL.iter().map(|figure| line.figure(*figure).to_string()));
        cells.extend([line.households.to_string(), line.people.to_string()]);
        cells.push(line.response_hours.map_or_else(String::new, |hours| format!("{hours:.1}")));
        cells
    };
    std::iter::once(head.map(|name| words.say(&format!("figure.{name}")).to_owned()).collect())
        .chain(lines.iter().map(|line| cells(line, &line.area_name)))
        .chain(std::iter::once(cells(whole, words.say("figure.whole"))))
        .collect()
}

/// The numbers as a table for spreadsheets.
pub fn table(words: Words, lines: &[Line], whole: &Line) -> Table {
    let mut rows = rows(words, lines, whole).into_iter();
    // The first three cells are names, a month among them; the others are numbers.
    let cell = |(n, text): (usize, String)| match text.parse::<f64>() {
        Ok(number) if n > 2 => Cell::Number(number),
        _ if text.is_empty() => Cell::Empty,
        _ => Cell::Text(text),
    };
    let title = words.say("figure.title").to_owned();
    let columns = rows.next().unwrap_or_default();
    Table { title, columns, rows: rows.map(|row| row.into_iter().enumerate().map(cell).collect()).collect() }
}

/// The numbers for the terminal: a figure on each row, because a terminal is not as wide as a sheet.
pub fn print(words: Words, lines: &[Line], whole: &Line, out: &mut impl Write) -> std::io::Result<()> {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let rows = rows(words, lines, whole);
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = rows.iter().map(|row| row.iter().map(|cell| width(cell)).max().unwrap_or(0)).collect();
    for column in 0..columns {
        let told = rows.iter().skip(1).any(|row| !matches!(row[column].as_str(), "" | "0"));
        if !told {
            continue;
        }
        for (row, wide) in rows.iter().zip(&widths) {
            let cell = &row[column];
            write!(out, "{cell}{}  ", " ".repeat(wide - width(cell)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
