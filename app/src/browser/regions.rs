//! Regions: parts of a page, marked `data-region`, that are replaced by those of a newer drawing of the same page. The
//! server draws, scripts or not; the browser only puts the new in the place of the old.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Document, DomParser, Element, SupportedType};

/// Which regions are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Not those that somebody is in, nor those marked `own`, which hold what is being typed.
    Untouched,
    All,
}

/// Replaces the regions of this page by those of `html`, its newer drawing.
pub fn replace(html: &str, which: Which) {
    let Some(newer) = parse(html) else { return };
    for old in elements(&document(), "[data-region]") {
        let name = old.get_attribute("data-region").unwrap_or_default();
        let Ok(Some(new)) = newer.query_selector(&format!("[data-region=\"{name}\"]")) else { continue };
        if which == Which::All || !is_in_use(&old) {
            // A region that cannot be replaced stays as it was: older, not wrong.
            old.replace_with_with_node_1(&new).ok();
        }
    }
}

fn is_in_use(region: &Element) -> bool {
    region.has_attribute("data-own") || region.contains(document().active_element().as_deref())
}

fn parse(html: &str) -> Option<Document> {
    DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()
}

/// Every element below `root` that `selector` finds.
pub fn elements(root: &Document, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}
