//! What `patients.json` has, read anew, and rebuilt by the crate alone.

use aso_regimen::Course;
use aso_regimen::dosing::course::Entry;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    pub name: String,
    pub plan: Course,
    pub log: Vec<Row>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub at: Option<String>,
    pub replaces: Option<usize>,
    pub entry: Entry,
}

impl Stored {
    pub fn course(&self) -> Course {
        let mut course = self.plan.clone();
        for row in &self.log {
            match row.replaces {
                None => course.record(row.entry.clone()),
                Some(number) => course.amend(number, row.entry.clone()),
            }
            .expect("the program accepted it");
        }
        course
    }
}
