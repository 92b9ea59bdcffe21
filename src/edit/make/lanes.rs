//! Changing lanes.

use super::tasks::without_tasks;
use super::{named, set_title};
use crate::edit::{Change, Edit, Label, Refusal, Transaction};
use crate::model::{Extra, Lane, LaneId, Language, Roadmap, Text};
use std::collections::HashSet;

/// What of a lane is to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LaneField {
    /// Its title in one language; empty for none, if the other language has one.
    Title(Language, String),
    /// The hue of the palette that it has; `None` to let the program choose.
    Color(Option<u8>),
}

/// What becomes of the tasks of a lane that is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TasksOfLane {
    /// They are deleted with it, and all lanes within it.
    Delete,
    /// They, and the lanes within it, move to the lane above it.
    MoveUp,
}

/// Sets a field of a lane.
///
/// # Errors
/// If the lane cannot have it.
pub fn set_lane(
    roadmap: &Roadmap,
    lane: LaneId,
    field: &LaneField,
) -> Result<Transaction, Refusal> {
    let old = lane_of(roadmap, lane)?;
    let mut new = old.clone();
    let what = match field {
        LaneField::Title(language, text) => {
            set_title(&mut new.title, *language, text)?;
            ["名称", "title"]
        }
        LaneField::Color(color) => {
            new.color = *color;
            ["色", "colour"]
        }
    };
    let [ja, en] = named(1, &old.title, ["", ""]);
    let label = Label::new(
        format!("レーン{ja}の{}を変更", what[0]),
        format!("Change the {} of the lane {en}", what[1]),
    );
    let edits = if new == *old { Vec::new() } else { vec![replace(lane, new)] };
    Ok(Transaction::new(label, edits))
}

/// Puts a lane in, as the last one within `parent` or at the top level. It is returned as it will
/// be numbered.
///
/// # Errors
/// If the title cannot be one.
pub fn add_lane(
    roadmap: &Roadmap,
    parent: Option<LaneId>,
    language: Language,
    title: &str,
) -> Result<(Transaction, LaneId), Refusal> {
    let mut text = Text::EMPTY;
    set_title(&mut text, language, title)?;
    // Behind the parent and all that already lies in it, so that the file reads like the chart.
    let within = descendants(roadmap, parent);
    let last = within.iter().copied().max().or(parent.map(LaneId::index));
    let at = if parent.is_none() { roadmap.lanes.len() } else { last.map_or(0, |last| last + 1) };
    let [ja, en] = named(1, &text, ["", ""]);
    // A parent stands before its lanes unless a file has it otherwise; it may move by one.
    let parent =
        parent.map(|parent| if parent.index() >= at { parent.index() + 1 } else { parent.index() });
    let lane = Lane {
        id: free_lane_id(roadmap).into(),
        title: text,
        parent: parent.map(LaneId::from_index),
        color: None,
        extra: Extra::default(),
    };
    let label = Label::new(format!("レーン{ja}を追加"), format!("Add the lane {en}"));
    let edits = vec![Edit::Lane(Change::Insert(vec![(at, lane)]))];
    Ok((Transaction::new(label, edits), LaneId::from_index(at)))
}

/// Puts a lane in below another one, as its next neighbour.
///
/// # Errors
/// If the lane does not exist, or if the title cannot be one.
pub fn add_lane_below(
    roadmap: &Roadmap,
    lane: LaneId,
    language: Language,
    title: &str,
) -> Result<Transaction, Refusal> {
    let parent = lane_of(roadmap, lane)?.parent;
    let (adding, new) = add_lane(roadmap, parent, language, title)?;
    // Where the next neighbour stands once the new lane is in.
    let mut with_new = Roadmap { lanes: roadmap.lanes.clone(), ..Roadmap::default() };
    adding.apply(&mut with_new)?;
    let parent = with_new.lane(new).parent;
    let moved = |at: usize| if at >= new.index() { at + 1 } else { at };
    let mut below = moved(lane.index()) + 1..with_new.lanes.len();
    let next = below.find(|&at| at != new.index() && with_new.lanes[at].parent == parent);
    let Some(next) = next else { return Ok(adding) };
    let placing = place_lane(&with_new, new, parent, Some(LaneId::from_index(next)))?;
    Ok(adding.compose(placing))
}

/// Takes a lane out.
///
/// # Errors
/// If the lane does not exist, or if its tasks are to move up and there is no lane above it.
pub fn delete_lane(
    roadmap: &Roadmap,
    lane: LaneId,
    tasks: TasksOfLane,
) -> Result<Transaction, Refusal> {
    let old = lane_of(roadmap, lane)?;
    let [ja, en] = named(1, &old.title, ["", ""]);
    let edits = match tasks {
        TasksOfLane::Delete => {
            let mut lanes = descendants(roadmap, Some(lane));
            lanes.insert(lane.index());
            let its = roadmap.tasks.iter().enumerate();
            let its = its.filter(|(_, task)| lanes.contains(&task.lane.index()));
            let mut edits = without_tasks(roadmap, its.map(|(at, _)| at).collect());
            let mut lanes: Vec<_> = lanes.into_iter().collect();
            lanes.sort_unstable();
            edits.push(Edit::Lane(Change::Remove(lanes)));
            edits
        }
        TasksOfLane::MoveUp => {
            let mut edits = Vec::new();
            // Tracks of the lane go below those of the lane above.
            let tracks = roadmap.tasks.iter().filter(|task| Some(task.lane) == old.parent);
            let first = tracks.map(|task| task.track.saturating_add(1)).max().unwrap_or(0);
            for (at, task) in roadmap.tasks.iter().enumerate().filter(|(_, it)| it.lane == lane) {
                let parent = old.parent.ok_or(Refusal::LaneInUse)?;
                let track = task.track.saturating_add(first);
                let record = Box::new(crate::model::Task { lane: parent, track, ..task.clone() });
                edits.push(Edit::Task(Change::Replace { at, record }));
            }
            for (at, child) in roadmap.lanes.iter().enumerate() {
                if child.parent == Some(lane) {
                    let child = Lane { parent: old.parent, ..child.clone() };
                    edits.push(replace(LaneId::from_index(at), child));
                }
            }
            edits.push(Edit::Lane(Change::Remove(vec![lane.index()])));
            edits
        }
    };
    let label = Label::new(format!("レーン{ja}を削除"), format!("Delete the lane {en}"));
    Ok(Transaction::new(label, edits))
}

/// Puts a lane within another one or at the top level, at the place of `before` among its new
/// neighbours; `None` for the last.
///
/// # Errors
/// If it would lie within itself.
pub fn place_lane(
    roadmap: &Roadmap,
    lane: LaneId,
    parent: Option<LaneId>,
    before: Option<LaneId>,
) -> Result<Transaction, Refusal> {
    let old = lane_of(roadmap, lane)?;
    if parent == Some(lane)
        || parent.is_some_and(|it| descendants(roadmap, Some(lane)).contains(&it.index()))
    {
        return Err(Refusal::LaneInItself);
    }
    let mut edits = Vec::new();
    if old.parent != parent {
        edits.push(replace(lane, Lane { parent, ..old.clone() }));
    }
    // Lanes are shown in the order of the document within their parent, so that one move does.
    let siblings = |it: &usize| *it != lane.index() && roadmap.lanes[*it].parent == parent;
    let last = (0..roadmap.lanes.len()).rev().find(siblings);
    let to = match (before, last) {
        (Some(before), _) if before.index() > lane.index() => before.index() - 1,
        (Some(before), _) => before.index(),
        (None, Some(last)) if last > lane.index() => last,
        (None, Some(last)) => last + 1,
        (None, None) => lane.index(),
    };
    if to != lane.index() {
        edits.push(Edit::Lane(Change::Move { from: lane.index(), to }));
    }
    let [ja, en] = named(1, &old.title, ["", ""]);
    Ok(Transaction::new(
        Label::new(format!("レーン{ja}を移動"), format!("Move the lane {en}")),
        edits,
    ))
}

/// All lanes within a lane, at any depth; all lanes for the top level.
fn descendants(roadmap: &Roadmap, lane: Option<LaneId>) -> HashSet<usize> {
    let Some(lane) = lane else { return (0..roadmap.lanes.len()).collect() };
    let mut children = vec![Vec::new(); roadmap.lanes.len()];
    for (at, child) in roadmap.lanes.iter().enumerate() {
        if let Some(parent) = child.parent {
            children[parent.index()].push(at);
        }
    }
    let mut open = children[lane.index()].clone();
    let mut all = HashSet::new();
    while let Some(lane) = open.pop() {
        if all.insert(lane) {
            open.extend(&children[lane]);
        }
    }
    all
}

fn free_lane_id(roadmap: &Roadmap) -> String {
    let number = |lane: &Lane| lane.id.strip_prefix("lane-")?.parse::<u64>().ok();
    let last = roadmap.lanes.iter().filter_map(number).max().unwrap_or(0);
    format!("lane-{}", last.saturating_add(1))
}

fn lane_of(roadmap: &Roadmap, lane: LaneId) -> Result<&Lane, Refusal> {
    roadmap.lanes.get(lane.index()).ok_or(Refusal::OutOfDate)
}

fn replace(lane: LaneId, record: Lane) -> Edit {
    Edit::Lane(Change::Replace { at: lane.index(), record: Box::new(record) })
}
