//! Reads the text of a query; the grammar stands in `syntax`.

use super::QueryError;
use super::key::Key;
use super::lexer::{Lexer, Token, is_close, is_comma, is_open};
use super::syntax::{Expr, Field, Value};
use crate::model::Language;
use std::ops::Range;

/// How deep groups and negations may be nested: what reads and evaluates them recurses.
const MAX_DEPTH: usize = 64;

/// How many conditions a query may have; each costs a pass over all tasks.
const MAX_CONDITIONS: usize = 500;

/// What a text asks for; `None` if nothing.
pub(super) fn parse(text: &str) -> Result<Option<Expr>, QueryError> {
    let mut parser =
        Parser { lexer: Lexer::new(text), token: Token::End, range: 0..0, depth: 0, conditions: 0 };
    parser.advance()?;
    if matches!(parser.token, Token::End) {
        return Ok(None);
    }
    let root = parser.any()?;
    match parser.token {
        Token::End => Ok(Some(root)),
        _ => Err(QueryError::new(
            parser.range,
            "この「)」に対応する「(」がありません",
            "nothing is open that this parenthesis closes",
        )),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// The next piece, and where it stands.
    token: Token,
    range: Range<usize>,
    depth: usize,
    conditions: usize,
}

impl Parser<'_> {
    fn advance(&mut self) -> Result<(), QueryError> {
        (self.token, self.range) = self.lexer.next()?;
        Ok(())
    }

    fn any(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.all()?];
        while matches!(self.token, Token::Or) {
            self.advance()?;
            parts.push(self.all()?);
        }
        Ok(Expr::any(parts).expect("there is at least one part"))
    }

    fn all(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.unary()?];
        loop {
            match self.token {
                Token::End | Token::Close | Token::Or => break,
                Token::And => self.advance()?,
                _ => {}
            }
            parts.push(self.unary()?);
        }
        Ok(Expr::all(parts).expect("there is at least one part"))
    }

    fn unary(&mut self) -> Result<Expr, QueryError> {
        match self.token {
            Token::Not => self.nested(|parser| {
                parser.advance()?;
                Ok(Expr::Not(Box::new(parser.unary()?)))
            }),
            Token::Open => self.nested(Self::group),
            Token::Key(key, language) => {
                let field = self.field(key, language)?;
                self.count_condition()?;
                self.advance()?;
                Ok(Expr::Field(field))
            }
            Token::Text(_) => {
                self.count_condition()?;
                match std::mem::replace(&mut self.token, Token::End) {
                    Token::Text(value) => {
                        self.advance()?;
                        Ok(Expr::Text(value))
                    }
                    _ => unreachable!("it was a text"),
                }
            }
            Token::End | Token::Close | Token::Or | Token::And => Err(QueryError::new(
                self.range.clone(),
                "ここに条件がありません",
                "a condition is missing here",
            )
            .expecting(
                "言葉、「owner:総務省」のような条件、または「(」",
                "a word, a condition like owner:NAME, or an opening parenthesis",
            )),
        }
    }

    /// Reads something that may hold more of its kind.
    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Expr, QueryError>,
    ) -> Result<Expr, QueryError> {
        if self.depth == MAX_DEPTH {
            return Err(QueryError::new(
                self.range.clone(),
                "括弧や「-」の入れ子が深すぎます",
                "parentheses and negations are nested too deep",
            )
            .expecting(
                format!("{MAX_DEPTH} 段までの入れ子"),
                format!("at most {MAX_DEPTH} levels"),
            ));
        }
        self.depth += 1;
        let part = read(self)?;
        self.depth -= 1;
        Ok(part)
    }

    fn group(&mut self) -> Result<Expr, QueryError> {
        let open = self.range.clone();
        self.advance()?;
        let inside = self.any()?;
        match self.token {
            Token::Close => {
                self.advance()?;
                Ok(inside)
            }
            _ => Err(unclosed(open)),
        }
    }

    /// The values behind a key, which is the token in hand.
    fn field(&mut self, key: Key, language: Language) -> Result<Field, QueryError> {
        let start = self.range.start;
        let mut values = Vec::new();
        if key == Key::Between {
            values.push(self.value(key, language)?);
            if !self.lexer.eat(is_comma) {
                return Err(QueryError::new(
                    start..self.lexer.at(),
                    "もう一方の端がありません",
                    "the other end of the path is missing",
                )
                .expecting("「between:A,B」のように二つの ID", "two ids, as in between:A,B"));
            }
            values.push(self.value(key, language)?);
            return Ok(Field { key, language, values });
        }
        let open = self.lexer.at();
        if !self.lexer.eat(is_open) {
            values.push(self.value(key, language)?);
            return Ok(Field { key, language, values });
        }
        let open = open..self.lexer.at();
        loop {
            self.lexer.skip_space();
            values.push(self.value(key, language)?);
            self.lexer.skip_space();
            if self.lexer.eat(is_close) {
                return Ok(Field { key, language, values });
            }
            let (token, range) = self.lexer.next()?;
            match token {
                Token::Or => {}
                Token::End => return Err(unclosed(open)),
                _ => {
                    return Err(QueryError::new(
                        range,
                        "値と値の間に OR がありません",
                        "OR is missing between two values",
                    )
                    .expecting(
                        "OR か「)」。空白を含む値は引用符で囲む",
                        "OR or a closing parenthesis; values with blanks go into quotes",
                    ));
                }
            }
        }
    }

    fn value(&mut self, key: Key, language: Language) -> Result<Value, QueryError> {
        if let Some(value) = self.lexer.value(key == Key::Between)? {
            return Ok(value);
        }
        let word = key.word(language);
        Err(QueryError::new(
            self.lexer.rest_of_word(),
            format!("「{word}:」の値がありません"),
            format!("the value of \"{word}:\" is missing"),
        )
        .expecting(
            "コロンのすぐ後に値。空白を含む値は引用符で囲む",
            "a value right behind the colon, in quotes if it has blanks",
        ))
    }

    fn count_condition(&mut self) -> Result<(), QueryError> {
        self.conditions += 1;
        if self.conditions <= MAX_CONDITIONS {
            return Ok(());
        }
        Err(QueryError::new(
            self.range.clone(),
            "条件が多すぎます",
            "there are too many conditions",
        )
        .expecting(
            format!("{MAX_CONDITIONS} 個までの条件（値は「id:(A OR B)」のようにまとめられます）"),
            format!("at most {MAX_CONDITIONS}; values can be put together as in id:(A OR B)"),
        ))
    }
}

fn unclosed(open: Range<usize>) -> QueryError {
    QueryError::new(open, "この括弧が閉じていません", "this parenthesis is not closed")
        .expecting("終わりの「)」", "a closing parenthesis")
}

#[cfg(test)]
mod tests {
    use super::super::Query;
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(text: &str, canonical: &str) {
        let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(query.to_string(), canonical, "{text}");
        assert_eq!(Query::parse(canonical).unwrap().to_string(), canonical);
    }

    /// The wrong part of a text and what is said about it.
    #[track_caller]
    fn refuses(text: &str, part: &str, words: &str) {
        let error = Query::parse(text).expect_err(text);
        assert_eq!(&text[error.range()], part, "{text}: {error:?}");
        let said =
            format!("{}; {}", error.message(Language::English), error.expected(Language::English));
        assert!(said.contains(words), "{text}: {said}");
        assert!(!error.message(Language::Japanese).is_empty());
    }

    #[test]
    fn words_and_conditions_are_read() {
        reads("", "");
        reads(" \u{3000} ", "");
        reads("クラウド　移行", "クラウド 移行");
        reads("a b OR c d", "a b OR c d");
        reads("a (b OR c) d", "a (b OR c) d");
        reads("(a b) c", "a b c");
        reads("a OR (b OR c)", "a OR b OR c");
        reads("-a -(b c) --d NOT e", "-a -(b c) --d -e");
        reads("a AND b かつ c または d", "a b c OR d");
        reads("or and not", "or and not");
        reads("\"two words\" \"OR\"", "\"two words\" \"OR\"");
        reads("\"a\\\"b\\\\c\\d\"", "\"a\\\"b\\\\c\\\\d\"");
        reads("owner:総務省 -tag:AI", "owner:総務省 -tag:AI");
        reads("owner:(総務省 OR \"Digital Agency\")", "owner:(総務省 OR \"Digital Agency\")");
        reads("owner:(総務省)", "owner:総務省");
        reads("between:a.b,\"c,d\"", "between:a.b,\"c,d\"");
    }

    #[test]
    fn what_a_japanese_keyboard_types_is_understood() {
        reads("担当：総務省　−タグ：ＡＩ", "担当:総務省 -タグ:ＡＩ");
        reads("ー（移行　または　クラウド）", "-(移行 OR クラウド)");
        reads("－検討　‐“二 語”", "-検討 -\"二 語\"");
        reads("ｏｗｎｅｒ：（総務省　ＯＲ　財務省）", "owner:(総務省 OR 財務省)");
        reads("経路：a，b", "経路:a,b");
        reads("サーバー 5-1 5－1", "サーバー 5-1 5－1");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        refuses("a onwer:x", "onwer", "perhaps owner:");
        refuses("注：本文", "注", "no condition");
        refuses("a (b", "(", "not closed");
        refuses("a b)", ")", "nothing is open");
        refuses("a \"b", "\"b", "closing \"");
        refuses("a OR", "", "condition is missing");
        refuses("OR a", "OR", "condition is missing");
        refuses("a AND OR b", "OR", "condition is missing");
        refuses("a ()", ")", "condition is missing");
        refuses("a - b", "-", "nothing follows the minus");
        refuses("owner: x", " ", "right behind the colon");
        refuses("owner:", "", "right behind the colon");
        refuses("owner:OR", "OR", "value of \"owner:\"");
        refuses("owner:(a b)", "b", "OR is missing");
        refuses("owner:(a OR", "", "value of");
        refuses("owner:(a", "(", "not closed");
        refuses("between:a", "between:a", "two ids");
        refuses("between:a,", "", "value of");
    }

    #[test]
    fn deep_and_endless_queries_are_refused() {
        for sign in ["(", "-", "-(", "（", "NOT "] {
            let error = Query::parse(&sign.repeat(100_000)).unwrap_err();
            let message = error.message(Language::English);
            assert!(message.contains("nested too deep"), "{sign}: {message}");
        }
        let deepest = format!("{}a{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
        assert_eq!(Query::parse(&deepest).unwrap().to_string(), "a");
        let error = Query::parse(&"a ".repeat(100_000)).unwrap_err();
        assert!(error.message(Language::English).contains("too many"));
        let many_ids = format!("id:({}b)", "a OR ".repeat(10_000));
        assert!(Query::parse(&many_ids).is_ok());
    }

    #[test]
    fn words_are_taken_as_they_are() {
        let query = Query::for_words("総務　-x owner:y \"z OR (a");
        assert_eq!(query.text(), "総務 \"-x\" \"owner:y\" \"\\\"z\" \"OR\" \"(a\"");
        assert_eq!(Query::parse(query.text()).unwrap().to_string(), query.text());
        assert!(Query::for_words(" ").is_empty());
    }

    #[test]
    fn a_query_is_narrowed_without_changing_its_meaning() {
        let narrowed = |text: &str| Query::parse(text).unwrap().narrowed_by("is:open");
        assert_eq!(narrowed(""), "is:open");
        assert_eq!(narrowed("a　b"), "a b is:open");
        assert_eq!(narrowed("a OR b"), "(a OR b) is:open");
    }

    proptest! {
        #[test]
        fn reading_never_fails_badly_and_writing_is_stable(
            text in "([ab-]|-|ー|\\(|（|\\)|\"|“|\\\\|,|:|：| |　| OR | AND |owner:|between:|担当：|-){0,24}",
            any in "\\PC{0,12}",
        ) {
            for text in [text, any] {
                match Query::parse(&text) {
                    Ok(query) => {
                        let canonical = query.to_string();
                        let again = Query::parse(&canonical).unwrap();
                        prop_assert_eq!(again.to_string(), &*canonical, "{}", text);
                        prop_assert_eq!(format!("{:?}", shape(again.conjuncts())), format!("{:?}", shape(query.conjuncts())));
                    }
                    Err(error) => {
                        // The place can be cut out of the text.
                        prop_assert!(text.get(error.range()).is_some(), "{error:?}");
                    }
                }
                let words = Query::for_words(&text);
                prop_assert_eq!(Query::parse(words.text()).unwrap().to_string(), words.to_string());
            }
        }
    }

    /// The tree without the places, which writing may change.
    fn shape(parts: &[Expr]) -> Vec<String> {
        let of = |part: &Expr| match part {
            Expr::All(parts) => format!("all{:?}", shape(parts)),
            Expr::Any(parts) => format!("any{:?}", shape(parts)),
            Expr::Not(part) => format!("not{:?}", shape(std::slice::from_ref(part))),
            Expr::Text(value) => format!("{:?}{}", value.text, value.is_quoted),
            Expr::Field(field) => {
                let values = field.values.iter().map(|value| (&value.text, value.is_quoted));
                format!("{:?}{:?}", field.key, values.collect::<Vec<_>>())
            }
        };
        parts.iter().map(of).collect()
    }
}
