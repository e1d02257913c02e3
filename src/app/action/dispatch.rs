//! Actions, carried out: one verb family a function.

use super::settings::{DiffSetting, ListSetting, Setting};
use crate::app::action::{Action, App, FoldAction, LayoutAction, Show};
use crate::app::frame::screen::{PaneId, Sizes, Zoom};
use crate::app::reader::page::{About, Page, PageKind};
use crate::app::reader::state::Reader;
use crate::app::{Command, Model, StopWork};
use crate::doc::Target;
use crate::doc::diff::{DiffLayout as Sides, Numbers};
use crate::doc::notes::Notes;

impl Model {
    pub(in crate::app) fn run_action(&mut self, action: Action) -> Vec<Command> {
        match action {
            Action::App(app) => return self.run_app(app),
            Action::Go(go) => return self.go(go),
            Action::Copy(what) => return self.copy(what),
            Action::Do(what) => return self.act_on_mail(what),
            Action::Correct(what) => return self.correct(what),
            Action::Out(what) => return self.put_out(what),
            Action::Remember(what) => return self.remember(what),
            Action::Compare(what) => self.compare(what),
            Action::User(number) => return self.run_user(number),
            Action::Focus(focus) => self.wish.move_focus(focus),
            Action::Layout(layout) => self.lay_out(layout),
            Action::Move(motion) => self.motion(motion),
            Action::Page(kind) => self.visit_kind(kind),
            Action::Fold(fold) => self.run_fold(fold),
            Action::Show(show) => self.run_show(show),
            Action::Search(search) => self.search(search),
        }
        Vec::new()
    }

    fn run_app(&mut self, app: App) -> Vec<Command> {
        match app {
            App::Quit => return vec![Command::Quit],
            App::Back => return self.up_one_level(true),
            App::Cancel => return self.cancel(),
            App::Interrupt => return self.interrupt(),
            App::Suspend => return vec![Command::Suspend],
            App::Redraw => return vec![Command::Redraw],
            App::Reload => {
                self.dialog.notices.tell("reading the input again");
                self.session.has_corrected = false;
                // Asked for by the user: a file that changes again may be read again by itself.
                self.session.has_reloaded = false;
                return vec![Command::Reload];
            }
            App::Help => self.open_help(),
            App::Command => self.ask_command(""),
        }
        Vec::new()
    }

    /// Cancels one thing: the search, the filter, the zoom, then a level; never leaves.
    fn cancel(&mut self) -> Vec<Command> {
        if self.session.progress.take().is_some() {
            return vec![Command::Stop(StopWork::Load)];
        }
        // Esc stops what runs before it closes what is shown.
        if let Some(command) = self.lister.stop_sift().or_else(|| self.reader.stop_grep()) {
            return vec![command];
        }
        if self.dialog.find.take().is_some() {
            return Vec::new();
        }
        if self.wish.focus == PaneId::List && !self.lister.choice.query.is_empty() {
            self.lister.set_filter(self.session.now, "");
            return Vec::new();
        }
        if self.wish.zoom != Zoom::Normal {
            self.wish.zoom = Zoom::Normal;
            return Vec::new();
        }
        // Esc never leaves the program.
        self.up_one_level(false)
    }

    fn lay_out(&mut self, layout: LayoutAction) {
        match layout {
            LayoutAction::Zoom => self.wish.zoom = self.wish.zoom.zoomed_more(),
            LayoutAction::Unzoom => self.wish.zoom = self.wish.zoom.zoomed_less(),
            LayoutAction::Only => {
                self.wish.zoom = match self.wish.zoom {
                    Zoom::Full => Zoom::Normal,
                    Zoom::Normal | Zoom::Half => Zoom::Full,
                }
            }
            LayoutAction::Narrower => self.wish.resize_width(-4),
            LayoutAction::Wider => self.wish.resize_width(4),
            LayoutAction::Shorter => self.wish.resize_height(-2),
            LayoutAction::Taller => self.wish.resize_height(2),
            LayoutAction::Patches => self.switch_first(),
            LayoutAction::Reset => {
                self.wish.sizes = Sizes::default();
                self.wish.zoom = Zoom::Normal;
            }
        }
    }

    fn run_show(&mut self, show: Show) {
        match show {
            Show::Headers => self.set_option(Setting::Headers(!self.reader.look.headers)),
            Show::Wrap => self.set_option(Setting::Wrap(!self.options.wrap)),
            Show::Older => {
                self.set_option(Setting::List(ListSetting::Older(!self.lister.choice.older)));
            }
            Show::Flat => self.set_option(Setting::Flat(!self.reader.look.flat)),
            Show::Numbers | Show::Words | Show::Split | Show::Blanks | Show::Colours => {
                self.show_diff(show);
            }
            Show::Replies => self.set_option(Setting::Notes(match self.options.notes {
                Notes::Inline => Notes::Marks,
                Notes::Marks => Notes::Off,
                Notes::Off => Notes::Inline,
            })),
            Show::Sort => self.open_orders(),
            Show::Links => self.open_links(),
            Show::Raw => match (self.reader.page.kind, self.reader.page.about) {
                (PageKind::Source, About::Mail(message)) => {
                    self.visit(Page::of(message, &self.archive));
                }
                _ => self.visit_kind(PageKind::Source),
            },
        }
    }

    /// How diffs are shown.
    fn show_diff(&mut self, show: Show) {
        let look = self.options.diff;
        match show {
            Show::Numbers => {
                let numbers = match self.reader.text.document.diff.numbers() {
                    Numbers::Off | Numbers::Auto => Numbers::One,
                    Numbers::One => Numbers::Two,
                    Numbers::Two => Numbers::Off,
                };
                self.set_option(Setting::Diff(DiffSetting::Numbers(numbers)));
            }
            // First what is seen to be another layout, whatever fits here.
            Show::Split => {
                let [first, then] = if self.reader.fits_split() {
                    [Sides::Unified, Sides::Split]
                } else {
                    [Sides::Split, Sides::Unified]
                };
                self.set_option(Setting::Diff(DiffSetting::Layout(match look.layout {
                    Sides::Auto => first,
                    layout if layout == first => then,
                    Sides::Unified | Sides::Split => Sides::Auto,
                })));
            }
            Show::Blanks => self.set_option(Setting::Diff(DiffSetting::Blanks(!look.blanks))),
            Show::Colours => self.set_option(Setting::Diff(DiffSetting::Colours(!look.colours))),
            Show::Words => self.set_option(Setting::Diff(DiffSetting::Words(!look.words))),
            Show::Headers
            | Show::Raw
            | Show::Wrap
            | Show::Older
            | Show::Flat
            | Show::Sort
            | Show::Links
            | Show::Replies => {}
        }
    }

    fn run_fold(&mut self, fold: FoldAction) {
        match (self.wish.focus, fold) {
            (PaneId::List, FoldAction::Toggle | FoldAction::Open | FoldAction::Close)
                if matches!(self.lister.pane.current(), Some(Target::Section(_))) =>
            {
                self.fold_here(fold);
            }
            // In the list a series folds its older versions.
            (PaneId::List, FoldAction::Toggle) => {
                self.set_option(Setting::List(ListSetting::Older(!self.lister.choice.older)));
            }
            (PaneId::List, FoldAction::Open | FoldAction::OpenAll) => {
                self.set_option(Setting::List(ListSetting::Older(true)));
            }
            (PaneId::List, FoldAction::Close | FoldAction::CloseAll) => {
                self.set_option(Setting::List(ListSetting::Older(false)));
            }
            (_, FoldAction::Toggle | FoldAction::Open | FoldAction::Close) => self.fold_here(fold),
            (_, FoldAction::OpenAll | FoldAction::CloseAll) => {
                self.fold_all(fold == FoldAction::OpenAll);
            }
        }
    }
}

impl Reader {
    /// Whether both sides of a diff fit on the page beside each other.
    fn fits_split(&self) -> bool {
        Sides::Auto.is_split(usize::from(self.text.look.inner.width))
    }
}
