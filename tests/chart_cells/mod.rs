//! The chart cells of the official tables of December 2021: where each one stands
//! and which years its columns give. Numbers only, no text of the document.

use std::collections::BTreeMap;

/// The line of the text file, from 1, and its tab-separated column, from 0.
pub type Place = (u32, u32);

/// A cell below the years of a table.
pub struct ChartCell {
    /// The number of its table, from 1.
    pub table: u32,
    /// What its columns say, read by the rule; rows that are printed one column
    /// late are read one column to the left.
    pub when: &'static str,
}

/// Rows that are printed one column late.
pub const SHIFTED_LINES: [u32; 17] =
    [120, 121, 122, 135, 136, 243, 244, 245, 265, 266, 267, 268, 269, 270, 271, 272, 273];

/// All chart cells by their place.
pub fn chart_cells() -> BTreeMap<Place, ChartCell> {
    include_str!("../data/chart_cells.tsv").lines().skip(1).map(chart_cell).collect()
}

fn chart_cell(row: &'static str) -> (Place, ChartCell) {
    let fields: Vec<_> = row.split('\t').collect();
    let [line, column, table, when] = fields[..] else { panic!("four fields: {row}") };
    let number = |field: &str| field.parse().expect("a number");
    ((number(line), number(column)), ChartCell { table: number(table), when })
}
