//! What a run of patches does to a file, or to all of them, as one diff.

use super::build::{Builder, Context, labelled};
use super::{Document, Role, Row, Target, diff};
use crate::archive::net::{Span, number_runs};
use crate::patch::compose::NetChange;
use crate::series::{Series, SeriesIdx};

/// The page of a net change: of one file, or of all where `path` is none. `nets` is none until
/// it was composed, and an error names the patches that it lacks.
pub fn build(
    at: (SeriesIdx, Span),
    path: Option<&str>,
    nets: Option<&Result<Vec<NetChange>, Vec<u32>>>,
    context: &Context<'_>,
) -> Document {
    let Some(series) = context.archive.series(at.0) else {
        return Document::default();
    };
    let all = match nets {
        Some(Ok(nets)) => nets.as_slice(),
        Some(Err(_)) | None => &[],
    };
    let nets_shown = || {
        all.iter()
            .filter(|net| path.is_none_or(|path| net.known_path() == path))
    };
    let text: String = nets_shown()
        .filter_map(|net| net.diff.as_deref().ok())
        .collect();
    let mut builder = Builder::new(title(series, at.1, path), &text);
    let mut row = labelled("Series", "", Role::Link);
    row.push(&format!("v{} ", series.head.revision), Role::Revision);
    row.push(&series.head.title, Role::Link);
    builder.push_aimed(row.cut_to(context.width, "…"), Target::Series(at.0));
    match nets {
        None => builder.push_row(Row::of("reading the patches …", Role::Dim)),
        Some(Err(missing)) => {
            let text = format!(
                "There is no net change without patch {}.",
                number_runs(missing)
            );
            builder.push_row(Row::of(&text, Role::Alert).cut_to(context.width, "…"));
        }
        Some(Ok(_)) => heads(nets_shown(), path.is_some(), context, &mut builder),
    }
    builder.push_rule(context.width);
    let end = builder.whole_text().len();
    diff::write(0..end, context, &mut builder);
    builder.into_document()
}

fn title(series: &Series, span: Span, path: Option<&str>) -> Row {
    let mut row = Row::of("Net change ", Role::Revision);
    if span != Span::ALL {
        let last = span.last.min(series.parts.total);
        row.push(
            &format!("{}-{last}/{} ", span.first, series.parts.total),
            Role::Revision,
        );
    }
    row.push(path.unwrap_or(series.head.title.as_str()), Role::Title);
    row
}

/// Which patches it is made of, and which files have none and why.
fn heads<'a>(
    nets: impl Iterator<Item = &'a NetChange>,
    is_one: bool,
    context: &Context<'_>,
    to: &mut Builder,
) {
    let mut count = 0;
    for net in nets {
        count += 1;
        if is_one {
            to.push_row(labelled("Patches", &number_runs(&net.patches), Role::Text));
        }
        let said = match &net.diff {
            Ok(diff) if diff.is_empty() => "everything is taken back again".to_owned(),
            Ok(_) => continue,
            Err(why) => why.words(),
        };
        let mut row = Row::of(net.known_path(), Role::File);
        row.push(": ", Role::Dim);
        row.push(&said, Role::Alert);
        for row in row.wrapped(context.width) {
            to.push_row(row);
        }
    }
    if count == 0 {
        to.push_row(Row::of(
            "These patches leave the file unchanged.",
            Role::Dim,
        ));
    }
}
