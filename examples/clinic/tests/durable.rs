//! Nothing that was confirmed is lost: killed in the middle of writes, two writers at once, a file of the first schema.

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use aso_regimen::Course;
use aso_regimen::dosing::missed_dose::MissedDosePolicy;
use rusqlite::Connection;
use support::{Client, Clinic, Shared, Stored, command, folder};

/// Writes until the program is gone, and notes what was confirmed.
fn write_on(
    client: Client,
    (patient, mut version, day): (i64, usize, String),
    round: u32,
    confirmed: &Shared<BTreeSet<String>>,
) {
    let path = format!("/patients/{patient}");
    for number in 0.. {
        let reason = format!("patient {patient}, round {round}, row {number}");
        let at = version.to_string();
        let form = [
            ("version", &*at),
            ("what", "weighed"),
            ("day", &day),
            ("weight", "70 kg"),
            ("reason", &reason),
        ];
        match client.try_post(&path, &form) {
            Ok(answer) => {
                assert_eq!(answer.status, 303, "{}", answer.body);
                confirmed.lock().expect("no panic").insert(reason);
                version += 1;
            }
            Err(_) => return,
        }
    }
}

/// A day on which nothing is unusual.
fn first_day(patient: &Stored) -> String {
    patient.log[0].entry.day().to_string()
}

#[test]
fn killed_fifty_times_in_the_middle_of_writes() {
    let folder = folder("killed");
    let confirmed: Shared<BTreeSet<String>> = Shared::default();
    let mut unconfirmed = 0;
    for round in 0..50 {
        let clinic = Clinic::start(&folder, 3);
        let client = clinic.client();
        let patients = client.patients();
        let rows: Vec<String> = (patients.iter())
            .flat_map(|patient| &patient.log)
            .filter_map(|row| row.entry.why().map(str::to_owned))
            .filter(|reason| reason.starts_with("patient "))
            .collect();
        let there: BTreeSet<String> = rows.iter().cloned().collect();
        assert_eq!(there.len(), rows.len(), "a row is there twice");
        let mut known = confirmed.lock().expect("no panic");
        assert!(known.is_subset(&there), "lost: {:?}", known.difference(&there));
        // At most one row of each writer was written and not yet confirmed.
        let more = there.len() - known.len();
        assert!(more <= 3, "{more} rows from nowhere");
        unconfirmed += more;
        *known = there;
        drop(known);
        let writers: Vec<_> = (1..)
            .zip(&patients)
            .map(|(id, patient)| {
                let confirmed = Arc::clone(&confirmed);
                let at = (id, patient.log.len(), first_day(patient));
                thread::spawn(move || write_on(client, at, round, &confirmed))
            })
            .collect();
        thread::sleep(Duration::from_millis(20 + u64::from(round * 37 % 60)));
        clinic.kill();
        writers.into_iter().for_each(|writer| writer.join().expect("only the program ends"));
    }
    let all = confirmed.lock().expect("no panic").len();
    println!("50 times killed: {all} rows, {unconfirmed} of them written but not yet confirmed");
    assert!(all > 50, "it was killed in the middle of writes");
}

#[test]
fn two_writers_at_once_a_thousand_times() {
    const PATIENTS: u32 = 20;
    let folder = folder("writers");
    let clinic = Clinic::start(&folder, PATIENTS);
    let client = clinic.client();
    let before: usize = client.patients().iter().map(|patient| patient.log.len()).sum();
    let days: Arc<Vec<String>> = Arc::new(client.patients().iter().map(first_day).collect());
    let versions: Vec<i64> = (1..=i64::from(PATIENTS)).map(|id| client.version(id)).collect();
    let (versions, barrier) = (Arc::new(Mutex::new(versions)), Arc::new(Barrier::new(2)));
    let writers = [0, 1].map(|writer| {
        let (versions, barrier) = (Arc::clone(&versions), Arc::clone(&barrier));
        let days = Arc::clone(&days);
        thread::spawn(move || {
            let mut conflicts = 0;
            for round in 0..1_000 {
                let index = round % PATIENTS as usize;
                let path = format!("/patients/{}", index + 1);
                let version = versions.lock().expect("no panic")[index];
                let name = |writer: usize| format!("writer {writer}, round {round}");
                let post = |version: i64| {
                    let (at, reason) = (version.to_string(), name(writer));
                    client.post(
                        &path,
                        &[
                            ("version", &*at),
                            ("what", "weighed"),
                            ("day", &*days[index]),
                            ("weight", "71 kg"),
                            ("reason", &reason),
                        ],
                    )
                };
                barrier.wait();
                let answer = post(version);
                if answer.status == 409 {
                    conflicts += 1;
                    assert!(answer.body.contains(&name(1 - writer)), "who was first is told");
                    assert!(answer.body.contains(&format!("value=\"{}\"", name(writer))), "kept");
                    assert_eq!(post(version + 1).status, 303, "it still holds");
                    versions.lock().expect("no panic")[index] = version + 2;
                } else {
                    assert_eq!(answer.status, 303, "{}", answer.body);
                }
                barrier.wait();
            }
            conflicts
        })
    });
    let conflicts: u32 = writers.map(|writer| writer.join().expect("both go on")).iter().sum();
    assert_eq!(conflicts, 1_000, "each second writer is told");
    let patients = client.patients();
    let reasons: BTreeSet<&str> = (patients.iter())
        .flat_map(|patient| &patient.log)
        .filter_map(|row| row.entry.why())
        .filter(|reason| reason.starts_with("writer "))
        .collect();
    assert_eq!(reasons.len(), 2_000, "no entry is lost");
    let after: usize = patients.iter().map(|patient| patient.log.len()).sum();
    assert_eq!(after, before + 2_000, "and none is there twice");
}

/// The first schema, as the first version of the program made it.
const FIRST: &str = "
    CREATE TABLE patient (id INTEGER PRIMARY KEY, name TEXT NOT NULL, plan TEXT NOT NULL) STRICT;
    CREATE TABLE log (
        patient INTEGER NOT NULL REFERENCES patient, version INTEGER NOT NULL,
        replaces INTEGER, entry TEXT NOT NULL,
        PRIMARY KEY (patient, version)
    ) STRICT, WITHOUT ROWID;
    PRAGMA user_version = 1;";

#[test]
fn a_file_of_the_first_schema_is_brought_to_the_second() {
    let folder = folder("migrated");
    let file = folder.join("clinic.sqlite");
    let db = Connection::open(&file).expect("a file");
    db.execute_batch(FIRST).expect("the first schema");
    let regimen = "100 mg IT q28d".parse().expect("a regimen");
    let start = "2026-01-05".parse().expect("a date");
    let plan = Course::new(regimen, MissedDosePolicy::not_stated(), start);
    let plan = serde_json::to_string(&plan).expect("JSON");
    db.execute("INSERT INTO patient VALUES (7, 'Old Heron', ?)", [plan]).expect("a patient");
    for (version, replaces, entry) in [
        (1, None, Some(r#"{"day":"2026-01-05","what":"given"}"#)),
        (2, None, Some(r#"{"day":"2026-02-02","what":"given"}"#)),
        (3, Some(2), Some(r#"{"day":"2026-02-02","what":"given","part":"60 mg"}"#)),
    ] {
        let row = (version, replaces, entry);
        let insert = "INSERT INTO log (patient, version, replaces, entry) VALUES (7, ?, ?, ?)";
        db.execute(insert, row).expect("a row");
    }
    db.close().expect("written");

    let clinic = Clinic::start(&folder, 100);
    let client = clinic.client();
    let page = client.get("/patients/7").body;
    assert!(page.contains("2026-02-02: given, part of the dose, 60 mg"), "{page}");
    assert!(page.contains("What the last correction changed"), "{page}");
    let form = [("version", "3"), ("what", "given"), ("day", "2026-03-02")];
    assert_eq!(client.post("/patients/7", &form).status, 303);
    clinic.kill();

    let clinic = Clinic::start(&folder, 100);
    let patients = clinic.client().patients();
    assert_eq!(patients.len(), 1, "no patient is made up for a clinic that has some");
    let at: Vec<bool> = patients[0].log.iter().map(|row| row.at.is_some()).collect();
    assert_eq!(at, [false, false, false, true]);
    clinic.kill();
    let db = Connection::open(&file).expect("the file");
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).expect("it");
    assert_eq!(version, 2);
    // What is in the log stays, whoever asks.
    for sql in ["DELETE FROM log", "UPDATE log SET replaces = 1"] {
        let why = db.execute(sql, []).expect_err("append-only").to_string();
        assert_eq!(why, "append-only");
    }

    db.pragma_update(None, "user_version", 3).expect("a later program");
    db.close().expect("written");
    let refused = command(&folder, 0).stderr(std::process::Stdio::piped()).output().expect("it");
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(why, "clinic: schema 3 is newer than this program's, 2\n");
}

#[test]
fn one_folder_has_one_program() {
    let folder = folder("alone");
    let _clinic = Clinic::start(&folder, 0);
    let second = command(&folder, 0).stderr(std::process::Stdio::piped()).output().expect("it");
    let why = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(why.ends_with("database is locked\n"), "{why}");
}
