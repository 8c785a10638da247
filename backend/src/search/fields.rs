//! What the index holds for each document. Articles and problems, messages and notes have fields of their own, so that
//! the words of one kind neither weigh nor correct another's.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use super::analysis::{STEMS, WORDS};

/// Raised whenever the fields, the analysis or what goes into a field changes: older indexes are made anew.
pub(super) const LAYOUT: u32 = 3;
/// Name of [`Fields::changed`], by which its column is read.
pub(super) const CHANGED: &str = "changed";

/// The fields by name. Raw ones hold lower-case codes and ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// `article:slug`, `problem:P-311`, `ticket:CW-10234`: unique, and all a hit needs.
    pub key: Field,
    pub kind: Field,
    /// Id and name of the product.
    pub product: Field,
    /// Id of the topic within the product.
    pub topic: Field,
    /// A ticket's status or a problem's state.
    pub status: Field,
    /// Id and name of the kind of ticket.
    pub ticket_type: Field,
    pub priority: Field,
    pub channel: Field,
    /// Id and name of who works on it, word by word; `none` when nobody does.
    pub assignee: Field,
    pub queue: Field,
    /// Language of an article.
    pub lang: Field,
    /// When it was last changed, in milliseconds.
    pub changed: Field,
    pub audience: Field,
    pub requester: Field,
    pub organisation: Field,
    /// Names and address of who asked, word by word.
    pub from: Field,
    /// Codes, see `codes`; never those of notes.
    pub codes: Field,
    help_title: Field,
    help_keys: Field,
    help_body: Field,
    help_words: Field,
    ticket_subject: Field,
    ticket_text: Field,
    ticket_words: Field,
    note_text: Field,
    note_words: Field,
}

/// The fields that one search reads.
#[derive(Debug, Clone)]
pub(super) struct Family {
    /// Stemmed fields with the weight of a find there.
    pub text: Vec<(Field, f32)>,
    /// Whole words, whose dictionaries know what can be found.
    pub words: Vec<Field>,
    /// Its documents answer questions: one that holds some of the words is better than none.
    pub answers: bool,
}

/// The parts of an article or problem.
pub(super) struct HelpText<'a> {
    pub title: &'a str,
    pub keys: &'a str,
    pub body: &'a str,
}

impl Fields {
    /// The schema and the fields in it.
    pub fn build() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let fields = Self {
            key: builder.add_text_field("key", STRING | STORED),
            kind: raw(&mut builder, "kind"),
            product: raw(&mut builder, "product"),
            topic: raw(&mut builder, "topic"),
            status: raw(&mut builder, "status"),
            ticket_type: raw(&mut builder, "ticket_type"),
            priority: raw(&mut builder, "priority"),
            channel: raw(&mut builder, "channel"),
            assignee: raw(&mut builder, "assignee"),
            queue: raw(&mut builder, "queue"),
            lang: raw(&mut builder, "lang"),
            changed: builder.add_i64_field(CHANGED, FAST),
            audience: raw(&mut builder, "audience"),
            requester: raw(&mut builder, "requester"),
            organisation: raw(&mut builder, "organisation"),
            from: raw(&mut builder, "from"),
            codes: raw(&mut builder, "codes"),
            help_title: stemmed(&mut builder, "help_title"),
            help_keys: stemmed(&mut builder, "help_keys"),
            help_body: stemmed(&mut builder, "help_body"),
            help_words: whole(&mut builder, "help_words"),
            ticket_subject: stemmed(&mut builder, "ticket_subject"),
            ticket_text: stemmed(&mut builder, "ticket_text"),
            ticket_words: whole(&mut builder, "ticket_words"),
            note_text: stemmed(&mut builder, "note_text"),
            note_words: whole(&mut builder, "note_words"),
        };
        (builder.build(), fields)
    }

    /// Articles and problems. The weights were measured, see `docs/DECISIONS.md`.
    pub fn help(&self) -> Family {
        let text = vec![(self.help_title, 1.5), (self.help_keys, 0.6), (self.help_body, 1.0)];
        Family { text, words: vec![self.help_words], answers: true }
    }

    /// Tickets; their notes only `with_notes`.
    pub fn tickets(&self, with_notes: bool) -> Family {
        let mut family = Family {
            text: vec![(self.ticket_subject, 3.0), (self.ticket_text, 1.0)],
            words: vec![self.ticket_words],
            answers: false,
        };
        if with_notes {
            family.text.push((self.note_text, 0.8));
            family.words.push(self.note_words);
        }
        family
    }

    /// An article's or problem's text, in each field that reads it.
    pub fn help_text<'a>(&self, text: &HelpText<'a>) -> Vec<(Field, &'a str)> {
        let stemmed =
            [(self.help_title, text.title), (self.help_keys, text.keys), (self.help_body, text.body)];
        stemmed.into_iter().flat_map(|(field, words)| [(field, words), (self.help_words, words)]).collect()
    }

    pub fn ticket_text<'a>(&self, subject: &'a str, text: &'a str, notes: &'a str) -> Vec<(Field, &'a str)> {
        vec![
            (self.ticket_subject, subject),
            (self.ticket_words, subject),
            (self.ticket_text, text),
            (self.ticket_words, text),
            (self.note_text, notes),
            (self.note_words, notes),
        ]
    }
}

fn raw(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_text_field(name, STRING)
}

fn stemmed(builder: &mut SchemaBuilder, name: &str) -> Field {
    text(builder, name, STEMS, IndexRecordOption::WithFreqsAndPositions)
}

/// Only its dictionary is read.
fn whole(builder: &mut SchemaBuilder, name: &str) -> Field {
    text(builder, name, WORDS, IndexRecordOption::Basic)
}

fn text(builder: &mut SchemaBuilder, name: &str, analysis: &str, record: IndexRecordOption) -> Field {
    let indexing = TextFieldIndexing::default().set_tokenizer(analysis).set_index_option(record);
    builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
}
