//! Times of event records as numbers, days of the calendar from dates and clock times, and inputs of a model.

use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use aso_regimen::interchange::nonmem::{
    EventDataset, EventRecord, RecordFormat, RecordTime, SubjectRecords, TimeUnit,
};
use aso_regimen::{Course, Route};

use crate::{date, regimen};

#[track_caller]
fn read(unit: TimeUnit, file: &str) -> EventDataset {
    match RecordFormat::new(unit).read(file.as_bytes()) {
        Ok(data) => data,
        Err(error) => panic!("{file}: {error}"),
    }
}

/// The number of a time is the one that the file has, read as a floating-point number.
#[test]
fn a_time_is_a_number() {
    for text in
        ["0", "0.1", "0.29", "1.5", "0.33333333", "336.66666667", "24.17", "89999999.12345678"]
    {
        let number: f64 = text.parse().expect("a number");
        for (unit, name) in [(TimeUnit::Hours, "hours"), (TimeUnit::Days, "days")] {
            let data = read(unit, &format!("ID,TIME,AMT,DV\n1,{text},.,5\n"));
            let time = data.record(0).expect("a record").time();
            let (own, made) = match unit {
                TimeUnit::Hours => (time.as_hours(), RecordTime::from_hours(number)),
                _ => (time.as_days(), RecordTime::from_days(number)),
            };
            // Days above 90 million hours are the next number.
            if name == "hours" || number < 3e6 {
                assert_eq!((own, made), (number, Some(time)), "{text} {name}");
            }
        }
    }
    let numbers = (RecordTime::days(3).as_hours(), RecordTime::hours(36).as_days());
    assert_eq!(numbers, (72.0, 1.5));
    for (minutes, text) in [(0, "0 d"), (90, "1.5 h"), (20, "0.33333333 h"), (40, "0.66666667 h")] {
        assert_eq!(RecordTime::minutes(minutes).to_string(), text);
    }
    let largest = RecordTime::minutes(u32::MAX);
    assert_eq!((largest.as_days(), largest.as_hours()), (4_294_967_295.0 / 1_440.0, 71_582_788.25));
    // Nothing before time 0, and nothing after the largest time.
    for hours in [-1e-8, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 184_467_440_737.1, 1e300] {
        assert_eq!(RecordTime::from_hours(hours), None, "{hours}");
        assert_eq!(RecordTime::from_days(hours), None, "{hours}");
    }
    assert_eq!(RecordTime::from_hours(-0.0), Some(RecordTime::ZERO));
    assert_eq!(RecordTime::from_hours(1e-9), Some(RecordTime::ZERO));
    assert!(RecordTime::from_hours(184_467_440_737.0).is_some());
}

/// A sample within a day is built and written in either unit.
#[test]
fn a_sample_an_hour_and_a_half_after_the_dose() {
    let sample = EventRecord::new(1, RecordTime::minutes(90), Some(60.5)).expect("a sample");
    let data = EventDataset::new([sample]);
    for (unit, time) in [(TimeUnit::Hours, "1.5"), (TimeUnit::Days, "0.0625")] {
        let file = RecordFormat::new(unit).to_csv(&data).expect("text");
        assert_eq!(file.lines().nth(1), Some(&*format!("1,{time},.,.,0,0,.,.,0,60.5")));
        assert_eq!(read(unit, &file), data);
    }
}

const DATED: &str = "ID,DATE,TIME,AMT,DV,ADDL,II\n\
    1,12/29/2025,09:00,.,88,0,0\n1,1/5/2026,8:30,100,.,0,0\n1,1/19/2026,9:10,100,.,0,0\n\
    1,2/2/2026,8:45,100,.,0,0\n1,2/2/2026,24:00,.,60,0,0\n";

#[test]
fn the_date_of_each_record_is_kept() {
    let dates = |data: &EventDataset| -> Vec<String> {
        (0..data.len()).filter_map(|at| data.date(at)).map(|day| day.to_string()).collect()
    };
    let expected = ["2025-12-29", "2026-01-05", "2026-01-19", "2026-02-02", "2026-02-03"];
    for unit in [TimeUnit::Hours, TimeUnit::Days] {
        let rounded = RecordFormat::new(unit).rounding().read(DATED.as_bytes()).expect("records");
        assert_eq!(dates(&rounded), expected);
        // The first two doses are one record.
        let [zero, first, _, rest @ ..] = expected;
        let joined = [&[zero, first][..], &rest].concat();
        assert_eq!(dates(&rounded.compact()), joined);
        assert_eq!(dates(&rounded.expanded(9).expect("few")), expected);
        let weighed = rounded.with_covariate("WT", |_| "70").expect("a covariate");
        assert_eq!(dates(&weighed), expected);
        assert_eq!(weighed.day_zero(1), Some(date("2025-12-29")));
        assert_eq!((weighed.day_zero(2), weighed.date(5)), (None, None));
    }
    // Midnight and the second before it, also where times are rounded to days.
    for unit in [TimeUnit::Hours, TimeUnit::Days] {
        for clock in ["0:00:01", "7:40:07", "23:59:59"] {
            let file = format!(
                "ID,DAT2,TIME,AMT\n1,2026-01-05,{clock},1\n1,2026-01-06,23:59:59,1\n1,2026-01-07,0:00,1\n"
            );
            let days = ["2026-01-05", "2026-01-06", "2026-01-07"];
            assert_eq!(dates(&read(unit, &file)), days, "{clock} in {unit}");
        }
    }
    // A number of a day is no date, nor is a clock alone, nor a time.
    for file in
        ["ID,DATE,TIME,AMT\n1,5,8:00,1\n", "ID,TIME,AMT\n1,8:00,1\n", "ID,TIME,AMT\n1,0,1\n"]
    {
        let data = read(TimeUnit::Hours, file);
        assert_eq!((data.date(0), data.day_zero(1)), (None, None), "{file}");
    }
    // Each subject has its own.
    let two = "ID,DAT2,TIME,AMT\n7,2026-01-05,8:00,1\n7,2026-01-06,8:00,1\n3,2025-06-01,9:00,1\n";
    let data = read(TimeUnit::Hours, two);
    assert_eq!(dates(&data), ["2026-01-05", "2026-01-06", "2025-06-01"]);
    assert_eq!(data.day_zero(3), Some(date("2025-06-01")));
}

/// Doses at real clock times are days apart by the calendar.
#[test]
fn a_regimen_and_a_course_by_the_calendar() {
    let plan = || {
        let tofersen = regimen("100 mg IT q14d x3, then q28d");
        Course::new(tofersen, MissedDosePolicy::not_stated(), date("2026-01-05"))
    };
    let given = |data: &EventDataset, zero: &str| {
        let course = SubjectRecords::new(1, date(zero)).course(data, plan());
        course.map_err(|error| error.to_string()).map(|course| {
            course.doses_given().map(|dose| dose.date().to_string()).collect::<Vec<_>>()
        })
    };
    for unit in [TimeUnit::Hours, TimeUnit::Days] {
        let data = read(unit, DATED);
        let found = data.regimen(1, &Route::Intrathecal).expect("a regimen");
        assert_eq!(found, regimen("100 mg IT q14d x3"));
        let days = ["2026-01-05", "2026-01-19", "2026-02-02"].map(str::to_owned).to_vec();
        assert_eq!(given(&data, "2025-12-29"), Ok(days));
        // The file's own date is not overruled.
        assert_eq!(
            given(&data, "2026-01-05"),
            Err("subject 1: expected 2025-12-29, the date of time 0 in the data set, found 2026-01-05"
                .to_owned())
        );
    }
    // Additional doses go on from a clock time, also through midnight: 20:00, then 8:00 of the second day after.
    let later = "ID,DAT2,TIME,AMT,ADDL,II\n1,2026-01-05,20:00,100,2,36\n";
    let data = read(TimeUnit::Hours, later);
    let days = ["2026-01-05", "2026-01-07", "2026-01-08"].map(str::to_owned).to_vec();
    assert_eq!(given(&data, "2026-01-05"), Ok(days));
    // A clock without dates, and days by number, count from the caller's date.
    for file in [
        "ID,TIME,AMT\n1,8:30,100\n1,345:00,100\n",
        "ID,DATE,TIME,AMT\n1,3,8:30,100\n1,17,9:00,100\n",
    ] {
        let data = read(TimeUnit::Hours, file);
        let days = ["2026-01-05", "2026-01-19"].map(str::to_owned).to_vec();
        assert_eq!(given(&data, "2026-01-05"), Ok(days), "{file}");
        let found = data.regimen(1, &Route::Intrathecal).expect("a regimen");
        assert_eq!(found, regimen("100 mg IT q14d x2"));
    }
    // Two doses of one day, and a time whose day is not known, are still refused.
    let twice = "ID,DAT2,TIME,AMT\n1,2026-01-05,8:00,100\n1,2026-01-05,20:00,100\n";
    let data = read(TimeUnit::Hours, twice);
    assert_eq!(
        given(&data, "2026-01-05"),
        Err("subject 1, record 2: expected one dose a day, or several that together are at most the planned dose, \
             found another on 2026-01-05, after that of record 1".to_owned())
    );
    assert_eq!(
        data.regimen(1, &Route::Intrathecal).expect_err("two of a day").to_string(),
        "subject 1, record 2: expected one dose after the other, found one at 0 d after a dose at 0 d"
    );
    let elapsed = read(TimeUnit::Hours, "ID,TIME,AMT\n1,0,100\n1,336.66666667,100\n");
    assert_eq!(
        given(&elapsed, "2026-01-05"),
        Err("subject 1, record 2: expected a dose whole days after time 0, found 336.66666667 h"
            .to_owned())
    );
}

#[cfg(feature = "kinetics")]
mod inputs {
    use aso_regimen::dosing::dose::Route;
    use aso_regimen::interchange::nonmem::{EventDataset, TimeUnit};
    use aso_regimen::kinetics::disposition::Disposition;
    use aso_regimen::kinetics::input::{Input, Inputs, Repeated};
    use aso_regimen::kinetics::parameter::{Litres, Rate};
    use aso_regimen::kinetics::time::Time;
    use aso_regimen::{Mass, interchange::nonmem::RecordTime};

    use super::{DATED, read};

    fn of(data: &EventDataset) -> Result<Inputs, String> {
        data.inputs(1, &Route::Intrathecal).map_err(|error| error.to_string())
    }

    #[test]
    fn doses_in_whole_minutes() {
        let bolus =
            |minutes| Input::bolus(Time::minutes(minutes), Mass::mg(100), Route::Intrathecal);
        let expected: Inputs = [10_050, 30_250, 50_385].map(bolus).into_iter().collect();
        for unit in [TimeUnit::Hours, TimeUnit::Days] {
            assert_eq!(of(&read(unit, DATED)).as_ref(), Ok(&expected));
        }
        // 20 min, 0.17 h = 10.2 min, and additional doses that are rounded one by one.
        let file = "ID,TIME,AMT,ADDL,II\n1,0.33333333,100,0,0\n1,24.17,100,3,0.33333333\n";
        let expected: Inputs = [20, 1_450, 1_470, 1_490, 1_510].map(bolus).into_iter().collect();
        assert_eq!(of(&read(TimeUnit::Hours, file)), Ok(expected));
        // 100 mg at 33.333333 mg/h are 180 min and a fraction of a second; 3600 mg/min are a bolus.
        let file = "ID,TIME,AMT,RATE\n1,0,100,33.333333\n1,24,100,216000\n1,48,100,0\n";
        let data = read(TimeUnit::Hours, file);
        let over: Vec<Time> = of(&data).expect("three").iter().map(|input| input.over).collect();
        assert_eq!(over, [Time::minutes(180), Time::ZERO, Time::ZERO]);
        assert_eq!(RecordTime::MAX.to_time().as_minutes(), 11_068_046_444_226);
        assert_eq!(RecordTime::from_hours(0.008).map(RecordTime::to_time), Some(Time::ZERO));
        assert_eq!(RecordTime::from_hours(0.0084).map(RecordTime::to_time), Some(Time::minutes(1)));
    }

    #[test]
    fn what_inputs_cannot_say_is_refused() {
        for (file, text) in [
            ("ID,TIME,AMT\n2,0,100\n", "subject 1: expected a dose record, found none"),
            (
                "ID,TIME,AMT,CMT\n1,0,100,1\n1,1,100,2\n",
                "subject 1, record 2: expected a dose in compartment 1, found 2",
            ),
            (
                "ID,TIME,AMT,EVID\n1,0,100,1\n1,1,100,4\n",
                "subject 1, record 2: expected doses without a reset (EVID 3 or 4) between them, found one at 1 h",
            ),
            (
                "ID,TIME,AMT,SS,II\n1,0,100,1,12\n",
                "subject 1, record 1: expected a record of every dose, as SS states no dates of the doses before, found SS \
                 at 0 d",
            ),
            (
                "ID,TIME,AMT,ADDL,II\n1,0,100,4294967295,1\n",
                "subject 1, record 1: expected at most 36525 doses of a subject, found more",
            ),
        ] {
            assert_eq!(of(&read(TimeUnit::Hours, file)), Err(text.to_owned()));
        }
    }

    /// A dose that resets and is at steady state, through to the level of the model: for a bolus in one compartment
    /// D/V / (1 - e^(-k II)) e^(-k t), here with a half-life of 24 h, II = 12 h and t = 6 h.
    #[test]
    fn a_reset_dose_at_steady_state_is_simulated() {
        let data =
            read(TimeUnit::Hours, "ID,TIME,AMT,EVID,SS,II,DV\n1,0,100,4,1,12,.\n1,6,.,0,0,0,24\n");
        let dose = data.record(0).and_then(|record| record.dose()).expect("a dose");
        let steady = dose.steady_state().expect("a steady state");
        assert_eq!((steady.interval.as_hours(), steady.adds), (12.0, false));
        let doses = Repeated::every(dose.mass(), steady.interval.to_time()).expect("an interval");
        let doses = doses.over(dose.duration()).expect("a bolus");
        let (volume, rate) =
            (Litres::new(12.0).expect("L"), Rate::of_half_life(1.0).expect("days"));
        let plasma =
            Disposition::mammillary(Route::Intravenous, volume, rate, &[]).expect("a model");
        let sample = data.record(1).expect("a sample").time();
        let level = plasma.at_steady_state(&doses, sample.to_time()).expect("a level");
        assert!((level / 23_924.999_545_917_92 - 1.0).abs() < 1e-12, "{level}");
    }
}

/// The first record at 24:00 is of the day after, and so are its dose and what follows; and 345:00 is of the 14th day of a
/// clock that counts from the first record.
#[test]
fn a_first_record_past_midnight() {
    let course = |file: &str, zero: &str| -> Vec<String> {
        let data = read(TimeUnit::Hours, file);
        let zero = date(zero);
        let plan = Course::new(regimen("100 mg IT q7d"), MissedDosePolicy::not_stated(), zero);
        let course = SubjectRecords::new(1, zero).course(&data, plan).expect("a course");
        course.doses_given().map(|dose| dose.date().to_string()).collect()
    };
    let dated = "ID,DATE,TIME,AMT\n1,1/5/2026,24:00,100\n1,1/12/2026,25:30,100\n";
    assert_eq!(read(TimeUnit::Hours, dated).day_zero(1), Some(date("2026-01-06")));
    assert_eq!(course(dated, "2026-01-06"), ["2026-01-06", "2026-01-13"]);
    // A step of days is 864 µs, and midnight comes up to half of one early: by 360 µs, and not by 1080.
    for (clock, zero) in [("23.9999999", "2026-01-06"), ("23.9999997", "2026-01-05")] {
        let early = read(TimeUnit::Hours, &format!("ID,DATE,TIME,AMT\n1,1/5/2026,{clock},100\n"));
        assert_eq!(early.day_zero(1), Some(date(zero)), "{clock}");
    }
    let clock = "ID,TIME,AMT\n1,345:00,100\n1,513:00,100\n";
    assert_eq!(course(clock, "2026-01-05"), ["2026-01-05", "2026-01-12"]);
}
