//! Errors of the analysis.
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
use crate::text::{Found, debug_as_display};

/// Why data give no estimate. Rows and data sets are counted from 1.
#[derive(Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// The columns of an arm do not match, or one of its participants has no change.
    #[error("arm {arm:?}: {cause}")]
    Column {
        /// The name of the arm.
        arm: String,
        /// What is wrong, with the row.
        cause: ColumnError,
    },
    /// An arm has too few participants.
    #[error("arm {arm:?}: number of participants is {participants}; expected at least {needed}")]
    TooFew {
        /// The name of the arm.
        arm: String,
        /// The number of participants it has.
        participants: usize,
        /// The number of participants it needs.
        needed: usize,
    },
    /// The values do not vary, or the model fits them exactly, so that the standard error is 0.
    #[error(
        "{0}: the standard error is 0, since all values are equal or fit exactly; expected values that vary"
    )]
    NoSpread(String),
    /// The estimate or an end of its interval is outside the limits of its scale.
    #[error("{what}: {cause}")]
    OutOfRange {
        /// The estimate, or the end of its interval.
        what: String,
        /// Which number is out of range, and the range.
        cause: ChangeError,
    },
    /// A number of an estimate is outside its range.
    #[error("{estimator}: {what} is {}; expected {expected}", Found(*value))]
    Number {
        /// The estimator.
        estimator: String,
        /// The number that is out of range.
        what: &'static str,
        /// Its value.
        value: f64,
        /// The range.
        expected: &'static str,
    },
    /// A response, an exposure or an estimate has an empty name.
    #[error("the {0} has no name; expected more than white space")]
    Unnamed(&'static str),
    /// An arm is compared with itself.
    #[error("arm and reference are both {0:?}; expected two arms")]
    SameArm(String),
    /// All doses are equal, so that there is no trend over dose.
    #[error("all doses are {}; expected at least two different ones", Found(*.0))]
    EqualDoses(f64),
    /// Values fit their regression exactly, so that there is no residual variance to draw imputed values from.
    #[error(
        "{0}: no residual variance to draw from, since the values fit their regression exactly; expected values that \
         vary about it"
    )]
    NoResidual(String),
    /// An arm has more or fewer covariates than there are names of covariates.
    #[error("number of covariates of arm {arm:?} is {found}; expected {expected}")]
    Covariates {
        /// The name of the arm.
        arm: String,
        /// The number of covariates of the arm.
        found: usize,
        /// The number and the names of the covariates expected.
        expected: String,
    },
    /// A column of a model is longer or shorter than its arm.
    #[error("{column} of arm {arm:?} has {rows} rows; expected {expected}")]
    Rows {
        /// The name of the arm.
        arm: String,
        /// The name of the column.
        column: String,
        /// The number of rows of the column.
        rows: usize,
        /// The number of participants of the arm.
        expected: usize,
    },
    /// A number is NaN, infinite, or beyond ±1e150.
    #[error("{column} of arm {arm:?} is {} in row {row}; expected a number within ±1e150", Found(*value))]
    TooLarge {
        /// The name of the arm.
        arm: String,
        /// The name of the column.
        column: String,
        /// The row, from 1.
        row: usize,
        /// The number that was given.
        value: f64,
    },
    /// A covariate or stratum is constant, or a linear combination of the columns before it.
    #[error(
        "{0} is constant or a linear combination of the columns before it; expected an independent column"
    )]
    Dependent(String),
    /// A model has at least as many coefficients as there are participants.
    #[error(
        "number of participants is {participants}, for {coefficients} coefficients; expected more participants"
    )]
    NoFreedom {
        /// The number of participants.
        participants: usize,
        /// The number of coefficients.
        coefficients: usize,
    },
    /// Pooling needs at least two imputed data sets.
    #[error("number of imputed data sets is {0}; expected at least 2")]
    TooFewImputations(usize),
    /// Pooled estimates have different estimators or confidence levels.
    #[error("imputed data set {data_set} has {found}; expected {expected}, as the first has")]
    Unlike {
        /// The first data set that differs, from 1.
        data_set: usize,
        /// Its estimator and confidence level.
        found: String,
        /// The estimator and confidence level of the first data set.
        expected: String,
    },
    /// The lower end of a published interval is not below its upper end.
    #[error("an interval from {} to {}; expected the lower end first", Found(*low), Found(*high))]
    Interval {
        /// The end given first.
        low: f64,
        /// The end given second.
        high: f64,
    },
    /// A count that a ratio divides by is 0, or there is no stratum.
    #[error("number of {0} is 0; expected at least 1")]
    Undefined(&'static str),
    /// A number has no logarithm, since it is not above 0.
    #[error("{column} is {} in row {row}; expected a finite number above 0", Found(*value))]
    NotPositive {
        /// The name of the column, with that of its arm if it has one.
        column: String,
        /// The row, from 1.
        row: usize,
        /// The number that was given.
        value: f64,
    },
    /// A model of arms has fewer than two of them.
    #[error("number of arms is {0}; expected at least 2")]
    TooFewArms(usize),
    /// Two arms, or two participants or visits of an arm, have the same name.
    #[error("two {what} are called {name:?}; expected each name once")]
    NameTwice {
        /// The kind of thing that has the name, such as arms.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// There is no such arm, visit or participant.
    #[error("no {what} {name:?}; expected one of {known}")]
    Unknown {
        /// The kind of thing that was asked for, such as an arm.
        what: &'static str,
        /// The name that was asked for.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// A participant has a value after a missing one, which monotone imputation does not allow.
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
    /// A visit of an arm has too few values for the regression that imputes its missing ones.
    #[error(
        "arm {arm:?}: number of participants with a value at {visit} is {participants}; expected at least {needed} \
         to impute the others"
    )]
    TooFewAtVisit {
        /// The name of the arm.
        arm: String,
        /// The visit.
        visit: String,
        /// The number of participants with a value at the visit.
        participants: usize,
        /// The number of participants needed.
        needed: usize,
    },
    /// A count is outside its range.
    #[error("number of {what} is {count}; expected {least} to {most}")]
    Count {
        /// The things counted.
        what: &'static str,
        /// The count.
        count: usize,
        /// The smallest count allowed.
        least: usize,
        /// The largest count allowed.
        most: usize,
    },
    /// There are more or fewer doses than exposures or arms.
    #[error("number of doses is {found}; expected {expected}")]
    Doses {
        /// The number of doses.
        found: usize,
        /// The number of exposures or arms.
        expected: usize,
    },
    /// A stratum does not have what the analysis needs.
    #[error("stratum {stratum}: {cause}")]
    Stratum {
        /// The first such stratum, from 1.
        stratum: usize,
        /// What it lacks.
        cause: Box<Self>,
    },
    /// The strata of an analysis do not all compare the same arms.
    #[error("stratum {stratum} compares {found}; expected {expected}, as the first does")]
    OtherArms {
        /// The first stratum that differs, from 1.
        stratum: usize,
        /// The arms of that stratum.
        found: String,
        /// The arms of the first stratum.
        expected: String,
    },
    /// There are too many participants for the exact permutation test.
    #[error(
        "number of participants is {participants}; expected at most {limit} for an exact permutation"
    )]
    TooMany {
        /// The number of participants.
        participants: usize,
        /// The largest number allowed.
        limit: usize,
    },
}

debug_as_display!(AnalysisError);

impl AnalysisError {
    /// An error if a name for the sentences is empty.
    pub(crate) fn unless_named(what: &'static str, name: &str) -> Result<(), Self> {
        if name.trim().is_empty() { Err(Self::Unnamed(what)) } else { Ok(()) }
    }

    /// An error unless the numbers of this kind are finite.
    pub(crate) fn unless_finite(
        estimator: &str,
        what: &'static str,
        numbers: &[f64],
    ) -> Result<(), Self> {
        match numbers.iter().find(|number| !number.is_finite()) {
            Some(&value) => {
                let estimator = estimator.to_owned();
                Err(Self::Number { estimator, what, value, expected: "a finite number" })
            }
            None => Ok(()),
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
