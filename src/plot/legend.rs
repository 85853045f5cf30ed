//! The key of a picture: signs and what they stand for.

use crate::plot::canvas::{BODY, Canvas, GAP, LINE, MARGIN};
use crate::plot::mark::{Mark, RADIUS};
use crate::plot::shape::{Shape, path, px};

/// The narrowest and the widest room for a key, and the widest of its entries.
const NARROWEST: f64 = 480.0;
const WIDEST: f64 = 900.0;
const ENTRY: f64 = 400.0;
/// From a sign to its words.
const BESIDE: f64 = 7.0;
/// How long a sample of a line is.
const SAMPLE: f64 = 30.0;

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pen {
    pub(super) colour: &'static str,
    /// Strokes and gaps; none for a line without gaps.
    pub(super) dashes: &'static str,
    pub(super) width: f64,
}

/// What a key explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sign {
    Mark(Mark),
    Line(Pen),
    /// An area in a colour, as many layers deep.
    Area(&'static str, i32),
}

impl From<Mark> for Sign {
    fn from(mark: Mark) -> Self {
        Self::Mark(mark)
    }
}

impl Pen {
    /// The shape, drawn with the pen.
    pub(super) fn draw(self, shape: Shape) -> Shape {
        let shape = shape
            .with("fill", "none")
            .with("stroke", self.colour)
            .with("stroke-width", px(self.width));
        if self.dashes.is_empty() {
            return shape;
        }
        shape.with("stroke-dasharray", self.dashes)
    }
}

/// How much of what is behind it a layer of an area hides.
pub(super) const OPACITY: f64 = 0.2;

impl Sign {
    fn width(self) -> f64 {
        match self {
            Self::Mark(_) => 2.0 * RADIUS,
            Self::Line(_) | Self::Area(..) => SAMPLE,
        }
    }

    /// The sign from a place to the right.
    fn at(self, x: f64, y: f64) -> Shape {
        let shape = match self {
            Self::Mark(mark) => mark.at(x + RADIUS, y),
            Self::Line(pen) => {
                pen.draw(Shape::new("path").with("d", path([(x, y), (x + SAMPLE, y)].into_iter())))
            }
            Self::Area(colour, layers) => Shape::new("rect")
                .with("x", px(x))
                .with("y", px(y - 1.2 * RADIUS))
                .with("width", px(SAMPLE))
                .with("height", px(2.4 * RADIUS))
                .with("fill", colour)
                .with("fill-opacity", px(1.0 - (1.0 - OPACITY).powi(layers))),
        };
        shape.with("class", "key")
    }
}

/// Puts the key below everything else.
pub(super) fn draw<'a>(
    canvas: &mut Canvas,
    entries: impl IntoIterator<Item = (impl Into<Sign>, &'a str)>,
) {
    let room = canvas.right().clamp(NARROWEST, WIDEST);
    let (mut x, mut y) = (MARGIN, canvas.bottom() + 1.5 * LINE);
    let mut foot = y;
    for (sign, words) in entries {
        let sign: Sign = sign.into();
        let lines = BODY.lines(words, ENTRY);
        let width = sign.width() + BESIDE + BODY.widest(&lines) + 2.0 * GAP;
        if x > MARGIN && x + width > room {
            (x, y) = (MARGIN, foot + 1.2 * LINE);
        }
        canvas.put(sign.at(x, y - RADIUS));
        let text = x + sign.width() + BESIDE;
        foot = canvas.texts(text, y, BODY, &lines).max(foot);
        x += width;
    }
}
