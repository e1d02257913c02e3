//! What a page asks of the archive besides its mail, kind by kind.

use super::page::About;
use crate::app::Model;
use crate::archive::Place;
use crate::archive::ask::Ask;
use crate::archive::talk::Topic;
use crate::doc::thread;
use crate::mail::MsgIdx;

/// Answers to answers that are gone back, at most.
const HIGHEST: usize = 100;

pub(super) fn nothing(_: &Model, _: About) -> Vec<Ask> {
    Vec::new()
}

/// The replies to what is read; of a reply, what it goes back to. Of a series, what it has of older
/// versions.
pub(super) fn replies(model: &Model, about: About) -> Vec<Ask> {
    let archive = &model.archive;
    let topic = match about {
        About::Series(at) => archive.series(at).map(|series| Topic {
            about: series.parts.cover,
            replies: series.replies.to_vec(),
        }),
        About::Slot(at, slot) => {
            let series = archive.series(at);
            let slot = series.and_then(|series| series.slot(slot));
            slot.map(|slot| Topic {
                about: slot.message,
                replies: slot.replies.to_vec(),
            })
        }
        about @ (About::Archive
        | About::Mail(_)
        | About::Part(..)
        | About::Patches(..)
        | About::Pair(..)) => about.mail().and_then(|at| of_reply(model, at)),
    };
    // Without replies there is nothing to be put at lines.
    let is_answered = |topic: &Topic| topic.about.is_some() && !topic.replies.is_empty();
    let mut asks = asked(topic.filter(is_answered).into_iter().collect());
    // What of it was read in an older version is asked for with the page.
    let patches = about.series().filter(|at| archive.series(*at).is_some());
    asks.extend(patches.map(Ask::Inherited));
    asks
}

/// The replies to a patch, and what moved between it and the patches around it.
pub(super) fn replies_and_moves(model: &Model, about: About) -> Vec<Ask> {
    let mut asks = replies(model, about);
    if let About::Slot(at, slot) = about {
        let series = model.archive.series(at);
        // A block can only have moved to another patch.
        let is_alone = series.is_none_or(|series| series.parts.present() < 2);
        asks.extend((!is_alone).then_some(Ask::Moved(at, slot)));
    }
    asks
}

/// All replies to a series, or all mails of a thread.
pub(super) fn all_replies(model: &Model, about: About) -> Vec<Ask> {
    let discussion = about.mail().and_then(|at| model.archive.discussion_of(at));
    if let Some(discussion) = discussion {
        return asked(vec![thread::topic(discussion)]);
    }
    let series = about.series().and_then(|at| model.archive.series(at));
    asked(series.map_or_else(Vec::new, thread::topics))
}

pub(super) fn net_asks(_: &Model, about: About) -> Vec<Ask> {
    match about {
        About::Patches(at, _, span) => vec![Ask::Net(at, span)],
        About::Archive
        | About::Series(_)
        | About::Slot(..)
        | About::Mail(_)
        | About::Part(..)
        | About::Pair(..) => Vec::new(),
    }
}

pub(super) fn comparison(_: &Model, about: About) -> Vec<Ask> {
    match about {
        About::Pair(old, new) => vec![Ask::Compared(old, new)],
        About::Archive
        | About::Series(_)
        | About::Slot(..)
        | About::Mail(_)
        | About::Part(..)
        | About::Patches(..) => Vec::new(),
    }
}

pub(super) fn compare_net_asks(_: &Model, about: About) -> Vec<Ask> {
    match about {
        About::Pair(old, new) => vec![Ask::ComparedNet(old, new)],
        About::Archive
        | About::Series(_)
        | About::Slot(..)
        | About::Mail(_)
        | About::Part(..)
        | About::Patches(..) => Vec::new(),
    }
}

/// What a reply goes back to, and the mails between.
fn of_reply(model: &Model, at: MsgIdx) -> Option<Topic> {
    let archive = &model.archive;
    let about = match archive.place(at) {
        Place::PatchReply(of, slot) => {
            archive
                .series(of)?
                .parts
                .slots
                .get(slot as usize)?
                .message?
        }
        Place::CoverReply(of) => archive.series(of)?.parts.cover?,
        Place::Cover(_) | Place::Patch(..) | Place::Loose => return None,
    };
    // A reply quotes those above it: its lines are found through them.
    let up = |at: &MsgIdx| archive.parent(*at).filter(|up| *up != about);
    Some(Topic {
        about: Some(about),
        replies: std::iter::successors(Some(at), up).take(HIGHEST).collect(),
    })
}

fn asked(topics: Vec<Topic>) -> Vec<Ask> {
    let replies = (!topics.is_empty()).then_some(Ask::Replies(topics));
    replies.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::reader::page::{Page, PageKind};
    use crate::app::reader::testing::model;
    use crate::series::SeriesIdx;
    use crate::series::testing::TestMails;

    /// Two patches without a cover, and two replies to the first, one to the other.
    fn lamps() -> Model {
        let mut mails = TestMails::default();
        mails.mail("1", "[PATCH 1/2] lamp: fade", 0, &[]);
        mails.mail("2", "[PATCH 2/2] lamp: dim", 1, &["1"]);
        mails.by("bob", "r", "Re: [PATCH 1/2] lamp: fade", 2, &["1"]);
        mails.by("ann", "s", "Re: [PATCH 1/2] lamp: fade", 3, &["r", "1"]);
        model(mails)
    }

    /// What a page asks besides its mail: ids of the mail and its replies, and `moved`.
    fn asked(model: &Model, page: Page) -> Vec<String> {
        let name = |at: &MsgIdx| {
            let message = model.archive.message(*at);
            message.map_or_else(String::new, |message| message.id.as_str().to_owned())
        };
        let told = |ask: &Ask| match ask {
            Ask::Replies(topics) => {
                let of =
                    |topic: &Topic| topic.about.iter().chain(&topic.replies).map(name).collect();
                let topics: Vec<Vec<String>> = topics.iter().map(of).collect();
                topics.concat().join(" ")
            }
            Ask::Moved(..) => "moved".to_owned(),
            Ask::Inherited(_) => "inherited".to_owned(),
            other => format!("{other:?}"),
        };
        let Page { kind, about } = page;
        (kind.table_row().asks)(model, about)
            .iter()
            .map(told)
            .collect()
    }

    #[test]
    fn a_patch_asks_for_its_replies_and_a_reply_for_what_it_goes_back_to() {
        let model = lamps();
        let at = SeriesIdx(0);
        assert_eq!(
            asked(&model, Page::patch(at, 0)),
            ["1 r s", "inherited", "moved"]
        );
        assert_eq!(
            asked(&model, Page::patch(at, 1)),
            ["inherited", "moved"],
            "unanswered"
        );
        let reply = model
            .archive
            .find_message(&crate::mail::MessageId::new("s"));
        assert_eq!(asked(&model, Page::mail(reply.unwrap())), ["1 s r"]);
    }

    #[test]
    fn a_cover_that_is_not_there_asks_nothing_and_the_thread_for_all() {
        let model = lamps();
        let about = About::Series(SeriesIdx(0));
        let thread = Page::new(PageKind::Thread, about);
        assert_eq!(asked(&model, Page::cover(SeriesIdx(0))), ["inherited"]);
        assert_eq!(asked(&model, thread), ["1 r s"]);
        let evidence = Page::new(PageKind::Evidence, about);
        assert!(asked(&model, evidence).is_empty());
    }

    #[test]
    fn a_patch_alone_has_nothing_around_it_that_moves() {
        let mut mails = TestMails::default();
        mails.mail("1", "[PATCH] lamp: fade", 0, &[]);
        let asked = asked(&model(mails), Page::patch(SeriesIdx(0), 0));
        assert_eq!(asked, ["inherited"]);
    }
}
