//! Cuts the text of a query into words and signs, of either width.

use super::QueryError;
use super::key::Key;
use super::nearest::nearest;
use super::syntax::Value;
use crate::model::Language;
use std::ops::Range;

/// A piece of a query.
#[derive(Clone, Debug)]
pub(super) enum Token {
    End,
    Open,
    Close,
    /// `-` or `NOT`.
    Not,
    Or,
    And,
    /// A key and its colon; a value follows at once.
    Key(Key, Language),
    Text(Value),
}

/// Reads from the front of a text.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next piece and where it stands.
    pub(super) fn next(&mut self) -> Result<(Token, Range<usize>), QueryError> {
        self.skip_space();
        let start = self.at;
        let Some(char) = self.peek() else { return Ok((Token::End, start..start)) };
        let token = match char {
            _ if is_open(char) => self.sign(Token::Open),
            _ if is_close(char) => self.sign(Token::Close),
            _ if is_quote(char) => Token::Text(self.phrase()?),
            _ if is_minus(char) => {
                let minus = self.sign(Token::Not);
                if self.peek().is_none_or(|next| next.is_whitespace() || is_close(next)) {
                    return Err(QueryError::new(
                        start..self.at,
                        "「-」の後に、除くものがありません",
                        "nothing follows the minus",
                    )
                    .expecting(
                        "除く言葉や条件を「-」のすぐ後に（「-」そのものを探すときは \"-\"）",
                        "what to leave out, right behind it; \"-\" in quotes finds the sign",
                    ));
                }
                minus
            }
            _ => self.word_or_key()?,
        };
        Ok((token, start..self.at))
    }

    /// The value that stands here, if one does; blanks before it do not count as nothing.
    /// `ends_at_comma` says whether a comma separates it from another.
    pub(super) fn value(&mut self, ends_at_comma: bool) -> Result<Option<Value>, QueryError> {
        match self.peek() {
            Some(char) if is_quote(char) => return self.phrase().map(Some),
            None => return Ok(None),
            Some(_) => {}
        }
        let start = self.at;
        self.skip_while(|char| !(ends_word(char) || ends_at_comma && is_comma(char)));
        let text = self.text[start..self.at].to_owned();
        if text.is_empty() || operator(&text).is_some() {
            self.at = start;
            return Ok(None);
        }
        Ok(Some(Value { text, is_quoted: false, range: start..self.at }))
    }

    /// Where it stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The part of the text up to the next blank or parenthesis, at least a character if there is one.
    pub(super) fn rest_of_word(&self) -> Range<usize> {
        let rest = &self.text[self.at..];
        let length = rest.find(ends_word).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        self.at..self.at + length.max(first)
    }

    /// Steps over a sign if it stands here.
    pub(super) fn eat(&mut self, is_it: impl Fn(char) -> bool) -> bool {
        match self.peek() {
            Some(char) if is_it(char) => {
                self.at += char.len_utf8();
                true
            }
            _ => false,
        }
    }

    /// Steps over blanks.
    pub(super) fn skip_space(&mut self) {
        self.skip_while(char::is_whitespace);
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_while(&mut self, is_it: impl Fn(char) -> bool) {
        while self.eat(&is_it) {}
    }

    fn sign(&mut self, token: Token) -> Token {
        self.eat(|_| true);
        token
    }

    fn word_or_key(&mut self) -> Result<Token, QueryError> {
        let start = self.at;
        self.skip_while(|char| !ends_word(char) && !is_colon(char));
        let before = &self.text[start..self.at];
        // 10:30 and such are words.
        if !before.is_empty()
            && before.chars().all(char::is_alphabetic)
            && self.peek().is_some_and(is_colon)
        {
            let (key, language) =
                Key::parse(before).ok_or_else(|| unknown_key(before, start..self.at))?;
            self.eat(is_colon);
            return Ok(Token::Key(key, language));
        }
        self.skip_while(|char| !ends_word(char));
        let text = self.text[start..self.at].to_owned();
        Ok(operator(&text).unwrap_or(Token::Text(Value {
            text,
            is_quoted: false,
            range: start..self.at,
        })))
    }

    fn phrase(&mut self) -> Result<Value, QueryError> {
        let start = self.at;
        self.eat(is_quote);
        let mut text = String::new();
        while let Some(char) = self.peek() {
            self.at += char.len_utf8();
            if is_quote(char) {
                return Ok(Value { text, is_quoted: true, range: start..self.at });
            }
            let escaped = self.peek().filter(|&next| is_quote(next) || next == '\\');
            match escaped {
                Some(next) if char == '\\' => {
                    self.at += next.len_utf8();
                    text.push(next);
                }
                _ => text.push(char),
            }
        }
        Err(QueryError::new(start..self.at, "引用符が閉じていません", "the quotes are not closed")
            .expecting("終わりの「\"」", "a closing \""))
    }
}

/// Whether a text, written as it is, is read as one word that is no sign, key or operator.
pub(super) fn is_plain(text: &str) -> bool {
    let mut lexer = Lexer::new(text);
    let is_word = matches!(
        lexer.next(),
        Ok((Token::Text(Value { is_quoted: false, range, .. }), _)) if range == (0..text.len())
    );
    is_word && !text.contains(is_comma)
}

/// The signs that begin and end a phrase.
pub(super) fn is_quote(char: char) -> bool {
    matches!(char, '"' | '＂' | '“' | '”')
}

/// The signs between the two ends of `between:`.
pub(super) fn is_comma(char: char) -> bool {
    matches!(char, ',' | '，' | '、')
}

/// The signs that open a group.
pub(super) fn is_open(char: char) -> bool {
    matches!(char, '(' | '（')
}

/// The signs that close a group.
pub(super) fn is_close(char: char) -> bool {
    matches!(char, ')' | '）')
}

/// The signs between a key and its value.
pub(super) fn is_colon(char: char) -> bool {
    matches!(char, ':' | '：')
}

/// The signs that negate in front of a condition.
pub(super) fn is_minus(char: char) -> bool {
    matches!(char, '-' | '－' | '−' | '\u{2010}'..='\u{2015}' | 'ー' | 'ｰ')
}

/// What cannot stand in a word.
pub(super) fn ends_word(char: char) -> bool {
    char.is_whitespace() || is_open(char) || is_close(char) || is_quote(char)
}

/// The operator that a word is; only capitals, so that "or" can be looked for.
fn operator(word: &str) -> Option<Token> {
    match word {
        "OR" | "ＯＲ" | "または" => Some(Token::Or),
        "AND" | "ＡＮＤ" | "かつ" => Some(Token::And),
        "NOT" | "ＮＯＴ" => Some(Token::Not),
        _ => None,
    }
}

fn unknown_key(word: &str, range: Range<usize>) -> QueryError {
    let keys = Key::ALL.iter().flat_map(|key| Language::ALL.map(|language| key.word(language)));
    let similar: Vec<_> = nearest(word, keys, 2).into_iter().map(|key| format!("{key}:")).collect();
    let error = QueryError::new(
        range,
        format!("「{word}:」という条件はありません"),
        format!("there is no condition \"{word}:\""),
    );
    if similar.is_empty() {
        error.expecting(
            "area: owner: when: などの条件。言葉として探すときは引用符で囲む",
            "one like area:, owner: or when:; put it in quotes to find the words",
        )
    } else {
        error.expecting(
            format!("{}のことですか。言葉として探すときは引用符で囲む", similar.join("、")),
            format!("perhaps {}; put it in quotes to find the words", similar.join(" or ")),
        )
    }
}
