//! What stands around every page of the console.

use super::super::{Lang, words};

words! {
    DeskFrame, frame {
        leave: "Your changes are not saved yet. Leave without saving them?",
        title: "{thing} – {area} – {product}",
        nav: "Console",
        nav_small: "Console, small screen",
        tickets: "Tickets",
        board: "Board",
        customers: "Customers",
        settings: "Settings",
        new: "New ticket",
        search: "Search",
        my_views: "My views",
        team_views: "Team views",
        queues: "Queues",
        notices: "Notices",
        unread: "unread",
        more: "More",
        account: ", your menu",
        me: "Your settings",
        portal: "Customer portal",
        signed_out: "You are signed out",
        signed_out_hint: "What you typed is still on this page. Sign in again in another tab, then go on here.",
        signed_in_again: "Go on here",
        sign_in: "Sign in",
        sign_out: "Sign out",
        close_menu: "Close the menu",
        capped: "99+",
        missed: " missed",
    }
}

words! {
    /// The fixed views by their id.
    Views, views {
        mine: "My open",
        contact: "Contact due today",
        pressing: "Missed or at risk",
        unassigned: "Unassigned",
        waiting: "Waiting on customer",
        all: "All open",
        solved: "Solved this week",
    }
}

/// Name of a fixed view; `None` for a queue's, which has its own.
#[must_use]
pub fn view_name(lang: Lang, id: &str) -> Option<&'static str> {
    let w = views(lang);
    Some(match id {
        "mine" => w.mine,
        "contact" => w.contact,
        "pressing" => w.pressing,
        "unassigned" => w.unassigned,
        "waiting" => w.waiting,
        "all" => w.all,
        "solved" => w.solved,
        _ => return None,
    })
}

words! {
    /// The dialog that lists the keys.
    Keys, keys {
        title: "Keys",
        switch: "Use single keys",
        switch_hint: "They never work while you type. Ctrl and Enter in the composer always do.",
        all: "all keys",
        anywhere: "Anywhere",
        list: "List",
        ticket: "Ticket",
        composer: "Composer",
        this: "All keys",
        palette: "Search or run a command",
        search: "Search",
        new: "New ticket",
        tickets: "Tickets",
        board: "Live board",
        take: "Take the next ticket, under Unassigned",
        move_by: "Move",
        open: "Open",
        show: "Show what changed",
        reply: "Reply",
        note: "Internal note",
        solve: "Solve",
        status: "Change status",
        priority: "Change priority",
        assignee: "Change assignee",
        plan: "Write the plan",
        contact: "Set the next contact",
        escalate: "Escalate",
        article: "Insert an article, Enter takes the first",
        back: "Back to the list",
        send: "Send, keep open",
        send_solve: "Send and solve",
        leave: "To the timeline, draft kept",
    }
}
