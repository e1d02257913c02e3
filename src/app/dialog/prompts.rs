//! Prompts and lists over the panes: what their keys do, and what is given back on Esc.

use super::picker::{Choice, Item, Picked, Picker};
use super::prompt::{Prompt, PromptKind, PromptReply};
use crate::app::action::command::{self, CommandLine};
use crate::app::action::settings::{ListSetting, Setting};
use crate::app::action::{Action, SearchAction, actions};
use crate::app::dialog::state::Dialog;
use crate::app::effect::Sort;
use crate::app::frame::screen::PaneId;
use crate::app::input::keymap::{Chord, KeyContext};
use crate::app::reader::find::Find;
use crate::app::{Command, Model, Open, Outgoing};
use crate::archive::filter::Filter;
use crate::doc::Target;
use crate::doc::viewport::Viewport;

/// What a cancelled prompt gives back.
#[derive(Debug, Default)]
pub(in crate::app) struct Before {
    view: Viewport,
    find: Option<(PaneId, Find)>,
    query: String,
    /// What the list's cursor was on.
    selected: Option<Target>,
}

impl Model {
    pub(in crate::app) fn search(&mut self, search: SearchAction) {
        match search {
            SearchAction::Start => self.ask_for(PromptKind::Search, ""),
            SearchAction::Filter => {
                let query = self.lister.choice.query.clone();
                self.ask_for(PromptKind::Filter, &query);
            }
            SearchAction::Grep => self.ask_grep(),
            SearchAction::Next => self.next_match(true),
            SearchAction::Previous => self.next_match(false),
        }
    }

    pub(in crate::app) fn ask_grep(&mut self) {
        self.ask_for(PromptKind::Grep, "");
    }

    /// Opens the command line with a text to begin with.
    pub(in crate::app) fn ask_command(&mut self, text: &str) {
        self.ask_for(PromptKind::Command, text);
    }

    pub(in crate::app) fn ask_for(&mut self, what: PromptKind, text: &str) {
        let pane = if what == PromptKind::Filter {
            PaneId::List
        } else {
            self.wish.focus
        };
        // Esc gives all of this back, however far the search moved meanwhile.
        let before = Before {
            view: self.pane(pane).view,
            find: self.dialog.find.clone(),
            query: self.lister.choice.query.clone(),
            selected: self.lister.pane.current().cloned(),
        };
        self.dialog.open = Some(Open::Prompt(Prompt::new(what, text), before));
    }

    /// The keys of this context first, then those that work everywhere.
    pub(in crate::app) fn open_help(&mut self) {
        let context = self.context();
        let mut items = Vec::new();
        // Keys of this place first: they are why help was asked for.
        for (title, wanted) in [
            (context.toml_name(), context),
            ("everywhere", KeyContext::Global),
        ] {
            items.push(Item {
                label: String::new(),
                text: title.to_owned(),
                choice: Choice::Nothing,
            });
            items.extend(actions().filter_map(|row| self.help_item(row.1, wanted)));
            items.extend(self.user_items(wanted));
        }
        self.dialog.open = Some(Open::Picker(Picker::new("Keys", items)));
    }

    pub(in crate::app) fn help_item(&self, action: Action, context: KeyContext) -> Option<Item> {
        let bindings = self.dialog.keys.map.bindings().iter();
        let keys: Vec<String> = bindings
            .filter(|b| b.action == action && b.context == context)
            .map(|b| crate::app::input::keymap::show_keys(&b.keys))
            .collect();
        (!keys.is_empty()).then(|| Item {
            label: keys.join("  "),
            text: self.sentence(action).to_owned(),
            choice: Choice::Run(action),
        })
    }

    /// The orders of the list; the one that is chosen is marked.
    pub(in crate::app) fn open_orders(&mut self) {
        let order = |sort: Sort| Item {
            label: if sort == self.lister.choice.sort {
                "now"
            } else {
                ""
            }
            .to_owned(),
            text: sort.words().to_owned(),
            choice: Choice::Set(Setting::List(ListSetting::Sort(sort))),
        };
        let mut items: Vec<Item> = Sort::ALL.into_iter().map(order).collect();
        let reversed = self.lister.choice.reversed;
        items.push(Item {
            label: if reversed { "now" } else { "" }.to_owned(),
            text: "turned round".to_owned(),
            choice: Choice::Set(Setting::List(ListSetting::Reversed(!reversed))),
        });
        self.dialog.open = Some(Open::Picker(Picker::new("Order of the list", items)));
    }

    /// Rows inside of the box that a list is drawn in: as many as it has items, where there is
    /// room for them.
    pub(in crate::app) fn box_height(&self) -> u16 {
        // A box leaves some of the page in view, so that one sees what is asked about.
        let room = self.wish.size.height.saturating_sub(8).max(1);
        let items = match &self.dialog.open {
            Some(Open::Picker(picker)) => u16::try_from(picker.len()).unwrap_or(u16::MAX),
            _ => room,
        };
        items.clamp(1, room)
    }

    pub(in crate::app) fn overlay_key(&mut self, chord: Chord) -> Vec<Command> {
        let height = self.box_height();
        match &mut self.dialog.open {
            Some(Open::Picker(picker)) => {
                let picked = picker.take_key(chord, height);
                self.picked(picked)
            }
            Some(Open::Prompt(prompt, _)) => {
                let history = match prompt.ask {
                    PromptKind::Search | PromptKind::Grep => &self.dialog.typed.searches,
                    PromptKind::Filter => &self.dialog.typed.filters,
                    PromptKind::Command => &self.dialog.typed.commands,
                    PromptKind::Pipe | PromptKind::Shell => &self.dialog.typed.lines,
                    PromptKind::Save => &self.dialog.typed.files,
                    PromptKind::Note
                    | PromptKind::Day
                    | PromptKind::Number
                    | PromptKind::Version
                    | PromptKind::Answers => &Vec::new(),
                };
                match prompt.take_key(chord, history) {
                    PromptReply::Nothing => {}
                    PromptReply::Changed => self.prompt_changed(),
                    PromptReply::Cancel => self.give_back(),
                    PromptReply::Accept => return self.accept(),
                }
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    pub(in crate::app) fn picked(&mut self, picked: Picked) -> Vec<Command> {
        match picked {
            Picked::Stay => return Vec::new(),
            Picked::Leave => self.dialog.open = None,
            Picked::Take(choice) => {
                self.dialog.open = None;
                match choice {
                    Choice::Run(action) => return self.run_action(action),
                    Choice::Set(setting) => self.set_option(setting),
                    Choice::Save(parcel, path) => {
                        return vec![Command::Save {
                            parcel,
                            path,
                            over: true,
                        }];
                    }
                    Choice::Job(job) => return vec![Command::Run(job)],
                    Choice::Older(old) => self.dialog.pick_newer(&self.archive, old),
                    Choice::Leave => {}
                    Choice::Go(target) => self.follow_target(target),
                    Choice::Link(url) => return self.take_link(url),
                    Choice::PutOff(until) => self.put_off(until),
                    Choice::AskDay => self.ask_for(PromptKind::Day, ""),
                    Choice::ReadAll => self.read_all(),
                    Choice::Correct(correction) => return vec![self.keep_command(*correction)],
                    Choice::Nothing => {}
                }
            }
        }
        Vec::new()
    }

    /// Shows what the prompt would do, while it is typed.
    pub(in crate::app) fn prompt_changed(&mut self) {
        let Some(Open::Prompt(prompt, before)) = &self.dialog.open else {
            return;
        };
        let text = prompt.typed_text().to_owned();
        if prompt.ask == PromptKind::Filter {
            let selected = before.selected.clone();
            self.lister.set_filter(self.session.now, &text);
            self.lister.choice.wanted = Some((selected, None));
        } else if prompt.ask == PromptKind::Search {
            // Each letter searches from where the prompt was opened: a shorter text goes back.
            let (focus, view) = (self.wish.focus, before.view);
            self.focused().view = view;
            self.dialog.find = None;
            self.dialog.notices.clear();
            if text.is_empty() {
                return;
            }
            match Find::new(&text, &self.pane(focus).document, &self.archive) {
                Ok(find) => {
                    let found = find.next_match(view.cursor, true);
                    let literal = find.literal.clone();
                    self.dialog.find = Some((focus, find));
                    self.jump_to(found, true);
                    if let Some(why) = literal {
                        self.dialog
                            .notices
                            .tell(format!("searched as it stands: {why}"));
                    }
                }
                Err(why) => self
                    .dialog
                    .notices
                    .fail(format!("cannot be searched for: {why}")),
            }
        }
    }

    /// Closes a prompt without doing anything; what it changed meanwhile is undone.
    fn give_back(&mut self) {
        let Some(Open::Prompt(prompt, before)) = self.dialog.open.take() else {
            return;
        };
        if prompt.ask == PromptKind::Search {
            self.focused().view = before.view;
            self.dialog.find = before.find;
        } else if prompt.ask == PromptKind::Filter {
            self.lister.set_filter(self.session.now, &before.query);
            self.lister.choice.wanted = Some((before.selected, Some(before.view)));
        }
    }

    fn accept(&mut self) -> Vec<Command> {
        let Some(Open::Prompt(prompt, before)) = self.dialog.open.take() else {
            return Vec::new();
        };
        let text = prompt.typed_text().to_owned();
        match prompt.ask {
            // `/` and Enter is the next match, as in vi and less.
            PromptKind::Search if text.is_empty() => {
                self.dialog.find = before.find;
                self.next_match(true);
            }
            PromptKind::Search => {
                // The place before the search is one that Ctrl-o comes back to.
                if self.dialog.find.is_some() {
                    self.leave();
                }
                self.open_matches();
                remember(&mut self.dialog.typed.searches, text);
            }
            PromptKind::Filter => {
                if let Err(why) = Filter::parse(&text, self.session.now) {
                    self.dialog.notices.fail(why);
                }
                remember(&mut self.dialog.typed.filters, text);
                self.focus(PaneId::List);
            }
            PromptKind::Grep | PromptKind::Pipe | PromptKind::Shell | PromptKind::Save
                if text.is_empty() => {}
            PromptKind::Pipe => {
                remember(&mut self.dialog.typed.lines, text.clone());
                return self.pipe_to(text);
            }
            PromptKind::Shell => {
                remember(&mut self.dialog.typed.lines, text.clone());
                return vec![Command::Send(Outgoing::Shell(text))];
            }
            PromptKind::Save => {
                remember(&mut self.dialog.typed.files, text.clone());
                return self.save_as(&text, false);
            }
            PromptKind::Note => self.note_mail(&text),
            PromptKind::Day if text.is_empty() => {}
            PromptKind::Day => self.put_off_until(&text),
            PromptKind::Number => return self.correct_with("number", &text),
            PromptKind::Version => return self.correct_with("version", &text),
            PromptKind::Answers => return self.correct_with("answers", &text),
            PromptKind::Grep => {
                remember(&mut self.dialog.typed.searches, text.clone());
                return self.begin_grep(&text);
            }
            PromptKind::Command => {
                remember(&mut self.dialog.typed.commands, text.clone());
                return self.obey_line(&text);
            }
        }
        Vec::new()
    }

    fn obey_line(&mut self, line: &str) -> Vec<Command> {
        // A command of the user's own may bear any name.
        if let Some(action) = self.command_named(line.trim()) {
            return self.run_action(action);
        }
        match command::parse(line) {
            Ok(CommandLine::Run(action)) => return self.run_action(action),
            Ok(CommandLine::Set(setting)) => self.set_option(setting),
            Ok(CommandLine::SetTo(setting, value)) => self.set_to(setting, value),
            Ok(CommandLine::Line(number)) => self.focused().go_to(number.saturating_sub(1)),
            Ok(CommandLine::Filter(query)) => self.lister.set_filter(self.session.now, &query),
            Ok(CommandLine::Save(path, over)) => return self.save_as(&path, over),
            Ok(CommandLine::Shell(line)) => return vec![Command::Send(Outgoing::Shell(line))],
            Ok(CommandLine::Pipe(line)) => return self.pipe_to(line),
            Ok(CommandLine::Net(span)) => self.to_net(span),
            Ok(CommandLine::Compare(old, new)) => self.to_compare(Some((&old, &new))),
            Ok(CommandLine::Grep(text)) => return self.begin_grep(&text),
            Ok(CommandLine::Correct(verb, rest)) => return self.correct_with(verb, &rest),
            Ok(CommandLine::Nothing) => {}
            Err(why) => self.dialog.notices.fail(why),
        }
        Vec::new()
    }
}

impl Dialog {
    /// Whether a filter is typed.
    pub(in crate::app) fn is_filtering(&self) -> bool {
        matches!(&self.open, Some(Open::Prompt(prompt, _)) if prompt.ask == PromptKind::Filter)
    }
}

/// Puts a line at the end of a history, where it stands once.
fn remember(history: &mut Vec<String>, text: String) {
    if text.is_empty() {
        return;
    }
    // Each once, the latest last.
    history.retain(|line| *line != text);
    history.push(text);
}
