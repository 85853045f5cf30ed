//! The simulation of messenger RNA and protein through a design, panel by panel.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::kinetics::decay::each;
use crate::kinetics::design::{Design, Event, Happening};
use crate::kinetics::disposition::Disposition;
use crate::kinetics::error::SimulationError;
use crate::kinetics::modes::MAX_COMPARTMENTS;
use crate::kinetics::response::{Response, apply};
use crate::kinetics::turnover::quadrature::{Panel, Six, Stages, follow, polynomial, stages};
use crate::kinetics::turnover::{Inhibition, Turnover};

impl Turnover {
    /// Returns the level of the protein at every sample of a design, as a share of baseline.
    ///
    /// ```
    /// # use aso_regimen::dosing::dose::Route;
    /// # use aso_regimen::kinetics::disposition::Disposition;
    /// # use aso_regimen::kinetics::parameter::{Concentration, Litres, Rate};
    /// use aso_regimen::Regimen;
    /// use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
    /// use aso_regimen::kinetics::{design::Design, input::Inputs, time::Time};
    ///
    /// let csf = Disposition::mammillary(
    ///     Route::Intrathecal,
    ///     Litres::new(0.15)?,
    ///     Rate::of_half_life(28.0)?,
    ///     &[],
    /// )?;
    /// let inhibition = Inhibition::of_ic50(Concentration::ng_per_ml(1e6)?);
    /// let sod1 = Turnover::of_protein(Rate::of_half_life(25.0)?)?;
    ///
    /// let regimen: Regimen = "100 mg IT q14d x3, then q28d".parse()?;
    /// let plan = regimen.starting("2026-01-05".parse()?);
    /// let inputs = Inputs::planned(&plan, "2026-12-31".parse()?, None)?;
    /// let visits = [Time::ZERO, Time::weeks(12), Time::weeks(28)];
    /// let levels = sod1.simulate(&csf, &inhibition, &Design::new(&inputs, &visits))?;
    /// assert_eq!(levels[0], 1.0);
    /// assert!(levels[2] < levels[1] && levels[1] < 1.0);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the potency is not in the unit of the response, a dose is given by another route, or a drifting baseline changes
    /// by more than a factor of e^700.
    pub fn simulate(
        &self,
        driver: &Disposition,
        inhibition: &Inhibition,
        design: &Design,
    ) -> Result<Vec<f64>, SimulationError> {
        let mut out = vec![0.0; design.samples()];
        self.simulate_into(driver, inhibition, design, &mut out)?;
        Ok(out)
    }

    /// Writes the levels of [`Turnover::simulate`] into `out`, one for each sample.
    ///
    /// # Errors
    ///
    /// If [`Turnover::simulate`] has an error, or the length of `out` is not the number of samples.
    pub fn simulate_into(
        &self,
        driver: &Disposition,
        inhibition: &Inhibition,
        design: &Design,
        out: &mut [f64],
    ) -> Result<(), SimulationError> {
        driver.takes(design)?;
        inhibition.is_driven_by(driver)?;
        design.fits(out)?;
        let days: f64 = design.events.iter().map(|event| design.steps[event.step]).sum();
        if (self.drift * days).abs() > 700.0 {
            return Err(SimulationError::Drift { days });
        }
        match stages(self) {
            1 => self.run::<1>(driver, inhibition, design, out),
            2 => self.run::<2>(driver, inhibition, design, out),
            _ => self.run::<4>(driver, inhibition, design, out),
        }
        Ok(())
    }

    fn run<const S: usize>(
        &self,
        driver: &Disposition,
        inhibition: &Inhibition,
        design: &Design,
        out: &mut [f64],
    ) {
        match driver.response.terms {
            0 | 1 => Run::<1, S>::new(self, driver, inhibition, design).through(out),
            2 => Run::<2, S>::new(self, driver, inhibition, design).through(out),
            3 => Run::<3, S>::new(self, driver, inhibition, design).through(out),
            4 => Run::<4, S>::new(self, driver, inhibition, design).through(out),
            _ => Run::<MAX_COMPARTMENTS, S>::new(self, driver, inhibition, design).through(out),
        }
    }
}

/// The lengths of panels in days, two to each doubling, from far below a minute to far above the calendar.
const RUNGS: [f64; 220] = {
    let mut rungs = [0.0; 220];
    // 2^-50, by its exponent.
    let mut length = f64::from_bits((1_023 - 50) << 52);
    let mut rung = 0;
    while rung < 220 {
        rungs[rung] = length;
        rungs[rung + 1] = length * core::f64::consts::SQRT_2;
        length *= 2.0;
        rung += 2;
    }
    rungs
};

/// The longest rung that is shorter than so many days, or the first.
fn rung_below(days: f64) -> usize {
    RUNGS.partition_point(|rung| *rung < days).saturating_sub(1)
}

/// By how much the error of a panel grows from a rung to the next.
const PER_RUNG: f64 = 12.0;

/// The time since the last change of input over the shortest panel. Terms that are faster have decayed by then, and
/// what a panel still misses is rounding. This bounds the work of a run of any length.
const LATEST: f64 = 1_024.0;

/// The samples of a span, each with the days from its beginning.
fn samples<'d>(span: &'d [Event], steps: &'d [f64]) -> impl Iterator<Item = (usize, f64)> + 'd {
    let mut at = 0.0;
    span.iter().filter_map(move |event| {
        at += steps[event.step];
        match event.what {
            Happening::Sample(number) => Some((number, at)),
            _ => None,
        }
    })
}

/// The number of a panel that is not made yet.
const NOT_MADE: u32 = u32::MAX;

/// The simulation of one subject.
struct Run<'m, const N: usize, const S: usize> {
    turnover: &'m Turnover,
    stages: Stages<S>,
    driver: &'m Response,
    weights: [f64; N],
    inhibition: &'m Inhibition,
    design: &'m Design,
    /// The panels by length: equal ones share their exponentials.
    panels: Vec<Panel<N, S>>,
    /// The numbers of those that are rungs, and of those that are the rest of a span, by the bits of their length.
    rungs: [u32; RUNGS.len()],
    rests: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    /// The rung to try for each panel after a change of input, from what held after the change before.
    plan: Vec<usize>,
    /// The largest error of a panel.
    tolerance: f64,
    state: State<N, S>,
}

#[derive(Clone, Copy)]
struct State<const N: usize, const S: usize> {
    /// How much drug is in each term of the response.
    terms: [f64; N],
    /// Milligrams that enter in a day.
    infused: f64,
    /// The inhibition now.
    inhibited: f64,
    /// How far each stage is below baseline, as a share of it.
    stages: [f64; S],
}

impl<const N: usize, const S: usize> State<N, S> {
    #[inline]
    fn cross(&mut self, panel: &Panel<N, S>, crossing: &Crossing<N>) {
        for ((stage, left), taken) in self.stages.iter_mut().zip(panel.left).zip(&panel.taken) {
            *stage = *stage * left + dot(taken, &crossing.polynomial);
        }
        self.terms = crossing.terms;
        self.inhibited = crossing.inhibited;
    }
}

/// What crossing a panel would lead to.
struct Crossing<const N: usize> {
    /// The inhibition by power of time.
    polynomial: Six,
    /// How much drug is in each term at the end, and the inhibition then.
    terms: [f64; N],
    inhibited: f64,
    /// The largest error of the protein, estimated.
    error: f64,
}

impl<'m, const N: usize, const S: usize> Run<'m, N, S> {
    fn new(
        turnover: &'m Turnover,
        driver: &'m Disposition,
        inhibition: &'m Inhibition,
        design: &'m Design,
    ) -> Self {
        let driver = &driver.response;
        // No longer than the fastest term of the effect lasts, which a longer panel would step over.
        let first = rung_below(1.0 / (driver.rates[0] * inhibition.hill().max(1.0)));
        Self {
            turnover,
            stages: Stages::of(turnover),
            driver,
            weights: driver.first::<N>().1,
            inhibition,
            design,
            panels: Vec::with_capacity(32),
            rungs: [NOT_MADE; RUNGS.len()],
            rests: HashMap::with_capacity_and_hasher(32, BuildHasherDefault::default()),
            plan: vec![first],
            tolerance: 0.25 * turnover.accuracy,
            state: State { terms: [0.0; N], infused: 0.0, inhibited: 0.0, stages: [0.0; S] },
        }
    }

    /// Writes the level of the protein at every sample, as a share of baseline.
    fn through(&mut self, out: &mut [f64]) {
        let mut events = self.design.events.as_slice();
        let mut now = 0.0;
        let mut dosed = false;
        while !events.is_empty() {
            let is_sample = |event: &&Event| matches!(event.what, Happening::Sample(_));
            let samples = events.iter().take_while(is_sample).count();
            let (span, rest) = events.split_at((samples + 1).min(events.len()));
            // Before the first dose nothing changes.
            let days = if dosed { self.pass(span, now, out) } else { self.wait(span, out) };
            now += days;
            events = rest;
            match span[span.len() - 1].what {
                Happening::Sample(_) => {}
                Happening::Bolus(_, mg) => {
                    let entered = if self.driver.chained { 1 } else { N };
                    self.state.terms[..entered].iter_mut().for_each(|term| *term += mg);
                    dosed = true;
                }
                Happening::Infusion(_, mg_per_day) => {
                    self.state.infused = mg_per_day;
                    dosed = true;
                }
            }
        }
    }

    /// Passes the time until the first dose, and returns how long it is.
    fn wait(&self, span: &[Event], out: &mut [f64]) -> f64 {
        for (number, at) in samples(span, &self.design.steps) {
            out[number] = self.turnover.untreated(at);
        }
        span.iter().map(|event| self.design.steps[event.step]).sum()
    }

    /// Passes the time from one change of input to the next, panel by panel, and returns how long it is.
    fn pass(&mut self, span: &[Event], now: f64, out: &mut [f64]) -> f64 {
        let steps = &self.design.steps;
        let days: f64 = span.iter().map(|event| steps[event.step]).sum();
        let mut samples = samples(span, steps).peekable();
        self.state.inhibited = self.inhibition_at(&self.state.terms);
        let (mut begin, mut place, mut rung) = (0.0, 0, self.plan[0]);
        while begin < days {
            let left = days - begin;
            let is_last = RUNGS[rung] >= left;
            let number = if is_last { self.rest(left) } else { self.rung(rung) };
            let panel = &self.panels[number];
            let crossing = self.look(panel);
            if crossing.error > self.tolerance {
                let (longest, shortest) = (rung_below(left) + 1, rung_below(begin / LATEST));
                if rung > shortest {
                    rung = self.shorter(rung.min(longest), crossing.error).max(shortest);
                    continue;
                }
            }
            while let Some((sample, at)) =
                samples.next_if(|(_, at)| is_last || *at <= begin + panel.days)
            {
                let level = self.within(panel, &crossing.polynomial, at - begin);
                out[sample] = level * self.turnover.untreated(now + at);
            }
            self.state.cross(panel, &crossing);
            if !is_last {
                self.plan[place] = rung + self.longer(2.0 * PER_RUNG * crossing.error);
            }
            begin += panel.days;
            place += 1;
            let next = rung + self.longer(8.0 * crossing.error);
            if place == self.plan.len() {
                self.plan.push(next);
            }
            rung = next.max(self.plan[place]).min(RUNGS.len() - 1);
            while RUNGS[rung] * LATEST < begin {
                rung += 1;
            }
        }
        // Of a span of no length.
        for (sample, _) in samples {
            out[sample] = self.level(&self.state.stages) * self.turnover.untreated(now);
        }
        days
    }

    /// By how many rungs a panel may be longer than one with an error.
    #[inline]
    fn longer(&self, mut error: f64) -> usize {
        let mut rungs = 0;
        while rungs < 4 && error < self.tolerance {
            error *= PER_RUNG;
            rungs += 1;
        }
        rungs
    }

    /// The rung that should hold instead of one whose error is above the tolerance.
    #[cold]
    fn shorter(&self, mut rung: usize, mut error: f64) -> usize {
        while rung > 0 && error > self.tolerance {
            error /= PER_RUNG;
            rung -= 1;
        }
        rung
    }

    /// The level of the protein so long after the beginning of a panel.
    #[inline]
    fn within(&self, panel: &Panel<N, S>, polynomial: &Six, days: f64) -> f64 {
        let share = days / panel.days;
        let mut powers = *polynomial;
        let mut power = 1.0;
        for coefficient in &mut powers {
            *coefficient *= power;
            power *= share;
        }
        let mut stages = self.state.stages;
        for (stage, rate) in stages.iter_mut().zip(self.stages.rates) {
            let (left, taken) = follow(rate * days);
            *stage = *stage * left + dot(&taken, &powers);
        }
        self.level(&stages)
    }

    #[inline]
    fn level(&self, stages: &[f64; S]) -> f64 {
        // Quadrature may leave a little more than all of it.
        (1.0 - self.stages.protein(stages)).max(0.0)
    }

    /// The panel of the rung, made when it is first met.
    fn rung(&mut self, rung: usize) -> usize {
        if self.rungs[rung] == NOT_MADE {
            self.rungs[rung] = self.make(RUNGS[rung]);
        }
        self.rungs[rung] as usize
    }

    /// The panel of what is left of a span, made when it is first met.
    fn rest(&mut self, left: f64) -> usize {
        let next = self.number();
        let panel = *self.rests.entry(left.to_bits()).or_insert(next);
        if panel == next { self.make(left) as usize } else { panel as usize }
    }

    fn number(&self) -> u32 {
        u32::try_from(self.panels.len()).expect("fewer panels than fit into memory")
    }

    fn make(&mut self, days: f64) -> u32 {
        let number = self.number();
        self.panels.push(Panel::new(self.driver, self.design.infuses, &self.stages, days));
        number
    }

    #[inline]
    fn inhibition_at(&self, terms: &[f64; N]) -> f64 {
        let level: f64 = self.weights.iter().zip(terms).map(|(weight, term)| weight * term).sum();
        let [inhibition] = self.inhibition.at_all(&[level.max(0.0)]);
        inhibition
    }

    /// What crossing a panel would lead to.
    #[inline]
    fn look(&self, panel: &Panel<N, S>) -> Crossing<N> {
        let State { terms, infused, inhibited: before, .. } = &self.state;
        let mut levels = [0.0; 6];
        for (term, by_node) in terms.iter().zip(&panel.levels) {
            for (level, left) in levels.iter_mut().zip(by_node) {
                *level += *term * left;
            }
        }
        if self.design.infuses {
            for (level, added) in levels.iter_mut().zip(&panel.infused) {
                *level += *infused * added;
            }
        }
        // Terms of opposite sign may leave a remainder below zero just after a dose.
        let inhibited = self.inhibition.at_all(&each(&levels, |level| level.max(0.0)));
        let mut next = *terms;
        if self.driver.chained {
            next = apply(&panel.passed, terms);
        } else {
            for (place, term) in next.iter_mut().enumerate() {
                *term *= panel.passed[place][place];
            }
        }
        if self.design.infuses {
            for (term, added) in next.iter_mut().zip(&panel.filled) {
                *term += *infused * added;
            }
        }
        let end = self.inhibition_at(&next);
        // Since the beginning, so that rounding is as small as what changes.
        let mut polynomial = polynomial(&each(&inhibited, |inhibited| inhibited - before));
        let sum: f64 = polynomial.iter().sum();
        let missed = (end - before - sum).abs().max(polynomial[0].abs());
        polynomial[0] += before;
        let range = (end - before).abs() + missed;
        let error = (missed * panel.reach).max(missed * (missed / range));
        Crossing { polynomial, terms: next, inhibited: end, error }
    }
}

/// The scalar product, in two sums side by side.
#[inline]
fn dot(one: &Six, other: &Six) -> f64 {
    (one[0] * other[0] + one[2] * other[2] + one[4] * other[4])
        + (one[1] * other[1] + one[3] * other[3] + one[5] * other[5])
}

/// A hash of one number: lengths of panels are few, and nobody chooses them to collide.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    // Nothing but whole numbers is hashed here.
    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, number: u64) {
        // Fibonacci hashing, with the well-mixed high bits brought down to where the table looks.
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}
