"""Reference values for tests/kinetics, with 25 digits and more.

    pip install mpmath==1.3.0
    python tests/kinetics/reference/make.py > tests/kinetics/reference/values.txt

Concentrations come from the exponential of the rate matrix, dose by dose: no eigenvalues, no recursion over
events. Levels of protein come from adaptive quadrature of the integral that is their definition, with the
inhibition from the same matrix exponential's modes. Each line: name, day of the sample, value.
"""

from mpmath import mp, mpf, matrix, expm, eig, quad, exp, log

mp.dps = 60

TOFERSEN = [0, 14, 28, 56, 84, 112, 140, 168]


def rates(flows, lost, n):
    """The rate matrix: flows {(from, to): per day}, lost {from: per day}."""
    a = matrix(n, n)
    for (i, j), k in flows.items():
        a[j, i] += k
        a[i, i] -= k
    for i, k in lost.items():
        a[i, i] -= k
    return a


def exchange(volumes, both, one_way, out):
    flows, lost = {}, {}
    for i, j, q in both:
        flows[i, j] = mpf(24) * q / volumes[i]
        flows[j, i] = mpf(24) * q / volumes[j]
    for i, j, q in one_way:
        flows[i, j] = flows.get((i, j), 0) + mpf(24) * q / volumes[i]
    for i, q in out:
        lost[i] = mpf(24) * q / volumes[i]
    return rates(flows, lost, len(volumes))


def amounts(a, doses, day, into=0):
    """Amounts in all compartments at a day after boluses (day, mg), a dose of that day not included."""
    total = matrix(a.rows, 1)
    for at, mg in doses:
        if at < day:
            start = matrix(a.rows, 1)
            start[into] = mg
            total += expm(a * (mpf(day) - at)) * start
    return total


def show(name, day, value):
    print(f"{name} {mp.nstr(mpf(day), 20)} {mp.nstr(value, 25)}")


def luu():
    v = [mpf("0.433"), mpf(263), mpf(29), mpf(418)]
    return v, exchange(
        v,
        [(0, 1, mpf("0.0712")), (2, 3, mpf("0.568"))],
        [(0, 2, mpf("0.136"))],
        [(2, mpf("2.36"))],
    )


def yamamoto():
    v = [mpf(x) for x in ("0.0436042", "0.0517384", "0.0117556", "41.0", "283", "613")]
    return v, exchange(
        v,
        [
            (0, 1, mpf("0.00982466")),
            (0, 2, mpf("1.20953e-5")),
            (3, 4, mpf("13.4")),
            (3, 5, mpf("0.267")),
        ],
        [(0, 3, mpf("0.0176577"))],
        [(3, mpf("10.7"))],
    )


def biliouris():
    """A child of 5 kg and two months. CSF, cervical, thoracic, lumbar, pons, brain, deep, plasma, periphery."""
    slower = (mpf(5) / mpf("2.8")) ** mpf("-0.08")
    h = lambda k: mpf(k) * 24 * slower
    flows = {
        (0, 1): h("0.00171"), (1, 0): h("0.0001"),
        (0, 2): h("0.0021"), (2, 0): h("0.00045"),
        (0, 3): h("0.00286"), (3, 0): h("0.0003"),
        (0, 4): h("0.00157"), (4, 0): h("0.0002"),
        (0, 5): h("0.006"), (5, 0): h("0.0004"),
        (5, 6): h("0.00257"), (6, 5): h("0.0001"),
        (7, 8): h("0.00818"), (8, 7): h("0.0001"),
        (0, 7): h("0.0891"),
    }  # fmt: skip
    v = [mpf("0.120")] + [mpf(x) * 5 / mpf("2.8") / 1000 for x in ("1.91", "1.52", "1.08", "2.11", "53.8")]
    v += [mpf(1), mpf(937) * 5 / mpf("2.8") / 1000, mpf(1)]
    return v, rates(flows, {7: h("0.206")}, 9)


def concentrations(name, model, mg, days):
    v, a = model
    doses = [(d, mpf(mg)) for d in TOFERSEN]
    for day in days:
        x = amounts(a, doses, day)
        for i, litres in enumerate(v):
            show(f"{name}.{i}", day, 1000 * x[i] / litres)


def infused(name, model, mg, over, day):
    """One dose at a constant rate: the integral of the exponential, by an added constant state."""
    v, a = model
    n = a.rows
    b = matrix(n + 1, n + 1)
    for i in range(n):
        for j in range(n):
            b[i, j] = a[i, j]
    b[0, n] = mpf(mg) / mpf(over)
    start = matrix(n + 1, 1)
    start[n] = 1
    during = expm(b * min(mpf(over), mpf(day))) * start
    x = matrix([during[i] for i in range(n)])
    over = mpf(over)
    if day > over:
        x = expm(a * (mpf(day) - mpf(over))) * x
    for i, litres in enumerate(v):
        show(f"{name}.{i}", day, 1000 * x[i] / litres)


def modes(a, into, of, scale):
    """Rates and weights of the response of one compartment to a unit into another."""
    values, vectors = eig(a)
    inverse = vectors**-1
    return [(-values[k].real, (vectors[of, k] * inverse[k, into]).real * scale) for k in range(a.rows)]


def knock_down(name, terms, doses, half, most, hill, mrna, protein, days, over=0):
    """Protein as a share of baseline, by quadrature between doses and within each interval in pieces that
    grow from the shortest half-life on. Doses are given at once, or over some days."""
    km, kp = (log(2) / mpf(mrna) if mrna else None), log(2) / mpf(protein)
    fastest = max(k for k, _ in terms)

    def left(k, since):
        if not over:
            return exp(-k * since)
        entered = min(since, over)
        return (1 - exp(-k * entered)) / (k * over) * exp(-k * (since - entered))

    def inhibition(t):
        c = sum(w * mg * left(k, t - at) for at, mg in doses if at < t for k, w in terms)
        c = max(c, mpf(0))
        return most * c**hill / (half**hill + c**hill)

    def kernel(tau):
        if km is None:
            return kp * exp(-kp * tau)
        return km * kp * (exp(-km * tau) - exp(-kp * tau)) / (kp - km)

    for day in days:
        changes = {mpf(at) + later for at, _ in doses for later in (0, over)}
        edges = sorted({at for at in changes if at < day} | {mpf(day)})
        if not edges or edges[0] == day:
            show(name, day, mpf(1))
            continue
        total = mpf(0)
        for start, end in zip(edges, edges[1:]):
            cuts, width = [start], mpf("0.1") / fastest
            while cuts[-1] + width < end:
                cuts.append(cuts[-1] + width)
                width *= mpf("1.25")
                width = min(width, mpf(1))
            cuts.append(end)
            total += quad(lambda s: kernel(day - s) * inhibition(s), cuts, maxdegree=5)
        show(name, day, 1 - total)


if __name__ == "__main__":
    days = [mpf(x) for x in ("0.25", "1", "7", "14", "28", "56", "63.65", "169", "365")]
    concentrations("luu", luu(), 12, days)
    concentrations("yamamoto", yamamoto(), 100, days)
    concentrations("biliouris", biliouris(), 12, days)
    infused("luu-infused", luu(), 12, "0.125", mpf("0.1"))
    infused("luu-infused", luu(), 12, "0.125", mpf("7"))

    mp.dps = 25
    doses = [(d, mpf(100)) for d in TOFERSEN]
    visits = [14, 28, 57, 85, 169, 197]
    v, a = luu()
    csf = modes(a[:2, :2], 0, 0, 1000 / v[0])
    cns = modes(a[:2, :2], 0, 1, 1000 / v[1])
    knock_down("csf-10", csf, doses, mpf(10), mpf("0.8"), 1, 1, 25, visits)
    knock_down("csf-hill", csf, doses, mpf(60), mpf("0.9"), mpf("2.5"), 1, 25, visits)
    knock_down("cns-300", cns, doses, mpf(300), mpf(1), 1, "0.25", 10, visits)
    one = [(log(2) / 28, mpf(1))]
    knock_down("one-stage", one, doses, mpf(150), mpf(1), 1, None, 25, visits)
    v, a = yamamoto()
    csf = modes(a[:3, :3], 0, 0, 1000 / v[0])
    knock_down("tominersen", csf, [(d, mpf(120)) for d in (0, 28, 56, 84)], mpf(5), mpf("0.7"), 1, 2, 20, [28, 84, 140])
    fast = [(mpf(50), mpf(1000)), (mpf("0.01"), mpf(1))]
    doses = [(d, mpf(100)) for d in (0, 14, 28, 42)]
    knock_down("fast-term", fast, doses, mpf(1000), mpf(1), 1, 70, 35, [21, 70], over=4)
