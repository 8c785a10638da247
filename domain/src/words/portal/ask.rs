//! Raising a request, one question a page.

use crate::words::words;

words! {
    Ask, ask {
        title: "New request",
        step: "step {n} of {all}",
        page_title: "{question}, step {n} of {all}",
        why: "Why we ask",
        go_on: "Continue",
        so_far: "Your answers so far",
        change_product: "Change product",
        change_topic: "Change topic",
        change_describe: "Change description",
        change_impact: "Change impact",

        product: "Which product is it about?",
        product_why: "Each product has its own team, its own articles and its own questions. You won’t be asked about the others.",
        product_label: "Product",

        topic: "What is it about?",
        topic_why: "The topic decides which few questions follow and who reads your request first.",
        topic_label: "Topic",

        describe: "What happens?",
        describe_hint: "Say what you see, the exact message if there is one, and what you did just before. Write as you would to a colleague.",
        describe_why: "Your words tell us where to look first, so we don’t have to ask you twice.",
        subject: "In one line",
        subject_hint: "A short title, for example “Labels print blank on Dock 3”.",
        text: "What you see and what you did just before",
        describe_label: "What happens",
        look: "Look for answers",
        steps_hint: "One step on each line, from the beginning.",
        choose: "Choose",
        no_version: "I don’t know",
        own_version: "{version} (installed at your company)",
        asked_one: "{n} question in all",
        asked_many: "{n} questions in all",
        fresh: "Your answers lead to another question",
        fresh_hint: "It stands below. Answer it, then continue.",

        begun: "Go on with your request",
        begun_at: "Last changed: {at}",
        begun_new: "Or begin a new one below.",
        discard: "Discard",
        discard_what: " “{title}”",

        impact: "How much does it hold you up?",
        impact_why: "It decides what we promise you and who is called. Please say what is true right now; you can tell us later that it got worse.",
        impact_label: "Impact",

        check: "Check and send",
        check_hint: "This is what we’ll read. Change anything that isn’t right.",
        send: "Send request",
        promised: "What we’ll promise you",
        promised_none: "No fixed times belong to this kind of request. We’ll write to you when we know more.",
        within: "{promise}: by {at}",
        estimate: "This is an estimate, not a contract.",
        contract_expired: "Your contract has ended, so its times no longer apply.",
        who: "How can we reach you?",
        who_hint: "You are not signed in. Sign in later with this email address to read our answer.",
        sign_in_first: "Have an account? Sign in and come back here",
        name: "Your name",
        email: "Your email",

        done: "We have your request",
        done_number: "Your number is",
        done_hint: "Say it on the phone, and everybody here finds your request.",
        done_follow: "How to follow it",
        done_follow_page: "See what we promised, and write to us, on the request’s page",
        done_follow_mail: "Sign in with your email address whenever you want to see how it goes; we mail you a code for that.",
        done_next: "What happens next",
        done_open: "Open request {number}",
        done_another: "Ask something else",

        solved_title: "Glad that helped",
        solved_hint: "Nothing was sent. What you wrote is kept for a while, in case the answer doesn’t hold.",
        solved_article: "The answer that helped",
        solved_undo: "It didn’t help after all, go back to my request",
        solved_home: "Back to the start",

        finished: "This request is sent already.",
    }
}

words! {
    /// What may solve it before it is sent.
    Suggestions, suggestions {
        title: "This may solve it now",
        none: "As you write, answers that fit show up here.",
        found_one: "{n} match for what you’ve written",
        found_many: "{n} matches for what you’ve written",
        found_none: "No answer fits so far. Carry on, we’ll look into it.",
        jump: "Answers that may solve this now",
        known: "Known problem",
        own: "Your own open request",
        why_words: "Mentions {words}",
        why_product: "Same product",
        why_topic: "Same product and topic",
        see_workaround: "See the workaround",
        open_request: "Open request {number}",
        answered: "This answered my question",
        answered_by: "“{title}” answered my question",
        carry_on: "Not your problem? Carry on, your text stays as it is.",
    }
}

words! {
    /// What a new desk asks about how much something presses.
    Impacts, impacts {
        standstill: "Everything stands still",
        standstill_hint: "Nobody can work, or money or safety is at stake.",
        hampered: "We can work, but only with trouble",
        hampered_hint: "A workaround exists and does not last.",
        nuisance: "It is in the way",
        nuisance_hint: "One person or one thing is concerned, and the rest goes on.",
        question: "It’s a question or a wish",
        question_hint: "Nothing is broken.",
    }
    de {
        standstill: "Alles steht still",
        standstill_hint: "Niemand kann arbeiten, oder es geht um Geld oder Sicherheit.",
        hampered: "Es geht, aber nur mit Mühe",
        hampered_hint: "Es gibt einen Umweg, aber keinen auf Dauer.",
        nuisance: "Es stört",
        nuisance_hint: "Eine Person oder eine Sache ist betroffen, der Rest geht weiter.",
        question: "Eine Frage oder ein Wunsch",
        question_hint: "Nichts ist kaputt.",
    }
}
