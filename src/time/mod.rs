//! Days, stamps that know how exact they are, fiscal years, 和暦 and the ticks of a time scale.
//!
//! This module knows nothing of the rest of the crate, and it never asks what
//! today is: callers pass days in.

mod day;
mod era;
mod shift;
mod stamp;
mod ticks;
mod typed;
mod written;

pub use day::{Day, DayOutOfRange};
pub use era::{Era, EraYear};
pub use stamp::{Interval, IntervalEnd, IntervalError, Precision, Stamp, StampError};
pub use ticks::{Tick, TickUnit, ticks};
pub use typed::{typed_interval, typed_stamp};
pub use written::{DateReader, digit, japanese_date};

/// The month in which a fiscal year begins: 1 (calendar year) to 12; Japan's is 4.
///
/// Fiscal year N is the year that *begins* in calendar year N.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiscalYearStart(u8);

impl FiscalYearStart {
    /// Japan's fiscal year, 1 April to 31 March.
    pub const APRIL: Self = Self(4);

    /// Returns `None` unless `month` is 1 to 12.
    #[must_use]
    pub const fn new(month: u8) -> Option<Self> {
        if month >= 1 && month <= 12 { Some(Self(month)) } else { None }
    }

    /// The month as a number, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.0
    }

    /// The fiscal year that `day` lies in.
    #[must_use]
    pub fn fiscal_year_of(self, day: Day) -> i16 {
        let (year, month, _) = day.year_month_day();
        if month >= self.0 { year } else { year - 1 }
    }

    /// The quarter, 1 to 4, of the fiscal year that `day` lies in.
    #[must_use]
    pub fn quarter_of(self, day: Day) -> u8 {
        let (_, month, _) = day.year_month_day();
        (month + 12 - self.0) % 12 / 3 + 1
    }

    /// The first day of the `months`-th month after the beginning of `fiscal_year`.
    ///
    /// Days before year 1 or after year 9999 are clamped to the range of [`Day`].
    #[must_use]
    pub fn month_of(self, fiscal_year: i16, months: u8) -> Day {
        let index = i32::from(self.0) - 1 + i32::from(months);
        Day::first_of_month(i32::from(fiscal_year) * 12 + index)
    }
}

impl Default for FiscalYearStart {
    fn default() -> Self {
        Self::APRIL
    }
}
