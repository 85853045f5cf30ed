//! One subject's messenger RNA and protein on the way through a design, panel by panel.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::kinetics::decay::{each, inflow};
use crate::kinetics::design::{Design, Happening};
use crate::kinetics::disposition::{Disposition, MAX_COMPARTMENTS};
use crate::kinetics::error::SimulationError;
use crate::kinetics::turnover::quadrature::{Panel, infusion, ladder};
use crate::kinetics::turnover::{Inhibition, Turnover};

/// The longest run, in days times the fastest rate of turnover: some ten million panels.
const LONGEST_RUN: f64 = 4e7;

/// Where the level rises, by how much it may in the first panel, as a share of its distance from the pole of the
/// inhibition: the level whose power is that of the potency with the other sign.
const RISING: f64 = 0.5;
/// A Hill exponent below 1 makes the inhibition infinitely steep at a level of 0, and one between 1 and 2 infinitely
/// bent, which is a second place to keep away from; where the level begins there, the first panel is so much shorter.
const STEEP_AT_ZERO: f64 = 1e-6;
const BENT_AT_ZERO: f64 = 0.1;
/// By how much of itself, over the Hill exponent, a panel may be longer than the one before.
const GROWTH: f64 = 0.5;
/// A level falls to the potency in a time that goes with the logarithm of how far above it was, and by then panels would
/// have grown longer than the poles are off. From so many times the potency on they grow the less for that.
const FAR_ABOVE: f64 = 1e3;
/// How much shorter than for the fastest rate a panel can be.
const FINEST: f64 = 1e-12;
impl Turnover {
    /// The level of the protein at every sample of a design, as a share of baseline.
    ///
    /// ```
    /// # use aso_regimen::dosing::dose::Route;
    /// # use aso_regimen::kinetics::{disposition::Disposition, parameter::{Concentration, Litres, Rate}};
    /// use aso_regimen::kinetics::{design::Design, input::Inputs, time::Time};
    /// use aso_regimen::kinetics::turnover::{Inhibition, Turnover};
    /// use aso_regimen::Regimen;
    ///
    /// let csf = Disposition::mammillary(Route::Intrathecal, Litres::new(0.15)?, Rate::of_half_life(28.0)?, &[])?;
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
    /// If the potency is not in the unit of the response, and for a dose by another route.
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

    /// The same into a place that the caller has.
    ///
    /// # Errors
    ///
    /// If [`Turnover::simulate`] has no answer, or there are not as many places as samples.
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
        let turnover = self.mrna.unwrap_or(0.0).max(self.protein);
        let fastest = turnover.max(self.drift.abs());
        if days * fastest > LONGEST_RUN || (self.drift * days).abs() > 700.0 {
            return Err(SimulationError::TooLong { days, fastest });
        }
        match driver.terms().len() {
            0 | 1 => Run::<1>::new(self, driver, inhibition).through(design, out),
            2 => Run::<2>::new(self, driver, inhibition).through(design, out),
            3 => Run::<3>::new(self, driver, inhibition).through(design, out),
            4 => Run::<4>::new(self, driver, inhibition).through(design, out),
            _ => Run::<MAX_COMPARTMENTS>::new(self, driver, inhibition).through(design, out),
        }
        Ok(())
    }
}

/// One subject on the way through a design.
struct Run<'m, const N: usize> {
    turnover: &'m Turnover,
    inhibition: &'m Inhibition,
    rates: [f64; N],
    weights: [f64; N],
    /// The Hill exponent, where it is above 1, and the cosine of the angle at which the pole is seen from 0.
    steepness: f64,
    cosine: f64,
    /// By how much of itself a panel may be longer than the one before since the last change of input.
    growth: f64,
    /// Lengths of panels that grow from the shortest to the longest, in days.
    ladder: Vec<f64>,
    /// The rung for the fastest rate; those below it are for levels that rise, and added when they are needed.
    base: usize,
    /// Panels that were met, each of its own length: equal ones share their exponentials.
    panels: Vec<Panel<N>>,
    /// Which of them are the rungs of the ladder, and which the rest of a gap of some length.
    rungs: Vec<Option<usize>>,
    rests: HashMap<u64, usize, BuildHasherDefault<Mixer>>,
    /// The first panel after the last change of input, and how far up the ladder time since then has led.
    first: f64,
    rung: usize,
    state: State<N>,
}

#[derive(Clone, Copy)]
struct State<const N: usize> {
    /// What is left of all doses, by term of the response.
    terms: [f64; N],
    /// Milligrams that enter in a day.
    infused: f64,
    /// By how much messenger RNA and protein are below baseline, as shares of it.
    mrna: f64,
    protein: f64,
}

impl<'m, const N: usize> Run<'m, N> {
    fn new(turnover: &'m Turnover, driver: &Disposition, inhibition: &'m Inhibition) -> Self {
        let (rates, weights) = driver.response.first::<N>();
        let steepness = inhibition.hill().max(1.0);
        let ladder = ladder(
            rates[0] * steepness,
            turnover.mrna.unwrap_or(0.0).max(turnover.protein),
            1.0 + GROWTH / steepness,
        );
        Self {
            turnover,
            inhibition,
            rates,
            weights,
            steepness,
            growth: GROWTH / steepness,
            cosine: libm::cos(core::f64::consts::PI / steepness),
            base: 0,
            panels: Vec::with_capacity(256),
            rungs: vec![None; ladder.len()],
            rests: HashMap::with_capacity_and_hasher(256, BuildHasherDefault::default()),
            first: ladder[0],
            rung: 0,
            ladder,
            state: State { terms: [0.0; N], infused: 0.0, mrna: 0.0, protein: 0.0 },
        }
    }

    /// Writes the level of the protein at every sample, as a share of baseline.
    fn through(&mut self, design: &Design, out: &mut [f64]) {
        // Days since time 0, and since the input changed.
        let (mut now, mut since) = (0.0, 0.0);
        let mut dosed = false;
        for event in &design.events {
            let gap = design.steps[event.step];
            // Before the first dose nothing changes.
            if dosed {
                self.pass(since, gap);
            }
            now += gap;
            since += gap;
            match event.what {
                Happening::Sample(number) => {
                    // Quadrature may leave 1e-10 more than all of it.
                    let left = (1.0 - self.state.protein).max(0.0);
                    out[number] = left * self.turnover.untreated(now);
                }
                Happening::Bolus(_, mg) => {
                    self.state.terms.iter_mut().for_each(|term| *term += mg);
                    (since, dosed) = (0.0, true);
                    self.begin();
                }
                Happening::Infusion(_, mg_per_day) => {
                    self.state.infused = mg_per_day;
                    (since, dosed) = (0.0, true);
                    self.begin();
                }
            }
        }
    }

    /// Chooses the first panel after a change of input: that of the fastest rate, or where the level rises, one in
    /// which it goes but a part of the way that the pole is off.
    fn begin(&mut self) {
        let half = self.inhibition.potency();
        let begun: f64 = self.parts().sum();
        self.rung = self.base;
        let squared = half * half - 2.0 * half * begun * self.cosine + begun * begun;
        self.rise_at_most(begun + RISING * squared.sqrt(), 0.0);
        let exponent = self.inhibition.hill();
        if exponent < 1.0 {
            self.rise_at_most(begun + RISING * begun, STEEP_AT_ZERO);
        } else if exponent > 1.0 && exponent < 2.0 {
            self.rise_at_most(begun + RISING * begun, BENT_AT_ZERO);
        }
        self.first = self.ladder[self.rung];

        // What no later level exceeds, unless more is given.
        let above = self.parts().map(f64::abs).sum::<f64>() / half;
        self.growth = GROWTH / self.steepness;
        if above > FAR_ABOVE {
            self.growth *= FAR_ABOVE.ln() / above.ln();
        }
    }

    /// Goes down the ladder to where the level is no higher by the end, or to a share of the rung it is on.
    fn rise_at_most(&mut self, highest: f64, share: f64) {
        let shortest = (share * self.ladder[self.rung]).max(FINEST * self.ladder[self.base]);
        while self.ladder[self.rung] > shortest && self.level_after(self.rung) > highest {
            if self.rung == 0 {
                self.lengthen();
            }
            self.rung -= 1;
        }
    }

    /// Adds some rungs at the foot of the ladder.
    fn lengthen(&mut self) {
        const MORE: usize = 16;
        let shorter = 1.0 / (1.0 + GROWTH / self.steepness);
        let rungs =
            core::iter::successors(Some(self.ladder[0] * shorter), |rung| Some(rung * shorter));
        let mut rungs: Vec<f64> = rungs.take(MORE).collect();
        rungs.reverse();
        self.ladder.splice(0..0, rungs);
        self.rungs.splice(0..0, [None; MORE]);
        self.rung += MORE;
        self.base += MORE;
    }

    /// What each term adds to the level now.
    fn parts(&self) -> impl Iterator<Item = f64> {
        let terms = self.weights.iter().zip(&self.state.terms);
        terms.map(|(weight, term)| weight * term)
    }

    /// The level at the end of a rung that begins now.
    fn level_after(&mut self, rung: usize) -> f64 {
        let panel = self.rung(rung);
        let Panel { days, terms, .. } = &self.panels[panel];
        let State { terms: now, infused, .. } = &self.state;
        let mut level = 0.0;
        for (mode, weight) in self.weights.iter().enumerate() {
            level += weight * now[mode] * terms[mode];
            if *infused > 0.0 {
                level += weight * infused * inflow(self.rates[mode], *days);
            }
        }
        level
    }

    /// Lets a gap pass that begins so long after the last change of input, panel by panel.
    fn pass(&mut self, mut since: f64, gap: f64) {
        let mut left = gap;
        while left > 0.0 {
            // A little more, for the rungs that are met exactly.
            let longest = (self.first + self.growth * since) * (1.0 + 1e-9);
            let higher = &self.ladder[self.rung + 1..];
            self.rung += higher.iter().take_while(|days| **days <= longest).count();
            let days = self.ladder[self.rung];
            let panel = if days < left { self.rung(self.rung) } else { self.rest(left) };
            self.cross(panel);
            since += days;
            left -= days;
        }
    }

    /// The panel of a rung, made when it is first met.
    #[inline]
    fn rung(&mut self, rung: usize) -> usize {
        if let Some(panel) = self.rungs[rung] {
            return panel;
        }
        let panel = self.make(self.ladder[rung]);
        self.rungs[rung] = Some(panel);
        panel
    }

    /// The panel of the rest of a gap, made when it is first met.
    #[inline]
    fn rest(&mut self, days: f64) -> usize {
        let next = self.panels.len();
        let panel = *self.rests.entry(days.to_bits()).or_insert(next);
        if panel == next {
            self.make(days);
        }
        panel
    }

    fn make(&mut self, days: f64) -> usize {
        let panel = Panel::new(&self.rates, &self.weights, self.turnover, days);
        self.panels.push(panel);
        self.panels.len() - 1
    }

    /// Crosses one panel.
    #[inline]
    fn cross(&mut self, panel: usize) {
        let panel = &self.panels[panel];
        let State { terms, infused, mrna, protein } = &mut self.state;
        let mut levels = [0.0; 6];
        for (term, left) in terms.iter_mut().zip(&panel.left) {
            for (level, left) in levels.iter_mut().zip(left) {
                *level += *term * left;
            }
        }
        for (term, left) in terms.iter_mut().zip(&panel.terms) {
            *term *= left;
        }
        if *infused > 0.0 {
            let (response, inflows) = infusion(&self.rates, &self.weights, panel.days);
            for (level, inflow) in levels.iter_mut().zip(response) {
                *level += *infused * inflow;
            }
            for (term, inflow) in terms.iter_mut().zip(inflows) {
                *term += *infused * inflow;
            }
        }
        // Terms of opposite sign may leave a remainder below zero just after a dose.
        let inhibited = self.inhibition.at_all(&each(&levels, |level| level.max(0.0)));
        *protein = *protein * panel.protein
            + *mrna * panel.coupling
            + pairwise(&panel.to_protein, &inhibited);
        *mrna = *mrna * panel.mrna + pairwise(&panel.to_mrna, &inhibited);
    }
}

/// The scalar product, in two sums side by side.
#[inline]
fn pairwise(one: &[f64; 6], other: &[f64; 6]) -> f64 {
    let sums: [f64; 2] = core::array::from_fn(|i| {
        one[i] * other[i] + one[i + 2] * other[i + 2] + one[i + 4] * other[i + 4]
    });
    sums[0] + sums[1]
}

/// A hash of one number: lengths of panels are few, and nobody chooses them to collide.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // Fibonacci hashing, with the well-mixed high bits brought down to where the table looks.
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dosing::dose::Route;
    use crate::kinetics::input::{Input, Inputs};
    use crate::kinetics::parameter::{Quantity, Rate};
    use crate::kinetics::time::Time;
    use crate::quantity::Mass;

    fn per_day(rate: f64) -> Rate {
        Rate::per_day(rate).expect("a rate")
    }

    /// Half an effect at 100 mg; panels of at most 8 days.
    fn effect(hill: f64) -> (Turnover, Inhibition) {
        let half = Inhibition::of_id50(Mass::mg(100)).expect("a potency");
        let turnover = Turnover::of_mrna_and_protein(per_day(0.5), per_day(0.1));
        (turnover.expect("rates"), half.with_hill(hill).expect("an exponent"))
    }

    fn response(terms: &[(f64, f64)]) -> Disposition {
        let terms: Vec<_> = terms.iter().map(|(rate, weight)| (per_day(*rate), *weight)).collect();
        Disposition::of_terms(Route::Intrathecal, Quantity::Amount, &terms).expect("two terms")
    }

    /// The first panel and the growth after an input into a tissue that fills within a day and empties in a hundred.
    fn begun(hill: f64, terms: [f64; 2], infused: f64) -> (f64, f64) {
        let (turnover, inhibition) = effect(hill);
        let tissue = response(&[(1.0, -1.0), (0.01, 1.0)]);
        let mut run = Run::<2>::new(&turnover, &tissue, &inhibition);
        run.state.terms = terms;
        run.state.infused = infused;
        run.begin();
        assert_eq!(run.ladder.len(), run.rungs.len());
        assert!((run.ladder[run.base] * run.steepness - 1.0).abs() < 1e-12);
        for pair in run.ladder[..run.ladder.len() - 1].windows(2) {
            let step = 1.0 + GROWTH / run.steepness;
            assert!((pair[1] / pair[0] / step - 1.0).abs() < 1e-12, "{pair:?}");
        }
        (run.first, run.growth * run.steepness)
    }

    #[track_caller]
    fn assert_first(hill: f64, terms: [f64; 2], infused: f64, rung: i32) {
        let steepness = hill.max(1.0);
        let expected = (1.0 + GROWTH / steepness).powi(-rung) / steepness;
        let (first, growth) = begun(hill, terms, infused);
        assert!((first / expected - 1.0).abs() < 1e-9, "{first} {expected}");
        assert_eq!(growth.to_bits(), GROWTH.to_bits());
    }

    /// By hand: the first rung down the ladder by whose end 1000 e^(-0.01 t) - 1000 e^(-t) and the like have gone no
    /// more than half of the way to the pole.
    #[test]
    fn a_rising_level_has_a_first_panel_by_its_distance_from_the_pole() {
        // From 0 to at most 50 mg.
        assert_first(1.0, [1000.0, 1000.0], 0.0, 8);
        // From 75 mg to at most 162.5, 137.5 and 120.1 mg.
        assert_first(1.0, [1000.0, 1075.0], 0.0, 6);
        assert_first(2.0, [1000.0, 1075.0], 0.0, 10);
        assert_first(3.0, [1000.0, 1075.0], 0.0, 13);
        // From above the potency, 500 mg, to at most 800 mg.
        assert_first(1.0, [1000.0, 1500.0], 0.0, 3);
        // 10 g a day, from 0 to at most 50 mg.
        assert_first(1.0, [0.0, 0.0], 10_000.0, 6);
        // Falling.
        assert_first(1.0, [0.0, 1000.0], 0.0, 0);
        assert_first(1.5, [0.0, 1000.0], 0.0, 0);
        assert_first(0.5, [0.0, 1000.0], 0.0, 0);
    }

    #[test]
    fn exponents_that_bend_at_0_have_shorter_first_panels_there() {
        let within = |first: f64, longest: f64, step: f64| {
            assert!(first <= longest && first > longest / step * (1.0 - 1e-9), "{first}");
        };
        let of_the_pole = 1.5_f64.powi(-8);
        within(begun(0.5, [1000.0; 2], 0.0).0, 1e-6 * of_the_pole, 1.5);
        let step = 1.0_f64 + 0.5 / 1.5;
        let of_the_pole = step.powi(-9) / 1.5;
        within(begun(1.5, [1000.0; 2], 0.0).0, 0.1 * of_the_pole, step);
        // From 75 mg by no more than half of that, to at most 112.5 mg.
        assert_first(0.5, [1000.0, 1075.0], 0.0, 9);
        assert_first(1.5, [1000.0, 1075.0], 0.0, 10);
    }

    /// A million times the potency takes twice as long to fall to it as a thousand times.
    #[test]
    fn panels_grow_less_from_far_above() {
        let growth = |above: f64| begun(1.0, [0.0, 100.0 * above], 0.0).1;
        assert!((growth(1e6) / GROWTH - 0.5).abs() < 1e-12);
        assert!((growth(1e4) / GROWTH - 0.75).abs() < 1e-12);
        assert_eq!(growth(999.0).to_bits(), GROWTH.to_bits());
    }

    /// Rungs of 1, 1.5, 2.25 ... 8 days and the rests of the months.
    #[test]
    fn panels_are_as_many_as_their_lengths() {
        let (turnover, inhibition) = effect(1.0);
        let fluid = response(&[(1.0, 1.0)]);
        let month = Time::days(30);
        let dose = Input::bolus(Time::ZERO, Mass::mg(1000), Route::Intrathecal);
        let design = Design::new(
            &Inputs::from_iter([dose]),
            &month.every(month).take(10).collect::<Vec<_>>(),
        );
        let mut run = Run::<1>::new(&turnover, &fluid, &inhibition);
        run.through(&design, &mut [0.0; 10]);
        let rungs = run.rungs.iter().flatten().count();
        assert_eq!((rungs, run.rests.len(), run.panels.len()), (7, 2, 9));
    }
}
