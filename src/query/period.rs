//! Periods as queries write them: a stamp, or a range of stamps.

use super::QueryError;
use super::fold;
use super::syntax::Value;
use crate::time::{Day, FiscalYearStart, Precision, Stamp, StampError};

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// The number of the first day; the smallest number if it has no beginning.
    pub first: i32,
    /// The number of the last day; the largest number if it has no end.
    pub last: i32,
    /// The fiscal year that it is written as.
    pub fiscal_year: Option<i16>,
}

impl Period {
    /// A fiscal year.
    pub(super) fn of_fiscal_year(year: i16, fiscal: FiscalYearStart) -> Self {
        Self::of_stamp(Stamp::fiscal_year(year), fiscal)
    }

    fn of_stamp(stamp: Stamp, fiscal: FiscalYearStart) -> Self {
        Self {
            first: stamp.first_day(fiscal).number(),
            last: stamp.last_day(fiscal).number(),
            fiscal_year: (stamp.precision() == Precision::FiscalYear).then_some(stamp.year()),
        }
    }

    /// Reads a period, in any width and case: `FY2023`, `2022-10..2023-03`, `2023-01..`, `..FY2022`.
    /// The wave of Japanese documents and the slash of files separate as the dots do.
    pub(super) fn parse(value: &Value, fiscal: FiscalYearStart) -> Result<Self, QueryError> {
        let text = fold(&value.text).replace("...", "..");
        let stamp = |text: &str| match text.trim() {
            "" | ".." => Ok(None),
            text => parse_stamp(text).map(Some).map_err(|error| wrong_stamp(value, text, error)),
        };
        let Some((from, to)) = ["/", "..", "~"].iter().find_map(|sign| text.split_once(sign))
        else {
            let stamp = stamp(&text)?;
            return stamp
                .map(|stamp| Self::of_stamp(stamp, fiscal))
                .ok_or_else(|| wrong_stamp(value, &text, StampError::Form));
        };
        let (from, to) = (stamp(from)?, stamp(to)?);
        if from.is_none() && to.is_none() {
            return Err(wrong_stamp(value, &text, StampError::Form));
        }
        let first = from.map_or(i32::MIN, |stamp| stamp.first_day(fiscal).number());
        let last = to.map_or(i32::MAX, |stamp| stamp.last_day(fiscal).number());
        if last < first {
            return Err(QueryError::new(
                value.range.clone(),
                "期間の終わりが始まりより前です",
                "the period ends before it starts",
            ));
        }
        Ok(Self { first, last, fiscal_year: None })
    }

    /// Whether it has a day in common with these, both included.
    pub(super) const fn touches(self, first: i32, last: i32) -> bool {
        first <= self.last && self.first <= last
    }
}

/// Days that a task takes, as numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct TaskDays {
    /// The period that it starts in.
    pub start: (i32, i32),
    /// The period that it ends in; behind all days if the end is open.
    pub end: (i32, i32),
}

impl TaskDays {
    pub(super) const OPEN_END: (i32, i32) = (i32::MAX, i32::MAX);

    /// The days of an interval.
    pub(super) fn new(when: crate::time::Interval, fiscal: FiscalYearStart) -> Self {
        let days = |stamp: Stamp| {
            [stamp.first_day(fiscal), stamp.last_day(fiscal)].map(Day::number).into()
        };
        let end = match when.end() {
            crate::time::IntervalEnd::With(stamp) => days(stamp),
            crate::time::IntervalEnd::Open => Self::OPEN_END,
        };
        Self { start: days(when.start()), end }
    }

    pub(super) fn is_open(self) -> bool {
        self.end == Self::OPEN_END
    }
}

/// Reads a stamp in any case, and fiscal and calendar dates as Japanese is written.
fn parse_stamp(text: &str) -> Result<Stamp, StampError> {
    let mut stamp = text.to_uppercase();
    for third in ["early", "mid", "late"] {
        stamp = stamp.replace(&third.to_uppercase(), third);
    }
    stamp.parse().or_else(|error| crate::time::japanese_date(text).ok_or(error))
}

fn wrong_stamp(value: &Value, text: &str, error: StampError) -> QueryError {
    let (ja, en) = match error {
        StampError::Form => ("日付として読めません", "is not a date"),
        StampError::NoSuchPeriod => ("という日・月・四半期・半期はありません", "does not exist"),
        StampError::Year => {
            ("の年は 0001 から 9999 までです", "must have a year from 0001 to 9999")
        }
    };
    let ja = if error == StampError::Form {
        format!("「{text}」は{ja}")
    } else {
        format!("「{text}」{ja}")
    };
    QueryError::new(value.range.clone(), ja, format!("\"{text}\" {en}")).expecting(
        "FY2023、FY2022-Q3、2022-H1、2024-10-late、2025-03-24、令和5年度、または 2022-10..2023-03 のような範囲",
        "FY2023, FY2022-Q3, 2022-H1, 2024-10-late, 2025-03-24 or a range like 2022-10..2023-03",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    fn parse(text: &str) -> Result<Period, QueryError> {
        Period::parse(&Value::word(text), FiscalYearStart::APRIL)
    }

    #[track_caller]
    fn days(text: &str) -> [String; 2] {
        let period = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        [period.first, period.last].map(|number| match number {
            i32::MIN | i32::MAX => "..".to_owned(),
            number => Day::from_number(number).to_string(),
        })
    }

    #[test]
    fn a_period_is_a_stamp_or_a_range_of_stamps() {
        let cases = [
            ("FY2023", "2023-04-01", "2024-03-31"),
            ("fy2022-q3", "2022-10-01", "2022-12-31"),
            ("２０２２－Ｈ１", "2022-01-01", "2022-06-30"),
            ("2024-10-Late", "2024-10-21", "2024-10-31"),
            ("2025-03-24", "2025-03-24", "2025-03-24"),
            ("2022-10..2023-03", "2022-10-01", "2023-03-31"),
            ("2022-10～FY2023", "2022-10-01", "2024-03-31"),
            ("2022-10‥2023", "2022-10-01", "2023-12-31"),
            ("2023-01..", "2023-01-01", ".."),
            ("2023-01/..", "2023-01-01", ".."),
            ("2023-01〜", "2023-01-01", ".."),
            ("..FY2022", "..", "2023-03-31"),
            ("2023年度", "2023-04-01", "2024-03-31"),
            ("令和５年度", "2023-04-01", "2024-03-31"),
            ("2024年10月下旬", "2024-10-21", "2024-10-31"),
            ("令和4年10月～令和5年3月", "2022-10-01", "2023-03-31"),
        ];
        for (text, first, last) in cases {
            assert_eq!(days(text), [first, last], "{text}");
        }
        assert_eq!(parse("ＦＹ２０２３").unwrap().fiscal_year, Some(2023));
        assert_eq!(parse("令和5年度").unwrap().fiscal_year, Some(2023));
        assert_eq!(parse("FY2023..FY2023").unwrap().fiscal_year, None);
    }

    #[test]
    fn what_is_no_period_is_refused() {
        let cases = [
            ("", "not a date"),
            ("..", "not a date"),
            ("~", "not a date"),
            ("soon", "\"soon\" is not a date"),
            ("2023-13", "does not exist"),
            ("FY0000", "from 0001"),
            ("2023-01..x", "\"x\" is not a date"),
            ("FY2023..FY2022", "ends before it starts"),
        ];
        for (text, words) in cases {
            let error = parse(text).unwrap_err();
            let message = error.message(Language::English);
            assert!(message.contains(words), "{text}: {message}");
        }
    }
}
