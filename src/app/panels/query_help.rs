//! The sign in the search field that explains the filter language by examples.

use super::widgets::title;
use crate::app::paint::{font, to_color};
use crate::app::{Action, App};
use crate::scene::Weight;
use egui::{Align2, Id, Rect, Sense};

/// Texts of the language, and what they ask for in Japanese and in English. Those with ids
/// or names of one document are forms; they are shown and not tried.
const EXAMPLES: [(&str, &str, &str); 12] = [
    (
        "クラウド 移行",
        "どちらの言葉も含む（全角・半角、ひらがな・カタカナは同じ扱い）",
        "both words, in any width, case and kana",
    ),
    ("\"法案 提出\"", "この並びのまま含む", "these words in this order"),
    (
        "owner:総務省",
        "担当。ほかに area: lane: tag: kind: status: chapter: table:",
        "in charge; likewise area: lane: tag: kind: status: chapter: table:",
    ),
    ("owner:(総務省 OR デジタル庁)", "いずれか", "one of them"),
    ("-tag:検討", "除く", "without it"),
    (
        "クラウド OR (移行 -検討)",
        "OR は「または」とも書ける。並べた条件が先に結びつく",
        "OR binds less tightly than conditions side by side",
    ),
    (
        "when:FY2023",
        "この期間にかかる。starts: 始まる、ends: 終わる",
        "touches the period; starts: and ends: likewise",
    ),
    (
        "when:2022-10..2023-03",
        "期間の範囲。2023-01.. は以降、令和5年度 とも書ける",
        "a range; 2023-01.. from then on",
    ),
    (
        "precision:fy",
        "期日の細かさ（day third month quarter half year fy）",
        "how exactly dates are known (day third month quarter half year fy)",
    ),
    (
        "is:milestone",
        "ほかに is:critical（余裕なし）is:conflict（矛盾）is:open（終わりの定めなし）",
        "also is:critical, is:conflict, is:open (open end)",
    ),
    (
        "up:ID  down:ID  chain:ID  driving:ID",
        "先行・後続・その両方・期日を決めているものだけ",
        "predecessors, successors, both, and those that fix the dates",
    ),
    ("between:A,B", "二つの施策を結ぶ経路", "all paths between two tasks"),
];

/// Draws the sign; a click opens the examples, and a click on one of them tries it.
pub fn ui(app: &App, ui: &egui::Ui, place: Rect, id: Id, actions: &mut Vec<Action>) {
    let button = ui.interact(place, id, Sense::click());
    let name = app.in_language("絞り込みの書き方", "How to write a filter");
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    let color = if button.hovered() || button.has_focus() {
        ui.visuals().text_color()
    } else {
        ui.visuals().weak_text_color()
    };
    let painter = ui.painter();
    painter.circle_stroke(place.center(), 7.5, egui::Stroke::new(1.2, color));
    painter.text(place.center(), Align2::CENTER_CENTER, "?", font(11.5, Weight::Bold), color);
    egui::Popup::menu(&button).width(560.0).show(|ui| examples_ui(app, ui, &name, actions));
    button.on_hover_text(name);
}

fn examples_ui(app: &App, ui: &mut egui::Ui, name: &str, actions: &mut Vec<Action>) {
    ui.label(title(name, 14.0));
    ui.add_space(4.0);
    let secondary = to_color(app.palette(ui.ctx()).secondary);
    egui::Grid::new("query examples").num_columns(2).spacing([16.0, 3.0]).show(ui, |ui| {
        for (text, ja, en) in EXAMPLES {
            let is_form = text.contains("ID") || text.contains("A,B");
            if is_form {
                ui.label(text);
            } else if ui.link(text).clicked() {
                actions.push(Action::Search(text.to_owned()));
                ui.close();
            }
            ui.label(egui::RichText::new(app.in_language(ja, en)).color(secondary));
            ui.end_row();
        }
    });
}
