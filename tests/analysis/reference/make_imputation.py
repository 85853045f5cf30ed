"""Makes imputation.json: arms with missing values, what an independent program draws for them from the same streams,
and how imputed values are distributed: in closed form, by scikit-learn's IterativeImputer and by statsmodels' MICE.

    pip install numpy scipy scikit-learn statsmodels pandas
    python make_imputation.py > imputation.json

The versions that ran are in the file. The Rust tests read the file and need no Python.
"""

import json
import platform
import sys
import warnings

import numpy as np
import pandas as pd
import scipy
import sklearn
import statsmodels
from scipy import special
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from statsmodels.imputation.mice import MICEData

MASK = 2**64 - 1


def rotated(x, by):
    return ((x << by) | (x >> (64 - by))) & MASK


def step(s):
    """One step of xoshiro256++ (Blackman and Vigna, ACM Trans Math Softw 2021;47:36)."""
    s0, s1, s2, s3 = s
    t = (s1 << 17) & MASK
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    return (s0, s1, s2 ^ t, rotated(s3, 45))


def to_bits(s):
    return np.array([(word >> bit) & 1 for word in s for bit in range(64)], dtype=np.float32)


def from_bits(bits):
    bits = bits.astype(int)
    return tuple(sum(int(bits[64 * word + bit]) << bit for bit in range(64)) for word in range(4))


def powers():
    """The step is linear over bits: its matrix, squared 128 and 192 times, jumps 2^128 and 2^192 steps."""
    units = [tuple((1 << (at % 64)) if word == at // 64 else 0 for word in range(4)) for at in range(256)]
    matrix = np.stack([to_bits(step(unit)) for unit in units], axis=1)
    found = {}
    for times in range(1, 193):
        matrix = (matrix @ matrix) % 2
        if times in (128, 192):
            found[times] = matrix
    return found[128], found[192]


JUMP, LONG_JUMP = powers()


def jumped(state, matrix, times):
    bits = to_bits(state)
    for _ in range(times):
        bits = (matrix @ bits) % 2
    return from_bits(bits)


def seeded(seed):
    """Four numbers of SplitMix64."""
    state = []
    for _ in range(4):
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        state.append(z ^ (z >> 31))
    return tuple(state)


class Stream:
    def __init__(self, seed, data_set, arm):
        self.state = jumped(jumped(seeded(seed), LONG_JUMP, data_set - 1), JUMP, arm)

    def bits(self):
        s = self.state
        self.state = step(s)
        return (rotated((s[0] + s[3]) & MASK, 23) + s[0]) & MASK

    def normal(self):
        return float(special.ndtri(((self.bits() >> 11) + 0.5) * 2.0**-53))

    def below(self, bound):
        return (self.bits() * bound) >> 64


def fill(stream, columns, visit, missing, donors):
    """The missing values of a visit by its regression on complete columns: new values, and the rows they come from."""
    there = ~missing
    x, y = np.column_stack([column[there] for column in columns]), visit[there]
    q, r = np.linalg.qr(x)
    fitted = np.linalg.solve(r, q.T @ y)
    freedom = len(y) - x.shape[1]
    residuals = y - x @ fitted
    sd = np.sqrt(residuals @ residuals / sum(stream.normal() ** 2 for _ in range(freedom)))
    drawn = fitted + sd * np.linalg.solve(r, [stream.normal() for _ in columns])
    expected = np.column_stack([column[missing] for column in columns]) @ drawn
    if donors is None:
        return np.array([mean + sd * stream.normal() for mean in expected]), None
    rows = np.flatnonzero(there)
    others = list(zip(x @ fitted, rows))
    for last in range(len(others) - 1, 0, -1):
        at = stream.below(last + 1)
        others[last], others[at] = others[at], others[last]
    others.sort(key=lambda one: one[0])
    chosen = []
    for mean in expected:
        near = sorted(others, key=lambda one: abs(one[0] - mean))[:donors]
        near.sort(key=lambda one: one[0])
        chosen.append(near[stream.below(donors)][1])
    return visit[chosen], np.array(chosen)


def impute(arm, place, plan, data_set):
    """An arm of a data set, visits as rows; NaN is missing."""
    stream = Stream(plan["seed"], data_set, place)
    scale = np.log if plan["on_logarithms"] else (lambda x: x)
    fixed = [np.ones(len(arm["baselines"])), scale(np.array(arm["baselines"]))]
    fixed += [np.array(column) for column in arm["covariates"]]
    raw = np.array(arm["visits"], dtype=float)
    missing = np.isnan(raw)
    scaled = scale(raw)
    donors = plan["donors"]
    if plan["iterations"]:
        for v in range(len(raw)):
            rows = np.flatnonzero(~missing[v])
            for row in np.flatnonzero(missing[v]):
                scaled[v, row] = scaled[v, rows[stream.below(len(rows))]]
    for _ in range(plan["iterations"] or 1):
        for v in range(len(raw)):
            if not missing[v].any():
                continue
            others = [scaled[w] for w in range(len(raw)) if (w != v if plan["iterations"] else w < v)]
            new, rows = fill(stream, fixed + others, scaled[v], missing[v], donors)
            scaled[v, missing[v]] = new
            back = np.exp(new) if plan["on_logarithms"] else new
            raw[v, missing[v]] = back if rows is None else raw[v, rows]
    return raw.tolist()


def arm(random, n, visits, share, gaps=0.0, covariates=0):
    """Logs of a biomarker; who is high is more likely to leave, `share` of all values are then missing."""
    baselines = np.exp(random.normal(4.0, 0.5, n))
    extra = [np.round(random.normal(55, 9, n), 1) for _ in range(covariates)]
    before = np.log(baselines)
    columns = []
    for _ in range(visits):
        before = 0.5 + 0.85 * before + sum(0.01 * (column - 55) for column in extra) + random.normal(0, 0.25, n)
        columns.append(np.exp(before))
    columns = np.round(np.array(columns), 3)
    hazard = 1.0
    for _ in range(150):
        gone = np.zeros(n, bool)
        values = columns.copy()
        score = random.normal(0, 1, (visits, n))
        for v in range(visits):
            last = np.log(baselines if v == 0 else columns[v - 1])
            gone |= 0.8 * (last - 4.0) + score[v] > hazard
            values[v, gone] = np.nan
        hazard += 0.02 if np.isnan(values).mean() > share else -0.02
    if gaps:
        values[random.random(values.shape) < gaps] = np.nan
    return {
        "baselines": np.round(baselines, 3).tolist(),
        "covariates": [column.tolist() for column in extra],
        "visits": [[None if np.isnan(x) else x for x in column] for column in values],
    }


def drawn(seed, sizes, visits, plan, gaps=0.0, covariates=0):
    random = np.random.default_rng(seed)
    arms = [arm(random, n, visits, 0.2, gaps, covariates) for n in sizes]
    numbers = [1, 7]
    return {
        "plan": plan,
        "arms": arms,
        "data_sets": [
            {"number": number, "arms": [impute(one, place, plan, number) for place, one in enumerate(arms)]}
            for number in numbers
        ],
    }


def moments(one):
    """Mean and variance of each imputed value over all data sets, in closed form, for a monotone arm on logarithms.

    With proper imputation E(b) is the fitted b, and cov(b) = E(s^2) (X'X)^-1 with E(s^2) = RSS / (n - p - 2). Imputed values of the
    visits before are themselves random, independent of b: their means and covariances go along from visit to visit."""
    visits = np.log(np.array(one["visits"], dtype=float))
    missing = np.isnan(visits)
    fixed = [np.ones(len(one["baselines"])), np.log(one["baselines"])] + [np.array(c) for c in one["covariates"]]
    n = len(one["baselines"])
    mean = np.array([np.column_stack(fixed)[row] for row in range(n)])
    spread = np.zeros((n, len(fixed), len(fixed)))
    cells = []
    for v in range(len(visits)):
        there = ~missing[v]
        x, y = mean[there], visits[v][there]
        inverse = np.linalg.inv(x.T @ x)
        b = inverse @ x.T @ y
        residuals = y - x @ b
        variance = residuals @ residuals / (len(y) - x.shape[1] - 2)
        wider = np.zeros((n, x.shape[1] + 1, x.shape[1] + 1))
        wider[:, :-1, :-1] = spread
        column = visits[v].copy()
        for row in np.flatnonzero(missing[v]):
            of, around = mean[row], spread[row]
            column[row] = of @ b
            squares = np.outer(of, of) + around
            wider[row, -1, -1] = variance * (1 + np.trace(inverse @ squares)) + b @ around @ b
            wider[row, -1, :-1] = wider[row, :-1, -1] = around @ b
            cells.append({"visit": v, "row": int(row), "mean": column[row], "variance": wider[row, -1, -1]})
        mean, spread = np.column_stack([mean, column]), wider
    return cells


class TypeOne(MICEData):
    """statsmodels matches by the drawn coefficients on both sides; type 1 has the fitted ones for those with a value."""

    def perturb_params(self, vname):
        super().perturb_params(vname)
        model, fitted = self.models[vname], self.results[vname].params
        rows = len(self.ix_obs[vname])

        class Predicting:
            @staticmethod
            def predict(params, exog, **_):
                return model.predict(fitted if len(exog) == rows else params, exog)

        self.models[vname] = Predicting


def summary(data_sets):
    """Of the imputed values of a visit, by data set: their mean and variance over all, each with its Monte Carlo error."""
    values = np.array(data_sets)
    mean = values.mean()
    squares = ((values - mean) ** 2).mean(axis=1)
    error = lambda by_data_set: float(np.std(by_data_set, ddof=1) / np.sqrt(len(by_data_set)))
    return {
        "mean": float(mean),
        "mean_error": error(values.mean(axis=1)),
        "variance": float(squares.mean()),
        "variance_error": error(squares),
    }


def others(one, data_sets):
    """Monotone imputation on logarithms by other programs, each visit from the baseline and the filled visits before."""
    visits = np.log(np.array(one["visits"], dtype=float))
    missing = np.isnan(visits)
    np.random.seed(1)

    def by_sklearn(table, seed):
        imputer = IterativeImputer(sample_posterior=True, max_iter=1, random_state=seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return imputer.fit_transform(table)[:, -1]

    def by_statsmodels(table, _):
        names = [f"x{column}" for column in range(table.shape[1])]
        data = TypeOne(pd.DataFrame(table, columns=names), k_pmm=5)
        data.update_all(1)
        return data.data[names[-1]].to_numpy()

    found = {}
    for name, impute_last in (("sklearn", by_sklearn), ("statsmodels", by_statsmodels)):
        imputed = [[] for _ in visits]
        for data_set in range(data_sets):
            table = np.log(one["baselines"])[:, None]
            for v in range(len(visits)):
                filled = impute_last(np.column_stack([table, visits[v]]), 10 * data_set + v)
                imputed[v].append(filled[missing[v]])
                table = np.column_stack([table, filled])
        found[name] = [summary(of_visit) for of_visit in imputed]
    return found


def distribution():
    random = np.random.default_rng(71)
    one = arm(random, 300, 4, 0.2)
    share = np.isnan(np.array(one["visits"], dtype=float)).mean()
    print(f"{share:.3f} of the values are missing", file=sys.stderr)
    return {"arm": one, "share": share, "cells": moments(one), **others(one, 500)}


def plan(seed, donors=None, on_logarithms=False, iterations=None):
    return {"seed": seed, "donors": donors, "on_logarithms": on_logarithms, "iterations": iterations}


print(
    json.dumps(
        {
            "versions": {
                "python": platform.python_version(),
                "numpy": np.__version__,
                "scipy": scipy.__version__,
                "scikit-learn": sklearn.__version__,
                "statsmodels": statsmodels.__version__,
            },
            "drawn": [
                drawn(61, [30, 20], 3, plan(1)),
                drawn(62, [72, 36], 4, plan(2, on_logarithms=True)),
                drawn(63, [25, 18, 22], 3, plan(2**64 - 1, donors=5)),
                drawn(64, [40, 40], 3, plan(0, donors=3, on_logarithms=True), covariates=1),
                drawn(65, [28, 31], 4, plan(9, on_logarithms=True, iterations=5), gaps=0.05),
                drawn(66, [50, 44], 3, plan(10, donors=4, iterations=3), gaps=0.05),
                drawn(67, [60, 61], 5, plan(11, on_logarithms=True), covariates=2),
            ],
            "distribution": distribution(),
        },
        allow_nan=False,
        indent=None,
        separators=(",", ":"),
    )
)
