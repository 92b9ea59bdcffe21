//! Conflicts of a merge, and how a document carries them until they are settled.

use super::super::diff::{Field, Key, RecordKey, RecordKind, field_json, key_json};
use super::super::format;
use crate::model::{DependencyType, Extra, ExtraField, Roadmap};
use serde_json::value::RawValue;

/// The top-level key under which a document carries its conflicts.
pub const CONFLICTS: &str = "conflicts";

/// One of the two that are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The version that is at hand.
    Ours,
    /// The version that is merged into it.
    Theirs,
}

impl Side {
    /// Both, ours first.
    pub const ALL: [Self; 2] = [Self::Ours, Self::Theirs];

    /// The word that files use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
        }
    }
}

/// Why somebody has to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Both changed the field differently, or both added the record with different values.
    BothChanged,
    /// One side removed the record and the other changed it.
    RemovedAndChanged,
    /// One side removed the record, but something of the other needs it: it was kept, or else
    /// that was left out as well.
    StillNeeded,
    /// Theirs added a dependency on a task that ours removed. It was left out.
    EndRemoved,
    /// The parents of both sides together would lead in a circle.
    LaneCycle,
    /// The dependencies of both sides together would form a cycle. Theirs was left out.
    LinkCycle,
    /// The period ends before it starts, counted by the fiscal year of the other side.
    FiscalYear,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 7] = [
        Self::BothChanged,
        Self::RemovedAndChanged,
        Self::StillNeeded,
        Self::EndRemoved,
        Self::LaneCycle,
        Self::LinkCycle,
        Self::FiscalYear,
    ];

    /// The word that files use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BothChanged => "both-changed",
            Self::RemovedAndChanged => "removed-and-changed",
            Self::StillNeeded => "still-needed",
            Self::EndRemoved => "end-removed",
            Self::LaneCycle => "lane-cycle",
            Self::LinkCycle => "link-cycle",
            Self::FiscalYear => "fiscal-year",
        }
    }
}

/// One field of one record, or a record as a whole, on which two sides disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The list and the record; `None` for the document itself.
    pub record: Option<(RecordKind, RecordKey)>,
    /// The field; `None` for the record as a whole.
    pub field: Option<Field>,
    /// Why it is one.
    pub cause: Cause,
    /// The JSON that the common ancestor has; `None` if it has none.
    pub base: Option<Box<str>>,
    /// The JSON that our side has.
    pub ours: Option<Box<str>>,
    /// The JSON that their side has.
    pub theirs: Option<Box<str>>,
    /// Which side the merged document has for now. Nearly always ours.
    pub taken: Side,
}

impl Conflict {
    /// The JSON of one side; `None` if it has no such field or record.
    #[must_use]
    pub fn value(&self, side: Side) -> Option<&str> {
        match side {
            Side::Ours => self.ours.as_deref(),
            Side::Theirs => self.theirs.as_deref(),
        }
    }

    /// As a document carries it: one JSON object on one line.
    ///
    /// A value that a side does not have has no key. The field is written `title.ja`, or as a
    /// list of keys where a dot would be misread.
    #[must_use]
    pub fn json(&self) -> String {
        let mut fields: Vec<(&str, String)> = Vec::new();
        if let Some((list, key)) = &self.record {
            fields.push(("list", format::quoted(list.list())));
            fields.push(("id", key_json(key)));
        }
        if let Some(field) = &self.field {
            fields.push(("field", field_json(field)));
        }
        fields.push(("cause", format::quoted(self.cause.word())));
        for (name, value) in [("base", &self.base), ("ours", &self.ours), ("theirs", &self.theirs)]
        {
            if let Some(value) = value {
                fields.push((name, value.to_string()));
            }
        }
        fields.push(("taken", format::quoted(self.taken.word())));
        format::object(fields.iter().map(|(key, value)| (*key, &**value)))
    }

    /// Reads what [`Conflict::json`] writes; `None` for anything else.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Self> {
        let fields = format::fields(json)?;
        let get = |key: &str| fields.iter().find(|field| field.0 == key).map(|field| field.1);
        let word = |key: &str| get(key).and_then(|json| serde_json::from_str::<String>(json).ok());
        let record = match get("list") {
            Some(_) => Some((RecordKind::of_list(&word("list")?)?, key_from_json(get("id")?)?)),
            None => None,
        };
        let field = match get("field") {
            Some(json) => Some(field_from_json(json)?),
            None => None,
        };
        let (cause, taken) = (word("cause")?, word("taken")?);
        Some(Self {
            record,
            field,
            cause: Cause::ALL.into_iter().find(|it| it.word() == cause)?,
            base: get("base").map(Into::into),
            ours: get("ours").map(Into::into),
            theirs: get("theirs").map(Into::into),
            taken: Side::ALL.into_iter().find(|it| it.word() == taken)?,
        })
    }
}

fn key_from_json(json: &str) -> Option<RecordKey> {
    if let Ok(id) = serde_json::from_str::<String>(json) {
        return Some(Key::Id(id.into()));
    }
    let fields = format::fields(json)?;
    let get = |key: &str| fields.iter().find(|field| field.0 == key).map(|field| field.1);
    let word = |key: &str| get(key).and_then(|json| serde_json::from_str::<String>(json).ok());
    Some(Key::Link {
        from: word("from")?.into(),
        to: word("to")?.into(),
        kind: DependencyType::from_word(&word("type")?)?,
        number: get("number").map_or(Some(0), |json| serde_json::from_str(json).ok())?,
    })
}

fn field_from_json(json: &str) -> Option<Field> {
    if let Ok(path) = serde_json::from_str::<String>(json) {
        return Some(match path.split_once('.') {
            Some((key, part)) => Field::part(key, part),
            None => Field::whole(&path),
        });
    }
    match &serde_json::from_str::<Vec<String>>(json).ok()?[..] {
        [key] => Some(Field::whole(key)),
        [key, part] => Some(Field::part(key, part)),
        _ => None,
    }
}

/// Line breaks of JSON lie between its values only, where a blank does as well.
pub(super) fn on_one_line(json: &str) -> String {
    json.replace(['\n', '\r'], " ")
}

/// The conflicts that a document carries, in order.
#[must_use]
pub fn read_conflicts(roadmap: &Roadmap) -> Vec<Conflict> {
    entries(roadmap).into_iter().filter_map(Conflict::from_json).collect()
}

/// Makes a document carry these conflicts as well, one on a line.
pub(super) fn add_conflicts(roadmap: &mut Roadmap, conflicts: &[Conflict]) {
    if !conflicts.is_empty() {
        let old: Vec<String> = entries(roadmap).into_iter().map(on_one_line).collect();
        let new = conflicts.iter().map(Conflict::json).filter(|json| !old.contains(json));
        let all: Vec<String> = old.iter().cloned().chain(new).collect();
        roadmap.extra = with_entries(&roadmap.extra, &all);
    }
}

/// The unknown fields of a document without one of its conflicts.
pub(super) fn without_conflict(roadmap: &Roadmap, settled: &Conflict) -> Extra {
    let is_left = |json: &&str| Conflict::from_json(json).as_ref() != Some(settled);
    let left: Vec<String> = entries(roadmap).into_iter().filter(is_left).map(on_one_line).collect();
    with_entries(&roadmap.extra, &left)
}

/// What stands in the list of conflicts, whether it can be understood or not.
fn entries(roadmap: &Roadmap) -> Vec<&str> {
    let field = roadmap.extra.fields().iter().find(|field| &*field.key == CONFLICTS);
    let list = field.and_then(|field| serde_json::from_str::<Vec<&RawValue>>(&field.json).ok());
    list.unwrap_or_default().into_iter().map(RawValue::get).collect()
}

fn with_entries(extra: &Extra, entries: &[String]) -> Extra {
    let json = format!("[\n{}\n]", entries.join(",\n"));
    let list = || ExtraField { key: CONFLICTS.into(), json: json.as_str().into() };
    let mut changed = Extra::default();
    let mut is_there = entries.is_empty();
    for field in extra.fields() {
        if &*field.key != CONFLICTS {
            changed.push(field.clone());
        } else if !entries.is_empty() {
            is_there = true;
            changed.push(list());
        }
    }
    if !is_there {
        changed.push(list());
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conflict() -> Conflict {
        Conflict {
            record: Some((RecordKind::Task, Key::Id("法案 \"1\"".into()))),
            field: Some(Field::part("title", "ja")),
            cause: Cause::BothChanged,
            base: None,
            ours: Some("\"甲\"".into()),
            theirs: Some("\"乙\"".into()),
            taken: Side::Ours,
        }
    }

    #[test]
    fn every_conflict_comes_back() {
        let link = Key::Link {
            from: "a".into(),
            to: "b".into(),
            kind: DependencyType::StartToStart,
            number: 2,
        };
        let records = [None, conflict().record, Some((RecordKind::Dependency, link))];
        let fields = [
            None,
            Some(Field::whole("when")),
            Some(Field::whole("title.ja")),
            Some(Field::part("title", "x.y")),
            Some(Field::part("a.b", "c")),
        ];
        for (at, record) in records.iter().enumerate() {
            for field in &fields {
                for cause in Cause::ALL {
                    let (record, field) = (record.clone(), field.clone());
                    let taken = Side::ALL[at % 2];
                    let conflict = Conflict { record, field, cause, taken, ..conflict() };
                    assert_eq!(Conflict::from_json(&conflict.json()), Some(conflict));
                }
            }
        }
        assert_eq!(Conflict::from_json("{}"), None);
    }

    #[test]
    fn a_document_carries_conflicts_until_they_are_settled() {
        let mut roadmap = Roadmap::default();
        roadmap.extra.push(ExtraField { key: "x".into(), json: "1.10".into() });
        let other = Conflict { field: Some(Field::whole("when")), ..conflict() };
        add_conflicts(&mut roadmap, &[conflict()]);
        add_conflicts(&mut roadmap, &[conflict(), other.clone()]);
        let (mut file, mut again) = (Vec::new(), Vec::new());
        format::write(&roadmap, &mut file).unwrap();
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(text.contains(&format!("[\n{},\n{}\n]", conflict().json(), other.json())));
        let (read, problems) = format::read(&file).unwrap();
        assert_eq!((read_conflicts(&read), problems), (vec![conflict(), other.clone()], vec![]));
        format::write(&read, &mut again).unwrap();
        assert_eq!(again, file);
        roadmap.extra = without_conflict(&read, &conflict());
        assert_eq!(read_conflicts(&roadmap), std::slice::from_ref(&other));
        roadmap.extra = without_conflict(&roadmap, &other);
        assert_eq!(roadmap.extra.fields().len(), 1);
    }
}
