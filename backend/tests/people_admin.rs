//! One's own account and what admins do with people, on both databases.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::mail;
use backend::people::{self, Client};
use common::desk::{Desk, PASSWORD, desks, refusal};
use domain::access::Role;
use domain::error::{FieldError, Problem};
use domain::people::{AccountChange, NewPerson};
use domain::time::{DAY_MS, MINUTE_MS};
use domain::words::Lang;
use domain::{Error, Viewer};

const ANA: &str = "ana@quill.example";

async fn admin(desk: &Desk) -> Viewer {
    desk.person(Role::Admin, "admin@quill.example").await
}

async fn organisation(desk: &Desk) {
    let add = "INSERT INTO organisations (id, name, name_norm, time_zone, created_at)
      VALUES ('quill', 'Quillmark', 'quillmark', 'Europe/Berlin', 0)";
    desk.exec(add, vec![]).await;
}

async fn session(desk: &Desk) -> String {
    let client = Client { agent: "Firefox\n".into(), address: "192.0.2.7".into() };
    people::sign_in_password(&desk.b, &client, ANA, PASSWORD).await.unwrap().token
}

fn new(name: &str, email: &str) -> NewPerson {
    NewPerson {
        name: name.into(),
        email: email.into(),
        role: Role::Customer,
        organisation_id: None,
        password: None,
    }
}

fn change(password: &str, new_password: &str) -> AccountChange {
    AccountChange {
        name: "Ana  Quill".into(),
        lang: Lang::De,
        time_zone: "Europe/Berlin".into(),
        current_password: password.into(),
        new_password: new_password.into(),
    }
}

#[tokio::test]
async fn the_account_shows_and_changes_its_own_person() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        let (here, _there) = (session(&desk).await, session(&desk).await);
        let ana = people::session(&desk.b, &here).await.unwrap().unwrap();
        people::update_account(&desk.b, &ana, &here, &change("", "")).await.unwrap();

        let ana = people::session(&desk.b, &here).await.unwrap().unwrap();
        assert_eq!(
            (ana.name.as_str(), ana.lang, ana.time_zone.as_str()),
            ("Ana Quill", Lang::De, "Europe/Berlin")
        );
        let account = people::account(&desk.b, &ana, &here).await.unwrap();
        assert_eq!((account.name.as_str(), account.email.as_str()), ("Ana Quill", ANA));
        assert!(account.has_password);
        assert_eq!(account.sessions.len(), 2);
        assert_eq!(account.sessions.iter().filter(|row| row.current).count(), 1);
        assert_eq!(account.sessions[0].agent, "Firefox");
        assert_eq!(account.sessions[0].seen.text, "Heute, 11:00");
    }
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        let (here, there) = (session(&desk).await, session(&desk).await);
        let ana = people::session(&desk.b, &here).await.unwrap().unwrap();
        let wrong = people::update_account(&desk.b, &ana, &here, &change("not it", "another password")).await;
        assert_eq!(refusal(wrong), Error::field("current_password", Problem::WrongSignIn));
        let short = people::update_account(&desk.b, &ana, &here, &change(PASSWORD, "short")).await;
        assert_eq!(refusal(short), Error::field("new_password", Problem::TooShort { min: 10 }));

        people::update_account(&desk.b, &ana, &here, &change(PASSWORD, "another password")).await.unwrap();
        assert!(people::session(&desk.b, &here).await.unwrap().is_some());
        assert!(people::session(&desk.b, &there).await.unwrap().is_none());
        let enter = |password: &'static str| {
            let (b, client) = (desk.b.clone(), Client::default());
            async move { people::sign_in_password(&b, &client, ANA, password).await }
        };
        assert!(enter(PASSWORD).await.is_err());
        assert!(enter("another password").await.is_ok());
        assert_eq!(desk.texts("SELECT subject FROM outbox").await, ["Ihr Passwort wurde geändert"]);
        let deeds = desk.texts("SELECT action FROM audit WHERE action LIKE '%password%'").await;
        assert_eq!(deeds, ["person.password_changed"]);
    }
}

#[tokio::test]
async fn an_account_without_password_gets_its_first_one() {
    for desk in desks().await {
        let ana = desk.person(Role::Customer, ANA).await;
        people::update_account(&desk.b, &ana, "", &change("", PASSWORD)).await.unwrap();
        session(&desk).await;
    }
}

#[tokio::test]
async fn an_account_refuses_what_it_cannot_take() {
    for desk in desks().await {
        let ana = desk.person(Role::Customer, ANA).await;
        let bad = AccountChange { name: " ".into(), time_zone: "Mars/Base".into(), ..change("", "") };
        let wrong = vec![
            FieldError::new("name", Problem::Required),
            FieldError::new("time_zone", Problem::NotAChoice),
        ];
        assert_eq!(refusal(people::update_account(&desk.b, &ana, "", &bad).await), Error::Invalid(wrong));
        let token = Viewer { scopes: Some(vec![]), ..ana };
        assert_eq!(refusal(people::account(&desk.b, &token, "").await), Error::Forbidden);
        assert_eq!(refusal(people::account(&desk.b, &Viewer::default(), "").await), Error::SignIn);
    }
}

#[tokio::test]
async fn people_are_made_by_admins_only_and_by_the_rules() {
    for desk in desks().await {
        let admin = admin(&desk).await;
        organisation(&desk).await;
        let lead = Viewer { role: Role::Manager, ..admin.clone() };
        assert_eq!(refusal(people::add(&desk.b, &lead, &new("Ana", ANA)).await), Error::Forbidden);
        let token = Viewer { scopes: Some(vec![]), ..admin.clone() };
        assert_eq!(refusal(people::add(&desk.b, &token, &new("Ana", ANA)).await), Error::Forbidden);

        let ana = NewPerson { organisation_id: Some("quill".into()), ..new("Ana", "Ana@Quill.example") };
        people::add(&desk.b, &admin, &ana).await.unwrap();
        let zones = desk.texts("SELECT time_zone FROM people WHERE name_norm = 'ana'").await;
        assert_eq!(zones, ["Europe/Berlin"], "customers begin in their organisation's zone");
        for (person, field, problem) in [
            (new("Ana", ANA), "email", Problem::Taken),
            (new("Ana", "ana"), "email", Problem::NotAnEmail),
            (NewPerson { role: Role::Visitor, ..new("B", "b@quill.example") }, "role", Problem::Unknown),
            (NewPerson { role: Role::Agent, ..ana.clone() }, "organisation_id", Problem::NotAChoice),
            (
                NewPerson { organisation_id: Some("none".into()), ..new("B", "b@quill.example") },
                "organisation_id",
                Problem::NotAChoice,
            ),
            (
                NewPerson { password: Some("short".into()), ..new("B", "b@quill.example") },
                "password",
                Problem::TooShort { min: 10 },
            ),
        ] {
            assert_eq!(refusal(people::add(&desk.b, &admin, &person).await), Error::field(field, problem));
        }
        assert_eq!(desk.number("SELECT COUNT(*) FROM people").await, 2, "a refused person leaves nothing");
        assert_eq!(desk.texts("SELECT data_kind FROM desk").await, ["real"]);
        assert_eq!(desk.number("SELECT COUNT(*) FROM audit WHERE action = 'person.added'").await, 2);
    }
}

#[tokio::test]
async fn the_list_goes_on_where_it_stopped_and_finds_names_and_addresses() {
    for desk in desks().await {
        let admin = admin(&desk).await;
        for n in 0..60 {
            // Two of each name, so that the order needs the id as well.
            let name = format!("Person {:02}", n / 2);
            people::add(&desk.b, &admin, &new(&name, &format!("p{n}@quill.example"))).await.unwrap();
        }
        let first = people::list(&desk.b, &admin, "", None).await.unwrap();
        let rest = people::list(&desk.b, &admin, "", first.next.as_deref()).await.unwrap();
        assert_eq!((first.rows.len(), rest.rows.len(), rest.next), (50, 11, None));
        let mut ids: Vec<_> = first.rows.iter().chain(&rest.rows).map(|row| &row.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 61, "each once");

        let found = async |query: &str| people::list(&desk.b, &admin, query, None).await.unwrap().rows.len();
        assert_eq!(found("SON 07").await, 2);
        assert_eq!(found("p59@").await, 1);
        assert_eq!(found("%").await, 0, "a wildcard stands for itself");
        assert_eq!(refusal(people::list(&desk.b, &admin, "", Some("gone")).await), Error::NotFound);
    }
}

#[tokio::test]
async fn an_admin_disables_others_but_not_themselves() {
    for desk in desks().await {
        let admin = admin(&desk).await;
        let ana = desk.person(Role::Customer, ANA).await;
        assert_eq!(refusal(people::disable(&desk.b, &admin, &admin.person_id).await), Error::Forbidden);
        assert_eq!(refusal(people::disable(&desk.b, &admin, "nobody").await), Error::NotFound);
        assert_eq!(refusal(people::enable(&desk.b, &admin, "nobody").await), Error::NotFound);
        assert_eq!(refusal(people::disable(&desk.b, &ana, &admin.person_id).await), Error::Forbidden);
        for _ in 0..2 {
            people::disable(&desk.b, &admin, &ana.person_id).await.unwrap();
            desk.clock.advance(MINUTE_MS);
        }
        assert!(people::list(&desk.b, &admin, ANA, None).await.unwrap().rows[0].disabled);
        people::enable(&desk.b, &admin, &ana.person_id).await.unwrap();
        let deeds = desk.texts("SELECT action FROM audit WHERE actor_id IS NOT NULL ORDER BY id").await;
        assert_eq!(deeds, ["person.disabled", "person.enabled"], "what changed nothing is not a deed");
    }
}

#[tokio::test]
async fn another_role_takes_effect_at_once_and_is_audited() {
    for desk in desks().await {
        let admin = admin(&desk).await;
        organisation(&desk).await;
        let password = Some(PASSWORD.into());
        let ana = NewPerson { organisation_id: Some("quill".into()), password, ..new("Ana", ANA) };
        let id = people::add(&desk.b, &admin, &ana).await.unwrap();
        let token = session(&desk).await;
        people::session(&desk.b, &token).await.unwrap();

        people::set_role(&desk.b, &admin, &id, 1, Role::Agent).await.unwrap();
        let viewer = people::session(&desk.b, &token).await.unwrap().unwrap();
        assert_eq!((viewer.role, viewer.organisation_id), (Role::Agent, None), "staff belong to no customer");
        let stale = people::set_role(&desk.b, &admin, &id, 1, Role::Admin).await;
        assert_eq!(refusal(stale), Error::Conflict(vec![]));
        let own = people::set_role(&desk.b, &admin, &admin.person_id, 1, Role::Agent).await;
        assert_eq!(refusal(own), Error::Forbidden);
        let detail = desk.texts("SELECT detail FROM audit WHERE action = 'person.role_changed'").await;
        assert_eq!(detail, [r#"{"from":"customer","to":"agent"}"#]);
        assert_eq!(desk.number("SELECT COUNT(*) FROM change_log WHERE topic = 'signed_out'").await, 1);
    }
}

#[tokio::test]
async fn reading_the_outbox_is_audited_and_for_admins() {
    for desk in desks().await {
        let admin = admin(&desk).await;
        let ana = desk.person(Role::Customer, ANA).await;
        for _ in 0..2 {
            people::send_code(&desk.b, &Client::default(), ANA).await.unwrap();
            desk.clock.advance(MINUTE_MS);
        }
        assert_eq!(refusal(mail::list(&desk.b, &ana, None).await), Error::Forbidden);
        assert_eq!(desk.number("SELECT COUNT(*) FROM audit WHERE action = 'outbox.read'").await, 0);
        let page = mail::list(&desk.b, &admin, None).await.unwrap();
        assert_eq!((page.rows.len(), page.next.as_ref()), (2, None));
        assert!(page.rows[0].at.at > page.rows[1].at.at, "newest first");
        assert_eq!((page.rows[0].to.as_str(), page.rows[0].state.as_str()), (ANA, "waiting"));
        assert!(!format!("{page:?}").contains(&page.rows[0].body), "mail is not for logs");
        let older = mail::list(&desk.b, &admin, Some(&page.rows[0].id)).await.unwrap();
        assert_eq!(older.rows.len(), 1);
        let actors = desk.texts("SELECT actor_id FROM audit WHERE action = 'outbox.read'").await;
        assert_eq!(actors, [admin.person_id.clone(), admin.person_id]);
    }
}

#[tokio::test]
async fn cleaning_up_forgets_only_what_has_run_out() {
    for desk in desks().await {
        desk.person_with_password(Role::Customer, ANA).await;
        session(&desk).await;
        people::send_code(&desk.b, &Client::default(), ANA).await.unwrap();
        let left = "SELECT (SELECT COUNT(*) FROM sessions) + (SELECT COUNT(*) FROM login_codes)
          + (SELECT COUNT(*) FROM tries)";
        let all = desk.number(left).await;
        assert_eq!((people::cleanup(&desk.b).await.unwrap(), desk.number(left).await), (0, all));
        desk.clock.advance(11 * MINUTE_MS);
        assert_eq!(people::cleanup(&desk.b).await.unwrap(), 1, "the code");
        desk.clock.advance(15 * DAY_MS);
        let gone = people::cleanup(&desk.b).await.unwrap();
        assert_eq!((i64::try_from(gone).unwrap(), desk.number(left).await), (all - 1, 0));
    }
}

#[tokio::test]
async fn cleaning_up_takes_many_rows_in_batches() {
    for desk in desks().await {
        let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1201)
          INSERT INTO tries (scope, window_start, n) SELECT CAST(i AS TEXT), 0, 1 FROM n";
        desk.exec(many, vec![]).await;
        assert_eq!(people::cleanup(&desk.b).await.unwrap(), 1_201);
    }
}
