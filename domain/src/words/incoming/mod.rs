//! What staff read about a message that came in: where it lies, and why. [`sentences`] puts the words together.

mod sentences;

pub use self::sentences::*;
use super::words;

words! {
    /// The list of what came in.
    Incoming, incoming {
        title: "Incoming mail",
        hint: "Every message that came in, where it lies and why. None is ever deleted.",
        show: "Show",
        all: "All",
        waiting: "Waiting",
        quarantined: "Quarantine",
        held: "Held",
        refused: "Refused",
        arrived: "Arrived",
        machine: "Automatic",
        ignored: "Left aside",
        none: "No mail has come in",
        none_hint: "Messages stand here as soon as a mailbox is read or one is handed over.",
        none_here: "Nothing lies here",
        unread: "Not read yet",
        nobody: "From nobody",
        no_subject: "(no subject)",
        from: "From {from}",
        in_mailbox: "to {mailbox}",
        handed_over: "handed over",
        list: "Messages",
        retry_all: "Try all again",
        taken_none: "None could be taken in.",
        taken_one: "1 message was taken in.",
        taken_many: "{n} messages were taken in.",
        still_none: "Nothing lies in quarantine any more.",
    }
}

words! {
    /// One message.
    Message, message {
        verdict: "Why it is where it is",
        which: "Ticket",
        who: "Sender",
        writer: "Written by",
        folded: "Folded",
        person: "A person, as far as its head tells.",
        fold_none: "Nothing.",
        fold_one: "1 line of quotes or signatures.",
        fold_many: "{n} lines of quotes and signatures.",
        logos_one: "1 picture that the sender sends with every mail.",
        logos_many: "{n} pictures that the sender sends with every mail.",
        cut: "Some of it could not be read as it was meant, or was too long. The whole message is below.",
        suggested: "It may belong to {number}: {because}",
        through: "{number} carried the ticket on.",
        answers_quarantined: "It answers a mail that lay in quarantine. Once that one can be read, it joins this ticket.",
        tries: "Tried {n} times.",
        text: "Whole text",
        page: "As it was drawn",
        head: "Head",
        raw: "Download the message (.eml)",
        remote_one: "1 picture lies on another server and was not loaded.",
        remote_many: "{n} pictures lie on other servers and were not loaded.",
        remote_show: "Show where",
        remote_hint: "Opening one tells its server that the mail was read.",
        parts: "What came with it",
        no_text: "There is no text.",
        removed: "What it said was removed for good. That it came, from whom and when, stays known.",
        retry: "Try again",
        retried: "Tried again.",
        still: "It lies in quarantine still.",
        let_through: "Let it through",
        let_through_hint: "It then stands in the conversation, and its sender takes part in the ticket.",
        let_through_done: "It stands in the conversation now.",
        refuse: "Refuse it",
        refuse_hint: "It stays as it came, for staff only, and the ticket says who refused it. It can be let through later all the same.",
        refuse_done: "It was refused.",
        move_to: "Move to another ticket",
        move_number: "Number of the ticket",
        move_hint: "Its words and files go there as if they had arrived there, promises are worked out again in both, and both say so. The original stays as it came.",
        move_go: "Move",
        moved: "It stands on {number} now.",
        undo: "Undo the move",
        undo_hint: "It was moved here from {number}.",
        undone: "It is back on {number}.",
    }
}

words! {
    /// On an entry of a ticket that came by mail.
    OnEntry, on_entry {
        open: "How this mail came",
        open_moved: "The message",
        moved_away: "Moved to another ticket",
        moved_show: "Show what it said",
        logos_one: "1 picture that comes with every mail",
        logos_many: "{n} pictures that come with every mail",
    }
}

words! {
    /// Rules in sentences.
    Reasons, reasons {
        token: "It was sent to the address of this conversation ({clue}).",
        our_id: "It answers a mail of ours ({clue}).",
        their_id: "It answers a mail that came in before, or is one ({clue}).",
        ancestor: "It answers what another mail of the ticket answers, too ({clue}).",
        subject: "The number in its subject ({clue}), and its sender takes part in that ticket.",
        mark: "The number of another desk in its subject ({clue}), which the same sender has used on the ticket before.",
        new: "Nothing in it leads to a ticket: it began this one.",
        moved: "Staff moved it here from {clue}.",
        because_subject: "its subject names that ticket, but its sender does not take part in it.",
        because_close: "an open ticket of the same sender is about the same.",
        ours: "One of our own addresses: never a customer.",
        staff: "A member of staff, which a server that we trust confirms.",
        claims_staff: "A staff address, but no server that we trust confirms it: it counts as a stranger’s.",
        contact: "Known: a contact has this address.",
        stranger: "Nobody had this address before.",
        pass: "The sender’s domain is confirmed (DMARC).",
        fail: "The sender’s domain is refuted (DMARC).",
        unknown: "No server that we trust says whether the domain is real.",
        list: "A person, through a mailing list: no acknowledgement goes there.",
        is_loop: "This desk: it is our own mail, come back.",
        report: "A mail server that reports on another mail.",
        no_return_path: "A machine: nothing can be sent back to it.",
        replied: "A machine that answers by itself, such as an out-of-office notice.",
        generated: "A program that tells of something by itself.",
        auto_reply: "A machine, as its head says.",
        precedence: "A machine: it calls itself bulk or automatic mail.",
        daemon: "A mail server, by its name and subject.",
    }
}

words! {
    /// What is wrong with a message.
    Troubles, troubles {
        unreadable: "There is nothing in it that can be read as a message.",
        too_complex: "It has more parts, or deeper ones, than anybody writes. Its head can be read below, and all of it downloaded.",
        too_large: "It is larger than a message may be.",
        no_sender: "It names nobody as its sender. There is nobody to answer: what matters in it can be put into a new ticket by hand.",
        disabled: "Its sender’s account is switched off. Once it is on again, try the message again.",
        fault: "Something of ours failed. It is tried again by itself.",
        too_slow: "It took longer to read than a message may. It is tried again by itself.",
        ours: "It is from one of our own addresses.",
        machine: "No person wrote it, and it belongs to no ticket.",
        unsubscribed: "It asks for no more surveys: its sender gets none from now on.",
    }
}

words! {
    /// The mailboxes and what is believed.
    Mailboxes, mailboxes {
        hint: "The addresses that the desk reads, and how that goes. They are set up where the desk is installed.",
        standing: "In the last day {done} messages were taken in and {ignored} left aside.",
        waiting_one: "1 message waits to be taken in.",
        waiting_many: "{n} messages wait to be taken in.",
        quarantined_one: "1 message lies in quarantine.",
        quarantined_many: "{n} messages lie in quarantine.",
        held_one: "1 message waits to be let through.",
        held_many: "{n} messages wait to be let through.",
        look: "Look at them",
        table: "Mailboxes",
        name: "Mailbox",
        address: "Address",
        queue: "Queue",
        way: "How it is read",
        state: "State",
        no_queue: "As the routing says",
        told: "Its server tells of news at once",
        polled: "Looked into again and again: its server tells of nothing",
        unread: "Not reached yet",
        handed_over: "Handed over by a mail server",
        checked: "Looked into: {at}",
        fine: "Works",
        never: "Not yet",
        since: "since {at}",
        waits: "{n} waiting",
        none: "No mailbox is set up",
        none_hint: "Mail can be handed over all the same: with casewell mail-in, or at /api/v1/inbound/email.",
        unreachable: "Its server cannot be reached: host, port, or the network",
        no_tls: "Its server shows no certificate that holds: see “ca” of the mailbox",
        refused: "Its server refuses to sign us in: the password is wrong, or the token has expired",
        no_token: "The file with the token that signs in cannot be read: see “token_file” of the mailbox",
        no_folder: "The folder does not exist: see the end of its address",
        broken: "The connection broke. It is tried again by itself",
        fault: "The desk could not keep a message. It is fetched again by itself; the log says why",
        trusted: "Servers whose word counts",
        trusted_hint: "Only what they say in Authentication-Results is believed.",
        trusted_none: "None: no sender is ever confirmed, and no staff address counts as staff.",
        domains: "Domains of organisations",
        domains_hint: "A new sender under one of them joins its organisation, once a server of ours confirms the address. People who are known already stay where they are.",
        domains_none: "No domain is linked to an organisation.",
        domains_table: "Domains and their organisations",
        domain: "Domain",
        organisation: "Organisation",
        actions: "Actions",
        domain_hint: "For example quill.example",
        organisation_hint: "Its name, as the desk knows it",
        add: "Add domain",
        added: "{domain} belongs to {organisation} now.",
        remove: "Remove",
        removed: "{domain} belongs to nobody now.",
    }
}

words! {
    /// The laboratory.
    Laboratory, laboratory {
        hint: "What would become of a message, step by step. Nothing is kept, sent or changed.",
        choose: "Choose a message (.eml)",
        or_drop: "or drop it here",
        at_work: "Reading {name}.",
        done: "This is what would become of {name}.",
        failed: "The message could not be read here. Try again.",
        too_large: "{name} is larger than {most} MB. Only its head would be kept; a ticket and its sender would be told.",
        steps: "Steps of {name}",
        kept: "Kept",
        kept_text: "Its bytes would be stored first, whatever follows.",
        read: "Read",
        read_text: "Subject: {subject}. Message-ID: {id}.",
        no_id: "none; one would be made up",
        writer: "Written by",
        who: "Sender",
        which: "Ticket",
        deed: "Done",
        shown: "Shown",
        files: "Files: {names}.",
        bounce_permanent: "Its report: mail to {to} never arrives ({status}).",
        bounce_late: "Its report: mail to {to} is late ({status}).",
        quarantine: "It would lie in quarantine.",
        new_ticket: "Nothing in it leads to a ticket: it would begin one.",
        belongs: "{number}. {why}",
        keep: "Kept, and nothing else.",
        aside: "It would stand beside the conversation, for staff only, and change nothing.",
        hold: "It would wait beside the conversation until staff let it through.",
        say: "It would be the customer’s message on the ticket.",
        note: "It would be a note for colleagues from a member of staff.",
        answer: "It would be an answer to the customer from a member of staff.",
        open: "It would open a ticket.",
        acknowledged: "Its sender would get an acknowledgement.",
        unacknowledged: "Nobody would get an acknowledgement.",
    }
}
