//! Files that other programs and people write: small ones, each with what is peculiar to it.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use aso_regimen::interchange::nonmem::{
    AmountUnit, DoseEvent, EventDataset, EventRecord, InfusionRate, ItemName, RecordFormat,
    RecordTime, RecordedEvent, TimeUnit,
};
use aso_regimen::{Mass, Route};

use crate::regimen;

fn hours() -> RecordFormat {
    RecordFormat::new(TimeUnit::Hours)
}

#[track_caller]
fn read(format: &RecordFormat, file: &str) -> EventDataset {
    match format.read(file.as_bytes()) {
        Ok(data) => data,
        Err(error) => panic!("{file:?}: {error}"),
    }
}

#[track_caller]
fn refused(format: &RecordFormat, file: &str, expected: &str) {
    match format.read(file.as_bytes()) {
        Ok(data) => panic!("{file:?} was read as {data:?}"),
        Err(error) => assert_eq!(error.to_string(), expected, "{file}"),
    }
}

/// The records with ID, TIME, AMT, EVID and DV, as they are written.
#[track_caller]
fn written(data: &EventDataset) -> String {
    let file = hours().to_csv(data).expect("text");
    let mut lines = file.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<_> = lines.next().expect("names").split(',').collect();
    let places: Vec<_> = ["ID", "TIME", "AMT", "EVID", "DV"]
        .map(|name| names.iter().position(|other| *other == name).expect("a column"))
        .to_vec();
    let line = |line: &str| {
        let fields: Vec<_> = line.split(',').collect();
        let fields: Vec<_> = places.iter().map(|place| fields[*place]).collect();
        fields.join(" ")
    };
    lines.map(line).collect::<Vec<_>>().join("\n")
}

const TWO: &str = "1 0 100 1 .\n1 24 . 0 3.5";

#[test]
fn names_in_any_case_and_fields_apart_in_any_way() {
    let bare = hours();
    for file in [
        "ID,TIME,AMT,EVID,DV\n1,0,100,1,.\n1,24,.,0,3.5\n",
        "id,Time,amt,evid,dv\r\n1,0,100,1,\r\n1,24,,0,3.5\r\n",
        "\u{feff}ID,TIME,AMT,EVID,DV\n1,0,100,1,NA\n1,24,NA,0,3.5",
        "ID TIME AMT EVID DV\n1 0 100 1 .\n1 24 . 0 3.5\n",
        "  ID   TIME     AMT EVID   DV  \n\n   1     0   100.0    1    .  \n   1  24.0       .    0  3.5\n",
        "ID\tTIME\tAMT\tEVID\tDV\n1\t0\t100\t1\t\n1\t24\t\t0\t3.5\n",
        // NM-TRAN takes commas, tabs and blanks alike where the names are apart by blanks.
        "ID TIME AMT EVID DV\n1,0 100\t1 ,.\n 1\t24,,0 3.5\n",
        "ID , TIME , AMT , EVID , DV\n 1 , 0.00E+00 , 1.0D+02 , 1 , .\n 1 , 2.4e1 , . , 0 , 35.0D-01\n",
        "\"ID\",\"TIME\",\"AMT\",\"EVID\",\"DV\"\n\"1\",0,\"100\",1,.\n\"1\",24,\"\",0,3.5\n",
        // Blanks in front of a separator and behind it.
        "\"ID\", TIME ,AMT  , EVID,DV\n\"1\" ,0 , 100 ,1,.\n\"1\", 24\t,,0 ,3.5 \n",
        "ID\tTIME \tAMT\t EVID\tDV\n1\t0 \t100\t 1\t.\n1 \t24 \t\t0\t3.5 \n",
        "#ID,TIME,AMT,EVID,DV\n1,0,100,1,.\n# a remark, with a comma\n1,24,.,0,3.5\n",
        // More at the end of a line than there are names, and it says nothing.
        "ID,TIME,AMT,EVID,DV,\n1,+0,100.,1,.,,\n1,24,-0,0,3.5,.\n",
    ] {
        assert_eq!(written(&read(&bare, file)), TWO, "{file:?}");
    }
}

#[test]
fn lines_that_are_left_out() {
    let by = |character| hours().commented_by(character).expect("a character");
    let file =
        "C,ID,TIME,AMT,EVID,DV\nC,1,0,100,1,.\n.,1,0,100,1,.\n ,1,24,.,0,3.5\nC,1,48,100,1,.\n";
    let data = read(&by('C'), file);
    assert_eq!(written(&data), TWO);
    assert_eq!(data.comments(), ["C,1,0,100,1,.", "C,1,48,100,1,."]);
    let header = "C,made in May,,,,\nC,ID,TIME,AMT,EVID,DV\n,1,0,100,1,.\n,1,24,.,0,3.5\n";
    assert_eq!(written(&read(&by('C'), header)), TWO);
    let glued = "CID TIME AMT EVID DV\n1 0 100 1 .\n1 24 . 0 3.5\n";
    assert_eq!(written(&read(&by('C'), glued)), TWO);
    let table = "TABLE NO.  1\n ID TIME AMT EVID DV\n 1 0 100 1 .\nTABLE NO.  2\n ID TIME AMT EVID DV\n 1 24 . 0 3.5\n";
    assert_eq!(written(&read(&by('@'), table)), TWO);
    refused(
        &by('C'),
        "C,ID,TIME,AMT\nc,1,0,100\n",
        "record 1 (line 2), column C: expected nothing, found \"c\"",
    );
    // Comments are written, and read again.
    let text = hours().to_csv(&data).expect("text");
    assert_eq!(read(&hours(), &text), data);

    refused(
        &hours(),
        file,
        "header line: expected `commented_by('C')`, which reads lines that begin with C as comments, found a first column C",
    );
    refused(
        &hours(),
        "ID,TIME,AMT,EVID,DV\nX,1,0,100,1\n",
        "record 1 (line 2), column ID: expected a whole number, found \"X\"",
    );
    for character in ['1', '.', '-', ',', '"', ' ', 'é'] {
        assert_eq!(
            hours().commented_by(character).expect_err("begins records").to_string(),
            format!(
                "comment character: expected one that no record begins with, such as C or @, found {character:?}"
            )
        );
    }
}

#[test]
fn names_that_the_caller_gives() {
    let format = hours().named(["ID", "TIME", "AMT", "DROP", "DV", "SKIP"]);
    for file in [
        "1 0 100 7 . 1\n1 24 . 7 3.5 0\n",
        "PAT,HOUR,DOSE,APGR,CONC,FA1\n1,0,100,7,.,1\n1,24,.,7,3.5,0\n",
        "# no names, \"by hand\n1,0 100 7,. 1\n1 24 . 7 3.5 0\n",
    ] {
        assert_eq!(written(&read(&format, file)), TWO, "{file:?}");
    }
    for (last, own) in [("DROP", "SS"), ("SKIP", "DV"), ("X", "addl"), ("X", "II"), ("X", "RATE")] {
        refused(
            &hours().named(["ID", "TIME", "AMT", last]).taking_covariates(),
            &format!("ID,TIME,AMT,{own}\n1,0,100,1\n"),
            &format!(
                "header line, column 4: expected {own:?}, as the file names it, found {last:?}"
            ),
        );
    }
    let renamed = hours().named(["ID", "TIME", "AMT", "CONC"]).taking_covariates();
    assert_eq!(read(&renamed, "ID,TIME,AMT,DV\n1,0,100,1\n").covariates(), ["CONC"]);
    refused(&format, "1 0 100 7\n", "record 1 (line 1): expected 6 fields, found 4");
}

#[test]
fn evid_follows_from_the_dose() {
    let data = read(&hours(), "ID,TIME,AMT,MDV,DV\n1,0,100,1,0\n1,24,0,0,3.5\n1,36,0,1,9\n");
    assert_eq!(written(&data), "1 0 100 1 .\n1 24 . 0 3.5\n1 36 . 0 9");
    let last = data.record(2).expect("a record");
    assert_eq!(last.event(), RecordedEvent::Observation(None));
    assert_eq!(last.ignored_value(), Some(9.0));
    refused(
        &hours(),
        "ID,TIME,AMT,ADDL\n1,0,100,2\n",
        "record 1 (line 2), column II: expected an interval above 0, as ADDL is above 0, found no such column",
    );
    refused(
        &hours(),
        "ID,TIME,AMT,ADDL,II\n1,0,0,2,24\n",
        "record 1 (line 2), column AMT: expected more than 0 in a dose record, found \"0\"",
    );
}

#[test]
fn all_events() {
    let file = "ID,TIME,AMT,EVID,DV,MDV\n1,0,100,1,814,1\n1,5,.,2,.,1\n1,9,.,3,.,1\n1,2,50,4,.,1\n1,3,.,0,7,0\n";
    let data = read(&hours(), file);
    let events: Vec<_> = data.records().map(|record| record.event()).collect();
    assert!(matches!(events[0], RecordedEvent::Dose(_)));
    assert_eq!(events[1..3], [RecordedEvent::Other, RecordedEvent::Reset]);
    assert!(matches!(events[3], RecordedEvent::ResetDose(dose) if dose.mass() == Mass::mg(50)));
    // NONMEM does not use the DV of a dose; it is kept.
    assert_eq!(data.record(0).and_then(|record| record.ignored_value()), Some(814.0));
    // It is none of the doses that repeat that one.
    let repeated = read(&hours(), "ID,TIME,AMT,EVID,DV,ADDL,II\n1,0,100,1,814,1,24\n");
    let values: Vec<_> = repeated.expand().map(|record| record.ignored_value()).collect();
    assert_eq!(values, [Some(814.0), None]);
    assert_eq!(read(&hours(), &hours().to_csv(&data).expect("text")), data);
    assert_eq!(
        data.regimen(1, &Route::Intrathecal).expect_err("a reset").to_string(),
        "subject 1, record 3: expected doses without a reset (EVID 3 or 4) between them, found one at 9 h"
    );
}

/// Records in any order are put in order within what is between two resets.
#[test]
fn a_reset_parts_the_records() {
    let file = "ID,TIME,AMT,EVID\n1,0,10,1\n1,8,20,1\n1,0,30,4\n1,4,40,1\n";
    let data = read(&hours(), file);
    assert_eq!(EventDataset::new(data.records()), data);
    let mut records: Vec<_> = data.records().collect();
    records.swap(0, 1);
    assert_eq!(EventDataset::new(records), data);
}

/// As in NONMEM; other programs reset at every dose.
#[test]
fn a_reset_and_dose_resets_once() {
    let file = "ID,TIME,AMT,EVID,ADDL,II\n1,2,100,4,2,12\n";
    let data = read(&hours(), file);
    let dose = DoseEvent::new(Mass::mg(100)).expect("a dose");
    let of = |time, event: RecordedEvent| EventRecord::new(1, RecordTime::hours(time), event);
    let expected = [
        of(2, RecordedEvent::ResetDose(dose)),
        of(14, RecordedEvent::Dose(dose)),
        of(26, RecordedEvent::Dose(dose)),
    ];
    let expanded = data.expanded(3).expect("three doses");
    assert!(expanded.records().map(Ok).eq(expected));
    assert_eq!(expanded.compact(), data);
}

#[test]
fn additional_doses_that_a_reset_overtakes() {
    let file = |reset| {
        format!("ID,TIME,AMT,EVID,ADDL,II\n1,0,100,1,2,12\n1,20,.,0,.,.\n1,{reset},100,4,0,0\n")
    };
    assert_eq!(read(&hours(), &file("24")).expanded_len(), 5);
    for (reset, at) in [("23", "23 h"), ("0", "20 h")] {
        refused(
            &hours(),
            &file(reset),
            &format!(
                "record 3 (line 4): expected the last additional dose, at 1 d, before a reset, found a reset at {at}"
            ),
        );
    }
}

#[test]
fn steady_state() {
    let file = "ID,TIME,AMT,RATE,SS,II,ADDL\n1,0,100,0,1,12,0\n1,6,50,0,2,24,0\n1,12,100,0,0,0,0\n";
    let data = read(&hours(), file);
    let steady: Vec<_> = data
        .records()
        .map(|record| record.dose().and_then(|dose| dose.steady_state()))
        .map(|steady| steady.map(|steady| (steady.interval, steady.adds)))
        .collect();
    assert_eq!(
        steady,
        [Some((RecordTime::hours(12), false)), Some((RecordTime::hours(24), true)), None]
    );
    // One record is one dose here: those before it are not in the file.
    assert_eq!(data.expanded_len(), 3);
    assert_eq!(read(&hours(), &hours().to_csv(&data).expect("text")), data);
    assert_eq!(data.compact(), data);
    assert_eq!(
        data.regimen(1, &Route::Intrathecal).expect_err("steady").to_string(),
        "subject 1, record 1: expected a record of every dose, as SS states no dates of the doses before, found SS at 0 d"
    );
    for (line, expected) in [
        (
            "1,0,100,0,1,12,3",
            "column ADDL: expected 0 in a dose at steady state (SS), as programs differ in what the two mean \
             together, found \"3\"",
        ),
        (
            "1,0,100,0,1,0,0",
            "column II: expected more than 0 in a dose at steady state (SS), found \"0\"",
        ),
        ("1,0,100,0,3,12,0", "column SS: expected 0, 1 or 2, found \"3\""),
        ("1,0,0,50,0,0,0", "column AMT: expected more than 0 in a dose record, found \"0\""),
        (
            "1,0,0,50,1,0,0",
            "column AMT: expected more than 0 in a dose record; a constant infusion at steady state (SS with AMT 0) is \
             not read, found \"0\"",
        ),
    ] {
        let file = format!("ID,TIME,AMT,RATE,SS,II,ADDL\n{line}\n");
        refused(&hours(), &file, &format!("record 1 (line 2), {expected}"));
    }
}

/// What changes what is given is never passed over.
#[test]
fn no_data_item_is_ignored() {
    for name in ["SS", "ADDL", "II", "RATE", "CMT", "EVID", "DATE", "DAT2", "CONT", "ss"] {
        let file = format!("ID,TIME,AMT,{name}\n1,0,100,1\n");
        for format in [hours().ignoring(name), hours().ignoring(name).taking_covariates()] {
            refused(
                &format,
                &file,
                &format!(
                    "header line: expected {name:?} to be read, since it can change what a record is, found it among \
                     the columns to ignore"
                ),
            );
        }
    }
    refused(
        &hours().taking_covariates(),
        "ID,TIME,AMT,CONT\n1,0,100,0\n1,0,100,1\n",
        "record 2 (line 3), column CONT: expected nothing, found \"1\"",
    );
}

/// What other programs call the duration or rate of an infusion, or another data item, is no covariate.
#[test]
fn a_column_that_changes_what_is_given_is_refused_by_name() {
    for (name, item) in [
        ("DUR", "RATE"),
        ("dur", "RATE"),
        ("Duration", "RATE"),
        ("TINF", "RATE"),
        ("TINF_H", "RATE"),
        ("INFUSION DURATION", "RATE"),
        ("Infusion.Time (min)", "RATE"),
        ("D1", "RATE"),
        ("D2", "RATE"),
        ("R1", "RATE"),
        ("r12", "RATE"),
        ("RATE_MG_H", "RATE"),
        ("Rate (mg/h)", "RATE"),
        ("INFRATE", "RATE"),
        ("STEADY STATE", "SS"),
        ("ADDITIONAL_DOSES", "ADDL"),
        ("INTERDOSE INTERVAL", "II"),
        ("EVENT ID", "EVID"),
    ] {
        let file = format!("ID,TIME,AMT,{name},EVID\n1,0,100,2,1\n");
        let error = format!(
            "header line: expected {item}, or another name by `named` for a column that does not change what is given, \
             found {name:?}"
        );
        let named = ["ID", "TIME", "AMT", name, "EVID"];
        for format in [hours(), hours().taking_covariates(), hours().ignoring(name)] {
            refused(&format, &file, &error);
            refused(&format.named(named), "1,0,100,2,1\n", &error);
        }
        // The caller says that it is something else.
        let other = hours().named(["ID", "TIME", "AMT", "YEARS_OF_DISEASE", "EVID"]);
        assert_eq!(read(&other.taking_covariates(), &file).covariates(), ["YEARS_OF_DISEASE"]);
        read(&hours().named(["ID", "TIME", "AMT", "DROP", "EVID"]), &file);
        let covariate = read(&hours(), "ID,TIME,AMT\n1,0,100\n").with_covariate(name, |_| "2");
        assert_eq!(
            covariate.expect_err(name).to_string(),
            format!(
                "covariate {name:?}: expected a name of its own, found one that may mean {item}"
            )
        );
    }
    // What only looks alike.
    for name in [
        "HEART_RATE",
        "DURATION_OF_DISEASE",
        "DOSE",
        "RACE",
        "D",
        "R",
        "D1A",
        "R100",
        "RATED",
        "H",
        "MG",
    ] {
        let file = format!("ID,TIME,AMT,{name}\n1,0,100,2\n");
        assert_eq!(read(&hours().taking_covariates(), &file).covariates(), [name]);
    }
}

#[test]
fn infusions() {
    let data = read(&hours(), "ID,TIME,AMT,RATE\n1,0,100,50\n1,24,100,0\n");
    let rates: Vec<_> =
        data.records().map(|record| record.dose().and_then(|dose| dose.rate())).collect();
    assert_eq!(rates[0].map(InfusionRate::as_nanograms_per_day), Some(24 * 50_000_000));
    assert_eq!(rates[1], None);
    for rate in ["-1", "-2", "-2.0"] {
        refused(
            &hours(),
            &format!("ID,TIME,AMT,RATE\n1,0,100,{rate}\n"),
            &format!(
                "record 1 (line 2), column RATE: expected a rate, or 0 for a bolus; -1 and -2 (estimated by the \
                 model) are not read, found {rate:?}"
            ),
        );
    }
}

#[test]
fn dates_and_clocks() {
    let at = |file: &str| -> Vec<String> {
        read(&hours(), file).records().map(|record| record.time().to_string()).collect()
    };
    // The example of NONMEM's help on DATE, its years in full.
    let help = "ID,DATE,TIME,AMT\n1,10-1-1986,9:15,1\n1,10-1-1986,14:40,0\n1,10-2-1986,8:30,0\n2,12,8,1\n2,14,10,0\n";
    assert_eq!(at(help), ["0 d", "5.41666667 h", "23.25 h", "0 d", "50 h"]);
    for (name, first, second) in [
        ("DATE", "2/28/2024", "3/1/2024"),
        ("DAT1", "28-2-2024", "1-3-2024"),
        ("dat2", "2024-02-28", "2024-03-01"),
        ("DAT3", "2024.28.02", "2024.01.03"),
    ] {
        let file = format!("ID,{name},TIME,AMT\n1,{first},23:30,1\n1,{second},0:00:36,0\n");
        assert_eq!(at(&file), ["0 d", "24.51 h"], "{name}");
    }
    // A clock alone, past midnight and in decimals as well.
    assert_eq!(at("ID,TIME,AMT\n1,8:00,1\n1,14.75,0\n1,26:30,0\n"), ["0 d", "6.75 h", "18.5 h"]);
    // In a file of days as well, and its times are then decimal in days.
    let days = RecordFormat::new(TimeUnit::Days);
    let data = read(&days, "ID,TIME,AMT\n1,0:00,1\n1,0:20,0\n");
    assert_eq!(read(&days, &days.to_csv(&data).expect("text")), data);
    let dated = "ID,DATE,TIME,AMT\n1,1/5/2026,8:00,1\n1,1/6/2026,20:00,0\n1,1/19/2026,8:00,0\n";
    let times =
        read(&days, dated).records().map(|record| record.time().to_string()).collect::<Vec<_>>();
    assert_eq!(times, ["0 d", "36 h", "14 d"]);
    for (file, expected) in [
        (
            "ID,DATE,TIME,AMT\n1,1/2/86,8:00,1\n",
            "record 1 (line 2), column DATE: expected a date such as 1/31/2026, its year of four digits, found \"1/2/86\"",
        ),
        (
            "ID,DAT1,TIME,AMT\n1,31/4/2026,8:00,1\n",
            "record 1 (line 2), column DAT1: expected a date such as 31/1/2026, its year of four digits, found \
             \"31/4/2026\"",
        ),
        (
            "ID,DATE,TIME,AMT\n1,1/2/2026,8:60,1\n",
            "record 1 (line 2), column TIME: expected a clock time such as 8:30 or 8.5, found \"8:60\"",
        ),
        (
            "ID,DATE,TIME,AMT\n1,1/2/2026,8:+30,1\n",
            "record 1 (line 2), column TIME: expected a clock time such as 8:30 or 8.5, found \"8:+30\"",
        ),
        (
            "ID,DATE,TIME,AMT\n1,3,8:00,1\n1,1/4/2026,8:00,1\n",
            "record 2 (line 3), column DATE: expected a date or the number of a day, as in the subject's first record, \
             found \"1/4/2026\"",
        ),
        (
            "ID,DATE,TIME,AMT\n1,1/5/2026,8:30,1\n1,1/4/2026,8:30,1\n",
            "record 2 (line 3), column DATE: expected the day of the subject's first record, or a later one, found \
             \"1/4/2026\"",
        ),
        (
            "ID,DAT2,TIME,AMT\n1,2026-01-05,8:30,1\n1,2026-01-05,8:00,1\n",
            "record 2 (line 3), column TIME: expected the time of the subject's first record, or a later one, found \"8:00\"",
        ),
        (
            "ID,DATE,TIME,AMT,DAT2\n1,1/5/2026,8:30,1,2026-01-05\n",
            "header line: expected one column of dates, found \"DATE\" and \"DAT2\"",
        ),
        (
            "ID,DATE,TIME,AMT,date\n1,1/5/2026,8:30,1,1/5/2026\n",
            "header line: expected one column of dates, found \"DATE\" and \"date\"",
        ),
        (
            "ID,TIME,AMT\n1,8:00,1\n1,7:00,1\n",
            "record 2 (line 3), column TIME: expected the time of the subject's first record, or a later one, found \"7:00\"",
        ),
        (
            "ID,TIME,AMT\n1,25:00,1\n1,8:30,1\n",
            "record 2 (line 3), column TIME: expected the time of the subject's first record, or a later one, found \"8:30\"",
        ),
        (
            "ID,TIME,AMT\n1,8.0:30,1\n",
            "record 1 (line 2), column TIME: expected a clock time such as 8:30 or 8.5, found \"8.0:30\"",
        ),
        (
            "ID,TIME,AMT\n1,:30,1\n",
            "record 1 (line 2), column TIME: expected a clock time such as 8:30 or 8.5, found \":30\"",
        ),
        (
            "ID,TIME,AMT\n1,8,1\n1,9:00,1\n",
            "record 2 (line 3), column TIME: expected a number such as 100 or 0.5, found \"9:00\"",
        ),
    ] {
        refused(&hours(), file, expected);
    }
}

/// NONMEM's help: DATE=DROP should be specified for a calendar date, and times are translated whenever DATE is present.
#[test]
fn a_date_that_is_dropped_is_read() {
    let at = |format: &RecordFormat, file: &str| -> Vec<String> {
        read(format, file).records().map(|record| record.time().to_string()).collect()
    };
    for (date, first, second) in [
        ("DATE=DROP", "1/5/2026", "1/19/2026"),
        ("DATE = SKIP", "1/5/2026", "1/19/2026"),
        ("drop=date", "1/5/2026", "1/19/2026"),
        ("DAT1=DROP", "5-1-2026", "19-1-2026"),
        ("DAT2=DROP", "2026-01-05", "2026-01-19"),
        ("DAT3=DROP", "2026-05-01", "2026-19-01"),
        ("DAT2=DAY", "2026-01-05", "2026-01-19"),
    ] {
        let format = hours().named(["ID", date, "TIME", "AMT", "DV"]);
        // 14 days and an hour.
        let expected = ["0 d", "337 h"];
        let clock = format!("1 {first} 8:00 100 .\n1 {second} 9:00 100 .\n");
        assert_eq!(at(&format, &clock), expected, "{date}");
        let decimal = format!("1 {first} 8.0 100 .\n1 {second} 9.0 100 .\n");
        assert_eq!(at(&format, &decimal), expected, "{date}");
        let own = if date.contains('1') { "DAT1" } else { "DATE" };
        assert_eq!(at(&format, &format!("ID {own} TIME AMT DV\n{clock}")), expected, "{date}");
    }
    // $INPUT alone tells NM-TRAN that there is a date: a column that is dropped without that name is none, whatever
    // the file calls it.
    let file = "1 1/5/2026 8.0 100 .\n1 1/19/2026 9.0 100 .\n";
    for name in ["DROP", "SKIP", "DAY=DROP"] {
        let dropped = hours().named(["ID", name, "TIME", "AMT", "DV"]);
        assert_eq!(at(&dropped, file), ["8 h", "9 h"], "{name}");
        for own in ["DATE", "DAT1", "dat2", "DAT3"] {
            assert_eq!(
                at(&dropped, &format!("ID {own} TIME AMT DV\n{file}")),
                ["8 h", "9 h"],
                "{own}"
            );
        }
    }
    // Another name would make it a covariate, and one of another order or of another item would read it as what it
    // is not.
    for (name, own) in [
        ("VISITDATE", "DATE"),
        ("DAY", "DAT2"),
        ("CONT", "DATE"),
        ("CONT", "DAT1"),
        ("SS", "DATE"),
        ("DAT2", "DAT1"),
        ("DATE", "DAT3"),
        ("DATE=DROP", "CONT"),
        ("DATE=DROP", "SS"),
        ("DROP", "CONT"),
        ("CONT", "SS"),
    ] {
        let format = hours().named(["ID", name, "TIME", "AMT", "DV"]).taking_covariates();
        let given = name.split('=').next().unwrap_or(name);
        refused(
            &format,
            &format!("ID {own} TIME AMT DV\n1 0 8.0 100 .\n"),
            &format!(
                "header line, column 2: expected {own:?}, as the file names it, found {given:?}"
            ),
        );
    }
    refused(
        &hours().named(["ID", "DATE=DROP", "TIME", "AMT", "DAT1=DROP"]),
        "1 1/5/2026 8.0 100 1/5/2026\n",
        "header line: expected one column of dates, found \"DATE\" and \"DAT1\"",
    );
}

/// The records of a subject are found without reading those of all others.
#[test]
fn subjects_of_a_long_file_one_by_one() {
    const SUBJECTS: u32 = 12_000;
    let mut file = "ID,TIME,AMT,ADDL,II\n".to_owned();
    // Not in the order of their numbers.
    for id in (1..=SUBJECTS).rev() {
        writeln!(file, "{id},0,100,2,336\n{id},1344,{id},0,0").expect("a text");
    }
    let data = read(&hours(), &file);
    let begun = Instant::now();
    for id in 1..=SUBJECTS {
        let found = data.regimen(id, &Route::Intrathecal).expect("two records");
        let masses = found.phases().iter().map(|phase| phase.dose().mass_for(None).expect("fixed"));
        assert!(masses.eq([Mass::mg(100), Mass::mg(id)]), "{id}");
    }
    assert_eq!(
        data.regimen(SUBJECTS + 1, &Route::Intrathecal).expect_err("nobody").to_string(),
        "subject 12001: expected a dose record, found none"
    );
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(60), "{taken:?}");
    // The first of a file and the last, alone.
    let first = data.records().take(2);
    assert_eq!(
        EventDataset::new(first).regimen(1, &Route::Intrathecal).expect_err("nobody").place(),
        "subject 1"
    );
}

#[test]
fn covariates_come_along_and_change() {
    let file = "ID,TIME,AMT,WT,DV,RACE\n1,0,100,70,.,\"a, \"\"b\"\"\"\n1,24,.,71.50,3.5,c d\n2,0,100,.,.,\n";
    let data = read(&hours().taking_covariates(), file);
    assert_eq!(data.covariates(), ["WT", "RACE"]);
    let values = |name| data.covariate(name).map(Iterator::collect::<Vec<_>>);
    assert_eq!(values("WT"), Some(vec!["70", "71.50", "."]));
    assert_eq!(values("RACE"), Some(vec!["a, \"b\"", "c d", ""]));
    assert_eq!(values("wt"), None);
    let some = read(&hours().taking_covariates().ignoring("race"), file);
    assert_eq!(some.covariates(), ["WT"]);
    let bytes = b"ID,TIME,AMT,WT,RACE\n1,0,100,70,a\n1,24,100,70,\xff\n";
    assert_eq!(
        hours().taking_covariates().read(&bytes[..]).expect_err("no text").to_string(),
        "record 2 (line 3), column RACE: expected text in UTF-8, found \"\u{fffd}\""
    );
    assert_eq!(
        hours().to_csv(&some).expect("text"),
        "ID,TIME,AMT,RATE,EVID,CMT,ADDL,II,MDV,DV,WT\n\
         1,0,100,0,1,0,0,0,1,.,70\n1,24,.,.,0,0,.,.,0,3.5,71.50\n2,0,100,0,1,0,0,0,1,.,.\n"
    );
    // An additional dose has those of its record; doses of different ones are not joined.
    let doses = read(
        &hours().taking_covariates(),
        "ID,TIME,AMT,ADDL,II,WT\n1,0,100,1,24,70\n1,48,100,0,0,71\n1,72,100,0,0,71\n",
    );
    let expanded = doses.expanded(10).expect("few");
    let weights: Vec<_> = expanded.covariate("WT").expect("a covariate").collect();
    assert_eq!(weights, ["70", "70", "71", "71"]);
    assert_eq!(expanded.compact().len(), 2);
    assert_eq!(expanded.compact().expanded(10).expect("few"), expanded);
    // The regimen is that of the doses alone.
    let found = expanded.regimen(1, &Route::Intrathecal).expect("a regimen");
    assert_eq!(found, regimen("100 mg IT q1d x4"));
}

/// What would be another value without quotation marks has them, and is read again.
#[test]
fn covariates_in_quotation_marks() {
    let values = [" a", "b ", "c,d", "e\"f", "g h"];
    let times = (0..5)
        .map(|day| EventRecord::new(1, RecordTime::days(day), None::<f64>).expect("a record"));
    let days = RecordFormat::new(TimeUnit::Days);
    let mut value = values.iter().copied();
    let data = EventDataset::new(times).with_covariate("SITE", |_| value.next().expect("5"));
    let data = data.expect("a covariate");
    let columns = [ItemName::Id, ItemName::Time, ItemName::Amt, ItemName::Evid];
    let few = days.clone().with_columns(columns).expect("columns");
    let file = few.to_csv(&data).expect("text");
    assert_eq!(
        file,
        "ID,TIME,AMT,EVID,SITE\n1,0,.,0,\" a\"\n1,1,.,0,\"b \"\n1,2,.,0,\"c,d\"\n1,3,.,0,\"e\"\"f\"\n1,4,.,0,g h\n"
    );
    let again = read(&days.clone().taking_covariates(), &file);
    assert_eq!(again.covariate("SITE").expect("a covariate").collect::<Vec<_>>(), values);
    // A carriage return before the end of the line is not part of that end.
    let file = "ID,TIME,AMT,EVID,SITE\n1,0,.,0,\"i\r\"\n";
    assert_eq!(few.to_csv(&read(&days.taking_covariates(), file)).expect("text"), file);
}

#[test]
fn data_sets_are_equal_by_records_covariates_and_comments() {
    let of = |file: &str| read(&hours().taking_covariates(), file);
    let data = of("#planned\nID,TIME,AMT,WT\n1,0,100,70\n");
    for (file, same) in [
        ("ID WT TIME AMT\n#planned\n1 70 0.0 1E2\n", true),
        ("#planned\nID,TIME,AMT,WT\n1,0,101,70\n", false),
        ("#planned\nID,TIME,AMT,WT\n1,0,100,71\n", false),
        ("#given\nID,TIME,AMT,WT\n1,0,100,70\n", false),
    ] {
        assert_eq!(data == of(file), same, "{file:?}");
    }
}

#[test]
fn covariates_and_comments_that_are_refused() {
    let data = read(&hours(), "ID,TIME,AMT\n1,0,100\n").with_covariate("WT", |_| "70").expect("WT");
    let refused = |name: &str, value: &'static str| {
        data.clone().with_covariate(name, |_| value).expect_err("refused").to_string()
    };
    assert_eq!(refused("WT", ""), "covariate \"WT\": expected each name once, found it twice");
    assert_eq!(refused(" ", ""), "covariate \" \": expected a name, found a blank one");
    for name in ["Time", "DAT1", "CONT"] {
        assert_eq!(
            refused(name, ""),
            format!(
                "covariate {name:?}: expected a name of its own, found the name of a NONMEM data item"
            )
        );
    }
    assert_eq!(
        refused("AGE", "a\nb"),
        "record 1, covariate \"AGE\": expected a text of one line, found the control character '\\n'"
    );
    assert_eq!(
        data.clone().with_comment("a\nb").expect_err("two lines").to_string(),
        "comment: expected a text of one line, found the control character '\\n'"
    );
}

/// Twenty of them at once, and how many more there are.
#[test]
fn unknown_columns_are_listed() {
    for (count, end) in
        [(20, "\"COV20\""), (25, "\"COV20\" and 5 more"), (100_000, " and 99980 more")]
    {
        let names: Vec<String> = (1..=count).map(|number| format!("COV{number}")).collect();
        let file = format!("ID,TIME,AMT,{}\n", names.join(","));
        let error = hours().read(file.as_bytes()).expect_err("unknown").to_string();
        assert!(names.iter().take(20).all(|name| error.contains(&format!("{name:?}"))), "{error}");
        assert!(error.ends_with(end) && error.len() < 800, "{error}");
    }
}

#[test]
fn columns_without_a_name() {
    let names = "ID,TIME,AMT,EVID,DV,,\n";
    assert_eq!(written(&read(&hours(), &format!("{names}1,0,100,1,.,,\n1,24,.,0,3.5,,0\n"))), TWO);
    refused(
        &hours().taking_covariates(),
        &format!("{names}1,0,100,1,.,,93.2\n"),
        "record 1 (line 2), column 7 (without a name): expected nothing, found \"93.2\"",
    );
    refused(
        &hours(),
        ",ID,TIME,AMT\n0,1,0,100\n1,1,24,100\n",
        "record 2 (line 3), column 1 (without a name): expected nothing, found \"1\"",
    );
    let ignoring = hours().ignoring("");
    assert_eq!(
        written(&read(&ignoring, &format!("{names}1,0,100,1,.,5,5\n1,24,.,0,3.5,5,5\n"))),
        TWO
    );
}

#[test]
fn quotation_marks_that_do_not_fit() {
    refused(
        &hours(),
        "ID,TIME,AMT\n1,0,\"100\n",
        "record 1 (line 2): expected a second quotation mark that ends the field, found none",
    );
    for file in ["ID,TIME,AMT\n1,0,\"100\"5\n", "ID TIME AMT\n1 0 \"100\"5\n"] {
        refused(
            &hours(),
            file,
            "record 1 (line 2): expected a separator behind the quotation mark that ends a field, found none",
        );
    }
}

#[test]
fn amounts_in_micrograms() {
    let format = hours().with_amounts_in(AmountUnit::Micrograms);
    let data = read(&format, "ID,TIME,AMT,RATE\n1,0,1500,0.5\n");
    let dose = data.record(0).and_then(|record| record.dose()).expect("a dose");
    assert_eq!(dose.mass(), Mass::micrograms(1_500));
    assert_eq!(dose.rate().map(InfusionRate::as_nanograms_per_day), Some(24 * 500));
    assert_eq!(read(&format, &format.to_csv(&data).expect("text")), data);
    refused(
        &format,
        "ID,TIME,AMT\n1,0,0.5\n",
        "record 1 (line 2), column AMT: expected a whole number, found \"0.5\"",
    );
}

#[test]
fn numbers_between_two_steps() {
    let rounding = hours().rounding();
    let data = read(
        &rounding,
        "ID,TIME,AMT,RATE\n1,4.5833330000000005,385.999999999999,7.616154188161227\n",
    );
    let record = data.record(0).expect("a record");
    assert_eq!(record.time().to_string(), "4.583333 h");
    let dose = record.dose().expect("a dose");
    assert_eq!(dose.mass(), Mass::mg(386));
    assert_eq!(dose.rate().map(InfusionRate::as_nanograms_per_day), Some(24 * 7_616_154));
    // Less than half a step is nothing, and half a step is one.
    let at = |time: &str| {
        let data = read(&rounding, &format!("ID,TIME,AMT\n1,{time},1\n"));
        data.record(0).expect("a record").time()
    };
    assert_eq!(at("0.0000000049"), RecordTime::ZERO);
    assert_eq!(at("5e-9").to_string(), "0.00000001 h");
    assert_eq!(at("1e-999999999999999999999"), RecordTime::ZERO);
    assert_eq!(at("0e30"), RecordTime::ZERO, "nothing, however large its unit");
    // A small amount would be another one.
    refused(
        &rounding,
        "ID,TIME,AMT\n1,0,4.9994\n",
        "record 1 (line 2), column AMT: expected at most 3 decimals, found \"4.9994\"",
    );
    refused(
        &rounding,
        "ID,TIME,AMT\n1.5,0,5\n",
        "record 1 (line 2), column ID: expected a whole number, found \"1.5\"",
    );
}

#[test]
fn names_that_contradict_those_of_the_file() {
    for (names, file, expected) in [
        (
            ["ID", "TIME", "AMT", "DV"],
            "ID,TIME,DV,AMT",
            r#", column 3: expected "DV", as the file names it, found "AMT""#,
        ),
        (
            ["TIME", "ID", "AMT", "DV"],
            "ID,TIME,AMT,DV",
            r#", column 1: expected "ID", as the file names it, found "TIME""#,
        ),
        (
            ["ID", "TIME", "AMT", "SS"],
            "ID,TIME,AMT,RATE",
            r#", column 4: expected "RATE", as the file names it, found "SS""#,
        ),
        (
            ["ID", "TIME", "AMT", "DOSE"],
            "ID,TIME,WT,amt",
            r#", column 4: expected "amt", as the file names it, found "DOSE""#,
        ),
    ] {
        let format = hours().named(names).taking_covariates();
        refused(&format, &format!("{file}\n1,0,5,100\n"), &format!("header line{expected}"));
    }
}

/// A name with a line feed would be written as two lines.
#[test]
fn names_are_of_one_line() {
    let format = hours().named(["ID", "TIME", "AMT", "W\nT"]).taking_covariates();
    let expected =
        "header line, column 4: expected a name of one line, found the control character '\\n'";
    refused(&format, "1,0,100,70\n", expected);
}

#[test]
fn names_as_input_gives_them() {
    for names in [
        ["ID", "TIME", "AMT=DOSE", "EVID", "DV=CONC", "SS=DROP"],
        ["ID=PAT", "HOUR=TIME", "DOSE = AMT", "EVID", "CONC=dv", "DROP=SS"],
        ["ID", "TIME", "AMT", "EVID", "DV", "X=SKIP"],
    ] {
        let data = read(&hours().named(names), "1 0 100 1 . 7\n1 24 . 0 3.5 7\n");
        assert_eq!(written(&data), TWO, "{names:?}");
    }
}

#[test]
fn a_line_of_names_behind_a_mark_and_a_blank() {
    let marked = hours().commented_by('@').expect("a character");
    for (format, mark) in [(&marked, "@"), (&hours(), "#"), (&hours(), "@")] {
        let file = format!("{mark} id time amt evid dv\n1 0 100 1 .\n1 24 . 0 3.5\n");
        assert_eq!(written(&read(format, &file)), TWO, "{mark}");
    }
}
