//! The sheet around a chart: nothing is cut or overlaps on the narrowest sheet, and it
//! says what it shows.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use koteihyo::export::FONTS;
use koteihyo::layout::chart::{Emphasis, HiddenLinkCount, LinkBases, LinkStyle, Marks};
use koteihyo::layout::sheet::{self, Filtered, MIN_WIDTH_PT, SheetRequest};
use koteihyo::layout::{
    Colors, FontMetrics, Mode, Palette, ProgressLine, Rows, RowsRequest, Theme,
};
use koteihyo::model::{Coloring, Grouping, Language, Roadmap};
use koteihyo::scene::{Rect, Scene, Shape, Tag};
use koteihyo::store::{self, format};
use koteihyo::time::Day;
use std::collections::HashSet;

fn fonts() -> FontMetrics {
    let [regular, bold] = FONTS;
    FontMetrics::new(regular, bold).unwrap()
}

struct Sheet<'a> {
    mode: Mode,
    language: Language,
    width: f32,
    days: (Day, Day),
    filtered: Option<&'a Filtered>,
    grouping: Grouping,
    coloring: Coloring,
    progress_day: Option<Day>,
}

impl Sheet<'_> {
    fn of(roadmap: &Roadmap, mode: Mode, language: Language) -> Self {
        let days = roadmap.span().unwrap();
        Self {
            mode,
            language,
            width: MIN_WIDTH_PT,
            days,
            filtered: None,
            grouping: Grouping::Lanes,
            coloring: Coloring::Area,
            progress_day: None,
        }
    }

    fn draw(&self, roadmap: &Roadmap) -> Scene {
        let rows = Rows::new(&RowsRequest {
            roadmap,
            mode: self.mode,
            grouping: self.grouping,
            rank: None,
            folded: &HashSet::new(),
            is_shown: &|_| true,
            shows_empty_lanes: false,
        });
        let progress_line = self.progress_day.map(|day| ProgressLine::new(roadmap, &rows, day));
        sheet::draw(&SheetRequest {
            roadmap,
            rows: &rows,
            days: self.days,
            width: self.width,
            language: self.language,
            colors: &Colors::new(roadmap, self.coloring, &|_| false),
            palette: &Palette::new(Theme::Light),
            fonts: &fonts(),
            today: None,
            progress_line: progress_line.as_ref(),
            filtered: self.filtered,
            notes: &[],
            emphasis: &|_| Emphasis::Plain,
            link_emphasis: &|_| Emphasis::Plain,
            marks: &|_| Marks::default(),
            hidden_links: &|_| HiddenLinkCount::default(),
            link_style: LinkStyle::Thin,
            link_bases: LinkBases::ALL,
        })
    }
}

/// All texts with the boxes that their kanji take.
fn texts(scene: &Scene) -> Vec<(&str, Tag, Rect)> {
    let fonts = fonts();
    let text = |item: &koteihyo::scene::Item| match &item.shape {
        Shape::Text { at, text, size, weight, .. } => {
            let right = at.x + fonts.width(text, *weight, *size);
            Some(Rect::new(at.x, at.y - 0.8 * size, right, at.y + 0.12 * size))
        }
        _ => None,
    };
    let items = scene.items().filter_map(|item| Some((item, text(item)?)));
    items
        .map(|(item, place)| match &item.shape {
            Shape::Text { text, .. } => (&**text, item.tag, place),
            _ => ("", item.tag, place),
        })
        .collect()
}

fn lines(scene: &Scene) -> Vec<&str> {
    texts(scene).into_iter().map(|(text, ..)| text).collect()
}

/// A short plan with a long title, whose links turn at both ends of its time.
fn long_plan() -> Roadmap {
    let title = "A plan for the desks and telephones of the city of Nowhere and its districts \
                 in the years to come, third edition";
    let text = format!(
        r#"{{"format": "koteihyo-roadmap/1",
        "title": {{"ja": "{}", "en": "{title}"}},
        "documents": [{{"id": "d", "title": {{"en": "{title}"}}, "date": "2021-12-24", "publisher": {{"en": "{title}"}}}}],
        "lanes": [{{"id": "a", "title": {{"en": "{title}"}}}}],
        "tasks": [
          {{"id": "one", "lane": "a", "track": 0, "title": {{"en": "{title}"}}, "when": "FY2021/FY2022"}},
          {{"id": "two", "lane": "a", "track": 1, "title": {{"en": "Two"}}, "when": "FY2021/FY2022"}}
        ],
        "dependencies": [
          {{"from": "one", "to": "two", "type": "SS"}},
          {{"from": "one", "to": "two", "type": "FF"}}
        ]}}"#,
        "架空市の窓口と電話の計画、".repeat(8),
    );
    let (roadmap, problems) = format::read(text.as_bytes()).unwrap();
    assert!(problems.iter().all(|problem| problem.position.is_some()));
    roadmap
}

#[test]
fn nothing_overlaps_on_the_narrowest_sheet() {
    for roadmap in [long_plan(), store::built_in()] {
        for (mode, language) in [Mode::Swimlanes, Mode::Gantt]
            .into_iter()
            .flat_map(|mode| Language::ALL.map(|language| (mode, language)))
        {
            let sheet = Sheet::of(&roadmap, mode, language);
            assert_nothing_overlaps(&sheet.draw(&roadmap));
            let (grouping, coloring) = (Grouping::Owner, Coloring::Owner);
            assert_nothing_overlaps(&Sheet { grouping, coloring, ..sheet }.draw(&roadmap));
        }
    }
}

#[track_caller]
fn assert_nothing_overlaps(scene: &Scene) {
    assert!((scene.width - MIN_WIDTH_PT).abs() < f32::EPSILON);
    let mut texts = texts(scene);
    texts.sort_by(|one, other| one.2.top.total_cmp(&other.2.top));
    for (nth, (text, _, place)) in texts.iter().enumerate() {
        assert!(place.left >= 0.0 && place.right <= scene.width, "{text} sticks out");
        assert!(place.top >= 0.0 && place.bottom <= scene.height, "{text} sticks out");
        let near = texts[nth + 1..].iter().take_while(|next| next.2.top < place.bottom);
        for (other, _, other_place) in near {
            assert!(!place.overlaps(*other_place), "{text} and {other} overlap");
        }
    }
}

#[test]
fn the_foot_explains_colours_that_headings_do_not() {
    let roadmap = store::built_in();
    let sheet = Sheet::of(&roadmap, Mode::Swimlanes, Language::Japanese);
    let says = |sheet: &Sheet<'_>| {
        let scene = sheet.draw(&roadmap);
        let lines = lines(&scene);
        ["厚生労働省", "その他・記載なし"].map(|text| lines.contains(&text))
    };
    assert_eq!(says(&sheet), [false, false]);
    assert_eq!(says(&Sheet { coloring: Coloring::Owner, ..sheet }), [true, true]);
}

#[test]
fn links_at_the_outer_ends_are_whole() {
    let roadmap = long_plan();
    let scene = Sheet::of(&roadmap, Mode::Swimlanes, Language::English).draw(&roadmap);
    let mut links = 0;
    for region in &scene.regions {
        for item in &region.items {
            if let (Tag::Dependency(_), Shape::Line { points, .. }) = (item.tag, &item.shape) {
                assert!(points.iter().all(|point| region.clip.contains(*point)), "{points:?}");
                links += 1;
            }
        }
    }
    assert_eq!(links, 2);
}

#[test]
fn no_label_of_the_scale_names_a_period_outside() {
    let roadmap = long_plan();
    let days = ("2021-04-01".parse().unwrap(), "2023-03-31".parse().unwrap());
    let sheet =
        Sheet { width: 1600.0, days, ..Sheet::of(&roadmap, Mode::Gantt, Language::English) };
    let scene = sheet.draw(&roadmap);
    let lines = lines(&scene);
    for (year, is_there) in
        [("FY2020", false), ("FY2021", true), ("FY2022", true), ("FY2023", false)]
    {
        assert_eq!(lines.contains(&year), is_there, "{year} in {lines:?}");
    }
}

#[test]
fn the_sheet_says_what_it_shows() {
    let roadmap = store::built_in();
    let total = roadmap.tasks.len();
    let filtered = Filtered {
        shown: 12,
        conditions: vec!["「免許」".to_owned(), "警察庁".to_owned()],
        hidden_links: 3,
    };
    let day = |text: &str| text.parse::<Day>().unwrap();
    let sheet = |language, days, filtered| {
        let sheet = Sheet {
            width: 1600.0,
            days,
            filtered,
            ..Sheet::of(&roadmap, Mode::Swimlanes, language)
        };
        let scene = sheet.draw(&roadmap);
        lines(&scene).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let years = (day("2021-04-01"), day("2026-03-31"));
    for (language, days, filtered, line) in [
        (Language::English, years, None, format!("FY2021 to FY2025 · {total} tasks")),
        (Language::Japanese, years, None, format!("2021～2025年度　{total}施策")),
        (Language::English, (day("2022-04-01"), day("2023-03-31")), None, format!("FY2022 · {total} tasks")),
        (
            Language::Japanese,
            (day("2022-04-01"), day("2023-03-30")),
            None,
            format!("2022年4月1日～2023年3月30日　{total}施策"),
        ),
        (
            Language::Japanese,
            years,
            Some(&filtered),
            format!("2021～2025年度　絞り込み表示：{total}施策のうち12施策"),
        ),
        (
            Language::Japanese,
            years,
            Some(&filtered),
            "絞り込み：「免許」、警察庁　表示していない施策への依存関係：3件（「+1」などの印）".to_owned(),
        ),
        (
            Language::Japanese,
            years,
            None,
            "出典：デジタル庁「デジタル社会の実現に向けた重点計画 工程表」（2021年12月24日）を加工して作成".to_owned(),
        ),
    ] {
        let lines = sheet(language, days, filtered);
        assert!(lines.contains(&line), "{line} in {:?}", &lines[..lines.len().min(12)]);
    }
}

#[test]
fn a_sheet_has_the_progress_line_and_says_what_marks_on_bars_mean() {
    let task = |id: &str, when: &str, status: &str| {
        format!(
            r#"{{"id": "{id}", "lane": "a", "track": 0, "title": {{"en": "{id}"}}, "when": "{when}", {status}}}"#
        )
    };
    let plan = |status: &str| {
        let tasks =
            [task("one", "2021-04/2021-09", status), task("two", "FY2022", r#""tags": []"#)];
        let text = format!(
            r#"{{"format": "koteihyo-roadmap/1", "title": {{"en": "T"}},
            "lanes": [{{"id": "a", "title": {{"en": "L"}}}}], "tasks": [{}]}}"#,
            tasks.join(",")
        );
        format::read(text.as_bytes()).unwrap().0
    };
    let [silent, telling] = [r#""tags": []"#, r#""status": "under-way", "progress": 50"#].map(plan);
    let marks = "Marks on bars:";
    for mode in [Mode::Swimlanes, Mode::Gantt] {
        let sheet = |roadmap: &Roadmap, progress_day| {
            let usual = Sheet::of(roadmap, mode, Language::English);
            Sheet { progress_day, width: 1600.0, ..usual }.draw(roadmap)
        };
        let has = |scene: &Scene, start: &str| lines(scene).iter().any(|it| it.starts_with(start));
        assert!(!has(&sheet(&silent, None), marks));
        assert!(has(&sheet(&telling, None), marks));
        assert_eq!(has(&sheet(&telling, None), "Under way 50 %"), mode == Mode::Gantt);

        let day: Day = "2021-12-31".parse().unwrap();
        let scene = sheet(&telling, Some(day));
        assert!(has(&scene, "Progress 31 Dec 2021"));
        // The line leaves its date for the middle of the bar of what is behind.
        let of_line = |item: &&koteihyo::scene::Item| item.tag == Tag::ProgressLine;
        let xs: Vec<f32> = scene
            .items()
            .filter(of_line)
            .filter_map(|item| match &item.shape {
                Shape::Line { points, .. } => Some(points.iter().map(|point| point.x)),
                _ => None,
            })
            .flatten()
            .collect();
        let [least, most] =
            [f32::min, f32::max].map(|pick| xs.iter().copied().reduce(pick).unwrap());
        let parts = scene.items().filter_map(|item| match (&item.shape, item.tag) {
            (Shape::Rect { rect, .. }, Tag::Task(task)) if task.index() == 0 => Some(*rect),
            _ => None,
        });
        let join = |one: Rect, other: Rect| Rect {
            left: one.left.min(other.left),
            right: one.right.max(other.right),
            ..one
        };
        let bar = parts.reduce(join).unwrap();
        assert!((least - bar.center().x).abs() < 3.0, "{least} is not in the middle of {bar:?}");
        assert!(most > bar.right, "{most}");
    }
}
