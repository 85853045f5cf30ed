//! What users build on besides the methods: marker traits, derives and sizes.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::hash::Hash;
use std::mem::size_of;
use std::path::Path;

use aso_regimen::dosing::course::{
    Adherence, Advice, DueDose, Entry, Forecast, GivenDose, NextDue, Timing,
};
use aso_regimen::dosing::doses::{Dates, DayOffsets, Doses};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy, Rule, TimeRule};
use aso_regimen::dosing::regimen::{Extent, RegimenError, Role};
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::result::{Contrast, ReportedOutcome};
use aso_regimen::measure::change::{
    ChangeError, ColumnError, GeometricMeanRatio, MeanPercentChange,
};
use aso_regimen::{
    Amount, Arm, BodyWeight, Course, Dose, Endpoint, Interval, Label, Mass, ParseError,
    PercentChange, PercentagePoints, Phase, PlannedDose, Ratio, Regimen, Route, Schedule, Source,
    StudyDay, Trial, Volume, Window,
};

fn thread_safe<T: Send + Sync + Unpin + 'static>() {}
fn value<T: Clone + Eq + Hash + Debug>() {}
fn small_value<T: Copy + Eq + Hash + Debug>() {}
fn ordered<T: Clone + Ord>() {}
fn number<T: Copy + PartialOrd + Debug>() {}
fn comparable<T: Clone + PartialEq + Debug>() {}
fn error<T: std::error::Error + Send + Sync + 'static>() {}

#[test]
fn everything_crosses_threads() {
    thread_safe::<(Mass, Volume, BodyWeight, Interval, StudyDay, Window)>();
    thread_safe::<(Amount, Dose, Route, Phase, Regimen, Schedule<'static>, PlannedDose<'static>)>();
    thread_safe::<(
        Doses<'static>,
        Dates<'static>,
        DayOffsets<'static>,
        Course,
        Forecast<'static>,
        Advice<'static>,
    )>();
    thread_safe::<(
        MissedDosePolicy,
        Entry,
        Label,
        Trial,
        Arm,
        Source,
        Endpoint,
        ReportedOutcome,
        Contrast,
    )>();
    thread_safe::<(PercentChange, Ratio, PercentagePoints, MeanPercentChange, GeometricMeanRatio)>(
    );
}

#[test]
fn values_have_the_usual_traits() {
    small_value::<(Mass, Volume, BodyWeight, Interval, StudyDay, Window)>();
    small_value::<(Role, Extent, Action, Timing, Printed)>();
    small_value::<(Schedule<'static>, PlannedDose<'static>, DueDose<'static>, GivenDose<'static>)>(
    );
    ordered::<(Mass, Volume, BodyWeight, StudyDay, Window, Role, Route)>();
    value::<(Amount, Route, Dose, Phase, Regimen, MissedDosePolicy, Rule, TimeRule, Entry)>();
    value::<(Label, Trial, Arm, Source, Endpoint, ReportedOutcome, Contrast)>();
    number::<(PercentChange, Ratio, PercentagePoints, MeanPercentChange, GeometricMeanRatio)>();
    comparable::<(Course, Adherence, NextDue<'static>)>();
}

#[test]
fn errors_are_errors() {
    error::<ParseError>();
    error::<RegimenError>();
    error::<ChangeError>();
    error::<ColumnError>();
    error::<aso_regimen::dosing::course::CourseError>();
    error::<aso_regimen::dosing::dose::DoseError>();
    error::<aso_regimen::calendar::StudyDayError>();
}

#[test]
fn hot_types_stay_small() {
    assert_eq!(size_of::<Mass>(), 8);
    assert_eq!(size_of::<BodyWeight>(), 4);
    assert_eq!(size_of::<Option<BodyWeight>>(), 4);
    assert_eq!(size_of::<StudyDay>(), 4);
    assert_eq!(size_of::<Interval>(), 8);
    assert_eq!(size_of::<Window>(), 4);
    assert_eq!(size_of::<PercentChange>(), 16);
    assert!(size_of::<Schedule<'_>>() <= 16);
    assert!(size_of::<PlannedDose<'_>>() <= 24);
    assert!(size_of::<Regimen>() <= 24);
}

/// A schedule is `Copy`; the macro of the list is `Display`, so that `{}` prints what `{:?}` does.
#[test]
fn debug_reads_like_display() {
    let text = "100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3, then q28d";
    let regimen: Regimen = text.parse().expect("a regimen");
    assert_eq!(format!("{regimen:?}"), text);
    assert_eq!(format!("{:?}", Mass::mg(100)), "100 mg");
    assert_eq!(format!("{:?}", Interval::months(4)), "4mo");
    assert_eq!(format!("{:?}", Window::days(1, 2)), "-1d/+2d");
}

#[test]
fn values_print_as_a_person_would_write_them() {
    let tofersen: Regimen = "100 mg IT q14d x3, then q28d".parse().expect("a regimen");
    let plan = tofersen.starting("2026-01-05".parse().expect("a date"));
    let dose = plan.dose(4).expect("a fourth dose");
    assert_eq!(dose.to_string(), "dose 4 (maintenance): 100 mg IT on 2026-03-02, study day 57");
    assert_eq!(format!("{:?}", dose.study_day()), "study day 57");
    assert_eq!(dose.study_day().to_string(), "57");
    let routes: Vec<String> = Route::KNOWN.iter().map(Route::to_string).collect();
    assert_eq!(routes, ["IT", "IV", "SC", "IVT"]);
    let roles: Vec<String> = Role::ALL.iter().map(Role::to_string).collect();
    assert_eq!(roles, ["loading", "maintenance", "titration", "single"]);
    for role in Role::ALL {
        assert_eq!(role.word().parse(), Ok(*role));
    }
    let phases: Vec<String> = tofersen.phases().iter().map(|phase| format!("{phase:?}")).collect();
    assert_eq!(phases, ["loading 100 mg IT q14d x3", "maintenance 100 mg IT q28d"]);
}

#[test]
fn phases_are_made_in_their_role() {
    let dose = || Dose::subcutaneous(Mass::mg(1));
    let every = Interval::days(7);
    for (phase, text) in [
        (Phase::loading(dose(), 3, every), "loading 1 mg SC q7d x3"),
        (Phase::titration(dose(), 3, every), "titration 1 mg SC q7d x3"),
        (Phase::maintenance(dose(), every), "maintenance 1 mg SC q7d"),
        (Phase::single(dose()), "single 1 mg SC x1"),
    ] {
        assert_eq!(format!("{phase:?}"), text);
    }
    for (dose, route) in [
        (Dose::intrathecal(Mass::mg(1)), Route::Intrathecal),
        (Dose::intravenous(Mass::mg(1)), Route::Intravenous),
        (Dose::subcutaneous(Mass::mg(1)), Route::Subcutaneous),
        (Dose::intravitreal(Mass::mg(1)), Route::Intravitreal),
    ] {
        assert_eq!(dose.route(), &route);
    }
}

#[test]
fn widths_are_honoured() {
    assert_eq!(format!("{:>10}|{:<8}|", Mass::mg(100), Volume::ml(15)), "    100 mg|15 mL   |");
    assert_eq!(
        format!(
            "{:>6}{:>4}{:>8}",
            Interval::days(14),
            Route::Intrathecal,
            BodyWeight::grams(9_900)
        ),
        "   14d  IT  9.9 kg"
    );
    assert_eq!(format!("{}{:>10}", Mass::ZERO, Mass::micrograms(330)), "0 mg    330 µg");
}

/// Lines of the listing that define types, by the last name of their paths.
fn types(listing: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut named = BTreeMap::<&str, Vec<&str>>::new();
    for line in listing.lines() {
        let mut words = line.split_whitespace().skip_while(|word| word.starts_with('#'));
        if let Some("struct" | "enum" | "union" | "trait" | "type") = words.next() {
            let path = words.next().expect("a path");
            let end = path.find(['<', '(', ';']).unwrap_or(path.len());
            let path = path[..end].trim_end_matches(':');
            let (_, name) = path.rsplit_once("::").expect("in the crate");
            named.entry(name).or_default().push(path);
        }
    }
    named
}

#[test]
fn no_two_public_types_share_a_name() {
    let listing = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/public-api.txt");
    let listing = fs::read_to_string(listing).expect("the listing of `.ci/public_api`");
    let mut named = types(&listing);
    assert!(named.len() > 200, "only {} types were read", named.len());
    named.retain(|_, paths| paths.len() > 1);
    assert!(named.is_empty(), "{named:#?}");
}

#[test]
fn the_listing_can_be_read() {
    let listing = "# Everything.
use c::Mass = c::a::Mass
struct c::a::Mass(_)
impl Clone for c::a::Mass
struct c::a::Unit;
#[non_exhaustive] #[deprecated] enum c::b::Mass
struct c::b::Column<'a> { .. }
field c::b::Column::values: f64
trait c::b::Scale: Copy
type c::b::Failure = Mass
fn c::b::Column<'a>::mass(&self) -> Mass
";
    let named = types(listing);
    let listed: Vec<&str> = named.keys().copied().collect();
    assert_eq!(listed, ["Column", "Failure", "Mass", "Scale", "Unit"]);
    assert_eq!(named["Mass"], ["c::a::Mass", "c::b::Mass"]);
    assert_eq!(named["Column"], ["c::b::Column"]);
}

/// A reader of the packaged crate has each file that the README names in a link.
#[test]
fn links_of_the_readme_are_packaged() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |file: &str| fs::read_to_string(root.join(file)).expect(file);
    let manifest = read("Cargo.toml");
    let list = manifest.lines().find(|line| line.starts_with("include = ")).expect("a list");
    let packaged: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    let readme = read("README.md");
    let links = readme.split("](").skip(1).map(|rest| rest.split(')').next().unwrap_or_default());
    let mut files = 0;
    for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
        files += 1;
        assert!(root.join(link).is_file(), "{link}");
        assert!(packaged.iter().any(|part| format!("/{link}").starts_with(part)), "{link}");
    }
    assert!(files >= 1, "{files}");
}
