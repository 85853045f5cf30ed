//! TI and TS: who may enter a trial, and what it is in short.

use crate::evidence::result::TimePoint;
use crate::evidence::trial::{Criterion, Rank, Registration, Trial, TrialEndpoint};
use crate::interchange::error::FormatError;
use crate::interchange::sdtm::path::paths;
use crate::interchange::sdtm::study::{Study, term};
use crate::interchange::sdtm::{DOMAIN, STUDYID, text};
use crate::interchange::table::{Column, DataType, Table};

const TI: [Column; 5] = [
    STUDYID,
    DOMAIN,
    text("IETESTCD", "Incl/Excl Criterion Short Name"),
    text("IETEST", "Inclusion/Exclusion Criterion"),
    text("IECAT", "Inclusion/Exclusion Category"),
];

const TS: [Column; 8] = [
    STUDYID,
    DOMAIN,
    Column::new("TSSEQ", DataType::Integer).labelled("Sequence Number"),
    text("TSPARMCD", "Trial Summary Parameter Short Name"),
    text("TSPARM", "Trial Summary Parameter"),
    text("TSVAL", "Parameter Value"),
    text("TSVALCD", "Parameter Value Code"),
    text("TSVCDREF", "Name of the Reference Terminology"),
];

/// Returns TI, one record for each criterion of eligibility. A criterion for one population has that population's name
/// behind its text. IETESTCD is INCL01, INCL02 ... and EXCL01, EXCL02 ...
///
/// # Errors
///
/// If a criterion is longer than 200 characters.
#[doc(alias = "TI")]
pub fn trial_criteria(study: &Study, trial: &Trial) -> Result<Table, FormatError> {
    let mut table = Table::new("TI", TI)?.labelled("Trial Inclusion/Exclusion Criteria");
    let (mut inclusions, mut exclusions) = (0, 0);
    for Criterion { condition, excludes, population, .. } in trial.eligibility() {
        let (category, number) =
            if *excludes { ("EXCLUSION", &mut exclusions) } else { ("INCLUSION", &mut inclusions) };
        *number += 1;
        let of = population.as_ref().map(|of| format!(" ({of})")).unwrap_or_default();
        let code = format!("{}{number:02}", &category[..4]);
        let test = term("IETEST", format!("{condition}{of}"))
            .map_err(|why| FormatError::because(format!("criterion {code}"), why))?;
        table.push([
            study.id.as_str().into(),
            "TI".into(),
            code.into(),
            test.into(),
            category.into(),
        ])?;
    }
    Ok(table)
}

/// Returns TS with the parameters that a [`Trial`] has: title (TITLE), registrations (REGID), number of arms (NARMS),
/// stratification factors (STRATFCT), and endpoints by rank (OUTMSPRI, OUTMSSEC, OUTMSEXP). A submission needs more
/// parameters.
///
/// # Errors
///
/// If a value is longer than 200 characters.
#[doc(alias = "TS")]
pub fn trial_summary(study: &Study, trial: &Trial) -> Result<Table, FormatError> {
    let mut table = Table::new("TS", TS)?.labelled("Trial Summary");
    let mut before = "";
    let mut number = 0_i64;
    let mut push = |(code, name): (&'static str, &str), value: String, registry: Option<String>| {
        number = if code == before { number + 1 } else { 1 };
        before = code;
        let value = term("TSVAL", value)?;
        let value_code = registry.is_some().then_some(value.as_str());
        table.push([
            study.id.as_str().into(),
            "TS".into(),
            number.into(),
            code.into(),
            name.into(),
            value.as_str().into(),
            value_code.into(),
            registry.as_deref().into(),
        ])
    };
    push(("TITLE", "Trial Title"), trial.title().to_owned(), None)?;
    for registration in trial.registrations() {
        if let Some((registry, number)) = registered(registration) {
            push(("REGID", "Registry Identifier"), number, Some(registry))?;
        }
    }
    push(("NARMS", "Planned Number of Arms"), paths(trial)?.len().to_string(), None)?;
    for factor in trial.stratified_by() {
        push(("STRATFCT", "Stratification Factor"), factor.to_owned(), None)?;
    }
    for (parameter, ranks) in [
        (("OUTMSPRI", "Primary Outcome Measure"), [Rank::Primary, Rank::Primary]),
        (("OUTMSSEC", "Secondary Outcome Measure"), [Rank::KeySecondary, Rank::Secondary]),
        (("OUTMSEXP", "Exploratory Outcome Measure"), [Rank::Exploratory, Rank::Exploratory]),
    ] {
        for TrialEndpoint { endpoint, at, .. } in
            trial.endpoints().iter().filter(|of| ranks.contains(&of.rank))
        {
            let value = match at {
                TimePoint::Unstated => endpoint.to_string(),
                at => format!("{endpoint}, {at}"),
            };
            push(parameter, value, None)?;
        }
    }
    Ok(table)
}

/// The registry and the number there; `None` if the trial is not registered.
fn registered(registration: &Registration) -> Option<(String, String)> {
    let registry = match registration {
        Registration::Nct(_) => "ClinicalTrials.gov",
        Registration::EuCt(_) => "CTIS",
        Registration::EudraCt(_) => "EudraCT",
        Registration::Isrctn(_) => "ISRCTN",
        Registration::Jrct(_) => "jRCT",
        Registration::ChiCtr(_) => "ChiCTR",
        Registration::Named { registry, number } => {
            return Some((registry.to_string(), number.to_string()));
        }
        Registration::None => return None,
    };
    Some((registry.to_owned(), registration.to_string()))
}
