//! Inputs that mean no good: refused or escaped, and nothing of them stays.

mod support;

use support::{Answer, Clinic, FORM, Stored, encoded, folder};

const MARKUP: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&";

/// Nothing of what was sent is markup in the page.
fn is_escaped(answer: &Answer) -> bool {
    ["<script", "<img src=x", "\"'><", "onerror=alert(2)>"]
        .iter()
        .all(|bad| !answer.body.contains(bad))
}

struct Attack<'a> {
    clinic: &'a Clinic,
    before: Vec<Stored>,
    made: u32,
}

impl Attack<'_> {
    /// Refused with this status, in words, escaped, and nothing is written.
    fn refused(&mut self, what: &str, status: u16, words: &str, answer: &Answer) {
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
        assert!(answer.body.contains(words), "{what}: {words} is not in {}", answer.body);
        assert!(is_escaped(answer), "{what}: {}", answer.body);
        assert!(answer.head.contains("content-security-policy: default-src 'none'"), "{what}");
        assert!(self.clinic.client().patients() == self.before, "{what}: something was written");
        self.made += 1;
    }
}

#[test]
fn hostile_inputs_are_refused_or_escaped() {
    let clinic = Clinic::start(&folder("hostile"), 4);
    let (client, port) = (clinic.client(), clinic.port);
    // A patient on tofersen: 100 mg, and the first dose given.
    let new = [("name", "Test Tern"), ("regimen", "Qalsody, US, 2023|"), ("day", "2026-01-05")];
    assert_eq!(client.post("/patients/new", &new).status, 303);
    assert_eq!(
        client
            .post("/patients/5", &[("version", "0"), ("what", "given"), ("day", "2026-01-05")])
            .status,
        303
    );
    let mut attack = Attack { clinic: &clinic, before: client.patients(), made: 0 };

    // Other hosts: names made to point here, other ports, none at all.
    for host in ["evil.example", "127.0.0.1", "127.0.0.1.evil.example:80", "localhost:1", ""] {
        let answer = client.send("GET", "/", &format!("Host: {host}\r\n"), "").expect("an answer");
        attack.refused(host, 421, "not a host of this clinic", &answer);
    }
    let answer = client.raw(b"GET / HTTP/1.0\r\n\r\n").expect("an answer");
    attack.refused("no host", 421, "not a host of this clinic", &answer);
    assert_eq!(
        client.send("GET", "/", &format!("Host: localhost:{port}\r\n"), "").expect("it").status,
        200
    );

    // Forms of other sites.
    let form = "version=1&what=stopped&day=2026-01-06&reason=forged";
    for head in [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://127.0.0.1:1\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ] {
        let answer =
            client.send("POST", "/patients/5", &format!("{FORM}{head}"), form).expect("an answer");
        attack.refused(head, 403, "no form of another site", &answer);
    }
    // Forms that no page has.
    for (what, body, status) in [
        (
            "a field twice, the last one without its reason",
            "version=1&what=given&what=stopped&day=2026-01-19",
            422,
        ),
        ("a version that is no number", "version=x&what=given&day=2026-01-19", 422),
        ("no text", "version=1&what=given&day=%FF%FE", 422),
    ] {
        let answer = client.send("POST", "/patients/5", FORM, body).expect("an answer");
        attack.refused(what, status, "", &answer);
    }
    let answer = client
        .send("POST", "/patients/5", "Content-Type: text/plain\r\n", form)
        .expect("an answer");
    attack.refused("a form as plain text", 415, "", &answer);
    for (method, path) in
        [("DELETE", "/patients/5"), ("PUT", "/files/patients.json"), ("POST", "/")]
    {
        let answer = client.send(method, path, "", "").expect("an answer");
        attack.refused(method, 405, "", &answer);
    }
    let answer = client.get(&format!("/patients/5?{form}"));
    attack.refused("a form as a link", 200, "Test Tern", &answer);

    // Wrong dates, amounts, weights, words and texts, each beside its field.
    for (field, value, words) in [
        ("day", "2026-02-30", "expected a date such as 2026-01-05, found &quot;2026-02-30&quot;"),
        ("day", "2026-1-19", "expected a date such as 2026-01-05, found &quot;2026-1-19&quot;"),
        ("day", "2026 -01-19", "expected a date"),
        ("day", "banana", "expected a date"),
        ("day", "", "expected a date"),
        ("day", "99999-01-01", "expected a date"),
        ("day", "-262143-01-01", "expected a date"),
        ("day", "0000-01-01", "expected a date"),
        ("day", "2999-01-01", "is still to come"),
        ("day", "2026-01-04", "the first dose cannot be given on 2026-01-04"),
        ("day", MARKUP, "expected a date"),
        ("amount", "-5 mg", "expected"),
        ("amount", "60", "expected"),
        ("amount", "0 mg", "0 mg given"),
        ("amount", "99999999999999999999999 mg", ""),
        ("amount", "NaN mg", "expected"),
        ("amount", MARKUP, "expected"),
        ("what", MARKUP, "expected one of the list"),
        ("what", "policy-changed", "expected one of the list"),
        ("what", "removed", "expected one of the list"),
        ("reason", "a\u{0}b", "contains the control character"),
        ("reason", &"x".repeat(201), "too long"),
        ("reason", "a\r\nBEGIN:VEVENT", "contains the control character"),
        ("replaces", "99", "there is no entry 99"),
        ("replaces", "-1", "invalid digit"),
    ] {
        let mut form = vec![("version", "1"), ("what", "given"), ("day", "2026-01-19")];
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let answer = client.post("/patients/5", &form);
        attack.refused(&format!("{field} {value}"), 422, words, &answer);
        let beside = if value == "99" { "day" } else { field };
        assert!(
            answer.body.contains(&format!("id=\"{beside}-why\"")),
            "{field} {value}: {}",
            answer.body
        );
    }
    let mut form =
        vec![("version", "1"), ("what", "partly"), ("day", "2026-01-19"), ("amount", "600 mg")];
    attack.refused(
        "more than the dose",
        422,
        "exceeds the planned 100 mg",
        &client.post("/patients/5", &form),
    );
    form = vec![("version", "1"), ("what", "weighed"), ("day", "2026-01-19"), ("weight", "-1 kg")];
    attack.refused("a weight below nothing", 422, "weight-why", &client.post("/patients/5", &form));
    form = vec![("version", "77"), ("what", "given"), ("day", "2026-01-19")];
    assert_eq!(client.post("/patients/5", &form).status, 409, "a version of the future");
    attack.refused("a version of the future", 409, "", &client.post("/patients/5", &form));

    // Patients that cannot be.
    for (field, value, words) in [
        ("name", " ", "expected a name"),
        ("name", "a\nb", "expected a name"),
        ("day", "9999-12-31", "expected a date"),
        ("regimen", MARKUP, "expected one of the list"),
        ("regimen", "Qalsody, US, 2023|none", "the name of a regimen"),
        ("tolerance", "-99d/+99d", "does not fit the regimen"),
        ("tolerance", MARKUP, "expected"),
        ("day", "2026-13-01", "expected a date"),
    ] {
        let mut form =
            vec![("name", "No Newt"), ("regimen", "Qalsody, US, 2023|"), ("day", "2026-01-05")];
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let answer = client.post("/patients/new", &form);
        attack.refused(&format!("{field} {value}"), 422, words, &answer);
        assert!(
            answer.body.contains(&format!("id=\"{field}-why\"")),
            "{field} {value}: {}",
            answer.body
        );
    }

    // Longer than a page allows.
    let long = "x".repeat(2_000);
    form = vec![("version", "1"), ("what", "given"), ("day", "2026-01-19"), ("reason", &long)];
    attack.refused("a long reason", 413, "limit", &client.post("/patients/5", &form));
    form = vec![("name", &long), ("regimen", "Qalsody, US, 2023|"), ("day", "2026-01-05")];
    attack.refused("a long name", 413, "limit", &client.post("/patients/new", &form));
    // The form sent twice.
    let answer = client.post("/patients/new", &new);
    let words = "Test Tern is here already, as patient 5";
    attack.refused("a patient twice", 422, words, &answer);
    assert!(answer.body.contains("id=\"name-why\""), "{}", answer.body);
    form = vec![("name", "Test Tern"), ("regimen", "Qalsody, EU, 2026-03|"), ("day", "2026-01-05")];
    attack.refused("a name twice", 422, words, &client.post("/patients/new", &form));

    // Addresses.
    for path in
        ["/patients/999", "/files/..%2F..%2Fetc%2Fpasswd", "/files/clinic.sqlite", "/patients/5/x"]
    {
        attack.refused(path, 404, "There is no such", &client.get(path));
    }
    attack.refused("/x", 404, "", &client.get("/x"));
    for path in ["/patients/x", "/patients/99999999999999999999"] {
        attack.refused(path, 400, "", &client.get(path));
    }
    for query in ["find", "on", "amend"] {
        let answer = client.get(&format!("/?{query}={}", encoded(MARKUP)));
        let status = if query == "on" { 422 } else { 200 };
        attack.refused(query, status, "", &answer);
    }
    attack.refused("advice", 422, "expected a date", &client.get("/patients/5?on=2026-02-31"));
    attack.refused("advice", 422, "expected a date", &client.get("/patients/5?on=1026-02-01"));

    // Files.
    let plan = serde_json::to_string(&attack.before[4].plan).expect("JSON");
    let patient =
        |name: &str, log: &str| format!(r#"[{{"name":"{name}","plan":{plan},"log":[{log}]}}]"#);
    let given = r#"{"at":null,"replaces":null,"entry":{"day":"2026-01-05","what":"given"}}"#;
    for (what, json, words) in [
        ("no JSON", "<script>".to_owned(), "expected value"),
        ("half a file", patient("Half", "")[..60].to_owned(), "EOF"),
        ("no name", patient("", ""), "expected a name"),
        ("a line break", patient("A\\nB", ""), "expected a name"),
        (
            "a dose twice",
            patient("Two", &format!("{given},{given}")),
            "row 2: a dose cannot be given",
        ),
        (
            "a row of nothing",
            patient("None", r#"{"at":null,"replaces":null,"entry":null}"#),
            "invalid type: null",
        ),
        (
            "an unknown field",
            patient("More", "").replace("\"name\"", "\"x\":1,\"name\""),
            "unknown field",
        ),
    ] {
        attack.refused(what, 422, words, &client.upload(&json));
    }
    let deep = "[".repeat(100_000);
    attack.refused("too deep", 422, "invalid type: sequence", &client.upload(&deep));

    // More than a page can send.
    let huge = format!("version=1&what=given&day=2026-01-19&reason={}", "x".repeat(20_000));
    let answer = client.send("POST", "/patients/5", FORM, &huge).expect("an answer");
    attack.refused("a huge form", 413, "", &answer);

    println!("{} hostile inputs", attack.made);
    assert!(attack.made >= 30);

    // What is text stays text: in the pages, in the picture and in every file.
    let new = [("name", MARKUP), ("regimen", "Qalsody, US, 2023|"), ("day", "2026-01-05")];
    assert_eq!(client.post("/patients/new", &new).status, 303);
    let form = [("version", "0"), ("what", "given"), ("day", "2026-01-05"), ("reason", MARKUP)];
    assert_eq!(client.post("/patients/6", &form).status, 303);
    let stopped =
        [("version", "1"), ("what", "stopped"), ("day", "2026-01-20"), ("reason", MARKUP)];
    assert_eq!(client.post("/patients/6", &stopped).status, 303);
    for path in
        ["/", "/?find=script", "/patients/6", "/patients/6?amend=1", "/patients/6/timeline.svg"]
    {
        let page = client.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(page.body.contains("&lt;script&gt;"), "{path}: {}", page.body);
        assert!(is_escaped(&page), "{path}: {}", page.body);
    }
    for file in ["calendar.ics", "ex.csv", "ec.csv", "fhir.json", "nonmem.csv", "patients.json"] {
        let answer = client.get(&format!("/patients/6/{file}"));
        assert_eq!(answer.status, 200, "{file}: {}", answer.body);
        assert!(answer.head.contains("x-content-type-options: nosniff"), "{file}");
        assert!(!answer.head.contains("text/html"), "{file}");
    }
}
