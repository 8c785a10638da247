//! Help: contents, one article and what its readers say.

use crate::words::words;

words! {
    Help, help {
        title: "Help articles",
        intro: "Answers by product. Search is quicker when you know what goes wrong.",
        product_title: "Help for {product}",
        topics: "Topics",
        other_topic: "More",
        general: "About every product",
        nothing: "There are no articles here yet.",
        ask: "Ask us about {product}",
        changed: "Last changed {at}",
        versions: "Fits {product} {versions}",
        versions_plain: "Fits {versions}",
        signed_in_only: "For signed-in customers",
        tier_only: "For {tier} customers",
        internal: "For our team only",
        known: "A known problem stands behind this:",
        source: "Source",
        licence: "Licence: {licence}",
        imported: "This article comes from somebody else, with thanks.",
        related: "Related articles",
        about: "About this article",
    }
}

words! {
    Feedback, feedback {
        title: "Did this solve it?",
        yes: "Yes, it did",
        no: "No, not yet",
        thanks_yes: "Good to hear. Thank you for telling us.",
        thanks_no: "Thank you. We’ll use this to make the article better.",
        reason: "What was missing or wrong?",
        reason_hint: "One sentence is enough. The people who write the articles read it.",
        send: "Send",
        change: "Change my answer",
        ask: "Ask us instead",
    }
}
