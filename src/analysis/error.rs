//! Why data give no estimate.
//!
//! ```
//! use aso_regimen::analysis::arm::ArmData;
//!
//! let refused = ArmData::new("drug", &[], &[]).unwrap_err();
//! assert_eq!(
//!     refused.to_string(),
//!     "arm \"drug\": number of participants is 0; expected at least 1",
//! );
//! ```

use thiserror::Error;

use crate::measure::change::{ChangeError, ColumnError};
use crate::text::debug_as_display;

/// Why data give no estimate. Rows and data sets count from 1.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// The columns of an arm do not match, or one of its participants has no change.
    #[error("arm {arm:?}: {cause}")]
    Column {
        /// The name of the arm.
        arm: String,
        /// What is wrong, and in which row.
        cause: ColumnError,
    },
    /// An arm has too few participants.
    #[error("arm {arm:?}: number of participants is {participants}; expected at least {needed}")]
    TooFew {
        /// The name of the arm.
        arm: String,
        /// How many it has.
        participants: usize,
        /// How many it takes.
        needed: usize,
    },
    /// All values are equal, or fit exactly, so that there is no standard error.
    #[error("{0}: no standard error, since nothing varies; expected values that differ")]
    NoSpread(String),
    /// The estimate or an end of its interval is beyond what its scale can hold.
    #[error("{what}: {cause}")]
    OutOfRange {
        /// What was to be estimated, or which end of its interval.
        what: String,
        /// What is out of range, and of which.
        cause: ChangeError,
    },
    /// A number of an estimate is outside its range.
    #[error("{estimator}: {what} is {value}; expected {expected}")]
    Number {
        /// What was estimated.
        estimator: String,
        /// Which number.
        what: &'static str,
        /// What was given.
        value: f64,
        /// Its range.
        expected: &'static str,
    },
    /// What a sentence is about has no name.
    #[error("no name of the {0}; expected more than white space")]
    Unnamed(&'static str),
    /// An arm is compared with itself.
    #[error("arm and reference are both {0:?}; expected two arms")]
    SameArm(String),
    /// No trend over one dose.
    #[error("all doses are {0}; expected at least two different ones")]
    EqualDoses(f64),
    /// Values that fit their regression exactly leave nothing to draw from.
    #[error(
        "{0}: no residual variance to draw from, since the values fit their regression exactly; expected values that \
         vary about it"
    )]
    NoResidual(String),
    /// An arm has more or fewer covariates than were named.
    #[error("number of covariates of arm {arm:?} is {found}; expected {expected}")]
    Covariates {
        /// The name of the arm.
        arm: String,
        /// How many it has.
        found: usize,
        /// How many there should be, and their names.
        expected: String,
    },
    /// A column of a model is not as long as its arm.
    #[error("{column} of arm {arm:?} has {rows} rows; expected {expected}")]
    Rows {
        /// The name of the arm.
        arm: String,
        /// The name of the column.
        column: String,
        /// How many rows it has.
        rows: usize,
        /// How many participants the arm has.
        expected: usize,
    },
    /// A number is NaN, infinite, or so large that its square is.
    #[error("{column} of arm {arm:?} is {value} in row {row}; expected a number within ±1e150")]
    TooLarge {
        /// The name of the arm.
        arm: String,
        /// The name of the column.
        column: String,
        /// The row, from 1.
        row: usize,
        /// What was given.
        value: f64,
    },
    /// A covariate is constant, or a combination of the columns before it.
    #[error("{0} adds nothing to the columns before it; expected one that varies on its own")]
    Dependent(String),
    /// A model has as many coefficients as there are participants.
    #[error(
        "number of participants is {participants}, for {coefficients} coefficients; expected more participants"
    )]
    NoFreedom {
        /// How many participants there are.
        participants: usize,
        /// How many coefficients the model has.
        coefficients: usize,
    },
    /// Something needs more data sets, such as imputations.
    #[error("number of imputed data sets is {0}; expected at least 2")]
    TooFewImputations(usize),
    /// Estimates of different things, or at different levels, were to be pooled.
    #[error("imputed data set {data_set} has {found}; expected {expected}, as the first has")]
    Unlike {
        /// The first that differs, from 1.
        data_set: usize,
        /// Its estimator and level.
        found: String,
        /// Those of the first.
        expected: String,
    },
    /// The ends of a published interval are equal or the wrong way round.
    #[error("an interval from {low} to {high}; expected the lower end first")]
    Interval {
        /// The end that was given first.
        low: f64,
        /// The end that was given second.
        high: f64,
    },
    /// A ratio of wins has no wins or losses to divide by.
    #[error("no {0} between the arms; expected at least one")]
    Undefined(&'static str),
    /// A number has no logarithm.
    #[error("{column} is {value} in row {row}; expected a finite number above 0")]
    NotPositive {
        /// The name of the column, and of its arm where it has one.
        column: String,
        /// The row, from 1.
        row: usize,
        /// What was given.
        value: f64,
    },
    /// A model of arms compares them.
    #[error("number of arms is {0}; expected at least 2")]
    TooFewArms(usize),
    /// Arms, and the participants and visits of an arm, are told apart by name.
    #[error("two {what} are called {name:?}; expected each name once")]
    NameTwice {
        /// What has the name, such as arms.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// There is no such arm, visit or participant.
    #[error("no {what} {name:?}; expected one of {known}")]
    Unknown {
        /// What was asked for, such as an arm.
        what: &'static str,
        /// Its name.
        name: String,
        /// The names there are.
        known: String,
    },
    /// A value is missing before one that is there, which monotone imputation does not fill.
    #[error(
        "arm {arm:?}, participant {participant}: no value at {visit}, but one at {later}; \
         expected no value after a missing one, as monotone imputation needs"
    )]
    NotMonotone {
        /// The name of the arm.
        arm: String,
        /// The participant.
        participant: String,
        /// The visit of the missing value.
        visit: String,
        /// A later visit with a value.
        later: String,
    },
    /// A visit of an arm has too few values for the model that imputes the others.
    #[error(
        "arm {arm:?}: number of participants with a value at {visit} is {participants}; expected at least {needed} \
         to impute the others"
    )]
    TooFewAtVisit {
        /// The name of the arm.
        arm: String,
        /// The visit.
        visit: String,
        /// How many have a value.
        participants: usize,
        /// How many it takes.
        needed: usize,
    },
    /// A count that was given is outside its range.
    #[error("number of {what} is {count}; expected {least} to {most}")]
    Count {
        /// What is counted.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// The fewest allowed.
        least: usize,
        /// The most allowed.
        most: usize,
    },
    /// There are more or fewer doses than they belong to.
    #[error("number of doses is {found}; expected {expected}")]
    Doses {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Strata of one analysis compare other arms.
    #[error("stratum {stratum} compares {found}; expected {expected}, as the first does")]
    OtherArms {
        /// The first that differs, from 1.
        stratum: usize,
        /// Its arms.
        found: String,
        /// Those of the first.
        expected: String,
    },
    /// There are too many participants for an exact permutation.
    #[error(
        "number of participants is {participants}; expected at most {limit} for an exact permutation"
    )]
    TooMany {
        /// How many there are.
        participants: usize,
        /// How many are allowed.
        limit: usize,
    },
}

debug_as_display!(AnalysisError);

impl AnalysisError {
    /// An error if a name for the sentences is empty.
    pub(crate) fn unless_named(what: &'static str, name: &str) -> Result<(), Self> {
        if name.trim().is_empty() { Err(Self::Unnamed(what)) } else { Ok(()) }
    }

    pub(crate) fn out_of_range(estimate: String, what: &'static str) -> Self {
        Self::OutOfRange {
            what: estimate,
            cause: ChangeError::OutOfRange { what, expected: "a finite number" },
        }
    }

    pub(crate) fn unknown<'n>(
        what: &'static str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Self {
        let known = known.collect::<Vec<_>>().join(", ");
        Self::Unknown { what, name: name.to_owned(), known }
    }

    pub(crate) fn column(arm: &str, cause: ColumnError) -> Self {
        Self::Column { arm: arm.to_owned(), cause }
    }
}
