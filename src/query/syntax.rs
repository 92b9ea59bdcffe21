//! What a query says, as a tree, and its canonical text.
//!
//! ```text
//! query     = [any]
//! any       = all { ("OR" | "または") all }
//! all       = unary { ["AND" | "かつ"] unary }
//! unary     = ("-" | "NOT") unary | "(" any ")" | key ":" values | word | phrase
//! values    = value | "(" value { "OR" value } ")"        one of them
//!           | value "," value                              after `between:`
//! value     = word | phrase
//! phrase    = '"' … '"'                                    `\"` and `\\` inside
//! ```
//!
//! Conditions beside each other must all hold, and bind tighter than `OR`. Signs,
//! digits and letters may be full-width, as a Japanese keyboard types them; a word that
//! begins with the long-vowel mark `ー` is negated, too, because no word begins so and
//! the key of the minus types it.

use super::QueryError;
use super::key::Key;
use super::parse::parse;
use crate::model::Language;
use std::fmt;
use std::ops::Range;

/// A text of the filter language, understood but not yet asked of a roadmap.
#[derive(Clone, Debug, Default)]
pub struct Query {
    text: String,
    root: Option<Expr>,
}

impl Query {
    /// Reads a query; the empty one lets every task through.
    ///
    /// # Errors
    /// If the text does not follow the grammar, with the place and what was expected there.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        Ok(Self { root: parse(text)?, text: text.to_owned() })
    }

    /// A query for all these words, whatever signs of the language stand in them.
    #[must_use]
    pub fn for_words(words: &str) -> Self {
        let words = words.split_whitespace().map(|word| Expr::Text(Value::for_name(word)));
        Self::from_conjuncts(words.collect())
    }

    /// The text as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// The text of a query that asks for a further condition besides this one.
    #[must_use]
    pub fn narrowed_by(&self, condition: &str) -> String {
        match &self.root {
            None => condition.to_owned(),
            Some(root @ Expr::Any(_)) => format!("({root}) {condition}"),
            Some(root) => format!("{root} {condition}"),
        }
    }

    /// The conditions that must all hold.
    pub(super) fn conjuncts(&self) -> &[Expr] {
        match &self.root {
            None => &[],
            Some(Expr::All(parts)) => parts,
            Some(other) => std::slice::from_ref(other),
        }
    }

    /// The query in which all these conditions must hold, written in the canonical form.
    pub(super) fn from_conjuncts(parts: Vec<Expr>) -> Self {
        let mut this = Self { text: String::new(), root: Expr::all(parts) };
        this.text = this.to_string();
        this
    }
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Display for Query {
    /// Writes the canonical form: half-width signs, single spaces, no needless parentheses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.as_ref().map_or(Ok(()), |root| root.fmt(f))
    }
}

/// A condition.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// At least two, of which none is an `All`.
    All(Vec<Expr>),
    /// At least two, of which none is an `Any`.
    Any(Vec<Expr>),
    Not(Box<Expr>),
    /// Occurs in one of the texts of a task.
    Text(Value),
    Field(Field),
}

/// A condition `key:value`.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub key: Key,
    /// In which language the key is written.
    pub language: Language,
    /// One of them is enough; the two ends for [`Key::Between`]. Never empty.
    pub values: Vec<Value>,
}

/// A word, a phrase or a value.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// Without quotes and escapes.
    pub text: String,
    pub is_quoted: bool,
    /// Where it stands in the text of the query, in bytes.
    pub range: Range<usize>,
}

impl Expr {
    /// All of these; `None` of none.
    pub(super) fn all(parts: Vec<Self>) -> Option<Self> {
        let flat = |part| match part {
            Self::All(parts) => parts,
            other => vec![other],
        };
        Self::joined(parts.into_iter().flat_map(flat).collect(), Self::All)
    }

    /// Any of these; `None` of none.
    pub(super) fn any(parts: Vec<Self>) -> Option<Self> {
        let flat = |part| match part {
            Self::Any(parts) => parts,
            other => vec![other],
        };
        Self::joined(parts.into_iter().flat_map(flat).collect(), Self::Any)
    }

    fn joined(mut parts: Vec<Self>, join: impl Fn(Vec<Self>) -> Self) -> Option<Self> {
        if parts.len() > 1 { Some(join(parts)) } else { parts.pop() }
    }

    /// Writes it so that it stays one condition beside others.
    fn fmt_as_part(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(_) | Self::Any(_) => write!(f, "({self})"),
            _ => fmt::Display::fmt(self, f),
        }
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => {
                for (position, part) in parts.iter().enumerate() {
                    f.write_str(if position > 0 { " " } else { "" })?;
                    part.fmt_as_part(f)?;
                }
                Ok(())
            }
            // What must hold together binds tighter, so it needs no parentheses here.
            Self::Any(parts) => write_joined(f, parts, " OR "),
            Self::Not(part) => {
                f.write_str("-")?;
                part.fmt_as_part(f)
            }
            Self::Text(value) => value.fmt(f),
            Self::Field(field) => field.fmt(f),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.key.word(self.language))?;
        match self.values.as_slice() {
            [value] => value.fmt(f),
            values if self.key == Key::Between => write_joined(f, values, ","),
            values => {
                f.write_str("(")?;
                write_joined(f, values, " OR ")?;
                f.write_str(")")
            }
        }
    }
}

impl Value {
    /// A name as a value, in quotes if it would not be read as one value otherwise.
    pub(super) fn for_name(name: &str) -> Self {
        let text = name.to_owned();
        Self { is_quoted: !super::lexer::is_plain(name), text, range: 0..0 }
    }

    /// A word of the language as a value.
    pub(super) fn word(word: impl Into<String>) -> Self {
        Self { text: word.into(), is_quoted: false, range: 0..0 }
    }
}

/// A name as a value of the filter language: in quotes if it would be read as something else.
#[must_use]
pub fn name_as_value(name: &str) -> String {
    Value::for_name(name).to_string()
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_quoted {
            return f.write_str(&self.text);
        }
        f.write_str("\"")?;
        for char in self.text.chars() {
            // Every sign that ends a phrase, and the one that says that it does not.
            if super::lexer::is_quote(char) || char == '\\' {
                f.write_str("\\")?;
            }
            write!(f, "{char}")?;
        }
        f.write_str("\"")
    }
}

fn write_joined<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    parts: &[T],
    between: &str,
) -> fmt::Result {
    for (position, part) in parts.iter().enumerate() {
        f.write_str(if position > 0 { between } else { "" })?;
        part.fmt(f)?;
    }
    Ok(())
}
