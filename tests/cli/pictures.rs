//! `export`: what the pictures of the built-in roadmap hold.

use super::{Folder, Run};
use koteihyo::model::Language;
use koteihyo::store;
use resvg::usvg::roxmltree::Document;
use std::collections::HashSet;

/// The texts of all elements of this name, as a reader of the file finds them.
fn texts<'a>(svg: &'a Document<'_>, element: &str) -> HashSet<&'a str> {
    let elements =
        svg.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", element)));
    elements.filter_map(|node| node.text()).collect()
}

#[test]
fn every_title_is_in_the_picture_as_text() {
    let folder = Folder::new();
    let roadmap = store::built_in();
    assert!(roadmap.tasks.len() >= 411);
    for (code, language) in [("ja", Language::Japanese), ("en", Language::English)] {
        for mode in ["swimlane", "gantt"] {
            folder.works(&["export", "--to", "a.svg", "--mode", mode, "--lang", code]);
            let text = folder.text("a.svg");
            let svg = Document::parse(&text).unwrap();
            let titles = texts(&svg, "title");
            for task in &roadmap.tasks {
                let title = task.title.in_language(language);
                assert!(titles.contains(title), "{title} in {mode} {code}");
            }
            let shown: HashSet<&str> = svg
                .descendants()
                .filter(|node| node.attribute("class") == Some("task"))
                .filter_map(|node| node.attribute("data-task"))
                .collect();
            assert_eq!(shown.len(), roadmap.tasks.len(), "{mode} {code}");
            let texts = texts(&svg, "text");
            let title = roadmap.title.in_language(language);
            assert!(texts.contains(title), "{title}");
            let source = if code == "ja" {
                "出典：デジタル庁「"
            } else {
                "Source: Digital Agency, "
            };
            assert!(texts.iter().any(|text| text.starts_with(source)), "{source}");
            assert!(!texts.iter().any(|text| text.contains("2023-04-01")), "no false precision");
        }
    }
}

#[test]
fn a_filtered_picture_says_so_and_holds_only_what_was_found() {
    let folder = Folder::new();
    folder.works(&["export", "--to", "a.svg", "--where", "免許"]);
    let text = folder.text("a.svg");
    let svg = Document::parse(&text).unwrap();
    let tasks: HashSet<&str> = svg
        .descendants()
        .filter(|node| node.attribute("class") == Some("task"))
        .filter_map(|node| node.attribute("data-task"))
        .collect();
    let total = store::built_in().tasks.len();
    assert!((1..total / 4).contains(&tasks.len()), "{}", tasks.len());
    let texts = texts(&svg, "text");
    let note = format!("filtered: {} of {total} tasks shown", tasks.len());
    assert!(texts.iter().any(|text| text.ends_with(&note)), "{note}");
    assert!(texts.iter().any(|text| text.starts_with("Filter: \"免許\"")), "{texts:?}");

    let Run { code, stderr, .. } =
        folder.run(&["export", "--to", "b.svg", "--where", "あいうえお"]);
    assert_eq!(code, Some(2));
    assert_eq!(stderr, "built-in roadmap: error: no task matches \"あいうえお\" (ask for less)\n");
    assert!(!folder.path("b.svg").exists());
}

#[test]
fn a_period_cuts_the_picture_to_what_lies_in_it() {
    let folder = Folder::new();
    folder.works(&["export", "--to", "a.svg", "--from", "FY2023", "--to-date", "FY2023-H1"]);
    let text = folder.text("a.svg");
    let svg = Document::parse(&text).unwrap();
    let texts = texts(&svg, "text");
    let note = "1 Apr 2023 to 30 Sep 2023 · filtered: ";
    assert!(texts.iter().any(|text| text.starts_with(note)), "{texts:?}");
    let Run { code, stderr, .. } =
        folder.run(&["export", "--to", "a.svg", "--from", "FY2024", "--to-date", "FY2023"]);
    assert_eq!(code, Some(2));
    assert!(stderr.starts_with("koteihyo: error: --to-date lies before --from"), "{stderr}");
}

#[test]
fn a_png_has_its_size_and_is_not_blank() {
    let folder = Folder::new();
    let args = ["export", "--to", "a.png", "--where", "免許", "--today", "2023-06-01"];
    let paper = |theme: &str, expected: [u8; 3]| {
        let Run { code, stderr, .. } =
            folder.run(&[&args[..], &["--theme", theme, "--width", "800"]].concat());
        assert_eq!(code, Some(0), "{stderr}");
        let image = image::open(folder.path("a.png")).unwrap().into_rgb8();
        assert_eq!(image.width(), 1600);
        assert!((300..3000).contains(&image.height()), "{}", image.height());
        assert_eq!(stderr, format!("a.png: 1600 × {} px\n", image.height()));
        assert_eq!(image.get_pixel(2, 2).0, expected);
        let colours: HashSet<[u8; 3]> = image.pixels().map(|pixel| pixel.0).collect();
        assert!(colours.len() > 100, "{} colours", colours.len());
        let inked = image.pixels().filter(|pixel| pixel.0 != expected).count();
        assert!(inked * 20 > image.pixels().len(), "{inked} pixels are not paper");
    };
    paper("light", [0xFC, 0xFB, 0xF8]);
    paper("dark", [0x17, 0x19, 0x1D]);
}

#[test]
fn pictures_that_cannot_be_written_are_told_and_the_old_file_stays() {
    let folder = Folder::with("old.png", "old");
    let cases: [(&[&str], &str); 4] = [
        (&["--to", "a.pdf"], "a.pdf: error: cannot draw in this format (end the name in .svg"),
        (&["--to", "a"], "a: error: cannot draw in this format ("),
        (&["--to", "no/a.svg"], "no/a.svg: error: its folder does not exist ("),
        (&["--to", "old.png", "--width", "20000"], "old.png: error: a picture of 40000 × "),
    ];
    for (args, line) in cases {
        let Run { code, stdout, stderr } = folder.run(&[&["export"], args].concat());
        assert_eq!((code, &*stdout), (Some(2), ""), "{stderr}");
        assert!(stderr.starts_with(line), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
    assert_eq!(folder.text("old.png"), "old");
}

#[test]
fn a_chain_is_lit_and_named() {
    let folder = Folder::new();
    let id = store::built_in().tasks[0].id.clone();
    folder.works(&["export", "--to", "a.svg", "--trace", &id, "--critical", "--goal", &id]);
    let text = folder.text("a.svg");
    let svg = Document::parse(&text).unwrap();
    let texts = texts(&svg, "text");
    for note in ["Lit: chain of “", "Red: no float until “"] {
        assert!(texts.iter().any(|text| text.starts_with(note)), "{note} in {texts:?}");
    }
    let Run { code, stderr, .. } = folder.run(&["export", "--to", "b.svg", "--trace", "no-task"]);
    assert_eq!(code, Some(2));
    assert!(stderr.starts_with("koteihyo: error: there is no task 'no-task'"), "{stderr}");
    assert!(!folder.path("b.svg").exists());
}
