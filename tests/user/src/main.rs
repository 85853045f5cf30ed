//! One thing from each module, as a stranger would write it. Prints the modules that were there.

use std::error::Error;

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::{Mass, Regimen};

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let modules: &[(&str, fn() -> Done)] = &[
        ("quantity", quantity),
        ("calendar", calendar),
        ("person", person),
        ("measure", measure),
        ("dosing", dosing),
        ("evidence", evidence),
        ("compare", compare),
        #[cfg(feature = "serde")]
        ("serde", json),
        #[cfg(feature = "analysis")]
        ("analysis", analysis),
        #[cfg(feature = "catalog")]
        ("catalog", catalog),
        #[cfg(feature = "kinetics")]
        ("kinetics", kinetics),
        #[cfg(feature = "cohort")]
        ("cohort", cohort),
        #[cfg(feature = "interchange")]
        ("interchange", interchange),
        #[cfg(feature = "plot")]
        ("plot", plot),
    ];
    for (name, of) in modules {
        of().map_err(|error| format!("{name}: {error}"))?;
    }
    let names: Vec<&str> = modules.iter().map(|(name, _)| *name).collect();
    println!("{}", names.join(" "));
    Ok(())
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).expect("a date")
}

fn tofersen() -> Regimen {
    aso_regimen::regimen!("100 mg IT q14d x3, then q28d")
}

fn quantity() -> Done {
    let dose: Mass = "0.5 g".parse()?;
    assert_eq!((dose + Mass::micrograms(500)).to_string(), "500.5 mg");
    Ok(())
}

fn calendar() -> Done {
    let every: aso_regimen::Interval = "4mo".parse()?;
    assert_eq!(every.nth_after(first(), 1), NaiveDate::from_ymd_opt(2026, 5, 5));
    Ok(())
}

fn person() -> Done {
    use aso_regimen::person::Age;

    assert!((Age::on("2026-11-26".parse()?, "1986-11-26".parse()?)?.as_years() - 40.0).abs() < 1e-9);
    Ok(())
}

fn measure() -> Done {
    use aso_regimen::measure::alsfrs_r::{CuttingForm, Sheet};
    use aso_regimen::{Endpoint, PercentChange};

    let change = PercentChange::from_baseline(80.0, 36.0)?;
    assert_eq!(format!("{change:.0}"), "-55 %");
    assert!(Endpoint::plasma_nfl().improved(change));
    let sheet = Sheet::from_row(CuttingForm::WithoutGastrostomy, [Some(3); 12])?;
    assert_eq!(sheet.total()?.to_string(), "36");
    Ok(())
}

fn dosing() -> Done {
    use aso_regimen::Course;
    use aso_regimen::dosing::course::Timing;
    use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};

    let regimen = tofersen();
    let plan = regimen.starting(first());
    assert_eq!(plan.dose(8).ok_or("no eighth dose")?.date(), "2026-06-22".parse()?);
    let policy = MissedDosePolicy::always(Action::Reanchor);
    let mut course = Course::new(regimen.clone(), policy, first());
    course.give(first())?;
    let late = course.give(first() + Days::new(20))?;
    assert_eq!(late.timing(), Some(Timing::Late(6)));
    let next = course.next_due().dose().ok_or("nothing is due")?;
    assert_eq!(next.date(), first() + Days::new(34));
    Ok(())
}

fn evidence() -> Done {
    use aso_regimen::dosing::missed_dose::MissedDosePolicy;
    use aso_regimen::evidence::label::Authority;
    use aso_regimen::evidence::source::Status;
    use aso_regimen::{Label, Source};

    let source = Source::new("Package leaflet", Status::LabelText);
    let label = Label::builder("Madeupza", Authority::Eu)
        .substance("examplersen")
        .regimen(tofersen())
        .policy(MissedDosePolicy::not_stated(), source.clone())
        .source(source)
        .build()?;
    assert_eq!(label.course(first())?.start(), first());
    Ok(())
}

fn compare() -> Done {
    use aso_regimen::compare::Burden;

    let regimen = tofersen();
    let burden = Burden::of(&regimen.starting(first()), "2027-01-04".parse()?, None)?;
    assert_eq!((burden.doses, burden.mass), (15, Mass::mg(1_500)));
    Ok(())
}

#[cfg(feature = "serde")]
fn json() -> Done {
    let text = serde_json::to_string(&tofersen())?;
    assert_eq!(serde_json::from_str::<Regimen>(&text)?, tofersen());
    Ok(())
}

#[cfg(feature = "analysis")]
fn analysis() -> Done {
    use aso_regimen::analysis::arm::ArmData;
    use aso_regimen::analysis::confidence::ConfidenceLevel;
    use aso_regimen::analysis::summary;

    let arm = ArmData::new("tofersen", &[100.0, 80.0, 120.0], &[50.0, 42.0, 55.0])?;
    let ratio = summary::geometric_mean_ratio(&arm, ConfidenceLevel::P95)?;
    assert!(ratio.to_string().contains("0.5"), "{ratio}");
    Ok(())
}

#[cfg(feature = "catalog")]
fn catalog() -> Done {
    use aso_regimen::catalog;
    use aso_regimen::evidence::label::Authority;

    let label = catalog::labels().named("tofersen").authority(Authority::Us).one()?;
    assert_eq!(label.product(), "Qalsody");
    assert!(catalog::trials().len() > 5);
    Ok(())
}

#[cfg(feature = "kinetics")]
fn kinetics() -> Done {
    use aso_regimen::Route;
    use aso_regimen::kinetics::design::Design;
    use aso_regimen::kinetics::input::Inputs;
    use aso_regimen::kinetics::published::Luu2017;
    use aso_regimen::kinetics::time::Time;

    let regimen = tofersen();
    let inputs = Inputs::planned(&regimen.starting(first()), "2026-06-22".parse()?, None)?;
    assert_eq!(inputs.total(), Some(Mass::mg(800)));
    let csf = Luu2017::FINAL.model()?.concentration(Route::Intrathecal, "CSF")?;
    let values = csf.simulate(&Design::new(&inputs, &[Time::days(1), Time::weeks(1)]))?;
    assert!(values[0] > values[1] && values[1] > 0.0);
    Ok(())
}

#[cfg(feature = "cohort")]
fn cohort() -> Done {
    use aso_regimen::kinetics::cohort::Cohort;

    let draws = Cohort::new(1, 200).summarise(1, |stream, out| {
        out[0] = stream.uniform();
        Ok(())
    })?;
    assert_eq!(draws[0].count(), 200);
    Ok(())
}

#[cfg(feature = "interchange")]
fn interchange() -> Done {
    use aso_regimen::interchange::fhir::{self, Medication, Release, read_medication_request};
    use aso_regimen::interchange::nonmem::{EventDataset, RecordFormat, SubjectRecords, TimeUnit};
    use aso_regimen::interchange::table::Dataset;

    let medication = Medication::named("tofersen")?;
    let order = medication.for_subject("Patient/17")?;
    let json = fhir::medication_request(&tofersen(), &order, Release::R4)?.to_json();
    assert_eq!(read_medication_request(&json, None)?.regimen, tofersen());
    let regimen = tofersen();
    let plan = regimen.starting(first());
    let records = SubjectRecords::new(1, first()).planned(&plan, "2026-03-31".parse()?)?;
    let format = RecordFormat::new(TimeUnit::Days);
    let text = format.to_csv(&EventDataset::new(records))?;
    assert_eq!(format.read(text.as_bytes())?.expanded_len(), 5);
    let columns = r#"{"name":"EXDOSE"},{"name":"EXDOSU"},{"name":"EXSEQ"}"#;
    let json = format!(
        r#"{{"datasetJSONVersion":"1.1.0","columns":[{columns}],"rows":[[12.50,"mg",1],[null,"mg",1e3]]}}"#
    );
    let dataset = Dataset::from_dataset_json(json.as_bytes())?;
    assert_eq!(dataset.value(1, "EXDOSE"), Some("12.5"));
    assert_eq!(dataset.value(2, "EXDOSE"), None);
    assert_eq!(dataset.value(2, "EXSEQ"), Some("1000"));
    Ok(())
}

/// Saves a picture, as the first program of a reader would.
#[cfg(feature = "plot")]
fn plot() -> Done {
    use aso_regimen::plot::Timeline;

    let regimen = tofersen();
    let picture = Timeline::new("Tofersen", first(), "2026-12-31".parse()?)?
        .with("approved", &regimen)?
        .draw()?;
    let file = std::env::temp_dir().join(format!("aso-regimen-user-{}.svg", std::process::id()));
    std::fs::write(&file, picture.as_str())?;
    let saved = std::fs::read_to_string(&file)?;
    std::fs::remove_file(&file)?;
    assert!(saved.starts_with("<svg") && saved.ends_with("</svg>\n"), "{saved}");
    Ok(())
}
