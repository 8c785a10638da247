//! When the demo's older tickets came in: over some four hundred days, mostly in working hours, and more of them lately
//! when there are few, so that a small desk is a lively one.

use domain::time::{DAY_MS, HOUR_MS, Instant};

use super::dice::Dice;

/// How far back they reach.
const SPAN_MS: i64 = 400 * DAY_MS;
const WEEK_MS: i64 = 7 * DAY_MS;
/// Monday 1970-01-05, 00:00 at UTC+1.
const MONDAY_MS: i64 = 4 * DAY_MS - HOUR_MS;
/// How many tickets make growth and steadiness weigh the same.
const STEADY: f64 = 2_000.0;
/// Arrivals by hour of a working day, relative to each other; nearly as few at any hour of the weekend as at night.
const WORKDAY: [f64; 24] = [
    0.1, 0.1, 0.1, 0.1, 0.2, 0.4, 1.2, 4.0, 8.0, 10.0, 10.0, 8.5, 5.5, 7.5, 8.5, 8.0, 6.0, 3.5, 1.8, 0.8,
    0.5, 0.3, 0.2, 0.1,
];
const WEEKEND: f64 = 0.5;

/// `n` rising times up to `until`, to the second.
pub(super) fn arrivals(n: usize, until: Instant, dice: &mut Dice) -> Vec<Instant> {
    let growth = STEADY / (n as f64 + STEADY);
    let hours = hours();
    let mut times: Vec<Instant> = (0..n)
        .map(|place| {
            let x = (place as f64 + dice.fraction()) / n as f64;
            let age = growth * x * x + (1.0 - growth) * x;
            let even = until.0 - (age * SPAN_MS as f64) as i64;
            Instant(in_hours(even, &hours).min(until.0) / 1_000 * 1_000)
        })
        .collect();
    times.sort_unstable();
    times
}

/// Weights of the week's hours, Monday first.
fn hours() -> Vec<f64> {
    (0..7 * 24).map(|hour| if hour < 5 * 24 { WORKDAY[hour % 24] } else { WEEKEND }).collect()
}

/// Moves a time that may lie anywhere in its week to where people write, keeping the order.
fn in_hours(at: i64, hours: &[f64]) -> i64 {
    let week = (at - MONDAY_MS).div_euclid(WEEK_MS);
    let start = MONDAY_MS + week * WEEK_MS;
    let mut weight = (at - start) as f64 / WEEK_MS as f64 * hours.iter().sum::<f64>();
    for (hour, own) in (0_i64..).zip(hours) {
        if weight < *own {
            return start + hour * HOUR_MS + (weight / own * HOUR_MS as f64) as i64;
        }
        weight -= own;
    }
    start + WEEK_MS - 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrivals_rise_and_prefer_working_hours() {
        let until: Instant = "2026-11-21T10:00:00Z".parse().unwrap();
        let times = arrivals(3_000, until, &mut Dice::new(1));
        assert!(times.is_sorted());
        assert!(times.last() <= Some(&until));
        let hour = |at: &Instant| (at.0 - MONDAY_MS).rem_euclid(DAY_MS) / HOUR_MS;
        let by_day = times.iter().filter(|at| (8..17).contains(&hour(at))).count();
        assert!(by_day > 2_000, "{by_day} of 3000");
    }
}
