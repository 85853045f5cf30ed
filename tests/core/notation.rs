//! The text form: what the compiler says of a text is what a program says, and where white space is read.

use std::sync::LazyLock;

use aso_regimen::dosing::notation::refusal;
use aso_regimen::{Amount, BodyWeight, Dose, Phase, Regimen, regimen};

/// Regimens with everything that a text can have.
const WRITTEN: [&str; 12] = [
    "100 mg IT q14d x3, then q28d",
    "12 mg IT q14d x3, then after 35d x1, then q4mo",
    "285 mg SC q7d for 3mo, then q14d",
    "0.3 mg/kg max 30 mg IV q21d",
    "0.3 mg/kg max 100 kg IV q3w x99",
    "[<10 kg: 6 mg/kg; <20 kg: 6 mg/kg; else 3 mg/kg] SC q1mo x3",
    "100 mg (15 mL, withdraw 10 mL, over 1-3 min) IT q14d x3 window -3d/+3d, then q28d",
    "titration 10 µg IVT q2w x2 window -1d/+1d,\n\tthen maintenance 20 mg IVT after 4w q4w",
    "1 mg SC q14d x3 window -6d/+6d, then after 9d q28d window -2d/+2d",
    "single 18446744073709551615 µg SC x1",
    "1 mg SC q14d x3 no window, then q28d window -2d/+2d rolling",
    "1 mg SC q14d x3, then q28d, each window -3d/+3d rolling least gap 10d",
];

/// What is put into them: each can be right somewhere, and wrong elsewhere.
const PIECES: [&str; 57] = [
    " ",
    "\n",
    "\t",
    "\u{a0}",
    ",",
    ", then ",
    "x0",
    "x1",
    "x3",
    "q",
    "q14d",
    "q0d",
    "q1mo",
    "d",
    "w",
    "mo",
    "for 3mo ",
    "after 28d ",
    "window -3d/+3d",
    "window -14d/+14d ",
    "no window",
    ", each ",
    ", each window -1d/+1d",
    "rolling ",
    "least gap 20d",
    "-",
    "+",
    "/",
    "mg",
    "mg/kg",
    " max ",
    "kg",
    "µg",
    "mL",
    "[",
    "]",
    "<",
    ":",
    ";",
    "else ",
    "(",
    ")",
    "withdraw 0 mL",
    "over 3-1 min",
    "IT",
    "IV",
    "SC",
    "0",
    "9",
    ".",
    ",5",
    "e3",
    "99999999999999999999",
    "4294967295",
    "65536",
    "日",
    "\u{0}",
];

/// Numbers that look random and are the same each time (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).expect("below a usize")
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// A regimen with up to three changes.
    fn text(&mut self) -> String {
        let mut text: Vec<char> = self.of(&WRITTEN).chars().collect();
        for _ in 0..self.below(4) {
            let (one, other) = (self.below(text.len() + 1), self.below(text.len() + 1));
            let part = one.min(other)..one.max(other);
            match self.below(5) {
                0 => drop(text.splice(one..one, self.of(&PIECES).chars())),
                1 if one < text.len() => drop(text.splice(one..=one, self.of(&PIECES).chars())),
                2 => drop(text.drain(part)),
                3 => text.extend_from_within(part),
                _ => {
                    text.truncate(one);
                    text.extend(self.of(&WRITTEN).chars().skip(other));
                }
            }
        }
        text.into_iter().collect()
    }
}

/// A window at the end of a text is not quietly that of the last phase: each phase says whether it has one.
#[test]
fn windows_say_what_they_cover() {
    for (text, windows) in [
        ("1 mg SC q14d window -3d/+3d", &["-3d/+3d"][..]),
        ("1 mg SC q14d x3 window -3d/+3d, then q28d", &["-3d/+3d", ""]),
        ("1 mg SC q14d x3 no window, then q28d window -3d/+3d", &["", "-3d/+3d"]),
        ("1 mg SC q14d x3 window -1d/+1d, then q28d window -3d/+3d", &["-1d/+1d", "-3d/+3d"]),
        ("1 mg SC q14d x3, then q28d, each window -3d/+3d", &["-3d/+3d", "-3d/+3d"]),
        (
            "1 mg SC q14d x3, then q28d, each window -3d/+3d rolling least gap 10d",
            &["-3d/+3d rolling least gap 10d", "-3d/+3d rolling least gap 10d"],
        ),
        (
            "1 mg SC x1 window -3d/+3d least gap 14d, then after 14d q28d",
            &["-3d/+3d least gap 14d", ""],
        ),
    ] {
        let read: Regimen = text.parse().expect(text);
        let found = read.phases().iter().map(Phase::tolerance);
        let found: Vec<String> =
            found.map(|one| one.map_or(String::new(), |one| one.to_string())).collect();
        assert_eq!(found, windows, "{text}");
        assert_eq!(read.to_string(), text);
    }
    let each = "1 mg SC q14d x3, then q28d, each window -3d/+3d";
    let twice = "1 mg SC q14d x3 window -3d/+3d, then q28d window -3d/+3d";
    assert_eq!(each.parse::<Regimen>(), twice.parse::<Regimen>());
    for (text, expected) in [
        (
            "1 mg SC q14d x3, then q28d window -3d/+3d",
            "expected \", each window\" if all doses have it, or \"no window\" in each phase before that has none at \
             character 28, found \"window -3d/+\"",
        ),
        (
            "1 mg SC q14d x3 window -3d/+3d, then q28d, each window -3d/+3d",
            "expected no window of one phase, as each window is said behind the last at character 17, found \"window \
             -3d/+\"",
        ),
        (
            "1 mg SC q14d x3, each -3d/+3d",
            "expected window after each at character 23, found \"-3d/+3d\"",
        ),
        (
            "1 mg SC q14d x3, each window -3d/+3d, then q28d",
            "expected the end after the window of each dose at character 37, found \", then q28d\"",
        ),
        ("1 mg SC q14d x3 no", "expected window after no at character 19, found the end"),
        (
            "1 mg SC q14d window -3d/+3d least 10d",
            "expected gap and an interval such as 10d after least at character 35, found \"10d\"",
        ),
        (
            "1 mg SC q14d x3, then q28d, each window -7d/+7d",
            "the windows of dose 1 of phase 1 and dose 2 of phase 1 overlap: 7 days after the one and 7 days before \
             the other when the doses are 14 days apart, expected windows of neighbouring doses that share no day, at \
             character 1",
        ),
        // 28 days are a month in February alone.
        (
            "1 mg SC q28d window -1d/+1d least gap 1mo",
            "dose 2 of phase 1 is planned 28d after the dose before, nearer than its least gap of 1mo, expected \
             planned doses that are no nearer than the least gap, at character 1",
        ),
        (
            "1 mg SC q3mo window -1d/+1d least gap 90d",
            "dose 2 of phase 1 is planned 3mo after the dose before, nearer than its least gap of 90d, expected \
             planned doses that are no nearer than the least gap, at character 1",
        ),
        (
            "1 mg SC q28d x3, then after 14d q28d, each window -1d/+1d least gap 15d",
            "dose 1 of phase 2 is planned 14d after the dose before, nearer than its least gap of 15d, expected \
             planned doses that are no nearer than the least gap, at character 18",
        ),
    ] {
        let error = text.parse::<Regimen>().expect_err(text);
        assert_eq!(error.to_string(), expected, "{text}");
        assert_eq!(refusal(text).map(|refusal| refusal.offset()), Some(error.offset()), "{text}");
    }
}

/// A least gap may be as long as the interval, in months as in days: no month is longer than 31 days.
#[test]
fn a_least_gap_is_at_most_the_interval() {
    for (interval, longest, longer) in [
        ("28d", "28d", "29d"),
        ("31d", "1mo", "32d"),
        ("62d", "2mo", "3mo"),
        ("1mo", "1mo", "2mo"),
        ("3mo", "3mo", "4mo"),
        ("1mo", "28d", "29d"),
    ] {
        let text = |gap| format!("1 mg SC q{interval} window -1d/+1d least gap {gap}");
        assert_eq!(text(longest).parse().map(|read: Regimen| read.to_string()), Ok(text(longest)));
        assert!(text(longer).parse::<Regimen>().is_err(), "{}", text(longer));
    }
    for (interval, gap) in [("30d", "1mo"), ("61d", "2mo")] {
        let text = format!("1 mg SC q{interval} window -1d/+1d least gap {gap}");
        assert!(text.parse::<Regimen>().is_err(), "{text}");
    }
}

/// In verdict, place and words; and the line with its mark is the one of [`ParseError::pointer`].
///
/// [`ParseError::pointer`]: aso_regimen::ParseError::pointer
#[test]
fn the_compiler_and_a_program_agree_on_100_000_texts() {
    let mut numbers = Numbers(14);
    let (mut read, mut broken_rules) = (0, 0);
    for _ in 0..100_000 {
        let text = numbers.text();
        let error = match (text.parse::<Regimen>(), refusal(&text)) {
            (Ok(regimen), None) => {
                assert_eq!(regimen.to_string().parse(), Ok(regimen), "{text:?}");
                read += 1;
                continue;
            }
            (Err(error), Some(refusal)) => {
                assert_eq!(refusal.offset(), error.offset(), "{text:?}: {error}");
                let message = refusal.as_str();
                let (expected, line) = message.split_once('\n').expect("a line under it");
                if text.len() < 100 {
                    assert_eq!(line, error.pointer(), "{text:?}");
                }
                (error.to_string(), expected.replacen("not a regimen: ", "", 1))
            }
            (parsed, refusal) => panic!("{text:?}: {parsed:?}, but {refusal:?}"),
        };
        let place = error.0.find(" at character ").expect("a place");
        if error.0[..place].ends_with(',') {
            broken_rules += 1;
        } else {
            let (said, place) = error.1.rsplit_once(" at character ").expect("a place");
            assert_eq!(
                error.0[..error.0.find(" at character ").expect("a place")],
                *said,
                "{text:?}"
            );
            let behind = error.0.rsplit_once(" at character ").expect("a place").1;
            let number = |text: &str| text.split(',').next().map(str::to_owned);
            assert_eq!(number(behind), number(place), "{text:?}");
        }
    }
    assert!(read > 10_000, "only {read} are regimens");
    assert!(broken_rules > 500, "only {broken_rules} break a rule");
}

#[test]
fn a_literal_is_what_its_text_is() {
    const PLACED: &str = "12 mg IT q14d x3";
    static BUILT_ONCE: LazyLock<Regimen> = LazyLock::new(|| regimen!(PLACED));
    assert_eq!(
        regimen!("100 mg IT q14d x3, then q28d"),
        crate::regimen("100 mg IT q14d x3, then q28d")
    );
    assert_eq!(regimen!(PLACED), crate::regimen(PLACED));
    assert_eq!(regimen!(concat!("12 mg IT q14d", " x3")), crate::regimen(PLACED));
    #[rustfmt::skip]
    let with_a_comma = regimen!("12 mg IT q14d x3",);
    assert_eq!(with_a_comma, crate::regimen(PLACED));
    assert_eq!(*BUILT_ONCE, crate::regimen(PLACED));
}

#[track_caller]
fn assert_refused(text: &str, message: &str) {
    let refusal = refusal(text).expect("no regimen");
    assert_eq!(refusal.as_str(), message);
}

#[test]
fn what_the_compiler_says() {
    assert_refused(
        "",
        "not a regimen: expected an amount such as 100 mg at character 1, in phase 1\n\n^",
    );
    assert_refused(
        "0,5 mg IT q14d",
        "not a regimen: expected a number such as 0.5 or 1000 (a comma is not read) at character 2, in phase 1\n\
         0,5 mg IT q14d\n \
         ^",
    );
    assert_refused(
        "100 mg (1.500 mL) IT q14d",
        "not a regimen: expected a number without a 0 at its end, such as 1 or 1.5 \
         (1.000 can be meant as one thousand) at character 9, in phase 1\n\
         100 mg (1.500 mL) IT q14d\n        \
         ^",
    );
    assert_refused(
        "100 mg IT q28d, then q14d",
        "not a regimen: expected an end of the phase before, such as x3 at character 17, in phase 2\n\
         100 mg IT q28d, then q14d\n                \
         ^",
    );
    assert_refused(
        "5 µg (withdraw 1 mL) SC q14d",
        "not a regimen: expected route IT where cerebrospinal fluid is withdrawn at character 22, in phase 1\n\
         5 µg (withdraw 1 mL) SC q14d\n                     \
         ^",
    );
    assert_refused(
        "5 mg SC q1w x3,\n\tthen\tq1 x2,\n\tthen q1mo",
        "not a regimen: expected the unit d, w or mo right after the number at character 25, in phase 2\n\
         \tthen\tq1 x2,\n\
         \t    \t  ^",
    );
    // Of a long line only what is near.
    let long = format!(
        "5 mg SC q1w x3{}, then q4, then q5d",
        ", then x1".repeat(50).replace("x1", "q2d x1")
    );
    let message = refusal(&long).expect("no unit");
    let lines: Vec<&str> = message.as_str().lines().collect();
    assert_eq!(lines[1].len(), 110);
    assert!(long.contains(lines[1]) && lines[1].ends_with("then q4, then q5d"), "{message:?}");
    assert_eq!(lines[2], format!("{:>101}", '^'));
    let far = format!("{}5 mg SC q1w", "日".repeat(300));
    assert!(refusal(&far).expect("no amount").as_str().ends_with("日\n^"));
}

/// All of Unicode's white space, and nothing else, may stand around a text and between its parts.
#[test]
fn white_space_of_any_kind() {
    let tofersen = crate::regimen("100 mg IT q14d x3, then q28d");
    let dose: Dose = "[<9 kg: 1 mg; else 2 mg] (1 mL, over 2 min) SC".parse().expect("a dose");
    let mut kinds = 0;
    for c in '\0'..=char::MAX {
        let spaced = |text: &str| text.replace('_', &format!("{c}{c}"));
        let regimen = spaced("_100 mg_IT_q14d_x3_,_then_q28d_").parse::<Regimen>();
        if c.is_whitespace() {
            kinds += 1;
            assert_eq!(regimen, Ok(tofersen.clone()), "{c:?}");
            let text = spaced("_[_<_9 kg_:_1 mg_;_else_2 mg_]_(_1 mL_,_over_2_min_)_SC_");
            assert_eq!(text.parse(), Ok(dose.clone()), "{c:?}");
            assert_eq!(spaced("_1 mg/kg_max_5 kg_").parse::<Amount>(), "1 mg/kg max 5 kg".parse());
        } else {
            assert!(regimen.is_err(), "{c:?}");
        }
    }
    assert_eq!(kinds, 25);
}

/// A number and its unit are one part, and so are the parts of an interval, a window and a count.
#[test]
fn where_no_white_space_is_read() {
    for text in [
        "100  mg IT q14d",
        "100 \u{a0}mg IT q14d",
        "100\u{2003}mg IT q14d",
        " \u{feff}100 mg IT q14d",
        "100 mg IT\u{feff} q14d",
        "100\nmg IT q14d",
        "1 00 mg IT q14d",
        "1 mg /kg IT q14d",
        "100 mg IT q 14d",
        "100 mg IT q14 d",
        "100 mg IT q14d x 3",
        "100 mg IT q14d x3 window -3d / +3d",
        "100 mg (over 1 - 3 min) IT q14d",
    ] {
        assert!(text.parse::<Regimen>().is_err(), "{text:?}");
    }
}

/// Label texts have them between a number and its unit, and some programs begin a text with a byte-order mark.
#[test]
fn spaces_of_labels_are_read() {
    for space in ["", " ", "\u{a0}", "\u{202f}"] {
        let text = format!(
            "\u{feff}[<10{space}kg: 6{space}mg/kg max 30{space}mg; else 3{space}mg/kg max 100{space}kg]\u{a0}(15{space}mL) \
             IT\u{202f}q28d"
        );
        let read: Regimen = text.parse().expect("a regimen");
        assert_eq!(
            read.to_string(),
            "[<10 kg: 6 mg/kg max 30 mg; else 3 mg/kg max 100 kg] (15 mL) IT q28d"
        );
        assert_eq!(refusal(&text).map(|refusal| refusal.offset()), None);
    }
    assert_eq!("\u{feff}100\u{a0}mg IT".parse::<Dose>(), "100 mg IT".parse());
    assert_eq!("\u{feff}1\u{a0}mg/kg".parse::<Amount>(), "1 mg/kg".parse());
    assert_eq!("70\u{a0}kg".parse(), Ok(BodyWeight::kg(70)));
}
