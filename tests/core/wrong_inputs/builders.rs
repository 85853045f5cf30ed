//! Regimens, labels, trials and questions to them that are put together wrongly.

use aso_regimen::catalog;
use aso_regimen::dosing::missed_dose::{Action, Limit, Measure, TimeBand, TimeRule};
use aso_regimen::evidence::label::{Authority, LabelBuilder, LabelKey};
use aso_regimen::evidence::monitoring::{Monitoring, MonitoringAction, ValueBand, ValueLimit};
use aso_regimen::evidence::source::Status;
use aso_regimen::evidence::trial::{Registration, TrialBuilder, Visit};
use aso_regimen::{
    Arm, BodyWeight, Dose, Endpoint, Interval, Label, Mass, Phase, Regimen, Route, Source,
    StudyDay, Trial, Volume, Window,
};

use super::{Row, refused};
use crate::{date, regimen};

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = regimens();
    rows.extend(plans());
    rows.extend(labels());
    rows.extend(keys_and_questions());
    rows.extend(monitoring());
    rows.extend(trials());
    rows
}

fn dose() -> Dose {
    Dose::intrathecal(Mass::mg(100))
}

fn source() -> Source {
    Source::new("a made-up label", Status::LabelText)
}

fn regimens() -> Vec<Row> {
    let of = |phase: Phase| Regimen::builder().phase(phase).build();
    let by = |route: Route| of(Phase::single(Dose::new(Mass::mg(5), route)));
    vec![
        refused(
            "a dose of no volume",
            of(Phase::single(dose().in_volume(Volume::ZERO))),
            "the dose of phase 1 cannot be given: a volume of 0 mL, expected more than 0 mL",
        ),
        refused(
            "a route of a blank name",
            by(Route::Named(" ".into())),
            "the dose of phase 1 cannot be given: a route without a name, expected a name of a route such as \"intranasal\"",
        ),
        refused(
            "the route IT by its name",
            by(Route::Named("intrathecal".into())),
            "the dose of phase 1 cannot be given: the name belongs to the route IT, expected IT without quotes",
        ),
        refused(
            "a route with a tab",
            by(Route::Named("intra\tnasal".into())),
            "the dose of phase 1 cannot be given: the name of a route has '\\t' at character 6, expected a name of a route without quotes and control characters",
        ),
        refused(
            "maintenance, then loading",
            Regimen::builder()
                .maintenance(dose(), Interval::days(28))
                .loading(dose(), 3, Interval::days(14))
                .build(),
            "phase 2 cannot follow a phase without an end, expected an end of the phase before, such as x3",
        ),
        refused(
            "a first phase after a month",
            of(Phase::single(dose()).after(Interval::months(1))),
            "phase 1 begins after 1mo, but no dose comes before it, expected a first phase without a seam",
        ),
        refused(
            "windows wider than the interval",
            regimen("5 mg SC q7d").with_windows(Window::days(4, 4)),
            "the windows of dose 1 of phase 1 and dose 2 of phase 1 overlap: 4 days after the one and 4 days before the other when the doses are 7 days apart, expected windows of neighbouring doses that share no day",
        ),
    ]
}

fn plans() -> Vec<Row> {
    let by_weight = regimen("5 mg/kg IV q1w");
    let by_band = regimen("[<10 kg: 3 mg; <20 kg: 6 mg] SC q1mo");
    let first = date("2026-01-05");
    let skip = |time| TimeBand::new(Limit::below(Interval::days(time)), Action::Skip);
    vec![
        refused(
            "the total of doses by weight without a weight",
            by_weight.starting(first).total_through(date("2026-02-01"), None),
            "the amount depends on body weight and none is known, expected one such as 70 kg",
        ),
        refused(
            "a weight above the last band",
            by_band.phases()[0].dose().mass_for(BodyWeight::kg(70)),
            "70 kg is in no weight band, expected a body weight below 20 kg",
        ),
        refused(
            "a study day too far",
            StudyDay::new(-3_000_000_000),
            "study day -3000000000, expected one from -2147483648 to 2147483648",
        ),
        refused(
            "bands that fall",
            TimeRule::new(
                Measure::PastPlanned,
                vec![skip(7), skip(3), TimeBand::new(None, Action::Restart)],
            ),
            "band 2 ends below 3d and the one before below 7d, expected rising limits",
        ),
        refused(
            "bands that end",
            TimeRule::new(Measure::SinceLastDose, vec![skip(3), skip(7)]),
            "band 2, the last, ends below 7d, expected no limit; if the label says nothing of later times, add a band with the action `not-stated`",
        ),
    ]
}

fn label() -> LabelBuilder {
    Label::builder("Madeupza", Authority::Uk).substance("examplersen")
}

fn labels() -> Vec<Row> {
    use aso_regimen::evidence::label::LabelRegimen;
    let monthly = || regimen("5 mg SC q1mo");
    vec![
        refused(
            "a label without a regimen",
            label().source(source()).build(),
            "label Madeupza, UK: no regimen, expected at least one",
        ),
        refused(
            "a label without a source",
            label().regimen(monthly()).build(),
            "label Madeupza, UK: no source, expected at least one",
        ),
        refused(
            "a label without a substance",
            Label::builder("Madeupza", Authority::Uk).regimen(monthly()).source(source()).build(),
            "label Madeupza, UK: the substance is blank, expected its nonproprietary name",
        ),
        refused(
            "a label of a blank edition",
            label().edition(" ").build(),
            "the edition of \"Madeupza\" is \" \", expected a year, a month or a word without control characters, or none",
        ),
        refused(
            "a label of no product",
            Label::builder("", Authority::Uk).build(),
            "the product is \"\", expected a brand name without commas and control characters",
        ),
        refused(
            "two regimens without a name",
            label().regimen(monthly()).regimen(regimen("5 mg SC q2mo")).source(source()).build(),
            "label Madeupza, UK: two regimens are named \"\", expected different names",
        ),
        refused(
            "a regimen for nobody",
            label()
                .regimen(
                    LabelRegimen::named("children", monthly())
                        .from_weight(BodyWeight::kg(40))
                        .below_weight(BodyWeight::kg(10)),
                )
                .source(source())
                .build(),
            "label Madeupza, UK: regimen \"children\" (from 40 to below 10 kg) is for nobody, expected upper limits above the lower ones",
        ),
        refused(
            "monitoring that gives a regimen which is not there",
            label()
                .regimen(LabelRegimen::named("full dose", monthly()))
                .monitoring(Monitoring::new(
                    "platelets",
                    vec![ValueBand::new(MonitoringAction::regimen("half dose"))],
                    source(),
                ))
                .source(source())
                .build(),
            "label Madeupza, UK: monitoring of platelets names regimen \"half dose\", expected one of [\"full dose\"]",
        ),
    ]
}

fn keys_and_questions() -> Vec<Row> {
    vec![
        refused(
            "a product with a comma",
            LabelKey::new("A, B", Authority::Us, None),
            "the product is \"A, B\", expected a brand name without commas and control characters",
        ),
        refused(
            "an authority under another name",
            LabelKey::new("Qalsody", Authority::Named("Us".into()), None),
            "the authority is named \"Us\", expected that of US, which has a variant of its own",
        ),
        refused(
            "the label of two authorities",
            catalog::labels().named("tofersen").one(),
            "2 found for \"tofersen\", expected one of them: Qalsody (tofersen), US, 2023, as read on 2026-11-26; Qalsody (tofersen), EU, 2026-03, as read on 2026-11-26",
        ),
        refused(
            "a label that was never approved",
            catalog::labels().named("Qalsody").authority(Authority::Japan).one(),
            "nothing found for \"Qalsody\", Japan, expected one of: Qalsody (tofersen), US, 2023, as read on 2026-11-26; Qalsody (tofersen), EU, 2026-03, as read on 2026-11-26",
        ),
    ]
}

fn monitoring() -> Vec<Row> {
    let band = |limit: Option<&str>| {
        let mut band = ValueBand::new(MonitoringAction::Continue);
        band.limit = limit.map(|limit| ValueLimit::Below(limit.parse().expect("a number")));
        band
    };
    let of = |bands| Monitoring::new("platelets", bands, source());
    let platelets = || of(vec![band(Some("100")), band(None)]).expect("two bands");
    vec![
        refused(
            "monitoring without a band",
            of(vec![]),
            "no band of values, expected at least one",
        ),
        refused(
            "monitoring that ends",
            of(vec![band(Some("100")), band(Some("140"))]),
            "the last band of values, band 2, is below 140, expected no limit",
        ),
        refused(
            "a band after the last",
            of(vec![band(None), band(Some("100")), band(None)]),
            "band 1 of values has no limit, expected one because another band follows",
        ),
        refused(
            "bands that fall",
            of(vec![band(Some("140")), band(Some("100")), band(None)]),
            "band 2 of values is below 100, expected more than the band before, below 140",
        ),
        refused(
            "one limit in other digits",
            of(vec![band(Some("2")), band(Some("2.0")), band(None)]),
            "band 2 of values is below 2.0, expected more than the band before, below 2",
        ),
        refused(
            "a value below 0",
            platelets().applies_to(-1.0, ""),
            "the value is -1, expected a finite number of 0 or more",
        ),
        refused(
            "a value that is no number",
            platelets().applies_to(f64::NAN, ""),
            "the value is NaN, expected a finite number of 0 or more",
        ),
    ]
}

fn trials() -> Vec<Row> {
    let trial = || -> TrialBuilder { Trial::builder(Registration::None, "ATLAS", source()) };
    let arm = |name: &'static str| Arm::active(name, regimen("100 mg IT q28d"));
    let visit = |name: &'static str, day| Visit::new(name, StudyDay::from_offset(day));
    let built = |arm| trial().arm(arm).build().expect("a trial");
    let first = date("2026-01-05");
    let through = date("2026-06-01");
    vec![
        refused(
            "a trial without an arm",
            trial().build(),
            "a trial without an arm, expected at least one",
        ),
        refused(
            "two arms of one name",
            trial().arm(arm("tofersen")).arm(arm("tofersen")).build(),
            "two arms are named \"tofersen\", expected different names",
        ),
        refused(
            "an arm of nobody",
            trial().arm(arm("tofersen").with_allocation(0)).build(),
            "arm \"tofersen\" has an allocation of 0, expected at least 1",
        ),
        refused(
            "an arm that is not there",
            built(arm("tofersen")).arm("Tofersen"),
            "no arm is named \"Tofersen\", expected one of \"tofersen\"",
        ),
        refused(
            "the calendar of an arm in words",
            built(Arm::described("high dose", "60 mg or more")).calendar(
                "high dose",
                first,
                through,
            ),
            "the treatment of arm \"high dose\" is known only as \"60 mg or more\", expected a regimen",
        ),
        refused(
            "a registry with a colon",
            Trial::builder(
                Registration::Named { registry: "EU: CT".into(), number: "2023".into() },
                "ATLAS",
                source(),
            )
            .arm(arm("tofersen"))
            .build(),
            "the registration does not have the form of its registry: expected a number of that registry, found \"EU: CT: 2023\"",
        ),
        refused(
            "two visits at once",
            trial()
                .arm(arm("tofersen"))
                .visit(visit("week 4", 28).with_window(Window::days(7, 7)))
                .visit(visit("week 5", 35))
                .build(),
            "the windows of the visits \"week 4\" and \"week 5\" overlap, expected no day in common",
        ),
        refused(
            "a visit that overlaps itself",
            trial()
                .arm(arm("tofersen"))
                .visit(
                    visit("blood", 0)
                        .repeated_every(Interval::days(7))
                        .with_window(Window::days(4, 4))
                        .assessing(Endpoint::plasma_nfl()),
                )
                .build(),
            "the windows of the repeated visit \"blood\" overlap, expected no day in common",
        ),
    ]
}
