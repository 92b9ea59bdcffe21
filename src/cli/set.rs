//! `koteihyo set`: changing fields of a task.

use super::saving::{Plan, refused};
use super::{Environment, Failure, args, diff, task_named};
use crate::edit::make;
use crate::model::Language;
use crate::store::diff::diff as difference;
use crate::table::{Column, Names, task_fields};

/// Sets the fields, saves, and tells what is different.
pub(super) fn run(
    args: &args::Set,
    language: Language,
    env: &mut Environment<'_>,
) -> Result<u8, Failure> {
    let cells = cells(&args.fields, language)?;
    let plan = Plan::open(&args.file, args.output.as_deref(), language, env)?;
    let mut roadmap = plan.roadmap.clone();
    let id = task_named(&roadmap, &args.id, language)?;
    let names = Names::new(&roadmap);
    let own = roadmap.task(id).when;
    let fields = task_fields(&mut roadmap, &names, Some(own), &cells, language)
        .map_err(|(at, refusal)| refused(&args.fields[at], &refusal, language))?;
    make::set_fields(&roadmap, id, &fields)
        .and_then(|transaction| transaction.apply(&mut roadmap))
        .map_err(|refusal| refused(&args.id, &refusal, language))?;
    let changes = difference(&plan.roadmap, &roadmap);
    let code = if changes.is_empty() && !plan.is_elsewhere() {
        plan.exit_code()
    } else {
        plan.save(&roadmap, language, env)?
    };
    diff::write_prose(&changes, &plan.roadmap, &roadmap, language, env.stdout)?;
    Ok(code)
}

/// The columns and texts of `field=value` arguments, each column once.
fn cells(fields: &[String], language: Language) -> Result<Vec<(Column, &str)>, Failure> {
    let mut cells: Vec<(Column, &str)> = Vec::with_capacity(fields.len());
    for field in fields {
        let Some((name, text)) = field.split_once('=') else {
            return Err(Failure::usage(
                language,
                format!("「{field}」は「項目=値」の形で書いてください"),
                format!("write '{field}' as FIELD=VALUE"),
            ));
        };
        let column = Column::named(name).filter(|column| *column != Column::DependsOn);
        let Some(column) = column else {
            return Err(Failure::usage(
                language,
                format!("「{name}」という項目は変更できません"),
                format!("there is no field '{name}' to change"),
            ));
        };
        if cells.iter().any(|cell| cell.0 == column) {
            return Err(Failure::usage(
                language,
                format!("「{name}」が二度指定されています"),
                format!("'{name}' is given twice"),
            ));
        }
        cells.push((column, text));
    }
    Ok(cells)
}
