"""One line about a report of cargo-llvm-cov: the whole, and every file of src/ below the bound."""

import json
import sys

BOUND = 90.0

data = json.load(open(sys.argv[1]))["data"][0]
files = {file["filename"].split("/src/", 1)[1]: file["summary"]["lines"] for file in data["files"]}
low = sorted((lines["percent"], name) for name, lines in files.items() if lines["percent"] < BOUND)
named = ", ".join(f"{name} {percent:.0f} %" for percent, name in low) or "none"
print(f"{data['totals']['lines']['percent']:.1f} % of lines without doctests; files below {BOUND:.0f} %: {named}")
