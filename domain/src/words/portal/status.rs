//! Service status and known problems.

use super::super::{Lang, words};
use crate::knowledge::{ProblemState, ServiceState};

words! {
    Status, status {
        title: "Service status",
        all_up: "All services work",
        services: "Services",
        problems: "Known problems",
        no_problems: "No known problems.",
        workaround: "Workaround",
        up: "Works",
        slow: "Slow",
        down: "Not reachable",
        maintenance: "Being maintained",
        is_slow: "{service} is slow",
        is_down: "{service} is not reachable",
        is_maintained: "{service} is being maintained",
        investigating: "We’re looking into it",
        has_workaround: "There is a workaround",
        fix_in_test: "A fix is being tested",
        fixed: "Fixed",
    }
    de {
        title: "Systemstatus",
        all_up: "Alle Dienste laufen",
        up: "Läuft",
        slow: "Langsam",
        down: "Nicht erreichbar",
        maintenance: "In Wartung",
        is_slow: "{service} ist langsam",
        is_down: "{service} ist nicht erreichbar",
        is_maintained: "{service} wird gewartet",
    }
}

#[must_use]
pub fn service_state(lang: Lang, state: ServiceState) -> &'static str {
    let w = status(lang);
    match state {
        ServiceState::Up => w.up,
        ServiceState::Slow => w.slow,
        ServiceState::Down => w.down,
        ServiceState::Maintenance => w.maintenance,
    }
}

/// "Fennwick Link is slow"; only the name while all is well.
#[must_use]
pub fn service_sentence(lang: Lang, state: ServiceState, service: &str) -> String {
    let w = status(lang);
    let sentence = match state {
        ServiceState::Up => "{service}",
        ServiceState::Slow => w.is_slow,
        ServiceState::Down => w.is_down,
        ServiceState::Maintenance => w.is_maintained,
    };
    super::super::fill(sentence, &[("service", service)])
}

#[must_use]
pub fn problem_state(lang: Lang, state: ProblemState) -> &'static str {
    let w = status(lang);
    match state {
        ProblemState::Investigating => w.investigating,
        ProblemState::Workaround => w.has_workaround,
        ProblemState::FixInTest => w.fix_in_test,
        ProblemState::Fixed => w.fixed,
    }
}
