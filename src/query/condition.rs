//! The conditions of a query, asked of a roadmap: ids and days in place of names.

use super::float::DayRange;
use super::key::Key;
use super::names::property;
use super::period::Period;
use super::property::Property;
use super::syntax::{Expr, Field, Value};
use super::{Facet, FacetValue, QueryContext, QueryError, fold};
use crate::model::{DocumentId, LaneId, TaskId, TaskKind};
use crate::schedule::Trace;
use std::collections::BTreeSet;

/// What a task fulfils or not.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// This folded text occurs in its texts.
    Text(String),
    /// Has one of these values of the facet.
    Facet(Facet, BTreeSet<FacetValue>),
    /// Touches, starts or ends in one of these periods.
    Periods(Days, Vec<Period>),
    /// Lies in one of these lanes or below.
    Lanes(Vec<LaneId>),
    /// Comes from one of these documents.
    Documents(Vec<DocumentId>),
    /// Is one of these tasks.
    Tasks(Vec<TaskId>),
    Properties(Vec<Property>),
    /// Has a total float in one of these ranges.
    Float(Vec<DayRange>),
}

/// Which days of a task a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// From the first to the last.
    All,
    /// The period that it starts in.
    Start,
    /// The period that it ends in; never fulfilled by an open end.
    End,
}

impl Condition {
    /// Finds out what the names and dates of an expression mean.
    pub(super) fn new(expr: &Expr, ctx: &QueryContext<'_>) -> Result<Self, QueryError> {
        let parts = |parts: &[Expr]| -> Result<Vec<Self>, QueryError> {
            parts.iter().map(|part| Self::new(part, ctx)).collect()
        };
        Ok(match expr {
            Expr::All(all) => Self::All(parts(all)?),
            Expr::Any(any) => Self::Any(parts(any)?),
            Expr::Not(part) => Self::Not(Box::new(Self::new(part, ctx)?)),
            Expr::Text(value) => text(value),
            Expr::Field(field) => Self::of_field(field, ctx)?,
        })
    }

    fn of_field(field: &Field, ctx: &QueryContext<'_>) -> Result<Self, QueryError> {
        let names = ctx.names();
        let fiscal = ctx.roadmap.fiscal_year_start;
        let periods = |days| {
            let periods = field.values.iter().map(|value| Period::parse(value, fiscal));
            periods.collect::<Result<_, _>>().map(|periods| Self::Periods(days, periods))
        };
        Ok(match field.key {
            Key::When => periods(Days::All)?,
            Key::Starts => periods(Days::Start)?,
            Key::Ends => periods(Days::End)?,
            Key::Lane => Self::Lanes(each(field, |value| names.lanes(value))?),
            Key::Document => Self::Documents(each(field, |value| names.documents(value))?),
            Key::Is => {
                Self::Properties(field.values.iter().map(property).collect::<Result<_, _>>()?)
            }
            Key::Float => {
                let ranges = field.values.iter().map(DayRange::parse);
                Self::Float(ranges.collect::<Result<_, _>>()?)
            }
            Key::Id => Self::Tasks(names.tasks(&field.values)?),
            Key::Up | Key::Down | Key::Chain | Key::Driving | Key::Between => {
                let tasks = names.tasks(&field.values)?;
                Self::Tasks(members(field.key, &tasks, ctx))
            }
            Key::Area
            | Key::Owner
            | Key::Tag
            | Key::Kind
            | Key::Status
            | Key::Chapter
            | Key::Table
            | Key::Precision
            | Key::Basis => {
                let facet = field.key.facet().expect("these keys ask for values of facets");
                let values = each(field, |value| names.facet_values(facet, value))?;
                Self::Facet(facet, values.into_iter().collect())
            }
        })
    }

    /// For each task, whether it fulfils the condition.
    pub(super) fn marks(&self, ctx: &QueryContext<'_>) -> Vec<bool> {
        let index = ctx.index;
        match self {
            Self::All(parts) => joined(parts, ctx, |mark, other| mark & other),
            Self::Any(parts) => joined(parts, ctx, |mark, other| mark | other),
            Self::Not(part) => {
                let mut marks = part.marks(ctx);
                for mark in &mut marks {
                    *mark = !*mark;
                }
                marks
            }
            Self::Text(text) => index.containing(text),
            Self::Facet(facet, values) => {
                let facet = index.facet(*facet);
                let wanted: Vec<_> =
                    facet.values.iter().map(|value| values.contains(value)).collect();
                let mut marks = vec![false; index.task_count()];
                facet.column.mark_any(&wanted, &mut marks);
                marks
            }
            Self::Periods(days, periods) => {
                let tasks = index.days(ctx.roadmap).iter();
                let touches = |first, last| periods.iter().any(|it| it.touches(first, last));
                match days {
                    // Another beginning of the fiscal year can have turned an interval around.
                    Days::All => tasks
                        .map(|days| touches(days.start.0, days.end.1.max(days.start.0)))
                        .collect(),
                    Days::Start => tasks.map(|days| touches(days.start.0, days.start.1)).collect(),
                    Days::End => tasks
                        .map(|days| !days.is_open() && touches(days.end.0, days.end.1))
                        .collect(),
                }
            }
            Self::Lanes(lanes) => index.in_lanes(lanes),
            Self::Documents(documents) => {
                let places = ctx.roadmap.tasks.iter().map(crate::model::Task::place);
                places
                    .map(|place| place.is_some_and(|it| documents.contains(&it.document)))
                    .collect()
            }
            Self::Tasks(tasks) => {
                let mut marks = vec![false; index.task_count()];
                for task in tasks {
                    marks[task.index()] = true;
                }
                marks
            }
            Self::Float(ranges) => {
                let schedule = ctx.schedule();
                let tasks = ctx.roadmap.task_ids();
                let is_held = |days| ranges.iter().any(|range| range.contains(days));
                tasks.map(|task| schedule.total_float_days(task).is_some_and(is_held)).collect()
            }
            Self::Properties(properties) => {
                let mut marks = vec![false; index.task_count()];
                for &property in properties {
                    mark_property(property, ctx, &mut marks);
                }
                marks
            }
        }
    }
}

/// What a word asks for: with white space only after folding it is several words.
fn text(value: &Value) -> Condition {
    let folded = fold(&value.text);
    if value.is_quoted || !folded.contains(' ') {
        return Condition::Text(folded);
    }
    Condition::All(folded.split(' ').map(|word| Condition::Text(word.to_owned())).collect())
}

fn each<T>(
    field: &Field,
    find: impl Fn(&Value) -> Result<Vec<T>, QueryError>,
) -> Result<Vec<T>, QueryError> {
    let mut found = Vec::new();
    for value in &field.values {
        found.extend(find(value)?);
    }
    Ok(found)
}

fn joined(
    parts: &[Condition],
    ctx: &QueryContext<'_>,
    join: impl Fn(bool, bool) -> bool,
) -> Vec<bool> {
    let (first, others) = parts.split_first().expect("there are at least two parts");
    let mut marks = first.marks(ctx);
    for other in others {
        for (mark, other) in marks.iter_mut().zip(other.marks(ctx)) {
            *mark = join(*mark, other);
        }
    }
    marks
}

fn mark_property(property: Property, ctx: &QueryContext<'_>, marks: &mut [bool]) {
    match property {
        Property::Critical => {
            let schedule = ctx.schedule();
            for (position, mark) in marks.iter_mut().enumerate() {
                *mark |= schedule.is_critical(TaskId::from_index(position));
            }
        }
        Property::Conflict => {
            let in_conflict = ctx.facts.in_conflict(ctx.roadmap, ctx.graph);
            for (mark, in_conflict) in marks.iter_mut().zip(in_conflict) {
                *mark |= in_conflict;
            }
        }
        Property::Milestone => {
            let kinds = ctx.index.facet(Facet::Kind);
            let milestone = FacetValue::Kind(TaskKind::Milestone);
            let wanted: Vec<_> = kinds.values.iter().map(|&value| value == milestone).collect();
            kinds.column.mark_any(&wanted, marks);
        }
        Property::Open => {
            for (mark, days) in marks.iter_mut().zip(ctx.index.days(ctx.roadmap)) {
                *mark |= days.is_open();
            }
        }
    }
}

/// The tasks of the chains of some tasks, or of the paths between two.
fn members(key: Key, tasks: &[TaskId], ctx: &QueryContext<'_>) -> Vec<TaskId> {
    let graph = ctx.graph;
    let all = || ctx.roadmap.task_ids();
    if key == Key::Between {
        let (a, b) = (Trace::of(graph, tasks[0]), Trace::of(graph, tasks[1]));
        let is_on = |from: &Trace, to: &Trace, task| {
            from.hops_downstream(task).is_some() && to.hops_upstream(task).is_some()
        };
        return all().filter(|&task| is_on(&a, &b, task) || is_on(&b, &a, task)).collect();
    }
    let mut members = Vec::new();
    for &task in tasks {
        let trace = match key {
            Key::Driving => Trace::driving(graph, ctx.schedule(), task),
            _ => Trace::of(graph, task),
        };
        members.push(task);
        match key {
            Key::Up => members.extend(trace.predecessors()),
            Key::Down => {
                members.extend(all().filter(|&task| trace.hops_downstream(task).is_some()));
            }
            _ => members.extend(trace.predecessors().iter().chain(trace.successors())),
        }
    }
    members
}
