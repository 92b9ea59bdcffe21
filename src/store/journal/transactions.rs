//! Transactions as JSON on one line, and back.

use super::super::format::{alone, read_view, write_view};
use crate::edit::{Change, Edit, Label, Transaction};
use crate::model::{Extra, ExtraField, Roadmap, TaskId};
use crate::time::{FiscalYearStart, Interval};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

/// A transaction as a line of a journal has it.
#[derive(Serialize, Deserialize)]
struct Written {
    ja: Box<str>,
    en: Box<str>,
    edits: Vec<WrittenEdit>,
}

/// An edit; records and texts stand in it as strings, in the form that they have in a file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenEdit {
    Header {
        title: String,
        fiscal_year_start_month: u8,
    },
    When {
        task: u32,
        when: String,
    },
    Document(Change<String>),
    Name(Change<String>),
    Lane(Change<String>),
    Task(Change<String>),
    Dependency(Change<String>),
    View(Change<String>),
    /// Keys and their JSON.
    Extra(Vec<(String, String)>),
}

/// Writes a transaction on one line; its owners and tags are among the words of a roadmap.
pub(super) fn encode(transaction: &Transaction, words: &Roadmap) -> Box<RawValue> {
    let edit = |edit: &Edit| match edit {
        Edit::Header { title, fiscal_year_start } => WrittenEdit::Header {
            title: alone::write_text(title),
            fiscal_year_start_month: fiscal_year_start.month(),
        },
        Edit::When { task, when } => {
            let task = u32::try_from(task.index()).expect("an id has 32 bits");
            WrittenEdit::When { task, when: when.to_string() }
        }
        Edit::Document(change) => WrittenEdit::Document(change.map(alone::write_document)),
        Edit::Name(change) => WrittenEdit::Name(change.map(alone::write_name)),
        Edit::Lane(change) => WrittenEdit::Lane(change.map(|it| alone::write_lane(it, words))),
        Edit::Task(change) => WrittenEdit::Task(change.map(|it| alone::write_task(it, words))),
        Edit::Dependency(change) => {
            WrittenEdit::Dependency(change.map(|it| alone::write_dependency(it, words)))
        }
        Edit::View(change) => WrittenEdit::View(change.map(write_view)),
        Edit::Extra(extra) => {
            let fields = extra.fields().iter();
            let fields = fields.map(|field| (field.key.to_string(), field.json.to_string()));
            WrittenEdit::Extra(fields.collect())
        }
    };
    let Transaction { label: Label { ja, en }, edits } = transaction;
    let (ja, en) = (ja.clone(), en.clone());
    let written = Written { ja, en, edits: edits.iter().map(edit).collect() };
    to_raw_value(&written).expect("it has nothing but strings as keys")
}

/// Reads the transactions of a journal, one after the other.
pub(super) struct Decoder<'w> {
    words: &'w mut Roadmap,
    fiscal: FiscalYearStart,
}

impl<'w> Decoder<'w> {
    /// Goes on from a roadmap, to whose words new ones are added; nothing else of it is changed.
    pub(super) fn new(words: &'w mut Roadmap) -> Self {
        Self { fiscal: words.fiscal_year_start, words }
    }

    /// The next transaction; `None` if it is not one that [`encode`] has written.
    pub(super) fn decode(&mut self, json: &RawValue) -> Option<Transaction> {
        let Written { ja, en, edits } = serde_json::from_str(json.get()).ok()?;
        let edits = edits.into_iter().map(|edit| self.edit(edit)).collect::<Option<_>>()?;
        Some(Transaction::new(Label { ja, en }, edits))
    }

    fn edit(&mut self, edit: WrittenEdit) -> Option<Edit> {
        Some(match edit {
            WrittenEdit::Header { title, fiscal_year_start_month } => {
                // What comes later is read by the fiscal years that are in force by then.
                self.fiscal = FiscalYearStart::new(fiscal_year_start_month)?;
                let title = alone::read_text(&title)?;
                Edit::Header { title, fiscal_year_start: self.fiscal }
            }
            WrittenEdit::When { task, when } => Edit::When {
                task: TaskId::from_index(task as usize),
                when: Interval::parse(&when, self.fiscal).ok()?,
            },
            WrittenEdit::Document(change) => {
                Edit::Document(change.try_map(|it| alone::read_document(it))?)
            }
            WrittenEdit::Name(change) => Edit::Name(change.try_map(|it| alone::read_name(it))?),
            WrittenEdit::Lane(change) => Edit::Lane(change.try_map(|it| alone::read_lane(it))?),
            WrittenEdit::Task(change) => {
                let Self { words, fiscal } = self;
                Edit::Task(change.try_map(|it| alone::read_task(it, *fiscal, words))?)
            }
            WrittenEdit::Dependency(change) => {
                Edit::Dependency(change.try_map(|it| alone::read_dependency(it))?)
            }
            WrittenEdit::View(change) => Edit::View(change.try_map(|it| read_view(it))?),
            WrittenEdit::Extra(fields) => {
                let mut extra = Extra::default();
                for (key, json) in fields {
                    serde_json::from_str::<&RawValue>(&json).ok()?;
                    extra.push(ExtraField { key: key.into(), json: json.into() });
                }
                Edit::Extra(extra)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::History;
    use crate::edit::laws::{dice, file, random, seeded};
    use crate::store::format::{self, laws::roadmap};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(seeded(1_500))]

        #[test]
        fn a_journal_replayed_gives_the_live_document(mut live in roadmap(), dice in dice(24)) {
            let base = file(&live);
            let mut history = History::default();
            let mut lines = Vec::new();
            for (nth, dice) in dice.into_iter().enumerate() {
                let applied = match nth % 6 {
                    4 => history.undo(&mut live),
                    5 => history.redo(&mut live),
                    _ => random(&mut live, dice)
                        .and_then(|transaction| history.commit(&mut live, transaction))
                        .ok(),
                };
                lines.extend(applied.map(|applied| encode(&applied.transaction, &live)));
            }
            // The one that is replayed comes out of a file, with words of its own.
            let (mut replayed, _) = format::read(base.as_bytes()).unwrap();
            let mut decoder = Decoder::new(&mut replayed);
            let transactions: Vec<_> = lines.iter().map(|line| decoder.decode(line)).collect();
            prop_assert_eq!(&file(&replayed), &base);
            for (transaction, line) in transactions.into_iter().zip(lines) {
                prop_assert!(!line.get().contains('\n'));
                let transaction = transaction.ok_or(TestCaseError::fail(line.get().to_owned()))?;
                let again = encode(&transaction, &replayed);
                prop_assert_eq!(again.get(), line.get());
                transaction.apply(&mut replayed).unwrap();
            }
            prop_assert_eq!(file(&replayed), file(&live));
        }
    }
}
