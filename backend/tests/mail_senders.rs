//! What is known of who sends: the domains of organisations, and pictures that come with every mail; on both databases.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod enclosed;
mod letters;

use backend::mail::inbound::{add_domain, domains, remove_domain};
use common::desk::{Desk, refusal};
use domain::access::Role;
use domain::error::Problem;
use domain::{Error, Viewer};
use letters::{Letter, entries, letter, reading};

const ORGANISATION: &str = "INSERT INTO organisations (id, name, name_norm, time_zone, created_at)
  VALUES ('quill', 'Quill Ltd', 'quill ltd', 'Etc/UTC', 0)";

async fn admin(desk: &Desk) -> Viewer {
    desk.exec(ORGANISATION, vec![]).await;
    desk.person(Role::Admin, "ada@desk.example").await
}

#[tokio::test]
async fn new_senders_under_a_domain_join_its_organisation_once_they_are_confirmed() {
    for (desk, _) in reading().await {
        let admin = admin(&desk).await;
        let joined = || desk.texts("SELECT name FROM people WHERE organisation_id = 'quill' ORDER BY name");
        letter("Cleo <cleo@quill.example>", "One").confirmed().ticket(&desk).await;
        let added = add_domain(&desk.b, &admin, " @Quill.example. ", "quill LTD").await.expect("a domain");
        assert_eq!((added.domain.as_str(), added.organisation.name.as_str()), ("quill.example", "Quill Ltd"));
        letter("Dora <dora@quill.example>", "Two").confirmed().ticket(&desk).await;
        letter("Eve <eve@quill.example>", "Three").ticket(&desk).await;
        letter("Finn <finn@mail.quill.example>", "Four").confirmed().ticket(&desk).await;
        assert_eq!(joined().await, ["Dora"], "confirmed, new, and under that very domain");
        remove_domain(&desk.b, &admin, "quill.example").await.expect("a domain");
        letter("Gia <gia@quill.example>", "Five").confirmed().ticket(&desk).await;
        assert_eq!(joined().await, ["Dora"]);
        assert!(domains(&desk.b, &admin).await.expect("a list").is_empty());
        let deeds =
            desk.texts("SELECT action FROM audit WHERE action LIKE 'mail.domain%' ORDER BY action").await;
        assert_eq!(deeds, ["mail.domain_linked", "mail.domain_unlinked"]);
    }
}

#[tokio::test]
async fn a_domain_is_one_organisations_and_never_everybodys() {
    for (desk, cast) in reading().await {
        let admin = admin(&desk).await;
        let add = async |v: &Viewer, domain: &str, name: &str| add_domain(&desk.b, v, domain, name).await;
        desk.person(Role::Agent, "ivo@staff.example").await;
        for (domain, problem) in [
            ("gmail.com", Problem::EverybodysDomain),
            ("desk.example", Problem::OurDomain),
            ("staff.example", Problem::OurDomain),
        ] {
            let refused = refusal(add(&admin, domain, "Quill Ltd").await);
            assert_eq!(refused, Error::field("domain", problem), "{domain}");
        }
        assert!(matches!(refusal(add(&admin, "no domain", "Quill Ltd").await), Error::Invalid(_)));
        assert_eq!(
            refusal(add(&admin, "pine.example", "Nobody").await),
            Error::field("organisation", Problem::Unknown)
        );
        add(&admin, "quill.example", "Quill Ltd").await.expect("a domain");
        assert_eq!(
            refusal(add(&admin, "quill.example", "Quill Ltd").await),
            Error::field("domain", Problem::Taken)
        );
        assert_eq!(refusal(add(&cast.lead, "pine.example", "Quill Ltd").await), Error::Forbidden);
        assert_eq!(refusal(domains(&desk.b, &cast.agent).await), Error::Forbidden);
        assert_eq!(refusal(remove_domain(&desk.b, &admin, "pine.example").await), Error::NotFound);
    }
}

const LOGO: &str = "iVBORw0KGgoAAAANSUhEUg==";
const OTHER: &str = "iVBORw0KGgoAAAANSUhEUgAAAAE=";

/// A letter with pictures.
fn drawn(from: &str, pictures: &[&str]) -> Letter {
    let mut text = "--x\nContent-Type: text/plain\n\nSee below.\n".to_owned();
    for picture in pictures {
        text.push_str("--x\nContent-Type: image/png; name=p.png\nContent-Transfer-Encoding: base64\n\n");
        text.push_str(picture);
        text.push('\n');
    }
    text.push_str("--x--\n");
    letter(from, "Pictures").with("Content-Type", "multipart/mixed; boundary=x").saying(&text)
}

#[tokio::test]
async fn a_picture_that_comes_with_every_mail_is_folded_from_the_second_on() {
    for (desk, cast) in reading().await {
        let mut folded = Vec::new();
        let ana = "Ana <ana@quill.example>";
        let letters = [drawn(ana, &[LOGO]), drawn(ana, &[LOGO, OTHER]), drawn("bo@pine.example", &[LOGO])];
        for letter in letters {
            let number = letter.ticket(&desk).await;
            let body = entries(&desk, &cast.agent, &number).await.remove(0).body;
            let files = body.files().expect("files").to_vec();
            let logos = body.mail().expect("a verdict").logos.clone();
            for file in &files {
                let content = enclosed::read(&desk.b, &cast.agent, &file.id).await.expect("never lost");
                assert_eq!(content.0, "image/png");
            }
            folded.push((
                files.len(),
                logos.iter().map(|id| files.iter().position(|file| file.id == *id)).collect(),
            ));
        }
        let expected: [(usize, Vec<Option<usize>>); 3] = [(1, vec![]), (2, vec![Some(0)]), (1, vec![])];
        assert_eq!(folded, expected, "by sender, and only what was there before");
    }
}
