//! How much two texts differ, for messages that guess what was meant.

/// How many characters to insert, delete, replace or swap with the next, if fewer than `limit`.
#[must_use]
pub fn distance_below(from: &[char], to: &str, limit: usize) -> Option<usize> {
    let to: Vec<char> = to.chars().collect();
    if from.len().abs_diff(to.len()) >= limit {
        return None;
    }
    let (mut before, mut above) = (Vec::new(), (0..=to.len()).collect::<Vec<usize>>());
    for (row, &char) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &other) in to.iter().enumerate() {
            let mut cost = (above[column] + usize::from(char != other))
                .min(above[column + 1] + 1)
                .min(current[column] + 1);
            if row > 0 && column > 0 && char == to[column - 1] && from[row - 1] == other {
                cost = cost.min(before[column - 1] + 1);
            }
            current.push(cost);
        }
        if current.iter().all(|&cost| cost >= limit) {
            return None;
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|&distance| distance < limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_any_kind_counts_once() {
        let distance = |from: &str, to| distance_below(&from.chars().collect::<Vec<_>>(), to, 3);
        assert_eq!(distance("cloud", "cloud"), Some(0));
        for slip in ["clouds", "clod", "klood", "colud"] {
            assert_eq!(distance("cloud", slip), Some(if slip == "klood" { 2 } else { 1 }));
        }
        assert_eq!(distance("cloud", "card"), None);
        assert_eq!(distance("法案", "法安"), Some(1));
    }
}
