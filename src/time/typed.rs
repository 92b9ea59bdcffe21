//! Dates as people type them: `FY2023`, `2023年度`, `R5`, `令和5年10月`, `2023/10/5`, `Oct 2023`.

use super::{Stamp, StampError};
use unicode_normalization::UnicodeNormalization;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The date that somebody has typed, as exactly as it says and no more.
///
/// It may have the form of the document ([`Stamp`]) or that of the interface in either language,
/// in letters of any width and case, with `-`, `/`, `.` or blanks between its numbers, the year
/// first. An era with a year alone means the fiscal year: `R5` is 令和5年度.
///
/// # Errors
/// If the text is no date, or if there is no such day, month, quarter or half.
pub fn typed_stamp(text: &str) -> Result<Stamp, StampError> {
    if let Ok(stamp) = text.trim().parse() {
        return Ok(stamp);
    }
    let parts = Parts::read(text).ok_or(StampError::Form)?;
    parts.in_form_of_document().ok_or(StampError::Form)?.parse()
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
        ] {
            assert_eq!(typed_stamp(text), Err(StampError::Form), "{text}");
        }
        for text in ["2023/13", "2023-2-30", "2023 Q5", "2023 H3"] {
            assert_eq!(typed_stamp(text), Err(StampError::NoSuchPeriod), "{text}");
        }
        assert_eq!(typed_stamp("0000"), Err(StampError::Year));
    }
}
