//! Reads a file of NONMEM event records and prints its records, one for each dose.
//!
//! `cargo run --features interchange --example read_event_records -- FILE [days] [micrograms] [covariates] [rounding]
//! [comment=C] [ignore=NAME] [names=ID,TIME,AMT]`

use std::error::Error;
use std::fs::File;
use std::io;

use aso_regimen::interchange::nonmem::{AmountUnit, RecordFormat, TimeUnit};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("expected a file")?;
    let mut unit = TimeUnit::Hours;
    let mut amounts = AmountUnit::Mg;
    let options: Vec<String> = arguments.collect();
    for option in &options {
        match option.as_str() {
            "days" => unit = TimeUnit::Days,
            "micrograms" => amounts = AmountUnit::Micrograms,
            _ => {}
        }
    }
    let plain = RecordFormat::new(unit).with_amounts_in(amounts);
    let mut format = plain.clone();
    for option in &options {
        format = match option.split_once('=') {
            None if option == "covariates" => format.taking_covariates(),
            None if option == "rounding" => format.rounding(),
            Some(("comment", text)) => {
                format.commented_by(text.parse().map_err(|_| "expected one character")?)?
            }
            Some(("ignore", name)) => format.ignoring(name),
            Some(("names", names)) => format.named(names.split(',')),
            _ => format,
        };
    }
    let data = format.read(File::open(path)?)?;
    let mut written = Vec::new();
    plain.write(&data, &mut written)?;
    if plain.clone().taking_covariates().read(&written[..])? != data {
        return Err("expected what was written to be read again equal".into());
    }
    if data.compact().expanded(10_000_000)? != data.expanded(10_000_000)? {
        return Err("expected compact records to expand to the same".into());
    }
    plain.write(&data.expanded(10_000_000)?, io::stdout())?;
    Ok(())
}
