use super::*;

/// What stays of `text`.
fn shown(text: &str) -> String {
    fold(text).text
}

#[test]
fn lines_above_quotes_are_folded_in_many_languages() {
    for intro in [
        "On Mon, Feb 1, 2016 at 4:58 AM, Ana Silva <ana@quill.example> wrote:",
        "On Mon, Feb 1, 2016 at 4:58 AM, Ana Silva\n<ana@quill.example> wrote:",
        "W dniu 28 stycznia 2015 01:53 użytkownik Ana <ana@quill.example>\nnapisał:",
        "Dnia 14 lip 2015 o godz. 00:25 Ana <ana@quill.example> napisał(a):",
        "Am 03.02.2016 um 15:35 schrieb Ana <ana@quill.example>:",
        "Ana <ana@quill.example> schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:",
        "Le lun. 1 févr. 2016 à 04:58, Ana <ana@quill.example> a écrit :",
        "Στις 1 Φεβ 2016, 4:58 π.μ., η Ana <ana@quill.example> έγραψε:",
        "El lun, 1 feb 2016 a las 4:58, Ana (<ana@quill.example>) escribió:",
        "Op 17-feb.-2015, om 13:18 heeft Ana <ana@quill.example> het volgende geschreven:",
        "2016-10-24 15:36 GMT+02:00 Ana <\nana@quill.example>:",
    ] {
        let text = format!("It works now.\n\n{intro}\n\n> Does it work?\n");
        assert_eq!(shown(&text), "It works now.", "{intro}");
    }
}

#[test]
fn the_divider_of_other_programs_is_folded_with_what_is_below() {
    for older in [
        "-----Original Message-----\nFrom: Ana\n\nOld",
        "-----Ursprüngliche Nachricht-----\nVon: Ana <ana@quill.example>\n\nAlt",
        "________________________________\nFrom: Ana <ana@quill.example>\nSent: Monday, 1 February 2016 4:58\nTo: Desk\nSubject: Labels\n\nOld",
        "De : Ana <ana@quill.example>\nEnvoyé : lundi 1 février 2016 04:58\nÀ : Desk\nObjet : Labels\n\nAncien",
    ] {
        assert_eq!(shown(&format!("It works now.\n\n{older}\n")), "It works now.", "{older}");
    }
}

#[test]
fn what_was_typed_inside_or_under_a_quote_stays() {
    let inline = "On 1 Feb 2016, Ana <ana@quill.example> wrote:\n> One?\nYes.\n> Two?\nNo.\n";
    assert_eq!(shown(inline), "> One?\nYes.\n> Two?\nNo.");
    let under = "On 1 Feb 2016, Ana <ana@quill.example> wrote:\n> One?\n\nYes, below.\n";
    assert_eq!(shown(under), "Yes, below.");
    let both = "Hello,\n\nOn 1 Feb 2016, Ana <ana@quill.example> wrote:\n> One?\n\nAnd below.\n";
    assert_eq!(shown(both), "Hello,\n\nAnd below.");
}

#[test]
fn a_quote_that_announces_itself_is_folded_between_what_was_typed() {
    let quote = "<blockquote type=\"cite\"><div>On 1 Feb 2016, at 4:58, Ana Silva &lt;ana@quill.example&gt; wrote:</div><br class=\"Apple-interchange-newline\"><div><p>Does it work?</p><blockquote type=\"cite\"><div>On 31 Jan 2016, Bo &lt;bo@pine.example&gt; wrote:</div><div>Blank labels</div></blockquote></div></blockquote>";
    for (html, typed) in [
        (format!("<div>It works.</div>{quote}<div>And thank you.</div>"), "It works.\n\nAnd thank you."),
        (format!("{quote}<div>It works.</div>"), "It works."),
        (format!("<div>It works.</div>{quote}"), "It works."),
    ] {
        let page = crate::mail::html::text_of(&html);
        let folded = fold(&page);
        assert_eq!(folded.text.replace("\n\n", "\n"), typed.replace("\n\n", "\n"), "{page}");
        assert!(folded.lines >= 4, "{page}");
    }
    let inline = "> On 1 Feb 2016, Ana <ana@quill.example> wrote:\n> One?\nYes.\n> Two?\nNo.";
    assert_eq!(shown(inline), "> One?\nYes.\n> Two?\nNo.");
}

#[test]
fn signatures_go_and_sentences_stay() {
    assert_eq!(shown("It works.\n\n-- \nAna Silva\nQuill Ltd."), "It works.");
    assert_eq!(shown("It works.\n\nSent from my iPhone"), "It works.");
    assert_eq!(shown("It works.\n\nVon meinem Mobilgerät gesendet"), "It works.");
    let sentence = "It works.\n\nSent from my desk, which is easier than my phone.";
    assert_eq!(shown(sentence), sentence);
    let code = "Before\n####\nAfter\n----\nAnd after";
    assert_eq!(shown(code), code);
}

#[test]
fn a_forwarded_message_stays_and_so_does_a_mail_of_nothing_but_quotes() {
    let forwarded = "See below.\n\n---------- Forwarded message ----------\nFrom: Ana <ana@quill.example>\nDate: Monday 1\nSubject: x\n\nHelp\n> me";
    assert_eq!(shown(forwarded), forwarded);
    let quotes = "> One\n> Two";
    assert_eq!(fold(quotes), Folded { text: quotes.into(), lines: 0 });
}

#[test]
fn a_line_of_underscores_divides_like_any_other() {
    for older in [
        "________________\nFrom: Ana Silva\nSent: Monday, 1 February 2016 4:58\nTo: Desk\nSubject: Labels\n\nOld",
        "________________________________\nFrom: Ana Silva <ana@quill.example>\n\nOld\nand older\nand older\nand older\nand older\nand older",
        "________________________________\n\nVon: Ana Silva <ana@quill.example>\nGesendet: Montag, 1. Februar 2016\nAn: Desk\n\nAlt",
        "________________________________\nDe : Ana\nEnvoyé : lundi 1 février 2016\nÀ : Desk\nObjet : Labels\n\nAncien",
    ] {
        assert_eq!(shown(&format!("It works now.\n{older}\n")), "It works now.", "{older}");
    }
}

#[test]
fn lines_that_somebody_pasted_are_no_head() {
    for log in [
        "The gateway says:\nFrom: ana@quill.example\nTo: bo@pine.example\nSubject: test\nand then it stops.",
        "The gateway says:\n\nFrom: 10.0.0.1\nTo: 10.0.0.2\nSubject: handshake failed\n\nWhat does that mean?",
        "It says:\n\nFrom: ana@quill.example\nTo: bo@pine.example\n\nand then it stops.",
        "The log:\nDate: 2026-11-22 10:00\nFrom: ana@quill.example\nTo: bo@pine.example\nrefused\n\nWhy?",
    ] {
        assert_eq!(shown(log), log);
    }
}

#[test]
fn bare_dashes_are_a_signature_only_above_one() {
    for text in [
        "First the printer.\n--\nThen the scanner, which has been deaf since we moved it to the hall.\n\nCan you help?",
        "One\n--\nIs it the driver?",
        "a\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9",
    ] {
        assert_eq!(shown(text), text);
    }
    for signature in [
        "--\nAna Silva\nQuill Ltd.\n+44 20 7946 0000",
        "-- \nAna Silva, who writes long lines below her dashes as everybody may",
    ] {
        assert_eq!(shown(&format!("It works.\n\n{signature}")), "It works.");
    }
}

#[test]
fn folded_lines_are_counted() {
    assert_eq!(fold("Yes.\n\nOn 1 Feb 2016, Ana <a@b.example> wrote:\n> One\n>\n> Two\n").lines, 4);
}

#[test]
fn long_texts_cost_no_more_than_their_length() {
    for line in [
        "a",
        "--",
        "__________",
        "> a",
        "On 1 Feb 2016, Ana <a@b.example> wrote:",
        "From: Ana",
        "Sent from my iPhone",
        "",
    ] {
        assert!(fold(&format!("{line}\n").repeat(19_000)).text.len() < 2_000_000);
    }
    let _ = fold(&"--\na\nb\n> c\n".repeat(4_000));
}
