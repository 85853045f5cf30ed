//! A trial that participants leave early.

use aso_regimen::analysis::imputation::IncompleteArm;

pub(crate) const PARTICIPANTS: usize = 1_000;
pub(crate) const VISITS: usize = 8;
pub(crate) const DATA_SETS: usize = 20;

/// One arm: its values visit by visit, and how many visits each participant stays for.
pub(crate) struct Arm {
    pub(crate) baselines: Vec<f64>,
    pub(crate) complete: [Vec<f64>; VISITS],
    stays: Vec<usize>,
}

/// Two arms of half the participants, each value near the one before; one in 22 leaves before each visit.
pub(crate) fn arms() -> [Arm; 2] {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).expect("31 bits")) / 2.0_f64.powi(31)
    };
    [(); 2].map(|()| {
        let mut arm = Arm {
            baselines: (0..PARTICIPANTS / 2).map(|_| 40.0 + 80.0 * draw()).collect(),
            complete: Default::default(),
            stays: Vec::new(),
        };
        for baseline in &arm.baselines {
            let (mut value, mut stay) = (*baseline, 0);
            for (visit, values) in arm.complete.iter_mut().enumerate() {
                value *= 0.85 + 0.3 * draw();
                values.push(value);
                if stay == visit && draw() > 1.0 / 22.0 {
                    stay += 1;
                }
            }
            arm.stays.push(stay);
        }
        arm
    })
}

impl Arm {
    /// The values of one visit, counted from 0; none of participants who left before it.
    pub(crate) fn values(&self, visit: usize) -> Vec<Option<f64>> {
        let values = self.complete[visit].iter().zip(&self.stays);
        values.map(|(value, stays)| (*stays > visit).then_some(*value)).collect()
    }

    pub(crate) fn incomplete(&self, name: &str) -> IncompleteArm {
        let names: Vec<String> =
            (0..self.baselines.len()).map(|number| format!("{name} {number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let made = IncompleteArm::new(name, &names, &self.baselines).expect("an arm");
        (0..VISITS).fold(made, |made, visit| {
            let name = format!("visit {}", visit + 1);
            made.with_visit(&name, &self.values(visit)).expect("values")
        })
    }
}
