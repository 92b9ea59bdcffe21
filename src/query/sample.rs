//! Small roadmaps for the tests of this module.

use super::{FacetValue, Facts, Filter, Matches, Query, QueryContext, SearchIndex, evaluate};
use crate::model::{
    Chapter, Dependency, DependencyBasis, Document, DocumentId, Extra, Lane, LaneId, Language,
    Name, OwnerId, Place, Roadmap, Source, TagId, Task, TaskBasis, TaskId, TaskKind, TaskStatus,
    Text,
};
use crate::schedule::Graph;
use crate::time::{FiscalYearStart, Interval};
use proptest::prelude::*;

/// Two areas, one of them with a measure of its own; five tasks and four dependencies.
pub(crate) fn roadmap() -> Roadmap {
    let mut roadmap = Roadmap::default();
    add_document(&mut roadmap, &[("理念", 1, 1), ("戦略", 2, 4), ("施策", 5, 22)]);
    add_name(&mut roadmap, "デジタル庁", Text::new("デジタル庁 DA2021", "Digital Agency"));
    add_name(&mut roadmap, "法令", Text::only(Language::English, "Legislation"));
    // The measure stands before its area.
    add_lane(&mut roadmap, Text::new("在留カード", "Residence card"), Some(2));
    add_lane(&mut roadmap, Text::new("クラウド", "Cloud"), None);
    add_lane(&mut roadmap, Text::new("マイナンバーカード", "My Number Card"), None);

    let build = Text::new("ガバメントクラウドの整備", "Build the Government Cloud");
    add_task(&mut roadmap, "cloud.build", 1, build, "FY2022", &["デジタル庁"]);
    let migration = Text::new("ガバメントクラウドへの移行", "Move local systems");
    let owners = ["デジタル庁", "総務省", "デジタル庁"];
    add_task(&mut roadmap, "cloud.move", 1, migration, "FY2022/FY2024", &owners);
    let study = Text::new("検討", "Study");
    add_task(&mut roadmap, "card.study", 2, study, "FY2019", &["デジタル庁"]);
    add_task(
        &mut roadmap,
        "card.bill",
        0,
        Text::new("法案提出", "Submit the bill"),
        "FY2021/FY2022",
        &["法務省"],
    );
    add_task(&mut roadmap, "card.issue", 0, Text::new("交付", "Issue"), "2023-04/..", &[]);

    roadmap.tasks[3].tags = [TagId::from_index(roadmap.tags.intern("法令"))].into();
    roadmap.tasks[4].rare = Text::only(Language::Japanese, "令和５年１月～").into();
    roadmap.tasks[4].basis = TaskBasis::Text;
    roadmap.tasks[4].kind = TaskKind::Milestone;
    roadmap.tasks[2].status = TaskStatus::Done;
    for (task, table) in [(0, 6), (2, 2), (3, 2)] {
        roadmap.tasks[task].source = Some(source(Some(table)));
    }
    roadmap.tasks[4].source = Some(source(None));
    for (from, to) in [(0, 1), (2, 3), (3, 4), (0, 3)] {
        roadmap.dependencies.push(dependency(from, to));
    }
    roadmap
}

/// A roadmap with all that a query can be asked of.
pub(crate) struct Asked<'a> {
    pub roadmap: &'a Roadmap,
    pub graph: Graph,
    pub index: SearchIndex,
    pub facts: Facts,
}

impl<'a> Asked<'a> {
    pub fn new(roadmap: &'a Roadmap) -> Self {
        Self {
            roadmap,
            graph: Graph::new(roadmap),
            index: SearchIndex::new(roadmap),
            facts: Facts::default(),
        }
    }

    pub fn ctx(&self) -> QueryContext<'_> {
        let Self { roadmap, graph, index, facts } = self;
        QueryContext { roadmap, graph, index, facts }
    }

    #[track_caller]
    pub fn filter(&self, text: &str) -> Filter {
        let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        Filter::new(query, &self.ctx()).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    #[track_caller]
    pub fn matches(&self, text: &str) -> Matches {
        evaluate(&self.filter(text), &self.ctx())
    }

    /// The ids of the tasks that a text lets through.
    #[track_caller]
    pub fn shown(&self, text: &str) -> Vec<&str> {
        self.matches(text).tasks().map(|task| &*self.roadmap.task(task).id).collect()
    }

    /// A text with a value toggled, and then another.
    pub fn toggled(&self, text: &str, values: &[FacetValue]) -> String {
        values.iter().fold(text.to_owned(), |text, &value| {
            self.filter(&text).toggled(value, Language::Japanese, &self.ctx())
        })
    }
}

/// What a value is called in the tests.
pub(crate) fn label(value: FacetValue, roadmap: &Roadmap) -> String {
    match value {
        FacetValue::Area(lane) => roadmap.lane(lane).title.in_language(Language::Japanese).into(),
        FacetValue::Owner(owner) => roadmap.owners.word(owner.index()).into(),
        FacetValue::NoOwner | FacetValue::NoChapter | FacetValue::NoTable => "none".into(),
        FacetValue::Kind(kind) => kind.word().into(),
        FacetValue::Status(status) => status.word().into(),
        FacetValue::Tag(tag) => roadmap.tags.word(tag.index()).into(),
        FacetValue::FiscalYear(year) => year.to_string(),
        FacetValue::Precision(precision) => format!("{precision:?}"),
        FacetValue::Chapter { document, chapter } => {
            let chapter = &roadmap.documents[document.index()].chapters[chapter];
            chapter.title.in_language(Language::Japanese).into()
        }
        FacetValue::Table { table, .. } => table.to_string(),
        FacetValue::Basis(basis) => basis.word().into(),
    }
}

/// Up to 20 tasks in a tree of five lanes with few different values, so that many coincide.
pub(crate) fn any_roadmap() -> impl Strategy<Value = Roadmap> {
    let task = (
        (0..5usize, 0..8usize, "[aあ]{0,2}"),
        (
            prop::bool::ANY,
            0..3usize,
            0..TaskStatus::ALL.len(),
            prop::option::of(prop::option::of(1..5u32)),
        ),
        prop::collection::vec(0..3usize, 0..3),
        prop::collection::vec(0..3usize, 0..3),
    );
    prop::collection::vec(task, 0..20).prop_map(|tasks| {
        let mut roadmap = Roadmap::default();
        add_document(&mut roadmap, &[("あ", 1, 2), ("a", 4, 4)]);
        for (title, parent) in
            [("あa", Some(3)), ("か", Some(0)), ("b", None), ("ア", None), ("庁", Some(2))]
        {
            add_lane(&mut roadmap, Text::only(Language::Japanese, title), parent);
        }
        let whens = [
            "FY2021",
            "FY2023/FY2024",
            "2023-01/..",
            "FY2021/FY2025",
            "2018",
            "2021-04-01",
            "2020-Q1/2023-12-early",
            "FY2018/..",
        ];
        for ((lane, when, id), (milestone, basis, status, table), owners, tags) in tasks {
            let owners: Vec<_> = owners.iter().map(|&owner| ["あ庁", "a", "bか"][owner]).collect();
            add_task(&mut roadmap, &id, lane, Text::default(), whens[when], &owners);
            let tags = tags.iter().map(|&tag| roadmap.tags.intern(["ア", "c", "庁"][tag]));
            let tags = tags.map(TagId::from_index).collect();
            let task = roadmap.tasks.last_mut().unwrap();
            task.tags = tags;
            task.kind = if milestone { TaskKind::Milestone } else { TaskKind::Task };
            task.basis = TaskBasis::ALL[basis];
            task.status = TaskStatus::ALL[status];
            task.source = table.map(source);
        }
        roadmap
    })
}

/// Adds a document with chapters: their titles, first and last tables.
fn add_document(roadmap: &mut Roadmap, chapters: &[(&str, u32, u32)]) {
    let chapter = |&(title, first_table, last_table): &(&str, u32, u32)| Chapter {
        title: Text::only(Language::Japanese, title),
        first_table,
        last_table,
        extra: Extra::default(),
    };
    roadmap.documents.push(Document {
        id: "2021-12".into(),
        title: Text::new("重点計画", "Priority plan"),
        date: None,
        publisher: Text::default(),
        file: None,
        chapters: chapters.iter().map(chapter).collect(),
        extra: Extra::default(),
    });
}

fn add_name(roadmap: &mut Roadmap, name: &str, title: Text) {
    roadmap.names.push(Name { name: name.into(), title, extra: Extra::default() });
}

fn add_lane(roadmap: &mut Roadmap, title: Text, parent: Option<usize>) {
    let id = format!("lane-{}", roadmap.lanes.len()).into();
    let parent = parent.map(LaneId::from_index);
    roadmap.lanes.push(Lane { id, title, parent, color: None, extra: Extra::default() });
}

fn add_task(
    roadmap: &mut Roadmap,
    id: &str,
    lane: usize,
    title: Text,
    when: &str,
    owners: &[&str],
) {
    let owners = owners.iter().map(|owner| OwnerId::from_index(roadmap.owners.intern(owner)));
    let owners = owners.collect();
    let when = Interval::parse(when, FiscalYearStart::APRIL).unwrap();
    let task = Task::new(id, LaneId::from_index(lane), title, when);
    roadmap.tasks.push(Task { owners, basis: TaskBasis::Column, ..task });
}

fn source(table: Option<u32>) -> Source {
    Place { table, ..Place::of(DocumentId::from_index(0)) }.into()
}

pub(crate) fn dependency(from: usize, to: usize) -> Dependency {
    let link = Dependency::new(TaskId::from_index(from), TaskId::from_index(to));
    Dependency { basis: DependencyBasis::Row, ..link }
}
