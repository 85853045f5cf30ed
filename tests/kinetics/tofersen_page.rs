//! The tables in the docs of `kinetics::tofersen`, `docs/tofersen.md`: what is printed, predicted and measured.
//!
//! `RENEW_TOFERSEN=1` writes them anew; read what changed before it is committed.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use aso_regimen::Ratio;
use aso_regimen::catalog::tofersen::{extension, phase_1_2, valor};
use aso_regimen::dosing::dose::Route;
use aso_regimen::evidence::level::Spread;
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::result::{
    Finding, Population, ReportedOutcome, ReportedScale, TimePoint,
};
use aso_regimen::evidence::trial::Trial;
use aso_regimen::kinetics::design::Design;
use aso_regimen::kinetics::input::{Input, Inputs};
use aso_regimen::kinetics::parameter::Concentration;
use aso_regimen::kinetics::time::Time;
use aso_regimen::kinetics::tofersen::{
    Biomarker, Fit, JointRegion, NOT_PRINTED, Point, PointRole, Relative, Response, TofersenModel,
    points, printed_parameters, printed_simulations,
};
use aso_regimen::kinetics::turnover::{Inhibition, Turnover};

use crate::intrathecal;
use crate::tofersen::{key, numbers as parsed, other_assumptions, plasma_by_minutes, reference};

#[test]
fn the_page_is_what_the_models_say() {
    let rows: Vec<_> = Biomarker::ALL.iter().map(|of| (*of, rows(*of))).collect();
    let page = [
        "\n# Printed parameters of the sponsor's model\n".to_owned(),
        parameters(),
        "\n# The published model beside measured concentrations\n".to_owned(),
        concentrations(),
        simulations(),
        "\n# Both models beside the published levels\n".to_owned(),
        levels(&rows),
        "\n# The parameters of the fit\n".to_owned(),
        fitted(),
        "\n# Sensitivity to other assumptions\n".to_owned(),
        assumptions(),
        "\n# An early start against a delayed one\n".to_owned(),
        starts(&rows),
    ]
    .concat();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/tofersen.md");
    if env::var_os("RENEW_TOFERSEN").is_some() {
        fs::write(&path, &page).expect("a folder that can be written to");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/tofersen.md differs from what the models say; see tests/kinetics/tofersen_page.rs"
    );
}

fn parameters() -> String {
    let mut text = "\n| parameter | value | variability (CV) | where | interpretation |\n|---|---|---|---|---|\n".to_owned();
    for one in printed_parameters() {
        let cv = one.cv_percent.map_or_else(String::new, |cv| format!("{cv} %"));
        let place = one.source.place.as_deref().unwrap_or_default();
        let document = one.source.document.split([',', ' ']).next().unwrap_or_default();
        let reading = one.reading.unwrap_or_default();
        let value = format!("{} {}", one.value, one.unit);
        writeln!(
            text,
            "| {} | {} | {cv} | {document}, {place} | {reading} |",
            one.name,
            value.trim()
        )
        .expect("a text");
    }
    writeln!(
        text,
        "\nNot printed in text, and therefore not part of the model: {}.",
        NOT_PRINTED.join("; ")
    )
    .expect("a text");
    text
}

/// A level and the numbers of its first spread.
fn numbers(outcome: &ReportedOutcome) -> Vec<f64> {
    let Finding::Level(level) = &outcome.finding else { panic!("{outcome}") };
    let spread = match level.spread[0] {
        Spread::StandardDeviation(one)
        | Spread::StandardError(one)
        | Spread::CoefficientOfVariation(one) => vec![one],
        Spread::Range { low, high } => vec![low, high],
        _ => panic!("{outcome}"),
    };
    [level.value].into_iter().chain(spread).map(Printed::value).collect()
}

fn found(trial: &Trial, wanted: impl Fn(&ReportedOutcome) -> bool) -> &ReportedOutcome {
    trial.outcomes().iter().find(|outcome| wanted(outcome)).expect("an outcome")
}

/// The geometric mean of a lognormal distribution by its mean and its coefficient of variation.
fn geometric_mean(mean: f64, cv: f64) -> f64 {
    mean / (1.0 + cv * cv).sqrt()
}

fn row(text: &mut String, what: &str, measured: &str, numbers: (f64, f64)) {
    let (predicted, of_measured) = numbers;
    let ratio = predicted / of_measured;
    writeln!(
        text,
        "| {what} | {} | {measured} | {} | {ratio:.2} |",
        short(predicted),
        short(of_measured)
    )
    .expect("a text");
}

fn short(number: f64) -> String {
    if number < 100.0 { format!("{number:.1}") } else { format!("{number:.0}") }
}

/// Troughs in cerebrospinal fluid, and what a dose does in plasma.
fn concentrations() -> String {
    let mut text = "\nTofersen in ng/mL, or ng/mL x h for areas under the curve. The model predicts typical values, which \
                    are comparable with geometric means. Where the document prints an arithmetic mean, the geometric mean \
                    is computed from it and its spread, for lognormal concentrations. Without the peripheral compartment, whose parameters are not printed, the \
                    predicted peak is an upper bound.\n\n| concentration | predicted | printed | geometric mean | ratio |\n|---|---|---|---|---|\n"
        .to_owned();
    let model = TofersenModel::published();
    let trough = |days: &[u32], at: u32| {
        let design = Design::new(&intrathecal(100, days), &[Time::days(at)]);
        model.csf().simulate(&design).expect("intrathecal")[0]
    };
    let monthly: Vec<u32> = [0, 14].into_iter().chain((28..=224).step_by(28)).collect();
    let (valor, extension) = (valor(), extension());
    let in_csf = |outcome: &ReportedOutcome| {
        let endpoint = &outcome.endpoint;
        endpoint.name() == "tofersen" && endpoint.matrix() == "cerebrospinal fluid"
    };
    for (day, name) in [(29, "VALOR, day 29"), (197, "VALOR, day 197")] {
        let outcome = found(&valor, |outcome| {
            in_csf(outcome) && outcome.at.to_string() == format!("day {day}")
        });
        let of = numbers(outcome);
        let printed = format!("mean {} (CV {} %)", of[0], of[1]);
        let predicted = trough(&monthly, day - 1);
        row(&mut text, name, &printed, (predicted, geometric_mean(of[0], of[1] / 100.0)));
    }
    for (arm, name, predicted) in [
        ("delayed start", "extension, week 4, from placebo", trough(&[0, 14], 28)),
        ("early start", "extension, week 4, from tofersen", trough(&monthly[..9], 224)),
    ] {
        let outcome = found(&extension, |outcome| in_csf(outcome) && outcome.arm == arm);
        let (of, n) = (numbers(outcome), f64::from(outcome.n.expect("a number of people")));
        let printed = format!("mean {} (SE {}, n {n})", of[0], of[1]);
        let mean = geometric_mean(of[0], of[1] * n.sqrt() / of[0]);
        row(&mut text, name, &printed, (predicted, mean));
    }
    let (trial, (peak, area)) = (phase_1_2(), plasma());
    for (what, unit) in [("highest concentration", peak), ("area under the concentration", area)] {
        for arm in [
            "10 mg (part A)",
            "20 mg (part A)",
            "40 mg (part A)",
            "60 mg (part A)",
            "20 mg",
            "40 mg",
            "60 mg",
            "100 mg",
        ] {
            let outcome = found(&trial, |outcome| {
                outcome.endpoint.name().starts_with(what)
                    && outcome.arm == arm
                    && outcome.at.to_string() == "day 1"
            });
            let of = numbers(outcome);
            let mg: f64 = arm.split(' ').next().and_then(|mg| mg.parse().ok()).expect("a dose");
            let part =
                if arm.contains("part A") { arm.to_owned() } else { format!("{arm} (part B)") };
            let what = if what.starts_with("area") { "area to 24 h" } else { "peak" };
            let printed = format!("{} ({} to {})", of[0], of[1], of[2]);
            row(&mut text, &format!("plasma, {what}, {part}"), &printed, (mg * unit, of[0]));
        }
    }
    text
}

/// The highest concentration in plasma and the area to 24 h, for one milligram, by the minute.
fn plasma() -> (f64, f64) {
    let levels = plasma_by_minutes();
    let area: f64 = levels.windows(2).map(|pair| f64::midpoint(pair[0], pair[1]) / 60.0).sum();
    (levels.iter().copied().fold(0.0, f64::max) / 100.0, area / 100.0)
}

fn simulations() -> String {
    let mut text = "\nThe sponsor's simulations of the fall after 6 months, read as doses on days 0, 14, 42 and every 28 days. The published \
                    model is computed with the default half-lives. The half-life column has the half-life with which it would \
                    reproduce the simulation (none is published). It attributes the whole difference to the half-life; the \
                    other candidates are an effect compartment and the variability of Emax between people, which are not \
                    printed either. The last two columns have the fitted model and the range of its predictions in the joint 95 % region of its parameters.\n\n| fall | printed | published \
                    model | ratio | half-life that would reproduce it | fitted model | range of the fit |\n\
                    |---|---|---|---|---|---|---|\n"
        .to_owned();
    let half_year = Time::hours(4_383);
    for one in printed_simulations() {
        let days = [0, 14].into_iter().chain((42..=182).step_by(28));
        let dose = |day| Input::bolus(Time::days(day), one.dose, Route::Intrathecal);
        let inputs: Inputs = days.map(dose).collect();
        let fall = |model: &TofersenModel| {
            let predicted = model.run(&inputs, &[half_year]).expect("intrathecal");
            let levels =
                if one.biomarker == Biomarker::CsfSod1 { predicted.sod1 } else { predicted.nfl };
            100.0 * (1.0 - levels[0])
        };
        let published = TofersenModel::published();
        let (mut low, mut high) = (1.0_f64, 2_000.0_f64);
        for _ in 0..60 {
            let middle = (low * high).sqrt();
            let slower = published.clone().with_turnover(one.biomarker, crate::half_life(middle));
            if fall(&slower.expect("in range")) > one.fall_percent {
                low = middle;
            } else {
                high = middle;
            }
        }
        let (predicted, printed) = (fall(&published), one.fall_percent);
        // 200 mg was not tried.
        let region = Fit::new(one.biomarker).region().beyond_tried_doses();
        let design = Design::new(&inputs, &[half_year]);
        let range = &region.level_ranges(&design).expect("intrathecal")[0];
        writeln!(
            text,
            "| {}, {} | {printed} % | {predicted:.1} % | {:.2} | {low:.0} d | {:.1} % | {:.0} to {:.0} % |",
            one.biomarker,
            one.dose,
            predicted / printed,
            fall(&TofersenModel::fitted()),
            100.0 * (1.0 - range.end()),
            100.0 * (1.0 - range.start()),
        )
        .expect("a text");
    }
    text.push_str(
        "\nThe label's plateau of neurofilament about day 113 is not compatible with a half-life of 90 days. The two models \
         differ most at 200 mg: the fitted points, of 20 to 100 mg, do not determine the response to higher doses. FDA (pages 247 \
         and 248): the response above 100 mg \"cannot be reliably predicted at this time\".\n",
    );
    text
}

/// A level with all that is said of it.
struct Row {
    point: Point,
    published: f64,
    fitted: f64,
    range: [f64; 2],
}

fn rows(biomarker: Biomarker) -> Vec<Row> {
    let region: JointRegion = Fit::new(biomarker).region();
    let of = |point: Point| {
        let design = Design::new(&point.doses, &[point.at]);
        let [published, fitted] = [TofersenModel::published(), TofersenModel::fitted()]
            .map(|model| model.levels(biomarker, &design).expect("intrathecal")[0]);
        let range = &region.level_ranges(&design).expect("intrathecal")[0];
        Row { published, fitted, range: [*range.start(), *range.end()], point }
    };
    points().into_iter().filter(|point| point.biomarker == biomarker).map(of).collect()
}

fn when(point: &Point) -> String {
    let days = point.at.as_days();
    if point.name.starts_with("part B") {
        format!("day {:.0}", days + 1.0)
    } else {
        format!("week {:.0}", days / 7.0)
    }
}

fn is_within(point: &Point, level: f64) -> Option<bool> {
    let [low, high] = point.interval?.map(Ratio::value);
    Some((low..=high).contains(&level))
}

fn marked(point: &Point, level: f64) -> String {
    let mark = if is_within(point, level) == Some(false) { " outside" } else { "" };
    format!("{level:.2} ({:.2}){mark}", level / point.reported.value())
}

fn levels(all: &[(Biomarker, Vec<Row>)]) -> String {
    let mut text = "\nRatios of geometric means to placebo, to the baseline of VALOR, or to each \
                    participant's level before the first dose of tofersen. The number in brackets after a predicted level is predicted over reported. *Outside* means that the predicted level is outside \
                    the reported 95 % interval. Role: the *fitted* points determine the fit; the others do not. *Test* points \
                    are the delayed start, of which no level on drug is fitted; the *same people* are in a fitted point already; \
                    for the others the source prints *no interval*. *Own start* means relative to the level before the first dose \
                    of tofersen.\n"
        .to_owned();
    for (biomarker, rows) in all {
        write!(text, "\n## {biomarker}\n\n| who | when | relative to | role in the fit | reported | published model | fitted model | range of the fit |\n|---|---|---|---|---|---|---|---|\n").expect("a text");
        for Row { point, published, fitted, range: [low, high] } in rows {
            let relative = match point.relative {
                Relative::ToPlacebo => "placebo",
                Relative::ToBaseline => "baseline",
                _ => "own start",
            };
            let role = match point.role {
                PointRole::Fitted => "fitted",
                PointRole::Test => "test",
                PointRole::SamePeople => "same people",
                _ => "no interval",
            };
            let reported = reported(point);
            let (published, fitted) = (marked(point, *published), marked(point, *fitted));
            writeln!(
                text,
                "| {} | {} | {relative} | {role} | {reported} | {published} | {fitted} | {low:.2} to {high:.2} |",
                point.name, when(point)
            )
            .expect("a text");
        }
        text.push_str(&tested(rows));
    }
    text
}

/// How the points went that were kept apart.
fn tested(rows: &[Row]) -> String {
    let tests: Vec<&Row> = rows.iter().filter(|row| row.point.role == PointRole::Test).collect();
    let count = |inside: &dyn Fn(&Row) -> bool| tests.iter().filter(|row| inside(row)).count();
    let published = count(&|row| is_within(&row.point, row.published) == Some(true));
    let fitted = count(&|row| is_within(&row.point, row.fitted) == Some(true));
    let range = count(&|row| {
        let reported = row.point.reported.value();
        row.range[0] <= reported && reported <= row.range[1]
    });
    let naive = count(&|row| {
        let same =
            |other: &&Row| other.point.name == "early start" && other.point.at == row.point.at;
        let early = rows.iter().find(same).expect("an early start");
        is_within(&row.point, early.point.reported.value()) == Some(true)
    });
    format!(
        "\nOf the {} points held out as a test, the published model is inside the reported interval for {published}, and the \
         fitted model for {fitted}; {range} reported levels are inside the range of the fit. This is a weak test: without \
         any model, the level reported for the early start in the same week is inside the interval for {naive}. Only week 52 tests the \
         kinetics, since at weeks 104 and 148 both starts are at the same steady state, to which the early points were fitted.\n",
        tests.len()
    )
}

fn fitted() -> String {
    let mut text = "\nThe intervals are 95 % profile-likelihood intervals: at their ends the loss is higher by the misfit (loss divided \
                    by degrees of freedom, the dispersion) times 3.84, the 95 % chi-square quantile. A parameter whose interval ends \
                    at 100 % or 0.1 ng/mL is not identifiable on that side within the search range. The scaling is a convention: \
                    the dispersion is estimated from six degrees of freedom, and the misfit is not random error, since the \
                    levels of weeks 104 and 148 drift. The rows \"by F\" are wider: they use 5.99, the 95 % quantile of F(1, 6), \
                    instead of 3.84.\n\n| | Imax | IC50 | half-life | loss | misfit |\n\
                    |---|---|---|---|---|---|\n"
        .to_owned();
    for biomarker in Biomarker::ALL {
        let fit = Fit::new(*biomarker);
        let (imax, ic50, half_life) =
            (fit.imax_interval(), fit.ic50_interval(), fit.half_life_interval());
        writeln!(
            text,
            "| {biomarker} | {:.0} % ({:.0} to {:.0}) | {:.1} ng/mL ({:.1} to {:.1}) | {:.0} d ({:.0} to {:.0}) | {:.2} | {:.1} |",
            100.0 * fit.imax, 100.0 * imax.start(), 100.0 * imax.end(),
            fit.ic50, ic50.start(), ic50.end(),
            fit.half_life, half_life.start(), half_life.end(),
            fit.loss, fit.misfit,
        )
        .expect("a text");
        let of = |what| parsed(&reference(&[what, key(*biomarker)])[0]);
        let [imax, ic50, half_life] = ["imax by F", "ic50 by F", "half-life by F"].map(of);
        writeln!(
            text,
            "| by F | {:.0} to {:.0} % | {:.1} to {:.1} ng/mL | {:.0} to {:.0} d | | |",
            100.0 * imax[0],
            100.0 * imax[1],
            ic50[0],
            ic50[1],
            half_life[0],
            half_life[1],
        )
        .expect("a text");
    }
    text
}

fn assumptions() -> String {
    let mut text = "\nA lower loss is a better fit. Losses with another correlation, with fewer points or without the \
                    half-life prior are not comparable with the usual one.\n"
        .to_owned();
    for biomarker in Biomarker::ALL {
        write!(text, "\n## {biomarker}, by assumption\n\n| assumption | loss | Imax | IC50 | half-life | week 28 |\n|---|---|---|---|---|---|\n").expect("a text");
        for (name, assumptions) in other_assumptions(*biomarker) {
            let fit = Fit::with(&assumptions).expect("in range");
            let valor = fit.points.iter().find(|(point, _)| point.name.starts_with("VALOR"));
            let (_, week_28) = valor.expect("week 28 of VALOR");
            writeln!(
                text,
                "| {name} | {:.2} | {:.0} % | {:.1} ng/mL | {:.0} d | {week_28:.2} |",
                fit.loss,
                100.0 * fit.imax,
                fit.ic50,
                fit.half_life
            )
            .expect("a text");
        }
    }
    text
}

/// The reported ratio of the early to the delayed start, with its interval.
fn contrast(biomarker: Biomarker, week: u16) -> Option<(f64, [f64; 2])> {
    let (valor, extension) = (valor(), extension());
    let contrasts = valor.contrasts().iter().chain(extension.contrasts());
    let estimates = contrasts
        .filter(|contrast| {
            contrast.endpoint == biomarker.endpoint()
                && contrast.population == Population::IntentionToTreat
                && contrast.at == TimePoint::Week(week)
        })
        .filter_map(|contrast| contrast.estimate);
    let mut ratios = estimates.filter(|one| one.scale == ReportedScale::GeometricMeanRatio);
    ratios.find_map(|one| {
        let interval = one.interval?;
        Some((one.value.value(), [interval.low.value(), interval.high.value()]))
    })
}

fn starts(all: &[(Biomarker, Vec<Row>)]) -> String {
    let mut text =
        "\nRatios to the baseline of VALOR, and ratios of the early to the delayed start. Week 28 is the end of placebo for the \
         delayed start. Fewer participants remain later: 41 of 72 and 11 of 36 at week 148. Without drug every model has 1.00, so \
         that the early start is necessarily lower in week 28; this is not a finding. The reported neurofilament of the delayed \
         start in that week, 1.12, is higher than in the models, which have no growth on placebo. In both models the two starts \
         are equal within 24 weeks of tofersen because a half-life near 26 days is assumed. The last column, the range of the fit, \
         shows the ratio for other half-lives. Every reported interval from week 52 on includes 1. Both models underpredict the \
         delayed arm's neurofilament ratio at week 52. The models do not predict clinical function.\n\n\
         | | week | early: reported | published | fitted | delayed: reported | published | fitted | early over delayed: reported \
         | published | fitted | range |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n"
            .to_owned();
    let mut half_lives = String::new();
    for (biomarker, rows) in all {
        let region = Fit::new(*biomarker).region();
        half_lives += &of_half_lives(*biomarker, &region);
        for week in [28, 52, 76, 104, 148] {
            write!(text, "| {biomarker} | {week}").expect("a text");
            let of = |start: &str| {
                let is_of = |point: &Point| {
                    point.name == start
                        && point.at == Time::weeks(week)
                        && point.relative == Relative::ToBaseline
                };
                rows.iter().find(|row| is_of(&row.point)).expect("a point")
            };
            let [early, delayed] = [of("early start"), of("delayed start")];
            for Row { point, published, fitted, .. } in [early, delayed] {
                write!(text, " | {} | {published:.2} | {fitted:.2}", reported(point))
                    .expect("a text");
            }
            let found = contrast(*biomarker, u16::try_from(week).expect("a week"));
            let found = found.map_or_else(
                || format!("{:.2}", early.point.reported.value() / delayed.point.reported.value()),
                |(ratio, [low, high])| format!("{ratio:.2} ({low:.2} to {high:.2})"),
            );
            let published = early.published / delayed.published;
            let fitted = early.fitted / delayed.fitted;
            let [over, under] =
                [early, delayed].map(|Row { point, .. }| Design::new(&point.doses, &[point.at]));
            let range = &region.level_ratio_ranges(&over, &under).expect("intrathecal")[0];
            let (low, high) = (range.start(), range.end());
            writeln!(text, " | {found} | {published:.2} | {fitted:.2} | {low:.2} to {high:.2} |")
                .expect("a text");
        }
    }
    text + &half_lives
}

/// What the half-life does to the ratio of both starts in week 52.
fn of_half_lives(biomarker: Biomarker, region: &JointRegion) -> String {
    let at = [Time::weeks(52)];
    let [early, delayed] =
        [0, 196].map(|from| Design::new(&crate::tofersen::monthly(100, from, 364), &at));
    let usual = Fit::new(biomarker);
    let mut assumptions = usual.assumptions.clone();
    assumptions.half_life_error = f64::INFINITY;
    let free = Fit::with(&assumptions).expect("in range");
    let ratio = |fit: &Fit| {
        let inhibition = Inhibition::of_ic50(Concentration::ng_per_ml(fit.ic50).expect("in range"));
        let inhibition = inhibition.with_imax(fit.imax).expect("in range");
        let turnover = Turnover::of_protein(crate::half_life(fit.half_life)).expect("in range");
        let response = Response::new(inhibition, turnover);
        let csf = TofersenModel::fitted().csf().clone();
        let model = TofersenModel::new(csf, response, response).expect("by concentration");
        let level = |design| model.levels(biomarker, design).expect("tried doses")[0];
        level(&early) / level(&delayed)
    };
    let range = &region.level_ratio_ranges(&early, &delayed).expect("tried doses")[0];
    let interval = usual.half_life_interval();
    format!(
        "\n{biomarker} at week 52, early over delayed: {:.2} with the fitted half-life of {:.0} days (interval {:.0} to {:.0}), \
         {:.2} with the {:.0} days of the fit without the half-life prior (loss {:.2} instead of {:.2}), {:.2} to {:.2} over the joint \
         region.\n",
        ratio(&usual),
        usual.half_life,
        interval.start(),
        interval.end(),
        ratio(&free),
        free.half_life,
        free.loss,
        usual.loss,
        range.start(),
        range.end(),
    )
}

fn reported(point: &Point) -> String {
    match point.interval.map(|ends| ends.map(Ratio::value)) {
        Some([low, high]) => format!("{:.2} ({low:.2} to {high:.2})", point.reported.value()),
        None => format!("{:.2}", point.reported.value()),
    }
}
