//! The checks of a trial: references, unique names, parts, allocation, orders and windows.

use std::collections::HashSet;

use crate::calendar::StudyDay;
use crate::evidence::epoch::Epoch;
use crate::evidence::method::Method;
use crate::evidence::source::Source;
use crate::evidence::trial::TrialBuilder;
use crate::evidence::trial::arm::{Arm, Mask};
use crate::evidence::trial::criterion::Criterion;
use crate::evidence::trial::endpoint::TrialEndpoint;
use crate::evidence::trial::error::{TrialError, expected};
use crate::evidence::trial::part::TrialPart;
use crate::evidence::trial::registration::Registration;
use crate::evidence::trial::visit::Visit;
use crate::text::{has_control, is_blank};

/// Ten years before the first dose.
const EARLIEST_VISIT: StudyDay = StudyDay::from_offset(-3_653);

impl TrialBuilder {
    pub(super) fn named(&self, name: &str) -> Result<&Arm, TrialError> {
        let found = self.arms.iter().find(|arm| arm.name() == name);
        found.ok_or_else(|| {
            let arms = self.arms.iter();
            let names: Vec<String> = arms.map(|arm| format!("{:?}", arm.name())).collect();
            TrialError::UnknownArm { name: name.to_owned(), arms: names.join(", ") }
        })
    }

    pub(super) fn check(&self) -> Result<(), TrialError> {
        if self.sources.is_empty() {
            return Err(TrialError::NoSource);
        }
        self.check_registrations()?;
        self.check_names()?;
        for (number, criterion) in (1..).zip(&self.eligibility) {
            if let Some((found, expected)) = criterion.condition.fault() {
                let expected = expected.to_owned();
                return Err(TrialError::Criterion { number, found, expected });
            }
        }
        let texts = [&self.title].into_iter().chain(&self.stratified_by);
        let texts =
            texts.chain(self.visits.iter().map(|visit| &visit.name)).map(ToString::to_string);
        let texts = texts.chain(self.arms.iter().map(|arm| arm.name().to_owned()));
        let texts = texts.chain(self.arms.iter().filter_map(Arm::part).map(TrialPart::to_string));
        let texts = texts.chain(self.eligibility.iter().map(Criterion::to_string));
        let texts = texts.chain(self.methods.iter().map(Method::to_string));
        let mut texts = texts.chain(self.sources.iter().map(Source::to_string));
        if let Some(found) = texts.find(|text| has_control(text)) {
            return Err(TrialError::Control { found });
        }
        self.check_arms()?;
        self.check_parts()?;
        self.check_methods()?;
        self.check_endpoints()?;
        let of_outcomes = self.outcomes.iter().map(|outcome| &outcome.arm);
        let contrasts = self.contrasts.iter();
        let of_contrasts = contrasts.flat_map(|contrast| [&contrast.arm, &contrast.reference]);
        for name in of_outcomes.chain(of_contrasts) {
            self.named(name)?;
        }
        if let Some(same) = self.contrasts.iter().find(|between| between.arm == between.reference) {
            return Err(TrialError::SameArm { name: same.arm.clone().into_owned() });
        }
        self.check_visits()
    }

    fn check_registrations(&self) -> Result<(), TrialError> {
        let all = || core::iter::once(&self.registration).chain(&self.also_registered);
        for registration in all() {
            let text = registration.to_string();
            let why = match text.parse::<Registration>() {
                Ok(read) if read == *registration => continue,
                Ok(_) => format!("expected a number of that registry, found {text:?}"),
                Err(why) => why.to_string(),
            };
            return Err(TrialError::Registration { why });
        }
        if self.also_registered.contains(&Registration::None) {
            let why = "expected a further number, found \"none\"".to_owned();
            return Err(TrialError::Registration { why });
        }
        once("registration", all().map(ToString::to_string))
    }

    fn check_names(&self) -> Result<(), TrialError> {
        let named_epochs = self.visits.iter().filter_map(|visit| match &visit.epoch {
            Some(Epoch::Named(name)) => Some(("an epoch", name)),
            _ => None,
        });
        let placebos = self.arms.iter().filter_map(|arm| match arm.mask() {
            Some(Mask::Placebo(name)) => Some(("a placebo", name)),
            _ => None,
        });
        let parts = self.arms.iter().filter_map(Arm::part).map(|part| ("a part", &part.name));
        let names = [("the trial", &self.title)].into_iter();
        let names =
            names.chain(self.stratified_by.iter().map(|name| ("a stratification factor", name)));
        let names = names.chain(self.visits.iter().map(|visit| ("a visit", &visit.name)));
        let names = names.chain(self.methods.iter().map(|method| ("a method", &method.name)));
        let names = names.chain(parts).chain(named_epochs).chain(placebos);
        let names = names.map(|(what, name)| (what, &**name));
        let mut names = names.chain(self.arms.iter().map(|arm| ("an arm", arm.name())));
        if let Some((what, name)) =
            names.find(|(_, name)| is_blank(name) || name.trim().len() != name.len())
        {
            return Err(TrialError::Blank { what, found: name.to_owned() });
        }
        once("stratification factor", self.stratified_by.iter().map(ToString::to_string))
    }

    /// Checks that every part that is referred to has an arm, and that each has one purpose.
    fn check_parts(&self) -> Result<(), TrialError> {
        let parts: Vec<&TrialPart> = self.arms.iter().filter_map(Arm::part).collect();
        for (index, later) in parts.iter().enumerate() {
            let mut before = parts[..index].iter().filter(|earlier| earlier.name == later.name);
            if let Some(earlier) = before.find(|earlier| earlier.purpose != later.purpose) {
                let [one, other] = [earlier, later].map(ToString::to_string);
                return Err(TrialError::TwoPurposes { one, other });
            }
        }
        let of_visits =
            self.visits.iter().map(|visit| (format!("visit {:?}", visit.name), &visit.part));
        let of_criteria =
            self.eligibility.iter().map(|of| (format!("criterion {:?}", of.to_string()), &of.part));
        for (of, part) in of_visits.chain(of_criteria) {
            if part.as_ref().is_some_and(|part| parts.iter().all(|known| known.name != *part)) {
                return Err(TrialError::unknown_part(&of, part.as_deref(), &parts));
            }
        }
        Ok(())
    }

    /// Endpoints of an earlier design have no order, because they are not tested any more.
    fn check_endpoints(&self) -> Result<(), TrialError> {
        let now: Vec<_> = self.endpoints.iter().filter(|of| of.earlier.is_none()).collect();
        if let Some(pair) = now.windows(2).find(|pair| pair[1].rank < pair[0].rank) {
            let [earlier, later] = [pair[0], pair[1]].map(ToString::to_string);
            return Err(TrialError::EndpointOrder { earlier, later });
        }
        // An endpoint is the same whether it was met or not.
        let unread = |of: &TrialEndpoint| TrialEndpoint { is_met: None, ..of.clone() }.to_string();
        once("endpoint", self.endpoints.iter().map(unread))
    }

    fn check_arms(&self) -> Result<(), TrialError> {
        if self.arms.is_empty() {
            return Err(TrialError::NoArms);
        }
        for (index, arm) in self.arms.iter().enumerate() {
            let name = || arm.name().to_owned();
            let mut before = self.arms[..index].iter();
            if before.any(|other| other.name() == arm.name()) {
                return Err(TrialError::ArmTwice { name: name() });
            }
            if arm.allocation() == Some(0) {
                return Err(TrialError::NoAllocation { name: name() });
            }
            let mut pooled = arm.pooled_arms().into_iter().flatten().peekable();
            if arm.pooled_arms().is_some() && pooled.peek().is_none() {
                return Err(TrialError::PooledOfNone { name: name() });
            }
            for other in pooled.chain(arm.entered_from()) {
                self.named(other)?;
                if other == arm.name() {
                    return Err(TrialError::SameArm { name: name() });
                }
            }
        }
        self.check_allocation()
    }

    /// Whether those who can be allocated to one arm are allocated to all.
    fn check_allocation(&self) -> Result<(), TrialError> {
        let masked = || self.arms.iter().filter(|arm| arm.is_masked());
        for with in masked().filter(|arm| arm.allocation().is_some()) {
            let mut beside = masked().filter(|other| other.part() == with.part());
            if let Some(without) = beside.find(|other| other.allocation().is_none()) {
                let [with, without] = [with, without].map(|arm| arm.name().to_owned());
                return Err(TrialError::AllocationInPart { with, without });
            }
        }
        let parts = self.arms.iter().filter_map(Arm::allocation).map(u64::from);
        if parts.sum::<u64>() > u64::from(u32::MAX) {
            return Err(TrialError::AllocationTooLarge);
        }
        Ok(())
    }

    fn check_methods(&self) -> Result<(), TrialError> {
        let of_outcomes = self.outcomes.iter().map(|outcome| (&outcome.endpoint, &outcome.method));
        let of_contrasts =
            self.contrasts.iter().map(|contrast| (&contrast.endpoint, &contrast.method));
        let full = |method: &Method| format!("{} of {}", method.name, method.endpoint);
        once("method", self.methods.iter().map(full))?;
        for method in self.methods.iter().filter(|method| method.lloq.is_some()) {
            let name = || method.name.clone().into_owned();
            method
                .assay()
                .map_err(|why| TrialError::Limits { name: name(), why: why.to_string() })?;
        }
        for (endpoint, name) in of_outcomes.chain(of_contrasts) {
            let Some(name) = name else { continue };
            let of_it = self.methods.iter().filter(|method| method.endpoint == *endpoint);
            let names: Vec<&str> = of_it.map(|method| &*method.name).collect();
            if !names.contains(&&**name) {
                return Err(TrialError::UnknownMethod {
                    name: name.clone().into_owned(),
                    endpoint: endpoint.to_string(),
                    methods: expected(
                        &names,
                        "no method because the trial has none for this endpoint",
                    ),
                });
            }
        }
        Ok(())
    }

    fn check_visits(&self) -> Result<(), TrialError> {
        if let Some(early) = self.visits.iter().find(|visit| visit.day < EARLIEST_VISIT) {
            let visit = early.name.clone().into_owned();
            return Err(TrialError::VisitTooEarly { visit, day: early.day });
        }
        for (index, later) in self.visits.iter().enumerate() {
            let mut before = self.visits[..index].iter();
            if let Some(same) =
                before.find(|earlier| earlier.meets(later) && earlier.is_named_as(later))
            {
                return Err(TrialError::Twice {
                    what: "visit",
                    name: same.name.clone().into_owned(),
                });
            }
        }
        self.check_epochs()?;
        for (index, later) in self.visits.iter().enumerate() {
            if later.overlaps_itself() {
                return Err(TrialError::RepeatedTooSoon { visit: later.name.clone().into_owned() });
            }
            let mut before = self.visits[..index].iter();
            if let Some(earlier) = before.find(|earlier| earlier.overlaps(later)) {
                let without_windows = earlier.window.is_none() && later.window.is_none();
                let [earlier, later] = [earlier, later].map(|visit| visit.name.to_string());
                return Err(if without_windows {
                    TrialError::OneDay { earlier, later }
                } else {
                    TrialError::WindowsOverlap { earlier, later }
                });
            }
        }
        Ok(())
    }

    /// Whether the visits of each part go from screening to follow-up.
    fn check_epochs(&self) -> Result<(), TrialError> {
        let place = |visit: &Visit| match visit.epoch.as_ref()? {
            Epoch::Screening => Some(0),
            Epoch::Baseline => Some(1),
            Epoch::Treatment => Some(2),
            Epoch::FollowUp => Some(3),
            Epoch::Named(_) => None,
        };
        for (index, later) in self.visits.iter().enumerate() {
            let before = self.visits[..index].iter().filter(|earlier| earlier.meets(later));
            let mut placed = before.filter(|earlier| earlier.day < later.day);
            let Some(of_later) = place(later) else { continue };
            if let Some(earlier) = placed.find(|earlier| place(earlier) > Some(of_later)) {
                let [(earlier, epoch), (later, later_epoch)] = [earlier, later].map(|visit| {
                    let epoch = visit.epoch.clone().unwrap_or(Epoch::Treatment);
                    (visit.name.clone().into_owned(), epoch)
                });
                return Err(TrialError::EpochOrder { earlier, epoch, later, later_epoch });
            }
        }
        Ok(())
    }
}

/// Whether no two of these are the same.
fn once(what: &'static str, names: impl Iterator<Item = String>) -> Result<(), TrialError> {
    let mut before = HashSet::new();
    for name in names {
        if !before.insert(name.clone()) {
            return Err(TrialError::Twice { what, name });
        }
    }
    Ok(())
}
