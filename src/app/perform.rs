//! Carries out commands: the only place that changes the session.

use super::session::{Direction, MAX_ROW_SCALE, Reach};
use super::{Action, App, Command, Look};
use crate::focus::Question;
use crate::layout::chart::{LinkBases, LinkStyle};
use crate::layout::{Mode, TimeAxis};
use crate::model::{LaneId, Language, TaskId, TaskKind};
use crate::query;
use crate::store::{LanguageSetting, ThemeSetting};
use crate::time::Day;
use crate::words;
use std::collections::BTreeSet;

const ZOOM_STEP: f64 = 1.25;
const INTERFACE_STEP: f32 = 0.1;

impl App {
    /// Carries out what a panel asked for.
    pub(super) fn act(&mut self, ctx: &egui::Context, action: Action) {
        let replaces = match &action {
            Action::OpenFile(_) => true,
            Action::Perform(command) => command.replaces_document(),
            _ => false,
        };
        if replaces && self.asks_before(&action) {
            return;
        }
        match action {
            Action::Perform(command) => self.perform(ctx, command),
            Action::Select { task, reveal } => {
                if reveal {
                    self.session.reveal(task);
                    self.take_search_from_filter();
                }
                self.session.select(Some(task));
                if reveal {
                    self.canvas.scroll_to(task);
                }
            }
            Action::Ask(question) => self.session.ask(Some(question)),
            Action::Show(task) => {
                if !self.session.matches().is_shown(task) {
                    self.reveal_chain();
                }
                self.session.unfold_to(task);
                self.canvas.scroll_to(task);
            }
            Action::ShowLane(lane) => self.show_lane(lane),
            Action::ZoomToRow { row, below_header_pt } => {
                self.canvas.zoom_to_row(&mut self.session, row, below_header_pt);
            }
            Action::BackTo(depth) => self.back_to(depth),
            Action::RevealNeighbours(task) => self.reveal_neighbours(task),
            Action::Deselect => self.session.select(None),
            Action::ToggleFold(key) => {
                let folded = self.session.folded().contains(&key);
                self.session.set_folded(key, !folded);
            }
            Action::ToggleFacet(value) => {
                let language = self.language();
                let session = &self.session;
                let text = session.filter().toggled(value, language, &session.query_context());
                self.search_for(&text);
            }
            Action::ClearFacet(facet) => {
                let text = self.session.filter().without_facet(facet);
                self.search_for(&text);
            }
            Action::Search(text) => self.search_for(&text),
            Action::ClearFilter => {
                self.session.forget_crumbs();
                self.search_for("");
            }
            Action::ToggleQuery(wanted) => {
                let language = self.language();
                let session = &self.session;
                let text = session.filter().narrowed(&wanted, language, &session.query_context());
                self.go_on_to(&text);
            }
            Action::AskSave(purpose) => self.ask_save(ctx, purpose),
            Action::OpenFile(path) => self.open_path(ctx, path),
            Action::CancelOpening => self.cancel_opening(),
            Action::CancelWriting(path) => self.files.cancel_writing(&path),
            Action::CancelArranging => self.cancel_arranging(),
            Action::SetStatusDate(day) => self.session.set_progress_day(Some(day)),
            Action::TypeStatusDate => self.status_date.focus(),
            Action::Copy(text) => ctx.copy_text(text),
            Action::View(action) => self.act_on_view(action),
            Action::Change(change) => self.change(*change),
            Action::SaveThen(action) => self.save_then(ctx, action),
            Action::GiveUpThen(action) => self.give_up_then(ctx, *action),
            Action::SaveTo(path) => self.save(ctx, path, false),
            Action::SaveEmpty(path) => self.save(ctx, path, true),
            Action::MergeFile(path) => self.merge_with_file(ctx, path),
            Action::Recover => self.recover(ctx),
            Action::RecoverLater => self.recover_later(),
            Action::DiscardLeft => self.discard_left(),
            Action::Settle(choices) => self.settle(&choices),
            Action::ShowPasteProblems => self.overlays.open_paste_problems(),
            Action::EditCell(task, column) => {
                if self.is_editing() && self.session.is_numbered_as_shown() {
                    self.edit_cell(task, column);
                }
            }
            Action::Pick(tasks) => self.session.pick(tasks),
            Action::TogglePick(task) => self.session.toggle_pick(task),
        }
    }

    /// Carries out a command.
    pub fn perform(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::Open => self.ask_open(ctx),
            Command::OpenPath => self.overlays.ask_path(super::files::Purpose::Open),
            Command::OpenBuiltIn => self.open_built_in(),
            Command::SaveAs => {
                self.forget_what_follows();
                self.ask_save(ctx, super::files::Purpose::Save);
            }
            Command::AttachOfficial => self.ask_attach(ctx),
            Command::ExportSvg => self.ask_save(ctx, super::files::Purpose::Svg),
            Command::ExportPng => self.ask_save(ctx, super::files::Purpose::Png),
            Command::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Command::Swimlanes => self.session.set_mode(Mode::Swimlanes),
            Command::Gantt => self.session.set_mode(Mode::Gantt),
            Command::GroupByLanes
            | Command::GroupByArea
            | Command::GroupByOwner
            | Command::GroupByKind
            | Command::GroupByChapter
            | Command::GroupByYear
            | Command::GroupByStatus
            | Command::SortByDocument
            | Command::SortByStart
            | Command::SortByEnd
            | Command::SortByFloat
            | Command::SortByTitle
            | Command::ColorByArea
            | Command::ColorByOwner
            | Command::ColorByStatus
            | Command::ColorByCriticality
            | Command::ColorByKind => self.set_look(command.look()),
            Command::Views => self.views.open(ctx),
            Command::SaveView => self.views.ask_name(ctx),
            Command::ZoomIn => self.zoom(ZOOM_STEP),
            Command::ZoomOut => self.zoom(1.0 / ZOOM_STEP),
            Command::ZoomReset => self.fit_time(1.0),
            Command::FitAll => self.fit_all(),
            Command::FitSelection => self.fit_selection(),
            Command::GoToToday => self.go_to_today(),
            Command::ShowYears => self.show_unit(20.0 / 365.0 * 6.0),
            Command::ShowQuarters => self.show_unit(60.0 / 91.0),
            Command::ShowMonths => self.show_unit(48.0 / 30.0),
            Command::FoldAll => self.session.fold_all(true),
            Command::UnfoldAll => self.session.fold_all(false),
            Command::LinksHidden => self.session.set_link_style(LinkStyle::Hidden),
            Command::LinksThin => self.session.set_link_style(LinkStyle::Thin),
            Command::LinksFull => self.session.set_link_style(LinkStyle::Full),
            Command::LinksOfRow => self.toggle_bases(|bases| bases.row = !bases.row),
            Command::LinksStated => self.toggle_bases(|bases| bases.stated = !bases.stated),
            Command::LinksInferred => self.toggle_bases(|bases| bases.inferred = !bases.inferred),
            Command::ToggleFacets => self.settings.facets = !self.settings.facets,
            Command::ToggleInspector => self.settings.inspector = !self.settings.inspector,
            Command::ToggleInsights => self.toggle_insights(ctx),
            Command::ToggleOverview => self.settings.overview = !self.settings.overview,
            Command::ToggleLoad => self.settings.load = !self.settings.load,
            Command::ToggleChain => {
                self.settings.chain = !self.settings.chain;
                // Both stand below the chart, and two would leave it no room.
                self.settings.problems = false;
                if let Some(task) = self.session.selected() {
                    self.canvas.scroll_to(task);
                }
            }
            Command::ToggleProblems => {
                self.settings.problems = !self.settings.problems;
                self.settings.chain = false;
            }
            Command::ToggleConflicts => {
                self.conflicts.is_open = !self.conflicts.is_open && self.conflicts.count() > 0;
            }
            Command::ShowCritical => {
                let shows = !self.session.shows_critical();
                self.session.show_critical(shows);
            }
            Command::ShowFloat => {
                let shows = !self.session.shows_float();
                self.session.show_float(shows);
            }
            Command::ShowProgressLine => {
                let day = self.session.progress_day().is_none();
                let day = day.then(|| self.session.usual_progress_day(self.today));
                self.session.set_progress_day(day);
            }
            Command::FollowChain => self.ask_of_selected(Question::Chain),
            Command::FollowDriving => self.ask_of_selected(Question::Driving),
            Command::Isolate => self.isolate(),
            Command::RevealChain => self.reveal_chain(),
            Command::Back => self.back_to(self.session.crumbs().len().saturating_sub(1)),
            Command::CopyChain => {
                let table = super::panels::chain_as_table(self);
                ctx.copy_text(table);
            }
            Command::SetGoal => self.session.set_goal(self.session.selected()),
            Command::ClearGoal => self.session.set_goal(None),
            Command::Japanese => self.set_language(LanguageSetting::Ja),
            Command::English => self.set_language(LanguageSetting::En),
            Command::ThemeLight => self.set_theme(ctx, ThemeSetting::Light),
            Command::ThemeDark => self.set_theme(ctx, ThemeSetting::Dark),
            Command::ThemeSystem => self.set_theme(ctx, ThemeSetting::System),
            Command::LargerInterface => self.set_interface_zoom(ctx, INTERFACE_STEP),
            Command::SmallerInterface => self.set_interface_zoom(ctx, -INTERFACE_STEP),
            Command::ResetInterface => {
                let change = 1.0 - self.settings.zoom;
                self.set_interface_zoom(ctx, change);
            }
            Command::FullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(!full));
            }
            Command::Find => self.wants_search_focus = true,
            Command::ClearFilter => self.act(ctx, Action::ClearFilter),
            Command::StepBack => self.step_back(ctx),
            Command::SelectEarlier => self.move_selection(Direction::Earlier),
            Command::SelectLater => self.move_selection(Direction::Later),
            Command::SelectUp => self.move_selection(Direction::Up(1)),
            Command::SelectDown => self.move_selection(Direction::Down(1)),
            Command::SelectFirst => self.move_selection(Direction::First),
            Command::SelectLast => self.move_selection(Direction::Last),
            Command::PageUp => self.page(ctx, -1.0),
            Command::PageDown => self.page(ctx, 1.0),
            Command::ShowInInspector => self.settings.inspector = true,
            Command::New => self.new_document(),
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::ToggleHistory => self.settings.history = !self.settings.history,
            Command::ToggleEditing => self.settings.editing = !self.settings.editing,
            Command::Properties => self.shows_properties = !self.shows_properties,
            Command::NewTask => self.new_task(TaskKind::Task),
            Command::NewMilestone => self.new_task(TaskKind::Milestone),
            Command::NewLane => self.new_lane(),
            Command::Rename => self.rename_selected(),
            Command::Duplicate => self.duplicate_selected(),
            Command::Cut => self.cut_selection(ctx),
            Command::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Command::Delete => self.delete_selected(),
            Command::LinkSelected => self.link_selected(),
            Command::MoveEarlier => self.nudge(-1, false),
            Command::MoveLater => self.nudge(1, false),
            Command::MoveEarlierWithAll => self.nudge(-1, true),
            Command::MoveLaterWithAll => self.nudge(1, true),
            Command::MoveUp => self.move_by_row(false),
            Command::MoveDown => self.move_by_row(true),
            Command::SelectAll => self.select_all(),
            Command::ExtendEarlier => self.extend_selection(Direction::Earlier),
            Command::ExtendLater => self.extend_selection(Direction::Later),
            Command::ExtendUp => self.extend_selection(Direction::Up(1)),
            Command::ExtendDown => self.extend_selection(Direction::Down(1)),
            Command::Save => {
                self.forget_what_follows();
                self.save_in_place(ctx);
            }
            Command::Restore => self.open_restore(),
            Command::CopySelection => {
                self.copy_selection(ctx);
            }
            Command::CommandPalette => self.overlays.open_palette(),
            Command::Keys => self.overlays.open_keys(),
            Command::About => self.overlays.open_about(),
        }
    }

    /// A task as lines of text: title, dates, owners, id.
    pub(super) fn task_as_text(&self, task: TaskId) -> String {
        let language = self.language();
        let roadmap = self.session.roadmap();
        let record = roadmap.task(task);
        let owners: Vec<_> =
            record.owners.iter().map(|owner| roadmap.shown_owner(*owner, language)).collect();
        let mut text = format!(
            "{}\n{}\n{}",
            record.title.in_language(language),
            roadmap.lane(record.lane).title.in_language(language),
            words::interval_in_words(record.when, language),
        );
        if !owners.is_empty() {
            text.push('\n');
            text.push_str(&owners.join(if language == Language::Japanese { "、" } else { ", " }));
        }
        text
    }

    fn toggle_bases(&mut self, toggle: impl FnOnce(&mut LinkBases)) {
        let mut bases = self.session.link_bases();
        toggle(&mut bases);
        self.session.set_link_bases(bases);
    }

    /// Filters by a text; if it cannot be read the last filter stays, and the field says why.
    fn search_for(&mut self, text: &str) {
        let outcome = self.session.set_query(text);
        self.search.set(text, outcome.err());
        self.canvas.keep_in_range(&mut self.session);
    }

    /// Filters by another text and remembers the filter before; if that is what the text leads
    /// back to, this is a way back.
    fn go_on_to(&mut self, text: &str) {
        if self.session.crumbs().last().is_some_and(|crumb| crumb.query == text) {
            self.back_to(self.session.crumbs().len() - 1);
        } else if text != self.session.filter().query().text() {
            self.session.leave_crumb(None);
            self.search_for(text);
        }
    }

    /// Writes the filter in force into the search field.
    pub(super) fn take_search_from_filter(&mut self) {
        let text = self.session.filter().query().text();
        if text != self.search.text() {
            let text = text.to_owned();
            self.search.set(&text, None);
        }
    }

    /// Shows or hides the figures. Where the details of the selected task would stand in
    /// their place, the selection makes way.
    fn toggle_insights(&mut self, ctx: &egui::Context) {
        self.settings.insights = !self.settings.insights;
        let is_narrow = ctx.content_rect().width() < super::NARROW_WINDOW_PT;
        if self.settings.insights && is_narrow {
            self.session.select(None);
        }
    }

    fn set_look(&mut self, look: Option<Look>) {
        match look {
            Some(Look::Group(grouping)) => self.session.set_grouping(grouping),
            Some(Look::Sort(sorting)) => self.session.set_sorting(sorting),
            Some(Look::Color(coloring)) => self.session.set_coloring(coloring),
            None => {}
        }
        self.canvas.keep_in_range(&mut self.session);
    }

    fn zoom(&mut self, factor: f64) {
        self.session.view.reach = Reach::Free;
        let middle = self.canvas.body_width() / 2.0;
        self.session.view.axis = self.session.view.axis.zoomed(factor, middle);
    }

    /// All years in the width of the body, rows at a scale.
    fn fit_time(&mut self, row_scale: f32) {
        self.session.view.reach = Reach::Everything;
        self.session.view.row_scale = row_scale;
        self.canvas.keep_in_range(&mut self.session);
    }

    /// Everything on one screen.
    fn fit_all(&mut self) {
        let height = self.session.rows().height.max(1) as f32;
        let scale = (self.canvas.body_height() / height).min(1.0);
        self.session.view.scroll_pt = 0.0;
        self.fit_time(scale.min(MAX_ROW_SCALE));
    }

    /// The selected task with its chain in the width of the body.
    fn fit_selection(&mut self) {
        let Some(selected) = self.session.selected() else { return };
        let fiscal = self.session.roadmap().fiscal_year_start;
        let when = self.session.roadmap().task(selected).when;
        let first = when.first_day(fiscal);
        let last = when.last_day(fiscal).unwrap_or_else(|| when.start().last_day(fiscal));
        self.session.view.reach = Reach::Free;
        let margin = (last.number() - first.number()) / 8 + 10;
        let (first, last) = (first.plus_days(-margin), last.plus_days(margin));
        self.session.view.axis = TimeAxis::fit(first, last, self.canvas.body_width());
        self.canvas.scroll_to(selected);
    }

    fn go_to_today(&mut self) {
        self.center_on(self.today);
    }

    fn center_on(&mut self, day: Day) {
        self.session.view.reach = Reach::Free;
        let axis = &mut self.session.view.axis;
        let half = f64::from(self.canvas.body_width()) / 2.0 / axis.pt_per_day;
        axis.left_day = f64::from(day.number()) - half;
    }

    /// Zooms to a number of points per day around the middle of the view.
    fn show_unit(&mut self, pt_per_day: f64) {
        let factor = pt_per_day / self.session.view.axis.pt_per_day;
        self.zoom(factor);
    }

    fn set_theme(&mut self, ctx: &egui::Context, theme: ThemeSetting) {
        self.settings.theme = theme;
        super::theme::choose(ctx, theme);
    }

    fn set_interface_zoom(&mut self, ctx: &egui::Context, change: f32) {
        let zoom = ((self.settings.zoom + change) * 10.0).round() / 10.0;
        self.settings.zoom = zoom.clamp(0.5, 3.0);
        ctx.set_zoom_factor(self.settings.zoom);
    }

    /// Closes what is on top, else drops the selection, else the filter.
    fn step_back(&mut self, ctx: &egui::Context) {
        if self.canvas.cancel_gesture(&mut self.session) {
            // What was dragged is back where it was.
        } else if self.files.opening().is_some() {
            self.cancel_opening();
        } else if self.session.arranging_for().is_some() {
            self.cancel_arranging();
        } else if self.shows_properties {
            self.shows_properties = false;
        } else if self.session.selection_count() > 0 {
            self.session.select(None);
        } else if self.session.filter().is_active() {
            self.act(ctx, Action::ClearFilter);
        } else if self.notice.is_some() {
            self.notice = None;
        }
    }

    /// Scrolls to where a lane stands or, if nothing is in it, would stand: behind what comes
    /// before it in the document.
    fn show_lane(&mut self, lane: LaneId) {
        let roadmap = self.session.roadmap();
        let distance = |task: &TaskId| {
            let at = roadmap.task(*task).lane.index();
            (at > lane.index(), at.abs_diff(lane.index()))
        };
        if let Some(task) = roadmap.task_ids().min_by_key(distance) {
            self.session.reveal(task);
            self.take_search_from_filter();
            self.canvas.scroll_to(task);
        }
    }

    /// Leaves what is shown as it is, and the search field with it.
    fn cancel_arranging(&mut self) {
        self.session.cancel_arranging();
        self.take_search_from_filter();
    }

    fn ask_of_selected(&mut self, question: fn(TaskId) -> Question) {
        if let Some(task) = self.session.selected() {
            self.session.ask(Some(question(task)));
        }
    }

    /// Shows what is lit and nothing else, and remembers the way back.
    fn isolate(&mut self) {
        let Some(question) = self.session.question() else { return };
        let query = question.as_query(self.session.roadmap());
        if query != self.session.filter().query().text() {
            self.session.leave_crumb(Some(question));
            self.search_for(&query);
        }
    }

    /// Shows, beside what the filter lets through, all of what is lit.
    fn reveal_chain(&mut self) {
        let Some(question) = self.session.question() else { return };
        let query = question.as_query(self.session.roadmap());
        let present = self.session.filter().query().to_string();
        self.session.leave_crumb(None);
        self.search_for(&format!("({present}) OR {query}"));
    }

    /// Shows, beside what the filter lets through, what a task is directly linked with.
    fn reveal_neighbours(&mut self, task: TaskId) {
        let (roadmap, graph) = (self.session.roadmap(), self.session.graph());
        let links = graph.predecessors(task).chain(graph.successors(task));
        let others = links.map(|(_, other)| other);
        let hidden = others.filter(|other| !self.session.matches().is_shown(*other));
        let hidden: BTreeSet<_> = hidden.collect();
        let ids: Vec<_> =
            hidden.iter().map(|task| query::name_as_value(&roadmap.task(*task).id)).collect();
        if !ids.is_empty() {
            let present = self.session.filter().query().to_string();
            self.session.leave_crumb(None);
            self.search_for(&format!("({present}) OR id:({})", ids.join(" OR ")));
        }
        self.session.select(Some(task));
        self.canvas.scroll_to(task);
    }

    fn back_to(&mut self, depth: usize) {
        if let Some(query) = self.session.take_crumb(depth) {
            self.search_for(&query);
        }
    }

    fn move_selection(&mut self, direction: Direction) {
        if let Some(task) = self.session.neighbour(direction) {
            self.session.select(Some(task));
            self.canvas.scroll_to(task);
        }
    }

    fn page(&mut self, _ctx: &egui::Context, pages: f64) {
        let step = f64::from(self.canvas.body_height()) * 0.9 * pages;
        self.session.view.scroll_pt += step;
        self.canvas.keep_in_range(&mut self.session);
    }

    /// A sentence in the language of the interface.
    pub(super) fn in_language(&self, ja: &str, en: &str) -> String {
        match self.language() {
            Language::Japanese => ja.to_owned(),
            Language::English => en.to_owned(),
        }
    }
}
