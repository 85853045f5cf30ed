//! The labels of the catalog, and the courses that follow them, by the vectors of their texts.

use std::collections::BTreeSet;

use aso_regimen::catalog::{self, LookupError, nusinersen};
use aso_regimen::chrono::{Days, Months, NaiveDate};
use aso_regimen::dosing::course::{NextDue, Recommendation, Switch, Timing, Unspecified};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::evidence::label::{Authority, LabelKey, LabelRegimen, Recipient};
use aso_regimen::evidence::monitoring::{Monitoring, MonitoringAction, Resume};
use aso_regimen::evidence::source::Status;
use aso_regimen::{BodyWeight, Course, Label, Mass, Regimen, Source};

use crate::{date, regimen};

fn label(substance: &str, authority: Authority) -> Label {
    let found = catalog::labels().named(substance).authority(authority);
    // Those of withdrawn products are in force nowhere.
    let in_force = found.clone().current(date("2026-11-26"));
    in_force.iter().chain(&found).next().expect(substance).clone()
}

fn day(offset: u64) -> NaiveDate {
    date("2026-01-05") + Days::new(offset)
}

/// A course of a label's first regimen from 5 January 2026 with doses on these days.
fn given(label: &Label, days: &[u64]) -> Course {
    let name = &label.regimens()[0].name;
    let mut course = label.course_named(name, day(0)).expect("its name");
    for &offset in days {
        course.give(day(offset)).expect("in order");
    }
    course
}

#[track_caller]
fn assert_forecast(course: &Course, expected: &[i64]) {
    let days = course.forecast().take(expected.len()).map(|dose| (dose.date() - day(0)).num_days());
    assert_eq!(days.collect::<Vec<_>>(), expected);
}

#[test]
fn at_least_twenty_substances_each_with_its_source() {
    let labels = catalog::labels();
    let substances: BTreeSet<&str> = labels.iter().map(Label::substance).collect();
    assert!(substances.len() >= 20, "{substances:?}");
    assert!(!labels.is_empty());
    assert!(catalog::labels().named("water").is_empty());
    for label in &labels {
        assert!(!label.sources().is_empty(), "{label}");
        assert!(!label.policy().to_string().is_empty());
        for named in label.regimens() {
            let text = named.regimen.to_string();
            assert_eq!(text.parse::<Regimen>().as_ref(), Ok(&named.regimen), "{label}");
        }
    }
    let names: Vec<String> = labels.iter().map(ToString::to_string).collect();
    let distinct: BTreeSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), names.len(), "each label has a name of its own");
}

/// 100 of the first 10,000 doses of each regimen of each label, by number and by walking.
#[test]
fn every_regimen_of_every_label_is_ordered_far_out() {
    for label in &catalog::labels() {
        for named in label.regimens() {
            let plan = named.regimen.starting(date("2026-01-31"));
            let dates: Vec<_> = plan.iter().take(10_000).collect();
            assert!(dates.windows(2).all(|pair| pair[0].date() < pair[1].date()), "{label}");
            for dose in dates.iter().step_by(100) {
                assert_eq!(plan.dose(dose.number()), Some(*dose));
                assert_eq!(plan.count_through(dose.date()), dose.number());
            }
        }
    }
}

#[test]
fn the_filters_narrow_the_catalog() {
    let labels = catalog::labels;
    assert_eq!(labels().named("nusinersen").len(), 11);
    assert_eq!(labels().named("nusinersen").current(date("2026-11-26")).len(), 4);
    assert_eq!(labels().named("nusinersen").authority(Authority::Us).len(), 6);
    assert_eq!(labels().named("Qalsody").len(), 2);
    assert!(labels().named("aspirin").is_empty());
    let several = labels().named("nusinersen").filter(|label| label.regimens().len() > 3);
    assert_eq!(several.one().map(Label::authority), Ok(&Authority::Japan));
}

#[test]
fn names_are_found_in_any_letters() {
    let labels = catalog::labels;
    for name in ["tofersen", "Tofersen", "TOFERSEN", "QALSODY", "qalsody"] {
        assert_eq!(labels().named(name).len(), 2, "{name}");
    }
    assert_eq!(catalog::trials().named("endear").len(), 1);
    assert_eq!(catalog::trials().named("NCT02623699").len(), 2);
    // By the drug, of which there need not be a label.
    for (name, trials) in [
        ("tofersen", 4),
        ("QALSODY", 4),
        ("Spinraza", 3),
        ("Wainua", 1),
        ("tominersen", 2),
        ("pelacarsen", 1),
        ("inclisiran", 0),
        ("placebo", 0),
    ] {
        assert_eq!(catalog::trials().named(name).len(), trials, "{name}");
    }
    for name in ["VALOR (part C)", "valor"] {
        let trial = catalog::trials().named(name).one().expect(name);
        assert_eq!(trial.title(), "VALOR (part C)");
    }
    // The same labels each time, made once.
    let first = |labels: catalog::Labels<'static>| labels.iter().next().expect("one");
    assert!(std::ptr::eq(first(labels()), first(labels())));
}

#[test]
fn one_refuses_none_and_two_and_lists_what_there_is() {
    let tofersen = || catalog::labels().named("tofersen");
    let label = tofersen().authority(Authority::Us).one().expect("one");
    assert_eq!(label.to_string(), "Qalsody (tofersen), US, 2023, as read on 2026-11-26");
    let refused = |labels: catalog::Labels<'_>| {
        let error = labels.one().expect_err("not one");
        assert_eq!(format!("{error:?}"), error.to_string());
        error.to_string()
    };
    assert_eq!(
        refused(tofersen().authority(Authority::Japan)),
        "nothing found for \"tofersen\", Japan, expected one of: Qalsody (tofersen), US, 2023, as read on \
         2026-11-26; Qalsody (tofersen), EU, 2026-03, as read on 2026-11-26"
    );
    assert_eq!(
        refused(tofersen().authority(Authority::Japan).current(date("2026-11-26"))),
        refused(tofersen().authority(Authority::Japan)),
        "the part of the question that nothing answers"
    );
    assert_eq!(
        refused(tofersen().current(date("2026-11-26"))),
        "2 found for \"tofersen\", labels in force on 2026-11-26, expected one of them: Qalsody (tofersen), US, 2023, \
         as read on 2026-11-26; Qalsody (tofersen), EU, 2026-03, as read on 2026-11-26"
    );
    let none = refused(catalog::labels().named("tofersin"));
    assert!(
        none.starts_with(
            "nothing found for \"tofersin\", expected one of: Izervay (avacincaptad pegol); Amondys 45 (casimersen); "
        ),
        "{none}"
    );
    assert_eq!(none.matches("Spinraza (nusinersen)").count(), 1, "{none}");
    let all = refused(catalog::labels());
    let start = format!("{} found for any name, expected one of them: ", catalog::labels().len());
    assert!(all.starts_with(&start), "{all}");
    let trial = catalog::trials().named("NCT02623699").one().expect_err("two");
    assert_eq!(
        trial.to_string(),
        "2 found for \"NCT02623699\", expected one of them: Tofersen phase 1/2, single and multiple \
         ascending doses (parts A and B), NCT02623699; VALOR (part C), NCT02623699"
    );
}

#[test]
fn every_label_has_a_key_of_its_own() {
    let keys: Vec<String> = catalog::labels().iter().map(|label| label.key().to_string()).collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    for (key, label) in keys.iter().zip(&catalog::labels()) {
        let read: LabelKey = key.parse().expect(key);
        assert_eq!(read, label.key());
        assert_eq!(catalog::labels().key(&read).one(), Ok(label));
    }
    assert!(keys.contains(&"Amondys 45, US, 2024-07".to_owned()));
    assert!(keys.contains(&"Spinraza, EU, 12 mg with bands".to_owned()));
    for (text, expected) in [
        ("", "expected product, authority and edition such as \"Qalsody, US, 2023\", found \"\""),
        (
            "Qalsody",
            "expected product, authority and edition such as \"Qalsody, US, 2023\", found \"Qalsody\"",
        ),
        (
            ", US",
            "the product is \"\", expected a brand name without commas and control characters",
        ),
        (
            "Qalsody, ",
            "the authority is \"\", expected a name without commas and control characters",
        ),
        (
            "Qalsody, US, ",
            "the edition of \"Qalsody\" is \"\", expected a year, a month or a word without control characters, or none",
        ),
    ] {
        let error = text.parse::<LabelKey>().expect_err(text);
        assert_eq!(error.to_string(), expected);
    }
}

/// The texts of each label are its own: day 58 in the US, day 63 in the EU.
#[test]
fn authorities_and_editions_differ() {
    let fourth = |regimen: Regimen| {
        regimen.starting(date("2025-01-06")).dose(4).map(|dose| dose.day_offset())
    };
    assert_eq!(fourth(nusinersen::us_12_mg()), Some(58));
    assert_eq!(fourth(nusinersen::eu_12_mg()), Some(63));
    let us = catalog::labels().named("nusinersen").authority(Authority::Us);
    let policies: Vec<&MissedDosePolicy> = us.iter().map(Label::policy).collect();
    assert_eq!(policies[0], policies[2], "bands since February 2023");
    assert_ne!(policies[2], policies[3]);
    let donidalorsen =
        |authority| label("donidalorsen", authority).regimens()[0].regimen.to_string();
    assert_eq!(donidalorsen(Authority::Us), "80 mg SC q28d");
    assert_eq!(donidalorsen(Authority::Eu), "80 mg SC q1mo");
}

#[test]
fn policies_read_like_labels() {
    for (substance, authority, words) in [
        (
            "tofersen",
            Authority::Eu,
            "any dose: give it as soon as possible and count later doses from that day",
        ),
        (
            "inotersen",
            Authority::Us,
            "any dose: 2 days or less to the next planned dose: skip it and wait for the next planned dose; more than 2 days: give it as soon as possible and keep the planned dates of later doses",
        ),
        (
            "mipomersen",
            Authority::Us,
            "any dose: less than 3 days to the next planned dose: skip it and wait for the next planned dose; 3 days or more: give it as soon as possible and keep the planned dates of later doses",
        ),
        (
            "patisiran",
            Authority::Us,
            "any dose: 3 days or less after the planned date: give it as soon as possible and keep the planned dates of later doses; more than 3 days: give it as soon as possible and count later doses from that day",
        ),
        (
            "inclisiran",
            Authority::Eu,
            "any dose: less than 3 months after the planned date: give it as soon as possible and keep the planned dates of later doses; exactly 3 months: the label does not say what to do; more than 3 months: begin the regimen anew",
        ),
        (
            "nusinersen",
            Authority::Us,
            "dose 1: give it as soon as possible and count later doses from that day\nother loading dose: give it as soon as possible and count later doses from that day\nother maintenance dose: less than 8 months since the last dose: give it as soon as possible and keep the planned dates of later doses if the next is at least 14 days away; from 8 to below 16 months: give it as soon as possible, then 1 additional dose 14 days after it, and count later doses from the last of these; from 16 to below 40 months: give it as soon as possible, then 2 additional doses, the first 14 days after it and then 14 days apart, and count later doses from the last of these; 40 months or more: begin the regimen anew",
        ),
        ("imetelstat", Authority::Us, "any dose: the label does not say what to do"),
        (
            "viltolarsen",
            Authority::Us,
            "any dose: give it as soon as possible; the label does not say when the next dose is",
        ),
    ] {
        assert_eq!(label(substance, authority).policy().to_string(), words);
    }
}

/// Qalsody, both labels: loading 2 on day 20; loading 3 on day 40; maintenance due on day 56 on day 70.
#[test]
fn tofersen_vectors() {
    for authority in [Authority::Us, Authority::Eu] {
        let tofersen = label("tofersen", authority);
        assert_forecast(&given(&tofersen, &[]), &[0, 14, 28, 56, 84, 112, 140, 168]);
        assert_forecast(&given(&tofersen, &[0, 20]), &[34, 62, 90]);
        assert_forecast(&given(&tofersen, &[0, 14, 40]), &[68, 96]);
        assert_forecast(&given(&tofersen, &[0, 14, 28, 70]), &[98, 126]);
        assert_forecast(&given(&tofersen, &[0, 14, 28, 56, 449]), &[477, 505]);
    }
}

/// Spinraza: dates of loading and maintenance from 6 January 2025, US and EU.
#[test]
fn nusinersen_vectors() {
    for (authority, expected) in [
        (Authority::Us, ["2025-03-05", "2025-07-05", "2025-11-05", "2026-03-05"]),
        (Authority::Eu, ["2025-03-10", "2025-07-10", "2025-11-10", "2026-03-10"]),
    ] {
        let course = label("nusinersen", authority)
            .course_named("low dose", date("2025-01-06"))
            .expect("its name");
        let dates: Vec<_> = course.forecast().skip(3).take(4).map(|dose| dose.date()).collect();
        assert_eq!(dates, expected.map(date));
    }
}

/// Spinraza US, section 2.1: a patient comes back 9, 20 and 41 months after the fifth dose.
#[test]
fn nusinersen_after_a_long_absence() {
    let nusinersen = label("nusinersen", Authority::Us);
    let mut course = nusinersen.course_named("low dose", date("2022-01-05")).expect("its name");
    let planned: Vec<_> = course.forecast().take(5).map(|dose| dose.date()).collect();
    for day in planned {
        course.give(day).expect("on plan");
    }
    let then = |today: &str| -> Vec<(Option<u32>, NaiveDate)> {
        let advice = course.advise(date(today)).expect("in order");
        advice.following().take(3).map(|dose| (dose.number(), dose.date())).collect()
    };
    // The fifth dose was on 4 July 2022.
    assert_eq!(
        then("2023-04-04"),
        [(None, date("2023-04-18")), (Some(7), date("2023-08-18")), (Some(8), date("2023-12-18"))]
    );
    assert_eq!(
        then("2024-03-04"),
        [(None, date("2024-03-18")), (None, date("2024-04-01")), (Some(7), date("2024-08-01"))]
    );
    assert_eq!(
        then("2025-12-04"),
        [
            (Some(2), date("2025-12-18")),
            (Some(3), date("2026-01-01")),
            (Some(4), date("2026-01-31"))
        ]
    );
    assert_eq!(
        course.advise(date("2025-12-04")).expect("in order").recommendation(),
        Recommendation::Restart
    );
}

/// Biogen, 12 January 2026: one 50 mg dose in place of the next 12 mg dose, then 28 mg every 4 months.
#[test]
fn nusinersen_from_12_mg_to_the_high_dose() {
    let mut course = label("nusinersen", Authority::Eu)
        .course_named("low dose", date("2025-01-06"))
        .expect("its name");
    let planned: Vec<_> = course.forecast().take(6).map(|dose| dose.date()).collect();
    for day in planned {
        course.give(day).expect("on plan");
    }
    let switch = Switch::to(nusinersen::switch_to_high_dose(), MissedDosePolicy::not_stated());
    course.switch(date("2025-12-01"), switch, "the higher dose").expect("a dose is planned");
    let plan: Vec<_> = course
        .forecast()
        .take(3)
        .map(|dose| (dose.dose().mass_for(None).ok(), dose.date()))
        .collect();
    assert_eq!(
        plan,
        [
            (Some(Mass::mg(50)), date("2026-03-10")),
            (Some(Mass::mg(28)), date("2026-07-10")),
            (Some(Mass::mg(28)), date("2026-11-10")),
        ]
    );
}

/// US label, 2.5, and SmPC, 4.2: the 50 mg dose "at least 4 months (plus or minus 14 days)" after the last 12 mg dose, then
/// 28 mg every 4 months. In Japan (7.2) it is 4 months, and no window is named.
#[test]
fn nusinersen_has_a_window_for_the_change_of_dose() {
    for authority in [Authority::Us, Authority::Eu] {
        let spinraza = label("nusinersen", authority);
        let low = spinraza.course_named("low dose", date("2025-01-06")).expect("its name");
        let named = |regimen: &&LabelRegimen| regimen.name.contains("change");
        let high = spinraza.regimens().iter().find(named).expect("its name");
        let changed = |on: &str| {
            let mut course = low.clone();
            let planned: Vec<_> = low.forecast().take(5).map(|dose| dose.date()).collect();
            for day in planned {
                course.give(day).expect("on plan");
            }
            let due = course.next_due().dose().expect("maintenance").date();
            let policy = spinraza.policy_of(high).clone();
            let switch = Switch::to(high.regimen.clone(), policy);
            course.switch(date(on), switch, "the higher dose").expect("a dose is planned");
            (course, due)
        };
        let (course, due) = changed("2025-09-01");
        let [early, late] = [due - Days::new(14), due + Days::new(14)];
        assert_eq!(course.next_due().dose().and_then(|dose| dose.window()), Some(early..=late));
        for given in [early, due, late] {
            let mut course = course.clone();
            assert_eq!(course.give(given).expect("due").timing(), Some(Timing::OnTime));
            let next = course.next_due().dose().expect("28 mg");
            assert_eq!(next.date(), given + Months::new(4));
            assert_eq!(next.mass(), Ok(Mass::mg(28)));
        }
        let wait = course.advise(early - Days::new(1)).expect("due").recommendation();
        assert_eq!(wait, Recommendation::Wait(early));
        let silent = course.advise(late + Days::new(1)).expect("due").recommendation();
        assert_eq!(silent, Recommendation::NotStated(Unspecified::NotStated));
        // It was overdue when the change was decided, so that it is due from then on.
        let (course, due) = changed("2026-04-20");
        assert!(due < date("2026-04-20"));
        let dose = course.next_due().dose().expect("50 mg");
        assert_eq!((dose.planned(), dose.mass()), (date("2026-04-20"), Ok(Mass::mg(50))));
    }
    let japan = catalog::labels().named("nusinersen").authority(Authority::Japan);
    let regimens = japan.iter().flat_map(Label::regimens);
    let changes: Vec<_> = regimens.filter(|regimen| regimen.name.contains("change")).collect();
    assert!(!changes.is_empty());
    assert!(changes.iter().all(|change| !change.regimen.to_string().contains("window")));
}

/// Leqvio: months 0, 3, 9, 15 and 21.
#[test]
fn inclisiran_vectors() {
    let course =
        label("inclisiran", Authority::Eu).course(date("2026-01-15")).expect("one regimen");
    let dates: Vec<_> = course.forecast().take(5).map(|dose| dose.date()).collect();
    assert_eq!(
        dates,
        ["2026-01-15", "2026-04-15", "2026-10-15", "2027-04-15", "2027-10-15"].map(date)
    );
    let mut late = course.clone();
    late.give(date("2026-01-15")).expect("on plan");
    late.give(date("2026-07-15")).expect("three months late");
    assert_eq!(late.next_due(), NextDue::Unspecified(Unspecified::NotStated));
}

/// Onpattro: within 3 days the schedule is kept. Tegsedi, Kynamro: skipped 2 days, and less than 3 days,
/// before the next dose. Waylivra: skipped when noticed after 48 hours.
#[test]
fn weekly_and_three_weekly_vectors() {
    let patisiran = label("patisiran", Authority::Us);
    assert_forecast(&given(&patisiran, &[0, 24]), &[42, 63]);
    assert_forecast(&given(&patisiran, &[0, 25]), &[46, 67]);
    let advised = |substance, authority, today| {
        let course = given(&label(substance, authority), &[0]);
        course.advise(day(today)).expect("in order").recommendation()
    };
    for (today, inotersen, mipomersen) in [
        (10, Recommendation::Give, Recommendation::Give),
        (11, Recommendation::Give, Recommendation::Give),
        (12, Recommendation::Skip, Recommendation::Skip),
        (13, Recommendation::Skip, Recommendation::Skip),
    ] {
        assert_eq!(advised("inotersen", Authority::Us, today), inotersen, "day {today}");
        assert_eq!(advised("mipomersen", Authority::Us, today), mipomersen, "day {today}");
    }
    assert_eq!(advised("volanesorsen", Authority::Eu, 9), Recommendation::Give);
    assert_eq!(advised("volanesorsen", Authority::Eu, 10), Recommendation::Skip);
}

#[test]
fn exon_skippers_leave_the_next_date_open() {
    for substance in ["eteplirsen", "golodirsen", "casimersen", "viltolarsen"] {
        let course = given(&label(substance, Authority::Us), &[0, 8]);
        assert_eq!(
            course.next_due(),
            NextDue::Unspecified(Unspecified::NextNotStated),
            "{substance}"
        );
    }
}

/// Monthly and quarterly labels count from the most recent dose.
#[test]
fn most_labels_count_from_the_last_dose() {
    for (substance, next) in [
        ("eplontersen", "2026-03-10"),
        ("olezarsen", "2026-03-10"),
        ("givosiran", "2026-03-10"),
        ("vutrisiran", "2026-07-10"),
    ] {
        let label = label(substance, Authority::Us);
        let name = &label.regimens()[0].name;
        let mut course = label.course_named(name, date("2026-01-05")).expect("its name");
        course.give(date("2026-01-05")).expect("on plan");
        let late = if substance == "vutrisiran" { "2026-04-10" } else { "2026-02-10" };
        course.give(date(late)).expect("late");
        assert_eq!(
            course.forecast().next().map(|dose| dose.date()),
            Some(date(next)),
            "{substance}"
        );
    }
}

/// Three regimens of Oxlumo: without a name or a weight there is no course, since the first one would be twice the
/// loading dose of an adult.
#[test]
fn a_course_of_one_of_several_regimens_says_which() {
    let oxlumo = label("lumasiran", Authority::Us);
    let all = "\"below 10 kg\" (below 10 kg), \"from 10 to below 20 kg\" (from 10 to below 20 kg), \
               \"from 20 kg\" (from 20 kg)";
    let error = oxlumo.course(day(0)).expect_err("three regimens");
    assert_eq!(
        error.to_string(),
        format!(
            "label Oxlumo, US, 2025-04: expected one regimen for everybody, found {all}; choose one with `course_named` or \
             `course_for`"
        )
    );
    let adult = oxlumo.course_for(BodyWeight::kg(70), day(0)).expect("from 20 kg");
    assert_eq!(adult.regimen().to_string(), "3 mg/kg SC q1mo x3, then after 1mo q3mo");
    assert_eq!(adult.policy(), oxlumo.policy());
    assert_eq!(adult.label(), Some(&oxlumo.key()));
    assert_eq!(oxlumo.course_named("from 20 kg", day(0)), Ok(adult));
    let infant = oxlumo.course_for(BodyWeight::grams(9_999), day(0)).expect("below 10 kg");
    assert_eq!(infant.regimen(), &oxlumo.regimens()[0].regimen);
    let error = oxlumo.course_named("adults", day(0)).expect_err("no such name");
    assert_eq!(
        error.to_string(),
        format!(
            "label Oxlumo, US, 2025-04: expected the name of a regimen, one of {all}, found \"adults\""
        )
    );
    // Age decides, which a weight does not tell.
    let error = label("nedosiran", Authority::Us)
        .course_for(BodyWeight::kg(70), day(0))
        .expect_err("two regimens");
    assert_eq!(
        error.to_string(),
        "label Rivfloza, US, 2025-03: expected one regimen for 70 kg, found \"12 years and older\" (from 12 years of \
         age), \"2 to 11 years\" (below 12 years of age); choose one with `course_named`, or say what they depend on"
    );
}

/// A label with a single regimen gives it to everybody, unless that has a limit of weight.
#[test]
fn a_course_of_the_only_regimen() {
    let built = |regimen: LabelRegimen| {
        let source = Source::new("Madeupza product information", Status::LabelText);
        let label = Label::builder("Madeupza", Authority::Uk).substance("examplersen");
        label.regimen(regimen).source(source).build().expect("a label")
    };
    let regimen: Regimen = "30 mg IT q3mo".parse().expect("a regimen");
    let label = built(regimen.clone().into());
    let course = label.course(day(0)).expect("one regimen");
    assert_eq!((course.regimen(), course.label()), (&regimen, Some(&label.key())));
    assert_eq!(label.course_for(BodyWeight::kg(70), day(0)), Ok(course.clone()));
    assert_eq!(label.course_named("", day(0)), Ok(course));

    let limited = LabelRegimen::from(regimen);
    for (limited, described) in [
        (limited.clone().from_weight(BodyWeight::kg(80)), "\"\" (from 80 kg)"),
        (limited.below_weight(BodyWeight::kg(30)), "\"\" (below 30 kg)"),
    ] {
        let label = built(limited);
        let error = label.course(day(0)).expect_err("not for every weight");
        assert_eq!(
            error.to_string(),
            format!(
                "label Madeupza, UK: expected one regimen for everybody, found {described}; choose one with \
                 `course_named` or `course_for`"
            )
        );
        let error = label.course_for(BodyWeight::kg(70), day(0)).expect_err("not for 70 kg");
        assert_eq!(
            error.to_string(),
            format!(
                "label Madeupza, UK: expected one regimen for 70 kg, found none; there are {described}"
            )
        );
        // It may be the one, and whether it is nobody told.
        let error = label.course_for(Recipient::new(), day(0)).expect_err("of unknown weight");
        let how = "choose one with `course_named`, or say what they depend on";
        assert!(error.to_string().ends_with(&format!("found {described}; {how}")), "{error}");
    }
}

/// Each set of rules stands once, with the names of its regimens in their order.
#[test]
fn rules_for_missed_doses_by_regimen() {
    let named =
        |name: &'static str| LabelRegimen::named(name, "30 mg IT q3mo".parse().expect("one"));
    let own = MissedDosePolicy::always(Action::Skip);
    let source = Source::new("Madeupza product information", Status::LabelText);
    let label = Label::builder("Madeupza", Authority::Uk)
        .substance("examplersen")
        .regimen(named("low").below_weight(BodyWeight::kg(30)))
        .regimen(
            named("middle")
                .from_weight(BodyWeight::kg(30))
                .below_weight(BodyWeight::kg(60))
                .with_policy(own.clone()),
        )
        .regimen(named("high").from_weight(BodyWeight::kg(60)))
        .source(source)
        .build()
        .expect("a label");
    let of_label = MissedDosePolicy::not_read();
    assert_eq!(label.policies(), [(vec!["low", "high"], &of_label), (vec!["middle"], &own)]);
}

/// Patisiran, lumasiran and nedosiran by weight.
#[test]
fn amounts_by_weight() {
    let first = |regimen: &Regimen, weight: &str| {
        let weight: BodyWeight = weight.parse().expect("a weight");
        regimen.phases()[0].dose().mass_for(weight).expect("an amount").to_string()
    };
    let patisiran = label("patisiran", Authority::Us);
    for (weight, mass) in [("120 kg", "30 mg"), ("100 kg", "30 mg"), ("99.9 kg", "29.97 mg")] {
        assert_eq!(first(patisiran.regimen().expect("one regimen"), weight), mass);
    }
    let lumasiran = label("lumasiran", Authority::Us);
    for (weight, mass) in [("9.9 kg", "59.4 mg"), ("10 kg", "60 mg"), ("20 kg", "60 mg")] {
        let weight_of: BodyWeight = weight.parse().expect("a weight");
        let named = lumasiran.regimen_for(weight_of, day(0)).expect("of this weight");
        assert_eq!(first(&named.regimen, weight), mass);
    }
    let suits = |weight: &str| -> Vec<bool> {
        let person = Recipient::weighing(weight.parse().expect("a weight"));
        let all = lumasiran.regimens().iter();
        all.map(|named| named.suits(&person, day(0)).expect("weight is all")).collect()
    };
    assert_eq!(suits("9.9 kg"), [true, false, false]);
    assert_eq!(suits("10 kg"), [false, true, false]);
    assert_eq!(suits("20 kg"), [false, false, true]);
    let nedosiran = label("nedosiran", Authority::Us);
    let child = &nedosiran.regimens()[1].regimen;
    for (weight, mass) in [("30 kg", "99 mg"), ("49.9 kg", "128 mg"), ("50 kg", "160 mg")] {
        assert_eq!(first(child, weight), mass);
    }
}

#[test]
fn monitoring_answers_at_each_limit_and_beside_it() {
    let said = |substance: &str, authority, which: usize, value: f64| {
        let label = label(substance, authority);
        let band = label.monitoring()[which]
            .applies_to(value, label.monitoring()[which].unit())
            .expect("a value");
        band.action.to_string()
    };
    let few = "give the regimen \"platelets from 75 to below 100 x10^9/L\"";
    let pause = "pause until 3 successive values of platelets in 10^9/L are above 100, then give the regimen \"platelets from 75 to below 100 x10^9/L\"";
    for (value, expected) in [
        (0.0, "stop"),
        (24.9, "stop"),
        (25.0, pause),
        (74.9, pause),
        (75.0, few),
        (99.9, few),
        (100.0, "the label does not say what to do"),
        (100.1, "go on"),
    ] {
        assert_eq!(said("inotersen", Authority::Eu, 0, value), expected, "{value}");
    }
    assert_eq!(said("inotersen", Authority::Us, 1, 999.9), "go on");
    assert_eq!(
        said("inotersen", Authority::Us, 1, 1000.0),
        "pause until urine protein to creatinine ratio in mg/g is below 1000, or the cause is corrected, then go on"
    );
    assert_eq!(said("volanesorsen", Authority::Eu, 0, 49.0), "stop");
    assert_eq!(said("volanesorsen", Authority::Eu, 0, 140.0), "go on");
    assert_eq!(said("imetelstat", Authority::Us, 0, 1.0), "go on");
    assert_eq!(said("fitusiran", Authority::Us, 0, 35.0), "go on");
    // Every regimen that a response names is one of the label's.
    for label in &catalog::labels() {
        let names: Vec<&str> = label.regimens().iter().map(|named| named.name.as_ref()).collect();
        for band in label.monitoring().iter().flat_map(Monitoring::bands) {
            let given = match &band.action {
                MonitoringAction::Regimen { name, .. }
                | MonitoringAction::Pause { resume: Resume::Regimen(name), .. } => Some(name),
                _ => None,
            };
            assert!(given.is_none_or(|name| names.contains(&name.as_ref())), "{label}: {given:?}");
        }
    }
}

/// What is in force on 26 November 2026, product by product, with its edition where that is known. A new product needs no
/// row before it has a second edition.
#[test]
fn one_edition_of_each_product_is_in_force() {
    let in_force = |day: &str| -> Vec<String> {
        let labels = catalog::labels().current(date(day));
        labels.iter().map(|label| label.key().to_string()).collect()
    };
    let expected = [
        "Izervay, US, 2025-02",
        "Amondys 45, US, 2024-07",
        "Dawnzera, US, 2025-08",
        "Dawnzera, EU, 2026-01",
        "Wainua, US, 2024-09",
        "Wainzua, UK, 2024-12-11",
        "Wainzua, Switzerland",
        "Wainzua, EU",
        "Exondys 51, US, 2022-01",
        "Qfitlia, US, 2025-09",
        "Givlaari, US, 2025-09",
        "Givlaari, EU, 2020",
        "Givlaari, UK, 2024-09-20",
        "Vyondys 53, US, 2024-06",
        "Rytelo, US, 2026-04-22",
        "Leqvio, US, 2026-02",
        "Leqvio, EU, 2021",
        "Leqvio, Switzerland",
        "Tegsedi, US, 2024-01",
        "Tegsedi, EU, 2023-03-24, renewal",
        "Oxlumo, US, 2025-04",
        "Oxlumo, EU, 2020",
        "Rivfloza, US, 2025-03",
        "Spinraza, US, 2026-03-30",
        "Spinraza, EU, 2026-01",
        "Spinraza, Japan, 2025-11",
        "Spinraza, Switzerland, 2022-11-17, in part",
        "Tryngolza, US, 2026-06-24",
        "Tryngolza, EU, 2025-11-06",
        "Onpattro, US, 2025-09",
        "Onpattro, EU, 2023",
        "Onpattro, UK, 2023-09-14",
        "Redemplo, US, 2025-11",
        "Qalsody, US, 2023",
        "Qalsody, EU, 2026-03",
        "Viltepso, US, 2021-03",
        "Viltepso, Japan",
        "Waylivra, EU, 2025-04-04, renewal",
        "Waylivra, UK",
        "Amvuttra, US, 2025-03",
        "Amvuttra, EU, with cardiomyopathy",
    ];
    let product = |key: &str| key.split(',').next().map(str::to_owned);
    let listed: Vec<_> = expected.iter().map(|key| product(key)).collect();
    let mut found = in_force("2026-11-26");
    found.retain(|key| listed.contains(&product(key)));
    assert_eq!(found, expected);

    // Of two editions of one product and authority one follows the other, or one is known to be replaced.
    let labels: Vec<&Label> = catalog::labels().into_iter().collect();
    for (index, one) in labels.iter().enumerate() {
        for other in &labels[..index] {
            if (one.product(), one.authority()) == (other.product(), other.authority()) {
                let orders = [one.supersedes(other), other.supersedes(one)];
                let replaced = one.is_superseded() || other.is_superseded();
                assert!(
                    orders.contains(&true) != replaced && orders != [true, true],
                    "{one}; {other}"
                );
            }
        }
    }
    // Nusinersen in the United States, edition by edition.
    for (day, edition) in [
        ("2016-11-30", None),
        ("2016-12-30", None),
        ("2016-12-31", Some("2016-12")),
        ("2018-09-30", Some("2016-12")),
        ("2018-10-30", None),
        ("2018-10-31", Some("2018-10")),
        ("2020-06-16", Some("2018-10")),
        ("2020-06-17", Some("2020-06-17")),
        ("2023-02-21", Some("2023-02-21")),
        ("2024-04-12", Some("2024-04-12")),
        ("2026-03-29", Some("2024-04-12")),
        ("2026-03-30", Some("2026-03-30")),
    ] {
        let us = catalog::labels().named("Spinraza").authority(Authority::Us);
        let editions: Vec<_> = us.current(date(day)).iter().filter_map(Label::edition).collect();
        assert_eq!(editions, Vec::from_iter(edition), "{day}");
    }
    let label = catalog::labels().named("Spinraza").current(date("2026-11-26"));
    let label = label.authority(Authority::Us).one().expect("one");
    assert_eq!(label.to_string(), "Spinraza (nusinersen), US, 2026-03-30, as read on 2026-11-26");
}

/// Each label before, in and from its edition. On each of these days each product and authority has a label in force, or
/// it is not known, or all its labels were withdrawn by the day they were read.
#[test]
fn each_label_is_in_force_from_its_edition_on() {
    let read = date("2026-11-26");
    let labels: Vec<&Label> = catalog::labels().into_iter().collect();
    let holds = |found: &catalog::Labels<'_>, label: &Label| {
        found.iter().any(|other| other.key() == label.key())
    };
    let mut days = vec![date("1990-01-01"), read.pred_opt().expect("a day"), read];
    for label in labels.iter().filter(|label| !label.is_superseded()) {
        let Some(edition) = label.edition_date() else {
            assert!(holds(&catalog::labels().current(read), label), "{label}");
            continue;
        };
        let (first, last) = (edition.first_day(), edition.last_day());
        let before = first.pred_opt().expect("a day");
        for (day, expected) in [(before, false), (first, first == last), (last, true)] {
            assert_eq!(holds(&catalog::labels().current(day), label), expected, "{label} on {day}");
        }
        days.extend([before, first, last]);
    }
    for day in days {
        let (current, not_known) =
            (catalog::labels().current(day), catalog::labels().not_known(day));
        for label in &labels {
            let same = |other: &&Label| {
                (other.product(), other.authority()) == (label.product(), label.authority())
            };
            let in_force = current.iter().filter(same).count();
            let unclear = not_known.iter().filter(same).count();
            let mut all = labels.iter().copied().filter(same);
            let is_withdrawn = day >= read && all.all(Label::is_superseded);
            assert!(
                in_force < 2 && (in_force == 1) != (unclear > 0 || is_withdrawn),
                "{label} on {day}"
            );
        }
    }
}

/// The dates of the sections on dosing by the files of the labels (SPL); approval of 50 mg olezarsen on 24 June 2026. "Not
/// known" is not "nothing found".
#[test]
fn what_was_in_force_is_found_or_not_known() {
    let on = |day: &str, name: &str, authority: Authority| {
        let found = catalog::labels().named(name).authority(authority).current(date(day)).one();
        found.map(|label| label.edition().unwrap_or_default().to_owned())
    };
    let us = Authority::Us;
    for (name, day, edition) in [
        ("casimersen", "2025-12-01", "2024-07"),
        ("eplontersen", "2025-12-01", "2024-09"),
        ("avacincaptad pegol", "2025-12-01", "2025-02"),
        ("golodirsen", "2024-06-30", "2024-06"),
        ("eteplirsen", "2025-06-01", "2022-01"),
        ("viltolarsen", "2025-06-01", "2021-03"),
        ("donidalorsen", "2025-08-31", "2025-08"),
        ("inotersen", "2024-01-31", "2024-01"),
        ("olezarsen", "2026-06-23", "2024-12"),
        ("olezarsen", "2026-06-24", "2026-06-24"),
        ("olezarsen", "2026-06-28", "2026-06-24"),
    ] {
        assert_eq!(on(day, name, us.clone()).as_deref(), Ok(edition), "{name} on {day}");
    }
    for (name, authority, day, read) in [
        ("inclisiran", Authority::Us, "2025-12-01", ["Leqvio, US, 2026-02"].as_slice()),
        ("tofersen", Authority::Eu, "2025-12-01", &["Qalsody, EU, 2026-03"]),
        (
            "nusinersen",
            Authority::Eu,
            "2025-12-01",
            &["Spinraza, EU, 12 mg with bands", "Spinraza, EU, 12 mg without bands"],
        ),
        ("nusinersen", Authority::Japan, "2025-06-01", &["Spinraza, Japan, 2025-11"]),
        ("fitusiran", Authority::Us, "2025-06-01", &["Qfitlia, US, 2025-09"]),
        ("tofersen", Authority::Us, "2023-03-01", &["Qalsody, US, 2023"]),
        (
            "vutrisiran",
            Authority::Eu,
            "2023-06-01",
            &["Amvuttra, EU, with cardiomyopathy", "Amvuttra, EU, 2022"],
        ),
        ("eplontersen", Authority::Eu, "2025-12-01", &["Wainzua, EU"]),
        ("mipomersen", Authority::Us, "2017-01-01", &["Kynamro, US, 2016-05"]),
    ] {
        let chosen = catalog::labels().named(name).authority(&authority).not_known(date(day));
        let keys: Vec<String> = chosen.iter().map(|label| label.key().to_string()).collect();
        assert_eq!(keys, read, "{name} on {day}");
        match on(day, name, authority) {
            Err(LookupError::NotKnown { in_force, not_known, .. }) => {
                assert_eq!((in_force.len(), not_known.len()), (0, keys.len()));
            }
            found => panic!("{name} on {day}: {found:?}"),
        }
    }
    // A withdrawn one, one that no authority approved, and a name that is none.
    let later = catalog::labels().named("tofersen").current(date("2020-01-01"));
    for error in [
        on("2026-11-26", "mipomersen", us.clone()),
        on("2026-11-26", "tofersen", Authority::Japan),
        on("2020-01-01", "tominersen", us),
        later.clone().authority(Authority::Japan).one().map(Label::to_string),
    ] {
        assert!(matches!(error, Err(LookupError::Nothing { .. })), "{error:?}");
    }
    // What is filtered afterwards is filtered of both.
    assert_eq!(
        later.authority(Authority::Us).one().expect_err("not known").to_string(),
        "not known here for \"tofersen\", labels in force on 2020-01-01; known to be in force then: none; not known: \
         Qalsody (tofersen), US, 2023, as read on 2026-11-26"
    );
    // One that is known is not the answer while another may be; asked twice, it is not known either.
    let of_both = || catalog::labels().named("tofersen").current(date("2025-12-01"));
    let not_known = "not known here for \"tofersen\", labels in force on 2025-12-01; known to be in force then: Qalsody \
                     (tofersen), US, 2023, as read on 2026-11-26; not known: Qalsody (tofersen), EU, 2026-03, as read on \
                     2026-11-26";
    assert_eq!(of_both().one().expect_err("of two authorities").to_string(), not_known);
    assert_eq!(of_both().authority(Authority::Us).one().map(Label::edition), Ok(Some("2023")));
    let twice = of_both().authority(Authority::Eu).current(date("2025-12-01"));
    assert!(matches!(twice.one(), Err(LookupError::NotKnown { .. })), "{twice:?}");
}

/// An edition is known to have been replaced by 1 June 2026, and the next one that was read is of February 2027.
#[test]
fn a_gap_between_two_editions_is_not_known() {
    let made = |edition: &'static str, read: &str| {
        let source = Source::new("a label", Status::LabelText).read_on(date(read));
        let label = Label::builder("Madeupza", Authority::Uk).substance("examplersen");
        label.edition(edition).regimen(regimen("30 mg IT q28d")).source(source)
    };
    let own = [
        made("2022", "2026-06-01").superseded().build().expect("a label"),
        made("2027-02-01", "2027-03-01").build().expect("a label"),
    ];
    let on = |own: &[Label], day: &str| {
        let labels: catalog::Labels<'_> = own.iter().collect();
        match labels.current(date(day)).one() {
            Ok(label) => label.edition().unwrap_or_default().to_owned(),
            Err(LookupError::NotKnown { not_known, .. }) => {
                format!("not known: {}", not_known.join("; "))
            }
            Err(other) => other.to_string(),
        }
    };
    let not_known = |edition, read| {
        format!("not known: Madeupza (examplersen), UK, {edition}, as read on {read}")
    };
    for day in ["2021-12-31", "2022-01-01", "2026-05-31"] {
        assert_eq!(on(&own, day), not_known("2022", "2026-06-01"), "{day}");
    }
    for day in ["2026-06-01", "2027-01-31"] {
        assert_eq!(on(&own, day), not_known("2027-02-01", "2027-03-01"), "{day}");
        assert!(on(&own[..1], day).starts_with("nothing found"), "{day}");
    }
    assert_eq!(on(&own, "2027-02-01"), "2027-02-01");
    // An edition of a month may have begun on each of its days.
    let own = [
        made("2026-06-01", "2026-06-10").build().expect("a label"),
        made("2027-02", "2027-03-01").build().expect("a label"),
    ];
    assert_eq!(on(&own, "2027-01-31"), "2026-06-01");
    for day in ["2027-02-01", "2027-02-27"] {
        assert!(on(&own, day).starts_with("not known: "), "{day}");
    }
    assert_eq!(on(&own, "2027-02-28"), "2027-02");
}

#[test]
fn monitoring_refuses_what_is_no_value_and_no_table() {
    let imetelstat = label("imetelstat", Authority::Us);
    let counts = &imetelstat.monitoring()[0];
    for value in [f64::NAN, f64::INFINITY, -1.0] {
        let error = counts.applies_to(value, "10^9/L").expect_err("no value");
        assert_eq!(
            error.to_string(),
            format!("the value is {value}, expected a finite number of 0 or more")
        );
    }
    assert_eq!(
        counts.to_string(),
        "absolute neutrophil count in 10^9/L: below 1: pause until absolute neutrophil count in 10^9/L is at least 1, then \
         as another rule of the label says (table 2, by grade and occurrence); above: go on \
         (measure before the first dose, weekly for two cycles, then before each)"
    );
}

#[cfg(feature = "serde")]
#[test]
fn keys_and_authorities_are_text() {
    let key = label("tofersen", Authority::Us).key();
    let json = serde_json::to_string(&key).expect("JSON");
    assert_eq!(json, r#""Qalsody, US, 2023""#);
    assert_eq!(serde_json::from_str::<LabelKey>(&json).expect("a key"), key);
    for authority in Authority::ALL {
        assert_eq!(authority.to_string().parse().as_ref(), Ok(authority));
        assert_eq!(authority.to_string().to_lowercase().parse().as_ref(), Ok(authority));
        let json = serde_json::to_string(authority).expect("JSON");
        assert_eq!(json, format!("{:?}", authority.to_string()));
        assert_eq!(serde_json::from_str(&json).ok().as_ref(), Some(authority));
    }
    for (text, known) in [
        ("FDA", Authority::Us),
        ("usa", Authority::Us),
        ("United States", Authority::Us),
        ("EMA", Authority::Eu),
        ("European Union", Authority::Eu),
        ("MHRA", Authority::Uk),
        ("United Kingdom", Authority::Uk),
        ("PMDA", Authority::Japan),
        ("NMPA", Authority::China),
        ("Health Canada", Authority::Canada),
        ("Swissmedic", Authority::Switzerland),
        ("TGA", Authority::Australia),
        (" US ", Authority::Us),
    ] {
        assert_eq!(text.parse(), Ok(known.clone()), "{text}");
        let named = LabelKey::new("Qalsody", Authority::Named(text.into()), None);
        let expected = format!(
            "the authority is named {text:?}, expected that of {known}, which has a variant of its own"
        );
        assert_eq!(named.expect_err(text).to_string(), expected);
    }
    assert_eq!("Anvisa".parse(), Ok(Authority::Named("Anvisa".into())));
    for (product, authority, edition, expected) in [
        (
            "A\nB",
            "Brazil",
            "2026",
            "the product is \"A\\nB\", expected a brand name without commas and control characters",
        ),
        (
            "A",
            "Bra\u{7}zil",
            "2026",
            "the authority is \"Bra\\u{7}zil\", expected a name without commas and control characters",
        ),
        (
            "A",
            "Brazil",
            "20\t26",
            "the edition of \"A\" is \"20\\t26\", expected a year, a month or a word without control characters, or none",
        ),
    ] {
        let authority = Authority::Named(authority.into());
        let key = LabelKey::new(product, authority, Some(edition.into()));
        assert_eq!(key.expect_err(expected).to_string(), expected);
    }
    assert!(Authority::Us < Authority::Eu);
}

#[cfg(feature = "serde")]
#[test]
fn a_label_serialises() {
    let json = serde_json::to_string(&label("imetelstat", Authority::Us)).expect("serialises");
    assert!(json.starts_with(r#"{"product":"Rytelo","substance":"imetelstat","authority":"US","edition":"2026-04-22","superseded":false,"from_age":"216mo","regimens":[{"name":"starting dose","regimen":{"phases":["#), "{json}");
    assert!(json.contains(r#""monitoring":[{"what":"absolute neutrophil count","unit":"10^9/L","bands":[{"limit":{"below":"1"},"action":{"pause":{"until":{"value":{"what":"absolute neutrophil count","unit":"10^9/L","is":{"at-least":"1"},"successive":1}},"resume":"another-rule"}},"additional_instructions":"table 2, by grade and occurrence"}"#), "{json}");
}

/// The rules for missed doses of nusinersen are not those of the label for every regimen; a patient from elsewhere
/// gets those of the own one.
#[test]
fn a_patient_from_elsewhere_has_the_rules_of_the_regimen() {
    let label = catalog::labels().named("nusinersen").authority(Authority::Us);
    let label = label.current("2026-11-26".parse().expect("a date")).one().expect("one label");
    let day = "2026-01-10".parse().expect("a date");
    for named in label.regimens() {
        let course = label.continuing(&named.name, 1, day).expect("each has a dose");
        assert_eq!((course.regimen(), course.policy()), (&named.regimen, label.policy_of(named)));
        assert_eq!(course.label(), Some(&label.key()));
    }
    let high = label.continuing("high dose", 5, day).expect("a dose of it");
    assert_ne!(high.policy(), label.policy());
    let error = label.continuing("high dose", 0, day).expect_err("no dose").to_string();
    assert!(error.contains("expected a dose of regimen \"high dose\""), "{error}");
    assert!(error.ends_with("found dose 0"), "{error}");
    assert!(label.continuing("high", 5, day).is_err());
}
