use super::*;

fn read(text: &str) -> Parsed {
    parse(text.replace('\n', "\r\n").as_bytes()).expect("a message")
}

#[test]
fn the_head_is_read() {
    let parsed = read(
        "From: =?utf-8?q?Zo=C3=AB?= <Zoe@quill.example>\nTo: Desk <support+abc@desk.example>, x@y.example\nCc: bo@pine.example\nSubject: =?utf-8?B?UmU6IFtDVy03XSBMYWJlbHM=?=\nMessage-ID: <a@quill.example>\nIn-Reply-To: <b@x>\nReferences: <c@x>\n <b@x>\nX-Odd: one\n two\n\nHello\n",
    );
    let head = parsed.head;
    assert_eq!(head.from, [Address::new("Zoë", "Zoe@quill.example")]);
    assert_eq!(head.to.len() + head.cc.len(), 3);
    assert_eq!(head.subject, "Re: [CW-7] Labels");
    assert_eq!(head.message_id.as_deref(), Some("a@quill.example"));
    assert_eq!(head.ancestors(), ["b@x", "c@x"]);
    assert_eq!(head.field("x-odd"), Some("one two"));
    assert_eq!(parsed.text.trim(), "Hello");
}

#[test]
fn text_is_read_by_its_charset_or_by_best_effort() {
    let with = |kind: &str, body: &[u8]| {
        let mut raw = format!("From: a@b.example\r\nContent-Type: {kind}\r\n\r\n").into_bytes();
        raw.extend_from_slice(body);
        parse(&raw).unwrap().text
    };
    assert_eq!(with("text/plain; charset=windows-1258", b"Vi\xeat"), "Viêt");
    assert_eq!(with("text/plain; charset=iso-8859-1", "größe".as_bytes()), "größe");
    assert_eq!(with("text/plain; charset=iso-8859-1", b"gr\xf6\xdfe"), "größe");
    assert_eq!(with("text/plain; charset=us-ascii", b"gr\xf6\xdfe"), "größe");
    assert_eq!(with("text/plain; charset=utf-8", b"gr\xf6\xdfe"), "größe");
    assert_eq!(with("text/plain; charset=no-such", "größe".as_bytes()), "größe");
    assert_eq!(with("text", b"Hello"), "Hello");
    assert_eq!(with("text/plain; charset=\"", b"Hello"), "Hello");
}

#[test]
fn files_are_found_with_safe_names() {
    let parsed = read(
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nHello\n--x\nContent-Type: text/plain; name=\"../../etc/passwd\"\nContent-Disposition: attachment\n\nroot\n--x\nContent-Type: message/rfc822\n\nFrom: Ana <ana@quill.example>\nSubject: inner\n\nInner text\n--x--\n",
    );
    let names: Vec<&str> = parsed.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["passwd", "message.eml"]);
    assert!(parsed.files[1].content.starts_with(b"From: Ana"), "whole");
    assert!(parsed.files[1].content.ends_with(b"Inner text"), "to its end");
    assert_eq!(parsed.passed_on, Some(Address::new("Ana", "ana@quill.example")));
    assert_eq!(parsed.text.trim(), "Hello");
}

#[test]
fn files_written_into_the_text_are_taken_out() {
    let parsed = read(
        "From: a@b.example\n\nBefore\nbegin 644 cat.txt\n#0V%T\n`\nend\nAfter\nbegin 644 of something\n",
    );
    assert_eq!(parsed.text.trim(), "Before\nAfter\nbegin 644 of something");
    assert_eq!((parsed.files[0].name.as_str(), &parsed.files[0].content[..]), ("cat.txt", &b"Cat"[..]));
}

#[test]
fn copies_of_one_message_are_the_same_and_repetitions_are_not() {
    let message = |received: &str, id: &str, text: &str| {
        format!("Received: {received}\r\nFrom: a@b.example\r\n{id}\r\n{text}").into_bytes()
    };
    let known = |raw: &[u8], hash| sameness(raw, hash, &head_only(raw));
    let same = |a: &[u8], b: &[u8]| known(a, "1") == known(b, "2");
    let id = "Message-ID: <1@b.example>\r\n";
    assert!(same(&message("one", id, "x"), &message("two", id, "x")));
    assert!(!same(&message("one", id, "x"), &message("one", id, "y")));
    assert!(!same(&message("one", "", "x"), &message("two", "", "x")));
}

#[test]
fn what_nobody_writes_is_not_taken_apart() {
    let many = format!(
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n{}",
        "--x\n\ny\n".repeat(5_000)
    );
    assert_eq!(parse(many.as_bytes()).unwrap_err(), Trouble::TooComplex);
    let mut deep = "From: a@b.example\n".to_owned();
    for n in 0..200 {
        deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    }
    assert_eq!(parse(deep.as_bytes()).unwrap_err(), Trouble::TooComplex);
    let nested = "Content-Type: message/rfc822\n\n".repeat(200);
    assert_eq!(parse(nested.as_bytes()).unwrap_err(), Trouble::TooComplex);
    assert_eq!(parse(b"").unwrap_err(), Trouble::Unreadable);
    assert_eq!(parse(&vec![b'a'; domain::mail::MAX_MESSAGE + 1]).unwrap_err(), Trouble::TooLarge);
}
