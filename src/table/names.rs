//! What lanes, owners, tags and documents are called.

use crate::model::{DocumentId, Lane, LaneId, Language, Roadmap};
use std::collections::HashMap;

/// What stands between the titles on the way to a lane.
const BELOW: &str = " › ";
/// A lane with more lanes above it is called by its id.
const DEEPEST: usize = 16;

/// The names of a roadmap, to find records by them. They are those of the moment when it was made.
#[derive(Debug, Default)]
pub struct Names {
    lanes_by_id: HashMap<Box<str>, LaneId>,
    lanes_by_title: HashMap<Box<str>, Vec<LaneId>>,
    /// The word of owners and tags that is shown like this.
    plain_words: HashMap<Box<str>, Box<str>>,
    documents: HashMap<Box<str>, DocumentId>,
}

impl Names {
    /// The names of a roadmap.
    #[must_use]
    pub fn new(roadmap: &Roadmap) -> Self {
        let mut this = Self::default();
        for (id, lane) in roadmap.lane_ids().zip(&roadmap.lanes) {
            this.lanes_by_id.insert(lane.id.clone(), id);
            let [ja, en] = Language::ALL.map(|language| lane.title.get(language));
            let titles = [ja, en.filter(|en| ja != Some(en))];
            for title in titles.into_iter().flatten().filter(|title| !title.trim().is_empty()) {
                this.lanes_by_title.entry(title.trim().into()).or_default().push(id);
            }
        }
        for name in &roadmap.names {
            for shown in Language::ALL.iter().filter_map(|it| name.title.get(*it)) {
                // The first one counts where two are shown alike.
                this.plain_words.entry(shown.into()).or_insert_with(|| name.name.clone());
            }
        }
        let documents = roadmap.documents.iter().enumerate();
        this.documents
            .extend(documents.map(|(at, it)| (it.id.clone(), DocumentId::from_index(at))));
        this
    }

    /// The lane with this id or title, or at the end of this way of titles (`カード › 在留カード`);
    /// `None` if there is none, or several with this name.
    pub(super) fn lane(&self, name: &str, roadmap: &Roadmap) -> Option<LaneId> {
        // An id may have blanks at its ends, however little that helps anybody.
        if let Some(&lane) = [name, name.trim()].iter().find_map(|id| self.lanes_by_id.get(*id)) {
            return Some(lane);
        }
        let name = name.trim();
        let whole = std::iter::once(name).collect::<Vec<_>>();
        let parts = name.split(BELOW).map(str::trim).collect::<Vec<_>>();
        [whole, parts].iter().find_map(|way| self.lane_at(way, roadmap))
    }

    fn lane_at(&self, way: &[&str], roadmap: &Roadmap) -> Option<LaneId> {
        let (last, above) = way.split_last()?;
        let is_at_its_end = |lane: &&LaneId| {
            let mut lane = roadmap.lane(**lane);
            above.iter().rev().all(|title| match lane.parent {
                Some(parent) => {
                    lane = roadmap.lane(parent);
                    is_called(lane, title)
                }
                None => false,
            })
        };
        let mut found = self.lanes_by_title.get(*last)?.iter().filter(is_at_its_end);
        let only = found.next();
        only.copied().filter(|_| found.next().is_none())
    }

    /// What a table calls a lane so that it is found again: the titles on the way to it, or its id
    /// where these do not lead there.
    pub(super) fn name_of(&self, lane: LaneId, roadmap: &Roadmap, language: Language) -> String {
        let mut titles = Vec::new();
        let mut next = Some(lane);
        while let Some(it) = next.filter(|_| titles.len() <= DEEPEST).map(|it| roadmap.lane(it)) {
            titles.push(it.title.in_language(language).trim());
            next = it.parent;
        }
        titles.reverse();
        let way = titles.join(BELOW);
        let leads_there =
            !way.is_empty() && next.is_none() && self.lane(&way, roadmap) == Some(lane);
        if leads_there { way } else { roadmap.lane(lane).id.to_string() }
    }

    /// The word that an owner or a tag has in the file, by that word or by what is shown for it.
    pub(super) fn plain<'n>(&'n self, name: &'n str, is_word: bool) -> &'n str {
        if is_word { name } else { self.plain_words.get(name).map_or(name, |word| word) }
    }

    /// The document with an id.
    pub(super) fn document(&self, id: &str) -> Option<DocumentId> {
        self.documents.get(id).copied()
    }
}

fn is_called(lane: &Lane, title: &str) -> bool {
    Language::ALL.iter().any(|it| lane.title.get(*it).is_some_and(|it| it.trim() == title))
}
