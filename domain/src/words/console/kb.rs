//! Articles as staff write, review and compare them.

use super::super::{Lang, fill, words};
use crate::knowledge::Audience;
use crate::knowledge::writing::{ArticleState, Field, Move};

words! {
    Kb, kb {
        title: "Knowledge",
        tabs: "Articles by state",
        new: "New article",
        find: "Find an article by title or keyword",
        find_go: "Find",
        table: "Articles",
        product: "Product",
        audience: "For",
        owner: "Looked after by",
        source: "Source",
        licence: "Licence",
        changed: "Changed",
        views: "Read",
        helped: "Helped",
        helped_of: "{yes} of {all}",
        first: "Back to the start",
        next: "More",
        pages: "Pages of the list",
        none: "No article fits “{q}”",
        none_here: "No articles here",
        none_hint: "Search for part of the title or a keyword, or look under another tab.",
        all: "See all",
        change_waits: "Change: {state}",

        edit: "Edit",
        in_help: "See it in the help",
        compare: "Compare versions",
        moved: "It is now: {state}.",
        give_back_title: "Give it back to its author",
        give_back_hint: "It becomes a draft again, with your reason beside it.",
        reason: "What is missing",
        archive_title: "Archive this article?",
        archive_hint: "Readers no longer find it. Its versions stay, and it can be published again.",
        about: "About this article",
        numbers: "How it does",
        deflected: "Requests spared",
        not_helped: "Didn’t help",
        sent: "Sent on tickets",
        solved: "Tickets solved",
        reasons: "Why it didn’t help",
        due: "Its review date has come. Read it, then set a new date.",
        versions: "Versions",
        version: "Version {n}",
        version_by: "{by}, {at}",
        live: "Readers see this one",
        approved: "Published by {by}, {at}",
        approved_at: "Published {at}",
        drafted_note: "Drafted from {number}",
        make: "Make an article",
        restored_note: "Version {n} restored",

        edit_title: "Edit “{title}”",
        hint_title: "As somebody with the problem would say it.",
        hint_problem: "What they see, in a sentence or two. It stands in lists and search results.",
        hint_body: "Markdown: ## heading, **bold**, 1. steps, - list, `code`, tables. Link another article as [words](/help/a/address).",
        hint_list: "Separated by commas.",
        hint_slug: "Where readers find it: /help/a/… The old address leads to the new one. Empty: made of the title.",
        hint_origins: "Numbers of the tickets it came from, such as CW-20418. Only staff see them.",
        hint_related: "Number of the known problem, such as P-311.",
        hint_review: "When somebody should read it again.",
        hint_lang: "Code of the language, such as en or de.",
        no_product: "No product in particular",
        no_topic: "No topic",
        no_owner: "Nobody",
        note: "What you changed",
        hint_note: "A word for whoever reviews it. It stands in the list of versions.",
        save: "Save",
        saving: "Saving",
        saved: "Saved as version {n}",
        preview: "Preview",
        preview_empty: "What you write shows up here as readers will see it.",
        more: "More about it",
        kept: "This is what you typed here before and did not save.",
        kept_drop: "Drop it",
        stale_title: "{by} saved another version while you were writing",
        stale_somebody: "Somebody",
        stale_hint: "Nothing is lost. Below is what changed, {at}. Their changes are now in your text too; read it through and save again.",
        stale_clash: "You both changed the same place here, and your words stand: {fields}.",

        compare_title: "Versions of “{title}”",
        older: "Older version",
        newer: "Newer version",
        show: "Compare",
        same: "These versions say the same.",
        gap_one: "{n} line the same",
        gap_many: "{n} lines the same",
        removed: "Was",
        added: "Became",
        restore: "Restore version {n}",
        restored: "Version {n} is the newest draft now",
        only_one: "There is one version so far.",
    }
    de {
        title: "Wissen",
        new: "Neuer Artikel",
        make: "Artikel daraus machen",
        edit: "Bearbeiten",
        save: "Speichern",
        preview: "Vorschau",
        versions: "Versionen",
    }
}

words! {
    /// The page that says which articles need somebody.
    KbHealth, kb_health {
        title: "Health",
        heading: "Knowledge health",
        none: "Nothing here. Good.",
        due: "Due for review",
        due_since: "Due since {at}",
        unhelpful: "Often of no help",
        unhelpful_one: "Didn’t help {n} reader",
        unhelpful_many: "Didn’t help {n} readers",
        stale: "Behind the product",
        stale_why: "Doesn’t say whether it fits {version}",
        missed: "Searches without a result",
        missed_none: "Every search found something",
        missed_one: "Searched {n} time",
        missed_many: "Searched {n} times",
        write: "Write it",
        settle: "Settled",
        deflecting: "Sparing most requests",
        deflecting_one: "{n} request not sent",
        deflecting_many: "{n} requests not sent",
        still_right: "Still right",
        still_right_note: "Looked at: still right",
        still_right_done: "“{title}” is right as it is. It is looked at again in half a year.",
        improve: "Improve it",
        sent_here: "Sent on this ticket",
        solved_it: "solved it",
    }
}

words! {
    /// What stands over each field.
    KbFields, kb_fields {
        title: "Title",
        problem: "Problem",
        body: "Solution",
        keywords: "Keywords",
        product: "Product",
        topic: "Topic",
        versions: "Versions it fits",
        audience: "Who may read it",
        lang: "Language",
        slug: "Address",
        owner: "Looked after by",
        review_on: "Review on",
        related: "Known problem",
        origins: "Came from tickets",
    }
    de {
        title: "Titel",
        body: "Lösung",
    }
}

words! {
    KbStates, kb_states {
        draft: "Draft",
        review: "In review",
        published: "Published",
        archived: "Archived",
        drafts: "Drafts",
        send: "Send to review",
        give_back: "Give back",
        publish: "Publish",
        archive: "Archive",
        public: "Everybody",
        signed_in: "Signed-in customers",
        tier: "Customers of the tier {tier}",
        internal: "Staff only",
    }
    de {
        draft: "Entwurf",
        review: "In Prüfung",
        published: "Veröffentlicht",
        archived: "Archiviert",
        drafts: "Entwürfe",
        publish: "Veröffentlichen",
    }
}

/// Name of a field.
#[must_use]
pub fn field_name(lang: Lang, field: Field) -> &'static str {
    let w = kb_fields(lang);
    match field {
        Field::Title => w.title,
        Field::Problem => w.problem,
        Field::Body => w.body,
        Field::Keywords => w.keywords,
        Field::Product => w.product,
        Field::Topic => w.topic,
        Field::Versions => w.versions,
        Field::Audience => w.audience,
        Field::Lang => w.lang,
        Field::Slug => w.slug,
        Field::Owner => w.owner,
        Field::ReviewOn => w.review_on,
        Field::Related => w.related,
        Field::Origins => w.origins,
    }
}

/// How far an article is.
#[must_use]
pub fn article_state(lang: Lang, state: ArticleState) -> &'static str {
    let w = kb_states(lang);
    match state {
        ArticleState::Draft => w.draft,
        ArticleState::Review => w.review,
        ArticleState::Published => w.published,
        ArticleState::Archived => w.archived,
    }
}

/// What moves an article on.
#[must_use]
pub fn article_move(lang: Lang, deed: Move) -> &'static str {
    let w = kb_states(lang);
    match deed {
        Move::Send => w.send,
        Move::Return => w.give_back,
        Move::Publish => w.publish,
        Move::Archive => w.archive,
    }
}

/// Who may read an article.
#[must_use]
pub fn audience_name(lang: Lang, audience: &Audience) -> String {
    let w = kb_states(lang);
    match audience {
        Audience::Public => w.public.to_owned(),
        Audience::SignedIn => w.signed_in.to_owned(),
        Audience::Tier(tier) => fill(w.tier, &[("tier", tier)]),
        Audience::Internal => w.internal.to_owned(),
    }
}
