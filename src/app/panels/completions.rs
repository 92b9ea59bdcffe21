//! The list of ways in which the text of the search field may go on.

use crate::app::App;
use crate::app::paint::{font, to_color};
use crate::query::Completion;
use crate::scene::Weight;
use crate::words;
use egui::{Align2, Context, Id, LayerId, Order, Rect, Sense, Vec2};

const ROW_PT: f32 = 24.0;
const MAX_HEIGHT_PT: f32 = 264.0;
const MIN_WIDTH_PT: f32 = 340.0;

/// Which completion is chosen, and whether the list scrolls to it.
#[derive(Clone, Copy)]
pub struct Choice {
    pub chosen: Option<usize>,
    pub follow: bool,
}

/// Shows the list below the field; returns the place of a clicked completion.
pub fn ui(
    app: &App,
    ui: &egui::Ui,
    field_id: Id,
    field: Rect,
    completions: &[Completion],
    choice: Choice,
) -> Option<usize> {
    let area = egui::Area::new(area_id(field_id))
        .order(Order::Foreground)
        .fixed_pos(field.left_bottom() + Vec2::new(0.0, 3.0))
        .constrain(true);
    let shown = area.show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style())
            .inner_margin(egui::Margin::same(4))
            .show(ui, |ui| {
                ui.set_width(field.width().max(MIN_WIDTH_PT));
                ui.spacing_mut().item_spacing.y = 0.0;
                let scroll = egui::ScrollArea::vertical().max_height(MAX_HEIGHT_PT);
                // The area remembers its size; without a minimum a list that was short stays so.
                let scroll = scroll.min_scrolled_height(MAX_HEIGHT_PT).auto_shrink([false, true]);
                scroll
                    .show(ui, |ui| {
                        let rows = completions.iter().enumerate();
                        let clicked = rows.filter(|&(row, completion)| {
                            let is_chosen = choice.chosen == Some(row);
                            row_ui(app, ui, completion, is_chosen, choice.follow)
                        });
                        clicked.map(|(row, _)| row).last()
                    })
                    .inner
            })
            .inner
    });
    shown.inner
}

/// Whether the pointer is over the list.
pub fn is_pointed_at(ctx: &Context, field_id: Id) -> bool {
    let layer = ctx.pointer_interact_pos().and_then(|at| ctx.layer_id_at(at));
    layer == Some(LayerId::new(Order::Foreground, area_id(field_id)))
}

fn area_id(field_id: Id) -> Id {
    field_id.with("completions")
}

fn row_ui(
    app: &App,
    ui: &mut egui::Ui,
    completion: &Completion,
    is_chosen: bool,
    follow: bool,
) -> bool {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_PT), Sense::click());
    let Completion { label, detail, count, .. } = completion;
    let number = count.map(words::grouped).unwrap_or_default();
    let name = [label.as_str(), detail, &number].join(" ");
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, is_chosen, name.trim_end())
    });
    if is_chosen && follow {
        response.scroll_to_me(None);
    }
    let palette = app.palette(ui.ctx());
    let painter = ui.painter();
    if is_chosen {
        painter.rect_filled(rect, 4.0, ui.visuals().selection.bg_fill);
    } else if response.hovered() {
        painter.rect_filled(rect, 4.0, to_color(palette.band));
    }
    let inner = rect.shrink2(Vec2::new(8.0, 0.0));
    let (ink, secondary) = (to_color(palette.ink), to_color(palette.secondary));
    let write = |x: f32, align: Align2, text: &str, size: f32, color| {
        painter.text(
            egui::pos2(x, inner.center().y),
            align,
            text,
            font(size, Weight::Regular),
            color,
        )
    };
    let number_width = write(inner.right(), Align2::RIGHT_CENTER, &number, 12.0, secondary).width();
    let room = inner.width() - number_width - 10.0;
    let label = app.fonts.elided(label, Weight::Regular, 13.0, room).unwrap_or_default();
    let label_width = write(inner.left(), Align2::LEFT_CENTER, &label, 13.0, ink).width();
    let room = room - label_width - 12.0;
    if let Some(detail) = app.fonts.elided(detail, Weight::Regular, 12.0, room) {
        let at = inner.left() + label_width + 12.0;
        write(at, Align2::LEFT_CENTER, &detail, 12.0, secondary);
    }
    response.clicked()
}
