//! The page that most papers share: Mongolian columns and the ornament at the left of every page, and at their right a
//! stretch that is filled from top to bottom and goes on overleaf. What stands in that stretch is each paper's own.

use crate::error::PrintError;
use crate::lines::{Fitted, Place, fit, line, wrap};
use crate::paper::ornament;
use crate::scene::{Ink, Look, Point, Scene, Way};
use crate::shape::Voice;
use crate::words::{fill, word};

/// A size of paper and what is kept free of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Format {
    pub(crate) width_mm: f32,
    pub(crate) height_mm: f32,
    pub(crate) margin_mm: f32,
    /// How wide the Mongolian columns may be.
    pub(crate) columns_mm: f32,
}

/// A4.
pub(crate) const A4: Format = Format { width_mm: 210.0, height_mm: 297.0, margin_mm: 15.0, columns_mm: 25.0 };

/// A5.
pub(crate) const A5: Format = Format { width_mm: 148.0, height_mm: 210.0, margin_mm: 11.0, columns_mm: 25.0 };
/// A6.
pub(crate) const A6: Format = Format { width_mm: 105.0, height_mm: 148.0, margin_mm: 8.0, columns_mm: 28.0 };

impl Format {
    /// Where the text beside the columns begins.
    pub(crate) const fn left(&self) -> f32 {
        self.margin_mm + self.columns_mm + ORNAMENT_MM
    }

    /// Where it ends.
    pub(crate) const fn right(&self) -> f32 {
        self.width_mm - self.margin_mm
    }

    pub(crate) const fn bottom(&self) -> f32 {
        self.height_mm - self.margin_mm
    }
}

/// From the columns to the text; the ornament stands in the middle of it.
const ORNAMENT_MM: f32 = 9.0;
/// Mongolian glyphs reach this far to the left of their baseline once they stand, in em.
pub(crate) const COLUMN_DESCENT: f32 = 0.27;
pub(crate) const COLUMN_LEADING: f32 = 1.25;
const COLUMN_GAP_MM: f32 = 1.4;
/// The room of the line at the foot of each page.
const FOOT_MM: f32 = 7.0;
/// The room of the page's number in it.
const NUMBER_MM: f32 = 32.0;
const FOOT_LEADING: f32 = 1.2;
const FOOT: Look = Look::plain(2.8, Ink::GREY);

/// A text that stands in Mongolian columns.
pub(crate) struct Column {
    pub(crate) text: String,
    pub(crate) look: Look,
}

/// Pages that are filled from top to bottom.
pub(crate) struct Pages {
    format: Format,
    blank: Scene,
    foot: String,
    full: Vec<Scene>,
    page: Scene,
    y: f32,
}

impl Pages {
    /// An empty first page. `foot` stands at the foot of each; without one there
    /// is none.
    pub(crate) fn new(format: Format, title: &str, columns: &[Column], foot: &str) -> Result<Self, PrintError> {
        let mut blank = Scene::new(format.width_mm, format.height_mm, title);
        stand(&mut blank, format, columns)?;
        let at = Point::new(
            format.margin_mm + format.columns_mm + (ORNAMENT_MM - ornament::WIDTH_MM) / 2.0,
            format.margin_mm,
        );
        ornament::strip(&mut blank, at, format.bottom() - format.margin_mm, Ink::PALE);
        let page = blank.clone();
        Ok(Self { format, blank, foot: foot.to_owned(), full: Vec::new(), page, y: format.margin_mm })
    }

    /// The top of a band of this height: below what is there, or on a new page.
    pub(crate) fn band(&mut self, height_mm: f32) -> Result<f32, PrintError> {
        let end = self.format.bottom() - FOOT_MM;
        if self.y + height_mm > end {
            if self.format.margin_mm + height_mm > end {
                return Err(PrintError::NoRoom { characters: 0 });
            }
            self.full.push(std::mem::replace(&mut self.page, self.blank.clone()));
            self.y = self.format.margin_mm;
        }
        let top = self.y;
        self.y += height_mm;
        Ok(top)
    }

    /// Leaves a gap, but for the top of a page.
    pub(crate) fn gap(&mut self, height_mm: f32) {
        if self.y > self.format.margin_mm {
            self.y += height_mm;
        }
    }

    /// Begins a new page if what comes next is this high and would be parted.
    pub(crate) fn keep_together(&mut self, height_mm: f32) {
        if height_mm > self.free_mm() {
            self.y += self.free_mm();
        }
    }

    /// Leaves all that is free but for a band of this height at the foot of the page.
    pub(crate) fn leave_foot(&mut self, height_mm: f32) {
        self.y += (self.free_mm() - height_mm).max(0.0);
    }

    /// Where the text begins.
    pub(crate) fn left(&self) -> f32 {
        self.format.left()
    }

    /// Where the text ends.
    pub(crate) fn right(&self) -> f32 {
        self.format.right()
    }

    /// How wide the text is.
    pub(crate) fn text_mm(&self) -> f32 {
        self.right() - self.left()
    }

    /// How much is free on this page.
    pub(crate) fn free_mm(&self) -> f32 {
        self.format.bottom() - FOOT_MM - self.y
    }

    /// The page that the last band lies on.
    pub(crate) fn page(&mut self) -> &mut Scene {
        &mut self.page
    }

    /// The pages, numbered.
    pub(crate) fn finish(mut self) -> Result<Vec<Scene>, PrintError> {
        self.full.push(self.page);
        let pages = self.full.len();
        if self.foot.is_empty() {
            return Ok(self.full);
        }
        let foot = fit(
            &self.foot,
            Voice::Hanzi,
            Place {
                length_mm: self.format.right() - self.format.left() - NUMBER_MM,
                depth_mm: FOOT_MM - 1.0,
                largest_mm: FOOT.size_mm,
                smallest_mm: 1.6,
                leading: FOOT_LEADING,
            },
        )?;
        for (index, page) in self.full.iter_mut().enumerate() {
            let y = self.format.bottom();
            let raised = (foot.lines.len() as f32 - 1.0) * FOOT_LEADING * foot.size_mm;
            let look = Look::plain(foot.size_mm, FOOT.ink);
            page.block(&foot, Point::new(self.format.left(), y - raised), Way::Across, FOOT_LEADING, look);
            let values = [("page", (index + 1).to_string()), ("pages", pages.to_string())];
            let number = line(&fill(&word("paper.page").zh, &values), Voice::Hanzi)?;
            let x = self.format.right() - number.advance * FOOT.size_mm;
            page.text(&number, Point::new(x, y), Way::Across, FOOT);
        }
        Ok(self.full)
    }
}

/// Columns over the whole height, from left to right, as large as asked for or so much smaller that they fit.
fn stand(scene: &mut Scene, format: Format, columns: &[Column]) -> Result<(), PrintError> {
    let length_mm = format.bottom() - format.margin_mm;
    for hundredths in (70..=100).rev().step_by(2) {
        let mut set = Vec::new();
        for Column { text, look } in columns {
            let look = Look { size_mm: look.size_mm * hundredths as f32 / 100.0, ..*look };
            set.push((wrap(text, Voice::Mongolian, length_mm / look.size_mm)?, look));
        }
        let width = |lines: usize, look: Look| (1.1 + (lines as f32 - 1.0) * COLUMN_LEADING) * look.size_mm;
        let gaps = columns.len().saturating_sub(1) as f32;
        let used: f32 = set.iter().map(|(lines, look)| width(lines.len(), *look)).sum();
        if used + gaps * COLUMN_GAP_MM > format.columns_mm {
            continue;
        }
        let gap = ((format.columns_mm - used) / gaps.max(1.0)).min(2.5 * COLUMN_GAP_MM);
        let mut x = format.margin_mm;
        for (lines, look) in set {
            let at = Point::new(x + COLUMN_DESCENT * look.size_mm, format.margin_mm);
            x += width(lines.len(), look) + gap;
            scene.block(&Fitted { size_mm: look.size_mm, lines }, at, Way::Down, COLUMN_LEADING, look);
        }
        return Ok(());
    }
    Err(PrintError::NoRoom { characters: columns.iter().map(|column| column.text.chars().count()).sum() })
}
