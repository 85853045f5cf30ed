use aso_regimen::regimen;

fn read(text: &'static str) {
    let _ = regimen!(text);
}

fn main() {
    read("100 mg IT q28d");
}
