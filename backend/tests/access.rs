//! Bearer tokens and counted tries, on both databases.

mod common;

use backend::access::{tokens, tries};
use backend::people;
use common::desk::{START, desks, refusal};
use domain::access::{Role, Scope};
use domain::error::Problem;
use domain::people::NewToken;
use domain::time::{HOUR_MS, MINUTE_MS, SECOND_MS};
use domain::{Error, Viewer};

const ANA: &str = "ana@quill.example";

fn new(person: &Viewer, scopes: &[&str]) -> NewToken {
    let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    NewToken { person_id: person.person_id.clone(), name: "export".into(), scopes }
}

#[tokio::test]
async fn a_token_asks_as_its_person_within_its_scopes() {
    for desk in desks().await {
        let admin = desk.person(Role::Admin, "admin@quill.example").await;
        let ana = desk.person(Role::Agent, ANA).await;
        let scopes = ["search:read", "tickets:read", "search:read"];
        let made = tokens::make(&desk.b, &admin, &new(&ana, &scopes)).await.unwrap();
        assert!(made.secret.starts_with("cw_") && made.secret.len() == 67, "{}", made.secret.len());
        assert!(!format!("{made:?}").contains(&made.secret[3..]));

        let viewer = tokens::viewer(&desk.b, &made.secret).await.unwrap().unwrap();
        let expected = Viewer { scopes: Some(vec![Scope::TicketsRead, Scope::SearchRead]), ..ana.clone() };
        assert_eq!(viewer, expected);
        assert_eq!(viewer.ensure_scope(Scope::TicketsWrite), Err(Error::Forbidden));

        let kept = desk.texts("SELECT token_hash FROM tokens UNION ALL SELECT detail FROM audit").await;
        assert!(!kept.iter().any(|text| text.contains(&made.secret[3..])));
        let rows = tokens::list(&desk.b, &admin, None).await.unwrap().rows;
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].person.as_str(), rows[0].name.as_str(), rows[0].revoked),
            ("ana", "export", false)
        );
        assert_eq!(rows[0].scopes, ["tickets:read", "search:read"]);
    }
}

#[tokio::test]
async fn a_token_never_has_more_rights_than_its_person() {
    for desk in desks().await {
        let admin = desk.person(Role::Admin, "admin@quill.example").await;
        let ana = desk.person(Role::Agent, ANA).await;
        let made = tokens::make(&desk.b, &admin, &new(&ana, &["tickets:write"])).await.unwrap();
        tokens::viewer(&desk.b, &made.secret).await.unwrap();
        people::set_role(&desk.b, &admin, &ana.person_id, 1, Role::Customer).await.unwrap();
        let viewer = tokens::viewer(&desk.b, &made.secret).await.unwrap().unwrap();
        assert_eq!(viewer.role, Role::Customer);

        let own = tokens::make(&desk.b, &admin, &new(&admin, &["tickets:write"])).await.unwrap();
        let robot = tokens::viewer(&desk.b, &own.secret).await.unwrap().unwrap();
        let more = tokens::make(&desk.b, &robot, &new(&admin, &["tickets:write"])).await;
        assert_eq!(refusal(more), Error::Forbidden, "a token makes no tokens");
        assert_eq!(refusal(people::disable(&desk.b, &robot, &ana.person_id).await), Error::Forbidden);
    }
}

#[tokio::test]
async fn tokens_are_refused_that_name_nobody_or_nothing_known() {
    for desk in desks().await {
        let admin = desk.person(Role::Admin, "admin@quill.example").await;
        let ana = desk.person(Role::Agent, ANA).await;
        let nobody = Viewer { person_id: "nobody".into(), ..ana.clone() };
        for (token, field, problem) in [
            (new(&ana, &[]), "scopes", Problem::Required),
            (new(&ana, &["tickets:read", "everything"]), "scopes", Problem::Unknown),
            (new(&nobody, &["tickets:read"]), "person_id", Problem::NotAChoice),
            (NewToken { name: " ".into(), ..new(&ana, &["tickets:read"]) }, "name", Problem::Required),
        ] {
            assert_eq!(refusal(tokens::make(&desk.b, &admin, &token).await), Error::field(field, problem));
        }
        assert_eq!(
            refusal(tokens::make(&desk.b, &ana, &new(&ana, &["tickets:read"])).await),
            Error::Forbidden
        );
        assert_eq!(refusal(tokens::list(&desk.b, &ana, None).await), Error::Forbidden);
        assert_eq!(refusal(tokens::revoke(&desk.b, &ana, "any").await), Error::Forbidden);
        let scopes = ["tickets:read".to_owned()];
        let made = tokens::make_as_operator(&desk.b, "Ana@Quill.example", "cli", &scopes).await.unwrap();
        assert!(tokens::viewer(&desk.b, &made.secret).await.unwrap().is_some());
        let unknown = tokens::make_as_operator(&desk.b, "x@quill.example", "cli", &scopes).await;
        assert_eq!(refusal(unknown), Error::field("email", Problem::Unknown));
        for bearer in ["", "cw_", "cw_0000", &"0".repeat(67), &format!("cw_{}", "0".repeat(64))] {
            assert_eq!(tokens::viewer(&desk.b, bearer).await.unwrap(), None, "{bearer}");
        }
    }
}

#[tokio::test]
async fn a_token_ends_when_revoked_and_with_its_person() {
    for desk in desks().await {
        let admin = desk.person(Role::Admin, "admin@quill.example").await;
        let ana = desk.person(Role::Agent, ANA).await;
        let first = tokens::make(&desk.b, &admin, &new(&ana, &["tickets:read"])).await.unwrap();
        let second = tokens::make(&desk.b, &admin, &new(&ana, &["tickets:read"])).await.unwrap();
        let (other, _data) = desk.another_node().await;
        for node in [&desk.b, &other] {
            assert!(tokens::viewer(node, &first.secret).await.unwrap().is_some());
            assert!(tokens::viewer(node, &second.secret).await.unwrap().is_some());
        }

        for _ in 0..2 {
            tokens::revoke(&desk.b, &admin, &first.id).await.unwrap();
        }
        assert_eq!(refusal(tokens::revoke(&desk.b, &admin, "none").await), Error::NotFound);
        assert_eq!(tokens::viewer(&desk.b, &first.secret).await.unwrap(), None);
        people::disable(&desk.b, &admin, &ana.person_id).await.unwrap();
        assert_eq!(tokens::viewer(&desk.b, &second.secret).await.unwrap(), None);
        desk.clock.advance(2 * SECOND_MS);
        for secret in [&first.secret, &second.secret] {
            assert_eq!(tokens::viewer(&other, secret).await.unwrap(), None);
        }
        people::enable(&desk.b, &admin, &ana.person_id).await.unwrap();
        assert_eq!(tokens::viewer(&desk.b, &second.secret).await.unwrap(), None, "what ended stays ended");
        let deeds = desk.texts("SELECT action FROM audit WHERE action LIKE 'token.%' ORDER BY id").await;
        assert_eq!(deeds.iter().filter(|deed| *deed == "token.revoked").count(), 1);
        assert!(tokens::list(&desk.b, &admin, None).await.unwrap().rows.iter().all(|row| row.revoked));
    }
}

#[tokio::test]
async fn a_token_is_no_session_and_a_session_no_token() {
    for desk in desks().await {
        let ana = desk.person(Role::Agent, ANA).await;
        let made = tokens::make_as_operator(&desk.b, ANA, "cli", &["tickets:read".into()]).await.unwrap();
        assert_eq!(people::session(&desk.b, &made.secret).await.unwrap(), None);
        tokens::viewer(&desk.b, &made.secret).await.unwrap();
        assert_eq!(people::session(&desk.b, &made.secret).await.unwrap(), None, "not from memory either");
        people::sign_out_everywhere(&desk.b, &ana).await.unwrap();
        assert!(tokens::viewer(&desk.b, &made.secret).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn tries_are_counted_per_scope_and_window() {
    for desk in desks().await {
        let take = async |scope: &str| tries::take(&desk.b, scope, 3, HOUR_MS).await;
        for _ in 0..3 {
            take("search by ana").await.unwrap();
        }
        assert_eq!(refusal(take("search by ana").await), Error::TooMany { retry_after: 3_600 });
        take("search by ben").await.unwrap();
        desk.clock.set(START.plus_ms(HOUR_MS - 1));
        assert_eq!(refusal(take("search by ana").await), Error::TooMany { retry_after: 1 });
        desk.clock.set(START.plus_ms(HOUR_MS));
        take("search by ana").await.unwrap();
        desk.clock.set(START.plus_ms(-MINUTE_MS));
        take("search by ana").await.unwrap();
        assert_eq!(
            desk.number("SELECT COUNT(*) FROM tries WHERE scope LIKE '%ana%'").await,
            0,
            "only hashes"
        );
    }
}

#[tokio::test]
async fn no_more_get_through_at_once_than_one_after_the_other() {
    for desk in desks().await {
        let taken = (0..20).map(|_| tries::take(&desk.b, "burst", 5, HOUR_MS));
        let through = futures::future::join_all(taken).await.into_iter().filter(Result::is_ok).count();
        assert_eq!(through, 5);
    }
}
