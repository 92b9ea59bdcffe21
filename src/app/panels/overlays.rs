//! What lies on top of the window: the command palette, the keys, why a file cannot be opened, paths,
//! messages.

use super::toolbar::is_possible;
use super::widgets::{Icon, icon_button, prose, title};
use crate::app::files::Purpose;
use crate::app::link_targets::link_legend_ui;
use crate::app::paint::{font, to_color};
use crate::app::{Action, App, CHOICE_SECONDS, Command, Group, NOTICE_SECONDS, Shortcut};
use crate::model::{Diagnostic, Language};
use crate::query::fold;
use crate::scene::Weight;
use crate::words;
use egui::{Align2, Context, Key, Vec2};
use std::path::PathBuf;

/// How many problems are listed at the most.
const MAX_LISTED: usize = 500;

/// What is on top, one thing at a time.
#[derive(Default)]
pub struct Overlays {
    open: Option<Overlay>,
    just_opened: bool,
}

enum Overlay {
    Palette {
        words: String,
        at: usize,
    },
    Keys,
    Refusal {
        file: String,
        diagnostics: Vec<Diagnostic>,
    },
    Path {
        purpose: Purpose,
        path: String,
    },
    Question(Question),
    /// What could not be taken of what was pasted.
    PasteProblems,
    About,
}

/// What is asked.
struct Question {
    heading: String,
    text: String,
    choices: Vec<(String, Action)>,
    /// Whether Esc is no answer.
    is_firm: bool,
}

impl Overlays {
    /// Whether something lies on top.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens the command palette.
    pub fn open_palette(&mut self) {
        self.show(Overlay::Palette { words: String::new(), at: 0 });
    }

    /// Opens the list of keys.
    pub fn open_keys(&mut self) {
        self.show(Overlay::Keys);
    }

    /// Opens the words about the program.
    pub fn open_about(&mut self) {
        self.show(Overlay::About);
    }

    /// Lists what could not be taken of what was pasted.
    pub fn open_paste_problems(&mut self) {
        self.show(Overlay::PasteProblems);
    }

    /// Says why a file could not be opened.
    pub fn refuse(&mut self, file: String, diagnostics: Vec<Diagnostic>) {
        self.show(Overlay::Refusal { file, diagnostics });
    }

    /// Asks for a path, where no dialog of the system can be shown.
    pub fn ask_path(&mut self, purpose: Purpose) {
        self.show(Overlay::Path { purpose, path: String::new() });
    }

    /// Asks something; the first answer is the usual one.
    pub fn ask(&mut self, heading: String, text: String, choices: Vec<(String, Action)>) {
        self.show(Overlay::Question(Question { heading, text, choices, is_firm: false }));
    }

    /// Asks something that has to be answered.
    pub fn ask_firmly(&mut self, heading: String, text: String, choices: Vec<(String, Action)>) {
        self.show(Overlay::Question(Question { heading, text, choices, is_firm: true }));
    }

    fn show(&mut self, overlay: Overlay) {
        self.open = Some(overlay);
        self.just_opened = true;
    }
}

/// Draws what is on top.
pub fn ui(app: &mut App, ctx: &Context, actions: &mut Vec<Action>) {
    notice_ui(app, ctx, actions);
    let just_opened = std::mem::take(&mut app.overlays.just_opened);
    let Some(mut overlay) = app.overlays.open.take() else { return };
    let response =
        egui::Modal::new(egui::Id::unique("overlay")).show(ctx, |ui| match &mut overlay {
            Overlay::Palette { words, at } => palette_ui(app, ui, words, at, just_opened, actions),
            Overlay::Keys => keys_ui(app, ui),
            Overlay::Refusal { file, diagnostics } => refusal_ui(app, ui, file, diagnostics),
            Overlay::Path { purpose, path } => path_ui(app, ui, *purpose, path, just_opened),
            Overlay::Question(question) => question_ui(app, ui, question, actions),
            Overlay::PasteProblems => paste_problems_ui(app, ui, actions),
            Overlay::About => about_ui(app, ui),
        });
    let is_firm = matches!(&overlay, Overlay::Question(question) if question.is_firm);
    let closes = response.inner || (response.should_close() && !is_firm);
    // A command may have put another one on top meanwhile.
    if !closes && app.overlays.open.is_none() {
        app.overlays.open = Some(overlay);
    }
}

/// The message at the lower edge of the window.
fn notice_ui(app: &mut App, ctx: &Context, actions: &mut Vec<Action>) {
    let Some(notice) = &mut app.notice else { return };
    let now = ctx.input(|input| input.time);
    if !notice.is_problem {
        let seconds = if notice.choices.is_empty() { NOTICE_SECONDS } else { CHOICE_SECONDS };
        let until = *notice.until.get_or_insert(now + seconds);
        if now >= until {
            app.notice = None;
            return;
        }
        ctx.request_repaint_after_secs((until - now) as f32);
    }
    let notice = notice.clone();
    let palette = app.palette(ctx).clone();
    let mut close = false;
    egui::Area::new(egui::Id::unique("notice"))
        .anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -40.0))
        .order(egui::Order::Foreground)
        .show(ctx, |ui| {
            let line = if notice.is_problem { palette.red } else { palette.year_line };
            let frame =
                egui::Frame::popup(ui.style()).stroke(egui::Stroke::new(1.0, to_color(line)));
            frame.inner_margin(egui::Margin::symmetric(14, 8)).show(ui, |ui| {
                ui.set_max_width(640.0);
                ui.horizontal(|ui| {
                    ui.label(&notice.text);
                    for (label, action) in notice.choices {
                        if ui.button(label).clicked() {
                            actions.push(action);
                            close = true;
                        }
                    }
                    let name = app.in_language("閉じる", "Close");
                    close |= icon_button(ui, Icon::Close, &name, false).clicked();
                });
            });
        });
    if close {
        app.notice = None;
    }
}

/// Makes what lies on top this wide, or as wide as the window allows.
fn set_width(ui: &mut egui::Ui, wanted: f32) {
    ui.set_width(wanted.min(ui.ctx().content_rect().width() - 48.0));
}

fn heading(ui: &mut egui::Ui, text: &str) {
    ui.label(title(text, 16.0));
    ui.add_space(6.0);
}

/// A button that closes; also said by Esc and a click outside.
fn close_ui(app: &App, ui: &mut egui::Ui) -> bool {
    ui.add_space(8.0);
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
        ui.button(app.in_language("閉じる", "Close")).clicked()
    })
    .inner
}

fn palette_ui(
    app: &App,
    ui: &mut egui::Ui,
    words: &mut String,
    at: &mut usize,
    just_opened: bool,
    actions: &mut Vec<Action>,
) -> bool {
    set_width(ui, 480.0);
    let language = app.language();
    let hint = app.in_language("コマンドを入力", "Type a command");
    let edit =
        egui::TextEdit::singleline(words).hint_text(hint.as_str()).desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
    if just_opened {
        response.request_focus();
    }
    let found = find_commands(app, words);
    *at = if response.changed() { 0 } else { (*at).min(found.len().saturating_sub(1)) };
    let (up, down, enter) = ui.input(|input| {
        (
            input.key_pressed(Key::ArrowUp),
            input.key_pressed(Key::ArrowDown),
            input.key_pressed(Key::Enter),
        )
    });
    if down {
        *at = (*at + 1).min(found.len().saturating_sub(1));
    }
    if up {
        *at = at.saturating_sub(1);
    }
    let mut chosen = None;
    // Enter ends a line of text, and so arrives when the text has just lost its focus;
    // while an input method composes, the text keeps it.
    if enter && response.lost_focus() {
        chosen = found.get(*at).copied();
    }
    ui.add_space(4.0);
    egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        for (position, command) in found.iter().enumerate() {
            let shortcut = command.shortcut().map(Shortcut::text).unwrap_or_default();
            let text = format!("{}　{}", command.group().label(language), command.label(language));
            let button = egui::Button::new(text)
                .shortcut_text(shortcut)
                .frame_when_inactive(false)
                .selected(position == *at)
                .min_size(Vec2::new(ui.available_width(), 0.0));
            let button = ui.add(button);
            if position == *at && (up || down) {
                button.scroll_to_me(None);
            }
            if button.clicked() {
                chosen = Some(*command);
            }
        }
        if found.is_empty() {
            ui.weak(app.in_language("該当するコマンドはありません", "No such command"));
        }
    });
    actions.extend(chosen.map(Action::Perform));
    chosen.is_some()
}

/// The commands that hold all words, in either language.
fn find_commands(app: &App, words: &str) -> Vec<Command> {
    let words = fold(words);
    let holds = |command: &Command| {
        let text = Language::ALL.map(|language| fold(command.label(language))).join(" ");
        words.split_whitespace().all(|word| text.contains(word))
    };
    let possible =
        |command: &Command| *command != Command::CommandPalette && is_possible(app, *command);
    Command::ALL.iter().copied().filter(possible).filter(holds).collect()
}

fn keys_ui(app: &App, ui: &mut egui::Ui) -> bool {
    let language = app.language();
    set_width(ui, 640.0);
    heading(ui, Command::Keys.label(language));
    let with_keys =
        |group| Command::of(group).filter_map(|command| Some((command, command.shortcut()?)));
    let height = (ui.ctx().content_rect().height() - 160.0).max(120.0);
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.columns(2, |columns| {
            let (view, others) = Group::ALL.iter().partition(|group| **group == Group::View);
            let sides: [Vec<Group>; 2] = [view, others];
            for (column, groups) in columns.iter_mut().zip(sides) {
                for group in groups {
                    column.add_space(4.0);
                    column.label(
                        egui::RichText::new(group.label(language)).font(font(12.5, Weight::Bold)),
                    );
                    egui::Grid::new(("keys", group)).num_columns(2).spacing([14.0, 3.0]).show(
                        column,
                        |ui| {
                            for (command, shortcut) in with_keys(group) {
                                ui.label(
                                    egui::RichText::new(shortcut.text())
                                        .font(font(12.0, Weight::Bold)),
                                );
                                ui.label(command.label(language));
                                ui.end_row();
                            }
                        },
                    );
                }
            }
        });
        ui.add_space(8.0);
        link_legend_ui(app, ui);
        let mouse = [
            (
                "ホイール：上下に移動　Shift+ホイール：左右に移動",
                "Wheel: scroll. Shift+wheel: scroll sideways.",
            ),
            (
                "Ctrl+ホイール：時間軸の拡大・縮小　Alt+ホイール：行の高さ",
                "Ctrl+wheel: zoom time. Alt+wheel: height of rows.",
            ),
            (
                "Shift+クリック：日程を決めている依存だけ　Ctrl+クリック：選択した施策との間の道筋",
                "Shift+click: driving links only. Ctrl+click: the ways to the selected task.",
            ),
            (
                "ドラッグ：移動　クリック：選択と前後の連鎖　右クリック：メニュー",
                "Drag: pan. Click: select with its chain. Right click: menu.",
            ),
        ];
        for (ja, en) in mouse {
            ui.weak(app.in_language(ja, en));
        }
    });
    close_ui(app, ui)
}

fn refusal_ui(app: &App, ui: &mut egui::Ui, file: &str, diagnostics: &[Diagnostic]) -> bool {
    let language = app.language();
    set_width(ui, 680.0);
    heading(ui, &app.in_language("ファイルを開けません", "The file cannot be opened"));
    ui.weak(file);
    ui.label(app.in_language("今開いている工程表はそのままです。", "What was open stays open."));
    ui.add_space(6.0);
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(100.0, 420.0);
    egui::ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for diagnostic in diagnostics.iter().take(MAX_LISTED) {
            problem_ui(app, ui, diagnostic);
        }
        let more = diagnostics.len().saturating_sub(MAX_LISTED);
        if more > 0 {
            ui.weak(match language {
                Language::Japanese => format!("ほか{more}件"),
                Language::English => format!("and {more} more"),
            });
        }
    });
    close_ui(app, ui)
}

/// What could not be taken of a pasted table, line by line.
fn paste_problems_ui(app: &App, ui: &mut egui::Ui, actions: &mut Vec<Action>) -> bool {
    let language = app.language();
    set_width(ui, 680.0);
    heading(
        ui,
        &app.in_language("貼り付けで読み取れなかったもの", "Not taken from what was pasted"),
    );
    ui.add_space(6.0);
    let problems = &app.paste_problems;
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(100.0, 420.0);
    egui::ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for problem in problems.iter().take(MAX_LISTED) {
            let text = prose(problem.in_words(language));
            ui.add(egui::Label::new(text).wrap().selectable(true));
        }
        let more = problems.len().saturating_sub(MAX_LISTED);
        if more > 0 {
            ui.weak(match language {
                Language::Japanese => format!("ほか{more}件（コピーには含まれます）"),
                Language::English => format!("and {more} more, which a copy has"),
            });
        }
    });
    ui.add_space(6.0);
    if ui.button(app.in_language("一覧をコピー", "Copy the list")).clicked() {
        let lines: Vec<String> = problems.iter().map(|it| it.in_words(language)).collect();
        actions.push(Action::Copy(lines.join("\n")));
    }
    close_ui(app, ui)
}

fn problem_ui(app: &App, ui: &mut egui::Ui, diagnostic: &Diagnostic) {
    let language = app.language();
    let color = match diagnostic.severity {
        crate::model::Severity::Error => ui.visuals().error_fg_color,
        crate::model::Severity::Warning => ui.visuals().warn_fg_color,
    };
    ui.horizontal_top(|ui| {
        let place = diagnostic.position.map_or_else(
            || "―".to_owned(),
            |position| words::position_in_words(position, language),
        );
        ui.allocate_ui(Vec2::new(92.0, 16.0), |ui| {
            ui.set_min_width(92.0);
            ui.colored_label(color, place);
        });
        ui.vertical(|ui| {
            ui.add(egui::Label::new(prose(diagnostic.message(language))).wrap().selectable(true));
            let hint = diagnostic.hint(language);
            if !hint.is_empty() {
                ui.add(egui::Label::new(prose(hint).weak()).wrap());
            }
        });
    });
    ui.add_space(2.0);
}

/// A path typed by hand: where the system can show no dialog, or by choice.
fn path_ui(
    app: &mut App,
    ui: &mut egui::Ui,
    purpose: Purpose,
    path: &mut String,
    just_opened: bool,
) -> bool {
    set_width(ui, 560.0);
    let title = match purpose {
        Purpose::Open => app.in_language("開くファイルのパス", "Path of the file to open"),
        Purpose::Save => app.in_language("保存先のパス", "Path to save to"),
        Purpose::Attach => app.in_language("公式文書テキストのパス", "Path of the official text"),
        Purpose::Svg | Purpose::FigureSvg(_) => {
            app.in_language("SVGの書き出し先のパス", "Path of the SVG picture")
        }
        Purpose::Png => app.in_language("PNGの書き出し先のパス", "Path of the PNG picture"),
        Purpose::FigureCsv(_) => app.in_language("CSVの書き出し先のパス", "Path of the CSV table"),
    };
    heading(ui, &title);
    ui.weak(app.in_language(
        "この環境ではファイル選択の画面を使えないことがあります。パスを直接入力できます。",
        "Where no file dialog is available, type the path here.",
    ));
    ui.add_space(4.0);
    let edit = egui::TextEdit::singleline(path)
        .hint_text("/home/…/plan.roadmap.json")
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &title));
    if just_opened {
        response.request_focus();
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(8.0);
    let mut done = false;
    let typed = PathBuf::from(path.trim());
    if !matches!(purpose, Purpose::Open | Purpose::Attach) && typed.is_file() {
        let text = app.in_language(
            "同じ名前のファイルがあります。OKを押すと置き換えます。",
            "There is a file of this name. OK replaces it.",
        );
        ui.colored_label(ui.visuals().warn_fg_color, text);
    }
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
        let go = ui.add_enabled(!path.trim().is_empty(), egui::Button::new("OK"));
        if (go.clicked() || entered) && !path.trim().is_empty() {
            app.chosen(ui.ctx(), purpose, typed);
            done = true;
        }
        done |= ui.button(app.in_language("キャンセル", "Cancel")).clicked();
    });
    done
}

/// A question with its answers; Esc is none of them, unless one has to be given.
fn question_ui(
    app: &App,
    ui: &mut egui::Ui,
    question: &Question,
    actions: &mut Vec<Action>,
) -> bool {
    set_width(ui, 500.0);
    heading(ui, &question.heading);
    for line in question.text.lines() {
        ui.label(prose(line));
    }
    ui.add_space(10.0);
    let mut done = false;
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
        if !question.is_firm && ui.button(app.in_language("やめる", "Cancel")).clicked() {
            done = true;
        }
        for (nth, (label, action)) in question.choices.iter().enumerate().rev() {
            let mut text = egui::RichText::new(label);
            if nth == 0 {
                text = text.font(font(13.0, Weight::Bold));
            }
            if ui.button(text).clicked() {
                actions.push(action.clone());
                done = true;
            }
        }
    });
    if !done
        && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Enter))
        && let Some((_, action)) = question.choices.first()
    {
        actions.push(action.clone());
        done = true;
    }
    done
}

fn about_ui(app: &App, ui: &mut egui::Ui) -> bool {
    set_width(ui, 460.0);
    heading(ui, &app.in_language("工程表 Koteihyo", "Koteihyo 工程表"));
    ui.label(format!("{} {}", app.in_language("版", "Version"), env!("CARGO_PKG_VERSION")));
    ui.add_space(6.0);
    ui.label(prose(app.in_language(
        "工程表を読み、たどり、見せるための、ネットワーク不要のプログラムです。",
        "Reads, traces and presents roadmaps, without a network.",
    )));
    ui.add_space(6.0);
    ui.label(prose(app.in_language(
        "内蔵の工程表は、デジタル庁「デジタル社会の実現に向けた重点計画」工程表（2021年12月24日）をもとに作成したものです。施策の名称は独自の要約です。",
        "The built-in roadmap is based on the roadmap tables of the Priority Policy Program for Realizing Digital Society (Digital Agency, 24 December 2021). Task names are our own summaries.",
    )).weak());
    ui.label(
        prose(app.in_language(
            "書体：BIZ UDPゴシック（SIL Open Font License 1.1）",
            "Typeface: BIZ UDPGothic (SIL Open Font License 1.1)",
        ))
        .weak(),
    );
    close_ui(app, ui)
}
