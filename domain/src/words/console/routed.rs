//! How a ticket found its way: a line of its timeline and what it opens.

use super::super::{Lang, fill, words};
use crate::routing::UNIT;
use crate::routing::hand_out::{Because, Considered, Unfit};
use crate::routing::rule::{Looked, Test};
use crate::routing::view::{Placing, Trace};

words! {
    Routed, routed {
        by_rule: "Placed in {queue} by the rule “{rule}”",
        by_rule_only: "The rule “{rule}” took it",
        by_mailbox: "Placed in {queue}, where its mailbox leads",
        by_rest: "Placed in {queue}, which takes everything else",
        by_product: "Placed in {queue}, for its product",
        waited: "Given out of {queue}, where it waited",
        nowhere: "Placed in no queue: no rule took it, and its product has none",
        given: "{placed}. {name} has it: {because}",
        nobody: "{placed}. Nobody could take it",
        open: "Why",
        rules: "Rules, in order",
        people: "People",
        took: "took it",
        off: "switched off",
        other_type: "another ticket type",
        other_product: "another product",
        other_topic: "another topic",
        other_tier: "another customer tier",
        other_language: "another language",
        other_channel: "another channel",
        no_word: "none of its words",
        other_answer: "none of its answers",
        other_hours: "another time",
        line: "{name}: {why}",
        load: "work for {load} of {limit} tickets",
        load_unfit: "{why} (work for {load} of {limit} tickets)",
        away: "away",
        off_hours: "outside their hours",
        lacks: "lacks {skill}",
        language: "does not write the customer’s language",
        full: "hands full",
        familiar: "knows this customer",
        only: "the only one who can",
        least: "the least on their hands",
        idle: "as little on their hands as others, and the longest without a new one",
    }
}

/// Where it went and who has it.
#[must_use]
pub fn routed_event(lang: Lang, trace: &Trace) -> String {
    let w = routed(lang);
    let rule =
        trace.looked.last().filter(|looked| looked.failed.is_none()).map(|looked| looked.rule.as_str());
    let queue = trace.queue.as_ref().map(|queue| queue.name.as_str());
    let names = [("rule", rule.unwrap_or_default()), ("queue", queue.unwrap_or_default())];
    let placed = match (rule, queue) {
        (Some(_), Some(_)) => fill(w.by_rule, &names),
        (Some(_), None) => fill(w.by_rule_only, &names),
        (None, Some(_)) => fill(
            match trace.placed {
                Placing::Product | Placing::Rule | Placing::Nowhere => w.by_product,
                Placing::Waited => w.waited,
                Placing::Mailbox => w.by_mailbox,
                Placing::Rest => w.by_rest,
            },
            &names,
        ),
        (None, None) => w.nowhere.to_owned(),
    };
    match (&trace.given, trace.considered.is_empty()) {
        (Some(given), _) => {
            let because = because(lang, given.because);
            fill(w.given, &[("placed", &placed), ("name", &given.to.name), ("because", because)])
        }
        (None, false) => fill(w.nobody, &[("placed", &placed)]),
        (None, true) => placed,
    }
}

/// A rule that was looked at, and why it did not decide.
#[must_use]
pub fn looked_line(lang: Lang, looked: &Looked) -> String {
    let w = routed(lang);
    let why = match looked.failed {
        None => w.took,
        Some(Test::Off) => w.off,
        Some(Test::Type) => w.other_type,
        Some(Test::Product) => w.other_product,
        Some(Test::Topic) => w.other_topic,
        Some(Test::Tier) => w.other_tier,
        Some(Test::Language) => w.other_language,
        Some(Test::Channel) => w.other_channel,
        Some(Test::Words) => w.no_word,
        Some(Test::Answers) => w.other_answer,
        Some(Test::Hours) => w.other_hours,
    };
    fill(w.line, &[("name", &looked.rule), ("why", why)])
}

/// Somebody who was thought of: what they carry, and why it could not be them.
#[must_use]
pub fn considered_line(lang: Lang, one: &Considered) -> String {
    let w = routed(lang);
    let (load, limit) = (tickets(one.load), one.limit.to_string());
    let sizes = [("load", load.as_str()), ("limit", limit.as_str())];
    let why = match &one.unfit {
        None => fill(w.load, &sizes),
        Some(unfit) => {
            let why = match unfit {
                Unfit::Away => w.away.to_owned(),
                Unfit::OffHours => w.off_hours.to_owned(),
                Unfit::Skill(skill) => fill(w.lacks, &[("skill", skill)]),
                Unfit::Language => w.language.to_owned(),
                Unfit::Full => w.full.to_owned(),
            };
            fill(w.load_unfit, &[("why", &why), sizes[0], sizes[1]])
        }
    };
    fill(w.line, &[("name", &one.who.name), ("why", &why)])
}

/// A weight in normal tickets: `3.5`.
#[must_use]
pub fn tickets(weight: i64) -> String {
    let tenths = (weight * 10 + UNIT / 2) / UNIT;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

fn because(lang: Lang, because: Because) -> &'static str {
    let w = routed(lang);
    match because {
        Because::Familiar => w.familiar,
        Because::Only => w.only,
        Because::LeastLoaded => w.least,
        Because::IdleLongest => w.idle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing::view::Given;
    use crate::tickets::entry::Named;

    #[test]
    fn a_way_is_told_in_one_sentence_or_two() {
        let named = |name: &str| Named { id: name.into(), name: name.into() };
        let looked = vec![
            Looked { rule: "Gold".into(), failed: Some(Test::Tier) },
            Looked { rule: "Printers".into(), failed: None },
        ];
        let trace = Trace { looked, queue: Some(named("Dock")), ..Trace::default() };
        assert_eq!(routed_event(Lang::En, &trace), "Placed in Dock by the rule “Printers”");
        assert_eq!(looked_line(Lang::En, &trace.looked[0]), "Gold: another customer tier");
        let full = Considered { who: named("Ines"), load: 1_240, limit: 12, unfit: Some(Unfit::Full) };
        assert_eq!(considered_line(Lang::En, &full), "Ines: hands full (work for 12.4 of 12 tickets)");
        let nobody = Trace { looked: Vec::new(), considered: vec![full], ..trace.clone() };
        assert_eq!(routed_event(Lang::En, &nobody), "Placed in Dock, for its product. Nobody could take it");
        let given = Some(Given { to: named("Ada"), because: Because::LeastLoaded });
        let given = routed_event(Lang::En, &Trace { given, ..trace });
        assert!(given.ends_with(". Ada has it: the least on their hands"), "{given}");
    }
}
