//! The words of what the importer has to say: one function a finding.
//!
//! Every finding is a warning unless something is missing from the result.

use super::grid::{Cell, Header};
use super::span::in_words;
use crate::model::{Diagnostic, Position};
use crate::time::Interval;

/// What to compare a reading with.
const COMPARE: (&str, &str) =
    ("元の資料の表と見比べてください。", "compare it with the table in the document");

fn at(cell: &Cell<'_>, ja: &str, en: &str) -> Diagnostic {
    let column = cell.column;
    Diagnostic::warning(
        Some(cell.position),
        format!("列{column}：{ja}"),
        format!("tab column {column}: {en}"),
    )
}

fn to_compare(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.with_hint(COMPARE.0, COMPARE.1)
}

pub(super) fn nothing_to_read(is_empty: bool) -> Diagnostic {
    let position = Some(Position { line: 1, column: 1 });
    if is_empty {
        Diagnostic::error(position, "ファイルが空です。", "the file is empty").with_hint(
            "工程表のテキストを選んでください。",
            "choose the text of the roadmap tables",
        )
    } else {
        Diagnostic::error(
            position,
            "年度の見出し行（2021年度、2022年度…）がないため、表が見つかりません。",
            "there is no table: no line names fiscal years such as 2021年度",
        )
        .with_hint(
            "列をタブで区切った工程表のテキストを選んでください。",
            "choose the text of the roadmap tables, with its columns separated by tabs",
        )
    }
}

pub(super) fn no_rows(header: &Header<'_>) -> Diagnostic {
    Diagnostic::warning(
        Some(Position { line: header.line, column: 1 }),
        "見出し行の下に行がありません。",
        "this header has no rows below it",
    )
    .with_hint("抽出の途中で行が失われていないか確かめてください。", "check whether rows were lost")
}

pub(super) fn disordered_year(cell: &Cell<'_>) -> Diagnostic {
    to_compare(at(
        cell,
        "年度が左の列より後になっていないため、年度の列として扱いません。",
        "this year does not come after the one to its left, so it is not taken as a column",
    ))
}

pub(super) fn header_note(cell: &Cell<'_>) -> Diagnostic {
    at(
        cell,
        "見出しに付いた※の注は取り込みません。",
        "the ※ note in this heading is not carried over",
    )
    .with_hint(
        "必要なら、施策のメモに書き写してください。",
        "copy it into a task's note if you need it",
    )
}

pub(super) fn front_note(position: Position) -> Diagnostic {
    Diagnostic::warning(
        Some(position),
        "資料全体についての※の注は取り込みません。",
        "this ※ note about the whole document is not carried over",
    )
    .with_hint(
        "必要なら、施策のメモに書き写してください。",
        "copy it into a task's note if you need it",
    )
}

pub(super) fn stray_line(position: Position) -> Diagnostic {
    Diagnostic::error(
        Some(position),
        "表の外にある文のため、取り込みません。",
        "this text stands outside the tables and is left out",
    )
    .with_hint(
        "表の一部なら、空行を除いて表の行に続けてください。",
        "if it belongs to a table, put it right below the table's rows",
    )
}

pub(super) fn row_behind_gap(position: Position) -> Diagnostic {
    to_compare(Diagnostic::warning(
        Some(position),
        "空行の後の行ですが、上の表の続きとして読みます。",
        "this row stands behind a blank line; it is read as part of the table above",
    ))
}

pub(super) fn measure_among_labels(cell: &Cell<'_>, when: Interval) -> Diagnostic {
    let [ja, en] = in_words(when);
    to_compare(at(
        cell,
        &format!("見出しの列にありますが、施策とみなして{ja}とします。"),
        &format!("this stands among the labels but reads like a measure; it is taken for {en}"),
    ))
}

pub(super) fn past_last_year(cell: &Cell<'_>, when: Interval, alone: bool) -> Diagnostic {
    let [ja, en] = in_words(when);
    let diagnostic = at(
        cell,
        &format!("最終年度より右にあるため、{ja}とします。"),
        &format!("this stands past the last year; it is taken for {en}"),
    );
    if alone {
        diagnostic.with_hint(
            "行にほかの施策がないため、全期間に及ぶ施策かもしれません。元の資料の表と見比べてください。",
            "it is the only measure of its row and may span all years; compare it with the table in the document",
        )
    } else {
        to_compare(diagnostic)
    }
}

pub(super) fn name_among_years(cell: &Cell<'_>) -> Diagnostic {
    to_compare(at(
        cell,
        "年度の列に行の名前があるため、この行の年度を1列右から始まるものとして読みます。",
        "the name of the row stands in the first year's column, so the years of this row are read one column later",
    ))
}

pub(super) fn continues_shifted(cell: &Cell<'_>, name_line: u32) -> Diagnostic {
    to_compare(at(
        cell,
        &format!(
            "{name_line}行目の名前に属する行として、年度を1列右から始まるものとして読みます。"
        ),
        &format!(
            "this row belongs to the name on line {name_line}, so its years are read one column later, too"
        ),
    ))
}

pub(super) fn late_run(cell: &Cell<'_>) -> Diagnostic {
    to_compare(at(
        cell,
        "続く数行が2列目の年度から始まり、最終年度を越える行もあるため、1列左に戻して読みます。",
        "a run of rows begins in the second year and goes past the last one, so this row is read one column to the left",
    ))
}

pub(super) fn doubtful_start(cell: &Cell<'_>) -> Diagnostic {
    to_compare(at(
        cell,
        "1列ずれた行がある表で2列目の年度から始まりますが、印字のとおりに読みます。",
        "this row begins in the second year in a table with rows that are one column late; it is read as it stands",
    ))
}

pub(super) fn several_paragraphs(cell: &Cell<'_>, tasks: usize, labels: usize) -> Diagnostic {
    at(
        cell,
        &format!("1つのセルに複数の段落があり、{tasks}件の施策と{labels}件の見出しに分けました。"),
        &format!(
            "this cell holds several paragraphs; they became tasks ({tasks}) and labels ({labels})"
        ),
    )
    .with_hint(
        "1つの文が分かれていないか確かめてください。",
        "check that no sentence was cut in two",
    )
}

pub(super) fn broken_tags(cell: &Cell<'_>) -> Diagnostic {
    at(
        cell,
        "段落の印<p>と</p>が対になっていません。",
        "the paragraph tags <p> and </p> do not match",
    )
    .with_hint("段落の分かれ目を確かめてください。", "check where the paragraphs begin and end")
}

pub(super) fn milestones(cell: &Cell<'_>, count: usize) -> Diagnostic {
    at(
        cell,
        &format!("▲の印から{count}件のマイルストーンを作りました。"),
        &format!("the ▲ marks became milestones ({count})"),
    )
    .with_hint("それぞれの日付を確かめてください。", "check the date of each")
}

pub(super) fn dated_by_text(cell: &Cell<'_>, text: Interval, column: Interval) -> Diagnostic {
    let ([text_ja, text_en], [column_ja, column_en]) = (in_words(text), in_words(column));
    at(
        cell,
        &format!(
            "文中の日付（{text_ja}）が列の年度（{column_ja}）と異なるため、文中の日付を採ります。"
        ),
        &format!("the text says {text_en} but the column {column_en}; the text wins"),
    )
    .with_hint("違っていれば日付を直してください。", "correct the date if this is wrong")
}

pub(super) fn name_of_next_row(cell: &Cell<'_>) -> Diagnostic {
    to_compare(at(
        cell,
        "施策のない名前の行なので、すぐ下の行だけの見出しとします。",
        "this name has no measure in its row; it is taken as the label of the next row only",
    ))
}

pub(super) fn inner_note(cell: &Cell<'_>) -> Diagnostic {
    at(
        cell,
        "セルの末尾の※の注を、施策のメモに移しました。",
        "the ※ note at the end of this cell went into the note of its task",
    )
    .with_hint("題名とメモを確かめてください。", "check the title and the note")
}

/// `line` is that of the task that the note went to.
pub(super) fn row_note(position: Position, line: u32, by_mark: bool) -> Diagnostic {
    let diagnostic = if by_mark {
        Diagnostic::warning(
            Some(position),
            format!("※の注を、※の付いた施策（{line}行目から）のメモに入れました。"),
            format!(
                "this ※ note went into the notes of the tasks that refer to it, from line {line} on"
            ),
        )
    } else {
        Diagnostic::warning(
            Some(position),
            format!("※の注を、{line}行目の施策のメモに入れました。"),
            format!("this ※ note went into the note of the task on line {line}"),
        )
    };
    diagnostic
        .with_hint("ほかの施策の注なら移してください。", "move it if it speaks about another task")
}

pub(super) fn note_without_task(position: Position) -> Diagnostic {
    Diagnostic::error(
        Some(position),
        "※の注を付ける施策が表にないため、取り込みません。",
        "no task of the table can take this ※ note, so it is left out",
    )
    .with_hint(
        "必要なら、施策のメモに書き写してください。",
        "copy it into a task's note if you need it",
    )
}

pub(super) fn remark_without_task(cell: &Cell<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Some(cell.position),
        format!("列{}：行に施策がないため、この記載は取り込みません。", cell.column),
        format!("tab column {}: the row has no measure, so this is left out", cell.column),
    );
    to_compare(diagnostic)
}

pub(super) fn no_text(cell: &Cell<'_>) -> Diagnostic {
    to_compare(at(cell, "記号だけで文がありません。", "this cell holds marks but no text"))
}

pub(super) fn unprintable(cell: &Cell<'_>) -> Diagnostic {
    at(
        cell,
        "表示できない制御文字を取り除きました。",
        "control characters that cannot be shown were removed",
    )
    .with_hint(
        "テキストの抽出に失敗していないか確かめてください。",
        "check whether the text was extracted properly",
    )
}

pub(super) fn crowded_lane(position: Position) -> Diagnostic {
    Diagnostic::warning(
        Some(position),
        "1つのレーンの行が多すぎるため、残りの施策を最後の行に重ねます。",
        "the lane has too many rows; the remaining tasks share its last one",
    )
    .with_hint("表を分けてください。", "split the table")
}
