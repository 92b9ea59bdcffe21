//! Several values in one cell.

/// What parts values, besides a line break.
const BETWEEN: [char; 5] = [';', '；', '、', ',', '，'];

/// The values of a cell: parted by commas or semicolons of either width. What stands in double
/// quotes is taken as it is, and two quotes stand for one in it. There are no empty values.
pub(super) fn split(cell: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = cell.trim_start();
    while !rest.is_empty() {
        let value;
        (value, rest) = rest.strip_prefix('"').and_then(quoted).unwrap_or_else(|| {
            let end = rest.find(is_between).unwrap_or(rest.len());
            (rest[..end].trim_end().to_owned(), &rest[end..])
        });
        if !value.is_empty() {
            values.push(value);
        }
        rest = rest.trim_start_matches(|c: char| is_between(c) || c.is_whitespace());
    }
    values
}

/// A cell with these values, which is read as the same ones; there are no blank ones.
#[must_use]
pub fn join<'v>(values: impl IntoIterator<Item = &'v str>) -> String {
    let mut cell = String::new();
    for value in values.into_iter().filter(|value| !value.trim().is_empty()) {
        if !cell.is_empty() {
            cell.push_str("; ");
        }
        if value.contains(is_between) || value.starts_with('"') || value != value.trim() {
            cell.push('"');
            cell.push_str(&value.replace('"', "\"\""));
            cell.push('"');
        } else {
            cell.push_str(value);
        }
    }
    cell
}

fn is_between(c: char) -> bool {
    BETWEEN.contains(&c) || c == '\n' || c == '\r'
}

/// What stands before the quote that ends it, and what comes behind; `None` if none ends it or
/// something else than another value follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"')?;
        value.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(behind) => {
                value.push('"');
                rest = behind;
            }
            None if rest.trim_start().is_empty() || rest.trim_start().starts_with(is_between) => {
                return Some((value, rest));
            }
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, RngSeed};

    #[test]
    fn people_part_values_in_many_ways() {
        assert_eq!(split("総務省、デジタル庁"), ["総務省", "デジタル庁"]);
        assert_eq!(split(" a, b;c ；\nd,, "), ["a", "b", "c", "d"]);
        assert_eq!(split("\"a, b\"; c"), ["a, b", "c"]);
        assert_eq!(split("\"a\" b, \"c"), ["\"a\" b", "\"c"]);
        assert_eq!(split(" "), [""; 0]);
    }

    proptest! {
        #![proptest_config(Config {
            cases: 1_000,
            rng_seed: RngSeed::Fixed(2021),
            failure_persistence: None,
            ..Config::default()
        })]

        #[test]
        fn values_come_back(values in proptest::collection::vec("[a 、;,\"\n総]{1,6}", 0..4)) {
            let cell = join(values.iter().map(String::as_str));
            let values: Vec<_> =
                values.into_iter().filter(|value| !value.trim().is_empty()).collect();
            prop_assert_eq!(split(&cell), values);
        }

        #[test]
        fn any_text_is_a_list(cell in "\\PC{0,30}") {
            let values = split(&cell);
            prop_assert_eq!(split(&join(values.iter().map(String::as_str))), values);
        }
    }
}
