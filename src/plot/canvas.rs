//! Where the parts of a picture are put down; it grows with what is put on it.

use core::fmt;

use svg::node::Node;
use svg::node::element::Element;

use crate::plot::font;
use crate::plot::palette::{BLACK, GREY, WHITE};
use crate::plot::shape::{Shape, px, stroke, titled};

/// The space around a picture.
pub(super) const MARGIN: f64 = 16.0;
/// The space between two texts on a line.
pub(super) const GAP: f64 = 14.0;
/// The font's width is an estimate; a text is given this much more.
const SLACK: f64 = 1.15;
/// The widest a title becomes before it is broken.
const WIDEST_TITLE: f64 = 800.0;
/// The height of a line of text.
pub(super) const LINE: f64 = 16.0;

/// A finished picture: an SVG document.
///
/// The same input gives the same bytes. It has a title, a description, a size and a white background, so that it can be
/// shown on any page. To save it, write [`as_str`](Picture::as_str) to a file that ends with `.svg`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Picture {
    svg: String,
}

impl Picture {
    /// The text of the SVG document.
    pub fn as_str(&self) -> &str {
        &self.svg
    }
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.svg)
    }
}

/// Which point of a text is put on its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) colour: &'static str,
    /// Whether it pushes the lines behind it aside.
    pub(super) halo: bool,
}

pub(super) const BODY: Style = Style { size: 12.0, bold: false, colour: BLACK, halo: false };
pub(super) const NAME: Style = Style { bold: true, ..BODY };
const TITLE: Style = Style { size: 15.0, ..NAME };
pub(super) const NOTE: Style = Style { size: 11.0, colour: GREY, ..BODY };
/// A note among marks and lines.
pub(super) const LABEL: Style = Style { halo: true, ..NOTE };

impl Style {
    /// The room to leave for a line of text.
    pub(super) fn width(self, text: &str) -> f64 {
        font::width(text, self.size, self.bold) * SLACK
    }

    /// The text in lines that find room in a width.
    pub(super) fn lines(self, text: &str, widest: f64) -> Vec<String> {
        font::wrap(text, self.size, self.bold, widest / SLACK)
    }

    pub(super) fn widest<'a>(self, texts: impl IntoIterator<Item = &'a String>) -> f64 {
        texts.into_iter().map(|text| self.width(text)).fold(0.0, f64::max)
    }
}

/// A picture under construction, as large as what is on it.
#[derive(Debug)]
pub(super) struct Canvas {
    title: String,
    shapes: Vec<Element>,
    right: f64,
    bottom: f64,
}

impl Canvas {
    /// A canvas with its title at the top.
    pub(super) fn new(title: &str) -> Self {
        let mut canvas =
            Self { title: title.to_owned(), shapes: Vec::new(), right: 0.0, bottom: MARGIN };
        for line in TITLE.lines(title, WIDEST_TITLE) {
            canvas.bottom += 1.2 * LINE;
            canvas.text(MARGIN, canvas.bottom, Anchor::Start, TITLE, &line);
        }
        canvas
    }

    /// What is put on later, over or under the rest; it begins where this ends.
    pub(super) fn layer(&self) -> Self {
        Self { title: String::new(), shapes: Vec::new(), right: self.right, bottom: self.bottom }
    }

    /// Makes the picture as large as a layer.
    pub(super) fn reach_as_far_as(&mut self, layer: &Self) {
        self.reach(layer.right, layer.bottom);
    }

    /// Puts a layer over what is there.
    pub(super) fn add(&mut self, layer: Self) {
        self.reach_as_far_as(&layer);
        self.shapes.extend(layer.shapes);
    }

    /// How far down the picture reaches so far.
    pub(super) fn bottom(&self) -> f64 {
        self.bottom
    }

    /// How far to the right the picture reaches so far.
    pub(super) fn right(&self) -> f64 {
        self.right
    }

    /// Makes the picture reach at least this far.
    pub(super) fn reach(&mut self, x: f64, y: f64) {
        self.right = self.right.max(x);
        self.bottom = self.bottom.max(y);
    }

    pub(super) fn put(&mut self, shape: Shape) {
        self.shapes.push(shape.0);
    }

    /// One line of text, `y` at its foot.
    pub(super) fn text(&mut self, x: f64, y: f64, anchor: Anchor, style: Style, text: &str) {
        let width = style.width(text);
        let (name, right) = match anchor {
            Anchor::Start => ("start", x + width),
            Anchor::Middle => ("middle", x + width / 2.0),
            Anchor::End => ("end", x),
        };
        self.reach(right, y + 0.3 * style.size);
        let mut element = titled("text", text);
        element.assign("x", px(x));
        element.assign("y", px(y));
        element.assign("text-anchor", name);
        element.assign("font-size", px(style.size));
        element.assign("fill", style.colour);
        if style.bold {
            element.assign("font-weight", "bold");
        }
        if style.halo {
            element.assign("stroke", WHITE);
            element.assign("stroke-width", "4");
            element.assign("stroke-linejoin", "round");
            element.assign("paint-order", "stroke");
        }
        self.shapes.push(element);
    }

    /// Lines of text, the foot of the first at `y`; returns the foot of the last.
    pub(super) fn texts(&mut self, x: f64, y: f64, style: Style, lines: &[String]) -> f64 {
        let mut foot = y;
        for (line, number) in lines.iter().zip(0_u32..) {
            foot = y + f64::from(number) * LINE;
            self.text(x, foot, Anchor::Start, style, line);
        }
        foot
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        self.reach(from.0.max(to.0), from.1.max(to.1));
        self.put(stroke(from, to, colour, width));
    }

    /// An interval, with a bar across each end that reaches so far to both sides of it.
    pub(super) fn interval(&mut self, ends: [(f64, f64); 2], across: (f64, f64), colour: &str) {
        let bar = |from, to| stroke(from, to, colour, 1.5).with("class", "interval");
        self.put(bar(ends[0], ends[1]));
        for (x, y) in ends {
            self.put(bar((x - across.0, y - across.1), (x + across.0, y + across.1)));
        }
    }

    /// Notes in small letters, below everything else.
    pub(super) fn notes<'a>(&mut self, notes: impl IntoIterator<Item = &'a str>) {
        let widest = (self.right - MARGIN).max(480.0);
        self.bottom += 0.5 * LINE;
        for note in notes {
            let lines = NOTE.lines(note, widest);
            self.texts(MARGIN, self.bottom + LINE, NOTE, &lines);
        }
    }

    /// The document, with a text for those who cannot see it.
    pub(super) fn finish(self, description: &str) -> Picture {
        let (width, height) = (self.right + MARGIN, self.bottom + MARGIN);
        let mut root = Element::new("svg");
        for (name, value) in [
            ("xmlns", "http://www.w3.org/2000/svg".to_owned()),
            ("role", "img".to_owned()),
            ("viewBox", format!("0 0 {} {}", px(width), px(height))),
            ("width", px(width)),
            ("height", px(height)),
            ("font-family", font::FAMILY.to_owned()),
            // On a page that is narrower it shrinks as a whole. CairoSVG draws nothing where the property is `height`.
            ("style", "max-width:100%;block-size:auto".to_owned()),
        ] {
            root.assign(name, value);
        }
        root.append(titled("title", &self.title));
        root.append(titled("desc", description));
        let ground = Shape::new("rect")
            .with("width", px(width))
            .with("height", px(height))
            .with("fill", WHITE);
        root.append(ground.0);
        for shape in self.shapes {
            root.append(shape);
        }
        Picture { svg: format!("{root}\n") }
    }
}
