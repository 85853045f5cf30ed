"""Reference values for tests/kinetics/depot.rs: exponentials of rate matrices, with 40 digits.

    pip install mpmath==1.4.1
    python tests/kinetics/reference/depot.py > tests/kinetics/reference/depot.txt

One milligram enters the first compartment of a model. Nothing here knows of rates that coincide: the matrix is
raised to its exponential as it is, dose by dose. Each line: case, compartment, day of the sample, value in mg. In cases
that end with "infused" the milligram enters over six hours, and in those that end with "steady" it enters every seven
days for ever. "knock" is the level of a protein that a depot drives, with 30 digits, by adaptive quadrature.
"""

from mpmath import mp, mpf, matrix, exp, expm, eye, lu_solve, nstr, quad

mp.dps = 80

DAYS = [mpf(minutes) / 1440 for minutes in (1, 60, 1440, 10080, 43200)]
NEAR = [mpf(0), mpf(2) ** -50, mpf(2) ** -30, mpf(2) ** -12, mpf(2) ** -4]


def model(n, flows):
    """The rate matrix of {(from, to): per day}; to the outside where `to` is None."""
    a = matrix(n, n)
    for (i, j), rate in flows.items():
        if j is not None:
            a[j, i] += mpf(rate)
        a[i, i] -= mpf(rate)
    return a


def unit(n):
    start = matrix(n, 1)
    start[0] = 1
    return start


def show(case, x, day):
    for place in range(x.rows):
        print(case, place, nstr(day, 20), nstr(x[place], 40))


def bolus(case, n, flows):
    a = model(n, flows)
    for day in DAYS:
        show(case, expm(a * day) * unit(n), day)


def infused_state(a, over, day):
    """What is in each compartment on a day if one milligram enters the first at a constant rate over a time."""
    n = a.rows
    b = matrix(n + 1, n + 1)
    for i in range(n):
        for j in range(n):
            b[i, j] = a[i, j]
    b[0, n] = 1 / over
    start = matrix(n + 1, 1)
    start[n] = 1
    during = expm(b * min(over, day)) * start
    x = matrix([during[i] for i in range(n)])
    return expm(a * (day - over)) * x if day > over else x


def infused(case, n, flows):
    a = model(n, flows)
    for day in DAYS:
        show(case + "-infused", infused_state(a, mpf(1) / 4, day), day)


def steady(case, n, flows):
    a, week = model(n, flows), mpf(7)
    before = lu_solve(eye(n) - expm(a * week), expm(a * week) * unit(n))
    for day in [d for d in DAYS if d <= week]:
        show(case + "-steady", expm(a * day) * (before + unit(n)), day)
    over = mpf(1) / 4
    before = lu_solve(eye(n) - expm(a * week), infused_state(a, over, week))
    for day in [d for d in DAYS if d <= week]:
        show(case + "-infused-steady", expm(a * day) * before + infused_state(a, over, day), day)


def all_of(case, n, flows):
    bolus(case, n, flows)
    infused(case, n, flows)
    steady(case, n, flows)


def knock_down(case, into, out):
    """A protein lost at 0.2 a day under 100 mg on days 0, 7 and 14; half of the inhibition of its synthesis at 30 mg."""

    def amount(t):
        if into == out:
            return into * t * exp(-into * t)
        return into * (exp(-out * t) - exp(-into * t)) / (into - out)

    def inhibition(t):
        x = sum(100 * amount(t - day) for day in (0, 7, 14) if t > day)
        return x / (30 + x)

    loss = mpf(1) / 5
    for day in (1, 7, 10, 21, 60):
        cuts = sorted({mpf(d) + mpf(2) ** -k for d in (0, 7, 14) for k in range(12)} | {mpf(d) for d in range(day + 1)})
        cuts = [cut for cut in cuts if cut <= day]
        lost = quad(lambda t: loss * exp(-loss * (day - t)) * inhibition(t), cuts, maxdegree=8)
        print(case, 0, nstr(mpf(day), 20), nstr(1 - lost, 30))


if __name__ == "__main__":
    # The example of the docs: 2 per day into 20 L that 0.1 per day leave.
    all_of("docs", 2, {(0, 1): 2, (1, None): mpf("0.1")})
    # A depot into one compartment: the rates equal, nearly equal, and far apart.
    for number, near in enumerate(NEAR):
        all_of(f"near{number}", 2, {(0, 1): mpf(1) / 2 * (1 + near), (1, None): mpf(1) / 2})
    for number, power in enumerate((-6, -3, 3, 6)):
        all_of(f"far{number}", 2, {(0, 1): mpf(2) ** (3 * power), (1, None): mpf(1) / 8})
    # Into a centre with a tissue, whose slow rate is 1/4 and whose fast one is 3/2: the depot at the one, beside it, at
    # the other.
    for number, rate in enumerate((mpf(1) / 4, mpf(1) / 4 * (1 + mpf(2) ** -40), mpf(3) / 2, 8)):
        flows = {(0, 1): rate, (1, None): mpf(3) / 4, (1, 2): mpf(1) / 2, (2, 1): mpf(1) / 2}
        all_of(f"tissue{number}", 3, flows)
    # Four stages of equal rates, and of nearly equal ones.
    all_of("transit", 4, {(i, i + 1 if i < 3 else None): 1 for i in range(4)})
    rates = [1 + i * mpf(2) ** -20 for i in range(4)]
    all_of("transit-near", 4, {(i, i + 1 if i < 3 else None): rates[i] for i in range(4)})
    # Two ways from the depot that meet again, and a compartment with a tissue behind one with another.
    two_ways = {(0, 1): 2, (0, 2): 1, (1, 3): mpf(1) / 2, (2, 3): mpf(1) / 4, (3, None): mpf(1) / 2}
    all_of("ways", 4, two_ways)
    behind = {
        (0, 1): 1, (1, 0): mpf(1) / 4, (0, 2): mpf(1) / 2,
        (2, 3): 2, (3, 2): mpf(1) / 8, (2, None): mpf(3) / 4,
    }  # fmt: skip
    all_of("behind", 4, behind)
    mp.dps = 40
    knock_down("knock-equal", mpf(1) / 2, mpf(1) / 2)
    knock_down("knock-near", mpf(1) / 2 * (1 + mpf(2) ** -30), mpf(1) / 2)
    knock_down("knock-far", mpf(16), mpf(1) / 64)
