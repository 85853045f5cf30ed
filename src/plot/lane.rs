//! Lanes: a name at the left, and labels over marks that never run into each other.

use crate::plot::canvas::{Anchor, Canvas, LABEL, LINE, MARGIN, NAME, NOTE, Style};
use crate::plot::mark::RADIUS;
use crate::plot::palette::{GREY, PALE};
use crate::plot::shape::stroke;

/// The widest a lane's name and notes become before they are broken.
const HEAD: f64 = 230.0;

/// From the line of a label to its text.
const BESIDE: f64 = 3.0;

/// From the middle of the marks to the foot of the lowest label, clear of the bars of windows.
const CLEAR: f64 = 2.6 * RADIUS;

/// What stands to the left of a lane.
#[derive(Debug, Clone)]
pub(super) struct Head {
    name: Vec<String>,
    notes: Vec<String>,
}

impl Head {
    pub(super) fn new(name: &str, note: &str) -> Self {
        Self { name: NAME.lines(name, HEAD), notes: NOTE.lines(note, HEAD) }
    }

    pub(super) fn width(&self) -> f64 {
        NAME.widest(&self.name).max(NOTE.widest(&self.notes))
    }

    /// Draws it from `top` down.
    fn draw(&self, canvas: &mut Canvas, top: f64) {
        let foot = canvas.texts(MARGIN, top + 0.8 * LINE, NAME, &self.name);
        canvas.texts(MARGIN, foot + LINE, NOTE, &self.notes);
    }
}

/// A text over a mark.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) x: f64,
    pub(super) text: String,
}

/// Where a lane's marks are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Track {
    /// The height of the marks.
    pub(super) y: f64,
}

/// How far over its mark each label is, in lines: a label starts at its mark, and stands higher than all
/// later ones that it would reach into, so that the line down to its mark meets none of them.
fn levels(labels: &[Label], style: Style) -> Vec<u32> {
    let mut levels = vec![0; labels.len()];
    for (index, label) in labels.iter().enumerate().rev() {
        let end = label.x + BESIDE + style.width(&label.text) + BESIDE;
        let later = labels.iter().zip(&levels).skip(index + 1);
        let blocking = later.filter(|(other, _)| other.x < end);
        levels[index] = blocking.map(|(_, level)| level + 1).max().unwrap_or(0);
    }
    levels
}

impl Track {
    /// Puts down a lane's head and labels under what is there; labels in the order of their marks.
    pub(super) fn draw(
        canvas: &mut Canvas,
        head: &Head,
        labels: &[Label],
        (left, right): (f64, f64),
    ) -> Self {
        let top = canvas.bottom() + 0.8 * LINE;
        head.draw(canvas, top);
        let levels = levels(labels, LABEL);
        let rows = levels.iter().max().map_or(0, |level| level + 1);
        let y = top + f64::from(rows) * LINE + CLEAR;
        let track = stroke((left, y), (right, y), PALE, 1.0).with("class", "track");
        canvas.put(track);
        for (label, level) in labels.iter().zip(levels) {
            let foot = y - CLEAR - f64::from(level) * LINE;
            let from = (label.x, foot - 8.0);
            canvas.put(stroke(from, (label.x, y), GREY, 0.5).with("class", "leader"));
            canvas.text(label.x + BESIDE, foot, Anchor::Start, LABEL, &label.text);
        }
        Self { y }
    }

    /// Ends the lane.
    pub(super) fn close(self, canvas: &mut Canvas, right: f64) {
        canvas.reach(right, self.y + 2.5 * RADIUS);
    }
}
