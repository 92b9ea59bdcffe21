//! The values of one facet for all tasks, as small integers.

/// For each task the numbers of its values; a value's number is its place in the facet's list.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// Exactly one value per task.
    One(Numbers),
    /// The values of a task follow each other: the first and the last of them.
    Range(Vec<(u16, u16)>),
    /// Any number of different values per task.
    Several {
        /// Where the values of each task end.
        ends: Vec<u32>,
        /// The values of all tasks behind each other.
        values: Numbers,
    },
}

/// Numbers with as few bytes each as the largest of them needs.
#[derive(Clone, Debug)]
pub(super) enum Numbers {
    Bytes(Vec<u8>),
    Shorts(Vec<u16>),
    Words(Vec<u32>),
}

impl Numbers {
    /// Keeps numbers below `end`.
    pub(super) fn new(numbers: impl Iterator<Item = u32>, end: usize) -> Self {
        if end <= 1 << 8 {
            Self::Bytes(numbers.map(|number| number as u8).collect())
        } else if end <= 1 << 16 {
            Self::Shorts(numbers.map(|number| number as u16).collect())
        } else {
            Self::Words(numbers.collect())
        }
    }
}

/// Runs the same lines for numbers of any width.
macro_rules! of_any_width {
    ($numbers:expr, $slice:ident => $lines:expr) => {
        match $numbers {
            Numbers::Bytes($slice) => $lines,
            Numbers::Shorts($slice) => $lines,
            Numbers::Words($slice) => $lines,
        }
    };
}

fn index(number: impl Into<u32>) -> usize {
    number.into() as usize
}

impl Column {
    /// The same column after the values have got other numbers, below `end`: value `n` is now
    /// `numbers[n]`.
    pub(super) fn renumbered(self, numbers: &[u32], end: usize) -> Self {
        let renumber = |values: Numbers| {
            of_any_width!(&values, values => {
                Numbers::new(values.iter().map(|&value| numbers[index(value)]), end)
            })
        };
        match self {
            Self::One(values) => Self::One(renumber(values)),
            Self::Range(ranges) => {
                let new = |value: u16| numbers[usize::from(value)] as u16;
                Self::Range(ranges.into_iter().map(|(a, b)| (new(a), new(b))).collect())
            }
            Self::Several { ends, values } => Self::Several { ends, values: renumber(values) },
        }
    }

    /// Marks the tasks that have one of the wanted values; marks that are there stay.
    pub(super) fn mark_any(&self, wanted: &[bool], marks: &mut [bool]) {
        match self {
            Self::One(values) => of_any_width!(values, values => {
                for (mark, &value) in marks.iter_mut().zip(values) {
                    *mark |= wanted[index(value)];
                }
            }),
            Self::Range(ranges) => {
                let wanted_before = running_total(wanted.iter().map(|&wanted| i64::from(wanted)));
                for (mark, &(first, last)) in marks.iter_mut().zip(ranges) {
                    let (first, last) = (usize::from(first), usize::from(last));
                    *mark |= wanted_before[last + 1] > wanted_before[first];
                }
            }
            Self::Several { ends, values } => of_any_width!(values, values => {
                let mut start = 0;
                for (mark, &end) in marks.iter_mut().zip(ends) {
                    let end = end as usize;
                    *mark |= values[start..end].iter().any(|&value| wanted[index(value)]);
                    start = end;
                }
            }),
        }
    }

    /// For each of `value_count` values the number of counted tasks that have it.
    pub(super) fn count(&self, value_count: usize, counted: impl Fn(usize) -> bool) -> Vec<u32> {
        let mut counts = vec![0; value_count];
        match self {
            Self::One(values) => of_any_width!(values, values => {
                for (task, &value) in values.iter().enumerate() {
                    counts[index(value)] += u32::from(counted(task));
                }
            }),
            Self::Range(ranges) => {
                // Beginnings minus ends, so that a task that lasts for centuries costs no more.
                let mut changes = vec![0i64; value_count + 1];
                for (task, &(first, last)) in ranges.iter().enumerate() {
                    let one = i64::from(counted(task));
                    changes[usize::from(first)] += one;
                    changes[usize::from(last) + 1] -= one;
                }
                for (count, total) in counts.iter_mut().zip(&running_total(changes)[1..]) {
                    *count = u32::try_from(*total).expect("more begin than end, tasks at most");
                }
            }
            Self::Several { ends, values } => of_any_width!(values, values => {
                let mut start = 0;
                for (task, &end) in ends.iter().enumerate() {
                    let end = end as usize;
                    if counted(task) {
                        for &value in &values[start..end] {
                            counts[index(value)] += 1;
                        }
                    }
                    start = end;
                }
            }),
        }
        counts
    }
}

/// The sums of the first 0, 1, 2 … numbers.
fn running_total(numbers: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let mut total = 0;
    let sums = numbers.into_iter().map(|number| {
        total += number;
        total
    });
    std::iter::once(0).chain(sums).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_a_column_answer_alike() {
        let numbers = |end| Numbers::new([0, 2, 2].into_iter(), end);
        assert!(matches!(numbers(256), Numbers::Bytes(_)));
        assert!(matches!(numbers(65_536), Numbers::Shorts(_)));
        assert!(matches!(numbers(65_537), Numbers::Words(_)));
        let of_each_width = [256, 257, 65_537].into_iter().flat_map(|end| {
            let several = Column::Several { ends: vec![1, 2, 3], values: numbers(end) };
            [Column::One(numbers(end)), several]
        });
        for column in of_each_width.chain([Column::Range(vec![(0, 0), (2, 2), (2, 2)])]) {
            assert_eq!(column.count(3, |task| task != 1), [1, 0, 1], "{column:?}");
            let mut marks = [false, false, true];
            column.mark_any(&[true, true, false], &mut marks);
            assert_eq!(marks, [true, false, true], "{column:?}");
        }
    }

    #[test]
    fn a_range_holds_every_value_between_its_ends() {
        let column = Column::Range(vec![(0, 3), (1, 2), (3, 3)]);
        assert_eq!(column.count(4, |_| true), [1, 2, 2, 2]);
        let mut marks = [false; 3];
        column.mark_any(&[false, false, true, false], &mut marks);
        assert_eq!(marks, [true, true, false]);
    }
}
