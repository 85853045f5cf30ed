//! Regimens of all kinds.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::dose::{BandAmount, Cap, PerKg, WeightBand, WeightBands};
use aso_regimen::dosing::regimen::{Extent, Role};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::{
    Amount, BodyWeight, Dose, Interval, Mass, Phase, Regimen, Route, Volume, Window,
};
use proptest::option;
use proptest::prelude::*;

pub(crate) fn interval() -> impl Strategy<Value = Interval> {
    prop_oneof![
        3 => (1_u32..=120).prop_map(Interval::days),
        2 => (1_u32..=18).prop_map(Interval::months),
        1 => (1_u32..=20).prop_map(Interval::weeks),
    ]
}

fn mass() -> impl Strategy<Value = Mass> {
    prop_oneof![
        (1_u64..5_000_000).prop_map(Mass::micrograms),
        (1_u32..1_000).prop_map(Mass::mg),
        (1_u64..=u64::MAX).prop_map(Mass::micrograms),
    ]
}

fn weight() -> impl Strategy<Value = BodyWeight> {
    (1_u32..=250_000).prop_map(BodyWeight::grams)
}

fn per_kg() -> impl Strategy<Value = PerKg> {
    let cap = prop_oneof![mass().prop_map(Cap::Mass), weight().prop_map(Cap::Weight)];
    (mass(), option::of(cap)).prop_map(|(mass, cap)| PerKg::new(mass, cap))
}

fn band_amount() -> impl Strategy<Value = BandAmount> {
    prop_oneof![mass().prop_map(BandAmount::Fixed), per_kg().prop_map(BandAmount::PerKg),]
}

fn bands() -> impl Strategy<Value = WeightBands> {
    let limits = proptest::collection::btree_set(1_u32..=250_000, 1..4);
    (limits, option::of(band_amount())).prop_flat_map(|(limits, heaviest)| {
        let limits: Vec<u32> = limits.into_iter().collect();
        proptest::collection::vec(band_amount(), limits.len()).prop_map(move |amounts| {
            let bands = limits
                .iter()
                .zip(amounts)
                .map(|(limit, amount)| WeightBand::new(BodyWeight::grams(*limit), amount))
                .collect();
            WeightBands::new(bands, heaviest).expect("rising limits")
        })
    })
}

pub(crate) fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        3 => mass().prop_map(Amount::Fixed),
        1 => per_kg().prop_map(Amount::PerKg),
        1 => bands().prop_map(Amount::Bands),
    ]
}

/// A route, now and then of a name of its own.
fn route() -> impl Strategy<Value = Route> {
    prop_oneof![
        4 => prop::sample::select(Route::KNOWN),
        1 => "[a-zA-Zäµ中(,;:x-]{3}[ -!#-~]{0,30}".prop_map(|name| Route::Named(name.into())),
    ]
}

pub(crate) fn dose() -> BoxedStrategy<Dose> {
    let volume = || option::of((1_u64..100_000).prop_map(Volume::microlitres));
    let minutes = option::of((1_u16..300, 0_u16..60));
    let doses = (amount(), route(), volume(), volume(), minutes).prop_map(
        |(amount, route, volume, withdrawn, minutes)| {
            let mut dose = Dose::new(amount, route.clone());
            if let Some(volume) = volume {
                dose = dose.in_volume(volume);
            }
            if let (Some(csf), Route::Intrathecal) = (withdrawn, route) {
                dose = dose.withdrawing(csf);
            }
            if let Some((shortest, more)) = minutes {
                dose = dose.over_minutes(shortest, shortest + more);
            }
            dose
        },
    );
    doses.boxed()
}

fn role() -> impl Strategy<Value = Role> {
    (0..Role::ALL.len()).prop_map(|index| Role::ALL[index])
}

/// A window, now and then rolling or with a least gap.
pub(crate) fn tolerance() -> impl Strategy<Value = Tolerance> {
    let gap = option::weighted(0.3, 1_u32..12);
    // The same one now and then, so that all phases have it.
    let days = prop_oneof![Just((1, 1)), (0_u16..20, 0_u16..20)];
    (days, any::<bool>(), gap).prop_map(|((early, late), rolls, gap)| {
        let window = Tolerance::within(Window::days(early, late));
        let window = if rolls { window.rolling() } else { window };
        gap.map_or(window, |days| window.at_least_apart(Interval::days(days)))
    })
}

/// A phase that has an end.
fn finite_phase() -> impl Strategy<Value = Phase> {
    let windows = option::weighted(0.3, tolerance());
    (dose(), interval(), 0_u32..12, interval(), option::of(interval()), role(), windows).prop_map(
        |(dose, every, doses, time, seam, role, window)| {
            let phase = Phase::maintenance(dose, every).with_role(role);
            let phase = if doses == 0 { phase.lasting(time) } else { phase.with_doses(doses) };
            let phase = match seam {
                Some(seam) => phase.after(seam),
                None => phase,
            };
            match window {
                Some(window) => phase.with_window(window),
                None => phase,
            }
        },
    )
}

/// Phases that may or may not fit together: some windows overlap, and the first phase has a seam now and
/// then.
pub(crate) fn phases() -> BoxedStrategy<Vec<Phase>> {
    let last = (finite_phase(), any::<bool>(), dose(), interval(), role());
    let some = (proptest::collection::vec(finite_phase(), 0..4), last).prop_map(
        |(mut phases, (finite, endless, dose, every, role))| {
            phases.push(if endless {
                Phase::maintenance(dose, every).with_role(role)
            } else {
                finite
            });
            phases
        },
    );
    some.boxed()
}

/// A regimen of any kind.
pub(crate) fn regimen() -> BoxedStrategy<Regimen> {
    let fitting = phases().prop_filter_map("phases that fit together", |mut phases| {
        // Only later phases have a seam.
        let first = phases.remove(0);
        let mut bare = Phase::single(first.dose().clone()).with_role(first.role());
        if let Some(every) = first.interval() {
            bare = Phase::maintenance(first.dose().clone(), every).with_role(first.role());
            bare = match first.extent() {
                Extent::Doses(doses) => bare.with_doses(doses),
                Extent::For(time) => bare.lasting(time),
                _ => bare,
            };
        }
        if let Some(window) = first.tolerance() {
            bare = bare.with_window(window);
        }
        phases.insert(0, bare);
        Regimen::new(phases).ok()
    });
    // On the heap: unboxed, the strategy's own type is too large for a test's stack.
    fitting.boxed()
}

/// A regimen whose intervals are all in days.
pub(crate) fn regimen_in_days() -> impl Strategy<Value = Regimen> {
    let phase = (dose(), 1_u32..100, 1_u32..8);
    proptest::collection::vec(phase, 1..4).prop_map(|phases| {
        let phases = phases
            .into_iter()
            .map(|(dose, days, doses)| Phase::loading(dose, doses, Interval::days(days)))
            .collect();
        Regimen::new(phases).expect("phases that fit together")
    })
}

/// Dates of ordinary years, with many month ends, and now and then any date at all.
pub(crate) fn start() -> impl Strategy<Value = NaiveDate> {
    let of_days = |day| NaiveDate::from_num_days_from_ce_opt(day).expect("in range");
    let ends = (2019_i32..2033, 1_u32..=12, 28_u32..=31).prop_map(|(year, month, day)| {
        let last = crate::walk::days_in_month(year, month);
        NaiveDate::from_ymd_opt(year, month, day.min(last)).expect("a date")
    });
    prop_oneof![
        4 => (700_000_i32..760_000).prop_map(of_days),
        4 => ends,
        1 => any_date(),
    ]
}

/// Any date of chrono's calendar, its two ends more often than others.
pub(crate) fn any_date() -> impl Strategy<Value = NaiveDate> {
    let of_days = |day| NaiveDate::from_num_days_from_ce_opt(day).expect("in range");
    prop_oneof![
        (-95_000_000_i32..95_000_000).prop_map(of_days),
        (0_u64..5_000).prop_map(|days| NaiveDate::MAX - Days::new(days)),
        (0_u64..5_000).prop_map(|days| NaiveDate::MIN + Days::new(days)),
    ]
}
