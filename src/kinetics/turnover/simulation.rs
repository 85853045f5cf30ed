//! One subject's messenger RNA and protein on the way through a design, panel by panel.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::kinetics::decay::each;
use crate::kinetics::design::{Design, Happening};
use crate::kinetics::disposition::Disposition;
use crate::kinetics::error::SimulationError;
use crate::kinetics::modes::MAX_COMPARTMENTS;
use crate::kinetics::response::{Response, apply};
use crate::kinetics::turnover::quadrature::{AtNodes, Departure, Panel, dot, infused};
use crate::kinetics::turnover::{Inhibition, Turnover};

impl Turnover {
    /// The level of the protein at every sample of a design, as a share of baseline.
    ///
    /// ```
    /// # use aso_regimen::dosing::dose::Route;
    /// # use aso_regimen::kinetics::{disposition::Disposition, parameter::{Concentration, Litres, Rate}};
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
        if (self.drift * days).abs() > 700.0 {
            return Err(SimulationError::Drift { days });
        }
        match driver.response.terms {
            0 | 1 => Run::<1>::new(self, driver, inhibition, design).through(design, out),
            2 => Run::<2>::new(self, driver, inhibition, design).through(design, out),
            3 => Run::<3>::new(self, driver, inhibition, design).through(design, out),
            4 => Run::<4>::new(self, driver, inhibition, design).through(design, out),
            _ => {
                Run::<MAX_COMPARTMENTS>::new(self, driver, inhibition, design).through(design, out);
            }
        }
        Ok(())
    }
}

/// A ladder of lengths of panels in days, two to each doubling, from far below a minute to far above all time.
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

/// No panel yet.
const NOT_MADE: u32 = u32::MAX;

/// One subject on the way through a design.
struct Run<'m, const N: usize> {
    turnover: &'m Turnover,
    driver: &'m Response,
    weights: [f64; N],
    inhibition: &'m Inhibition,
    infuses: bool,
    /// The largest error of one panel. Those of several add up, and later ones forget them.
    tolerance: f64,
    /// Panels that were met, each of its own length: equal ones share their exponentials.
    panels: Vec<Panel<N>>,
    /// What an infusion does in each of them, if there is one.
    infusions: Vec<(AtNodes, [f64; N])>,
    /// Which of them are rungs of the ladder, which the whole of a step, and which the rest of one.
    rungs: [u32; RUNGS.len()],
    steps: Vec<u32>,
    rests: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    /// The first panel after a change of input, and the next one.
    first: usize,
    rung: usize,
    state: State<N>,
}

#[derive(Clone, Copy)]
struct State<const N: usize> {
    /// How much drug is in each term of the response.
    terms: [f64; N],
    /// Milligrams that enter in a day.
    infused: f64,
    /// The inhibition a moment ago.
    inhibited: f64,
    /// By how much messenger RNA and protein are below baseline, as shares of it.
    mrna: f64,
    protein: f64,
}

impl<'m, const N: usize> Run<'m, N> {
    fn new(
        turnover: &'m Turnover,
        driver: &'m Disposition,
        inhibition: &'m Inhibition,
        design: &Design,
    ) -> Self {
        let driver = &driver.response;
        // No longer than the fastest term of the effect lasts, which a longer panel would step over.
        let first = rung_below(1.0 / (driver.rates[0] * inhibition.hill().max(1.0)));
        Self {
            turnover,
            driver,
            weights: driver.first::<N>().1,
            inhibition,
            infuses: design.infuses,
            tolerance: turnover.accuracy / 64.0,
            panels: Vec::with_capacity(96),
            infusions: Vec::new(),
            rungs: [NOT_MADE; RUNGS.len()],
            steps: vec![NOT_MADE; design.steps.len()],
            rests: HashMap::with_capacity_and_hasher(48, BuildHasherDefault::default()),
            first,
            rung: first,
            state: State { terms: [0.0; N], infused: 0.0, inhibited: 0.0, mrna: 0.0, protein: 0.0 },
        }
    }

    /// Writes the level of the protein at every sample, as a share of baseline.
    fn through(&mut self, design: &Design, out: &mut [f64]) {
        let mut now = 0.0;
        let mut dosed = false;
        for event in &design.events {
            let gap = design.steps[event.step];
            // Before the first dose nothing changes.
            if dosed {
                self.pass(event.step, gap);
            }
            now += gap;
            match event.what {
                Happening::Sample(number) => {
                    // Quadrature may leave a little more than all of it.
                    let left = (1.0 - self.state.protein).max(0.0);
                    out[number] = left * self.turnover.untreated(now);
                }
                Happening::Bolus(_, mg) => {
                    let entered = if self.driver.chained { 1 } else { N };
                    self.state.terms[..entered].iter_mut().for_each(|term| *term += mg);
                    dosed = true;
                    self.begin();
                }
                Happening::Infusion(_, mg_per_day) => {
                    self.state.infused = mg_per_day;
                    dosed = true;
                    self.begin();
                }
            }
        }
    }

    /// Begins anew with short panels after a change of input.
    fn begin(&mut self) {
        self.rung = self.first.min(self.rung);
        let terms = self.weights.iter().zip(&self.state.terms);
        let level: f64 = terms.map(|(weight, term)| weight * term).sum();
        [self.state.inhibited] = self.inhibition.at_all(&[level.max(0.0)]);
    }

    /// Lets a step pass, panel by panel: each so long that its error is within the accuracy.
    fn pass(&mut self, step: usize, gap: f64) {
        let mut left = gap;
        while left > 0.0 {
            let days = RUNGS[self.rung];
            let is_last = days >= left;
            let panel = if is_last { self.last(step, left, gap) } else { self.rung() };
            match self.cross(panel as usize) {
                Ok(_) if is_last => return,
                Ok(departure) => {
                    left -= days;
                    self.rung = self.longer(panel as usize, &departure);
                }
                Err(departure) => {
                    let below = if is_last { rung_below(left) } else { self.rung - 1 };
                    self.rung = self.shorter(panel as usize, &departure, below);
                }
            }
        }
    }

    /// The rung after a panel that was crossed. The error goes with the eighth power of the length: sixteen times for
    /// each rung, of which half is kept in reserve.
    fn longer(&self, panel: usize, departure: &Departure) -> usize {
        let within = |part: f64| self.panels[panel].is_within(part * self.tolerance, departure);
        let rungs = usize::from(within(1.0 / 32.0)) + usize::from(within(1.0 / 1_024.0));
        (self.rung + rungs).min(RUNGS.len() - 1)
    }

    /// The rung from one below on whose error is within the accuracy, instead of a panel that was not crossed.
    fn shorter(&self, panel: usize, departure: &Departure, below: usize) -> usize {
        let mut times = 16.0;
        for rung in (0..=below).rev() {
            if self.panels[panel].is_within(times * self.tolerance, departure) {
                return rung;
            }
            times *= 16.0;
        }
        0
    }

    /// The panel of the rung, made when it is first met.
    fn rung(&mut self) -> u32 {
        if self.rungs[self.rung] == NOT_MADE {
            self.rungs[self.rung] = self.make(RUNGS[self.rung]);
        }
        self.rungs[self.rung]
    }

    /// The panel of a step, or of what is left of it, made when it is first met.
    fn last(&mut self, step: usize, left: f64, gap: f64) -> u32 {
        if left < gap {
            let next = self.number();
            let panel = *self.rests.entry(left.to_bits()).or_insert(next);
            return if panel == next { self.make(left) } else { panel };
        }
        if self.steps[step] == NOT_MADE {
            self.steps[step] = self.make(gap);
        }
        self.steps[step]
    }

    fn number(&self) -> u32 {
        u32::try_from(self.panels.len()).expect("fewer panels than fit into memory")
    }

    fn make(&mut self, days: f64) -> u32 {
        let number = self.number();
        self.panels.push(Panel::new(self.driver, self.turnover, days));
        if self.infuses {
            self.infusions.push(infused(self.driver, days));
        }
        number
    }

    /// Crosses one panel if its error is within the accuracy, or if no panel is shorter.
    #[expect(clippy::inline_always, reason = "the one call, in the innermost loop")]
    #[inline(always)]
    fn cross(&mut self, panel: usize) -> Result<Departure, Departure> {
        let infusion = self.infusions.get(panel);
        let panel = &self.panels[panel];
        let State { terms, infused, inhibited: before, mrna, protein } = &mut self.state;
        let mut levels = [0.0; 4];
        for (term, by_node) in terms.iter().zip(&panel.levels) {
            for (level, left) in levels.iter_mut().zip(by_node) {
                *level += *term * left;
            }
        }
        if let Some((added, _)) = infusion {
            for (level, added) in levels.iter_mut().zip(added) {
                *level += *infused * added;
            }
        }
        // Terms of opposite sign may leave a remainder below zero just after a dose.
        let above_zero = |level: f64| if level > 0.0 { level } else { 0.0 };
        let inhibited = self.inhibition.at_all(&each(&levels, above_zero));
        let mut next = *terms;
        if self.driver.chained {
            next = apply(&panel.passed, terms);
        } else {
            for (place, term) in next.iter_mut().enumerate() {
                *term *= panel.passed[place][place];
            }
        }
        if let Some((_, added)) = infusion {
            for (term, added) in next.iter_mut().zip(added) {
                *term += *infused * added;
            }
        }
        let at_end: f64 = self.weights.iter().zip(&next).map(|(weight, term)| weight * term).sum();
        let [end] = self.inhibition.at_all(&[above_zero(at_end)]);
        let departure = Panel::<N>::departure([*before, end], &inhibited);
        if !panel.is_within(self.tolerance, &departure) && self.rung > 0 {
            return Err(departure);
        }
        (*terms, *before) = (next, end);
        *protein =
            *protein * panel.protein + *mrna * panel.coupling + dot(&panel.to_protein, &inhibited);
        *mrna = *mrna * panel.mrna + dot(&panel.to_mrna, &inhibited);
        Ok(departure)
    }
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
