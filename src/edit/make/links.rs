//! Changing dependencies.

use super::{named, set_remark};
use crate::edit::{Change, Edit, Label, Refusal, Transaction};
use crate::model::{
    Dependency, DependencyBasis, DependencyId, DependencyType, Language, Roadmap, TaskId, Text,
};
use crate::schedule::Graph;
use std::collections::HashMap;

/// What of a dependency is to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkField {
    /// Which ends it ties together.
    Kind(DependencyType),
    /// Days to wait, or to overlap if negative.
    LagDays(i32),
    /// How it is known.
    Basis(DependencyBasis),
    /// Its reason in one language; empty for none.
    Reason(Language, String),
}

/// Lets tasks wait for another one.
///
/// The graph must be that of the roadmap.
///
/// # Errors
/// If a task would wait for itself, directly or through others, or does so already.
pub fn add_link(
    roadmap: &Roadmap,
    graph: &Graph,
    link: Dependency,
) -> Result<Transaction, Refusal> {
    let Dependency { from, to, lag_days, .. } = link;
    if from.index().max(to.index()) >= roadmap.tasks.len() {
        return Err(Refusal::OutOfDate);
    }
    if from == to {
        return Err(Refusal::LinkToItself);
    }
    if lag_days.saturating_abs() > Dependency::MAX_LAG_DAYS {
        return Err(Refusal::LagTooLong);
    }
    let same = |&(id, next): &(DependencyId, TaskId)| {
        next == to && roadmap.dependency(id).kind == link.kind
    };
    if graph.successors(from).any(|end| same(&end)) {
        return Err(Refusal::SameLink);
    }
    if let Some(way) = way(graph, to, from) {
        const MOST_NAMED: usize = 6;
        let title = |&task: &TaskId| {
            let task = roadmap.task(task);
            let title = task.title.in_language(Language::Japanese);
            if title.is_empty() { task.id.to_string() } else { title.to_owned() }
        };
        let mut titles: Vec<String> = way.iter().take(MOST_NAMED).map(title).collect();
        if way.len() > MOST_NAMED {
            titles.push("…".to_owned());
        }
        titles.push(title(&to));
        return Err(Refusal::Cycle(titles));
    }
    let [from_ja, from_en] = named(1, &roadmap.task(from).title, ["", ""]);
    let [to_ja, to_en] = named(1, &roadmap.task(to).title, ["", ""]);
    let label = Label::new(
        format!("{from_ja}から{to_ja}への依存を追加"),
        format!("Link {from_en} to {to_en}"),
    );
    let change = Change::Insert(vec![(roadmap.dependencies.len(), link)]);
    Ok(Transaction::new(label, vec![Edit::Dependency(change)]))
}

/// Sets a field of dependencies. Those that have it already are left alone.
///
/// # Errors
/// If one of them cannot have it.
pub fn set_links(
    roadmap: &Roadmap,
    links: &[DependencyId],
    field: &LinkField,
) -> Result<Transaction, Refusal> {
    let mut edits = Vec::new();
    for &id in links {
        let old = roadmap.dependencies.get(id.index()).ok_or(Refusal::OutOfDate)?;
        let mut link = old.clone();
        match field {
            LinkField::Kind(kind) => link.kind = *kind,
            LinkField::LagDays(days) if days.saturating_abs() > Dependency::MAX_LAG_DAYS => {
                return Err(Refusal::LagTooLong);
            }
            LinkField::LagDays(days) => link.lag_days = *days,
            LinkField::Basis(basis) => link.basis = *basis,
            LinkField::Reason(language, text) => {
                let mut reason = link.reason().clone();
                set_remark(&mut reason, *language, text)?;
                link.rare.set_remark(reason);
            }
        }
        if link != *old {
            edits
                .push(Edit::Dependency(Change::Replace { at: id.index(), record: Box::new(link) }));
        }
    }
    let [what_ja, what_en] = match field {
        LinkField::Kind(_) => ["種類", "type"],
        LinkField::LagDays(_) => ["ラグ", "lag"],
        LinkField::Basis(_) => ["根拠", "basis"],
        LinkField::Reason(..) => ["理由", "reason"],
    };
    let [ja, en] = name_of(roadmap, links);
    let label =
        Label::new(format!("{ja}の{what_ja}を変更"), format!("Change the {what_en} of {en}"));
    Ok(Transaction::new(label, edits))
}

/// Takes dependencies out.
///
/// # Errors
/// If one of them does not exist.
pub fn delete_links(roadmap: &Roadmap, links: &[DependencyId]) -> Result<Transaction, Refusal> {
    let mut positions: Vec<usize> = links.iter().map(|link| link.index()).collect();
    positions.sort_unstable();
    positions.dedup();
    if positions.last().is_some_and(|&last| last >= roadmap.dependencies.len()) {
        return Err(Refusal::OutOfDate);
    }
    let [ja, en] = name_of(roadmap, links);
    let edits = if positions.is_empty() {
        Vec::new()
    } else {
        vec![Edit::Dependency(Change::Remove(positions))]
    };
    Ok(Transaction::new(Label::new(format!("{ja}を削除"), format!("Delete {en}")), edits))
}

/// 「検討」→「法案」の依存 or, of several, 3 件の依存.
fn name_of(roadmap: &Roadmap, links: &[DependencyId]) -> [String; 2] {
    if let [link] = links
        && let Some(link) = roadmap.dependencies.get(link.index())
    {
        let [from_ja, from_en] = named(1, &roadmap.task(link.from).title, ["", ""]);
        let [to_ja, to_en] = named(1, &roadmap.task(link.to).title, ["", ""]);
        return [format!("{from_ja}→{to_ja}の依存"), format!("the link from {from_en} to {to_en}")];
    }
    named(links.len(), &Text::EMPTY, ["件の依存", "links"])
}

/// The shortest way along dependencies from one task to another, both included.
fn way(graph: &Graph, from: TaskId, to: TaskId) -> Option<Vec<TaskId>> {
    let mut came_from: HashMap<TaskId, TaskId> = HashMap::from([(from, from)]);
    let mut open = std::collections::VecDeque::from([from]);
    while let Some(task) = open.pop_front() {
        if task == to {
            let mut way = vec![to];
            let mut at = to;
            while at != from {
                at = came_from[&at];
                way.push(at);
            }
            way.reverse();
            return Some(way);
        }
        for (_, next) in graph.successors(task) {
            if let std::collections::hash_map::Entry::Vacant(entry) = came_from.entry(next) {
                entry.insert(task);
                open.push_back(next);
            }
        }
    }
    None
}
