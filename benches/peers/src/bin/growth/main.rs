//! How time and memory grow with the work: prints a table as Markdown, and draws `results/growth.svg`.

mod growth;
mod picture;
mod work;

use std::fs;

use aso_regimen_peers::table::verdict;
use peak_alloc::PeakAlloc;

use crate::growth::Growth;

/// Counts what is allocated.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    let growths = [work::schedules(), work::columns(), work::cohorts(), work::ranks()].concat();
    println!("\n## How time and memory grow with the work\n");
    println!("Processor time of all threads. A line that is flat in the picture is linear cost.\n");
    let sizes = work::powers(1, 8);
    Growth::print_head(&sizes);
    for growth in &growths {
        growth.print(&sizes);
    }
    for cohort in growths.iter().filter(|growth| growth.part.starts_with("Cohorts")) {
        let times = cohort.since(10_000);
        println!(
            "\nBar: the cost of a cohort is linear, {}. {}: at the largest size a patient costs {times} times what one costs among 10 000.",
            cohort.name,
            verdict(times.median() <= 1.05),
        );
    }
    println!("\n![Time per item over the number of items](results/growth.svg)");
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/results/growth.svg");
    fs::write(picture, picture::draw(&growths)).expect("a place for the picture");
}
