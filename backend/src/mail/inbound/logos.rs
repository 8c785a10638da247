//! Small pictures that somebody sends with every mail: the first is shown, the others are folded away.

use domain::mail::machine::Writer;

use super::settle::Message;
use super::who::Who;
use crate::Outcome;
use crate::db::{Tx, q};

const NOTE: &str = "INSERT INTO mail_pictures (sender_norm, hash, mail_id) VALUES ($1, $2, $3)
  ON CONFLICT (sender_norm, hash) DO NOTHING";
const FIRST: &str = "SELECT mail_id FROM mail_pictures WHERE sender_norm = $1 AND hash = $2";

/// Pictures of one message that are looked at.
const MOST: usize = 20;

/// The ids of those files of `message` that its sender has sent before.
pub(super) async fn logos(tx: &mut Tx, message: &Message, who: &Who, writer: Writer) -> Outcome<Vec<String>> {
    let mut known = Vec::new();
    if matches!(writer, Writer::Machine(_)) {
        return Ok(known);
    }
    let sender = who.address.norm();
    for file in message.files.iter().filter(|file| file.is_small_picture()).take(MOST) {
        let note = q(NOTE).bind(sender.as_str()).bind(file.hash());
        note.bind(message.id.as_str()).exec(tx).await?;
        let first: String = q(FIRST).bind(sender.as_str()).bind(file.hash()).one(tx).await?;
        if first != message.id {
            known.push(file.id.clone());
        }
    }
    Ok(known)
}
