//! Laws that hold for every calendar and every ticket, tried on many made-up ones. The generator is seeded: a failure
//! comes again.

use std::collections::BTreeMap;

use domain::promises::PromiseKind;
use domain::promises::calendar::{Calendar, Schedule, Week, Window};
use domain::promises::engine::{Event, Fact, replay};
use domain::promises::policy::{Policy, Target, Targets};
use domain::tickets::{Priority, Status};
use domain::time::{DAY_MS, HOUR_MS, Instant, MINUTE_MS};

use super::desk::*;

/// xorshift64*: small, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % sides
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.roll((high - low) as u64) as i64
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u64) as usize]
    }

    fn time(&mut self) -> Instant {
        Instant(self.between(at("2019-01-01 00:00").0, at("2031-01-01 00:00").0))
    }

    fn window(&mut self) -> Window {
        let mut time = || format!("{:02}:{:02}", self.roll(24), self.roll(4) * 15);
        Window(time(), time())
    }

    fn windows(&mut self, most: u64) -> Vec<Window> {
        (0..self.roll(most + 1)).map(|_| self.window()).collect()
    }

    /// Any zone, any windows, some of them over midnight; always something on Wednesdays.
    fn calendar(&mut self) -> Calendar {
        let zones = [
            ZONE,
            "America/Sao_Paulo",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Etc/UTC",
        ];
        let mut calendar = Calendar { timezone: self.pick(&zones).into(), ..Calendar::default() };
        calendar.week = Week {
            mon: self.windows(2),
            tue: self.windows(2),
            wed: vec![self.window()],
            thu: self.windows(3),
            fri: self.windows(2),
            sat: self.windows(1),
            sun: self.windows(1),
        };
        calendar.holidays = (0..self.roll(20)).map(|_| self.time().utc_date().to_string()).collect();
        calendar.breaks =
            (0..self.roll(20)).map(|_| (self.time().utc_date().to_string(), self.windows(2))).collect();
        calendar
    }
}

fn each_schedule(mut law: impl FnMut(&mut Dice, &Schedule)) {
    for seed in 1..=60 {
        let mut dice = Dice(seed * 0x9e37_79b9);
        let schedule = compiled(&dice.calendar());
        for _ in 0..40 {
            law(&mut dice, &schedule);
        }
    }
}

#[test]
fn adding_and_measuring_agree() {
    each_schedule(|dice, schedule| {
        let (start, ms) = (dice.time(), dice.between(1, 90 * HOUR_MS));
        let due = schedule.add(start, ms).unwrap();
        assert_eq!(schedule.elapsed(start, due), ms, "{start} + {ms} = {due}");
        let back = schedule.subtract(start, ms).unwrap();
        assert_eq!(schedule.elapsed(back, start), ms, "{start} - {ms} = {back}");
    });
}

#[test]
fn adding_in_two_steps_is_adding_at_once() {
    each_schedule(|dice, schedule| {
        let (start, one, two) = (dice.time(), dice.between(1, 40 * HOUR_MS), dice.between(1, 40 * HOUR_MS));
        let steps = schedule.add(start, one).and_then(|middle| schedule.add(middle, two));
        assert_eq!(steps, schedule.add(start, one + two));
        let steps = schedule.subtract(start, one).and_then(|middle| schedule.subtract(middle, two));
        assert_eq!(steps, schedule.subtract(start, one + two));
    });
}

#[test]
fn subtracting_undoes_adding() {
    each_schedule(|dice, schedule| {
        let (start, ms) = (dice.time(), dice.between(1, 40 * HOUR_MS));
        let there = schedule.add(start, ms).unwrap();
        assert_eq!(schedule.subtract(there, ms), schedule.next_open(start), "{start} and back over {ms}");
        assert_eq!(schedule.add(start, -ms), schedule.subtract(start, ms));
    });
}

#[test]
fn more_is_never_earlier() {
    each_schedule(|dice, schedule| {
        let (start, ms) = (dice.time(), dice.between(1, 40 * HOUR_MS));
        let (later, more) = (start.plus_ms(dice.between(0, 3 * DAY_MS)), ms + dice.between(0, 9 * HOUR_MS));
        assert!(schedule.add(start, ms) <= schedule.add(start, more));
        assert!(schedule.add(start, ms) <= schedule.add(later, ms));
    });
}

#[test]
fn measures_add_up_and_equal_the_intervals() {
    each_schedule(|dice, schedule| {
        let start = dice.time();
        let middle = start.plus_ms(dice.between(0, 20 * DAY_MS));
        let end = middle.plus_ms(dice.between(0, 20 * DAY_MS));
        let whole = schedule.elapsed(start, end);
        assert_eq!(schedule.elapsed(start, middle) + schedule.elapsed(middle, end), whole);
        assert_eq!(schedule.elapsed(end, start), -whole);
        let intervals = schedule.intervals(start, end, usize::MAX);
        assert_eq!(intervals.iter().map(|(open, close)| close.ms_since(*open)).sum::<i64>(), whole);
        assert!(intervals.windows(2).all(|pair| pair[0].1 < pair[1].0), "apart and in order");
    });
}

#[test]
fn openings_and_closings_surround_the_moment() {
    each_schedule(|dice, schedule| {
        let now = dice.time();
        let (open, close) = (schedule.next_open(now).unwrap(), schedule.next_close(now));
        assert_eq!(schedule.is_open(now), open == now);
        assert!(schedule.is_open(open) && schedule.elapsed(now, open) == 0);
        if let Some(close) = close {
            assert!(!schedule.is_open(close) && schedule.is_open(close.plus_ms(-1)));
        }
        let last = schedule.last_open(now).unwrap();
        assert!(last <= now && schedule.is_open(last.plus_ms(-1)) && schedule.elapsed(last, now) == 0);
    });
}

/// The wall clock itself as the judge, minute by minute, for windows that start and end on full hours.
#[test]
fn minutes_counted_one_by_one_agree() {
    for seed in 1..=12 {
        let mut dice = Dice(seed * 7_919);
        let mut hours: Vec<i64> = (0..4).map(|_| dice.between(0, 24)).collect();
        hours.sort_unstable();
        let name = |hour: i64| format!("{hour:02}:00");
        let windows =
            [Window(name(hours[0]), name(hours[1] + 1)), Window(name(hours[2]), name(hours[3] + 1))];
        let schedule = compiled(&Calendar {
            timezone: ZONE.into(),
            week: Week::every_day(&windows),
            ..Calendar::default()
        });
        for day in ["2026-03-28 00:00", "2026-10-24 00:00", "2026-06-01 00:00"] {
            let (start, end) = (at(day), at(day).plus_ms(3 * DAY_MS));
            let open = |now: &Instant| {
                let hour = schedule.zone().local(*now).1 / HOUR_MS;
                (hours[0]..=hours[1]).contains(&hour) || (hours[2]..=hours[3]).contains(&hour)
            };
            let minutes =
                (0..3 * 24 * 60).map(|minute| start.plus_ms(minute * MINUTE_MS)).filter(open).count();
            assert_eq!(schedule.elapsed(start, end), minutes as i64 * MINUTE_MS, "{day} {hours:?}");
        }
    }
}

fn any_event(dice: &mut Dice) -> Event {
    let statuses = [Status::Open, Status::Waiting, Status::OnHold, Status::Resolved, Status::Open];
    match dice.roll(12) {
        0..=2 => Event::StaffReply,
        3..=4 => Event::CustomerMessage { goodbye: dice.roll(4) == 0 },
        5..=8 => Event::StatusChanged { to: dice.pick(&statuses) },
        9 => Event::PriorityChanged { to: dice.pick(Priority::ALL) },
        10 => Event::CalendarChanged { calendar: "office".into() },
        _ => Event::OtherMessage,
    }
}

/// A miss stays a miss for ever, in its cycle, at its time: whatever happens later only adds to what was said before.
#[test]
fn no_later_fact_rewrites_a_miss() {
    let mut misses = 0;
    for seed in 1..=80 {
        let mut dice = Dice(seed * 104_729);
        let mut rules = full();
        rules.rows[0].targets.periodic_update = Some(Target::new(3, BusinessHours));
        let urgent = Targets { resolution: Some(Target::new(1, Hours)), ..rules.rows[0].targets.clone() };
        rules.rows.push(domain::promises::policy::PolicyRow {
            ticket_type: None,
            priority: Some(Priority::Urgent),
            targets: urgent,
        });
        let mut ticket = Ticket::new(Policy { ..rules }, "2026-03-02 09:00");
        let mut now = at("2026-03-02 09:00");
        let mut known: BTreeMap<(PromiseKind, u32), Instant> = BTreeMap::new();
        for _ in 0..60 {
            for promise in replay(&ticket.facts, &ticket.book, now) {
                let miss = promise.missed_at.map(|missed| (missed, ()));
                if let Some(before) = known.get(&(promise.kind, promise.cycle)) {
                    assert_eq!(
                        promise.missed_at,
                        Some(*before),
                        "seed {seed}: {:?} {}",
                        promise.kind,
                        promise.cycle
                    );
                }
                known.extend(miss.map(|(missed, ())| ((promise.kind, promise.cycle), missed)));
                assert!(promise.used_ms >= 0 && promise.left_ms >= 0 && promise.overrun_ms >= 0);
            }
            now = now.plus_ms(dice.between(1, 9 * HOUR_MS));
            ticket.facts.push(Fact::new(now, any_event(&mut dice)));
        }
        misses += known.len();
    }
    assert!(misses > 100, "the tickets were too well behaved to show anything: {misses}");
}
