//! Where a new ticket goes: to what the first rule that takes it says, else where its mailbox leads, else to its product's
//! queue, else to the one that takes everything else.

use domain::routing::rule::{Facts, Rule, Then, route, said, topic_key};
use domain::routing::view::{Placing, Trace};
use domain::routing::{Skill, same_name};
use domain::tickets::Priority;
use domain::tickets::decide::NewTicket;
use domain::tickets::entry::Named;
use domain::time::Instant;
use domain::words::Lang;

use crate::settings::Directory;

/// What the rules made of a ticket.
pub(crate) struct Placed {
    /// Id.
    pub queue: Option<String>,
    /// Name of the rule that raises or lowers it, and to what.
    pub priority: Option<(String, Priority)>,
    /// Name of the rule that begins it on a rung of its type's ladder, and the rung's.
    pub rung: Option<(String, String)>,
    pub needs: Vec<Skill>,
    /// `None` when there is nothing to explain: no rules, and nothing but its product to go by.
    pub trace: Option<Trace>,
}

/// What `rules` look at in `new`, made at `now` for a customer of this tier and language. What none of them asks for is
/// not worked out.
pub(crate) fn facts(
    directory: &Directory,
    rules: &[&Rule],
    new: &NewTicket,
    (tier, lang): (Option<&str>, Lang),
    now: Instant,
) -> Facts {
    let read = rules.iter().any(|rule| !rule.when.words.is_empty());
    let answers = new.answers.iter().map(|answer| answer.value.as_str());
    let texts = [new.subject.as_str(), &new.text].into_iter().chain(answers).filter(|_| read);
    Facts {
        ticket_type: new.ticket_type.clone(),
        product: new.product.clone(),
        topic: new.product.as_ref().zip(new.topic.as_ref()).map(|(product, topic)| topic_key(product, topic)),
        tier: tier.map(str::to_owned),
        lang,
        channel: Some(new.channel),
        text: said(&texts.collect::<Vec<_>>()),
        answers: answered(rules, new),
        open: open_calendars(directory, rules, now),
    }
}

/// What was answered, if any of `rules` looks at answers.
fn answered(rules: &[&Rule], new: &NewTicket) -> Vec<(String, String)> {
    let read = rules.iter().any(|rule| !rule.when.answers.is_empty());
    let answers = new.answers.iter().filter(|_| read);
    answers.map(|answer| (said(&[&answer.label]), said(&[&answer.value]))).collect()
}

/// The calendars that `rules` name and that are open at `now`.
fn open_calendars(directory: &Directory, rules: &[&Rule], now: Instant) -> Vec<String> {
    let named = rules.iter().filter_map(|rule| rule.when.hours.as_ref());
    let is_open = |id: &&String| directory.calendar(id).is_some_and(|own| own.schedule.is_open(now));
    named.map(|hours| &hours.calendar).filter(is_open).cloned().collect()
}

/// Where a ticket with these `facts` goes by `rules`, which came to a `mailbox` that leads to this queue. A queue that is
/// gone is passed over.
pub(crate) fn place(directory: &Directory, rules: &[Rule], facts: &Facts, mailbox: Option<&Named>) -> Placed {
    let setup = &directory.routing;
    let (rule, looked) = route(rules, facts);
    let nothing = Then::default();
    let then = rule.map_or(&nothing, |rule| &rule.then);
    let by_rule = then.queue.clone().filter(|id| setup.queue(id).is_some());
    let (placed, queue) = match by_rule {
        Some(queue) => (Placing::Rule, Some(queue)),
        None => usual(directory, facts, mailbox),
    };
    // Without rules a product's queue goes without saying.
    let trace =
        (!rules.is_empty() || !matches!(placed, Placing::Product | Placing::Nowhere)).then(|| Trace {
            looked,
            placed,
            queue: queue.as_deref().and_then(|id| directory.queue(id)).cloned(),
            skills: then.skills.clone(),
            ..Trace::default()
        });
    let has = |rung: &&String| {
        let ladder = directory.ladder(&facts.ticket_type);
        ladder.iter().any(|own| same_name(&own.name, rung))
    };
    Placed {
        rung: rule.and_then(|rule| Some((rule.name.clone(), rule.then.rung.as_ref().filter(has)?.clone()))),
        priority: rule.and_then(|rule| Some((rule.name.clone(), rule.then.priority?))),
        needs: then.skills.clone(),
        queue,
        trace,
    }
}

/// Where it goes when no rule names a queue.
fn usual(directory: &Directory, facts: &Facts, mailbox: Option<&Named>) -> (Placing, Option<String>) {
    let by_product = || directory.product_queues.get(facts.product.as_ref()?).cloned();
    if let Some(queue) = mailbox {
        return (Placing::Mailbox, Some(queue.id.clone()));
    }
    if let Some(queue) = by_product() {
        return (Placing::Product, Some(queue));
    }
    match directory.routing.rest() {
        Some(queue) => (Placing::Rest, Some(queue.id.clone())),
        None => (Placing::Nowhere, None),
    }
}
