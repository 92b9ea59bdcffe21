//! What the text of one cell is made of: paragraphs, ▲ marks, ※ notes,
//! numbers of a list, `<「…」>` names.

/// What a part of a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Text that nothing marks.
    Plain,
    /// One of several paragraphs.
    Paragraph,
    /// What stands behind a ▲.
    Milestone,
}

/// A part of a cell that stands for something of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// What it is.
    pub kind: PieceKind,
    /// Its place among the pieces of the cell, from 1.
    pub number: u32,
    /// Its text, without tags and the ▲.
    pub text: &'a str,
}

/// How an item of a list is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbering {
    /// `1.`
    Arabic,
    /// `(1)`
    Parenthesised,
    /// `①`
    Circled,
    /// `・`
    Bullet,
}

/// The parts of a cell that hold text, and whether its `<p>` tags are out of order.
pub(super) fn pieces(text: &str) -> (Vec<Piece<'_>>, bool) {
    let (paragraphs, broken) = paragraphs(text);
    let unmarked = if paragraphs.len() > 1 { PieceKind::Paragraph } else { PieceKind::Plain };
    let mut pieces = Vec::new();
    for paragraph in paragraphs {
        for (index, text) in split_at_milestones(paragraph).into_iter().enumerate() {
            if !collapse(text).is_empty() {
                let kind = if index == 0 { unmarked } else { PieceKind::Milestone };
                let number = u32::try_from(pieces.len() + 1).unwrap_or(u32::MAX);
                pieces.push(Piece { kind, number, text });
            }
        }
    }
    (pieces, broken)
}

/// The paragraphs that are not empty; text outside the tags is one, too.
fn paragraphs(text: &str) -> (Vec<&str>, bool) {
    let (mut paragraphs, mut broken) = (Vec::new(), false);
    for (index, part) in text.split("<p>").enumerate() {
        let opened = index > 0;
        broken |= part.matches("</p>").count() != usize::from(opened);
        paragraphs.extend(part.split("</p>").filter(|text| !text.trim().is_empty()));
    }
    (paragraphs, broken)
}

/// Cuts before each ▲ and removes it; the first part stands before the first ▲.
fn split_at_milestones(text: &str) -> Vec<&str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, mark) in text.match_indices('▲') {
        let behind = at + mark.len();
        if !begins_with_amount(&text[behind..]) {
            parts.push(&text[from..at]);
            from = behind;
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Whether a text begins with a number that is no date: ▲ before it is a minus sign.
fn begins_with_amount(text: &str) -> bool {
    let rest = text.trim_start_matches(is_digit);
    rest.len() < text.len() && !rest.starts_with(['年', '月'])
}

/// A text without a ※ note at its end, and the note with its mark. A ※ that
/// stands inside or right behind a word refers to a note elsewhere.
pub(super) fn split_note(text: &str) -> (&str, Option<&str>) {
    let note = text.match_indices('※').map(|(at, _)| at).find(|&at| {
        let before = &text[..at];
        before.ends_with(char::is_whitespace) && !before.trim().is_empty()
    });
    match note {
        Some(at) => (text[..at].trim_end(), Some(text[at..].trim_end())),
        None => (text, None),
    }
}

/// Whether a text is a ※ note as a whole.
pub(super) fn is_note(text: &str) -> bool {
    text.starts_with('※')
}

/// Whether a text is a name in angle brackets, such as `<「みなと」(物流)>`.
pub(super) fn is_sub_label(text: &str) -> bool {
    text.starts_with("<「") || text.starts_with("＜「")
}

/// Whether a text names a subject rather than something to do.
pub(super) fn is_topic(text: &str) -> bool {
    ["について", "に関して", "に関する事項"].iter().any(|end| text.ends_with(end))
}

/// Whether a text ends some word in the way offices are called.
pub(super) fn names_office(text: &str) -> bool {
    const UNITS: [&str; 14] = [
        "省",
        "庁",
        "局",
        "課",
        "室",
        "部",
        "府",
        "院",
        "会",
        "署",
        "班",
        "係",
        "機構",
        "センター",
    ];
    text.split_whitespace().any(|word| UNITS.iter().any(|unit| word.ends_with(unit)))
}

/// The ministry or agency that an office belongs to: the first word up to the
/// end of the body's name, or all of it.
pub(super) fn ministry(office: &str) -> &str {
    const BODIES: [&str; 6] = ["省", "庁", "委員会", "内閣府", "内閣官房", "人事院"];
    let word = office.split_whitespace().next().unwrap_or_default();
    let ends = BODIES.iter().filter_map(|body| word.find(body).map(|at| at + body.len()));
    &word[..ends.min().unwrap_or(word.len())]
}

/// How the first item of a text is numbered, if it is.
pub(super) fn numbering(text: &str) -> Option<Numbering> {
    let text = text.trim_start_matches("<p>").trim_start();
    let unbulleted = text.strip_prefix('・').map(str::trim_start);
    let text = unbulleted.unwrap_or(text);
    let after_digits = |text: &str| {
        let rest = text.trim_start_matches(is_digit);
        (rest.len() < text.len()).then(|| rest.chars().next()).flatten()
    };
    let in_parentheses = text.strip_prefix(['(', '（']);
    if text.starts_with(|c| ('①'..='⑳').contains(&c)) {
        Some(Numbering::Circled)
    } else if matches!(in_parentheses.and_then(after_digits), Some(')' | '）')) {
        Some(Numbering::Parenthesised)
    } else if matches!(after_digits(text), Some('.' | '．')) {
        Some(Numbering::Arabic)
    } else {
        unbulleted.map(|_| Numbering::Bullet)
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// A text on one line: tags out, blanks single, control characters gone.
pub(super) fn collapse(text: &str) -> String {
    let mut line = String::new();
    for part in text.split("<p>").flat_map(|part| part.split("</p>")) {
        for word in part.split_whitespace() {
            let before = line.len();
            if before > 0 {
                line.push(' ');
            }
            let at = line.len();
            line.extend(word.chars().filter(|&c| !is_unprintable(c)));
            if line.len() == at {
                line.truncate(before);
            }
        }
    }
    line
}

/// Whether a character says nothing in a title, such as NUL.
pub(super) fn is_unprintable(c: char) -> bool {
    c == '\u{feff}' || (c.is_control() && !c.is_whitespace())
}

/// A label on one line; letters that were spaced out in print are set together.
pub(super) fn collapse_label(text: &str) -> String {
    let label = collapse(text);
    let is_spaced_out = label.split(' ').all(|word| word.chars().nth(1).is_none());
    if is_spaced_out { label.replace(' ', "") } else { label }
}

/// A label as the title of a lane: as it is if it is short, else its first words and `…`.
pub(super) fn short_label(label: &str) -> String {
    const MOST: usize = 40;
    let Some((limit, _)) = label.char_indices().nth(MOST) else {
        return label.to_owned();
    };
    let is_bare_number = |text: &str| {
        text.rsplit(' ')
            .next()
            .is_some_and(|word| word.chars().count() < 4 && numbering(word).is_some())
    };
    let mut between_words = label[..limit].rmatch_indices(' ').map(|(at, _)| &label[..at]);
    let words = between_words.find(|words| !is_bare_number(words));
    format!("{}…", words.unwrap_or(&label[..limit]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (Vec<String>, bool) {
        let (pieces, broken) = pieces(text);
        let show = |piece: &Piece<'_>| {
            format!("{} {:?} {}", piece.number, piece.kind, collapse(piece.text))
        };
        (pieces.iter().map(show).collect(), broken)
    }

    #[test]
    fn a_cell_falls_into_paragraphs_and_milestones() {
        let cases: [(&str, &[&str], bool); 11] = [
            ("検討", &["1 Plain 検討"], false),
            ("<p>検討</p>", &["1 Plain 検討"], false),
            ("<p>検討</p> <p></p> <p>試行</p>", &["1 Paragraph 検討", "2 Paragraph 試行"], false),
            ("<p>検討", &["1 Plain 検討"], true),
            ("<p>検討<p>試行</p>", &["1 Paragraph 検討", "2 Paragraph 試行"], true),
            ("検討</p>", &["1 Plain 検討"], true),
            ("▲開始 ▲終了", &["1 Milestone 開始", "2 Milestone 終了"], false),
            ("準備 ▲開始", &["1 Plain 準備", "2 Milestone 開始"], false),
            ("費用▲30%", &["1 Plain 費用▲30%"], false),
            ("▲2022年 開始", &["1 Milestone 2022年 開始"], false),
            ("▲ <p></p>", &[], false),
        ];
        for (text, pieces, broken) in cases {
            let (found, found_broken) = shown(text);
            assert_eq!((found, found_broken), (pieces.iter().map(|&s| s.into()).collect(), broken));
        }
    }

    #[test]
    fn a_note_at_the_end_is_told_from_a_reference() {
        assert_eq!(split_note("提供 ※一部を除く"), ("提供", Some("※一部を除く")));
        assert_eq!(split_note("基盤※の整備"), ("基盤※の整備", None));
        assert_eq!(split_note("移行 (※) を進める"), ("移行 (※) を進める", None));
        assert_eq!(split_note("※全体"), ("※全体", None));
    }

    #[test]
    fn lists_are_numbered_in_four_ways() {
        let cases = [
            ("1. 基本", Some(Numbering::Arabic)),
            ("・(1) 基盤", Some(Numbering::Parenthesised)),
            ("（２）基盤", Some(Numbering::Parenthesised)),
            ("<p>③ 防災</p>", Some(Numbering::Circled)),
            ("・手続", Some(Numbering::Bullet)),
            ("2021年度の取組", None),
            ("(仮称)システム", None),
            ("5G基盤", None),
        ];
        for (text, expected) in cases {
            assert_eq!(numbering(text), expected, "{text}");
        }
    }

    #[test]
    fn the_ministry_is_the_first_body_that_is_named() {
        assert_eq!(ministry("財務省理財局 たばこ室"), "財務省");
        assert_eq!(ministry("国税庁長官官房 企画課"), "国税庁");
        assert_eq!(ministry("個人情報保護委員会"), "個人情報保護委員会");
        assert_eq!(ministry("市民課 窓口係"), "市民課");
        assert!(names_office("総務省 住民課") && !names_office("ポータル 閲覧"));
    }

    #[test]
    fn a_title_is_one_clean_line() {
        assert_eq!(collapse("<p>一つ</p>\u{3000} <p>二\0つ</p> \0"), "一つ 二つ");
    }

    #[test]
    fn long_labels_are_cut_between_items() {
        let label = "1. 全体の計画 ①窓口の見直しと手続の簡素化 ②端末と回線の整備、更新 ③研修と相談";
        assert_eq!(
            short_label(label),
            "1. 全体の計画 ①窓口の見直しと手続の簡素化 ②端末と回線の整備、更新…"
        );
        assert_eq!(short_label("短い名前"), "短い名前");
        assert_eq!(short_label(&"長".repeat(50)).chars().count(), 41);
        let numbered = "1. 全体の計画と見直しの進め方に関する基本の方針と体制づくり (2) 窓口と端末";
        assert_eq!(
            short_label(numbered),
            "1. 全体の計画と見直しの進め方に関する基本の方針と体制づくり…"
        );
        assert_eq!(collapse_label("就 労"), "就労");
        assert_eq!(collapse_label("就労 A"), "就労 A");
    }
}
