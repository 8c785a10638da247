//! Those who work on tickets: their list, what they can do, when they are away.

use super::super::super::common::in_sentence;
use super::super::super::{Lang, fill, words};
use super::super::{duty_name, tickets};
use super::routing::skill_line;
use crate::routing::view::AgentView;

words! {
    Agents, agents {
        hint: "Who gets which work: what people can do, when they are there and how much they carry. A queue hands its tickets to the people of its team.",
        table: "People who work on tickets",
        person: "Person",
        team: "Team",
        team_hint: "They work in the queues of this team; its leads hear of its alarms.",
        no_team: "None",
        there: "Now",
        load: "Work, limit",
        skills: "Can do",
        none: "Nothing said",
        back: "Everybody",
        profile: "Work of {name}",
        limit: "Limit",
        limit_hint: "Open work they carry at most, in tickets of normal priority. Urgent ones weigh more, waiting ones less.",
        hours: "Hours",
        any_time: "Any time",
        skills_label: "Can do",
        skills_hint: "One skill a line, with its level from 1 to 3, such as: Printers 2",
        langs: "Writes",
        save: "Save",
        saved: "Saved.",
        conflict: "Somebody else changed this meanwhile. What you typed is still here; taking theirs drops it.",
        theirs: "Take theirs",
        absence: "Away",
        absence_hint: "Nothing new is given to them meanwhile. Whoever stands in gets what comes due within a day, and at once each escalation that waits for them; without a stand-in, leads and managers are asked.",
        from: "From",
        until: "Until",
        until_hint: "Empty: until further notice.",
        from_hint: "Empty: from now on.",
        as_it_is: "Empty: as it stands now.",
        stand_in: "Stand-in",
        no_stand_in: "Nobody named",
        set_away: "Save absence",
        end_away: "Is back",
        away_now: "Away from {from}",
        away_until: "Away from {from} until {until}",
        away_stand_in: "{away}. {name} stands in",
    }
}

/// What somebody carries, and their limit: `3.5 of 12`.
#[must_use]
pub fn load_words(agent: &AgentView) -> [String; 2] {
    [tickets(agent.load), agent.profile.limit.to_string()]
}

/// What somebody can do.
#[must_use]
pub fn skills_words(lang: Lang, agent: &AgentView) -> String {
    let skills: Vec<String> = agent.profile.skills.iter().map(|skill| skill_line(lang, skill)).collect();
    if skills.is_empty() { agents(lang).none.to_owned() } else { skills.join(", ") }
}

/// Whether somebody is there, and if not from when to when and who stands in.
#[must_use]
pub fn absence_words(lang: Lang, agent: &AgentView) -> String {
    let w = agents(lang);
    let Some(away) = &agent.absence else { return duty_name(lang, agent.duty).to_owned() };
    let from = in_sentence(lang, &away.from.text);
    let until = away.until.as_ref().map(|until| in_sentence(lang, &until.text)).unwrap_or_default();
    let pattern = if away.until.is_some() { w.away_until } else { w.away_now };
    let words = fill(pattern, &[("from", &from), ("until", &until)]);
    match &away.stand_in {
        Some(name) => fill(w.away_stand_in, &[("away", &words), ("name", name)]),
        None => words,
    }
}
