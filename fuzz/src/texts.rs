//! Every text that is a value: what is read prints as a text that is read as the same.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::evidence::label::{Authority, LabelKey};
use aso_regimen::evidence::printed::Printed;
use aso_regimen::evidence::trial::Registration;
use aso_regimen::{Amount, BodyWeight, Dose, Interval, Mass, Regimen, Route, Volume, Window};

use crate::check_refusal;

/// A new text form is a line here.
const FORMS: [fn(&str); 14] = [
    form::<Mass>,
    form::<Volume>,
    form::<BodyWeight>,
    form::<Interval>,
    form::<Window>,
    form::<Tolerance>,
    form::<Route>,
    form::<Amount>,
    form::<Dose>,
    form::<Regimen>,
    form::<Printed>,
    form::<Registration>,
    form::<Authority>,
    form::<LabelKey>,
];

pub fn check(data: &[u8]) {
    if let Ok(text) = str::from_utf8(data) {
        for form in FORMS {
            form(text);
        }
    }
}

pub(crate) fn form<T: FromStr + Display + PartialEq + Debug>(text: &str)
where
    T::Err: Display,
{
    match text.parse::<T>() {
        Ok(value) => {
            let written = value.to_string();
            match written.parse::<T>() {
                Ok(again) => assert_eq!(value, again, "{text:?} prints as {written:?}"),
                Err(error) => panic!("{text:?} prints as {written:?}: {error}"),
            }
        }
        Err(error) => check_refusal(&error),
    }
}
