//! Conflicts, cycles and other findings of the schedule in words.

use super::day_in_words;
use crate::model::{Dependency, DependencyType, Language, Position};
use crate::schedule::{Condition, ConflictKind};

/// What is wrong with a dependency, said of its successor: "starts 92 days before its
/// predecessor ends", 「先行工程の終了より92日早く始まる」.
#[must_use]
pub fn conflict_in_words(link: &Dependency, kind: ConflictKind, language: Language) -> String {
    let ends = Ends::of(link.kind, language);
    match kind {
        ConflictKind::Broken { missing_days, is_exact } => {
            ends.broken(link.lag_days, missing_days, is_exact)
        }
        ConflictKind::Conditional(condition) => ends.conditional(condition),
        ConflictKind::OrderOnly(_) => ends.order_only(link.lag_days),
    }
}

/// A cycle of so many tasks: "6 tasks wait for each other in a circle".
#[must_use]
pub fn cycle_in_words(tasks: usize, language: Language) -> String {
    match language {
        Language::Japanese => format!("{tasks}件の施策が互いを待ち、循環している"),
        Language::English => format!("{tasks} tasks wait for each other in a circle"),
    }
}

/// A dependency that leads from a task to itself.
#[must_use]
pub const fn self_link_in_words(language: Language) -> &'static str {
    match language {
        Language::Japanese => "自分自身に依存している",
        Language::English => "depends on itself",
    }
}

/// A second dependency of the same type between the same two tasks.
#[must_use]
pub const fn double_link_in_words(language: Language) -> &'static str {
    match language {
        Language::Japanese => "同じ種類の依存関係が二重にある",
        Language::English => "has the same kind of dependency twice",
    }
}

/// A place in a file: 12行8字, line 12:8.
#[must_use]
pub fn position_in_words(position: Position, language: Language) -> String {
    let Position { line, column } = position;
    match language {
        Language::Japanese => format!("{line}行{column}字"),
        Language::English => format!("line {line}:{column}"),
    }
}

/// A number of days: 1 day, 92 days; 92日.
#[must_use]
pub fn days_in_words(days: i32, language: Language) -> String {
    match (language, days) {
        (Language::Japanese, _) => format!("{days}日"),
        (Language::English, 1 | -1) => format!("{days} day"),
        (Language::English, _) => format!("{days} days"),
    }
}

/// What a dependency ties together, in words.
struct Ends {
    language: Language,
    /// The end of the predecessor: 終了, "ends".
    from: &'static str,
    /// The end of the successor: 開始, "starts".
    to: &'static str,
    /// The same as a verb: 始まる, "starts".
    to_verb: &'static str,
}

impl Ends {
    const fn of(kind: DependencyType, language: Language) -> Self {
        use DependencyType::{FinishToFinish, FinishToStart, StartToFinish, StartToStart};
        let starts = ("開始", "始まる", "starts");
        let ends = ("終了", "終わる", "ends");
        let (from, to) = match kind {
            FinishToStart => (ends, starts),
            StartToStart => (starts, starts),
            FinishToFinish => (ends, ends),
            StartToFinish => (starts, ends),
        };
        match language {
            Language::Japanese => Self { language, from: from.0, to: to.0, to_verb: to.1 },
            Language::English => Self { language, from: from.2, to: to.2, to_verb: to.2 },
        }
    }

    /// What the successor must not come before: 先行工程の終了の10日後, "10 days after its
    /// predecessor ends".
    fn bound(&self, lag_days: i32) -> String {
        let lag = days_in_words(lag_days.saturating_abs(), self.language);
        let from = self.from;
        match (self.language, lag_days) {
            (Language::Japanese, 0) => format!("先行工程の{from}"),
            (Language::Japanese, 1..) => format!("先行工程の{from}の{lag}後"),
            (Language::Japanese, ..0) => format!("先行工程の{from}の{lag}前"),
            (Language::English, 0) => format!("its predecessor {from}"),
            (Language::English, 1..) => format!("{lag} after its predecessor {from}"),
            (Language::English, ..0) => format!("{lag} before its predecessor {from}"),
        }
    }

    fn broken(&self, lag_days: i32, missing_days: i32, is_exact: bool) -> String {
        let (bound, verb) = (self.bound(lag_days), self.to_verb);
        let days = days_in_words(missing_days, self.language);
        match self.language {
            Language::Japanese => {
                let least = if is_exact { "" } else { "少なくとも" };
                format!("{bound}より{least}{days}早く{verb}")
            }
            Language::English => {
                let least = if is_exact { "" } else { "at least " };
                let than = if lag_days == 0 { "before" } else { "earlier than" };
                format!("{verb} {least}{days} {than} {bound}")
            }
        }
    }

    fn conditional(&self, condition: Condition) -> String {
        let Self { language, from, to, to_verb } = *self;
        let day = |day| day_in_words(day, language);
        let by = condition.predecessor_by.map(day).map(|day| match language {
            Language::Japanese => format!("先行工程の{from}が{day}まで"),
            Language::English => format!("its predecessor {from} by {day}"),
        });
        let since = condition.successor_from.map(day).map(|day| match language {
            Language::Japanese => format!("この工程の{to}が{day}以降"),
            Language::English => format!("it {to_verb} no earlier than {day}"),
        });
        let both: Vec<String> = by.into_iter().chain(since).collect();
        match language {
            Language::Japanese => format!("{}の場合だけ成り立つ", both.join("、")),
            Language::English => format!("possible only if {}", both.join(" and ")),
        }
    }

    fn order_only(&self, lag_days: i32) -> String {
        let (bound, to) = (self.bound(lag_days), self.to);
        match self.language {
            Language::Japanese => format!("同じ時期の中で、{to}が{bound}以降なら成り立つ"),
            Language::English => {
                format!("possible if it {to} no earlier than {bound}, within the same period")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TaskId;
    use DependencyType::{FinishToFinish, FinishToStart, StartToStart};

    fn words(kind: DependencyType, lag_days: i32, conflict: ConflictKind) -> [String; 2] {
        let link = Dependency::new(TaskId::from_index(0), TaskId::from_index(1));
        let link = Dependency { kind, lag_days, ..link };
        Language::ALL.map(|language| conflict_in_words(&link, conflict, language))
    }

    #[test]
    fn a_broken_link_is_said_of_its_successor() {
        let broken = |missing_days, is_exact| ConflictKind::Broken { missing_days, is_exact };
        let cases = [
            (
                words(FinishToStart, 0, broken(92, true)),
                "先行工程の終了より92日早く始まる",
                "starts 92 days before its predecessor ends",
            ),
            (
                words(FinishToFinish, 10, broken(1, false)),
                "先行工程の終了の10日後より少なくとも1日早く終わる",
                "ends at least 1 day earlier than 10 days after its predecessor ends",
            ),
            (
                words(StartToStart, -1, broken(2, true)),
                "先行工程の開始の1日前より2日早く始まる",
                "starts 2 days earlier than 1 day before its predecessor starts",
            ),
        ];
        for (found, ja, en) in cases {
            assert_eq!(found, [ja, en]);
        }
    }

    #[test]
    fn a_condition_names_its_days() {
        let day = |text: &str| text.parse().ok();
        let condition = |by, from| {
            let [predecessor_by, successor_from] = [day(by), day(from)];
            ConflictKind::Conditional(Condition { predecessor_by, successor_from })
        };
        assert_eq!(
            words(FinishToStart, 0, condition("2022-10-30", "2022-04-02")),
            [
                "先行工程の終了が2022年10月30日まで、この工程の開始が2022年4月2日以降の場合だけ成り立つ",
                "possible only if its predecessor ends by 30 Oct 2022 and it starts no earlier \
                 than 2 Apr 2022",
            ]
        );
        assert_eq!(
            words(FinishToFinish, 0, condition("", "2022-04-02"))[0],
            "この工程の終了が2022年4月2日以降の場合だけ成り立つ"
        );
        let order = Condition { predecessor_by: None, successor_from: None };
        assert_eq!(
            words(FinishToStart, 0, ConflictKind::OrderOnly(order)),
            [
                "同じ時期の中で、開始が先行工程の終了以降なら成り立つ",
                "possible if it starts no earlier than its predecessor ends, within the same period",
            ]
        );
    }
}
