//! What people wrote to each other, less what says who they are and what opens their doors: for texts that others will
//! read. Every reader of a text goes through it once and says which stretches of it to leave out.

mod addresses;
mod numbers;
mod people;
mod secrets;
mod words;

use std::ops::Range;

use words::Words;

/// Stands where something was left out, so that an author sees it.
pub const LEFT_OUT: &str = "[…]";
/// Longest greeting, in words.
const GREETING: usize = 5;
/// How many lines a farewell and the name under it take.
const FAREWELL: usize = 4;

const GREETINGS: [&str; 10] =
    ["hi", "hello", "hey", "dear", "good morning", "good afternoon", "hallo", "guten tag", "liebe", "lieber"];
const FAREWELLS: [&str; 12] = [
    "regards",
    "kind regards",
    "best regards",
    "best wishes",
    "best",
    "cheers",
    "thanks",
    "thank you",
    "many thanks",
    "yours",
    "viele grüße",
    "mit freundlichen grüßen",
];

/// `text` without greeting and farewell, without addresses, numbers of people and accounts, passwords and keys, and without
/// `names`: whole names, and each of their parts that is longer than two letters and written as a name. Takes time in
/// proportion to the length of the text.
#[must_use]
pub fn impersonal(text: &str, names: &[&str]) -> String {
    let text = without_manners(text);
    let words = Words::of(&text);
    let mut out = people::known(&words, names);
    out.extend(people::introduced(&words));
    out.extend(people::births(&words));
    out.extend(addresses::streets(&words));
    out.extend(addresses::on_networks(&text));
    out.extend(numbers::phones(&text));
    out.extend(numbers::accounts(&text));
    out.extend(secrets::told(&words));
    out.extend(secrets::keys(&words));
    without(&text, out)
}

/// `text` with a mark in the place of each stretch of `out`; stretches that nothing but a blank parts leave one.
fn without(text: &str, mut out: Vec<Range<usize>>) -> String {
    out.sort_unstable_by_key(|stretch| (stretch.start, stretch.end));
    let mut kept = String::with_capacity(text.len());
    let mut done = 0;
    let mut marked = false;
    for stretch in out {
        let between = text.get(done..stretch.start).unwrap_or_default();
        if stretch.end <= done {
            continue;
        }
        if !(marked && between.bytes().all(|byte| matches!(byte, b' ' | b'-'))) {
            kept.push_str(between);
            kept.push_str(LEFT_OUT);
        }
        (done, marked) = (stretch.end, true);
    }
    kept.push_str(&text[done..]);
    kept
}

/// The lines between greeting and farewell.
fn without_manners(text: &str) -> String {
    let mut lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    if lines.first().is_some_and(|line| is_greeting(line)) {
        lines.remove(0);
    }
    let tail = lines.len().saturating_sub(FAREWELL);
    if let Some(end) = lines.iter().skip(tail).position(|line| is_farewell(line)) {
        lines.truncate(tail + end);
    }
    lines.join("\n").trim().to_owned()
}

fn is_greeting(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let is_short = line.split_whitespace().count() <= GREETING;
    is_short
        && GREETINGS.iter().any(|word| {
            line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', '!']))
        })
}

fn is_farewell(line: &str) -> bool {
    let line = line.trim().trim_end_matches([',', '.', '!', '–', '-']).trim().to_lowercase();
    FAREWELLS.contains(&line.as_str())
}

#[cfg(test)]
mod tests {
    use super::impersonal;

    #[test]
    fn who_wrote_is_left_out() {
        let text = "Hi Rosalind,\n\nrosalind@quill.example said the label from Ms Achterberg is white.\n\
                    Call +44 20 7946 0018 or (0800) 123-456.\n\nKind regards,\nInes Kovar";
        assert_eq!(
            impersonal(text, &["Rosalind Achterberg", "Ines Kovar"]),
            "[…] said the label from Ms […] is white.\nCall […] or […]."
        );
        assert_eq!(impersonal("Rosalind Achterberg's", &["Rosalind Achterberg"]), "[…]'s");
    }

    #[test]
    fn secrets_numbers_and_addresses_are_left_out() {
        for (text, left) in [
            ("My password is hunter2! and it fails", "My password is […] and it fails"),
            ("Password: swordfish", "Password: […]"),
            ("the password for the admin is correct-horse", "the password for the admin is […]"),
            ("pwd=S3cret; next", "pwd=[…]; next"),
            ("Das Passwort lautet Sommer2026.", "Das Passwort lautet […]."),
            ("The password is swordfish.", "The password is […]."),
            ("The PIN is 4711.", "The PIN is […]."),
            ("PIN 4711 on the handheld", "PIN […] on the handheld"),
            ("API key: k3yW1thDigits99", "API key: […]"),
            ("token = \"abc 123 def\"", "token = […]"),
            ("use cw_0123456789abcdef0123456789abcdef here", "use […] here"),
            ("Bearer dGhpcyBpcyBhIHNlY3JldDQyNTE5 fails", "Bearer […] fails"),
            ("IBAN is DE89 3704 0044 0532 0130 00", "IBAN is […]"),
            ("iban DE89370400440532013000, please", "iban […], please"),
            ("BE68 5390 0754 7034 was debited", "[…] was debited"),
            ("Card 4111 1111 1111 1111", "Card […]"),
            ("card 4111-1111-1111-1112, by mistake", "card […], by mistake"),
            ("5500005555555559 was charged", "[…] was charged"),
            ("the server 192.168.4.7 is down", "the server […] is down"),
            ("at 10.0.0.12:9100", "at […]:9100"),
            ("from fe80::1ff:fe23:4567:890a.", "from […]."),
            ("Send it to 12 Baker Street, London.", "Send it to […]."),
            ("We sit in 7b Old Mill Road and wait", "We sit in […] and wait"),
            ("Hauptstraße 5, 10115 Berlin", "[…]"),
            ("Berliner Str. 12", "[…]"),
            ("born 12.03.1980", "born […]"),
            ("Date of birth: 12/03/1980", "Date of birth: […]"),
            ("geb. am 12. März 1980 in", "geb. am […] in"),
            ("Ask Mrs Venkat-Rao or Herr Meier", "Ask Mrs […] or Herr […]"),
            ("My colleague Tomasz Zych told me", "My colleague […] told me"),
            ("It works. Regards Tomasz", "It works. Regards […]"),
            ("my name is Tomasz", "my name is […]"),
        ] {
            assert_eq!(impersonal(text, &[]), left, "{text}");
        }
    }

    #[test]
    fn names_go_wherever_they_stand() {
        let names = ["Rosalind Achterberg", "Mars Li", "Seán O'Brien"];
        for (text, left) in [
            ("ask rosalind achterberg", "ask […]"),
            ("ROSALIND said, Achterberg, R.", "[…] said, […], R."),
            ("Rosalind-Achterberg and Mars Li", "[…] and […]"),
            ("Seán O'Brien's", "[…]'s"),
            ("to mars and marsden, Marsden", "to mars and marsden, Marsden"),
        ] {
            assert_eq!(impersonal(text, &names), left, "{text}");
        }
    }

    #[test]
    fn what_helps_stays() {
        for text in [
            "Error 0x80070005 in 7.4.10, see CW-20418 on port 9100",
            "CW20418: F-04 on a DX-200 with driver 7.4.1.203, part FW-7731-0042-B",
            "Set the gap to 0.5 mm (0 to 10) and retry in 2026-11-22 08:00",
            "Hi-res labels print, Mars does not know Marsden.",
            "Thanks to the update it works. Best practice: wait.",
            "The password is wrong. The PIN is locked, the key is missing, the token is expired.",
            "My password is not accepted; the key is F-04 and the error is 0x80070005",
            "Press the key F4, then key: Ctrl+P. The secret is to wait 20 s.",
            "Enter your PIN twice. PIN: see above. Password: forgotten.",
            "GTIN 4006381333931, SSCC 340123450000000018, lot 20261122, order 1234567",
            "Row 12, aisle 4 and street level: 3 printers, 12 rolls, Road 7",
            "label_service_writes_trace_2026 in /var/log/casewell/label-service-trace-2026-11-22.log",
            "The service is born ready; 12.03.2026 is the release",
            "Stellplatz 12 and Förderband 3, block 7.4.1 to 7.4.9",
            "std::vec::Vec and a::b, at 10:30:15",
        ] {
            assert_eq!(impersonal(text, &["Mars Li"]).replace("[…] does", "Mars does"), text);
        }
        assert_eq!(impersonal("", &[""]), "");
    }

    #[test]
    fn a_long_text_takes_no_longer_for_each_word() {
        for piece in [
            "0 ",
            "1",
            "A1 ",
            "a@",
            "password ",
            "4111 ",
            "DE89 ",
            "12 Baker ",
            "Mr ",
            "::",
            "born ",
            "password:",
        ] {
            let text = piece.repeat(40_000 / piece.len());
            assert!(!impersonal(&text, &["Mars Li"]).is_empty(), "{piece}");
        }
    }
}
