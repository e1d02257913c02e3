//! Why mails and versions were joined: the rules by name, how sure each is, and what else the
//! facts could have meant.

use std::borrow::Cow;

/// One decision and its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The rule.
    pub rule: Rule,
    /// The facts it went by.
    pub detail: Cow<'static, str>,
}

/// A rule of grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The user said so.
    Corrected,
    /// Mails of one sender, revision and total that answer each other or the same mail.
    References,
    /// A few numbers sent again in the same thread.
    DuplicateCounter,
    /// Mails that answer nothing, alike and close in time.
    Unthreaded,
    /// Patches of somebody else in reply to the cover.
    AnotherSender,
    /// Patches in reply to a cover without a counter.
    AnswersCover,
    /// Patches in reply to a pull request.
    AnswersPull,
    /// Cover and patches announce different totals.
    TotalDiffers,
    /// Numbers above the total in reply to the series.
    AboveTotal,
    /// A mail that begins the thread and has no counter.
    NakedCover,
    /// Patches that answer those of an older version number by number.
    PartialReroll,
    /// Labels that differ within one sending.
    LabelsDiffer,
    /// A sending that was taken up again after a failure.
    Resumed,
    /// Replies that name no mail, put to the latest one of their subject.
    ReplyBySubject,
    /// Two series name the same `change-id`.
    ChangeId,
    /// The letter links to the older one, or says that it supersedes it.
    Linked,
    /// The later one answers a mail of the older one.
    InReply,
    /// Sender and title are the same.
    SameTitle,
    /// Sender and half of the patch titles are the same.
    SamePatches,
}

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// The mails say it themselves.
    Certain,
    /// Nothing speaks against it.
    Likely,
    /// A guess from circumstances.
    Guess,
}

impl Certainty {
    /// As a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Guess => "a guess",
        }
    }
}

/// Rule, name, certainty, and what the same facts could mean otherwise.
const RULES: &[(Rule, &str, Certainty, &str)] = {
    use Certainty::{Certain, Guess, Likely};
    &[
        (Rule::Corrected, "corrected", Certain, "what the rules say"),
        (
            Rule::References,
            "references",
            Certain,
            "postings of their own",
        ),
        (
            Rule::DuplicateCounter,
            "duplicate counter",
            Likely,
            "a later posting of its own",
        ),
        (
            Rule::Unthreaded,
            "unthreaded",
            Likely,
            "series of their own, each incomplete",
        ),
        (
            Rule::AnotherSender,
            "another sender",
            Likely,
            "somebody else's series without a cover",
        ),
        (
            Rule::AnswersCover,
            "answers the cover",
            Likely,
            "a patch sent into the discussion",
        ),
        (
            Rule::AnswersPull,
            "answers the pull request",
            Certain,
            "a series of its own beside the pull request",
        ),
        (
            Rule::TotalDiffers,
            "total differs from the cover's",
            Likely,
            "a series of its own, and a cover without patches",
        ),
        (
            Rule::AboveTotal,
            "counter above the total",
            Likely,
            "a series of its own, most of it missing",
        ),
        (
            Rule::NakedCover,
            "naked cover",
            Likely,
            "a mail of its own, and a series without a cover",
        ),
        (
            Rule::PartialReroll,
            "partial reroll",
            Likely,
            "an incomplete version",
        ),
        (
            Rule::LabelsDiffer,
            "labels differ",
            Likely,
            "series of their own, each incomplete",
        ),
        (
            Rule::Resumed,
            "sending resumed",
            Likely,
            "a later posting of its own",
        ),
        (
            Rule::ReplyBySubject,
            "reply by subject",
            Likely,
            "replies to another mail of that subject",
        ),
        (
            Rule::ChangeId,
            "same change-id",
            Certain,
            "a change-id taken over by mistake",
        ),
        (
            Rule::Linked,
            "linked in the letter",
            Certain,
            "a link to another series it only mentions",
        ),
        (
            Rule::InReply,
            "in reply to the older one",
            Likely,
            "another series in the same thread",
        ),
        (
            Rule::SameTitle,
            "same sender and title",
            Likely,
            "another series of the same title",
        ),
        (
            Rule::SamePatches,
            "shared patch titles",
            Guess,
            "a split or a merge of two series",
        ),
    ]
};

impl Rule {
    fn row(self) -> (&'static str, Certainty, &'static str) {
        let row = RULES.iter().find(|row| row.0 == self);
        row.map_or(("", Certainty::Guess, ""), |row| (row.1, row.2, row.3))
    }

    /// Its name, as JSON has it.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// How sure it is.
    pub fn certainty(self) -> Certainty {
        self.row().1
    }

    /// What the same facts could mean otherwise.
    pub fn otherwise(self) -> &'static str {
        self.row().2
    }

    /// Whether it joins versions, and not mails.
    pub fn is_of_versions(self) -> bool {
        self >= Self::ChangeId
    }
}
