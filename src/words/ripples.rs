//! What a move means for the plan, in words.

use crate::model::Language;
use crate::schedule::Consequences;
use crate::time::{Day, Precision};

/// So many periods of the calendar, with their sign: "+2 quarters".
#[must_use]
pub fn shift_in_words(unit: Precision, count: i32, language: Language) -> String {
    let (ja, one, many) = match unit {
        Precision::Day => ("日", "day", "days"),
        Precision::MonthThird => ("旬", "third of a month", "thirds of a month"),
        Precision::Month => ("か月", "month", "months"),
        Precision::Quarter => ("四半期", "quarter", "quarters"),
        Precision::Half => ("半期", "half-year", "half-years"),
        Precision::Year => ("年", "year", "years"),
        Precision::FiscalYear => ("年度", "fiscal year", "fiscal years"),
    };
    let sign = if count < 0 { "−" } else { "+" };
    let count = count.unsigned_abs();
    match language {
        Language::Japanese => format!("{sign}{count}{ja}"),
        Language::English => format!("{sign}{count} {}", if count == 1 { one } else { many }),
    }
}

/// How much later one last day is than another, in the largest period that says it exactly.
#[must_use]
pub fn end_shift_in_words(before: Day, after: Day, language: Language) -> String {
    let [from, to] = [before, after].map(|day| day.plus_days(1));
    let is_first_of_month = |day: Day| day.year_month_day().2 == 1;
    let months = to.month_number() - from.month_number();
    let (unit, count) = if !is_first_of_month(from) || !is_first_of_month(to) {
        (Precision::Day, after.number() - before.number())
    } else if months % 12 == 0 {
        (Precision::Year, months / 12)
    } else if months % 3 == 0 {
        (Precision::Quarter, months / 3)
    } else {
        (Precision::Month, months)
    };
    shift_in_words(unit, count, language)
}

/// What a move means: how far, what it pushes, whose that is, and how the plan ends.
#[must_use]
pub fn consequences_in_words(shift: &str, told: &Consequences, language: Language) -> String {
    let mut parts = Vec::new();
    let (tasks, owners, years) = (told.tasks, told.owners.len(), told.other_fiscal_year);
    let plural = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    if tasks == 0 {
        parts.push(match language {
            Language::Japanese => "動く施策はほかにありません".to_owned(),
            Language::English => "no other task moves".to_owned(),
        });
    } else {
        parts.push(match language {
            Language::Japanese => format!("施策{tasks}件"),
            Language::English => plural(tasks, "task", "tasks"),
        });
        if owners > 0 {
            parts.push(match language {
                Language::Japanese => format!("担当{owners}"),
                Language::English => plural(owners, "office", "offices"),
            });
        }
        if years > 0 {
            parts.push(match language {
                Language::Japanese => format!("年度をまたぐもの{years}件"),
                Language::English => {
                    format!(
                        "{years} {} a fiscal year",
                        if years == 1 { "crosses" } else { "cross" }
                    )
                }
            });
        }
    }
    if let Some((before, after)) = told.end {
        let end = end_shift_in_words(before, after, language);
        parts.push(match language {
            Language::Japanese => format!("計画の終わり{end}"),
            Language::English => format!("end of plan {end}"),
        });
    }
    match language {
        Language::Japanese => format!("{shift}：{}", parts.join("、")),
        Language::English => format!("{shift}: {}", parts.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OwnerId;

    #[test]
    fn a_move_is_told_with_what_it_means() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let told = Consequences {
            tasks: 14,
            owners: (0..3).map(OwnerId::from_index).collect(),
            other_fiscal_year: 2,
            end: Some((day("2025-03-31"), day("2025-06-30"))),
        };
        let shift = |language| shift_in_words(Precision::Quarter, 2, language);
        let text = |language| consequences_in_words(&shift(language), &told, language);
        assert_eq!(
            text(Language::English),
            "+2 quarters: 14 tasks, 3 offices, 2 cross a fiscal year, end of plan +1 quarter"
        );
        assert_eq!(
            text(Language::Japanese),
            "+2四半期：施策14件、担当3、年度をまたぐもの2件、計画の終わり+1四半期"
        );
    }

    #[test]
    fn the_end_moves_by_the_largest_period_that_says_it() {
        let by = |before: &str, after: &str| {
            end_shift_in_words(before.parse().unwrap(), after.parse().unwrap(), Language::English)
        };
        assert_eq!(by("2025-03-31", "2026-03-31"), "+1 year");
        assert_eq!(by("2025-03-31", "2025-02-28"), "−1 month");
        assert_eq!(by("2025-03-31", "2025-04-10"), "+10 days");
    }
}
