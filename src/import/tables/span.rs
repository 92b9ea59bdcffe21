//! When a measure takes place: by its column, and by what its text says.

use super::dates::TextDate;
use super::grid::Header;
use super::shape::ShapedRow;
use crate::time::{FiscalYearStart, Interval, IntervalEnd, Precision, Stamp};

const FISCAL: FiscalYearStart = FiscalYearStart::APRIL;

/// The times of a row's measures, one for one, and whether the measure stands
/// past the last year.
///
/// A measure takes the years from its own column up to the column before the
/// next one; the last measure of a row goes on to the last year.
pub(super) fn spans(header: &Header<'_>, shaped: &ShapedRow<'_>) -> Vec<(Interval, bool)> {
    let late = u32::from(shaped.shift.is_some());
    let next_columns = shaped.measures().skip(1).map(|cell| Some(cell.column)).chain([None]);
    shaped
        .measures()
        .zip(next_columns)
        .map(|(cell, next)| {
            let column = cell.column.saturating_sub(late);
            let start = header.year_at(column);
            let end = match next {
                Some(next) => header.year_at(next.saturating_sub(1 + late)).max(start),
                None => header.span().1,
            };
            (years(header, start, end), column > header.last_column())
        })
        .collect()
}

/// The time from one fiscal year to another of a table.
fn years(header: &Header<'_>, start: i16, end: i16) -> Interval {
    let start = Stamp::fiscal_year(start);
    let end = if header.open_ended && end == header.span().1 {
        IntervalEnd::Open
    } else {
        IntervalEnd::With(Stamp::fiscal_year(end))
    };
    Interval::new(start, end, FISCAL).unwrap_or(Interval::single(start))
}

/// The time that a text gives in place of that of its column; `None` if it says
/// the same, or names no more than a calendar year, which for work that takes
/// time is a goal rather than a date.
pub(super) fn dated(date: TextDate, column: Interval, is_milestone: bool) -> Option<Interval> {
    let from_to = |start, end, otherwise| {
        Interval::new(start, end, FISCAL).unwrap_or(Interval::single(otherwise))
    };
    let interval = match date {
        TextDate::During(stamp) if !is_milestone && stamp.precision() == Precision::Year => {
            return None;
        }
        TextDate::During(stamp) => Interval::single(stamp),
        TextDate::From(stamp) | TextDate::Until(stamp) if is_milestone => Interval::single(stamp),
        TextDate::From(stamp) => Interval::new(stamp, column.end(), FISCAL)
            .unwrap_or_else(|_| from_to(stamp, IntervalEnd::Open, stamp)),
        TextDate::Until(stamp) => from_to(column.start(), IntervalEnd::With(stamp), stamp),
        TextDate::Between(first, last) => from_to(first, IntervalEnd::With(last), first),
    };
    (interval != column).then_some(interval)
}

/// A time as a Japanese and an English sentence quote it.
pub(super) fn in_words(interval: Interval) -> [String; 2] {
    let start = interval.start();
    match interval.end() {
        IntervalEnd::Open => [format!("{}以降", in_japanese(start)), format!("{start} onwards")],
        IntervalEnd::With(end) if end == start => [in_japanese(start), start.to_string()],
        IntervalEnd::With(end) => {
            [format!("{}～{}", in_japanese(start), in_japanese(end)), format!("{start} to {end}")]
        }
    }
}

/// A stamp of a kind that tables give, in Japanese.
fn in_japanese(stamp: Stamp) -> String {
    let (year, month, sub_part) = (stamp.year(), stamp.part(), stamp.sub_part());
    match stamp.precision() {
        Precision::FiscalYear => format!("{year}年度"),
        Precision::Year => format!("{year}年"),
        Precision::Month => format!("{year}年{month}月"),
        Precision::MonthThird => {
            let third = ["上旬", "中旬", "下旬"][usize::from(sub_part.clamp(1, 3)) - 1];
            format!("{year}年{month}月{third}")
        }
        Precision::Day => format!("{year}年{month}月{sub_part}日"),
        Precision::Quarter | Precision::Half => stamp.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::tables::dates::dated_parenthesis;

    fn found(text: &str, column: &str, is_milestone: bool) -> Option<String> {
        let column = Interval::parse(column, FISCAL).unwrap();
        let date = dated_parenthesis(text).unwrap();
        dated(date, column, is_milestone).map(|interval| interval.to_string())
    }

    #[test]
    fn the_text_says_what_it_says_and_the_column_the_rest() {
        let cases = [
            ("開始（令和5年1月～）", "FY2023/..", Some("2023-01/..")),
            ("開始（令和5年1月～）", "FY2022/FY2023", Some("2023-01/FY2023")),
            ("開始（令和8年1月～）", "FY2022/FY2023", Some("2026-01/..")),
            ("開始（2022年度～）", "FY2022/FY2023", None),
            ("準備（2023年6月まで）", "FY2022/FY2025", Some("FY2022/2023-06")),
            ("準備（2020年6月まで）", "FY2022/FY2025", Some("2020-06")),
            ("調査（2022年5月～7月）", "FY2022", Some("2022-05/2022-07")),
            ("調査（2022年7月～5月）", "FY2022", Some("2022-07")),
            ("万博（2025年）", "FY2023/FY2025", None),
        ];
        for (text, column, expected) in cases {
            assert_eq!(found(text, column, false).as_deref(), expected, "{text} {column}");
        }
        assert_eq!(found("公開（2021年10月以降）", "FY2022", true).as_deref(), Some("2021-10"));
        assert_eq!(found("公開（2021年）", "FY2022", true).as_deref(), Some("2021"));
    }

    #[test]
    fn times_are_quoted_in_both_languages() {
        let words = |text| in_words(Interval::parse(text, FISCAL).unwrap()).join(" | ");
        assert_eq!(words("FY2021/FY2023"), "2021年度～2023年度 | FY2021 to FY2023");
        assert_eq!(words("2023-01/.."), "2023年1月以降 | 2023-01 onwards");
        assert_eq!(words("2023-01-late"), "2023年1月下旬 | 2023-01-late");
        assert_eq!(words("2023-01-05"), "2023年1月5日 | 2023-01-05");
    }
}
