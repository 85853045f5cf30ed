"""Compares what this crate read of FHIR resources of others with what an independent reader reads.

    read_fhir.py READ

READ has what the example `read_fhir` printed. Each resource is parsed by fhir.resources, where that takes it, and its
doses are worked out here from the standard's elements alone. What is read must be the same; what is refused must not be
an order of an injected or infused mass with whole days between doses.
"""

import calendar
import json
import re
import sys
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from fhir.resources import R4B, get_fhir_model_class

MODELS = {"R4": R4B.get_fhir_model_class, "R5": get_fhir_model_class}
MICROGRAMS = {"ug": 1, "mg": 1_000, "g": 1_000_000}
INJECTED = {
    "72607000": "intrathecal",
    "47625008": "intravenous",
    "255560000": "intravenous",
    "34206005": "subcutaneous",
    "263887005": "subcutaneous",
    "418401004": "intravitreal",
    "78421000": "intramuscular",
    "255559005": "intramuscular",
}
UCUM = "http://unitsofmeasure.org"
SHOWN = 60


def resources(path):
    """The requests and administrations of a file, in order, as JSON."""
    document = json.loads(path.read_text(), parse_float=Decimal)
    if document["resourceType"] != "Bundle":
        return [document]
    kinds = ("MedicationRequest", "MedicationAdministration")
    found = (entry.get("resource", {}) for entry in document.get("entry", []))
    return [one for one in found if one.get("resourceType") in kinds]


def is_r5(resource):
    return "medication" in resource


def parsed(resource):
    """Whether fhir.resources takes it."""
    model = MODELS["R5" if is_r5(resource) else "R4"](resource["resourceType"])
    try:
        model.model_validate_json(json.dumps(resource, default=float))
        return True
    except ValueError:
        return False


def day(text):
    return date.fromisoformat(text[:10])


def after(start, months):
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def amount(quantity):
    """Micrograms, for each kilogram or not; nothing for what is no mass."""
    if quantity is None or quantity.get("system", UCUM) != UCUM:
        return None
    # Without a system and a code the unit is its text.
    text = quantity["code"] if "system" in quantity else quantity.get("unit", "") if "code" not in quantity else ""
    unit, _, per = text.partition("/")
    if unit not in MICROGRAMS or per not in ("", "kg"):
        return None
    return {"ug/kg" if per else "ug": int(quantity["value"] * MICROGRAMS[unit])}


def route(concept):
    codes = [coding.get("code") for coding in (concept or {}).get("coding", [])]
    return next((INJECTED[code] for code in codes if code in INJECTED), None)


def days_between(repeat):
    """Days, months or nothing."""
    number, unit = Decimal(repeat.get("period", 0)), repeat.get("periodUnit")
    if unit == "h" and number % 24 == 0:
        number, unit = number / 24, "d"
    factor = {"d": ("days", 1), "wk": ("days", 7), "mo": ("months", 1), "a": ("months", 12)}.get(unit)
    if not factor or not number or number % 1 or repeat.get("frequency", 1) != 1:
        return None
    return factor[0], int(number) * factor[1]


def plain(instruction):
    """Whether an instruction is a mass that is injected or infused, once or with whole days between doses."""
    timing = instruction.get("timing", {})
    repeat = timing.get("repeat", {})
    # What makes an instruction depend on more than the calendar.
    others = {"when", "offset", "dayOfWeek", "countMax", "frequencyMax", "periodMax", "boundsRange"}
    needed = {"asNeededCodeableConcept", "asNeededFor", "maxDosePerPeriod", "modifierExtension"}
    doses = instruction.get("doseAndRate", [])
    return (
        not others & set(repeat)
        and not needed & set(instruction)
        and not instruction.get("asNeededBoolean")
        and not instruction.get("asNeeded")
        and len(repeat.get("timeOfDay", [])) <= 1
        and len(timing.get("event", [])) <= 1
        and (days_between(repeat) is not None or (repeat.get("count") == 1 and "period" not in repeat))
        and len(doses) == 1
        and amount(doses[0].get("doseQuantity")) is not None
        and route(instruction.get("route")) is not None
    )


def start_of(request):
    period = request.get("effectiveDosePeriod", {}).get("start")
    timing = request["dosageInstruction"][0].get("timing", {})
    bounds = timing.get("repeat", {}).get("boundsPeriod", {}).get("start")
    return day(period or bounds or (timing.get("event") or ["2026-01-31"])[0])


def expanded(instruction, start):
    """The first doses of one instruction."""
    timing = instruction.get("timing", {})
    repeat = timing.get("repeat", {})
    between, count = days_between(repeat), repeat.get("count", 1 if "event" in timing and not repeat else None)
    end = repeat.get("boundsPeriod", {}).get("end")
    (one,) = instruction["doseAndRate"]
    rate, minutes = one.get("rateRatio"), None
    if rate:
        assert rate["numerator"] == {**rate["numerator"], **{"value": one["doseQuantity"]["value"]}}
        minutes = int(rate["denominator"]["value"])
    found = []
    while len(found) < SHOWN and (count is None or len(found) < count):
        many = len(found)
        if between is None:
            on = start
        elif between[0] == "days":
            on = start + timedelta(days=many * between[1])
        else:
            on = after(start, many * between[1])
        if end and on > day(end):
            break
        found.append([on.isoformat(), amount(one["doseQuantity"]), route(instruction["route"]), minutes])
    return found


def check_request(resource, read):
    assert len(resource["dosageInstruction"]) == 1, "this file expands one instruction"
    expected = expanded(resource["dosageInstruction"][0], start_of(resource))
    assert read["doses"] == expected, (read, expected)
    assert (read["status"], read["intent"]) == (resource["status"], resource["intent"]), read


def check_administration(resource, read):
    period = resource.get("effectivePeriod") or resource.get("occurencePeriod") or {}
    at = resource.get("effectiveDateTime") or resource.get("occurenceDateTime") or period["start"]
    dosage = resource.get("dosage", {})
    mass = amount(dosage.get("dose"))
    assert read["date"] == at[:10], read
    assert read["status"] == resource["status"], read
    assert read["ug"] == (mass["ug"] if mass else None), (read, mass)
    assert (mass is None) == ("value" not in dosage.get("dose", {})), read
    assert read["route"] == route(dosage.get("route")), read


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    counts, reasons, cache = Counter(), Counter(), (None, None)
    for line in Path(sys.argv[1]).read_text().splitlines():
        read = json.loads(line)
        if cache[0] != read["file"]:
            cache = read["file"], resources(Path(read["file"]))
        resource = cache[1][read["index"]]
        kind = resource["resourceType"]
        release = "R5" if is_r5(resource) else "R4"
        counts[f"{release} {kind}"] += 1
        counts["taken by fhir.resources"] += parsed(resource)
        if "refused" in read:
            counts[f"{release} {kind} refused"] += 1
            reasons[re.sub(r"\[\d+\]", "[]", read["refused"])[:120]] += 1
            instructions = resource.get("dosageInstruction", [])
            if kind == "MedicationRequest" and instructions:
                assert not all(map(plain, instructions)), (read, "an order of an injected mass")
            continue
        assert read["release"] == release, read
        (check_request if kind == "MedicationRequest" else check_administration)(resource, read)
        counts[f"{release} {kind} read, and the same"] += 1
    for what, count in sorted(counts.items()):
        print(f"{count:>7} {what}")
    for reason, count in reasons.most_common():
        print(f"{count:>7} refused: {reason}")


if __name__ == "__main__":
    main()
