//! Reading regimens, doses and amounts from text.

use core::str::FromStr;

use super::{ParseRegimenError, Problem};
use crate::calendar::{Interval, Window};
use crate::dosing::dose::{
    Amount, BandAmount, Cap, Dose, Minutes, PerKg, Route, WeightBand, WeightBands,
};
use crate::dosing::regimen::{Extent, Phase, Regimen, Role};
use crate::quantity::{ParseQuantityError, Volume};

/// A place in a text, and how to read on from there.
struct Reader<'t> {
    text: &'t str,
    at: usize,
}

type Read<T> = Result<T, ParseRegimenError>;

const UNIT_OF_TIME: &str = "the unit d, w or mo right after the number";
const COUNT: &str = "a number of doses right after the x, such as x3";
const INTERVAL: &str = "an interval such as 14d, 2w or 4mo";
const PACE: &str = "an interval such as q14d, or x1 for one dose";
const WINDOW: &str = "a window such as -3d/+5d";
const ROUTE: &str = "a route: IT, IV, SC or IVT";
const AMOUNT: &str = "an amount such as 100 mg";
const NEXT_PHASE: &str = "the end, or a next phase after \", then\"";

impl<'t> Reader<'t> {
    /// At the first character that is not a space.
    fn new(text: &'t str) -> Self {
        let mut reader = Self { text, at: 0 };
        reader.skip_spaces();
        reader
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn fail<T>(&self, at: usize, problem: Problem) -> Read<T> {
        Err(ParseRegimenError {
            text: self.text.to_owned(),
            at,
            problem,
        })
    }

    fn expected<T>(&self, what: &'static str) -> Read<T> {
        self.fail(self.at, Problem::Expected(what))
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }

    /// Steps over a mark such as `(` or `then`, if it is next.
    fn eat(&mut self, mark: &str) -> bool {
        let found = self.rest().starts_with(mark);
        if found {
            self.at += mark.len();
        }
        found
    }

    /// Steps over a whole word, if it is next, and the spaces behind it.
    fn eat_word(&mut self, word: &str) -> bool {
        let behind = self.rest().strip_prefix(word);
        let found = behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        if found {
            self.at += word.len();
            self.skip_spaces();
        }
        found
    }

    fn require(&mut self, mark: &str, what: &'static str) -> Read<()> {
        if self.eat(mark) {
            self.skip_spaces();
            return Ok(());
        }
        self.expected(what)
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn whole_number<N: FromStr>(&mut self, what: &'static str) -> Read<N> {
        let start = self.at;
        let digits = self.take_while(|c| c.is_ascii_digit());
        match digits.parse() {
            Ok(number) => Ok(number),
            Err(_) => self.fail(start, Problem::Expected(what)),
        }
    }

    fn finish(&mut self, what: &'static str) -> Read<()> {
        self.skip_spaces();
        if self.rest().is_empty() {
            return Ok(());
        }
        self.expected(what)
    }

    fn interval(&mut self) -> Read<Interval> {
        let start = self.at;
        let number = self.take_while(|c| c.is_ascii_digit());
        if number.is_empty() {
            return self.expected(INTERVAL);
        }
        let unit = self.at;
        if !["d", "w", "mo"].contains(&self.take_while(char::is_alphanumeric)) {
            return self.fail(unit, Problem::Expected(UNIT_OF_TIME));
        }
        match self.text[start..self.at].parse() {
            Ok(interval) => Ok(interval),
            Err(_) => self.fail(
                start,
                Problem::Expected("at least 1 and at most 4294967295 days or months"),
            ),
        }
    }

    /// A number with its unit, such as `100 mg`.
    fn quantity<Q: FromStr<Err = ParseQuantityError>>(&mut self) -> Read<Q> {
        let start = self.at;
        self.take_while(|c| c.is_ascii_digit() || c == '.');
        self.eat(" ");
        self.take_while(char::is_alphabetic);
        match self.text[start..self.at].parse() {
            Ok(quantity) => Ok(quantity),
            Err(error) => self.fail(start, Problem::Quantity(error)),
        }
    }

    fn band_amount(&mut self) -> Read<BandAmount> {
        if !self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            return self.expected(AMOUNT);
        }
        let mass = self.quantity()?;
        if !self.eat("/kg") {
            return Ok(BandAmount::Fixed(mass));
        }
        let start = self.at;
        self.skip_spaces();
        if !self.eat_word("max") {
            self.at = start;
            return Ok(BandAmount::PerKg(PerKg { mass, cap: None }));
        }
        let cap = Some(self.cap()?);
        Ok(BandAmount::PerKg(PerKg { mass, cap }))
    }

    /// What follows `max`: a body weight in kg, or a mass.
    fn cap(&mut self) -> Read<Cap> {
        let unit = self
            .rest()
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
        if unit.starts_with("kg") {
            return self.quantity().map(Cap::Weight);
        }
        self.quantity().map(Cap::Mass)
    }

    fn amount(&mut self) -> Read<Amount> {
        if self.rest().starts_with('[') {
            return self.bands().map(Amount::Bands);
        }
        Ok(match self.band_amount()? {
            BandAmount::Fixed(mass) => Amount::Fixed(mass),
            BandAmount::PerKg(per_kg) => Amount::PerKg(per_kg),
        })
    }

    fn bands(&mut self) -> Read<WeightBands> {
        let start = self.at;
        self.require("[", "[")?;
        let mut bands = Vec::new();
        let mut heaviest = None;
        loop {
            if self.eat_word("else") {
                heaviest = Some(self.band_amount()?);
                self.skip_spaces();
                break;
            }
            self.require("<", "a weight band such as <100 kg: 30 mg, or else 30 mg")?;
            let below = self.quantity()?;
            self.skip_spaces();
            self.require(":", "a colon between a weight band and its amount")?;
            let amount = self.band_amount()?;
            bands.push(WeightBand { below, amount });
            self.skip_spaces();
            if !self.eat(";") {
                break;
            }
            self.skip_spaces();
        }
        self.require("]", "; and a next weight band, or ] after the last")?;
        match WeightBands::new(bands, heaviest) {
            Ok(bands) => Ok(bands),
            Err(error) => self.fail(start, Problem::Bands(error)),
        }
    }

    fn dose(&mut self) -> Read<Dose> {
        let amount = self.amount()?;
        self.skip_spaces();
        let mut dose = Dose::new(amount, Route::Intrathecal);
        if self.eat("(") {
            dose = self.giving(dose)?;
        }
        let start = self.at;
        let word = self.take_while(char::is_alphanumeric);
        let Ok(route) = word.parse() else {
            return self.fail(start, Problem::Expected(ROUTE));
        };
        self.skip_spaces();
        Ok(dose.by(route))
    }

    /// Details of the giving, from behind the opening bracket to behind the closing one.
    fn giving(&mut self, mut dose: Dose) -> Read<Dose> {
        loop {
            self.skip_spaces();
            if dose.withdrawn().is_none() && self.eat_word("withdraw") {
                dose = dose.withdrawing(self.volume()?);
            } else if dose.duration().is_none() && self.eat_word("over") {
                let Minutes { shortest, longest } = self.minutes()?;
                dose = dose.over_minutes(shortest, longest);
            } else if dose.volume().is_none()
                && self.rest().starts_with(|c: char| c.is_ascii_digit())
            {
                dose = dose.in_volume(self.volume()?);
            } else {
                return self.expected("one each of 15 mL, withdraw 10 mL, over 1-3 min");
            }
            self.skip_spaces();
            if !self.eat(",") {
                break;
            }
        }
        self.require(")", "a comma and a next detail, or )")?;
        Ok(dose)
    }

    fn volume(&mut self) -> Read<Volume> {
        self.quantity()
    }

    fn minutes(&mut self) -> Read<Minutes> {
        const MINUTES: &str = "minutes such as 1-3 min, at most 65535";
        let shortest = self.whole_number(MINUTES)?;
        let longest = if self.eat("-") {
            self.whole_number(MINUTES)?
        } else {
            shortest
        };
        self.skip_spaces();
        self.require("min", "the unit min")?;
        Ok(Minutes { shortest, longest })
    }

    fn role(&mut self) -> Option<Role> {
        Role::ALL
            .into_iter()
            .find(|role| self.eat_word(role.word()))
    }

    /// Whether a dose comes next, and not already the interval or the seam.
    fn at_dose(&self) -> bool {
        self.rest()
            .starts_with(|c: char| c.is_ascii_digit() || c == '[')
    }

    fn extent(&mut self) -> Read<Extent> {
        if self.eat("x") {
            let start = self.at;
            let doses = self.whole_number(COUNT)?;
            if self.rest().starts_with(char::is_alphanumeric) {
                return self.fail(start, Problem::Expected(COUNT));
            }
            self.skip_spaces();
            return Ok(Extent::Doses(doses));
        }
        if self.eat_word("for") {
            let time = self.interval()?;
            self.skip_spaces();
            return Ok(Extent::For(time));
        }
        Ok(Extent::OpenEnded)
    }

    fn window(&mut self) -> Read<Option<Window>> {
        if !self.eat_word("window") {
            return Ok(None);
        }
        let start = self.at;
        let word = self.take_while(|c| c != ' ' && c != ',');
        match word.parse() {
            Ok(window) => Ok(Some(window)),
            Err(_) => self.fail(start, Problem::Expected(WINDOW)),
        }
    }

    fn phase(&mut self, before: Option<&Phase>) -> Read<(Option<Role>, Phase)> {
        let role = self.role();
        let dose = match before {
            Some(before) if !self.at_dose() => before.dose.clone(),
            _ => self.dose()?,
        };
        let seam = if self.eat_word("after") {
            let seam = self.interval()?;
            self.skip_spaces();
            Some(seam)
        } else {
            None
        };
        let interval = if self.eat("q") {
            let interval = self.interval()?;
            self.skip_spaces();
            Some(interval)
        } else if self.rest().starts_with('x') {
            None
        } else {
            return self.expected(PACE);
        };
        let extent = self.extent()?;
        let window = self.window()?;
        let phase = Phase {
            role: role.unwrap_or(Role::Maintenance),
            dose,
            interval,
            extent,
            seam,
            window,
        };
        Ok((role, phase))
    }

    fn regimen(&mut self) -> Read<Regimen> {
        let mut phases: Vec<Phase> = Vec::new();
        let mut roles = Vec::new();
        loop {
            let (role, phase) = self.phase(phases.last())?;
            phases.push(phase);
            roles.push(role);
            self.skip_spaces();
            if !self.eat(",") {
                break;
            }
            self.skip_spaces();
            if !self.eat_word("then") {
                return self.expected("then and a next phase after the comma");
            }
        }
        self.finish(NEXT_PHASE)?;
        let count = phases.len();
        for ((index, phase), role) in phases.iter_mut().enumerate().zip(roles) {
            phase.role = role.unwrap_or_else(|| Regimen::usual_role(index, count, phase.extent));
        }
        match Regimen::new(phases) {
            Ok(regimen) => Ok(regimen),
            Err(error) => self.fail(0, Problem::Regimen(error)),
        }
    }
}

impl FromStr for Regimen {
    type Err = ParseRegimenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Reader::new(text).regimen()
    }
}

impl FromStr for Dose {
    type Err = ParseRegimenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut reader = Reader::new(text);
        let dose = reader.dose()?;
        reader.finish("the end after the route")?;
        match dose.check() {
            Ok(()) => Ok(dose),
            Err(error) => reader.fail(0, Problem::Dose(error)),
        }
    }
}

impl FromStr for Amount {
    type Err = ParseRegimenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut reader = Reader::new(text);
        let amount = reader.amount()?;
        reader.finish("the end after the amount")?;
        match amount.check() {
            Ok(()) => Ok(amount),
            Err(error) => reader.fail(0, Problem::Dose(error)),
        }
    }
}
