//! A ticket taken by phone.

use super::super::words;

words! {
    Phone, phone {
        title: "New ticket by phone",
        area: "Tickets",
        caller: "Who is calling",
        caller_hint: "Name, email or organisation",
        caller_change: "Someone else is calling",
        caller_list: "Contacts",
        caller_one: "{n} contact",
        caller_many: "{n} contacts",
        caller_none: "Nobody fits “{q}”",
        product: "Product",
        topic: "What it is about",
        choose: "Choose",
        choose_product: "Choose a product first",
        priority: "Priority",
        subject: "In one line",
        subject_hint: "As the customer would recognise it in a list.",
        text: "What they see and what they did just before",
        text_hint: "The customer reads this as their own request.",
        questions: "Questions for this topic",
        questions_none: "Product and topic decide what to ask.",
        questions_no_more: "This topic needs no further questions.",
        why: "Why we ask: {why}",
        progress: "{done} of {all} needed answers",
        complete: "Everything needed is here",
        promised: "What we’ll promise",
        promised_wait: "Choose caller, product and topic to see it.",
        promised_none: "No fixed times belong to this kind of ticket.",
        promised_by: "{promise} by",
        policy: "{policy}, counted during {hours} ({zone})",
        policy_always: "{policy}, counted day and night",
        contract_ended: "Their contract has ended, so the standard times apply.",
        informal: "An internal guideline. Don’t promise these times on the phone.",
        may_solve: "What may solve it now",
        may_solve_none: "As you write, articles and known problems that fit show up here.",
        create: "Create ticket",
        creating: "Creating",
    }
}
