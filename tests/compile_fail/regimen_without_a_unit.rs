use aso_regimen::regimen;

fn main() {
    let _ = regimen!("100 mg IT q14 x3, then q28d");
}
