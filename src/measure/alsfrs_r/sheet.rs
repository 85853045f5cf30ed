//! The ratings of one visit, and what to do where one is missing.

use thiserror::Error;

use crate::measure::alsfrs_r::item::{BroadDomain, CuttingForm, Domain, Item};
use crate::measure::alsfrs_r::total::Total;
use crate::text::debug_as_display;

/// The highest rating of an item: normal function.
const BEST_RATING: u8 = 4;

/// The ratings of one visit: each of the twelve items rated 0 to 4, or missing.
///
/// An incomplete sheet has no total. No published rule for missing items is known to us, so none is built in;
/// [`Sheet::fill`] applies the caller's, and the sheet remembers which items were filled.
///
/// ```
/// use aso_regimen::measure::alsfrs_r::{CuttingForm, Domain, Item, Sheet};
///
/// let row = [4, 4, 3, 3, 2, 3, 3, 2, 1, 4, 4, 4].map(Some);
/// let sheet = Sheet::from_row(CuttingForm::WithoutGastrostomy, row)?;
/// assert_eq!(sheet.total()?.points(), 37);
/// assert_eq!(sheet.domain(Domain::FineMotor)?, 8);
///
/// let partial = Sheet::new(CuttingForm::WithGastrostomy).rate(Item::Speech, 4)?;
/// assert_eq!(partial.missing().count(), 11);
/// assert!(partial.total().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "crate::text::plain::Plain<SheetForm>", into = "SheetForm")
)]
pub struct Sheet {
    form: CuttingForm,
    ratings: [Option<u8>; 12],
    filled: [bool; 12],
}

impl Sheet {
    /// Returns a sheet without ratings.
    pub const fn new(form: CuttingForm) -> Self {
        Self { form, ratings: [None; 12], filled: [false; 12] }
    }

    /// Returns the sheet of a row of a data file: items 1 to 12 in order, `None` for a missing rating.
    ///
    /// # Errors
    ///
    /// If a rating is above 4.
    pub fn from_row(form: CuttingForm, ratings: [Option<u8>; 12]) -> Result<Self, SheetError> {
        let rated = Item::ALL.into_iter().zip(ratings);
        rated
            .filter_map(|(item, rating)| Some((item, rating?)))
            .try_fold(Self::new(form), |sheet, (item, rating)| sheet.rate(item, rating))
    }

    /// Returns this sheet with a rating of one more item, 0 to 4.
    ///
    /// # Errors
    ///
    /// If the rating is above 4, or if the item is already rated.
    pub fn rate(mut self, item: Item, rating: u8) -> Result<Self, SheetError> {
        if rating > BEST_RATING {
            return Err(SheetError::Rating { item, rating });
        }
        match self.ratings[item.index()].replace(rating) {
            Some(_) => Err(SheetError::RatedTwice(item)),
            None => Ok(self),
        }
    }

    /// The wording of item 5.
    pub const fn form(&self) -> CuttingForm {
        self.form
    }

    /// The rating of an item, 0 to 4; `None` if it is missing.
    pub const fn rating(&self, item: Item) -> Option<u8> {
        self.ratings[item.index()]
    }

    /// The items without a rating, in the order of the form.
    pub fn missing(&self) -> impl Iterator<Item = Item> + '_ {
        Item::ALL.into_iter().filter(|item| self.rating(*item).is_none())
    }

    /// The items filled by [`Sheet::fill`].
    pub fn filled(&self) -> impl Iterator<Item = Item> + '_ {
        Item::ALL.into_iter().filter(|item| self.filled[item.index()])
    }

    /// Returns this sheet with missing items filled by `rule`. If it returns `None`, the item stays missing.
    ///
    /// ```
    /// use aso_regimen::measure::alsfrs_r::{CuttingForm, Item, Sheet};
    ///
    /// let mut row = [Some(3); 12];
    /// row[7] = None;
    /// let sheet = Sheet::from_row(CuttingForm::WithoutGastrostomy, row)?;
    /// let carried_forward = |item| (item == Item::Walking).then_some(2);
    /// let sheet = sheet.fill(carried_forward)?;
    /// assert_eq!(sheet.total()?.points(), 35);
    /// assert!(sheet.filled().eq([Item::Walking]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the rule returns a rating above 4.
    pub fn fill(&self, rule: impl Fn(Item) -> Option<u8>) -> Result<Self, SheetError> {
        let mut sheet = *self;
        for item in self.missing() {
            if let Some(rating) = rule(item) {
                sheet = sheet.rate(item, rating)?;
                sheet.filled[item.index()] = true;
            }
        }
        Ok(sheet)
    }

    /// The sum of all twelve items.
    ///
    /// # Errors
    ///
    /// If an item is missing; the error lists them.
    pub fn total(&self) -> Result<Total, IncompleteSheet> {
        self.sum(|_| true).map(Total)
    }

    /// The sum of a domain's three items, 0 to 12 points.
    ///
    /// # Errors
    ///
    /// If an item of that domain is missing.
    pub fn domain(&self, domain: Domain) -> Result<u8, IncompleteSheet> {
        self.sum(|item| item.domain() == domain)
    }

    /// The sum of a domain of three: bulbar 0 to 12, motor 0 to 24, respiratory 0 to 12 points.
    ///
    /// # Errors
    ///
    /// If an item of that domain is missing.
    pub fn broad_domain(&self, domain: BroadDomain) -> Result<u8, IncompleteSheet> {
        self.sum(|item| BroadDomain::from(item.domain()) == domain)
    }

    fn sum(&self, counts: impl Fn(Item) -> bool) -> Result<u8, IncompleteSheet> {
        let items = || Item::ALL.into_iter().filter(|item| counts(*item));
        let missing: Vec<_> = items().filter(|item| self.rating(*item).is_none()).collect();
        if missing.is_empty() {
            return Ok(items().filter_map(|item| self.rating(item)).sum());
        }
        Err(IncompleteSheet { missing })
    }
}

/// Why ratings are refused as a [`Sheet`].
#[derive(Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SheetError {
    /// A rating is above 4.
    #[error("{item} is rated {rating}, expected 0 to 4")]
    Rating {
        /// The item.
        item: Item,
        /// The rating.
        rating: u8,
    },
    /// An item is rated twice.
    #[error("{0} is rated twice, expected one rating")]
    RatedTwice(Item),
    /// A filled item has no rating.
    #[error("{0} is listed as filled and has no rating, expected one")]
    FilledWithoutRating(Item),
}

/// Why a total or a sum of a domain is refused: items are missing.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("no rating of {}; expected one of each item that is summed", list(missing))]
pub struct IncompleteSheet {
    missing: Vec<Item>,
}

impl IncompleteSheet {
    /// The missing items, in the order of the form.
    pub fn items(&self) -> impl Iterator<Item = Item> + '_ {
        self.missing.iter().copied()
    }
}

fn list(items: &[Item]) -> String {
    let items: Vec<_> = items.iter().map(Item::to_string).collect();
    items.join(", ")
}

debug_as_display!(SheetError, IncompleteSheet);

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(expecting = "a sheet of ratings", deny_unknown_fields)]
struct SheetForm {
    item_5: CuttingForm,
    ratings: [Option<u8>; 12],
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    filled: Vec<Item>,
}

#[cfg(feature = "serde")]
impl TryFrom<crate::text::plain::Plain<SheetForm>> for Sheet {
    type Error = SheetError;

    fn try_from(
        crate::text::plain::Plain(form): crate::text::plain::Plain<SheetForm>,
    ) -> Result<Self, SheetError> {
        let mut sheet = Self::from_row(form.item_5, form.ratings)?;
        for item in form.filled {
            if sheet.rating(item).is_none() {
                return Err(SheetError::FilledWithoutRating(item));
            }
            sheet.filled[item.index()] = true;
        }
        Ok(sheet)
    }
}

#[cfg(feature = "serde")]
impl From<Sheet> for SheetForm {
    fn from(sheet: Sheet) -> Self {
        Self { item_5: sheet.form, ratings: sheet.ratings, filled: sheet.filled().collect() }
    }
}
