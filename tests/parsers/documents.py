"""Reads what the example `export_documents` wrote, with parsers of others.

    documents.py FOLDER

Every date is worked out here from the documents alone, by this file's own calendar, and must be the date of
the schedule. Leaves with an assertion that fails, or says how much was read.
"""

import calendar
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import icalendar
import jsonschema
import pandas as pd
import referencing
import vobject
from fhir.resources import R4B, get_fhir_model_class

SEAM = "urn:aso-regimen:seam"
# R4 and R4B do not differ in these resources.
MODELS = {"r4": R4B.get_fhir_model_class, "r5": get_fhir_model_class}


def model(release, text):
    """A resource, checked against the release's own definitions."""
    resource = json.loads(text) if isinstance(text, str) else text
    return MODELS[release](resource["resourceType"]).model_validate(resource)


def day_of(administration):
    return (getattr(administration, "occurenceDateTime", None) or administration.effectiveDateTime).isoformat()


def same(found, expected, what):
    assert found == expected, f"{what}: found {found}, expected {expected}"


class Walk:
    """Dates one interval after another; months in a row all count from one base."""

    def __init__(self, start):
        self.base, self.months = start, 0

    @property
    def date(self):
        month = self.base.month - 1 + self.months
        year, month = self.base.year + month // 12, month % 12 + 1
        day = min(self.base.day, calendar.monthrange(year, month)[1])
        return date(year, month, day)

    def step(self, value, unit):
        if unit == "mo":
            self.months += int(value)
        else:
            days = {"d": 1, "wk": 7}[unit] * int(value)
            self.base, self.months = self.date + timedelta(days=days), 0


def doses(start, through, phases):
    """The dates of phases, each a repeat and the seam before it."""
    walk, dates = Walk(start), []
    for index, (repeat, seam) in enumerate(phases):
        assert repeat.boundsDuration is None
        if index:
            walk.step(*seam)
        left = repeat.count
        while walk.date <= through:
            dates.append(walk.date)
            left = None if left is None else left - 1
            if left == 0:
                break
            walk.step(repeat.period, repeat.periodUnit)
        else:
            return dates
    return dates


def of_request(request, start, through):
    instructions = sorted(request.dosageInstruction, key=lambda one: one.sequence)
    phases = []
    for one in instructions:
        seams = [extension.valueDuration for extension in one.extension if extension.url == SEAM]
        phases.append((one.timing.repeat, seams and (seams[0].value, seams[0].code)))
        assert (one.asNeededBoolean if hasattr(one, "asNeededBoolean") else one.asNeeded) is False
        assert one.route.coding[0].code == "72607000"
        assert one.doseAndRate[0].doseQuantity.code == "mg"
    return doses(start, through, phases)


def of_plan(plan, start, through):
    contained = {"#" + activity.id for activity in plan.contained}
    phases, before = [], None
    for action in plan.action:
        assert action.definitionCanonical in contained
        seam = None
        if before:
            (related,) = action.relatedAction
            target = related.actionId if hasattr(related, "actionId") else related.targetId
            same((target, related.relationship), (before, "after-end"), "the seam")
            seam = related.offsetDuration.value, related.offsetDuration.code
        phases.append((action.timingTiming.repeat, seam))
        before = action.linkId if hasattr(action, "linkId") else action.id
    return doses(start, through, phases)


def check_fhir(folder):
    plan = json.loads((folder / "expected-plan.json").read_text())
    start, through = (date.fromisoformat(plan[name]) for name in ("start", "through"))
    expected = [date.fromisoformat(text) for text in plan["dates"]]
    assert len(expected) > 10
    course = json.loads((folder / "expected-course.json").read_text())
    for release in MODELS:
        request = model(release, (folder / f"request-{release}.json").read_text())
        same(of_request(request, start, through), expected, folder / f"request-{release}.json")
        definition = model(release, (folder / f"plan-{release}.json").read_text())
        same(of_plan(definition, start, through), expected, folder / f"plan-{release}.json")

        name = folder / f"administrations-{release}.json"
        read = [model(release, one) for one in json.loads(name.read_text())]
        same([day_of(one) for one in read if one.status == "completed"], course["given"], name)
        (missed,) = (one for one in read if one.status == "not-done")
        same(missed.statusReason[0].text, course["reason"], "the reason")


def entries_by_icalendar(text):
    read = icalendar.Calendar.from_ical(text)
    for event in read.walk("VEVENT"):
        assert not event.errors, event.errors
        yield {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "stamp": event.decoded("DTSTAMP").isoformat(),
            "start": event.decoded("DTSTART"),
            "end": event.decoded("DTEND"),
            "status": str(event.get("STATUS", "")),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
        }


def entries_by_vobject(text):
    for event in vobject.readOne(text).vevent_list:
        yield {
            "uid": event.uid.value,
            "sequence": int(event.sequence.value),
            "stamp": event.dtstamp.value.isoformat(),
            "start": event.dtstart.value,
            "end": event.dtend.value,
            "status": event.status.value if hasattr(event, "status") else "",
            "summary": event.summary.value,
            "description": event.description.value,
        }


def entries(path):
    data = path.read_bytes()
    assert b"\n" not in data.replace(b"\r\n", b""), path
    assert max(map(len, data.split(b"\r\n"))) <= 75, path
    text = data.decode()
    by_one, by_other = list(entries_by_icalendar(text)), list(entries_by_vobject(text))
    key = lambda entry: entry["uid"]
    same(sorted(by_one, key=key), sorted(by_other, key=key), path)
    for entry in by_one:
        same(entry["end"] - entry["start"], timedelta(days=1), path)
    same(len({entry["uid"] for entry in by_one}), len(by_one), path)
    return by_one


def standing(entries):
    return sorted(entry["start"].isoformat() for entry in entries if entry["status"] != "CANCELLED")


def check_calendars(folder):
    plan = json.loads((folder / "expected-plan.json").read_text())
    same(standing(entries(folder / "plan.ics")), plan["dates"], folder / "plan.ics")

    course = json.loads((folder / "expected-course.json").read_text())
    first, second = entries(folder / "course-0.ics"), entries(folder / "course-1.ics")
    assert {entry["sequence"] for entry in first} == {0}
    assert {entry["sequence"] for entry in second} == {1}
    assert {entry["stamp"] for entry in first} == {"2025-10-01T08:00:00+00:00"}
    # Whoever takes in both has the course's doses.
    shown = {entry["uid"]: entry for entry in first + second}
    same(standing(shown.values()), course["standing"], folder / "course-1.ics")
    confirmed = [entry["start"].isoformat() for entry in second if entry["status"] == "CONFIRMED"]
    same(confirmed, course["given"], folder / "course-1.ics")


def check_hostile(folder):
    name = json.loads((folder / "expected.json").read_text())["name"]
    (entry,) = entries(folder / "calendar.ics")
    same(entry["uid"], f"dose-1.{name}", "the UID")
    same(entry["summary"], f"{name}, dose 1: 100 mg IT", "the summary")


def check_clinic(folder):
    """Ten patients: the drug in every file is the drug that was recorded, dose by dose."""
    patients = {one["number"]: one for one in json.loads((folder / "expected.json").read_text())}
    first = {number: min(date.fromisoformat(dose["date"]) for dose in one["doses"]) for number, one in patients.items()}
    expected = sorted(
        (number, dose["date"], dose["micrograms"]) for number, one in patients.items() for dose in one["doses"]
    )
    assert len(expected) > 60 and len({mass for _, _, mass in expected}) > 10

    for name in ("ex", "ec"):
        table = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        if name == "ec":
            assert set(table.ECMOOD) == {"SCHEDULED", "PERFORMED"}
            assert (table.ECOCCUR[table.ECMOOD == "SCHEDULED"] == "").all()
            assert (table.ECDOSE[table.ECOCCUR == "N"] == "").all() and (table.ECOCCUR == "N").any()
            performed = table[table.ECMOOD == "PERFORMED"]
            assert set(performed.ECLNKGRP) <= {f"DOSE {number}" for number in range(1, 40)}
            table = table[table.ECOCCUR == "Y"]
        table.columns = [column.replace("EC", "EX") if column.startswith("EC") else column for column in table.columns]
        rows = [
            (int(row.USUBJID.split("-")[1]), row.EXSTDTC, round(float(row.EXDOSE) * 1000)) for row in table.itertuples()
        ]
        same(sorted(rows), expected, folder / name)
        adjusted = [dose["why"] for one in patients.values() for dose in one["doses"] if dose["micrograms"] != 100_000]
        same(sorted(filter(None, table.EXADJ)), sorted(filter(None, adjusted)), "reasons for amounts")

    records = pd.read_csv(folder / "records.csv", na_values=".")
    rows = []
    for row in records.itertuples():
        for more in range(int(row.ADDL) + 1):
            on = first[row.ID] + timedelta(days=int(row.TIME + more * row.II))
            rows.append((row.ID, on.isoformat(), round(row.AMT * 1000)))
    same(sorted(rows), expected, folder / "records.csv")

    of = lambda one: int(one.subject.reference.split("/")[1])
    statuses = {number: one["status"] for number, one in patients.items()}
    for release in MODELS:
        name = folder / f"bundle-{release}.json"
        found = model(release, name.read_text()).entry
        urls = [entry.fullUrl for entry in found]
        assert all(urls) and len(set(urls)) == len(urls), "bdl-7 and bdl-15"
        resources = [entry.resource for entry in found]
        requests = [one for one in resources if type(one).__name__ == "MedicationRequest"]
        read = [one for one in resources if type(one).__name__ == "MedicationAdministration"]
        given = [(of(one), day_of(one), round(one.dosage.dose.value * 1000)) for one in read if one.status != "not-done"]
        same(sorted(given), expected, name)
        assert {one.status for one in read} == {"completed", "stopped", "not-done"}
        assert all(one.statusReason for one in read if one.status != "completed")
        assert all(one.request.reference in urls for one in read)
        same({of(one): one.status for one in requests}, statuses, "status")
    assert set(statuses.values()) >= {"active", "stopped"}, statuses

    before, after = entries(folder / "before.ics"), entries(folder / "after.ics")
    number_of = lambda entry: int(entry["uid"].split(".", 1)[1].split("@")[0].removeprefix("course-"))
    confirmed = sorted(
        (number_of(entry), entry["start"].isoformat()) for entry in after if entry["status"] == "CONFIRMED"
    )
    same(confirmed, [(number, on) for number, on, _ in expected], folder / "after.ics")
    assert {entry["uid"] for entry in before} <= {entry["uid"] for entry in after}
    for entry in after:
        patient = patients[number_of(entry)]
        assert entry["summary"].startswith(f"patient {patient['number']}, "), entry
        # What was booked waits exactly where the next date is open or treatment is held.
        assert entry["status"] != "TENTATIVE" or patient["is_open"], entry
        assert entry["status"] != "" or not patient["is_open"], entry
    return len(expected)


def check_schemas(folder):
    schemas = [json.loads(path.read_text()) for path in sorted((folder / "schema").glob("*.json"))]
    resources = ((one["$id"], referencing.Resource.from_contents(one)) for one in schemas)
    registry = referencing.Registry().with_resources(resources)
    validators = {}
    for schema in schemas:
        jsonschema.Draft202012Validator.check_schema(schema)
        name = schema["$id"].rsplit(":", 1)[1]
        validators[name] = jsonschema.Draft202012Validator(schema, registry=registry)
    read = 0
    for path in sorted(folder.glob("*/*.json")):
        name = "trial" if path.parent.name == "trials" else path.stem
        if name in validators and path.parent.name != "schema":
            validators[name].validate(json.loads(path.read_text()))
            read += 1
    assert read > 10, read
    broken = json.loads((folder / "tofersen" / "regimen.json").read_text())
    broken["phases"][0]["every"] = "14"
    assert not validators["regimen"].is_valid(broken), "14 of what?"
    return read


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    for substance in ("tofersen", "nusinersen"):
        check_fhir(folder / substance)
        check_calendars(folder / substance)
    check_hostile(folder / "hostile")
    doses = check_clinic(folder / "clinic")
    read = check_schemas(folder)
    print(f"documents: 2 regimens as FHIR R4 and R5 and as iCalendar, {doses} doses of a clinic, {read} files by JSON Schema")


if __name__ == "__main__":
    main()
