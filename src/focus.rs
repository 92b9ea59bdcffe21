//! What is lit in the chart: the answer to what somebody asked about a selected task, or one
//! step around the pointer.

use crate::layout::chart::Emphasis;
use crate::model::{DependencyId, Language, Roadmap, TaskId};
use crate::query;
use crate::schedule::{ChainLine, DependencyRole, Graph, Paths, Role, Schedule, Trace};

/// What somebody asked to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The whole chain of a task, both ways.
    Chain(TaskId),
    /// The chain of a task over the links that fix dates.
    Driving(TaskId),
    /// All ways between two tasks; the first is the selected one.
    Paths(TaskId, TaskId),
}

impl Question {
    /// The task that the question is asked from.
    #[must_use]
    pub fn selected(self) -> TaskId {
        match self {
            Self::Chain(task) | Self::Driving(task) | Self::Paths(task, _) => task,
        }
    }

    /// The same question of tasks that have other positions now; `None` if one of them is gone.
    #[must_use]
    pub fn renumbered(self, new: impl Fn(TaskId) -> Option<TaskId>) -> Option<Self> {
        Some(match self {
            Self::Chain(task) => Self::Chain(new(task)?),
            Self::Driving(task) => Self::Driving(new(task)?),
            Self::Paths(one, other) => Self::Paths(new(one)?, new(other)?),
        })
    }

    /// What is asked, in a few words.
    #[must_use]
    pub fn in_words(self, roadmap: &Roadmap, language: Language) -> String {
        let title = |task| roadmap.task(task).title.in_language(language);
        match (self, language) {
            (Self::Chain(task), Language::Japanese) => format!("「{}」の連鎖", title(task)),
            (Self::Chain(task), Language::English) => format!("chain of “{}”", title(task)),
            (Self::Driving(task), Language::Japanese) => {
                format!("「{}」の日程を決める連鎖", title(task))
            }
            (Self::Driving(task), Language::English) => {
                format!("driving chain of “{}”", title(task))
            }
            (Self::Paths(one, other), Language::Japanese) => {
                format!("「{}」と「{}」の間の道筋", title(one), title(other))
            }
            (Self::Paths(one, other), Language::English) => {
                format!("ways between “{}” and “{}”", title(one), title(other))
            }
        }
    }

    /// What a picture says of the colours in which it shows the answer.
    #[must_use]
    pub fn note(self, roadmap: &Roadmap, language: Language) -> String {
        let asked = self.in_words(roadmap, language);
        match (self, language) {
            (Self::Chain(_) | Self::Driving(_), Language::Japanese) => {
                format!("強調：{asked}（実線の枠は先行、破線の枠は後続）")
            }
            (Self::Chain(_) | Self::Driving(_), Language::English) => {
                format!("Lit: {asked} (solid outline: needed for it, dashed: needs it)")
            }
            (Self::Paths(..), Language::Japanese) => format!("強調：{asked}"),
            (Self::Paths(..), Language::English) => format!("Lit: {asked}"),
        }
    }

    /// The query of the filter language that asks the same.
    #[must_use]
    pub fn as_query(self, roadmap: &Roadmap) -> String {
        let id = |task| query::name_as_value(&roadmap.task(task).id);
        match self {
            Self::Chain(task) => format!("chain:{}", id(task)),
            Self::Driving(task) => format!("driving:{}", id(task)),
            Self::Paths(one, other) => format!("between:{},{}", id(one), id(other)),
        }
    }
}

/// The answer to a question, for one state of a document.
pub struct Focus {
    question: Question,
    answer: Answer,
}

enum Answer {
    Trace(Trace),
    Paths {
        paths: Paths,
        /// The tasks of the longest way, by id.
        longest_tasks: Vec<TaskId>,
        /// The dependencies of the longest way, by id.
        longest_links: Vec<DependencyId>,
    },
    /// No way leads from one task to the other.
    NoPath,
}

impl Answer {
    fn of_paths(paths: Option<Paths>) -> Self {
        let Some(paths) = paths else { return Self::NoPath };
        let longest = paths.longest();
        let mut longest_tasks = longest.map_or_else(Vec::new, |longest| longest.tasks.clone());
        let mut longest_links = longest.map_or_else(Vec::new, |longest| longest.links.clone());
        longest_tasks.sort_unstable();
        longest_links.sort_unstable();
        Self::Paths { paths, longest_tasks, longest_links }
    }
}

impl Focus {
    /// Follows the dependencies.
    #[must_use]
    pub fn new(question: Question, graph: &Graph, schedule: &Schedule) -> Self {
        let answer = match question {
            Question::Chain(task) => Answer::Trace(Trace::of(graph, task)),
            Question::Driving(task) => Answer::Trace(Trace::driving(graph, schedule, task)),
            Question::Paths(one, other) => {
                Answer::of_paths(Paths::between(graph, schedule, one, other))
            }
        };
        Self { question, answer }
    }

    /// What was asked.
    #[must_use]
    pub fn question(&self) -> Question {
        self.question
    }

    /// The chain that answers it, unless ways between two tasks were asked for.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        match &self.answer {
            Answer::Trace(trace) => Some(trace),
            Answer::Paths { .. } | Answer::NoPath => None,
        }
    }

    /// The ways that answer it; `None` if there are none or a chain was asked for.
    #[must_use]
    pub fn paths(&self) -> Option<&Paths> {
        match &self.answer {
            Answer::Paths { paths, .. } => Some(paths),
            Answer::Trace(_) | Answer::NoPath => None,
        }
    }

    /// All tasks of the answer; where there is no way, the two that were asked about.
    #[must_use]
    pub fn members(&self) -> Vec<TaskId> {
        match (&self.answer, self.question) {
            (Answer::Trace(trace), _) => {
                let others = trace.predecessors().iter().chain(trace.successors());
                std::iter::once(trace.selected()).chain(others.copied()).collect()
            }
            (Answer::Paths { paths, .. }, _) => paths.tasks().to_vec(),
            (Answer::NoPath, Question::Paths(one, other)) => vec![one, other],
            (Answer::NoPath, question) => vec![question.selected()],
        }
    }

    /// The members in the order of work.
    #[must_use]
    pub fn lines(&self, graph: &Graph, schedule: &Schedule) -> Vec<ChainLine> {
        match &self.answer {
            Answer::Trace(trace) => {
                let is_driving = matches!(self.question, Question::Driving(_));
                trace.lines(graph, &|link| !is_driving || schedule.is_driving(link))
            }
            Answer::Paths { paths, .. } => paths.lines(graph, schedule),
            Answer::NoPath => Vec::new(),
        }
    }

    /// How a task stands to the question.
    #[must_use]
    pub fn emphasis(&self, task: TaskId) -> Emphasis {
        match (&self.answer, self.question) {
            (Answer::Trace(trace), _) => of_role(trace.role(task)).unwrap_or(Emphasis::Faded),
            (_, Question::Paths(one, other)) if task == one || task == other => Emphasis::Selected,
            (Answer::Paths { longest_tasks, .. }, _)
                if longest_tasks.binary_search(&task).is_ok() =>
            {
                Emphasis::LongestPath
            }
            (Answer::Paths { paths, .. }, _) if paths.has_task(task) => Emphasis::Path,
            (Answer::Paths { .. } | Answer::NoPath, _) => Emphasis::Faded,
        }
    }

    /// How a dependency stands to the question.
    #[must_use]
    pub fn link_emphasis(&self, roadmap: &Roadmap, link: DependencyId) -> Emphasis {
        match &self.answer {
            Answer::Trace(trace) => {
                of_link_role(trace.dependency_role(roadmap, link)).unwrap_or(Emphasis::Faded)
            }
            Answer::Paths { longest_links, .. } if longest_links.binary_search(&link).is_ok() => {
                Emphasis::LongestPath
            }
            Answer::Paths { paths, .. } if paths.has_link(link) => Emphasis::Path,
            Answer::Paths { .. } | Answer::NoPath => Emphasis::Faded,
        }
    }
}

/// One step each way around the task under the pointer. What has nothing to do with it stays
/// as it is: a chart that faded with every movement of the pointer would flicker.
pub struct Hover {
    trace: Trace,
}

impl Hover {
    /// The neighbours of a task.
    #[must_use]
    pub fn new(task: TaskId, graph: &Graph) -> Self {
        Self { trace: Trace::neighbours(graph, task) }
    }

    /// The task under the pointer.
    #[must_use]
    pub fn task(&self) -> TaskId {
        self.trace.selected()
    }

    /// How a task stands to it; the task itself only gets an outline.
    #[must_use]
    pub fn emphasis(&self, task: TaskId) -> Emphasis {
        match self.trace.role(task) {
            Some(Role::Selected) => Emphasis::Plain,
            role => of_role(role).unwrap_or(Emphasis::Plain),
        }
    }

    /// How a dependency stands to it; `None` if it has nothing to do with it.
    #[must_use]
    pub fn link_emphasis(&self, roadmap: &Roadmap, link: DependencyId) -> Option<Emphasis> {
        of_link_role(self.trace.dependency_role(roadmap, link))
    }
}

fn of_role(role: Option<Role>) -> Option<Emphasis> {
    Some(match role? {
        Role::Selected => Emphasis::Selected,
        Role::Predecessor { .. } => Emphasis::Needs,
        Role::Successor { .. } => Emphasis::NeededBy,
    })
}

fn of_link_role(role: Option<DependencyRole>) -> Option<Emphasis> {
    Some(match role? {
        DependencyRole::Needs => Emphasis::Needs,
        DependencyRole::NeededBy => Emphasis::NeededBy,
    })
}
