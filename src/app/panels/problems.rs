//! The list of problems: what in the document should be looked at, each with the way there.

use super::widgets::{Icon, icon_button, prose, title};
use crate::app::paint::{font, to_color};
use crate::app::{Action, App, Command};
use crate::export::csv;
use crate::insight::{Problem, ProblemGroup, ProblemWords, Problems};
use crate::layout::Palette;
use crate::model::Language;
use crate::scene::{Color, Weight};
use crate::words;
use egui::{Rect, Sense, Ui, Vec2};
use std::collections::HashSet;

const ROW_PT: f32 = 24.0;
const TEXT_PT: f32 = 12.0;
/// From the left edge of a row to its text.
const INDENT_PT: f32 = 40.0;
/// What is not serious starts folded if there is more of it than this.
const MOST_UNFOLDED: usize = 8;
/// How many tasks of a cycle a tooltip names.
const MAX_MEMBERS: usize = 12;

/// What the list keeps between frames.
#[derive(Default)]
pub struct ProblemList {
    /// Groups that somebody has folded or unfolded, in the document of this stamp.
    toggled: HashSet<ProblemGroup>,
    document: u64,
    /// The problem that was gone to last.
    visited: Option<Problem>,
}

impl ProblemList {
    fn is_folded(&self, group: ProblemGroup, count: usize) -> bool {
        let starts_folded = !group.is_serious() && count > MOST_UNFOLDED;
        starts_folded != self.toggled.contains(&group)
    }
}

/// How many problems are serious, and how many are not.
pub fn counts(problems: &Problems) -> [usize; 2] {
    [true, false].map(|serious| problems.count(serious))
}

/// How many problems there are: 問題 3・確認 56, "3 problems, 56 remarks".
pub fn counts_in_words([serious, others]: [usize; 2], language: Language) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let [some, rest] = [serious, others].map(words::grouped);
    match (language, serious, others) {
        (Language::Japanese, 0, 0) => "問題なし".to_owned(),
        (Language::Japanese, 0, _) => format!("確認 {rest}"),
        (Language::Japanese, _, 0) => format!("問題 {some}"),
        (Language::Japanese, ..) => format!("問題 {some}・確認 {rest}"),
        (Language::English, 0, 0) => "No problems".to_owned(),
        (Language::English, 0, _) => format!("{rest} remark{}", plural(others)),
        (Language::English, _, 0) => format!("{some} problem{}", plural(serious)),
        (Language::English, ..) => {
            format!("{some} problem{}, {rest} remark{}", plural(serious), plural(others))
        }
    }
}

/// Draws the panel.
pub fn ui(app: &mut App, ui: &mut Ui, actions: &mut Vec<Action>) {
    let document = app.session.document_stamp();
    if app.problems.document != document {
        app.problems = ProblemList { document, ..ProblemList::default() };
    }
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(12, 6));
    let panel = egui::Panel::bottom("problems")
        .frame(frame)
        .default_size(220.0)
        .size_range(110.0..=520.0)
        .resizable(true);
    let (mut toggled, mut visited) = (None, None);
    panel.show(ui, |ui| {
        let Some(problems) = app.session.problems() else {
            ui.horizontal(|ui| {
                ui.label(title(Command::ToggleProblems.label(app.language()), 13.0));
                ui.spinner();
            });
            ui.allocate_space(ui.available_size());
            return;
        };
        let view = View::new(app, problems, ui);
        view.head_ui(ui, actions);
        if view.problems.groups().is_empty() {
            view.empty_ui(ui);
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(2.0);
        let rows = view.row_count();
        egui::ScrollArea::vertical().auto_shrink([false, false]).show_rows(
            ui,
            ROW_PT,
            rows,
            |ui, rows| {
                for line in rows.filter_map(|row| view.line_at(row)) {
                    match line {
                        Line::Heading(group, count) => {
                            if view.heading_ui(ui, group, count) {
                                toggled = Some(group);
                            }
                        }
                        Line::Problem(group, problem) => {
                            if view.problem_ui(ui, group, problem, actions) {
                                visited = Some(problem);
                            }
                        }
                    }
                }
            },
        );
    });
    if let Some(group) = toggled
        && !app.problems.toggled.remove(&group)
    {
        app.problems.toggled.insert(group);
    }
    app.problems.visited = visited.or(app.problems.visited);
}

/// One row of the list.
enum Line {
    Heading(ProblemGroup, usize),
    Problem(ProblemGroup, Problem),
}

/// What is drawn in a frame, and with what.
struct View<'a> {
    app: &'a App,
    problems: &'a Problems,
    words: ProblemWords<'a>,
    palette: &'a Palette,
    language: Language,
}

impl<'a> View<'a> {
    fn new(app: &'a App, problems: &'a Problems, ui: &Ui) -> Self {
        let (session, language) = (&app.session, app.language());
        let words = ProblemWords {
            roadmap: session.roadmap(),
            schedule: session.schedule(),
            diagnostics: session.diagnostics(),
            language,
        };
        let palette = app.palette(ui.ctx());
        Self { app, problems, words, palette, language }
    }

    /// The groups with how many of their problems are not folded away.
    fn sections(&self) -> impl Iterator<Item = (ProblemGroup, &'a [Problem], usize)> + '_ {
        self.problems.groups().iter().map(|(group, found)| {
            let is_folded = self.app.problems.is_folded(*group, found.len());
            (*group, &found[..], if is_folded { 0 } else { found.len() })
        })
    }

    fn row_count(&self) -> usize {
        self.sections().map(|(_, _, shown)| shown + 1).sum()
    }

    fn line_at(&self, row: usize) -> Option<Line> {
        let mut first = 0;
        for (group, found, shown) in self.sections() {
            if row == first {
                return Some(Line::Heading(group, found.len()));
            }
            if row <= first + shown {
                return Some(Line::Problem(group, found[row - first - 1]));
            }
            first += shown + 1;
        }
        None
    }

    fn head_ui(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            let command = Command::ToggleProblems;
            ui.label(title(command.label(self.language), 13.0));
            ui.weak(counts_in_words(counts(self.problems), self.language));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let name = self.app.in_language("問題の一覧を閉じる", "Close the problems");
                if icon_button(ui, Icon::Close, &name, false).clicked() {
                    actions.push(Action::Perform(command));
                }
                let can_copy = !self.problems.groups().is_empty();
                let copy = egui::Button::new(self.app.in_language("コピー", "Copy"));
                let hint = self.app.in_language("一覧を表としてコピー", "Copy the list as a table");
                if ui.add_enabled(can_copy, copy).on_hover_text(hint).clicked() {
                    actions.push(Action::Copy(self.as_table()));
                }
            });
        });
    }

    fn empty_ui(&self, ui: &mut Ui) {
        ui.add_space(10.0);
        let text = self.app.in_language(
            "問題は見つかりません。日付と矛盾する依存関係、循環、自分自身への依存、二重の依存、疑わしい日付、施策のないレーン、担当の記載がない施策、ファイルの読み取りを確かめました。",
            "No problems. Dependencies against the dates, cycles, links to oneself, double links, doubtful dates, empty lanes, missing owners and the reading of the file were checked.",
        );
        ui.add(egui::Label::new(prose(text).weak()).wrap());
    }

    /// Draws the heading of a group; returns whether to fold or unfold it.
    fn heading_ui(&self, ui: &mut Ui, group: ProblemGroup, count: usize) -> bool {
        let (rect, response) = row(ui);
        let is_folded = self.app.problems.is_folded(group, count);
        let label = group.label(self.language);
        response.widget_info(|| {
            let text = match self.language {
                Language::Japanese => format!("{label}：{count}件"),
                Language::English => format!("{label}: {count}"),
            };
            egui::WidgetInfo::selected(egui::Role::Button, true, !is_folded, text)
        });
        let Palette { ink, secondary, hairline, .. } = *self.palette;
        let painter = ui.painter();
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, 4.0, to_color(self.palette.band));
        }
        let line = egui::Stroke::new(1.0, to_color(hairline));
        painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
        let at = rect.left_center() + Vec2::new(5.0, 0.0);
        let points = if is_folded {
            vec![at + Vec2::new(1.0, -3.5), at + Vec2::new(6.0, 0.0), at + Vec2::new(1.0, 3.5)]
        } else {
            vec![at + Vec2::new(0.0, -2.0), at + Vec2::new(7.0, -2.0), at + Vec2::new(3.5, 3.0)]
        };
        painter.add(egui::Shape::convex_polygon(points, to_color(secondary), egui::Stroke::NONE));
        mark(painter, rect.left_center() + Vec2::new(26.0, 0.0), group, self.palette);
        let mut left = rect.left() + INDENT_PT;
        let number = words::grouped(count);
        let note = group.note(self.language);
        let texts = [
            (label, Weight::Bold, ink),
            (number.as_str(), Weight::Bold, secondary),
            (note, Weight::Regular, secondary),
        ];
        for (text, weight, color) in texts {
            let end = egui::pos2(rect.right(), rect.bottom());
            let place = Rect::from_min_max(egui::pos2(left, rect.top()), end);
            left += self.write(ui, place, text, weight, color) + 12.0;
        }
        response.clicked()
    }

    /// Draws a problem; returns whether somebody went there.
    fn problem_ui(
        &self,
        ui: &mut Ui,
        group: ProblemGroup,
        problem: Problem,
        actions: &mut Vec<Action>,
    ) -> bool {
        let (rect, response) = row(ui);
        let cells = self.cells(problem);
        let way = self.way_to(problem);
        let is_visited = self.app.problems.visited == Some(problem);
        response.widget_info(|| {
            let said: Vec<&str> =
                cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
            let role = if way.is_some() { egui::Role::Button } else { egui::Role::Row };
            egui::WidgetInfo::selected(role, true, is_visited, said.join(", "))
        });
        let is_pointed = response.hovered() || response.has_focus();
        if is_pointed || is_visited {
            let alpha =
                if is_visited { self.palette.accent.with_alpha(28) } else { self.palette.band };
            ui.painter().rect_filled(rect, 4.0, to_color(alpha));
        }
        mark(ui.painter(), rect.left_center() + Vec2::new(26.0, 0.0), group, self.palette);
        for ((place, cell), at) in columns(rect).zip(&cells).zip(0..) {
            let color = if at == 0 { self.palette.ink } else { self.palette.secondary };
            self.write(ui, place, cell, Weight::Regular, color);
        }
        let response =
            response.on_hover_ui_at_pointer(|ui| self.tooltip_ui(ui, group, problem, &cells));
        let Some(way) = way else { return false };
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            actions.push(way);
            return true;
        }
        false
    }

    /// The problem in full: tasks with their dates, and why a dependency is there.
    fn tooltip_ui(&self, ui: &mut Ui, group: ProblemGroup, problem: Problem, cells: &[String; 3]) {
        ui.set_max_width(460.0);
        let roadmap = self.words.roadmap;
        let tasks = problem.tasks(roadmap, self.words.schedule, MAX_MEMBERS);
        if tasks.is_empty() {
            ui.label(prose(&*cells[0]));
        }
        for task in tasks {
            let record = roadmap.task(task);
            let when = words::interval_in_words(record.when, self.language);
            ui.label(title(record.title.in_language(self.language), 13.0));
            ui.label(prose(when));
        }
        if !cells[1].is_empty() {
            let color = ui.visuals().error_fg_color;
            let text = prose(&*cells[1]);
            ui.label(if group.is_serious() { text.color(color) } else { text });
        }
        if let Problem::Conflict(crate::schedule::Conflict { link, .. })
        | Problem::DoubleLink(link)
        | Problem::SelfLink(link) = problem
        {
            let link = roadmap.dependency(link);
            ui.label(prose(words::dependency_in_words(link, self.language)).weak());
        }
        if !cells[2].is_empty() {
            ui.label(prose(&*cells[2]).weak());
        }
    }

    /// What brings a problem into view; nothing if the chart does not show it.
    fn way_to(&self, problem: Problem) -> Option<Action> {
        if let Problem::EmptyLane(lane) = problem {
            return Some(Action::ShowLane(lane));
        }
        let task = problem.task_to_show(self.words.roadmap, self.words.schedule)?;
        Some(Action::Select { task, reveal: true })
    }

    /// What a row says: the subject, what is wrong, and where.
    fn cells(&self, problem: Problem) -> [String; 3] {
        let words = &self.words;
        [words.subject(problem), words.sentence(problem), words.place(problem)]
    }

    /// The whole list, also what is folded away, with tabs between the columns.
    fn as_table(&self) -> String {
        let mut rows = vec![
            [("種類", "Kind"), ("対象", "Subject"), ("内容", "Problem"), ("場所", "Place")]
                .map(|(ja, en)| self.app.in_language(ja, en))
                .to_vec(),
        ];
        for (group, found) in self.problems.groups() {
            let label = group.label(self.language);
            rows.extend(found.iter().map(|problem| {
                let [subject, sentence, place] = self.cells(*problem);
                vec![label.to_owned(), subject, sentence, place]
            }));
        }
        csv::tabbed(&rows)
    }

    /// Writes a text as far as there is room; returns its width.
    fn write(&self, ui: &Ui, place: Rect, text: &str, weight: Weight, color: Color) -> f32 {
        let fonts = &self.app.fonts;
        let Some(shown) = fonts.elided(text, weight, TEXT_PT, place.width() - 8.0) else {
            return 0.0;
        };
        let width = fonts.width(&shown, weight, TEXT_PT);
        let (at, anchor) = (place.left_center(), egui::Align2::LEFT_CENTER);
        ui.painter().text(at, anchor, shown, font(TEXT_PT, weight), to_color(color));
        width
    }
}

fn row(ui: &mut Ui) -> (Rect, egui::Response) {
    ui.allocate_exact_size(Vec2::new(ui.available_width() - 4.0, ROW_PT), Sense::click())
}

/// The places of the cells of a row.
fn columns(row: Rect) -> impl Iterator<Item = Rect> {
    const SHARES: [f32; 3] = [0.4, 0.36, 0.24];
    let mut left = row.left() + INDENT_PT;
    let room = row.right() - left;
    SHARES.into_iter().map(move |share| {
        let right = left + room * share;
        let place =
            Rect::from_min_max(egui::pos2(left, row.top()), egui::pos2(right, row.bottom()));
        left = right;
        place
    })
}

/// A disc with an exclamation mark for what is wrong, a ring for what is to be looked at.
fn mark(painter: &egui::Painter, at: egui::Pos2, group: ProblemGroup, palette: &Palette) {
    if group.is_serious() {
        painter.circle_filled(at, 6.0, to_color(palette.red));
        let stroke = egui::Stroke::new(1.6, to_color(palette.paper));
        painter.vline(at.x, at.y - 3.6..=at.y + 0.9, stroke);
        painter.vline(at.x, at.y + 2.2..=at.y + 3.8, stroke);
    } else {
        painter.circle_stroke(at, 5.0, egui::Stroke::new(1.4, to_color(palette.secondary)));
    }
}
