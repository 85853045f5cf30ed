"""Runs the models of the R package nlmixr2lib, for people of several covariates, without R.

    git clone https://github.com/nlmixr2/nlmixr2lib
    pip install numpy==2.4.6 scipy==1.17.1
    python tests/kinetics/reference/nlmixr2lib.py nlmixr2lib/inst/modeldb/specificDrugs > tests/kinetics/reference/nlmixr2lib.txt

Each model file is read as it is: the statements of its `ini` and `model` blocks are evaluated one by one, with all random
effects at 0, and its differential equations are integrated (LSODA). The package is under the GPL: nothing of it is here but
the concentrations that its models give. Read on 26 November 2026: Luu_2017_nusinersen.R at commit 3b73055,
Biliouris_2018_nusinersen.R at 08ff0ed, Yamamoto_2023_tominersen.R at 12213d3.
"""

import math
import re
import sys
from pathlib import Path

import numpy as np
from scipy import __version__ as scipy_version
from scipy.integrate import solve_ivp

DAYS = [0, 14, 28, 56, 84]
SAMPLES = [0.25, 1, 13, 57, 100]
CASES = [
    ("Luu_2017_nusinersen", 12, {"WT": 15.2}, ["Ccsf", "Ccns", "Cc", "Cp"]),
    ("Luu_2017_nusinersen", 12, {"WT": 70.0}, ["Ccsf", "Ccns", "Cc", "Cp"]),
    ("Biliouris_2018_nusinersen", 12, {"WT": 5.0, "AGE": 1 / 6}, ["Ccsf", "Ccerv", "Cthor", "Clumb", "Cpons", "Cbrain", "Cc"]),
    ("Biliouris_2018_nusinersen", 12, {"WT": 20.0, "AGE": 5.0}, ["Ccsf", "Ccerv", "Cthor", "Clumb", "Cpons", "Cbrain", "Cc"]),
    ("Yamamoto_2023_tominersen", 120, {"WT": 75.0, "AGE": 49.0, "SEXF": 0, "ADA_POS": 0, "CSF_TPRO": 0.35}, ["Ccsf", "Cc"]),
    ("Yamamoto_2023_tominersen", 120, {"WT": 60.0, "AGE": 60.0, "SEXF": 1, "ADA_POS": 1, "CSF_TPRO": 0.5}, ["Ccsf", "Cc"]),
]


def block(text, name):
    """The statements within `name({ ... })`, comments and labels removed, lines that go on joined."""
    start = text.index(name + "({") + len(name) + 2
    depth, end = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    lines = [line.split("#")[0].strip() for line in text[start : end - 1].splitlines()]
    statements = []
    for line in filter(None, lines):
        line = line.split(";")[0].strip()
        before = statements[-1] if statements else ""
        goes_on = before.endswith(("+", "-", "*", "/", ",")) or before.count("(") > before.count(")")
        if goes_on:
            statements[-1] = before + " " + line
        else:
            statements.append(line)
    return statements


class Model:
    def __init__(self, path):
        text = path.read_text()
        self.known = {"exp": math.exp, "log": math.log, "sqrt": math.sqrt, "fixed": lambda x: x,
                      "ifelse": lambda condition, yes, no: yes if condition else no}
        for statement in block(text, "ini"):
            if "~" in statement:
                self.known[statement.split("~")[0].strip()] = 0.0
            elif "<-" in statement:
                name, value = statement.split("<-", 1)
                self.known[name.strip()] = eval(value.replace("^", "**"), {}, dict(self.known))
        self.steps, self.states, self.scale = [], [], 1.0
        for statement in block(text, "model"):
            if "<-" not in statement:
                continue
            name, value = (part.strip() for part in statement.split("<-", 1))
            code = compile(value.replace("^", "**"), statement, "eval")
            if flow := re.fullmatch(r"d/dt\((\w+)\)", name):
                self.states.append(flow[1])
                self.steps.append(("d " + flow[1], code))
            elif re.fullmatch(r"f\(csf\)", name):
                self.scale = eval(code)
            else:
                self.steps.append((name, code))

    def evaluate(self, amounts, covariates):
        scope = dict(self.known) | covariates | dict(zip(self.states, amounts))
        for name, code in self.steps:
            scope[name] = eval(code, {}, scope)
        return scope

    def run(self, mg, covariates, wanted):
        def flow(_, amounts):
            scope = self.evaluate(amounts, covariates)
            return [scope["d " + state] for state in self.states]

        amounts, now = np.zeros(len(self.states)), 0.0
        events = sorted([(24.0 * day, True) for day in DAYS] + [(24.0 * day, False) for day in SAMPLES])
        for hour, is_dose in events:
            if hour > now:
                found = solve_ivp(flow, (now, hour), amounts, method="LSODA", rtol=1e-11, atol=1e-14)
                amounts, now = found.y[:, -1], hour
            if is_dose:
                amounts[self.states.index("csf")] += self.scale * mg
            else:
                scope = self.evaluate(amounts, covariates)
                yield hour / 24.0, [scope[name] for name in wanted]


if __name__ == "__main__":
    print(f"# numpy {np.__version__}, scipy {scipy_version}")
    for number, (name, mg, covariates, wanted) in enumerate(CASES):
        model = Model(Path(sys.argv[1]) / f"{name}.R")
        for day, levels in model.run(mg, covariates, wanted):
            print(number, f"{day:g}", *(f"{level:.12g}" for level in levels), sep=";")
