use aso_regimen::regimen;

const ENDLESS: &str = concat!("100 mg IT q28d", ", then q14d x3");

fn main() {
    let _ = regimen!(ENDLESS);
}
