//! Filters that figures write: further conditions, each of which must hold as well.
//!
//! This differs from what facets do: two values of a facet widen a filter to both, while a
//! bar of a figure counts what of the shown tasks it stands for, and choosing it leaves these.

use super::condition::Condition;
use super::key::Key;
use super::syntax::{Expr, Field};
use super::{FacetValue, Filter, Query, QueryContext};
use crate::model::Language;

/// A condition that narrows a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// Has this value of a facet.
    Value(FacetValue),
    /// Fulfils one condition of the filter language, such as `starts:FY2022`.
    Text(Box<str>),
}

impl Narrowing {
    /// A condition of the filter language, which must be a single one.
    #[must_use]
    pub fn text(condition: impl Into<Box<str>>) -> Self {
        Self::Text(condition.into())
    }

    /// The condition as it is written.
    fn expr(&self, language: Language, ctx: &QueryContext<'_>) -> Option<Expr> {
        match self {
            Self::Text(text) => Query::parse(text).ok()?.conjuncts().first().cloned(),
            Self::Value(value) => {
                let key = Key::of_facet(value.facet());
                let values = vec![ctx.names().written(*value, language)];
                Some(Expr::Field(Field { key, language: Language::English, values }))
            }
        }
    }
}

impl Filter {
    /// Whether one of the conditions that must hold is just this one.
    #[must_use]
    pub fn asks_for(&self, wanted: &Narrowing) -> bool {
        self.position_of(wanted).is_some()
    }

    /// The text of the query with all these conditions, or without them if it has them all.
    /// What is new is written in a language where its title is clear.
    #[must_use]
    pub fn narrowed(
        &self,
        wanted: &[Narrowing],
        language: Language,
        ctx: &QueryContext<'_>,
    ) -> String {
        let places: Vec<Option<usize>> =
            wanted.iter().map(|wanted| self.position_of(wanted)).collect();
        let parts = self.query().conjuncts().iter().cloned();
        let parts: Vec<Expr> = if places.iter().all(Option::is_some) {
            let kept = parts.enumerate().filter(|(place, _)| !places.contains(&Some(*place)));
            kept.map(|(_, part)| part).collect()
        } else {
            let missing = wanted.iter().zip(&places).filter(|(_, place)| place.is_none());
            let missing = missing.filter_map(|(wanted, _)| wanted.expr(language, ctx));
            parts.chain(missing).collect()
        };
        Query::from_conjuncts(parts).text().to_owned()
    }

    /// The position of the condition that asks for just this.
    fn position_of(&self, wanted: &Narrowing) -> Option<usize> {
        let parts = self.query().conjuncts();
        match wanted {
            Narrowing::Text(text) => {
                let wanted = Query::parse(text).ok()?.to_string();
                parts.iter().position(|part| part.to_string() == wanted)
            }
            Narrowing::Value(value) => {
                let facet = value.facet();
                let selected = || self.selected().filter(|other| other.facet() == facet);
                let is_alone = selected().eq([*value]);
                let selecting = self.selecting[facet as usize].filter(|_| is_alone);
                selecting.or_else(|| {
                    let others = (0..parts.len())
                        .filter(|place| !self.selecting.contains(&Some(*place)))
                        .zip(&self.others);
                    let is_it = |condition: &Condition| match condition {
                        Condition::Facet(_, values) => values.iter().eq([value]),
                        _ => false,
                    };
                    others.into_iter().find(|(_, other)| is_it(other)).map(|(place, _)| place)
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Asked};
    use super::*;
    use crate::model::OwnerId;

    fn owner(number: usize) -> Narrowing {
        Narrowing::Value(FacetValue::Owner(OwnerId::from_index(number)))
    }

    #[test]
    fn each_choice_narrows_and_the_same_choice_lets_go() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let year = || Narrowing::text("starts:FY2022");
        let narrowed = |text: &str, wanted: &[Narrowing]| {
            asked.filter(text).narrowed(wanted, Language::Japanese, &asked.ctx())
        };
        assert_eq!(narrowed("", &[year()]), "starts:FY2022");
        let both = narrowed("クラウド", &[year(), owner(1)]);
        assert_eq!(both, "クラウド starts:FY2022 owner:総務省");
        assert_eq!(asked.shown(&both), ["cloud.move"]);
        assert_eq!(narrowed(&both, &[owner(1)]), "クラウド starts:FY2022");
        assert_eq!(narrowed(&both, &[owner(1), year()]), "クラウド");
        // Part of it is there: the rest is added.
        assert_eq!(narrowed("starts:FY2022", &[owner(1), year()]), "starts:FY2022 owner:総務省");
    }

    #[test]
    fn a_condition_is_known_however_it_is_written() {
        let roadmap = sample::roadmap();
        let asked = Asked::new(&roadmap);
        let asks = |text: &str, wanted: &Narrowing| asked.filter(text).asks_for(wanted);
        assert!(asks("担当：総務省", &owner(1)));
        assert!(asks("owner:デジ owner:総務省", &owner(1)), "the second of a facet");
        assert!(!asks("owner:(総務省 OR 法務省)", &owner(1)));
        assert!(!asks("-owner:総務省", &owner(1)));
        assert!(!asks("owner:総務省 OR クラウド", &owner(1)));
        assert!(asks("kind:task  ｓｔａｒｔｓ：FY2022", &Narrowing::text("starts:FY2022")));
        assert!(!asks("", &owner(1)));
    }
}
