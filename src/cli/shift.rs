//! `koteihyo shift`: moving a task, and what its links push.

use super::diff::write_line;
use super::saving::{Plan, refused};
use super::{Environment, Failure, args, task_named};
use crate::edit::{Refusal, make};
use crate::model::{Language, Roadmap, TaskId};
use crate::schedule::{Consequences, Graph, Order, PlanEnd, Ripple};
use crate::time::{Interval, Precision};
use crate::words::{consequences_in_words, interval_in_words, shift_in_words};

/// Moves the task by whole periods of its own precision, saves, and tells what moved and what its
/// links push.
pub(super) fn run(
    args: &args::Shift,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let plan = Plan::open(&args.file, args.output.as_deref(), language, env)?;
    let id = task_named(&plan.roadmap, &args.id, language)?;
    let mut roadmap = plan.roadmap.clone();
    let fiscal = roadmap.fiscal_year_start;
    let own = roadmap.task(id).when;
    let unit = own.precision();
    let count = own.periods_near(Precision::Day, args.days, fiscal);
    let when = own
        .shifted(Precision::Day, count, fiscal)
        .ok_or_else(|| refused(&args.id, &Refusal::BeyondCalendar, language))?;
    if count == 0 {
        env.remark(&too_few_days(args.days, unit, language));
    }
    let mut moved = vec![(id, when)];
    let graph = Graph::new(&roadmap);
    let Ripple { pushed, unsettled, .. } =
        Ripple::new(&roadmap, &graph, &Order::new(&graph), &moved);
    let told = Consequences::new(&roadmap, &PlanEnd::new(&roadmap), &moved, &pushed);
    let summary = consequences_in_words(&shift_in_words(unit, count, language), &told, language);
    let left = if args.with_successors { 0 } else { pushed.len() };
    if args.with_successors {
        moved.extend(pushed);
    }
    make::move_tasks(&roadmap, &moved)
        .and_then(|transaction| transaction.apply(&mut roadmap))
        .map_err(|refusal| refused(&args.id, &refusal, language))?;
    let code = if args.dry_run || (roadmap == plan.roadmap && !plan.is_elsewhere()) {
        plan.exit_code()
    } else {
        plan.save(&roadmap, language, env)?
    };
    write_line(&summary, env.stdout)?;
    for (task, when) in moved.iter().filter(|(task, when)| plan.roadmap.task(*task).when != *when) {
        write_line(&moved_line(&plan.roadmap, *task, *when, language), env.stdout)?;
    }
    if left > 0 {
        env.remark(&match (left, language) {
            (_, Language::Japanese) => {
                format!("この{left}件は動かしていません。--with-successors で一緒に動かします")
            }
            (1, Language::English) => {
                "the other task was not moved; --with-successors moves it as well".to_owned()
            }
            (_, Language::English) => format!(
                "the {left} other tasks were not moved; --with-successors moves them as well"
            ),
        });
    }
    if args.with_successors && !unsettled.is_empty() {
        let count = unsettled.len();
        env.remark(&match language {
            Language::Japanese => {
                format!("依存関係{count}件は、1～9999年の範囲では守れません")
            }
            Language::English => {
                format!("dependencies that cannot be kept within the years 1 to 9999: {count}")
            }
        });
    }
    if args.dry_run {
        env.remark(&match language {
            Language::Japanese => "試しに計算しただけで、何も書いていません",
            Language::English => "this was a dry run: nothing is written",
        });
    }
    Ok(code)
}

/// A task with its dates before and after.
fn moved_line(roadmap: &Roadmap, id: TaskId, when: Interval, language: Language) -> String {
    let task = roadmap.task(id);
    let [old, new] = [task.when, when].map(|when| interval_in_words(when, language));
    let title = task.title.in_language(language);
    match language {
        Language::Japanese => format!("- {title}（{}）：{old} → {new}", task.id),
        Language::English => format!("- {title} ({}): {old} → {new}", task.id),
    }
}

fn too_few_days(days: i32, unit: Precision, language: Language) -> String {
    let precision = crate::words::precision_in_words(unit, language);
    match language {
        Language::Japanese => {
            format!("施策の期間は「{precision}」までしか分からないため、{days}日では動きません")
        }
        Language::English => format!(
            "its dates are known by {} only, and {days} days are less than half of that",
            precision.to_lowercase()
        ),
    }
}
