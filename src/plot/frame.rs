//! The axes around a curve: values upwards, days or another number to the right.

use crate::plot::canvas::{Anchor, Canvas, GAP, LINE, MARGIN, NOTE};
use crate::plot::day_axis::STEPS;
use crate::plot::mark::RADIUS;
use crate::plot::palette::GREY;
use crate::plot::shape::rule;
use crate::plot::value_axis::{Spacing, Tick, Values};

/// The size of the part of the picture with the lines.
pub(super) const WIDTH: f64 = 680.0;
const HEIGHT: f64 = 320.0;

/// What is to the right unless a picture says otherwise.
pub(super) const SINCE: &str = "days since the first dose";

/// The part of the picture between the axes.
#[derive(Debug)]
pub(super) struct Frame {
    left: f64,
    top: f64,
    first: f64,
    last: f64,
    values: Values,
    /// What is counted to the right, unless it is days.
    by: Option<String>,
}

impl Frame {
    /// From one day to a later one, with room for the numbers of the axis of values.
    pub(super) fn new((first, last): (f64, f64), values: Values, by: Option<String>) -> Self {
        let labels = values.ticks(HEIGHT, |_| LINE);
        let widths = labels.iter().map(|tick| NOTE.width(&tick.label));
        Self {
            left: MARGIN + widths.fold(0.0, f64::max) + 0.5 * GAP,
            top: 0.0,
            first,
            last,
            values,
            by,
        }
    }

    /// The first day and the last.
    pub(super) fn days(&self) -> [f64; 2] {
        [self.first, self.last]
    }

    pub(super) fn x(&self, day: f64) -> f64 {
        let fraction = (day - self.first) / (self.last - self.first);
        self.left + 2.0 * RADIUS + fraction * WIDTH
    }

    pub(super) fn place(&self, day: f64, value: f64) -> (f64, f64) {
        (self.x(day), self.foot() - HEIGHT * self.values.fraction(value))
    }

    pub(super) fn foot(&self) -> f64 {
        self.top + HEIGHT
    }

    fn right(&self) -> f64 {
        self.left + WIDTH + 4.0 * RADIUS
    }

    /// Draws the axes under what is there; the frame knows its place then.
    pub(super) fn draw(mut self, canvas: &mut Canvas, quantity: &str) -> Self {
        let lines = NOTE.lines(quantity, WIDTH);
        let foot = canvas.texts(MARGIN, canvas.bottom() + 1.5 * LINE, NOTE, &lines);
        self.top = foot + 0.8 * LINE;
        self.draw_values(canvas);
        self.draw_days(canvas);
        self
    }

    fn draw_values(&self, canvas: &mut Canvas) {
        for tick in self.values.ticks(HEIGHT, |_| LINE) {
            let (_, y) = self.place(self.first, tick.value);
            canvas.put(rule((self.left, y), (self.right(), y)));
            canvas.text(self.left - 5.0, y + 4.0, Anchor::End, NOTE, &tick.label);
        }
        let (top, foot) = ((self.left, self.top), (self.left, self.foot()));
        canvas.line(top, foot, GREY, 1.0);
    }

    fn draw_days(&self, canvas: &mut Canvas) {
        let foot = self.foot();
        canvas.line((self.left, foot), (self.right(), foot), GREY, 1.0);
        for tick in self.day_ticks() {
            let x = self.x(tick.value);
            canvas.put(rule((x, foot), (x, foot + 4.0)));
            canvas.text(x, foot + 2.1 * LINE, Anchor::Middle, NOTE, &tick.label);
        }
        let middle = f64::midpoint(self.left, self.right());
        let words = NOTE.lines(self.by.as_deref().unwrap_or(SINCE), WIDTH);
        for (line, number) in words.iter().zip(0_u8..) {
            let foot = foot + (3.2 + f64::from(number)) * LINE;
            canvas.text(middle, foot, Anchor::Middle, NOTE, line);
        }
    }

    /// Whole weeks where there are many days, whole days where there are a few, and fractions otherwise.
    fn day_ticks(&self) -> Vec<Tick> {
        let days = self.last - self.first;
        if days < 4.0 || self.by.is_some() {
            let axis = Values::new(Spacing::Linear, [self.first, self.last].into_iter());
            let inside = |tick: &&Tick| (self.first..=self.last).contains(&tick.value);
            let ticks = axis.ticks(WIDTH, |label| NOTE.width(label) + GAP);
            return ticks.into_iter().filter(inside).cloned().collect();
        }
        let room = NOTE.width("-36525") + GAP;
        let fits = |step: &&u32| f64::from(**step) * WIDTH / days >= room;
        let step = f64::from(*STEPS.iter().find(fits).unwrap_or(&STEPS[STEPS.len() - 1]));
        let first = (self.first / step).ceil() * step;
        (0_u8..=100)
            .map(|n| first + f64::from(n) * step)
            .take_while(|day| *day <= self.last)
            .map(|value| Tick { value, label: format!("{}", value + 0.0) })
            .collect()
    }
}
