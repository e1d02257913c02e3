//! Replies in parts, each at its line.

use super::*;

#[test]
fn answers_stand_below_what_they_answer() {
    let parents = [(2, 1), (3, 0), (4, 1), (5, 2)];
    let parent = |at: MsgIdx| {
        let found = parents.iter().find(|(child, _)| *child == at.0);
        found.map(|(_, up)| MsgIdx(*up))
    };
    let all: Vec<MsgIdx> = (1..6).map(MsgIdx).collect();
    let order: Vec<_> = threaded(&all, parent)
        .into_iter()
        .map(|(at, depth)| (at.0, depth))
        .collect();
    assert_eq!(order, [(1, 0), (2, 1), (5, 2), (4, 1), (3, 0)]);
}

const PATCH: &str =
    "Fix it.\n\n@@ -1,3 +1,3 @@\n a long context line\n-an old line goes\n+a new line comes\n";

fn reader() -> TalkReader {
    TalkReader {
        subject: LineIndex::new(PATCH),
        numbers: HashMap::new(),
        indexes: HashMap::new(),
        replies: Vec::new(),
        effort: Effort::default(),
    }
}

fn spots(reply: &Reply) -> Vec<(BlockKind, Option<(usize, usize)>)> {
    let parts = reply.parts.iter();
    parts
        .map(|part| (part.kind, part.spot.map(|spot| (spot.line, spot.depth))))
        .collect()
}

#[test]
fn an_answer_stands_at_the_line_it_quotes_and_one_to_it_below() {
    let mut reader = reader();
    let first = "Hi.\n\nAnn wrote:\n> -an old line goes\n> +a new line comes\n\nWhy though?\n";
    reader.add_reply((MsgIdx(1), 0), first.into(), None, &|| true);
    let second = "Bob writes:\n> > +a new line comes\n> \n> Why though?\n\nBecause of that.\n";
    reader.add_reply((MsgIdx(2), 1), second.into(), Some(MsgIdx(1)), &|| true);
    assert_eq!(
        spots(&reader.replies[0]),
        [
            (BlockKind::Said, None),
            (BlockKind::Attribution, None),
            (BlockKind::Quote, Some((5, 0))),
            (BlockKind::Said, Some((5, 0)))
        ]
    );
    assert_eq!(
        spots(&reader.replies[1]),
        [
            (BlockKind::Attribution, None),
            (BlockKind::Quote, Some((5, 1))),
            (BlockKind::Said, Some((5, 1)))
        ]
    );
    assert!(!reader.replies[0].is_placed());
    assert!(reader.replies[1].is_placed());
}

#[test]
fn what_is_said_to_a_quote_from_elsewhere_has_no_place() {
    let mut reader = reader();
    let text = "> something else entirely\nNo.\n";
    reader.add_reply((MsgIdx(1), 0), text.into(), None, &|| true);
    assert_eq!(
        spots(&reader.replies[0]),
        [(BlockKind::Quote, None), (BlockKind::Said, None)]
    );
}
