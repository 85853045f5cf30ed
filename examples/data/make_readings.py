"""Makes readings.csv: made-up readings of a trial of VALOR's shape, for the example analyze_trial.

Nobody was measured. 26 participants on the drug and 13 on placebo; plasma neurofilament falls to about half on the
drug by day 113; function declines a little slower; a few die, a few visits are missed or late. The same seed gives
the same file with CPython 3.11 and later:

    python3 examples/data/make_readings.py > examples/data/readings.csv
"""

import datetime
import math
import random

VISITS = [1, 29, 57, 113, 197]
rng = random.Random(20260105)

print("participant,arm,endpoint,date,value")
for number in range(1, 40):
    arm = "placebo" if number % 3 == 0 else "drug"
    name = f"P{number:02}"
    first = datetime.date(2019, 3, 4) + datetime.timedelta(days=rng.randrange(400))
    nfl = math.exp(rng.gauss(math.log(90), 0.6))
    score = rng.randrange(28, 46)
    decline = max(0.0, rng.gauss(0.9 if arm == "drug" else 1.15, 0.6))
    dies = rng.randrange(60, 190) if rng.random() < (0.06 if arm == "drug" else 0.15) else None
    for visit in VISITS:
        day = visit if visit == 1 else visit + rng.choice([-3, -1, 0, 0, 0, 1, 2, 4])
        if dies is not None and day >= dies:
            break
        if visit != 1 and rng.random() < 0.04:
            continue
        date = first + datetime.timedelta(days=day - 1)
        course = min(1.0, (visit - 1) / 112)
        effect = 1 - 0.52 * course if arm == "drug" else 1 + 0.1 * course
        value = nfl * effect * math.exp(rng.gauss(0, 0.12))
        print(f"{name},{arm},plasma NfL,{date},{value:.1f}")
        total = max(0, round(score - decline * (visit - 1) / 28 + rng.gauss(0, 0.6)))
        print(f"{name},{arm},ALSFRS-R,{date},{min(48, total)}")
    if dies is not None:
        print(f"{name},{arm},death,{first + datetime.timedelta(days=dies - 1)},1")
