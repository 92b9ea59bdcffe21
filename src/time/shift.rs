//! Moving stamps and intervals by whole periods of the calendar.

use super::{Day, FiscalYearStart, Interval, IntervalEnd, Precision, Stamp};

impl Precision {
    /// How many days a period takes on average.
    #[must_use]
    pub const fn average_days(self) -> f64 {
        const MONTH: f64 = 365.2425 / 12.0;
        match self {
            Self::Day => 1.0,
            Self::MonthThird => MONTH / 3.0,
            Self::Month => MONTH,
            Self::Quarter => MONTH * 3.0,
            Self::Half => MONTH * 6.0,
            Self::Year | Self::FiscalYear => MONTH * 12.0,
        }
    }

    /// How many months a period takes; `None` for those shorter than a month.
    const fn months(self) -> Option<i32> {
        match self {
            Self::Day | Self::MonthThird => None,
            Self::Month => Some(1),
            Self::Quarter => Some(3),
            Self::Half => Some(6),
            Self::Year | Self::FiscalYear => Some(12),
        }
    }
}

impl Stamp {
    /// The stamp of the same precision that lies so many periods of `unit` later, or earlier if
    /// `count` is negative. A stamp moves by periods of its own at the least, so a finer `unit`
    /// counts as its own precision.
    ///
    /// A day keeps its day of the month, or becomes the last day of a month that is too short; by
    /// thirds of a month it keeps its place within the third. `None` beyond the years 1 to 9999.
    #[must_use]
    pub fn shifted(self, unit: Precision, count: i32) -> Option<Self> {
        let unit = unit.max(self.precision());
        let Some(months) = unit.months() else {
            return match (unit, self.precision()) {
                (Precision::Day, _) => self.by_days(count),
                _ => self.by_thirds(count),
            };
        };
        let months = months.checked_mul(count)?;
        let by_parts = |per_year: i32| {
            let part = i32::from(self.part().max(1)) - 1;
            let number = i32::from(self.year()) * per_year + part;
            let number = number.checked_add(months / (12 / per_year))?;
            let year = i16::try_from(number.div_euclid(per_year)).ok()?;
            let part = u8::try_from(number.rem_euclid(per_year)).ok()? + 1;
            Some((year, part))
        };
        match self.precision() {
            Precision::FiscalYear | Precision::Year => {
                by_parts(1).and_then(|(year, _)| self.moved_to(year, 0, 0))
            }
            Precision::Half => by_parts(2).and_then(|(year, half)| self.moved_to(year, half, 0)),
            Precision::Quarter => by_parts(4).and_then(|(year, part)| self.moved_to(year, part, 0)),
            Precision::Month | Precision::MonthThird => {
                by_parts(12).and_then(|(year, month)| self.moved_to(year, month, self.sub_part()))
            }
            Precision::Day => {
                let (year, month) = by_parts(12)?;
                // At most three steps: months have at least 28 days.
                (28..=self.sub_part().max(28))
                    .rev()
                    .map(|last| self.sub_part().min(last))
                    .find_map(|day| self.moved_to(year, month, day))
            }
        }
    }

    fn by_days(self, count: i32) -> Option<Self> {
        let (year, month, day) = (self.year(), self.part(), self.sub_part());
        let number =
            Day::from_year_month_day(year, month, day).ok()?.number().checked_add(count)?;
        let day = Day::from_number(number);
        (day.number() == number).then(|| Self::day(day))
    }

    fn by_thirds(self, count: i32) -> Option<Self> {
        let (third, within) = if self.precision() == Precision::MonthThird {
            (self.sub_part() - 1, 0)
        } else {
            let third = ((self.sub_part() - 1) / 10).min(2);
            (third, self.sub_part() - 1 - third * 10)
        };
        let month = i32::from(self.year()) * 12 + i32::from(self.part()) - 1;
        let number = month.checked_mul(3)?.checked_add(i32::from(third))?.checked_add(count)?;
        let month = number.div_euclid(3);
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        let month = u8::try_from(month.rem_euclid(12)).ok()? + 1;
        let third = u8::try_from(number.rem_euclid(3)).ok()?;
        if self.precision() == Precision::MonthThird {
            return self.moved_to(year, month, third + 1);
        }
        // The last third has eight to eleven days.
        (0..=within).rev().find_map(|within| {
            let day = third * 10 + within + 1;
            let is_in_third = third == 2 || within < 10;
            self.moved_to(year, month, day).filter(|_| is_in_third)
        })
    }
}

impl Interval {
    /// The whole interval so many periods of `unit` later, or earlier if `count` is negative. Both
    /// ends move alike, by periods of the coarser one's precision at the least.
    ///
    /// `None` beyond the years 1 to 9999.
    #[must_use]
    pub fn shifted(self, unit: Precision, count: i32, fiscal: FiscalYearStart) -> Option<Self> {
        if count == 0 {
            return Some(self);
        }
        let unit = unit.max(self.precision());
        let end = match self.end() {
            IntervalEnd::With(end) => IntervalEnd::With(end.shifted(unit, count)?),
            IntervalEnd::Open => IntervalEnd::Open,
        };
        Self::new(self.start().shifted(unit, count)?, end, fiscal).ok()
    }

    /// The interval with both ends known to another precision: to the longer periods around them,
    /// or to the first and the last shorter ones within them, so that it covers no day less and,
    /// when it becomes finer, none more.
    #[must_use]
    pub fn with_precision(self, precision: Precision, fiscal: FiscalYearStart) -> Self {
        let stamp = |day| Stamp::containing(day, precision, fiscal);
        let end = match self.end() {
            IntervalEnd::With(end) => IntervalEnd::With(stamp(end.last_day(fiscal))),
            IntervalEnd::Open => IntervalEnd::Open,
        };
        Self::new(stamp(self.first_day(fiscal)), end, fiscal).unwrap_or(self)
    }

    /// How many periods of `unit` bring its first day as near as can be to `days` later.
    #[must_use]
    pub fn periods_near(self, unit: Precision, days: i32, fiscal: FiscalYearStart) -> i32 {
        let first = |count| Some(self.shifted(unit, count, fiscal)?.first_day(fiscal));
        nearest(unit.max(self.precision()), days, self.first_day(fiscal), first)
    }

    /// The interval with its start about so many `days` later, by whole periods of `unit` or of
    /// the start's own precision; it does not pass the end.
    #[must_use]
    pub fn with_start_moved(self, unit: Precision, days: i32, fiscal: FiscalYearStart) -> Self {
        let start = self.start();
        let first = |count| Some(start.shifted(unit, count)?.first_day(fiscal));
        let count = nearest(unit.max(start.precision()), days, start.first_day(fiscal), first);
        let moved = |count| Self::new(start.shifted(unit, count)?, self.end(), fiscal).ok();
        towards(count, moved).unwrap_or(self)
    }

    /// The interval with its end about so many `days` later, by whole periods of `unit` or of
    /// the end's own precision; it does not pass the start. An open end becomes one of this
    /// precision, counted from the day `open_end`.
    #[must_use]
    pub fn with_end_moved(
        self,
        unit: Precision,
        days: i32,
        open_end: Day,
        fiscal: FiscalYearStart,
    ) -> Self {
        let end = match self.end() {
            IntervalEnd::With(end) => end,
            IntervalEnd::Open => {
                Stamp::containing(open_end, unit.max(self.start().precision()), fiscal)
            }
        };
        let last = |count| Some(end.shifted(unit, count)?.last_day(fiscal));
        let count = nearest(unit.max(end.precision()), days, end.last_day(fiscal), last);
        let moved = |count| {
            let end = IntervalEnd::With(end.shifted(unit, count)?);
            Self::new(self.start(), end, fiscal).ok()
        };
        towards(count, moved).unwrap_or(self)
    }
}

/// The number of periods that brings `from` as near as can be to `days` later.
fn nearest(unit: Precision, days: i32, from: Day, day_at: impl Fn(i32) -> Option<Day>) -> i32 {
    let target = from.plus_days(days).number();
    let guess = (f64::from(days) / unit.average_days()).round() as i32;
    let off = |count: &i32| day_at(*count).map_or(i32::MAX, |day| (day.number() - target).abs());
    // The one nearer to the old place wins a tie, so that nothing moves by less than half a period.
    let mut counts = [guess - 1, guess, guess + 1];
    counts.sort_by_key(|count| count.abs());
    counts.into_iter().min_by_key(off).unwrap_or(0)
}

/// What comes of the most periods up to `count` that are possible.
fn towards<T>(count: i32, at: impl Fn(i32) -> Option<T>) -> Option<T> {
    if let Some(found) = at(count) {
        return Some(found);
    }
    // None is always possible, and everything is up to the last that is.
    let (mut possible, mut too_far) = (0, count);
    while (too_far - possible).abs() > 1 {
        let between = possible + (too_far - possible) / 2;
        if at(between).is_some() { possible = between } else { too_far = between }
    }
    at(possible)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FISCAL: FiscalYearStart = FiscalYearStart::APRIL;

    fn shifted(stamp: &str, unit: Precision, count: i32) -> String {
        let stamp: Stamp = stamp.parse().unwrap();
        stamp.shifted(unit, count).map_or("none".to_owned(), |stamp| stamp.to_string())
    }

    #[test]
    fn stamps_move_by_periods_and_keep_their_precision() {
        use Precision::{Day, FiscalYear, Half, Month, MonthThird, Quarter};
        for (stamp, unit, count, expected) in [
            ("FY2022", FiscalYear, 2, "FY2024"),
            ("FY2022", Day, 1, "FY2023"),
            ("2022-H2", Half, 1, "2023-H1"),
            ("FY2022-Q1", Quarter, -1, "FY2021-Q4"),
            ("FY2022-Q1", Half, 1, "FY2022-Q3"),
            ("2022-12", Month, 1, "2023-01"),
            ("2022-01", Month, -13, "2020-12"),
            ("2022-02-early", MonthThird, -1, "2022-01-late"),
            ("2022-02-late", Month, 1, "2022-03-late"),
            ("2024-01-31", Month, 1, "2024-02-29"),
            ("2024-02-29", FiscalYear, 1, "2025-02-28"),
            ("2024-01-31", Day, 1, "2024-02-01"),
            ("2024-01-31", MonthThird, 1, "2024-02-10"),
            ("2024-01-10", MonthThird, 2, "2024-01-30"),
            ("2024-02-10", MonthThird, 2, "2024-02-29"),
            ("9999", FiscalYear, 1, "none"),
            ("0001-01-01", Day, -1, "none"),
            ("FY2022", FiscalYear, i32::MAX, "none"),
            ("2022-01-01", Month, i32::MIN, "none"),
        ] {
            assert_eq!(shifted(stamp, unit, count), expected, "{stamp} {unit:?} {count}");
        }
    }

    fn interval(text: &str) -> Interval {
        Interval::parse(text, FISCAL).unwrap()
    }

    #[test]
    fn intervals_move_by_the_coarser_of_their_ends() {
        let moved = |text: &str, unit, days| {
            let interval = interval(text);
            let count = interval.periods_near(unit, days, FISCAL);
            interval.shifted(unit, count, FISCAL).unwrap().to_string()
        };
        assert_eq!(moved("FY2022", Precision::Day, 100), "FY2022");
        assert_eq!(moved("FY2022", Precision::Day, 200), "FY2023");
        assert_eq!(moved("FY2022/2024-10", Precision::Month, 360), "FY2023/2025-10");
        assert_eq!(
            moved("2022-05-10/2022-06-10", Precision::FiscalYear, -300),
            "2021-05-10/2021-06-10"
        );
        assert_eq!(moved("2022-05-10/..", Precision::Day, 3), "2022-05-13/..");
    }

    #[test]
    fn another_precision_covers_the_same_days_or_the_periods_around_them() {
        use Precision::{Day, FiscalYear, Month, Quarter, Year};
        for (text, precision, expected) in [
            ("FY2023", Month, "2023-04/2024-03"),
            ("FY2023", Day, "2023-04-01/2024-03-31"),
            ("2023-05-10/2023-06-10", Month, "2023-05/2023-06"),
            ("2023-05/2023-06", Quarter, "FY2023-Q1"),
            ("2023-05", FiscalYear, "FY2023"),
            ("FY2023", Year, "2023/2024"),
            ("2023-05/..", FiscalYear, "FY2023/.."),
        ] {
            let new = interval(text).with_precision(precision, FISCAL);
            assert_eq!(new.to_string(), expected, "{text} {precision:?}");
        }
    }

    #[test]
    fn an_end_that_is_moved_stops_at_the_other() {
        let start =
            |days| interval("2022-05/2022-08").with_start_moved(Precision::Month, days, FISCAL);
        assert_eq!(start(31).to_string(), "2022-06/2022-08");
        assert_eq!(start(10_000).to_string(), "2022-08");
        let today = "2023-02-01".parse().unwrap();
        let end = |text: &str, days| {
            interval(text).with_end_moved(Precision::Month, days, today, FISCAL).to_string()
        };
        assert_eq!(end("2022-05/2022-08", -1000), "2022-05");
        assert_eq!(end("FY2022", 300), "FY2022/FY2023");
        assert_eq!(end("2022-05/..", 0), "2022-05/2023-02");
    }
}
