//! What proves that a mail answers one of ours: the token in the address that replies go to, and our Message-IDs. Both
//! are signed with the desk's own secret, read without a database, and mean the same for ever.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::db::{Conn, Db, q};
use crate::ids::hex;
use crate::{Failure, Ids, Outcome};

/// Under which name the secret lies among the desk's settings.
const NAME: &str = "mail_secret";
const READ: &str = "SELECT body FROM desk_settings WHERE name = $1";
const KEEP: &str =
    "INSERT INTO desk_settings (name, version, body) VALUES ($1, 1, $2) ON CONFLICT (name) DO NOTHING";

/// Crockford's: lower case survives every mail program, and nothing in it looks like something else.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Bytes of a signature, 80 bits: nobody tries 2^79 mails.
const SIGNATURE: usize = 10;
/// Bytes of a ticket's number, and of the mark of a contact.
const NUMBER: usize = 5;
/// Characters of a token: 20 bytes, of which the signature is the last half.
const TOKEN: usize = 32;

/// What a token is signed as: for a mail of the conversation with the customer, or for one among colleagues.
const REPLY: &str = "reply";
const INSIDE: &str = "inside";
/// The same for ids of ours.
const MESSAGE: &str = "message";
const WAY_OUT: &str = "way out";

/// What the desk signs its mail with. Made once, kept in the database, never shown.
#[derive(Clone)]
pub struct Secret([u8; 64]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What a token in a recipient's address stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// The ticket's number, as in its row.
    pub ticket: i64,
    /// What it answers only colleagues read.
    pub is_inside: bool,
    contact: [u8; NUMBER],
}

impl Secret {
    /// A secret from its 64 characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        text.as_bytes().try_into().ok().map(Self)
    }

    /// The token for replies of `contact`, the normalised address that it is sent to, to the ticket of this number: 32
    /// letters and digits, to stand behind the `+` in an address of ours.
    #[must_use]
    pub fn reply_token(&self, ticket: i64, contact: &str) -> String {
        self.token(REPLY, ticket, contact)
    }

    /// The same for mail that only colleagues read.
    #[must_use]
    pub fn inside_token(&self, ticket: i64, contact: &str) -> String {
        self.token(INSIDE, ticket, contact)
    }

    fn token(&self, what: &str, ticket: i64, contact: &str) -> String {
        let mut bytes = [0; 2 * NUMBER + SIGNATURE];
        bytes[..NUMBER].copy_from_slice(&ticket.to_be_bytes()[8 - NUMBER..]);
        bytes[NUMBER..2 * NUMBER].copy_from_slice(&self.contact(contact));
        let signature = self.sign::<SIGNATURE>(what, &bytes[..2 * NUMBER]);
        bytes[2 * NUMBER..].copy_from_slice(&signature);
        base32(&bytes)
    }

    /// What `token` stands for, in whatever case it came back; `None` when we have not signed it.
    #[must_use]
    pub fn read_token(&self, token: &str) -> Option<Reply> {
        let bytes: [u8; 2 * NUMBER + SIGNATURE] = from_base32(token, TOKEN)?.try_into().ok()?;
        let (said, signature) = bytes.split_at(2 * NUMBER);
        let what = [REPLY, INSIDE].into_iter().find(|what| self.verify(what, said, signature))?;
        let (number, contact) = said.split_at(NUMBER);
        let ticket = number.iter().fold(0, |number, byte| number << 8 | i64::from(*byte));
        Some(Reply { ticket, is_inside: what == INSIDE, contact: contact.try_into().ok()? })
    }

    /// The token in a recipient's address such as `support+TOKEN@desk.example`.
    #[must_use]
    pub fn read_address(&self, address: &str) -> Option<Reply> {
        let (local, _) = address.trim().rsplit_once('@')?;
        self.read_token(local.rsplit_once('+')?.1)
    }

    /// Whether the token was sent to `contact`.
    #[must_use]
    pub fn is_for(&self, reply: &Reply, contact: &str) -> bool {
        reply.contact == self.contact(contact)
    }

    /// The Message-ID of what we send under `id`, an entry's or a mail's: without angle brackets, the same every time.
    #[must_use]
    pub fn message_id(&self, id: &str, host: &str) -> String {
        format!("{}@{host}", self.signed(MESSAGE, id))
    }

    /// What stands in the address at which the reader of the mail `id` ends what it is one of.
    #[must_use]
    pub fn way_out(&self, id: &str) -> String {
        self.signed(WAY_OUT, id)
    }

    /// The mail's id in that; `None` when we have not signed it.
    #[must_use]
    pub fn read_way_out(&self, token: &str) -> Option<String> {
        self.read_signed(WAY_OUT, token)
    }

    fn signed(&self, what: &str, id: &str) -> String {
        format!("{id}.{}", base32(&self.sign::<SIGNATURE>(what, id.as_bytes())))
    }

    fn read_signed(&self, what: &str, text: &str) -> Option<String> {
        let (id, signature) = text.rsplit_once('.')?;
        let signature = from_base32(signature, SIGNATURE * 8 / 5)?;
        let id = id.to_ascii_lowercase();
        self.verify(what, id.as_bytes(), &signature).then_some(id)
    }

    /// The id in a Message-ID of ours, with or without angle brackets, whatever stands behind the `@`; `None` when we
    /// have not signed it.
    #[must_use]
    pub fn read_message_id(&self, message_id: &str) -> Option<String> {
        let bare = message_id.trim().trim_start_matches('<').trim_end_matches('>');
        self.read_signed(MESSAGE, bare.rsplit_once('@')?.0)
    }

    fn contact(&self, contact: &str) -> [u8; NUMBER] {
        self.sign("contact", contact.as_bytes())
    }

    /// The first `N` bytes of the signature of `said`; `what` keeps one kind from passing for another.
    fn sign<const N: usize>(&self, what: &str, said: &[u8]) -> [u8; N] {
        let whole = self.mac(what, said).finalize().into_bytes();
        std::array::from_fn(|at| whole.get(at).copied().unwrap_or_default())
    }

    /// Compares in the same time whatever the signature is.
    fn verify(&self, what: &str, said: &[u8], signature: &[u8]) -> bool {
        self.mac(what, said).verify_truncated_left(signature).is_ok()
    }

    fn mac(&self, what: &str, said: &[u8]) -> Hmac<Sha256> {
        Hmac::<Sha256>::new(&self.0.into()).chain_update(what).chain_update([0]).chain_update(said)
    }
}

/// Makes the desk's secret when there is none yet; nodes that begin at the same time end with one. In a transaction of
/// its own, before any other: made in passing by those who send, the first of them would wait for each other in a ring.
///
/// # Errors
/// The database's faults.
pub(crate) async fn prepare(db: &Db, ids: &dyn Ids) -> Outcome<()> {
    if known_secret(&mut db.read().await?).await?.is_some() {
        return Ok(());
    }
    let mut bytes = [0; 32];
    ids.fill(&mut bytes);
    Ok(db.execute(q(KEEP).bind(NAME).bind(hex(&bytes))).await.map(drop)?)
}

/// The desk's secret.
///
/// # Errors
/// The database's faults; `Broken` when no node has begun on this desk.
pub async fn secret(conn: &mut Conn) -> Outcome<Secret> {
    known_secret(conn).await?.ok_or_else(|| Failure::broken("the mail's secret was never made"))
}

/// The desk's secret, if a node has ever begun on it.
///
/// # Errors
/// The database's faults.
pub async fn known_secret(conn: &mut Conn) -> Outcome<Option<Secret>> {
    let Some(text) = q(READ).bind(NAME).opt::<String>(conn).await? else { return Ok(None) };
    Secret::new(&text).map(Some).ok_or_else(|| Failure::broken("the mail's secret has another length"))
}

/// Five bits a character; `bytes` come in fives.
fn base32(bytes: &[u8]) -> String {
    let characters = |five: &[u8]| {
        let bits = five.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        (0..8).rev().map(move |place| char::from(ALPHABET[(bits >> (place * 5)) as usize & 31]))
    };
    bytes.chunks_exact(5).flat_map(characters).collect()
}

/// The bytes of exactly `length` characters, eight of them for each five bytes.
fn from_base32(text: &str, length: usize) -> Option<Vec<u8>> {
    if text.len() != length {
        return None;
    }
    let five = |eight: &[u8]| {
        let bits = eight.iter().try_fold(0u64, |bits, character| {
            let value = ALPHABET.iter().position(|known| *known == character.to_ascii_lowercase())?;
            Some(bits << 5 | value as u64)
        })?;
        Some(bits.to_be_bytes()[3..].to_vec())
    };
    text.as_bytes().chunks_exact(8).map(five).collect::<Option<Vec<_>>>().map(|fives| fives.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SeededIds;

    const HOST: &str = "desk.example";

    fn secret(digit: char) -> Secret {
        Secret::new(&digit.to_string().repeat(64)).unwrap()
    }

    /// A thousand tickets and contacts drawn from one seed.
    fn drawn() -> impl Iterator<Item = (i64, String)> {
        let ids = SeededIds::new(11);
        std::iter::repeat_with(move || {
            let mut bytes = [0; 4];
            ids.fill(&mut bytes);
            (i64::from(u32::from_le_bytes(bytes)), ids.id(domain::time::Instant(1_000)))
        })
        .take(1_000)
    }

    #[test]
    fn what_was_signed_is_read_again_whatever_the_case() {
        let secret = secret('a');
        for (ticket, person) in drawn() {
            let token = secret.reply_token(ticket, &person);
            assert!(
                token.len() == TOKEN && token.bytes().all(|byte| byte.is_ascii_alphanumeric()),
                "{token}"
            );
            let address = format!("Support+{}@{HOST}", token.to_uppercase());
            let reply = secret.read_address(&address).unwrap();
            assert_eq!((reply.ticket, reply.is_inside), (ticket, false));
            let inside = secret.read_token(&secret.inside_token(ticket, &person)).unwrap();
            assert_eq!((inside.ticket, inside.is_inside), (ticket, true));
            assert!(secret.is_for(&reply, &person) && !secret.is_for(&reply, "somebody else"));
            let id = secret.message_id(&person, HOST);
            assert_eq!(secret.read_message_id(&format!(" <{id}> ")), Some(person.clone()));
            assert_eq!(secret.read_message_id(&id.to_uppercase()), Some(person.clone()));
            assert_eq!(id, secret.message_id(&person, HOST), "the same every time");
        }
    }

    #[test]
    fn another_character_or_another_secret_is_not_ours() {
        let (ours, other) = (secret('a'), secret('b'));
        for (ticket, person) in drawn().take(20) {
            let (token, id) = (ours.reply_token(ticket, &person), ours.message_id(&person, HOST));
            assert_eq!(other.read_token(&token), None);
            assert_eq!(other.read_message_id(&id), None);
            for at in 0..token.len() {
                assert_eq!(ours.read_token(&changed(&token, at)), None, "{token} at {at}");
            }
            for at in (0..id.len() - HOST.len() - 1).filter(|at| id.as_bytes()[*at] != b'.') {
                assert_eq!(ours.read_message_id(&changed(&id, at)), None, "{id} at {at}");
            }
        }
    }

    /// `text` with another character of the alphabet at `at`.
    fn changed(text: &str, at: usize) -> String {
        let with = if text.as_bytes()[at] == b'7' { '8' } else { '7' };
        text.char_indices().map(|(place, old)| if place == at { with } else { old }).collect()
    }

    #[test]
    fn what_we_never_wrote_is_nothing() {
        let secret = secret('a');
        let (token, id) = (secret.reply_token(7, "ana"), secret.message_id("7", HOST));
        let cut = &token[1..];
        for text in
            ["", "+", "@", "support@desk.example", "support+@desk.example", "é".repeat(16).as_str(), cut]
        {
            assert_eq!(secret.read_token(text), None, "{text}");
            assert_eq!(secret.read_address(text), None, "{text}");
            assert_eq!(secret.read_message_id(text), None, "{text}");
        }
        let signature = id.split_once('.').unwrap().1;
        assert_eq!(secret.read_message_id(&format!("<{signature}>")), None, "a signature without an id");
        assert_eq!(secret.read_message_id("<a.b.c@d@e>"), None);
    }

    #[test]
    fn the_secret_is_not_printed() {
        assert_eq!(format!("{:?}", secret('a')), "Secret");
    }
}
