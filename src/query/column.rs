//! The values of one facet for all tasks, as small integers.

/// For each task the numbers of its values; a value's number is its place in the facet's list.
#[derive(Clone, Debug)]
pub(super) enum Column {
    /// Exactly one value per task, of at most 256.
    Byte(Vec<u8>),
    /// Exactly one value per task.
    One(Vec<u32>),
    /// The values of a task follow each other: the first and the last of them.
    Range(Vec<(u16, u16)>),
    /// Any number of different values per task.
    Several {
        /// Where the values of each task end.
        ends: Vec<u32>,
        /// The values of all tasks behind each other.
        values: Vec<u32>,
    },
}

impl Column {
    /// One value per task.
    pub(super) fn one(of_task: Vec<u32>) -> Self {
        let bytes: Result<Vec<u8>, _> = of_task.iter().map(|&value| u8::try_from(value)).collect();
        bytes.map_or(Self::One(of_task), Self::Byte)
    }

    /// The same column after the values have got other numbers: value `n` is now `numbers[n]`.
    pub(super) fn renumbered(self, numbers: &[u32]) -> Self {
        let new = |value: u32| numbers[value as usize];
        match self {
            Self::Byte(values) => Self::one(values.into_iter().map(|n| new(n.into())).collect()),
            Self::One(values) => Self::one(values.into_iter().map(new).collect()),
            Self::Range(ranges) => {
                let new = |value: u16| numbers[usize::from(value)] as u16;
                Self::Range(ranges.into_iter().map(|(a, b)| (new(a), new(b))).collect())
            }
            Self::Several { ends, values } => {
                Self::Several { ends, values: values.into_iter().map(new).collect() }
            }
        }
    }

    /// Marks the tasks that have one of the wanted values; marks that are there stay.
    pub(super) fn mark_any(&self, wanted: &[bool], marks: &mut [bool]) {
        let is_wanted = |value: u32| wanted[value as usize];
        match self {
            Self::Byte(values) => {
                for (mark, &value) in marks.iter_mut().zip(values) {
                    *mark |= is_wanted(u32::from(value));
                }
            }
            Self::One(values) => {
                for (mark, &value) in marks.iter_mut().zip(values) {
                    *mark |= is_wanted(value);
                }
            }
            Self::Range(ranges) => {
                let wanted_before = running_total(wanted.iter().map(|&wanted| i64::from(wanted)));
                for (mark, &(first, last)) in marks.iter_mut().zip(ranges) {
                    let (first, last) = (usize::from(first), usize::from(last));
                    *mark |= wanted_before[last + 1] > wanted_before[first];
                }
            }
            Self::Several { ends, values } => {
                let mut start = 0;
                for (mark, &end) in marks.iter_mut().zip(ends) {
                    let end = end as usize;
                    *mark |= values[start..end].iter().any(|&value| is_wanted(value));
                    start = end;
                }
            }
        }
    }

    /// For each of `value_count` values the number of counted tasks that have it.
    pub(super) fn count(&self, value_count: usize, counted: impl Fn(usize) -> bool) -> Vec<u32> {
        let mut counts = vec![0; value_count];
        match self {
            Self::Byte(values) => {
                for (task, &value) in values.iter().enumerate() {
                    counts[usize::from(value)] += u32::from(counted(task));
                }
            }
            Self::One(values) => {
                for (task, &value) in values.iter().enumerate() {
                    counts[value as usize] += u32::from(counted(task));
                }
            }
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
            Self::Several { ends, values } => {
                let mut start = 0;
                for (task, &end) in ends.iter().enumerate() {
                    let end = end as usize;
                    if counted(task) {
                        for &value in &values[start..end] {
                            counts[value as usize] += 1;
                        }
                    }
                    start = end;
                }
            }
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
        let several = |ends, values| Column::Several { ends, values };
        let columns = [
            Column::one(vec![0, 2, 2]),
            Column::One(vec![0, 2, 2]),
            Column::Range(vec![(0, 0), (2, 2), (2, 2)]),
            several(vec![1, 2, 3], vec![0, 2, 2]),
        ];
        assert!(matches!(columns[0], Column::Byte(_)));
        assert!(matches!(Column::one(vec![256]), Column::One(_)));
        for column in columns {
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
