//! The signs of a picture: forms that differ without their colour.

use crate::plot::palette::WHITE;
use crate::plot::shape::{Shape, path, px};

/// Half the width of a mark.
pub(super) const RADIUS: f64 = 4.5;

/// A form that is told from the others without its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Disc,
    Ring,
    DashedRing,
    Square,
    HollowSquare,
    Diamond,
    /// A triangle that points to the later days.
    Later,
    /// A triangle that points to the earlier days.
    Earlier,
    Cross,
    /// An upright stroke.
    Stroke,
}

/// A form in a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) form: Form,
    pub(super) colour: &'static str,
}

impl Mark {
    pub(super) const fn new(form: Form, colour: &'static str) -> Self {
        Self { form, colour }
    }

    /// The mark around a place.
    pub(super) fn at(self, x: f64, y: f64) -> Shape {
        let r = RADIUS;
        let polygon = |corners: &[(f64, f64)]| {
            let corners = corners.iter().map(|(dx, dy)| (x + dx, y + dy));
            Shape::new("path").with("d", format!("{}Z", path(corners)))
        };
        let shape = match self.form {
            Form::Disc | Form::Ring | Form::DashedRing => {
                Shape::new("circle").with("cx", px(x)).with("cy", px(y)).with("r", px(r))
            }
            Form::Square | Form::HollowSquare => {
                let r = 0.9 * r;
                polygon(&[(-r, -r), (r, -r), (r, r), (-r, r)])
            }
            Form::Diamond => {
                let r = 1.25 * r;
                polygon(&[(0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0)])
            }
            Form::Later => polygon(&[(-r, -r), (r, 0.0), (-r, r)]),
            Form::Earlier => polygon(&[(r, -r), (-r, 0.0), (r, r)]),
            Form::Cross => {
                let line = |dy: f64| path([(x - r, y - dy), (x + r, y + dy)].into_iter());
                Shape::new("path").with("d", line(r) + &line(-r))
            }
            Form::Stroke => polygon(&[(0.0, -r), (0.0, r)]),
        };
        self.painted(shape)
    }

    fn painted(self, shape: Shape) -> Shape {
        let fill = match self.form {
            Form::Ring | Form::DashedRing | Form::HollowSquare => WHITE,
            Form::Cross | Form::Stroke => "none",
            _ => self.colour,
        };
        let width = match self.form {
            Form::Cross | Form::Stroke => "2",
            _ => "1.5",
        };
        let shape =
            shape.with("fill", fill).with("stroke", self.colour).with("stroke-width", width);
        match self.form {
            Form::DashedRing => shape.with("stroke-dasharray", "2 1.5"),
            _ => shape,
        }
    }
}
