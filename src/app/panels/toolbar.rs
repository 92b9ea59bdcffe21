//! The bar at the top: menus, arrangement, scale, search, language and theme.

use super::widgets::{Icon, icon_button, segmented};
use crate::app::link_targets::link_legend_ui;
use crate::app::{Action, App, Command, Group, Look, Shortcut, Submenu};
use crate::layout::Mode;
use crate::layout::chart::LinkStyle;
use crate::model::Language;
use crate::store::ThemeSetting;
use crate::time::TickUnit;
use crate::words::grouped;
use egui::{Align, Layout, Vec2};

/// Room right of the menus that everything needs, in points, in Japanese and in English.
const WHOLE_BAR_PT: [f32; 2] = [950.0, 1000.0];
/// Room right of the menus that all but the units needs, in points.
const MODES_AND_SEARCH_PT: f32 = 750.0;

/// Room that the search field and the count need together, in points.
const ROOM_FOR_COUNT_PT: f32 = 190.0;

/// Draws the bar.
pub fn ui(app: &mut App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(10, 6));
    egui::Panel::top("toolbar").frame(frame).show(ui, |ui| {
        egui::MenuBar::new().ui(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.set_height(30.0);
            menus_ui(app, ui, actions);
            ui.add_space(2.0);
            // What gives way in a narrow window is in the menus, too.
            let room = ui.available_width();
            let mut views = None;
            edit_ui(app, ui, actions);
            if room >= MODES_AND_SEARCH_PT {
                modes_ui(app, ui, actions);
                looks_ui(app, ui, actions);
                views = Some(super::views::button_ui(app, ui));
            }
            if room >= WHOLE_BAR_PT[app.language() as usize] {
                units_ui(app, ui, actions);
            }
            super::views::popup_ui(app, ui, views, actions);
            let rest = ui.available_rect_before_wrap();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                right_ui(app, ui, actions);
                count_ui(app, ui);
                super::search::ui(app, ui, rest.width(), actions);
            });
        });
    });
}

fn menus_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let language = app.language();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding = Vec2::new(7.0, 4.0);
        for group in Group::ALL {
            ui.menu_button(group.label(language), |ui| {
                ui.set_min_width(240.0);
                let mut submenu = None;
                for command in Command::of(group) {
                    let is_inside = submenu.is_some() && submenu == command.submenu();
                    if command.begins_section() && !is_inside {
                        ui.separator();
                    }
                    if command == Command::Save {
                        recent_ui(app, ui, actions);
                    }
                    let before = std::mem::replace(&mut submenu, command.submenu());
                    match submenu {
                        None => command_ui(app, ui, command, actions),
                        Some(submenu) if before != Some(submenu) => {
                            ui.menu_button(submenu.label(language), |ui| {
                                submenu_ui(app, ui, submenu, actions);
                            });
                        }
                        Some(_) => {}
                    }
                }
                if group == Group::Links {
                    ui.separator();
                    link_legend_ui(app, ui);
                }
            });
        }
    });
}

fn submenu_ui(app: &App, ui: &mut egui::Ui, submenu: Submenu, actions: &mut Vec<Action>) {
    for command in submenu.commands() {
        if command.begins_section() && Some(command) != submenu.commands().next() {
            ui.separator();
        }
        command_ui(app, ui, command, actions);
    }
}

fn command_ui(app: &App, ui: &mut egui::Ui, command: Command, actions: &mut Vec<Action>) {
    let language = app.language();
    let label = command.look().map_or(command.label(language), |look| look.label(language));
    let shortcut = command.shortcut().map(Shortcut::text).unwrap_or_default();
    let button =
        egui::Button::new(label).shortcut_text(shortcut).selected(is_in_force(app, command));
    if ui.add_enabled(is_possible(app, command), button).clicked() {
        actions.push(Action::Perform(command));
    }
}

/// How tasks are grouped, sorted and coloured, in a window that stays open while several change.
fn looks_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    const SUBMENUS: [Submenu; 3] = [Submenu::Group, Submenu::Sort, Submenu::Color];
    let language = app.language();
    let looks = Command::ALL.iter().filter_map(|command| command.look());
    let is_usual = looks.filter(|look| look.is_in_force(&app.session)).all(Look::is_default);
    let button = egui::Button::new(app.in_language("表示の切替", "Arrange")).selected(!is_usual);
    let stay = egui::PopupCloseBehavior::CloseOnClickOutside;
    let config = egui::containers::menu::MenuConfig::default().close_behavior(stay);
    egui::containers::menu::MenuButton::from_button(button).config(config).ui(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            for submenu in SUBMENUS {
                ui.vertical(|ui| {
                    ui.set_min_width(110.0);
                    ui.label(super::widgets::title(submenu.label(language), 12.0));
                    submenu_ui(app, ui, submenu, actions);
                });
            }
        });
    });
}

fn recent_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    if app.settings.recent.is_empty() {
        return;
    }
    ui.menu_button(app.in_language("最近使ったファイル", "Recent files"), |ui| {
        for path in &app.settings.recent {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if ui.button(name.as_ref()).on_hover_text(path.display().to_string()).clicked() {
                actions.push(Action::OpenFile(path.clone()));
            }
        }
    });
    ui.separator();
}

/// Whether a command says what is the case already.
fn is_in_force(app: &App, command: Command) -> bool {
    let settings = &app.settings;
    if let Some(look) = command.look() {
        return look.is_in_force(&app.session);
    }
    match command {
        Command::Swimlanes => app.session.mode() == Mode::Swimlanes,
        Command::Gantt => app.session.mode() == Mode::Gantt,
        Command::LinksHidden => app.session.link_style() == LinkStyle::Hidden,
        Command::LinksThin => app.session.link_style() == LinkStyle::Thin,
        Command::LinksFull => app.session.link_style() == LinkStyle::Full,
        Command::LinksOfRow => app.session.link_bases().row,
        Command::LinksStated => app.session.link_bases().stated,
        Command::LinksInferred => app.session.link_bases().inferred,
        Command::ToggleFacets => settings.facets,
        Command::ToggleInspector => settings.inspector,
        Command::ToggleInsights => settings.insights,
        Command::ToggleOverview => settings.overview,
        Command::ToggleLoad => settings.load,
        Command::ToggleChain => settings.chain,
        Command::ToggleProblems => settings.problems,
        Command::ToggleConflicts => app.conflicts.is_open,
        Command::ToggleHistory => settings.history,
        Command::ToggleEditing => app.is_editing(),
        Command::Properties => app.shows_properties,
        Command::ShowCritical => app.session.shows_critical(),
        Command::ShowFloat => app.session.shows_float(),
        Command::ShowProgressLine => app.session.progress_day().is_some(),
        Command::Japanese => app.language() == Language::Japanese,
        Command::English => app.language() == Language::English,
        Command::ThemeLight => settings.theme == ThemeSetting::Light,
        Command::ThemeDark => settings.theme == ThemeSetting::Dark,
        Command::ThemeSystem => settings.theme == ThemeSetting::System,
        _ => false,
    }
}

/// Whether a command can do anything now.
pub fn is_possible(app: &App, command: Command) -> bool {
    let has_selection = app.session.selected().is_some();
    let has_any = app.session.selection_count() > 0;
    match command {
        Command::Undo => app.session.history().to_undo().is_some(),
        Command::Redo => app.session.history().to_redo().is_some(),
        Command::NewTask | Command::NewMilestone | Command::NewLane | Command::Paste => {
            app.is_editing()
        }
        Command::Rename => app.is_editing() && has_selection,
        Command::Duplicate
        | Command::Cut
        | Command::Delete
        | Command::MoveEarlier
        | Command::MoveLater
        | Command::MoveUp
        | Command::MoveDown
        | Command::MoveEarlierWithAll
        | Command::MoveLaterWithAll => app.is_editing() && has_any,
        Command::LinkSelected => app.is_editing() && app.session.selection_count() > 1,
        Command::CopySelection => has_any,
        Command::ToggleConflicts => app.conflicts.count() > 0,
        Command::FitSelection
        | Command::ShowInInspector
        | Command::FollowChain
        | Command::FollowDriving
        | Command::Isolate
        | Command::CopyChain
        | Command::SetGoal => has_selection,
        Command::RevealChain => app.session.hidden_members() > 0,
        Command::Back => !app.session.crumbs().is_empty(),
        Command::ClearGoal => app.session.goal().is_some(),
        Command::ClearFilter => app.session.filter().is_active(),
        Command::StepBack => has_any || app.session.filter().is_active(),
        Command::Open
        | Command::OpenPath
        | Command::SaveAs
        | Command::AttachOfficial
        | Command::ExportSvg
        | Command::ExportPng => !app.files.is_busy(),
        _ => true,
    }
}

/// Whether the document can be changed, and the way back.
fn edit_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let language = app.language();
    ui.spacing_mut().item_spacing.x = 2.0;
    let hint = |command: Command, more: Option<&crate::edit::Label>| {
        let key = command.shortcut().map(|key| format!("  {}", key.text())).unwrap_or_default();
        let more = more.map(|label| format!("\n{}", label.in_language(language)));
        format!("{}{key}{}", command.label(language), more.unwrap_or_default())
    };
    let is_on = app.is_editing();
    let toggle = Command::ToggleEditing;
    if icon_button(ui, Icon::Pencil, &hint(toggle, None), is_on).clicked() {
        actions.push(Action::Perform(toggle));
    }
    let history = app.session.history();
    let steps = [
        (Icon::Undo, Command::Undo, history.to_undo()),
        (Icon::Redo, Command::Redo, history.to_redo()),
    ];
    for (icon, command, label) in steps.into_iter().filter(|(_, _, it)| is_on || it.is_some()) {
        ui.add_enabled_ui(label.is_some(), |ui| {
            if icon_button(ui, icon, &hint(command, label), false).clicked() {
                actions.push(Action::Perform(command));
            }
        });
    }
    ui.spacing_mut().item_spacing.x = 8.0;
}

fn modes_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let commands = [Command::Swimlanes, Command::Gantt];
    commands_ui(
        app,
        ui,
        &commands,
        |command| is_in_force(app, command),
        actions,
        |command| command.label(app.language()),
    );
}

fn units_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let unit = app.session.view.axis.lower_unit();
    let commands = [Command::ShowYears, Command::ShowQuarters, Command::ShowMonths];
    let is_on = |command| match command {
        Command::ShowYears => matches!(unit, TickUnit::FiscalYears(_)),
        Command::ShowQuarters => unit == TickUnit::Quarter,
        _ => unit == TickUnit::Month,
    };
    let japanese = app.language() == Language::Japanese;
    commands_ui(app, ui, &commands, is_on, actions, |command| match (command, japanese) {
        (Command::ShowYears, true) => "年度",
        (Command::ShowYears, false) => "Years",
        (Command::ShowQuarters, true) => "四半期",
        (Command::ShowQuarters, false) => "Quarters",
        (_, true) => "月",
        (_, false) => "Months",
    });
}

fn commands_ui(
    app: &App,
    ui: &mut egui::Ui,
    commands: &[Command],
    is_on: impl Fn(Command) -> bool,
    actions: &mut Vec<Action>,
    label: impl Fn(Command) -> &'static str,
) {
    let choices: Vec<_> = commands
        .iter()
        .map(|&command| {
            let key = command.shortcut().map(|key| format!("  {}", key.text())).unwrap_or_default();
            let hint = format!("{}{key}", command.label(app.language()));
            (label(command), hint, is_on(command))
        })
        .collect();
    if let Some(clicked) = segmented(ui, &choices) {
        actions.push(Action::Perform(commands[clicked]));
    }
}

fn count_ui(app: &App, ui: &mut egui::Ui) {
    if ui.available_width() < ROOM_FOR_COUNT_PT {
        return;
    }
    let matches = app.session.matches();
    let text = format!("{} / {}", grouped(matches.shown()), grouped(matches.total()));
    let font = crate::app::paint::font(13.0, crate::scene::Weight::Bold);
    let mut text = egui::RichText::new(text).font(font);
    if app.session.filter().is_active() {
        text = text.color(ui.visuals().hyperlink_color);
    }
    let hint = app.in_language("表示している施策 / 全体", "Tasks shown / all tasks");
    ui.label(text).on_hover_text(hint);
    ui.add_space(8.0);
}

/// Panels, theme and language, from the right edge inwards.
fn right_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) {
    let language = app.language();
    ui.spacing_mut().item_spacing.x = 2.0;
    let panels = [
        (Icon::RightPanel, Command::ToggleInspector),
        (Icon::Bars, Command::ToggleInsights),
        (Icon::BottomPanel, Command::ToggleLoad),
        (Icon::LeftPanel, Command::ToggleFacets),
    ];
    for (icon, command) in panels {
        if icon_button(ui, icon, command.label(language), is_in_force(app, command)).clicked() {
            actions.push(Action::Perform(command));
        }
    }
    let theme = if ui.ctx().theme() == egui::Theme::Dark {
        Command::ThemeLight
    } else {
        Command::ThemeDark
    };
    if icon_button(ui, Icon::Theme, theme.label(language), false).clicked() {
        actions.push(Action::Perform(theme));
    }
    let (label, other) = match language {
        Language::Japanese => ("English", Command::English),
        Language::English => ("日本語", Command::Japanese),
    };
    let button = egui::Button::new(label).frame_when_inactive(false);
    let hint = app.in_language("英語で表示", "Show in Japanese");
    if ui.add(button).on_hover_text(hint).clicked() {
        actions.push(Action::Perform(other));
    }
    ui.add_space(6.0);
}
