//! Problems in words: what each is about, what is wrong, and where that stands.

use super::{DateDoubt, Problem, ProblemGroup};
use crate::model::{Diagnostic, LaneId, Language, Roadmap, TaskId};
use crate::schedule::Schedule;
use crate::time::{FiscalYearStart, Interval, IntervalEnd};
use crate::words;

/// How many members of a cycle are named.
const MAX_MEMBERS: usize = 4;

impl ProblemGroup {
    /// What its problems are called together.
    #[must_use]
    pub const fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Conflicts, Language::Japanese) => "日付と矛盾する依存関係",
            (Self::Conflicts, Language::English) => "Dependencies that the dates break",
            (Self::Cycles, Language::Japanese) => "循環する依存関係",
            (Self::Cycles, Language::English) => "Cycles",
            (Self::FileErrors, Language::Japanese) => "読み込めなかった部分",
            (Self::FileErrors, Language::English) => "Parts of the file left out",
            (Self::IdleLinks, Language::Japanese) => "自分自身への依存・二重の依存",
            (Self::IdleLinks, Language::English) => "Links to oneself, double links",
            (Self::Dates, Language::Japanese) => "疑わしい日付",
            (Self::Dates, Language::English) => "Doubtful dates",
            (Self::Conditions, Language::Japanese) => "一部の日付でだけ成り立つ依存関係",
            (Self::Conditions, Language::English) => "Dependencies that hold for some dates only",
            (Self::FileRemarks, Language::Japanese) => "読み取りについての注記",
            (Self::FileRemarks, Language::English) => "Remarks on how the file was read",
            (Self::EmptyLanes, Language::Japanese) => "施策のないレーン",
            (Self::EmptyLanes, Language::English) => "Empty lanes",
            (Self::NoOwner, Language::Japanese) => "担当の記載がない施策",
            (Self::NoOwner, Language::English) => "Tasks without an owner",
        }
    }

    /// Why they should be looked at.
    #[must_use]
    pub const fn note(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Conflicts, Language::Japanese) => {
                "記載された期間のどの日を取っても成り立ちません"
            }
            (Self::Conflicts, Language::English) => "no day of the stated periods would do",
            (Self::Cycles, Language::Japanese) => {
                "互いの完了を待つため、順序が決まりません。日程の計算からは外しています"
            }
            (Self::Cycles, Language::English) => {
                "none of the tasks can be first; the schedule leaves these links out"
            }
            (Self::FileErrors, Language::Japanese) => "誤りがあるため、工程表に入っていません",
            (Self::FileErrors, Language::English) => "not in the roadmap because of errors",
            (Self::IdleLinks, Language::Japanese) => "日程には何の意味もありません",
            (Self::IdleLinks, Language::English) => "they say nothing about dates",
            (Self::Dates, Language::Japanese) => "開始と終了、または表の列と食い違っています",
            (Self::Dates, Language::English) => {
                "they disagree with themselves or with their column of the table"
            }
            (Self::Conditions, Language::Japanese) => {
                "矛盾ではありませんが、記載された期間の一部は選べません"
            }
            (Self::Conditions, Language::English) => {
                "no contradiction, but a part of the stated periods is ruled out"
            }
            (Self::FileRemarks, Language::Japanese) => "意図どおりに読めたか確かめてください",
            (Self::FileRemarks, Language::English) => "please check that it was meant so",
            (Self::EmptyLanes, Language::Japanese) => "図には現れません",
            (Self::EmptyLanes, Language::English) => "the chart does not show them",
            (Self::NoOwner, Language::Japanese) => "誰が行うか分かりません",
            (Self::NoOwner, Language::English) => "nobody is named for them",
        }
    }
}

/// Says what problems are, in one language.
#[derive(Clone, Copy)]
pub struct ProblemWords<'a> {
    /// The document.
    pub roadmap: &'a Roadmap,
    /// Its schedule, for the members of cycles.
    pub schedule: &'a Schedule,
    /// What was said when it was read.
    pub diagnostics: &'a [Diagnostic],
    /// The language.
    pub language: Language,
}

impl ProblemWords<'_> {
    /// What a problem is about: titles of tasks or lanes, or what a reader says.
    #[must_use]
    pub fn subject(&self, problem: Problem) -> String {
        match problem {
            Problem::Conflict(_) | Problem::DoubleLink(_) => {
                let ends = problem.tasks(self.roadmap, self.schedule, 2);
                let titles: Vec<&str> = ends.iter().map(|task| self.title(*task)).collect();
                titles.join(" → ")
            }
            Problem::Cycle(at) => {
                let members = problem.tasks(self.roadmap, self.schedule, MAX_MEMBERS);
                let titles: Vec<&str> = members.iter().map(|task| self.title(*task)).collect();
                let more = self.schedule.cycles()[at].members.len() - members.len();
                match (self.language, more) {
                    (Language::Japanese, 0) => titles.join("、"),
                    (Language::Japanese, _) => format!("{}、ほか{more}件", titles.join("、")),
                    (Language::English, 0) => titles.join(", "),
                    (Language::English, _) => format!("{} and {more} more", titles.join(", ")),
                }
            }
            Problem::File(at) => self.diagnostics[at].message(self.language).to_owned(),
            Problem::SelfLink(link) => self.title(self.roadmap.dependency(link).from).to_owned(),
            Problem::Date(task, _) | Problem::NoOwner(task) => self.title(task).to_owned(),
            Problem::EmptyLane(lane) => self.lane(lane).to_owned(),
        }
    }

    /// What is wrong, or what to do about what a reader says.
    #[must_use]
    pub fn sentence(&self, problem: Problem) -> String {
        let language = self.language;
        let in_language = |ja: &str, en: &str| match language {
            Language::Japanese => ja.to_owned(),
            Language::English => en.to_owned(),
        };
        match problem {
            Problem::Conflict(conflict) => {
                let link = self.roadmap.dependency(conflict.link);
                words::conflict_in_words(link, conflict.kind, language)
            }
            Problem::Cycle(at) => {
                words::cycle_in_words(self.schedule.cycles()[at].members.len(), language)
            }
            Problem::File(at) => self.diagnostics[at].hint(language).to_owned(),
            Problem::SelfLink(_) => words::self_link_in_words(language).to_owned(),
            Problem::DoubleLink(_) => words::double_link_in_words(language).to_owned(),
            Problem::Date(task, doubt) => {
                let when = self.roadmap.task(task).when;
                date_in_words(when, doubt, self.roadmap.fiscal_year_start, language)
            }
            Problem::EmptyLane(_) => in_language("施策が一つもない", "holds no task"),
            Problem::NoOwner(_) => in_language("担当が書かれていない", "no owner is named"),
        }
    }

    /// Where it stands: the area and the lane of the task that should be looked at, or the
    /// place in the file.
    #[must_use]
    pub fn place(&self, problem: Problem) -> String {
        match problem {
            Problem::File(at) => {
                let position = self.diagnostics[at].position;
                position.map_or_else(String::new, |at| words::position_in_words(at, self.language))
            }
            Problem::EmptyLane(lane) => {
                self.roadmap.lane(lane).parent.map_or_else(String::new, |parent| self.path(parent))
            }
            _ => problem
                .task_to_show(self.roadmap, self.schedule)
                .map_or_else(String::new, |task| self.path(self.roadmap.task(task).lane)),
        }
    }

    fn path(&self, lane: LaneId) -> String {
        let area = self.roadmap.area_of(lane);
        if area == lane {
            self.lane(lane).to_owned()
        } else {
            format!("{} ＞ {}", self.lane(area), self.lane(lane))
        }
    }

    fn title(&self, task: TaskId) -> &str {
        self.roadmap.task(task).title.in_language(self.language)
    }

    fn lane(&self, lane: LaneId) -> &str {
        self.roadmap.lane(lane).title.in_language(self.language)
    }
}

fn date_in_words(
    when: Interval,
    doubt: DateDoubt,
    fiscal: FiscalYearStart,
    language: Language,
) -> String {
    let start = words::stamp_in_words(when.start(), language);
    let in_words = words::interval_in_words(when, language);
    match (doubt, language) {
        (DateDoubt::StartsAfterEnd, _) => {
            let end = match when.end() {
                IntervalEnd::With(end) => words::stamp_in_words(end, language),
                IntervalEnd::Open => String::new(),
            };
            match language {
                Language::Japanese => {
                    format!("開始（{start}）の期間が終了（{end}）より後まで続く")
                }
                Language::English => {
                    format!("the period of its start ({start}) lasts beyond its end ({end})")
                }
            }
        }
        (DateDoubt::OpenMilestone, Language::Japanese) => {
            format!("マイルストーンなのに終わりがない（{in_words}）")
        }
        (DateDoubt::OpenMilestone, Language::English) => {
            format!("a milestone without an end ({in_words})")
        }
        (DateDoubt::OutsideColumn { first, last }, _) => {
            let column = words::days_or_years_in_words((first, last), fiscal, language);
            match language {
                Language::Japanese => format!("表の列は{column}だが、本文では{in_words}"),
                Language::English => {
                    format!("its column of the table stands for {column}, its text says {in_words}")
                }
            }
        }
    }
}
