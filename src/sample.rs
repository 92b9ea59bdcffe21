//! Made-up roadmaps of any size, to try and to measure the program with.
//!
//! The same request gives the same roadmap on every machine.

use crate::model::{
    Dependency, DependencyBasis, DependencyType, Document, DocumentId, Extra, Lane, LaneId,
    Language, Name, OwnerId, Place, Roadmap, TagId, Task, TaskId, TaskKind, TaskStatus, Text,
};
use crate::time::{Day, FiscalYearStart, Interval, IntervalEnd, Precision, Stamp};
use std::collections::HashSet;

/// How large a roadmap is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleRequest {
    /// The number of tasks.
    pub tasks: usize,
    /// The number of dependencies. There are fewer where so few tasks cannot have as many.
    pub dependencies: usize,
    /// The number of lanes, areas included; at least one.
    pub lanes: usize,
    /// Another seed gives another roadmap.
    pub seed: u64,
}

impl SampleRequest {
    /// As many dependencies as tasks, and lanes of about a hundred tasks.
    #[must_use]
    pub const fn of(tasks: usize) -> Self {
        Self { tasks, dependencies: tasks, lanes: tasks / 100 + 1, seed: 1 }
    }
}

/// Makes a roadmap: a tree of lanes, tracks in which tasks follow each other over ten years,
/// known to the day, the year or anything between, and links along tracks and across them, which
/// form no cycle.
#[must_use]
pub fn generate(request: &SampleRequest) -> Roadmap {
    let mut roadmap = Roadmap {
        title: Text::new("見本の工程表", "Sample roadmap"),
        documents: vec![document()],
        names: names(),
        ..Roadmap::default()
    };
    let mut random = Random(request.seed);
    let leaves = add_lanes(&mut roadmap, request.lanes.max(1));
    for (nth, &lane) in leaves.iter().enumerate() {
        let [first, end] = [nth, nth + 1].map(|nth| nth * request.tasks / leaves.len());
        add_tasks(&mut roadmap, lane, end - first, &mut random);
    }
    add_dependencies(&mut roadmap, request.dependencies, &mut random);
    roadmap
}

const OWNERS: [(&str, &str); 16] = [
    ("企画課", "Planning"),
    ("情報課", "IT"),
    ("財務課", "Finance"),
    ("福祉課", "Welfare"),
    ("教育課", "Education"),
    ("防災課", "Disaster response"),
    ("税務課", "Tax"),
    ("窓口課", "Front desk"),
    ("道路課", "Roads"),
    ("水道局", "Waterworks"),
    ("消防本部", "Fire service"),
    ("図書館", "Library"),
    ("病院", "Hospital"),
    ("契約課", "Procurement"),
    ("広報課", "Public relations"),
    ("委託先", "Contractor"),
];
const TAGS: [(&str, &str); 8] = [
    ("移行", "Migration"),
    ("調達", "Procurement"),
    ("試行", "Pilot"),
    ("法令", "Law"),
    ("研修", "Training"),
    ("公開", "Launch"),
    ("評価", "Evaluation"),
    ("更新", "Renewal"),
];
const AREAS: [(&str, &str); 12] = [
    ("窓口", "Front desk"),
    ("税", "Tax"),
    ("福祉", "Welfare"),
    ("学校", "Schools"),
    ("道路", "Roads"),
    ("水道", "Water"),
    ("防災", "Disaster response"),
    ("図書館", "Libraries"),
    ("病院", "Hospitals"),
    ("職員", "Staff"),
    ("基盤", "Infrastructure"),
    ("公開", "Open data"),
];
const SUBJECTS: [(&str, &str); 20] = [
    ("予約", "booking"),
    ("申請", "applications"),
    ("台帳", "the register"),
    ("通知", "notices"),
    ("決済", "payments"),
    ("認証", "sign-in"),
    ("文書管理", "records"),
    ("地図", "the map"),
    ("端末", "terminals"),
    ("回線", "the network"),
    ("データ連携", "data exchange"),
    ("クラウド", "the cloud"),
    ("案内", "guidance"),
    ("統計", "statistics"),
    ("点検", "inspections"),
    ("様式", "forms"),
    ("研修", "training"),
    ("相談", "advice"),
    ("給付", "benefits"),
    ("証明書", "certificates"),
];
const ACTIONS: [(&str, &str); 14] = [
    ("の調査", "Survey"),
    ("の要件整理", "Specify"),
    ("の設計", "Design"),
    ("の調達", "Procure"),
    ("の開発", "Build"),
    ("の試験", "Test"),
    ("の試行", "Pilot"),
    ("の移行", "Migrate"),
    ("の本格運用", "Run"),
    ("の展開", "Roll out"),
    ("の見直し", "Review"),
    ("の統合", "Merge"),
    ("の廃止", "Retire"),
    ("の改修", "Rework"),
];

fn text((ja, en): (&str, &str)) -> Text {
    Text::new(ja, en)
}

fn names() -> Vec<Name> {
    let name = |both: (&str, &str)| Name {
        name: both.0.into(),
        title: Text::only(Language::English, both.1),
        extra: Extra::default(),
    };
    let mut known = HashSet::new();
    OWNERS.into_iter().chain(TAGS).filter(|both| known.insert(both.0)).map(name).collect()
}

fn document() -> Document {
    Document {
        id: "sample".into(),
        title: Text::new("見本の計画書", "Sample plan"),
        date: None,
        publisher: Text::default(),
        file: None,
        chapters: Vec::new(),
        extra: Extra::default(),
    }
}

/// Adds areas, groups below them and lanes below those; returns the lanes that take tasks.
fn add_lanes(roadmap: &mut Roadmap, lanes: usize) -> Vec<LaneId> {
    let areas = (lanes / 40).clamp(1, 24);
    let groups = (lanes - areas) / 9;
    let below = lanes - areas - groups;
    let mut leaves = Vec::new();
    let share = |of: usize, among: usize, nth: usize| (nth + 1) * of / among - nth * of / among;
    let mut group = 0;
    for area in 0..areas {
        let area_lane = add_lane(roadmap, None, AREAS[area % AREAS.len()], area);
        for _ in 0..share(groups, areas, area) {
            let subject = SUBJECTS[group % SUBJECTS.len()];
            let group_lane = add_lane(roadmap, Some(area_lane), subject, group);
            for nth in 0..share(below, groups, group) {
                leaves.push(add_lane(roadmap, Some(group_lane), SUBJECTS[(group + nth) % 20], nth));
            }
            group += 1;
        }
        if groups == 0 {
            let count = share(below, areas, area);
            leaves.extend((0..count).map(|nth| {
                add_lane(roadmap, Some(area_lane), SUBJECTS[nth % SUBJECTS.len()], nth)
            }));
        }
    }
    if leaves.is_empty() { roadmap.lane_ids().collect() } else { leaves }
}

fn add_lane(
    roadmap: &mut Roadmap,
    parent: Option<LaneId>,
    (ja, en): (&str, &str),
    nth: usize,
) -> LaneId {
    let position = roadmap.lanes.len();
    roadmap.lanes.push(Lane {
        id: format!("lane-{position}").into(),
        title: Text::new(format!("{ja} {}", nth + 1), format!("{} {}", capital(en), nth + 1)),
        parent,
        color: None,
        extra: Extra::default(),
    });
    LaneId::from_index(position)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Fills the tracks of a lane one after another, each with a chain of tasks.
fn add_tasks(roadmap: &mut Roadmap, lane: LaneId, count: usize, random: &mut Random) {
    let fiscal = FiscalYearStart::APRIL;
    let beginning = fiscal.month_of(2021, 0);
    let end = fiscal.month_of(2031, 0);
    let (mut track, mut step) = (0_u16, random.below(ACTIONS.len()));
    let mut day = beginning.plus_days(random.days(500));
    let subject = SUBJECTS[random.below(SUBJECTS.len())];
    for nth in 0..count {
        let kind = if random.below(16) == 0 { TaskKind::Milestone } else { TaskKind::Task };
        let when = interval(day, kind, fiscal, random);
        let last = when.last_day(fiscal);
        let (ja, en) = ACTIONS[step % ACTIONS.len()];
        let position = roadmap.tasks.len();
        let owners = OWNERS[random.below(OWNERS.len())..].iter().take(random.below(4).min(1));
        let owners = owners.map(|(ja, _)| OwnerId::from_index(roadmap.owners.intern(ja))).collect();
        let tags = TAGS[random.below(TAGS.len())..].iter().take(random.below(3).min(1));
        let tags = tags.map(|(ja, _)| TagId::from_index(roadmap.tags.intern(ja))).collect();
        let status =
            [TaskStatus::Unknown, TaskStatus::Planned, TaskStatus::UnderWay][random.below(3)];
        let note = if random.below(24) == 0 {
            text(("詳細は別紙による", "Details in the annex"))
        } else {
            Text::default()
        };
        let id = format!("{}.{}", roadmap.lane(lane).id, nth + 1);
        let title = Text::new(format!("{}{ja}", subject.0), format!("{en} {}", subject.1));
        let place = Place {
            line: u32::try_from(position + 1).ok(),
            ..Place::of(DocumentId::from_index(0))
        };
        roadmap.tasks.push(Task {
            track,
            kind,
            status,
            owners,
            tags,
            source: Some(place.into()),
            rare: note.into(),
            ..Task::new(id, lane, title, when)
        });
        step += 1;
        day = last.unwrap_or(end).plus_days(1 + random.days(60));
        if day >= end {
            track = track.saturating_add(1);
            day = beginning.plus_days(random.days(500));
        }
    }
}

/// A period from this day or soon after it on, as exact as chance has it.
fn interval(day: Day, kind: TaskKind, fiscal: FiscalYearStart, random: &mut Random) -> Interval {
    let precision = Precision::ALL[random.below(Precision::ALL.len())];
    // A period that holds the day may begin before it, in the task before.
    let mut start = Stamp::containing(day, precision, fiscal);
    if start.first_day(fiscal) < day {
        start = Stamp::containing(start.last_day(fiscal).plus_days(1), precision, fiscal);
    }
    if kind == TaskKind::Milestone {
        return Interval::single(start);
    }
    let end = if random.below(60) == 0 {
        IntervalEnd::Open
    } else {
        let last = start.last_day(fiscal).plus_days(random.days(300));
        IntervalEnd::With(Stamp::containing(last, precision, fiscal))
    };
    Interval::new(start, end, fiscal).expect("it ends in a later period or in the same")
}

/// Links tasks that follow each other in a track, then others. All lead from an earlier start to
/// a later one, or from an earlier to a later task of the same start, so that there is no cycle.
fn add_dependencies(roadmap: &mut Roadmap, count: usize, random: &mut Random) {
    let tasks = &roadmap.tasks;
    let rows: Vec<usize> = (1..tasks.len())
        .filter(|&to| {
            tasks[to].lane == tasks[to - 1].lane && tasks[to].track == tasks[to - 1].track
        })
        .collect();
    let in_rows = rows.len().min(count * 3 / 5);
    let mut pairs = HashSet::with_capacity(count);
    let mut links = Vec::with_capacity(count);
    for nth in 0..in_rows {
        let to = rows[nth * rows.len() / in_rows];
        pairs.insert((to - 1, to));
        links.push(link(to - 1, to, DependencyType::FinishToStart, 0, DependencyBasis::Row));
    }
    let fiscal = roadmap.fiscal_year_start;
    let start = |task: usize| (tasks[task].when.first_day(fiscal), task);
    // Where nearly all pairs are linked already, chance hardly finds another.
    for _ in 0..(count - in_rows) * 8 {
        if links.len() == count || tasks.len() < 2 {
            break;
        }
        let one = random.below(tasks.len());
        let other = if random.below(4) == 0 {
            random.below(tasks.len())
        } else {
            (one + 1 + random.below(400)) % tasks.len()
        };
        let (from, to) = if start(one) < start(other) { (one, other) } else { (other, one) };
        if from == to || !pairs.insert((from, to)) {
            continue;
        }
        let follows = tasks[from].when.last_day(fiscal).is_some_and(|last| last < start(to).0);
        let kind = match random.below(20) {
            0 => DependencyType::FinishToFinish,
            1 => DependencyType::StartToFinish,
            _ if follows => DependencyType::FinishToStart,
            _ => DependencyType::StartToStart,
        };
        let lag_days = [0, 0, 0, 0, 0, 0, 14, -7][random.below(8)];
        let basis = [DependencyBasis::Stated, DependencyBasis::Inferred][random.below(2)];
        links.push(link(from, to, kind, lag_days, basis));
    }
    roadmap.dependencies = links.into();
}

fn link(
    from: usize,
    to: usize,
    kind: DependencyType,
    lag_days: i32,
    basis: DependencyBasis,
) -> Dependency {
    let link = Dependency::new(TaskId::from_index(from), TaskId::from_index(to));
    Dependency { kind, lag_days, basis, ..link }
}

/// `SplitMix64` (Steele, Lea and Flood, 2014): small, fast and the same everywhere.
struct Random(u64);

impl Random {
    /// A number of days from 0 up to this one, without it.
    fn days(&mut self, end: u16) -> i32 {
        i32::try_from(self.below(end.into())).expect("fewer than 2^16 days")
    }

    /// A number from 0 up to this one, without it.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Severity;
    use crate::schedule::{Graph, Order};
    use crate::store::format;

    #[test]
    fn it_is_as_large_as_asked_and_holds_together() {
        for (tasks, dependencies, lanes) in
            [(0, 0, 1), (1, 5, 1), (2, 1, 3), (50, 49, 7), (3_000, 3_000, 31), (3_000, 9_000, 500)]
        {
            let request = SampleRequest { tasks, dependencies, lanes, seed: 7 };
            let roadmap = generate(&request);
            assert_eq!(roadmap.tasks.len(), tasks);
            assert_eq!(roadmap.lanes.len(), lanes);
            assert_eq!(roadmap.dependencies.len(), if tasks < 2 { 0 } else { dependencies });
            assert!(Order::new(&Graph::new(&roadmap)).cycles().is_empty());
            let mut file = Vec::new();
            format::write(&roadmap, &mut file).unwrap();
            let (again, problems) = format::read(&file).unwrap();
            let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
            assert_eq!(errors.count(), 0);
            assert_eq!(again, roadmap);
        }
    }

    #[test]
    fn it_has_something_of_everything_and_bars_of_a_track_do_not_overlap() {
        let roadmap = generate(&SampleRequest::of(5_000));
        let fiscal = roadmap.fiscal_year_start;
        for precision in Precision::ALL {
            assert!(roadmap.tasks.iter().any(|task| task.when.precision() == precision));
        }
        for &kind in DependencyType::ALL {
            assert!(roadmap.dependencies.iter().any(|link| link.kind == kind));
        }
        assert!(roadmap.tasks.iter().any(|task| task.when.is_open()));
        assert!(roadmap.tasks.iter().any(|task| task.kind == TaskKind::Milestone));
        for pair in roadmap.tasks.iter().zip(roadmap.tasks.iter().skip(1)) {
            let pair = [pair.0, pair.1];
            if (pair[0].lane, pair[0].track) == (pair[1].lane, pair[1].track) {
                let last = pair[0].when.last_day(fiscal).expect("an open end ends its track");
                assert!(last < pair[1].when.first_day(fiscal));
            }
        }
    }

    #[test]
    fn the_seed_decides() {
        let of = |seed| generate(&SampleRequest { seed, ..SampleRequest::of(300) });
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }
}
