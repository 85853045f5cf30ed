"""One line about a report of cargo-llvm-cov in the form of lcov: the whole, and every file of src/ below the bound.

A generic function counts once, whatever it is used for. Below the bounds it fails and names the lines that nothing runs.
"""

import sys
from collections import defaultdict
from pathlib import Path

WHOLE = 98.0
FILE = 92.0

# One `const fn`, which the compiler runs and no test can.
COMPILED = {"interchange/sdtm/mod.rs"}

src = f"{Path(__file__).resolve().parent.parent / 'src'}/"
runs = defaultdict(dict)
file = ""
for line in open(sys.argv[1]):
    key, _, value = line.strip().partition(":")
    if key == "SF":
        file = value
    elif key == "DA" and file.startswith(src):
        number, count = value.split(",")[:2]
        runs[file.removeprefix(src)][int(number)] = int(count)

missed = {file: [number for number, count in lines.items() if count == 0] for file, lines in runs.items()}
percent = {file: 100 - 100 * len(missed[file]) / len(lines) for file, lines in runs.items()}
whole = 100 - 100 * sum(map(len, missed.values())) / sum(map(len, runs.values()))
low = sorted((percent, file) for file, percent in percent.items() if percent < FILE and file not in COMPILED)
named = ", ".join(f"{file} {percent:.0f} %" for percent, file in low) or "none"
print(f"{whole:.1f} % of lines without doctests; files below {FILE:.0f} %: {named}")
if low or whole < WHOLE:
    lines = "\n".join(f"{file}: {', '.join(map(str, missed[file]))}" for _, file in low)
    sys.exit(f"expected at least {WHOLE:.0f} % of lines, and {FILE:.0f} % of each file; nothing runs\n{lines}")
