"""A day at the clinic, lived in Chromium without scripts: after each step the page says what the crate says.

    browser.py CHROMIUM TARGET [--picture]
"""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import icalendar
from playwright.sync_api import sync_playwright

CHROMIUM, TARGET = sys.argv[1], Path(sys.argv[2])
SHOTS = TARGET / "clinic-pictures"
TODAY = date.today()
START = TODAY - timedelta(days=70)
TOFERSEN = "Qalsody, US, 2023|"


def on(offset):
    return (START + timedelta(days=offset)).isoformat()


class Day:
    """A browser at a clinic that runs, and what the crate says of its rows."""

    def __init__(self, browser, address):
        self.browser, self.address = browser, address
        self.page = self.tab()

    def tab(self, **options):
        context = self.browser.new_context(java_script_enabled=False, locale="en-US", **options)
        page = context.new_page()
        page.errors = []
        page.on("console", lambda message: page.errors.append(message.text))
        return page

    def fetch(self, path):
        answer = self.page.request.get(self.address + path)
        assert answer.status == 200, (path, answer.status)
        return answer.text()

    def crate(self, folder, day=TODAY):
        """What the crate says of a patient."""
        rows = self.fetch(f"{folder}/patients.json")
        said = subprocess.run([TARGET / "debug/examples/crate_says", day.isoformat()], input=rows, text=True, capture_output=True, check=True)
        (patient,) = json.loads(said.stdout)
        return patient

    def agree(self, page=None, day=TODAY):
        """The page in front says what the crate says; returns the date of the next dose."""
        page = page or self.page
        folder = re.sub(r"\?.*|#.*", "", page.url.removeprefix(self.address))
        said = self.crate(folder, day)
        assert page.locator("#next").inner_text().startswith(said["next"]), (page.locator("#next").inner_text(), said)
        assert page.locator("#advice").inner_text() == said["advice"], (page.locator("#advice").inner_text(), said)
        shown = [item.inner_text().removesuffix(" correct") for item in page.locator("#history li").all()]
        assert shown[::-1] == said["history"], (shown[::-1], said["history"])
        return said["date"]

    def write(self, what, day, page=None, **fields):
        """Fills in the form as a person would, and sends it; returns the status of the answer."""
        page = page or self.page
        page.select_option("#what", what)
        page.fill("#day", day)
        for name, value in fields.items():
            page.fill(f"#{name}", value)
        return self.send(page)

    def send(self, page):
        with page.expect_navigation() as answer:
            page.get_by_role("button", name="Write").click()
        return answer.value.status

    def wrote(self, what, day, page=None, asked="", **fields):
        """The same, accepted, after the question that is asked; returns the date of the next dose."""
        status = self.write(what, day, page, **fields)
        if asked:
            page = page or self.page
            assert status == 422 and page.locator("#confirmed-why").inner_text().removeprefix("Not recorded yet: ") == asked, page.locator(".why").all_inner_texts()
            page.get_by_label("Record it all the same").check()
            status = self.send(page)
        assert status == 200, (what, (page or self.page).locator(".why").all_inner_texts())
        return self.agree(page)

    def last(self):
        return self.page.locator("#history li").first.inner_text()


def focus(page, name):
    """Presses the tabulator until a control has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"#{name}:focus").count():
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def digits(day):
    year, month, day = day.split("-")
    return month + day + year


def new_patient_by_keyboard(clinic, name):
    page = clinic.page
    page.goto(clinic.address)
    page.get_by_role("link", name="New patient").click()
    focus(page, "name")
    page.keyboard.type(name)
    focus(page, "regimen")
    page.keyboard.type("Qals")
    focus(page, "day")
    page.keyboard.type(digits(on(0)))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == name, page.locator(".why").all_inner_texts()
    assert "Qalsody, US, 2023" in page.locator("main > p").inner_text()
    assert clinic.agree() == on(0)


def new_patient(clinic, name, **fields):
    page = clinic.page
    page.goto(clinic.address + "/patients/new")
    page.fill("#name", name)
    page.select_option("#regimen", TOFERSEN)
    page.fill("#day", on(0))
    for field, value in fields.items():
        page.fill(f"#{field}", value)
    page.get_by_role("button", name="Add").click()
    assert page.locator("h1").inner_text() == name, page.locator(".why").all_inner_texts()
    return clinic.agree()


def a_day(clinic):
    page = clinic.page
    new_patient_by_keyboard(clinic, "Test Otter")
    assert clinic.wrote("given", on(0)) == on(14)
    assert "dose 1, planned on" in clinic.last() and "on time, 100 mg" in clinic.last()

    # Early, and the clinic tolerates nothing: nobody knows when the next dose is, until somebody decides.
    early = f"the dose was given before {on(14)}, the first day on which it is on time"
    assert clinic.wrote("given", on(10), asked=early) is None
    assert "4 days early" in clinic.last()
    assert page.locator("#next").inner_text().startswith("the next dose has no date: ")
    assert " without a planned date: the label does not say" in page.locator("#advice").inner_text()
    shot(clinic, "undated")
    assert clinic.wrote("rescheduled", on(10), to=on(28), reason="two weeks after the planned day") == on(28)

    assert clinic.wrote("partly", on(28), amount="60 mg", reason="needle clotted") == on(56)
    assert "part of the dose, 60 mg (needle clotted)" in clinic.last()
    assert clinic.wrote("held", on(40), reason="an infection") is None
    assert page.locator("#next").inner_text() == f"treatment is held since {on(40)}: an infection"
    # What is unusual is asked, and not recorded until somebody confirms it.
    assert clinic.write("given", on(42), amount="1000 mg") == 422
    asked = page.locator("#confirmed-why").inner_text()
    assert "1000 mg was given, 10 times the planned 100 mg" in asked, asked
    assert "the dose was given while treatment was held" in asked, asked
    shot(clinic, "asked")
    assert len(clinic.crate(page.url.removeprefix(clinic.address))["history"]) == 5
    # Another amount is another question: the box that is ticked does not answer it.
    page.get_by_label("Record it all the same").check()
    page.fill("#amount", "2000 mg")
    assert clinic.send(page) == 422
    assert "20 times" in page.locator("#confirmed-why").inner_text()
    page.goto(page.url)
    assert clinic.wrote("resumed", on(45)) == on(56)

    # A week ago, and a week late by the label: counted from the day given.
    assert clinic.wrote("given", on(63)) == on(91)
    assert "7 days late" in clinic.last()

    # What the crate refuses stands beside its field, and what was sent is still there.
    assert clinic.write("given", on(63), reason="twice") == 422
    assert f"a dose cannot be given on {on(63)}" in page.locator("#day-why").inner_text()
    assert page.locator("#day").get_attribute("aria-describedby") == "day-why"
    assert page.locator("#reason").input_value() == "twice"
    shot(clinic, "refused")
    assert clinic.write("stopped", TODAY.isoformat(), reason=" ") == 422
    assert "without a reason" in page.locator("#reason-why").inner_text()
    assert clinic.write("partly", TODAY.isoformat(), amount="600 mg") == 422
    assert "exceeds the planned 100 mg" in page.locator("#amount-why").inner_text()

    # The label's advice for a day that one picks.
    page.goto(page.url)
    page.fill("#on", on(100))
    page.get_by_role("button", name="Ask").click()
    clinic.agree(day=START + timedelta(days=100))
    assert page.locator("#advice").inner_text().startswith(f"{on(100)}: dose 5 ")
    assert "9 days late: give it as soon as possible" in page.locator("#advice").inner_text()

    # Last week's entry was wrong: it was two days before.
    page.get_by_role("link", name="Correct entry 7", exact=True).click()
    assert page.locator("#day").input_value() == on(63)
    assert clinic.wrote("given", on(61)) == on(89)
    assert "5 days late" in clinic.last()
    assert page.locator("#corrected li").count() == 0, "no other entry is judged differently"
    # And the dose given early was a day earlier still: what follows is judged anew.
    page.get_by_role("link", name="Correct entry 2", exact=True).click()
    assert clinic.wrote("given", on(9), asked=early) == on(89)
    assert "5 days early" in page.locator("#corrected").inner_text()
    shot(clinic, "corrected")
    if "--picture" in sys.argv:
        page.set_viewport_size({"width": 1000, "height": 900})
        foot = page.get_by_role("heading", name="History").bounding_box()["y"]
        clip = {"x": 0, "y": 0, "width": 1000, "height": foot}
        page.screenshot(path="clinic.png", full_page=True, clip=clip)

    assert "; before: dose 2, planned on" in page.locator("#corrected").inner_text()
    feed(clinic, page, {on(0), on(9), on(28), on(61), open_day(on(89))})
    assert clinic.wrote("stopped", TODAY.isoformat(), reason="consent withdrawn") is None
    assert page.locator("#next").inner_text() == f"treatment was stopped on {TODAY}: consent withdrawn"
    feed(clinic, page, {on(0), on(9), on(28), on(61)})
    page.goto(clinic.address)
    assert "Test Otter" in page.locator("#stopped").inner_text()


def open_day(day):
    """Monday, if it is a weekend's: the label has no window."""
    day = date.fromisoformat(day)
    return (day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)).isoformat()


def events(text):
    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        assert not event.errors, event.errors
        yield event


def feed(clinic, page, expected):
    """Those doses of the first months are in the calendar, as an outside parser reads it."""
    read = list(events(clinic.fetch(page.url.removeprefix(clinic.address).split("?")[0] + "/calendar.ics")))
    shown = {event.decoded("DTSTART").isoformat() for event in read if event.get("STATUS") != "CANCELLED"}
    assert expected <= shown and {day for day in shown if day <= on(90)} <= expected, (expected, sorted(shown))
    assert all(str(event["SUMMARY"]).startswith("Test Otter, Qalsody, dose ") for event in read)


def with_tolerance(clinic):
    page = clinic.page
    assert new_patient(clinic, "Test Heron", tolerance="-3d/+3d") == on(0)
    assert clinic.wrote("given", on(0)) == on(14)
    assert clinic.wrote("given", on(12)) == on(28), "on time: the plan is kept"
    assert "on time" in clinic.last()

    # Two browsers: the second is told, and what it sent is still there.
    other = clinic.tab()
    other.goto(page.url)
    assert clinic.wrote("given", on(28)) == on(56)
    assert clinic.write("held", on(29), other, reason="platelets of 60") == 409
    assert f"{on(28)}: given" in other.locator(".conflict").inner_text()
    assert other.locator("#reason").input_value() == "platelets of 60"
    clinic.agree(other)
    shot(clinic, "conflict", other)
    assert clinic.wrote("held", on(29), other, reason="platelets of 60") is None
    assert not other.errors or all("409" in error for error in other.errors), other.errors


def clinic_wide(clinic):
    page = clinic.page
    read = list(events(clinic.fetch("/files/calendar.ics")))
    assert len({str(event["UID"]) for event in read}) == len(read) > 500
    page.goto(clinic.address)
    assert len(set(page.locator("main li i").all_text_contents())) > 15
    page.fill("#find", "spinraza")
    page.get_by_role("button", name="Show").click()
    assert set(page.locator("main li i").all_text_contents()) == {"Spinraza"}
    page.goto(clinic.address + "/?on=2026-02-30")
    assert "expected a date" in page.locator(".why").inner_text()
    # JSON out, and in again.
    json_file = SHOTS / "patients.json"
    rows = json.loads(clinic.fetch("/files/patients.json"))
    json_file.write_text(json.dumps([dict(rows[-1], name="Test Marten")]))
    page.goto(clinic.address + "/files")
    page.set_input_files("#patients", json_file)
    page.get_by_role("button", name="Take in").click()
    assert page.get_by_role("link", name="Test Marten").count() == 1
    taken = json.loads(clinic.fetch("/files/patients.json"))[-1]
    assert taken == dict(rows[-1], name="Test Marten")
    # The form of a new patient, sent twice, adds one.
    page.goto(clinic.address + "/patients/new")
    page.fill("#name", "Test Marten")
    page.get_by_role("button", name="Add").click()
    assert "Test Marten is here already" in page.locator("#name-why").inner_text()


def shot(clinic, name, page=None):
    """The same page on a desk and in a hand, by day and by night."""
    page = page or clinic.page
    for device, width, scheme in [("desk", 1100, "light"), ("phone", 390, "light"), ("phone-dark", 390, "dark")]:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SHOTS / f"{name}-{device}.png", full_page=True)
        # Nothing is wider than the screen.
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (name, device, wide)
    page.emulate_media(color_scheme="light")


def main():
    folder = TARGET / "clinic-browser"
    for old in (folder, SHOTS):
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir(parents=True)
    program = subprocess.Popen([TARGET / "debug/clinic", folder], env=dict(os.environ, CLINIC_PORT="0"), stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://[^/]+", program.stdout.readline())[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            clinic = Day(browser, address)
            a_day(clinic)
            with_tolerance(clinic)
            clinic_wide(clinic)
            for name, path in [("today", "/"), ("patient", "/patients/13"), ("new", "/patients/new"), ("files", "/files")]:
                clinic.page.goto(address + path)
                shot(clinic, name)
            # What was refused was meant to be; the clinic has no icon.
            refused = [error for error in clinic.page.errors if "422" not in error and "404" not in error]
            assert not refused, refused
            browser.close()
    finally:
        program.kill()
        program.wait()
    print(f"browser: a day at the clinic, pictures in {SHOTS}")


if __name__ == "__main__":
    main()
