//! A series as it is read first: who, when, which versions, what is wrong; then the letter with
//! its sections, the patches and what was answered.

mod head;

use super::age::short;
use super::build::{Builder, Context, justified};
use super::{Document, Role, Row, Target, letter, replies, review};
use crate::mail::Body;
use crate::patch::Facts;
use crate::patch::letter::SectionKind;
use crate::patch::stat::Totals;
use crate::series::{Series, SeriesIdx, Slot, Verdict};

/// The page of a series; `body` is that of its cover, where there is one.
pub fn build(at: SeriesIdx, body: Option<&Body>, context: &Context<'_>) -> Document {
    let Some(series) = context.archive.series(at) else {
        return Document::default();
    };
    let text = body
        .filter(|_| series.cover.is_some())
        .map_or("", |body| body.text.as_str());
    let mut builder = Builder::new(title(series), text);
    head::write(at, series, context, &mut builder);
    builder.row(Row::of(&"─".repeat(context.width), Role::Dim));
    let mut listed = false;
    let mut list = |builder: &mut Builder| {
        if !std::mem::replace(&mut listed, true) {
            patches(at, series, context, builder);
            let answers = &series.replies;
            replies::write("Replies to the cover letter", answers, context, builder);
            return true;
        }
        false
    };
    letter::write(context, &mut builder, &mut |kind, builder| match kind {
        // The patches come in the place of the shortlog that announces them.
        SectionKind::Shortlog => list(builder),
        SectionKind::DiffStat | SectionKind::Base | SectionKind::Diff | SectionKind::Signature => {
            list(builder);
            false
        }
        _ => false,
    });
    list(&mut builder);
    builder.end()
}

/// `v3 0/12 title`.
fn title(series: &Series) -> Row {
    let mut row = Row::of(&format!("v{} ", series.revision), Role::Revision);
    if series.total > 1 || series.cover.is_some() {
        row.push(&format!("0/{} ", series.total), Role::Revision);
    }
    row.push(&series.title, Role::Title);
    row
}

fn patches(at: SeriesIdx, series: &Series, context: &Context<'_>, builder: &mut Builder) {
    if series.slots.is_empty() {
        return;
    }
    let present = series.present();
    let title = format!("Patches  {present} of {} here", series.total);
    if !builder.section(&title, "patches", context.folds) {
        return;
    }
    for (number, slot) in (0u32..).zip(&series.slots) {
        builder.aim(slot_row(slot, context), Target::Slot(at, number));
    }
    builder.blank();
}

/// `  3 title    0·2·0   5  +91 −88`; what is absent says so.
fn slot_row(slot: &Slot, context: &Context<'_>) -> Row {
    let mut left = Row::of(&format!("  {:>3} ", slot.number), Role::Dim);
    let message = slot.message.and_then(|at| context.archive.facts(at));
    let Some(facts) = message else {
        let title = match slot.title.as_str() {
            "" => "(title unknown)",
            title => title,
        };
        left.push(title, Role::Dim);
        let note = Row::of("  not in this archive", Role::Alert);
        if left.width() + note.width() <= context.width {
            return justified(&left, &note, context.width);
        }
        return justified(&left, &Row::of("  absent", Role::Alert), context.width);
    };
    left.push(&slot.title, Role::Text);
    if let Some(from) = slot.borrowed {
        left.push(&format!(" (from v{from})"), Role::Revision);
    }
    justified(
        &left,
        &slot_right(slot, facts, context.width),
        context.width,
    )
}

/// Tags, replies, damage and lines of a patch that is here.
fn slot_right(slot: &Slot, facts: &Facts, width: usize) -> Row {
    let mut right = Row::of(" ", Role::Text);
    if width >= 60 {
        let given = || review::of_slot(slot);
        let people = review::people(given());
        let count = |name: &str| {
            let tag = people
                .iter()
                .find(|(tag, _)| tag.eq_ignore_ascii_case(name));
            tag.map_or(0, |(_, people)| people.len())
        };
        let names = ["acked-by", "reviewed-by", "tested-by"];
        let tags = names.map(|name| count(name).to_string()).join("·");
        right.push(
            &tags,
            if tags == "0·0·0" {
                Role::Dim
            } else {
                Role::Trailer
            },
        );
        let unsure = given().any(|r| r.verdict != Verdict::Ok);
        right.push(if unsure { "?" } else { " " }, Role::Alert);
        let role = if slot.replies.is_empty() {
            Role::Dim
        } else {
            Role::Text
        };
        right.push(&format!("{:>3} ", slot.replies.len()), role);
    }
    let is_odd = !facts.damage.is_empty() || facts.hidden > 0;
    right.push(if is_odd { "!" } else { " " }, Role::Alert);
    let totals = Totals::of(&facts.files);
    right.push(
        &format!("{:>5}", format!("+{}", short(totals.added))),
        Role::Added,
    );
    right.push(
        &format!(" {:>5}", format!("−{}", short(totals.deleted))),
        Role::Deleted,
    );
    right
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folds;
    use super::super::testing::{PATCH, archive_of, body, texts};
    use super::*;

    const COVER: &str = "\
Prose.

Changes in v2:
- second

Changes in v1:
- first

Ann (2):
  one
  two

 a | 1 +
 1 file changed, 1 insertion(+)

-- 
2.40
";

    fn cover(folds: &Folds) -> Document {
        let archive = archive_of(&[
            ("c", "[PATCH v2 0/2] Title", &[], COVER),
            ("1", "[PATCH v2 1/2] one", &["c"], PATCH),
            (
                "r",
                "Re: [PATCH v2 0/2] Title",
                &["c"],
                "Reviewed-by: ann <ann@example.org>\n",
            ),
            ("s", "Re: [PATCH v2 0/2] Title", &["r"], "Thanks.\n"),
        ]);
        let context = Context {
            archive: &archive,
            width: 72,
            now: 86400,
            folds,
        };
        build(SeriesIdx(0), Some(&body(COVER)), &context)
    }

    #[test]
    fn the_patches_come_in_the_place_of_the_shortlog() {
        let document = cover(&Folds::default());
        let lines = texts(&document);
        let at = |start: &str| lines.iter().position(|line| line.starts_with(start));
        let order = [
            "From     ann <ann@example.org>",
            "Date     1970-01-01 00:00 +0000 (1d ago)",
            "To/Cc    337 recipients",
            "Alert    missing 2",
            "─",
            "▾ Description",
            "  Prose.",
            "▾ Changes in v2",
            "  - second",
            "▸ Changes in v1",
            "▾ Patches",
            "    1 one ",
            "    2 two ",
            "▾ Replies to the cover letter (2)",
            "  ann  Reviewed-by",
            "    └ ann",
            "▸ Diffstat (1 file, +1 −0)",
        ];
        let places: Vec<_> = order.map(at).into();
        assert!(places.iter().all(Option::is_some), "{lines:#?}\n{places:?}");
        assert!(places.is_sorted(), "{lines:#?}");
        assert!(!lines.iter().any(|line| line.contains("Ann (2)")));
    }

    #[test]
    fn an_absent_patch_is_a_row_that_says_so() {
        let document = cover(&Folds::default());
        let line = document.find(&Target::Slot(SeriesIdx(0), 1)).unwrap();
        assert!(texts(&document)[line].ends_with("not in this archive"));
    }

    #[test]
    fn a_closed_section_is_its_heading() {
        let mut folds = Folds::default();
        folds.set("patches", false);
        let lines = texts(&cover(&folds));
        assert!(lines.iter().any(|line| line.starts_with("▸ Patches")));
        assert!(!lines.iter().any(|line| line.starts_with("    1 one")));
    }
}
