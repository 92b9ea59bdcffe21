//! Text in two languages, and the fields of a file that this version does not know.

/// A language of the interface and of the texts of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// 日本語.
    #[default]
    Japanese,
    /// English.
    English,
}

impl Language {
    /// Both, Japanese first.
    pub const ALL: [Self; 2] = [Self::Japanese, Self::English];

    /// The code that files and the command line use: `ja` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Japanese => Self::English,
            Self::English => Self::Japanese,
        }
    }
}

/// A text in Japanese, in English or both.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text {
    ja: Option<Box<str>>,
    en: Option<Box<str>>,
    /// Further languages and other fields of the record, kept as they were.
    pub extra: Extra,
}

impl Text {
    /// A text in both languages.
    #[must_use]
    pub fn new(ja: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self { ja: Some(ja.into()), en: Some(en.into()), extra: Extra::default() }
    }

    /// A text in one language.
    #[must_use]
    pub fn only(language: Language, text: impl Into<Box<str>>) -> Self {
        let mut this = Self::default();
        this.set(language, Some(text.into()));
        this
    }

    /// Sets or removes the text in one language.
    pub fn set(&mut self, language: Language, text: Option<Box<str>>) {
        match language {
            Language::Japanese => self.ja = text,
            Language::English => self.en = text,
        }
    }

    /// The text in this language, if it has one.
    #[must_use]
    pub fn get(&self, language: Language) -> Option<&str> {
        match language {
            Language::Japanese => self.ja.as_deref(),
            Language::English => self.en.as_deref(),
        }
    }

    /// The text in this language, else in the other one, else the empty text.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        self.get(language).or_else(|| self.get(language.other())).unwrap_or_default()
    }

    /// The text in the other language, if there is one in this language too.
    #[must_use]
    pub fn translation(&self, language: Language) -> Option<&str> {
        self.get(language).and_then(|_| self.get(language.other()))
    }

    /// Whether it has a text in no language and no other field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ja.is_none() && self.en.is_none() && self.extra.is_empty()
    }
}

/// One field that this version does not know, with its exact text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraField {
    /// The key, decoded.
    pub key: Box<str>,
    /// The value as it stood in the file: valid JSON, byte for byte.
    pub json: Box<str>,
}

/// The fields of a record that this version does not know, in the order they had.
///
/// One pointer wide when empty, because nearly every record has none.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Extra(
    #[expect(clippy::box_collection, reason = "a `Vec` is three pointers wide, a box is one")]
    Option<Box<Vec<ExtraField>>>,
);

impl Extra {
    /// Adds a field behind the others.
    pub fn push(&mut self, field: ExtraField) {
        self.0.get_or_insert_default().push(field);
    }

    /// The fields in order.
    #[must_use]
    pub fn fields(&self) -> &[ExtraField] {
        self.0.as_ref().map_or(&[], |fields| fields.as_slice())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_is_answered_in_the_other() {
        let text = Text::only(Language::Japanese, "検討");
        assert_eq!(text.in_language(Language::English), "検討");
        assert_eq!(text.get(Language::English), None);
        assert_eq!(Text::default().in_language(Language::English), "");
    }

    #[test]
    fn extra_fields_cost_a_pointer() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
    }
}
