//! Search folding: what a reader takes for the same text becomes the same text.

use unicode_normalization::UnicodeNormalization;

/// The form in which texts and searched words are compared.
///
/// Width (NFKC), case, hiragana and katakana are made equal, likewise the dashes and the
/// two wave dashes, which encodings have mixed up. White space is collapsed to single
/// spaces and cut off at both ends. Marks that are not seen, such as variation selectors,
/// are dropped. Voicing marks, small kana and the long-vowel mark keep their meaning:
/// か is not が, and サーバ is not サーバー.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded text.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    let start = folded.len();
    for char in text.chars() {
        if let Some(simple) = fold_alone(char) {
            push_collapsed(simple, folded, start);
        } else {
            folded.truncate(start);
            fold_by_the_book(text, folded);
            break;
        }
    }
    if folded.len() > start && folded.ends_with(' ') {
        folded.pop();
    }
}

fn push_collapsed(char: char, folded: &mut String, start: usize) {
    if !char.is_whitespace() {
        folded.push(char);
    } else if folded.len() > start && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// Folds the characters that make up nearly all text and that no neighbour can change;
/// `None` for all others. It saves most of the time and changes no result.
fn fold_alone(char: char) -> Option<char> {
    match char {
        '\0'..='\x7f' => Some(char.to_ascii_lowercase()),
        'ぁ'..='ゖ' | 'ー' | '・' | '一'..='\u{9fff}' | '、'..='。' | '「'..='】' => {
            Some(char)
        }
        'ァ'..='ヶ' => Some(to_hiragana(char)),
        '\u{3000}' => Some(' '),
        '！'..='～' => {
            let ascii = u8::try_from(u32::from(char) - 0xFEE0).expect("U+FF01–FF5E mirrors ASCII");
            Some(char::from(ascii.to_ascii_lowercase()))
        }
        _ => None,
    }
}

/// Folds any text. It is taken apart first, so that marks find their letters again
/// after these have changed script or case.
fn fold_by_the_book(text: &str, folded: &mut String) {
    let start = folded.len();
    let apart = text.nfkd().filter(|&char| !is_unseen(char));
    for char in apart.flat_map(char::to_lowercase).map(same_mark).nfkc() {
        push_collapsed(char, folded, start);
    }
}

/// One character for those that stand for the same.
fn same_mark(char: char) -> char {
    match char {
        'ァ'..='ヶ' | 'ヽ'..='ヾ' => to_hiragana(char),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{301c}' => '~',
        _ => char,
    }
}

/// The hiragana that stands at the same place of its block as this katakana.
fn to_hiragana(katakana: char) -> char {
    char::from_u32(u32::from(katakana) - 0x60).expect("the blocks of kana lie 0x60 apart")
}

/// Variation selectors, soft hyphen, zero-width marks and the byte order mark.
fn is_unseen(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn same(texts: &[&str]) {
        for text in texts {
            assert_eq!(fold(text), fold(texts[0]), "{text}");
        }
    }

    #[test]
    fn width_case_and_kana_make_no_difference() {
        same(&["マイナンバーカード", "まいなんばーかーど", "ﾏｲﾅﾝﾊﾞｰｶｰﾄﾞ"]);
        same(&["が", "ガ", "ｶﾞ", "か\u{3099}", "カ\u{3099}"]);
        same(&["パ", "ﾊﾟ", "ぱ"]);
        same(&["ヴ", "ゔ", "ｳﾞ"]);
        same(&["わ\u{3099}", "ヷ"]);
        same(&["いすゞ", "イスヾ"]);
        same(&["Gov Cloud", "ＧＯＶ　ＣＬＯＵＤ", "  gov \t\n cloud "]);
        same(&["㈱", "(株)", "（株）"]);
        same(&["①", "1", "１"]);
        same(&["～", "〜", "~"]);
        same(&["5-1", "5‐1", "５－１", "5−1"]);
        same(&["葛", "葛\u{e0100}"]);
        same(&["\u{1e96}", "H\u{331}"]);
        assert_eq!(fold("５Ｇ・Ａ Ｉ"), "5g・a i");
    }

    #[test]
    fn what_differs_in_meaning_stays_different() {
        assert_ne!(fold("か"), fold("が"));
        assert_ne!(fold("サーバ"), fold("サーバー"));
        assert_ne!(fold("よう"), fold("ょう"));
        assert_ne!(fold("データ"), fold("データー"));
        assert_eq!(fold(" \u{3000} "), "");
    }

    #[test]
    fn the_short_cut_agrees_with_the_book() {
        for char in ('\0'..=char::MAX).filter(|&char| fold_alone(char).is_some()) {
            let mut by_the_book = String::from(".");
            fold_by_the_book(&format!("x{char}x"), &mut by_the_book);
            assert_eq!(format!(".{}", fold(&format!("x{char}x"))), by_the_book, "{char:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,12}", kana in "[ア-ンｱ-ﾟ゙゚あ-ん\u{3000}]{0,8}") {
            for text in [text, kana] {
                let once = fold(&text);
                prop_assert_eq!(fold(&once), once);
            }
        }
    }
}
