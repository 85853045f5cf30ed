//! User-supplied labels that replace or extend those of the catalog.

use crate::catalog::selection::Labels;
use crate::evidence::label::Label;

/// User-supplied labels. A label replaces the label of the catalog with the same key, in upper or lower case; the
/// others are added.
///
/// ```
/// use aso_regimen::catalog::Overlay;
/// use aso_regimen::evidence::label::Authority;
/// use aso_regimen::evidence::source::Status;
/// use aso_regimen::{Label, Regimen, Source};
///
/// let newer = Label::builder("Qalsody", Authority::Us)
///     .substance("tofersen")
///     .edition("2027-02")
///     .regimen("100 mg IT q14d x3, then q28d".parse::<Regimen>()?)
///     .source(Source::new(
///         "Qalsody US prescribing information, our reading",
///         Status::LabelText,
///     ))
///     .build()?;
/// let overlay = Overlay::of([newer]);
/// let us = overlay.labels().named("tofersen").authority(Authority::Us);
/// assert_eq!(us.clone().current("2027-03-01".parse()?).one()?.edition(), Some("2027-02"));
/// assert_eq!(us.current("2026-11-26".parse()?).one()?.edition(), Some("2023"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlay {
    own: Vec<Label>,
}

/// The key by which labels replace each other.
fn key(label: &Label) -> String {
    label.key().to_string().to_lowercase()
}

impl Overlay {
    /// Returns an overlay of these labels. If several have the same key, the last is used.
    pub fn of(labels: impl IntoIterator<Item = Label>) -> Self {
        let mut overlay = Self::default();
        overlay.extend(labels);
        overlay
    }

    /// Returns the labels of the catalog, each replaced by the overlay's label of the same key if there is one, and
    /// then the other labels of the overlay.
    pub fn labels(&self) -> Labels<'_> {
        let own = |label: &Label| self.own.iter().find(|own| key(own) == key(label));
        let catalog = super::labels();
        let replaced = catalog.iter().map(|label| own(label).unwrap_or(label));
        let known: Vec<_> = catalog.iter().map(key).collect();
        let further = self.own.iter().filter(|own| !known.contains(&key(own)));
        replaced.chain(further).collect()
    }
}

impl Extend<Label> for Overlay {
    fn extend<I: IntoIterator<Item = Label>>(&mut self, labels: I) {
        for label in labels {
            self.own.retain(|known| key(known) != key(&label));
            self.own.push(label);
        }
    }
}

#[cfg(feature = "interchange")]
mod files {
    use serde::de::DeserializeOwned;
    use serde_json::{Map, Value};
    use thiserror::Error;

    use super::Overlay;
    use crate::dosing::missed_dose::MissedDosePolicy;
    use crate::evidence::label::{Authority, Label, LabelRegimen};
    use crate::evidence::monitoring::{ConditionalRule, Monitoring};
    use crate::evidence::source::Source;
    use crate::text::debug_as_display;
    use crate::text::plain::{in_plain_words, short};

    /// A file that is not a valid label. The text names the file, the field, such as `regimens[1]` (counted from 0),
    /// and the reason.
    #[derive(Error)]
    #[error("{file}: {why}")]
    pub struct OverlayError {
        file: String,
        why: String,
    }

    debug_as_display!(OverlayError);

    impl Overlay {
        /// Adds the label in a JSON file. The name of the file is used in the error only.
        ///
        /// ```
        /// use aso_regimen::catalog::Overlay;
        ///
        /// let mut overlay = Overlay::default();
        /// let error = overlay.add_json("own.json", r#"{"product": 5}"#).expect_err("no label");
        /// assert_eq!(
        ///     error.to_string(),
        ///     "own.json: product: invalid type: integer `5`, expected a string",
        /// );
        /// ```
        ///
        /// # Errors
        ///
        /// If the text is not a label in JSON. The error names the file, the field and the reason.
        pub fn add_json(&mut self, file: &str, json: &str) -> Result<(), OverlayError> {
            let label = read(json).map_err(|why| OverlayError { file: file.to_owned(), why });
            self.extend([label?]);
            Ok(())
        }
    }

    /// Reads each field by itself first, so that the error can name it.
    fn read(json: &str) -> Result<Label, String> {
        let fields = serde_json::from_str::<Map<String, Value>>(json).map_err(|error| {
            format!("expected a label, found {}", short(&in_plain_words(error)))
        })?;
        for (name, value) in &fields {
            check(name, value)?;
        }
        serde_json::from_str(json).map_err(|error| short(&error))
    }

    /// A field of another name is refused with the label.
    fn check(name: &str, value: &Value) -> Result<(), String> {
        fn is<T: DeserializeOwned>(field: &str, value: &Value) -> Result<(), String> {
            T::deserialize(value).map(drop).map_err(|error| format!("{field}: {}", short(&error)))
        }
        fn each<T: DeserializeOwned>(field: &str, value: &Value) -> Result<(), String> {
            let Value::Array(values) = value else { return is::<Vec<T>>(field, value) };
            let mut numbered = values.iter().enumerate();
            numbered.try_for_each(|(index, value)| is::<T>(&format!("{field}[{index}]"), value))
        }
        match name {
            "product" | "substance" => is::<String>(name, value),
            "edition" => is::<Option<String>>(name, value),
            "superseded" => is::<bool>(name, value),
            "authority" => is::<Authority>(name, value),
            "policy" => is::<MissedDosePolicy>(name, value),
            "regimens" => each::<LabelRegimen>(name, value),
            "monitoring" => each::<Monitoring>(name, value),
            "rules" => each::<ConditionalRule>(name, value),
            "sources" => each::<Source>(name, value),
            _ => Ok(()),
        }
    }
}

#[cfg(feature = "interchange")]
pub use self::files::OverlayError;
