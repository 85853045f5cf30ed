use aso_regimen::regimen;

fn main() {
    let _ = regimen!("[<10 kg: 2,5 mg/kg; else 30 mg] IV q3w");
}
