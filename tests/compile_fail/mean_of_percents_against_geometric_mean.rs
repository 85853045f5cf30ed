use aso_regimen::measure::change::{GeometricMeanRatio, MeanPercentChange};

fn mixed(mean: MeanPercentChange, geometric: GeometricMeanRatio) {
    let _ = mean - geometric;
    let _ = mean < geometric;
    let _ = geometric.relative_to(mean);
}

fn main() {}
