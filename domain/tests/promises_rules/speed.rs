//! Case 40: the work of a replay grows with the number of entries, not with its square. Figures are printed, not judged.

use domain::promises::engine::{Event, Fact, replay};
use domain::promises::policy::Target;
use domain::tickets::{Priority, Status};
use domain::time::{HOUR_MS, Instant, MINUTE_MS};

use super::desk::*;

/// A ticket that goes back and forth `rounds` times, ten facts a round, over months.
fn long_ticket(rounds: i64) -> Ticket {
    let mut rules = full();
    rules.rows[0].targets.periodic_update = Some(Target::new(3, BusinessHours));
    let mut ticket = Ticket::new(rules, "2026-03-02 09:00");
    for round in 0..rounds {
        let start = at("2026-03-02 10:00").plus_ms(round * 30 * HOUR_MS);
        let events = [
            Event::CustomerMessage { goodbye: false },
            Event::OtherMessage,
            Event::StaffReply,
            Event::StatusChanged { to: Status::Waiting },
            Event::CustomerMessage { goodbye: false },
            Event::StatusChanged { to: Status::Open },
            Event::PriorityChanged { to: if round % 2 == 0 { Priority::High } else { Priority::Low } },
            Event::StaffReply,
            Event::StatusChanged { to: Status::Resolved },
            Event::StatusChanged { to: Status::Open },
        ];
        let times = (0..).map(|step| start.plus_ms(step * 20 * MINUTE_MS));
        ticket.facts.extend(times.zip(events).map(|(at, event)| Fact::new(at, event)));
    }
    ticket
}

#[test]
fn case_40_promises_grow_with_the_rounds() {
    for rounds in [10, 20, 100, 200] {
        let promises = long_ticket(rounds).promises("2027-03-01 09:00").len() as i64;
        assert!((3 * rounds..=5 * rounds).contains(&promises), "{rounds} rounds: {promises}");
    }
}

#[test]
#[ignore = "prints figures"]
fn case_40_figures() {
    for rounds in [10, 100, 1_000] {
        let ticket = long_ticket(rounds);
        let now = ticket.facts.last().map_or(Instant(0), |fact| fact.at);
        let started = std::time::Instant::now();
        let runs = 20;
        let promises =
            (0..runs).map(|_| replay(&ticket.facts, &ticket.book, now).len()).sum::<usize>() / runs as usize;
        let each = started.elapsed() / runs;
        println!(
            "{} facts, {promises} promises: {each:?}, per hundred {:?}",
            ticket.facts.len(),
            each / (rounds as u32 / 10)
        );
    }
}
