//! Reads a picture back: its texts with the room they take, and its marks.

use aso_regimen::plot::{Picture, font};
use roxmltree::{Document, Node};

/// How much wider than the estimate a text may turn out.
const WIDER: f64 = 1.1;

/// A rectangle of a picture with what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub(crate) what: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_within(&self, other: &Self) -> bool {
        self.left >= other.left
            && self.right <= other.right
            && self.top >= other.top
            && self.bottom <= other.bottom
    }
}

/// A dose of a picture: its class, number and date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dose {
    pub(crate) class: String,
    pub(crate) number: Option<u32>,
    pub(crate) date: Option<String>,
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    let text = node.attribute(name).unwrap_or_else(|| panic!("{name} of {node:?}"));
    text.parse().unwrap_or_else(|_| panic!("{name} of {node:?}"))
}

fn text_area(node: Node<'_, '_>) -> Area {
    let what = node.text().unwrap_or_default().to_owned();
    let size = number(node, "font-size");
    assert!(size >= 11.0, "{what:?} is of size {size}");
    let bold = node.attribute("font-weight") == Some("bold");
    let width = WIDER * font::width(what.trim(), size, bold);
    let (x, y) = (number(node, "x"), number(node, "y"));
    let left = match node.attribute("text-anchor") {
        Some("start") => x,
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        other => panic!("{other:?} of {what:?}"),
    };
    Area { what, left, right: left + width, top: y - 0.8 * size, bottom: y + 0.25 * size }
}

/// The whole picture.
fn frame(root: Node<'_, '_>) -> Area {
    let view = root.attribute("viewBox").expect("a viewBox");
    let sides: Vec<f64> = view.split(' ').map(|side| side.parse().expect("a number")).collect();
    let [left, top, width, height] = sides[..] else {
        panic!("{view}");
    };
    assert_eq!((left, top), (0.0, 0.0));
    assert_eq!((width, height), (number(root, "width"), number(root, "height")));
    Area { what: "picture".to_owned(), left, right: width, top, bottom: height }
}

/// Every number in the places of an element.
fn places(node: Node<'_, '_>) -> Vec<(bool, f64)> {
    let mut places = Vec::new();
    for (names, horizontal) in [(["x", "x1", "x2", "cx"], true), (["y", "y1", "y2", "cy"], false)] {
        let found = names.iter().filter(|name| node.attribute(**name).is_some());
        places.extend(found.map(|name| (horizontal, number(node, name))));
    }
    for list in ["d", "points"].iter().filter_map(|name| node.attribute(*name)) {
        let numbers = list
            .split(|c: char| c.is_alphabetic() || c == ' ' || c == ',')
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().unwrap_or_else(|_| panic!("{part:?} in {list:?}")));
        places.extend(numbers.zip([true, false].into_iter().cycle()).map(|(n, h)| (h, n)));
    }
    places
}

/// Checks everything that holds for every picture, and returns its texts.
pub(crate) fn check(picture: &Picture) -> Vec<String> {
    let svg = picture.as_str();
    for never in ["NaN", "inf", "\n\n"] {
        let at = svg.find(never);
        // A name may say "information"; an attribute never does.
        let inside = |at: usize| svg[..at].ends_with(['"', ' ', ',']) && never != "inf";
        assert!(!at.is_some_and(inside), "{never:?} in {svg}");
    }
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let mut parts = root.children().filter(Node::is_element);
    for name in ["title", "desc"] {
        let part = parts.next().expect("a child");
        assert_eq!(part.tag_name().name(), name);
        assert!(part.text().is_some_and(|text| !text.trim().is_empty()), "{name} is empty");
    }
    let frame = frame(root);
    let texts: Vec<Area> = root
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .map(text_area)
        .collect();
    for (index, text) in texts.iter().enumerate() {
        assert!(text.is_within(&frame), "{text:?} is not within {frame:?}");
        for other in &texts[..index] {
            assert!(!text.overlaps(other), "{text:?} is on top of {other:?} in\n{svg}");
        }
    }
    for node in root.descendants().filter(Node::is_element) {
        for (horizontal, place) in places(node) {
            let end = if horizontal { frame.right } else { frame.bottom };
            assert!((0.0..=end).contains(&place), "{place} of {node:?} is not within {frame:?}");
        }
    }
    texts.into_iter().map(|text| text.what).collect()
}

/// The elements whose class begins with this word.
pub(crate) fn doses(picture: &Picture, word: &str) -> Vec<Dose> {
    let document = Document::parse(picture.as_str()).expect("valid");
    document
        .descendants()
        .filter_map(|node| {
            let class = node.attribute("class")?;
            (class.split(' ').next() == Some(word)).then(|| Dose {
                class: class.to_owned(),
                number: node
                    .attribute("data-number")
                    .map(|number| number.parse().expect("a number")),
                date: node.attribute("data-date").map(str::to_owned),
            })
        })
        .collect()
}
