//! The panels around the chart. Each reads the session and answers with actions.

mod chain;
mod completions;
mod conflicts;
mod crumbs;
mod facets;
mod fields;
mod history;
mod insights;
mod inspector;
mod lanes;
mod legend;
mod load;
mod opening;
mod overlays;
mod overview;
mod plots;
mod problems;
mod progress_line;
mod properties;
mod query_help;
mod restore;
mod search;
mod source;
mod status;
mod toolbar;
mod views;
mod widgets;

pub(super) use chain::{Chain, as_table as chain_as_table, ui as chain_ui};
pub(super) use conflicts::{
    Conflicts, banner_ui as conflict_banner_ui, follow as follow_conflicts, ui as conflicts_ui,
};
pub(super) use crumbs::{is_needed as crumbs_needed, ui as crumbs_ui};
pub(super) use facets::{Facets, ui as facets_ui, value_in_words as facet_value_in_words};
pub(super) use fields::{Composition, Fields, KEYS_OF_TEXT, leave_ui as leave_fields};
pub(super) use history::{HistoryPanel, ui as history_ui};
pub(super) use insights::{Insights, ui as insights_ui};
pub(super) use inspector::{Inspector, ui as inspector_ui};
pub(super) use lanes::lane_menu_ui;
pub(super) use legend::ui as legend_ui;
pub(super) use load::{Load, ui as load_ui};
pub(super) use opening::ui as opening_ui;
pub(super) use overlays::{Overlays, ui as overlays_ui};
pub(super) use overview::{Overview, ui as overview_ui};
pub(super) use problems::{ProblemList, ui as problems_ui};
pub(super) use progress_line::StatusDate;
pub(super) use properties::ui as properties_ui;
pub(super) use restore::{Restore, ui as restore_ui};
pub(super) use search::Search;
pub(super) use source::SourceSection;
pub(super) use status::ui as status_ui;
pub(super) use toolbar::{is_possible, ui as toolbar_ui};
pub(super) use views::Views;
pub(super) use widgets::{prose, readable, shortened, title};
