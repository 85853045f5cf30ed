use aso_regimen::measure::change::PercentChange;

fn sum(first: PercentChange, second: PercentChange) {
    let _ = first + second;
}

fn main() {}
