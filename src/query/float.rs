//! Numbers of days as queries write them: `0`, `1..30`, `..-1`, `731..`.

use super::syntax::Value;
use super::{QueryError, fold};

/// The first number of days of each class into which total float above none is divided.
pub const FLOAT_CLASSES_DAYS: [i32; 6] = [1, 31, 91, 181, 366, 731];

/// Classes of total float as queries write them: negative, none, and those above none.
#[must_use]
pub fn float_classes() -> Vec<String> {
    let starts = FLOAT_CLASSES_DAYS;
    let between = starts.windows(2).map(|pair| format!("{}..{}", pair[0], pair[1] - 1));
    let last = format!("{}..", starts[starts.len() - 1]);
    ["..-1".to_owned(), "0".to_owned()].into_iter().chain(between).chain([last]).collect()
}

/// A range of whole numbers of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayRange {
    first: i32,
    last: i32,
}

impl DayRange {
    /// Reads a number or a range, in any width, separated as periods are.
    pub(super) fn parse(value: &Value) -> Result<Self, QueryError> {
        let text = fold(&value.text).replace("...", "..");
        let refuse = || {
            QueryError::new(
                value.range.clone(),
                format!("「{text}」は日数として読めません"),
                format!("“{text}” is not a number of days"),
            )
            .expecting("0、1..30、..-1 など", "0, 1..30, ..-1 and the like")
        };
        let number = |text: &str| text.trim().parse::<i32>().map_err(|_| refuse());
        let Some((from, to)) = ["..", "~"].iter().find_map(|sign| text.split_once(sign)) else {
            let days = number(&text)?;
            return Ok(Self { first: days, last: days });
        };
        let end = |text: &str, open| if text.is_empty() { Ok(open) } else { number(text) };
        let (first, last) = (end(from, i32::MIN)?, end(to, i32::MAX)?);
        if (from.is_empty() && to.is_empty()) || last < first {
            return Err(refuse());
        }
        Ok(Self { first, last })
    }

    /// Whether it holds this number of days.
    pub(super) const fn contains(self, days: i32) -> bool {
        self.first <= days && days <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Asked};
    use super::super::{Filter, Query};
    use super::*;
    use crate::model::Language;

    #[test]
    fn days_are_read_in_every_form() {
        let range = |text: &str| DayRange::parse(&Value::word(text)).ok();
        let is = |first, last| Some(DayRange { first, last });
        assert_eq!(range("0"), is(0, 0));
        assert_eq!(range("-5..-1"), is(-5, -1));
        assert_eq!(range("..-1"), is(i32::MIN, -1));
        assert_eq!(range("７３１～"), is(731, i32::MAX));
        assert_eq!([range(".."), range("5..1"), range("x"), range("1..y")], [None; 4]);
    }

    #[test]
    fn every_number_of_days_lies_in_one_class() {
        let classes: Vec<_> = float_classes()
            .iter()
            .map(|class| DayRange::parse(&Value::word(&**class)).unwrap())
            .collect();
        for days in (-3..800).chain([i32::MIN, i32::MAX]) {
            let holding = classes.iter().filter(|class| class.contains(days)).count();
            assert_eq!(holding, 1, "{days}");
        }
    }

    #[test]
    fn tasks_are_found_by_their_float() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let schedule = asked.ctx().schedule();
        for class in float_classes() {
            let range = DayRange::parse(&Value::word(&*class)).unwrap();
            let floats =
                |task: &_| schedule.total_float_days(*task).is_some_and(|it| range.contains(it));
            let expected: Vec<_> = roadmap.task_ids().filter(floats).collect();
            let matches = asked.matches(&format!("float:{class}"));
            assert_eq!(matches.tasks().collect::<Vec<_>>(), expected, "{class}");
        }
        assert_eq!(asked.shown("float:0"), asked.shown("is:critical"));
        let error = Filter::new(Query::parse("余裕:多い").unwrap(), &asked.ctx()).unwrap_err();
        assert_eq!(error.message(Language::English), "“多い” is not a number of days");
    }
}
