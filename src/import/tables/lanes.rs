//! The lane tree: a lane for each heading, in it one for each table, in that
//! one for each label.

use super::cell::{collapse, collapse_label, numbering, short_label};
use super::grid::{Table, chapter_number};
use super::shape::{Role, ShapedRow};
use crate::model::{Extra, ExtraField, Lane, LaneId, Language, Text};
use std::collections::{HashMap, HashSet};

/// Which hues there are to choose from; tables take them in turn.
const HUES: u32 = 25;

/// The key of a lane's label as the document has it, where the title is cut.
const SOURCE_LABEL: &str = "source_label";

/// The lanes of the roadmap, and how many tracks each has so far.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// The lanes in order.
    pub list: Vec<Lane>,
    tracks: Vec<u32>,
    headings: HashMap<String, LaneId>,
    heading_ids: HashSet<String>,
    last_heading: Option<LaneId>,
}

impl Lanes {
    /// The lane of a heading; that of the heading before if there is none.
    fn of_heading(&mut self, heading: Option<&str>) -> LaneId {
        let title =
            match (heading.map(collapse).filter(|title| !title.is_empty()), self.last_heading) {
                (None, Some(last)) => return last,
                (None, None) => "工程表".to_owned(),
                (Some(title), _) => title,
            };
        if let Some(&lane) = self.headings.get(&title) {
            self.last_heading = Some(lane);
            return lane;
        }
        let count = self.headings.len() + 1;
        let mut id = match chapter_number(&title) {
            Some(number) => format!("chapter-{number}"),
            None => format!("heading-{count}"),
        };
        if self.heading_ids.contains(&id) {
            id = format!("{id}-{count}");
        }
        self.heading_ids.insert(id.clone());
        let lane = self.add(id, &title, None);
        self.headings.insert(title, lane);
        self.last_heading = Some(lane);
        lane
    }

    /// Adds a lane, with its title cut if it is long.
    pub(super) fn add(&mut self, id: String, label: &str, parent: Option<LaneId>) -> LaneId {
        let title = short_label(label);
        let mut extra = Extra::default();
        if title != label {
            keep_label(&mut extra, label);
        }
        self.push(id, title, parent, None, extra)
    }

    fn push(
        &mut self,
        id: String,
        title: String,
        parent: Option<LaneId>,
        color: Option<u8>,
        extra: Extra,
    ) -> LaneId {
        let title = Text::only(Language::Japanese, title);
        self.list.push(Lane { id: id.into(), title, parent, color, extra });
        self.tracks.push(0);
        LaneId::from_index(self.list.len() - 1)
    }

    /// How many tracks a lane has.
    pub(super) fn tracks(&self, lane: LaneId) -> u32 {
        self.tracks[lane.index()]
    }

    /// Gives a lane more tracks.
    pub(super) fn add_tracks(&mut self, lane: LaneId, count: u32) {
        let tracks = &mut self.tracks[lane.index()];
        *tracks = tracks.saturating_add(count);
    }
}

/// Keeps a label that the title shows only in part.
fn keep_label(extra: &mut Extra, label: &str) {
    let json = serde_json::Value::from(label).to_string().into();
    extra.push(ExtraField { key: SOURCE_LABEL.into(), json });
}

/// Names among the years lie inside all label columns.
const NAME_DEPTH: u32 = u32::MAX;

/// The lanes of one table, and which of them the next row goes to.
#[derive(Debug)]
pub(super) struct TableLanes {
    table: LaneId,
    prefix: String,
    /// Whether the next label, that of the first row, is the title of the whole table.
    first_label_is_title: bool,
    /// The labels in force with their label columns, outer ones first.
    labels: Vec<(u32, LaneId)>,
    next_row: Option<LaneId>,
}

impl TableLanes {
    /// Adds the lane of a table.
    ///
    /// Its title is the label of the first row, or the labels of equal standing
    /// if there are several: those numbered in the same way as the first, and
    /// the outermost labels if there is more than one column of them.
    pub(super) fn start(lanes: &mut Lanes, table: &Table<'_>, rows: &[ShapedRow<'_>]) -> Self {
        let labels =
            || rows.iter().flat_map(ShapedRow::cells).filter(|&(_, role)| role == Role::Label(0));
        let first = rows.iter().find(|row| !row.is_notes()).and_then(|row| {
            row.cells().find(|&(_, role)| role == Role::Label(0)).map(|(cell, _)| cell.text)
        });
        let several_columns = table.header.label_columns() > 1;
        let style = first.and_then(numbering);
        let is_peer = |text| several_columns || (style.is_some() && numbering(text) == style);
        let later = || labels().skip(1).map(|(cell, _)| cell.text).filter(|text| is_peer(text));
        let number = table.number;
        let mut extra = Extra::default();
        let title = match first.map(collapse_label) {
            None => format!("表{number}"),
            Some(first) if later().next().is_none() => {
                let short = short_label(&first);
                if short != first {
                    keep_label(&mut extra, &first);
                }
                format!("表{number} {short}")
            }
            Some(first) => {
                let more = later().take(3).map(|text| short_label(&collapse_label(text)));
                let all: Vec<_> = [short_label(&first)].into_iter().chain(more).collect();
                format!("表{number} {}", all.join(" ／ "))
            }
        };
        let heading = lanes.of_heading(table.heading);
        let prefix = format!("t{number:02}");
        let color = u8::try_from((number - 1) % HUES).ok();
        Self {
            table: lanes.push(prefix.clone(), title, Some(heading), color, extra),
            prefix,
            first_label_is_title: first.is_some() && later().next().is_none(),
            labels: Vec::new(),
            next_row: None,
        }
    }

    /// The start of the ids of everything in the table.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Adds the lanes that the labels of a row call for, and returns the row's lane.
    pub(super) fn enter_row(&mut self, lanes: &mut Lanes, shaped: &ShapedRow<'_>) -> LaneId {
        let belongs_to_name =
            shaped.shift.is_some() || shaped.roles.contains(&Role::MeasureAmongLabels);
        if !belongs_to_name {
            self.labels.retain(|&(depth, _)| depth != NAME_DEPTH);
        }
        let (mut next_row, mut has_own_label) = (None, false);
        for (cell, role) in shaped.cells() {
            let depth = match role {
                Role::Label(0) if std::mem::take(&mut self.first_label_is_title) => continue,
                Role::Label(column) => column,
                Role::Name | Role::NameOfNextRow => NAME_DEPTH,
                _ => continue,
            };
            self.labels.retain(|&(outer, _)| outer < depth);
            let id = format!("{}.l{:03}.c{}", self.prefix, shaped.row.line, cell.column);
            let lane = lanes.add(id, &collapse_label(cell.text), Some(self.innermost()));
            if role == Role::NameOfNextRow {
                next_row = Some(lane);
            } else {
                self.labels.push((depth, lane));
                has_own_label = true;
            }
        }
        if has_own_label || next_row.is_some() {
            self.next_row = next_row;
        } else if shaped.measures().next().is_some()
            && let Some(lane) = self.next_row.take()
        {
            return lane;
        }
        self.innermost()
    }

    fn innermost(&self) -> LaneId {
        self.labels.last().map_or(self.table, |&(_, lane)| lane)
    }
}
