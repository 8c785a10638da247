//! What is in a message: ids, charsets, files, quotes, pictures, sizes; one case of email.md a test, on both databases.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;
mod letters;

use backend::files;
use backend::mail::inbound;
use domain::mail::Trouble;
use domain::mail::view::Shelf;
use futures::StreamExt;

use letters::{arrive, entries, letter, reading, said, waiting};

const ANA: &str = "Ana <ana@quill.example>";

#[tokio::test]
async fn case_21_without_a_message_id_one_is_made_up() {
    for (desk, _) in reading().await {
        letter(ANA, "Blank labels").with("Message-ID", "").ticket(&desk).await;
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_ids WHERE ours = FALSE AND seen = TRUE").await, 1);
    }
}

#[tokio::test]
async fn case_22_the_same_fetch_again_changes_nothing() {
    for (desk, _) in reading().await {
        let mail = letter(ANA, "Blank labels");
        let uid = Some(inbound::Uid { validity: 7, uid: 42 });
        let arrival = inbound::Arrival { mailbox: "support".into(), uid, raw: mail.raw().into() };
        let first = inbound::take(&desk.b, arrival.clone()).await.unwrap();
        let again = inbound::take(&desk.b, arrival).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(mail.to(&desk).await.id, first.id, "by another way");
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 1);
        assert_eq!(desk.number("SELECT uid FROM mail_positions").await, 42);
    }
}

#[tokio::test]
async fn case_22_a_message_that_was_kept_and_not_decided_is_taken_up() {
    for (desk, _) in reading().await {
        let mail = letter(ANA, "Blank labels");
        let first = mail.to(&desk).await;
        assert_eq!(first.state, "done");
        // As if the power had gone in between.
        desk.exec(
            "UPDATE mail_in SET state = 'waiting', ticket_id = NULL, entry_id = NULL, next_at = 0",
            vec![],
        )
        .await;
        desk.exec("DELETE FROM mail_ids", vec![]).await;
        inbound::take_up(&desk.b).await.unwrap();
        assert_eq!(desk.texts("SELECT state FROM mail_in").await, ["done"]);
        assert_eq!(mail.to(&desk).await.state, "done");
    }
}

#[tokio::test]
async fn case_23_charsets_and_names_of_any_kind() {
    for (desk, cast) in reading().await {
        let mut raw = letter(ANA, "Vi\u{fffd}t")
            .with("Content-Type", "text/plain; charset=windows-1258")
            .saying("")
            .raw();
        raw.extend_from_slice(b"Vi\xeat Nam\r\nbegin 644 ../caf\xe9.txt\r\n#0V%T\r\n`\r\nend\r\n");
        let taken = arrive(&desk.b, "", raw.clone()).await;
        let number = taken.number.expect("a ticket");
        assert_eq!(said(&desk, &cast.agent, &number).await[0].1, "Viêt Nam");
        let files = entries(&desk, &cast.agent, &number).await.remove(0).body.files().unwrap().to_vec();
        assert_eq!((files.len(), files[0].name.contains('/')), (1, false));
        let admin = desk.person(domain::access::Role::Admin, "ada@desk.example").await;
        assert_eq!(inbound::raw(&desk.b, &admin, &taken.id).await.unwrap(), raw, "byte for byte");
    }
}

#[tokio::test]
async fn case_24_a_malformed_content_type() {
    for (desk, cast) in reading().await {
        for kind in [
            "text",
            "text/plain; charset=",
            "multipart/mixed",
            "multipart/mixed; boundary=\"",
            ";;;",
            "text/plain;\u{1}=x",
        ] {
            let number =
                letter(ANA, &format!("Kind {}", kind.len())).with("Content-Type", kind).ticket(&desk).await;
            assert_eq!(said(&desk, &cast.agent, &number).await[0].1, "The labels come out blank.", "{kind}");
        }
    }
}

/// A message of several parts.
fn parts(kind: &str, parts: &[&str]) -> letters::Letter {
    let text: String = parts.iter().map(|part| format!("--x\n{part}\n")).collect();
    letter(ANA, "Blank labels")
        .with("Content-Type", &format!("{kind}; boundary=x"))
        .saying(&format!("{text}--x--\n"))
}

const PLAIN: &str = "Content-Type: text/plain\n\nSee the file.";

#[tokio::test]
async fn case_25_a_forwarded_message_is_kept_whole() {
    for (desk, cast) in reading().await {
        let inner =
            "From: Bo <bo@pine.example>\nSubject: Inner\nContent-Type: text/plain\n\nInner text, whole.";
        let mail = parts("multipart/mixed", &[PLAIN, &format!("Content-Type: message/rfc822\n\n{inner}")]);
        let number = mail.ticket(&desk).await;
        let file = entries(&desk, &cast.agent, &number).await.remove(0).body.files().unwrap()[0].clone();
        assert_eq!(file.name, "message.eml");
        let content = content(&desk.b, &cast.agent, &file.id).await;
        assert_eq!(String::from_utf8(content).unwrap().replace("\r\n", "\n").trim_end(), inner);
    }
}

async fn content(b: &backend::Backend, v: &domain::Viewer, id: &str) -> Vec<u8> {
    let opened = files::open(b, v, id).await.expect("a file");
    let pieces: Vec<_> = opened.content.collect().await;
    pieces.into_iter().flat_map(|piece| piece.expect("bytes")).collect()
}

#[tokio::test]
async fn case_26_a_blockquote_for_layout_and_an_answer_inside_a_quote() {
    for (desk, cast) in reading().await {
        let html = |text: &str| letter(ANA, text).with("Content-Type", "text/html").saying(text);
        let layout = html("<p>Steps:</p><blockquote>Turn it off.</blockquote>").ticket(&desk).await;
        assert_eq!(said(&desk, &cast.agent, &layout).await[0].1, "Steps:\n\nTurn it off.");
        let inside =
            html("<blockquote type=cite>One?</blockquote>Yes.<blockquote type=cite>Two?</blockquote>No.");
        let inside = inside.ticket(&desk).await;
        assert_eq!(said(&desk, &cast.agent, &inside).await[0].1, "> One?\nYes.\n> Two?\nNo.");
    }
}

#[tokio::test]
async fn case_27_quotes_are_folded_in_every_language() {
    for (desk, cast) in reading().await {
        for intro in [
            "W dniu 28 stycznia 2015 01:53 użytkownik Ana <a@b.example>\nnapisał:",
            "Am 03.02.2016 um 15:35 schrieb Ana <a@b.example>:",
            "Στις 1 Φεβ 2016, 4:58 π.μ., η Ana <a@b.example> έγραψε:",
            "Le lun. 1 févr. 2016 à 04:58, Ana <a@b.example> a écrit :",
        ] {
            let mail = letter(ANA, intro.split(' ').next().unwrap())
                .with("Content-Type", "text/plain; charset=utf-8");
            let number = mail.saying(&format!("It works.\n\n{intro}\n> Does it?\n")).ticket(&desk).await;
            assert_eq!(said(&desk, &cast.agent, &number).await[0].1, "It works.", "{intro}");
            let first = entries(&desk, &cast.agent, &number).await.remove(0);
            assert!(first.body.mail().is_some_and(|came| came.folded >= 2), "counted");
        }
        let outlook =
            "It works.\n\n-----Original Message-----\nFrom: Ana\nSent: Monday\nTo: x\nSubject: y\n\nDoes it?";
        let number = letter(ANA, "Outlook").saying(outlook).ticket(&desk).await;
        assert_eq!(said(&desk, &cast.agent, &number).await[0].1, "It works.");
    }
}

#[tokio::test]
async fn case_28_an_inline_picture_without_its_cid_is_a_file() {
    for (desk, cast) in reading().await {
        let picture = "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-ID: <there@x>\n\niVBORw0KGgoAAAANSUhEUg==";
        let page = "Content-Type: text/html\n\n<p>Look <img src=\"cid:gone@x\"></p>";
        let number = parts("multipart/related", &[page, picture]).ticket(&desk).await;
        let first = entries(&desk, &cast.agent, &number).await.remove(0);
        assert_eq!(first.body.files().map(<[_]>::len), Some(1));
        assert_eq!(said(&desk, &cast.agent, &number).await[0].1, "Look");
    }
}

#[tokio::test]
async fn case_29_too_large_a_mail_is_told_and_leaves_a_stub() {
    for (desk, cast) in reading().await {
        let mut raw = letter(ANA, "My film").raw();
        raw.resize(26 << 20, b'x');
        let taken = arrive(&desk.b, "support", raw).await;
        let number = taken.number.expect("a stub");
        let said = said(&desk, &cast.agent, &number).await;
        assert!(said[0].1.contains("26 MB") && said[0].1.contains("My film"), "{said:?}");
        let told = desk.texts("SELECT subject FROM outbox WHERE recipient_norm = 'ana@quill.example'").await;
        assert!(told.iter().any(|subject| subject.contains("too large")), "{told:?}");
        assert_eq!(waiting(&desk, "acknowledgement").await, 0, "not acknowledged as well");
        let alarms = desk.texts("SELECT body FROM notices").await;
        assert!(alarms.iter().any(|body| body.contains("too_large")), "{alarms:?}");
    }
}

#[tokio::test]
async fn case_30_svg_and_html_are_only_saved() {
    for (desk, cast) in reading().await {
        let svg = "Content-Type: image/svg+xml; name=a.svg\nContent-Disposition: attachment\n\n<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>";
        let page = "Content-Type: text/html; name=a.html\nContent-Disposition: attachment; filename=a.html\n\n<script>1</script>";
        let number = parts("multipart/mixed", &[PLAIN, svg, page]).ticket(&desk).await;
        let files = entries(&desk, &cast.agent, &number).await.remove(0).body.files().unwrap().to_vec();
        assert_eq!(files.len(), 2);
        assert!(files.iter().all(|file| !file.is_picture() && file.media == "text/plain"), "{files:?}");
    }
}

#[tokio::test]
async fn many_files_come_with_one_mail() {
    for (desk, cast) in reading().await {
        let files: Vec<String> = (0..30)
            .map(|n| {
                format!(
                    "Content-Type: text/plain; name=f{n}.txt\nContent-Disposition: attachment\n\nfile {n}"
                )
            })
            .collect();
        let all: Vec<&str> = [PLAIN].into_iter().chain(files.iter().map(String::as_str)).collect();
        let number = parts("multipart/mixed", &all).ticket(&desk).await;
        let first = entries(&desk, &cast.agent, &number).await.remove(0);
        assert_eq!(first.body.files().map(<[_]>::len), Some(30));
    }
}

#[tokio::test]
async fn what_cannot_be_read_lies_in_quarantine_and_can_be_tried_again() {
    for (desk, cast) in reading().await {
        let admin = desk.person(domain::access::Role::Admin, "ada@desk.example").await;
        let nobody = arrive(&desk.b, "", b"Subject: from nobody\r\n\r\nHello".to_vec()).await;
        assert_eq!((nobody.state.as_str(), nobody.reason), ("quarantined", Some(Trouble::NoSender)));
        let broken = arrive(&desk.b, "", b"".to_vec()).await;
        assert_eq!((broken.state.as_str(), broken.reason), ("quarantined", Some(Trouble::Unreadable)));
        let listed = inbound::list(&desk.b, &admin, Some(Shelf::Quarantined), None).await.unwrap();
        assert_eq!(listed.rows.len(), 2);
        assert_eq!(inbound::health(&desk.b, &admin).await.unwrap().quarantined, 2);
        assert_eq!(inbound::retry(&desk.b, &admin, &nobody.id).await.unwrap().state, "quarantined");
        assert!(inbound::list(&desk.b, &cast.agent, None, None).await.is_err(), "for admins");
    }
}

#[tokio::test]
async fn what_is_too_deep_to_be_read_shows_from_whom_it_is_and_about_what() {
    for (desk, _) in reading().await {
        let admin = desk.person(domain::access::Role::Admin, "ada@desk.example").await;
        let mut raw = "From: Ana <ana@quill.example>\r\nSubject: =?utf-8?q?Leere_Etiketten=2C_gr=C3=BCn?=\r\nDate: Mon, 1 Feb 2016 04:58:00 +0000\r\n".to_owned();
        for n in 0..200 {
            raw.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
        }
        let taken = arrive(&desk.b, "", raw.into_bytes()).await;
        assert_eq!((taken.state.as_str(), taken.reason), ("quarantined", Some(Trouble::TooComplex)));
        let listed = inbound::list(&desk.b, &admin, Some(Shelf::Quarantined), None).await.unwrap();
        let row = &listed.rows[0];
        assert_eq!((&*row.sender, &*row.subject), ("ana@quill.example", "Leere Etiketten, grün"));
        let head = inbound::view(&desk.b, &admin, &taken.id).await.unwrap().whole.head;
        assert!(head.iter().any(|(name, value)| name == "date" && value.contains("04:58")), "{head:?}");
    }
}

#[tokio::test]
async fn all_of_the_quarantine_is_tried_again_in_order() {
    for (desk, cast) in reading().await {
        let admin = desk.person(domain::access::Role::Admin, "ada@desk.example").await;
        let nobody = arrive(&desk.b, "", b"Subject: from nobody\r\n\r\nHello".to_vec()).await;
        desk.exec(
            "UPDATE people SET disabled_at = 1 WHERE id = $1",
            vec![cast.ana.person_id.as_str().into()],
        )
        .await;
        for n in 0..3 {
            desk.clock.advance(1_000);
            let raw = format!(
                "From: ana@quill.example\r\nMessage-ID: <q{n}@x>\r\nSubject: Mail {n}\r\n\r\nHello {n}"
            );
            assert_eq!(arrive(&desk.b, "", raw.into_bytes()).await.reason, Some(Trouble::Disabled));
        }
        let retried = inbound::retry_all(&desk.b, &admin).await.unwrap();
        assert_eq!((retried.taken, retried.still), (0, 4));
        desk.exec("UPDATE people SET disabled_at = NULL", vec![]).await;
        let retried = inbound::retry_all(&desk.b, &admin).await.unwrap();
        assert_eq!((retried.taken, retried.still), (3, 1));
        let subjects = desk.texts("SELECT subject FROM tickets ORDER BY number").await;
        assert_eq!(subjects, ["Mail 0", "Mail 1", "Mail 2"]);
        let left = desk.texts("SELECT id FROM mail_in WHERE state = 'quarantined'").await;
        assert_eq!(left, [nobody.id]);
        assert!(inbound::retry_all(&desk.b, &cast.lead).await.is_err(), "for admins");
    }
}

#[tokio::test]
async fn a_message_is_shown_whole_and_harmless() {
    for (desk, cast) in reading().await {
        let picture = "Content-Type: image/png\nContent-Transfer-Encoding: base64\nContent-ID: <here@x>\n\niVBORw0KGgoAAAANSUhEUg==";
        let page = "Content-Type: text/html\n\n<p onclick=x>Look <img src=\"cid:here@x\"><img src=\"https://t.example/p.gif\"><script>1</script></p><blockquote type=cite>Old</blockquote>";
        let taken = parts("multipart/related", &[page, picture]).to(&desk).await;
        let shown = inbound::view(&desk.b, &cast.agent, &taken.id).await.unwrap();
        assert!(shown.came.is_some() && shown.may_move && !shown.may_retry);
        let whole = shown.whole;
        assert!(whole.text.contains("> Old"), "{}", whole.text);
        let page = whole.page.expect("a page");
        assert!(
            page.html.contains("/files/")
                && !page.html.contains("script")
                && !page.html.contains("t.example"),
            "{}",
            page.html
        );
        assert_eq!(page.remote, ["https://t.example/p.gif"]);
        assert!(whole.head.iter().any(|(name, _)| name == "from"));
        assert!(inbound::view(&desk.b, &cast.ana, &taken.id).await.is_err(), "for staff");
    }
}

#[tokio::test]
async fn the_laboratory_tells_every_step_and_changes_nothing() {
    for (desk, cast) in reading().await {
        let admin = desk.person(domain::access::Role::Admin, "ada@desk.example").await;
        let first = letter(ANA, "Blank labels");
        let number = first.ticket(&desk).await;
        let rows = desk.number("SELECT COUNT(*) FROM mail_in").await;
        let reply = letter(ANA, "Re: Blank labels").answering(&first.id()).saying("Yes.\n\n-- \nAna");
        let steps = inbound::lab(&desk.b, &admin, reply.raw().into()).await.unwrap();
        assert_eq!((steps.ticket, steps.rule), (Some(number), Some(domain::mail::which::Rule::TheirId)));
        assert_eq!((steps.text.as_str(), steps.folded, steps.is_acknowledged), ("Yes.", 2, false));
        let broken = inbound::lab(&desk.b, &admin, bytes::Bytes::new()).await.unwrap();
        assert_eq!(broken.trouble, Some(Trouble::Unreadable));
        assert_eq!(desk.number("SELECT COUNT(*) FROM mail_in").await, rows);
        assert!(inbound::lab(&desk.b, &cast.agent, reply.raw().into()).await.is_err(), "for admins");
    }
}

#[tokio::test]
async fn senders_are_read_however_they_are_written() {
    for (desk, _) in reading().await {
        let raw = |from: &str, id: u32| {
            format!("{from}\r\nTo: support@desk.example\r\nSubject: Labels\r\nMessage-ID: <odd{id}@x.example>\r\n\r\nBlank.\r\n").into_bytes()
        };
        for (n, (from, email)) in [
            ("From: \"a b\"@quill.example", "\"a b\"@quill.example"),
            ("From: Ana <\"a b\"@pine.example>", "\"a b\"@pine.example"),
            ("From  : Ana <ana1@quill.example>", "ana1@quill.example"),
            ("From\t: ana2@quill.example", "ana2@quill.example"),
        ]
        .into_iter()
        .enumerate()
        {
            let taken = arrive(&desk.b, "", raw(from, n as u32)).await;
            assert_eq!(taken.state, "done", "{from}: {taken:?}");
            let newest = "SELECT e.email FROM tickets t JOIN person_emails e ON e.person_id = t.requester_id ORDER BY t.number DESC LIMIT 1";
            assert_eq!(desk.texts(newest).await, [email], "{from}");
        }
        let taken = arrive(&desk.b, "", raw("From: Ana Silva", 9)).await;
        assert_eq!((taken.state.as_str(), taken.reason), ("quarantined", Some(Trouble::NoSender)));
        assert_eq!(desk.texts("SELECT sender FROM mail_in WHERE state = 'quarantined'").await, ["Ana Silva"]);
    }
}
