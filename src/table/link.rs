//! Dependencies in a cell: `study FS+30d; bill SS`.

use super::list;
use crate::model::{Dependency, DependencyType, Roadmap};

/// What a task waits for, as a cell has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The id of the predecessor.
    pub id: String,
    /// Which ends are tied together.
    pub kind: DependencyType,
    /// Days to wait.
    pub lag_days: i32,
}

/// The dependencies of a cell. What does not end like one is an id that has to finish first.
pub(super) fn split(cell: &str) -> Vec<Written> {
    list::split(cell).into_iter().map(read).collect()
}

/// A cell with these dependencies, which [`split`] reads back.
pub(super) fn join<'l>(links: impl Iterator<Item = &'l Dependency>, roadmap: &Roadmap) -> String {
    let links: Vec<String> = links
        .map(|link| {
            let id = &roadmap.task(link.from).id;
            match link.lag_days {
                0 => format!("{id} {}", link.kind.word()),
                days => format!("{id} {}{days:+}d", link.kind.word()),
            }
        })
        .collect();
    list::join(links.iter().map(String::as_str))
}

fn read(text: String) -> Written {
    match text.rsplit_once(' ').and_then(|(id, tie)| Some((id.trim_end(), read_tie(tie)?))) {
        Some((id, (kind, lag_days))) => Written { id: id.to_owned(), kind, lag_days },
        None => Written { id: text, kind: DependencyType::FinishToStart, lag_days: 0 },
    }
}

/// `FS`, `SS+30d`, `FF-3`, `+5日`.
fn read_tie(text: &str) -> Option<(DependencyType, i32)> {
    let kinds = DependencyType::ALL.iter();
    let named = kinds.copied().find_map(|kind| {
        let word = text.get(..2).filter(|it| it.eq_ignore_ascii_case(kind.word()))?;
        Some((kind, &text[word.len()..]))
    });
    let (kind, lag) = named.unwrap_or((DependencyType::FinishToStart, text));
    if lag.is_empty() {
        return named.map(|(kind, _)| (kind, 0));
    }
    let digits = lag.trim_end_matches(['d', 'D', '日']);
    let is_signed = digits.starts_with(['+', '-']);
    Some((kind, digits.parse().ok().filter(|_| is_signed)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use DependencyType::{FinishToFinish, FinishToStart, StartToStart};

    #[test]
    fn links_name_a_task_and_perhaps_how_they_tie() {
        let links = split("study; a b SS+30d、 bill ff-3, x +5日; y +; \"p, q FS\"");
        let links: Vec<_> = links.iter().map(|it| (&*it.id, it.kind, it.lag_days)).collect();
        assert_eq!(
            links,
            [
                ("study", FinishToStart, 0),
                ("a b", StartToStart, 30),
                ("bill", FinishToFinish, -3),
                ("x", FinishToStart, 5),
                ("y +", FinishToStart, 0),
                ("p, q", FinishToStart, 0),
            ]
        );
    }
}
