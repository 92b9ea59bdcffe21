//! What is wrong with broken JSON, in the words that people read.

use super::problem::{Words, words};

/// What is wrong with the JSON, without the place.
pub(super) fn syntax(error: &serde_json::Error) -> Words {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(&*text, |end| &text[..end]);
    let known = SYNTAX.iter().find(|(said, ..)| *said == text);
    match known {
        Some((_, ja, en)) => words(*ja, *en),
        None => words(format!("JSON として読めません（{text}）"), text),
    }
}

/// What `serde_json` says, and what Koteihyo says.
const SYNTAX: &[(&str, &str, &str)] = &[
    (
        "EOF while parsing a list",
        "リストの途中でファイルが終わっています",
        "the file ends inside a list",
    ),
    (
        "EOF while parsing an object",
        "{…} の途中でファイルが終わっています",
        "the file ends inside an object",
    ),
    (
        "EOF while parsing a string",
        "文字列の途中でファイルが終わっています",
        "the file ends inside a string",
    ),
    (
        "EOF while parsing a value",
        "値のあるはずの所でファイルが終わっています",
        "the file ends where a value should be",
    ),
    ("expected `:`", "キーの後に : がありません", "a : is missing after a key"),
    ("expected `,` or `]`", ", か ] がありません", "a , or ] is missing"),
    ("expected `,` or `}`", ", か } がありません", "a , or } is missing"),
    ("expected ident", "true、false、null のつづりが違います", "true, false or null is misspelt"),
    ("expected value", "値がありません", "a value is missing"),
    ("invalid escape", "\\ の後の文字が正しくありません", "the character after \\ is wrong"),
    (
        "unexpected end of hex escape",
        "\\u の後の 4 桁が正しくありません",
        "the four digits after \\u are wrong",
    ),
    (
        "lone leading surrogate in hex escape",
        "\\u の後の 4 桁が正しくありません",
        "the four digits after \\u are wrong",
    ),
    ("invalid number", "数の書き方が正しくありません", "a number is written wrongly"),
    ("number out of range", "数が大きすぎます", "a number is too large"),
    (
        "control character (\\u0000-\\u001F) found while parsing a string",
        "文字列が閉じられていないか、制御文字を含んでいます",
        "a string is not closed or holds a control character",
    ),
    ("key must be a string", "キーは \"…\" で囲みます", "a key must be a string in quotes"),
    (
        "trailing comma",
        "最後の要素の後に余分な , があります",
        "there is a comma after the last element",
    ),
    (
        "trailing characters",
        "終わりの } の後に余分な文字があります",
        "there is text after the closing }",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_broken_json_is_explained_in_japanese() {
        let broken = [
            "[1",
            "{",
            "\"",
            "{\"a\"",
            "{\"a\" 1}",
            "[1 2]",
            "{\"a\":1 \"b\":2}",
            "nul",
            "[,]",
            "\"\\x\"",
            "\"\\u12\"",
            "01",
            "1e99999",
            "\"\n\"",
            "{a:1}",
            "[1,]",
            "{} x",
            "{\"a\":1,}",
            "-",
            "\"\\ud800\"",
        ];
        for json in broken {
            let error = serde_json::from_str::<std::collections::HashMap<String, f64>>(json)
                .map(|_| ())
                .and_then(|()| serde_json::from_str::<f64>(json).map(|_| ()));
            let loose = serde_json::from_str::<serde::de::IgnoredAny>(json).map(|_| ());
            for error in [error, loose].into_iter().filter_map(Result::err) {
                if error.is_data() {
                    continue;
                }
                let [ja, _] = syntax(&error);
                assert!(!ja.contains('（'), "{json}: {error}");
            }
        }
    }
}
