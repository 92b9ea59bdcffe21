//! Lanes to be chosen and changed: the tree of lanes with a menu for each.

use super::fields::{Fields, TextField, menu_ui, text_ui};
use super::widgets::{prose, section};
use crate::app::editing::Change;
use crate::app::paint::to_color;
use crate::app::{Action, App};
use crate::edit::make::{self, LaneField, TasksOfLane};
use crate::layout::HUES;
use crate::model::{LaneId, Language, Roadmap};
use crate::query::fold;
use egui::{Id, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

/// How many lanes are listed without scrolling.
const ROWS_IN_SIGHT: usize = 12;
const ROW_PT: f32 = 24.0;
/// More lanes than this can be searched.
const MANY: usize = 12;
/// How far a lane stands to the right of the one that it is part of.
const INDENT_PT: f32 = 14.0;

/// What lists and menus of lanes keep between frames.
#[derive(Default)]
pub struct Lanes {
    tree: Option<Tree>,
    wanted: String,
    neighbours: Option<(LaneId, (u64, u64), Neighbours)>,
}

/// The lanes in the order of the chart, as far as they are wanted.
struct Tree {
    made_for: (u64, u64),
    wanted: String,
    language: Language,
    rows: Vec<TreeRow>,
}

struct TreeRow {
    lane: LaneId,
    depth: usize,
}

/// Where a lane can go.
#[derive(Clone, Copy, Default)]
struct Neighbours {
    /// The one above it, of those that are part of the same lane.
    previous: Option<LaneId>,
    /// The one below it.
    next: Option<LaneId>,
    /// The one below that.
    after_next: Option<LaneId>,
    /// The one below the lane that it is part of.
    behind_parent: Option<LaneId>,
}

impl Neighbours {
    fn of(roadmap: &Roadmap, lane: LaneId) -> Self {
        let parent = roadmap.lane(lane).parent;
        let of_parent = |parent: Option<LaneId>| {
            roadmap.lane_ids().filter(move |it| roadmap.lane(*it).parent == parent)
        };
        let mut below = of_parent(parent).filter(|it| *it > lane);
        let behind = parent
            .and_then(|parent| of_parent(roadmap.lane(parent).parent).find(|it| *it > parent));
        Self {
            previous: of_parent(parent).take_while(|it| *it < lane).last(),
            next: below.next(),
            after_next: below.next(),
            behind_parent: behind,
        }
    }
}

/// A lane with all that it is part of: マイナンバーカード ＞ 在留カード.
pub fn path_in_words(app: &App, lane: LaneId) -> String {
    let (language, roadmap) = (app.language(), app.session.document());
    let mut titles = Vec::new();
    let mut next = Some(lane);
    while let Some(lane) = next.and_then(|lane| roadmap.lanes.get(lane.index())) {
        titles.push(lane.title.in_language(language));
        next = lane.parent;
    }
    titles.reverse();
    titles.join(if language == Language::Japanese { " ＞ " } else { " > " })
}

/// A menu of all lanes, to be searched if there are many; returns the one that was chosen.
pub fn choice_ui(
    app: &App,
    fields: &mut Fields,
    ui: &mut Ui,
    (name, shown): (&str, &str),
    present: Option<LaneId>,
) -> Option<LaneId> {
    let (response, chosen) = menu_ui(ui, name, shown, true, |ui| {
        ui.set_width(280.0);
        let chosen = tree_ui(app, &mut fields.lanes, ui, |ui, lane, text| {
            let button = egui::Button::selectable(Some(lane) == present, text).truncate();
            ui.add(button).clicked().then_some(lane)
        });
        if chosen.is_some() {
            ui.close();
        }
        chosen
    });
    if response.clicked() {
        fields.lanes.wanted.clear();
    }
    chosen.flatten()
}

/// The lanes of the document, each with its menu, and a button for another.
pub fn section_ui(app: &mut App, ui: &mut Ui, actions: &mut Vec<Action>) {
    let palette = app.palette(ui.ctx());
    let name = app.in_language("レーン", "Lanes");
    let count = crate::words::grouped(app.session.document().lanes.len());
    section(ui, &name, &count, to_color(palette.ink));
    let mut lanes = std::mem::take(&mut app.fields.lanes);
    let mut open = None;
    tree_ui(app, &mut lanes, ui, |ui, lane, text| {
        let button = egui::Button::new(text).frame_when_inactive(false).truncate();
        let response = ui.add(button);
        let popup = egui::Popup::default_response_id(&response);
        if response.clicked() || egui::Popup::is_id_open(ui.ctx(), popup) {
            open = Some((lane, response));
        }
        None
    });
    app.fields.lanes = lanes;
    if let Some((lane, response)) = open {
        egui::Popup::menu(&response)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| lane_menu_ui(app, ui, lane, actions));
    }
    if ui.button(app.in_language("レーンを追加", "Add a lane")).clicked() {
        let title = app.in_language("新しいレーン", "New lane");
        let change = Change::AddLane { parent: None, title };
        actions.push(Action::Change(Box::new(change)));
    }
}

/// A button that opens the menu of a lane.
pub fn menu_button_ui(
    app: &App,
    fields: &mut Fields,
    ui: &mut Ui,
    (name, shown): (&str, &str),
    lane: LaneId,
    actions: &mut Vec<Action>,
) {
    menu_ui(ui, name, shown, true, |ui| lane_ui(app, fields, ui, lane, actions));
}

/// The menu of a lane: its titles and colour, its place, lanes beside and within it, and two
/// ways to delete it.
pub fn lane_menu_ui(app: &mut App, ui: &mut Ui, lane: LaneId, actions: &mut Vec<Action>) {
    let mut fields = std::mem::take(&mut app.fields);
    lane_ui(app, &mut fields, ui, lane, actions);
    app.fields = fields;
}

fn lane_ui(app: &App, fields: &mut Fields, ui: &mut Ui, lane: LaneId, actions: &mut Vec<Action>) {
    ui.set_width(300.0);
    let roadmap = app.session.document();
    let Some(record) = roadmap.lanes.get(lane.index()) else {
        ui.close();
        return;
    };
    if !app.session.is_numbered_as_shown() {
        ui.weak(app.in_language("更新しています…", "Being brought up to date…"));
        return;
    }
    let language = app.language();
    for language in [language, language.other()] {
        title_ui(app, fields, ui, lane, language, actions);
    }
    ui.add_space(2.0);
    if record.parent.is_none() {
        colors_ui(app, ui, lane, actions);
    } else {
        let text = app.in_language("色は領域のレーンで選びます。", "Its area has the colour.");
        ui.label(prose(text).weak());
    }
    ui.separator();
    let stamps = stamps(app);
    let is_known = |known: &(LaneId, (u64, u64), Neighbours)| (known.0, known.1) == (lane, stamps);
    let known = fields.lanes.neighbours.filter(is_known);
    let places = known.map_or_else(|| Neighbours::of(roadmap, lane), |known| known.2);
    fields.lanes.neighbours = Some((lane, stamps, places));
    let title = || app.in_language("新しいレーン", "New lane");
    let place = |parent, before| Some(Change::PlaceLane { lane, parent, before });
    let parent = record.parent;
    let grandparent = parent.and_then(|parent| roadmap.lane(parent).parent);
    let entries: [(&str, &str, Option<Change>); 8] = [
        ("下にレーンを追加", "Add a lane below", Some(Change::AddLaneBelow(lane, title()))),
        (
            "この中にレーンを追加",
            "Add a lane within",
            Some(Change::AddLane { parent: Some(lane), title: title() }),
        ),
        ("上へ移動", "Move up", places.previous.and_then(|it| place(parent, Some(it)))),
        ("下へ移動", "Move down", places.next.and_then(|_| place(parent, places.after_next))),
        ("上のレーンの中へ", "Move into the lane above", {
            places.previous.and_then(|it| place(Some(it), None))
        }),
        ("外へ出す", "Move out", parent.and_then(|_| place(grandparent, places.behind_parent))),
        (
            "施策ごと削除",
            "Delete with its tasks",
            Some(Change::DeleteLane(lane, TasksOfLane::Delete)),
        ),
        (
            "削除して施策を上のレーンへ",
            "Delete, and move its tasks up",
            parent.map(|_| Change::DeleteLane(lane, TasksOfLane::MoveUp)),
        ),
    ];
    for (at, (ja, en, change)) in entries.into_iter().enumerate() {
        if at == 2 || at == 6 {
            ui.separator();
        }
        let button = egui::Button::new(app.in_language(ja, en)).frame_when_inactive(false);
        let button = button.min_size(Vec2::new(ui.available_width(), 0.0));
        if ui.add_enabled(change.is_some(), button).clicked()
            && let Some(change) = change
        {
            actions.push(Action::Change(Box::new(change)));
            ui.close();
        }
    }
}

fn title_ui(
    app: &App,
    fields: &mut Fields,
    ui: &mut Ui,
    lane: LaneId,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let name = match language {
        Language::Japanese => {
            app.in_language("レーンの名称（日本語）", "Title of the lane (Japanese)")
        }
        Language::English => app.in_language("レーンの名称（英語）", "Title of the lane (English)"),
    };
    let title = &app.session.document().lane(lane).title;
    let is_own = language == app.language();
    let id = Id::unique(("lane title", language.code(), lane));
    let field = TextField {
        hint: &name,
        is_bold: is_own,
        ..TextField::new(ui, id, &name, title.get(language).unwrap_or_default())
    };
    let read = |text: &str| {
        let field = LaneField::Title(language, text.to_owned());
        make::set_lane(app.session.document(), lane, &field)?;
        Ok(Change::Lane(lane, field))
    };
    text_ui(app, fields, ui, &field, &read, actions);
}

/// The hues of the palette, and the choice to leave it to the program.
fn colors_ui(app: &App, ui: &mut Ui, lane: LaneId, actions: &mut Vec<Action>) {
    let palette = app.palette(ui.ctx());
    let present = app.session.document().lane(lane).color;
    let mut chosen = None;
    let automatic = app.in_language("自動の色", "Automatic colour");
    if ui.add(egui::Button::selectable(present.is_none(), automatic)).clicked() {
        chosen = Some(None);
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(2.0);
        egui::Grid::new("colors").spacing(Vec2::splat(2.0)).min_col_width(0.0).show(ui, |ui| {
            for hue in 0..HUES {
                let (rect, response) = ui.allocate_exact_size(Vec2::splat(22.0), Sense::click());
                let is_on = present == Some(hue);
                let name = app.in_language(&format!("色 {hue}"), &format!("Colour {hue}"));
                response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, &name));
                let colors = palette.colors(crate::layout::BarColor::Hue(hue));
                let inner = rect.shrink(2.0);
                let painter = ui.painter();
                painter.rect_filled(inner, 3.0, to_color(colors.fill));
                let edge = Rect::from_min_max(inner.min, inner.max - Vec2::new(12.0, 0.0));
                painter.rect_filled(edge, 3.0, to_color(colors.edge));
                let stroke = if is_on {
                    egui::Stroke::new(2.0, to_color(palette.ink))
                } else if response.hovered() || response.has_focus() {
                    egui::Stroke::new(1.5, to_color(palette.accent))
                } else {
                    egui::Stroke::new(1.0, to_color(colors.outline))
                };
                painter.rect_stroke(inner, 3.0, stroke, egui::StrokeKind::Outside);
                if response.on_hover_text(name).clicked() {
                    chosen = Some(Some(hue));
                }
                if hue % 12 == 11 {
                    ui.end_row();
                }
            }
        });
    });
    if let Some(color) = chosen {
        let change = Change::Lane(lane, LaneField::Color(color));
        actions.push(Action::Change(Box::new(change)));
    }
}

/// The lanes as a tree, of which those in view are drawn by `row_ui`; returns what it returns.
fn tree_ui(
    app: &App,
    lanes: &mut Lanes,
    ui: &mut Ui,
    mut row_ui: impl FnMut(&mut Ui, LaneId, String) -> Option<LaneId>,
) -> Option<LaneId> {
    let (language, roadmap) = (app.language(), app.session.document());
    if roadmap.lanes.len() > MANY {
        let hint = app.in_language("レーンを探す", "Find a lane");
        let edit = egui::TextEdit::singleline(&mut lanes.wanted)
            .hint_text(hint.as_str())
            .desired_width(f32::INFINITY);
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
    }
    let made_for = stamps(app);
    let is_made = |tree: &Tree| {
        (tree.made_for, &tree.wanted, tree.language) == (made_for, &lanes.wanted, language)
    };
    let tree = lanes.tree.take().filter(is_made);
    let tree = tree.unwrap_or_else(|| Tree {
        made_for,
        wanted: lanes.wanted.clone(),
        language,
        rows: rows(roadmap, &lanes.wanted, language),
    });
    let mut chosen = None;
    if tree.rows.is_empty() {
        ui.weak(if app.session.document().lanes.is_empty() {
            app.in_language("レーンはまだありません。", "There are no lanes yet.")
        } else {
            app.in_language("該当するレーンはありません。", "There is no such lane.")
        });
    }
    let height = ROWS_IN_SIGHT as f32 * ROW_PT;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = egui::ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        area.show_rows(ui, ROW_PT, tree.rows.len(), |ui, range| {
            for row in &tree.rows[range] {
                let Some(lane) = roadmap.lanes.get(row.lane.index()) else { continue };
                ui.push_id(row.lane, |ui| {
                    ui.horizontal(|ui| {
                        ui.set_height(ROW_PT);
                        ui.add_space(INDENT_PT * row.depth.min(8) as f32);
                        let text = lane.title.in_language(language).to_owned();
                        chosen = row_ui(ui, row.lane, text).or(chosen);
                    });
                });
            }
        });
    });
    lanes.tree = Some(tree);
    chosen
}

/// On which state of which document a list of lanes depends.
fn stamps(app: &App) -> (u64, u64) {
    (app.session.document_stamp(), app.session.history().state())
}

/// All lanes whose title has the wanted text, each behind the one that it is part of.
fn rows(roadmap: &Roadmap, wanted: &str, language: Language) -> Vec<TreeRow> {
    let wanted = fold(wanted);
    let mut children: Vec<Vec<LaneId>> = vec![Vec::new(); roadmap.lanes.len()];
    let mut open = Vec::new();
    for lane in (0..roadmap.lanes.len()).rev().map(LaneId::from_index) {
        match roadmap.lane(lane).parent {
            Some(parent) => children[parent.index()].push(lane),
            None => open.push((lane, 0)),
        }
    }
    let mut rows = Vec::new();
    while let Some((lane, depth)) = open.pop() {
        let title = roadmap.lane(lane).title.in_language(language);
        if wanted.is_empty() || fold(title).contains(&wanted) {
            rows.push(TreeRow { lane, depth });
        }
        open.extend(children[lane.index()].iter().map(|&child| (child, depth + 1)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Extra, Lane, Text};

    #[test]
    fn lanes_stand_in_the_order_of_the_chart() {
        let lane = |title: &str, parent: Option<usize>| Lane {
            id: title.into(),
            title: Text::new(title, title),
            parent: parent.map(LaneId::from_index),
            color: None,
            extra: Extra::default(),
        };
        let lanes =
            vec![lane("a", None), lane("b", None), lane("a1", Some(0)), lane("a2", Some(0))];
        let roadmap = Roadmap { lanes, ..Roadmap::default() };
        let listed = |wanted| {
            let rows = rows(&roadmap, wanted, Language::English);
            rows.iter().map(|row| (row.lane.index(), row.depth)).collect::<Vec<_>>()
        };
        assert_eq!(listed(""), [(0, 0), (2, 1), (3, 1), (1, 0)]);
        assert_eq!(listed("A"), [(0, 0), (2, 1), (3, 1)]);
        let places = Neighbours::of(&roadmap, LaneId::from_index(2));
        assert_eq!((places.previous, places.next), (None, Some(LaneId::from_index(3))));
        assert_eq!(places.behind_parent, Some(LaneId::from_index(1)));
    }
}
