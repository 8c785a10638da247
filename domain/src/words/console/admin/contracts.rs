//! Contracts: their list, their form, how close their end is.

use super::super::super::{Lang, count, words};
use crate::contracts::Ending;

words! {
    Contracts, contracts {
        hint: "What organisations have agreed on. A change counts for new tickets; promises that were made are kept.",
        table: "Contracts",
        organisation: "Organisation",
        name: "Contract",
        name_label: "Name",
        policy: "Policy",
        ending: "Ends",
        manager: "Account manager",
        expiring: "{n} end soon or have ended",
        more: "The first 500 are shown.",
        none: "No contracts yet",
        none_hint: "Open a customer to add their contract. Without one, tickets follow the tier’s policy or the default.",
        back: "All contracts",
        new_for: "New contract of {name}",
        of: "Contract of {name}",
        types: "Covers ticket types",
        products: "Covers products",
        all_hint: "None ticked: all of them.",
        starts: "First day",
        ends: "Last day",
        ends_hint: "Empty: it has no end.",
        fallback: "Policy after its end",
        no_fallback: "The tier’s, or the default",
        hours: "Hours included",
        hours_hint: "Empty: hours are not counted.",
        save: "Save contract",
        saved: "The contract is saved.",
        conflict: "Somebody else changed this contract meanwhile. What you typed is still here; taking theirs drops it.",
        theirs: "Take theirs",
        before: "Not begun",
        active: "Active",
        soon_today: "Ends today",
        soon_one: "Ends in 1 day",
        soon_many: "Ends in {n} days",
        ended: "Ended",
        open_end: "No end",
        add: "Add contract",
        alarms: "Tell account managers before a contract ends",
        alarms_days: "Days before the end",
        alarms_hint: "For example 30, 7. Each account manager hears of each end once. Empty: nobody is told.",
        alarms_save: "Save days",
        alarms_saved: "Account managers hear of contracts that many days before their end.",
        alarms_conflict: "Somebody else changed these days meanwhile. Read the page again, then change them.",
    }
}

/// How close the end of a contract is.
#[must_use]
pub fn contract_ending(lang: Lang, ending: Ending) -> String {
    let w = contracts(lang);
    match ending {
        Ending::Before => w.before.to_owned(),
        Ending::Active => w.active.to_owned(),
        Ending::Soon(0) => w.soon_today.to_owned(),
        Ending::Soon(days) => count(days.into(), w.soon_one, w.soon_many),
        Ending::Ended => w.ended.to_owned(),
    }
}
