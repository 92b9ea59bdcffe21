//! Early and late dates, float, critical tasks and driving links: one pass forward and one
//! back over the graph. The conventions stand in the documentation of [`schedule`](super).

use super::network::{NEVER, plus};
use super::{Cycle, Graph, Order};
use crate::model::{DependencyId, Roadmap, TaskId};
use crate::time::Day;

/// The dates that the links of a roadmap demand, its own dates being lower bounds.
///
/// Dates beyond years 1 to 9999 are returned as the first or last day of that range; floats are
/// computed from the true ones.
#[derive(Clone, Debug)]
pub struct Schedule {
    goal: Option<TaskId>,
    order: Order,
    /// Days from the first to the last; 0 for milestones.
    durations: Vec<i32>,
    /// Numbers of days.
    early_starts: Vec<i32>,
    /// Numbers of days; [`NEVER`] for tasks that do not lead to the goal.
    late_starts: Vec<i32>,
    /// Nothing for tasks that do not lead to the goal.
    free_floats: Vec<i32>,
    /// By how many days the start of each link's successor must follow that of its predecessor;
    /// [`NEVER`] for links that are left out.
    leads: Vec<i32>,
    drives: Vec<bool>,
    /// The number of the day after the goal's finish; `None` without tasks.
    end: Option<i32>,
    critical: usize,
}

impl Schedule {
    /// The schedule whose goal is the end of the plan, in time O(tasks + dependencies).
    #[must_use]
    pub fn new(graph: &Graph) -> Self {
        Self::towards(graph, None)
    }

    /// The schedule whose goal is one task, or the end of the plan if none is given.
    ///
    /// Only tasks that lead to the goal have late dates and floats; the goal does.
    #[must_use]
    pub fn towards(graph: &Graph, goal: Option<TaskId>) -> Self {
        let order = Order::new(graph);
        let network = graph.network();
        let mut leads = network.leads.clone();
        for link in order.cycles().iter().flat_map(|cycle| &cycle.links) {
            leads[link.index()] = NEVER;
        }
        let mut this = Self {
            goal,
            order,
            durations: network.durations.clone(),
            early_starts: network.starts.clone(),
            late_starts: Vec::new(),
            free_floats: Vec::new(),
            leads,
            drives: vec![false; graph.dependency_count()],
            end: None,
            critical: 0,
        };
        this.pass_forward(graph);
        this.pass_back(graph);
        let tasks = (0..graph.task_count()).map(TaskId::from_index);
        this.critical = tasks.filter(|&task| this.is_critical(task)).count();
        this
    }

    fn pass_forward(&mut self, graph: &Graph) {
        for &task in self.order.tasks() {
            let start = self.early_starts[task.index()];
            for (link, next) in graph.successors(task) {
                let lead = self.leads[link.index()];
                if lead != NEVER {
                    let early = &mut self.early_starts[next.index()];
                    *early = plus(start, lead).max(*early);
                }
            }
        }
    }

    fn pass_back(&mut self, graph: &Graph) {
        let finishes = self.early_starts.iter().zip(&self.durations);
        let ends = finishes.map(|(&start, &days)| plus(start, days));
        if let Some(goal) = self.goal.map(TaskId::index) {
            self.end = Some(plus(self.early_starts[goal], self.durations[goal]));
            self.late_starts = vec![NEVER; self.early_starts.len()];
            self.late_starts[goal] = self.early_starts[goal];
            self.free_floats = vec![NEVER; self.early_starts.len()];
            self.free_floats[goal] = 0;
        } else if let Some(end) = ends.max() {
            self.end = Some(end);
            self.late_starts = self.durations.iter().map(|&days| plus(end, -days)).collect();
            let floats = self.late_starts.iter().zip(&self.early_starts);
            self.free_floats = floats.map(|(&late, &early)| late - early).collect();
        }
        for &task in self.order.tasks().iter().rev() {
            let early = self.early_starts[task.index()];
            let mut late = self.late_starts[task.index()];
            let mut free = self.free_floats[task.index()];
            for (link, next) in graph.successors(task) {
                let (lead, next) = (self.leads[link.index()], next.index());
                if lead == NEVER {
                    continue;
                }
                let slack = self.early_starts[next] - plus(early, lead);
                self.drives[link.index()] = slack == 0;
                if self.late_starts[next] != NEVER {
                    late = late.min(plus(self.late_starts[next], -lead));
                    free = free.min(slack);
                }
            }
            self.late_starts[task.index()] = late;
            self.free_floats[task.index()] = free;
        }
    }

    /// The task that late dates and floats lead to; `None` for the end of the plan.
    #[must_use]
    pub fn goal(&self) -> Option<TaskId> {
        self.goal
    }

    /// The day by which the goal is reached: the latest early finish of all tasks, or the early
    /// finish of the task that is the goal. `None` without tasks.
    #[must_use]
    pub fn finish(&self) -> Option<Day> {
        self.end.map(|end| Day::from_number(end - 1))
    }

    /// How many tasks are critical.
    #[must_use]
    pub fn critical_count(&self) -> usize {
        self.critical
    }

    /// The order in which the dates were computed, and the cycles.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// The cycles, whose links count for nothing here.
    #[must_use]
    pub fn cycles(&self) -> &[Cycle] {
        self.order.cycles()
    }

    /// How many days a task takes, its first and last included; 0 for a milestone.
    #[must_use]
    pub fn duration_days(&self, task: TaskId) -> i32 {
        self.durations[task.index()]
    }

    /// The earliest day on which a task can start.
    #[must_use]
    pub fn early_start(&self, task: TaskId) -> Day {
        Day::from_number(self.early_starts[task.index()])
    }

    /// The last day of a task that starts early; for a milestone the day before it.
    #[must_use]
    pub fn early_finish(&self, task: TaskId) -> Day {
        self.finish_from(task, self.early_starts[task.index()])
    }

    /// The latest day on which a task can start without moving the goal; `None` if it does not
    /// lead to the goal.
    #[must_use]
    pub fn late_start(&self, task: TaskId) -> Option<Day> {
        self.known_late_start(task).map(Day::from_number)
    }

    /// The last day of a task that starts late; for a milestone the day before it. `None` if it
    /// does not lead to the goal.
    #[must_use]
    pub fn late_finish(&self, task: TaskId) -> Option<Day> {
        self.known_late_start(task).map(|start| self.finish_from(task, start))
    }

    /// How many days a task can slip without moving the goal, 0 or more; `None` if it does not
    /// lead to the goal.
    #[must_use]
    pub fn total_float_days(&self, task: TaskId) -> Option<i32> {
        self.known_late_start(task).map(|late| late - self.early_starts[task.index()])
    }

    /// How many days a task can slip without moving anything that follows (see [`schedule`](super)), from 0 to its total float; `None` if it does not lead to the goal.
    #[must_use]
    pub fn free_float_days(&self, task: TaskId) -> Option<i32> {
        self.known_late_start(task).map(|_| self.free_floats[task.index()])
    }

    /// Whether a task leads to the goal and has no total float.
    #[must_use]
    pub fn is_critical(&self, task: TaskId) -> bool {
        self.total_float_days(task).is_some_and(|days| days <= 0)
    }

    /// Whether a link alone, or with others that demand the same, fixes the early start of its
    /// successor.
    #[must_use]
    pub fn is_driving(&self, link: DependencyId) -> bool {
        self.drives[link.index()]
    }

    /// Whether a link is part of a critical chain: it drives, and both its ends are critical.
    #[must_use]
    pub fn is_critical_link(&self, roadmap: &Roadmap, link: DependencyId) -> bool {
        let record = roadmap.dependency(link);
        self.is_driving(link) && self.is_critical(record.from) && self.is_critical(record.to)
    }

    /// By how many days the start of a link's successor must follow that of its predecessor
    /// (negative: may come before it); `None` for a link that is left out of the schedule.
    #[must_use]
    pub fn start_to_start_days(&self, link: DependencyId) -> Option<i32> {
        Some(self.leads[link.index()]).filter(|&lead| lead != NEVER)
    }

    fn known_late_start(&self, task: TaskId) -> Option<i32> {
        Some(self.late_starts[task.index()]).filter(|&start| start != NEVER)
    }

    fn finish_from(&self, task: TaskId, start: i32) -> Day {
        Day::from_number(plus(start, self.durations[task.index()]) - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::{Plan, network};
    use super::*;
    use crate::model::DependencyType;
    use DependencyType::{FinishToFinish, FinishToStart, StartToFinish, StartToStart};

    fn dates(schedule: &Schedule, task: usize) -> [String; 4] {
        let task = TaskId::from_index(task);
        let late = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let early = [schedule.early_start(task), schedule.early_finish(task)];
        let [start, finish] = early.map(|day| day.to_string());
        [start, finish, late(schedule.late_start(task)), late(schedule.late_finish(task))]
    }

    #[test]
    fn the_example_of_the_documentation() {
        let mut plan = Plan::default();
        let study = plan.task("2022-04-01/2022-04-10");
        let decision = plan.milestone("2022-04-05");
        let build = plan.task("2022-04-08/2022-04-12");
        plan.link(study, decision, FinishToStart, 0);
        plan.link(decision, build, FinishToStart, 0);
        let schedule = plan.schedule();
        assert_eq!(dates(&schedule, 0)[..2], ["2022-04-01", "2022-04-10"]);
        assert_eq!(dates(&schedule, 1)[..2], ["2022-04-11", "2022-04-10"]);
        assert_eq!(dates(&schedule, 2)[..2], ["2022-04-11", "2022-04-15"]);
        assert_eq!(schedule.finish().unwrap().to_string(), "2022-04-15");
        assert_eq!(schedule.critical_count(), 3);
        assert!((0..2).all(|link| schedule.is_driving(DependencyId::from_index(link))));
    }

    #[test]
    fn each_type_ties_its_own_ends() {
        for (kind, lag, expected) in [
            (FinishToStart, 0, ["2022-04-11", "2022-04-13"]),
            (FinishToStart, 5, ["2022-04-16", "2022-04-18"]),
            (StartToStart, 4, ["2022-04-05", "2022-04-07"]),
            (FinishToFinish, 0, ["2022-04-08", "2022-04-10"]),
            (FinishToFinish, -3, ["2022-04-05", "2022-04-07"]),
            (StartToFinish, 10, ["2022-04-08", "2022-04-10"]),
        ] {
            let mut plan = Plan::default();
            let [from, to] =
                [plan.task("2022-04-01/2022-04-10"), plan.task("2022-04-01/2022-04-03")];
            plan.link(from, to, kind, lag);
            let schedule = plan.schedule();
            assert_eq!(dates(&schedule, 1)[..2], expected, "{kind:?} {lag}");
            assert!(schedule.is_driving(DependencyId::from_index(0)));
        }
    }

    #[test]
    fn floats_and_driving_links() {
        // One long and one short branch into a last task, which also has a late own start.
        let mut plan = Plan::default();
        let long = plan.task("2022-04-01/2022-04-10");
        let short = plan.task("2022-04-01/2022-04-03");
        let last = plan.task("2022-04-11/2022-04-20");
        let beside = plan.task("2022-04-01/2022-04-15");
        plan.link(long, last, FinishToStart, 0);
        plan.link(short, last, FinishToStart, 0);
        let schedule = plan.schedule();
        let floats = |task| (schedule.total_float_days(task), schedule.free_float_days(task));
        assert_eq!(floats(long), (Some(0), Some(0)));
        assert_eq!(floats(short), (Some(7), Some(7)));
        assert_eq!(floats(beside), (Some(5), Some(5)));
        assert_eq!(dates(&schedule, 1)[2..], ["2022-04-08", "2022-04-10"]);
        let drives = |nth| schedule.is_driving(DependencyId::from_index(nth));
        assert!(drives(0) && !drives(1), "equal to the own start, a link drives; before it, not");
        plan.roadmap.tasks[last.index()].when = Plan::interval("2022-04-12/2022-04-20");
        let schedule = plan.schedule();
        assert!(!schedule.is_driving(DependencyId::from_index(0)));
        assert_eq!(schedule.total_float_days(long), Some(1));
    }

    #[test]
    fn a_goal_leaves_everything_else_without_late_dates() {
        let mut plan = Plan::default();
        let first = plan.task("2022-04-01/2022-04-03");
        let goal = plan.milestone("2022-04-06");
        let after = plan.task("2022-04-06/2022-05-01");
        let beside = plan.task("2022-04-01/2022-04-02");
        plan.link(first, goal, FinishToStart, 0);
        plan.link(goal, after, FinishToStart, 0);
        plan.link(first, beside, FinishToStart, 0);
        let graph = Graph::new(&plan.roadmap);
        let schedule = Schedule::towards(&graph, Some(goal));
        assert_eq!(schedule.finish().unwrap().to_string(), "2022-04-05");
        assert_eq!(dates(&schedule, 0), ["2022-04-01", "2022-04-03", "2022-04-03", "2022-04-05"]);
        assert_eq!(dates(&schedule, 1), ["2022-04-06", "2022-04-05", "2022-04-06", "2022-04-05"]);
        assert_eq!(dates(&schedule, 2)[2..], ["-", "-"]);
        assert_eq!(schedule.free_float_days(first), Some(2), "only the way to the goal counts");
        let none = [after, beside].map(|task| schedule.total_float_days(task));
        assert_eq!(none, [None, None]);
        assert_eq!(schedule.critical_count(), 1);
    }

    #[test]
    fn open_ends_reach_to_the_last_day_and_years_end_somewhere() {
        let mut plan = Plan::default();
        let open = plan.task("2022-04-01/..");
        let last = plan.task("FY2023");
        let beyond = plan.task("9999-12-01/9999-12-31");
        assert_eq!(plan.schedule().duration_days(open), Day::MAX.number() - 738_246 + 1);
        plan.roadmap.tasks.truncate(2);
        let schedule = plan.schedule();
        assert_eq!(dates(&schedule, 0)[..2], ["2022-04-01", "2024-03-31"]);
        assert!(schedule.is_critical(open) && schedule.is_critical(last));

        let mut plan = Plan::default();
        for _ in 0..=beyond.index() {
            plan.task("9999-12-01/9999-12-31");
        }
        plan.link(TaskId::from_index(0), TaskId::from_index(1), FinishToStart, 1_000_000);
        let schedule = plan.schedule();
        assert_eq!(schedule.early_finish(TaskId::from_index(1)), Day::MAX);
        assert_eq!(schedule.total_float_days(TaskId::from_index(2)), Some(1_000_031));
    }

    #[test]
    fn tasks_of_a_cycle_keep_their_own_dates_and_what_comes_from_outside() {
        // 0 → 1 ⇄ 2 → 3, and 3 waits for itself.
        let mut plan = Plan::default();
        let tasks = ["2022-04-01/2022-04-05", "2022-04-01/2022-04-02", "2022-04-03/2022-04-04"];
        let [before, one, other] = tasks.map(|when| plan.task(when));
        let after = plan.task("2022-04-01/2022-04-01");
        plan.link(before, one, FinishToStart, 0);
        plan.link(one, other, FinishToStart, 0);
        plan.link(other, one, FinishToStart, 0);
        plan.link(other, after, FinishToStart, 0);
        plan.link(after, after, FinishToStart, 0);
        let schedule = plan.schedule();
        let starts = [1, 2, 3].map(|task| dates(&schedule, task)[0].clone());
        assert_eq!(starts, ["2022-04-06", "2022-04-03", "2022-04-05"]);
        let drives: Vec<_> =
            (0..5).map(|link| schedule.is_driving(DependencyId::from_index(link))).collect();
        assert_eq!(drives, [true, false, false, true, false]);
        assert_eq!(schedule.start_to_start_days(DependencyId::from_index(1)), None);
        assert_eq!(schedule.cycles().len(), 1);
    }

    #[test]
    fn a_chain_of_a_million_tasks_is_scheduled() {
        let links: Vec<_> = (1..1_000_000).map(|task| (task - 1, task)).collect();
        let mut roadmap = network(1_000_000, &links);
        for task in roadmap.tasks.iter_mut() {
            task.when = Plan::interval("2022-04-01");
        }
        let schedule = Schedule::new(&Graph::new(&roadmap));
        assert_eq!(schedule.critical_count(), 1_000_000);
        let start = "2022-04-01".parse::<Day>().unwrap();
        assert_eq!(schedule.early_start(TaskId::from_index(999_999)), start.plus_days(999_999));
    }

    #[test]
    fn a_roadmap_without_tasks_has_a_schedule() {
        let schedule = Schedule::new(&Graph::new(&Roadmap::default()));
        assert_eq!((schedule.finish(), schedule.critical_count()), (None, 0));
    }
}
