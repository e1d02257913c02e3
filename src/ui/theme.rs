//! Themes: a style for every role and every part of the frame, from TOML.
//!
//! The default uses the terminal's own sixteen colours and sets no background, so that it is
//! readable on light and dark. `mono` keeps every distinction without any colour.

use std::collections::HashMap;

use ratatui::style::{Color, Modifier, Style};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::doc::Role;
use crate::doc::role::ROLES;

/// A part of the frame that is no text of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FramePart {
    /// A border.
    Border,
    /// The border of the pane with the focus.
    FocusedBorder,
    /// A pane's title.
    Title,
    /// The same where the focus is.
    FocusedTitle,
    /// The cursor's line.
    Cursor,
    /// The cursor's line in a pane without the focus.
    CursorElsewhere,
    /// The scroll bar's thumb.
    Thumb,
    /// The line that says where one is.
    Status,
    /// A notice.
    Notice,
    /// Footer hints.
    Hints,
    /// The tab bar.
    Tabs,
    /// What stands before a text field.
    Prompt,
}

/// Styles by role and part.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    roles: HashMap<Role, Style>,
    parts: HashMap<FramePart, Style>,
}

/// The themes that come with the program: name and text.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("default", include_str!("../../assets/themes/default.toml")),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    role: HashMap<String, WrittenStyle>,
    #[serde(default)]
    part: HashMap<String, WrittenStyle>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct WrittenStyle {
    #[serde(deserialize_with = "colour")]
    fg: Option<Color>,
    #[serde(deserialize_with = "colour")]
    bg: Option<Color>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

/// A colour by its name, number or `#rrggbb`.
fn colour<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Color>, D::Error> {
    let text = String::deserialize(from)?;
    text.parse()
        .map(Some)
        .map_err(|error| D::Error::custom(format!("{text}: {error}")))
}

impl From<WrittenStyle> for Style {
    fn from(written: WrittenStyle) -> Self {
        let mut style = Self {
            fg: written.fg,
            bg: written.bg,
            ..Self::default()
        };
        for (is_set, modifier) in [
            (written.bold, Modifier::BOLD),
            (written.dim, Modifier::DIM),
            (written.italic, Modifier::ITALIC),
            (written.underline, Modifier::UNDERLINED),
            (written.reverse, Modifier::REVERSED),
        ] {
            if is_set {
                style = style.add_modifier(modifier);
            }
        }
        style
    }
}

/// What a theme is called that is chosen by the background of the terminal.
pub const AUTO: &str = "auto";

/// The themes of a run: the one that was configured, and those that can be chosen while it runs.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    configured: Option<Theme>,
    built_in: Vec<(&'static str, Theme)>,
    /// No style at all.
    bare: Theme,
}

impl Themes {
    /// One theme, until another is chosen.
    pub fn fixed(configured: Theme) -> Self {
        Self {
            configured: Some(configured),
            ..Self::by_background()
        }
    }

    /// The light theme on a light background, else the default one.
    pub fn by_background() -> Self {
        let names = BUILT_IN.iter().map(|(name, _)| *name);
        Self {
            built_in: names
                .filter_map(|name| Some((name, Theme::built_in(name)?)))
                .collect(),
            ..Self::default()
        }
    }

    /// Whether the terminal need be asked for its background.
    pub fn asks_background(&self) -> bool {
        self.configured.is_none()
    }

    /// The theme with a name of [`BUILT_IN`], [`AUTO`], or where none was chosen the configured one.
    pub fn of(&self, chosen: Option<&str>, is_light: bool) -> &Theme {
        let name = match (chosen, &self.configured) {
            (None, Some(theme)) => return theme,
            (Some(name), _) if name != AUTO => name,
            _ if is_light => "light",
            _ => "default",
        };
        let found = self.built_in.iter().find(|(known, _)| *known == name);
        found.map_or(&self.bare, |(_, theme)| theme)
    }
}

impl Theme {
    /// A theme that comes with the program.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
    }

    /// Reads a theme. An error begins with the line; unknown names of roles and parts are errors that
    /// name them.
    pub fn parse(text: &str) -> Result<Self, String> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let line = before.map_or(1, |before| before.matches('\n').count() + 1);
            format!("line {line}: {}", error.message())
        })?;
        let unknown = |what: &str, name: &str| {
            let is_here = |line: &str| line.split(['.', '=', ' ']).any(|word| word == name);
            let line = text.lines().position(is_here).map_or(1, |at| at + 1);
            format!("line {line}: unknown {what} {name}")
        };
        let mut theme = Self::default();
        for (name, style) in written.role {
            let role = ROLES.iter().find(|(_, known, _)| *known == name);
            let (role, ..) = role.ok_or_else(|| unknown("role", &name))?;
            theme.roles.insert(*role, style.into());
        }
        for (name, style) in written.part {
            let part = PARTS.iter().find(|(known, _)| *known == name);
            let (_, part) = part.ok_or_else(|| unknown("part", &name))?;
            theme.parts.insert(*part, style.into());
        }
        Ok(theme)
    }

    /// The style of a role.
    pub fn role_style(&self, role: Role) -> Style {
        self.roles.get(&role).copied().unwrap_or_default()
    }

    /// The style of a part of the frame.
    pub fn part_style(&self, part: FramePart) -> Style {
        self.parts.get(&part).copied().unwrap_or_default()
    }
}

const PARTS: &[(&str, FramePart)] = &[
    ("border", FramePart::Border),
    ("focused_border", FramePart::FocusedBorder),
    ("title", FramePart::Title),
    ("focused_title", FramePart::FocusedTitle),
    ("cursor", FramePart::Cursor),
    ("cursor_elsewhere", FramePart::CursorElsewhere),
    ("thumb", FramePart::Thumb),
    ("status", FramePart::Status),
    ("notice", FramePart::Notice),
    ("hints", FramePart::Hints),
    ("tabs", FramePart::Tabs),
    ("prompt", FramePart::Prompt),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_theme_names_every_role_and_part() {
        for (name, text) in BUILT_IN {
            let theme = Theme::parse(text).unwrap_or_else(|what| panic!("{name}: {what}"));
            assert_eq!(theme.roles.len(), ROLES.len(), "{name}");
            assert_eq!(theme.parts.len(), PARTS.len(), "{name}");
        }
    }

    #[test]
    fn a_theme_that_was_chosen_stands_before_what_the_terminal_and_the_configuration_say() {
        let style = |themes: &Themes, chosen, is_light| themes.of(chosen, is_light).parts.clone();
        let named = |name| Theme::built_in(name).unwrap().parts;
        let auto = Themes::by_background();
        assert!(auto.asks_background());
        assert_eq!(style(&auto, None, false), named("default"));
        assert_eq!(style(&auto, None, true), named("light"));
        assert_eq!(style(&auto, Some("dark"), true), named("dark"));
        let fixed = Themes::fixed(Theme::built_in("mono").unwrap());
        assert!(!fixed.asks_background());
        assert_eq!(style(&fixed, None, true), named("mono"));
        assert_eq!(style(&fixed, Some(AUTO), true), named("light"));
    }

    #[test]
    fn mono_has_no_colour_and_tells_what_matters_apart() {
        let theme = Theme::built_in("mono").unwrap();
        assert!(
            theme
                .roles
                .values()
                .chain(theme.parts.values())
                .all(|s| s.fg.is_none() && s.bg.is_none())
        );
        assert_ne!(
            theme.role_style(Role::Added),
            theme.role_style(Role::Deleted)
        );
        assert_ne!(theme.role_style(Role::Hidden), theme.role_style(Role::Text));
        assert_ne!(theme.role_style(Role::Match), theme.role_style(Role::Text));
    }
}
