//! The shapes of a picture, as elements of SVG.

use svg::node::element::Element;
use svg::node::{Node, Text, Value};

use crate::plot::palette::PALE;

/// A length in hundredths of a pixel at the finest, so that the last digit of a logarithm never shows.
pub(super) fn px(length: f64) -> String {
    let text = format!("{length:.2}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

/// Straight from one place to the next.
pub(super) fn path(places: impl Iterator<Item = (f64, f64)>) -> String {
    let places: Vec<String> = places.map(|(x, y)| format!("{} {}", px(x), px(y))).collect();
    format!("M{}", places.join("L"))
}

/// An element under construction.
#[derive(Debug, Clone)]
pub(super) struct Shape(pub(super) Element);

impl Shape {
    pub(super) fn new(name: &str) -> Self {
        Self(Element::new(name))
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.assign(name, value);
        self
    }

    /// With what is shown when a pointer rests on it.
    pub(super) fn explained(mut self, words: impl Into<String>) -> Self {
        self.0.append(titled("title", words));
        self
    }
}

/// An element that is a text.
pub(super) fn titled(name: &str, words: impl Into<String>) -> Element {
    let mut element = Element::new(name);
    element.append(Text::new(words));
    element
}

/// A straight line that is not put down yet.
pub(super) fn stroke(from: (f64, f64), to: (f64, f64), colour: &str, width: f64) -> Shape {
    Shape::new("line")
        .with("x1", px(from.0))
        .with("y1", px(from.1))
        .with("x2", px(to.0))
        .with("y2", px(to.1))
        .with("stroke", colour)
        .with("stroke-width", px(width))
}

/// A faint line behind everything.
pub(super) fn rule(from: (f64, f64), to: (f64, f64)) -> Shape {
    stroke(from, to, PALE, 1.0).with("class", "grid")
}
