//! Terms of queries, as the filter language writes them.

use crate::time::Precision;

/// `field:value`, with quotes where the value would else be read as something different.
pub(super) fn term(field: &str, value: &str) -> String {
    let is_plain = !value.is_empty()
        && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '・'));
    if is_plain { format!("{field}:{value}") } else { format!("{field}:\"{value}\"") }
}

/// The word for a precision.
pub(super) const fn precision_word(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::MonthThird => "third",
        Precision::Month => "month",
        Precision::Quarter => "quarter",
        Precision::Half => "half",
        Precision::Year => "year",
        Precision::FiscalYear => "fy",
    }
}
