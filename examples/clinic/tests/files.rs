//! What leaves is read back, by the crate: the same doses in every format, and every row in JSON.

mod support;

use std::collections::BTreeSet;

use aso_regimen::Mass;
use aso_regimen::catalog::tofersen;
use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{Entry, Switch};
use aso_regimen::interchange::fhir::read_bundle;
use aso_regimen::interchange::nonmem::{RecordFormat, TimeUnit};
use aso_regimen::interchange::sdtm::ExposureReader;
use aso_regimen::interchange::table::Dataset;
use serde_json::json;
use support::{Clinic, Stored, escaped, folder};

/// Patients made up, and one more with a dose in part, a correction, a hold and a stop.
fn clinic(name: &str) -> Clinic {
    let clinic = Clinic::start(&folder(name), 22);
    let client = clinic.client();
    let first = chrono::Local::now().date_naive() - Days::new(77);
    let day = |days| (first + Days::new(days)).to_string();
    let [start, second, third] = [0, 14, 28].map(day);
    let [late, held, resumed, stopped] = [15, 40, 45, 60].map(day);
    let new = [
        ("name", "Ada <&> \"Example\""),
        ("regimen", "Qalsody, US, 2023|"),
        ("day", &*start),
        ("tolerance", "-3d/+3d"),
    ];
    let added = client.post("/patients/new", &new);
    assert_eq!(added.status, 303, "{}", added.body);
    let rows: [&[(&str, &str)]; 8] = [
        &[("what", "weighed"), ("day", &*start), ("weight", "70 kg")],
        &[("what", "given"), ("day", &*start)],
        &[("what", "given"), ("day", &*second)],
        &[("what", "partly"), ("day", &*third), ("amount", "60 mg"), ("reason", "clotted")],
        &[("what", "given"), ("day", &*late), ("replaces", "3")],
        &[("what", "held"), ("day", &*held), ("reason", "fever, 39 \u{b0}C; \"high\"")],
        &[("what", "resumed"), ("day", &*resumed)],
        &[("what", "stopped"), ("day", &*stopped), ("reason", "consent withdrawn")],
    ];
    for (version, row) in (0..).zip(rows) {
        let version = format!("{version}");
        let form: Vec<(&str, &str)> =
            [("version", &*version)].into_iter().chain(row.iter().copied()).collect();
        let written = client.post("/patients/23", &form);
        assert_eq!(written.status, 303, "{row:?}: {}", written.body);
    }
    clinic
}

fn doses(patient: &Stored) -> Vec<(NaiveDate, Mass)> {
    let course = patient.course();
    course.doses_given().map(|dose| (dose.date(), dose.mass().expect("weighed"))).collect()
}

#[test]
fn json_out_and_in_is_equal_and_the_pages_say_what_the_crate_says() {
    let first = clinic("out");
    let json = first.client().get("/files/patients.json").body;
    let second = Clinic::start(&folder("in"), 0);
    let client = second.client();
    assert_eq!(client.upload(&json).status, 303);
    assert_eq!(client.get("/files/patients.json").body, json);
    // Again, into a new folder and into the one that it is from: nobody is there twice.
    for client in [client, first.client()] {
        let refused = client.upload(&json);
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(
            refused.body.contains("Patient 1 is here already, as patient 1"),
            "{}",
            refused.body
        );
        assert_eq!(client.get("/files/patients.json").body, json);
    }
    // A file with a patient who is here is refused, and all of the file with it.
    let mut rows: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    rows[0]["name"] = "New Newt".into();
    let refused = client.upload(&rows.to_string());
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("Patient 2 is here already, as patient 2"), "{}", refused.body);
    assert_eq!(client.patients().len(), 23, "all or nothing");

    let patients = client.patients();
    for (id, patient) in (1..).zip(&patients) {
        let (course, path) = (patient.course(), format!("/patients/{id}"));
        for client in [first.client(), client] {
            let page = client.get(&path).body;
            assert!(page.contains(&escaped(&patient.name)), "{page}");
            assert!(page.contains(&escaped(&course.next_due().to_string())), "{page}");
            for (entry, judgement) in course.entries().zip(course.judgements()) {
                assert!(page.contains(&escaped(&entry.to_string())), "{entry}");
                let said = judgement.to_string();
                assert!(said == "no dose" || page.contains(&escaped(&said)), "{said}");
            }
        }
    }
}

#[test]
fn every_format_has_the_doses_of_the_log() {
    let clinic = clinic("formats");
    let client = clinic.client();
    let patients = client.patients();
    let given: Vec<_> = patients.iter().map(doses).collect();
    let all: usize = given.iter().map(Vec::len).sum();
    assert!(all > 300, "{all}");
    let text = |name: &str| {
        let answer = client.get(&format!("/files/{name}"));
        assert_eq!(answer.status, 200, "{name}: {}", answer.body);
        answer.body
    };

    let data = Dataset::from_csv(text("ex.csv").as_bytes()).expect("a table");
    let subjects = ExposureReader::new().read(&data).expect("EX");
    for subject in &subjects {
        let id: usize = subject.id().trim_start_matches("CLINIC-").parse().expect("a number");
        let read = subject.doses().expect("doses");
        let dates: Vec<NaiveDate> = read.iter().map(|(date, _)| *date).collect();
        let expected: Vec<NaiveDate> = given[id - 1].iter().map(|(date, _)| *date).collect();
        assert_eq!(dates, expected, "{id}");
    }
    assert_eq!(subjects.len(), given.iter().filter(|doses| !doses.is_empty()).count());
    assert!(Dataset::from_csv(text("ec.csv").as_bytes()).expect("a table").len() >= all);

    let records = RecordFormat::new(TimeUnit::Days).read(text("nonmem.csv").as_bytes());
    let records = records.and_then(|records| Ok(records.expanded(100_000)?)).expect("records");
    let mut read: Vec<_> = (records.records())
        .filter_map(|record| {
            Some((record.id(), record.time().whole_days()?, record.dose()?.mass()))
        })
        .collect();
    let mut expected = Vec::new();
    for (id, (patient, doses)) in (1..).zip(patients.iter().zip(&given)) {
        let day_one = patient.course().day_one();
        expected.extend(
            doses
                .iter()
                .map(|(date, mass)| (id, date.signed_duration_since(day_one).num_days(), *mass)),
        );
    }
    read.sort_unstable();
    expected.sort_unstable();
    let read: Vec<_> = read.into_iter().map(|(id, day, mass)| (id, i64::from(day), mass)).collect();
    assert_eq!(read, expected);

    let bundle = text("fhir.json");
    let administered = read_bundle(&bundle, None).expect("a bundle").into_administrations();
    let administered = administered.expect("all are read");
    let masses = administered.iter().filter(|one| one.mass.is_some()).count();
    assert_eq!(masses, all);
    let requests = read_bundle(&bundle, None).expect("a bundle").into_requests().expect("all");
    assert_eq!(requests.len(), patients.len());
    // Each subject is a patient of the bundle.
    let json: serde_json::Value = serde_json::from_str(&bundle).expect("JSON");
    let entries = json["entry"].as_array().expect("entries");
    let subjects =
        entries.iter().filter_map(|entry| entry["resource"]["subject"]["reference"].as_str());
    let subjects: BTreeSet<&str> = subjects.collect();
    let urls: BTreeSet<&str> =
        entries.iter().filter_map(|entry| entry["fullUrl"].as_str()).collect();
    assert!(subjects.is_subset(&urls));
    let names = entries.iter().filter_map(|entry| entry["resource"]["name"][0]["text"].as_str());
    assert!(names.eq(patients.iter().map(|patient| &*patient.name)));

    let calendar = text("calendar.ics").replace("\r\n ", "");
    assert!(calendar.contains("SUMMARY:Ada <&> \"Example\"\\, Qalsody"), "{calendar}");
    let one = client.get("/patients/23/calendar.ics").body;
    assert_eq!(one.matches("UID:").count(), one.matches(".course-23@clinic.example").count());
}

/// A patient of another clinic whose regimen was changed: each dose is of the order in force on its day.
#[test]
fn a_change_of_regimen_has_two_orders() {
    let [first, changed, second] = ["2026-01-05", "2026-01-12", "2026-01-19"]
        .map(|day| day.parse::<NaiveDate>().expect("a date"));
    let plan = tofersen::labels().remove(0).course(first).expect("one regimen");
    let switch = Switch::to(plan.regimen().clone(), plan.policy().clone());
    let entries = [
        Entry::given(first),
        Entry::switched(changed, switch, "another order"),
        Entry::given(second),
    ];
    let log = entries.map(|entry| json!({"at": null, "replaces": null, "entry": entry}));
    let patients = json!([{"name": "Changed Chough", "plan": plan, "log": log}]);
    let clinic = Clinic::start(&folder("changed"), 0);
    let added = clinic.client().upload(&patients.to_string());
    assert_eq!(added.status, 303, "{}", added.body);
    let bundle =
        read_bundle(&clinic.client().get("/files/fhir.json").body, None).expect("a bundle");
    let requests = bundle.clone().into_requests().expect("all are read");
    let statuses: Vec<_> = requests.iter().map(|request| request.status.code()).collect();
    assert_eq!(statuses, ["stopped", "active"]);
    let given = bundle.into_administrations().expect("all are read");
    let orders: Vec<_> = given.iter().map(|one| one.request.as_deref()).collect();
    assert!(orders.len() == 2 && orders.iter().all(Option::is_some), "{orders:?}");
    assert_ne!(orders[0], orders[1]);
}

#[test]
fn a_label_of_a_file_is_one_of_the_list() {
    let folder = folder("labels");
    std::fs::create_dir(folder.join("labels")).expect("a folder");
    let label = r#"{"product": "Ownol", "substance": "owntide", "authority": "Ruritania", "edition": "2026",
        "regimens": [{"regimen": "5 mg SC q1w"}],
        "sources": [{"document": "Our own leaflet", "status": "label-text"}]}"#;
    std::fs::write(folder.join("labels/ownol.json"), label).expect("a file");
    let clinic = Clinic::start(&folder, 0);
    let page = clinic.client().get("/patients/new").body;
    assert!(page.contains("Ownol (owntide), Ruritania, 2026, everybody: 5 mg SC q7d"), "{page}");
    let new =
        [("name", "Own Otter"), ("regimen", "Ownol, Ruritania, 2026|"), ("day", "2026-11-02")];
    assert_eq!(clinic.client().post("/patients/new", &new).status, 303);
    let page = clinic.client().get("/patients/1").body;
    assert!(page.contains("dose 1 (maintenance): 5 mg SC on 2026-11-02"), "{page}");
}

#[test]
fn who_cannot_be_in_a_file_is_named() {
    let clinic = clinic("left-out");
    let client = clinic.client();
    let day = "2026-11-02";
    // By body weight, and never weighed.
    let new = [("name", "Not Weighed"), ("regimen", "Amondys 45, US, 2024-07|"), ("day", day)];
    assert_eq!(client.post("/patients/new", &new).status, 303);
    let why = "the amount is not known, as it depends on body weight and none is known";
    let mut given = vec![("version", "0"), ("what", "given"), ("day", day)];
    let asked = client.post("/patients/24", &given);
    assert!(asked.status == 422 && asked.body.contains(why), "{}", asked.body);
    given.push(("confirmed", why));
    assert_eq!(client.post("/patients/24", &given).status, 303);
    let mut left_out = 0;
    for file in ["calendar.ics", "ex.csv", "ec.csv", "fhir.json", "nonmem.csv", "patients.json"] {
        let all = client.get(&format!("/files/{file}"));
        if all.status == 200 {
            continue;
        }
        left_out += 1;
        assert_eq!(all.status, 422, "{file}: {}", all.body);
        assert!(all.body.contains("Not Weighed: "), "{}", all.body);
        assert!(!all.body.contains("Patient 1"), "{}", all.body);
        assert_eq!(client.get(&format!("/patients/23/{file}")).status, 200);
    }
    assert!(left_out > 0, "some format needs the weight");
}
