//! Linear compartment models: compartments with volumes, the flows between them, and the routes of dosing.
//!
//! ```
//! use aso_regimen::dosing::dose::Route;
//! use aso_regimen::kinetics::compartments::Compartments;
//! use aso_regimen::kinetics::parameter::{Clearance, Litres, Rate};
//! use aso_regimen::kinetics::time::Time;
//! use aso_regimen::Mass;
//!
//! // A depot under the skin, plasma, and tissue that exchanges with it.
//! let flow = Clearance::litres_per_hour;
//! let model = Compartments::builder()
//!     .amount("depot")
//!     .compartment("plasma", Litres::new(5.0)?)
//!     .compartment("tissue", Litres::new(50.0)?)
//!     .rate("depot", "plasma", Rate::per_day(2.0)?)
//!     .exchange("plasma", "tissue", flow(0.5)?)
//!     .clearance("plasma", flow(0.25)?)
//!     .dosed(Route::Subcutaneous, "depot")
//!     .build()?;
//! let tissue = model.concentration(Route::Subcutaneous, "tissue")?;
//! let after_a_week = tissue.after(Mass::mg(300), Time::weeks(1));
//! assert_eq!(format!("{after_a_week:.1} ng/mL"), "2376.8 ng/mL");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use std::borrow::Cow;

use crate::dosing::dose::Route;
use crate::kinetics::cascade::Flows;
use crate::kinetics::design::{Design, Happening};
use crate::kinetics::disposition::{Disposition, NG_PER_ML};
use crate::kinetics::error::SimulationError;
use crate::kinetics::modes::MAX_COMPARTMENTS;
use crate::kinetics::parameter::{Clearance, Litres, ParameterError, Quantity, Rate};
use crate::kinetics::propagator::{Matrix, propagator};
use crate::text::debug_as_display;
#[cfg(feature = "serde")]
use crate::text::plain::Plain;

/// A linear compartment model: up to ten compartments, flows between them and out of the body, and for each route of
/// administration the compartment that doses enter.
///
/// ```
/// use aso_regimen::dosing::dose::Route;
/// use aso_regimen::kinetics::compartments::Compartments;
/// use aso_regimen::kinetics::parameter::{Clearance, Litres};
///
/// let flow = Clearance::litres_per_hour;
/// let model = Compartments::builder()
///     .compartment("CSF", Litres::new(0.433)?)
///     .compartment("CNS", Litres::new(263.0)?)
///     .exchange("CSF", "CNS", flow(0.0712)?)
///     .clearance("CSF", flow(0.136)?)
///     .dosed(Route::Intrathecal, "CSF")
///     .build()?;
/// let csf = model.concentration(Route::Intrathecal, "CSF")?;
/// let half_lives: Vec<f64> = csf.half_lives().collect();
/// assert!((half_lives[0] * 24.0 - 1.448_235).abs() < 1e-6); // hours
/// assert!((half_lives[1] - 162.564).abs() < 1e-3); // days
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(
        try_from = "crate::text::plain::Plain<CompartmentsBuilder>",
        into = "CompartmentsBuilder"
    )
)]
pub struct Compartments {
    names: Vec<Cow<'static, str>>,
    volumes: Vec<Option<Litres>>,
    /// Per day, from the compartment of the row to that of the column.
    flows: Vec<Vec<f64>>,
    /// Per day, out of the body.
    lost: Vec<f64>,
    inlets: Vec<(Route, usize)>,
}

/// Why a compartment model cannot be built or solved.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The model has no compartment or more than ten.
    #[error("expected a model with 1 to {MAX_COMPARTMENTS} compartments, found {0}")]
    Number(usize),
    /// Two compartments have the same name.
    #[error("two compartments are called {0:?}, expected each name once")]
    Duplicate(String),
    /// The model has no compartment with this name.
    #[error("no compartment is called {name:?}, expected one of {known}")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names of the compartments.
        known: String,
    },
    /// A compartment has no volume, but a concentration or a flow in litres per hour needs one.
    #[error(
        "compartment {0:?} has no volume, expected one for its concentration or a flow in litres"
    )]
    NoVolume(String),
    /// A flow leads from a compartment into the same compartment.
    #[error("compartment {0:?} flows into itself, expected another compartment")]
    Itself(String),
    /// A flow over the volume of its compartment is a rate outside 1e-12 to 1e6 per day.
    #[error("the flow out of {0:?} is too fast or too slow for its volume: {1}")]
    Flow(String, ParameterError),
    /// A volume or a rate is out of range, for example in a published model for an extreme body weight.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// Two compartments have doses of the same route.
    #[error("doses by {0} enter two compartments, expected one")]
    TwoInlets(Route),
    /// No compartment has doses of the route.
    #[error("doses by {0} enter no compartment, expected one")]
    NoInlet(Route),
    /// Drug flows in a circle between the two compartments, with different flows in the two directions. The response is
    /// then neither a sum of exponentials nor a chain of stages.
    #[error(
        "drug flows in a circle between {from:?} and {to:?}, so that the response may oscillate; use `Compartments::simulate`"
    )]
    Circle {
        /// The compartment that doses enter.
        from: String,
        /// The compartment whose response was asked for.
        to: String,
    },
}

debug_as_display!(ModelError);

impl ModelError {
    fn unknown<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Self {
        let known = known.collect::<Vec<_>>().join(", ");
        Self::Unknown { name: name.to_owned(), known }
    }
}

/// A builder of [`Compartments`]. It is also their form in JSON.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[must_use = "nothing is built until `build`"]
pub struct CompartmentsBuilder {
    compartments: Vec<Compartment>,
    flows: Vec<Flow>,
    inlets: Vec<Inlet>,
}

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Compartment {
    name: Cow<'static, str>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    volume: Option<Litres>,
}

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Flow {
    from: Cow<'static, str>,
    /// None: out of the body.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    to: Option<Cow<'static, str>>,
    speed: Speed,
}

#[derive(Debug, Clone, Copy)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
enum Speed {
    Clearance(Clearance),
    Rate(Rate),
}

#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
struct Inlet {
    route: Route,
    into: Cow<'static, str>,
}

#[cfg(feature = "serde")]
impl TryFrom<Plain<CompartmentsBuilder>> for Compartments {
    type Error = ModelError;

    fn try_from(builder: Plain<CompartmentsBuilder>) -> Result<Self, ModelError> {
        builder.0.build()
    }
}

/// With every flow as a rate.
impl From<Compartments> for CompartmentsBuilder {
    fn from(model: Compartments) -> Self {
        let name = |place: usize| model.names[place].clone();
        let mut builder = Self::default();
        for (place, volume) in model.volumes.iter().enumerate() {
            builder = builder.with_compartment(name(place), *volume);
        }
        for (from, (row, lost)) in model.flows.iter().zip(&model.lost).enumerate() {
            let within = row.iter().enumerate().map(|(to, rate)| (Some(name(to)), rate));
            for (to, rate) in within.chain([(None, lost)]) {
                if *rate > 0.0 {
                    let speed = Speed::Rate(Rate::unchecked(*rate));
                    builder = builder.with_flow(name(from), to, speed);
                }
            }
        }
        for (route, into) in &model.inlets {
            builder = builder.dosed(route.clone(), name(*into));
        }
        builder
    }
}

impl CompartmentsBuilder {
    /// Adds a compartment with a volume of distribution.
    pub fn compartment(self, name: impl Into<Cow<'static, str>>, volume: Litres) -> Self {
        self.with_compartment(name.into(), Some(volume))
    }

    /// Adds a compartment without a volume, of which only amounts are computed.
    pub fn amount(self, name: impl Into<Cow<'static, str>>) -> Self {
        self.with_compartment(name.into(), None)
    }

    fn with_compartment(mut self, name: Cow<'static, str>, volume: Option<Litres>) -> Self {
        self.compartments.push(Compartment { name, volume });
        self
    }

    /// Adds the same flow in both directions between two compartments.
    pub fn exchange(
        self,
        one: impl Into<Cow<'static, str>>,
        other: impl Into<Cow<'static, str>>,
        flow: Clearance,
    ) -> Self {
        let (one, other) = (one.into(), other.into());
        self.flow(one.clone(), other.clone(), flow).flow(other, one, flow)
    }

    /// Adds a flow in one direction.
    pub fn flow(
        self,
        from: impl Into<Cow<'static, str>>,
        to: impl Into<Cow<'static, str>>,
        flow: Clearance,
    ) -> Self {
        self.with_flow(from.into(), Some(to.into()), Speed::Clearance(flow))
    }

    /// Adds a clearance: a flow out of the body.
    pub fn clearance(self, from: impl Into<Cow<'static, str>>, flow: Clearance) -> Self {
        self.with_flow(from.into(), None, Speed::Clearance(flow))
    }

    /// Adds a first-order rate from one compartment to another (a micro-constant, such as k12).
    pub fn rate(
        self,
        from: impl Into<Cow<'static, str>>,
        to: impl Into<Cow<'static, str>>,
        rate: Rate,
    ) -> Self {
        self.with_flow(from.into(), Some(to.into()), Speed::Rate(rate))
    }

    /// Adds a first-order rate out of the body.
    pub fn elimination(self, from: impl Into<Cow<'static, str>>, rate: Rate) -> Self {
        self.with_flow(from.into(), None, Speed::Rate(rate))
    }

    fn with_flow(
        mut self,
        from: Cow<'static, str>,
        to: Option<Cow<'static, str>>,
        speed: Speed,
    ) -> Self {
        self.flows.push(Flow { from, to, speed });
        self
    }

    /// Sets the compartment that doses by this route enter.
    pub fn dosed(mut self, route: Route, into: impl Into<Cow<'static, str>>) -> Self {
        self.inlets.push(Inlet { route, into: into.into() });
        self
    }

    /// Returns the model. Several flows from one compartment to another are added.
    ///
    /// # Errors
    ///
    /// If the model is invalid in one of the ways listed in [`ModelError`].
    pub fn build(self) -> Result<Compartments, ModelError> {
        let n = self.compartments.len();
        if !(1..=MAX_COMPARTMENTS).contains(&n) {
            return Err(ModelError::Number(n));
        }
        let compartments = self.compartments.into_iter();
        let (names, volumes): (Vec<_>, Vec<_>) =
            compartments.map(|one| (one.name, one.volume)).unzip();
        for (place, name) in names.iter().enumerate() {
            if names[..place].contains(name) {
                return Err(ModelError::Duplicate(name.to_string()));
            }
        }
        let mut model = Compartments {
            names,
            volumes,
            flows: vec![vec![0.0; n]; n],
            lost: vec![0.0; n],
            inlets: Vec::new(),
        };
        for flow in self.flows {
            model.add(&flow)?;
        }
        for Inlet { route, into } in self.inlets {
            let place = model.place(&into)?;
            if model.inlet(&route).is_some() {
                return Err(ModelError::TwoInlets(route));
            }
            model.inlets.push((route, place));
        }
        Ok(model)
    }
}

impl Compartments {
    /// Returns a builder without compartments.
    pub fn builder() -> CompartmentsBuilder {
        CompartmentsBuilder::default()
    }

    fn add(&mut self, flow: &Flow) -> Result<(), ModelError> {
        let from = self.place(&flow.from)?;
        let to = flow.to.as_deref().map(|to| self.place(to)).transpose()?;
        if to == Some(from) {
            return Err(ModelError::Itself(flow.from.to_string()));
        }
        let rate = match flow.speed {
            Speed::Rate(rate) => Ok(rate),
            Speed::Clearance(clearance) => clearance.over(self.volume(from)?),
        };
        let at = match to {
            Some(to) => &mut self.flows[from][to],
            None => &mut self.lost[from],
        };
        let sum = rate.and_then(|rate| Rate::per_day(*at + rate.as_per_day()));
        *at = sum.map_err(|error| ModelError::Flow(flow.from.to_string(), error))?.as_per_day();
        Ok(())
    }

    fn place(&self, name: &str) -> Result<usize, ModelError> {
        self.names
            .iter()
            .position(|own| own == name)
            .ok_or_else(|| ModelError::unknown(name, self.names()))
    }

    /// Which inlet a route has, if it has one.
    fn inlet(&self, route: &Route) -> Option<usize> {
        self.inlets.iter().position(|(own, _)| own == route)
    }

    /// The names of the compartments, in the order in which they were added.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }

    /// Returns the response of the concentration in a compartment to doses by a route, in ng/mL.
    ///
    /// # Errors
    ///
    /// If the model has no such compartment or route, if the compartment has no volume, or if drug flows in a circle
    /// between the two; then use [`Compartments::simulate`].
    pub fn concentration(&self, route: Route, name: &str) -> Result<Disposition, ModelError> {
        let volume = self.volume(self.place(name)?)?;
        self.disposition(route, name, Quantity::Concentration, NG_PER_ML / volume.value())
    }

    /// Returns the response of the amount in a compartment to doses by a route, in mg.
    ///
    /// # Errors
    ///
    /// If [`Compartments::concentration`] has an error other than that the compartment has no volume.
    pub fn amount(&self, route: Route, name: &str) -> Result<Disposition, ModelError> {
        self.disposition(route, name, Quantity::Amount, 1.0)
    }

    fn volume(&self, place: usize) -> Result<Litres, ModelError> {
        self.volumes[place].ok_or_else(|| ModelError::NoVolume(self.names[place].to_string()))
    }

    fn disposition(
        &self,
        route: Route,
        name: &str,
        quantity: Quantity,
        scale: f64,
    ) -> Result<Disposition, ModelError> {
        let Some(inlet) = self.inlet(&route) else {
            return Err(ModelError::NoInlet(route));
        };
        let (from, to) = (self.inlets[inlet].1, self.place(name)?);
        let flows = Flows { within: &self.flows, lost: &self.lost };
        let response = flows.response(from, to).ok_or_else(|| ModelError::Circle {
            from: self.names[from].to_string(),
            to: name.to_owned(),
        })?;
        Ok(Disposition::of(route, quantity, response.scaled(scale)))
    }

    /// Returns the amounts in all compartments at every sample of a design, in closed form for flows one way, both ways
    /// or in a circle.
    ///
    /// ```
    /// # use aso_regimen::dosing::dose::Route;
    /// # use aso_regimen::kinetics::compartments::Compartments;
    /// # use aso_regimen::kinetics::parameter::Rate;
    /// use aso_regimen::Mass;
    /// use aso_regimen::kinetics::{
    ///     design::Design,
    ///     input::{Input, Inputs},
    ///     time::Time,
    /// };
    ///
    /// // From one compartment into the next, both at the same rate: not a sum of exponentials.
    /// let rate = Rate::per_day(0.1)?;
    /// let chain = Compartments::builder()
    ///     .amount("CSF")
    ///     .amount("plasma")
    ///     .rate("CSF", "plasma", rate)
    ///     .elimination("plasma", rate)
    ///     .dosed(Route::Intrathecal, "CSF")
    ///     .build()?;
    /// let dose: Inputs =
    ///     [Input::bolus(Time::ZERO, Mass::mg(100), Route::Intrathecal)].into_iter().collect();
    /// let amounts = chain.simulate(&Design::new(&dose, &[Time::days(10)]))?;
    /// let plasma = amounts.of("plasma").expect("a compartment")[0];
    /// // 100 mg x 0.1/d x 10 d x e^-1.
    /// assert!((plasma - 100.0 * (-1.0_f64).exp()).abs() < 1e-12);
    /// assert!((amounts.eliminated()[0] + plasma * 2.0 - 100.0).abs() < 1e-12);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a dose is given by a route that the model does not have, or if the fastest rate times a gap between doses
    /// or samples is above 1e12.
    pub fn simulate(&self, design: &Design) -> Result<Amounts<'_>, SimulationError> {
        let n = self.names.len();
        // One more for what was eliminated, and one for each inlet that holds the rate of infusion into it.
        let taps = if design.infuses { self.inlets.len() } else { 0 };
        let size = n + 1 + taps;
        let (rates, out) = self.matrix(size);
        let propagators: Vec<Matrix<f64>> = design
            .steps
            .iter()
            .map(|days| propagator(&rates, &out, *days))
            .collect::<Result<_, _>>()?;
        let mut amounts = Amounts::nothing(self, design.samples());
        let mut state = vec![0.0; size];
        let mut next = vec![0.0; size];
        let taps: Vec<_> =
            design.routes.iter().map(|route| self.tap(route)).collect::<Result<_, _>>()?;
        for event in &design.events {
            propagators[event.step].apply(&state, &mut next);
            core::mem::swap(&mut state, &mut next);
            match event.what {
                Happening::Sample(number) => {
                    for (compartment, amount) in amounts.compartments.iter_mut().zip(&state) {
                        compartment.mg[number] = *amount;
                    }
                    amounts.eliminated[number] = state[n];
                }
                Happening::Bolus(route, mg) => {
                    let (_, place) = taps[route];
                    state[place] += mg;
                }
                Happening::Infusion(route, mg_per_day) => {
                    let (tap, _) = taps[route];
                    state[n + 1 + tap] = mg_per_day;
                }
            }
        }
        Ok(amounts)
    }

    /// Which inlet a route has, and into which compartment it leads.
    fn tap(&self, route: &Route) -> Result<(usize, usize), SimulationError> {
        self.inlet(route).map(|tap| (tap, self.inlets[tap].1)).ok_or_else(|| {
            match self.inlets.first() {
                Some((taken, _)) => {
                    SimulationError::Route { given: route.clone(), taken: taken.clone() }
                }
                None => SimulationError::NoRoute(route.clone()),
            }
        })
    }

    /// The rates from each column to each row, and all rates out of each, for so many places: compartments,
    /// what was eliminated, inlets.
    fn matrix(&self, size: usize) -> (Matrix<f64>, Vec<f64>) {
        let n = self.names.len();
        let mut rates = Matrix::zero(size);
        let mut out = vec![0.0; size];
        for (from, (flows, lost)) in self.flows.iter().zip(&self.lost).enumerate() {
            for (to, rate) in flows.iter().enumerate() {
                *rates.cell(to, from) = *rate;
            }
            *rates.cell(n, from) = *lost;
            out[from] = flows.iter().sum::<f64>() + lost;
        }
        // What an inlet holds is a rate: it fills its compartment and stays as it is.
        for (tap, (_, into)) in self.inlets.iter().enumerate().take(size - n - 1) {
            *rates.cell(*into, n + 1 + tap) = 1.0;
        }
        (rates, out)
    }
}

/// The amounts in all compartments at every sample, in mg.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Amounts<'m> {
    compartments: Vec<Amount<'m>>,
    eliminated: Vec<f64>,
}

/// The amounts in one compartment.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
struct Amount<'m> {
    name: &'m str,
    #[cfg_attr(feature = "serde", serde(skip))]
    volume: Option<Litres>,
    mg: Vec<f64>,
}

impl<'m> Amounts<'m> {
    fn nothing(model: &'m Compartments, samples: usize) -> Self {
        let mg = vec![0.0; samples];
        let compartments = model.names().zip(&model.volumes);
        let compartments =
            compartments.map(|(name, volume)| Amount { name, volume: *volume, mg: mg.clone() });
        Self { compartments: compartments.collect(), eliminated: mg }
    }

    fn amount(&self, name: &str) -> Result<&Amount<'m>, ModelError> {
        let mut compartments = self.compartments.iter();
        compartments
            .find(|compartment| compartment.name == name)
            .ok_or_else(|| ModelError::unknown(name, self.compartments.iter().map(|own| own.name)))
    }

    /// Returns the amounts in one compartment in mg, in the order of the samples.
    ///
    /// # Errors
    ///
    /// If the model has no such compartment.
    pub fn of(&self, name: &str) -> Result<&[f64], ModelError> {
        Ok(&self.amount(name)?.mg)
    }

    /// Returns the concentrations in one compartment in ng/mL, in the order of the samples.
    ///
    /// # Errors
    ///
    /// If the model has no such compartment, or if the compartment has no volume.
    pub fn concentrations(&self, name: &str) -> Result<Vec<f64>, ModelError> {
        let Amount { volume, mg, .. } = self.amount(name)?;
        let volume = volume.ok_or_else(|| ModelError::NoVolume(name.to_owned()))?;
        let per_mg = NG_PER_ML / volume.value();
        Ok(mg.iter().map(|mg| mg * per_mg).collect())
    }

    /// The cumulative amount eliminated from the body in mg, in the order of the samples.
    pub fn eliminated(&self) -> &[f64] {
        &self.eliminated
    }
}
