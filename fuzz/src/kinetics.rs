//! Numbers of any kind as rates, weights, doses and times: what is accepted gives no NaN, no infinity and nothing below
//! zero, and more time than memory is never needed.

use arbitrary::{Arbitrary, Result, Unstructured};
use aso_regimen::Mass;
use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::compartments::{Compartments, CompartmentsBuilder};
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs, Repeated};
use aso_regimen::kinetics::parameter::{Concentration, Litres, Quantity, Rate};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};

const ROUTE: Route = Route::Subcutaneous;

/// Any rates, weights, flows, doses and samples.
pub fn check(data: &[u8]) {
    let _ = check_all(&mut Unstructured::new(data));
}

fn check_all(data: &mut Unstructured<'_>) -> Result<()> {
    let responses = [terms(data)?, compartments(data)?];
    let doses = doses(data)?;
    let samples: Vec<Time> =
        (0..data.int_in_range(0..=5)?).map(|_| time(data)).collect::<Result<_>>()?;
    let design = Design::new(&doses, &samples);
    let (inhibition, turnover) = (inhibition(data)?, turnover(data)?);
    for response in responses.into_iter().flatten() {
        check_response(&response, data)?;
        let levels = response.simulate(&design).expect("its route");
        assert!(levels.iter().all(|level| level.is_finite() && *level >= 0.0), "{levels:?}");
        if let (Some(inhibition), Some(turnover)) = (&inhibition, &turnover) {
            if let Ok(shares) = turnover.simulate(&response, inhibition, &design) {
                assert!(
                    shares.iter().all(|share| share.is_finite() && *share >= 0.0),
                    "{shares:?}"
                );
            }
        }
    }
    Ok(())
}

fn check_response(response: &Disposition, data: &mut Unstructured<'_>) -> Result<()> {
    let mass = Mass::micrograms(data.arbitrary()?);
    let fine = |level: f64| assert!(level.is_finite() && level >= 0.0, "{level} of {response:?}");
    fine(response.after(mass, time(data)?));
    let _ = response.plateau(mass).map(fine);
    let Ok(doses) = Repeated::every(mass, time(data)?) else { return Ok(()) };
    let doses = doses.over(time(data)?).unwrap_or(doses);
    let _ = response.at_steady_state(&doses, time(data)?).map(fine);
    let _ = response.accumulation(&doses).map(fine);
    let _ = response.doses_to(f64::arbitrary(data)?, &doses).map(|number| assert!(number > 0));
    Ok(())
}

/// Rates that are near each other more often than by chance.
fn rate(data: &mut Unstructured<'_>) -> Result<Option<Rate>> {
    let rate = match data.int_in_range(0..=3)? {
        0 => f64::arbitrary(data)?,
        1 => f64::from(u8::arbitrary(data)?) / 8.0,
        2 => 0.5 * (1.0 + f64::from(u8::arbitrary(data)?) * 2.0_f64.powi(-50)),
        _ => 10_f64.powi(i32::from(i8::arbitrary(data)? / 10)),
    };
    Ok(Rate::per_day(rate).ok())
}

fn time(data: &mut Unstructured<'_>) -> Result<Time> {
    Ok(match data.int_in_range(0..=2)? {
        0 => Time::minutes(data.arbitrary()?),
        1 => Time::days(data.arbitrary()?),
        _ => Time::hours(u32::from(u8::arbitrary(data)?)),
    })
}

/// A sum or a chain of stages with any weights, maybe behind a depot.
fn terms(data: &mut Unstructured<'_>) -> Result<Option<Disposition>> {
    let mut terms = Vec::new();
    for _ in 0..data.int_in_range(0..=11)? {
        let weight = if bool::arbitrary(data)? {
            f64::arbitrary(data)?
        } else {
            f64::from(i8::arbitrary(data)?) / 16.0
        };
        terms.extend(rate(data)?.map(|rate| (rate, weight)));
    }
    let make = if bool::arbitrary(data)? { Disposition::of_terms } else { Disposition::of_chain };
    let response = make(ROUTE, Quantity::Concentration, &terms).ok();
    Ok(match (response, rate(data)?) {
        (Some(response), Some(rate)) if bool::arbitrary(data)? => {
            Some(response.clone().with_absorption(rate).unwrap_or(response))
        }
        (response, _) => response,
    })
}

/// Compartments with any flows.
fn compartments(data: &mut Unstructured<'_>) -> Result<Option<Disposition>> {
    let names = ["a", "b", "c", "d", "e"];
    let model = Compartments::builder().dosed(ROUTE, "a");
    let mut model = names
        .into_iter()
        .fold(model, |model, name| CompartmentsBuilder::compartment(model, name, litres()));
    for _ in 0..data.int_in_range(0..=12)? {
        let (from, to) = (*data.choose(&names)?, data.int_in_range(0..=names.len())?);
        model = match (rate(data)?, names.get(to)) {
            (Some(rate), Some(to)) if from != *to => model.rate(from, *to, rate),
            (Some(rate), None) => model.elimination(from, rate),
            _ => model,
        };
    }
    let to = *data.choose(&names)?;
    Ok(model.build().ok().and_then(|model| model.concentration(ROUTE, to).ok()))
}

fn litres() -> Litres {
    Litres::new(0.5).expect("in range")
}

fn doses(data: &mut Unstructured<'_>) -> Result<Inputs> {
    let mut doses = Vec::new();
    for _ in 0..data.int_in_range(0..=4)? {
        let mass = Mass::micrograms(data.arbitrary()?);
        doses.push(Input::bolus(time(data)?, mass, ROUTE).over(time(data)?));
    }
    Ok(doses.into_iter().collect())
}

fn inhibition(data: &mut Unstructured<'_>) -> Result<Option<Inhibition>> {
    let [half, imax, hill] = <[f64; 3]>::arbitrary(data)?;
    let half = Concentration::ng_per_ml(half).or(Concentration::ng_per_ml(100.0));
    Ok(half.ok().map(Inhibition::of_ic50).map(|inhibition| {
        let inhibition = inhibition.with_imax(imax).unwrap_or(inhibition);
        inhibition.with_hill(hill).unwrap_or(inhibition)
    }))
}

fn turnover(data: &mut Unstructured<'_>) -> Result<Option<Turnover>> {
    let (mrna, protein) = (rate(data)?, rate(data)?);
    let Some(protein) = protein else { return Ok(None) };
    let turnover = match mrna {
        Some(mrna) => Turnover::of_mrna_and_protein(mrna, protein),
        None => Turnover::of_protein(protein),
    };
    let factor = f64::arbitrary(data)?;
    let accuracy = 10_f64.powi(-i32::from(u8::arbitrary(data)? % 14));
    Ok(turnover.ok().map(|turnover| {
        let turnover = turnover.with_drift(factor).unwrap_or(turnover);
        turnover.with_accuracy(accuracy).unwrap_or(turnover)
    }))
}
