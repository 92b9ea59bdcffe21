//! What few records have.

use super::{Extra, Text};

/// The remark of a record and its unknown fields: one pointer wide, because nearly every record
/// has neither.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Rare(Option<Box<(Text, Extra)>>);

impl Rare {
    /// A remark and unknown fields, each of which may be empty.
    #[must_use]
    pub fn new(remark: Text, extra: Extra) -> Self {
        let is_empty = remark.is_empty() && extra.is_empty();
        Self((!is_empty).then(|| Box::new((remark, extra))))
    }

    /// The remark.
    #[must_use]
    pub fn remark(&self) -> &Text {
        self.0.as_ref().map_or(const { &Text::EMPTY }, |rare| &rare.0)
    }

    /// Fields that this version does not know.
    #[must_use]
    pub fn extra(&self) -> &Extra {
        self.0.as_ref().map_or(const { &Extra::EMPTY }, |rare| &rare.1)
    }

    /// Puts another remark in the place of this one.
    pub fn set_remark(&mut self, remark: Text) {
        *self = Self::new(remark, self.extra().clone());
    }
}

impl From<Text> for Rare {
    fn from(remark: Text) -> Self {
        Self::new(remark, Extra::EMPTY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ExtraField;

    #[test]
    fn nothing_is_lost_when_the_remark_changes() {
        let mut extra = Extra::default();
        extra.push(ExtraField { key: "cost".into(), json: "1.10".into() });
        let mut rare = Rare::new(Text::EMPTY, extra.clone());
        rare.set_remark(Text::new("要調整", "To be settled"));
        assert_eq!((rare.remark(), rare.extra()), (&Text::new("要調整", "To be settled"), &extra));
        let mut plain = Rare::from(Text::new("要調整", "To be settled"));
        plain.set_remark(Text::EMPTY);
        assert_eq!(plain, Rare::default());
        assert_eq!(size_of::<Rare>(), size_of::<usize>());
    }
}
