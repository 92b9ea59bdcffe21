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

/// A text in Japanese, in English or both, as one allocation.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text(Form);

/// One form for each content, so that equal texts have equal forms.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
enum Form {
    #[default]
    Empty,
    Japanese(Box<str>),
    English(Box<str>),
    /// The Japanese text and, from byte `english` on, the English one.
    Both {
        texts: Box<str>,
        english: u32,
    },
    /// With further fields, or too long for `english`.
    Rare(Box<Rare>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rare {
    ja: Option<Box<str>>,
    en: Option<Box<str>>,
    extra: Extra,
}

impl Text {
    /// The text in no language.
    pub const EMPTY: Self = Self(Form::Empty);

    /// A text in both languages.
    #[must_use]
    pub fn new(ja: impl AsRef<str>, en: impl AsRef<str>) -> Self {
        Self::from_parts(Some(ja.as_ref()), Some(en.as_ref()), Extra::default())
    }

    /// A text in one language.
    #[must_use]
    pub fn only(language: Language, text: impl Into<Box<str>>) -> Self {
        Self(match language {
            Language::Japanese => Form::Japanese(text.into()),
            Language::English => Form::English(text.into()),
        })
    }

    /// A text in the languages given, with the other fields of its record.
    #[must_use]
    pub fn from_parts(ja: Option<&str>, en: Option<&str>, extra: Extra) -> Self {
        let form = match (ja, en) {
            _ if !extra.is_empty() => None,
            (None, None) => Some(Form::Empty),
            (Some(ja), None) => Some(Form::Japanese(ja.into())),
            (None, Some(en)) => Some(Form::English(en.into())),
            (Some(ja), Some(en)) => {
                let both = |english| Form::Both { texts: [ja, en].concat().into(), english };
                u32::try_from(ja.len()).ok().map(both)
            }
        };
        let rare =
            || Form::Rare(Box::new(Rare { ja: ja.map(Into::into), en: en.map(Into::into), extra }));
        Self(form.unwrap_or_else(rare))
    }

    /// Sets or removes the text in one language.
    pub fn set(&mut self, language: Language, text: Option<&str>) {
        let (ja, en) = match language {
            Language::Japanese => (text, self.get(Language::English)),
            Language::English => (self.get(Language::Japanese), text),
        };
        *self = Self::from_parts(ja, en, self.extra().clone());
    }

    /// The text in this language, if it has one.
    #[must_use]
    pub fn get(&self, language: Language) -> Option<&str> {
        match (&self.0, language) {
            (Form::Japanese(text), Language::Japanese)
            | (Form::English(text), Language::English) => Some(text),
            (Form::Both { texts, english }, Language::Japanese) => {
                Some(&texts[..*english as usize])
            }
            (Form::Both { texts, english }, Language::English) => Some(&texts[*english as usize..]),
            (Form::Rare(rare), Language::Japanese) => rare.ja.as_deref(),
            (Form::Rare(rare), Language::English) => rare.en.as_deref(),
            (Form::Empty | Form::Japanese(_) | Form::English(_), _) => None,
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

    /// Further languages and other fields of the record, kept as they were.
    #[must_use]
    pub fn extra(&self) -> &Extra {
        match &self.0 {
            Form::Rare(rare) => &rare.extra,
            _ => &Extra::EMPTY,
        }
    }

    /// Whether it has a text in no language and no other field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Form::Empty)
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
    /// No fields.
    pub const EMPTY: Self = Self(None);

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
    fn every_text_comes_back_and_can_be_set() {
        let mut extra = Extra::default();
        extra.push(ExtraField { key: "fr".into(), json: "\"étude\"".into() });
        for ja in [None, Some(""), Some("検討")] {
            for en in [None, Some(""), Some("Study")] {
                for extra in [Extra::EMPTY, extra.clone()] {
                    let text = Text::from_parts(ja, en, extra.clone());
                    assert_eq!(text.get(Language::Japanese), ja);
                    assert_eq!(text.get(Language::English), en);
                    assert_eq!(*text.extra(), extra);
                    assert_eq!(text.is_empty(), (ja, en) == (None, None) && extra.is_empty());
                    let mut set = Text::from_parts(Some("x"), Some("y"), extra);
                    set.set(Language::English, en);
                    set.set(Language::Japanese, ja);
                    assert_eq!(set, text, "equal texts have equal forms");
                }
            }
        }
    }

    #[test]
    fn texts_and_extra_fields_are_small() {
        assert_eq!(size_of::<Extra>(), size_of::<usize>());
        assert_eq!(size_of::<Text>(), 24);
    }
}
