//! Articles for the customers of one tier: to everybody else they do not exist, wherever they could show.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod enclosed;
mod library;

use backend::people::{self, Client};
use backend::search::{self, Ask};
use backend::{import, knowledge};
use common::Folder;
use common::desk::{Desk, PASSWORD, desks, refusal};
use domain::access::Role;
use domain::error::Problem;
use domain::files::For;
use domain::knowledge::Audience;
use domain::knowledge::writing::{ArticleForm, Field, Move};
use domain::words::Lang;
use domain::{Error, Viewer};
use enclosed::{PNG, is_hidden, read, upload};
use library::an_article;

const SLUG: &str = "walrus-hotline";
const ORGANISATION: &str = "INSERT INTO organisations (id, name, name_norm, tier, time_zone, created_at)
  VALUES ($1, $1, $1, $2, 'Etc/UTC', 0)";
const JOIN: &str = "UPDATE people SET organisation_id = $2 WHERE id = $1";

/// A customer of `organisation` and the token of their session.
async fn customer(desk: &Desk, email: &str, organisation: &str) -> (Viewer, String) {
    let person = desk.person_with_password(Role::Customer, email).await;
    desk.exec(JOIN, vec![person.person_id.into(), organisation.into()]).await;
    let session = people::sign_in_password(&desk.b, &Client::default(), email, PASSWORD).await.unwrap();
    (session.viewer, session.token)
}

/// Readers of each kind on a desk with two tiers.
struct Readers {
    gold: Viewer,
    /// Of the gold one's session.
    token: String,
    others: [Viewer; 3],
    lead: Viewer,
}

async fn readers(desk: &Desk) -> Readers {
    for (name, tier) in [("Quill", Some("gold")), ("Pine", Some("silver")), ("Fern", None)] {
        desk.exec(ORGANISATION, vec![name.into(), tier.into()]).await;
    }
    let (gold, token) = customer(desk, "ana@quill.example", "Quill").await;
    let (silver, _) = customer(desk, "bo@pine.example", "Pine").await;
    let (none, _) = customer(desk, "cy@fern.example", "Fern").await;
    let lead = desk.person(Role::Lead, "lea@desk.example").await;
    Readers { gold, token, others: [silver, none, Viewer::visitor(Lang::En)], lead }
}

/// Everything through which `v` could come upon the article.
async fn is_met(desk: &Desk, v: &Viewer) -> [bool; 8] {
    let b = &desk.b;
    let home = knowledge::home_parts(b, v).await.unwrap();
    let help = knowledge::help(b, v, None).await.unwrap();
    let all = knowledge::articles(b, v, None, None, 50).await.unwrap();
    let beside = knowledge::article(b, v, "open-day").await.unwrap().related;
    let found = search::search(b, v, &Ask { q: "walrus".into(), ..Ask::default() }).await.unwrap().hits;
    let suggested = desk.suggestions(v, "the walrus hotline does not answer").await;
    [
        knowledge::article(b, v, SLUG).await.is_ok(),
        knowledge::feedback(b, v, &Client::default(), SLUG, true, "").await.is_ok(),
        home.popular.iter().any(|article| article.slug == SLUG),
        help.topics.iter().flat_map(|(_, articles)| articles).any(|article| article.slug == SLUG),
        all.iter().any(|article| article.slug == SLUG),
        beside.iter().any(|article| article.slug == SLUG),
        found.iter().any(|hit| hit.id == SLUG),
        suggested.iter().any(|(_, id)| id == SLUG),
    ]
}

#[tokio::test]
async fn an_article_of_one_tier_is_met_by_that_tier_alone() {
    for desk in desks().await {
        let readers = readers(&desk).await;
        let mut article = an_article(SLUG, "The walrus hotline", "Call the walrus at any hour.");
        article.audience = Audience::Tier("gold".into());
        desk.save(article).await;
        desk.save(an_article("open-day", "The walrus hotline", "Come and see.")).await;
        desk.index().await;
        assert_eq!(readers.gold.tier.as_deref(), Some("gold"));
        for v in [&readers.gold, &readers.lead] {
            assert_eq!(is_met(&desk, v).await, [true; 8], "{:?} {:?}", v.role, v.tier);
        }
        for v in &readers.others {
            assert_eq!(is_met(&desk, v).await, [false; 8], "{:?} {:?}", v.role, v.tier);
        }
        let hidden = knowledge::article(&desk.b, &readers.others[0], SLUG).await;
        assert!(is_hidden(&hidden), "as if there were none");
    }
}

#[tokio::test]
async fn the_index_alone_keeps_tiers_apart() {
    for desk in desks().await {
        let readers = readers(&desk).await;
        let mut article = an_article(SLUG, "The walrus hotline", "Call the walrus at any hour.");
        article.audience = Audience::Tier("gold".into());
        desk.save(article).await;
        desk.index().await;
        // The database would let everybody read it now; the index does not know yet.
        desk.exec("UPDATE articles SET audience = 'public'", vec![]).await;
        assert_eq!(desk.ids(&readers.gold, "walrus").await, [SLUG]);
        for v in &readers.others {
            assert_eq!(desk.ids(v, "walrus").await, [""; 0]);
        }
        // And the other way round: what the index still has open, the database keeps.
        desk.exec("UPDATE articles SET audience = 'tier:silver'", vec![]).await;
        assert_eq!(desk.ids(&readers.gold, "walrus").await, [""; 0]);
    }
}

#[tokio::test]
async fn who_changes_tier_reads_what_the_new_one_reads() {
    for desk in desks().await {
        let readers = readers(&desk).await;
        let mut article = an_article(SLUG, "The walrus hotline", "Call the walrus at any hour.");
        article.audience = Audience::Tier("gold".into());
        desk.save(article).await;
        desk.exec("UPDATE organisations SET tier = 'silver' WHERE id = 'Quill'", vec![]).await;
        desk.clock.set(common::desk::START.plus_ms(2_000));
        let now = people::session(&desk.b, &readers.token).await.unwrap().unwrap();
        assert_eq!(now.tier.as_deref(), Some("silver"));
        assert!(is_hidden(&knowledge::article(&desk.b, &now, SLUG).await));
    }
}

#[tokio::test]
async fn it_is_written_for_a_tier_that_exists_with_its_pictures() {
    for desk in desks().await {
        let readers = readers(&desk).await;
        let (b, lead) = (&desk.b, &readers.lead);
        let picture = upload(b, lead, &For::Article, "walrus.png", PNG).await;
        let form = |audience: &str| {
            let body = format!("![A walrus](/files/{picture})");
            let fields = [
                (Field::Title, "Walrus hotline"),
                (Field::Audience, audience),
                (Field::Lang, "en"),
                (Field::Body, body.as_str()),
            ];
            ArticleForm(fields.map(|(field, text)| (field, text.to_owned())).into())
        };
        let offered = knowledge::editing(b, lead, "").await.unwrap().tiers;
        assert!(["gold", "silver"].iter().all(|tier| offered.iter().any(|own| own == tier)), "{offered:?}");
        for unknown in ["tier:platinum", "tier:", "everybody"] {
            let refused = refusal(knowledge::save(b, lead, None, 0, &form(unknown), "").await);
            assert_eq!(refused, Error::field("audience", Problem::NotAChoice), "{unknown}");
        }
        let saved = knowledge::save(b, lead, None, 0, &form("tier:gold"), "").await.unwrap();
        knowledge::move_on(b, lead, &saved.id, saved.head, Move::Publish, "").await.unwrap();
        let page = knowledge::article(b, &readers.gold, SLUG).await.unwrap();
        assert_eq!(page.audience, Audience::Tier("gold".into()));
        assert!(read(b, &readers.gold, &picture).await.is_ok());
        for v in &readers.others {
            assert!(
                is_hidden(&knowledge::article(b, v, SLUG).await) && is_hidden(&read(b, v, &picture).await)
            );
        }
    }
}

#[tokio::test]
async fn a_file_brings_articles_for_a_tier() {
    let folder = Folder::new();
    let path = folder.0.join("kb.jsonl");
    let lines = concat!(
        r#"{"id":"walrus-hotline","title":"Walrus","body":"Call.","audience":"tier:gold"}"#,
        "\n",
        r#"{"id":"odd-one","title":"Odd","body":"Odd.","audience":"everybody"}"#,
    );
    std::fs::write(&path, lines).unwrap();
    for desk in desks().await {
        let readers = readers(&desk).await;
        let report = import::kb(&desk.b, &path, None).await.unwrap();
        assert_eq!(report.added, 1);
        let [(2, why)] = report.rejected.as_slice() else { panic!("{:?}", report.rejected) };
        assert!(why.starts_with("audience: "), "{why}");
        assert!(knowledge::article(&desk.b, &readers.gold, SLUG).await.is_ok());
        assert!(is_hidden(&knowledge::article(&desk.b, &readers.others[2], SLUG).await));
    }
}
