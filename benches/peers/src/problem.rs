//! The problems, in plain numbers, and what their answers are by the plainest arithmetic there is.

/// Days of the 26 doses: 0, 14, 28 and then every 28 days.
pub fn dose_days() -> Vec<u32> {
    [0, 14].into_iter().chain((28..).step_by(28).take(24)).collect()
}

/// Minutes between samples: 3.65 days, so that no gap between dose and sample occurs often.
pub const SAMPLE_MINUTES: u32 = 5_256;
/// Samples in two years.
pub const SAMPLES: u32 = 200;

/// Times of the samples in days.
pub fn sample_days() -> Vec<f64> {
    (1..=SAMPLES).map(|n| days(n * SAMPLE_MINUTES)).collect()
}

fn days(minutes: u32) -> f64 {
    f64::from(minutes) / 1_440.0
}

/// Milligrams a dose.
pub const MG: u32 = 100;

/// Cerebrospinal fluid and brain: rates per day, and the volume of the fluid in litres. The slow half-life is 106 days.
#[derive(Debug, Clone, Copy)]
pub struct Body {
    /// Out of the fluid, for good.
    pub k10: f64,
    /// From the fluid into the brain.
    pub k12: f64,
    /// And back.
    pub k21: f64,
    pub volume: f64,
}

pub const BODY: Body = Body { k10: 0.012, k12: 1.0, k21: 1.2, volume: 0.15 };

impl Body {
    /// The fast and the slow rate: the roots of `x^2 - (k10 + k12 + k21) x + k10 k21`.
    pub fn rates(&self) -> (f64, f64) {
        let sum = self.k10 + self.k12 + self.k21;
        let product = self.k10 * self.k21;
        let fast = 0.5 * (sum + (sum * sum - 4.0 * product).sqrt());
        (fast, product / fast)
    }

    /// Micrograms per litre for each milligram, of the fast and of the slow term.
    pub fn weights(&self) -> (f64, f64) {
        let (fast, slow) = self.rates();
        let scale = 1_000.0 / self.volume / (fast - slow);
        ((fast - self.k21) * scale, (self.k21 - slow) * scale)
    }

    /// The concentration at every sample.
    pub fn superposed(&self) -> Vec<f64> {
        let ((fast, slow), (a, b)) = (self.rates(), self.weights());
        superposed(|days| a * (-fast * days).exp() + b * (-slow * days).exp())
    }

    /// The same from event to event, with one exponential for each term: what a person would write for speed.
    pub fn carried(&self, doses: &[f64], samples: &[f64], out: &mut [f64]) {
        let ((fast, slow), weights) = (self.rates(), self.weights());
        let (mut a, mut b, mut now) = (0.0, 0.0, 0.0);
        let mut doses = doses.iter().peekable();
        for (&sample, out) in samples.iter().zip(out) {
            while let Some(&day) = doses.next_if(|day| **day < sample) {
                a = a * (-fast * (day - now)).exp() + f64::from(MG);
                b = b * (-slow * (day - now)).exp() + f64::from(MG);
                now = day;
            }
            a *= (-fast * (sample - now)).exp();
            b *= (-slow * (sample - now)).exp();
            now = sample;
            *out = weights.0 * a + weights.1 * b;
        }
    }
}

/// Under the skin and in plasma: rates per day, and the volume of the plasma in litres.
#[derive(Debug, Clone, Copy)]
pub struct Depot {
    /// Out of the depot into the plasma.
    pub ka: f64,
    /// Out of the plasma, for good.
    pub ke: f64,
    pub volume: f64,
}

pub const DEPOT: Depot = Depot { ka: 2.0, ke: 0.1, volume: 20.0 };

impl Depot {
    /// The concentration at every sample.
    pub fn superposed(&self) -> Vec<f64> {
        let scale = 1_000.0 / self.volume * self.ka / (self.ka - self.ke);
        superposed(|days| scale * ((-self.ke * days).exp() - (-self.ka * days).exp()))
    }
}

/// The level at every sample as the sum over the doses before it, from the level for each milligram so many days
/// after a dose. The gaps are differences of whole minutes, so that they have no rounding error.
fn superposed(level: impl Fn(f64) -> f64) -> Vec<f64> {
    let doses = dose_days();
    (1..=SAMPLES)
        .map(|n| {
            let now = n * SAMPLE_MINUTES;
            let gaps = doses.iter().filter_map(|day| now.checked_sub(day * 1_440));
            gaps.map(|gap| level(days(gap)) * f64::from(MG)).sum()
        })
        .collect()
}

/// Drug in two places: the first one is dosed, and in the second one it acts.
pub trait Drug {
    /// Slopes per day of the amounts.
    fn slopes(&self, amounts: [f64; 2]) -> [f64; 2];
}

impl Drug for Body {
    #[inline]
    fn slopes(&self, [csf, cns]: [f64; 2]) -> [f64; 2] {
        [self.k21 * cns - (self.k10 + self.k12) * csf, self.k12 * csf - self.k21 * cns]
    }
}

impl Drug for Depot {
    #[inline]
    fn slopes(&self, [depot, plasma]: [f64; 2]) -> [f64; 2] {
        [-self.ka * depot, self.ka * depot - self.ke * plasma]
    }
}

/// What drug does where it acts: synthesis of a messenger RNA is inhibited by the amount in milligrams, and a protein
/// is made from it. Both relative to baseline.
#[derive(Debug, Clone, Copy)]
pub struct Effect {
    pub most: f64,
    /// Milligrams.
    pub half: u32,
    /// Half-lives in days.
    pub mrna: f64,
    pub protein: f64,
}

pub const EFFECT: Effect = Effect { most: 0.8, half: 100, mrna: 1.0, protein: 25.0 };

/// The two places of the drug, messenger RNA, protein.
pub type State = [f64; 4];

/// Before the first dose.
pub const BASELINE: State = [0.0, 0.0, 1.0, 1.0];

impl Effect {
    /// Rates of loss per day of messenger RNA and protein.
    pub fn rates(&self) -> (f64, f64) {
        use std::f64::consts::LN_2;
        (LN_2 / self.mrna, LN_2 / self.protein)
    }

    /// The four slopes.
    #[inline]
    pub fn slopes(&self, drug: &impl Drug, [dosed, acting, mrna, protein]: State) -> State {
        let (km, kp) = self.rates();
        let [dosed_slope, acting_slope] = drug.slopes([dosed, acting]);
        [
            dosed_slope,
            acting_slope,
            km * (1.0 - self.most * acting / (f64::from(self.half) + acting) - mrna),
            kp * (mrna - protein),
        ]
    }

    /// The protein at every sample by the classical method of Runge and Kutta in steps of a thousandth of a day. All
    /// events are multiples of 72 minutes, so that every step ends where it should.
    pub fn stepped(&self, drug: &impl Drug) -> Vec<f64> {
        const GRID: u32 = 72;
        const STEPS: u32 = 50;
        let step = days(GRID) / f64::from(STEPS);
        let doses = dose_days();
        let mut state = BASELINE;
        let mut out = Vec::new();
        for place in 0..=SAMPLES * SAMPLE_MINUTES / GRID {
            let now = place * GRID;
            if now > 0 && now.is_multiple_of(SAMPLE_MINUTES) {
                out.push(state[3]);
            }
            if now.is_multiple_of(1_440) && doses.contains(&(now / 1_440)) {
                state[0] += f64::from(MG);
            }
            for _ in 0..STEPS {
                state = self.step(drug, state, step);
            }
        }
        out
    }

    fn step(&self, drug: &impl Drug, state: State, days: f64) -> State {
        let slopes = |state| self.slopes(drug, state);
        let moved = |slope: State, days: f64| -> State {
            std::array::from_fn(|i| state[i] + days * slope[i])
        };
        let begin = slopes(state);
        let first = slopes(moved(begin, days / 2.0));
        let second = slopes(moved(first, days / 2.0));
        let end = slopes(moved(second, days));
        let mean = |i| (begin[i] + 2.0 * (first[i] + second[i]) + end[i]) / 6.0;
        moved(std::array::from_fn(mean), days)
    }
}

/// Baselines around 50 and values around 30, log-uniform, from a fixed linear congruence.
pub fn columns(rows: usize) -> (Vec<f64>, Vec<f64>) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |scale: f64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The highest 52 bits as the mantissa of a number in [1, 2).
        let unit = f64::from_bits(state >> 12 | 1.0_f64.to_bits()) - 1.0;
        scale * (unit - 0.5).exp()
    };
    (0..rows).map(|_| (draw(50.0), draw(30.0))).unzip()
}
