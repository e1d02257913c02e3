//! Options, set while the program runs; what came of it is said.

use super::settings::{DiffSetting, ListSetting, Setting, TypedSetting};
use crate::app::Model;

impl Model {
    /// Sets an option and says so.
    pub(in crate::app) fn set_option(&mut self, setting: Setting) {
        let on = |is: bool| if is { "on" } else { "off" };
        match setting {
            Setting::Wrap(is) => {
                self.options.wrap = is;
                self.reader.text.column = 0;
                self.dialog.notices.tell(format!("wrap {}", on(is)));
            }
            Setting::Headers(is) => {
                self.reader.look.headers = is;
                self.reader.built.changes += 1;
            }
            Setting::Diff(setting) => self.set_diff(setting),
            Setting::Flat(is) => {
                self.reader.look.flat = is;
                self.reader.built.changes += 1;
            }
            Setting::Notes(notes) => {
                self.options.notes = notes;
                self.reader.built.changes += 1;
                self.dialog
                    .notices
                    .tell(format!("replies {}", notes.words()));
            }
            Setting::Theme(name) => {
                self.options.theme = Some(name);
                self.dialog.notices.tell(format!("theme {name}"));
            }
            Setting::Ascii(is) => {
                self.options.ascii = is;
                self.dialog
                    .notices
                    .tell(format!("glyphs {}", if is { "ascii" } else { "unicode" }));
            }
            Setting::Margin(rows) => {
                self.options.margin = rows;
                self.dialog.notices.tell(format!("margin {rows}"));
            }
            Setting::Mouse(is) => {
                self.options.mouse = is;
                self.dialog.notices.tell(format!("mouse {}", on(is)));
            }
            Setting::List(setting) => self.set_list(setting),
        }
    }

    /// Sets what the list shows, and in which order.
    fn set_list(&mut self, setting: ListSetting) {
        let on = |is: bool| if is { "on" } else { "off" };
        self.lister.built.changes += 1;
        match setting {
            ListSetting::Older(is) => {
                self.lister.choice.older = is;
                self.dialog
                    .notices
                    .tell(format!("older versions {}", on(is)));
            }
            ListSetting::Groups(is) => {
                self.options.groups = is;
                self.lister.choice.groups.clear();
                self.lister.choice.is_stale = is;
                self.dialog.notices.tell(format!("groups {}", on(is)));
            }
            ListSetting::Reversed(is) => {
                self.lister.choice.reversed = is;
                self.dialog.notices.tell(format!("reverse {}", on(is)));
            }
            ListSetting::Sort(sort) => {
                self.lister.choice.sort = sort;
                self.lister.choice.is_stale = true;
                self.dialog.notices.tell(format!("sorted {}", sort.words()));
            }
        }
    }

    /// Sets an option to what was typed.
    pub(in crate::app) fn set_to(&mut self, setting: TypedSetting, value: String) {
        let (name, option) = match setting {
            TypedSetting::Editor => ("editor", &mut self.options.editor),
            TypedSetting::Link => ("link", &mut self.options.link_base),
            TypedSetting::Tree => ("tree", &mut self.options.tree),
        };
        self.dialog.notices.tell(format!("{name}: {value}"));
        *option = value;
    }

    /// Sets how diffs are shown.
    fn set_diff(&mut self, setting: DiffSetting) {
        let on = |is: bool| if is { "on" } else { "off" };
        let look = &mut self.options.diff;
        let told = match setting {
            DiffSetting::Numbers(numbers) => {
                look.numbers = numbers;
                format!("line numbers: {}", numbers.words())
            }
            DiffSetting::Words(is) => {
                look.words = is;
                format!("changed words {}", on(is))
            }
            DiffSetting::Colours(is) => {
                look.colours = is;
                format!("syntax colours {}", on(is))
            }
            DiffSetting::Layout(layout) => {
                look.layout = layout;
                format!("diffs {}", layout.words())
            }
            DiffSetting::Blanks(is) => {
                look.blanks = is;
                let word = if is { "shown" } else { "hidden" };
                format!("changes of blanks {word}")
            }
        };
        self.reader.built.changes += 1;
        self.dialog.notices.tell(told);
    }
}
