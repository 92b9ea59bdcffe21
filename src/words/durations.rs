//! Lengths of time and dependencies in words.

use super::{dependency_basis_in_words, tie_in_words};
use crate::model::{Dependency, DependencyType, Language};
use crate::time::Precision;

/// How far something can slip, no more exactly than its dates are known: days for what is
/// known to the day, else a rounded number of the unit that it is known to.
#[must_use]
pub fn float_in_words(days: i32, precision: Precision, language: Language) -> String {
    let (unit_days, ja, one, many) = match precision {
        Precision::Day => (1.0, "日", "day", "days"),
        Precision::MonthThird => (10.15, "旬", "", ""),
        Precision::Month => (30.44, "か月", "month", "months"),
        Precision::Quarter => (91.31, "四半期", "quarter", "quarters"),
        Precision::Half => (182.62, "半期", "half-year", "half-years"),
        Precision::Year | Precision::FiscalYear => (365.25, "年", "year", "years"),
    };
    let count = (f64::from(days).abs() / unit_days).round() as i64;
    let amount = match (days, count, precision, language) {
        (0, ..) => {
            return match language {
                Language::Japanese => "なし",
                Language::English => "none",
            }
            .to_owned();
        }
        (_, _, Precision::Day, Language::Japanese) => format!("{count}{ja}"),
        (_, 1, Precision::Day, Language::English) => format!("1 {one}"),
        (_, _, Precision::Day, Language::English) => format!("{count} {many}"),
        (_, 0, _, Language::Japanese) => format!("1{ja}未満"),
        (_, 0, Precision::MonthThird, Language::English) => "under 10 days".to_owned(),
        (_, _, Precision::MonthThird, Language::English) => format!("about {} days", count * 10),
        (_, 0, _, Language::English) => format!("under a {one}"),
        (_, _, _, Language::Japanese) => format!("約{count}{ja}"),
        (_, 1, _, Language::English) => format!("about 1 {one}"),
        (_, _, _, Language::English) => format!("about {count} {many}"),
    };
    match (days < 0, language) {
        (false, _) => amount,
        (true, Language::Japanese) => format!("{amount}不足"),
        (true, Language::English) => format!("{amount} short"),
    }
}

/// A dependency in words: how it is known, which ends it ties if not finish to start, the lag
/// if there is one, and the reason.
#[must_use]
pub fn dependency_in_words(dependency: &Dependency, language: Language) -> String {
    let mut text = dependency_basis_in_words(dependency.basis, language).to_owned();
    let (separator, colon) = match language {
        Language::Japanese => ("・", "："),
        Language::English => (", ", ": "),
    };
    if dependency.kind != DependencyType::FinishToStart || dependency.lag_days != 0 {
        text.push_str(separator);
        text.push_str(&tie_in_words(dependency.kind, dependency.lag_days, language));
    }
    let reason = dependency.reason().in_language(language);
    if !reason.is_empty() {
        text.push_str(colon);
        text.push_str(reason);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn float_is_never_more_exact_than_the_dates() {
        use Language::{English, Japanese};
        let both = |days, precision| {
            [Japanese, English].map(|language| float_in_words(days, precision, language))
        };
        assert_eq!(both(0, Precision::FiscalYear), ["なし", "none"]);
        assert_eq!(both(12, Precision::Day), ["12日", "12 days"]);
        assert_eq!(both(-1, Precision::Day), ["1日不足", "1 day short"]);
        assert_eq!(both(730, Precision::FiscalYear), ["約2年", "about 2 years"]);
        assert_eq!(both(92, Precision::FiscalYear), ["1年未満", "under a year"]);
        assert_eq!(both(365, Precision::Quarter), ["約4四半期", "about 4 quarters"]);
        assert_eq!(both(20, Precision::MonthThird), ["約2旬", "about 20 days"]);
        assert_eq!(both(31, Precision::Month), ["約1か月", "about 1 month"]);
    }
}
