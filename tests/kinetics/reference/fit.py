"""The tofersen fit computed apart: other quadrature, other search, the covariance inverted as a matrix.

    pip install numpy scipy
    python tests/kinetics/reference/fit.py

Prints the loss, the parameters, what they predict, and the profile intervals that `tests/kinetics/tofersen.rs` holds.
"""

import numpy as np
from scipy.optimize import brentq, minimize_scalar

LOSS_OF_PROTEIN, LOSS_OF_DRUG = np.log(2) / 25, np.log(2) / 28
DAYS, DAY_85 = [0, 14, 28, 56], 84
REPORTED = {20: (2, -18, 27), 40: (-25, -40, -5), 60: (-19, -35, 2), 100: (-33, -47, -16)}
NORMAL, CHI_SQUARE = 1.959963984540054, 3.841458820694124
NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)

values = np.array([np.log1p(v[0] / 100) for v in REPORTED.values()])
errors = np.array([(np.log1p(v[2] / 100) - np.log1p(v[1] / 100)) / (2 * NORMAL) for v in REPORTED.values()])
shared = errors[-1] ** 2 * (1 / 12) / (1 / 10 + 1 / 12)
inverse = np.linalg.inv(np.diag(errors**2 - shared) + shared)


def suppressed(mg, half):
    total = 0
    for start, end in zip(DAYS + [DAY_85], DAYS[1:] + [DAY_85]):
        t = 0.5 * (end - start) * NODES + 0.5 * (start + end)
        amount = sum(mg * np.exp(-LOSS_OF_DRUG * (t - day)) for day in DAYS if day <= start)
        kernel = LOSS_OF_PROTEIN * np.exp(-LOSS_OF_PROTEIN * (DAY_85 - t))
        total += 0.5 * (end - start) * np.sum(WEIGHTS * kernel * amount / (half + amount))
    return total


def levels(most, half):
    return np.array([1 - most * suppressed(mg, half) for mg in REPORTED])


def loss(most, half):
    residuals = np.log(levels(most, half)) - values
    return residuals @ inverse @ residuals


def best_most(half):
    found = minimize_scalar(lambda m: loss(m, half), bounds=(0, 1), method="bounded", options={"xatol": 1e-10})
    return min((found.fun, found.x), (loss(1.0, half), 1.0))


def best_half(most):
    grid = np.linspace(0, np.log(1e4), 400)
    least = int(np.argmin([loss(most, np.exp(u)) for u in grid]))
    bounds = grid[max(least - 1, 0)], grid[min(least + 1, 399)]
    return minimize_scalar(lambda u: loss(most, np.exp(u)), bounds=bounds, method="bounded").fun


found = minimize_scalar(lambda u: best_most(np.exp(u))[0], bounds=(0, np.log(1e4)), method="bounded", options={"xatol": 1e-9})
half = np.exp(found.x)
least, most = best_most(half)
limit = least + CHI_SQUARE
print("loss", least, "half", half, "most", most, "levels", levels(most, half))
above = lambda u: best_most(np.exp(u))[0] - limit
print("half from", np.exp(brentq(above, 0, found.x)), "to", np.exp(brentq(above, found.x, np.log(1e4))))
print("most from", brentq(lambda m: best_half(m) - limit, 0.05, 0.99))


def ends(half):
    """The smallest and the largest inhibition whose loss is within the limit."""
    best = best_most(half)[1]
    over = lambda most: loss(most, half) - limit
    low = 0.0 if over(0.0) <= 0 else brentq(over, 0.0, best)
    return low, 1.0 if over(1.0) <= 0 else brentq(over, best, 1.0)


inner = np.exp(np.linspace(np.log(brentq(lambda h: above(np.log(h)), 1, half)), np.log(brentq(lambda h: above(np.log(h)), half, 1e4)), 402)[1:-1])
for mg in [20, 100, 400]:
    pairs = [(1 - most * suppressed(mg, amount)) for amount in inner for most in ends(amount)]
    print("day 85 on", mg, "mg from", min(pairs), "to", max(pairs))
