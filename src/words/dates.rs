//! Dates in words, never more exact than they are known.

use crate::model::Language;
use crate::time::{
    Day, EraYear, FiscalYearStart, Interval, IntervalEnd, Precision, Stamp, Tick, TickUnit,
};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month_name(month: u8) -> &'static str {
    MONTHS[usize::from(month.clamp(1, 12)) - 1]
}

/// A day: 2025年3月24日, 24 Mar 2025.
#[must_use]
pub fn day_in_words(day: Day, language: Language) -> String {
    let (year, month, of_month) = day.year_month_day();
    match language {
        Language::Japanese => format!("{year}年{month}月{of_month}日"),
        Language::English => format!("{of_month} {} {year}", month_name(month)),
    }
}

/// A fiscal year: 2021年度, FY2021.
#[must_use]
pub fn fiscal_year_in_words(year: i16, language: Language) -> String {
    match language {
        Language::Japanese => format!("{year}年度"),
        Language::English => format!("FY{year}"),
    }
}

/// A stamp as exactly as it is known: 2023年度, 2024年10月下旬, FY2023, late Oct 2024.
#[must_use]
pub fn stamp_in_words(stamp: Stamp, language: Language) -> String {
    use Language::{English, Japanese};
    let (year, part, sub_part) = (stamp.year(), stamp.part(), stamp.sub_part());
    let fiscal = stamp.is_fiscal();
    match (stamp.precision(), language) {
        (Precision::FiscalYear, _) => fiscal_year_in_words(year, language),
        (Precision::Year, Japanese) => format!("{year}年"),
        (Precision::Year, English) => format!("{year}"),
        (Precision::Half, Japanese) => {
            let half = ["上半期", "下半期"][usize::from(part == 2)];
            format!("{year}年{}{half}", if fiscal { "度" } else { "" })
        }
        (Precision::Half, English) => {
            format!("H{part} {}{year}", if fiscal { "FY" } else { "" })
        }
        (Precision::Quarter, Japanese) => {
            format!("{year}年{}第{part}四半期", if fiscal { "度" } else { "" })
        }
        (Precision::Quarter, English) => {
            format!("Q{part} {}{year}", if fiscal { "FY" } else { "" })
        }
        (Precision::Month, Japanese) => format!("{year}年{part}月"),
        (Precision::Month, English) => format!("{} {year}", month_name(part)),
        (Precision::MonthThird, Japanese) => {
            let third = ["上旬", "中旬", "下旬"][usize::from(sub_part.clamp(1, 3)) - 1];
            format!("{year}年{part}月{third}")
        }
        (Precision::MonthThird, English) => {
            let third = ["early", "mid", "late"][usize::from(sub_part.clamp(1, 3)) - 1];
            format!("{third} {} {year}", month_name(part))
        }
        (Precision::Day, Japanese) => format!("{year}年{part}月{sub_part}日"),
        (Precision::Day, English) => format!("{sub_part} {} {year}", month_name(part)),
    }
}

/// An interval as exactly as it is known: 2021～2023年度, 2023年1月～, FY2021–FY2023, from Jan 2023.
#[must_use]
pub fn interval_in_words(interval: Interval, language: Language) -> String {
    let start = interval.start();
    let first = stamp_in_words(start, language);
    match (interval.end(), language) {
        (IntervalEnd::Open, Language::Japanese) => format!("{first}～"),
        (IntervalEnd::Open, Language::English) => format!("from {first}"),
        (IntervalEnd::With(end), _) if end == start => first,
        (IntervalEnd::With(end), Language::Japanese) => {
            let both_fiscal_years = start.precision() == Precision::FiscalYear
                && end.precision() == Precision::FiscalYear;
            let last = stamp_in_words(end, language);
            if both_fiscal_years {
                format!("{}～{last}", start.year())
            } else {
                format!("{first}～{last}")
            }
        }
        (IntervalEnd::With(end), Language::English) => {
            format!("{first}–{}", stamp_in_words(end, language))
        }
    }
}

/// The days that an interval can cover: 2021年4月1日～2024年3月31日.
#[must_use]
pub fn interval_in_days(interval: Interval, fiscal: FiscalYearStart, language: Language) -> String {
    let first = day_in_words(interval.first_day(fiscal), language);
    let last = interval.last_day(fiscal).map(|day| day_in_words(day, language));
    match (last, language) {
        (Some(last), _) if last == first => first,
        (Some(last), Language::Japanese) => format!("{first}～{last}"),
        (Some(last), Language::English) => format!("{first} – {last}"),
        (None, Language::Japanese) => format!("{first}～"),
        (None, Language::English) => format!("from {first}"),
    }
}

/// The name of a precision.
#[must_use]
pub const fn precision_in_words(precision: Precision, language: Language) -> &'static str {
    match (precision, language) {
        (Precision::Day, Language::Japanese) => "日",
        (Precision::Day, Language::English) => "Day",
        (Precision::MonthThird, Language::Japanese) => "旬",
        (Precision::MonthThird, Language::English) => "Third of a month",
        (Precision::Month, Language::Japanese) => "月",
        (Precision::Month, Language::English) => "Month",
        (Precision::Quarter, Language::Japanese) => "四半期",
        (Precision::Quarter, Language::English) => "Quarter",
        (Precision::Half, Language::Japanese) => "半期",
        (Precision::Half, Language::English) => "Half-year",
        (Precision::Year, Language::Japanese) => "年",
        (Precision::Year, Language::English) => "Year",
        (Precision::FiscalYear, Language::Japanese) => "年度",
        (Precision::FiscalYear, Language::English) => "Fiscal year",
    }
}

/// What a scale writes at a tick: 2021年度, 4–6 (the months of a quarter), 10月, 上旬, 11/23, 24.
#[must_use]
pub fn tick_label(
    unit: TickUnit,
    tick: Tick,
    fiscal: FiscalYearStart,
    language: Language,
) -> String {
    use Language::{English, Japanese};
    let (_, month, of_month) = tick.first.year_month_day();
    match (unit, language) {
        (TickUnit::FiscalYears(1), _) => {
            fiscal_year_in_words(fiscal.fiscal_year_of(tick.first), language)
        }
        (TickUnit::FiscalYears(_), Japanese) => {
            format!("{}年代", fiscal.fiscal_year_of(tick.first))
        }
        (TickUnit::FiscalYears(_), English) => format!("{}s", fiscal.fiscal_year_of(tick.first)),
        (TickUnit::Quarter, _) => {
            let last = (month + 1) % 12 + 1;
            match language {
                Japanese => format!("{month}–{last}"),
                English => format!("{}–{}", month_name(month), month_name(last)),
            }
        }
        (TickUnit::Month, Japanese) => format!("{month}月"),
        (TickUnit::Month, English) => month_name(month).to_owned(),
        (TickUnit::MonthThird, Japanese) => {
            ["上旬", "中旬", "下旬"][usize::from(of_month / 10).min(2)].to_owned()
        }
        (TickUnit::MonthThird, English) => format!("{of_month}–"),
        (TickUnit::Week, Japanese) => format!("{month}/{of_month}"),
        (TickUnit::Week, English) => format!("{of_month} {}", month_name(month)),
        (TickUnit::Day, _) => of_month.to_string(),
    }
}

/// Days from the first to the last: as fiscal years where they are whole ones.
#[must_use]
pub fn days_or_years_in_words(
    (first, last): (Day, Day),
    fiscal: FiscalYearStart,
    language: Language,
) -> String {
    let [first_year, last_year] = [first, last].map(|day| fiscal.fiscal_year_of(day));
    let are_whole = fiscal.fiscal_year_of(first.plus_days(-1)) != first_year
        && fiscal.fiscal_year_of(last.plus_days(1)) != last_year;
    let [from, to] = if are_whole {
        [first_year, last_year].map(|year| fiscal_year_in_words(year, language))
    } else {
        [first, last].map(|day| day_in_words(day, language))
    };
    match language {
        _ if from == to => from,
        Language::Japanese if are_whole => format!("{first_year}～{to}"),
        Language::Japanese => format!("{from}～{to}"),
        Language::English => format!("{from} to {to}"),
    }
}

/// A period of a scale in full: 2023年度 4–6月, FY2023 Apr–Jun, 2023年度, 2023年5月.
#[must_use]
pub fn period_in_words(
    unit: TickUnit,
    tick: Tick,
    fiscal: FiscalYearStart,
    language: Language,
) -> String {
    let label = tick_label(unit, tick, fiscal, language);
    let stamp =
        |precision| stamp_in_words(Stamp::containing(tick.first, precision, fiscal), language);
    let year = || fiscal_year_in_words(fiscal.fiscal_year_of(tick.first), language);
    match (unit, language) {
        (TickUnit::FiscalYears(_), _) => label,
        (TickUnit::Quarter, Language::Japanese) => format!("{} {label}月", year()),
        (TickUnit::Quarter, Language::English) => format!("{} {label}", year()),
        (TickUnit::Month, _) => stamp(Precision::Month),
        (TickUnit::MonthThird, _) => stamp(Precision::MonthThird),
        (TickUnit::Week, _) => {
            days_or_years_in_words((tick.first, tick.next.plus_days(-1)), fiscal, language)
        }
        (TickUnit::Day, _) => day_in_words(tick.first, language),
    }
}

/// What a scale writes where [`tick_label`] does not fit: Q1 for Apr–Jun, 21 for FY2021.
#[must_use]
pub fn tick_label_short(unit: TickUnit, tick: Tick, fiscal: FiscalYearStart) -> Option<String> {
    match unit {
        TickUnit::Quarter => Some(format!("Q{}", fiscal.quarter_of(tick.first))),
        TickUnit::FiscalYears(1) => {
            Some(format!("{:02}", fiscal.fiscal_year_of(tick.first).rem_euclid(100)))
        }
        TickUnit::Month => Some(tick.first.year_month_day().1.to_string()),
        _ => None,
    }
}

/// What the upper tier adds behind its label: the era year of a fiscal year, the year of a month.
#[must_use]
pub fn tick_note(
    unit: TickUnit,
    tick: Tick,
    fiscal: FiscalYearStart,
    language: Language,
) -> Option<String> {
    match unit {
        TickUnit::FiscalYears(1) => {
            let era = EraYear::of_fiscal_year(fiscal.fiscal_year_of(tick.first), fiscal)?;
            Some(match language {
                Language::Japanese => era.kanji(),
                Language::English => era.short(),
            })
        }
        TickUnit::Month => {
            let (year, _, _) = tick.first.year_month_day();
            Some(match language {
                Language::Japanese => {
                    let era = EraYear::of_day(tick.first).map(EraYear::kanji).unwrap_or_default();
                    format!("{year}年 {era}")
                }
                Language::English => year.to_string(),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{typed_interval, typed_stamp};
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    proptest! {
        #![proptest_config(Config {
            cases: 2_000,
            rng_seed: RngSeed::Fixed(2021),
            failure_persistence: None,
            ..Config::default()
        })]

        #[test]
        fn intervals_that_are_shown_can_be_typed(
            day in 366_000..3_651_000_i32, unit in 0..7_usize, length in 0..900, open: bool,
        ) {
            let fiscal = FiscalYearStart::APRIL;
            let day = Day::from_number(day);
            let stamp = Stamp::containing(day, Precision::ALL[unit], fiscal);
            let other = Stamp::containing(day.plus_days(length), Precision::ALL[6 - unit], fiscal);
            let end = if open { IntervalEnd::Open } else { IntervalEnd::With(other) };
            let interval = Interval::new(stamp, end, fiscal).unwrap_or(Interval::single(stamp));
            for language in Language::ALL {
                prop_assert_eq!(typed_stamp(&stamp_in_words(stamp, language)), Ok(stamp));
                let words = interval_in_words(interval, language);
                prop_assert_eq!(typed_interval(&words, fiscal), Ok(interval), "{}", words);
            }
        }
    }

    fn words(text: &str) -> [String; 2] {
        let interval = Interval::parse(text, FiscalYearStart::APRIL).unwrap();
        Language::ALL.map(|language| interval_in_words(interval, language))
    }

    #[test]
    fn a_date_is_written_as_exactly_as_it_is_known() {
        assert_eq!(words("FY2023"), ["2023年度", "FY2023"]);
        assert_eq!(words("FY2021/FY2023"), ["2021～2023年度", "FY2021–FY2023"]);
        assert_eq!(words("2023-01/.."), ["2023年1月～", "from Jan 2023"]);
        assert_eq!(words("FY2022-H2"), ["2022年度下半期", "H2 FY2022"]);
        assert_eq!(words("FY2022-Q3"), ["2022年度第3四半期", "Q3 FY2022"]);
        assert_eq!(words("2024-10-late"), ["2024年10月下旬", "late Oct 2024"]);
        assert_eq!(words("2025-03-24"), ["2025年3月24日", "24 Mar 2025"]);
        assert_eq!(words("2022-02/FY2022"), ["2022年2月～2022年度", "Feb 2022–FY2022"]);
    }

    #[test]
    fn what_is_shown_can_be_typed() {
        let written = [
            "FY2023",
            "2023",
            "FY2023-H1",
            "2023-H2",
            "FY2023-Q4",
            "2023-Q1",
            "2023-10",
            "2023-10-early",
            "2023-05-mid",
            "2023-12-late",
            "2023-03-24",
            "1999-01-01",
        ];
        for text in written {
            let stamp: Stamp = text.parse().unwrap();
            for language in Language::ALL {
                let words = stamp_in_words(stamp, language);
                assert_eq!(crate::time::typed_stamp(&words), Ok(stamp), "{words}");
            }
        }
    }

    #[test]
    fn scales_name_fiscal_years_in_both_calendars() {
        let fiscal = FiscalYearStart::APRIL;
        let day = "2019-04-01".parse().unwrap();
        let tick = crate::time::ticks(TickUnit::FiscalYears(1), day, day, fiscal).next().unwrap();
        let unit = TickUnit::FiscalYears(1);
        assert_eq!(tick_label(unit, tick, fiscal, Language::Japanese), "2019年度");
        assert_eq!(tick_note(unit, tick, fiscal, Language::Japanese).unwrap(), "令和元");
        let quarter = crate::time::ticks(TickUnit::Quarter, day, day, fiscal).next().unwrap();
        assert_eq!(tick_label(TickUnit::Quarter, quarter, fiscal, Language::Japanese), "4–6");
        assert_eq!(tick_label(TickUnit::Quarter, quarter, fiscal, Language::English), "Apr–Jun");
    }
}
