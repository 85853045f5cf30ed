//! Labels, trials and results of antisense and other oligonucleotides, with their sources; a file a drug.
//!
//! ```
//! use aso_regimen::catalog;
//! use aso_regimen::evidence::label::Authority;
//!
//! let labels = catalog::labels().substance("tofersen").authority(Authority::Us);
//! let label = labels.iter().next().expect("the US label of tofersen");
//! assert!(label.regimen().to_string().ends_with("IT q14d x3, then q28d"));
//! ```

use crate::dosing::missed_dose::{Action, Limit, Measure, Rule, TimeBand, TimeRule};
use crate::dosing::regimen::Regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::monitoring::{Monitoring, MonitoringAction, ValueBand, ValueLimit};
use crate::evidence::printed::Printed;
use crate::evidence::source::{Source, Status};
use crate::evidence::trial::{NctNumber, Trial, TrialBuilder};

/// Declares the drugs' modules and collects what each offers, so that a drug is one file and one line here.
macro_rules! drugs {
    ($($drug:ident: $($part:ident)&+),+ $(,)?) => {
        $(pub mod $drug;)+

        /// Every label of the catalog, drug by drug.
        pub fn labels() -> Labels {
            let drugs = [$($(offered!(labels, $part, $drug)),+),+];
            Labels {
                labels: drugs.into_iter().flatten().collect(),
            }
        }

        /// Every trial of the catalog, drug by drug.
        ///
        /// One registration can hold several trials: both parts of NCT02623699 are here.
        ///
        /// ```
        /// use aso_regimen::catalog;
        ///
        /// let trials = catalog::trials();
        /// let endear = trials.iter().find(|trial| trial.title() == "ENDEAR").expect("of nusinersen");
        /// assert_eq!(endear.registration().to_string(), "NCT02193074");
        /// ```
        pub fn trials() -> Vec<Trial> {
            let drugs = [$($(offered!(trials, $part, $drug)),+),+];
            drugs.into_iter().flatten().collect()
        }
    };
}

/// What is wanted of a drug, if this part of what it offers is that.
macro_rules! offered {
    (labels, labels, $drug:ident) => {
        $drug::labels()
    };
    (trials, trials, $drug:ident) => {
        $drug::trials()
    };
    ($wanted:ident, $part:ident, $drug:ident) => {
        Vec::new()
    };
}

drugs! {
    casimersen: labels,
    donidalorsen: labels,
    eplontersen: labels,
    eteplirsen: labels,
    fitusiran: labels,
    fomivirsen: labels,
    givosiran: labels,
    golodirsen: labels,
    imetelstat: labels,
    inclisiran: labels,
    inotersen: labels,
    lumasiran: labels,
    mipomersen: labels,
    nedosiran: labels,
    nusinersen: labels & trials,
    olezarsen: labels,
    patisiran: labels,
    tofersen: labels & trials,
    tominersen: trials,
    ulefnersen: trials,
    viltolarsen: labels,
    volanesorsen: labels,
    vutrisiran: labels,
    zilganersen: trials,
}

/// Labels that were looked up, in the order of the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    labels: Vec<Label>,
}

impl Labels {
    /// Only those of a substance, by its nonproprietary name in lower case.
    #[must_use]
    pub fn substance(self, substance: &str) -> Self {
        self.filter(|label| label.substance() == substance)
    }

    /// Only those of a product, by its brand name.
    #[must_use]
    pub fn product(self, product: &str) -> Self {
        self.filter(|label| label.product() == product)
    }

    /// Only those of an authority.
    #[must_use]
    pub fn authority(self, authority: Authority) -> Self {
        self.filter(|label| label.authority() == authority)
    }

    /// Only those that no later edition is known to have replaced.
    #[must_use]
    pub fn current(self) -> Self {
        self.filter(|label| !label.is_superseded())
    }

    /// Only those that fulfil a condition.
    #[must_use]
    pub fn filter(mut self, keep: impl Fn(&Label) -> bool) -> Self {
        self.labels.retain(|label| keep(label));
        self
    }

    /// The labels.
    pub fn iter(&self) -> core::slice::Iter<'_, Label> {
        self.labels.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

impl<'l> IntoIterator for &'l Labels {
    type Item = &'l Label;
    type IntoIter = core::slice::Iter<'l, Label>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Labels {
    type Item = Label;
    type IntoIter = std::vec::IntoIter<Label>;

    fn into_iter(self) -> Self::IntoIter {
        self.labels.into_iter()
    }
}

/// A regimen from the text form, for the literals of this catalog; a test reads every one of them.
fn regimen(text: &str) -> Regimen {
    match text.parse() {
        Ok(regimen) => regimen,
        Err(error) => panic!("{text}: {error}"),
    }
}

/// A place in a document.
fn source(document: &'static str, place: &'static str, status: Status) -> Source {
    Source::new(document, status).at(place)
}

/// A rule of bands, each up to its limit, for the literals of this catalog.
fn by_time(measure: Measure, limited: &[(Limit, Action)], beyond: Action) -> Rule {
    let limited = limited
        .iter()
        .map(|&(limit, action)| TimeBand::new(limit, action));
    let bands = limited.chain([TimeBand::beyond(beyond)]).collect();
    match TimeRule::new(measure, bands) {
        Ok(rule) => rule.into(),
        Err(error) => panic!("{error}"),
    }
}

/// A measured value by bands, each up to its limit, for the literals of this catalog.
fn monitored(
    (what, unit): (&'static str, &'static str),
    limited: Vec<(ValueLimit, MonitoringAction, &'static str)>,
    (beyond, additional_instructions): (MonitoringAction, &'static str),
    source: Source,
) -> Monitoring {
    let limited = limited
        .into_iter()
        .map(|(limit, action, additional_instructions)| ValueBand {
            limit: Some(limit),
            action,
            additional_instructions: additional_instructions.into(),
        });
    let last = ValueBand {
        limit: None,
        action: beyond,
        additional_instructions: additional_instructions.into(),
    };
    match Monitoring::new(what, unit, limited.chain([last]).collect(), source) {
        Ok(monitoring) => monitoring,
        Err(error) => panic!("{error}"),
    }
}

/// Values below a number.
fn below(limit: &str) -> ValueLimit {
    ValueLimit::Below(printed(limit))
}

/// A number as printed, for the literals of this catalog.
fn printed(text: &str) -> Printed {
    match text.parse() {
        Ok(printed) => printed,
        Err(error) => panic!("{error}"),
    }
}

/// A registration, for the literals of this catalog.
fn nct(text: &str) -> NctNumber {
    match text.parse() {
        Ok(number) => number,
        Err(error) => panic!("{error}"),
    }
}

/// A trial of this catalog, whose parts fit together; a test builds every one of them.
fn built(trial: TrialBuilder) -> Trial {
    match trial.build() {
        Ok(trial) => trial,
        Err(error) => panic!("{error}"),
    }
}
