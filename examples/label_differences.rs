//! Two labels of one substance side by side: two authorities, or two editions.
//!
//! For every substance of the catalog that has several labels, what each differs in from the first: doses, days, rules for
//! missed doses, monitoring. The tables are Markdown.

use aso_regimen::{Label, catalog};

fn main() {
    let labels = catalog::labels();
    let mut substances: Vec<&str> = labels.iter().map(Label::substance).collect();
    substances.dedup();
    for substance in substances {
        let all: Vec<&Label> = catalog::labels().named(substance).into_iter().collect();
        let Some((first, others)) = all.split_first() else { continue };
        for other in others {
            let differences = first.differences(other);
            println!("{} and {}:", first.key(), other.key());
            match differences.rows() {
                [] => println!("the same doses, days, rules for missed doses and monitoring\n"),
                _ => println!("{differences}"),
            }
        }
    }
}
