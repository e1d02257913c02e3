//! What every sign, column and colour means, from the tables that rows are drawn from, and what
//! was opened with which version.

use super::build::{Builder, Context};
use super::list::COLUMNS;
use super::role::ROLES;
use super::sign::SIGNS;
use super::{Document, Role, Row};

/// Columns between a sample and what it means.
const GAP: usize = 2;

/// The page.
pub fn build(context: &Context<'_>) -> Document {
    let mut builder = Builder::new(Row::of("Legend", Role::Title), "");
    about(context, &mut builder);
    for (place, signs) in SIGNS {
        let of_sign = |row: &mut Row, at: usize| {
            let sign = signs.get(at)?;
            row.sign(*sign);
            Some(sign.meaning)
        };
        section(place, 1, of_sign, context, &mut builder);
    }
    let samples = COLUMNS
        .iter()
        .map(|column| crate::text::width(column.sample));
    let of_column = |row: &mut Row, at: usize| {
        let column = COLUMNS.get(at)?;
        row.push(column.sample, Role::Text);
        Some(column.meaning)
    };
    let width = samples.max().unwrap_or(0);
    section(
        "Columns of the list",
        width,
        of_column,
        context,
        &mut builder,
    );
    let names = ROLES.iter().map(|(_, name, _)| name.len());
    let of_role = |row: &mut Row, at: usize| {
        let (role, name, meaning) = ROLES.get(at)?;
        row.push(name, *role);
        Some(*meaning)
    };
    let width = names.max().unwrap_or(0);
    section("Colours", width, of_role, context, &mut builder);
    builder.into_document()
}

/// The version, and how much was opened.
fn about(context: &Context<'_>, to: &mut Builder) {
    let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let mut row = Row::of(name, Role::Title);
    row.push(&format!(" {version}  "), Role::Text);
    row.push(env!("CARGO_PKG_DESCRIPTION"), Role::Dim);
    to.push_rows(row.wrapped(context.width));
    let archive = context.archive;
    let of = match archive.sources().len() {
        1 => String::new(),
        many => format!(" from {many} files or folders"),
    };
    let (series, mails) = (archive.all_series().len(), archive.len());
    let open = format!("{series} series in {mails} mails{of}");
    to.push_rows(Row::of(&open, Role::Text).wrapped(context.width));
    to.blank();
}

/// A heading, and below it as many samples as there are, each with what it means behind it.
fn section(
    title: &str,
    width: usize,
    sample: impl Fn(&mut Row, usize) -> Option<&'static str>,
    context: &Context<'_>,
    to: &mut Builder,
) {
    if !to.section(title, title, context.folds) {
        return;
    }
    for at in 0.. {
        let mut row = Row::of("  ", Role::Text);
        let start = row.width();
        let Some(meaning) = sample(&mut row, at) else {
            break;
        };
        row.pad_to(start + width + GAP);
        row.push(meaning, Role::Text);
        to.push_rows(row.wrapped(context.width));
    }
    to.blank();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Archive;
    use crate::doc::fold::Folds;
    use crate::doc::testing::{context, texts};

    #[test]
    fn every_sign_column_and_role_stands_with_its_meaning() {
        let (archive, folds) = (Archive::default(), Folds::default());
        let mut context = context(&archive, 0, &folds);
        context.width = 200;
        let rows = texts(&build(&context)).join(" ");
        let rows: Vec<&str> = rows.split_whitespace().collect();
        let rows = rows.join(" ");
        let signs = SIGNS.iter().flat_map(|(_, signs)| *signs);
        let signs = signs.map(|sign| (sign.text, sign.meaning));
        let columns = COLUMNS.iter().map(|column| (column.sample, column.meaning));
        let roles = ROLES.iter().map(|(_, name, meaning)| (*name, *meaning));
        for (sample, meaning) in signs.chain(columns).chain(roles) {
            assert!(
                rows.contains(&format!("{sample} {meaning}")),
                "{sample} {meaning}"
            );
        }
    }
}
