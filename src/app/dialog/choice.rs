//! What choosing an item of a list does.

use crate::app::action::Action;
use crate::app::action::settings::Setting;
use crate::app::outgoing::selection::Parcel;
use crate::app::outgoing::user::UserJob;
use crate::archive::marks::Until;
use crate::doc::Target;
use crate::series::SeriesIdx;
use crate::series::correct::Correction;

/// What choosing an item does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Runs an action.
    Run(Action),
    /// Goes to what this stands for.
    Go(Target),
    /// Writes over a file.
    Save(Parcel, String),
    /// Runs a command of the user's.
    Job(Box<UserJob>),
    /// Leaves everything as it is.
    Leave,
    /// Asks which version this one is compared with.
    Older(SeriesIdx),
    /// Changes an option.
    Set(Setting),
    /// Opens a link.
    Link(String),
    /// Puts the series off.
    PutOff(Until),
    /// Asks for the day that it is put off until.
    AskDay,
    /// Marks everything in the list as read.
    ReadAll,
    /// Keeps a correction.
    Correct(Box<Correction>),
    /// Nothing: a heading.
    Nothing,
}
