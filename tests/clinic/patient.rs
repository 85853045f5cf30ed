//! One patient of the clinic: who comes when, and what is written down.

use aso_regimen::chrono::{Days, NaiveDate};
use aso_regimen::dosing::course::{
    CourseError, Entry, GivenAmount, NextDue, NotGiven, Switch, Timing,
};
use aso_regimen::dosing::missed_dose::{Action, MissedDosePolicy};
use aso_regimen::dosing::tolerance::Tolerance;
use aso_regimen::evidence::label::Label;
use aso_regimen::{
    Amount, BodyWeight, Course, Dose, Interval, Mass, Phase, Regimen, Window, catalog,
};

use crate::invariants;
use crate::random::Random;
use crate::tally::Tally;

/// A patient with a course, and the plan that it began as.
pub(crate) struct Patient {
    name: String,
    pub(crate) label: &'static Label,
    pub(crate) plan: Course,
    pub(crate) course: Course,
    /// The last day of the clinic.
    pub(crate) end: NaiveDate,
    pub(crate) tally: Tally,
    /// Whether the course began elsewhere.
    pub(crate) is_continued: bool,
    /// Whether nothing is recorded but doses, and weights on the first day.
    pub(crate) has_doses_alone: bool,
    random: Random,
    today: NaiveDate,
    /// How many steps the whole course has not been looked at.
    unchecked: usize,
}

fn plus(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { day - by } else { day + by }
}

/// The label of a patient: one after the other through the whole catalog.
fn label_of(number: u64) -> &'static Label {
    let labels = catalog::labels();
    let place = usize::try_from(number).expect("a patient") % labels.len();
    labels.iter().nth(place).expect("one of them")
}

impl Patient {
    /// A patient from the first day to the last.
    pub(crate) fn treated(number: u64, seed: u64, years: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let label = label_of(number);
        let first: NaiveDate = "2006-01-01".parse().expect("a date");
        let start = first + Days::new(random.below(366));
        let mut tally = Tally::default();
        let is_continued = random.percent(10);
        let plan = plan(label, is_continued, start, &mut random, &mut tally);
        let mut patient = Self {
            name: format!("CLINIC-{number:05}"),
            label,
            course: plan.clone(),
            plan,
            end: start + Days::new(years * 365),
            tally,
            is_continued,
            has_doses_alone: number % 5 == 3,
            random,
            today: start,
            unchecked: 0,
        };
        // Three of four of the others, some never.
        if patient.has_doses_alone || patient.random.percent(75) {
            patient.weigh();
        }
        while patient.today < patient.end {
            patient.step();
        }
        patient.whole();
        patient.count();
        patient
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn days(&mut self, from: i64, below: i64) -> i64 {
        let more = self.random.below((below - from).unsigned_abs());
        from + i64::try_from(more).expect("some days")
    }

    /// A day from now on, never after the last of the clinic.
    fn later(&mut self, from: i64, below: i64) -> NaiveDate {
        let days = self.days(from, below);
        plus(self.today, days).min(self.end)
    }

    /// What happens next.
    fn step(&mut self) {
        let was = self.today;
        match self.random.below(100) {
            _ if self.has_doses_alone => self.come(),
            0..6 => self.weigh(),
            6..9 => self.amend(),
            9..11 => self.remove(),
            11..14 => self.record_late(),
            14..15 => self.nonsense(),
            15..17 => self.switch(),
            17..18 => self.change_policy(),
            _ => self.come(),
        }
        let kind = match self.course.next_due() {
            NextDue::Due(_) => "next due",
            NextDue::Unspecified(_) => "next unspecified",
            NextDue::Held { .. } => "next held",
            NextDue::Stopped { .. } => "next stopped",
            _ => "next ended",
        };
        self.tally.count(kind);
        self.check(1);
        if self.today == was {
            self.today = self.later(0, 4);
        }
    }

    /// The patient comes, or does not.
    fn come(&mut self) {
        match self.course.next_due() {
            NextDue::Unspecified(_) if self.has_doses_alone => {
                let day = self.later(1, 40);
                self.record(Entry::given(day));
            }
            NextDue::Ended if self.has_doses_alone => self.today = self.end,
            NextDue::Due(due) => {
                let (date, mass) = (due.date().max(self.today), due.mass().ok());
                if date >= self.end {
                    self.today = self.end;
                    return;
                }
                self.due(date, mass);
            }
            NextDue::Unspecified(_) => match self.random.below(20) {
                0..14 => {
                    let to = self.later(0, 60);
                    self.record(Entry::rescheduled(self.today, to, "the physician decides"));
                }
                14..16 => {
                    let day = self.later(0, 20);
                    self.record(Entry::given(day));
                }
                16 => self.skip(),
                17 => self.switch(),
                18 => self.pause(),
                _ => self.today = self.later(1, 40),
            },
            NextDue::Held { .. } => match self.random.below(10) {
                0..7 => {
                    let day = self.later(1, 120);
                    self.record(Entry::resumed(day));
                }
                7 => {
                    let day = self.later(0, 30);
                    self.record(Entry::given(day).reason("given in spite of the hold"));
                }
                8 => {
                    let day = self.later(0, 60);
                    self.record(Entry::stopped(day, "consent withdrawn"));
                }
                _ => self.today = self.later(1, 30),
            },
            NextDue::Stopped { .. } => match self.random.below(10) {
                0..7 => {
                    let day = self.later(30, 300);
                    self.record(Entry::resumed(day));
                }
                7 => {
                    let day = self.later(0, 30);
                    self.record(Entry::given(day).reason("in another hospital"));
                }
                _ => self.today = self.later(1, 90),
            },
            _ => match self.random.below(3) {
                0 => self.switch(),
                1 => {
                    let day = self.later(0, 10);
                    self.record(Entry::given(day));
                }
                _ => self.today = self.later(1, 200),
            },
        }
    }

    /// What becomes of a dose that is due.
    fn due(&mut self, date: NaiveDate, mass: Option<Mass>) {
        let some = |percent: u64| mass.map(|mass| part_of(mass, percent));
        let chances = if self.has_doses_alone { 85 } else { 100 };
        match self.random.below(chances) {
            0..62 => {
                self.record(Entry::given(date));
            }
            62..67 => {
                let early = self.days(1, 6);
                self.record(Entry::given(plus(date, -early).max(self.today)));
            }
            67..78 => {
                let late = self.days(1, 10);
                self.record(Entry::given(plus(date, late).min(self.end)).reason("no bed"));
            }
            78..80 => {
                let late = self.days(20, 260);
                self.record(Entry::given(plus(date, late).min(self.end)));
            }
            80..83 => {
                let percent = self.random.below(99) + 1;
                let Some(part) = some(percent) else { return };
                let first = Entry::given(date).partly(part).reason("needle, \"clotted\"; again");
                if self.record(first) && self.random.percent(60) {
                    let rest = part_of(part, self.random.of(&[40, 80, 100]));
                    self.record(Entry::rest(date, rest));
                }
            }
            83..85 => {
                let percent = self.random.of(&[1, 10, 50, 99, 101, 150]);
                let mass = some(percent).unwrap_or(Mass::mg(20));
                self.record(Entry::given(date).amount(mass).reason("a vial of another size"));
            }
            85..87 => {
                self.record(Entry::given(date).not_counting().reason("leaked"));
            }
            87..90 => {
                self.record(Entry::missed(date, "did not come"));
            }
            90..92 => self.skip(),
            92..94 => {
                let to = plus(date, self.random.of(&[-3, 1, 7, 20]));
                self.record(Entry::rescheduled(self.today, to.max(self.today), "travel"));
            }
            94..97 => self.pause(),
            _ => self.today = plus(self.today, 1),
        }
    }

    fn skip(&mut self) {
        self.record(Entry::skipped(self.today, "the next will do"));
    }

    fn pause(&mut self) {
        let day = self.later(0, 20);
        let stops = self.random.percent(15);
        self.record(if stops {
            Entry::stopped(day, "consent withdrawn")
        } else {
            Entry::held(day, "platelets of 60 x10^9/L")
        });
    }

    fn weigh(&mut self) {
        let around = self.random.of(&[8, 15, 30, 49, 70, 99, 104]);
        let grams = u32::try_from(self.random.below(2_000)).expect("small");
        self.record(Entry::weighed(self.today, BodyWeight::grams(around * 1_000 + grams)));
    }

    /// To another regimen of the drug, of this label or another; or to other amounts or intervals of the same.
    fn switch(&mut self) {
        let due = self.course.next_due().dose().map(|due| due.dose().clone());
        let last = self.course.regimen().phases().last().expect("a phase");
        let dose = due.unwrap_or_else(|| last.dose().clone());
        let every = self.random.of(&[
            Interval::days(14),
            Interval::weeks(4),
            Interval::months(1),
            Interval::months(3),
        ]);
        let (what, regimen, policy) = match self.random.below(5) {
            0 | 1 => {
                let labels = catalog::labels().named(self.label.substance());
                let labels: Vec<&Label> = labels.iter().collect();
                let to = self.random.of(&labels);
                let of_label: Vec<_> = to.regimens().iter().collect();
                let regimen = self.random.of(&of_label);
                let policy = to.policy_of(regimen).clone();
                ("switch to another label", regimen.regimen.clone(), policy)
            }
            2 => {
                let six = Regimen::new(vec![Phase::loading(dose, 6, every)]);
                let policy = self.course.policy().clone();
                ("switch to a regimen with an end", six.expect("one phase"), policy)
            }
            3 => {
                let regimen = Regimen::new(vec![Phase::maintenance(dose, every)]);
                let policy = self.course.policy().clone();
                ("switch to another interval", regimen.expect("one phase"), policy)
            }
            _ => {
                let other = Amount::Fixed(Mass::micrograms(1_000 * (1 + self.random.below(300))));
                let dose = Dose::new(other, dose.route().clone());
                let phases =
                    vec![Phase::loading(dose.clone(), 2, every), Phase::maintenance(dose, every)];
                let regimen = Regimen::new(phases).expect("they fit");
                let tolerance =
                    Tolerance::within(Window::days(2, 4)).at_least_apart(Interval::days(10));
                let regimen = regimen.with_windows(tolerance.rolling()).expect("far enough apart");
                ("switch to another amount", regimen, MissedDosePolicy::always(Action::Reanchor))
            }
        };
        let mut switch = Switch::to(regimen, policy);
        if self.random.percent(50) {
            let on = self.later(0, 40);
            switch = switch.on(on);
        }
        if self.record(Entry::switched(self.today, switch, "another regimen")) {
            self.tally.count(what);
        }
    }

    fn change_policy(&mut self) {
        let action = self.random.of(&[
            Action::Reanchor,
            Action::Skip,
            Action::KeepCalendar { minimum_gap: Some(Interval::days(7)) },
            Action::add_doses(2, Interval::days(14)),
            Action::Restart,
            Action::NotStated,
        ]);
        let policy = if self.random.percent(40) {
            self.label.policy().clone()
        } else {
            MissedDosePolicy::always(action)
        };
        self.record(Entry::policy_changed(self.today, policy, "a new edition"));
    }

    /// The number of an entry, most often one of the last.
    fn some_entry(&mut self) -> usize {
        let entries = self.course.entries().len();
        let near = usize::try_from(self.random.below(8)).expect("small");
        if self.random.percent(80) {
            return entries.saturating_sub(near);
        }
        // Beyond them, now and then.
        1 + usize::try_from(self.random.below(entries as u64 + 1)).expect("small")
    }

    fn amend(&mut self) {
        let number = self.some_entry();
        let was = number.checked_sub(1).and_then(|index| self.course.entries().nth(index));
        let day = was.map_or(self.today, Entry::day);
        let day = plus(day, self.random.of(&[-7, -1, 0, 1, 2, 5])).min(self.end);
        let entry = match self.random.below(6) {
            0 => Entry::given(day).not_counting(),
            1 => Entry::given(day).amount(Mass::mg(11)).reason("as it was found later"),
            2 => Entry::missed(day, "as it was found later"),
            3 => Entry::weighed(day, BodyWeight::kg(61)),
            _ => Entry::given(day),
        };
        let before = self.course.clone();
        match self.course.amend(number, entry.clone()) {
            Ok(revision) => {
                let at = revision.entry().expect("it is there");
                assert_eq!(self.course.entries().nth(at - 1), Some(&entry));
                assert_eq!(self.course.entries().len(), before.entries().len());
                self.tally.count("change amended");
                // Back again, and it was never there.
                let was = before.entries().nth(number - 1).expect("it was there").clone();
                let mut back = self.course.clone();
                let undone = back.amend(at, was).expect("it was recorded before");
                assert_eq!(undone.judgement(), revision.before());
                invariants::unchanged(&back, &before);
                self.changed(&before, !revision.rejudged().is_empty());
            }
            Err(error) => self.refused(&before, &error),
        }
    }

    fn remove(&mut self) {
        let number = self.some_entry();
        let before = self.course.clone();
        match self.course.remove(number) {
            Ok(revision) => {
                assert_eq!(revision.entry(), None);
                let mut others: Vec<&Entry> = before.entries().collect();
                others.remove(number - 1);
                assert!(others.into_iter().eq(self.course.entries()));
                self.tally.count("change removed");
                self.changed(&before, !revision.rejudged().is_empty());
            }
            Err(error) => self.refused(&before, &error),
        }
    }

    /// The past is another one.
    fn changed(&mut self, before: &Course, rejudged: bool) {
        if rejudged {
            self.tally.count("change rejudged others");
        }
        assert_ne!(before.entries().len(), 0);
        self.check(4);
    }

    /// Something of an earlier day, as it comes to light.
    fn record_late(&mut self) {
        let back = self.days(1, 60);
        let day = plus(self.today, -back);
        let entry = match self.random.below(6) {
            0 => Entry::weighed(day, BodyWeight::kg(50)),
            1 => Entry::given(day).not_counting().reason("by mistake"),
            2 => Entry::missed(day, "as it was found later"),
            3 => Entry::held(day, "an infection"),
            _ => Entry::given(day),
        };
        let last = invariants::today(&self.course);
        if self.record(entry) && day < last {
            self.tally.count("recorded late");
            self.check(4);
        }
    }

    /// What no course can have.
    fn nonsense(&mut self) {
        let day = self.today;
        let control = Entry::given(day).reason("a\u{7}b");
        for entry in [
            Entry::held(day, "  "),
            Entry::given(day).amount(Mass::ZERO),
            Entry::given(day).amount(Mass::mg(1)).partly(Mass::mg(1)),
            Entry::rest(plus(self.course.start(), -400), Mass::mg(1)),
            Entry::missed(day, "no dose").not_counting(),
            Entry::rescheduled(day, plus(day, -1), "yesterday"),
            control,
        ] {
            assert!(!self.record(entry.clone()), "{}: {entry}", self.course);
            self.tally.count("nonsense refused");
        }
    }

    /// Records it, if the course takes it.
    fn record(&mut self, entry: Entry) -> bool {
        let (before, kept) = (self.course.clone(), entry.clone());
        match self.course.record(entry) {
            Ok(revision) => {
                invariants::entered(&before, &self.course, &kept, &revision);
                invariants::now(&self.course);
                self.tally.count(format!("entry {}", kept.kind().word()));
                self.today = self.today.max(kept.day());
                true
            }
            Err(error) => {
                self.refused(&before, &error);
                false
            }
        }
    }

    fn refused(&mut self, before: &Course, error: &CourseError) {
        invariants::unchanged(before, &self.course);
        assert!(!error.to_string().is_empty());
        self.tally.count("refused");
        if matches!(error, CourseError::Conflict { .. }) {
            self.tally.count("refused conflict");
            self.tally.count("change refused");
        }
    }

    /// Looks at the whole course, the rarer the longer it is.
    fn check(&mut self, steps: usize) {
        self.unchecked += steps;
        if self.unchecked > self.course.entries().len() / 4 {
            self.unchecked = 0;
            self.whole();
        }
    }

    fn whole(&self) {
        invariants::now(&self.course);
        invariants::whole(
            &self.plan,
            &self.course,
            self.today.max(invariants::today(&self.course)),
        );
    }

    /// Counts what the course has become.
    fn count(&mut self) {
        for given in self.course.doses_given() {
            let timing = match given.timing() {
                Timing::Early(_) => "dose early",
                Timing::OnTime => "dose on time",
                Timing::Late(_) => "dose late",
                _ => "dose unplanned",
            };
            let amount = match given.amount() {
                _ if !given.counts() && !given.is_rest() => "given without counting",
                GivenAmount::AsPlanned => "given as planned",
                GivenAmount::Another(_) => "given another amount",
                GivenAmount::Part(_) => "given a part",
                _ => "given the rest",
            };
            self.tally.count(timing);
            self.tally.count(amount);
            self.tally.count(format!("route {}", given.dose().route()));
            if given.mass().is_err() {
                self.tally.count("mass unknown");
            }
        }
        for dose in self.course.doses_missed().chain(self.course.doses_held(self.end)) {
            self.tally.count(match dose.why() {
                NotGiven::Missed => "not given missed",
                NotGiven::Skipped => "not given skipped",
                NotGiven::PassedOver => "not given passed over",
                _ => "not given held",
            });
        }
    }
}

/// So many percent of a mass, at least a microgram.
fn part_of(mass: Mass, percent: u64) -> Mass {
    Mass::micrograms((mass.as_micrograms() * percent / 100).max(1))
}

/// A course of a label: of one of its regimens, some with a tolerance of the clinic, some begun elsewhere.
fn plan(
    label: &Label,
    is_continued: bool,
    start: NaiveDate,
    random: &mut Random,
    tally: &mut Tally,
) -> Course {
    let of_label: Vec<_> = label.regimens().iter().collect();
    let name = &random.of(&of_label).name;
    let course = if is_continued {
        tally.count("plan continued from elsewhere");
        label.continuing(name, 1, start)
    } else {
        tally.count("plan of a label");
        label.course_named(name, start)
    };
    let course = course.expect("its name, and a first dose");
    let window = Tolerance::within(Window::days(2, 2));
    let tolerance = match random.below(4) {
        0 => return course,
        1 => window,
        2 => window.rolling(),
        _ => window.at_least_apart(Interval::days(5)),
    };
    let Ok(tolerant) = course.clone().tolerating(tolerance) else { return course };
    tally.count("plan with a window");
    if tolerance.is_rolling() {
        tally.count("plan rolling");
    }
    if tolerance.least_gap().is_some() {
        tally.count("plan with a least gap");
    }
    tolerant
}
