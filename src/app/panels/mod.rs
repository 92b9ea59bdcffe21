//! The panels around the chart. Each reads the session and answers with actions.

mod chain;
mod completions;
mod crumbs;
mod facets;
mod insights;
mod inspector;
mod legend;
mod load;
mod overlays;
mod overview;
mod plots;
mod problems;
mod query_help;
mod search;
mod source;
mod status;
mod toolbar;
mod views;
mod widgets;

pub(super) use chain::{Chain, as_table as chain_as_table, ui as chain_ui};
pub(super) use crumbs::{is_needed as crumbs_needed, ui as crumbs_ui};
pub(super) use facets::{Facets, ui as facets_ui, value_in_words as facet_value_in_words};
pub(super) use insights::{Insights, ui as insights_ui};
pub(super) use inspector::ui as inspector_ui;
pub(super) use legend::ui as legend_ui;
pub(super) use load::{Load, ui as load_ui};
pub(super) use overlays::{Overlays, ui as overlays_ui};
pub(super) use overview::{Overview, ui as overview_ui};
pub(super) use problems::{ProblemList, ui as problems_ui};
pub(super) use search::Search;
pub(super) use source::SourceSection;
pub(super) use status::ui as status_ui;
pub(super) use toolbar::{is_possible, ui as toolbar_ui};
pub(super) use views::Views;
pub(super) use widgets::{prose, title};
