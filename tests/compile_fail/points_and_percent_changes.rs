use aso_regimen::measure::change::{PercentChange, PercentagePoints};

fn mixed(points: PercentagePoints, change: PercentChange) {
    let _ = points + change;
    let _ = change + points;
    let _ = points == change;
}

fn main() {}
