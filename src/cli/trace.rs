//! `koteihyo trace`: what a task depends on, what depends on it, and the paths between two.

use super::args::TextFormat;
use super::formats;
use super::table::{Cell, Column, Table, harmless};
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args, task_named};
use crate::model::{DependencyId, Language, Roadmap, TaskId};
use crate::schedule::{DependencyRole, Graph, Paths, Role, Schedule, Trace};
use crate::words::{days_in_words, dependency_basis_in_words, interval_in_words};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::io::{self, BufWriter, Write};

/// Writes the chain of a task, or the paths between two, with all links of it.
pub(super) fn run(
    args: &args::Trace,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let (name, opened) = formats::open(args.file.as_deref(), language)?;
    let has_errors = env.remark_problems(&name, &opened.diagnostics, true, language);
    let roadmap = &opened.roadmap;
    let task = task_named(roadmap, &args.id, language)?;
    let to = args.to.as_deref().map(|id| task_named(roadmap, id, language)).transpose()?;
    let graph = Graph::new(roadmap);
    let plan = Plan { roadmap, schedule: &Schedule::new(&graph) };
    let mut out = BufWriter::new(&mut *env.stdout);
    if let Some(to) = to {
        let paths = Paths::between(&graph, plan.schedule, task, to);
        match args.format {
            TextFormat::Json => write_json(&plan.paths(task, to, paths.as_ref()), &mut out)?,
            TextFormat::Text => plan.write_paths(task, to, paths.as_ref(), language, &mut out)?,
        }
    } else {
        let trace = if args.driving {
            Trace::driving(&graph, plan.schedule, task)
        } else {
            Trace::of(&graph, task)
        };
        // Without a direction, both are meant.
        let wanted = Wanted { up: args.up || !args.down, down: args.down || !args.up };
        match args.format {
            TextFormat::Json => write_json(&plan.chain(&trace, wanted), &mut out)?,
            TextFormat::Text => plan.write_chain(&trace, wanted, language, &mut out)?,
        }
    }
    out.flush()?;
    Ok(if has_errors { FILE_HAS_ERRORS } else { OK })
}

fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

/// Which halves of a trace are asked for.
#[derive(Clone, Copy)]
struct Wanted {
    up: bool,
    down: bool,
}

/// A roadmap and its schedule.
struct Plan<'a> {
    roadmap: &'a Roadmap,
    schedule: &'a Schedule,
}

/// The JSON of a chain, under its names and in its order.
#[derive(Serialize)]
struct Chain<'a> {
    task: &'a str,
    members: Vec<Member<'a>>,
    links: Vec<Link<'a>>,
}

/// The JSON of the paths between two tasks.
#[derive(Serialize)]
struct PathsReport<'a> {
    /// Where the paths start and where they lead to; without paths as they were asked for.
    from: &'a str,
    to: &'a str,
    members: Vec<Member<'a>>,
    links: Vec<Link<'a>>,
    /// `null` if there is no path, or none that keeps out of cycles.
    longest: Option<Longest<'a>>,
}

#[derive(Serialize)]
struct Member<'a> {
    id: &'a str,
    title: Title<'a>,
    when: String,
    #[serde(flatten)]
    place: Option<Place>,
    total_float_days: Option<i32>,
    critical: bool,
}

#[derive(Serialize)]
struct Title<'a> {
    ja: Option<&'a str>,
    en: Option<&'a str>,
}

/// Where a member of a chain stands: `"up"`, `"down"` or `"selected"`.
#[derive(Serialize)]
struct Place {
    direction: &'static str,
    hops: u32,
}

#[derive(Serialize)]
struct Link<'a> {
    from: &'a str,
    to: &'a str,
    r#type: &'static str,
    lag: String,
    basis: &'static str,
    driving: bool,
    reason: Title<'a>,
}

#[derive(Serialize)]
struct Longest<'a> {
    days: i32,
    members: Vec<&'a str>,
}

impl<'a> Plan<'a> {
    fn id(&self, task: TaskId) -> &'a str {
        &self.roadmap.task(task).id
    }

    /// The members of a trace with their roles: predecessors, the farthest first, the task
    /// itself, then successors, the nearest first.
    fn members_of(trace: &Trace, wanted: Wanted) -> Vec<(TaskId, Role)> {
        let mut up = trace.predecessors().to_vec();
        up.sort_by_key(|&task| Reverse(trace.hops_upstream(task)));
        let up = up.into_iter().filter(|_| wanted.up);
        let down = trace.successors().iter().copied().filter(|_| wanted.down);
        let tasks = up.chain([trace.selected()]).chain(down);
        tasks.filter_map(|task| Some((task, trace.role(task)?))).collect()
    }

    fn links_of(&self, trace: &Trace, wanted: Wanted) -> Vec<DependencyId> {
        let is_wanted = |link: &DependencyId| match trace.dependency_role(self.roadmap, *link) {
            Some(DependencyRole::Needs) => wanted.up,
            Some(DependencyRole::NeededBy) => wanted.down,
            None => false,
        };
        let links = 0..self.roadmap.dependencies.len();
        links.map(DependencyId::from_index).filter(is_wanted).collect()
    }

    /// The tasks of paths, predecessors before their successors.
    fn tasks_of(&self, paths: &Paths) -> Vec<TaskId> {
        let in_order = self.schedule.order().tasks().iter().copied();
        in_order.filter(|task| paths.has_task(*task)).collect()
    }

    fn chain(&self, trace: &Trace, wanted: Wanted) -> Chain<'a> {
        let members = Self::members_of(trace, wanted).into_iter().map(|(task, role)| {
            let (direction, hops) = match role {
                Role::Selected => ("selected", 0),
                Role::Predecessor { hops } => ("up", hops),
                Role::Successor { hops } => ("down", hops),
            };
            self.member(task, Some(Place { direction, hops }))
        });
        let members = members.collect();
        let links = self.links_of(trace, wanted).into_iter().map(|link| self.link(link)).collect();
        Chain { task: self.id(trace.selected()), members, links }
    }

    fn paths(&self, from: TaskId, to: TaskId, paths: Option<&Paths>) -> PathsReport<'a> {
        let Some(paths) = paths else {
            let (members, links) = (Vec::new(), Vec::new());
            return PathsReport {
                from: self.id(from),
                to: self.id(to),
                members,
                links,
                longest: None,
            };
        };
        PathsReport {
            from: self.id(paths.from()),
            to: self.id(paths.to()),
            members: self.tasks_of(paths).into_iter().map(|task| self.member(task, None)).collect(),
            links: paths.links().iter().map(|link| self.link(*link)).collect(),
            longest: paths.longest().map(|path| Longest {
                days: path.days,
                members: path.tasks.iter().map(|task| self.id(*task)).collect(),
            }),
        }
    }

    fn member(&self, task: TaskId, place: Option<Place>) -> Member<'a> {
        let record = self.roadmap.task(task);
        Member {
            id: &record.id,
            title: Title::of(&record.title),
            when: record.when.to_string(),
            place,
            total_float_days: self.schedule.total_float_days(task),
            critical: self.schedule.is_critical(task),
        }
    }

    fn link(&self, link: DependencyId) -> Link<'a> {
        let record = self.roadmap.dependency(link);
        Link {
            from: self.id(record.from),
            to: self.id(record.to),
            r#type: record.kind.word(),
            lag: format!("{}d", record.lag_days),
            basis: record.basis.word(),
            driving: self.schedule.is_driving(link),
            reason: Title::of(record.reason()),
        }
    }

    fn write_chain(
        &self,
        trace: &Trace,
        wanted: Wanted,
        language: Language,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let members = Self::members_of(trace, wanted);
        let row = |row: usize| {
            let (task, role) = members[row];
            let hops = match role {
                Role::Selected => 0,
                Role::Predecessor { hops } => -i64::from(hops),
                Role::Successor { hops } => i64::from(hops),
            };
            [vec![Cell::Number(hops)], self.task_cells(task, language)].concat()
        };
        let hops = Column { key: "hops", heading: ["段", "Hops"] };
        let columns: Vec<_> = std::iter::once(hops).chain(task_columns()).collect();
        let table = Table { columns: &columns, rows: members.len(), row: &row };
        table.write_text(language, out)?;
        self.write_links(&self.links_of(trace, wanted), language, out)
    }

    fn write_paths(
        &self,
        from: TaskId,
        to: TaskId,
        paths: Option<&Paths>,
        language: Language,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Some(paths) = paths else {
            let [from, to] = [from, to].map(|task| self.id(task).chars().map(harmless).collect());
            let (from, to): (String, String) = (from, to);
            return match language {
                Language::Japanese => writeln!(out, "「{from}」と「{to}」の間に経路はありません"),
                Language::English => writeln!(out, "there is no path between '{from}' and '{to}'"),
            };
        };
        let tasks = self.tasks_of(paths);
        let longest = paths.longest();
        let on_longest: HashSet<TaskId> =
            longest.iter().flat_map(|path| &path.tasks).copied().collect();
        let row = |row: usize| {
            [
                vec![Cell::Flag(on_longest.contains(&tasks[row]))],
                self.task_cells(tasks[row], language),
            ]
            .concat()
        };
        let mark = Column { key: "longest", heading: ["最長経路", "Longest"] };
        let columns: Vec<_> = std::iter::once(mark).chain(task_columns()).collect();
        Table { columns: &columns, rows: tasks.len(), row: &row }.write_text(language, out)?;
        self.write_links(paths.links(), language, out)?;
        let Some(longest) = longest else { return Ok(()) };
        let (count, days) = (longest.tasks.len(), days_in_words(longest.days, language));
        writeln!(out)?;
        match language {
            Language::Japanese => writeln!(out, "最長経路: {days}、{count}件"),
            Language::English => writeln!(out, "longest path: {days}, {count} tasks"),
        }
    }

    fn task_cells(&self, task: TaskId, language: Language) -> Vec<Cell<'a>> {
        let record = self.roadmap.task(task);
        let owner = |owner: &_| self.roadmap.shown_owner(*owner, language).into();
        let float = self.schedule.total_float_days(task);
        vec![
            Cell::Text((&*record.id).into()),
            Cell::Text(interval_in_words(record.when, language).into()),
            float.map_or(Cell::Nothing, |days| Cell::Number(days.into())),
            Cell::Text(record.title.in_language(language).into()),
            Cell::List(record.owners.iter().map(owner).collect()),
        ]
    }

    fn write_links(
        &self,
        links: &[DependencyId],
        language: Language,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if links.is_empty() {
            return Ok(());
        }
        let row = |row: usize| {
            let record = self.roadmap.dependency(links[row]);
            vec![
                Cell::Text(self.id(record.from).into()),
                Cell::Text(self.id(record.to).into()),
                Cell::Text(record.kind.word().into()),
                Cell::Number(record.lag_days.into()),
                Cell::Flag(self.schedule.is_driving(links[row])),
                Cell::Text(dependency_basis_in_words(record.basis, language).into()),
                Cell::Text(record.reason().in_language(language).into()),
            ]
        };
        let columns = [
            Column { key: "from", heading: ["先行", "From"] },
            Column { key: "to", heading: ["後続", "To"] },
            Column { key: "type", heading: ["種類", "Type"] },
            Column { key: "lag", heading: ["ラグ（日）", "Lag days"] },
            Column { key: "driving", heading: ["決定的", "Driving"] },
            Column { key: "basis", heading: ["根拠", "Basis"] },
            Column { key: "reason", heading: ["理由", "Reason"] },
        ];
        writeln!(out)?;
        Table { columns: &columns, rows: links.len(), row: &row }.write_text(language, out)
    }
}

impl<'a> Title<'a> {
    fn of(text: &'a crate::model::Text) -> Self {
        Self { ja: text.get(Language::Japanese), en: text.get(Language::English) }
    }
}

fn task_columns() -> [Column; 5] {
    [
        Column { key: "id", heading: ["施策", "Task"] },
        Column { key: "when", heading: ["期間", "When"] },
        Column { key: "total_float_days", heading: ["全余裕（日）", "Float days"] },
        Column { key: "title", heading: ["題名", "Title"] },
        Column { key: "owners", heading: ["担当", "Owners"] },
    ]
}
