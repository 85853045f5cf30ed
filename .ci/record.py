"""Puts lines of a table into the record, each in the place of the line that began the same.

What was measured before stays where a step was skipped.
"""

import sys
from pathlib import Path

HEAD = """# Gates of a release

Rows are written by `.ci/release`: what each step measured, when, and at which commit. The outcome of a row that was run
or completed by hand says so.

| step | outcome | date | commit |
|---|---|---|---|
"""

path, *lines = sys.argv[1:]
record = Path(path)
old = record.read_text().splitlines() if record.exists() else []
rows = {row.split("|")[1]: row for row in old if row.startswith("| ") and not row.startswith("| step")}
for line in lines:
    _, step, outcome, *_ = line.split("|")
    if step not in rows or not outcome.startswith(" skipped"):
        rows[step] = line
record.write_text(HEAD + "\n".join(rows.values()) + "\n")
