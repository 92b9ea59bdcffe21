//! Dates as people type them: `FY2023`, `2023年度`, `R5`, `令和5年10月`, `2023/10/5`, `Oct 2023`.

use super::{FiscalYearStart, Interval, IntervalEnd, IntervalError, Stamp, StampError};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// A longer text is no date, whatever it says.
const MOST_BYTES: usize = 200;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The date that somebody has typed, as exactly as it says and no more.
///
/// It may have the form of the document ([`Stamp`]) or that of the interface in either language,
/// in letters of any width and case, with `-`, `/`, `.` or blanks between its numbers, the year
/// first. An era with a year alone means the fiscal year: `R5` is 令和5年度. Spreadsheets write
/// `Oct-23` and `5-Oct-23`; their years are those from 1930 to 2029.
///
/// # Errors
/// If the text is no date, or if there is no such day, month, quarter or half.
pub fn typed_stamp(text: &str) -> Result<Stamp, StampError> {
    if let Ok(stamp) = text.trim().parse() {
        return Ok(stamp);
    }
    if text.len() > MOST_BYTES {
        return Err(StampError::Form);
    }
    let parts = Parts::read(&with_whole_year(text)).ok_or(StampError::Form)?;
    parts.in_form_of_document().ok_or(StampError::Form)?.parse()
}

/// The interval that somebody has written: one period as [`typed_stamp`] reads it, or two with a
/// wave, a dash or "to" between them (`2021～2023年度`), or one with an open end (`2023年1月～`,
/// `from Jan 2023`).
///
/// # Errors
/// If it is none of these, or ends before it starts.
pub fn typed_interval(text: &str, fiscal: FiscalYearStart) -> Result<Interval, IntervalError> {
    let outcome = Interval::parse(text.trim(), fiscal);
    if !matches!(outcome, Err(IntervalError::Stamp(StampError::Form))) || text.len() > MOST_BYTES {
        return outcome;
    }
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let text = text.trim();
    if let Some(start) = text.strip_prefix("from ") {
        return Interval::new(typed_stamp(start)?, IntervalEnd::Open, fiscal);
    }
    // A slash and a hyphen also stand inside of dates.
    let between = ["~", "〜", "∼", "–", "—", "→", " to ", " - ", "から", "/.."];
    let cut = between.iter().find_map(|sign| text.split_once(sign));
    let Some((start, end)) = cut else { return Ok(Interval::single(typed_stamp(text)?)) };
    let end = end.trim_end_matches("まで").trim();
    if matches!(end, "" | "..") {
        return Interval::new(typed_stamp(start)?, IntervalEnd::Open, fiscal);
    }
    let end = typed_stamp(end)?;
    // 2021～2023年度 says twice what its years are.
    let is_bare = start.trim().bytes().all(|byte| byte.is_ascii_digit());
    let fiscal_years = end.is_fiscal() && end.part() == 0;
    let start = typed_stamp(start)?;
    let start = if is_bare && fiscal_years { Stamp::fiscal_year(start.year()) } else { start };
    Interval::new(start, IntervalEnd::With(end), fiscal)
}

/// The text with all four digits of a year that stands behind the name of a month and a hyphen.
fn with_whole_year(text: &str) -> Cow<'_, str> {
    let Some((before, year)) = text.trim().rsplit_once('-') else { return text.into() };
    let is_year = year.len() == 2 && year.bytes().all(|byte| byte.is_ascii_digit());
    if !is_year || !before.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return text.into();
    }
    let century = if year < "30" { 20 } else { 19 };
    format!("{before} {century}{year}").into()
}

/// What a typed date consists of, in whatever order it was typed.
#[derive(Debug, Default)]
struct Parts {
    year: Option<u32>,
    is_fiscal: bool,
    /// Whether the year was counted in an era.
    is_of_era: bool,
    /// Whether the word 年 follows the year, which then is a calendar year.
    is_calendar: bool,
    half: Option<u32>,
    quarter: Option<u32>,
    month_by_name: Option<u32>,
    third: Option<&'static str>,
    /// The other numbers in their order: month and day, or the day alone.
    numbers: Vec<u32>,
}

impl Parts {
    fn read(text: &str) -> Option<Self> {
        let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
        let tokens = tokens(&text)?;
        let has_long_year = tokens.iter().any(|token| is_long(token));
        let mut parts = Self::default();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            let mut next = || rest.next().and_then(number);
            match token {
                "fy" | "年度" => parts.is_fiscal = true,
                "年" => parts.is_calendar = true,
                "月" | "日" | "第" => {}
                "q" => parts.quarter = Some(next()?),
                "h" if has_long_year => parts.half = Some(next()?),
                "四半期" => parts.quarter = Some(parts.numbers.pop()?),
                "上半期" | "上期" => parts.half = Some(1),
                "下半期" | "下期" => parts.half = Some(2),
                "early" | "上旬" => parts.third = Some("early"),
                "mid" | "中旬" => parts.third = Some("mid"),
                "late" | "下旬" => parts.third = Some("late"),
                "r" | "令和" | "h" | "平成" | "s" | "昭和" if parts.year.is_none() => {
                    let year_zero = match token {
                        "r" | "令和" => 2018,
                        "h" | "平成" => 1988,
                        _ => 1925,
                    };
                    let year = next().filter(|year| (1..=99).contains(year))?;
                    (parts.year, parts.is_of_era) = (Some(year_zero + year), true);
                }
                _ if is_long(token) && parts.year.is_none() => {
                    // Numbers before the year are a day only where a month has its name.
                    if !parts.numbers.is_empty() && parts.month_by_name.is_none() {
                        return None;
                    }
                    parts.year = number(token);
                }
                _ => match MONTHS.iter().position(|month| token.starts_with(month)) {
                    Some(month) => parts.month_by_name = u32::try_from(month + 1).ok(),
                    None => parts.numbers.push(number(token)?),
                },
            }
        }
        Some(parts)
    }

    /// The date as files write it; `None` if its parts do not belong together.
    fn in_form_of_document(&self) -> Option<String> {
        let year = self.year?;
        let mut numbers = self.numbers.iter();
        let month = self.month_by_name.or_else(|| numbers.next().copied());
        let day = numbers.next();
        let is_too_much = numbers.next().is_some();
        let part = match (self.half, self.quarter, month, self.third, day) {
            _ if is_too_much => return None,
            (None, None, None, None, None) => {
                let is_fiscal = self.is_fiscal || self.is_of_era && !self.is_calendar;
                return Some(format!("{}{year:04}", if is_fiscal { "FY" } else { "" }));
            }
            (Some(half), None, None, None, None) => format!("-H{half}"),
            (None, Some(quarter), None, None, None) => format!("-Q{quarter}"),
            // A month of a fiscal year may belong to the next calendar year; nobody says so.
            _ if self.is_fiscal => return None,
            (None, None, Some(month), None, None) => format!("-{month:02}"),
            (None, None, Some(month), Some(third), None) => format!("-{month:02}-{third}"),
            (None, None, Some(month), None, Some(day)) => format!("-{month:02}-{day:02}"),
            _ => return None,
        };
        Some(format!("{}{year:04}{part}", if self.is_fiscal { "FY" } else { "" }))
    }
}

/// Numbers, words of Latin letters and the known words of kanji; `None` if anything else is there.
fn tokens(text: &str) -> Option<Vec<&str>> {
    const KANJI: [&str; 17] = [
        "年度",
        "年",
        "月",
        "日",
        "第",
        "四半期",
        "上半期",
        "下半期",
        "上期",
        "下期",
        "上旬",
        "中旬",
        "下旬",
        "令和",
        "平成",
        "昭和",
        "元",
    ];
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |is_part: fn(&char) -> bool| {
            rest.chars().take_while(is_part).map(char::len_utf8).sum::<usize>()
        };
        let length = if first.is_ascii_digit() {
            run(char::is_ascii_digit)
        } else if first.is_ascii_alphabetic() {
            run(char::is_ascii_alphabetic)
        } else if first.is_whitespace() || matches!(first, '-' | '/' | '.' | ',') {
            rest = &rest[first.len_utf8()..];
            continue;
        } else {
            KANJI.iter().find(|word| rest.starts_with(**word))?.len()
        };
        let (token, behind) = rest.split_at(length);
        tokens.push(token);
        rest = behind;
    }
    Some(tokens)
}

fn number(token: &str) -> Option<u32> {
    if token == "元" { Some(1) } else { token.parse().ok().filter(|number| *number <= 9999) }
}

/// Whether a token is a year of four digits.
fn is_long(token: &str) -> bool {
    token.len() == 4 && token.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    #[test]
    fn dates_are_read_as_people_type_them() {
        for (text, stamp) in [
            ("FY2023", "FY2023"),
            ("fy2023", "FY2023"),
            ("２０２３年度", "FY2023"),
            ("R5", "FY2023"),
            ("r5年度", "FY2023"),
            ("令和5年", "2023"),
            ("令和元年10月", "2019-10"),
            ("H31.4.30", "2019-04-30"),
            ("2023", "2023"),
            ("2023-10", "2023-10"),
            ("2023/4", "2023-04"),
            ("2023.10.5", "2023-10-05"),
            ("2023年10月下旬", "2023-10-late"),
            ("2023年度上期", "FY2023-H1"),
            ("H2 2023", "2023-H2"),
            ("fy2023 q3", "FY2023-Q3"),
            ("2023年度第3四半期", "FY2023-Q3"),
            ("October 2023", "2023-10"),
            ("5 Oct 2023", "2023-10-05"),
            ("late Oct 2023", "2023-10-late"),
            ("Oct-23", "2023-10"),
            ("5-Oct-99", "1999-10-05"),
            (" 2023-10-05 ", "2023-10-05"),
        ] {
            assert_eq!(typed_stamp(text).map(|it| it.to_string()), Ok(stamp.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        for text in [
            "",
            "10",
            "5/10/2023",
            "23/10",
            "2023年度10月",
            "いつか",
            "2023 q",
            "R",
            "R0",
            "Oct",
            "2023-10-05-06",
            "2023 Q3 Oct",
            "2023 2024",
            "99999",
            "R5年度10月",
            "2023/late",
            "5-10-23",
            "Oct 23",
        ] {
            assert_eq!(typed_stamp(text), Err(StampError::Form), "{text}");
        }
        for text in ["2023/13", "2023-2-30", "2023 Q5", "2023 H3"] {
            assert_eq!(typed_stamp(text), Err(StampError::NoSuchPeriod), "{text}");
        }
        assert_eq!(typed_stamp("0000"), Err(StampError::Year));
    }

    #[test]
    fn intervals_have_two_ends_or_an_open_one() {
        let read = |text: &str| {
            let interval = typed_interval(text, FiscalYearStart::APRIL);
            interval.map_or_else(|error| format!("{error:?}"), |it| it.to_string())
        };
        for (text, interval) in [
            ("2021～2023年度", "FY2021/FY2023"),
            ("2021〜2023", "2021/2023"),
            ("FY2021/FY2023", "FY2021/FY2023"),
            ("2023/10", "2023-10"),
            ("2023/10/05 - 2023/12/01", "2023-10-05/2023-12-01"),
            ("Oct 2023 to FY2024", "2023-10/FY2024"),
            ("2023年1月～", "2023-01/.."),
            ("2023年1月から", "2023-01/.."),
            ("2023年1月から3月まで", "Stamp(Form)"),
            ("from Jan 2023", "2023-01/.."),
            ("2023/10/05/..", "2023-10-05/.."),
            ("2024～2023", "EndsBeforeStart"),
            ("～2023", "Stamp(Form)"),
        ] {
            assert_eq!(read(text), interval, "{text}");
        }
    }

    proptest! {
        #![proptest_config(Config {
            cases: 2_000,
            rng_seed: RngSeed::Fixed(2021),
            failure_persistence: None,
            ..Config::default()
        })]

        #[test]
        fn no_text_is_too_strange(text in "[0-9年度月日上下旬半期第四HQFYa-z/~ .,～-]{0,24}|\\PC{0,40}") {
            let _ = typed_interval(&text, FiscalYearStart::APRIL);
            let _ = typed_stamp(&text);
        }
    }
}
