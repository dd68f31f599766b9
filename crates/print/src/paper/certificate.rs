//! The certificate of a quiz, A5: whose it is, what for, the score in the middle, the day and the station at the foot.

use crate::certificate::Certificate;
use crate::error::PrintError;
use crate::fault::Field;
use crate::lines::line;
use crate::paper::form::{self, Signer};
use crate::paper::page::{A5, Column, Pages};
use crate::paper::{day_in_chinese, in_field};
use crate::scene::{Ink, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::{fill, word};

/// The score's figures.
const FIGURES_MM: f32 = 20.0;

pub(crate) fn scenes(certificate: &Certificate) -> Result<Vec<Scene>, PrintError> {
    let faults = certificate.check();
    if !faults.is_empty() {
        return Err(PrintError::Faults(faults));
    }
    let title = word("paper.certificate.title");
    let mut columns = vec![Column { text: title.mn.clone(), look: Look::heavy(6.0, Ink::BLUE) }];
    for text in [&certificate.title_mn, &certificate.station_mn].into_iter().flatten() {
        columns.push(Column { text: text.trim().to_owned(), look: Look::plain(3.6, Ink::BLACK) });
    }
    columns.push(Column { text: word("paper.notice.prevails").mn.clone(), look: Look::plain(2.4, Ink::GREY) });
    let mut pages = in_field(Field::StationMn, Pages::new(A5, &title.zh, &columns, ""))?;
    form::title(&mut pages, title, &certificate.station)?;
    pages.gap(6.0);
    let name = word("paper.certificate.name");
    match &certificate.person {
        Some(person) => form::field(&mut pages, name, Field::Person, person)?,
        None => form::signatures(&mut pages, &[Signer { label: name.clone(), signature: None }], 1)?,
    }
    form::field(&mut pages, word("paper.certificate.quiz"), Field::Title, &certificate.title)?;
    score(&mut pages, certificate)?;
    form::prose(&mut pages, &word("paper.certificate.thanks").zh)?;
    pages.leave_foot(16.0);
    form::field(&mut pages, word("paper.certificate.on"), Field::On, &day_in_chinese(&certificate.on))?;
    pages.finish()
}

fn score(pages: &mut Pages, Certificate { points, of, .. }: &Certificate) -> Result<(), PrintError> {
    pages.gap(8.0);
    let (left, text_mm) = (pages.left(), pages.text_mm());
    let top = pages.band(FIGURES_MM + 14.0)?;
    let figures = line(&points.to_string(), Voice::Figures)?;
    let values = [("points", points.to_string()), ("of", of.to_string())];
    let said = line(&fill(&word("paper.certificate.score").zh, &values), Voice::Hanzi)?;
    let middle = |advance: f32| left + (text_mm - advance) / 2.0;
    let at = Point::new(middle(figures.advance * FIGURES_MM), top + 0.8 * FIGURES_MM);
    pages.page().text(&figures, at, Way::Across, Look::heavy(FIGURES_MM, Ink::BLUE));
    let at = Point::new(middle(said.advance * form::BODY.size_mm), top + FIGURES_MM + 6.0);
    pages.page().text(&said, at, Way::Across, form::BODY);
    Ok(())
}
