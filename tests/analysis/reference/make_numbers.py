"""Makes numbers.json: pooled estimates, wins over visits and in strata,
models of several arms and of dose proportionality, and what NumPy, SciPy and plain loops make of them.

    pip install numpy scipy statsmodels
    python make_numbers.py > numbers.json

The versions that ran are in the file. The Rust tests read the file and need no Python.
"""

import json
import platform

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats

LEVEL = 0.95


def interval(estimate, error, df):
    t = estimate / error
    reach = stats.t.isf((1 - LEVEL) / 2, df) * error
    return {
        "estimate": estimate,
        "error": error,
        "df": df if np.isfinite(df) else None,
        "low": estimate - reach,
        "high": estimate + reach,
        "p": 2 * stats.t.sf(abs(t), df),
    }


def pooled(seed, m, df):
    """The function `barnard.rubin` of mice 3.16, without its lower limit of 0.0001 on lambda."""
    random = np.random.default_rng(seed)
    estimates = np.round(random.normal(-3.0, 0.8, m), 6)
    errors = np.round(random.uniform(0.5, 2.0, m), 6)
    within = np.mean(errors**2)
    between = np.var(estimates, ddof=1)
    total = within + (1 + 1 / m) * between
    share = (1 + 1 / m) * between / total
    old = (m - 1) / share**2
    observed = (df + 1) / (df + 3) * df * (1 - share) if np.isfinite(df) else np.inf
    new = old if np.isinf(df) else old * observed / (old + observed)
    mean, error = np.mean(estimates), np.sqrt(total)
    return {
        "estimates": estimates.tolist(),
        "errors": errors.tolist(),
        "df": df if np.isfinite(df) else None,
        "barnard_rubin": interval(mean, error, new),
        "large_sample": interval(mean, error, old),
    }


def better(one, other, function_decides):
    """+1, -1 or 0, by the rules of the module `joint_rank`; each is (died, last day, changes or None)."""
    (died, day, changes), (other_died, other_day, other_changes) = one, other
    if died and other_died and day != other_day:
        return 1 if day > other_day else -1
    if other_died and not died and day >= other_day:
        return 1
    if died and not other_died and other_day >= day:
        return -1
    if (died or other_died) and not function_decides:
        return 0
    common = [v for v in range(len(changes)) if None not in (changes[v], other_changes[v])]
    if common:
        return int(np.sign(changes[common[-1]] - other_changes[common[-1]]))
    some, other_some = (any(c is not None for c in who) for who in (changes, other_changes))
    if some and other_died and not other_some:
        return 1
    if other_some and died and not some:
        return -1
    return 0


def people(random, n, shift):
    visits = [29, 57, 85, 113]
    result = []
    for _ in range(n):
        day = int(random.integers(20, 140))
        died = bool(random.random() < 0.3)
        slope = random.normal(-1.5 + shift, 1.0)
        changes = [
            int(round(slope * (v + 1))) if visit <= day and random.random() < 0.9 else None
            for v, visit in enumerate(visits)
        ]
        result.append((died, day, changes))
    return result


def wins(seed, sizes):
    """Each stratum is a matrix of pairs; its weight is n m / (n + m). Derivatives are by hand, sums by NumPy."""
    random = np.random.default_rng(seed)
    strata = [(people(random, n, 0.6), people(random, m, 0.0)) for n, m in sizes]
    result = {"strata": strata}
    for name, rule in (("by_function", True), ("tie", False)):
        pairs = [np.array([[better(a, b, rule) for b in two] for a in one]) for one, two in strata]
        weights = np.array([one.shape[0] * one.shape[1] / sum(one.shape) for one in pairs])
        weights /= weights.sum()
        won = sum(w * np.mean(one > 0) for w, one in zip(weights, pairs))
        lost = sum(w * np.mean(one < 0) for w, one in zip(weights, pairs))

        def line(estimate, by_won, by_lost):
            variance = 0.0
            for weight, one in zip(weights, pairs):
                slope = by_won * (one > 0) + by_lost * (one < 0)
                of_rows, of_columns = slope.mean(axis=1), slope.mean(axis=0)
                of_one = lambda shares: np.var(shares, ddof=1) / len(shares)
                variance += weight**2 * (of_one(of_rows) + of_one(of_columns))
            return interval(estimate, np.sqrt(variance), np.inf)

        odds = won + (1 - won - lost) / 2, lost + (1 - won - lost) / 2
        result[name] = {
            "wins": int(sum((one > 0).sum() for one in pairs)),
            "losses": int(sum((one < 0).sum() for one in pairs)),
            "ties": int(sum((one == 0).sum() for one in pairs)),
            "win_ratio": line(np.log(won / lost), 1 / won, -1 / lost),
            "win_odds": line(np.log(odds[0] / odds[1]), 0.5 / odds[0] + 0.5 / odds[1], -0.5 / odds[0] - 0.5 / odds[1]),
            "net_benefit": line(won - lost, 1.0, -1.0),
        }
    return result


def arms(seed, sizes, strata_of):
    """One model by statsmodels; least-squares means are averages of predictions over the strata."""
    random = np.random.default_rng(seed)
    doses = [0.0, 20.0, 40.0, 60.0, 100.0][: len(sizes)]
    rows = []
    for arm, n in enumerate(sizes):
        for _ in range(n):
            stratum = int(random.integers(0, strata_of))
            base = round(float(np.exp(random.normal(4.0, 0.5))), 3)
            value = round(float(base**0.8 * np.exp(0.8 - 0.004 * doses[arm] + 0.2 * stratum + random.normal(0, 0.3))), 3)
            rows.append((arm, base, stratum, value))
    arm, base, stratum, value = (np.array(column) for column in zip(*rows))
    dummies = lambda column, levels: [(column == level).astype(float) for level in levels]
    shift = dummies(stratum, range(1, strata_of))
    fit = sm.OLS(
        np.log(value), np.column_stack([np.ones(len(rows)), *dummies(arm, range(1, len(sizes))), np.log(base), *shift])
    ).fit()

    def line(weights):
        test = fit.t_test(weights)
        return interval(test.effect.item(), test.sd.item(), fit.df_resid)

    def at(a, s):
        return np.array(
            [1.0, *(float(a == b) for b in range(1, len(sizes))), np.mean(np.log(base)), *(float(s == t) for t in range(1, strata_of))]
        )

    observed = np.bincount(stratum, minlength=strata_of) / len(rows)
    mean = lambda a, w: sum(w[s] * at(a, s) for s in range(strata_of))
    equal = np.full(strata_of, 1 / strata_of)
    slopes = np.array(doses) - np.mean(doses)
    slopes /= np.sum(slopes**2)
    return {
        "doses": doses,
        "arms": [
            {
                "bases": base[arm == a].tolist(),
                "strata": [f"s{s}" for s in stratum[arm == a]],
                "values": value[arm == a].tolist(),
            }
            for a in range(len(sizes))
        ],
        "contrasts": [line(mean(a, equal) - mean(0, equal)) for a in range(1, len(sizes))],
        "last_two": line(mean(len(sizes) - 1, equal) - mean(len(sizes) - 2, equal)),
        "equal": [line(mean(a, equal)) for a in range(len(sizes))],
        "observed": [line(mean(a, observed)) for a in range(len(sizes))],
        "trend": line(sum(slope * mean(a, equal) for a, slope in enumerate(slopes))),
    }


def power(seed, n, exponent):
    random = np.random.default_rng(seed)
    doses = random.choice([10.0, 20.0, 35.0, 60.0, 100.0], n)
    areas = np.round(0.7 * doses**exponent * np.exp(random.normal(0, 0.25, n)), 4)
    line = stats.linregress(np.log(doses), np.log(areas))
    fold = np.log(doses.max() / doses.min())
    return {
        "doses": doses.tolist(),
        "areas": areas.tolist(),
        "exponent": interval(line.slope, line.stderr, n - 2),
        "ratio": interval((line.slope - 1) * fold, line.stderr * fold, n - 2),
    }


class Plain(json.JSONEncoder):
    def default(self, value):
        return value.item() if isinstance(value, np.generic) else super().default(value)


POOLED = [(11, 3, 2.0), (12, 5, 12.0), (13, 20, 96.5), (14, 2, 30.0), (15, 50, 7.25), (16, 10, np.inf)]
WINS = [
    (21, [(12, 10)]),
    (22, [(40, 20)]),
    (23, [(9, 11), (6, 14)]),
    (24, [(25, 12), (18, 9), (5, 4)]),
    (25, [(72, 36)]),
    (26, [(8, 30), (30, 8)]),
    (27, [(2, 2), (3, 2), (2, 5), (4, 3), (2, 2), (6, 9)]),
]
ARMS = [
    (31, [12, 10, 10, 10, 12], 2),
    (32, [7, 9], 2),
    (33, [30, 25, 28], 3),
    (34, [6, 8, 5, 7], 1),
    (35, [40, 12, 33, 20], 4),
]
POWER = [(41, 8, 1.0), (42, 12, 0.8), (43, 30, 1.2), (44, 60, 1.0), (45, 20, 0.5)]

print(
    json.dumps(
        {
            "versions": {
                "python": platform.python_version(),
                "numpy": np.__version__,
                "scipy": scipy.__version__,
                "statsmodels": statsmodels.__version__,
            },
            "pooled": [pooled(*one) for one in POOLED],
            "arms": [arms(*one) for one in ARMS],
            "power": [power(*one) for one in POWER],
            "wins": [wins(*one) for one in WINS],
        },
        cls=Plain,
        allow_nan=False,
        indent=None,
        separators=(",", ":"),
    )
)
