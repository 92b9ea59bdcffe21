//! Which records were really moved, and the order that two people have made of one.

use super::key::Matched;

/// Which elements of a sequence lie on one of its longest increasing subsequences.
///
/// Takes time O(n log n) (Fredman, 1975), and O(n) for a sequence that increases already.
pub(in crate::store) fn increasing(sequence: &[u32]) -> Vec<bool> {
    // The last element of the best subsequence of each length, and what comes before each.
    let mut ends: Vec<u32> = Vec::new();
    let mut before: Vec<u32> = Vec::with_capacity(sequence.len());
    for (at, &value) in (0_u32..).zip(sequence) {
        let is_less = |end: &u32| sequence[*end as usize] < value;
        let length = match ends.last() {
            Some(last) if !is_less(last) => ends.partition_point(is_less),
            _ => ends.len(),
        };
        before.push(if length == 0 { u32::MAX } else { ends[length - 1] });
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut lies_on = vec![false; sequence.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        lies_on[at as usize] = true;
        next = Some(before[at as usize]).filter(|before| *before != u32::MAX);
    }
    lies_on
}

impl<const VERSIONS: usize> Matched<'_, VERSIONS> {
    /// Which keys stand elsewhere in a version than in the first one: those that had to be moved,
    /// as few as possible. By the numbers of the keys.
    pub(in crate::store) fn moved(&self, version: usize) -> Vec<bool> {
        let mut moved = vec![false; self.keys.len()];
        let common = || self.order[version].iter().filter(|it| self.at[**it as usize][0].is_some());
        let before: Vec<u32> = common().filter_map(|number| self.at[*number as usize][0]).collect();
        for (&number, stays) in common().zip(increasing(&before)) {
            moved[number as usize] = !stays;
        }
        moved
    }
}

/// The base, then ours and theirs.
pub(in crate::store) type ThreeWays<'a> = Matched<'a, 3>;

impl ThreeWays<'_> {
    /// The keys that survive, by their numbers, in the order that comes of both.
    ///
    /// What neither has moved keeps its order. What one has inserted or moved stands behind the
    /// same record as there; what both have inserted or moved, as ours has it. Where both put
    /// something into one place, the piece with the smaller key comes first, so that it does not
    /// matter who merges.
    pub(in crate::store) fn merged_order(&self, survives: impl Fn(usize) -> bool) -> Vec<u32> {
        const OURS: usize = 1;
        const THEIRS: usize = 2;
        let moved = [self.moved(OURS), self.moved(THEIRS)];
        let is_fixed =
            |number: usize| self.at[number][0].is_some() && !moved[0][number] && !moved[1][number];
        // Whether this version says where a key stands.
        let decides = |version: usize, number: usize| {
            let by_ours = self.at[number][OURS].is_some()
                && (self.at[number][0].is_none() || moved[0][number]);
            match version {
                OURS => by_ours,
                _ => !by_ours && (self.at[number][0].is_none() || moved[1][number]),
            }
        };
        let fixed: Vec<u32> = self.order[0]
            .iter()
            .copied()
            .filter(|number| is_fixed(*number as usize) && survives(*number as usize))
            .collect();
        // The place of each fixed key, from 1; place 0 is before all of them.
        let mut places = vec![0_u32; self.keys.len()];
        for (place, &number) in (1_u32..).zip(&fixed) {
            places[number as usize] = place;
        }
        let pieces = [OURS, THEIRS].map(|version| {
            let mut pieces: Vec<(u32, u32)> = Vec::new();
            let mut place = 0;
            for &number in &self.order[version] {
                if places[number as usize] != 0 {
                    place = places[number as usize];
                } else if survives(number as usize) && decides(version, number as usize) {
                    pieces.push((place, number));
                }
            }
            pieces
        });
        let [mut ours, mut theirs] = pieces.each_ref().map(Vec::as_slice);
        let mut merged = Vec::with_capacity(fixed.len() + ours.len() + theirs.len());
        for place in 0..=fixed.len() {
            if place > 0 {
                merged.push(fixed[place - 1]);
            }
            let one = take_place(&mut ours, place);
            let other = take_place(&mut theirs, place);
            let key = |piece: &[(u32, u32)]| piece.first().map(|it| self.keys[it.1 as usize]);
            let is_swapped = !one.is_empty() && !other.is_empty() && key(other) < key(one);
            let [first, second] = if is_swapped { [other, one] } else { [one, other] };
            merged.extend(first.iter().chain(second).map(|(_, number)| number));
        }
        merged
    }
}

/// Takes the pieces of one place off the front of those that are left.
fn take_place<'p>(pieces: &mut &'p [(u32, u32)], place: usize) -> &'p [(u32, u32)] {
    let end = pieces.partition_point(|piece| piece.0 as usize <= place);
    let (taken, left) = pieces.split_at(end);
    *pieces = left;
    taken
}

#[cfg(test)]
mod tests {
    use super::super::key::Key;
    use super::*;

    fn matched<const N: usize>(versions: [&str; N]) -> Matched<'_, N> {
        let letter = |text: &str, at: usize| -> Key<&'static str> {
            const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
            let at = LETTERS.find(&text[at..=at]).unwrap();
            Key::Id(&LETTERS[at..=at])
        };
        Matched::new(
            versions.map(|text| (0..text.len()).map(|at| letter(text, at)).collect::<Vec<_>>()),
        )
    }

    fn merged(base: &str, ours: &str, theirs: &str, gone: &str) -> String {
        let matched = matched([base, ours, theirs]);
        let letter = |number: usize| match matched.keys[number] {
            Key::Id(id) => id,
            Key::Link { .. } => unreachable!("letters are ids"),
        };
        let order = matched.merged_order(|number| !gone.contains(letter(number)));
        order.into_iter().map(|number| letter(number as usize)).collect()
    }

    #[test]
    fn only_what_had_to_be_moved_is_moved() {
        let moved = |before, after| {
            let matched = matched([before, after]);
            let moved = matched.moved(1);
            (0..moved.len()).filter(|at| moved[*at]).map(|at| &before[at..=at]).collect::<String>()
        };
        assert_eq!(moved("abcdef", "abcdef"), "");
        assert_eq!(moved("abcdef", "bcdefa"), "a");
        assert_eq!(moved("abcdef", "fabcde"), "f");
        assert_eq!(moved("abcdef", "axcyf"), "");
        assert_eq!(moved("abcdef", "defabc").len(), 3);
        assert_eq!(increasing(&[3, 1, 2, 9, 5, 6]), [false, true, true, false, true, true]);
    }

    #[test]
    fn orders_merge_and_it_does_not_matter_who_merges() {
        let cases = [
            (["abc", "abc", "abc"], "", "abc"),
            // Inserted beside their neighbours.
            (["abc", "axbc", "abcy"], "", "axbcy"),
            (["abc", "abcx", "abcy"], "", "abcxy"),
            (["", "xz", "y"], "", "xzy"),
            // Moved by one, inserted or removed by the other.
            (["abcd", "bcda", "abxcd"], "", "bxcda"),
            (["abcd", "dabc", "abd"], "c", "dab"),
            (["abcd", "acd", "abxcd"], "b", "axcd"),
            // Both insert the same.
            (["ab", "axb", "axyb"], "", "axyb"),
        ];
        for ([base, ours, theirs], gone, expected) in cases {
            assert_eq!(merged(base, ours, theirs, gone), expected, "{base} {ours} {theirs}");
            assert_eq!(merged(base, theirs, ours, gone), expected, "{base} {theirs} {ours}");
        }
        assert_eq!(merged("abc", "cab", "bca", ""), "cba", "each has moved something else");
        assert_eq!(merged("abcd", "cabd", "abdc", ""), "cabd", "ours wins where both move");
    }
}
