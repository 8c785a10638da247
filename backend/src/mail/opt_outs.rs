//! Addresses that want no more surveys, as a mail from each has said or the button of a mail program (RFC 8058), which also
//! ends digests. The same button brings surveys back.

use domain::outbox::MailKind;
use domain::people::email_norm;
use domain::time::Instant;

use super::token;
use crate::db::{Conn, Tx, q};
use crate::tickets::{notices, person_by_email};
use crate::{Backend, Outcome};

const NOTE: &str = "INSERT INTO mail_opt_outs (email_norm, mail_id, at) VALUES ($1, $2, $3) ON CONFLICT (email_norm) DO NOTHING";
const ERASE: &str = "DELETE FROM mail_opt_outs WHERE email_norm = $1";
const NOTED: &str = "SELECT email_norm FROM mail_opt_outs WHERE email_norm = $1";
const MAIL: &str = "SELECT kind, recipient_norm FROM outbox WHERE id = $1";

/// Notes that `address` wants no surveys, as the message `mail_id` asks, if one does.
pub(super) async fn note(tx: &mut Tx, address: &str, mail_id: Option<&str>, at: Instant) -> Outcome<()> {
    let note = q(NOTE).bind(email_norm(address)).bind(mail_id.map(str::to_owned)).bind(at.0);
    note.exec(tx).await?;
    Ok(())
}

/// Whether `address` is asked nothing any more.
pub(super) async fn wants_none(conn: &mut Conn, address: &str) -> Outcome<bool> {
    Ok(q(NOTED).bind(email_norm(address)).opt::<String>(conn).await?.is_some())
}

/// What a mail is one of that comes again and again, and whether its address wants none of it any more. Digests are chosen
/// among a person's own settings, and nothing is said of them here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WayOut {
    pub kind: MailKind,
    pub is_out: bool,
}

/// What the mail is that `token` was sent with, as far as it comes again and again.
///
/// # Errors
/// `NotFound` for a token that is not ours or whose mail is forgotten.
pub async fn of_token(b: &Backend, token: &str) -> Outcome<WayOut> {
    let conn = &mut b.db.read().await?;
    let (kind, address) = sent(conn, token).await?;
    let is_out = kind == MailKind::Survey && wants_none(conn, &address).await?;
    Ok(WayOut { kind, is_out })
}

/// Takes back that the address that the mail was sent to wants no surveys; doing so again changes nothing.
///
/// # Errors
/// As [`of_token`]; `NotFound` also for a mail that is none.
pub async fn opt_in(b: &Backend, token: &str) -> Outcome<WayOut> {
    let (kind, address) = sent(&mut b.db.read().await?, token).await?;
    if kind != MailKind::Survey {
        return Err(domain::Error::NotFound.into());
    }
    b.db.execute(q(ERASE).bind(address)).await?;
    Ok(WayOut { kind, is_out: false })
}

/// Ends what the mail is one of, for whoever it was sent to; doing so again changes nothing.
///
/// # Errors
/// As [`of_token`].
pub async fn opt_out(b: &Backend, token: &str) -> Outcome<WayOut> {
    let (token, now) = (token.to_owned(), b.clock.now());
    b.db.write(move |tx| {
        let token = token.clone();
        Box::pin(async move {
            let (kind, address) = sent(tx, &token).await?;
            match kind {
                MailKind::Digest => {
                    if let Some(person) = person_by_email(tx, &address).await? {
                        notices::no_digest(tx, &person).await?;
                    }
                }
                _ => note(tx, &address, None, now).await?,
            }
            Ok(WayOut { kind, is_out: true })
        })
    })
    .await
}

async fn sent(conn: &mut Conn, token: &str) -> Outcome<(MailKind, String)> {
    let secret = token::known_secret(conn).await?;
    let id = secret.and_then(|secret| secret.read_way_out(token));
    let mail: Option<(String, String)> = q(MAIL).bind(id.unwrap_or_default()).opt(conn).await?;
    let comes_again = |kind: &MailKind| kind.comes_again();
    let mail = mail.and_then(|(kind, address)| Some((MailKind::parse(&kind).filter(comes_again)?, address)));
    Ok(mail.ok_or(domain::Error::NotFound)?)
}
