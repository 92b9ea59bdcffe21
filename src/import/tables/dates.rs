//! Dates as Japanese documents write them, in 西暦 and 和暦: `令和5年1月～`,
//! `2021年10月以降`, `２０２２年度`.
//!
//! Only what a table needs: a date in parentheses at an end of a cell, a date
//! that is a whole line, and the year of a column heading. A year that is
//! merely mentioned in a sentence is none of these.

use crate::time::{DateReader, Stamp, digit};

/// What a text says about the time of the thing it stands with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextDate {
    /// In this period: `2022年2月`.
    During(Stamp),
    /// From this period on: `～`, `から`, `以降`.
    From(Stamp),
    /// Until this period: `まで`, or a `～` in front.
    Until(Stamp),
    /// From one period to another.
    Between(Stamp, Stamp),
}

/// The date that stands in parentheses at the beginning or the end of a text,
/// if nothing but a date stands in them. Parentheses right behind another date
/// only say it again: `令和7年（2025年）`.
pub(super) fn dated_parenthesis(text: &str) -> Option<TextDate> {
    trailing_date(text.trim()).or_else(|| {
        let inside = text.trim().strip_prefix(['(', '（'])?.split([')', '）']).next()?;
        date_expression(inside)
    })
}

fn trailing_date(text: &str) -> Option<TextDate> {
    let text = text.strip_suffix([')', '）'])?;
    let (before, inside) = text.rsplit_once(['(', '（'])?;
    if ends_with_date(before) { None } else { date_expression(inside) }
}

/// Whether a text ends with a counted year, month or day.
fn ends_with_date(text: &str) -> bool {
    let text = text.trim_end();
    ["年度", "年", "月", "日"]
        .iter()
        .filter_map(|unit| text.strip_suffix(unit))
        .any(|number| number.trim_end().ends_with(|c| digit(c).is_some() || c == '元'))
}

/// The fiscal year that a column heading names, and whether its end is open:
/// `2023年度～ (令和5年度～)`. `None` if the text is more than a heading.
pub(super) fn year_heading(text: &str) -> Option<(Stamp, bool)> {
    let mut cursor = DateReader(text);
    let year = cursor.date().filter(|stamp| stamp.is_fiscal())?;
    let open = cursor.eat_wave();
    (cursor.at_end() || cursor.0.starts_with(['(', '（', '※', '<', '＜'])).then_some((year, open))
}

fn date_expression(text: &str) -> Option<TextDate> {
    let mut cursor = DateReader(text);
    let until = cursor.eat_wave();
    let first = cursor.date()?;
    let date = if until {
        TextDate::Until(first)
    } else if cursor.eat_wave() {
        match cursor.date().or_else(|| cursor.month_of(first.year())) {
            Some(last) => TextDate::Between(first, last),
            None => TextDate::From(first),
        }
    } else if cursor.eat("以降") || cursor.eat("から") || cursor.eat("より") {
        TextDate::From(first)
    } else if cursor.eat("まで") {
        TextDate::Until(first)
    } else {
        TextDate::During(first)
    };
    cursor.at_end().then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        dated_parenthesis(text).map(|date| match date {
            TextDate::During(stamp) => stamp.to_string(),
            TextDate::From(stamp) => format!("{stamp}/.."),
            TextDate::Until(stamp) => format!("../{stamp}"),
            TextDate::Between(first, last) => format!("{first}/{last}"),
        })
    }

    #[test]
    fn a_date_alone_in_parentheses_dates_the_cell() {
        let cases = [
            ("受取 (令和5年1月～)", "2023-01/.."),
            ("公開（2021年10月以降）", "2021-10/.."),
            ("公開（２０２２年２月〜）", "2022-02/.."),
            ("公開(令和 2年10 月)", "2020-10"),
            ("(2024年度から)試行", "FY2024/.."),
            ("試行（令和元年度）", "FY2019"),
            ("新しい制度（令和6年度）", "FY2024"),
            ("試行（令和４年度まで）", "../FY2022"),
            ("支度(～令和 2年6月)", "../2020-06"),
            ("調査（2023年1月～3月）", "2023-01/2023-03"),
            ("調査（2023年11月～2024年2月）", "2023-11/2024-02"),
            ("発足（2023年4月上旬）", "2023-04-early"),
            ("発足（2023年4月1日）", "2023-04-01"),
            ("万博（2025年）", "2025"),
        ];
        for (text, date) in cases {
            assert_eq!(shown(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn a_date_that_is_only_mentioned_does_not() {
        let cases = [
            "令和5年1月から開始",
            "計画（令和3年9月28日決定）に基づく",
            "計画（令和3年9月28日決定）",
            "整備（令和7年度）を目指して推進",
            "整備（①は2021年10月～）",
            "整備（2021年13月）",
            "整備（2021年2月30日）",
            "整備（20210年）",
            "万博は令和7年（2025年）",
            "整備（その1）",
            "整備（",
            "）",
            "",
        ];
        for text in cases {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_may_be_a_date() {
        assert_eq!(crate::time::japanese_date("令和3年12月").unwrap().to_string(), "2021-12");
        assert_eq!(crate::time::japanese_date("令和3年12月版"), None);
    }

    #[test]
    fn headings_name_a_fiscal_year_and_little_else() {
        let heading = |text| year_heading(text).map(|(year, open)| (year.to_string(), open));
        assert_eq!(heading("2021年度 (令和3年度)"), Some(("FY2021".into(), false)));
        assert_eq!(heading("2023年度～ (令和5年度～)"), Some(("FY2023".into(), true)));
        assert_eq!(heading("令和８年度"), Some(("FY2026".into(), false)));
        assert_eq!(heading("2022年度 ※見込み"), Some(("FY2022".into(), false)));
        assert_eq!(heading("2022年度に試行"), None);
        assert_eq!(heading("2022年"), None);
    }
}
