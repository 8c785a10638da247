//! One request as its customer reads it.

use crate::words::words;

words! {
    Request, request {
        back: "My requests",
        opened: "Opened {at}",
        hear_by: "You’ll hear from us by {at}",
        hear_who: "{name} will write to you here, even if there’s no fix yet.",
        hear_desk: "We’ll write to you here, even if there’s no fix yet.",
        hear_nothing: "We’ll get back to you",
        hear_nothing_hint: "No time is promised yet. Every message from us names the next one.",
        late: "We’re late",
        late_hint: "We promised to write by {at} and didn’t. {who}",
        overdue_hint: "“{promise}” was due {at}. {who}",
        late_has: "{name} has it and sees to it.",
        late_told: "{name} has been told.",
        late_desk: "The team has been told.",
        your_turn: "It’s your turn",
        your_turn_hint: "We’re waiting for your answer. The clocks that can wait are paused until then.",
        on_hold: "On hold",
        on_hold_hint: "We’re waiting for somebody else. We look at it again without being asked.",
        solved: "Solved",
        solved_hint: "If it comes back, write a message below and we’ll open it again.",
        closed: "Closed",
        closed_hint: "A new message starts a new request that is linked to this one.",

        promises: "What we promised",
        clock_label: "Time until: {promise}",
        footer: "Times count during your support hours: {hours} ({zone}).",
        footer_always: "Times count day and night.",
        policy: "Service level: {policy}.",
        estimate: "These times are estimates.",

        plan: "What happens next",
        plan_none: "The plan isn’t written down yet. It will stand here as soon as we know the next step.",
        done: "Done",
        now: "Under way",
        next: "After that",
        us: "Us",

        messages: "Messages",
        newest_first: "Newest first",
        reply: "Add a message",
        reply_placeholder: "Write to us",
        sent: "Sent. We have it.",
        older: "Show older messages",
        staff: "Support",
        system: "Casewell",
        new_message: "This request changed just now.",

        details: "Details",
        product: "Product",
        topic: "Topic",
        requester: "Asked by",
        assignee: "On it",
        contract: "Contract",
        about: "About this request",

        changed_title: "Has something changed?",
        urgent: "It’s become more urgent",
        urgent_reason: "What changed?",
        urgent_hint: "For example: the truck leaves at 18:00 instead of tomorrow. We’ll look at it at once.",
        urgent_go: "Tell us it’s more urgent",
        works: "It works again",
        works_text: "What helped, if you know",
        works_go: "Mark as solved",
        duty: "Ask the duty manager to step in",
        duty_reason: "What should the duty manager know?",
        duty_hint: "A person with the right to decide reads this now.",
        duty_go: "Ask the duty manager",
        told: "We have it and told the right people.",

        missing_one: "We still need {n} answer from you",
        missing_many: "We still need {n} answers from you",
        missing_hint: "Then we can go on at once.",
        missing_go: "Answer now",
        missing_title: "What we still need to know",
        missing_lead: "Answer what you can. What you told us before is filled in, and you can correct it.",
        missing_send: "Send the answers",
        missing_none: "There’s nothing left to answer.",
        missing_sent: "Thank you. We have your answers.",

        problem: "Known problem",
        problem_hint: "This request belongs to it, so you get its updates too.",
        problem_link: "See the known problem",
    }
}

words! {
    /// Lines between the messages.
    Events, events {
        status: "Status: {status}",
        contact: "Next contact promised by {at}",
        plan: "The plan was updated",
        answered: "answered our questions",
        called: "{who} called you",
        tried_to_call: "{who} tried to call you",
        urgent: "{who} said it has become more urgent: {reason}",
        works: "{who} said it works again",
        works_text: "{who} said it works again: {text}",
        duty: "{who} asked the duty manager to step in: {reason}",
        duty_told: "{who} asked the duty manager to step in: {reason}. Told: {names}",
        unverified: "sent without signing in",
        follow_up_of: "Carries on",
        follow_up: "Carried on in",
    }
}
