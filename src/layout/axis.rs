//! The time axis: days to points and back.

use crate::time::{Day, TickUnit};

/// Where each day lies on the x axis.
///
/// Positions are kept in f64 and become f32 only relative to the left edge of the
/// chart, so that a scale over thousands of years loses nothing when zoomed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeAxis {
    /// The day number, with fraction, at x = 0.
    pub left_day: f64,
    /// Points per day.
    pub pt_per_day: f64,
}

/// The closest zoom: a day of 160 points.
pub const MAX_PT_PER_DAY: f64 = 160.0;
/// The farthest zoom: all years from 1 to 9999 in about 700 points.
pub const MIN_PT_PER_DAY: f64 = 0.0002;

impl TimeAxis {
    /// An axis on which the days `first` to `last`, both whole, fill `width` points.
    #[must_use]
    pub fn fit(first: Day, last: Day, width: f32) -> Self {
        let days = f64::from(last.number() - first.number() + 1).max(1.0);
        let pt_per_day = (f64::from(width.max(1.0)) / days).clamp(MIN_PT_PER_DAY, MAX_PT_PER_DAY);
        Self { left_day: f64::from(first.number()), pt_per_day }
    }

    /// The same with room on both sides for the links that turn beside the outer bars.
    #[must_use]
    pub fn fit_with_links(first: Day, last: Day, width: f32) -> Self {
        let margin = link_margin_pt(width);
        Self::fit(first, last, width - 2.0 * margin).panned(margin)
    }

    /// The x of the beginning of a day, given as a day number.
    #[must_use]
    pub fn x(&self, day_number: f64) -> f32 {
        ((day_number - self.left_day) * self.pt_per_day) as f32
    }

    /// The x at which a day begins.
    #[must_use]
    pub fn x_of_day(&self, day: Day) -> f32 {
        self.x(f64::from(day.number()))
    }

    /// The day number, with fraction, at an x.
    #[must_use]
    pub fn day_at(&self, x: f32) -> f64 {
        self.left_day + f64::from(x) / self.pt_per_day
    }

    /// The day that an x lies in, clamped to years 1 to 9999.
    #[must_use]
    pub fn whole_day_at(&self, x: f32) -> Day {
        Day::from_number(self.day_at(x).floor() as i32)
    }

    /// The axis zoomed by `factor` while the day at `x` stays where it is.
    #[must_use]
    pub fn zoomed(&self, factor: f64, x: f32) -> Self {
        let pt_per_day = (self.pt_per_day * factor).clamp(MIN_PT_PER_DAY, MAX_PT_PER_DAY);
        Self { left_day: self.day_at(x) - f64::from(x) / pt_per_day, pt_per_day }
    }

    /// The axis moved by this many points: positive shows earlier days.
    #[must_use]
    pub fn panned(&self, points: f32) -> Self {
        Self { left_day: self.left_day - f64::from(points) / self.pt_per_day, ..*self }
    }

    /// The unit of the lower tier of the header: the finest whose ticks stand far enough apart.
    #[must_use]
    pub fn lower_unit(&self) -> TickUnit {
        TickUnit::finest(MIN_TICK_PT / self.pt_per_day)
    }
}

/// The room that links take on either side of a time scale that fills this width, in points.
pub(super) fn link_margin_pt(width: f32) -> f32 {
    (width * 0.05).clamp(8.0, 42.0).round()
}

/// Ticks of the lower tier stand at least this many points apart.
const MIN_TICK_PT: f64 = 26.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitting_puts_both_ends_on_the_edges() {
        let (first, last) = ("2021-04-01".parse().unwrap(), "2026-03-31".parse().unwrap());
        let axis = TimeAxis::fit(first, last, 1000.0);
        assert!(axis.x_of_day(first).abs() < 0.01);
        assert!((axis.x_of_day(last.plus_days(1)) - 1000.0).abs() < 0.01);
        assert_eq!(axis.lower_unit(), TickUnit::Quarter);
    }

    #[test]
    fn zooming_keeps_the_day_under_the_pointer() {
        let axis = TimeAxis { left_day: 738_000.0, pt_per_day: 0.5 };
        let zoomed = axis.zoomed(3.0, 300.0);
        assert!((zoomed.day_at(300.0) - axis.day_at(300.0)).abs() < 1e-9);
        assert!((axis.zoomed(1e9, 0.0).pt_per_day - MAX_PT_PER_DAY).abs() < f64::EPSILON);
    }

    #[test]
    fn day_zoom_is_exact_in_any_century() {
        let axis = TimeAxis { left_day: f64::from(Day::MAX.number() - 10), pt_per_day: 160.0 };
        assert!((axis.x_of_day(Day::MAX) - 1600.0).abs() < 1e-3);
    }
}
