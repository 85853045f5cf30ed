//! What a service stores and sends: parameters and models come back through their checks, answers are written.

use aso_regimen::dosing::dose::Route;
use aso_regimen::kinetics::compartments::Compartments;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::disposition::Disposition;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::{Clearance, Concentration, Litres, Quantity, Rate};
use aso_regimen::kinetics::published::{Biliouris2018, Luu2017, Patient, Yamamoto2023};
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{
    Biomarker, Fit, TofersenModel, TofersenPlasma, printed_parameters, printed_simulations,
};
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
use aso_regimen::person::{Age, Sex};
use aso_regimen::{BodyWeight, Mass};
use serde_json::{Value, json};

use crate::{half_life, intrathecal, litres, per_day, per_hour};

/// What is written and what is read from it are these.
#[track_caller]
fn is<T>(value: &T, expected: Value)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    assert_eq!(serde_json::to_value(value).expect("written"), expected);
    let read: T = serde_json::from_value(expected).expect("read");
    assert_eq!(read, *value);
}

#[track_caller]
fn refused<T: serde::de::DeserializeOwned + std::fmt::Debug>(json: Value, expected: &str) {
    let error = serde_json::from_value::<T>(json).expect_err("a refusal");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn parameters() {
    is(&per_day(0.5), json!({"per_day": 0.5}));
    is(&litres(0.433), json!({"litres": 0.433}));
    is(&per_hour(0.136), json!({"litres_per_hour": 0.136}));
    let potency = Concentration::ng_per_ml(12.5).expect("in range");
    is(&potency, json!({"ng_per_ml": 12.5}));
    is(&Quantity::Amount, json!("amount"));
    is(&Time::days(1), json!(1_440));
    refused::<Rate>(
        json!({"per_day": -0.5}),
        "expected a rate per day of 0, or 1e-12 to 1e6, found -0.5",
    );
    refused::<Litres>(
        json!("1 L"),
        "invalid type: string \"1 L\", expected a volume, {\"litres\": 0.15}",
    );
    refused::<Clearance>(json!({"l": 1.0}), "unknown field `l`, expected `litres_per_hour`");
}

#[test]
fn inputs_in_order() {
    let early = Input::bolus(Time::ZERO, Mass::mg(12), Route::Intrathecal);
    let late = Input::bolus(Time::days(14), Mass::mg(12), Route::Intrathecal).over(Time::hours(1));
    let json = json!([
        {"at": 0, "mass": "12 mg", "over": 0, "route": "IT"},
        {"at": 20_160, "mass": "12 mg", "over": 60, "route": "IT"},
    ]);
    is(&Inputs::from_iter([late.clone(), early.clone()]), json);
    let read: Inputs = serde_json::from_value(json!([
        {"at": 20_160, "mass": "12 mg", "over": 60, "route": "IT"},
        {"at": 0, "mass": "12 mg", "route": "IT"},
    ]))
    .expect("in any order");
    assert!(read.iter().eq(&[early, late]));
}

#[test]
fn responses() {
    let terms = [(per_day(0.01), 1.0), (per_day(1.0), -0.5)];
    let response = Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &terms);
    let json = |slow: f64| {
        json!({"route": "IT", "quantity": "amount", "terms": [
            [{"per_day": 1.0}, -0.5],
            [{"per_day": slow}, 1.0],
        ]})
    };
    is(&response.expect("two terms"), json(0.01));
    refused::<Disposition>(
        json(-0.01),
        "expected a rate per day of 0, or 1e-12 to 1e6, found -0.01",
    );
    let eleven = json!({"route": "IT", "quantity": "amount", "terms":
        vec![json!([{"per_day": 1.0}, 0.5]); 11]});
    refused::<Disposition>(eleven, "expected a number of terms of 0 to 10, found 11");
    // Rates of a model that was solved.
    let csf = Luu2017::FINAL.model().expect("a model");
    let csf = csf.concentration(Route::Intrathecal, "CSF").expect("a response");
    let json = serde_json::to_value(&csf).expect("written");
    assert_eq!(serde_json::from_value::<Disposition>(json).expect("read"), csf);
}

#[test]
fn models_of_compartments() {
    let model = Compartments::builder()
        .compartment("CSF", litres(0.5))
        .amount("tissue")
        .rate("CSF", "tissue", per_day(0.25))
        .clearance("CSF", per_hour(0.5))
        .dosed(Route::Intrathecal, "CSF")
        .build()
        .expect("a model");
    let json = json!({
        "compartments": [{"name": "CSF", "volume": {"litres": 0.5}}, {"name": "tissue"}],
        "flows": [
            {"from": "CSF", "to": "tissue", "speed": {"rate": {"per_day": 0.25}}},
            {"from": "CSF", "speed": {"rate": {"per_day": 24.0}}},
        ],
        "inlets": [{"route": "IT", "into": "CSF"}],
    });
    is(&model, json.clone());
    let mut other = json;
    other["flows"][1]["speed"] = json!({"clearance": {"litres_per_hour": 0.5}});
    let read: Compartments = serde_json::from_value(other.clone()).expect("a clearance");
    assert_eq!(read, model);
    other["inlets"][0]["into"] = json!("plasma");
    refused::<Compartments>(
        other,
        "no compartment is called \"plasma\", expected one of CSF, tissue",
    );

    let design = Design::new(&intrathecal(1, &[0]), &[Time::ZERO, Time::days(1)]);
    let amounts = model.simulate(&design).expect("intrathecal");
    let found = serde_json::to_value(&amounts).expect("written");
    assert_eq!(found["compartments"][1]["name"], json!("tissue"));
    let tissue = amounts.of("tissue").expect("a compartment");
    assert_eq!(found["compartments"][1]["mg"], json!(tissue));
    assert_eq!(found["eliminated"], json!(amounts.eliminated()));
}

#[test]
fn inhibition_and_turnover() {
    let potency = Concentration::ng_per_ml(12.5).expect("in range");
    let steep = Inhibition::of_ic50(potency)
        .with_imax(0.8)
        .and_then(|inhibition| inhibition.with_hill(2.0))
        .expect("in range");
    is(&steep, json!({"quantity": "concentration", "potency": 12.5, "imax": 0.8, "hill": 2.0}));
    assert_eq!((steep.hill(), steep.imax()), (2.0, 0.8));
    let by_amount = Inhibition::of_id50(Mass::mg(100)).expect("in range");
    is(&by_amount, json!({"quantity": "amount", "potency": 100.0, "imax": 1.0, "hill": 1.0}));
    refused::<Inhibition>(
        json!({"quantity": "amount", "potency": 0.0, "imax": 1.0, "hill": 1.0}),
        "expected an amount in mg of 1e-12 to 1e15, found 0",
    );
    refused::<Inhibition>(
        json!({"quantity": "amount", "potency": 1.0, "imax": 1.5, "hill": 1.0}),
        "expected an Imax of 0 to 1, found 1.5",
    );
    let alone = Turnover::of_protein(per_day(0.03)).expect("in range");
    is(
        &alone,
        json!({"mrna_per_day": null, "protein_per_day": 0.03, "factor_a_year": 1.0, "accuracy": 1e-8}),
    );
    let both = Turnover::of_mrna_and_protein(per_day(2.0), per_day(0.03))
        .and_then(|turnover| turnover.with_drift(1.3));
    is(
        &both.expect("in range"),
        json!({"mrna_per_day": 2.0, "protein_per_day": 0.03, "factor_a_year": 1.3, "accuracy": 1e-8}),
    );
    // Written before there was an accuracy.
    let read: Turnover =
        serde_json::from_value(json!({"protein_per_day": 0.03, "factor_a_year": 1.0}))
            .expect("read");
    assert_eq!(read, alone);
    refused::<Turnover>(
        json!({"protein_per_day": 0.03, "factor_a_year": 1.0, "accuracy": 0.0}),
        "expected an accuracy of 1e-12 to 0.01, found 0",
    );
    refused::<Turnover>(
        json!({"protein_per_day": 0.0, "factor_a_year": 1.0}),
        "expected a rate of turnover per day of 1e-6 to 100, found 0",
    );
}

#[test]
fn published_models() {
    for model in [Luu2017::FINAL, Luu2017::ABSTRACT] {
        let json = serde_json::to_value(model).expect("written");
        is(&model, json);
    }
    let json = serde_json::to_value(Yamamoto2023::REFERENCE).expect("written");
    assert_eq!(json["csf"], json!({"litres": 0.043_604_2}));
    is(&Yamamoto2023::REFERENCE, json);
    let age = Age::years(49.0).expect("an age");
    let infant = Biliouris2018::of(BodyWeight::kg(5), age);
    is(&infant, json!({"weight": "5 kg", "age": 49.0}));
    let patient = Patient::new(BodyWeight::kg(75), age, Sex::Male).with_antibodies();
    is(
        &patient,
        json!({"weight": "75 kg", "age": 49.0, "sex": "male", "csf_protein": 0.35, "antibodies": true}),
    );
}

#[test]
fn printed_numbers_of_tofersen() {
    let printed = serde_json::to_value(&printed_parameters()[0]).expect("written");
    let simulated = serde_json::to_value(&printed_simulations()[3]).expect("written");
    for (json, number, value, names) in [
        (printed, "cv_percent", 84.1, "cv_percent name reading source unit value"),
        (simulated, "fall_percent", 42.4, "biomarker dose fall_percent source"),
    ] {
        assert_eq!(json[number], json!(value));
        let found: Vec<&str> =
            json.as_object().expect("names").keys().map(String::as_str).collect();
        assert_eq!(found.join(" "), names);
    }
}

#[test]
fn the_model_of_tofersen_and_its_fit() {
    let model = TofersenModel::fitted();
    let mut json = serde_json::to_value(&model).expect("written");
    assert_eq!(json["sod1"]["inhibition"]["potency"], json!(37.22));
    is(&model, json.clone());
    json["nfl"]["inhibition"]["quantity"] = json!("amount");
    refused::<TofersenModel>(
        json,
        "expected a potency in the unit of its driver, a concentration in ng/mL, found an amount in mg",
    );
    refused::<TofersenModel>(
        json!({"csf": 1, "sod1": 2}),
        "invalid type: integer `1`, expected a disposition: its terms and route",
    );
    let slower = model.clone().with_turnover(Biomarker::CsfSod1, half_life(50.0));
    assert_ne!(slower.expect("in range"), model);

    let predicted = model.run(&intrathecal(150, &[0]), &[Time::days(28)]).expect("intrathecal");
    let predicted = serde_json::to_value(&predicted).expect("written");
    assert_eq!(predicted["at"], json!([40_320]));
    assert_eq!(predicted["warning"]["above"], json!("150 mg"));
    let fit = serde_json::to_value(Fit::new(Biomarker::PlasmaNfl)).expect("written");
    assert_eq!(fit["assumptions"]["correlation"], json!(0.5));
    assert_eq!(fit["points"][0][0]["name"], json!("part B, 20 mg"));
    assert!(fit.get("data").is_none());
    is(
        &TofersenPlasma::TYPICAL_MAN,
        serde_json::to_value(TofersenPlasma::TYPICAL_MAN).expect("written"),
    );
}
