//! Stamps and intervals: dates that say how exact they are.

use super::{Day, FiscalYearStart};
use std::fmt;
use std::str::FromStr;

/// How exact a date is, from the finest to the coarsest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day.
    Day,
    /// A third of a month: 上旬, 中旬 or 下旬.
    MonthThird,
    /// A calendar month.
    Month,
    /// A quarter of a calendar or fiscal year.
    Quarter,
    /// A half of a calendar or fiscal year.
    Half,
    /// A calendar year.
    Year,
    /// A fiscal year.
    FiscalYear,
}

impl Precision {
    /// All precisions, finest first.
    pub const ALL: [Self; 7] = [
        Self::Day,
        Self::MonthThird,
        Self::Month,
        Self::Quarter,
        Self::Half,
        Self::Year,
        Self::FiscalYear,
    ];
}

/// A named period of the calendar: the whole of it, no less.
///
/// Written `FY2021`, `FY2021-H1`, `FY2021-Q3`, `2021`, `2021-H1`, `2021-Q3`,
/// `2024-10`, `2024-10-late` (`early` 上旬 is days 1–10, `mid` 中旬 11–20,
/// `late` 下旬 the rest) or `2025-03-24`. Years are 1 to 9999, four digits.
/// Only values that have passed [`Stamp::from_str`] or a constructor exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    year: i16,
    precision: Precision,
    /// Half, quarter or month, from 1; for fiscal parts counted within the fiscal year.
    part: u8,
    /// Day of the month, or the third of the month from 1.
    sub_part: u8,
    /// Halves and quarters belong to the fiscal rather than the calendar year.
    fiscal: bool,
}

/// Why a text is not a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StampError {
    /// The text has none of the forms of a stamp.
    #[error(
        "not a date: expected a form like FY2021, FY2021-Q3, 2022-H1, 2023-01, 2024-10-late or 2025-03-24"
    )]
    Form,
    /// The form is right but there is no such month, day, half or quarter.
    #[error("there is no such day, month, quarter or half")]
    NoSuchPeriod,
    /// The year is 0.
    #[error("years go from 0001 to 9999")]
    Year,
}

impl Stamp {
    /// The fiscal year that begins in `year`, which is clamped to 1 to 9999.
    #[must_use]
    pub fn fiscal_year(year: i16) -> Self {
        Self::new(year.clamp(1, 9999), Precision::FiscalYear, 0, 0, true)
    }

    /// A calendar month.
    ///
    /// # Errors
    /// If there is no such month.
    pub fn month(year: i16, month: u8) -> Result<Self, StampError> {
        Self::new(year, Precision::Month, month, 0, false).checked()
    }

    /// A single day.
    #[must_use]
    pub fn day(day: Day) -> Self {
        let (year, month, day) = day.year_month_day();
        Self::new(year, Precision::Day, month, day, false)
    }

    /// The period of a precision that a day lies in; halves and quarters are those of the
    /// fiscal year.
    #[must_use]
    pub fn containing(day: Day, precision: Precision, start: FiscalYearStart) -> Self {
        let (year, month, of_month) = day.year_month_day();
        let fiscal_year = start.fiscal_year_of(day).max(1);
        let quarter = start.quarter_of(day);
        match precision {
            Precision::Day => Self::day(day),
            Precision::MonthThird => {
                let third = (of_month.saturating_sub(1) / 10 + 1).min(3);
                Self::new(year, precision, month, third, false)
            }
            Precision::Month => Self::new(year, precision, month, 0, false),
            Precision::Quarter => Self::new(fiscal_year, precision, quarter, 0, true),
            Precision::Half => Self::new(fiscal_year, precision, quarter.div_ceil(2), 0, true),
            Precision::Year => Self::new(year, precision, 0, 0, false),
            Precision::FiscalYear => Self::fiscal_year(fiscal_year),
        }
    }

    /// The stamp of the same kind at another place, if there is such a period.
    pub(super) fn moved_to(self, year: i16, part: u8, sub_part: u8) -> Option<Self> {
        Self { year, part, sub_part, ..self }.checked().ok()
    }

    const fn new(year: i16, precision: Precision, part: u8, sub_part: u8, fiscal: bool) -> Self {
        Self { year, precision, part, sub_part, fiscal }
    }

    fn checked(self) -> Result<Self, StampError> {
        if !(1..=9999).contains(&self.year) {
            return Err(StampError::Year);
        }
        let parts = match self.precision {
            Precision::Half => 2,
            Precision::Quarter => 4,
            Precision::Month | Precision::MonthThird | Precision::Day => 12,
            Precision::Year | Precision::FiscalYear => return Ok(self),
        };
        let exists = (1..=parts).contains(&self.part)
            && (self.precision != Precision::Day
                || Day::from_year_month_day(self.year, self.part, self.sub_part).is_ok());
        if exists { Ok(self) } else { Err(StampError::NoSuchPeriod) }
    }

    /// How exact this stamp is.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// The year that it names: calendar or fiscal, see [`Stamp::is_fiscal`].
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// Whether [`Stamp::year`] is a fiscal year.
    #[must_use]
    pub const fn is_fiscal(self) -> bool {
        self.fiscal
    }

    /// The half, quarter or month that it names, from 1; 0 for a whole year.
    #[must_use]
    pub const fn part(self) -> u8 {
        self.part
    }

    /// The day of the month, or 1 to 3 for 上旬, 中旬, 下旬; else 0.
    #[must_use]
    pub const fn sub_part(self) -> u8 {
        self.sub_part
    }

    /// The first day of the period.
    ///
    /// # Panics
    /// Never: a stamp is only made of dates that exist.
    #[must_use]
    pub fn first_day(self, start: FiscalYearStart) -> Day {
        let of_month = |day: u8| {
            Day::from_year_month_day(self.year, self.part, day).expect("checked when it was made")
        };
        match self.precision {
            Precision::Day => of_month(self.sub_part),
            Precision::MonthThird => of_month(self.sub_part * 10 - 9),
            Precision::Month => of_month(1),
            Precision::Quarter | Precision::Half | Precision::Year | Precision::FiscalYear => {
                self.months_after(start, 0)
            }
        }
    }

    /// The last day of the period; it belongs to the period.
    #[must_use]
    pub fn last_day(self, start: FiscalYearStart) -> Day {
        let next = match self.precision {
            Precision::Day => return self.first_day(start),
            Precision::MonthThird if self.sub_part < 3 => {
                return self.first_day(start).plus_days(9);
            }
            Precision::MonthThird | Precision::Month => {
                Day::first_of_month(i32::from(self.year) * 12 + i32::from(self.part))
            }
            Precision::Quarter => self.months_after(start, 3),
            Precision::Half => self.months_after(start, 6),
            Precision::Year | Precision::FiscalYear => self.months_after(start, 12),
        };
        if next == Day::MAX { next } else { next.plus_days(-1) }
    }

    /// The first day of the month `months` after the period's beginning; only for
    /// periods that begin with a month of the (fiscal) year.
    fn months_after(self, start: FiscalYearStart, months: u8) -> Day {
        let months_per_part = match self.precision {
            Precision::Quarter => 3,
            Precision::Half => 6,
            _ => 0,
        };
        let before = self.part.saturating_sub(1) * months_per_part;
        if self.fiscal {
            start.month_of(self.year, before + months)
        } else {
            Day::first_of_month(i32::from(self.year) * 12 + i32::from(before + months))
        }
    }
}

impl FromStr for Stamp {
    type Err = StampError;

    fn from_str(text: &str) -> Result<Self, StampError> {
        let (fiscal, rest) = match text.strip_prefix("FY") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (year, rest) = rest.split_at_checked(4).ok_or(StampError::Form)?;
        let year =
            number(year).and_then(|year| i16::try_from(year).ok()).ok_or(StampError::Form)?;
        let new = |precision, part, sub_part| Self::new(year, precision, part, sub_part, fiscal);
        let stamp = match rest.as_bytes() {
            [] if fiscal => new(Precision::FiscalYear, 0, 0),
            [] => new(Precision::Year, 0, 0),
            [b'-', b'H', half @ b'0'..=b'9'] => new(Precision::Half, half - b'0', 0),
            [b'-', b'Q', quarter @ b'0'..=b'9'] => new(Precision::Quarter, quarter - b'0', 0),
            [b'-', ..] if !fiscal => {
                let mut parts = rest[1..].splitn(2, '-');
                let month = parts.next().and_then(two_digits).ok_or(StampError::Form)?;
                match parts.next() {
                    None => new(Precision::Month, month, 0),
                    Some("early") => new(Precision::MonthThird, month, 1),
                    Some("mid") => new(Precision::MonthThird, month, 2),
                    Some("late") => new(Precision::MonthThird, month, 3),
                    Some(day) => {
                        new(Precision::Day, month, two_digits(day).ok_or(StampError::Form)?)
                    }
                }
            }
            _ => return Err(StampError::Form),
        };
        stamp.checked()
    }
}

fn number(digits: &str) -> Option<u16> {
    // `parse` alone would accept a leading plus sign.
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn two_digits(text: &str) -> Option<u8> {
    if text.len() == 2 { number(text).and_then(|number| u8::try_from(number).ok()) } else { None }
}

impl fmt::Display for Stamp {
    /// Writes the form of the document, which [`Stamp::from_str`] reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, precision, part, sub_part, fiscal } = *self;
        if fiscal {
            f.write_str("FY")?;
        }
        write!(f, "{year:04}")?;
        match precision {
            Precision::FiscalYear | Precision::Year => Ok(()),
            Precision::Half => write!(f, "-H{part}"),
            Precision::Quarter => write!(f, "-Q{part}"),
            Precision::Month => write!(f, "-{part:02}"),
            Precision::MonthThird => {
                let third = ["early", "mid", "late"][usize::from(sub_part) - 1];
                write!(f, "-{part:02}-{third}")
            }
            Precision::Day => write!(f, "-{part:02}-{sub_part:02}"),
        }
    }
}

/// Where an interval ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntervalEnd {
    /// With the last day of this period.
    With(Stamp),
    /// The document gives no end (～).
    Open,
}

/// The time that a task takes, as exactly as it is known and no more.
///
/// Written as one stamp (`FY2021`), two with a slash (`FY2021/FY2023`) or with
/// an open end (`2023-01/..`). The end never lies before the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    start: Stamp,
    end: IntervalEnd,
}

/// Why a text or a pair of stamps is not an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntervalError {
    /// One of its stamps is wrong.
    #[error(transparent)]
    Stamp(#[from] StampError),
    /// It would end before it starts.
    #[error("it ends before it starts")]
    EndsBeforeStart,
}

impl Interval {
    /// An interval from the first day of `start` to the last day of `end`.
    ///
    /// # Errors
    /// If the last day of `end` lies before the first day of `start`.
    pub fn new(
        start: Stamp,
        end: IntervalEnd,
        fiscal: FiscalYearStart,
    ) -> Result<Self, IntervalError> {
        if let IntervalEnd::With(end) = end
            && end.last_day(fiscal) < start.first_day(fiscal)
        {
            return Err(IntervalError::EndsBeforeStart);
        }
        Ok(Self { start, end })
    }

    /// The whole period of one stamp.
    #[must_use]
    pub const fn single(stamp: Stamp) -> Self {
        Self { start: stamp, end: IntervalEnd::With(stamp) }
    }

    /// Reads the form of the document.
    ///
    /// # Errors
    /// If the text is not an interval or ends before it starts.
    pub fn parse(text: &str, fiscal: FiscalYearStart) -> Result<Self, IntervalError> {
        match text.split_once('/') {
            None => Ok(Self::single(text.parse()?)),
            Some((start, "..")) => Self::new(start.parse()?, IntervalEnd::Open, fiscal),
            Some((start, end)) => {
                Self::new(start.parse()?, IntervalEnd::With(end.parse()?), fiscal)
            }
        }
    }

    /// The period in which it starts.
    #[must_use]
    pub const fn start(self) -> Stamp {
        self.start
    }

    /// The period in which it ends, or that its end is open.
    #[must_use]
    pub const fn end(self) -> IntervalEnd {
        self.end
    }

    /// Whether the document gives no end.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self.end, IntervalEnd::Open)
    }

    /// The earliest day that it can cover.
    #[must_use]
    pub fn first_day(self, fiscal: FiscalYearStart) -> Day {
        self.start.first_day(fiscal)
    }

    /// The latest day that it can cover; `None` if its end is open.
    #[must_use]
    pub fn last_day(self, fiscal: FiscalYearStart) -> Option<Day> {
        match self.end {
            IntervalEnd::With(stamp) => Some(stamp.last_day(fiscal)),
            IntervalEnd::Open => None,
        }
    }

    /// The coarser precision of its two ends; the start's if the end is open.
    #[must_use]
    pub fn precision(self) -> Precision {
        match self.end {
            IntervalEnd::With(end) => self.start.precision().max(end.precision()),
            IntervalEnd::Open => self.start.precision(),
        }
    }
}

impl fmt::Display for Interval {
    /// Writes the form of the document, which [`Interval::parse`] reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            IntervalEnd::With(end) if end == self.start => write!(f, "{}", self.start),
            IntervalEnd::With(end) => write!(f, "{}/{end}", self.start),
            IntervalEnd::Open => write!(f, "{}/..", self.start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APRIL: FiscalYearStart = FiscalYearStart::APRIL;

    #[track_caller]
    fn days(text: &str) -> (String, String) {
        let stamp: Stamp = text.parse().unwrap();
        assert_eq!(stamp.to_string(), text);
        (stamp.first_day(APRIL).to_string(), stamp.last_day(APRIL).to_string())
    }

    #[test]
    fn a_day_lies_in_the_period_that_contains_it() {
        for start in [APRIL, FiscalYearStart::new(1).unwrap(), FiscalYearStart::new(10).unwrap()] {
            for number in 0..800 {
                let day = Day::from_year_month_day(2023, 1, 1).unwrap().plus_days(number);
                for precision in Precision::ALL {
                    let stamp = Stamp::containing(day, precision, start);
                    assert_eq!(stamp.precision(), precision);
                    let period = stamp.first_day(start)..=stamp.last_day(start);
                    assert!(period.contains(&day), "{day} in {stamp}");
                }
            }
        }
    }

    #[test]
    fn a_stamp_stands_for_its_whole_period() {
        let cases = [
            ("FY2021", "2021-04-01", "2022-03-31"),
            ("FY2021-H1", "2021-04-01", "2021-09-30"),
            ("FY2021-H2", "2021-10-01", "2022-03-31"),
            ("FY2022-Q3", "2022-10-01", "2022-12-31"),
            ("FY2022-Q4", "2023-01-01", "2023-03-31"),
            ("2022", "2022-01-01", "2022-12-31"),
            ("2022-H1", "2022-01-01", "2022-06-30"),
            ("2022-Q2", "2022-04-01", "2022-06-30"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-10-early", "2024-10-01", "2024-10-10"),
            ("2024-10-mid", "2024-10-11", "2024-10-20"),
            ("2024-10-late", "2024-10-21", "2024-10-31"),
            ("2023-02-late", "2023-02-21", "2023-02-28"),
            ("2025-03-24", "2025-03-24", "2025-03-24"),
            ("9999-12", "9999-12-01", "9999-12-31"),
            ("FY9999", "9999-04-01", "9999-12-31"),
        ];
        for (text, first, last) in cases {
            assert_eq!(days(text), (first.to_owned(), last.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_fiscal_year_may_start_in_any_month() {
        let january = FiscalYearStart::new(1).unwrap();
        let stamp: Stamp = "FY2022-Q3".parse().unwrap();
        assert_eq!(stamp.first_day(january).to_string(), "2022-07-01");
        assert_eq!(FiscalYearStart::new(0), None);
        assert_eq!(FiscalYearStart::new(13), None);
    }

    #[test]
    fn what_is_no_stamp_is_refused() {
        use StampError::{Form, NoSuchPeriod, Year};
        let cases = [
            ("", Form),
            ("FY", Form),
            ("FY21", Form),
            ("99999", Form),
            ("FY99999", Form),
            ("FY2021-04", Form),
            ("2021-4", Form),
            ("2021-04-1", Form),
            ("2021-04-latest", Form),
            ("2021-H", Form),
            ("+021", Form),
            ("２０２１", Form),
            ("0000", Year),
            ("2021-00", NoSuchPeriod),
            ("2021-13", NoSuchPeriod),
            ("2021-H3", NoSuchPeriod),
            ("FY2021-Q0", NoSuchPeriod),
            ("2023-02-29", NoSuchPeriod),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Stamp>(), Err(error), "{text}");
        }
    }

    #[test]
    fn intervals_are_read_and_written() {
        for text in ["FY2021", "FY2021/FY2023", "2023-01/..", "2022-02/FY2022"] {
            assert_eq!(Interval::parse(text, APRIL).unwrap().to_string(), text);
        }
        let doubled = Interval::parse("FY2021/FY2021", APRIL).unwrap();
        assert_eq!(doubled.to_string(), "FY2021");
        let backwards = Interval::parse("FY2023/FY2021", APRIL);
        assert_eq!(backwards, Err(IntervalError::EndsBeforeStart));
    }

    #[test]
    fn an_interval_is_as_exact_as_its_coarser_end() {
        let precision = |text| Interval::parse(text, APRIL).unwrap().precision();
        assert_eq!(precision("2022-02/FY2022"), Precision::FiscalYear);
        assert_eq!(precision("2023-01/.."), Precision::Month);
    }

    #[test]
    fn stamps_stay_small() {
        assert_eq!(size_of::<Stamp>(), 6);
        assert!(size_of::<Interval>() <= 14);
    }
}
