//! What a viewer may find at all, as conditions on the index. The database decides again when hits are loaded.

use domain::Viewer;
use domain::access::TicketScope;
use domain::knowledge::Audience;
use domain::search::HitKind;
use domain::tickets::Status;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Term};

use super::codes;
use super::document::{key, kind_code};
use super::fields::Fields;
use super::parse::{Narrowing, Qualifier};
use crate::tickets::{number_text, parse_number};

/// Stands for whoever searches.
const ME: &str = "me";

/// Articles and problems that `viewer` may read, of the kinds asked for.
pub(super) fn help(fields: &Fields, viewer: &Viewer, kinds: &[HitKind]) -> Vec<Box<dyn Query>> {
    let kinds = kinds.iter().filter(|kind| **kind != HitKind::Ticket).map(|kind| kind_code(*kind));
    let mut all = vec![any_of(fields.kind, kinds)];
    let readable = Audience::readable_by(viewer).map(|all| all.into_iter().map(|one| one.code()));
    all.extend(readable.map(|codes| any_of(fields.audience, codes)));
    all
}

pub(super) fn of_kind(fields: &Fields, kind: HitKind) -> Box<dyn Query> {
    is(fields.kind, kind_code(kind))
}

/// Tickets that `viewer` may see; None: none at all.
pub(super) fn tickets(fields: &Fields, viewer: &Viewer) -> Option<Vec<Box<dyn Query>>> {
    let mut all = vec![of_kind(fields, HitKind::Ticket)];
    match viewer.ticket_scope() {
        TicketScope::All => {}
        TicketScope::Organisation(id) => all.push(is(fields.organisation, &id)),
        TicketScope::Requester(id) => all.push(is(fields.requester, &id)),
        TicketScope::None => return None,
    }
    Some(all)
}

/// Tickets that are not over.
pub(super) fn active(fields: &Fields) -> Box<dyn Query> {
    any_of(fields.status, Status::ALL.iter().filter(|status| status.is_active()).map(|status| status.code()))
}

pub(super) fn product(fields: &Fields, product: &str) -> Box<dyn Query> {
    is(fields.product, product)
}

pub(super) fn topic(fields: &Fields, topic: &str) -> Box<dyn Query> {
    is(fields.topic, topic)
}

/// What a narrowing asks for.
pub(super) fn narrowed(fields: &Fields, viewer: &Viewer, by: &Narrowing) -> Box<dyn Query> {
    let any = by.values.iter().map(|value| qualified(fields, viewer, by.name, value)).collect();
    let any: Box<dyn Query> = Box::new(BooleanQuery::union(any));
    if by.excluded {
        Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, any)]))
    } else {
        any
    }
}

fn qualified(fields: &Fields, viewer: &Viewer, name: Qualifier, value: &str) -> Box<dyn Query> {
    let me = value == ME;
    match name {
        // Who works on a request, and where it lies, is the desk's own matter.
        Qualifier::Assignee | Qualifier::Queue if !viewer.is_staff() => Box::new(EmptyQuery),
        Qualifier::Assignee if me => is(fields.assignee, &viewer.person_id.to_lowercase()),
        Qualifier::From if me => is(fields.requester, &viewer.person_id),
        Qualifier::Product => is(fields.product, value),
        Qualifier::Status => is(fields.status, &code(value)),
        Qualifier::From => is(fields.from, value),
        Qualifier::Number => numbered(fields, value),
        Qualifier::Assignee => is(fields.assignee, value),
        Qualifier::Queue => is(fields.queue, value),
        Qualifier::Type => Box::new(BooleanQuery::union(vec![
            is(fields.kind, value),
            is(fields.ticket_type, value),
            is(fields.ticket_type, &code(value)),
        ])),
        Qualifier::Priority => is(fields.priority, value),
        Qualifier::Channel => is(fields.channel, value),
        Qualifier::Lang => is(fields.lang, value),
        Qualifier::Version => {
            is(fields.codes, &codes::compared(&codes::whole(value).unwrap_or_else(|| value.to_owned())))
        }
    }
}

/// A code as people write it.
fn code(value: &str) -> String {
    value.replace([' ', '-'], "_")
}

/// The ticket or problem whose number was typed.
pub(super) fn numbered(fields: &Fields, typed: &str) -> Box<dyn Query> {
    let problem = key(HitKind::Problem, &typed.to_uppercase());
    let ticket = parse_number(typed).map(|number| key(HitKind::Ticket, &number_text(number)));
    any_of(fields.key, [problem].into_iter().chain(ticket))
}

/// All of `conditions`, without a score of their own.
pub(super) fn all(conditions: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::intersection(conditions)), 0.0))
}

fn is(field: Field, value: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
}

fn any_of<S: AsRef<str>>(field: Field, values: impl IntoIterator<Item = S>) -> Box<dyn Query> {
    Box::new(TermSetQuery::new(values.into_iter().map(|value| Term::from_field_text(field, value.as_ref()))))
}
