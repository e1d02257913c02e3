//! What replies give: tags, and none where they only quote them.

use super::*;
use crate::patch::trailer::TrailerScope;

fn lines(text: &str) -> Vec<String> {
    given(text).iter().map(|t| t.trailer.to_string()).collect()
}

fn given(text: &str) -> Vec<TagGiven> {
    of_reply(text, &Address::default(), &Inner::default())
}

#[test]
fn only_unquoted_tags_with_an_address_are_given() {
    let text = "> Acked-by: Q <q@r>\nFrom: A <a@b>\nNote: this\nSee: https://a@b\n\
                Reviewed-by: A <a@b>\n-- \nTested-by: A <a@b>\n";
    assert_eq!(lines(text), ["Reviewed-by: A <a@b>"]);
}

#[test]
fn what_only_looks_like_a_tag_is_none() {
    let shown = "commit 0123456789\nAuthor: B <b@b>\n\n    x\n\n    Acked-by: B <b@b>\n";
    assert!(lines(shown).is_empty());
    assert!(lines("a/b.dtb: pci@1c00000 (c,d): e\nNote: pci@1c00000 is gone\n").is_empty());
    assert_eq!(
        lines("    Acked-by: B <b@b> # [1]\n"),
        ["Acked-by: B <b@b>"]
    );
}

#[test]
fn the_tags_of_a_patch_in_a_reply_are_its_own() {
    let log = "Reviewed-by: B <b@b>\nSigned-off-by: A <a@b>\n---\n";
    let diff = "@@ -1,2 +1 @@\n-x\n Acked-by: C <c@b>\n";
    let text = format!("Acked-by: A <a@b>\n\nSo:\n\n{log}{diff}Tested-by: A <a@b>\n");
    let start = text.find("@@").unwrap();
    let inner = Inner::new(&text, start..start + diff.len());
    let tags = of_reply(&text, &Address::default(), &inner);
    let tags: Vec<_> = tags
        .iter()
        .map(|t| (&*t.trailer.name, t.conditional))
        .collect();
    let want = [
        ("Acked-by", false),
        ("Signed-off-by", true),
        ("Tested-by", false),
    ];
    assert_eq!(tags, want);
}

#[test]
fn wrapped_tags_are_joined() {
    assert_eq!(lines("Acked-by: A B\n  <a@b>\n"), ["Acked-by: A B <a@b>"]);
    assert_eq!(lines("Acked-by: A B <\na@b>\n"), ["Acked-by: A B <a@b>"]);
    assert_eq!(lines("Acked-by: A B <a@b\n"), ["Acked-by: A B <a@b>"]);
    assert_eq!(
        lines("Fixes: 1234567 (\"a\nb\")\n"),
        ["Fixes: 1234567 (\"a b\")"]
    );
}

#[test]
fn notes_conditions_and_scope_go_with_the_tag() {
    let tags = given("With that fixed:\n\nReviewed-by: A <a@b>\n[for the tests]\n");
    let [tag] = tags.as_slice() else { panic!() };
    assert!(tag.conditional);
    assert_eq!(tag.trailer.note, "[for the tests]");
    let tags = given("For patches 1-2\nAcked-by: A <a@b>\nTested-by: A <a@b>\n");
    assert!(
        tags.iter()
            .all(|t| t.scope == TrailerScope::Parts(vec![(1, 2)]))
    );
    let tags = given("For the series:\nAcked-by: A <a@b> # s390\n");
    assert!(
        tags.iter()
            .all(|t| t.scope == TrailerScope::Series && !t.conditional)
    );
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_read(text in r"(?s)[A-c:<>@()#\[\] \n-]{0,80}") {
        given(&text);
        crate::patch::trailer::of_log(&text);
    }
}

#[test]
fn a_tag_that_was_wrapped_is_joined_where_its_address_goes_on() {
    let join = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        let (line, count) = joined(&lines);
        (line.into_owned(), count)
    };
    let whole = |text: &str| (text.to_owned(), 2);
    assert_eq!(join("Acked-by: A\n<a@b>"), whole("Acked-by: A <a@b>"));
    assert_eq!(join("Acked-by: A <\na@b>"), whole("Acked-by: A <a@b>"));
    assert_eq!(join("Acked-by: A <a@\nb>"), whole("Acked-by: A <a@ b>"));
    assert_eq!(
        join("Fixes: 0123456789ab (\"lamp:\nfade\")"),
        whole("Fixes: 0123456789ab (\"lamp: fade\")")
    );
    for next in [
        "<see below>",
        "thanks>",
        "b@c>d",
        "(and so on)",
        "Tested-by: B (x)",
    ] {
        let alone = "Acked-by: A <a@b>";
        assert_eq!(
            join(&format!("{alone}\n{next}")),
            (alone.to_owned(), 1),
            "{next}"
        );
    }
    let open = "Fixes: 0123456789ab (\"lamp:";
    let next = "Tested-by: B (x)";
    assert_eq!(join(&format!("{open}\n{next}")), (open.to_owned(), 1));
    let open = "Acked-by: A <";
    assert_eq!(join(&format!("{open}\nsee you>")), (open.to_owned(), 1));
}
