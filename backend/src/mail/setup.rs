//! What admins and agents have set up for outgoing mail, as the directory keeps it in memory.

use std::collections::HashMap;

use domain::outbox::template::{Template, TemplateKey};
use domain::words::{Lang, outgoing};

use super::senders::{self, Sender};
use crate::Outcome;
use crate::db::{Conn, q};
use crate::settings::Directory;

const TEMPLATES: &str = "SELECT t.key, t.lang, t.body FROM mail_templates t WHERE t.version =
    (SELECT MAX(n.version) FROM mail_templates n WHERE n.key = t.key AND n.lang = t.lang) ORDER BY t.key, t.lang LIMIT 200";
const SIGNATURES: &str = "SELECT owner, body FROM mail_signatures ORDER BY owner LIMIT 5000";

/// Texts, signatures and senders that are other than those that come with the desk.
#[derive(Debug, Default)]
pub struct Setup {
    templates: HashMap<(TemplateKey, Lang), Template>,
    /// By owner: `person ID`, `team NAME`.
    signatures: HashMap<String, String>,
    pub(super) senders: HashMap<String, Sender>,
}

/// Reads it out of its tables.
///
/// # Errors
/// The database's faults.
pub(crate) async fn load(conn: &mut Conn) -> Outcome<Setup> {
    let mut templates = HashMap::new();
    for (key, lang, body) in q(TEMPLATES).all::<(String, String, String)>(conn).await? {
        if let Some(key) = TemplateKey::parse(&key).zip(Lang::parse(&lang)) {
            templates.insert(key, serde_json::from_str(&body)?);
        }
    }
    let signatures = q(SIGNATURES).all::<(String, String)>(conn).await?.into_iter().collect();
    Ok(Setup { templates, signatures, senders: senders::load(conn).await? })
}

impl Setup {
    /// The words of a mail: the admin's, or those that come with the desk.
    #[must_use]
    pub fn template(&self, lang: Lang, key: TemplateKey) -> Template {
        self.templates.get(&(key, lang)).cloned().unwrap_or_else(|| outgoing::template(lang, key))
    }
}

/// What stands under what `person_id` writes: their own signature, else their team's, else their name.
#[must_use]
pub(super) fn signature(directory: &Directory, person_id: Option<&str>, name: &str) -> String {
    let own = person_id.and_then(|id| directory.mail.signatures.get(&format!("person {id}")));
    let team = || person_id.and_then(|id| directory.staff_member(id)?.team.as_deref());
    let of_team = || directory.mail.signatures.get(&format!("team {}", team()?));
    own.or_else(of_team).map_or_else(|| name.to_owned(), |text| words(text, name))
}

/// A signature may name who writes, so that one serves a team.
fn words(text: &str, name: &str) -> String {
    domain::words::fill(text, &[("agent", name)])
}
