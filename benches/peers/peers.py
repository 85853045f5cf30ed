"""The candidates that are Python, in a process that answers one line for each line it is asked.

    versions            interpreter and packages
    load PROBLEM        read the columns of a problem from the folder
    answer ENTRY        run once and write the result to the folder as 64-bit floats
    time ENTRY REPEATS  run so often and say the processor time of this process in seconds
"""

import datetime as dt
import platform
import sys
import time
from pathlib import Path

import dateutil
import numpy as np
import pandas as pd
import polars as pl
import scipy
import sklearn
import statsmodels
from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, rrule, rruleset
from scipy.integrate import solve_ivp
from scipy.stats import gmean
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from statsmodels.imputation.mice import MICEData

FOLDER = Path(sys.argv[1])
START, LAST = dt.date(2025, 1, 1), dt.date(2034, 12, 31)
MIDNIGHT = dt.datetime(2025, 1, 1)
LAST_MIDNIGHT = dt.datetime(2034, 12, 31)
HORIZON = (LAST - START).days


# Schedules: tofersen as days, tofersen as dates, nusinersen as dates.


def days_list():
    return [0, 14, 28] + list(range(56, HORIZON + 1, 28))


def days_numpy():
    return np.concatenate((np.arange(0, 42, 14), np.arange(56, HORIZON + 1, 28)))


def dates_timedelta():
    return [START + dt.timedelta(days=day) for day in days_list()]


def dates_dateutil():
    doses = rruleset()
    doses.rrule(rrule(DAILY, interval=14, count=3, dtstart=MIDNIGHT))
    doses.rrule(
        rrule(DAILY, interval=28, dtstart=MIDNIGHT + dt.timedelta(days=56), until=LAST_MIDNIGHT)
    )
    return list(doses)


def dates_pandas():
    load = pd.date_range(START, periods=3, freq="14D")
    return load.append(pd.date_range(load[-1] + pd.Timedelta(28, "D"), LAST, freq="28D"))


def dates_polars():
    third = START + dt.timedelta(days=28)
    load = pl.date_range(START, third, "14d", eager=True)
    return load.append(pl.date_range(third + dt.timedelta(days=28), LAST, "28d", eager=True))


def months_relativedelta():
    first = START + dt.timedelta(days=63)
    dates = [START + dt.timedelta(days=day) for day in (0, 14, 28)]
    number = 0
    while (date := first + relativedelta(months=4 * number)) <= LAST:
        dates.append(date)
        number += 1
    return dates


def months_dateutil():
    doses = rruleset()
    doses.rrule(rrule(DAILY, interval=14, count=3, dtstart=MIDNIGHT))
    first = MIDNIGHT + dt.timedelta(days=63)
    doses.rrule(rrule(MONTHLY, interval=4, dtstart=first, until=LAST_MIDNIGHT))
    return list(doses)


# Columns.


class Columns:
    def load(self, numbers):
        self.b, self.v = np.split(numbers, 2)
        self.out = np.zeros(len(self.v))
        self.pandas = pd.DataFrame({"b": self.b, "v": self.v})
        self.polars = pl.DataFrame({"b": self.b, "v": self.v})


columns = Columns()
PERCENT = 100 * (pl.col("v") - pl.col("b")) / pl.col("b").abs()
LOG_RATIO = (pl.col("v") / pl.col("b")).log()


def percent_numpy():
    return 100 * (columns.v - columns.b) / np.abs(columns.b)


def percent_numpy_out():
    out = np.subtract(columns.v, columns.b, out=columns.out)
    np.multiply(out, 100, out=out)
    return np.divide(out, columns.b, out=out)


def percent_pandas():
    frame = columns.pandas
    return 100 * (frame["v"] - frame["b"]) / frame["b"].abs()


def percent_polars():
    return columns.polars.select(PERCENT).to_series()


def mean_numpy():
    return percent_numpy().mean()


def mean_pandas():
    return percent_pandas().mean()


def mean_polars():
    return columns.polars.select(PERCENT.mean()).item()


def geometric_numpy():
    return np.exp(np.mean(np.log(columns.v / columns.b)))


def geometric_scipy():
    return gmean(columns.v / columns.b)


def geometric_pandas():
    frame = columns.pandas
    return np.exp(np.log(frame["v"] / frame["b"]).mean())


def geometric_polars():
    return columns.polars.select(LOG_RATIO.mean().exp()).item()


# Imputation within two arms, each with baselines and 8 visits.


class Trial:
    def load(self, numbers):
        self.arms = [arm.T.copy() for arm in numbers.reshape(2, 9, -1)]


trial = Trial()
PROBLEMS = {"columns": columns, "trial": trial}


def impute_scikit_learn():
    def last(arm, number):
        imputer = IterativeImputer(sample_posterior=True, max_iter=5, random_state=number)
        return imputer.fit_transform(arm)[:, -1]

    return [np.mean([last(arm, number) for number in range(20)]) for arm in trial.arms]


def impute_statsmodels():
    np.random.seed(1)
    means = []
    for arm in trial.arms:
        data = MICEData(pd.DataFrame(arm, columns=[f"v{n}" for n in range(9)]), k_pmm=5)
        last = []
        for _ in range(2):
            data.update_all(5)
            last.append(data.data["v8"].mean())
        means.append(np.mean(last))
    return means


# Pharmacokinetics and knock-down, as `problem.rs` states them.

DOSES = [0, 14] + [28 + 28 * n for n in range(24)]
SAMPLES = np.arange(1, 201) * 3.65
MG, VOLUME = 100.0, 0.15
K10, K12, K21 = 0.012, 1.0, 1.2
KM, KP = np.log(2) / 1.0, np.log(2) / 25.0
IMAX, HALF = 0.8, 100.0


def slopes(_, y):
    csf, cns, mrna, protein = y
    return [
        K21 * cns - (K10 + K12) * csf,
        K12 * csf - K21 * cns,
        KM * (1 - IMAX * cns / (HALF + cns) - mrna),
        KP * (mrna - protein),
    ]


def knock_down(method):
    y = np.array([0.0, 0.0, 1.0, 1.0])
    levels = []
    for begin, end in zip(DOSES, DOSES[1:] + [730.0]):
        y[0] += MG
        times = SAMPLES[(SAMPLES > begin) & (SAMPLES <= end)]
        asked = np.unique(np.append(times, end))
        run = solve_ivp(slopes, (begin, end), y, method, asked, rtol=1e-6, atol=1e-6)
        levels.extend(run.y[3, : len(times)])
        y = run.y[:, -1].copy()
    return levels


ENTRIES = {
    name: function
    for name, function in globals().items()
    if name.startswith(("days_", "dates_", "months_", "percent_", "mean_", "geometric_", "impute_"))
}
ENTRIES["knock_down_rk45"] = lambda: knock_down("RK45")
ENTRIES["knock_down_lsoda"] = lambda: knock_down("LSODA")


def numbers(result):
    """Dates as days since 1970, everything else as it is."""
    if isinstance(result, pl.Series) and result.dtype == pl.Date:
        result = result.to_physical()
    elif isinstance(result, pd.DatetimeIndex):
        result = result.to_numpy().astype("datetime64[D]").astype(int)
    elif isinstance(result, list) and isinstance(result[0], dt.date):
        result = [date.toordinal() - dt.date(1970, 1, 1).toordinal() for date in result]
    return np.atleast_1d(np.asarray(result, dtype=np.float64))


def versions():
    packages = [np, pd, pl, scipy, dateutil, sklearn, statsmodels]
    named = ", ".join(f"{package.__name__} {package.__version__}" for package in packages)
    return f"Python {platform.python_version()}, {named}"


def seconds(function, repeats):
    begin = time.process_time()
    for _ in range(repeats):
        function()
    return time.process_time() - begin


def answer(line):
    match line.split():
        case ["versions"]:
            return versions()
        case ["load", problem]:
            PROBLEMS[problem].load(np.fromfile(FOLDER / "columns"))
            return "loaded"
        case ["answer", entry]:
            numbers(ENTRIES[entry]()).tofile(FOLDER / "answer")
            return "written"
        case ["time", entry, repeats]:
            return repr(seconds(ENTRIES[entry], int(repeats)))


for line in sys.stdin:
    print(answer(line), flush=True)
