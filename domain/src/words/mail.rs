//! Mails that the desk writes by itself, as plain text.

use super::words;

words! {
    /// The page on which a mail that comes again and again is ended.
    WayOut, way_out {
        survey: "Stop surveys?",
        survey_text: "We then ask this address no more how its requests stand. Everything else still comes.",
        digest: "Stop the digest?",
        digest_text: "You can choose another at any time under your own settings.",
        stop: "Stop",
        done: "Done: no more of these come.",
        back_text: "No surveys go to this address. You can have them again.",
        back: "Ask me again",
        back_done: "Surveys come to this address again.",
        gone: "This link has had its time. A newer mail has one that works.",
    }
    de {
        survey: "Umfragen abbestellen?",
        survey_text: "Wir fragen diese Adresse dann nicht mehr, wie es um ihre Anfragen steht. Alles andere kommt weiterhin.",
        digest: "Zusammenfassung abbestellen?",
        digest_text: "Unter Ihren eigenen Einstellungen können Sie jederzeit eine andere wählen.",
        stop: "Abbestellen",
        done: "Erledigt: Davon kommt nichts mehr.",
        back_text: "An diese Adresse gehen keine Umfragen. Sie können sie wieder bekommen.",
        back: "Wieder fragen",
        back_done: "An diese Adresse gehen wieder Umfragen.",
        gone: "Dieser Link ist abgelaufen. In einer neueren Mail steht einer, der gilt.",
    }
}

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
