//! The reader's own account.

use crate::words::words;

words! {
    Account, account {
        title: "Your account",
        saved: "Saved.",
        you: "About you",
        name: "Name",
        email: "Email",
        organisation: "Company",
        lang: "Language",
        lang_hint: "Pages and mails come in it where we have it, otherwise in English.",
        zone: "Time zone",
        zone_hint: "Every time you read is shown in it, for example Europe/Berlin.",
        password_title: "Password",
        password_none: "You have no password and sign in by email code. You can set one here.",
        password_current: "Current password",
        password_new: "New password",
        password_hint: "At least {min} characters. Your other browsers are signed out when it changes.",
        password_go: "Change password",
        password_set: "Set a password",
        password_saved: "Your password was changed. Other browsers are signed out.",
        sessions: "Where you are signed in",
        sessions_hint: "Something you don’t know? Sign out everywhere and change your password.",
        this_browser: "This browser",
        seen: "Last used {at}",
        unknown_browser: "A browser that doesn’t say its name",
        everywhere: "Sign out everywhere",
    }
}
