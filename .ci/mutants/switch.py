"""Source files in which every mutant stands beside the original, chosen by a number when the program runs.

A function with the mutants 7 and 8 of its body becomes

    fn half(n: u32) -> u32 { match crate::mutants::chosen(7, &[7, 8]) {
        0 => { n / 2 }
        7 => { n * 2 }
        8 => { n % 2 }
        _ => loop {}
    } }

so that one build serves thousands of mutants. The mutants are those of `cargo mutants --list --json`. Where the body
has a type of its own, `-> impl Iterator`, each one is the leaf of a tree of `Either`.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

# `const_eval_select`, because the switch stands in `const fn` too; a constant is always the original.
RUNTIME = """
#[doc(hidden)]
pub mod mutants {
    use std::io::Write as _;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

    static CHOSEN: OnceLock<u32> = OnceLock::new();
    static REACHED: [AtomicBool; LIMIT] = [const { AtomicBool::new(false) }; LIMIT];

    /// Writes down the function, once, where the tests that reach it are asked for.
    #[cold]
    fn reach(function: u32) {
        if REACHED[function as usize].swap(true, Relaxed) {
            return;
        }
        if let Ok(path) = std::env::var("MUTANT_LOG") {
            let mut log = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
            log.write_all(format!("{function}\\n").as_bytes()).unwrap();
        }
    }

    fn run(function: u32, mutants: &'static [u32]) -> u32 {
        let number = || std::env::var("MUTANT").ok().and_then(|number| number.parse().ok());
        match *CHOSEN.get_or_init(|| number().unwrap_or(0)) {
            0 => {
                reach(function);
                0
            }
            mutant if mutants.contains(&mutant) => mutant,
            _ => 0,
        }
    }

    const fn constant(_: u32, _: &'static [u32]) -> u32 {
        0
    }

    pub const fn chosen(function: u32, mutants: &'static [u32]) -> u32 {
        std::intrinsics::const_eval_select((function, mutants), constant, run)
    }

    #[derive(Clone)]
    pub enum Either<L, R> {
        Left(L),
        Right(R),
    }

    impl<L: Iterator, R: Iterator<Item = L::Item>> Iterator for Either<L, R> {
        type Item = L::Item;

        fn next(&mut self) -> Option<L::Item> {
            match self {
                Self::Left(side) => side.next(),
                Self::Right(side) => side.next(),
            }
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            match self {
                Self::Left(side) => side.size_hint(),
                Self::Right(side) => side.size_hint(),
            }
        }
    }

    impl<L: DoubleEndedIterator, R: DoubleEndedIterator<Item = L::Item>> DoubleEndedIterator for Either<L, R> {
        fn next_back(&mut self) -> Option<L::Item> {
            match self {
                Self::Left(side) => side.next_back(),
                Self::Right(side) => side.next_back(),
            }
        }
    }

    impl<L: ExactSizeIterator, R: ExactSizeIterator<Item = L::Item>> ExactSizeIterator for Either<L, R> {}
    impl<L: std::iter::FusedIterator, R: std::iter::FusedIterator<Item = L::Item>> std::iter::FusedIterator for Either<L, R> {}
}
"""
HEAD = "#![feature(core_intrinsics, const_eval_select)]\n#![allow(warnings, internal_features)]\n"


@dataclass
class Switched:
    """The files, by path, and where each mutant stands in them."""

    texts: dict = field(default_factory=dict)
    # By path: first line, last line, mutant; 0 is the original.
    places: dict = field(default_factory=lambda: defaultdict(list))
    # By path: first line and last line before a body with a type of its own, and the mutants that are all of its body.
    types: dict = field(default_factory=lambda: defaultdict(list))
    # By mutant: the number of its function.
    functions: dict = field(default_factory=dict)
    # Mutants outside of functions, and of those whose result holds a type of the body's own, `Option<impl Trait>`.
    alone: list = field(default_factory=list)

    def mutants_at(self, path, line):
        """Those that an error in this line is about."""
        for first, last, mutant in self.places.get(path, []):
            if first <= line <= last:
                return {mutant} - {0}
        for first, last, mutants in self.types.get(path, []):
            if first <= line <= last:
                return mutants
        return set()


def switched(read, mutants, dropped):
    """All files with their mutants, without the dropped ones. `read` gives the text of a path."""
    whole = Switched()
    by_path = defaultdict(list)
    for mutant in mutants:
        by_path[mutant["file"]].append(mutant)
    for path, own in by_path.items():
        whole.texts[path] = switched_file(whole, path, read(path), own, dropped)
    runtime = RUNTIME.replace("LIMIT", str(len(mutants) + 1))
    library = read("src/lib.rs").replace("#![forbid(unsafe_code)]", "")
    whole.texts["src/lib.rs"] = HEAD + library + runtime
    return whole


def switched_file(whole, path, text, mutants, dropped):
    begins = [0] + [place + 1 for place, char in enumerate(text) if char == "\n"]

    def span(of):
        return tuple(begins[end["line"] - 1] + end["column"] - 1 for end in (of["start"], of["end"]))

    pieces, line, done = [], 1, 0

    def put(piece):
        nonlocal line
        pieces.append(piece)
        line += piece.count("\n")

    def put_arm(number, mutant, body, leaf):
        put(f"{number} => {{")
        first = line
        put(leaf[0] + body + "\n" + leaf[1] + "}\n")
        whole.places[path].append((first, line - 1, mutant))

    for outer, own in by_function(mutants, span, whole.alone):
        numbers = [mutant["number"] for mutant in own]
        whole.functions.update((number, numbers[0]) for number in numbers)
        kept = [mutant for mutant in own if mutant["number"] not in dropped]
        begin, end = body_of(text, *outer)
        if not kept:
            continue
        before = line
        put(text[done:begin])
        if own_type(own):
            values = [mutant for mutant in kept if mutant["genre"] == "FnValue"]
            # `once(Box::leak(..))` in place of `&T` is what fails most often.
            likely = [mutant for mutant in values if "leak" in mutant["replacement"]] or values
            whole.types[path].append((before, line, {mutant["number"] for mutant in likely}))
            put("\n")
        kept_numbers = ", ".join(str(mutant["number"]) for mutant in kept)
        leaves = leaves_of(len(kept) + 1) if own_type(own) else [("", "")] * (len(kept) + 1)
        put(f" match crate::mutants::chosen({numbers[0]}, &[{kept_numbers}]) {{ ")
        put_arm(0, 0, text[begin:end], leaves[0])
        for mutant, leaf in zip(kept, leaves[1:]):
            first, last = span(mutant["span"])
            body = text[begin:first] + mutant["replacement"] + text[last:end]
            put_arm(mutant["number"], mutant["number"], body, leaf)
        put("_ => loop {} } ")
        done = end
    put(text[done:])
    # Bodies many times as long, inlined into each other at any cost, are too much for the compiler.
    return "".join(pieces).replace("#[inline(always)]", "#[inline]")


def by_function(mutants, span, alone):
    """The spans of outermost functions in order, each with its mutants."""
    spans = {span(mutant["function"]["span"]) for mutant in mutants if mutant["function"]}
    outermost = []
    for begin, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not outermost or end > outermost[-1][1]:
            outermost.append((begin, end))
    own = defaultdict(list)
    for mutant in mutants:
        place = span(mutant["span"])[0]
        outer = next((outer for outer in outermost if outer[0] <= place < outer[1]), None)
        own[outer].append(mutant)
    for outer, inside in own.items():
        if outer is None or any("impl " in of for of in types_of(inside)) and not own_type(inside):
            alone.extend(mutant["number"] for mutant in inside)
    kept = set(alone)
    return [(outer, own[outer]) for outer in outermost if own[outer] and own[outer][0]["number"] not in kept]


def types_of(mutants):
    return [mutant["function"]["return_type"] or "" for mutant in mutants if mutant["function"]]


def own_type(mutants):
    """Whether the function returns an iterator of a type that its body makes."""
    types = {of.replace(" ", "").removeprefix("->") for of in types_of(mutants)}
    [of, *others] = types or {""}
    return not others and bool(re.match(r"impl\w*Iterator", of)) and of.count("impl") == 1


def leaves_of(count):
    """What stands before and behind each of some bodies that are the leaves of one tree."""
    if count == 1:
        # Called in its place, so that `return` is its own.
        return [("(move || {", "})()")]
    half = (count + 1) // 2
    sides = ("Left", leaves_of(half)), ("Right", leaves_of(count - half))
    return [(f"crate::mutants::Either::{side}({before}", f"{behind})") for side, leaves in sides for before, behind in leaves]


def body_of(text, begin, end):
    """Where the body of a function begins and ends, inside its braces."""
    place, depth, named = begin, 0, False
    while True:
        char = text[place]
        if (after := after_literal(text, place)) is not None:
            place = after
            continue
        if not named and text.startswith("#[", place):
            place = after_attribute(text, place)
            continue
        if not named and re.match(r"\bfn\b", text[place:]) and not (text[place - 1].isalnum() or text[place - 1] == "_"):
            named = True
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "{" and named and depth == 0:
            return place + 1, end - 1
        place += 1


def after_attribute(text, place):
    depth = 0
    while True:
        if (after := after_literal(text, place)) is not None:
            place = after
            continue
        depth += {"[": 1, "]": -1}.get(text[place], 0)
        place += 1
        if depth == 0 and text[place - 1] == "]":
            return place


LITERAL = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | "(?:[^"\\]|\\.)*" | r(\#*)".*?"\1 | '(?:[^'\\\n]|\\[^\n]+?)'""", re.VERBOSE | re.DOTALL
)


def after_literal(text, place):
    """Behind a comment, a string or a character that begins here."""
    if text[place] not in "/\"r'":
        return None
    if text[place] == "r" and (text[place - 1].isalnum() or text[place - 1] == "_"):
        return None
    found = LITERAL.match(text, place)
    return found.end() if found else None
