//! The time zones that the browser knows, as suggestions under a field.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};

/// Lets the field that `selector` finds suggest zones. A browser that cannot list them leaves a plain field.
pub fn suggest(selector: &str) {
    let Ok(Some(field)) = document().query_selector(selector) else { return };
    let Ok(list) = document().create_element("datalist") else { return };
    list.set_id("zones");
    for zone in known().unwrap_or_default() {
        let Ok(option) = document().create_element("option") else { return };
        option.set_attribute("value", &zone).ok();
        list.append_child(&option).ok();
    }
    field.after_with_node_1(&list).ok();
    field.set_attribute("list", "zones").ok();
}

/// `Intl.supportedValuesOf('timeZone')`.
fn known() -> Option<Vec<String>> {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
    let list = Reflect::get(&intl, &JsValue::from_str("supportedValuesOf")).ok()?;
    let zones = list.dyn_into::<Function>().ok()?.call1(&intl, &JsValue::from_str("timeZone")).ok()?;
    Some(Array::from(&zones).iter().filter_map(|zone| zone.as_string()).collect())
}
