//! Files in an S3-compatible store: taken part by part, kept once, read in pieces by those who may, cleared away, and what
//! happens while the store is away.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;
mod s3;

use backend::mail::deliver::Lines;
use backend::{Failure, files, people, tickets};
use common::desk::{Cast, Desk, desks_in_bucket, refusal};
use common::outgoing::{MINUTE, mail, replies, send};
use common::sink::{Secrecy, Sink};
use domain::files::{For, PART_BYTES, Upload};
use domain::tickets::decide::{AfterReply, Command};
use domain::{Error, Viewer};
use futures::StreamExt;
use s3::Server;

const DAY: i64 = 86_400_000;

async fn desk(server: &Server, sink: &Sink) -> Vec<(Desk, Cast)> {
    let mut all = Vec::new();
    for desk in desks_in_bucket(&mail(sink, "smtp", &[]), &server.bucket()).await {
        let cast = desk.cast().await;
        all.push((desk, cast));
    }
    all
}

async fn take(desk: &Desk, v: &Viewer, of: &For, content: &[u8]) -> Result<Upload, Failure> {
    let client = people::Client::default();
    let mut last = None;
    for (at, bytes) in content.chunks(PART_BYTES as usize).enumerate() {
        let part = files::Part {
            mark: "1".into(),
            name: "label.bin".into(),
            size: content.len() as u64,
            at: at as u64 * PART_BYTES,
            bytes: bytes.to_vec().into(),
        };
        last = Some(files::take(&desk.b, v, &client, of, part).await?);
    }
    Ok(last.expect("some bytes"))
}

/// Seven megabytes that are not the same anywhere.
fn large() -> Vec<u8> {
    (0..7_u32 << 20).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

async fn reply(desk: &Desk, cast: &Cast, number: &str, content: &[u8]) -> String {
    let of = For::Reply(number.to_owned());
    let id = take(desk, &cast.agent, &of, content).await.unwrap().id;
    let said = vec![Command::Reply {
        text: "Here it is".into(),
        after: AfterReply::Wait,
        plan: None,
        next_contact: None,
    }];
    let files = [id.clone()];
    tickets::change_all(&desk.b, &cast.agent, number, None, said, &files, None).await.unwrap();
    id
}

async fn content(desk: &Desk, v: &Viewer, id: &str) -> Vec<u8> {
    let mut content = files::open(&desk.b, v, id).await.unwrap().content;
    let mut bytes = Vec::new();
    while let Some(piece) = content.next().await {
        bytes.extend(piece.unwrap());
    }
    bytes
}

#[tokio::test]
async fn a_content_lies_in_the_bucket_once_and_is_read_in_pieces_by_those_who_may() {
    let (server, sink) = (Server::start().await, Sink::start(Secrecy::Plain).await);
    for (desk, cast) in desk(&server, &sink).await {
        server.kept().objects.clear();
        let number = desk.request(&cast.ana, "Blank labels").await;
        let bytes = large();
        let (one, two) =
            (reply(&desk, &cast, &number, &bytes).await, reply(&desk, &cast, &number, &bytes).await);
        assert_ne!(one, two);
        let keys: Vec<String> = server.kept().objects.keys().cloned().collect();
        assert!(keys.len() == 1 && keys[0].starts_with("files/whole/"), "{keys:?}");
        assert_eq!(content(&desk, &cast.ana, &one).await, bytes);
        assert!(server.kept().largest_read <= 1 << 20, "{}", server.kept().largest_read);
        assert_eq!(refusal(files::open(&desk.b, &cast.bo, &one).await), Error::NotFound);
        let checked = files::check(&desk.b).await.unwrap();
        assert_eq!((checked.files, checked.missing.len()), (2, 0));
        assert!(!desk.b.settings.files_dir().exists(), "nothing lies in the data folder");
        for (left, id) in [(1, one), (0, two)] {
            let (ids, now) = (vec![id], desk.b.clock.now());
            let gone = desk.b.db.write(move |tx| {
                let ids = ids.clone();
                Box::pin(async move { files::let_go(tx, &ids, now).await })
            });
            gone.await.unwrap();
            desk.clock.advance(2 * DAY);
            files::forget_old(&desk.b).await.unwrap();
            assert_eq!(server.kept().objects.len(), left);
        }
    }
}

#[tokio::test]
async fn while_the_bucket_is_away_nothing_is_lost_and_everybody_is_told() {
    let (server, sink) = (Server::start().await, Sink::start(Secrecy::Plain).await);
    for (desk, cast) in desk(&server, &sink).await {
        let number = desk.request(&cast.ana, "Blank labels").await;
        let file = reply(&desk, &cast, &number, b"for everybody").await;
        server.kept().is_away = true;
        let of = For::Reply(number.clone());
        let refused = take(&desk, &cast.agent, &of, b"another").await.unwrap_err();
        assert_eq!(refused.public(&*desk.b.ids), Error::Busy);
        let refused = files::open(&desk.b, &cast.ana, &file).await.err().unwrap();
        assert_eq!(refused.public(&*desk.b.ids), Error::Busy);
        let mut lines = Lines::new(&desk.b).unwrap();
        let before = sink.got().len();
        send(&desk, &mut lines).await;
        assert_eq!(replies(&sink.got()[before..]).len(), 0, "not without its file");
        assert_eq!(desk.texts("SELECT trouble FROM outbox WHERE kind = 'reply'").await, ["files"]);
        server.kept().is_away = false;
        desk.clock.advance(5 * MINUTE);
        send(&desk, &mut lines).await;
        let got = sink.got();
        let late = replies(&got[before..]);
        assert!(late.len() == 1 && late[0].says("label.bin"), "once, and whole");
        assert_eq!(content(&desk, &cast.ana, &file).await, b"for everybody");
        assert!(take(&desk, &cast.agent, &of, b"another").await.unwrap().is_whole(), "goes on where it was");
    }
}

#[tokio::test]
async fn what_is_never_sent_is_cleared_away() {
    let (server, sink) = (Server::start().await, Sink::start(Secrecy::Plain).await);
    for (desk, cast) in desk(&server, &sink).await {
        server.kept().objects.clear();
        let number = desk.request(&cast.ana, "Blank labels").await;
        take(&desk, &cast.ana, &For::Reply(number), b"never sent").await.unwrap();
        assert_eq!(server.kept().objects.len(), 1);
        desk.clock.advance(8 * DAY);
        files::forget_old(&desk.b).await.unwrap();
        assert_eq!(server.kept().objects.len(), 0);
    }
}
