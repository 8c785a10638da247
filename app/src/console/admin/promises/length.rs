//! A length in two fields, an amount and its unit; without an amount there is none.

use domain::promises::policy::{Target, Unit};
use domain::words::console;
use leptos::prelude::*;

use super::super::what_if::{UNITS, unit_of};
use crate::me::use_me;

/// Tells `change` what stands in the fields. What is no number is a zero, and what is beyond all numbers the largest: saving
/// refuses both.
#[component]
pub fn LengthField(
    /// Id of the amount, as refusals name it.
    #[prop(into)]
    id: String,
    /// Names of the two fields.
    labels: (String, String),
    value: Option<Target>,
    /// Only lengths on the plain clock.
    #[prop(optional)]
    plain: bool,
    change: impl Fn(Option<Target>) + Clone + 'static,
) -> impl IntoView {
    let lang = use_me().lang;
    let usual = if plain { Unit::Hours } else { Unit::BusinessHours };
    let begun = value.map_or(usual, |target| target.unit);
    let unit = StoredValue::new(begun);
    let amount = StoredValue::new(value.map(|target| target.amount));
    let tell = {
        let change = change.clone();
        move || change(amount.get_value().map(|amount| Target::new(amount, unit.get_value())))
    };
    let tell_amount = tell.clone();
    let set_amount = move |event| {
        let text = event_target_value(&event);
        let text = text.trim();
        let beyond = || if text.bytes().all(|b| b.is_ascii_digit()) { u32::MAX } else { 0 };
        amount.set_value((!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| beyond())));
        tell_amount();
    };
    let set_unit = move |event| {
        unit.set_value(unit_of(&event_target_value(&event)));
        tell();
    };
    let units = UNITS.into_iter().filter(|(_, unit)| !plain || !Target::new(1, *unit).is_business());
    let options = units.map(|(code, unit)| {
        view! { <option value=code selected=unit == begun>{console::short_unit_name(lang, unit)}</option> }
    });
    let options = options.collect_view();
    let shown = value.map(|target| target.amount.to_string()).unwrap_or_default();
    view! {
        <span class="unit">
            <input class="num" id=id inputmode="numeric" autocomplete="off" value=shown aria-label=labels.0 on:input=set_amount/>
            <select aria-label=labels.1 on:input=set_unit>{options}</select>
        </span>
    }
}

/// Whole seconds of a length on the plain clock, as alarms have them.
pub fn seconds(target: Target) -> u32 {
    let secs = target.length_ms().unwrap_or(0) / 1_000;
    u32::try_from(secs).unwrap_or(u32::MAX)
}

/// Seconds as a length in the largest plain unit that fits without a rest.
pub fn length(secs: u32) -> Target {
    match secs {
        s if s > 0 && s % 86_400 == 0 => Target::new(s / 86_400, Unit::Days),
        s if s > 0 && s % 3_600 == 0 => Target::new(s / 3_600, Unit::Hours),
        s => Target::new(s.div_ceil(60), Unit::Minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_come_back_as_they_were() {
        for secs in [60, 900, 3_600, 7_200, 86_400, 90_000] {
            assert_eq!(seconds(length(secs)), secs);
        }
        assert_eq!(length(7_200), Target::new(2, Unit::Hours));
    }
}
