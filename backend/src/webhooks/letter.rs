//! What a call says, and its signature, as <https://www.standardwebhooks.com> has it: receivers have libraries for it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::promises::PromiseKind;
use domain::tickets::entry::Named;
use domain::time::{Instant, SECOND_MS};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::settings::Directory;
use crate::tickets::number_text;
use crate::tickets::store::Ticket;
use crate::{Backend, Failure, Outcome};

/// What every secret begins with.
const PREFIX: &str = "whsec_";

/// What an alarm has to tell, as it is kept until it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Event {
    /// The alarm's key on its ticket.
    pub alarm: String,
    pub promise: PromiseKind,
    pub due: Instant,
    pub missed: bool,
}

/// A call, ready to be made.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    /// Stays the same however often it is tried.
    pub id: String,
    pub body: String,
}

impl Letter {
    /// Tells of `event`, which happened at `at`, with its ticket as it is now.
    pub(super) fn of_alarm(
        b: &Backend,
        directory: &Directory,
        id: &str,
        at: Instant,
        event: &Event,
        ticket: &Ticket,
    ) -> Self {
        let number = number_text(ticket.number);
        let of = |known: Option<Named>| known.map(|known| json!({ "id": known.id, "name": known.name }));
        let assignee = ticket.assignee_id.as_deref().and_then(|id| directory.staff_member(id));
        let queue = ticket.queue_id.as_deref().and_then(|id| directory.queue(id));
        let url = format!("{}/desk/t/{number}", b.settings.base_url);
        let data = json!({
            "alarm": {
                "key": event.alarm, "promise": event.promise, "due": event.due.to_string(), "missed": event.missed,
            },
            "ticket": {
                "number": number,
                "subject": ticket.subject,
                "status": ticket.status,
                "priority": ticket.priority,
                "ticket_type": ticket.ticket_type,
                "queue": of(queue.cloned()),
                "assignee": of(assignee.map(crate::settings::Staff::named)),
                "organisation_id": ticket.organisation_id,
                "requester_id": ticket.requester_id,
                "url": url,
            },
        });
        Self::new(id, "promise.alarm", at, &data)
    }

    /// Tells of nothing: to see whether it is taken.
    pub(super) fn test(b: &Backend) -> Self {
        let now = b.clock.now();
        Self::new(&b.ids.id(now), "webhook.test", now, &json!({}))
    }

    fn new(id: &str, kind: &str, at: Instant, data: &Value) -> Self {
        let body = json!({ "type": kind, "timestamp": at.to_string(), "data": data });
        Self { id: id.to_owned(), body: body.to_string() }
    }

    /// Names and values of the headers that a call at `now` has.
    ///
    /// # Errors
    /// When `secret` is none of [`new_secret`].
    pub(super) fn headers(&self, secret: &str, now: Instant) -> Outcome<[(&'static str, String); 3]> {
        let sent = now.0.div_euclid(SECOND_MS).to_string();
        let signed = format!("{}.{sent}.{}", self.id, self.body);
        let key = secret.strip_prefix(PREFIX).and_then(|digits| BASE64_STANDARD.decode(digits).ok());
        let key = key.ok_or_else(|| Failure::broken("a webhook's secret cannot be read"))?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key)
            .map_err(|_| Failure::broken("a webhook's secret is of no length"))?;
        mac.update(signed.as_bytes());
        let signature = format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()));
        Ok([("webhook-id", self.id.clone()), ("webhook-timestamp", sent), ("webhook-signature", signature)])
    }
}

/// A secret of 256 bits, as receivers enter it.
pub(super) fn new_secret(b: &Backend) -> String {
    let mut bytes = [0; 32];
    b.ids.fill(&mut bytes);
    format!("{PREFIX}{}", BASE64_STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn a_call_is_signed_as_the_specification_says() {
        let letter =
            Letter { id: "msg_p5jXN8AQM9LWM0D4loKWxJek".into(), body: r#"{"test": 2432232314}"#.into() };
        let [_, sent, signature] =
            letter.headers("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Instant(1_614_265_330_000)).unwrap();
        assert_eq!(sent, ("webhook-timestamp", "1614265330".to_owned()));
        assert_eq!(signature.1, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
