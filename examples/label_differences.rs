//! Two labels of one substance side by side: two authorities, or two editions.
//!
//! What each edition changed, and what the labels in force differ in from the first of them.
//!
//! ```text
//! cargo run --example label_differences                        every substance, a line for each pair of labels
//! cargo run --example label_differences -- tofersen            one substance, with tables in Markdown
//! cargo run --features plot --example label_differences -- tofersen FOLDER    and a timeline as SVG
//! ```

use std::error::Error;

use aso_regimen::{Label, catalog};

fn main() -> Result<(), Box<dyn Error>> {
    let today = "2026-11-26".parse()?;
    let asked = std::env::args().nth(1);
    let labels = catalog::labels();
    let mut substances: Vec<&str> = labels.iter().map(Label::substance).collect();
    substances.dedup();
    if let Some(asked) = &asked {
        substances.retain(|substance| substance == asked);
        if substances.is_empty() {
            return Err(format!("no substance {asked:?}, expected one such as tofersen").into());
        }
    }
    for substance in substances {
        let all: Vec<&Label> = catalog::labels().named(substance).into_iter().collect();
        let in_force = catalog::labels().named(substance).current(today);
        let key = |label: &Label| (label.product().to_owned(), label.authority().clone());
        let editions = all.windows(2).map(|pair| (pair[0], pair[1]));
        let editions = editions.filter(|(newer, older)| key(newer) == key(older));
        let first = in_force.iter().next();
        let authorities = first
            .into_iter()
            .flat_map(|one| in_force.iter().skip(1).map(move |other| (one, other)));
        for (one, other) in editions.chain(authorities) {
            let differences = one.differences(other);
            let pair = format!("{} and {}", one.key(), other.key());
            match (differences.rows().len(), &asked) {
                (0, _) => println!("{pair}: no difference in doses, missed doses and monitoring"),
                (rows, None) => {
                    println!("{pair}: {rows} difference{}", if rows == 1 { "" } else { "s" });
                }
                (_, Some(_)) => println!("{pair}:\n{differences}"),
            }
        }
        #[cfg(feature = "plot")]
        if let (Some(folder), true) = (std::env::args_os().nth(2), in_force.len() > 1) {
            draw(substance, &in_force, folder.as_ref())?;
        }
    }
    if asked.is_none() {
        println!("\nWith the name of a substance its differences are printed.");
    }
    Ok(())
}

#[cfg(feature = "plot")]
fn draw(
    substance: &str,
    in_force: &catalog::Labels<'_>,
    folder: &std::path::Path,
) -> Result<(), Box<dyn Error>> {
    use aso_regimen::plot::Timeline;

    let title = format!("{substance}: its labels in force");
    let mut timeline = Timeline::new(title, "2026-01-05".parse()?, "2026-09-30".parse()?)?;
    for label in in_force {
        for named in label.regimens() {
            let name = format!("{}: {}", label.key(), named.name);
            timeline = timeline.with(name.trim_end_matches(": "), &named.regimen)?;
        }
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(format!("{substance}.svg")), timeline.draw()?.as_str())?;
    Ok(())
}
