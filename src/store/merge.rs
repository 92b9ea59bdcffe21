//! Merging two versions of a document that go back to a common one: by record and field.
//!
//! Whatever only one side changed is taken. Owners, tags and folded headings are merged as sets,
//! texts by language, the order by neighbours. A field that both changed differently is a
//! [`Conflict`], and ours stands in the merged document until somebody settles it.
//!
//! The merged document always holds together: what it still needs is kept although one side
//! removed it, and what cannot stand in it is left out. Either is a conflict that carries the
//! whole record, so nothing is lost without a word.

mod conflict;
mod draft;
mod fields;
mod repair;
mod resolve;

#[cfg(test)]
mod laws;

pub use conflict::{CONFLICTS, Cause, Conflict, Side, read_conflicts};
pub use resolve::resolve;

use super::diff::{Field, RecordKey, RecordKind, ThreeWays, keys};
use super::format;
use crate::model::{Diagnostic, Roadmap};
use crate::parallel::in_order;
use draft::{Draft, Record};
use fields::merge_record;
use std::collections::HashMap;

/// The positions of the three versions wherever they stand together.
const BASE: usize = 0;
const OURS: usize = 1;
const THEIRS: usize = 2;

/// What comes of a merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// The merged document. It carries the conflicts, old and new, in an unknown top-level field,
    /// so that they survive being saved; [`read_conflicts`] finds them there.
    pub roadmap: Roadmap,
    /// The conflicts of this merge: list by list, then those that came of putting things together.
    pub conflicts: Vec<Conflict>,
}

/// Merges `theirs` into `ours`; `base` is the version that both go back to, if there is one.
///
/// # Errors
/// If the result does not hold together, with the problems that a reader of it would have. No two
/// sound documents are known to do that; whoever merges must then leave both as they are.
pub fn merge(
    base: Option<&Roadmap>,
    ours: &Roadmap,
    theirs: &Roadmap,
) -> Result<Merge, Vec<Diagnostic>> {
    let empty = Roadmap::default();
    let versions = [base.unwrap_or(&empty), ours, theirs];
    let mut merging = Merging::new(&versions, base.is_some());
    merging.repair();
    let (mut roadmap, links) = merging.finish()?;
    merging.break_cycles(&mut roadmap, &links);
    let conflicts = merging.conflicts;
    conflict::add_conflicts(&mut roadmap, &conflicts);
    Ok(Merge { roadmap, conflicts })
}

/// A merge under way.
struct Merging<'a> {
    versions: &'a [&'a Roadmap; 3],
    /// The fields of the document itself.
    header: String,
    /// The lists in the order of [`RecordKind::ALL`].
    lists: Vec<ListMerge<'a>>,
    conflicts: Vec<Conflict>,
}

/// A list whose records are merged one by one.
struct ListMerge<'a> {
    ways: ThreeWays<'a>,
    /// What becomes of each record, by the numbers of the keys.
    outcomes: Vec<Outcome>,
    /// Where the conflict about a field of a record, or about the record as a whole, stands; the
    /// record by the number of its key.
    disputed: HashMap<(usize, Option<Field>), usize>,
}

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    /// It is not in the merged document.
    Gone,
    /// It is that of this version.
    Of(usize),
    /// It is a new one, this JSON.
    Mixed(Box<str>),
}

/// What comes of merging one record, and what the sides disagree about.
type Merged = (Outcome, Vec<Conflict>);

impl<'a> Merging<'a> {
    fn new(versions: &'a [&'a Roadmap; 3], has_base: bool) -> Self {
        let headers = versions.map(format::header_line);
        let forms = headers.each_ref().map(|header| Some(&**header));
        let forms = [forms[BASE].filter(|_| has_base), forms[OURS], forms[THEIRS]];
        let (header, disputed) = merge_record(None, forms);
        let conflicts = disputed.into_iter().map(|(field, values)| Conflict {
            field: Some(field),
            ..Conflict::new(None, Cause::BothChanged, values)
        });
        let mut this = Self { versions, header, lists: Vec::new(), conflicts: conflicts.collect() };
        for list in RecordKind::ALL {
            let merged = this.merge_list(list);
            this.lists.push(merged);
        }
        this
    }

    fn merge_list(&mut self, list: RecordKind) -> ListMerge<'a> {
        /// So many records are merged at a time.
        const AT_ONCE: usize = 4_096;
        let versions = self.versions;
        let ways = ThreeWays::new(versions.map(|version| keys(version, list)));
        let count = ways.keys.len();
        let mut outcomes = Vec::with_capacity(count);
        let mut disputed = HashMap::new();
        let done = in_order(
            (0..count).step_by(AT_ONCE),
            |first| {
                let mut lines: [String; 3] = Default::default();
                (first..count.min(first + AT_ONCE))
                    .map(|number| merge_one(versions, list, &ways, number, &mut lines))
                    .collect()
            },
            |merged: Vec<Merged>| {
                for (outcome, conflicts) in merged {
                    for conflict in conflicts {
                        let what = (outcomes.len(), conflict.field.clone());
                        disputed.insert(what, self.conflicts.len());
                        self.conflicts.push(conflict);
                    }
                    outcomes.push(outcome);
                }
                Some(())
            },
        );
        debug_assert_eq!(done, Some(()), "nobody stops it");
        ListMerge { ways, outcomes, disputed }
    }

    /// The merged document, and the numbers of its dependencies in their order.
    fn finish(&self) -> Result<(Roadmap, Vec<u32>), Vec<Diagnostic>> {
        let orders = RecordKind::ALL.map(|list| {
            let ListMerge { ways, outcomes, .. } = &self.lists[list as usize];
            ways.merged_order(|number| outcomes[number] != Outcome::Gone)
        });
        let lists = RecordKind::ALL.map(|list| {
            let ListMerge { ways, outcomes, .. } = &self.lists[list as usize];
            let record = |&number: &u32| match &outcomes[number as usize] {
                Outcome::Gone => None,
                Outcome::Of(version) => {
                    Some(Record::Of(*version, ways.at[number as usize][*version]?))
                }
                Outcome::Mixed(json) => Some(Record::Json(json)),
            };
            orders[list as usize].iter().filter_map(record).collect()
        });
        let roadmap = Draft { versions: self.versions, header: &self.header, lists }.finish()?;
        let [.., links, _] = orders;
        Ok((roadmap, links))
    }
}

/// Merges one record; `lines` are emptied and used.
fn merge_one(
    versions: &[&Roadmap; 3],
    list: RecordKind,
    ways: &ThreeWays<'_>,
    number: usize,
    lines: &mut [String; 3],
) -> Merged {
    let at = ways.at[number];
    let nothing = |outcome| (outcome, Vec::new());
    match at.map(|at| at.is_some()) {
        [_, false, false] => return nothing(Outcome::Gone),
        [false, true, false] => return nothing(Outcome::Of(OURS)),
        [false, false, true] => return nothing(Outcome::Of(THEIRS)),
        _ => {}
    }
    for (version, line) in lines.iter_mut().enumerate() {
        line.clear();
        if let Some(at) = at[version] {
            format::record_line(versions[version], list, at as usize, line);
        }
    }
    // An empty line is none: a record has braces at least.
    let forms = lines.each_ref().map(|line| Some(&**line).filter(|line| !line.is_empty()));
    let record = || Some((list, ways.keys[number].to_owned()));
    match forms {
        [base, ours, Some(theirs)] if ours.is_none() => {
            let is_changed = base != Some(theirs);
            let conflict = || Conflict::new(record(), Cause::RemovedAndChanged, owned(forms));
            (Outcome::Gone, is_changed.then(conflict).into_iter().collect())
        }
        [base, Some(ours), None] => {
            if base == Some(ours) {
                return nothing(Outcome::Gone);
            }
            let conflict = Conflict::new(record(), Cause::RemovedAndChanged, owned(forms));
            (Outcome::Of(OURS), vec![conflict])
        }
        [base, ours, theirs] if ours == theirs || theirs == base => nothing(Outcome::Of(OURS)),
        [base, ours, _] if ours == base => nothing(Outcome::Of(THEIRS)),
        _ => {
            let (json, disputed) = merge_record(Some(list), forms);
            let conflicts = disputed.into_iter().map(|(field, values)| Conflict {
                field: Some(field),
                ..Conflict::new(record(), Cause::BothChanged, values)
            });
            (Outcome::Mixed(json.into()), conflicts.collect())
        }
    }
}

fn owned(forms: [Option<&str>; 3]) -> [Option<Box<str>>; 3] {
    forms.map(|form| form.map(Into::into))
}

impl Conflict {
    /// A conflict about a record as a whole, of which ours is taken. Its values are on one line
    /// each, as a document carries them.
    fn new(
        record: Option<(RecordKind, RecordKey)>,
        cause: Cause,
        values: [Option<Box<str>>; 3],
    ) -> Self {
        let [base, ours, theirs] =
            values.map(|value| value.map(|json| conflict::on_one_line(&json).into()));
        Self { record, field: None, cause, base, ours, theirs, taken: Side::Ours }
    }
}
