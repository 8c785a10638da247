//! What a file is for: who may add to it, and the key under which its uploads wait.

use domain::Viewer;
use domain::access::Action;
use domain::files::{For, MAX_FILES};

use crate::tickets::visible_id;
use crate::{Backend, Outcome, intake};

/// Pictures that one author's articles may wait to be saved with.
const MAX_OF_ARTICLES: usize = 100;
/// Files with which one writer's new tickets may wait to be made: a program makes several at once.
const MAX_OF_NEW: usize = 100;

/// Where the uploads for something wait.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub key: String,
    /// The question that they answer.
    pub question: String,
    /// Whose they are; a visitor's are nobody's.
    pub person_id: Option<String>,
    /// How many it takes.
    pub most: usize,
}

/// Where `v`'s uploads for `of` wait.
///
/// # Errors
/// `NotFound` for a ticket or an intake outside the viewer's rights, `SignIn` and `Forbidden` for what they may not write.
pub(super) async fn scope(b: &Backend, v: &Viewer, of: &For) -> Outcome<Scope> {
    let mut scope = Scope {
        key: String::new(),
        question: String::new(),
        person_id: v.is_signed_in().then(|| v.person_id.clone()),
        most: MAX_FILES,
    };
    scope.key = match of {
        For::Reply(number) => {
            of_message(Mode::Reply, &v.person_id, &writable(b, v, number, Mode::Reply).await?)
        }
        For::Note(number) => of_message(Mode::Note, &v.person_id, &writable(b, v, number, Mode::Note).await?),
        For::Answers { number, question } => {
            scope.question.clone_from(question);
            of_message(Mode::Answers, &v.person_id, &writable(b, v, number, Mode::Answers).await?)
        }
        For::Intake { id, question } => {
            intake::ensure_open(b, v, id).await?;
            scope.question.clone_from(question);
            of_intake(id)
        }
        For::Ticket { question } => {
            v.ensure(Action::CreateRequest)?;
            scope.most = MAX_OF_NEW;
            scope.question.clone_from(question);
            of_new(&v.person_id)
        }
        For::Article => {
            v.ensure(Action::WriteArticle)?;
            scope.most = MAX_OF_ARTICLES;
            of_articles(&v.person_id)
        }
    };
    Ok(scope)
}

/// The id of the ticket `number`, if `v` may write to it in this way.
async fn writable(b: &Backend, v: &Viewer, number: &str, mode: Mode) -> Outcome<String> {
    let id = visible_id(b, v, number).await?;
    match mode {
        Mode::Note => v.ensure(Action::WriteNote)?,
        Mode::Reply if v.is_staff() => v.ensure(Action::ReplyAsStaff)?,
        // Staff never speak as the customer.
        Mode::Answers if v.is_staff() => return Err(domain::Error::Forbidden.into()),
        Mode::Reply | Mode::Answers => {}
    }
    Ok(id)
}

/// What is written on a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Reply,
    Note,
    Answers,
}

/// The key of a message on a ticket, by its writer.
pub(super) fn of_message(mode: Mode, person: &str, ticket: &str) -> String {
    let mode = match mode {
        Mode::Reply => "reply",
        Mode::Note => "note",
        Mode::Answers => "answers",
    };
    format!("{mode} {person} {ticket}")
}

pub(super) fn of_intake(id: &str) -> String {
    format!("intake {id}")
}

pub(super) fn of_new(person: &str) -> String {
    format!("ticket {person}")
}

pub(super) fn of_articles(person: &str) -> String {
    format!("article {person}")
}

pub(super) fn of_mail(id: &str) -> String {
    format!("mail {id}")
}
