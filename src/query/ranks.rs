//! By what tasks are sorted.

use super::fold;
use crate::model::{Language, Roadmap, Sorting, Task, TaskId};
use crate::time::Day;

/// A rank for each task, the least first; empty for the order of the document.
///
/// Tasks with the same start are ranked by their ends, those with the same end by their
/// starts. Dates count as days: a fiscal year starts on its first day and ends on its
/// last. Titles are compared as they are searched, so that case and width do not matter;
/// a title that is missing in the language counts with its other one. `float_days` is
/// asked for [`Sorting::Float`] only.
#[must_use]
pub fn ranks(
    roadmap: &Roadmap,
    sorting: Sorting,
    language: Language,
    float_days: &dyn Fn(TaskId) -> i64,
) -> Vec<i64> {
    let fiscal = roadmap.fiscal_year_start;
    let first = |task: &Task| task.when.first_day(fiscal);
    let end = |task: &Task| task.when.last_day(fiscal).unwrap_or(Day::MAX);
    let by_days = |major: &dyn Fn(&Task) -> Day, minor: &dyn Fn(&Task) -> Day| {
        let rank = |task| (i64::from(major(task).number()) << 32) + i64::from(minor(task).number());
        roadmap.tasks.iter().map(rank).collect()
    };
    match sorting {
        Sorting::Document => Vec::new(),
        Sorting::Start => by_days(&first, &end),
        Sorting::End => by_days(&end, &first),
        Sorting::Float => roadmap.task_ids().map(float_days).collect(),
        Sorting::Title => by_title(roadmap, language),
    }
}

/// The places of the titles in their order; equal ones share one.
fn by_title(roadmap: &Roadmap, language: Language) -> Vec<i64> {
    let title = |task: &Task| fold(task.title.in_language(language));
    let titles: Vec<String> = roadmap.tasks.iter().map(title).collect();
    let mut order: Vec<usize> = (0..titles.len()).collect();
    order.sort_by(|&one, &other| titles[one].cmp(&titles[other]));
    let mut ranks = vec![0; titles.len()];
    let mut rank = 0;
    for pair in order.windows(2) {
        rank += i64::from(titles[pair[0]] != titles[pair[1]]);
        ranks[pair[1]] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn sorted(sorting: Sorting, language: Language) -> Vec<String> {
        let roadmap = sample::roadmap();
        let float = |task: TaskId| -i64::from(task.index() as u32);
        let ranks = ranks(&roadmap, sorting, language, &float);
        let mut tasks: Vec<_> = roadmap.task_ids().collect();
        tasks.sort_by_key(|task| ranks.get(task.index()));
        tasks.iter().map(|task| roadmap.task(*task).id.to_string()).collect()
    }

    #[test]
    fn each_order_is_what_it_says() {
        let of = |sorting| sorted(sorting, Language::Japanese);
        let document = ["cloud.build", "cloud.move", "card.study", "card.bill", "card.issue"];
        assert_eq!(of(Sorting::Document), document);
        // 2019, then 2021, then 2022 with the shorter one first.
        let start = ["card.study", "card.bill", "cloud.build", "cloud.move", "card.issue"];
        assert_eq!(of(Sorting::Start), start);
        // Those that end with fiscal year 2022 by their starts; the open end last.
        let end = ["card.study", "card.bill", "cloud.build", "cloud.move", "card.issue"];
        assert_eq!(of(Sorting::End), end);
        let float = ["card.issue", "card.bill", "card.study", "cloud.move", "cloud.build"];
        assert_eq!(of(Sorting::Float), float);
    }

    #[test]
    fn titles_are_sorted_in_the_language_shown() {
        // Build…, Issue, Move…, Study, Submit…
        let english = ["cloud.build", "card.issue", "cloud.move", "card.study", "card.bill"];
        assert_eq!(sorted(Sorting::Title, Language::English), english);
        assert_ne!(sorted(Sorting::Title, Language::Japanese), english);
    }
}
