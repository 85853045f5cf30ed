//! Sampling designs: the doses and the sampling times of a simulation, in order of time.
//!
//! ```
//! use aso_regimen::kinetics::design::Design;
//! use aso_regimen::kinetics::input::Inputs;
//! use aso_regimen::kinetics::time::Time;
//!
//! let samples = [Time::hours(1), Time::days(1)];
//! let design = Design::new(&Inputs::default(), &samples);
//! assert_eq!(design.samples(), 2);
//! ```

use std::collections::HashMap;

use crate::dosing::dose::Route;
use crate::kinetics::error::SimulationError;
use crate::kinetics::input::Inputs;
use crate::kinetics::time::Time;
use crate::quantity::Mass;

/// Doses and sampling times, merged in order of time. A design can be simulated with any model, for any number of
/// subjects.
///
/// The gaps between events are whole minutes, so that equal gaps are recognised and exponentials are computed once for
/// each different gap.
///
/// A sample at the time of a dose is taken before the dose with [`Design::new`], as cerebrospinal fluid is withdrawn
/// before the injection, or after it with [`Design::after_doses`].
///
/// ```
/// use aso_regimen::Mass;
/// use aso_regimen::dosing::dose::Route;
/// use aso_regimen::kinetics::design::Design;
/// use aso_regimen::kinetics::input::{Input, Inputs};
/// use aso_regimen::kinetics::time::Time;
///
/// let doses = [0, 14, 28]
///     .map(|day| Input::bolus(Time::days(day), Mass::mg(100), Route::Intrathecal));
/// let inputs: Inputs = doses.into_iter().collect();
/// let weekly: Vec<Time> = Time::ZERO.every(Time::weeks(1)).take(9).collect();
/// let design = Design::new(&inputs, &weekly);
/// assert_eq!(design.samples(), 9);
/// assert_eq!(design.distinct_steps(), 2); // nothing and a week
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// The different gaps in days.
    pub(crate) steps: Vec<f64>,
    /// In order of time.
    pub(crate) events: Vec<Event>,
    samples: usize,
    /// The routes by which something enters.
    pub(crate) routes: Vec<Route>,
    /// Whether anything enters at a constant rate.
    pub(crate) infuses: bool,
    /// When each input begins and how much it is, in order of time.
    pub(crate) doses: Vec<(Time, Mass)>,
}

/// Something that happens, and how long after the event before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Event {
    /// Which of the distinct steps leads to it.
    pub(crate) step: usize,
    pub(crate) what: Happening,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Happening {
    /// The sample with this number is taken.
    Sample(usize),
    /// This many milligrams enter at once, by the route with this number.
    Bolus(usize, f64),
    /// From here on this many milligrams per day enter by the route with this number, in place of the rate before.
    Infusion(usize, f64),
}

/// What is still to be put on the clock; at the same time in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    SampleBefore(usize),
    Stop(usize),
    Start(usize),
    SampleAfter(usize),
}

impl Design {
    /// Returns a design in which a sample at the time of a dose is taken before it. Samples may be in any order;
    /// results are in the same order.
    pub fn new(inputs: &Inputs, samples: &[Time]) -> Self {
        Self::merged(inputs, samples, Entry::SampleBefore)
    }

    /// Returns a design in which a sample at the time of a dose is taken after it.
    pub fn after_doses(inputs: &Inputs, samples: &[Time]) -> Self {
        Self::merged(inputs, samples, Entry::SampleAfter)
    }

    fn merged(inputs: &Inputs, samples: &[Time], sample: fn(usize) -> Entry) -> Self {
        let mut entries: Vec<(Time, Entry)> =
            samples.iter().zip(0..).map(|(time, number)| (*time, sample(number))).collect();
        for (input, number) in inputs.iter().zip(0..) {
            entries.push((input.at, Entry::Start(number)));
            if input.over > Time::ZERO {
                entries.push((input.at.later(input.over), Entry::Stop(number)));
            }
        }
        entries.sort_unstable();

        let mut design = Self {
            steps: Vec::new(),
            events: Vec::with_capacity(entries.len()),
            samples: samples.len(),
            routes: Vec::new(),
            infuses: false,
            doses: inputs.doses().collect(),
        };
        let inputs: Vec<_> = inputs.iter().collect();
        let routes: Vec<usize> = inputs.iter().map(|input| design.number(&input.route)).collect();
        let mut numbers: HashMap<Time, usize> = HashMap::new();
        let mut running: Vec<usize> = Vec::new();
        let mut now = Time::ZERO;
        for (time, entry) in entries {
            let gap = time.since(now);
            now = time;
            let step = *numbers.entry(gap).or_insert_with(|| {
                design.steps.push(gap.as_days());
                design.steps.len() - 1
            });
            let what = match entry {
                Entry::SampleBefore(number) | Entry::SampleAfter(number) => {
                    Happening::Sample(number)
                }
                Entry::Start(number) if inputs[number].over == Time::ZERO => {
                    Happening::Bolus(routes[number], inputs[number].mass.as_mg())
                }
                Entry::Start(number) | Entry::Stop(number) => {
                    let route = routes[number];
                    if matches!(entry, Entry::Start(_)) {
                        running.push(number);
                    } else {
                        running.retain(|other| *other != number);
                    }
                    design.infuses = true;
                    // Summed anew each time: what was added and taken away again would leave a remainder.
                    let rate = running
                        .iter()
                        .filter(|number| routes[**number] == route)
                        .map(|number| inputs[*number])
                        .map(|input| input.mass.as_mg() / input.over.as_days())
                        .sum();
                    Happening::Infusion(route, rate)
                }
            };
            design.events.push(Event { step, what });
        }
        design
    }

    /// The number of a route, a new one if nothing entered by it yet.
    fn number(&mut self, route: &Route) -> usize {
        let met = self.routes.iter().position(|other| other == route);
        met.unwrap_or_else(|| {
            self.routes.push(route.clone());
            self.routes.len() - 1
        })
    }

    /// The number of samples.
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// Whether there is a place for every sample.
    pub(crate) fn fits(&self, places: &[f64]) -> Result<(), SimulationError> {
        let (samples, places) = (self.samples, places.len());
        if samples == places {
            return Ok(());
        }
        Err(SimulationError::Places { samples, places })
    }

    /// The number of different gaps between events.
    pub fn distinct_steps(&self) -> usize {
        self.steps.len()
    }
}
