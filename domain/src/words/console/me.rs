//! What somebody sets for their own console.

use super::super::{Lang, words};
use crate::notices::{NoticeKind, Rhythm};

words! {
    MyDesk, my_desk {
        title: "Your settings",
        area: "Console",
        keyboard: "Keyboard",
        keys: "Use single keys",
        keys_hint: "r to reply, j and k to move, ? for all of them. They never work while you type; Ctrl and K always opens the palette.",
        see_keys: "See all keys",
        look: "Look",
        look_hint: "Kept in this browser, for the console and the portal.",
        theme: "Theme",
        system: "As the system",
        light: "Light",
        dark: "Dark",
        density: "Space between rows",
        roomy: "Roomy",
        dense: "Dense",
        notices: "Notices",
        notices_hint: "What happens stands in the ticket at once; here you choose what you are told of, and when.",
        tell_me: "Tell me of",
        quiet: "Quiet hours",
        quiet_hint: "Notices wait until they end. Empty: they come at any time. Times are those of your time zone.",
        quiet_from: "From",
        quiet_to: "To",
        notices_save: "Save notices",
        notices_saved: "Your notices are saved.",
        always_told: "You always hear of tickets that climb to you.",
        browser: "Show notices of this browser",
        browser_hint: "While the console is open, also when you look elsewhere. Kept in this browser.",
        browser_ask: "Turn on browser notices",
        browser_off: "Turn off browser notices",
        browser_on: "Browser notices are on.",
        browser_refused: "This browser does not allow them. Change that in its settings for this site.",
        kind_promise: "Promises near their time or missed",
        kind_assigned: "Tickets given to you",
        kind_replied: "Replies of customers",
        kind_urgent: "Customers who say that it is more urgent, or how badly it went",
        kind_duty: "Customers who ask for the duty manager",
        kind_contract: "Contracts that end soon",
        kind_ladder: "Tickets that climb to you",
        kind_undelivered: "Mail that did not arrive",
        by_mail: "By mail, too",
        by_mail_of: "By mail, too: {kind}",
        notice: "Notice",
        digest: "Digest by mail",
        digest_hint: "What you have open, what is late and what is due, at seven in the morning of your time zone. A digest with nothing in it is not sent.",
        digest_never: "None",
        digest_daily: "Every morning",
        digest_weekly: "On Mondays",
        signature: "Signature",

        you: "You",
        you_hint: "Name, language, time zone and password are the same in the portal.",
        account: "Open your account",
        name: "Name",
        lang: "Language",
        role: "Role",
    }
}

/// A kind of notices, as one chooses it.
#[must_use]
pub fn notice_kind(lang: Lang, kind: NoticeKind) -> &'static str {
    let w = my_desk(lang);
    match kind {
        NoticeKind::Promise => w.kind_promise,
        NoticeKind::Assigned => w.kind_assigned,
        NoticeKind::CustomerReplied => w.kind_replied,
        NoticeKind::MoreUrgent => w.kind_urgent,
        NoticeKind::DutyManager => w.kind_duty,
        NoticeKind::Contract => w.kind_contract,
        NoticeKind::Ladder => w.kind_ladder,
        NoticeKind::Undelivered => w.kind_undelivered,
    }
}

/// How often a digest comes.
#[must_use]
pub fn rhythm_name(lang: Lang, rhythm: Rhythm) -> &'static str {
    let w = my_desk(lang);
    match rhythm {
        Rhythm::Never => w.digest_never,
        Rhythm::Daily => w.digest_daily,
        Rhythm::Weekly => w.digest_weekly,
    }
}
