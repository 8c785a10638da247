//! Sentences for everything that can go wrong: what happened, what is safe, what to do.

use super::{Lang, fill, words};
use crate::error::{Error, FieldError, Problem};

words! {
    /// Whole-page and form errors.
    Errors, errors {
        summary: "There is a problem",
        title_prefix: "Error: {title}",
        not_found: "We can’t find that page. Check the address, or search for what you need.",
        not_found_title: "Page not found",
        sign_in: "Sign in to see this.",
        forbidden: "Your account can’t do this. Ask an admin of this desk if you need it.",
        forbidden_title: "Not allowed",
        invalid: "Some answers need another look. Nothing you typed is lost.",
        conflict: "Somebody changed this ticket while you were writing. Your text is still here; see what changed, then send again.",
        too_many: "Too many tries. Wait {seconds} seconds, then try again.",
        too_many_minutes: "Too many tries. Wait {minutes} minutes, then try again.",
        too_large_at_once: "That is more than the desk takes at once. Nothing was saved, and what you typed is still here. Make it shorter, or add it as a file.",
        busy: "The desk is busy. Nothing was changed; trying again is safe.",
        full: "The desk has no space left to save. Nothing was changed. Tell the people who run it.",
        internal: "Something failed on our side. Nothing you typed is lost. If it happens again, tell us this reference: {id}.",
        internal_title: "Something failed",
        network: "No answer from the desk. Check your connection; what you typed is still here.",
        required: "Enter an answer.",
        required_id: "Give it an id of your own that stays the same.",
        required_title: "Enter a title.",
        required_body: "Enter the text.",
        required_messages: "Add at least one message.",
        required_author: "Name the author.",
        required_organisation: "Name the organisation.",
        required_subject: "Enter a short title, for example “Labels print blank on Dock 3”.",
        required_text: "Write a few words, so that we know what you see.",
        required_email: "Enter your email address.",
        required_password: "Enter your password.",
        required_name: "Enter a name.",
        required_product: "Choose a product.",
        required_topic: "Choose what it is about.",
        required_reason: "Say why, in a few words.",
        required_next_contact: "Promise a time for the next contact, so that the customer is not left waiting.",
        required_plan: "Write down the next step, so that the customer knows what happens.",
        required_words: "Enter words of letters or numbers, one to a line.",
        required_answers: "Begin each line with the question, then an equals sign and the answer.",
        required_caller: "Choose who is calling.",
        not_between: "Enter a whole number from {least} to {most}.",
        no_time_at_all: "This is when it begins. Enter another time.",
        stand_in_away: "They are away then, too. Choose somebody else, or nobody.",
        required_team: "Name the team.",
        required_review_at: "Choose when to look at this again.",
        too_large: "Choose a file of at most {max} MB.",
        too_many_files: "At most {most} files go with one message. Take some out, or send them with the next.",
        no_file: "Add a file.",
        empty_file: "This file is empty. Choose another.",
        file_gone: "A file is no longer here. Attach it again.",
        closed: "This request is closed. Write a message instead: it starts a new request.",
        too_long: "Use at most {max} characters.",
        too_short: "Use at least {min} characters.",
        not_an_email: "Enter an email address like name@example.com.",
        not_a_number: "Enter a number, for example 12.",
        not_a_time: "Enter a date and time, for example 2026-11-21 15:00.",
        not_a_date: "Enter a date, for example 2026-11-24.",
        not_a_choice: "Choose one of the answers shown.",
        not_ready: "Mend what is listed beside the questions first. Nothing was published.",
        not_in_future: "Choose a time in the future.",
        too_far: "Choose a time within {days} days.",
        wrong_sign_in: "Email and password don’t belong together. Check both, or get a code by email.",
        wrong_code: "That code doesn’t fit. Tries left: {left}.",
        code_ended: "That code can’t be used any more. Ask for a new one.",
        taken: "This is in use already. Choose another.",
        elsewhere: "This is a contact of {name}. Take them out there first.",
        everybodys_domain: "Anybody can have an address there. Enter a domain that is one organisation’s own.",
        our_domain: "You write from this domain yourselves. Enter a customer’s.",
        persons_address: "This is a colleague’s or customer’s own address, and their mail would count as the desk’s. Enter an address that nobody uses for themselves.",
        already_there: "The message stands on this ticket already. Enter another number.",
        has_to_stay: "The message has to stay where it is: staff wrote it, or its ticket was answered.",
        unknown: "The desk doesn’t know this. Check how it is written.",
        in_future: "Enter a time that is not in the future.",
        expected: "Expected here: {what}.",
        no_such_field: "There is no such field. There are: {known}.",
        not_json: "This is no JSON from line {line}, column {column} on.",
        calendar: "This calendar can’t be used: {part}.",
        not_a_zone: "Enter a time zone, for example Europe/Berlin.",
        no_such_place: "This mail has nothing to put in place of “{place}”. Take it out, or use one of the places listed.",
        place_missing: "Keep the place “{place}”: without it the mail would not say what it is for.",
        not_a_clock: "Enter a time of day, for example 09:00.",
        never_open: "This calendar has no opening time in the next year, so nothing counted in it would ever be due. Add opening hours, or a day with other hours.",
        queue_used: "{names}: sends tickets here. Let that lead elsewhere first.",
        has_open_work: "Something is open in it. Move that first, on the board.",
        still_used: "Still used by {names}. Give them another calendar first.",
        webhook_used: "Alarms of {names} call it. Take it out of them first.",
        not_a_web_address: "Enter an address that starts with https://, without a user name or password in it.",
        out_of_bounds: "This address leads into a network that the desk may not call. Whoever runs the desk can allow it, with CASEWELL_WEBHOOK_PRIVATE.",
        no_targets: "This policy promises nothing. Enter at least one time, or switch it off.",
        no_calendar: "This counts in opening hours. Choose a calendar, or another unit.",
        ends_before: "Enter a last day that is not before the first.",
        not_a_percentage: "Enter a number between 1 and 99.",
        too_often: "Repeat at most once a minute.",
        zero: "Enter a whole number from 1 on, such as 90 minutes for one and a half hours, or leave it empty.",
        twice: "There is another one like this above. Change one of the two.",
        does_nothing: "Choose at least one thing that this alarm does.",
        not_a_level: "Give each skill a level from 1 to {most}, such as: Printers 2",
        leads_nowhere: "As it stands, the rule does nothing. Choose a queue, a priority or a skill.",
        not_ics: "This is no calendar file. Choose one that ends in .ics.",
        no_days: "This file names no days in the years around now.",
        nobody_there: "Nobody on this desk can own this rung. Choose somebody else, or give a colleague that role first.",
        gone: "This person has left or is switched off. Choose somebody else.",
        asked_below: "A lower rung asks the same people already, so nobody new would hear of it. Choose somebody else.",
        no_rung: "The ladder has no rung here that can be asked. Ask a lead, or have a rung added to the ticket’s type.",
        plan_changed: "The desk’s work has changed meanwhile, so nothing was moved. Look again where each ticket lands now.",
        not_moved: "This was brought back already, or is on its way.",
        type_used: "Still used by the topics {names}. Give them another type first.",
        too_much: "This is too much: at most 1 MB, 5,000 days, 100 rows.",
    }
    de {
        summary: "Etwas stimmt noch nicht",
        title_prefix: "Fehler: {title}",
        not_found: "Diese Seite gibt es nicht. Prüfen Sie die Adresse, oder suchen Sie, was Sie brauchen.",
        not_found_title: "Seite nicht gefunden",
        sign_in: "Melden Sie sich an, um das zu sehen.",
        forbidden: "Ihr Konto darf das nicht. Fragen Sie die Verwaltung dieses Helpdesks, wenn Sie es brauchen.",
        forbidden_title: "Nicht erlaubt",
        invalid: "Einige Antworten brauchen noch einen Blick. Nichts, was Sie geschrieben haben, ist verloren.",
        conflict: "Jemand hat diese Anfrage geändert, während Sie schrieben. Ihr Text ist noch da; sehen Sie nach, was sich geändert hat, und senden Sie ihn dann noch einmal.",
        too_many: "Zu viele Versuche. Warten Sie {seconds} Sekunden, und versuchen Sie es dann noch einmal.",
        too_many_minutes: "Zu viele Versuche. Warten Sie {minutes} Minuten, und versuchen Sie es dann noch einmal.",
        too_large_at_once: "Das ist mehr, als auf einmal geht. Nichts wurde gespeichert, und was Sie geschrieben haben, ist noch da. Kürzen Sie es, oder hängen Sie es als Datei an.",
        busy: "Gerade ist viel los. Nichts wurde geändert; versuchen Sie es einfach noch einmal.",
        full: "Es ist kein Platz mehr, um etwas zu speichern. Nichts wurde geändert. Sagen Sie es denen, die das Helpdesk betreiben.",
        internal: "Bei uns ist etwas schiefgegangen. Nichts, was Sie geschrieben haben, ist verloren. Wenn es wieder vorkommt, nennen Sie uns dieses Kennzeichen: {id}.",
        internal_title: "Etwas ist schiefgegangen",
        network: "Keine Antwort vom Helpdesk. Prüfen Sie Ihre Verbindung; was Sie geschrieben haben, ist noch da.",
        required: "Geben Sie eine Antwort.",
        closed: "Diese Anfrage ist geschlossen. Schreiben Sie stattdessen eine Nachricht: Sie beginnt eine neue Anfrage.",
        too_long: "Verwenden Sie höchstens {max} Zeichen.",
        not_a_choice: "Wählen Sie eine der Antworten.",
    }
}

/// What to tell the reader about `error` as a whole.
#[must_use]
pub fn sentence(lang: Lang, error: &Error) -> String {
    let w = errors(lang);
    match error {
        Error::NotFound => w.not_found.to_owned(),
        Error::SignIn => w.sign_in.to_owned(),
        Error::Forbidden => w.forbidden.to_owned(),
        Error::Invalid(fields) => match fields.as_slice() {
            [one] => problem(lang, one),
            _ => w.invalid.to_owned(),
        },
        Error::Conflict(_) => w.conflict.to_owned(),
        Error::TooMany { retry_after: seconds } if *seconds > 120 => {
            fill(w.too_many_minutes, &[("minutes", &seconds.div_ceil(60).to_string())])
        }
        Error::TooMany { retry_after } => fill(w.too_many, &[("seconds", &retry_after.to_string())]),
        Error::TooLarge => w.too_large_at_once.to_owned(),
        Error::Busy => w.busy.to_owned(),
        Error::Full => w.full.to_owned(),
        Error::Internal(id) => fill(w.internal, &[("id", id)]),
    }
}

/// As [`sentence`], with the name of each field that needs another value: for those who see no form.
#[must_use]
pub fn by_field(lang: Lang, error: &Error) -> String {
    let Error::Invalid(fields) = error else { return sentence(lang, error) };
    let named = |field: &FieldError| match field.field.as_str() {
        "" => problem(lang, field),
        name => format!("{name}: {}", problem(lang, field)),
    };
    fields.iter().map(named).collect::<Vec<_>>().join(" ")
}

/// What to enter instead, for one field.
#[must_use]
pub fn problem(lang: Lang, error: &FieldError) -> String {
    let w = errors(lang);
    match &error.problem {
        Problem::Required => required(lang, &error.field).to_owned(),
        Problem::TooLarge { megabytes } => fill(w.too_large, &[("max", &megabytes.to_string())]),
        Problem::NotALevel { most } => fill(w.not_a_level, &[("most", &most.to_string())]),
        Problem::TooManyFiles { most } => fill(w.too_many_files, &[("most", &most.to_string())]),
        Problem::NoFile => w.no_file.to_owned(),
        Problem::EmptyFile => w.empty_file.to_owned(),
        Problem::FileGone => w.file_gone.to_owned(),
        Problem::Closed => w.closed.to_owned(),
        Problem::TooLong { max } => fill(w.too_long, &[("max", &max.to_string())]),
        Problem::TooShort { min } => fill(w.too_short, &[("min", &min.to_string())]),
        Problem::NotAnEmail => w.not_an_email.to_owned(),
        Problem::NotANumber => w.not_a_number.to_owned(),
        Problem::NotBetween { least, most } => {
            fill(w.not_between, &[("least", &least.to_string()), ("most", &most.to_string())])
        }
        Problem::NotATime => w.not_a_time.to_owned(),
        Problem::NotADate => w.not_a_date.to_owned(),
        Problem::NotReady => w.not_ready.to_owned(),
        Problem::NotAChoice => w.not_a_choice.to_owned(),
        Problem::NotInFuture => w.not_in_future.to_owned(),
        Problem::TooFar { days } => fill(w.too_far, &[("days", &days.to_string())]),
        Problem::WrongSignIn => w.wrong_sign_in.to_owned(),
        Problem::WrongCode { left } => fill(w.wrong_code, &[("left", &left.to_string())]),
        Problem::CodeEnded => w.code_ended.to_owned(),
        Problem::Taken => w.taken.to_owned(),
        Problem::Elsewhere(name) => fill(w.elsewhere, &[("name", name)]),
        Problem::EverybodysDomain => w.everybodys_domain.to_owned(),
        Problem::OurDomain => w.our_domain.to_owned(),
        Problem::PersonsAddress => w.persons_address.to_owned(),
        Problem::AlreadyThere => w.already_there.to_owned(),
        Problem::HasToStay => w.has_to_stay.to_owned(),
        Problem::Unknown => w.unknown.to_owned(),
        Problem::InFuture => w.in_future.to_owned(),
        Problem::Expected(what) => fill(w.expected, &[("what", what)]),
        Problem::NoSuchField(known) => fill(w.no_such_field, &[("known", known)]),
        Problem::NotJson { line, column } => {
            fill(w.not_json, &[("line", &line.to_string()), ("column", &column.to_string())])
        }
        Problem::Calendar(part) => fill(w.calendar, &[("part", part)]),
        Problem::QueueUsed(names) => fill(w.queue_used, &[("names", names)]),
        Problem::HasOpenWork => w.has_open_work.to_owned(),
        Problem::StillUsed(names) => fill(w.still_used, &[("names", names)]),
        Problem::WebhookUsed(names) => fill(w.webhook_used, &[("names", names)]),
        Problem::NoSuchPlace(place) => fill(w.no_such_place, &[("place", place)]),
        Problem::PlaceMissing(place) => fill(w.place_missing, &[("place", place)]),
        Problem::TypeUsed(names) => fill(w.type_used, &[("names", names)]),
        other => setting(lang, other).to_owned(),
    }
}

/// What is wrong with a calendar or a policy.
fn setting(lang: Lang, problem: &Problem) -> &'static str {
    let w = errors(lang);
    match problem {
        Problem::NotAZone => w.not_a_zone,
        Problem::NotAClock => w.not_a_clock,
        Problem::NeverOpen => w.never_open,
        Problem::NoTargets => w.no_targets,
        Problem::NoCalendar => w.no_calendar,
        Problem::StandInAway => w.stand_in_away,
        Problem::NoTimeAtAll => w.no_time_at_all,
        Problem::EndsBefore => w.ends_before,
        Problem::NotAPercentage => w.not_a_percentage,
        Problem::TooOften => w.too_often,
        Problem::Zero => w.zero,
        Problem::Twice => w.twice,
        Problem::DoesNothing => w.does_nothing,
        Problem::LeadsNowhere => w.leads_nowhere,
        Problem::NotIcs => w.not_ics,
        Problem::NoDays => w.no_days,
        Problem::TooMuch => w.too_much,
        Problem::NobodyThere => w.nobody_there,
        Problem::Gone => w.gone,
        Problem::AskedBelow => w.asked_below,
        Problem::NoRung => w.no_rung,
        Problem::PlanChanged => w.plan_changed,
        Problem::NotMoved => w.not_moved,
        Problem::NotAWebAddress => w.not_a_web_address,
        Problem::OutOfBounds => w.out_of_bounds,
        _ => w.required,
    }
}

fn required(lang: Lang, field: &str) -> &'static str {
    let w = errors(lang);
    // Of a path like `messages[0].author` the last name tells what is missing.
    match field.rsplit('.').next().unwrap_or_default() {
        "author" => w.required_author,
        "id" => w.required_id,
        "title" => w.required_title,
        "body" => w.required_body,
        "messages" => w.required_messages,
        "organisation" => w.required_organisation,
        "subject" => w.required_subject,
        "text" => w.required_text,
        "email" => w.required_email,
        "password" => w.required_password,
        "name" => w.required_name,
        "reason" => w.required_reason,
        "next_contact" => w.required_next_contact,
        "words" => w.required_words,
        "answers" => w.required_answers,
        "caller" => w.required_caller,
        "plan" => w.required_plan,
        "team" => w.required_team,
        "product" => w.required_product,
        "topic" => w.required_topic,
        "review_at" => w.required_review_at,
        _ => w.required,
    }
}
