//! Processor time, so that what else runs on the machine does not count.

use cpu_time::{ProcessTime, ThreadTime};

/// Seconds of processor time that this thread takes to run something so many times.
pub fn seconds(repeats: usize, mut run: impl FnMut()) -> f64 {
    let begin = ThreadTime::now();
    for _ in 0..repeats {
        run();
    }
    begin.elapsed().as_secs_f64()
}

/// Seconds of processor time that all threads take together to run something so many times.
pub fn seconds_of_all_threads(repeats: usize, mut run: impl FnMut()) -> f64 {
    let begin = ProcessTime::now();
    for _ in 0..repeats {
        run();
    }
    begin.elapsed().as_secs_f64()
}

/// How many runs take at least two milliseconds, which the clock resolves to a part in a thousand.
pub fn repeats(mut seconds: impl FnMut(usize) -> f64) -> usize {
    let mut repeats = 1;
    while seconds(repeats) < 2e-3 {
        repeats *= 2;
    }
    repeats
}

/// The middle value; the mean of the two middle ones of an even number.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values[middle]
    }
}
