//! `koteihyo info`: what a roadmap holds, in numbers.

use super::formats;
use super::table::columns;
use super::{Environment, FILE_HAS_ERRORS, Failure, OK, args};
use crate::model::{DependencyBasis, Language, List, Roadmap, Task, TaskKind, TaskStatus};
use crate::parallel::in_order;
use crate::time::{FiscalYearStart, IntervalEnd, Precision, Stamp};
use crate::words::stamp_in_words;
use serde::Serialize;
use serde::ser::SerializeStruct as _;
use std::cmp::Reverse;
use std::io::{self, Write};

/// Writes the numbers as a table, or as JSON for other programs.
pub(super) fn run(
    args: &args::Info,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let (name, opened) = formats::open(args.file.as_deref(), language)?;
    let has_errors = env.remark_problems(&name, &opened.diagnostics, true, language);
    if args.json {
        let counts = Counts::of(&opened.roadmap);
        serde_json::to_writer_pretty(&mut env.stdout, &counts).map_err(io::Error::from)?;
        writeln!(env.stdout)?;
    } else {
        write_table(&opened.roadmap, language, env.stdout)?;
    }
    // The program is about to end, and so is all of its memory; giving back a million records one
    // by one takes longer than counting them.
    std::mem::forget(opened);
    Ok(if has_errors { FILE_HAS_ERRORS } else { OK })
}

/// The numbers, under the names and in the order of the JSON.
#[derive(Serialize)]
struct Counts {
    title: Title,
    lanes: usize,
    /// All tasks, milestones among them.
    tasks: usize,
    milestones: usize,
    dependencies: Dependencies,
    documents: usize,
    owners: usize,
    tags: usize,
    views: usize,
    /// Tasks by how far they have got.
    status: Statuses,
    /// Tasks by the precision of their dates.
    precision: Precisions,
    /// `null` if there are no tasks.
    span: Option<Span>,
    without_source: usize,
    without_both_titles: usize,
}

#[derive(Serialize)]
struct Title {
    ja: Option<String>,
    en: Option<String>,
}

#[derive(Serialize)]
struct Dependencies {
    total: usize,
    row: usize,
    stated: usize,
    inferred: usize,
}

#[derive(Serialize)]
struct Statuses {
    planned: usize,
    under_way: usize,
    done: usize,
    dropped: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct Precisions {
    day: usize,
    month_third: usize,
    month: usize,
    quarter: usize,
    half: usize,
    year: usize,
    fiscal_year: usize,
}

/// The first and the last period that a task names: no more exact than the roadmap is.
/// An open end counts as its start.
#[derive(Clone, Copy)]
struct Span {
    first: Stamp,
    last: Stamp,
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Span", 2)?;
        fields.serialize_field("first", &self.first.to_string())?;
        fields.serialize_field("last", &self.last.to_string())?;
        fields.end()
    }
}

impl Counts {
    fn of(roadmap: &Roadmap) -> Self {
        let title = |language| roadmap.title.get(language).map(str::to_owned);
        let links = |basis| {
            roadmap.dependencies.iter().filter(|dependency| dependency.basis == basis).count()
        };
        let tally = Tally::of(&roadmap.tasks, roadmap.fiscal_year_start);
        let status = |status| tally.status[status as usize];
        let precision = |precision| tally.precision[precision as usize];
        Self {
            title: Title { ja: title(Language::Japanese), en: title(Language::English) },
            lanes: roadmap.lanes.len(),
            tasks: roadmap.tasks.len(),
            milestones: tally.milestones,
            dependencies: Dependencies {
                total: roadmap.dependencies.len(),
                row: links(DependencyBasis::Row),
                stated: links(DependencyBasis::Stated),
                inferred: links(DependencyBasis::Inferred),
            },
            documents: roadmap.documents.len(),
            owners: roadmap.owners.words().len(),
            tags: roadmap.tags.words().len(),
            views: roadmap.views.len(),
            status: Statuses {
                planned: status(TaskStatus::Planned),
                under_way: status(TaskStatus::UnderWay),
                done: status(TaskStatus::Done),
                dropped: status(TaskStatus::Dropped),
                unknown: status(TaskStatus::Unknown),
            },
            precision: Precisions {
                day: precision(Precision::Day),
                month_third: precision(Precision::MonthThird),
                month: precision(Precision::Month),
                quarter: precision(Precision::Quarter),
                half: precision(Precision::Half),
                year: precision(Precision::Year),
                fiscal_year: precision(Precision::FiscalYear),
            },
            span: tally.span,
            without_source: tally.without_source,
            without_both_titles: tally.without_both_titles,
        }
    }
}

/// What is counted of the tasks, in one go over them.
#[derive(Default)]
struct Tally {
    milestones: usize,
    status: [usize; TaskStatus::ALL.len()],
    precision: [usize; Precision::ALL.len()],
    span: Option<Span>,
    without_source: usize,
    without_both_titles: usize,
}

impl Tally {
    /// Counts on all cores.
    fn of(tasks: &List<Task>, fiscal: FiscalYearStart) -> Self {
        const AT_ONCE: usize = 16_384;
        let mut all = Self::default();
        let count = |part| {
            let mut tally = Self::default();
            for task in part {
                tally.add(task, fiscal);
            }
            tally
        };
        in_order(tasks.parts(AT_ONCE), count, |behind| {
            all.add_all(&behind, fiscal);
            Some(())
        });
        all
    }

    fn add(&mut self, task: &Task, fiscal: FiscalYearStart) {
        self.milestones += usize::from(task.kind == TaskKind::Milestone);
        self.status[task.status as usize] += 1;
        self.precision[task.when.precision() as usize] += 1;
        self.without_source += usize::from(task.source.is_none());
        let is_missing = |language| task.title.get(language).is_none();
        self.without_both_titles += usize::from(Language::ALL.into_iter().any(is_missing));
        let first = task.when.start();
        let last = match task.when.end() {
            IntervalEnd::With(end) => end,
            IntervalEnd::Open => first,
        };
        Span { first, last }.widen(&mut self.span, fiscal);
    }

    /// Adds what has been counted of the tasks behind.
    fn add_all(&mut self, behind: &Self, fiscal: FiscalYearStart) {
        self.milestones += behind.milestones;
        for (count, more) in self.status.iter_mut().zip(behind.status) {
            *count += more;
        }
        for (count, more) in self.precision.iter_mut().zip(behind.precision) {
            *count += more;
        }
        self.without_source += behind.without_source;
        self.without_both_titles += behind.without_both_titles;
        if let Some(span) = behind.span {
            span.widen(&mut self.span, fiscal);
        }
    }
}

impl Span {
    /// Makes a span reach over this one too.
    fn widen(self, span: &mut Option<Self>, fiscal: FiscalYearStart) {
        let span = span.get_or_insert(self);
        // Where two periods share the day, the more exact one says more.
        span.first = [span.first, self.first]
            .into_iter()
            .min_by_key(|stamp| (stamp.first_day(fiscal), stamp.precision()))
            .expect("one of two");
        span.last = [span.last, self.last]
            .into_iter()
            .max_by_key(|stamp| (stamp.last_day(fiscal), Reverse(stamp.precision())))
            .expect("one of two");
    }
}

fn write_table(roadmap: &Roadmap, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let counts = Counts::of(roadmap);
    let word = |ja: &'static str, en: &'static str| match language {
        Language::Japanese => ja,
        Language::English => en,
    };
    let Dependencies { total, row, stated, inferred } = counts.dependencies;
    let Statuses { planned, under_way, done, dropped, unknown } = counts.status;
    let Precisions { day, month_third, month, quarter, half, year, fiscal_year } = counts.precision;
    let span = counts.span.map_or_else(
        || "–".to_owned(),
        |Span { first, last }| {
            let [first, last] = [first, last].map(|stamp| stamp_in_words(stamp, language));
            match language {
                Language::Japanese => format!("{first}～{last}"),
                Language::English => format!("{first} – {last}"),
            }
        },
    );
    let rows = [
        (word("レーン", "Lanes"), counts.lanes),
        (word("施策", "Tasks"), counts.tasks),
        (word("  うちマイルストーン", "  of these, milestones"), counts.milestones),
        (word("依存関係", "Dependencies"), total),
        (word("  同じ行の次の工程", "  next step of the same row"), row),
        (word("  文書に記載", "  stated by the document"), stated),
        (word("  推定", "  inferred"), inferred),
        (word("文書", "Documents"), counts.documents),
        (word("担当", "Owners"), counts.owners),
        (word("タグ", "Tags"), counts.tags),
        (word("ビュー", "Views"), counts.views),
        (word("予定の施策", "Tasks that are planned"), planned),
        (word("  実施中", "  under way"), under_way),
        (word("  完了", "  done"), done),
        (word("  取りやめ", "  dropped"), dropped),
        (word("  状況の記載なし", "  no status"), unknown),
        (word("日付が日まで分かる施策", "Tasks dated to the day"), day),
        (word("  旬まで", "  to a third of a month"), month_third),
        (word("  月まで", "  to the month"), month),
        (word("  四半期まで", "  to the quarter"), quarter),
        (word("  半期まで", "  to the half-year"), half),
        (word("  年まで", "  to the year"), year),
        (word("  年度まで", "  to the fiscal year"), fiscal_year),
        (word("出典のない施策", "Tasks without a source"), counts.without_source),
        (
            word("日英の題名がそろわない施策", "Tasks without both titles"),
            counts.without_both_titles,
        ),
    ];
    let heading = [
        (word("題名", "Title"), roadmap.title.in_language(language)),
        (word("期間", "Span"), &*span),
    ];
    let labels = rows.iter().map(|row| row.0).chain(heading.iter().map(|row| row.0));
    let label_width = labels.map(columns).max().unwrap_or(0) + 2;
    let number_width = rows.iter().map(|row| row.1.to_string().len()).max().unwrap_or(0);
    for (label, text) in heading {
        writeln!(out, "{label}{:1$}{text}", "", label_width - columns(label))?;
    }
    for (label, number) in rows {
        let gap = label_width - columns(label);
        writeln!(out, "{label}{:gap$}{number:>number_width$}", "")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::console::{BROKEN, Console, Run, SAMPLE, folder_with};
    use super::*;

    fn info(content: &str, args: &[&str]) -> Run {
        let folder = folder_with("plan.json", content.as_bytes());
        let path = folder.path().join("plan.json").into_os_string().into_string().unwrap();
        Console::default().run(&[&["info", &path], args].concat())
    }

    #[test]
    fn the_json_has_its_keys_in_order() {
        let Run { code, stdout, stderr } = info(SAMPLE, &["--json"]);
        assert_eq!((code, &*stderr), (OK, ""));
        let expected = r#"{
  "title": {
    "ja": "見本の工程表",
    "en": "A sample roadmap"
  },
  "lanes": 1,
  "tasks": 3,
  "milestones": 1,
  "dependencies": {
    "total": 1,
    "row": 0,
    "stated": 1,
    "inferred": 0
  },
  "documents": 0,
  "owners": 1,
  "tags": 0,
  "views": 0,
  "status": {
    "planned": 0,
    "under_way": 0,
    "done": 0,
    "dropped": 0,
    "unknown": 3
  },
  "precision": {
    "day": 0,
    "month_third": 1,
    "month": 0,
    "quarter": 1,
    "half": 0,
    "year": 0,
    "fiscal_year": 1
  },
  "span": {
    "first": "FY2021-Q1",
    "last": "FY2025"
  },
  "without_source": 3,
  "without_both_titles": 1
}
"#;
        assert_eq!(stdout, expected);
    }

    #[test]
    fn the_table_is_aligned_in_both_languages() {
        let Run { stdout, .. } = info(SAMPLE, &["--lang", "ja"]);
        for line in [
            "題名                        見本の工程表",
            "期間                        2021年度第1四半期～2025年度",
            "施策                        3",
            "日英の題名がそろわない施策  1",
        ] {
            assert!(stdout.lines().any(|other| other == line), "{line} in\n{stdout}");
        }
        let Run { stdout, .. } = info(SAMPLE, &[]);
        assert!(stdout.starts_with("Title                        A sample roadmap\n"), "{stdout}");
        assert!(stdout.contains("Span                         Q1 FY2021 – FY2025\n"), "{stdout}");
    }

    #[test]
    fn what_is_sound_is_counted_and_errors_are_told() {
        let Run { code, stdout, stderr } = info(BROKEN, &[]);
        assert_eq!(code, FILE_HAS_ERRORS);
        assert!(stdout.contains("A sample roadmap"));
        assert_eq!(stderr.lines().count(), 1, "no warnings: {stderr}");
        assert!(stderr.contains(":9:63: error: "), "{stderr}");
    }

    #[test]
    fn an_empty_roadmap_has_no_span() {
        let counts = Counts::of(&Roadmap::default());
        let json = serde_json::to_string(&counts).unwrap();
        assert!(
            json.contains(r#""title":{"ja":null,"en":null}"#) && json.contains(r#""span":null"#)
        );
        let mut out = Vec::new();
        write_table(&Roadmap::default(), Language::English, &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("Span                         –\n"));
    }
}
