//! The codes of arms (ARMCD) and elements (ETCD).

use crate::interchange::error::FormatError;
use crate::interchange::sdtm::element::Element;
use crate::interchange::sdtm::path::ArmPath;
use crate::interchange::sdtm::study::Study;
use crate::interchange::table::DataValue;
use crate::text::excerpt::quoted;

/// The variable of a code, and its most characters (SDTMIG 3.4, sections 7.2.1 and 7.2.2).
const ARMCD: (&str, usize) = ("ARMCD", 20);
const ETCD: (&str, usize) = ("ETCD", 8);

/// The codes of the arms and elements of a trial, in their order.
pub(super) struct Codes {
    pub(super) arms: Vec<String>,
    elements: Vec<String>,
}

impl Codes {
    /// The codes that the study has, and A1, E1 ... for the others.
    ///
    /// # Errors
    ///
    /// If the study has a code for another name, if a code is too long, or if two are the same.
    pub(super) fn of(
        study: &Study,
        paths: &[ArmPath<'_>],
        elements: &[Element],
    ) -> Result<Self, FormatError> {
        let arms: Vec<&str> = paths.iter().map(|path| path.name.as_str()).collect();
        let elements: Vec<&str> = elements.iter().map(|element| element.name.as_str()).collect();
        let known = |name: &str| arms.contains(&name) || elements.contains(&name);
        if let Some((name, code)) = study.codes.iter().find(|(name, _)| !known(name)) {
            let found = format!("code {} for {}", quoted(code), quoted(name));
            let place = "codes of arms and elements";
            return Err(FormatError::expected(place, "the name of an arm or element", found));
        }
        Ok(Self { arms: codes_of_arms(study, paths)?, elements: codes(study, &elements, ETCD)? })
    }

    pub(super) fn of_element(&self, all: &[Element], element: &Element) -> DataValue {
        let place = all.iter().position(|other| other == element);
        place.map(|place| self.elements[place].as_str()).into()
    }
}

/// The codes of the arms, as [`Codes::of`] has them.
///
/// # Errors
///
/// If a code is too long, or if two are the same.
pub(super) fn codes_of_arms(
    study: &Study,
    paths: &[ArmPath<'_>],
) -> Result<Vec<String>, FormatError> {
    let names: Vec<&str> = paths.iter().map(|path| path.name.as_str()).collect();
    codes(study, &names, ARMCD)
}

fn codes(
    study: &Study,
    names: &[&str],
    (variable, longest): (&'static str, usize),
) -> Result<Vec<String>, FormatError> {
    let mut codes: Vec<String> = Vec::with_capacity(names.len());
    for (name, number) in names.iter().zip(1..) {
        let own = study.codes.iter().find(|(of, _)| of == name);
        let code =
            own.map_or_else(|| format!("{}{number}", &variable[..1]), |(_, code)| code.clone());
        let place = || format!("{variable} of {}", quoted(name));
        if code.chars().count() > longest {
            let expected = format!("at most {longest} characters");
            return Err(FormatError::expected(place(), expected, quoted(&code)));
        }
        if codes.contains(&code) {
            let found = format!("{} twice", quoted(&code));
            return Err(FormatError::expected(place(), "a code of its own", found));
        }
        codes.push(code);
    }
    Ok(codes)
}
