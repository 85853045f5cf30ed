//! A regimen from text: the text form is inverse, and its schedule agrees with itself by number and by date.

use aso_regimen::chrono::NaiveDate;
use aso_regimen::{BodyWeight, ParseError, Regimen};

use crate::texts::form;

/// How many doses are gone through.
const DOSES: usize = 50;

/// Four bytes of a start date, then the text.
pub fn check(data: &[u8]) {
    let Some((start, text)) = data.split_first_chunk() else {
        return;
    };
    let Ok(text) = str::from_utf8(text) else {
        return;
    };
    form::<Regimen>(text);
    match text.parse::<Regimen>() {
        Ok(regimen) => {
            check_schedule(&regimen, some_date(i32::from_le_bytes(*start)));
            check_json(&regimen);
        }
        Err(error) => check_error(text, &error),
    }
}

/// Dates of our days for small numbers, any date for large ones.
pub(crate) fn some_date(number: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(number.wrapping_add(739_000) % 95_000_000)
        .expect("within the calendar")
}

fn check_error(text: &str, error: &ParseError) {
    assert!(text.is_char_boundary(error.offset()));
    assert_eq!(error.character(), text[..error.offset()].chars().count() + 1);
    assert!(error.pointer().ends_with('^'));
}

fn check_json(regimen: &Regimen) {
    let json = serde_json::to_string(regimen).expect("it can be written");
    assert_eq!(serde_json::from_str::<Regimen>(&json).ok().as_ref(), Some(regimen));
}

fn check_schedule(regimen: &Regimen, start: NaiveDate) {
    let plan = regimen.starting(start);
    let mut before: Option<NaiveDate> = None;
    let mut offsets = plan.iter().day_offsets();
    for (dose, number) in plan.iter().take(DOSES).zip(1..) {
        let date = dose.date();
        assert_eq!(dose.number(), number);
        assert_eq!(offsets.next(), Some(dose.day_offset()));
        assert_eq!(dose.study_day().date(start), Ok(date));
        assert_eq!(plan.dose(number), Some(dose));
        assert_eq!(plan.count_through(date), number);
        if let Some(before) = before {
            assert!(before < date);
            assert_eq!(plan.next_after(before), Some(dose));
        }
        if let Some(window) = dose.window() {
            assert!(window.contains(&date));
            assert!(before.is_none_or(|before| !window.contains(&before)));
        }
        before = Some(date);
    }
    let all = plan.count_through(NaiveDate::MAX);
    assert_eq!(plan.iter().len(), all as usize);
    assert_eq!(plan.dose(0), None);
    assert!(plan.dose(all).is_some());
    assert_eq!(all.checked_add(1).and_then(|next| plan.dose(next)), None);
    if let Some(end) = before {
        let by_phase: u32 = plan.doses_by_phase(end).map(|(_, doses)| doses).sum();
        assert_eq!(by_phase, plan.count_through(end));
        // Any answer will do.
        let _ = plan.total_through(end, BodyWeight::kg(70));
        let _ = plan.total_through(NaiveDate::MAX, None);
    }
}
