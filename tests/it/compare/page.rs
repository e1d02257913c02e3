//! The page of a comparison: what it says, its keys, and the ways to it.

use trifold::patch::pairing::{By, Op};
use trifold::series::SeriesIdx;

use crate::session::Session;
use crate::support::file;

use super::repository::{Repository, function};

#[test]
fn the_page_says_what_changed_and_leads_to_the_newer_patch() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("/ f a d e enter enter D");
    let screen = session.screen();
    for line in [
        "[2] Compare v2 → v3 lamp: fade instead of switching",
        "Patches  3 → 4: 1 same · 1 but for trailers · 1 changed · 1 new",
        "Net      2 of 8 files differ by 8 lines",
        "Remarks  1: 1 where lines changed",
        "  2 !  2  lamp: add lamp_fade()  ",
        "  – >  4  docs: say how a lamp fades  ",
        "▸   1 !  1  lamp: refuse levels out of range",
        "  - +#define LAMP_FADE_STEP_MS 10",
        "  + +#define LAMP_FADE_STEP_MS 20",
    ] {
        assert!(screen.contains(line), "{line}\n{screen}");
    }
    // The second of the patches, two lines below the first rule.
    session.press("g g j j j j j j j j enter");
    let screen = session.screen();
    assert!(
        screen.contains("[2] v3 2/4 lamp: add lamp_fade()"),
        "{screen}"
    );
    session.press("D");
    let screen = session.screen();
    assert!(screen.contains("[2] Compare v2 → v3"), "{screen}");
}

#[test]
fn noise_and_patches_without_code_are_hidden_by_a_key() {
    let made = Repository::new();
    made.begin(1, "base");
    made.write("lamp.c", &function("lamp.c", 40, &[(15, "\tbright(15);")]));
    made.commit("lamp: be bright\n\nWhy not.");
    made.write("bus.c", &function("bus.c", 40, &[(35, "\tfast(35);")]));
    made.write("new.c", "int one;\n");
    made.commit("bus: be fast");
    made.git(&["checkout", "-q", "-b", "later", "base"]);
    made.write("lamp.c", &function("lamp.c", 40, &[(13, "\tother(13);")]));
    made.commit("what others did");
    made.begin(2, "later");
    made.replace("lamp.c", "\tstep(15);", "\tbright(15);");
    made.commit("lamp: be bright\n\nWhy not.");
    made.replace("bus.c", "\tstep(35);", "\tfaster(35);");
    made.write("new.c", "int two;\n");
    made.commit("bus: be fast");
    let mails = [made.mail(1, "base", &[]), made.mail(2, "later", &[])];
    let mut session = Session::new(&mails, 120, 40);
    // The section of the patch that was only rebased is closed: `]` goes there, `z o` opens it.
    session.press("enter D ] z o");
    let screen = session.screen();
    for line in [
        "[2] Compare v1 → v2",
        "▾   1 !  1  lamp: be bright",
        "  ·         step(13);",
        "  ·         other(13);",
        "  - +       fast(35);",
        "  + +       faster(35);",
        "v1 → v2",
    ] {
        assert!(screen.contains(line), "{line}\n{screen}");
    }
    session.press("W");
    let screen = session.screen();
    assert!(screen.contains("only stand elsewhere hidden"), "{screen}");
    assert!(!screen.contains("other(13);"), "{screen}");
    session.press("W");
    let screen = session.screen();
    assert!(screen.contains("  +         other(13);"), "{screen}");
    session.press("=");
    let screen = session.screen();
    assert!(
        screen.contains("1 more without a change of code"),
        "{screen}"
    );
    assert!(!screen.contains("1 !  1  lamp"), "{screen}");
    // A net change has no log, also where what stands around it reaches up there.
    session.press("g n");
    let screen = session.screen();
    assert!(screen.contains("  + +int two;"), "{screen}");
    assert!(!screen.contains("┃  log"), "{screen}");
    session.press("q");
    // `)` goes to the patch with a change of code, `x` marks its hunk as viewed in the newer one.
    session.press("g g ) x q ] ]");
    let screen = session.screen();
    assert!(screen.contains("v2 2/2 bus: be fast"), "{screen}");
    assert!(screen.contains("✓"), "{screen}");
}

#[test]
fn any_two_versions_are_picked_and_compared_as_one_change() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("/ f a d e enter enter D V");
    let screen = session.screen();
    assert!(screen.contains("The older version"), "{screen}");
    session.press("enter");
    let screen = session.screen();
    assert!(screen.contains("The newer version"), "{screen}");
    session.press("enter");
    let screen = session.screen();
    assert!(screen.contains("[2] Compare v1 → v2"), "{screen}");
    session.press("g n");
    let screen = session.screen();
    assert!(screen.contains("[2] Net change v1 → v2"), "{screen}");
    session.press("q");
    let screen = session.screen();
    assert!(screen.contains("[2] Compare v1 → v2"), "{screen}");
}

#[test]
fn versions_are_named_in_a_command_and_one_that_is_alone_says_so() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("/ f a d e enter enter : c o m p a r e space 1 space 3 enter");
    let screen = session.screen();
    assert!(screen.contains("[2] Compare v1 → v3"), "{screen}");
    session.press(": c o m p a r e space v 1 . . v 7 enter");
    let screen = session.screen();
    assert!(
        screen.contains("v1 and v7 of this series are not both here"),
        "{screen}"
    );
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("g g enter D");
    let screen = session.screen();
    assert!(
        screen.contains("only v1 of this series is open here"),
        "{screen}"
    );
}

#[test]
fn the_page_at_the_sizes_that_it_was_drawn_for() {
    for (width, height) in [(160, 48), (80, 24)] {
        let mut session = Session::new(&[file("assets/sample.mbox")], width, height);
        session.press("/ f a d e enter enter D");
        let name = format!("compare_{width}x{height}");
        insta::assert_snapshot!(name, session.screen());
    }
}

#[test]
fn a_version_is_compared_with_the_newest_older_one_that_was_read() {
    let open = || Session::new(&[file("assets/sample.mbox")], 120, 60);
    let mut session = open();
    session.press("/ f a d e enter enter");
    session.screen_shows("changes since v2");
    session.press("D");
    session.screen_shows("[2] Compare v2 → v3");
    // The first version is read, the second is not.
    let mut session = open();
    session.press("/ f a d e enter V j j enter");
    session.screen_shows("[2] v1");
    session.press("1 k k enter");
    session.screen_shows("changes since v1");
    session.press("D");
    session.screen_shows("[2] Compare v1 → v3");
    // Both are read: the newer of them counts.
    session.press("1 j enter 1 k enter D");
    session.screen_shows("[2] Compare v2 → v3");
}

#[test]
fn a_version_without_patches_here_offers_no_comparison() {
    let paths = [file("assets/sample.mbox"), file("assets/sample_digest.md")];
    let mut session = Session::new(&paths, 120, 60);
    session.press("/ f a d e enter enter");
    session.screen_shows("[v4]   0/4");
    assert!(
        !session.screen().contains("changes since"),
        "{}",
        session.screen()
    );
}

#[test]
fn what_a_digest_only_lists_is_neither_gone_nor_new() {
    let paths = [file("assets/sample.mbox"), file("assets/sample_digest.md")];
    let archive = crate::support::open(&paths);
    let newest = archive
        .all_series()
        .iter()
        .position(|s| s.head.revision.major == 4)
        .unwrap();
    let newest = SeriesIdx(u32::try_from(newest).unwrap());
    let older = archive.nearest_older(newest).unwrap();
    let compared = archive.compare(older, newest, &|| true);
    let ops: Vec<_> = compared
        .entries
        .iter()
        .map(|entry| (entry.op, entry.by))
        .collect();
    let titled = (Op::Untold, Some(By::Title));
    // The last has another title, and is the only one that is left.
    assert_eq!(ops, [titled, titled, titled, (Op::Untold, Some(By::Only))]);
    assert!(compared.tags.is_empty(), "{:?}", compared.tags);
    assert!(compared.net.is_by_stat);
    let stat = |path: &str| compared.net.deltas.iter().find(|delta| delta.path == path);
    assert_eq!(stat("drivers/lamp/fade.c"), None, "24 lines in both");
    assert_eq!(stat("include/lamp.h").unwrap().gone, 5);
    let back = archive.compare(newest, older, &|| true);
    assert!(back.entries.iter().all(|entry| entry.op == Op::Untold));
    let mut session = Session::new(&paths, 160, 48);
    session.press("D");
    session.screen_shows("4 → 4: 4 only listed in one version");
    session.screen_shows("2 ?  2  lamp: add lamp_fade()");
    session.press("g n");
    session.screen_shows("one version is here as a diffstat alone");
}

#[test]
fn the_older_patch_stands_beside_the_newer_one_and_remarks_keep_their_place() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 140, 48);
    session.press("/ f a d e space i n enter D s");
    let screen = session.screen();
    let at = |what: &str| screen.lines().position(|row| row.contains(what));
    let pair =
        at("- +#define LAMP_FADE_STEP_MS 10                │+ +#define LAMP_FADE_STEP_MS 20");
    assert!(pair.is_some(), "{screen}");
    assert_eq!(at("≡ Ana Duarte"), pair.map(|row| row + 1));
    // The change is gone to, and Enter leads to the newer version.
    session.press("} enter");
    session.screen_shows("[2] v3 2/4 lamp: add lamp_fade()");
    session.press("q s");
    session.screen_shows("  - +#define LAMP_FADE_STEP_MS 10  ");
}
