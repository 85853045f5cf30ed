"""Makes analysis.json: data sets, and what SciPy, statsmodels and plain loops make of them.

    pip install numpy scipy statsmodels
    python make_analysis.py > analysis.json

The versions that ran are in the file. The Rust tests read the file and need no Python.
"""

import json
import platform

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats

LEVELS = (0.95, 0.90)


def data_set(seed, first, second, shift):
    """Log-normal baselines and values, ages, whole changes of a score with ties, deaths and last days."""
    random = np.random.default_rng(seed)

    def arm(n, effect):
        baseline = np.exp(random.normal(4.0, 0.6, n))
        value = baseline**0.8 * np.exp(random.normal(0.9 + effect, 0.35, n))
        age = random.normal(50.0, 12.0, n)
        change = random.integers(-12, 4, n)
        last_day = random.integers(120, 230, n)
        died = random.random(n) < 0.25
        return {
            "baselines": np.round(baseline, 3).tolist(),
            "values": np.round(value, 3).tolist(),
            "ages": np.round(age, 1).tolist(),
            "changes": change.tolist(),
            "last_days": last_day.tolist(),
            "died": died.tolist(),
        }

    return arm(first, shift), arm(second, 0.0)


def interval(estimate, error, df, level):
    reach = stats.t.ppf(0.5 + level / 2, df) * error
    return {"level": level, "low": estimate - reach, "high": estimate + reach}


def line(estimate, error, df):
    t = estimate / error
    return {
        "estimate": estimate,
        "error": error,
        "df": df,
        "p": 2 * stats.t.sf(abs(t), df),
        "intervals": [interval(estimate, error, df, level) for level in LEVELS],
    }


def mean(numbers):
    return line(np.mean(numbers), stats.sem(numbers), len(numbers) - 1)


def two_sample(first, second, pooled):
    test = stats.ttest_ind(first, second, equal_var=pooled)
    estimate = np.mean(first) - np.mean(second)
    result = line(estimate, estimate / test.statistic, test.df)
    result["p"] = test.pvalue
    return result


def regression(response, columns):
    """Ordinary least squares; the columns are the first arm, then covariates."""
    design = sm.add_constant(np.column_stack(columns))
    fit = sm.OLS(response, design).fit()
    means = design.mean(axis=0)
    adjusted = []
    for arm in (1.0, 0.0):
        at = means.copy()
        at[1] = arm
        test = fit.t_test(at)
        adjusted.append({"estimate": test.effect.item(), "error": test.sd.item()})
    effect = line(fit.params[1], fit.bse[1], fit.df_resid)
    effect["p"] = fit.pvalues[1]
    return {
        "effect": effect,
        "intercept": fit.params[0],
        "slopes": fit.params[2:].tolist(),
        "adjusted": adjusted,
    }


def joint_score(one, other):
    """+1 if one did better than the other, by the rules of the module; each is (died, day, change)."""
    (died, day, change), (other_died, other_day, other_change) = one, other
    if died and other_died:
        return int(np.sign(day - other_day))
    if other_died:
        return 1 if day >= other_day else 0
    if died:
        return -1 if other_day >= day else 0
    return int(np.sign(change - other_change))


def joint_rank(first, second):
    people = [
        person
        for arm in (first, second)
        for person in zip(arm["died"], arm["last_days"], arm["changes"])
    ]
    scores = [sum(joint_score(one, other) for other in people) for one in people]
    n, m, total = len(first["died"]), len(second["died"]), len(people)
    statistic = sum(scores[:n])
    variance = n * m / (total * (total - 1)) * sum(score * score for score in scores)
    z = statistic / np.sqrt(variance)
    pairs = [joint_score(one, other) for one in people[:n] for other in people[n:]]
    ranks = stats.rankdata(scores)
    result = {
        "scores": scores,
        "ranks": ranks.tolist(),
        "statistic": statistic,
        "z": z,
        "p": 2 * stats.norm.sf(abs(z)),
        "wins": pairs.count(1),
        "losses": pairs.count(-1),
    }
    if total <= 22:
        exact = stats.permutation_test(
            (scores[:n], scores[n:]),
            lambda a, b, axis: np.sum(a, axis=axis),
            permutation_type="independent",
            vectorized=True,
            n_resamples=np.inf,
        )
        # SciPy doubles the smaller tail; the share at least as far from 0 is counted here.
        far = np.abs(exact.null_distribution) >= abs(statistic)
        result["exact"] = {"as_extreme": int(far.sum()), "ways": int(far.size)}
    return result


def analyse(name, first, second):
    logs = [np.log(np.array(arm["values"]) / np.array(arm["baselines"])) for arm in (first, second)]
    percents = [
        100 * (np.array(arm["values"]) - np.array(arm["baselines"])) / np.array(arm["baselines"])
        for arm in (first, second)
    ]
    both = lambda column: np.concatenate([first[column], second[column]])
    in_first = np.array([1.0] * len(logs[0]) + [0.0] * len(logs[1]))
    log_baselines = np.log(both("baselines"))
    log_values = np.log(both("values"))
    change_ranks = stats.rankdata(both("changes"))
    wilcoxon = stats.mannwhitneyu(
        first["changes"], second["changes"], use_continuity=False, method="asymptotic"
    )
    return {
        "name": name,
        "first": first,
        "second": second,
        "log_means": [mean(arm) for arm in logs],
        "percent_means": [mean(arm) for arm in percents],
        "log_pooled": two_sample(*logs, True),
        "log_welch": two_sample(*logs, False),
        "percent_pooled": two_sample(*percents, True),
        "percent_welch": two_sample(*percents, False),
        "log_ancova": regression(log_values, [in_first, log_baselines]),
        "log_ancova_age": regression(log_values, [in_first, log_baselines, both("ages")]),
        "rank_ancova": regression(change_ranks, [in_first, both("ages")]),
        "change_ranks": change_ranks.tolist(),
        "wilcoxon_p": wilcoxon.pvalue,
        "joint_rank": joint_rank(first, second),
    }


def distributions():
    within = [0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999]
    df = [1, 1.5, 2, 2.7, 3, 5, 6.125, 10, 30.5, 100, 1000]
    return {"t_quantiles": [[p, n, stats.t.isf((1 - p) / 2, n)] for n in df for p in within]}


class Plain(json.JSONEncoder):
    def default(self, value):
        return value.item() if isinstance(value, np.generic) else super().default(value)


SETS = [
    ("four against five", 1, 4, 5, -0.5),
    ("unequal arms", 2, 12, 10, -0.3),
    ("as planned in VALOR", 3, 72, 36, -0.9),
    ("no effect", 4, 30, 30, 0.0),
    ("one hundred and fifty", 5, 80, 70, -0.1),
    ("more treated", 6, 25, 7, 0.4),
]

print(
    json.dumps(
        {
            "versions": {
                "python": platform.python_version(),
                "numpy": np.__version__,
                "scipy": scipy.__version__,
                "statsmodels": statsmodels.__version__,
            },
            "distributions": distributions(),
            "sets": [
                analyse(name, *data_set(seed, first, second, shift))
                for name, seed, first, second, shift in SETS
            ],
        },
        cls=Plain,
        indent=None,
        separators=(",", ":"),
    )
)
