//! The exponential function for many decays at once.
//!
//! It uses only additions, multiplications and shifts. So a compiler can process several numbers with
//! one instruction, and every machine gives the same bits: the system's `exp` differs between platforms, but
//! a range of virtual patients must have the same results on all of them.

/// e^-x for every x from 0 on; 0 from 708 on, where the true value is below 1e-307.
///
/// Within 2 units in the last place. The argument is reduced by multiples of ln 2, which is held in two
/// parts so that the reduction is exact (Cody and Waite, Software Manual for the Elementary Functions,
/// 1980), and what is left, at most 0.35, goes into a polynomial, its even and its odd powers side by side.
#[inline]
pub(crate) fn decay<const N: usize>(x: [f64; N]) -> [f64; N] {
    const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    /// Added and taken away again, it leaves a number rounded to an integer, and the integer in the low bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    let mut out = [0.0; N];
    for (out, x) in out.iter_mut().zip(x) {
        let shifted = ROUND - x * core::f64::consts::LOG2_E;
        let twos = shifted - ROUND;
        let r = (-x - twos * LN2_HIGH) - twos * LN2_LOW;
        let square = r * r;
        let (mut even, mut odd) = (EVEN[0], ODD[0]);
        for (next_even, next_odd) in EVEN[1..].iter().zip(&ODD[1..]) {
            even = even * square + next_even;
            odd = odd * square + next_odd;
        }
        let polynomial = even + r * odd;
        let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1.0_f64.to_bits()));
        *out = if x < 708.0 { polynomial * power } else { 0.0 };
    }
    out
}

/// [`decay`] for a whole slice in place, eight at a time.
pub(crate) fn decay_in_place(values: &mut [f64]) {
    let mut chunks = values.chunks_exact_mut(8);
    for chunk in &mut chunks {
        let lanes: [f64; 8] = core::array::from_fn(|i| chunk[i]);
        chunk.copy_from_slice(&decay(lanes));
    }
    for value in chunks.into_remainder() {
        [*value] = decay([*value]);
    }
}

/// Each number changed in the same way, by a loop that costs a compiler less than `map` of an array.
#[inline]
pub(crate) fn each<const N: usize>(numbers: &[f64; N], change: impl Fn(f64) -> f64) -> [f64; N] {
    let mut changed = *numbers;
    for number in &mut changed {
        *number = change(*number);
    }
    changed
}

/// The integral of e^(-rate s) for s from 0 to a number of days.
pub(crate) fn inflow(rate: f64, days: f64) -> f64 {
    let decayed = rate * days;
    // Below, the product has lost digits, and nothing decays.
    if decayed < f64::MIN_POSITIVE { days } else { -libm::expm1(-decayed) / rate }
}

/// `(e^(-a t) - e^(-b t)) / (b - a)`, also where the two rates meet.
pub(crate) fn gap(a: f64, b: f64, days: f64) -> f64 {
    let (slow, apart) = (a.min(b), (b - a).abs());
    libm::exp(-slow * days) * inflow(apart, days)
}

/// Coefficients of the polynomial of degree 11 that is nearest to the exponential function between -ln 2 / 2 and
/// ln 2 / 2, by Chebyshev's nodes; its error is 3e-18. From the highest power down, even ones and odd ones.
const EVEN: [f64; 6] = [
    2.763_265_472_252_779e-7,
    2.480_148_544_156_131_3e-5,
    0.001_388_888_895_235_286_3,
    0.041_666_666_666_487_95,
    0.500_000_000_000_001_9,
    1.0,
];
const ODD: [f64; 6] = [
    2.511_004_920_481_865_8e-8,
    2.755_724_088_722_987e-6,
    0.000_198_412_698_900_764_03,
    0.008_333_333_333_319_589,
    0.166_666_666_666_666_8,
    1.0,
];
