//! The codes of a request and of an administration that say whether and how it holds.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::interchange::error::FormatError;
use crate::interchange::fhir::element::Object;
use crate::interchange::fhir::release::{Release, Seen};

/// Codes of a value set of FHIR, which print as they are written.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code of FHIR.
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
        /// It is in force.
        Active = "active",
        /// What it asks for is halted for a time.
        OnHold = "on-hold",
        /// It is over, whatever was done of it. FHIR R4 does not have this status.
        Ended = "ended",
        /// What it asks for is halted for good, before all of it was done.
        Stopped = "stopped",
        /// All that it asks for was done.
        Completed = "completed",
        /// It was withdrawn before anything of it was done.
        Cancelled = "cancelled",
        /// It should never have been there.
        EnteredInError = "entered-in-error",
        /// It is not yet to be acted on.
        Draft = "draft",
        /// The sender does not know which.
        Unknown = "unknown",
    }
}

codes! {
    /// What kind of request a `MedicationRequest` is.
    RequestIntent {
        /// A suggestion of somebody who cannot order it.
        Proposal = "proposal",
        /// An intention, which nobody is to act on yet.
        Plan = "plan",
        /// A request to act.
        Order = "order",
        /// An order as it was first made.
        OriginalOrder = "original-order",
        /// An order that follows from another by a rule.
        ReflexOrder = "reflex-order",
        /// What the one who fulfils an order makes of it.
        FillerOrder = "filler-order",
        /// An order for a single time of an order for several.
        InstanceOrder = "instance-order",
        /// One of several possibilities.
        Option = "option",
    }
}

codes! {
    /// The status of a `MedicationAdministration`.
    AdministrationStatus {
        /// It has begun and is not over.
        InProgress = "in-progress",
        /// It was not begun.
        NotDone = "not-done",
        /// It was interrupted and is expected to go on.
        OnHold = "on-hold",
        /// It is over, as intended.
        Completed = "completed",
        /// It should never have been there.
        EnteredInError = "entered-in-error",
        /// It was ended before all was given.
        Stopped = "stopped",
        /// The sender does not know which.
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
