//! A calendar day as one small integer.

use chrono::{Datelike, NaiveDate};
use std::fmt;

/// A day of the proleptic Gregorian calendar, years 1 to 9999.
///
/// The number inside counts days from 0001-01-01 (which is 1), as
/// `chrono::Datelike::num_days_from_ce` does. Days are whole: a span of days
/// always includes both its first and its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A date that is not in years 1 to 9999 or does not exist in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar day in years 1 to 9999")]
pub struct DayOutOfRange;

impl Day {
    /// 0001-01-01.
    pub const MIN: Self = Self(1);
    /// 9999-12-31.
    pub const MAX: Self = Self(3_652_059);

    /// The day with this date.
    ///
    /// # Errors
    /// If the date does not exist or its year is not 1 to 9999.
    pub fn from_year_month_day(year: i16, month: u8, day: u8) -> Result<Self, DayOutOfRange> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
            return Err(DayOutOfRange);
        }
        let month_number = i32::from(year) * 12 + i32::from(month) - 1;
        let first = number_of_first(month_number.cast_unsigned());
        let is_day = match day {
            0 => false,
            1..=28 => true,
            _ => i32::from(day) <= number_of_first(month_number.cast_unsigned() + 1) - first,
        };
        if is_day { Ok(Self(first + i32::from(day) - 1)) } else { Err(DayOutOfRange) }
    }

    /// The day with this number (0001-01-01 is 1), clamped to years 1 to 9999.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        Self(number.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Days since 0000-12-31: 0001-01-01 is 1.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    ///
    /// # Panics
    /// Never: a day lies in years 1 to 9999.
    #[must_use]
    pub fn year_month_day(self) -> (i16, u8, u8) {
        let date = self.date();
        let year = i16::try_from(date.year()).expect("a Day lies in years 1 to 9999");
        let month = u8::try_from(date.month()).expect("months are 1 to 12");
        let day = u8::try_from(date.day()).expect("days of a month are 1 to 31");
        (year, month, day)
    }

    /// The first day of a month, counted in months since January of year 0.
    /// Months outside years 1 to 9999 are clamped to [`Day::MIN`] and [`Day::MAX`].
    #[must_use]
    pub fn first_of_month(month_number: i32) -> Self {
        match month_number {
            ..12 => Self::MIN,
            12..120_000 => Self(number_of_first(month_number.cast_unsigned())),
            120_000.. => Self::MAX,
        }
    }

    /// Months since January of year 0; the inverse of [`Day::first_of_month`].
    #[must_use]
    pub fn month_number(self) -> i32 {
        let (year, month, _) = self.year_month_day();
        i32::from(year) * 12 + i32::from(month) - 1
    }

    /// The day `days` later (earlier if negative), clamped to years 1 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_number(self.0.saturating_add(days))
    }

    /// Days since the last Monday: 0 for Monday to 6 for Sunday.
    ///
    /// # Panics
    /// Never: the remainder is less than 7.
    #[must_use]
    pub fn days_since_monday(self) -> u8 {
        // 0001-01-01, number 1, was a Monday.
        u8::try_from((self.0 - 1).rem_euclid(7)).expect("rem_euclid(7) is 0 to 6")
    }

    /// The same day as a `chrono` date.
    ///
    /// # Panics
    /// Never: `chrono` knows all days of years 1 to 9999.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).expect("a Day lies in years 1 to 9999")
    }
}

/// The number of the first day of a month, counted in months since January of year 0; from
/// year 1 on.
///
/// Written out, because plans of a million tasks ask for millions of days at once.
fn number_of_first(month_number: u32) -> i32 {
    const BEFORE_MONTH: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let (year, month) = (month_number / 12, (month_number % 12) as usize);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let before = year - 1;
    let of_years = before * 365 + before / 4 - before / 100 + before / 400;
    (of_years + BEFORE_MONTH[month] + u32::from(is_leap && month >= 2) + 1).cast_signed()
}

impl From<NaiveDate> for Day {
    /// Dates outside years 1 to 9999 are clamped.
    fn from(date: NaiveDate) -> Self {
        Self::from_number(date.num_days_from_ce())
    }
}

impl std::str::FromStr for Day {
    type Err = DayOutOfRange;

    /// Reads `YYYY-MM-DD`, exactly four, two and two digits.
    fn from_str(text: &str) -> Result<Self, DayOutOfRange> {
        let digits = |range: std::ops::Range<usize>| -> Option<u16> {
            let part = text.get(range)?;
            if part.bytes().all(|byte| byte.is_ascii_digit()) { part.parse().ok() } else { None }
        };
        let parts = || {
            let bytes = text.as_bytes();
            if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
                return None;
            }
            let year = i16::try_from(digits(0..4)?).ok()?;
            let month = u8::try_from(digits(5..7)?).ok()?;
            let day = u8::try_from(digits(8..10)?).ok()?;
            Some((year, month, day))
        };
        let (year, month, day) = parts().ok_or(DayOutOfRange)?;
        Self::from_year_month_day(year, month, day)
    }
}

impl fmt::Display for Day {
    /// Writes ISO 8601, `YYYY-MM-DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.year_month_day();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_the_days_they_claim_to_be() {
        assert_eq!(Day::MIN.to_string(), "0001-01-01");
        assert_eq!(Day::MAX.to_string(), "9999-12-31");
        assert_eq!("10000-01-01".parse::<Day>(), Err(DayOutOfRange));
        assert_eq!("0000-12-31".parse::<Day>(), Err(DayOutOfRange));
    }

    #[test]
    fn only_real_dates_in_iso_form_are_read() {
        assert_eq!("2024-02-29".parse::<Day>().unwrap().to_string(), "2024-02-29");
        for wrong in ["2023-02-29", "2024-2-9", "+024-02-09", "2024/02/09", "２０２４-02-09", ""]
        {
            assert_eq!(wrong.parse::<Day>(), Err(DayOutOfRange), "{wrong}");
        }
    }

    #[test]
    fn every_day_has_the_number_that_chrono_gives_it() {
        for number in Day::MIN.number()..=Day::MAX.number() {
            let (year, month, day) = Day(number).year_month_day();
            assert_eq!(Day::from_year_month_day(year, month, day), Ok(Day(number)));
        }
        for (year, month, day) in [(2023, 2, 29), (1900, 2, 29), (2021, 13, 1), (2021, 4, 31)] {
            assert_eq!(Day::from_year_month_day(year, month, day), Err(DayOutOfRange));
        }
        assert_eq!(Day::from_year_month_day(2021, 0, 1), Err(DayOutOfRange));
        assert_eq!(Day::from_year_month_day(2021, 1, 0), Err(DayOutOfRange));
    }

    #[test]
    fn weekdays_count_from_monday() {
        assert_eq!("2026-11-23".parse::<Day>().unwrap().days_since_monday(), 0);
        assert_eq!("2026-11-22".parse::<Day>().unwrap().days_since_monday(), 6);
    }

    #[test]
    fn months_are_clamped_to_the_range() {
        assert_eq!(Day::first_of_month(-5), Day::MIN);
        assert_eq!(Day::first_of_month(12 * 10_000), Day::MAX);
        let day = "2021-12-24".parse::<Day>().unwrap();
        assert_eq!(Day::first_of_month(day.month_number()).to_string(), "2021-12-01");
    }
}
