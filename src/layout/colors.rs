//! What the colours of bars stand for.

use super::grouping::Groups;
use super::palette::BarColor;
use crate::model::{
    Coloring, GroupKey, Grouping, LaneId, Language, Roadmap, TaskId, TaskKind, TaskStatus,
};
use crate::words::{self, Word};
use std::borrow::Cow;
use std::collections::HashMap;

/// The hues of the owners with the most tasks. Red is left out, and neighbours lie apart.
const OWNER_HUES: [u8; 10] = [25, 8, 15, 32, 20, 5, 28, 11, 35, 17];
const TASK_HUE: u8 = 25;
const MILESTONE_HUE: u8 = 7;

/// The colour of every task of a document, and what each colour stands for.
///
/// Made anew when the document or the colouring changes, never in a frame.
#[derive(Clone, Debug, Default)]
pub struct Colors {
    /// What the colours stand for.
    pub coloring: Coloring,
    /// What has one colour, in the order of the legend; every class has a task.
    pub classes: Vec<ColorClass>,
    /// The position in `classes` for each task.
    of_task: Vec<u32>,
    of_group: HashMap<GroupKey, BarColor>,
}

/// Tasks that have one colour for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColorClass {
    /// The colour.
    pub color: BarColor,
    /// What they have in common.
    pub meaning: Meaning,
}

/// What the tasks of one colour have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// They would stand under this heading.
    Group(GroupKey),
    /// Their owner is none of those that have a colour of their own.
    OtherOwners,
    /// They are critical.
    Critical,
    /// They are not critical.
    NotCritical,
}

impl Meaning {
    /// What a legend says.
    #[must_use]
    pub fn text(self, roadmap: &Roadmap, language: Language) -> Cow<'_, str> {
        match self {
            Self::Group(key) => words::group_in_words(key, roadmap, language),
            Self::OtherOwners => Word::OtherOwners.text(language).into(),
            Self::Critical => Word::Critical.text(language).into(),
            Self::NotCritical => Word::NotCritical.text(language).into(),
        }
    }
}

impl Colors {
    /// Colours all tasks of a document.
    #[must_use]
    pub fn new(
        roadmap: &Roadmap,
        coloring: Coloring,
        is_critical: &dyn Fn(TaskId) -> bool,
    ) -> Self {
        let grouping = match coloring {
            Coloring::Criticality => return Self::by_criticality(roadmap, is_critical),
            Coloring::Area => Grouping::Area,
            Coloring::Owner => Grouping::Owner,
            Coloring::Status => Grouping::Status,
            Coloring::Kind => Grouping::Kind,
        };
        let groups = Groups::new(roadmap, grouping);
        let hues = area_hues(roadmap);
        let mut this = Self { coloring, ..Self::default() };
        let mut class_of_group = Vec::with_capacity(groups.keys.len());
        for (nth, &key) in groups.keys.iter().enumerate() {
            let (color, meaning) = match key {
                GroupKey::Lane(area) => (BarColor::Hue(hues[&area]), Meaning::Group(key)),
                GroupKey::Owner(_) if nth < OWNER_HUES.len() => {
                    (BarColor::Hue(OWNER_HUES[nth]), Meaning::Group(key))
                }
                GroupKey::Owner(_) | GroupKey::NoOwner => (BarColor::Neutral, Meaning::OtherOwners),
                GroupKey::Status(status) => (color_of_status(status), Meaning::Group(key)),
                GroupKey::Kind(kind) => (BarColor::Hue(hue_of_kind(kind)), Meaning::Group(key)),
                GroupKey::Chapter { .. } | GroupKey::NoChapter | GroupKey::Year(_) => {
                    (BarColor::Neutral, Meaning::Group(key))
                }
            };
            this.of_group.insert(key, color);
            let class = ColorClass { color, meaning };
            // All owners without a colour of their own follow each other.
            if this.classes.last() != Some(&class) {
                this.classes.push(class);
            }
            class_of_group.push(this.classes.len() as u32 - 1);
        }
        this.of_task = groups.of_task.iter().map(|&group| class_of_group[group as usize]).collect();
        this
    }

    fn by_criticality(roadmap: &Roadmap, is_critical: &dyn Fn(TaskId) -> bool) -> Self {
        let critical: Vec<bool> = roadmap.task_ids().map(is_critical).collect();
        let classes = [
            (true, ColorClass { color: BarColor::Red, meaning: Meaning::Critical }),
            (false, ColorClass { color: BarColor::Neutral, meaning: Meaning::NotCritical }),
        ];
        let classes: Vec<_> =
            classes.into_iter().filter(|(wanted, _)| critical.contains(wanted)).collect();
        let class = |it: &bool| u32::from(classes.first().is_some_and(|class| class.0 != *it));
        Self {
            coloring: Coloring::Criticality,
            of_task: critical.iter().map(class).collect(),
            classes: classes.iter().map(|(_, class)| *class).collect(),
            of_group: HashMap::new(),
        }
    }

    /// The position of a task's class in [`Colors::classes`].
    #[must_use]
    pub fn class_of(&self, task: TaskId) -> usize {
        self.of_task[task.index()] as usize
    }

    /// The colour of a task.
    #[must_use]
    pub fn of_task(&self, task: TaskId) -> BarColor {
        self.classes[self.class_of(task)].color
    }

    /// The colour of all tasks under a top-level heading, if they have one for what it says.
    #[must_use]
    pub fn of_group(&self, key: GroupKey) -> Option<BarColor> {
        self.of_group.get(&key).copied()
    }

    /// Whether a chart with these headings has to say what its colours stand for.
    #[must_use]
    pub fn need_legend(&self, grouping: Grouping) -> bool {
        let by_area = matches!(grouping, Grouping::Lanes | Grouping::Area);
        !(self.classes.is_empty() || by_area && self.coloring == Coloring::Area)
    }
}

/// The hue of each area, with or without tasks: its own, else one that keeps neighbours apart.
#[must_use]
pub fn area_hues(roadmap: &Roadmap) -> HashMap<LaneId, u8> {
    let top_level = roadmap.lane_ids().filter(|id| roadmap.lane(*id).parent.is_none());
    let hue = |(nth, lane)| (lane, roadmap.lane(lane).color.unwrap_or_else(|| golden_hue(nth)));
    top_level.enumerate().map(hue).collect()
}

/// Steps of the golden angle.
fn golden_hue(nth: usize) -> u8 {
    ((25.0 + nth as f64 * 36.0 * 0.381_966) % 36.0) as u8
}

fn color_of_status(status: TaskStatus) -> BarColor {
    match status {
        TaskStatus::Planned => BarColor::Hue(25),
        TaskStatus::UnderWay => BarColor::Hue(8),
        TaskStatus::Done => BarColor::Hue(15),
        TaskStatus::Dropped => BarColor::Hue(32),
        TaskStatus::Unknown => BarColor::Neutral,
    }
}

fn hue_of_kind(kind: TaskKind) -> u8 {
    match kind {
        TaskKind::Task => TASK_HUE,
        TaskKind::Milestone => MILESTONE_HUE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::format::read;
    use std::fmt::Write as _;

    /// Twelve owners: the nth has n tasks, each named before a second owner.
    fn roadmap() -> Roadmap {
        let mut tasks = String::new();
        for owner in 1..=12 {
            for number in 0..owner {
                let _ = write!(
                    tasks,
                    r#"{{"id": "{owner}.{number}", "lane": "a", "title": {{"ja": "題"}},
                    "when": "2021", "owners": ["o{owner}", "o1"]}},"#
                );
            }
        }
        let text = format!(
            r#"{{"format": "koteihyo-roadmap/1", "lanes": [{{"id": "a", "title": {{"ja": "い"}}}}],
            "tasks": [{tasks} {{"id": "x", "lane": "a", "title": {{"ja": "題"}}, "when": "2021"}}]}}"#
        );
        read(text.as_bytes()).unwrap().0
    }

    fn colors(roadmap: &Roadmap, coloring: Coloring) -> Colors {
        Colors::new(roadmap, coloring, &|task| task.index() == 0)
    }

    #[test]
    fn the_owners_with_the_most_tasks_have_hues() {
        let roadmap = roadmap();
        let colors = colors(&roadmap, Coloring::Owner);
        let legend: Vec<_> = colors
            .classes
            .iter()
            .map(|class| class.meaning.text(&roadmap, Language::English))
            .collect();
        let named = ["o12", "o11", "o10", "o9", "o8", "o7", "o6", "o5", "o4", "o3"];
        assert_eq!(legend[..10], named);
        assert_eq!(legend[10..], ["Others, or none named"]);
        let color = |id: &str| colors.of_task(roadmap.find_task(id).unwrap());
        assert_eq!(color("12.0"), BarColor::Hue(OWNER_HUES[0]));
        for other in ["2.0", "1.0", "x"] {
            assert_eq!(color(other), BarColor::Neutral);
        }
        assert_eq!(colors.of_group(GroupKey::NoOwner), Some(BarColor::Neutral));
        assert_eq!(colors.of_group(GroupKey::Year(2021)), None);
    }

    #[test]
    fn only_what_is_critical_is_red() {
        let roadmap = roadmap();
        let colors = colors(&roadmap, Coloring::Criticality);
        let red = |task: &TaskId| colors.of_task(*task) == BarColor::Red;
        assert_eq!(roadmap.task_ids().filter(red).count(), 1);
        assert_eq!(colors.classes.len(), 2);
        let none = Colors::new(&roadmap, Coloring::Criticality, &|_| false);
        assert_eq!(none.classes.len(), 1);
        assert!(roadmap.task_ids().all(|task| none.of_task(task) == BarColor::Neutral));
        assert!(Colors::new(&Roadmap::default(), Coloring::Owner, &|_| false).classes.is_empty());
    }

    #[test]
    fn colours_are_explained_where_headings_do_not() {
        let roadmap = roadmap();
        let needs = |coloring, grouping| colors(&roadmap, coloring).need_legend(grouping);
        assert!(!needs(Coloring::Area, Grouping::Lanes));
        assert!(!needs(Coloring::Area, Grouping::Area));
        assert!(needs(Coloring::Area, Grouping::Owner));
        assert!(needs(Coloring::Status, Grouping::Lanes));
    }
}
