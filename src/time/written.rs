//! Dates as Japanese is written, in 西暦 and 和暦: `2022年度`, `令和5年1月`, `２０２４年10月下旬`.

use super::Stamp;

/// The date that a text consists of.
#[must_use]
pub fn japanese_date(text: &str) -> Option<Stamp> {
    let mut reader = DateReader(text);
    reader.date().filter(|_| reader.at_end())
}

/// The value of a digit of either width.
#[must_use]
pub fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => c.to_digit(10),
    }
}

/// Reads from the front of a text; blanks count for nothing, because the
/// extraction strews them into the middle of dates.
pub struct DateReader<'a>(
    /// What is still to be read.
    pub &'a str,
);

impl DateReader<'_> {
    /// A fiscal year, a year, a month, a third of a month or a day; leaves the
    /// cursor alone if there is none.
    pub fn date(&mut self) -> Option<Stamp> {
        let mut ahead = DateReader(self.0);
        let year = ahead.year()?;
        let stamp = if ahead.eat("年度") {
            Stamp::fiscal_year(year)
        } else if ahead.eat("年") {
            ahead.month_of(year).or_else(|| format!("{year:04}").parse().ok())?
        } else {
            return None;
        };
        self.0 = ahead.0;
        Some(stamp)
    }

    /// A month of a year, or a part of one; leaves the cursor alone if there is none.
    pub fn month_of(&mut self, year: i16) -> Option<Stamp> {
        let mut ahead = DateReader(self.0);
        let month = ahead.number().filter(|_| ahead.eat("月"))?;
        let part = ahead.part_of_month();
        let stamp = format!("{year:04}-{month:02}{part}").parse().ok()?;
        self.0 = ahead.0;
        Some(stamp)
    }

    /// What follows a month in the form of a stamp: `-late`, `-24` or nothing.
    fn part_of_month(&mut self) -> String {
        for (word, third) in [("上旬", "-early"), ("中旬", "-mid"), ("下旬", "-late")] {
            if self.eat(word) {
                return third.to_owned();
            }
        }
        let mut ahead = DateReader(self.0);
        match ahead.number().filter(|_| ahead.eat("日")) {
            Some(day) => {
                self.0 = ahead.0;
                format!("-{day:02}")
            }
            None => String::new(),
        }
    }

    /// The year before the word 年, in either calendar.
    fn year(&mut self) -> Option<i16> {
        for (era, year_zero) in [("令和", 2018), ("平成", 1988), ("昭和", 1925)] {
            if self.eat(era) {
                let year = if self.eat("元") { 1 } else { self.number()? };
                return (1..=99).contains(&year).then_some(year_zero + year);
            }
        }
        self.number().filter(|year| (1000..=9999).contains(year))
    }

    /// At most four digits, of either width.
    fn number(&mut self) -> Option<i16> {
        self.skip_blanks();
        let length: usize = self
            .0
            .chars()
            .take_while(|&c| digit(c).is_some())
            .take(5)
            .map(char::len_utf8)
            .sum::<usize>();
        let (digits, rest) = self.0.split_at(length);
        let value = digits.chars().filter_map(digit).fold(0, |value, digit| value * 10 + digit);
        if digits.is_empty() || value > 9999 {
            return None;
        }
        self.0 = rest;
        i16::try_from(value).ok()
    }

    /// Steps over a word, if it stands here.
    pub fn eat(&mut self, word: &str) -> bool {
        self.skip_blanks();
        match self.0.strip_prefix(word) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// The wave of an open end, in any of the characters that fonts give it.
    pub fn eat_wave(&mut self) -> bool {
        ["～", "〜", "~"].into_iter().any(|wave| self.eat(wave))
    }

    /// Whether nothing but blanks is left.
    pub fn at_end(&mut self) -> bool {
        self.skip_blanks();
        self.0.is_empty()
    }

    fn skip_blanks(&mut self) {
        self.0 = self.0.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_be_a_date_in_either_calendar() {
        let read = |text| japanese_date(text).map(|stamp| stamp.to_string());
        for (text, stamp) in [
            ("2022年度", "FY2022"),
            ("令和元年度", "FY2019"),
            ("２０２４年１０月下旬", "2024-10-late"),
            ("平成 31 年 4 月 30 日", "2019-04-30"),
            ("2023年", "2023"),
        ] {
            assert_eq!(read(text).as_deref(), Some(stamp), "{text}");
        }
        for text in ["", "年度", "2022", "2022年度まで", "2022年13月", "令和100年"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
