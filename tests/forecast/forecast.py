"""An independent forecast of courses by five labels. Python 3.9 or newer, the standard library alone.

Written from the labels and from what a course means, not from the crate:

* tofersen, EU SmPC 4.2 (2024): 100 mg on days 0, 14 and 28, then every 28 days. A dose that is late: as soon as
  possible, the next at its interval from the day it was given.
* nusinersen, US label 2.1 (March 2026), 12 mg: 14 and 14 days, then 30 days, then every 4 months. Any of the 4 loading
  doses that is late: as soon as possible, the others at their intervals from it. A maintenance dose, by the months since the last
  dose: below 8, the next on its original date if that is at least 14 days away (nearer: not stated); from 8 to below
  16, one more dose 14 days later, from 16 to below 40 two more 14 days apart, then 4 months after the last of them;
  from 40 on, from the beginning.
* patisiran, US label 2.1 (September 2025): every 3 weeks, 0.3 mg/kg below 100 kg and 30 mg from 100 kg. At most 3 days
  late: the calendar stays; more: every 3 weeks from that day.
* inclisiran, EU SmPC 4.2: 284 mg, after 3 months, then every 6 months. Less than 3 months late: the calendar stays;
  more: from the beginning; exactly 3 months: not stated.
* inotersen, US label 2.1 (January 2024): 284 mg every 7 days. Late: as soon as possible and the calendar stays, unless
  the next planned dose is within 2 days: then that dose is skipped.

No label says what follows a dose given early, an additional dose that is not given on its day, or a dose that somebody
left out against it. Months are calendar months, counted from one day, and end with the month.

No label says these either; they are what a course means by a definition, the same here as in the crate:

* Entries stand by their days, those of one day as recorded. Where one of them cannot be, the new one is refused, and so
  is its change or removal.
* The first dose begins the course, however late; whether to give it late is not stated where no rule names it. After an open date, the next dose given is the beginning of the rest.
* In a hold no dose is due or missed; those planned in it are held. After a stop they are not planned. A dose given in a
  hold is judged as ever, after a stop it is without a date, and so is the next. A dose of the day on which a hold or a stop begins was given
  before it, and one of the day of a resumption after it.
* A miss decides nothing: an additional dose that is given after it is late. A planned date of a dose is in one figure: one that was held
  is not missed as well, and one that is left out in a hold is missed if it was not held.
* An entry is about the dose that is due on its day; those that the label has passed over until then are missed.
* A dose is planned where the schedule from the first day has it. One that is made up was not missed.
* A dose that does not count is drug given, and stays due. A weight holds for its day and later.

    forecast.py < courses.jsonl          compares, and prints each difference
    forecast.py --answer < courses.jsonl writes the courses with its own answers in place of those given
"""

import calendar
import json
import sys
from datetime import date, timedelta


def add(day, interval):
    """A day plus ("d", days) or ("m", months), the last day of the month where that is shorter."""
    unit, count = interval
    if unit == "d":
        return day + timedelta(days=count)
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Label:
    """The amount, the interval after each dose, and what the label says of a late dose."""

    micrograms = None
    passes_over = False
    # Whether a rule of the label names the first dose.
    names_first = False

    def gap(self, number):
        raise NotImplementedError

    def late(self, number, planned, following, last, day):
        """What follows a dose given on `day`: keep, ("keep", days), anew, begin, ("add", doses), skip, or None."""
        raise NotImplementedError

    def mass(self, grams):
        return self.micrograms


class Tofersen(Label):
    micrograms = 100_000

    def gap(self, number):
        return ("d", 14) if number < 3 else ("d", 28)

    def late(self, number, planned, following, last, day):
        return "anew"


class Nusinersen(Label):
    micrograms = 12_000
    names_first = True

    def gap(self, number):
        return {1: ("d", 14), 2: ("d", 14), 3: ("d", 30)}.get(number, ("m", 4))

    def late(self, number, planned, following, last, day):
        if number <= 4:
            return "anew"
        if day < add(last, ("m", 8)):
            return ("keep", 14)
        if day < add(last, ("m", 16)):
            return ("add", 1)
        if day < add(last, ("m", 40)):
            return ("add", 2)
        return "begin"


class Patisiran(Label):
    def gap(self, number):
        return ("d", 21)

    def late(self, number, planned, following, last, day):
        return "keep" if day <= planned + timedelta(days=3) else "anew"

    def mass(self, grams):
        if grams is None:
            return None
        if grams >= 100_000:
            return 30_000
        # 0.3 mg/kg, half a microgram up.
        return (grams * 3 + 5) // 10


class Inclisiran(Label):
    micrograms = 284_000

    def gap(self, number):
        return ("m", 3) if number == 1 else ("m", 6)

    def late(self, number, planned, following, last, day):
        bound = add(planned, ("m", 3))
        if day == bound:
            return None
        return "keep" if day < bound else "begin"


class Inotersen(Label):
    micrograms = 284_000
    passes_over = True

    def gap(self, number):
        return ("d", 7)

    def late(self, number, planned, following, last, day):
        return "skip" if following - day <= timedelta(days=2) else "keep"


LABELS = {
    "tofersen EU": Tofersen(),
    "nusinersen US": Nusinersen(),
    "patisiran US": Patisiran(),
    "inclisiran EU": Inclisiran(),
    "inotersen US": Inotersen(),
}


class Refused(Exception):
    """An entry that cannot be."""


class Plan:
    """Which dose is due and when, and how the calendar goes on: from a base, in months until a step in days."""

    def __init__(self, label, first):
        self.label = label
        self.number = 1
        self.extra = 0  # additional doses before it
        self.base, self.months = first, 0
        self.why = None  # why there is no date
        self.turn = 0  # how many doses were due before it

    def copy(self):
        other = Plan.__new__(Plan)
        other.__dict__.update(self.__dict__)
        return other

    def date(self):
        return None if self.why else add(self.base, ("m", self.months))

    def named(self):
        return None if self.extra else self.number

    def step(self, interval):
        unit, count = interval
        if unit == "m":
            self.months += count
        else:
            self.base, self.months = add(self.date(), interval), 0

    def after(self):
        """The plan once the dose due is given as planned."""
        plan = self.copy()
        plan.turn += 1
        if plan.extra:
            plan.extra -= 1
            plan.step(("d", 14) if plan.extra else plan.label.gap(plan.number - 1))
        else:
            plan.number += 1
            plan.step(plan.label.gap(plan.number - 1))
        return plan

    def from_day(self, day):
        """The plan once the dose due is given on another day, and everything is counted from there."""
        plan = self.copy()
        plan.base, plan.months, plan.why = day, 0, None
        return plan.after()

    def undated(self, why):
        plan = self.copy()
        plan.turn += 1
        if plan.extra:  # the others, too, have no date any more
            plan.extra = 0
        else:
            plan.number += 1
        plan.why = why
        return plan


class Course:
    def __init__(self, label, first):
        self.label = LABELS[label]
        self.first = first
        self.entries = []
        self.replay()

    def record(self, entry):
        """Puts an entry where its day belongs, after those of the same day that were recorded before it, or in the place
        of the one with a number, or removes that one; false if the course cannot be so."""
        before, change = self.entries, entry.get("change")
        order = 1 + max((other["order"] for other in before), default=0)
        if change:
            if not 1 <= entry["number"] <= len(before):
                return False
            was = before[entry["number"] - 1]
            others, order = [other for other in before if other is not was], was["order"]
        else:
            others = before
        new = [] if change == "remove" else [dict(entry, order=order)]
        self.entries = sorted(others + new, key=lambda other: (other["day"], other["order"]))
        try:
            self.replay()
        except Refused:
            self.entries = before
            self.replay()
            return False
        return True

    def replay(self):
        self.plan = Plan(self.label, self.first)
        self.last = None  # the last day a dose that counts was given
        self.doses = []
        self.off = None  # ("held" or "stopped", since)
        self.stops = []  # [from, before]
        self.held_since = None  # where a stop ended a hold
        self.extra_missed = None  # an additional dose that was missed, and the plan since, with open dates
        self.recorded_missed = set()
        self.not_given = []  # see mark
        self.weights = [(e["day"], e["grams"]) for e in self.entries if e["what"] == "weighed"]
        for self.index, entry in enumerate(self.entries):
            getattr(self, entry["what"])(entry, entry["day"])

    def weight(self, day):
        grams = None
        for weighed, value in self.weights:
            if weighed <= day:
                grams = value
        return grams

    def weighed(self, entry, day):
        pass

    def passes_over(self, plan):
        return self.label.passes_over and not self.is_first(plan)

    def is_first(self, plan):
        """Before it nothing was given or left out: it is the beginning of the treatment, whenever it is given."""
        return plan.number == 1 and self.last is None

    def passed_over(self, day):
        """The doses passed over by that day and the plan then: by a label that skips late doses, the next is due."""
        plan, passed = self.plan, []
        while self.passes_over(plan) and not plan.why and plan.after().date() <= day:
            passed.append(plan)
            plan = plan.after()
        return passed, plan

    def mark(self, plan, why, day):
        """A dose that was not given: the day it was planned, why, which turn it had, and the day it is known."""
        planned = plan.date()
        if planned is not None and self.was_stopped(planned):
            return
        for item in self.not_given:
            # One planned date of a dose is in one figure.
            if planned is not None and item[0] == planned and item[2] == plan.turn:
                return
            if planned is None and item[1] != "held" and item[2] == plan.turn:
                return
        self.not_given.append([planned, why, plan.turn, day])

    def pass_over(self, day):
        """An entry of a day is about the dose that is due that day; those passed over until then are not given."""
        passed, self.plan = self.passed_over(day)
        for over in passed:
            self.mark(over, "passed over", over.date())

    def pause_on(self, day):
        """The pause that a dose of this day is given in: one of the day of a hold or a stop was given before it, and one
        of the day of a resumption after it, in whatever order they are recorded."""
        later = [other for other in self.entries[self.index :] if other["day"] == day]
        if self.off is None or any(other["what"] == "resumed" for other in later):
            return None
        if self.off[1] < day:
            return self.off[0]
        return "held" if self.held_since is not None and self.held_since < day else None

    def given(self, entry, day):
        counts = entry.get("counts", True)
        if counts and self.last is not None and day <= self.last:
            raise Refused
        pause = self.pause_on(day)
        stopped = pause == "stopped"
        plan = self.plan if stopped else self.undecided()
        if stopped and plan.extra:
            plan = plan.undated("additional-dose")
        if not stopped:
            self.mark_held(day)
            if plan is self.plan:
                passed, plan = self.passed_over(day)
            else:
                passed = []
            if counts:
                for over in passed:
                    self.mark(over, "passed over", over.date())
        planned, turn = plan.date(), plan.turn
        if planned is not None and not self.doses and plan.number == 1 and day < planned:
            raise Refused
        if stopped:
            planned = None
        mass, whole = entry.get("micrograms"), self.label.mass(self.weight(day))
        if entry.get("partly") and whole is not None and mass > whole:
            raise Refused
        if mass is None:
            mass = whole
        self.doses.append({
            "day": day,
            "number": plan.named(),
            "timing": None if planned is None else (day - planned).days,
            "planned": planned,
            "micrograms": mass,
            "counts": counts,
            "additional": plan.extra > 0,
            "paused": pause is not None,
        })
        plan = plan.undated("given-after-stop") if stopped else self.judged(plan, planned, day)
        if not counts:
            return
        self.not_given = [item for item in self.not_given if item[1:3] != ["missed", turn]]
        self.plan, self.last = plan, day
        if planned == day and self.stops and self.stops[-1] == [day, date.max]:
            self.stops[-1][0] = day + timedelta(days=1)  # it was planned, and the stop after it

    def undecided(self):
        """A miss decides nothing: what is due after that of an additional dose is that dose."""
        missed = self.extra_missed
        return missed[0] if missed and missed[1] is self.plan else self.plan

    def judged(self, plan, planned, day):
        """What follows the dose just written, given on `day`."""
        if planned is None or self.is_first(plan) and day > planned:
            return plan.from_day(day)
        if day == planned:
            return plan.after()
        if plan.extra:
            return plan.undated("additional-dose")
        if day < planned:
            return plan.undated({"early-dose": {"days": (planned - day).days}})
        return self.late(plan, planned, day)

    def late(self, plan, planned, day):
        following = plan.after()
        rule = self.label.late(plan.number, planned, following.date(), self.last, day)
        if rule is None:
            return plan.undated("not-stated")
        if rule == "skip":
            return plan.undated("given-against-label")
        if rule == "anew":
            return plan.from_day(day)
        if rule == "begin":
            self.doses[-1]["number"] = 1
            begun = Plan(self.label, day)
            begun.turn = plan.turn
            return begun.after()
        if rule[0] == "add":
            plan = plan.copy()
            plan.turn += 1
            plan.number += 1
            plan.extra = rule[1]
            plan.base, plan.months = day + timedelta(days=14), 0
            return plan
        apart = (following.date() - day).days
        if apart < (1 if rule == "keep" else rule[1]):
            return plan.undated({"too-near": {"days": apart}})
        return following

    def missed(self, entry, day):
        if self.off:  # then no dose is due, and none missed
            return
        self.pass_over(day)
        planned = self.plan.date()
        if planned is None or day < planned:
            raise Refused
        if (self.plan.turn, planned) in self.recorded_missed:
            raise Refused
        self.recorded_missed.add((self.plan.turn, planned))
        self.mark(self.plan, "missed", day)
        if self.plan.extra:
            open_plan = self.plan.undated("additional-dose")
            self.extra_missed, self.plan = (self.plan, open_plan), open_plan

    def skipped(self, entry, day):
        self.mark_held(day)
        self.pass_over(day)
        self.plan = self.undecided()
        # In a hold or after a stop, a dose without a date could not have been given.
        if not self.off or not self.plan.why:
            self.mark(self.plan, "skipped", day)
        # By a label that skips, the dose that is not given is skipped, and the calendar stays.
        self.plan = self.plan.after() if self.label.passes_over and not self.plan.why else self.plan.undated("left-out")

    def rescheduled(self, entry, day):
        to = date.fromisoformat(entry["to"])
        if to < day or self.last is not None and to <= self.last:
            raise Refused
        self.mark_held(day)
        self.pass_over(day)
        plan = self.undecided().copy()
        plan.base, plan.months, plan.why = to, 0, None
        self.plan = plan

    def held(self, entry, day):
        if self.off:
            raise Refused
        self.off, self.held_since = ("held", day), None

    def stopped(self, entry, day):
        if self.off and self.off[0] == "stopped":
            raise Refused
        self.mark_held(day)
        self.held_since = self.off and self.off[1]
        self.off = ("stopped", day)
        # The dose planned for that day, given or not before, was planned.
        settled = any(dose["counts"] and dose["day"] == dose["planned"] == day for dose in self.doses)
        settled = settled or any(item[0] == item[3] == day and item[1] in ("missed", "skipped") for item in self.not_given)
        self.stops.append([day + timedelta(days=settled), date.max])

    def resumed(self, entry, day):
        if not self.off:
            raise Refused
        self.mark_held(day)
        if self.off and self.off[0] == "stopped":
            self.stops[-1][1] = day
        self.off = None

    def mark_held(self, before):
        """What was planned since the hold began is held, up to that day."""
        if not self.off or self.off[0] != "held":
            return
        plan, since = self.plan, self.off[1]
        while not plan.why and plan.date() < before:
            # Recorded as missed before the hold of the same day, it is missed, not held.
            if plan.date() >= since:
                self.mark(plan, "held", plan.date())
            # No label says what follows an additional dose that is not given on its day.
            plan = plan.undated("additional-dose") if plan.extra else plan.after()

    def next(self):
        if self.off:
            return {self.off[0]: self.off[1].isoformat()}
        if self.plan.why:
            return {"unspecified": self.plan.why}
        return {"due": [self.plan.named(), self.plan.date().isoformat()]}

    def forecast(self):
        doses, plan = [], self.plan
        while not self.off and not plan.why and len(doses) < 5:
            doses.append([plan.named(), plan.date().isoformat()])
            plan = plan.after()
        return doses

    def advice(self, day):
        if self.off:
            return self.off[0]
        _, plan = self.passed_over(day)
        if self.undecided() is not self.plan:
            plan = self.undecided()
        if plan.why:
            return {"not stated": plan.why}
        planned = plan.date()
        if day < planned:
            return {"wait": planned.isoformat()}
        if day == planned:
            return "give"
        if self.is_first(plan):
            return "give" if self.label.names_first else {"not stated": "first-dose"}
        if plan.extra:
            return {"not stated": "additional-dose"}
        rule = self.label.late(plan.number, planned, plan.after().date(), self.last, day)
        if rule is None:
            return {"not stated": "not-stated"}
        return {"skip": "skip", "begin": "restart"}.get(rule, "give")

    def adherence(self, as_of):
        self.mark_held(as_of + timedelta(days=1))
        doses = [dose for dose in self.doses if dose["day"] <= as_of]
        counting = [dose for dose in doses if dose["counts"]]
        kinds = {"on time": 0, "early": 0, "late": 0, "unplanned": 0, "additional": 0}
        for dose in counting:
            timing = dose["timing"]
            kinds["additional"] += dose["additional"]
            if timing is None:
                kinds["unplanned"] += 1
            else:
                kinds["on time" if timing == 0 else "early" if timing < 0 else "late"] += 1
        not_given = [item for item in self.not_given if item[3] <= as_of]
        held = sum(item[1] == "held" for item in not_given)
        missed = len(not_given) - held
        return {"planned": self.planned(as_of), "given": len(counting), "not counting": len(doses) - len(counting), "missed": missed, "held": held, "outstanding": self.outstanding(as_of), "while paused": sum(dose["paused"] for dose in counting)} | kinds

    def outstanding(self, as_of):
        """The planned dates through a day that are in no other figure."""
        plan, count = self.plan, 0
        while not plan.why and plan.date() <= as_of:
            planned = plan.date()
            # Another dose left out on that date is no figure for this one.
            known = any(item[0] == planned and item[2] == plan.turn for item in self.not_given)
            count += not self.was_stopped(planned) and not known
            plan = plan.undated("additional-dose") if plan.extra else plan.after()
        return count

    def was_stopped(self, day):
        return any(since <= day < before for since, before in self.stops)

    def planned(self, as_of):
        """Doses of the schedule from the first day on, but for those of the days while the course was stopped."""
        plan, count = Plan(self.label, self.first), 0
        while plan.date() <= as_of:
            count += not self.was_stopped(plan.date())
            plan = plan.after()
        return count

    def micrograms(self, as_of):
        masses = [dose["micrograms"] for dose in self.doses if dose["day"] <= as_of]
        return None if None in masses else sum(masses)

    def answers(self, as_of, advised):
        advice = [[day.isoformat(), self.advice(day)] for day in advised]
        return {
            "doses": [
                {
                    "day": dose["day"].isoformat(),
                    "number": dose["number"],
                    "timing": dose["timing"],
                    "planned": dose["planned"] and dose["planned"].isoformat(),
                    "micrograms": dose["micrograms"],
                }
                for dose in self.doses
            ],
            "next": self.next(),
            "forecast": self.forecast(),
            "advice": advice,
            "adherence": self.adherence(as_of),
            "micrograms": self.micrograms(as_of),
        }


def replay(case):
    """The course as this program has it, and which of the entries it takes."""
    course = Course(case["label"], date.fromisoformat(case["first"]))
    taken = [course.record(dict(entry, day=date.fromisoformat(entry["day"]))) for entry in case["recorded"]]
    return course, taken


def own_answers(course, case):
    advised = [date.fromisoformat(day) for day in case["advised"]]
    return course.answers(date.fromisoformat(case["as of"]), advised)


def compare(case):
    """The first difference as text or None."""
    course, taken = replay(case)
    for index, (entry, here) in enumerate(zip(case["recorded"], taken), 1):
        if here != entry["accepted"]:
            return f"entry {index}, {entry['what']}: taken by the crate {entry['accepted']}, here {here}"
    for key, here in own_answers(course, case).items():
        there = case["answers"][key]
        if there != here:
            if isinstance(here, dict):
                key += f" {[name for name in here.keys() | there.keys() if here.get(name) != there.get(name)]}"
            return f"{key}:\n    crate  {json.dumps(there)}\n    script {json.dumps(here)}"
    return None


def answer(lines):
    for line in lines:
        case = json.loads(line)
        course, taken = replay(case)
        for entry, here in zip(case["recorded"], taken):
            entry["accepted"] = here
        case["answers"] = own_answers(course, case)
        print(json.dumps(case))


def main(lines):
    count, differing = 0, 0
    for line in lines:
        case = json.loads(line)
        count += 1
        difference = compare(case)
        if difference is None:
            continue
        differing += 1
        if differing <= 20:
            print(f"{case['label']} from {case['first']}, as of {case['as of']}: {difference}")
            for entry in case["recorded"]:
                print("   ", json.dumps(entry))
    print(f"{count} courses, {differing} differ (Python {sys.version.split()[0]})")
    return count == 0 or differing > 0


if __name__ == "__main__":
    sys.exit(answer(sys.stdin) if sys.argv[1:] == ["--answer"] else main(sys.stdin))
