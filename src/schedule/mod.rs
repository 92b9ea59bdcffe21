//! What hangs on what: the graph of dependencies, the dates that it demands, the chains through
//! it, and what contradicts it.
//!
//! This module knows nothing of files, windows or pixels. What it returns is
//! computed for one state of a [`Roadmap`](crate::model::Roadmap) and refers to
//! it by id; after an edit it is computed anew.
//!
//! # Conventions of the schedule
//!
//! [`Schedule`] is the critical path method with all four types of dependency.
//!
//! Every day is a working day, and dates are inclusive: a task that starts on 1 April and takes
//! three days finishes on 3 April.
//!
//! - A task's *own start* is the first day of its interval, and its *duration* reaches from
//!   there to the interval's last day; an open end reaches to the last day of the document.
//!   Own starts are lower bounds. Nothing is moved: the dates here say what the links demand.
//! - A *milestone* has duration 0 and stands at the start of its day. Its finish is the day
//!   before, so that `finish = start + duration − 1` holds for it as for every task.
//! - *Early start*: the later of the own start and of what each predecessor demands.
//!
//!   | type | demands |
//!   |---|---|
//!   | FS | start ≥ predecessor's finish + 1 + lag |
//!   | SS | start ≥ predecessor's start + lag |
//!   | FF | finish ≥ predecessor's finish + lag |
//!   | SF | finish ≥ predecessor's start − 1 + lag |
//!
//! - *Late start*: the latest start that still lets the *goal* finish on its early finish. The
//!   goal is the end of the plan, the latest early finish of all tasks, or one task.
//! - *Total float*: late start − early start. A task is *critical* if it has none.
//! - *Free float*: how far a task can slip without moving the early dates of any successor, nor
//!   the end of the plan. Towards a task, only successors that lead to it count.
//! - A link *drives* its successor if what it demands is the successor's early start; if several
//!   demand the same day, all drive, and if the own start is later than all demands, none does.
//! - Links inside a cycle and from a task to itself are left out; their tasks keep their own
//!   starts and what links from elsewhere demand.
//!
//! # Example
//!
//! *Study* runs from 1 to 10 April. The milestone *decision*, planned for 5 April, follows it
//! (FS), and *build*, planned for 8 to 12 April, follows the decision (FS).
//!
//! | | own start | duration | early start | early finish |
//! |---|---|---|---|---|
//! | study | 1 April | 10 | 1 April | 10 April |
//! | decision | 5 April | 0 | 10 + 1 = 11 April | 11 + 0 − 1 = 10 April |
//! | build | 8 April | 5 | 10 + 1 = 11 April | 15 April |
//!
//! The decision stands at the start of 11 April and takes no time: what follows starts the same
//! day. All three are critical, and both links drive.

mod chain;
mod conflict;
mod graph;
mod network;
mod order;
mod passes;
mod paths;
mod reach;
mod ripple;
mod trace;

pub use chain::ChainLine;
pub use conflict::{Condition, Conflict, ConflictKind, conflicts};
pub use graph::Graph;
pub use order::{Cycle, Order};
pub use passes::Schedule;
pub use paths::{LongestPath, Paths};
pub use ripple::{Consequences, PlanEnd, Ripple};
pub use trace::{DependencyRole, Role, Trace};
