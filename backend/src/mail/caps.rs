//! What must not leave: mail whose time is over, mail to machines and to ourselves, and more of it than one address may get.

use domain::outbox::{MailKind, MailTrouble};
use domain::time::{DAY_MS, Instant};

use super::senders::Own;
use crate::row;

/// Automatic mails that one address gets in an hour.
const AN_HOUR: i64 = 10;
/// Acknowledgements that one address gets in a day, and all together in an hour.
const ACKNOWLEDGED_A_DAY: i64 = 1;
const ACKNOWLEDGED_AN_HOUR: i64 = 300;
/// Attempts that may each have been the one that arrived.
pub(super) const DOUBTS: i64 = 2;
/// How long a mail without an end of its own is tried.
const TRIED_MS: i64 = 4 * DAY_MS;

row! {
    /// A mail that is due. `stopped`: mail to its address came back before. `hour`, `day`: automatic mails and acknowledgements
    /// that left for its address in these.
    pub(super) struct Candidate {
        pub id: String, pub kind: String, pub is_automatic: bool, pub recipient_norm: String, pub state: String,
        pub attempts: i64, pub doubts: i64, pub created_at: i64, pub expires_at: Option<i64>, pub stopped: Option<String>,
        pub hour: i64, pub day: i64,
    }
}
/// What has left in this hour or is about to, beside what the statement counted.
pub(super) struct Caps {
    own: Own,
    acknowledged: i64,
    /// Address, and whether it is an acknowledgement.
    taken: Vec<(String, bool)>,
}

impl Caps {
    /// `acknowledged`: how many acknowledgements have left within the hour.
    pub(super) fn new(own: Own, acknowledged: i64) -> Self {
        Self { own, acknowledged, taken: Vec::new() }
    }

    /// Why the mail must not leave; what was let through once is not counted again.
    pub(super) fn obstacle(&mut self, mail: &Candidate, now: Instant) -> Option<MailTrouble> {
        let is_acknowledgement = mail.kind == MailKind::Acknowledgement.code();
        let mine = self.taken.iter().filter(|(address, _)| *address == mail.recipient_norm);
        let (all, acknowledged) =
            mine.fold((0, 0), |(all, known), (_, is)| (all + 1, known + i64::from(*is)));
        let capped = mail.hour + all >= AN_HOUR
            || (is_acknowledgement
                && (mail.day + acknowledged >= ACKNOWLEDGED_A_DAY
                    || self.acknowledged >= ACKNOWLEDGED_AN_HOUR));
        // Whoever asked for a digest gets one a day at most, and it tells of what the cap kept back.
        let may_be_capped = mail.is_automatic && mail.kind != MailKind::Digest.code();
        let was_tried = mail.attempts > 0;
        let doubts = mail.doubts + i64::from(mail.state == "sending");
        let is_machine = mail.is_automatic && is_machine(&mail.recipient_norm);
        let obstacles = [
            (ends(mail.created_at, mail.expires_at) <= now, MailTrouble::Expired),
            (doubts >= DOUBTS, MailTrouble::Unsure),
            (mail.stopped.is_some(), MailTrouble::Stopped),
            (is_machine || self.own.contains(&mail.recipient_norm), MailTrouble::Machine),
            (may_be_capped && !was_tried && capped, MailTrouble::Capped),
        ];
        if let Some((_, trouble)) = obstacles.into_iter().find(|(is_so, _)| *is_so) {
            return Some(trouble);
        }
        if mail.is_automatic && !was_tried {
            self.acknowledged += i64::from(is_acknowledgement);
            self.taken.push((mail.recipient_norm.clone(), is_acknowledgement));
        }
        None
    }
}

/// Whether nobody reads what is sent to `address`.
fn is_machine(address: &str) -> bool {
    const NAMES: [&str; 8] = [
        "mailer-daemon",
        "postmaster",
        "noreply",
        "no-reply",
        "no_reply",
        "donotreply",
        "do-not-reply",
        "bounce",
    ];
    let local = address.split('@').next().unwrap_or_default();
    NAMES.iter().any(|name| {
        local == *name || local.strip_prefix(name).is_some_and(|rest| rest.starts_with(['+', '-']))
    })
}

/// When a mail is given up.
pub(super) fn ends(created_at: i64, expires_at: Option<i64>) -> Instant {
    expires_at.map_or(Instant(created_at).plus_ms(TRIED_MS), Instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_leaves_when_alarms_have_used_up_the_hour() {
        let due = |kind: MailKind| Candidate {
            id: "m".into(),
            kind: kind.code().into(),
            is_automatic: true,
            recipient_norm: "ines@desk.example".into(),
            state: "waiting".into(),
            attempts: 0,
            doubts: 0,
            created_at: 0,
            expires_at: None,
            stopped: None,
            hour: AN_HOUR,
            day: 0,
        };
        let obstacle = |kind| Caps::new(Own::default(), 0).obstacle(&due(kind), Instant(1));
        assert_eq!(obstacle(MailKind::Alarm), Some(MailTrouble::Capped));
        assert_eq!(obstacle(MailKind::Digest), None);
    }

    #[test]
    fn machines_are_known_by_their_names() {
        for address in
            ["mailer-daemon@a.example", "no-reply@a.example", "bounce-17=x@a.example", "noreply+a@b.example"]
        {
            assert!(is_machine(address), "{address}");
        }
        for address in ["ana@a.example", "norma.reply@a.example", "bouncer@a.example"] {
            assert!(!is_machine(address), "{address}");
        }
    }
}
