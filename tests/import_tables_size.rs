//! The importer on hostile texts: no panic, and time in proportion to the length.

use koteihyo::import::tables::read;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const HEADER: &str = "\t2021年度\t2022年度\t2023年度\n";

/// Far more than a linear reader needs even in a debug build on a busy machine,
/// far less than a quadratic one.
const PATIENCE: Duration = Duration::from_secs(20);

#[track_caller]
fn read_in_time(rows: &str) {
    let text = format!("第1 長い表\n\n{HEADER}{rows}");
    let start = Instant::now();
    let import = read(&text, "long.txt");
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    assert!(import.account.is_complete());
}

#[test]
fn one_long_cell() {
    read_in_time(&format!("\t{}", "長".repeat(3_000_000)));
}

#[test]
fn one_long_line_of_blanks_marks_and_tags() {
    for part in [
        "\t",
        "\ta",
        "▲あ",
        "<p>あ",
        "</p>",
        "<p>① 見出し</p><p>施策</p>",
        "(",
        " ※あ",
        "\0",
        "1",
        "<「",
    ] {
        read_in_time(&format!("\t{}", part.repeat(300_000)));
    }
}

#[test]
fn many_rows_of_one_shape() {
    let rows = [
        "\t※ 注\n",
        "\t施策※\n",
        "\t交通について\t調査\n",
        "\t\t調査\n",
        "\t\t調査\t\t\t公表\n",
        "見出し\t施策\n",
        "見出しの列の施策\n",
        "\t<「名前」>\n",
        "\n\t空行の後\n",
        "第2 見出し\n\n\t2021年度\t2022年度\n",
        "表の外の文\n\n",
    ];
    for row in rows {
        read_in_time(&row.repeat(100_000));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(parts in prop::collection::vec(part(), 0..80)) {
        let text = parts.concat();
        let import = read(&text, "any.txt");
        prop_assert!(import.account.is_complete());
        prop_assert_eq!(import.account.total().tasks as usize, import.roadmap.tasks.len());
        let ids: std::collections::HashSet<_> =
            import.roadmap.tasks.iter().map(|task| &task.id).collect();
        prop_assert_eq!(ids.len(), import.roadmap.tasks.len());
        let lanes: std::collections::HashSet<_> =
            import.roadmap.lanes.iter().map(|lane| &lane.id).collect();
        prop_assert_eq!(lanes.len(), import.roadmap.lanes.len());
    }
}

/// Pieces that the importer looks for, and anything else.
fn part() -> impl Strategy<Value = String> {
    let known = [
        "\t",
        "\t\t",
        "\n",
        "\n\n",
        "\r\n",
        HEADER,
        "\t2021年度～\t2022年度",
        "実施済み",
        "第4 章",
        "<p>",
        "</p>",
        "▲",
        "※",
        " ※注",
        "①",
        "(1)",
        "・",
        "<「名」>",
        "について",
        "（令和5年1月～）",
        "（2022年2月）",
        "総務省 課",
        "\0",
        "\u{feff}",
        "令和3年12月",
        "検討",
        "０",
        "9999年度",
        "0000年度",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => ".{0,5}"]
}
