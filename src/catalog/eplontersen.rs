//! Eplontersen (Wainua, Wainzua), for polyneuropathy of hereditary transthyretin amyloidosis, and its trial in
//! cardiomyopathy.
//!
//! ```
//! use aso_regimen::catalog::eplontersen;
//!
//! let label = &eplontersen::labels()[0];
//! assert_eq!(label.key().to_string(), "Wainua, US, 2024-09");
//! assert_eq!(label.regimens()[0].regimen.to_string(), "45 mg (0.8 mL) SC q1mo");
//! assert_eq!(
//!     label.policy().to_string(),
//!     "any dose: give it as soon as possible and count later doses from that day",
//! );
//! ```

use crate::catalog::literal::{
    found, labels_of, made, published, read, registered, reported, years,
};
use crate::dosing::missed_dose::{Action, MissedDosePolicy};
use crate::dosing::notation::regimen;
use crate::evidence::label::{Authority, Label};
use crate::evidence::result::{Readout, TimePoint};
use crate::evidence::source::{Source, Status};
use crate::evidence::trial::{Arm, Mask, Rank, Trial, TrialEndpoint};
use crate::measure::endpoint::{Benefit, Endpoint, ReportedAs};

/// Four labels: 45 mg in 0.8 mL once a month for adults. The pivotal study gave it every 4 weeks. The
/// US text on doses and missed doses is of September 2024, in a label of April 2026. In the United States,
/// the United Kingdom and Switzerland a missed dose is given as soon as possible, and months are counted from its date.
/// The EU text begins with the same words, but its end was not read, so its rule is marked as not read.
///
/// Not modelled: vitamin A, which is another drug. The Swiss and EU texts that were read have no date, and the Swiss
/// one breaks off before its last word ("from the date of the last ...").
pub fn labels() -> Vec<Label> {
    let us = read(
        "Wainua US prescribing information, SPL version 20, file of 15 April 2026",
        &["set-id:d7dcb847-71dd-4fff-82d0-d43a465fc096", "fda:NDA217388"],
    );
    let uk = read(
        "Wainzua UK summary of product characteristics",
        &["https://medicines.org.uk/emc/product/100312/smpc/print"],
    );
    let swiss = read(
        "Wainzua, Swiss information for professionals",
        &["number:Swissmedic 69332", "https://ch.oddb.org/de/gcc/fachinfo/reg/69332/chapter/usage"],
    );
    let eu = read(
        "Wainzua EU product information, annex I",
        &["ema:EMEA/H/C/006126", "https://files.optimerix.ro/PRO_W70969001.txt"],
    );
    let label = |product, authority| {
        let label = Label::builder(product, authority).substance("eplontersen");
        label.from_age(years(18)).regimen(regimen!("45 mg (0.8 mL) SC q1mo"))
    };
    let policy = || MissedDosePolicy::always(Action::Reanchor);
    labels_of([
        label("Wainua", Authority::Us).edition("2024-09").policy(policy(), us("section 2.1")),
        label("Wainzua", Authority::Uk).edition("2024-12-11").policy(policy(), uk("section 4.2")),
        label("Wainzua", Authority::Switzerland)
            .source(swiss("Dosierung/Anwendung"))
            .policy(policy(), swiss("Dosierung/Anwendung, versäumte Dosis")),
        label("Wainzua", Authority::Eu).source(eu("section 4.2")),
    ])
}

/// Returns the one trial of eplontersen in the catalog.
pub fn trials() -> Vec<Trial> {
    vec![cardio_ttransform()]
}

/// CARDIO-TTRansform, NCT04136171: 45 mg every 4 weeks against placebo, randomised 1:1, in transthyretin amyloid
/// cardiomyopathy. 1432 participants were randomised at 120 sites in 20 countries.
///
/// The primary endpoint was not met, according to a copy of the sponsor's form 8-K of 9 July 2026. No text that was
/// read has a rate ratio or a count of events. The article (Nature Medicine, August 2026) and the registry record could
/// not be read; two versions of the record in the EU Clinical Trials Register were read instead.
pub fn cardio_ttransform() -> Trial {
    const DRUG: &str = "eplontersen";
    const PLACEBO: &str = "placebo";
    let register = |country: &'static str| -> Source {
        let page = format!(
            "https://www.clinicaltrialsregister.eu/ctr-search/trial/2019-002835-27/{country}"
        );
        let document = format!("EU Clinical Trials Register, 2019-002835-27, {country}");
        let record = Source::new(document, Status::RegistryRecord).at("E.2 objectives");
        record.identified(made(page.parse())).read_on(made("2026-11-26".parse()))
    };
    let abstract_of_imaging = found(
        |place| published("CARDIO-TTRansform, magnetic resonance substudy").at(place),
        &["https://discovery.researcher.life/topic/extracellular-volume-mapping/6922331"],
    );
    let event = |name: &'static str| {
        let endpoint = Endpoint::builder(name, Benefit::Lower, ReportedAs::Proportion);
        made(endpoint.matrix("cardiovascular").unit("participants").build())
    };
    let score = |name: &'static str, unit: &'static str| {
        let endpoint = Endpoint::builder(name, Benefit::Higher, ReportedAs::Difference);
        made(endpoint.unit(unit).build())
    };
    let walk = || score("6-minute walk test", "m");
    let questionnaire = score("Kansas City Cardiomyopathy Questionnaire", "points");
    let composite = event("cardiovascular death and recurrent cardiovascular clinical events");
    let first = event("cardiovascular death and frequency of cardiovascular clinical events");
    let earlier = |endpoint, week| {
        let endpoint = TrialEndpoint::new(Rank::Primary, endpoint).at(TimePoint::Week(week));
        endpoint.of_earlier_design("an earlier protocol", register("GB"))
    };
    let secondary = |endpoint| TrialEndpoint::new(Rank::Secondary, endpoint);
    let news = reported("Ionis, form 8-K of 9 July 2026, in a copy").of("July 2026");
    let told = Readout::new(composite.clone(), news).contrast(DRUG).against(PLACEBO);
    let dose = || regimen!("45 mg SC q28d");
    let trial = Trial::builder(registered("NCT04136171"), "CARDIO-TTRansform", register("DE"))
        .also_registered(registered("2019-002835-27"))
        .source(abstract_of_imaging("abstract: doses, participants"))
        .arm(Arm::active(DRUG, dose()).with_allocation(1))
        .arm(Arm::masked(PLACEBO, dose(), Mask::Placebo(PLACEBO.into())).with_allocation(1))
        .endpoints([
            TrialEndpoint::new(Rank::Primary, composite).met(false),
            earlier(first, 120),
            earlier(walk(), 60),
            secondary(walk()).at(TimePoint::Week(120)),
            secondary(questionnaire).at(TimePoint::Week(120)),
            secondary(event("cardiovascular clinical events")),
            secondary(event("cardiovascular death")),
            secondary(event("death")),
        ])
        .contrasts([told.with_words("primary endpoint not met")]);
    made(trial.build())
}
