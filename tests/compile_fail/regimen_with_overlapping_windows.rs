use aso_regimen::regimen;

fn main() {
    let _ = regimen!(
        "100 mg IT q14d x3 no window,
         then after 35d q1mo window -14d/+14d"
    );
}
