//! Rows of the database as documents of the index.

use domain::search::HitKind;
use tantivy::TantivyDocument;

use super::codes;
use super::fields::{Fields, HelpText};
use super::load::{ArticleRow, ProblemRow, TicketRow, TicketText};
use crate::knowledge::{list, markdown};
use crate::tickets::list::read_priority;
use crate::tickets::number_text;

/// Stands where nobody is assigned.
pub(super) const NOBODY: &str = "none";

/// The stable word for a kind of document.
pub(super) fn kind_code(kind: HitKind) -> &'static str {
    match kind {
        HitKind::Article => "article",
        HitKind::Problem => "problem",
        HitKind::Ticket => "ticket",
    }
}

/// The unique key of a document.
pub(super) fn key(kind: HitKind, id: &str) -> String {
    format!("{}:{id}", kind_code(kind))
}

/// Reads what [`key`] wrote.
pub(super) fn parse_key(key: &str) -> Option<(HitKind, &str)> {
    let (kind, id) = key.split_once(':')?;
    let kind =
        [HitKind::Article, HitKind::Problem, HitKind::Ticket].into_iter().find(|k| kind_code(*k) == kind)?;
    Some((kind, id))
}

pub(super) fn article(fields: &Fields, row: &ArticleRow) -> (String, TantivyDocument) {
    let mut doc = Doc::new(fields, HitKind::Article, &row.slug);
    doc.product(row.product_id.as_deref(), row.product.as_deref());
    doc.raw(fields.audience, &row.audience);
    doc.raw(fields.lang, &row.lang);
    if let Some(topic) = &row.topic {
        doc.raw(fields.topic, topic);
    }
    doc.changed(row.changed_at);
    let (versions, headings) = (list(&row.versions), markdown::heading_words(&row.body));
    let keys = [list(&row.keywords).join(", "), row.problem.clone(), headings.join("\n"), versions.join(" ")];
    doc.help(&row.title, &keys.join("\n"), &markdown::plain(&row.body));
    for version in versions {
        doc.code(&version);
    }
    doc.done()
}

pub(super) fn problem(fields: &Fields, row: &ProblemRow) -> (String, TantivyDocument) {
    let mut doc = Doc::new(fields, HitKind::Problem, &row.number);
    doc.product(row.product_id.as_deref(), row.product.as_deref());
    doc.raw(fields.audience, "public");
    doc.raw(fields.status, &row.state);
    doc.changed(row.changed_at);
    let keys = list(&row.versions).join(" ");
    let body = format!("{}\n{}", row.public_note, markdown::plain(&row.workaround));
    doc.help(&row.title, &keys, &body);
    doc.code(&row.number);
    doc.done()
}

pub(super) fn ticket(fields: &Fields, row: &TicketRow, text: &TicketText) -> (String, TantivyDocument) {
    let number = number_text(row.number);
    let mut doc = Doc::new(fields, HitKind::Ticket, &number);
    doc.product(row.product_id.as_deref(), row.product.as_deref());
    doc.handling(row);
    doc.doc.add_text(fields.requester, &row.requester_id);
    if let Some(organisation) = &row.organisation_id {
        doc.doc.add_text(fields.organisation, organisation);
    }
    for words in [&row.requester].into_iter().chain(&row.email).chain(&row.organisation) {
        doc.name(fields.from, words);
    }
    for (field, words) in fields.ticket_text(&row.subject, &text.public, &text.notes) {
        doc.doc.add_text(field, words);
    }
    doc.codes(&row.subject);
    doc.codes(&text.public);
    doc.code(&number);
    doc.code(&row.number.to_string());
    doc.done()
}

/// A document in the making.
struct Doc<'f> {
    fields: &'f Fields,
    key: String,
    doc: TantivyDocument,
}

impl<'f> Doc<'f> {
    fn new(fields: &'f Fields, kind: HitKind, id: &str) -> Self {
        let key = key(kind, id);
        let mut doc = TantivyDocument::default();
        doc.add_text(fields.key, &key);
        doc.add_text(fields.kind, kind_code(kind));
        Self { fields, key, doc }
    }

    fn raw(&mut self, field: tantivy::schema::Field, value: &str) {
        self.doc.add_text(field, value.to_lowercase());
    }

    /// A name, whole and word by word.
    fn name(&mut self, field: tantivy::schema::Field, name: &str) {
        self.raw(field, name);
        for word in name.split_whitespace() {
            self.raw(field, word);
        }
    }

    fn product(&mut self, id: Option<&str>, name: Option<&str>) {
        if let Some(id) = id {
            self.doc.add_text(self.fields.product, id);
        }
        if let Some(name) = name {
            self.name(self.fields.product, name);
        }
    }

    /// Where a ticket stands and who has it.
    fn handling(&mut self, row: &TicketRow) {
        let fields = self.fields;
        self.raw(fields.status, &row.status);
        for name in std::iter::once(&row.ticket_type).chain(&row.type_name) {
            self.raw(fields.ticket_type, name);
        }
        self.raw(fields.priority, read_priority(row.priority).code());
        self.raw(fields.channel, &row.channel);
        if let Some(name) = &row.queue {
            self.name(fields.queue, name);
        }
        match &row.assignee_id {
            Some(id) => self.raw(fields.assignee, id),
            None => self.raw(fields.assignee, NOBODY),
        }
        if let Some(name) = &row.assignee {
            self.name(fields.assignee, name);
        }
        self.changed(row.changed_at);
    }

    fn changed(&mut self, at: i64) {
        self.doc.add_i64(self.fields.changed, at);
    }

    fn help(&mut self, title: &str, keys: &str, body: &str) {
        for (field, words) in self.fields.help_text(&HelpText { title, keys, body }) {
            self.doc.add_text(field, words);
        }
        for text in [title, keys, body] {
            self.codes(text);
        }
    }

    fn codes(&mut self, text: &str) {
        for found in codes::scan(text) {
            self.code(&found.code);
        }
    }

    fn code(&mut self, code: &str) {
        self.doc.add_text(self.fields.codes, codes::compared(code));
    }

    fn done(self) -> (String, TantivyDocument) {
        (self.key, self.doc)
    }
}
