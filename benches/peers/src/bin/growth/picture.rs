//! Small pictures side by side: time per item over the number of items, both on logarithmic axes. Flat is linear.

use std::fmt::Write;

use aso_regimen_peers::table::count;

use crate::growth::Growth;

/// Okabe and Ito's colours, which the colour-blind can tell apart.
const COLOURS: [&str; 4] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"];
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 270.0;
/// Left, right, top and bottom of the axes within one picture.
const AXES: [f64; 4] = [56.0, 344.0, 62.0, 226.0];

/// All parts, two in a row.
pub fn draw(growths: &[Growth]) -> String {
    let mut parts: Vec<&str> = growths.iter().map(|growth| growth.part).collect();
    parts.dedup();
    let rows = count(parts.len().div_ceil(2));
    let (width, height) = (2.0 * WIDTH, rows * HEIGHT);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">\n\
         <title>Time per item over the number of items</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for (place, part) in parts.into_iter().enumerate() {
        let own: Vec<&Growth> = growths.iter().filter(|growth| growth.part == part).collect();
        let (x, y) = (count(place % 2) * WIDTH, count(place / 2) * HEIGHT);
        write!(out, "<g transform=\"translate({x} {y})\">\n{}</g>\n", panel(part, &own))
            .expect("a string takes all");
    }
    out + "</svg>\n"
}

fn panel(part: &str, growths: &[&Growth]) -> String {
    let points = || growths.iter().flat_map(|growth| &growth.points);
    let across = Axis::around(points().map(|point| count(point.size)), AXES[0], AXES[1]);
    let up = Axis::around(points().map(|point| point.ns_per_item()), AXES[3], AXES[2]);
    let [left, right, top, bottom] = AXES;
    let mut out = format!(
        "<text x=\"{left}\" y=\"20\" font-size=\"14\">{part}: ns per {}</text>\n",
        growths[0].item
    );
    for power in across.powers() {
        let x = across.place(10_f64.powi(power));
        out += &format!(
            "<path d=\"M{x:.1} {top}V{bottom}\" stroke=\"#e4e4e4\"/>\
             <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            bottom + 16.0,
            ten_to(power)
        );
    }
    for power in up.powers() {
        let y = up.place(10_f64.powi(power));
        out += &format!(
            "<path d=\"M{left} {y:.1}H{right}\" stroke=\"#e4e4e4\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\n",
            left - 6.0,
            y + 4.0,
            plain(power)
        );
    }
    out += &format!(
        "<text x=\"{right}\" y=\"{}\" text-anchor=\"end\">{}s</text>\n",
        bottom + 32.0,
        growths[0].item
    );
    for (number, growth) in growths.iter().enumerate() {
        out += &line(growth, COLOURS[number % COLOURS.len()], &across, &up);
        out += &key(growth.name, COLOURS[number % COLOURS.len()], number);
    }
    out
}

fn line(growth: &Growth, colour: &str, across: &Axis, up: &Axis) -> String {
    let mut out = String::new();
    let mut path = String::new();
    for point in &growth.points {
        let (x, y) = (across.place(count(point.size)), up.place(point.ns_per_item()));
        let step = if path.is_empty() { 'M' } else { 'L' };
        path += &format!("{step}{x:.1} {y:.1}");
        out += &format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"{colour}\"/>\n");
    }
    out + &format!("<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n")
}

/// What the colour stands for, above the axes.
fn key(name: &str, colour: &str, number: usize) -> String {
    let (column, row) = (count(number % 2), count(number / 2));
    let (x, y) = (AXES[0] + column * 150.0, 36.0 + row * 15.0);
    let name = name.replace('`', "");
    format!(
        "<path d=\"M{x} {}h14\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"{}\" y=\"{y}\">{name}</text>\n",
        y - 4.0,
        x + 19.0
    )
}

/// A logarithmic axis between two whole powers of ten.
struct Axis {
    low: f64,
    high: f64,
    begin: f64,
    end: f64,
}

impl Axis {
    /// The powers of ten around some numbers, drawn from one place to another.
    fn around(numbers: impl Iterator<Item = f64> + Clone, begin: f64, end: f64) -> Self {
        let logs = numbers.map(f64::log10);
        let low = logs.clone().fold(f64::INFINITY, f64::min).floor();
        let high = logs.fold(f64::NEG_INFINITY, f64::max).ceil();
        Self { low, high: high.max(low + 1.0), begin, end }
    }

    fn place(&self, number: f64) -> f64 {
        let share = (number.log10() - self.low) / (self.high - self.low);
        self.begin + share * (self.end - self.begin)
    }

    #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
    fn powers(&self) -> std::ops::RangeInclusive<i32> {
        self.low as i32..=self.high as i32
    }
}

fn ten_to(power: i32) -> String {
    format!("10<tspan dy=\"-4\" font-size=\"8\">{power}</tspan>")
}

fn plain(power: i32) -> String {
    let number = 10_f64.powi(power);
    format!("{number}")
}
