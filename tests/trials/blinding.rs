//! What shows of masked arms, and by what they can be told apart.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use aso_regimen::chrono::Days;
use aso_regimen::evidence::trial::{
    Activity, ActivityKind, Arm, Mask, Procedure, Purpose, Sign, Trial, TrialBuilder, TrialPart,
    Viewer, Visit,
};
use aso_regimen::{Endpoint, Route};
use proptest::prelude::*;

use crate::{builder, date, placebo, regimen, visit};

fn of(arms: impl IntoIterator<Item = Arm>) -> Trial {
    arms.into_iter().fold(builder(), TrialBuilder::arm).build().expect("a trial")
}

/// All that tells two arms apart within half a year.
fn found(trial: &Trial, arms: [&str; 2]) -> Vec<String> {
    let first = date("2026-01-05");
    let signs = trial.unmasked_by(arms, first, first + Days::new(180)).expect("two calendars");
    signs.iter().map(ToString::to_string).collect()
}

/// What is seen of two doses is the same thing if it looks alike, whatever is in it.
#[test]
fn procedures_that_look_alike_are_one() {
    let arm = |name, dose: &str| Arm::active(name, regimen(&format!("{dose} IT q28d x1")));
    let trial = of([
        arm("A", "100 mg (15 mL, withdraw 10 mL, over 1-3 min)"),
        arm("B", "50 mg (15 mL, withdraw 10 mL, over 1-3 min)"),
        arm("C", "100 mg (20 mL, withdraw 10 mL, over 1-3 min)"),
    ]);
    let first = date("2026-01-05");
    let seen: HashSet<Procedure<'_>> = trial
        .arms()
        .iter()
        .flat_map(|arm| trial.calendar(arm.name(), first, first).expect("a calendar"))
        .filter_map(|activity| match activity.seen_by(Viewer::Participant).what {
            ActivityKind::Hidden(procedure) => Some(procedure),
            _ => None,
        })
        .collect();
    let hash = |procedure| BuildHasherDefault::<DefaultHasher>::default().hash_one(procedure);
    assert_eq!(seen.iter().map(hash).collect::<HashSet<u64>>().len(), 2);
    let mut seen: Vec<String> = seen.iter().map(ToString::to_string).collect();
    seen.sort();
    assert_eq!(
        seen,
        ["(15 mL, withdraw 10 mL, over 1-3 min) IT", "(20 mL, withdraw 10 mL, over 1-3 min) IT"]
    );
}

#[test]
fn each_sign_is_told_once_with_what_is_seen() {
    let trial = of([
        Arm::active("A", regimen("100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q28d x3")),
        Arm::active("B", regimen("300 mg (2 mL, over 1-1 min) SC q28d x3")),
        Arm::active("C", regimen("50 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q28d x3")),
        Arm::masked(
            "sham",
            regimen("100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q28d x3"),
            Mask::Sham,
        ),
        Arm::active("often", regimen("50 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3")),
        Arm::active("open", regimen("100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q28d x3"))
            .open_label(),
        Arm::untreated("none"),
    ]);
    assert_eq!(found(&trial, ["A", "C"]), [""; 0], "the amount does not show");
    assert_eq!(
        found(&trial, ["A", "B"]),
        [
            "\"A\" and \"B\": route on day 1, IT against SC, seen by participants",
            "\"A\" and \"B\": volume on day 1, 15 mL against 2 mL, seen by participants",
            "\"A\" and \"B\": fluid withdrawn on day 1, 10 mL against not stated, seen by participants",
            "\"A\" and \"B\": duration on day 1, 1 to 3 min against 1 min, seen by participants",
        ]
    );
    assert_eq!(
        found(&trial, ["A", "sham"]),
        ["\"A\" and \"sham\": sham procedure on day 1, \
             masked treatment (15 mL, withdraw 10 mL, over 1-3 min) IT against sham procedure, seen by staff only"]
    );
    assert_eq!(
        found(&trial, ["A", "often"]),
        ["\"A\" and \"often\": day on day 15, nothing against \
             masked treatment (15 mL, withdraw 10 mL, over 1-3 min) IT, seen by participants"]
    );
    assert_eq!(
        found(&trial, ["A", "open"]),
        [
            "\"A\" and \"open\": open label on day 1, masked treatment (15 mL, withdraw 10 mL, over 1-3 min) IT against \
             100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT, seen by participants"
        ]
    );
    let signs = trial.unmasked_by(["open", "none"], date("2026-01-05"), date("2026-01-05"));
    let signs: Vec<Sign> = signs.expect("two calendars").iter().map(|found| found.sign).collect();
    assert_eq!(signs, [Sign::Day]);
}

/// What is given on a day without drug is what the seeming dose looks like, and on a day with drug what the drug does.
#[test]
fn a_mask_of_another_volume_shows() {
    let trial = of([
        Arm::active("every 8 weeks", regimen("120 mg (20 mL) IT q56d x3")),
        Arm::active("every 16 weeks", regimen("120 mg (20 mL) IT q112d x2"))
            .masked_as(regimen("120 mg (10 mL) IT q56d x3"), placebo()),
    ]);
    assert_eq!(
        found(&trial, ["every 8 weeks", "every 16 weeks"]),
        [
            "\"every 8 weeks\" and \"every 16 weeks\": volume on day 57, 20 mL against 10 mL, seen by participants"
        ]
    );
}

#[test]
fn visits_of_another_part_show() {
    let part = |name: &'static str| TrialPart::new(name, Purpose::Pivotal);
    let drug = || regimen("100 mg IT q28d x1");
    let trial = builder()
        .arm(Arm::active("A", drug()).in_part(part("A")))
        .arm(Arm::active("B", drug()).in_part(part("B")))
        .visit(visit("blood", 8).in_part("B").assessing(Endpoint::plasma_nfl()))
        .build()
        .expect("a trial");
    assert_eq!(
        found(&trial, ["A", "B"]),
        [
            "\"A\" and \"B\": visit on day 8, nothing against blood: neurofilament light chain, plasma (pg/mL), \
             seen by participants"
        ]
    );
    assert_eq!(trial.masked_pairs().count(), 0, "arms of two parts are not masked to each other");
    assert_eq!(trial.parts().len(), 2);
}

/// A dose and a visit of one day are compared with the other arm's together.
#[test]
fn a_day_is_seen_whole() {
    let part = |name: &'static str| TrialPart::new(name, Purpose::Pivotal);
    let drug = || regimen("100 mg IT q28d x1");
    let of_parts = |visits: &[&'static str]| {
        let arms = [Arm::active("A", drug()), Arm::active("B", drug()), Arm::untreated("none")];
        let arms = arms.into_iter().zip(["A", "B", "B"]).map(|(arm, of)| arm.in_part(part(of)));
        let trial = arms.fold(builder(), TrialBuilder::arm);
        let blood = |of| visit("blood", 1).in_part(of).assessing(Endpoint::plasma_nfl());
        visits
            .iter()
            .map(|of| blood(*of))
            .fold(trial, TrialBuilder::visit)
            .build()
            .expect("a trial")
    };
    let signs = |trial: &Trial, arms| -> Vec<Sign> {
        let day = date("2026-01-05");
        trial.unmasked_by(arms, day, day).expect("two").iter().map(|found| found.sign).collect()
    };
    assert_eq!(signs(&of_parts(&["B"]), ["A", "B"]), [Sign::Visit]);
    assert_eq!(signs(&of_parts(&["A"]), ["A", "B"]), [Sign::Visit]);
    assert_eq!(signs(&of_parts(&["B"]), ["B", "none"]), [Sign::Day]);
    assert_eq!(signs(&of_parts(&["A", "B"]), ["A", "B"]), []);
}

#[test]
fn pairs_are_of_masked_arms() {
    let drug = || regimen("100 mg IT q28d");
    let trial = of([
        Arm::active("drug", drug()),
        Arm::masked("placebo", drug(), placebo()),
        Arm::active("open", drug()).open_label(),
        Arm::untreated("none"),
        Arm::pooled("all", ["drug", "open"]),
    ]);
    let pairs: Vec<_> = trial.masked_pairs().map(|pair| pair.map(Arm::name)).collect();
    assert_eq!(pairs, [["drug", "placebo"]]);
    let first = date("2026-01-05");
    assert_eq!(
        trial.unmasked_by(["drug", "drug"], first, first).expect_err("one arm").to_string(),
        "arm \"drug\" is paired with itself, expected another arm"
    );
    assert_eq!(
        trial.unmasked_by(["drug", "all"], first, first).expect_err("no calendar").to_string(),
        "arm \"all\" is pooled from several arms, expected one of them: drug, open"
    );
}

/// An arm by the parts of its plan, of which the twin below knows nothing but numbers.
#[derive(Debug, Clone)]
struct Plan {
    milligrams: u32,
    looks: Looks,
    mask_looks: Looks,
    every: u32,
    doses: u32,
    /// Drug on every first, second or third day; 0 for none.
    drug_every: u32,
    sham: bool,
    open: bool,
    /// The day of a visit after the first dose, and whether fluid or blood is taken.
    visit: Option<(u32, bool)>,
}

#[derive(Debug, Clone, PartialEq)]
struct Looks {
    route: Route,
    volume: Option<u32>,
    withdrawn: Option<u32>,
    minutes: Option<u32>,
}

impl Looks {
    fn text(&self) -> String {
        let volume = self.volume.map(|ml| format!("{ml} mL"));
        let withdrawn = self.withdrawn.map(|ml| format!("withdraw {ml} mL"));
        let minutes = self.minutes.map(|most| format!("over 1-{most} min"));
        let all: Vec<String> = [volume, withdrawn, minutes].into_iter().flatten().collect();
        let giving = if all.is_empty() { String::new() } else { format!("({}) ", all.join(", ")) };
        format!("{giving}{}", self.route)
    }
}

impl Plan {
    fn arm(&self, name: &'static str) -> Arm {
        let Self { milligrams, every, doses, drug_every, .. } = self;
        let regimen = |looks: &Looks, every, doses| {
            regimen(&format!("{milligrams} mg {} q{every}d x{doses}", looks.text()))
        };
        let mask = if self.sham { Mask::Sham } else { placebo() };
        let seems = regimen(&self.mask_looks, *every, *doses);
        let arm = match drug_every {
            0 => Arm::masked(name, seems, mask),
            1 => Arm::active(name, regimen(&self.looks, *every, *doses)),
            step => {
                let drug = regimen(&self.looks, every * step, doses.div_ceil(*step));
                Arm::active(name, drug).masked_as(seems, mask)
            }
        };
        let arm = arm.in_part(TrialPart::new(name, Purpose::Pivotal));
        if self.open { arm.open_label() } else { arm }
    }

    fn visits(&self, part: &'static str) -> Option<Visit> {
        let (day, fluid) = self.visit?;
        let endpoint = if fluid { Endpoint::csf_nfl() } else { Endpoint::plasma_nfl() };
        Some(visit("seen", i64::from(day) + 1).in_part(part).assessing(endpoint))
    }

    /// Day by day, what participants see and what staff see.
    fn shows(&self) -> Vec<(u32, String, &'static str)> {
        let day = |number: u32| {
            let drug = self.drug_every > 0 && number % self.drug_every == 0;
            let looks = if drug { &self.looks } else { &self.mask_looks };
            let hidden = looks.text();
            let (participants, staff) = match (self.open, drug, self.sham) {
                (true, true, _) => (format!("{} mg {hidden}", self.milligrams), ""),
                (true, false, true) => (format!("sham {hidden}"), ""),
                (true, false, false) => (format!("placebo {hidden}"), ""),
                (false, false, true) => (hidden, "sham"),
                (false, ..) => (hidden, ""),
            };
            (number * self.every, participants, staff)
        };
        let seen = self.visit.map(|(day, fluid)| {
            let what = if fluid { "fluid" } else { "blood" };
            (day, what.to_owned(), "")
        });
        let mut shows: Vec<_> = (0..self.doses).map(day).chain(seen).collect();
        // A dose comes before what is taken on its day.
        shows.sort_by_key(|(day, ..)| *day);
        shows
    }
}

prop_compose! {
    fn looks()(
        (subcutaneous, ml) in (any::<bool>(), prop::option::of(prop::sample::select(vec![2_u32, 15]))),
        withdrawn in prop::option::of(Just(10_u32)),
        minutes in prop::option::of(prop::sample::select(vec![3_u32, 5])),
    ) -> Looks {
        let route = if subcutaneous { Route::Subcutaneous } else { Route::Intrathecal };
        Looks { withdrawn: withdrawn.filter(|_| !subcutaneous), route, volume: ml, minutes }
    }
}

prop_compose! {
    fn plan()(
        milligrams in prop::sample::select(vec![50_u32, 100]),
        looks in looks(),
        other in prop::option::weighted(0.2, looks()),
        every in prop::sample::select(vec![14_u32, 28]),
        doses in 1_u32..4,
        drug_every in 0_u32..3,
        (sham, open) in (any::<bool>(), prop::bool::weighted(0.2)),
        visit in prop::option::of((prop::sample::select(vec![7_u32, 28]), any::<bool>())),
    ) -> Plan {
        let mask_looks = other.unwrap_or_else(|| looks.clone());
        Plan { milligrams, looks, mask_looks, every, doses, drug_every, sham, open, visit }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Two arms differ in the blinded view exactly when their plans differ in something that shows, and then a sign tells.
    #[test]
    fn arms_differ_in_the_view_when_their_plans_differ_in_what_shows(
        one in plan(),
        change in 0_usize..10,
        fresh in plan(),
    ) {
        // Mostly two arms that differ in one thing alone.
        let mut other = one.clone();
        match change {
            0 => other.milligrams = fresh.milligrams,
            1 => other.looks = fresh.looks,
            2 => other.mask_looks = fresh.mask_looks,
            3 => other.every = fresh.every,
            4 => other.doses = fresh.doses,
            5 => other.drug_every = fresh.drug_every,
            6 => other.sham = fresh.sham,
            7 => other.open = fresh.open,
            8 => other.visit = fresh.visit,
            _ => other = fresh,
        }
        let visits = one.visits("one").into_iter().chain(other.visits("other"));
        let arms = builder().arm(one.arm("one")).arm(other.arm("other"));
        let trial = visits.fold(arms, TrialBuilder::visit).build().expect("a trial");
        let (first, through) = (date("2026-01-05"), date("2026-06-30"));
        let view = |arm, viewer| -> Vec<Activity<'_>> {
            let calendar = trial.calendar(arm, first, through).expect("a calendar");
            calendar.iter().map(|activity| activity.seen_by(viewer)).collect()
        };
        let signs = trial.unmasked_by(["one", "other"], first, through).expect("two calendars");
        for viewer in [Viewer::Participant, Viewer::Staff] {
            let shown = |plan: &Plan| -> Vec<(u32, String, &'static str)> {
                let days = plan.shows().into_iter();
                days.map(|(day, participants, staff)| match viewer {
                    Viewer::Participant => (day, participants, ""),
                    _ => (day, participants, staff),
                }).collect()
            };
            // An open sham and a hidden one, or doses in two ways, are told apart by the words.
            let open = |plan: &Plan| if plan.open { "open" } else { "masked" };
            let differ = shown(&one) != shown(&other) || open(&one) != open(&other);
            prop_assert_eq!(view("one", viewer) != view("other", viewer), differ);
            prop_assert_eq!(signs.iter().any(|sign| sign.viewer <= viewer), differ, "{:?}", signs);
        }
    }
}

/// A day with a dose and a visit, against the same day with the visit alone, is one sign.
#[test]
fn a_day_is_compared_as_a_whole() {
    let trial = [
        Arm::active("A", regimen("100 mg IT q28d x2")),
        Arm::active("B", regimen("100 mg IT q28d x1")),
    ]
    .into_iter()
    .fold(builder(), TrialBuilder::arm)
    .visit(visit("week 4", 29))
    .build()
    .expect("a trial");
    assert_eq!(
        found(&trial, ["A", "B"]),
        [
            "\"A\" and \"B\": day on day 29, masked treatment IT against nothing, seen by participants"
        ]
    );
}
