//! The look of widgets, taken from the palette of the chart, and the fonts.

use super::paint::{BOLD, to_color};
use crate::layout::{Palette, Theme};
use crate::store::ThemeSetting;
use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke,
    TextStyle, Vec2,
};
use std::sync::Arc;

/// The regular face of every text.
pub static REGULAR_FONT: &[u8] = include_bytes!("../../assets/fonts/BIZUDPGothic-Regular.ttf");
/// The bold face.
pub static BOLD_FONT: &[u8] = include_bytes!("../../assets/fonts/BIZUDPGothic-Bold.ttf");

/// Gives a context the fonts and the look of both themes.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    for (theme, egui_theme) in
        [(Theme::Light, egui::Theme::Light), (Theme::Dark, egui::Theme::Dark)]
    {
        let palette = Palette::new(theme);
        ctx.style_mut_of(egui_theme, |style| restyle(style, &palette));
    }
}

/// Takes a theme from the next pass on. A system that does not say which it has gets the light one.
pub fn choose(ctx: &egui::Context, theme: ThemeSetting) {
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    ctx.set_theme(match theme {
        ThemeSetting::Light => egui::ThemePreference::Light,
        ThemeSetting::Dark => egui::ThemePreference::Dark,
        ThemeSetting::System => egui::ThemePreference::System,
    });
    ctx.request_repaint();
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, data: &'static [u8], families: &[FontFamily]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
        for family in families {
            fonts.families.entry(family.clone()).or_default().push(name.to_owned());
        }
    };
    add("regular", REGULAR_FONT, &[FontFamily::Proportional, FontFamily::Monospace]);
    add("bold", BOLD_FONT, &[FontFamily::Name(BOLD.into())]);
    fonts
}

fn restyle(style: &mut egui::Style, palette: &Palette) {
    let color = to_color;
    style.text_styles = [
        (TextStyle::Heading, FontId::new(16.0, FontFamily::Name(BOLD.into()))),
        (TextStyle::Body, FontId::proportional(13.0)),
        (TextStyle::Button, FontId::proportional(13.0)),
        (TextStyle::Small, FontId::proportional(11.0)),
        (TextStyle::Monospace, FontId::monospace(12.0)),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(6.0, 5.0);
    style.spacing.button_padding = Vec2::new(9.0, 4.0);
    style.spacing.interact_size.y = 24.0;
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.scroll =
        egui::style::ScrollStyle { bar_width: 8.0, ..egui::style::ScrollStyle::thin() };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;

    let visuals = &mut style.visuals;
    let (paper, panel) = (color(palette.paper), color(palette.panel));
    let hover = color(palette.band.mixed(palette.year_line, 0.25));
    visuals.override_text_color = None;
    visuals.panel_fill = panel;
    visuals.window_fill = paper;
    visuals.window_stroke = Stroke::new(1.0, color(palette.year_line));
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(6);
    visuals.extreme_bg_color = paper;
    visuals.text_edit_bg_color = Some(paper);
    visuals.faint_bg_color = color(palette.band);
    visuals.hyperlink_color = color(palette.accent);
    visuals.error_fg_color = color(palette.red);
    visuals.warn_fg_color = color(palette.needs);
    visuals.weak_text_color = Some(color(palette.secondary));
    visuals.selection.bg_fill = color(palette.accent.mixed(palette.paper, 0.72));
    visuals.selection.stroke = Stroke::new(1.0, color(palette.accent));
    let radius = CornerRadius::same(5);
    let mut set = |widget: fn(&mut egui::style::Widgets) -> &mut egui::style::WidgetVisuals,
                   fill: Color32,
                   line: Color32| {
        let widget = widget(&mut visuals.widgets);
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, line);
        widget.fg_stroke = Stroke::new(1.0, color(palette.ink));
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    };
    let line = color(palette.year_line);
    set(|widgets| &mut widgets.noninteractive, panel, color(palette.hairline));
    set(|widgets| &mut widgets.inactive, paper, line);
    set(|widgets| &mut widgets.hovered, hover, line);
    set(|widgets| &mut widgets.active, hover, color(palette.accent));
    set(|widgets| &mut widgets.open, hover, line);
}
