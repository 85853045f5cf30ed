"""The models of tofersen computed apart: the fits, their intervals, other assumptions, and the published model.

    pip install numpy==2.4.6 scipy==1.17.1
    python tests/kinetics/reference/tofersen.py > tests/kinetics/reference/tofersen.txt

Other quadrature (Gauss-Legendre between doses), other search (Nelder and Mead over all parameters), the covariance
inverted as a matrix, ranges by constrained optimisation (SLSQP), the published model by an ODE solver (LSODA). The
numbers that were reported are typed again here, from the documents.
"""

import sys

import numpy as np
from scipy import __version__ as scipy_version
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize
from scipy.stats import chi2, f, norm

ELIMINATION, VOLUME = 0.000876 * 24, 8730.0
HALF_LIFE = {"sod1": 25.0, "nfl": 112 * np.log(2) / np.log(20)}
PROFILE, JOINT = chi2.ppf(0.95, 1), chi2.ppf(0.95, 3)
IC50S, HALF_LIVES = (np.log(0.1), np.log(1000)), (0.0, np.log(400))
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


def doses(start, end):
    days = [0, 14, 28]
    while days[-1] + 28 < end - start:
        days.append(days[-1] + 28)
    return np.array([start + day for day in days if start + day < end], float)


class Course:
    """What one level needs: drug at the nodes, their weights, and the time from each to the sample."""

    def __init__(self, mg, start, end, elimination=ELIMINATION, delay=None):
        given = doses(start, end)
        edges = np.append(given, float(end))
        parts = [np.linspace(a, b, int(np.ceil((b - a) / 2)) + 1) for a, b in zip(edges, edges[1:])]
        left = np.concatenate([part[:-1] for part in parts])
        right = np.concatenate([part[1:] for part in parts])
        time = (0.5 * (right - left)[:, None] * NODES + 0.5 * (left + right)[:, None]).ravel()
        self.weights = (0.5 * (right - left)[:, None] * WEIGHTS).ravel()
        self.left = end - time
        since = time[:, None] - given[None, :]
        after = np.where(since >= 0, since, 0)
        if delay is None:
            each = np.exp(-elimination * after)
        else:
            follows = np.log(2) / delay
            each = follows / (follows - elimination) * (np.exp(-elimination * after) - np.exp(-follows * after))
        self.drug = 1000 * mg / VOLUME * np.sum(np.where(since >= 0, each, 0), axis=1)

    def suppressed(self, ic50, half_life, hill=1.0, by=None):
        ratio = (self.drug / ic50) ** hill
        rate = np.log(2) / half_life
        if by is None:
            kernel = rate * np.exp(-rate * self.left)
        else:
            other = np.log(2) / by
            kernel = rate * other / (other - rate) * (np.exp(-rate * self.left) - np.exp(-other * self.left))
        return np.sum(self.weights * kernel * ratio / (1 + ratio))


def error(low, high):
    return (np.log(high) - np.log(low)) / (2 * norm.ppf(0.975))


def reported(biomarker, correlation):
    """Logarithms of the levels and their covariance: each error has a part of its people and one of its placebo."""
    if biomarker == "sod1":
        values = [1.02, 0.75, 0.81, 0.67, 0.66, 0.67, 0.74, 0.79]
        of_part_b = [error(0.82, 1.27), error(0.60, 0.95), error(0.65, 1.02), error(0.53, 0.84)]
        placebo = of_part_b[3] * np.sqrt((1 / 12) / (1 / 10 + 1 / 12))
        parts = [(np.sqrt(e**2 - placebo**2), placebo) for e in of_part_b]
        valor, early = error(0.57, 0.77), [error(0.57, 0.79), error(0.65, 0.84), error(0.69, 0.91)]
    else:
        values = [0.81 / 1.12, 0.71 / 1.12, 0.70 / 1.12, 0.66 / 1.12, 0.40, 0.50, 0.33, 0.33]
        person = -np.log(0.66 / 1.12) / norm.isf(0.0176 / 2) / np.sqrt(1 / 10 + 1 / 12)
        parts = [(person / np.sqrt(n), person / np.sqrt(12)) for n in (10, 9, 9, 10)]
        valor, early = error(0.33, 0.49), [error(0.42, 0.60), error(0.27, 0.42), error(0.26, 0.43)]
    share = lambda n: np.sqrt(1 / n / (1 / 72 + 1 / 36))
    parts += [(valor * share(72), valor * share(36))] + [(e, 0.0) for e in early]
    drug, placebo = np.array(parts).T
    people = np.array([0, 1, 2, 3, 4, 4, 4, 4])
    trial = np.array([0, 0, 0, 0, 1, 2, 3, 4])
    covariance = correlation * np.outer(drug, drug) * (people[:, None] == people)
    covariance += np.outer(placebo, placebo) * (trial[:, None] == trial)
    np.fill_diagonal(covariance, drug**2 + placebo**2)
    return np.log(values), covariance


class Fit:
    def __init__(self, biomarker, error=0.2, hill=1.0, elimination=ELIMINATION, delay=None, by=None,
                 correlation=0.5, growth=1.0, only_placebo=False):
        self.biomarker, self.error, self.hill, self.by = biomarker, error, hill, by
        self.of = lambda mg, start, end: Course(mg, start, end, elimination, delay)
        points = [(20, 84), (40, 84), (60, 84), (100, 84), (100, 196), (100, 364), (100, 728), (100, 1036)]
        values, covariance = reported(biomarker, correlation)
        self.n = 5 if only_placebo else 8
        self.courses = [self.of(mg, 0, end) for mg, end in points[: self.n]]
        self.values, self.inverse = values[: self.n], np.linalg.inv(covariance[: self.n, : self.n])
        grown = [0] * 5 + [end / 196 for _, end in points[5:]]
        self.growth = growth ** np.array(grown[: self.n])
        self.minimise()

    def levels(self, x, courses=None):
        ic50, half_life = np.exp(x[1:])
        fall = [course.suppressed(ic50, half_life, self.hill, self.by) for course in courses or self.courses]
        return 1 - x[0] * np.array(fall)

    def loss(self, x):
        residuals = np.log(np.maximum(self.levels(x), 1e-12) * self.growth) - self.values
        known = (x[2] - np.log(HALF_LIFE[self.biomarker])) / self.error
        return residuals @ self.inverse @ residuals + known**2

    def least(self, free, fixed, starts):
        """The least loss over some of the three parameters within their bounds."""
        bounds = np.array([(0.0, 1.0), IC50S, HALF_LIVES])

        def at(y):
            x = np.array(fixed, float)
            x[free] = y
            return x

        def over(y):
            inside = np.clip(y, bounds[free, 0], bounds[free, 1])
            return self.loss(at(inside)) + 1e3 * np.sum((y - inside) ** 2)

        best = None
        for start in starts:
            found = minimize(over, np.array(start)[free], method="Nelder-Mead",
                             options=dict(xatol=1e-10, fatol=1e-13, maxiter=20000, maxfev=20000))
            if best is None or found.fun < best.fun:
                best = found
        x = at(np.clip(best.x, bounds[free, 0], bounds[free, 1]))
        return self.loss(x), x

    def minimise(self):
        starts = [(0.6, np.log(3), np.log(25)), (0.9, np.log(35), np.log(25)), (0.4, np.log(8), np.log(60)),
                  (0.95, np.log(40), np.log(6)), (0.7, 0.0, np.log(100))]
        self.least_loss, self.best = self.least([0, 1, 2], [0, 0, 0], starts)
        known = 1 if np.isfinite(self.error) else 0
        self.misfit = max(1.0, self.least_loss / (self.n + known - 3))

    def interval(self, which, limit):
        """By profile likelihood: how far one parameter can go before the least loss over the others passes a limit."""
        free = [number for number in range(3) if number != which]
        bound = [(0.0, 1.0), IC50S, HALF_LIVES][which]

        def over(value):
            fixed = self.best.copy()
            fixed[which] = value
            starts = [fixed, (0.9, np.log(35), np.log(25)), (0.6, np.log(3), np.log(25)), (0.35, np.log(5), np.log(25)),
                      (0.3, np.log(0.3), np.log(25))]
            return self.least(free, fixed, starts)[0] - limit

        ends = []
        for end in bound:
            ends.append(end if over(end) <= 0 else brentq(over, min(end, self.best[which]), max(end, self.best[which]),
                                                         xtol=1e-7))
        return ends

    def range(self, course, limit):
        """The lowest and the highest level over all parameters whose loss is within a limit."""
        grid = [(imax, ic50, half)
                for imax in np.linspace(0.05, 1, 12)
                for ic50 in np.linspace(*IC50S, 24)
                for half in np.log(HALF_LIFE[self.biomarker]) + np.linspace(-0.8, 0.8, 5)]
        inside = [x for x in grid if self.loss(np.array(x)) <= limit] + [self.best]
        ends = []
        for sign in (1, -1):
            level = lambda x: sign * self.levels(x, [course])[0]
            inside.sort(key=lambda x: level(np.array(x)))
            found = [minimize(level, start, method="SLSQP", bounds=[(0, 1), IC50S, HALF_LIVES],
                              constraints={"type": "ineq", "fun": lambda x: limit - self.loss(x)},
                              options=dict(ftol=1e-12, maxiter=500)) for start in inside[:3]]
            allowed = [one.fun for one in found if self.loss(one.x) <= limit + 1e-6]
            ends.append(sign * min(allowed + [level(np.array(inside[0]))]))
        return ends


OTHERS = [
    ("usual", {}), ("half-life free", {"error": np.inf}), ("hill 0.5", {"hill": 0.5}), ("hill 2", {"hill": 2.0}),
    ("hill 4", {"hill": 4.0}), ("delay 7 d", {"delay": 7.0}), ("delay 28 d", {"delay": 28.0}),
    ("elimination 28 d", {"elimination": np.log(2) / 28}), ("elimination 15 d", {"elimination": np.log(2) / 15}),
    ("correlation 0", {"correlation": 0.0}), ("correlation 0.8", {"correlation": 0.8}),
    ("against placebo only", {"only_placebo": True}),
]
OF_NFL = [("by SOD1", {"by": 25.0}), ("growth as on placebo", {"growth": 1.12})]


def say(*fields):
    print(*[f"{field:.10g}" if isinstance(field, float) else field for field in fields], sep=";")


def published():
    """The published model by an ODE solver: drug, SOD1, neurofilament; plasma without a periphery."""
    rates = [np.log(2) / HALF_LIFE[biomarker] for biomarker in ("sod1", "nfl")]

    def course(mg, given, ends):
        def flow(_, y):
            inhibited = [0.39 * y[0] / (8.91 + y[0]), 0.60 * y[0] / (2.53 + y[0])]
            return [-ELIMINATION * y[0]] + [k * (1 - i - level) for k, i, level in zip(rates, inhibited, y[1:])]

        y, now, out = [0.0, 1.0, 1.0], 0.0, []
        for day, dose in sorted([(float(day), mg) for day in given] + [(float(end), None) for end in ends],
                                key=lambda event: (event[0], event[1] is not None)):
            if day > now:
                y = list(solve_ivp(flow, (now, day), y, method="LSODA", rtol=1e-11, atol=1e-13).y[:, -1])
                now = day
            if dose is None:
                out.append(list(y))
            else:
                y[0] += 1000 * dose / VOLUME
        return out

    for mg in (20, 40, 60, 100):
        for level in course(mg, [0, 14, 28, 56], [84]):
            say("published", mg, 84, *map(float, level))
    ends = [28, 182, 196, 364, 1036]
    for end, level in zip(ends, course(100, doses(0, 1036), ends)):
        say("published", 100, end, *map(float, level))
    absorbed, lost = 0.142, 9.04 / 58.2
    at = lambda hours: 1000 * 100 / 58.2 * absorbed / (absorbed - lost) * (np.exp(-lost * hours) - np.exp(-absorbed * hours))
    peak = np.log(absorbed / lost) / (absorbed - lost)
    hours = 0.5 * 24 * (NODES + 1)
    say("plasma", float(peak), float(at(peak)), float(12 * np.sum(WEIGHTS * at(hours))))
    # The half-life at which the published parameters give the published simulations, 100 and 200 mg after 6 months with
    # two loading doses (FDA integrated review, pages 232 and 235).
    for biomarker, parameters, falls in [("sod1", (0.39, 8.91), (0.234, 0.291)), ("nfl", (0.60, 2.53), (0.39, 0.424))]:
        for mg, fall in zip((100, 200), falls):
            end = 182.625
            given = Course(mg, 0, end)
            two = np.array([0, 14] + list(range(42, 183, 28)), float)
            edges = np.append(two, end)
            since = (end - given.left)[:, None] - two[None, :]
            given.drug = 1000 * mg / VOLUME * np.sum(np.where(since >= 0, np.exp(-ELIMINATION * np.maximum(since, 0)), 0), axis=1)
            over = lambda half: parameters[0] * given.suppressed(parameters[1], half) - fall
            say("implied", biomarker, mg, float(brentq(over, 1, 2000)) if over(1) * over(2000) < 0 else "none")


if __name__ == "__main__":
    print(f"# numpy {np.__version__}, scipy {scipy_version}")
    published()
    for biomarker in ("sod1", "nfl"):
        for name, other in OTHERS + (OF_NFL if biomarker == "nfl" else []):
            fit = Fit(biomarker, **other)
            say("fit", biomarker, name, float(fit.least_loss), float(fit.best[0]), *map(float, np.exp(fit.best[1:])))
            if name != "usual":
                continue
            limit, joint = (fit.least_loss + fit.misfit * increase for increase in (PROFILE, JOINT))
            say("imax", biomarker, *map(float, fit.interval(0, limit)))
            say("ic50", biomarker, *map(float, np.exp(fit.interval(1, limit))))
            say("half-life", biomarker, *map(float, np.exp(fit.interval(2, limit))))
            # With the quantile for a dispersion that is estimated from six degrees of freedom.
            wider = fit.least_loss + fit.misfit * f.ppf(0.95, 1, 6)
            say("imax by F", biomarker, *map(float, fit.interval(0, wider)))
            say("ic50 by F", biomarker, *map(float, np.exp(fit.interval(1, wider))))
            say("half-life by F", biomarker, *map(float, np.exp(fit.interval(2, wider))))
            for mg, start, end in [(20, 0, 84), (100, 0, 84), (100, 0, 196), (100, 196, 364), (100, 196, 1036)]:
                say("range", biomarker, mg, start, end, *map(float, fit.range(fit.of(mg, start, end), joint)))
            sys.stdout.flush()
