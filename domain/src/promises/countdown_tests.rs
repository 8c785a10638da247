use super::*;

const T0: Instant = Instant(1_800_000_000_000);

fn after(ms: i64) -> Instant {
    T0.plus_ms(ms)
}

/// Runs since `T0`, on the plain clock, for `total`.
fn plain(total: i64) -> ClockData {
    ClockData {
        state: ClockState::Running,
        started_at: T0,
        due: Some(after(total)),
        risk_at: Some(after(total * 3 / 4)),
        as_of: T0,
        left_ms: total,
        total_ms: total,
        fixed_ms: 0,
        open: vec![(T0, after(total + WEEK_MS))],
        open_until: after(total + WEEK_MS),
    }
}

#[test]
fn lengths_read_as_designed() {
    let cases = [
        (52 * HOUR_MS + 59 * MINUTE_MS, "2d 4h"),
        (24 * HOUR_MS, "1d 0h"),
        (24 * HOUR_MS - 1, "23h 59m"),
        (3 * HOUR_MS + 9 * MINUTE_MS + 59_999, "3h 09m"),
        (HOUR_MS, "1h 00m"),
        (39 * MINUTE_MS, "39m"),
        (FINE_MS, "10m"),
        (FINE_MS - 1, "9:59"),
        (8 * MINUTE_MS + 41_000, "8:41"),
        (0, "0:00"),
        (-5, "0:00"),
    ];
    for (ms, text) in cases {
        assert_eq!(Length::of(ms).to_string(), text);
    }
    assert_eq!(Length::of(6 * HOUR_MS).short(), "6h");
    assert_eq!(Length::of(DAY_MS).short(), "1d");
    assert_eq!(Length::of(2 * HOUR_MS + 40 * MINUTE_MS).short(), "2h 40m");
}

#[test]
fn a_clock_turns_at_risk_and_missed_by_itself() {
    let clock = plain(4 * HOUR_MS);
    let seen = |ms: i64| (clock.at(after(ms)).state, clock.at(after(ms)).text());
    assert_eq!(seen(0), (ClockFace::OnTrack, "4h 00m".into()));
    assert_eq!(seen(3 * HOUR_MS - 1), (ClockFace::OnTrack, "1h 00m".into()));
    assert_eq!(seen(3 * HOUR_MS), (ClockFace::AtRisk, "1h 00m".into()));
    assert_eq!(seen(4 * HOUR_MS), (ClockFace::AtRisk, "0:00".into()), "the due time itself keeps it");
    assert_eq!(seen(4 * HOUR_MS + 1), (ClockFace::Missed, "0:00 over".into()));
    assert_eq!(seen(5 * HOUR_MS + 13 * MINUTE_MS), (ClockFace::Missed, "1h 13m over".into()));
    assert!((clock.at(after(HOUR_MS)).fraction - 0.75).abs() < 1e-9);
}

#[test]
fn business_time_stands_still_at_night() {
    let mut clock = plain(2 * HOUR_MS);
    clock.open = vec![(T0, after(HOUR_MS)), (after(16 * HOUR_MS), after(24 * HOUR_MS))];
    clock.open_until = after(24 * HOUR_MS);
    (clock.due, clock.risk_at) = (Some(after(17 * HOUR_MS)), Some(after(16 * HOUR_MS + 30 * MINUTE_MS)));
    let night = clock.at(after(5 * HOUR_MS));
    assert_eq!((night.state, night.text()), (ClockFace::OnTrack, "1h 00m".into()));
    assert_eq!(night.next_change_at, Some(after(16 * HOUR_MS)), "nothing ticks before the opening");
    assert_eq!(clock.at(after(16 * HOUR_MS + 45 * MINUTE_MS)).text(), "15m");
    assert_eq!(clock.at(after(18 * HOUR_MS)).text(), "1h 00m over");
}

#[test]
fn far_beyond_what_was_sent_the_week_repeats() {
    let mut clock = plain(HOUR_MS);
    clock.open = vec![(T0, after(HOUR_MS)), (after(2 * HOUR_MS), after(3 * HOUR_MS))];
    clock.open_until = after(WEEK_MS);
    assert_eq!(clock.left_ms(after(WEEK_MS)), -HOUR_MS);
    assert_eq!(clock.left_ms(after(2 * WEEK_MS)), -3 * HOUR_MS);
    assert_eq!(clock.left_ms(after(2 * WEEK_MS + 30 * MINUTE_MS)), -3 * HOUR_MS - 30 * MINUTE_MS);
}

#[test]
fn clocks_that_stand_say_so() {
    let still =
        |state, fixed_ms| ClockData { state, fixed_ms, open: Vec::new(), ..plain(8 * HOUR_MS) }.at(after(1));
    assert_eq!(still(ClockState::Paused, 6 * HOUR_MS).text(), "6h left");
    assert_eq!(still(ClockState::Kept, 21 * MINUTE_MS).text(), "Met in 21m");
    assert_eq!(still(ClockState::KeptLate, 5).text(), "Met late");
    assert_eq!(still(ClockState::GivenUp, 90 * MINUTE_MS).text(), "1h 30m over");
    assert_eq!(still(ClockState::Ended, 0).text(), "");
    assert_eq!(still(ClockState::Paused, 5).next_change_at, None);
}

/// Whoever wakes exactly when told sees every text once, and never sleeps through one.
#[test]
fn waking_when_told_misses_no_change() {
    for total in [23_500, 11 * MINUTE_MS + 7, 25 * HOUR_MS + 123] {
        let clock = plain(total);
        let mut now = T0;
        while now < after(total + 2 * MINUTE_MS) {
            let (shown, next) = (clock.at(now), clock.at(now).next_change_at.unwrap());
            assert!(next > now);
            let before = clock.at(next.plus_ms(-1));
            assert_eq!((before.state, before.text()), (shown.state, shown.text()), "{total} slept through");
            let then = clock.at(next);
            assert_ne!((then.state, then.text()), (shown.state, shown.text()), "{total} woke for nothing");
            now = next;
        }
    }
}
