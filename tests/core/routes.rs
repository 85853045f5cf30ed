//! Routes by their abbreviation, and others by their name.

use aso_regimen::dosing::dose::{DoseError, RouteNameError};
use aso_regimen::{Dose, Mass, Regimen, Route, Volume, regimen};

use crate::regimen as parsed;

fn named(name: &'static str) -> Route {
    Route::Named(name.into())
}

#[test]
fn a_named_route_is_in_quotes() {
    let text =
        "100 mg (2 mL) \"intranasal\" q7d x3, then 50 mg \"by mouth, 1/2 h before (a) meal\" q28d";
    let parsed = parsed(text);
    assert_eq!(parsed.to_string(), text);
    let routes: Vec<&Route> = parsed.phases().iter().map(|phase| phase.dose().route()).collect();
    assert_eq!(routes, [&named("intranasal"), &named("by mouth, 1/2 h before (a) meal")]);
    assert_eq!(routes[0].name(), "intranasal");
    assert_eq!(routes[0].abbreviation(), None);
    let built = Regimen::builder()
        .maintenance(Dose::new(Mass::mg(5), named("intranasal")), aso_regimen::Interval::days(7))
        .build();
    assert_eq!(built, Ok(regimen!("5 mg \"intranasal\" q7d")));
    assert_eq!(format!("{:>14}|", named("nasal")), "       \"nasal\"|");
    assert_eq!("\"nasal\"".parse(), Ok(named("nasal")));
    for known in Route::KNOWN {
        let abbreviation = known.abbreviation().expect("it has one");
        assert_eq!(abbreviation.parse().as_ref(), Ok(known));
        assert!(known.name().starts_with("intra") || known.name() == "subcutaneous");
    }
    let mut sorted = vec![named("a"), Route::Intravitreal, Route::Intrathecal];
    sorted.sort();
    assert_eq!(sorted, [Route::Intrathecal, Route::Intravitreal, named("a")]);
}

/// Each name with the error of the builder, and what the text form says was expected.
#[test]
fn names_that_cannot_be() {
    const BLANK: &str = "a name of a route such as \"intranasal\"";
    const PLAIN: &str = "a name of a route without quotes and control characters";
    for (name, error, text, expected) in [
        ("", RouteNameError::Blank, "a route without a name", BLANK),
        (" \t", RouteNameError::Blank, "a route without a name", BLANK),
        (
            "na\nsal",
            RouteNameError::Character { character: '\n', at: 3 },
            "the name of a route has '\\n' at character 3",
            PLAIN,
        ),
        (
            "näs\u{85}",
            RouteNameError::Character { character: '\u{85}', at: 4 },
            "the name of a route has '\\u{85}' at character 4",
            PLAIN,
        ),
        (
            "Intrathecal",
            RouteNameError::Known { abbreviation: "IT" },
            "the name belongs to the route IT",
            "IT without quotes",
        ),
        (
            " sc ",
            RouteNameError::Known { abbreviation: "SC" },
            "the name belongs to the route SC",
            "SC without quotes",
        ),
        (
            "iv",
            RouteNameError::Known { abbreviation: "IV" },
            "the name belongs to the route IV",
            "IV without quotes",
        ),
        (
            "INTRAVITREAL",
            RouteNameError::Known { abbreviation: "IVT" },
            "the name belongs to the route IVT",
            "IVT without quotes",
        ),
    ] {
        let dose = Dose::new(Mass::mg(5), named(name));
        let refused = Regimen::new(vec![aso_regimen::Phase::single(dose)]).expect_err(name);
        assert_eq!(
            refused.to_string(),
            format!("the dose of phase 1 cannot be given: {text}, expected {expected}")
        );
        assert_eq!(DoseError::RouteName(error).to_string(), format!("{text}, expected {expected}"));
        let written = format!("5 mg \"{name}\" x1");
        let unread = written.parse::<Regimen>().expect_err(name).to_string();
        assert!(
            unread.starts_with(&format!("expected {expected} at character 6, found ")),
            "{unread}"
        );
    }
    let quote = Dose::new(Mass::mg(5), named("na\"sal"));
    assert_eq!(
        Regimen::new(vec![aso_regimen::Phase::single(quote)]).expect_err("a quote").to_string(),
        "the dose of phase 1 cannot be given: the name of a route has '\"' at character 3, expected a name of a route \
         without quotes and control characters"
    );
    let open = "5 mg \"nasal q7d".parse::<Regimen>().expect_err("no closing quote");
    assert_eq!(
        open.to_string(),
        "expected the name of a route and a closing double quote at character 7, found \"nasal q7d\""
    );
    // A space that does not break has the bytes of the last control and one more.
    for near in ["intrathecall", "I T", "ivtt", "s", "µ", "中", "by\u{a0}mouth"] {
        let dose: Dose = format!("5 mg \"{near}\"").parse().expect(near);
        assert_eq!(dose.route().name(), near);
    }
}

#[test]
fn fluid_is_withdrawn_before_an_intrathecal_dose_only() {
    let dose = |route| Dose::new(Mass::mg(5), route).withdrawing(Volume::ml(5));
    for (route, found) in [(Route::Subcutaneous, "SC"), (named("nasal"), "of another name")] {
        let refused = Regimen::new(vec![aso_regimen::Phase::single(dose(route))]);
        assert_eq!(
            refused.expect_err("no lumbar puncture").to_string(),
            format!(
                "the dose of phase 1 cannot be given: cerebrospinal fluid is withdrawn before a dose by route {found}, \
                 expected route IT where cerebrospinal fluid is withdrawn"
            )
        );
    }
    let text = "5 mg (withdraw 5 mL) \"nasal\" x1";
    assert_eq!(
        text.parse::<Regimen>().expect_err("no lumbar puncture").to_string(),
        "cerebrospinal fluid is withdrawn before a dose by route of another name, expected route IT where cerebrospinal \
         fluid is withdrawn, at character 22"
    );
}
