//! The account: what became of every cell below the headers.

use crate::model::Language;
use std::fmt;

/// What became of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellUse {
    /// It gave one task, or one for each of its paragraphs and ▲ marks.
    Task,
    /// It names a lane.
    Label,
    /// It went into the notes of tasks, or it was reported.
    Note,
    /// It says what has been done before, and went into a note.
    Done,
    /// It names the office in charge, and gave the owner.
    Owner,
}

impl CellUse {
    /// All uses, in the order in which the account lists them.
    pub const ALL: [Self; 5] = [Self::Task, Self::Label, Self::Note, Self::Done, Self::Owner];
}

/// What became of the cells of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableAccount {
    /// The number of the table, from 1; 0 for the total.
    pub number: u32,
    /// The line of its header, from 1; 0 for the total.
    pub line: u32,
    /// The cells below the header that are not empty, counted as the text was cut into cells.
    pub cells: u32,
    /// The tasks that came out; a cell may give several.
    pub tasks: u32,
    uses: [u32; 5],
}

impl TableAccount {
    /// The account of a table of which nothing has been read yet.
    pub(super) fn new(number: u32, line: u32) -> Self {
        Self { number, line, ..Self::default() }
    }

    /// How many cells were used in this way.
    #[must_use]
    pub const fn used_as(&self, cell_use: CellUse) -> u32 {
        self.uses[cell_use as usize]
    }

    /// Whether every cell was used in exactly one way.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.uses.iter().sum::<u32>() == self.cells
    }

    /// Notes that one more cell was used in this way.
    pub(super) fn count(&mut self, cell_use: CellUse) {
        self.uses[cell_use as usize] += 1;
    }
}

/// What became of every cell below the headers, table by table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The tables in order.
    pub tables: Vec<TableAccount>,
}

impl Account {
    /// The sums over all tables.
    #[must_use]
    pub fn total(&self) -> TableAccount {
        self.tables.iter().fold(TableAccount::default(), |mut total, table| {
            total.cells += table.cells;
            total.tasks += table.tasks;
            for (sum, uses) in total.uses.iter_mut().zip(table.uses) {
                *sum += uses;
            }
            total
        })
    }

    /// Whether every cell of every table was used in exactly one way.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.tables.iter().all(TableAccount::is_complete)
    }

    /// The account as text, one line a table and one for the total.
    #[must_use]
    pub fn in_language(&self, language: Language) -> impl fmt::Display + '_ {
        AccountText { account: self, language }
    }
}

struct AccountText<'a> {
    account: &'a Account,
    language: Language,
}

impl AccountText<'_> {
    fn write_counts(&self, f: &mut fmt::Formatter<'_>, table: &TableAccount) -> fmt::Result {
        let TableAccount { cells, tasks, uses: [task, label, note, done, owner], .. } = *table;
        match self.language {
            Language::Japanese => write!(
                f,
                "{cells}セル＝施策{task}（{tasks}件）＋見出し{label}＋注{note}＋実施済み{done}＋担当{owner}"
            ),
            Language::English => write!(
                f,
                "{cells} cells = {task} for tasks ({tasks} in all) + {label} labels + {note} notes \
                 + {done} done before + {owner} owners"
            ),
        }
    }
}

impl fmt::Display for AccountText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tables, total) = (&self.account.tables, self.account.total());
        for table in tables {
            let TableAccount { number, line, .. } = table;
            match self.language {
                Language::Japanese => write!(f, "表{number}（{line}行目）：")?,
                Language::English => write!(f, "table {number} (line {line}): ")?,
            }
            self.write_counts(f, table)?;
            f.write_str("\n")?;
        }
        match self.language {
            Language::Japanese => write!(f, "計{}表：", tables.len())?,
            Language::English if tables.len() == 1 => f.write_str("1 table: ")?,
            Language::English => write!(f, "{} tables: ", tables.len())?,
        }
        self.write_counts(f, &total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_adds_up_and_says_so() {
        let mut table =
            TableAccount { number: 1, line: 4, cells: 3, tasks: 2, ..TableAccount::default() };
        table.count(CellUse::Task);
        table.count(CellUse::Label);
        assert!(!table.is_complete());
        table.count(CellUse::Note);
        let account = Account { tables: vec![table] };
        assert!(account.is_complete());
        assert_eq!(
            account.in_language(Language::English).to_string(),
            "table 1 (line 4): 3 cells = 1 for tasks (2 in all) + 1 labels + 1 notes + 0 done before + 0 owners\n\
             1 table: 3 cells = 1 for tasks (2 in all) + 1 labels + 1 notes + 0 done before + 0 owners"
        );
        assert_eq!(
            account.in_language(Language::Japanese).to_string().lines().last(),
            Some("計1表：3セル＝施策1（2件）＋見出し1＋注1＋実施済み0＋担当0")
        );
    }
}
