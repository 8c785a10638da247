//! Mails that the desk writes by itself, as plain text.

use super::words;

words! {
    /// Sign-in codes and notices about an account.
    Mail, mail {
        code_subject: "Your code to sign in",
        code_body: "Hello {name},\n\nyour code to sign in is\n\n    {code}\n\nEnter it at {url} within {minutes} minutes. It works once.\n\nDid you not ask for a code? Then do nothing: without it nobody can sign in. Never tell it to anybody, not even to us.\n",
        password_subject: "Your password was changed",
        password_body: "Hello {name},\n\nthe password of your account at {url} was changed just now, and your other browsers were signed out.\n\nWas it not you? Then tell the people who run this desk at once.\n",
    }
    de {
        code_subject: "Ihr Code zum Anmelden",
        code_body: "Guten Tag, {name},\n\nIhr Code zum Anmelden lautet\n\n    {code}\n\nGeben Sie ihn innerhalb von {minutes} Minuten unter {url} ein. Er gilt einmal.\n\nSie haben keinen Code angefordert? Dann müssen Sie nichts tun: Ohne ihn kann sich niemand anmelden. Geben Sie ihn nie weiter, auch nicht an uns.\n",
        password_subject: "Ihr Passwort wurde geändert",
        password_body: "Guten Tag, {name},\n\ndas Passwort Ihres Kontos unter {url} wurde soeben geändert; Ihre anderen Browser wurden abgemeldet.\n\nWaren Sie das nicht? Dann sagen Sie es sofort denen, die dieses Helpdesk betreiben.\n",
    }
}
