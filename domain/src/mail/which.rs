//! Which ticket a message belongs to, and what therefore happens to it.

use serde::{Deserialize, Serialize};

use super::machine::{Sign, Writer};
use super::sender::{Dmarc, Standing};

/// What led to a ticket, in the order in which it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The signed token in the address that it was sent to.
    Token,
    /// It answers a message of ours.
    OurId,
    /// It answers a message that came in, or is one that came in before.
    TheirId,
    /// It answers what another message of the ticket answers, too.
    Ancestor,
    /// The tracking number in its subject.
    Subject,
    /// The number of another desk in its subject, which its sender's own domain has used on the ticket before.
    Mark,
    /// An open ticket of the same sender is about the same: only ever a suggestion.
    Close,
    /// Nothing: it begins a matter.
    New,
    /// Staff moved it there.
    Moved,
}

/// A ticket that a clue leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub ticket_id: String,
    /// Whether the sender takes part in it.
    pub takes_part: bool,
    /// Whether what it answers is between the customer and the desk, or goes to the customer anyway: staff are asked.
    pub with_customer: bool,
    /// What led there, such as the Message-ID, to be shown.
    pub clue: String,
}

/// Everything that leads to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clues {
    pub token: Option<Candidate>,
    pub ours: Option<Candidate>,
    pub theirs: Option<Candidate>,
    pub named: Option<Candidate>,
    pub subject: Option<Candidate>,
    pub mark: Option<Candidate>,
    pub close: Option<Candidate>,
}

/// The ticket it belongs to, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub rule: Rule,
    /// None: it opens one.
    pub ticket: Option<Candidate>,
    /// A ticket that staff may move it to.
    pub suggested: Option<(Rule, Candidate)>,
}

/// The first clue that leads to a ticket. A number in the subject does so only for who takes part: anybody can write one.
#[must_use]
pub fn choose(clues: &Clues) -> Choice {
    let strong = [
        (Rule::Token, &clues.token),
        (Rule::OurId, &clues.ours),
        (Rule::TheirId, &clues.theirs),
        (Rule::Ancestor, &clues.named),
    ];
    let by_subject = clues.subject.as_ref().filter(|ticket| ticket.takes_part);
    let found = strong.into_iter().find_map(|(rule, ticket)| Some((rule, ticket.as_ref()?)));
    let by_subject = by_subject.map(|ticket| (Rule::Subject, ticket));
    let by_mark = clues.mark.as_ref().map(|ticket| (Rule::Mark, ticket));
    if let Some((rule, ticket)) = found.or(by_subject).or(by_mark) {
        return Choice { rule, ticket: Some(ticket.clone()), suggested: None };
    }
    let guessed = clues.subject.iter().map(|ticket| (Rule::Subject, ticket));
    let guessed = guessed.chain(clues.close.iter().map(|ticket| (Rule::Close, ticket))).next();
    Choice { rule: Rule::New, ticket: None, suggested: guessed.map(|(rule, ticket)| (rule, ticket.clone())) }
}

/// What happens to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Kept, and nothing else: it is our own, or a machine's that belongs to no ticket.
    Keep,
    /// It stands on its ticket for staff to see, and changes nothing.
    Aside,
    /// The same, until staff let it through.
    Hold,
    /// The customer's message on its ticket.
    Say,
    /// A member of staff answers the customer.
    Answer,
    /// A member of staff answers what only colleagues read.
    Note,
    Open,
}

/// What happens to the message of `writer`, who counts as `standing`, when it belongs where `choice` says. A domain that
/// denies the message lets nobody speak on a ticket unseen.
#[must_use]
pub fn deed(choice: &Choice, writer: Writer, standing: Standing, dmarc: Dmarc) -> Deed {
    if standing == Standing::Ours || writer == Writer::Machine(Sign::Loop) {
        return Deed::Keep;
    }
    match (&choice.ticket, writer) {
        (Some(_), Writer::Machine(_)) => Deed::Aside,
        // A program that watches something tells of a matter; all others answer one that we do not know.
        (None, Writer::Machine(Sign::Generated)) => Deed::Open,
        (None, Writer::Machine(_)) => Deed::Keep,
        (None, _) => Deed::Open,
        (Some(ticket), _) if standing == Standing::Staff && ticket.with_customer => Deed::Answer,
        (Some(_), _) if standing == Standing::Staff => Deed::Note,
        (Some(_), _) if standing == Standing::ClaimsStaff || dmarc == Dmarc::Fail => Deed::Hold,
        (Some(ticket), _) if ticket.takes_part => Deed::Say,
        (Some(_), _) => Deed::Hold,
    }
}

/// Whether an acknowledgement may go out for what this did: only for a new ticket, and only to a person who wrote to us
/// and not to a list; never to an address whose domain says that it did not write.
#[must_use]
pub fn is_acknowledged(deed: Deed, writer: Writer, dmarc: Dmarc) -> bool {
    deed == Deed::Open && writer == Writer::Person && dmarc != Dmarc::Fail
}

/// Share of the words of two subjects that has to be the same.
const CLOSE: f64 = 0.5;
/// Letters of the shortest word that counts.
const WORD: usize = 3;

/// Whether two subjects, [plain](super::subject::plain), are about the same.
#[must_use]
pub fn is_close(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= WORD);
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (a, b) = (words(a), words(b));
    let common = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    let all = a.len() + b.len() - common;
    common > 0 && common as f64 >= CLOSE * all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(id: &str, takes_part: bool) -> Option<Candidate> {
        Some(Candidate { ticket_id: id.into(), takes_part, with_customer: true, clue: String::new() })
    }

    fn all() -> Clues {
        Clues {
            token: ticket("token", true),
            ours: ticket("ours", true),
            theirs: ticket("theirs", true),
            named: ticket("named", true),
            subject: ticket("subject", true),
            mark: ticket("mark", false),
            close: ticket("close", true),
        }
    }

    #[test]
    fn the_first_clue_in_order_decides() {
        let mut clues = all();
        let chosen = |clues: &Clues| {
            let choice = choose(clues);
            (choice.rule, choice.ticket.map(|ticket| ticket.ticket_id).unwrap_or_default())
        };
        assert_eq!(chosen(&clues), (Rule::Token, "token".into()));
        clues.token = None;
        assert_eq!(chosen(&clues), (Rule::OurId, "ours".into()));
        clues.ours = None;
        assert_eq!(chosen(&clues), (Rule::TheirId, "theirs".into()));
        clues.theirs = None;
        assert_eq!(chosen(&clues), (Rule::Ancestor, "named".into()));
        clues.named = None;
        assert_eq!(chosen(&clues), (Rule::Subject, "subject".into()));
        clues.subject = None;
        assert_eq!(chosen(&clues), (Rule::Mark, "mark".into()));
        clues.mark = None;
        assert_eq!(chosen(&clues), (Rule::New, String::new()));
    }

    #[test]
    fn a_strangers_number_and_a_close_subject_are_suggestions() {
        let clues =
            Clues { subject: ticket("subject", false), close: ticket("close", true), ..Clues::default() };
        let choice = choose(&clues);
        assert_eq!((choice.rule, choice.ticket), (Rule::New, None));
        assert_eq!(
            choice.suggested.map(|(rule, ticket)| (rule, ticket.ticket_id)),
            Some((Rule::Subject, "subject".into()))
        );
        let choice = choose(&Clues { close: ticket("close", true), ..Clues::default() });
        assert_eq!(choice.suggested.map(|(rule, _)| rule), Some(Rule::Close));
    }

    #[test]
    fn what_happens_follows_from_who_wrote_and_where_it_belongs() {
        let known =
            |takes_part| Choice { rule: Rule::OurId, ticket: ticket("t", takes_part), suggested: None };
        let new = Choice { rule: Rule::New, ticket: None, suggested: None };
        let (person, robot) = (Writer::Person, Writer::Machine(Sign::AutoReply));
        for (choice, writer, standing, expected) in [
            (&known(true), person, Standing::Contact, Deed::Say),
            (&known(true), Writer::ListMember, Standing::Contact, Deed::Say),
            (&known(false), person, Standing::Contact, Deed::Hold),
            (&known(false), person, Standing::Stranger, Deed::Hold),
            (&known(true), person, Standing::ClaimsStaff, Deed::Hold),
            (&known(false), person, Standing::Staff, Deed::Answer),
            (&known(true), robot, Standing::Contact, Deed::Aside),
            (&known(true), robot, Standing::Staff, Deed::Aside),
            (&known(true), person, Standing::Ours, Deed::Keep),
            (&known(true), Writer::Machine(Sign::Loop), Standing::Contact, Deed::Keep),
            (&new, person, Standing::Stranger, Deed::Open),
            (&new, person, Standing::ClaimsStaff, Deed::Open),
            (&new, robot, Standing::Contact, Deed::Keep),
            (&new, Writer::Machine(Sign::Generated), Standing::Contact, Deed::Open),
            (&new, Writer::Machine(Sign::Report), Standing::Stranger, Deed::Keep),
        ] {
            let done = deed(choice, writer, standing, Dmarc::Unknown);
            assert_eq!(done, expected, "{choice:?} {writer:?} {standing:?}");
        }
    }

    #[test]
    fn a_domain_that_denies_a_message_lets_nobody_speak() {
        let known = Choice { rule: Rule::OurId, ticket: ticket("t", true), suggested: None };
        let new = Choice { rule: Rule::New, ticket: None, suggested: None };
        let denied = |choice| deed(choice, Writer::Person, Standing::Contact, Dmarc::Fail);
        assert_eq!((denied(&known), denied(&new)), (Deed::Hold, Deed::Open));
        assert!(!is_acknowledged(Deed::Open, Writer::Person, Dmarc::Fail));
    }

    #[test]
    fn staff_speak_to_the_customer_only_where_the_customer_reads() {
        let inside = ticket("t", true).map(|ticket| Candidate { with_customer: false, ..ticket });
        let inside = Choice { rule: Rule::OurId, ticket: inside, suggested: None };
        assert_eq!(deed(&inside, Writer::Person, Standing::Staff, Dmarc::Pass), Deed::Note);
    }

    #[test]
    fn only_people_who_begin_something_are_acknowledged() {
        assert!(is_acknowledged(Deed::Open, Writer::Person, Dmarc::Unknown));
        assert!(!is_acknowledged(Deed::Open, Writer::ListMember, Dmarc::Unknown));
        assert!(!is_acknowledged(Deed::Open, Writer::Machine(Sign::Generated), Dmarc::Unknown));
        assert!(!is_acknowledged(Deed::Say, Writer::Person, Dmarc::Unknown));
    }

    #[test]
    fn subjects_that_share_half_their_words_are_close() {
        assert!(is_close("Labels come out blank", "labels come out BLANK again"));
        assert!(!is_close("Labels come out blank", "Invoice for March"));
        assert!(!is_close("", ""));
    }
}
