//! The grammar of regimens, doses and amounts, from the whole to its parts.
//!
//! It is the only one. Its functions run in the compiler as well as in a program, and so return pieces that
//! own nothing: [`FromStr`] makes phases of them, and [`regimen!`](crate::regimen) only looks whether they can
//! be read.

use core::str::FromStr;

use crate::calendar::Interval;
use crate::dosing::dose::{
    Amount, BandAmount, Cap, Dose, DoseError, Giving, Minutes, PerKg, WeightBand, WeightBands,
};
use crate::dosing::phase::{Extent, Pace, Phase, Role};
use crate::dosing::regimen::{Regimen, RegimenError, Rules};
use crate::dosing::route::RouteText;
use crate::dosing::tolerance::Tolerance;
use crate::quantity::{BodyWeight, Mass, Volume};
use crate::text::error::{ParseError, Unread};
use crate::text::reader::{Reader, tri};

/// What is wrong with a text, and where.
#[derive(Clone, Copy)]
pub(super) struct Fault {
    /// In bytes from the start of the text.
    pub(super) at: usize,
    problem: Problem,
}

#[derive(Clone, Copy)]
enum Problem {
    Expected(&'static str),
    Dose(DoseError),
    Regimen(RegimenError),
}

type Read<T> = Result<T, Fault>;

impl Fault {
    /// What was expected at the place.
    pub(super) const fn expected(&self) -> &'static str {
        match &self.problem {
            Problem::Expected(what) => what,
            Problem::Dose(error) => error.expected(),
            Problem::Regimen(error) => error.expected(),
        }
    }

    fn of(self, text: &str) -> ParseError {
        let Self { at, problem } = self;
        match problem {
            Problem::Expected(expected) => ParseError::expected(text, Unread { at, expected }),
            Problem::Dose(error) => ParseError::rule(text, at, &error),
            Problem::Regimen(error) => ParseError::rule(text, at, &error),
        }
    }
}

/// What could not be read is a fault.
const fn read<T: Copy>(result: Result<T, Unread>) -> Read<T> {
    match result {
        Ok(value) => Ok(value),
        Err(Unread { at, expected }) => Err(Fault { at, problem: Problem::Expected(expected) }),
    }
}

/// What cannot be given is a fault at the place where it was read.
const fn given(at: &Reader<'_>, result: Result<(), DoseError>) -> Read<()> {
    match result {
        Ok(()) => Ok(()),
        Err(error) => Err(Fault { at: at.at(), problem: Problem::Dose(error) }),
    }
}

/// A regimen, read phase by phase.
#[derive(Clone, Copy)]
pub(super) struct Phases<'t> {
    start: Reader<'t>,
    text: Reader<'t>,
    rules: Rules,
    /// Whether a phase before says nothing of a window.
    silent: bool,
    /// The window of each dose, which is written behind the last phase.
    each: Option<Tolerance>,
}

/// One phase as it is written.
#[derive(Clone, Copy)]
pub(super) struct PhaseText<'t> {
    role: Option<Role>,
    /// `None` where the dose is that of the phase before.
    dose: Option<DoseText<'t>>,
    pace: Pace,
    /// Where it says whether it has a window.
    window_at: Option<usize>,
}

#[derive(Clone, Copy)]
struct DoseText<'t> {
    amount: AmountText<'t>,
    route: RouteText<'t>,
    giving: Giving,
}

#[derive(Clone, Copy)]
enum AmountText<'t> {
    Plain(BandAmount),
    /// Any number of weight bands, which were read once and begin here.
    Bands(Reader<'t>),
}

/// One of several weight bands as it is written.
#[derive(Clone, Copy)]
struct BandText {
    /// `None` behind `else`.
    below: Option<BodyWeight>,
    amount: BandAmount,
    last: bool,
}

impl<'t> Phases<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        let start = from_start(text);
        Self { start, text: start, rules: Rules::new(), silent: false, each: None }
    }

    /// The number of the phase that is read next, or could not be read.
    pub(super) const fn phase(&self) -> usize {
        self.rules.admitted() + 1
    }

    /// The next phase, or `None` behind the last.
    pub(super) const fn next(&mut self) -> Read<Option<PhaseText<'t>>> {
        let text = &mut self.text;
        text.skip_space();
        let first = self.rules.admitted() == 0;
        if !first {
            if text.at_end() {
                return Ok(None);
            }
            tri!(mark(text, ",", "the end, or a next phase after \", then\""));
        }
        let at = text.at();
        if !first && word(text, "each") {
            return self.each_window();
        }
        if !first && !word(text, "then") {
            const NEXT: &str = "then and a next phase, or each window, after the comma";
            return read(text.expected(NEXT));
        }
        let mut phase = tri!(phase(text, first));
        match phase.window_at {
            None => self.silent = true,
            Some(at) if self.each.is_some() => {
                const NONE: &str = "no window of one phase, as each window is said behind the last";
                return Err(Fault { at, problem: Problem::Expected(NONE) });
            }
            Some(at) if self.silent && phase.pace.tolerance.is_some() && text.at_end() => {
                const ALL: &str = "\", each window\" if all doses have it, or \"no window\" in each phase before \
                                   that has none";
                return Err(Fault { at, problem: Problem::Expected(ALL) });
            }
            Some(_) => {}
        }
        if self.each.is_some() {
            phase.pace.tolerance = self.each;
        }
        match self.rules.admit(phase.role, phase.pace) {
            Ok(()) => Ok(Some(phase)),
            Err(error) => Err(Fault { at, problem: Problem::Regimen(error) }),
        }
    }

    /// Reads the window of each dose from behind its first word to the end, and the phases once more with it.
    const fn each_window(&mut self) -> Read<Option<PhaseText<'t>>> {
        let text = &mut self.text;
        if !word(text, "window") {
            return read(text.expected("window after each"));
        }
        let each = tri!(read(Tolerance::read(text)));
        text.skip_space();
        if !text.at_end() {
            return read(text.expected("the end after the window of each dose"));
        }
        if self.each.is_none() {
            self.each = Some(each);
            let mut again = Self { text: self.start, rules: Rules::new(), ..*self };
            while tri!(again.next()).is_some() {}
        }
        Ok(None)
    }
}

/// From behind the byte-order mark with which some programs begin a text, and white space.
const fn from_start(text: &str) -> Reader<'_> {
    let mut reader = Reader::new(text);
    reader.eat("\u{feff}");
    reader.skip_space();
    reader
}

/// Steps over a mark that has to be next, and the white space around it.
const fn mark(text: &mut Reader<'_>, mark: &str, what: &'static str) -> Read<()> {
    text.skip_space();
    tri!(read(text.require(mark, what)));
    text.skip_space();
    Ok(())
}

/// Steps over a word, if it is next, and the white space behind it.
const fn word(text: &mut Reader<'_>, word: &str) -> bool {
    let found = text.eat_word(word);
    if found {
        text.skip_space();
    }
    found
}

const fn phase<'t>(text: &mut Reader<'t>, first: bool) -> Read<PhaseText<'t>> {
    let role = role(text);
    let dose = if first || text.at_digit() || text.starts_with("[") {
        Some(tri!(dose(text)))
    } else {
        None
    };
    let seam = if word(text, "after") { Some(tri!(interval(text))) } else { None };
    let interval = if text.eat("q") {
        Some(tri!(interval(text)))
    } else if text.starts_with("x") {
        None
    } else {
        return read(text.expected("an interval such as q14d, or x1 for one dose"));
    };
    let extent = tri!(extent(text));
    let (mut tolerance, mut window_at) = (None, None);
    let at = text.at();
    if word(text, "no") {
        tri!(read(text.require("window", "window after no")));
        window_at = Some(at);
    } else if word(text, "window") {
        tolerance = Some(tri!(read(Tolerance::read(text))));
        window_at = Some(at);
    }
    text.skip_space();
    let pace = Pace { interval, extent, seam, tolerance };
    Ok(PhaseText { role, dose, pace, window_at })
}

const fn role(text: &mut Reader<'_>) -> Option<Role> {
    let Ok(role) = Role::read(text) else {
        return None;
    };
    text.skip_space();
    Some(role)
}

const fn interval(text: &mut Reader<'_>) -> Read<Interval> {
    let interval = read(Interval::read(text));
    text.skip_space();
    interval
}

const fn extent(text: &mut Reader<'_>) -> Read<Extent> {
    const COUNT: &str = "a number of doses right after the x, such as x3";
    if text.eat("x") {
        let start = *text;
        let doses = tri!(read(text.number(u32::MAX, COUNT)));
        if text.in_word() {
            return read(start.expected(COUNT));
        }
        text.skip_space();
        return Ok(Extent::Doses(doses));
    }
    if word(text, "for") {
        return Ok(Extent::For(tri!(interval(text))));
    }
    Ok(Extent::OpenEnded)
}

const fn dose<'t>(text: &mut Reader<'t>) -> Read<DoseText<'t>> {
    let amount = tri!(amount(text));
    text.skip_space();
    let mut giving = Giving::PLAIN;
    if text.eat("(") {
        tri!(details(text, &mut giving));
    }
    let at = *text;
    let route = tri!(read(RouteText::read(text)));
    tri!(given(&at, giving.check(route.other_than_intrathecal())));
    text.skip_space();
    Ok(DoseText { amount, route, giving })
}

/// Details of the giving, from behind the opening bracket to behind the closing one.
const fn details(text: &mut Reader<'_>, giving: &mut Giving) -> Read<()> {
    loop {
        text.skip_space();
        let mut at = *text;
        if giving.withdrawn.is_none() && word(text, "withdraw") {
            at = *text;
            giving.withdrawn = Some(tri!(read(Volume::read(text))));
        } else if giving.duration.is_none() && word(text, "over") {
            at = *text;
            giving.duration = Some(tri!(read(minutes(text))));
        } else if giving.volume.is_none() && text.at_digit() {
            giving.volume = Some(tri!(read(Volume::read(text))));
        } else {
            return read(text.expected("one each of 15 mL, withdraw 10 mL, over 1-3 min"));
        }
        tri!(given(&at, giving.check(None)));
        text.skip_space();
        if !text.eat(",") {
            return mark(text, ")", "a comma and a next detail, or )");
        }
    }
}

const fn minutes(text: &mut Reader<'_>) -> Result<Minutes, Unread> {
    const MINUTES: &str = "minutes such as 1-3 min, at most 65535";
    #[expect(clippy::cast_possible_truncation, reason = "at most a u16")]
    const fn number(text: &mut Reader<'_>) -> Result<u16, Unread> {
        Ok(tri!(text.number(u16::MAX as u32, MINUTES)) as u16)
    }
    let shortest = tri!(number(text));
    let longest = if text.eat("-") { tri!(number(text)) } else { shortest };
    text.skip_space();
    tri!(text.require("min", "the unit min"));
    Ok(Minutes { shortest, longest })
}

const fn amount<'t>(text: &mut Reader<'t>) -> Read<AmountText<'t>> {
    if !text.eat("[") {
        return Ok(AmountText::Plain(tri!(band_amount(text))));
    }
    text.skip_space();
    let bands = AmountText::Bands(*text);
    let mut before = None;
    loop {
        let band = tri!(band(text, before));
        if band.last {
            return Ok(bands);
        }
        before = band.below;
    }
}

const fn band(text: &mut Reader<'_>, before: Option<BodyWeight>) -> Read<BandText> {
    const LIMIT: &str = "a weight band such as <100 kg: 30 mg, or else 30 mg";
    const COLON: &str = "a colon between a weight band and its amount";
    const NEXT: &str = "; and a next weight band, or ] after the last";
    let at = *text;
    let below = if word(text, "else") {
        None
    } else {
        tri!(mark(text, "<", LIMIT));
        let below = tri!(read(BodyWeight::read(text)));
        tri!(mark(text, ":", COLON));
        Some(below)
    };
    let amount = tri!(band_amount(text));
    let check = match (below, before) {
        (Some(below), _) => WeightBand { below, amount }.check(before),
        (None, Some(_)) => Ok(()),
        (None, None) => Err(DoseError::NoBands),
    };
    tri!(given(&at, check));
    text.skip_space();
    let last = below.is_none() || !text.eat(";");
    if last {
        let end = if below.is_some() { NEXT } else { "] after else" };
        tri!(mark(text, "]", end));
    }
    text.skip_space();
    Ok(BandText { below, amount, last })
}

const fn band_amount(text: &mut Reader<'_>) -> Read<BandAmount> {
    if !text.at_digit() {
        return read(text.expected("an amount such as 100 mg"));
    }
    let at = *text;
    let mass = tri!(read(Mass::read(text)));
    let mut amount = BandAmount::Fixed(mass);
    if text.eat("/kg") {
        let cap = tri!(read(cap(text)));
        amount = BandAmount::PerKg(PerKg { mass, cap });
    }
    tri!(given(&at, amount.check()));
    Ok(amount)
}

/// Where an amount by body weight stops growing: a body weight in kg, or a mass.
const fn cap(text: &mut Reader<'_>) -> Result<Option<Cap>, Unread> {
    let mut behind = *text;
    behind.skip_space();
    if !word(&mut behind, "max") {
        return Ok(None);
    }
    *text = behind;
    behind.digits();
    behind.eat(".");
    behind.digits();
    behind.eat_unit_space();
    Ok(Some(if behind.starts_with("kg") {
        Cap::Weight(tri!(BodyWeight::read(text)))
    } else {
        Cap::Mass(tri!(Mass::read_cap(text)))
    }))
}

fn regimen(text: &str) -> Read<Regimen> {
    let mut read = Phases::new(text);
    let mut phases: Vec<Phase> = Vec::new();
    let mut last_role = None;
    while let Some(PhaseText { role, dose, pace, .. }) = read.next()? {
        let dose = match dose {
            Some(dose) => dose.make()?,
            // Never of the first phase.
            None => phases[phases.len() - 1].dose.clone(),
        };
        last_role = role;
        let role = role.unwrap_or(Role::Loading);
        phases.push(Phase { role, dose, pace });
    }
    if read.each.is_some() {
        for phase in &mut phases {
            phase.pace.tolerance = read.each;
        }
    }
    let count = phases.len();
    if let (Some((index, last)), None) = (phases.iter_mut().enumerate().next_back(), last_role) {
        last.role = Regimen::usual_role(index, count, last.extent());
    }
    Ok(Regimen::checked(phases))
}

impl DoseText<'_> {
    fn make(self) -> Read<Dose> {
        Ok(Dose { amount: self.amount.make()?, route: self.route.make(), giving: self.giving })
    }
}

impl AmountText<'_> {
    fn make(self) -> Read<Amount> {
        let mut text = match self {
            Self::Plain(BandAmount::Fixed(mass)) => return Ok(Amount::Fixed(mass)),
            Self::Plain(BandAmount::PerKg(per_kg)) => return Ok(Amount::PerKg(per_kg)),
            Self::Bands(text) => text,
        };
        let (mut bands, mut heaviest, mut before) = (Vec::new(), None, None);
        loop {
            let BandText { below, amount, last } = band(&mut text, before)?;
            match below {
                Some(below) => bands.push(WeightBand { below, amount }),
                None => heaviest = Some(amount),
            }
            if last {
                return Ok(Amount::Bands(WeightBands::checked(bands, heaviest)));
            }
            before = below;
        }
    }
}

/// A text that is one value, with white space around it.
fn whole<'t, T: Copy>(
    text: &'t str,
    value: impl FnOnce(&mut Reader<'t>) -> Read<T>,
    end: &'static str,
) -> Read<T> {
    let mut reader = from_start(text);
    let value = value(&mut reader)?;
    reader.skip_space();
    if reader.at_end() {
        return Ok(value);
    }
    read(reader.expected(end))
}

impl FromStr for Regimen {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        regimen(text).map_err(|fault| fault.of(text))
    }
}

impl FromStr for Dose {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        whole(text, dose, "the end after the route")
            .and_then(DoseText::make)
            .map_err(|fault| fault.of(text))
    }
}

impl FromStr for Amount {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        whole(text, amount, "the end after the amount")
            .and_then(AmountText::make)
            .map_err(|fault| fault.of(text))
    }
}
