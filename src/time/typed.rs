//! Dates as people type them and as spreadsheets show them.

use super::{FiscalYearStart, Interval, IntervalEnd, IntervalError, Stamp, StampError};
use unicode_normalization::UnicodeNormalization as _;

/// A longer text is no date, whatever it says.
const MOST_BYTES: usize = 200;

/// The period that somebody has written: in the form of the document (`FY2023`, `2023-10-late`),
/// in the words of the interface (`2023年度第3四半期`, `Q3 FY2023`, `late Oct 2023`), in 和暦
/// (`令和5年10月`, `R5.10.5`) or as spreadsheets show dates (`2023/10/05`, `5-Oct-23`, `Oct-23`).
///
/// Width and case of the characters count for nothing. A year of two digits is one from 1930 to
/// 2029, as in spreadsheets. Days and months in the order of a country, like `10/5/2023`, are not
/// guessed.
///
/// # Errors
/// If it is none of these, or there is no such period.
pub fn typed_stamp(text: &str) -> Result<Stamp, StampError> {
    match text.trim().parse() {
        Err(StampError::Form) if text.len() <= MOST_BYTES => stamp(&normal(text)),
        outcome => outcome,
    }
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
    let text = normal(text);
    if let Some(start) = text.strip_prefix("from ") {
        return Interval::new(stamp(start)?, IntervalEnd::Open, fiscal);
    }
    // A slash and a hyphen also stand inside of dates.
    let between = ["~", "–", "—", "→", " to ", " - ", "から", "/.."];
    let cut = between.iter().filter_map(|sign| text.split_once(sign)).next();
    let Some((start, end)) = cut else { return Ok(Interval::single(stamp(&text)?)) };
    let end = end.trim_end_matches("まで").trim();
    if matches!(end, "" | "..") {
        return Interval::new(stamp(start)?, IntervalEnd::Open, fiscal);
    }
    let end = stamp(end)?;
    // 2021～2023年度 says twice what its years are.
    let is_bare = start.trim().bytes().all(|byte| byte.is_ascii_digit());
    let fiscal_years = end.is_fiscal() && end.part() == 0;
    let start = stamp(start)?;
    let start = if is_bare && fiscal_years { Stamp::fiscal_year(start.year()) } else { start };
    Interval::new(start, IntervalEnd::With(end), fiscal)
}

/// One width and one case, one character for each wave, and no first years of an era.
fn normal(text: &str) -> String {
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    text.trim().replace(['〜', '～', '∼'], "~").replace("元年", "1年")
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    /// A number and how many digits it has.
    Number(u16, usize),
    /// Letters of one kind, in lower case.
    Word(&'a str),
    /// What parts numbers.
    Sign,
}

fn stamp(text: &str) -> Result<Stamp, StampError> {
    use Part::{Number, Sign, Word};
    let mut parts = parts(text).ok_or(StampError::Form)?;
    with_christian_year(&mut parts)?;
    let built = match parts[..] {
        [Word("fy"), Number(y, n)] | [Number(y, n), Word("年度")] => {
            format!("FY{:04}", year(y, n)?)
        }
        [Number(y, n @ 3..), Word("年")] | [Number(y, n @ 4)] => format!("{:04}", year(y, n)?),
        [Number(y, n), Word(word), ref rest @ ..]
            if word.starts_with('年') && !matches!(word, "年" | "年度") =>
        {
            let fiscal = if word.starts_with("年度") { "FY" } else { "" };
            let part = match (word.trim_start_matches("年度").trim_start_matches('年'), rest) {
                ("上半期" | "上期", []) => "H1".to_owned(),
                ("下半期" | "下期", []) => "H2".to_owned(),
                ("第", [Number(q, 1), Word("四半期")]) => format!("Q{q}"),
                _ => return Err(StampError::Form),
            };
            format!("{fiscal}{:04}-{part}", year(y, n)?)
        }
        [Word(part @ ("h" | "q")), Number(number, 1), ref rest @ ..]
        | [ref rest @ .., Sign, Word(part @ ("h" | "q")), Number(number, 1)]
        | [ref rest @ .., Word(part @ ("h" | "q")), Number(number, 1)] => {
            let (fiscal, y, n) = match *rest {
                [Word("fy"), Number(y, n)] | [Number(y, n), Word("年度")] => ("FY", y, n),
                [Number(y, n @ 4)] | [Number(y, n), Word("年")] => ("", y, n),
                _ => return Err(StampError::Form),
            };
            format!("{fiscal}{:04}-{}{number}", year(y, n)?, part.to_uppercase())
        }
        [Number(y, n), Word("年"), Number(m, 1 | 2), Word(word)] => {
            let third = match word {
                "月" => "",
                "月上旬" | "月初旬" => "-early",
                "月中旬" => "-mid",
                "月下旬" => "-late",
                _ => return Err(StampError::Form),
            };
            format!("{:04}-{m:02}{third}", year(y, n)?)
        }
        [Number(y, n), Word("年"), Number(m, 1 | 2), Word("月"), Number(d, 1 | 2), Word("日")] =>
        {
            format!("{:04}-{m:02}-{d:02}", year(y, n)?)
        }
        [Number(y, 4), Sign, Number(m, 1 | 2)] => format!("{y:04}-{m:02}"),
        [Number(y, 4), Sign, Number(m, 1 | 2), Sign, Number(d, 1 | 2)] => {
            format!("{y:04}-{m:02}-{d:02}")
        }
        [Word(name), Number(y, n @ 3..)] | [Word(name), Sign, Number(y, n)] => {
            format!("{:04}-{:02}", year(y, n)?, month(name)?)
        }
        [Word(third @ ("early" | "mid" | "late")), Word(name), Number(y, n)] => {
            format!("{:04}-{:02}-{third}", year(y, n)?, month(name)?)
        }
        [Number(d, 1 | 2), Word(name), Number(y, n)]
        | [Number(d, 1 | 2), Sign, Word(name), Sign, Number(y, n)]
        | [Word(name), Number(d, 1 | 2), Number(y, n)] => {
            format!("{:04}-{:02}-{d:02}", year(y, n)?, month(name)?)
        }
        _ => return Err(StampError::Form),
    };
    built.parse()
}

/// Cuts a text where its kind of character changes; `None` if it cannot be a date.
fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    #[derive(PartialEq)]
    enum Kind {
        Digit,
        Letter,
        Kana,
        Sign,
        Nothing,
    }
    let kind = |c: char| match c {
        '0'..='9' => Kind::Digit,
        'a'..='z' => Kind::Letter,
        '-' | '/' | '.' => Kind::Sign,
        ' ' | ',' | '\u{3000}' => Kind::Nothing,
        _ => Kind::Kana,
    };
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_other = |c: char| kind(c) != kind(first);
        let (part, behind) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
        rest = behind;
        match kind(first) {
            Kind::Digit if part.len() > 4 => return None,
            Kind::Digit => parts.push(Part::Number(part.parse().ok()?, part.len())),
            Kind::Letter | Kind::Kana => parts.push(Part::Word(part)),
            Kind::Sign if part.len() > 1 => return None,
            Kind::Sign => parts.push(Part::Sign),
            Kind::Nothing => {}
        }
    }
    Some(parts)
}

/// Puts the year of our calendar in the place of an era and its year: 令和5, R5.
fn with_christian_year(parts: &mut Vec<Part<'_>>) -> Result<(), StampError> {
    let [Part::Word(era), Part::Number(year, 1 | 2), ref rest @ ..] = parts[..] else {
        return Ok(());
    };
    let year_zero = match (era, rest.first()) {
        ("令和", _) | ("r", Some(Part::Sign)) => 2018,
        ("平成", _) | ("h", Some(Part::Sign)) => 1988,
        ("昭和", _) | ("s", Some(Part::Sign)) => 1925,
        _ => return Ok(()),
    };
    if year == 0 {
        return Err(StampError::Year);
    }
    parts.splice(..2, [Part::Number(year_zero + year, 4)]);
    Ok(())
}

/// A year by its number and how many digits it was written with.
fn year(number: u16, digits: usize) -> Result<u16, StampError> {
    match digits {
        3 | 4 => Ok(number),
        2 if number < 30 => Ok(2000 + number),
        2 => Ok(1900 + number),
        _ => Err(StampError::Form),
    }
}

/// The number of a month by its English name or the first three letters of it.
fn month(name: &str) -> Result<usize, StampError> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_it = |it: &str| name == it || *name == it[..3] || (name == "sept" && it == "september");
    NAMES.iter().position(|it| is_it(it)).map(|at| at + 1).ok_or(StampError::Form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    fn read(text: &str) -> String {
        typed_stamp(text).map_or_else(|error| format!("{error:?}"), |stamp| stamp.to_string())
    }

    #[test]
    fn people_and_spreadsheets_write_dates_in_many_forms() {
        for (text, stamp) in [
            ("FY2023", "FY2023"),
            (" fy 2023 ", "FY2023"),
            ("2023年度", "FY2023"),
            ("令和5年度", "FY2023"),
            ("令和元年度", "FY2019"),
            ("２０２３／１０／５", "2023-10-05"),
            ("2023/10/05", "2023-10-05"),
            ("2023.10.5", "2023-10-05"),
            ("2023/10", "2023-10"),
            ("令和5年10月", "2023-10"),
            ("R5.10.5", "2023-10-05"),
            ("H30.4.30", "2018-04-30"),
            ("平成31年4月30日", "2019-04-30"),
            ("5-Oct-23", "2023-10-05"),
            ("Oct-23", "2023-10"),
            ("October 5, 2023", "2023-10-05"),
            ("Q3 FY2022", "FY2022-Q3"),
            ("2022-q3", "2022-Q3"),
            ("fy2022-h1", "FY2022-H1"),
            ("2022年度 下半期", "FY2022-H2"),
            ("2022年第3四半期", "2022-Q3"),
            ("2024年10月下旬", "2024-10-late"),
            ("late Oct 2024", "2024-10-late"),
        ] {
            assert_eq!(read(text), stamp, "{text}");
        }
        for text in ["", "10/5/2023", "5", "2023年度まで", "来年", "2023-10-05-01", "Foo 2023"]
        {
            assert_eq!(read(text), "Form", "{text}");
        }
        assert_eq!(read("2023/13/01"), "NoSuchPeriod");
        assert_eq!(read("2023年2月30日"), "NoSuchPeriod");
        assert_eq!(read("令和0年"), "Year");
        assert_eq!(read(&"2023".repeat(100_000)), "Form");
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
