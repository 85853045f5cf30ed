use aso_regimen::measure::alsfrs_r::{
    BroadDomain, CuttingForm, Domain, Item, Points, ProgressionRate, Sheet, Total,
};
use proptest::prelude::*;

const DOMAINS: [Domain; 4] =
    [Domain::Bulbar, Domain::FineMotor, Domain::GrossMotor, Domain::Respiratory];

fn sheet(ratings: [u8; 12]) -> Sheet {
    Sheet::from_row(CuttingForm::WithoutGastrostomy, ratings.map(Some)).unwrap()
}

/// Domains and items as in Cedarbaum et al., J Neurol Sci 1999;169:13.
#[test]
fn the_form_has_twelve_items_in_four_domains_of_three() {
    let names: Vec<_> = Item::ALL.iter().map(|item| item.name()).collect();
    assert_eq!(names[0..3], ["speech", "salivation", "swallowing"]);
    assert_eq!(
        names[3..6],
        ["handwriting", "cutting food and handling utensils", "dressing and hygiene"]
    );
    assert_eq!(names[6..9], ["turning in bed", "walking", "climbing stairs"]);
    assert_eq!(names[9..], ["dyspnoea", "orthopnoea", "respiratory insufficiency"]);
    for (place, item) in Item::ALL.into_iter().enumerate() {
        assert_eq!(usize::from(item.number()), place + 1);
        assert_eq!(item.domain(), DOMAINS[place / 3]);
    }
}

#[test]
fn domains_add_up_to_the_total() {
    let sheet = sheet([4, 4, 3, 3, 2, 3, 3, 2, 1, 4, 4, 0]);
    assert_eq!(DOMAINS.map(|domain| sheet.domain(domain).unwrap()), [11, 8, 6, 8]);
    assert_eq!(sheet.broad_domain(BroadDomain::Bulbar), Ok(11));
    assert_eq!(sheet.broad_domain(BroadDomain::Motor), Ok(14));
    assert_eq!(sheet.broad_domain(BroadDomain::Respiratory), Ok(8));
    assert_eq!(sheet.total().unwrap().points(), 33);
    assert_eq!(sheet.rating(Item::RespiratoryInsufficiency), Some(0));
}

#[test]
fn each_rating_is_put_in_its_place() {
    let rated = [1, 2, 3, 4, 3, 2, 0, 1, 2, 3, 2, 1];
    let mut backwards = Item::ALL.into_iter().zip(rated).rev();
    let built = backwards
        .try_fold(Sheet::new(CuttingForm::WithGastrostomy), |sheet, (item, rating)| {
            sheet.rate(item, rating)
        })
        .unwrap();
    let ratings = Item::ALL.map(|item| built.rating(item).unwrap());
    assert_eq!(ratings, rated);
    assert_eq!(built.form(), CuttingForm::WithGastrostomy);
}

/// Score 40 at 10.0 months; 366 days from onset are 12.02464 months, score 36.
#[test]
fn progression_rates_from_onset() {
    let rate = ProgressionRate::over_months(Total::new(40).unwrap(), 10.0).unwrap();
    assert!((rate.points_per_month() - 0.8).abs() < 1e-15);
    assert!((rate.slope_points_per_month() + 0.8).abs() < 1e-15);

    let dates = ["2020-01-15", "2021-01-15"].map(|text| text.parse().unwrap());
    let rate = ProgressionRate::since_onset(Total::new(36).unwrap(), dates[0], dates[1]).unwrap();
    assert!((rate.points_per_month() - 12.0 / 12.024_640_657_084).abs() < 1e-12);
    assert_eq!(rate.to_string(), "1.00 points per month");
}

#[test]
fn a_full_score_has_rate_zero_and_no_negative_zero_slope() {
    let rate = ProgressionRate::over_months(Total::new(48).unwrap(), 7.0).unwrap();
    assert_eq!(rate.points_per_month(), 0.0);
    assert!(rate.slope_points_per_month().is_sign_positive());
}

proptest! {
    #[test]
    fn totals_are_sums_of_domains(ratings in prop::array::uniform12(0_u8..=4)) {
        let sheet = sheet(ratings);
        let total = sheet.total().unwrap();
        prop_assert_eq!(total.points(), ratings.iter().sum::<u8>());
        let domains: u8 = DOMAINS.iter().map(|domain| sheet.domain(*domain).unwrap()).sum();
        prop_assert_eq!(total.points(), domains);
    }

    #[test]
    fn changes_are_antisymmetric(a in 0_u8..=48, b in 0_u8..=48) {
        let (a, b) = (Total::new(a).unwrap(), Total::new(b).unwrap());
        prop_assert_eq!((a - b).value(), -(b - a).value());
    }
}

#[test]
fn an_incomplete_sheet_names_what_it_lacks() {
    let mut row = [Some(4); 12];
    row[4] = None;
    row[7] = None;
    let sheet = Sheet::from_row(CuttingForm::WithoutGastrostomy, row).unwrap();
    let refused = sheet.total().unwrap_err();
    assert!(refused.items().eq([Item::Cutting, Item::Walking]));
    assert_eq!(
        refused.to_string(),
        "no rating of item 5 (cutting food and handling utensils), item 8 (walking); expected one of each item that is \
         summed"
    );
    assert_eq!(sheet.domain(Domain::Bulbar), Ok(12));
    assert_eq!(
        sheet.domain(Domain::GrossMotor).unwrap_err().to_string(),
        "no rating of item 8 (walking); expected one of each item that is summed"
    );
}

#[test]
fn a_filled_sheet_remembers_what_was_filled() {
    let mut row = [Some(4); 12];
    row[0] = None;
    row[7] = None;
    let sheet = Sheet::from_row(CuttingForm::WithoutGastrostomy, row).unwrap();
    let partly = sheet.fill(|item| (item == Item::Walking).then_some(1)).unwrap();
    assert!(partly.filled().eq([Item::Walking]));
    assert!(partly.missing().eq([Item::Speech]));
    assert_eq!(
        sheet.fill(|_| Some(9)).unwrap_err().to_string(),
        "item 1 (speech) is rated 9, expected 0 to 4"
    );
}

#[test]
fn bad_ratings_and_totals_are_refused() {
    let sheet = Sheet::new(CuttingForm::WithoutGastrostomy);
    let twice = sheet.rate(Item::Walking, 3).unwrap().rate(Item::Walking, 3);
    assert_eq!(
        twice.unwrap_err().to_string(),
        "item 8 (walking) is rated twice, expected one rating"
    );
    // The first fault is the one reported.
    let mut row = [None; 12];
    (row[7], row[9]) = (Some(5), Some(7));
    let two_faults = Sheet::from_row(CuttingForm::WithoutGastrostomy, row);
    assert_eq!(two_faults.unwrap_err().to_string(), "item 8 (walking) is rated 5, expected 0 to 4");
    assert_eq!(
        Total::new(49).unwrap_err().to_string(),
        "an ALSFRS-R total of 49 points, expected 0 to 48"
    );
    for points in [-49, 49, i8::MIN] {
        assert_eq!(
            Points::new(points).unwrap_err().to_string(),
            format!("an ALSFRS-R change of {points} points, expected -48 to 48")
        );
    }
    assert_eq!(Points::new(1).unwrap().to_string(), "+1 point");
}

#[test]
fn durations_that_are_none_are_refused() {
    let total = Total::new(40).unwrap();
    for (onset, visit) in [("2021-03-01", "2021-03-01"), ("2021-03-02", "2021-03-01")] {
        let refused =
            ProgressionRate::since_onset(total, onset.parse().unwrap(), visit.parse().unwrap());
        assert_eq!(
            refused.unwrap_err().to_string(),
            format!("a visit on {visit}, expected one after the symptom onset on {onset}")
        );
    }
    for months in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE / 4.0] {
        let refused = ProgressionRate::over_months(total, months).unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("{months} months since symptom onset, expected a finite number above 0")
        );
    }
}

#[cfg(feature = "serde")]
#[test]
fn json_goes_both_ways_through_the_same_checks() {
    let mut row = [Some(4); 12];
    row[7] = None;
    let sheet = Sheet::from_row(CuttingForm::WithGastrostomy, row).unwrap();
    let json = r#"{"item_5":"5b","ratings":[4,4,4,4,4,4,4,null,4,4,4,4]}"#;
    assert_eq!(serde_json::to_string(&sheet).unwrap(), json);
    assert_eq!(serde_json::from_str::<Sheet>(json).unwrap(), sheet);

    let filled = sheet.fill(|_| Some(2)).unwrap();
    let json = r#"{"item_5":"5b","ratings":[4,4,4,4,4,4,4,2,4,4,4,4],"filled":["walking"]}"#;
    assert_eq!(serde_json::to_string(&filled).unwrap(), json);
    assert_eq!(serde_json::from_str::<Sheet>(json).unwrap(), filled);

    for refused in [
        r#"{"item_5":"5b","ratings":[4,4,4,4,4,4,4,5,4,4,4,4]}"#,
        r#"{"item_5":"5c","ratings":[4,4,4,4,4,4,4,4,4,4,4,4]}"#,
        r#"{"item_5":"5a","ratings":[4,4,4,4,4,4,4,4,4,4,4]}"#,
        r#"{"ratings":[4,4,4,4,4,4,4,4,4,4,4,4]}"#,
        r#"{"item_5":"5a","ratings":[4,4,4,4,4,4,4,4,4,4,4,4],"total":48}"#,
        r#"{"item_5":"5a","ratings":[4,4,4,4,4,4,4,null,4,4,4,4],"filled":["walking"]}"#,
    ] {
        assert!(serde_json::from_str::<Sheet>(refused).is_err(), "{refused}");
    }

    assert_eq!(serde_json::to_string(&Total::new(40).unwrap()).unwrap(), "40");
    assert!(serde_json::from_str::<Total>("49").is_err());
    assert!(serde_json::from_str::<Points>("-49").is_err());
    let rate = r#"{"points_per_month":0.8}"#;
    let read: ProgressionRate = serde_json::from_str(rate).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), rate);
    assert!(serde_json::from_str::<ProgressionRate>(r#"{"points_per_month":-0.8}"#).is_err());
}
