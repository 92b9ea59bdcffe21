//! The ticks of a time scale, from days to thousands of years.

use super::{Day, FiscalYearStart};

/// The distance between two ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TickUnit {
    /// One day.
    Day,
    /// One week, from Monday.
    Week,
    /// A third of a month (旬): the 1st, the 11th and the 21st.
    MonthThird,
    /// One month.
    Month,
    /// Three months, counted from the beginning of the fiscal year.
    Quarter,
    /// This many fiscal years; ticks stand at multiples of the number.
    FiscalYears(u16),
}

impl TickUnit {
    /// All units a scale steps through, finest first.
    pub const LADDER: [Self; 12] = [
        Self::Day,
        Self::Week,
        Self::MonthThird,
        Self::Month,
        Self::Quarter,
        Self::FiscalYears(1),
        Self::FiscalYears(5),
        Self::FiscalYears(10),
        Self::FiscalYears(50),
        Self::FiscalYears(100),
        Self::FiscalYears(500),
        Self::FiscalYears(1000),
    ];

    /// The shortest distance between two ticks, in days.
    #[must_use]
    pub fn shortest_days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Week => 7.0,
            Self::MonthThird => 8.0,
            Self::Month => 28.0,
            Self::Quarter => 90.0,
            Self::FiscalYears(years) => 365.0 * f64::from(years),
        }
    }

    /// The finest unit whose ticks stand at least `min_days` apart.
    #[must_use]
    pub fn finest(min_days: f64) -> Self {
        let wide_enough = |unit: &Self| unit.shortest_days() >= min_days;
        Self::LADDER.into_iter().find(wide_enough).unwrap_or(Self::FiscalYears(1000))
    }

    /// The unit that groups this one in the upper tier of the header.
    #[must_use]
    pub fn upper(self) -> Self {
        match self {
            Self::Day | Self::Week | Self::MonthThird => Self::Month,
            Self::Month | Self::Quarter => Self::FiscalYears(1),
            Self::FiscalYears(years) if years < 10 => Self::FiscalYears(10),
            Self::FiscalYears(years) if years < 100 => Self::FiscalYears(100),
            Self::FiscalYears(_) => Self::FiscalYears(1000),
        }
    }

    /// The first day of the period of this unit that `day` lies in.
    #[must_use]
    pub fn floor(self, day: Day, start: FiscalYearStart) -> Day {
        match self {
            Self::Day => day,
            Self::Week => day.plus_days(-i32::from(day.days_since_monday())),
            Self::MonthThird => {
                let (_, _, of_month) = day.year_month_day();
                let into = match of_month {
                    1..=10 => of_month - 1,
                    11..=20 => of_month - 11,
                    _ => of_month - 21,
                };
                day.plus_days(-i32::from(into))
            }
            Self::Month => Day::first_of_month(day.month_number()),
            Self::Quarter => {
                start.month_of(start.fiscal_year_of(day), (start.quarter_of(day) - 1) * 3)
            }
            Self::FiscalYears(years) => {
                let year = i32::from(start.fiscal_year_of(day));
                let floored = year - year.rem_euclid(i32::from(years.max(1)));
                start.month_of(i16::try_from(floored).unwrap_or(0), 0)
            }
        }
    }

    /// The first day of the period after the one that begins on `first`, which must
    /// itself be the first day of a period; [`Day::MAX`] if there is none.
    #[must_use]
    pub fn next(self, first: Day, start: FiscalYearStart) -> Day {
        match self {
            Self::Day => first.plus_days(1),
            Self::Week => first.plus_days(7),
            Self::MonthThird => {
                let (_, _, of_month) = first.year_month_day();
                if of_month >= 21 {
                    Day::first_of_month(first.month_number() + 1)
                } else {
                    first.plus_days(10)
                }
            }
            Self::Month => Day::first_of_month(first.month_number() + 1),
            Self::Quarter => Day::first_of_month(first.month_number() + 3),
            Self::FiscalYears(years) => {
                // A floored first period may be cut off by year 1, so count from its multiple.
                let years = i32::from(years.max(1));
                let year = i32::from(start.fiscal_year_of(first));
                let next = year - year.rem_euclid(years) + years;
                i16::try_from(next).map_or(Day::MAX, |next| start.month_of(next, 0))
            }
        }
    }
}

/// One period of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Its first day.
    pub first: Day,
    /// The first day of the next period.
    pub next: Day,
}

/// The periods of `unit` that touch the days `from` to `to`, in order.
///
/// The iterator is lazy, so its cost is the number of periods taken from it.
pub fn ticks(
    unit: TickUnit,
    from: Day,
    to: Day,
    start: FiscalYearStart,
) -> impl Iterator<Item = Tick> {
    let mut first = Some(unit.floor(from, start));
    std::iter::from_fn(move || {
        let current = first.filter(|day| *day <= to)?;
        let next = unit.next(current, start);
        first = (next > current).then_some(next);
        Some(Tick { first: current, next })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firsts(unit: TickUnit, from: &str, to: &str) -> Vec<String> {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        ticks(unit, from, to, FiscalYearStart::APRIL).map(|tick| tick.first.to_string()).collect()
    }

    #[test]
    fn each_unit_begins_where_people_expect() {
        assert_eq!(
            firsts(TickUnit::Week, "2026-11-25", "2026-12-01"),
            ["2026-11-23", "2026-11-30"]
        );
        assert_eq!(
            firsts(TickUnit::MonthThird, "2024-02-15", "2024-03-01"),
            ["2024-02-11", "2024-02-21", "2024-03-01"]
        );
        assert_eq!(
            firsts(TickUnit::Quarter, "2022-01-10", "2022-04-01"),
            ["2022-01-01", "2022-04-01"]
        );
        assert_eq!(
            firsts(TickUnit::FiscalYears(1), "2022-03-31", "2023-04-01"),
            ["2021-04-01", "2022-04-01", "2023-04-01"]
        );
        assert_eq!(
            firsts(TickUnit::FiscalYears(10), "2021-05-01", "2030-04-01"),
            ["2020-04-01", "2030-04-01"]
        );
    }

    #[test]
    fn ticks_follow_each_other_without_gaps_and_end() {
        for unit in TickUnit::LADDER {
            let all: Vec<_> =
                ticks(unit, Day::MAX.plus_days(-800), Day::MAX, FiscalYearStart::APRIL).collect();
            assert!(!all.is_empty() && all.len() <= 801, "{unit:?}");
            assert!(all.windows(2).all(|pair| pair[0].next == pair[1].first), "{unit:?}");
            let first =
                ticks(unit, Day::MIN, Day::MIN.plus_days(800), FiscalYearStart::APRIL).count();
            assert!(first >= 1, "{unit:?}");
        }
    }

    #[test]
    fn the_finest_unit_that_fits_is_chosen() {
        assert_eq!(TickUnit::finest(0.2), TickUnit::Day);
        assert_eq!(TickUnit::finest(60.0), TickUnit::Quarter);
        assert_eq!(TickUnit::finest(1e9), TickUnit::FiscalYears(1000));
    }
}
