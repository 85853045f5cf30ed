//! Writing regimens, doses and amounts as the text that reading takes back.

use core::fmt;

use crate::dosing::dose::{Amount, BandAmount, Cap, Dose, Minutes, PerKg, WeightBand, WeightBands};
use crate::dosing::phase::{Extent, Pace, Phase, Role};
use crate::dosing::regimen::Regimen;
use crate::text::debug_as_display;

impl fmt::Display for Regimen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.phases().len();
        let mut before: Option<&Phase> = None;
        let last = self.phases().last().and_then(Phase::tolerance);
        let is_each = count > 1 && self.phases().iter().all(|phase| phase.tolerance() == last);
        for (index, phase) in self.phases().iter().enumerate() {
            if index > 0 {
                f.write_str(", then ")?;
            }
            let usual = Self::usual_role(index, count, phase.extent());
            write_phase(f, phase, before.map(Phase::dose), usual)?;
            match phase.tolerance() {
                Some(window) if !is_each => write!(f, " window {window}")?,
                None if last.is_some() => f.write_str(" no window")?,
                _ => {}
            }
            before = Some(phase);
        }
        match last {
            Some(window) if is_each => write!(f, ", each window {window}"),
            _ => Ok(()),
        }
    }
}

fn write_phase(
    f: &mut fmt::Formatter<'_>,
    phase: &Phase,
    dose_before: Option<&Dose>,
    usual: Role,
) -> fmt::Result {
    if phase.role != usual {
        write!(f, "{} ", phase.role)?;
    }
    if dose_before != Some(&phase.dose) {
        write!(f, "{} ", phase.dose)?;
    }
    let Pace { interval, extent, seam, .. } = phase.pace;
    if let Some(seam) = seam {
        write!(f, "after {seam} ")?;
    }
    if let Some(interval) = interval {
        write!(f, "q{interval}")?;
    }
    let space = if interval.is_some() { " " } else { "" };
    match extent {
        Extent::Doses(doses) => write!(f, "{space}x{doses}"),
        Extent::For(time) => write!(f, "{space}for {time}"),
        Extent::OpenEnded => Ok(()),
    }
}

impl fmt::Display for Dose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.amount())?;
        let mut open = " (";
        if let Some(volume) = self.volume() {
            write!(f, "{open}{volume}")?;
            open = ", ";
        }
        if let Some(csf) = self.withdrawn() {
            write!(f, "{open}withdraw {csf}")?;
            open = ", ";
        }
        if let Some(Minutes { shortest, longest }) = self.duration() {
            write!(f, "{open}over {shortest}")?;
            if longest != shortest {
                write!(f, "-{longest}")?;
            }
            f.write_str(" min")?;
            open = ", ";
        }
        if open == ", " {
            f.write_str(")")?;
        }
        write!(f, " {}", self.route())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(mass) => mass.fmt(f),
            Self::PerKg(per_kg) => per_kg.fmt(f),
            Self::Bands(bands) => bands.fmt(f),
        }
    }
}

impl fmt::Display for PerKg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/kg", self.mass)?;
        match self.cap {
            Some(Cap::Mass(cap)) => write!(f, " max {cap}"),
            Some(Cap::Weight(cap)) => write!(f, " max {cap}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for BandAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(mass) => mass.fmt(f),
            Self::PerKg(per_kg) => per_kg.fmt(f),
        }
    }
}

impl fmt::Display for WeightBands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut open = "[";
        for WeightBand { below, amount } in self.bands() {
            write!(f, "{open}<{below}: {amount}")?;
            open = "; ";
        }
        if let Some(heaviest) = self.heaviest() {
            write!(f, "; else {heaviest}")?;
        }
        f.write_str("]")
    }
}

debug_as_display!(Regimen, Dose, Amount, PerKg, WeightBands);

/// A phase by itself names its role and dose in full.
impl fmt::Debug for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.role)?;
        write_phase(f, self, None, self.role)?;
        match self.tolerance() {
            Some(window) => write!(f, " window {window}"),
            None => Ok(()),
        }
    }
}
