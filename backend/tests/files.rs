//! Files that come with messages and articles: taken in parts, sent once, read by those who may.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod enclosed;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use backend::knowledge;
use backend::people::Client;
use backend::tickets::{self, Requester};
use backend::{Backend, Failure, Outcome, files};
use bytes::Bytes;
use common::desk::{Desk, START, desks, new_ticket, refusal};
use domain::access::Role;
use domain::error::Problem;
use domain::files::{Attachment, For, MAX_FILE_BYTES, MAX_FILES};
use domain::knowledge::writing::{ArticleForm, Field, Move};
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::Body;
use domain::tickets::view::Written;
use domain::time::DAY_MS;
use domain::words::Lang;
use domain::{Error, Viewer};
use enclosed::{PNG, is_hidden, part, read, send, upload};

fn gone() -> Error {
    Error::field("files", Problem::FileGone)
}

/// The contents and parts that lie in the folder.
fn lying(b: &Backend, below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&b.settings.files_dir().join(below), &mut found);
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

/// As if everything had been written long ago.
fn age(b: &Backend) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    for path in lying(b, "whole") {
        std::fs::File::options().write(true).open(path).unwrap().set_modified(long_ago).unwrap();
    }
}

fn says() -> Command {
    Command::CustomerMessage { text: "See the picture.".into() }
}

fn reply() -> Command {
    Command::Reply { text: "Here it is.".into(), after: AfterReply::Wait, plan: None, next_contact: None }
}

fn note() -> Command {
    Command::Note { text: "Between us.".into() }
}

impl Desk {
    /// Carries out `command` with `ids`.
    async fn with(&self, v: &Viewer, number: &str, command: Command, ids: &[&str]) -> Outcome<Written> {
        let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        tickets::change_all(&self.b, v, number, None, vec![command], &ids, None).await
    }

    /// The files on the timeline as `v` sees it.
    async fn files(&self, v: &Viewer, number: &str) -> Vec<Attachment> {
        let (entries, _) = tickets::timeline(&self.b, v, number, i64::MAX).await.unwrap();
        entries.iter().flat_map(|entry| entry.body.files().unwrap_or_default()).cloned().collect()
    }
}

#[tokio::test]
async fn a_file_comes_in_parts_and_goes_with_its_message() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let of = For::Reply(number.clone());
        let content: Vec<u8> = PNG.iter().copied().cycle().take(1_000).collect();
        let one = send(b, &cast.ana, &of, part("../label.png", &content, 0, 400)).await.unwrap();
        assert_eq!((one.name.as_str(), one.received, one.is_whole()), ("label.png", 400, false));
        // What does not follow is left alone, and the answer says where to go on.
        for (at, to) in [(700, 900), (0, 400), (399, 500)] {
            let same = send(b, &cast.ana, &of, part("../label.png", &content, at, to)).await.unwrap();
            assert_eq!((same.id.as_str(), same.received), (one.id.as_str(), 400));
        }
        assert_eq!(refusal(desk.with(&cast.ana, &number, says(), &[&one.id]).await), gone());
        assert!(files::waiting(b, &cast.ana, &of).await.unwrap().is_empty(), "half a file waits for nothing");
        let whole = send(b, &cast.ana, &of, part("../label.png", &content, 400, 1_000)).await.unwrap();
        assert!(whole.is_whole() && lying(b, "parts").is_empty());
        assert_eq!(files::waiting(b, &cast.ana, &of).await.unwrap(), std::slice::from_ref(&whole));
        desk.with(&cast.ana, &number, says(), &[&whole.id]).await.unwrap();
        let sent =
            Attachment { id: whole.id, name: "label.png".into(), size: 1_000, media: "image/png".into() };
        assert_eq!(desk.files(&cast.agent, &number).await, std::slice::from_ref(&sent));
        assert_eq!(read(b, &cast.ana, &sent.id).await.unwrap(), ("image/png".into(), content.clone()));
        assert_eq!(read(b, &cast.agent, &sent.id).await.unwrap().1, content);
        assert!(files::waiting(b, &cast.ana, &of).await.unwrap().is_empty());
        assert_eq!(refusal(desk.with(&cast.ana, &number, says(), &[&sent.id]).await), gone(), "sent already");
    }
}

#[tokio::test]
async fn a_picture_that_would_fill_a_browsers_memory_is_only_saved() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let size = [12_000u32.to_be_bytes(), 6_000u32.to_be_bytes()].concat();
        let large = [&PNG[..16], &size, b"and so on"].concat();
        let id = upload(b, &cast.ana, &For::Reply(number.clone()), "plan.png", &large).await;
        desk.with(&cast.ana, &number, says(), &[&id]).await.unwrap();
        let sent = desk.files(&cast.agent, &number).await.remove(0);
        assert!(!sent.is_picture() && sent.name == "plan.png", "{sent:?}");
        assert_eq!(read(b, &cast.ana, &id).await.unwrap().1, large);
    }
}

#[tokio::test]
async fn what_is_not_theirs_is_not_there() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let (public, inside) = (For::Reply(number.clone()), For::Note(number.clone()));
        let light = desk.person(Role::LightAgent, "lil@desk.example").await;
        let visitor = Viewer::visitor(Lang::En);
        let shot = part("shot.png", PNG, 0, PNG.len());
        assert!(is_hidden(&send(b, &cast.bo, &public, shot.clone()).await));
        assert_eq!(refusal(send(b, &visitor, &public, shot.clone()).await), Error::SignIn);
        assert_eq!(refusal(send(b, &cast.ana, &inside, shot.clone()).await), Error::Forbidden);
        assert_eq!(refusal(send(b, &light, &public, shot.clone()).await), Error::Forbidden);
        assert_eq!(refusal(send(b, &cast.ana, &For::Article, shot.clone()).await), Error::Forbidden);
        // A file for a note cannot be sent as a reply, nor by somebody else.
        let secret = upload(b, &light, &inside, "secret.png", PNG).await;
        assert!(is_hidden(&read(b, &cast.agent, &secret).await), "not sent yet");
        assert_eq!(read(b, &light, &secret).await.unwrap().1, PNG);
        assert_eq!(refusal(desk.with(&cast.agent, &number, note(), &[&secret]).await), gone());
        let own = upload(b, &cast.agent, &inside, "own.png", PNG).await;
        assert_eq!(refusal(desk.with(&cast.agent, &number, reply(), &[&own]).await), gone());
        desk.with(&light, &number, note(), &[&secret]).await.unwrap();
        assert_eq!(read(b, &cast.agent, &secret).await.unwrap().1, PNG);
        for v in [&cast.ana, &cast.bo, &visitor] {
            assert!(is_hidden(&read(b, v, &secret).await));
        }
        assert!(desk.files(&cast.ana, &number).await.is_empty());
        let shown = upload(b, &cast.agent, &public, "shown.png", PNG).await;
        desk.with(&cast.agent, &number, reply(), &[&shown]).await.unwrap();
        assert_eq!(read(b, &cast.ana, &shown).await.unwrap().1, PNG);
        assert!(is_hidden(&read(b, &cast.bo, &shown).await) && is_hidden(&read(b, &visitor, &shown).await));
        assert!(is_hidden(&read(b, &cast.ana, "nothing").await));
    }
}

#[tokio::test]
async fn reading_what_others_sent_is_noted_once_a_day() {
    const NOTED: &str = "SELECT COUNT(*) FROM audit WHERE action = 'file.read'";
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let theirs = upload(b, &cast.ana, &For::Reply(number.clone()), "theirs.png", PNG).await;
        desk.with(&cast.ana, &number, says(), &[&theirs]).await.unwrap();
        let ours = upload(b, &cast.agent, &For::Reply(number.clone()), "ours.png", PNG).await;
        desk.with(&cast.agent, &number, reply(), &[&ours]).await.unwrap();
        for (v, id) in [(&cast.ana, &theirs), (&cast.ana, &ours), (&cast.agent, &ours)] {
            read(b, v, id).await.unwrap();
        }
        assert_eq!(desk.number(NOTED).await, 0, "one's own, and what was written to one");
        for _ in 0..3 {
            read(b, &cast.agent, &theirs).await.unwrap();
        }
        read(b, &cast.lead, &theirs).await.unwrap();
        assert_eq!(desk.number(NOTED).await, 2);
        desk.clock.set(START.plus_ms(DAY_MS));
        read(b, &cast.agent, &theirs).await.unwrap();
        assert_eq!(desk.number(NOTED).await, 3);
    }
}

#[tokio::test]
async fn what_is_too_much_is_refused() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let of = For::Reply(number.clone());
        let refused = |problem| Error::field("files", problem);
        let sized = |size| files::Part { size, ..part("a.bin", b"", 0, 0) };
        let large = send(b, &cast.ana, &of, sized(MAX_FILE_BYTES + 1)).await;
        assert_eq!(refusal(large), refused(Problem::TooLarge { megabytes: 25 }));
        assert_eq!(refusal(send(b, &cast.ana, &of, sized(0)).await), refused(Problem::EmptyFile));
        // More than was announced is not taken.
        let lying_about = files::Part { size: 3, ..part("b.bin", b"four", 0, 4) };
        assert_eq!(send(b, &cast.ana, &of, lying_about).await.unwrap().received, 0);
        let mut ids = Vec::new();
        for n in 0..MAX_FILES {
            ids.push(upload(b, &cast.ana, &of, &format!("{n}.txt"), format!("file {n}").as_bytes()).await);
        }
        let many = Error::field("files", Problem::TooManyFiles { most: MAX_FILES as u32 });
        let next = part("next.txt", b"one more", 0, 8);
        assert_eq!(refusal(send(b, &cast.ana, &of, next.clone()).await), many);
        files::remove(b, &cast.bo, &of, &ids[0]).await.unwrap_err();
        files::remove(b, &cast.ana, &of, &ids[0]).await.unwrap();
        assert_eq!(refusal(desk.with(&cast.ana, &number, says(), &[&ids[0]]).await), gone());
        let eleventh = send(b, &cast.ana, &of, next).await.unwrap().id;
        let before = desk.number("SELECT COUNT(*) FROM entries").await;
        let all: Vec<&str> = ids.iter().map(String::as_str).chain([eleventh.as_str()]).collect();
        assert_eq!(refusal(desk.with(&cast.ana, &number, says(), &all).await), many);
        let urgent = Command::MoreUrgent { reason: "The truck leaves.".into() };
        assert_eq!(
            refusal(desk.with(&cast.ana, &number, urgent, &all[1..]).await),
            gone(),
            "nothing carries them"
        );
        assert_eq!(desk.number("SELECT COUNT(*) FROM entries").await, before);
        desk.with(&cast.ana, &number, says(), &all[1..]).await.unwrap();
        assert_eq!(desk.files(&cast.ana, &number).await.len(), MAX_FILES);
    }
}

#[tokio::test]
async fn a_file_may_stream_in_whole() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let of = For::Reply(number.clone());
        let pour = async |pieces: Vec<std::io::Result<Bytes>>| {
            let content = futures::stream::iter(pieces);
            files::take_stream(b, &cast.ana, &Client::default(), &of, "log.txt", content).await
        };
        let content = b"0123456789".repeat(200_000);
        let whole =
            pour(content.chunks(70_001).map(|piece| Ok(piece.to_vec().into())).collect()).await.unwrap();
        assert_eq!((whole.size, whole.is_whole(), whole.media.as_str()), (2_000_000, true, "text/plain"));
        assert_eq!(refusal(pour(Vec::new()).await), Error::field("files", Problem::EmptyFile));
        let broken = pour(vec![Ok("half".into()), Err(std::io::Error::other("gone"))]).await;
        assert!(matches!(broken, Err(Failure::Io(_))));
        let mib = Bytes::from(vec![1; 1 << 20]);
        let large = pour((0..26).map(|_| Ok(mib.clone())).collect()).await;
        assert_eq!(refusal(large), Error::field("files", Problem::TooLarge { megabytes: 25 }));
        assert_eq!(files::waiting(b, &cast.ana, &of).await.unwrap(), std::slice::from_ref(&whole));
        desk.with(&cast.ana, &number, says(), &[&whole.id]).await.unwrap();
        assert_eq!(read(b, &cast.ana, &whole.id).await.unwrap().1, content);
    }
}

#[tokio::test]
async fn one_content_lies_there_once_and_goes_with_the_last_who_has_it() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let of = For::Reply(number.clone());
        let sent = upload(b, &cast.ana, &of, "sent.png", PNG).await;
        desk.with(&cast.ana, &number, says(), &[&sent]).await.unwrap();
        upload(b, &cast.ana, &of, "again.png", PNG).await;
        upload(b, &cast.agent, &For::Note(number.clone()), "other.txt", b"another").await;
        send(b, &cast.ana, &of, part("half.txt", b"never whole", 0, 3)).await.unwrap();
        assert_eq!((lying(b, "whole").len(), lying(b, "parts").len()), (2, 1));
        age(b);
        files::forget_old(b).await.unwrap();
        assert_eq!(desk.number("SELECT COUNT(*) FROM uploads").await, 3, "not yet");
        desk.clock.set(START.plus_ms(8 * DAY_MS));
        files::forget_old(b).await.unwrap();
        assert_eq!(desk.number("SELECT COUNT(*) FROM uploads").await, 0);
        assert_eq!((lying(b, "whole").len(), lying(b, "parts").len()), (1, 0));
        assert_eq!(read(b, &cast.ana, &sent).await.unwrap().1, PNG);
        assert_eq!(files::check(b).await.unwrap().missing, [""; 0]);
        // An old content is written anew for whoever sends it now.
        let new = upload(b, &cast.ana, &of, "new.png", PNG).await;
        files::forget_old(b).await.unwrap();
        assert_eq!(read(b, &cast.ana, &new).await.unwrap().1, PNG);
        std::fs::remove_file(&lying(b, "whole")[0]).unwrap();
        assert_eq!(files::check(b).await.unwrap().missing, [sent]);
    }
}

#[tokio::test]
async fn what_is_let_go_is_gone_at_once_and_its_content_when_nothing_else_has_it() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let mut sent = Vec::new();
        for subject in ["One", "Two"] {
            let number = desk.request(&cast.ana, subject).await;
            let id = upload(b, &cast.ana, &For::Reply(number.clone()), "same.png", PNG).await;
            desk.with(&cast.ana, &number, says(), &[&id]).await.unwrap();
            sent.push(id);
        }
        for (left, id) in [(1, sent[0].clone()), (0, sent[1].clone())] {
            let (ids, now) = (vec![id.clone()], b.clock.now());
            let gone = b.db.write(move |tx| {
                let ids = ids.clone();
                Box::pin(async move { files::let_go(tx, &ids, now).await })
            });
            gone.await.unwrap();
            assert!(is_hidden(&read(b, &cast.ana, &id).await) && is_hidden(&read(b, &cast.agent, &id).await));
            files::forget_old(b).await.unwrap();
            assert_eq!(lying(b, "whole").len(), 1, "somebody may be sending the same");
            age(b);
            desk.clock.advance(DAY_MS + 1);
            files::forget_old(b).await.unwrap();
            assert_eq!(lying(b, "whole").len(), left);
        }
        assert_eq!(desk.number("SELECT COUNT(*) FROM uploads").await, 0);
        assert_eq!(files::check(b).await.unwrap().missing, [""; 0]);
    }
}

#[tokio::test]
async fn a_crash_between_part_and_row_loses_and_doubles_nothing() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let of = For::Reply(number.clone());
        let content = b"0123456789".repeat(50);
        let begun = send(b, &cast.ana, &of, part("log.txt", &content, 0, 200)).await.unwrap();
        // The second part reached the disk, its row did not.
        let folder = b.settings.files_dir().join("parts").join(&begun.id);
        std::fs::write(folder.join("000000000200"), b"torn").unwrap();
        // Nobody knows these any more.
        std::fs::create_dir(folder.with_file_name("lost")).unwrap();
        std::fs::write(folder.with_file_name("lost").join("000000000000"), b"lost").unwrap();
        files::forget_old(b).await.unwrap();
        assert_eq!(lying(b, "parts").len(), 2);
        let again = send(b, &cast.ana, &of, part("log.txt", &content, 200, 500)).await.unwrap();
        assert!(again.is_whole() && again.id == begun.id);
        desk.with(&cast.ana, &number, says(), &[&again.id]).await.unwrap();
        assert_eq!(read(b, &cast.ana, &again.id).await.unwrap(), ("text/plain".into(), content));
    }
}

#[tokio::test]
async fn a_message_to_a_closed_request_takes_its_files_along() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.exec("UPDATE tickets SET status = 'closed'", vec![]).await;
        let id = upload(b, &cast.ana, &For::Reply(number.clone()), "shot.png", PNG).await;
        let other = desk.with(&cast.ana, &number, says(), &[&id]).await.unwrap().number;
        assert_ne!(other, number);
        assert_eq!(desk.files(&cast.ana, &other).await[0].id, id);
        assert!(matches!(&read(b, &cast.ana, &id).await, Ok((media, _)) if media == "image/png"));
    }
}

#[tokio::test]
async fn files_go_without_words() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let number = desk.request(&cast.ana, "Blank labels").await;
        let (public, inside) = (For::Reply(number.clone()), For::Note(number.clone()));
        let words = || String::from(" \n");
        let silent_reply =
            Command::Reply { text: words(), after: AfterReply::Wait, plan: None, next_contact: None };
        for (v, of, command) in [
            (&cast.ana, &public, Command::CustomerMessage { text: words() }),
            (&cast.agent, &public, silent_reply),
            (&cast.agent, &inside, Command::Note { text: words() }),
        ] {
            let empty = Error::field("text", Problem::Required);
            assert_eq!(refusal(desk.with(v, &number, command.clone(), &[]).await), empty);
            let id = upload(b, v, of, "shot.png", PNG).await;
            desk.with(v, &number, command, &[&id]).await.unwrap();
        }
        assert_eq!(
            (desk.files(&cast.agent, &number).await.len(), desk.files(&cast.ana, &number).await.len()),
            (3, 2)
        );
        desk.exec("UPDATE tickets SET status = 'closed'", vec![]).await;
        let id = upload(b, &cast.ana, &public, "again.png", PNG).await;
        let only = Command::CustomerMessage { text: words() };
        let other = desk.with(&cast.ana, &number, only, &[&id]).await.unwrap().number;
        assert_eq!(desk.files(&cast.ana, &other).await[0].id, id, "a closed request is carried on");
    }
}

#[tokio::test]
async fn a_program_makes_a_ticket_with_files() {
    for desk in desks().await {
        let (cast, b) = (desk.cast().await, &desk.b);
        let id = upload(b, &cast.ana, &For::Ticket { question: String::new() }, "shot.png", PNG).await;
        let enclosed = |v: &Viewer| files::Enclosed::in_new(&v.person_id, vec![id.clone()]);
        let make = async |v: &Viewer| {
            tickets::create_once(b, v, &Requester::Myself, new_ticket("Blank"), enclosed(v), None).await
        };
        assert_eq!(refusal(make(&cast.bo).await), gone());
        assert_eq!(desk.number("SELECT COUNT(*) FROM tickets").await, 0, "refused as a whole");
        let number = make(&cast.ana).await.unwrap().number;
        let (entries, _) = tickets::timeline(b, &cast.agent, &number, i64::MAX).await.unwrap();
        assert!(
            entries
                .iter()
                .any(|entry| matches!(&entry.body, Body::Created { files, .. } if files.len() == 1))
        );
        assert_eq!(read(b, &cast.agent, &id).await.unwrap().1, PNG);
    }
}

#[tokio::test]
async fn a_picture_is_read_with_its_article() {
    for desk in desks().await {
        let (cast, b, visitor) = (desk.cast().await, &desk.b, Viewer::visitor(Lang::En));
        let number = desk.request(&cast.ana, "Blank labels").await;
        let customers = upload(b, &cast.ana, &For::Reply(number.clone()), "theirs.png", PNG).await;
        desk.with(&cast.ana, &number, says(), &[&customers]).await.unwrap();
        let (shown, dropped) = (
            upload(b, &cast.agent, &For::Article, "shown.png", PNG).await,
            upload(b, &cast.agent, &For::Article, "dropped.png", b"text").await,
        );
        let form = |text: String| {
            let fields = [("Title", Field::Title), ("public", Field::Audience), ("en", Field::Lang)];
            let fields = fields.map(|(value, field)| (field, value.to_owned()));
            ArticleForm(fields.into_iter().chain([(Field::Body, text)]).collect())
        };
        let text = format!("![A](/files/{shown}) ![B](/files/{dropped}) ![C](/files/{customers})");
        let saved = knowledge::save(b, &cast.agent, None, 0, &form(text), "").await.unwrap();
        assert_eq!(read(b, &cast.lead, &shown).await.unwrap().1, PNG, "saved, colleagues see it");
        assert!(is_hidden(&read(b, &visitor, &shown).await), "nothing is published");
        let text = format!("![A](/files/{shown}) ![C](/files/{customers})");
        let saved =
            knowledge::save(b, &cast.agent, Some(&saved.id), saved.head, &form(text), "").await.unwrap();
        knowledge::move_on(b, &cast.lead, &saved.id, saved.head, Move::Publish, "").await.unwrap();
        for v in [&visitor, &cast.ana, &cast.bo] {
            assert_eq!(read(b, v, &shown).await.unwrap().1, PNG);
            assert!(is_hidden(&read(b, v, &dropped).await), "not in what readers see");
        }
        assert!(is_hidden(&read(b, &visitor, &customers).await), "a customer's file stays the customer's");
        assert!(is_hidden(&read(b, &cast.bo, &customers).await));
    }
}
