//! The rows above the table: counts, net change, tags, remarks, notes.

use super::super::build::{Builder, Context, labelled, labelled_row};
use super::super::{Role, Row, Target};
use super::sections::LETTER;
use crate::archive::compare::{
    ComparedPair, Comparison, Letters, Outcome, Patch, Remark, RemarkState, TagFate, Version,
};
use crate::patch::between::Code;
use crate::patch::pairing::Op;
use crate::text::Shared;

/// Remarks that are listed where they stand first; the others are counted.
const LISTED: usize = 5;

/// Writes what was found.
pub(super) fn write(comparison: &Comparison, context: &Context<'_>, to: &mut Builder) {
    to.push_row(patches(comparison).cut_to(context.width, "…"));
    if let Some(letters) = &comparison.letters {
        let target = Target::Section(LETTER.to_owned());
        to.push_aimed(letter(letters).cut_to(context.width, "…"), target);
    }
    let target = Target::CompareNet(comparison.old.at, comparison.new.at);
    to.push_aimed(net_row(comparison).cut_to(context.width, "…"), target);
    tag_rows(comparison, context, to);
    remarks(comparison, context, to);
    for note in &comparison.notes {
        let row = labelled("Note", note, Role::Alert);
        to.push_rows(row.wrapped(context.width));
    }
}

/// `−3 +12 · 2 recipients more · 1 less · base 6de23f81a5e0 → 7b1c22e0a9f4`.
fn letter(letters: &Letters) -> Row {
    let mut parts: Vec<String> = Vec::new();
    match letters.counts() {
        (0, 0) => {}
        (gone, come) => parts.push(format!("−{gone} +{come} lines")),
    }
    let people = [(letters.gained.len(), "more"), (letters.lost.len(), "less")];
    for (count, word) in people.iter().filter(|(count, _)| *count > 0) {
        let people = if *count == 1 {
            "recipient"
        } else {
            "recipients"
        };
        parts.push(format!("{count} {people} {word}"));
    }
    if let Some(bases) = &letters.base {
        let short = |commit: &Option<Shared>| {
            let digits = commit.iter().flat_map(|commit| commit.chars().take(12));
            Some(digits.collect::<String>()).filter(|text| !text.is_empty())
        };
        let [old, new] = bases.each_ref().map(short);
        let none = || "none".to_owned();
        let (old, new) = (old.unwrap_or_else(none), new.unwrap_or_else(none));
        parts.push(format!("base {old} → {new}"));
    }
    labelled("Letter", &parts.join(" · "), Role::Text)
}

/// `5 → 7: 1 same · 4 changed · 2 new · patch 2 was split into 2, 3 and 4`.
fn patches(comparison: &Comparison) -> Row {
    let (old, new) = (&comparison.old.patches, &comparison.new.patches);
    let count = |holds: &dyn Fn(&ComparedPair) -> bool| {
        let entries = comparison.entries.iter();
        entries.filter(|entry| holds(entry)).count()
    };
    let changed =
        |entry: &ComparedPair, code: Code| entry.op == Op::Changed && entry.kinds.code == code;
    let counts = [
        (count(&|one| one.op == Op::Same), "same"),
        (
            count(&|one| changed(one, Code::Same) && is_trailers(one)),
            "but for trailers",
        ),
        (
            count(&|one| changed(one, Code::Same) && !is_trailers(one)),
            "but for the message",
        ),
        (count(&|one| changed(one, Code::Context)), "but for context"),
        (count(&|one| changed(one, Code::Blanks)), "but for blanks"),
        (count(&|one| changed(one, Code::Changed)), "changed"),
        (count(&|one| one.op == Op::Gone), "gone"),
        (count(&|one| one.op == Op::New), "new"),
        (
            count(&|one| one.op == Op::Untold),
            "only listed in one version",
        ),
    ];
    let mut parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let number =
        |version: &[Patch], place: usize| version.get(place).map_or(0, |patch| patch.number);
    for (from, all) in comparison.splits() {
        let all: Vec<u32> = all.into_iter().map(|place| number(new, place)).collect();
        let from = number(old, from);
        parts.push(format!("patch {from} was split into {}", listed(&all)));
    }
    for (all, to) in comparison.squashes() {
        let all: Vec<u32> = all.into_iter().map(|place| number(old, place)).collect();
        let to = number(new, to);
        parts.push(format!("{} were squashed into {to}", listed(&all)));
    }
    let all = |version: &Version| version.patches.len() + version.listed.len();
    let (before, after) = (all(&comparison.old), all(&comparison.new));
    let text = format!("{before} → {after}: {}", parts.join(" · "));
    labelled("Patches", &text, Role::Text)
}

/// Whether nothing above the diff differs but trailers.
fn is_trailers(entry: &ComparedPair) -> bool {
    let kinds = entry.kinds;
    kinds.trailers && !(kinds.author || kinds.title || kinds.log)
}

/// `2, 3 and 4`.
fn listed(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn net_row(comparison: &Comparison) -> Row {
    let net = &comparison.net;
    let (differ, lines) = net.totals();
    let untold = net
        .deltas
        .iter()
        .filter(|delta| delta.untold.is_some())
        .count();
    let mut text = match differ {
        0 => format!("none of {} files differs", net.files),
        1 => format!("1 of {} files differs by {lines} lines", net.files),
        _ => format!("{differ} of {} files differ by {lines} lines", net.files),
    };
    if untold > 0 {
        text.push_str(&format!(" · of {untold} it cannot be told"));
    }
    if net.is_by_stat {
        text.push_str(", as a diffstat counts them");
    }
    text.push_str(" ▸");
    labelled("Net", &text, Role::Link)
}

fn tag_rows(comparison: &Comparison, context: &Context<'_>, to: &mut Builder) {
    let count = |holds: &dyn Fn(&&TagFate) -> bool| comparison.tags.iter().filter(holds).count();
    let lost = count(&|tag| tag.is_lost_on_same());
    let counts = [
        (
            count(&|tag| tag.outcome == Outcome::Kept && !tag.rewritten),
            "kept",
        ),
        (
            count(&|tag| tag.outcome == Outcome::Kept && tag.rewritten),
            "kept on a rewritten patch",
        ),
        (
            count(&|tag| tag.outcome == Outcome::GivenAgain),
            "given again",
        ),
        (
            count(&|tag| tag.outcome == Outcome::Lost && !tag.is_lost_on_same()),
            "lost with the change",
        ),
        (count(&|tag| tag.outcome == Outcome::Dropped), "dropped"),
        (
            count(&|tag| tag.outcome == Outcome::CameAlong),
            "came along",
        ),
    ];
    let said = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if said.is_empty() && lost == 0 {
        return;
    }
    let mut row = labelled_row("Tags");
    if lost > 0 {
        row.push(
            &format!("{lost} LOST though the patch is the same"),
            Role::Alert,
        );
    }
    if lost > 0 && !said.is_empty() {
        row.push(" · ", Role::Dim);
    }
    row.push(&said.join(" · "), Role::Text);
    to.push_row(row.cut_to(context.width, "…"));
    for tag in comparison.tags.iter().filter(|tag| tag.is_lost_on_same()) {
        to.push_row(lost_tag(comparison, tag, context.width));
    }
}

/// `Reviewed-by: Quentin Perret · 2 → 3 · stood in the log`.
fn lost_tag(comparison: &Comparison, tag: &TagFate, width: usize) -> Row {
    let old = tag.old.and_then(|at| comparison.old.patches.get(at));
    let new = tag.new.and_then(|at| comparison.new.patches.get(at));
    let mut row = labelled_row("");
    row.push(&format!("{}: ", tag.trailer.name), Role::Trailer);
    row.push(&tag.trailer.value, Role::Person);
    let number = |patch: Option<&Patch>| patch.map_or(0, |p| p.number);
    let place = if tag.from.is_none() {
        "stood in the log"
    } else {
        "given in a reply"
    };
    let told = format!(" · {} → {} · {place}", number(old), number(new));
    ended(&row, &Row::of(&told, Role::Dim), width)
}

fn remarks(comparison: &Comparison, context: &Context<'_>, to: &mut Builder) {
    let all = &comparison.remarks;
    if all.is_empty() {
        return;
    }
    let count =
        |holds: &dyn Fn(RemarkState) -> bool| all.iter().filter(|one| holds(one.state)).count();
    let counts = [
        (
            count(&|state| state == RemarkState::Changed),
            "where lines changed",
        ),
        (count(&|state| state == RemarkState::Beside), "beside"),
        (
            count(&|state| state == RemarkState::LogChanged),
            "where the log changed",
        ),
        (
            count(&|state| matches!(state, RemarkState::Moved(_))),
            "where lines moved",
        ),
        (
            count(&|state| state == RemarkState::Gone),
            "on what is gone",
        ),
        (count(&RemarkState::is_as_it_was), "on what is as it was"),
        (
            count(&|state| matches!(state, RemarkState::Context | RemarkState::NoPlace)),
            "elsewhere",
        ),
    ];
    let said = counts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let text = format!("{}: {}", all.len(), said.join(" · "));
    to.push_row(labelled("Remarks", &text, Role::Text).cut_to(context.width, "…"));
    let open = all.iter().filter(|one| one.is_open());
    for remark in open.take(LISTED) {
        let row = open_remark(comparison, remark, context);
        to.push_aimed(
            row.cut_to(context.width, "…"),
            Target::Message(remark.message),
        );
    }
}

/// `3  Greg KH  “Why is …”  as it was, not answered`.
fn open_remark(comparison: &Comparison, remark: &Remark, context: &Context<'_>) -> Row {
    let patch = comparison.old.patches.get(remark.patch);
    let from = context.archive.message(remark.message);
    let from = from.map_or("", |message| message.from.label());
    let mut row = labelled_row("");
    row.push(
        &format!("{} ", patch.map_or(0, |patch| patch.number)),
        Role::LineNumber,
    );
    row.push(from, Role::Person);
    row.push(&format!(" “{}”", remark.text), Role::Quote);
    let state = Row::of(&format!("  {}", super::became(remark)), Role::Dim);
    ended(&row, &state, context.width)
}

/// A row with what became of it at its end: a long address or remark gives way to that.
fn ended(row: &Row, end: &Row, width: usize) -> Row {
    let mut row = row.cut_to(width.saturating_sub(end.width()), "…");
    row.append(end);
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_something_is_never_cut() {
        let tag = Row::of("Reviewed-by: Ben Bus <ben@bus.example>", Role::Trailer);
        let end = Row::of(" · 2 → 3 · stood in the log", Role::Dim);
        let whole = ended(&tag, &end, 80);
        assert_eq!(whole.width(), tag.width() + end.width());
        let cut = ended(&tag, &end, 40);
        assert!(
            cut.text().ends_with("… · 2 → 3 · stood in the log"),
            "{}",
            cut.text()
        );
        assert!(cut.width() <= 40);
    }
}
