//! What somebody may have meant by a name that does not exist.

use crate::model::distance_below;

/// How many names are compared letter by letter: a wrong id in a large document is told at once.
const MAX_COMPARED: usize = 20_000;

/// The names that begin with or hold the wrong one, then those that differ from it by a slip;
/// at most `max`, the likeliest first.
pub(super) fn nearest<'n>(
    wrong: &str,
    names: impl Iterator<Item = &'n str> + Clone,
    max: usize,
) -> Vec<&'n str> {
    let begins = names.clone().filter(|name| name.starts_with(wrong));
    let holds = names.clone().filter(|name| !name.starts_with(wrong) && name.contains(wrong));
    let found: Vec<_> =
        if wrong.is_empty() { Vec::new() } else { begins.chain(holds).take(max).collect() };
    if !found.is_empty() {
        return found;
    }
    let letters: Vec<char> = wrong.chars().collect();
    let limit = letters.len() / 3 + 1;
    // A character has one to four bytes.
    let lengths = letters.len().saturating_sub(limit)..=4 * (letters.len() + limit);
    let mut similar: Vec<_> = names
        .take(MAX_COMPARED)
        .filter(|name| lengths.contains(&name.len()))
        .filter_map(|name| Some((distance_below(&letters, name, limit)?, name)))
        .filter(|&(distance, _)| distance < letters.len())
        .collect();
    similar.sort_by_key(|&(distance, _)| distance);
    similar.truncate(max);
    similar.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_come_before_slips() {
        let names = ["gov-cloud.build", "card.bill", "card.study", "bill"];
        let find = |wrong| nearest(wrong, names.iter().copied(), 2);
        assert_eq!(find("card"), ["card.bill", "card.study"]);
        assert_eq!(find("bill"), ["bill", "card.bill"]);
        assert_eq!(find("card.bil"), ["card.bill"]);
        assert_eq!(find("card.bull"), ["card.bill"]);
        assert_eq!(find("crad.study"), ["card.study"]);
        assert_eq!(find("zzz"), [""; 0]);
        assert_eq!(find(""), [""; 0]);
    }
}
