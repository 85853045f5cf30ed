"""Every mutant of `src/` against the tests that reach it: `run.py FOLDER [PREFIX...]`, some hours on two cores.

cargo-mutants lists the mutants, and would build the crate once for each, which takes days. Here all of them are
built together (see switch.py), what does not compile is left out as not viable, every test and every example of the
documentation is run once alone to learn which functions it reaches, and then each mutant meets those, the quick ones
first, until one fails. The few that cannot stand behind the switch are built one by one.

FOLDER keeps what was built and found, so that a run goes on where it was stopped; what was found of a file that has
changed since is forgotten. `lives.txt` there names the mutants that live. PREFIX limits the mutants to files.
MUTANTS_ALONE=0 leaves out those that are built one by one. The last line counts the killed and those not met. Ends with
an error below 95 % killed.
"""

import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import zip_longest
from pathlib import Path

from switch import switched

ROOT = Path(__file__).resolve().parents[2]
LEAST = 95.0
# Most of its memory a mutant may ask for, in bytes; one that allocates for ever is found.
MEMORY = 4 << 30
# They read sources, build crates or last long, and say nothing of a mutant that others do not.
LEFT_OUT = ("layers::", "outside::nothing_outside_is_asked", "api::", "worst_cases::")
ENVIRONMENT = {
    **os.environ,
    "RUSTC_BOOTSTRAP": "1",
    "RUSTFLAGS": "-Awarnings",
    "CARGO_PROFILE_DEV_DEBUG": "0",
    "CARGO_PROFILE_TEST_DEBUG": "0",
    # Built once, run ten thousand times.
    "CARGO_PROFILE_DEV_OPT_LEVEL": "1",
    "CARGO_PROFILE_TEST_OPT_LEVEL": "1",
    "CLINIC_PATIENTS": "10",
    "PROPTEST_CASES": "32",
    "PROPTEST_MAX_SHRINK_ITERS": "0",
}


def main():
    work, prefixes = Path(sys.argv[1]).resolve(), tuple(sys.argv[2:]) or ("",)
    work.mkdir(parents=True, exist_ok=True)
    mutants = listed()
    copy = work / "switched"
    whole, dropped = built(copy, mutants, work / "dropped.json")
    tests = reaching(copy, work / "reached.json")
    print(f"{len(mutants)} mutants, {len(dropped)} do not compile, {len(tests)} tests", flush=True)

    verdicts = Verdicts(work / "verdicts.json", mutants)
    alone = set(whole.alone)
    wanted = [m for m in mutants if m["file"].startswith(prefixes) and m["number"] not in dropped]
    behind = in_turn([m for m in wanted if m["number"] not in alone and verdicts.wants(m)])
    # Those that lived take longest.
    behind.sort(key=lambda m: m["name"] in verdicts.of)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda m: verdicts.put(m, met(copy, tests, whole.functions[m["number"]], m)), behind):
            pass
    plain = fresh_copy(work / "plain")
    of_file = {}
    for mutant in mutants:
        of_file.setdefault(mutant["file"], set()).add(whole.functions.get(mutant["number"]))
    for mutant in wanted if os.environ.get("MUTANTS_ALONE") != "0" else []:
        if mutant["number"] in alone and verdicts.wants(mutant):
            verdicts.put(mutant, built_alone(plain, tests, of_file[mutant["file"]], mutant))
    sys.exit(verdicts.report(work / "lives.txt", wanted))


def listed():
    command = ["cargo", "mutants", "--package", "aso-regimen", "--list", "--json"]
    mutants = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    seen = Counter()
    for number, mutant in enumerate(mutants, 1):
        mutant["number"] = number
        # Without line and column, so that what was found holds when lines move.
        name = re.sub(r":\d+:\d+: ", ": ", mutant["name"], count=1)
        seen[name] += 1
        mutant["name"] = f"{name}, {seen[name]}"
    return mutants


def in_turn(mutants):
    """One of each module in turn, in a random order inside, so that a run that is stopped has met a sample of each."""
    modules = {}
    for mutant in random.Random(1).sample(mutants, len(mutants)):
        modules.setdefault(module_of(mutant), []).append(mutant)
    return [mutant for row in zip_longest(*modules.values()) for mutant in row if mutant]


def module_of(mutant):
    return mutant["file"].split("/")[1]


def fresh_copy(folder, texts=None):
    """What git knows of, as it is now or with other texts by path, beside what was built there before.

    A file that stays the same keeps its time, so that it is not built again.
    """
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    keep = {folder / file for file in files}
    for old in folder.glob("*"):
        for file in [] if old.name == "target" else [old, *old.rglob("*")]:
            if file.is_file() and file not in keep:
                file.unlink()
    for file in files:
        new = texts[file].encode() if texts and file in texts else (ROOT / file).read_bytes()
        if not (folder / file).exists() or (folder / file).read_bytes() != new:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(new)
            shutil.copymode(ROOT / file, folder / file)
    return folder


def cargo(folder, *arguments):
    """The messages of a command of cargo, and whether it succeeded."""
    command = ["cargo", *arguments, "--all-features", "--quiet", "--message-format=json"]
    ran = subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith(b"{")], ran.returncode == 0


def built(copy, mutants, kept):
    """The library with every mutant that compiles."""
    known = json.loads(kept.read_text()) if kept.exists() else []
    names = {m["name"]: m["number"] for m in mutants}
    dropped = {names[name] for name in known if name in names}
    while True:
        whole = switched(lambda path: (ROOT / path).read_text(), mutants, dropped)
        fresh_copy(copy, whole.texts)
        messages, success = cargo(copy, "build", "--lib")
        if success:
            by_number = {m["number"]: m["name"] for m in mutants}
            kept.write_text(json.dumps(sorted(by_number[number] for number in dropped)))
            return whole, dropped
        errors = [m["message"] for m in messages if m["reason"] == "compiler-message" and m["message"]["level"] == "error"]
        found = set().union(*(guilty(whole, error) for error in errors))
        if not found:
            sys.exit("the copy does not compile:\n" + "\n".join(error["rendered"] for error in errors[:5]))
        dropped |= found


def guilty(whole, error):
    """The mutants that an error of the compiler is about."""
    for span in sorted(error["spans"], key=lambda span: not span["is_primary"]):
        while span:
            if mutants := whole.mutants_at(span["file_name"], span["line_start"]):
                return mutants
            span = (span.get("expansion") or {}).get("span")
    return set()


class Test:
    """One of a program of tests by its name, or one of the examples of the documentation by its number."""

    def __init__(self, program, name=None, example=None):
        self.program, self.name, self.example = program, name, example
        self.seconds, self.functions = 0.0, set()

    def learn(self, folder):
        """Runs it alone, without a mutant: its seconds of processor time, and the functions that it reaches."""
        with tempfile.NamedTemporaryFile() as log:
            command, environment = run_of([self])
            environment["MUTANT_LOG"] = log.name
            ran = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, used = os.wait4(ran.pid, 0)
            ran.returncode = os.waitstatus_to_exitcode(status)
            self.seconds = used.ru_utime + used.ru_stime
            self.functions = {int(line) for line in log.read().split()}
        if ran.returncode and self.name:
            sys.exit(f"without a mutant, {self.name} fails")
        return ran.returncode == 0


def run_of(tests):
    """The command and environment of tests of one program, or of one example."""
    first = tests[0]
    if first.example is not None:
        return [first.program], {**ENVIRONMENT, "RUSTDOC_DOCTEST_RUN_NB_TEST": str(first.example)}
    return [first.program, "--exact", "--test-threads=1", *(test.name for test in tests)], {**ENVIRONMENT}


def examples(copy):
    """The examples of the documentation, which rustdoc makes one program of."""
    folder = copy / "target" / "examples of the documentation"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    flags = ["-Awarnings", "-Zunstable-options", "--no-run", "--persist-doctests", str(folder)]
    environment = {**ENVIRONMENT, "CARGO_ENCODED_RUSTDOCFLAGS": "\x1f".join(flags)}
    command = ["cargo", "test", "--all-features", "--quiet", "--package", "aso-regimen", "--doc"]
    subprocess.run(command, cwd=copy, env=environment, check=True, stdout=subprocess.DEVNULL)
    [program] = folder.glob("merged_doctest_*/rust_out")
    [source] = program.parent.glob("doctest_runner_*.rs")
    return [Test(program, example=number) for number in range(source.read_text().count("tests.push("))]


def reaching(copy, kept):
    """Every test and example with the functions that it reaches, the quick ones first."""
    messages, success = cargo(copy, "test", "--no-run", "--lib", "--tests")
    assert success, "the tests compile"
    tests = []
    for message in messages:
        program = message.get("executable")
        if not program or message["target"]["name"] == "compile_fail":
            continue
        names = subprocess.run([program, "--list", "--format=terse"], cwd=copy, stdout=subprocess.PIPE, text=True).stdout
        names = [line.removesuffix(": test") for line in names.splitlines() if line.endswith(": test")]
        tests += [Test(program, name) for name in names if not name.startswith(LEFT_OUT)]
    programs = {test.program: os.path.getmtime(test.program) for test in tests} | {"tests": len(tests)}
    known = json.loads(kept.read_text()) if kept.exists() else {}
    if known.get("programs") != programs:
        tests += examples(copy)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            passed = list(pool.map(lambda test: test.learn(copy), tests))
        # An example that should panic fails alone.
        tests = [test for test, passes in zip(tests, passed) if passes]
        rows = [[str(test.program), test.name, test.example, test.seconds, sorted(test.functions)] for test in tests]
        kept.write_text(json.dumps({"programs": programs, "tests": rows}))
    else:
        tests = []
        for program, name, example, seconds, functions in known["tests"]:
            test = Test(program, name, example)
            test.seconds, test.functions = seconds, set(functions)
            tests.append(test)
    return sorted(tests, key=lambda test: test.seconds)


# How many mutants of a file a test has killed: it is likely to kill others there.
KILLED = Counter()


def met(copy, tests, function, mutant):
    """What the tests say of a mutant."""
    own = [test for test in tests if function in test.functions]
    if not own:
        return "unreached"
    own.sort(key=lambda test: -KILLED[mutant["file"], test])
    for part in batches(own):
        seconds = 2 + int(10 * sum(test.seconds for test in part))
        command, environment = run_of(part)
        environment["MUTANT"] = str(mutant["number"])
        limits = partial(limited, seconds)
        ran = subprocess.Popen(command, cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=limits)
        try:
            output, _ = ran.communicate(timeout=20 * seconds)
        except subprocess.TimeoutExpired:
            ran.kill()
            ran.communicate()
            return "endless"
        if ran.returncode == -signal.SIGXCPU:
            return "endless"
        if ran.returncode:
            failed = [test for test in part if len(part) == 1 or f"test {test.name} ... FAILED".encode() in output]
            KILLED.update((mutant["file"], test) for test in failed)
            return "killed"
    return "lives"


def limited(seconds):
    """Limits of memory and of processor time, which other programs on the machine do not use up."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def batches(tests):
    """Tests of one program that take half a second together, or one that takes longer; examples one by one."""
    while tests:
        part, seconds = [tests[0]], tests[0].seconds
        for test in tests[1:] if tests[0].example is None else []:
            if test.program == tests[0].program and seconds + test.seconds < 0.5:
                part.append(test)
                seconds += test.seconds
        yield part
        tests = [test for test in tests if test not in part]


def built_alone(plain, tests, functions, mutant):
    """What all tests say of a mutant that is built by itself, first those programs that most often reach its file."""
    reach = Counter({test.program: 0 for test in tests if test.example is None})
    reach.update(test.program for test in tests if test.example is None and functions & test.functions)
    programs = [Path(program).name.rsplit("-", 1)[0] for program, _ in reach.most_common()]
    path = plain / mutant["file"]
    text = path.read_text()
    begins = [0] + [place + 1 for place, char in enumerate(text) if char == "\n"]
    first, last = (begins[end["line"] - 1] + end["column"] - 1 for end in (mutant["span"]["start"], mutant["span"]["end"]))
    path.write_text(text[:first] + mutant["replacement"] + text[last:])
    try:
        if not cargo(plain, "build", "--lib")[1]:
            return "not viable"
        skips = [argument for name in LEFT_OUT for argument in ("--skip", name)]
        run = partial(subprocess.run, cwd=plain, env=ENVIRONMENT, capture_output=True)
        for program in programs:
            target = ["--lib"] if program == "aso_regimen" else ["--package", "aso-regimen-tests", "--test", program]
            command = ["cargo", "test", "--all-features", "--quiet", *target]
            # One that never ends fails by its limit.
            if run([*command, "--no-run"]).returncode or run([*command, "--", *skips], preexec_fn=partial(limited, 600)).returncode:
                return "killed"
        return "lives"
    finally:
        path.write_text(text)


class Verdicts:
    """What was found, kept in a file: the verdict of each mutant by its name, beside the hash of the source that it met."""

    def __init__(self, path, mutants):
        self.path, self.lock = path, threading.Lock()
        files = {mutant["file"] for mutant in mutants}
        hashes = {file: hashlib.sha256((ROOT / file).read_bytes()).hexdigest()[:16] for file in files}
        self.source = {mutant["name"]: hashes[mutant["file"]] for mutant in mutants}
        kept = json.loads(path.read_text()) if path.exists() else {}
        self.of = {name: verdict for name, (source, verdict) in kept.items() if self.source.get(name) == source}

    def wants(self, mutant):
        """Not met yet; or it lived, and there may be new tests."""
        return self.of.get(mutant["name"]) in (None, "lives", "unreached")

    def put(self, mutant, verdict):
        with self.lock:
            self.of[mutant["name"]] = verdict
            self.path.write_text(json.dumps({name: [self.source[name], verdict] for name, verdict in self.of.items()}))

    def report(self, lives, wanted):
        """Prints a row for each module and one line about all; 1 where too few are killed."""
        met = [(mutant, self.of[mutant["name"]]) for mutant in wanted if mutant["name"] in self.of]
        modules = {}
        for mutant, verdict in met:
            if verdict != "not viable":
                modules.setdefault(module_of(mutant), Counter())[verdict in ("killed", "endless")] += 1
        for module, counts in sorted(modules.items()):
            print(f"| `{module}` | {counts.total()} | {counts[True]} | {100 * counts[True] / counts.total():.1f} % |")
        left = [mutant["name"] for mutant, verdict in met if verdict in ("lives", "unreached")]
        lives.write_text("".join(name + "\n" for name in left))
        counts = sum(modules.values(), Counter())
        share = 100 * counts[True] / max(counts.total(), 1)
        print(f"{counts[True]} of {counts.total()} viable mutants killed, {share:.1f} %; {len(wanted) - len(met)} not met")
        return share < LEAST


if __name__ == "__main__":
    main()
