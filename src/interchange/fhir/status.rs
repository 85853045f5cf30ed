//! The codes of a request and of an administration that say whether and how it holds.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::interchange::error::FormatError;
use crate::interchange::fhir::element::Object;
use crate::interchange::fhir::release::{Release, Seen};

/// Codes of a value set of FHIR, as HL7's `CodeSystem`s of 4.0.1 and 5.0.0 have them, which print as they are written.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the code of FHIR.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Reads the member of a resource that has one of these codes.
            pub(super) fn read(resource: &Object<'_>, name: &str) -> Result<Self, FormatError> {
                let expected = listed(Self::ALL.iter().map(|code| code.code()));
                resource.need(name, &expected)?.parse(&expected)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

codes! {
    /// The status of a `MedicationRequest`.
    RequestStatus {
        /// In force.
        Active = "active",
        /// Suspended for a time.
        OnHold = "on-hold",
        /// No longer active; the patient should no longer be given the drug. Not in FHIR R4.
        Ended = "ended",
        /// Ended for good before all doses were given.
        Stopped = "stopped",
        /// All doses were given.
        Completed = "completed",
        /// Withdrawn before any dose was given.
        Cancelled = "cancelled",
        /// Recorded by mistake.
        EnteredInError = "entered-in-error",
        /// Not yet in force.
        Draft = "draft",
        /// Not known to the sender.
        Unknown = "unknown",
    }
}

codes! {
    /// The intent of a `MedicationRequest`.
    RequestIntent {
        /// A suggestion, without authority to order.
        Proposal = "proposal",
        /// An intention, without authorization to act.
        Plan = "plan",
        /// An authorization to act.
        Order = "order",
        /// The original order.
        OriginalOrder = "original-order",
        /// An order that follows automatically from another order.
        ReflexOrder = "reflex-order",
        /// An order as the system that fulfils it sees it.
        FillerOrder = "filler-order",
        /// One instance of an order, in a schedule of administrations.
        InstanceOrder = "instance-order",
        /// One of several options.
        Option = "option",
    }
}

codes! {
    /// The status of a `MedicationAdministration`.
    AdministrationStatus {
        /// Begun and not yet over.
        InProgress = "in-progress",
        /// Not given.
        NotDone = "not-done",
        /// Interrupted, and expected to continue.
        OnHold = "on-hold",
        /// Given.
        Completed = "completed",
        /// Recorded by mistake.
        EnteredInError = "entered-in-error",
        /// Ended before the whole dose was given.
        Stopped = "stopped",
        /// Not known to the sender.
        Unknown = "unknown",
    }
}

impl RequestStatus {
    /// The release that alone has this status; `None` if both have it.
    pub(super) fn only_in(self) -> Option<Release> {
        (self == Self::Ended).then_some(Release::R5)
    }

    /// Reads the status, which can tell the release.
    pub(super) fn read_in(request: &Object<'_>, seen: &mut Seen) -> Result<Self, FormatError> {
        let status = Self::read(request, "status")?;
        if let (Some(only), Some(element)) = (status.only_in(), request.get("status")) {
            let of_others = Self::ALL.iter().filter(|status| status.only_in().is_none());
            let of_others = listed(of_others.map(|status| status.code()));
            seen.see(only, &element, (&format!("the status {status}"), &of_others))?;
        }
        Ok(status)
    }
}

fn listed(codes: impl Iterator<Item = &'static str>) -> String {
    format!("one of {}", codes.collect::<Vec<_>>().join(", "))
}
