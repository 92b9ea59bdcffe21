//! Room for new tasks beside those that are there.

use crate::model::{LaneId, Roadmap, Task};
use crate::time::{Day, FiscalYearStart, Interval};
use std::collections::HashMap;

/// First and last day of what lies in one track.
type Days = (Day, Day);

/// Puts new tasks into tracks where they cover none of the roadmap. What is new in one lane goes
/// down by the same number of tracks, the least that will do, so that it keeps its order; it stays
/// if it covers nothing, or if there are no tracks left.
pub fn to_free_tracks<'t>(roadmap: &Roadmap, new: impl IntoIterator<Item = &'t mut Task>) {
    let fiscal = roadmap.fiscal_year_start;
    let mut lanes: HashMap<LaneId, Vec<&mut Task>> = HashMap::new();
    for task in new {
        lanes.entry(task.lane).or_default().push(task);
    }
    let mut taken: HashMap<LaneId, Tracks> = HashMap::new();
    for task in roadmap.tasks.iter().filter(|task| lanes.contains_key(&task.lane)) {
        taken.entry(task.lane).or_default().add(task.track, days_of(task.when, fiscal));
    }
    for (lane, new) in lanes {
        let Some(taken) = taken.get_mut(&lane) else { continue };
        let mut wanted = Tracks::default();
        for task in &new {
            wanted.add(task.track, days_of(task.when, fiscal));
        }
        let Some(down) = free_below(taken, &mut wanted) else { continue };
        for task in new {
            task.track += down;
        }
    }
}

/// By how many tracks the wanted periods have to go down to cover none that is taken; `None` if
/// that leads beyond the last one.
fn free_below(taken: &mut Tracks, wanted: &mut Tracks) -> Option<u16> {
    taken.join();
    wanted.join();
    let lowest = *wanted.0.keys().max()?;
    let mut wanted: Vec<(u16, Days)> = wanted.all().collect();
    wanted.sort_unstable();
    (0..=u16::MAX - lowest).find(|down| {
        let covers = |&(track, days): &(u16, Days)| taken.has_in(track + down, days);
        let Some(at) = wanted.iter().position(covers) else { return true };
        // What was in the way is likely to be so again, one track further down.
        wanted.swap(0, at);
        false
    })
}

/// The periods that lie in each track of a lane.
#[derive(Default)]
struct Tracks(HashMap<u16, Vec<Days>>);

impl Tracks {
    fn add(&mut self, track: u16, days: Days) {
        self.0.entry(track).or_default().push(days);
    }

    fn all(&self) -> impl Iterator<Item = (u16, Days)> + '_ {
        self.0.iter().flat_map(|(track, days)| days.iter().map(|days| (*track, *days)))
    }

    /// Makes one of periods that overlap and sorts them.
    fn join(&mut self) {
        for periods in self.0.values_mut() {
            periods.sort_unstable();
            periods.dedup_by(|next, before| {
                let overlaps = next.0 <= before.1;
                if overlaps {
                    before.1 = before.1.max(next.1);
                }
                overlaps
            });
        }
    }

    /// Whether anything lies there in these days; the periods have to be joined.
    fn has_in(&self, track: u16, (first, last): Days) -> bool {
        let Some(periods) = self.0.get(&track) else { return false };
        let next = periods.partition_point(|period| period.1 < first);
        periods.get(next).is_some_and(|period| period.0 <= last)
    }
}

fn days_of(when: Interval, fiscal: FiscalYearStart) -> Days {
    (when.first_day(fiscal), when.last_day(fiscal).unwrap_or(Day::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    fn task(lane: usize, track: u16, when: &str) -> Task {
        let when = Interval::parse(when, FiscalYearStart::APRIL).unwrap();
        Task { track, ..Task::new("", LaneId::from_index(lane), Text::EMPTY, when) }
    }

    fn tracks(there: &[(usize, u16, &str)], new: &[(usize, u16, &str)]) -> Vec<u16> {
        let tasks = there.iter().map(|&(lane, track, when)| task(lane, track, when)).collect();
        let roadmap = Roadmap { tasks, ..Roadmap::default() };
        let new = new.iter().map(|&(lane, track, when)| task(lane, track, when));
        let mut new: Vec<Task> = new.collect();
        to_free_tracks(&roadmap, &mut new);
        new.iter().map(|task| task.track).collect()
    }

    #[test]
    fn copies_of_a_lane_go_down_together_as_far_as_they_must() {
        let plan = [(0, 0, "FY2022"), (0, 1, "FY2022/FY2024"), (0, 2, "FY2026"), (1, 0, "FY2022")];
        assert_eq!(tracks(&plan, &plan), [2, 3, 4, 1]);
        assert_eq!(tracks(&plan, &plan[..1]), [2], "beside the third");
        assert_eq!(tracks(&plan, &plan[1..3]), [2, 3], "one below the other, as before");
        assert_eq!(tracks(&plan, &[(0, 0, "FY2023"), (2, 7, "FY2022")]), [0, 7], "there is room");
        assert_eq!(tracks(&plan, &[(0, 0, "2000/..")]), [3], "an open end covers all that follows");
    }

    #[test]
    fn beyond_the_last_track_they_stay() {
        assert_eq!(tracks(&[(0, u16::MAX, "FY2022")], &[(0, u16::MAX, "2022")]), [u16::MAX]);
    }

    #[test]
    fn many_copies_in_many_tracks_find_room_soon() {
        let plan: Vec<_> = (0..60_000).map(|nth| (0, nth / 2, "FY2022")).collect();
        let begun = std::time::Instant::now();
        assert_eq!(tracks(&plan, &plan)[..3], [30_000, 30_000, 30_001]);
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }
}
