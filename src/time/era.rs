//! 和暦: years counted in Japanese eras.

use super::{Day, FiscalYearStart};

/// An era since Japan took over the Gregorian calendar on 1873-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Era {
    /// 明治, here from 1873-01-01 (Meiji 6), when its dates became Gregorian.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

/// A year of an era; year 1 is written 元 in Japanese.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EraYear {
    /// The era.
    pub era: Era,
    /// The year of the era, from 1.
    pub year: i16,
}

impl Era {
    const ALL: [Self; 5] = [Self::Reiwa, Self::Heisei, Self::Showa, Self::Taisho, Self::Meiji];

    /// The first day, as year, month and day, and the calendar year before year 1.
    const fn first_day(self) -> ((i16, u8, u8), i16) {
        match self {
            Self::Meiji => ((1873, 1, 1), 1867),
            Self::Taisho => ((1912, 7, 30), 1911),
            Self::Showa => ((1926, 12, 25), 1925),
            Self::Heisei => ((1989, 1, 8), 1988),
            Self::Reiwa => ((2019, 5, 1), 2018),
        }
    }

    /// The name in kanji, such as 令和.
    #[must_use]
    pub const fn kanji(self) -> &'static str {
        match self {
            Self::Meiji => "明治",
            Self::Taisho => "大正",
            Self::Showa => "昭和",
            Self::Heisei => "平成",
            Self::Reiwa => "令和",
        }
    }

    /// The letter that forms and tables use, such as R.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Meiji => 'M',
            Self::Taisho => 'T',
            Self::Showa => 'S',
            Self::Heisei => 'H',
            Self::Reiwa => 'R',
        }
    }
}

impl EraYear {
    /// The era year that `day` lies in; `None` before 1873.
    #[must_use]
    pub fn of_day(day: Day) -> Option<Self> {
        let date = day.year_month_day();
        Era::ALL.into_iter().find_map(|era| {
            let (first, year_zero) = era.first_day();
            (date >= first).then(|| Self { era, year: date.0 - year_zero })
        })
    }

    /// The era year by which a fiscal year is called; `None` before 1873.
    ///
    /// Custom counts a fiscal year by the era of its beginning, except that the
    /// year which began one month before 令和 was called 令和元年度 as a whole
    /// (cabinet agreement of 2019-04-01). The era in force one month into the
    /// fiscal year says both.
    #[must_use]
    pub fn of_fiscal_year(fiscal_year: i16, start: FiscalYearStart) -> Option<Self> {
        Self::of_day(start.month_of(fiscal_year, 1))
    }

    /// In kanji with the year in digits: 令和3, 令和元.
    #[must_use]
    pub fn kanji(self) -> String {
        match self.year {
            1 => format!("{}元", self.era.kanji()),
            year => format!("{}{year}", self.era.kanji()),
        }
    }

    /// With the era's letter: R3, R1.
    #[must_use]
    pub fn short(self) -> String {
        format!("{}{}", self.era.letter(), self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn era(date: &str) -> String {
        EraYear::of_day(date.parse().unwrap()).unwrap().kanji()
    }

    #[test]
    fn eras_change_on_their_days() {
        assert_eq!(era("2019-04-30"), "平成31");
        assert_eq!(era("2019-05-01"), "令和元");
        assert_eq!(era("1989-01-07"), "昭和64");
        assert_eq!(era("1989-01-08"), "平成元");
        assert_eq!(era("1926-12-24"), "大正15");
        assert_eq!(era("1912-07-30"), "大正元");
        assert_eq!(era("1873-01-01"), "明治6");
        assert_eq!(EraYear::of_day("1872-12-31".parse().unwrap()), None);
    }

    #[test]
    fn fiscal_years_are_called_as_the_government_calls_them() {
        let name = |year| EraYear::of_fiscal_year(year, FiscalYearStart::APRIL).unwrap().kanji();
        assert_eq!(name(2018), "平成30");
        assert_eq!(name(2019), "令和元");
        assert_eq!(name(2021), "令和3");
        assert_eq!(name(1988), "昭和63");
        assert_eq!(name(1989), "平成元");
    }
}
