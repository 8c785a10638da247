//! Writing to the customer or to the team.

use super::super::{Lang, words};
use crate::tickets::view::ContactWhy;

words! {
    Composer, composer {
        label: "Write",
        modes: "What to write",
        reply: "Reply",
        note: "Internal note",
        reply_to: "Reply to {name}",
        to: "To",
        only_team: "Only your team sees this",
        saving: "Saving draft",
        saved: "Draft saved",
        not_saved: "Draft not saved yet",
        reply_hint: "Write to {name}",
        note_hint: "Write to your team",

        plan: "Plan",
        plan_none: "No steps yet",
        contact: "Next contact",
        contact_choose: "Choose a time",
        contact_nudged: "Nothing promised yet",
        contact_required: "Needed to keep it open",
        contact_kept: "{at}, as promised",

        send_open: "Send, keep open",
        send_wait: "Send, wait for customer",
        send_solve: "Send and solve",
        send_more: "More ways to send",
        add_note: "Add note",
        sent: "Sent.",
        noted: "Note added.",
        tools: "Tools",
        insert_article: "Insert an article",
        no_rights: "You can write notes here. Ask an agent to reply to the customer.",

        review_title: "This ticket changed while you were writing",
        review: "Review, then send again",
        review_hint: "Your text is kept. Read what changed, then send.",

        plan_title: "Plan for {name}",
        plan_hint: "What happens next, and whose turn it is. The customer sees this.",
        step: "Step {n}",
        step_text: "What happens",
        step_turn: "Whose turn",
        step_done: "Done",
        step_add: "Add a step",
        step_remove: "Remove step {n}",
        plan_done: "Use this plan",

        contact_title: "When does the customer hear from us next?",
        contact_hint: "They see this time on their request.",
        contact_proposed: "Proposed",
        contact_own: "Another time",
        contact_own_hint: "In your time zone.",
        contact_use: "Use this time",
        contact_none: "No time",
        why_soon: "soon",
        why_close: "before we close",
        why_opening: "after we open again",
        why_their_day: "before their day ends",
        why_policy: "as the policy says",
    }
}

/// Why a time is proposed for the next contact.
#[must_use]
pub fn contact_why(lang: Lang, why: ContactWhy) -> &'static str {
    let w = composer(lang);
    match why {
        ContactWhy::Soon => w.why_soon,
        ContactWhy::Close => w.why_close,
        ContactWhy::Opening => w.why_opening,
        ContactWhy::TheirDay => w.why_their_day,
        ContactWhy::Policy => w.why_policy,
    }
}
