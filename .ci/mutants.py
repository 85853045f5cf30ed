"""One line about a run of cargo-mutants; ends with an error below a share of mutants killed."""

import json
import sys
from collections import Counter
from pathlib import Path

folder, bound = Path(sys.argv[1]), float(sys.argv[2])
outcomes = json.loads((folder / "outcomes.json").read_text())["outcomes"]
kinds = Counter()
modules = {}
for outcome in outcomes:
    if outcome["scenario"] == "Baseline" or outcome["summary"] == "Unviable":
        continue
    file = outcome["scenario"]["Mutant"]["file"]
    killed = outcome["summary"] in ("CaughtMutant", "Timeout")
    kinds[killed] += 1
    modules.setdefault(file, Counter())[killed] += 1

share = 100 * kinds[True] / (kinds[True] + kinds[False])
for file, counts in sorted(modules.items()):
    print(f"| `{file}` | {counts.total()} | {counts[True]} |", file=sys.stderr)
print(f"{kinds[True]} of {kinds.total()} viable mutants killed, {share:.1f} %")
sys.exit(share < bound)
