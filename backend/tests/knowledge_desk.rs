//! Articles written, reviewed, published, changed, compared, restored and archived, on both databases.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;
mod library;

use backend::Outcome;
use backend::db::MIGRATIONS;
use backend::knowledge::{self, Saved};
use backend::people::Client;
use backend::tickets::{self, Requester};
use common::desk::{Cast, Desk, START, desks, new_ticket, refusal};
use domain::access::Role;
use domain::error::{FieldError, Problem};
use domain::knowledge::desk::{DeskArticle, HealthRow, MissedSearch, SavedArticle};
use domain::knowledge::writing::{ArticleForm, ArticleState, Field, Move, Standing};
use domain::tickets::decide::{AfterReply, Command, NewTicket};
use domain::words::Lang;
use domain::{Error, Viewer};
use library::{a_problem, an_article};

use ArticleState::{Archived, Draft, Published, Review};

fn typed(fields: &[(Field, &str)]) -> ArticleForm {
    let given = [(Field::Title, "Labels print blank"), (Field::Audience, "public"), (Field::Lang, "en")];
    let all = given.iter().chain(fields).map(|(field, text)| (*field, (*text).to_owned()));
    ArticleForm(all.collect())
}

/// The form of an article with one more change.
fn with(form: &ArticleForm, field: Field, text: &str) -> ArticleForm {
    let mut form = form.clone();
    form.set(field, text);
    form
}

impl Desk {
    async fn write(&self, v: &Viewer, fields: &[(Field, &str)]) -> SavedArticle {
        knowledge::save(&self.b, v, None, 0, &typed(fields), "").await.unwrap()
    }

    async fn page_of(&self, v: &Viewer, saved: &SavedArticle) -> DeskArticle {
        knowledge::desk_page(&self.b, v, &saved.id).await.unwrap()
    }

    async fn change(&self, v: &Viewer, saved: &SavedArticle, form: &ArticleForm) -> Outcome<SavedArticle> {
        knowledge::save(&self.b, v, Some(&saved.id), saved.head, form, "").await
    }

    async fn step(&self, v: &Viewer, saved: &SavedArticle, deed: Move, note: &str) -> Outcome<SavedArticle> {
        knowledge::move_on(&self.b, v, &saved.id, saved.head, deed, note).await
    }

    async fn published(&self, cast: &Cast, fields: &[(Field, &str)]) -> SavedArticle {
        let saved = self.write(&cast.agent, fields).await;
        self.step(&cast.lead, &saved, Move::Publish, "").await.unwrap()
    }

    /// What readers see under `slug`: its title, if anything.
    async fn read_at(&self, slug: &str) -> Option<String> {
        let page = knowledge::article(&self.b, &Viewer::visitor(Lang::En), slug).await;
        page.ok().map(|page| page.title)
    }
}

const BODY: (Field, &str) = (Field::Body, "## Check\n\nLook at the ribbon.\n\n## Repair\n\nTurn it around.");

#[tokio::test]
async fn a_draft_is_reviewed_published_and_archived() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let draft = desk.write(&cast.agent, &[BODY]).await;
        assert_eq!(desk.read_at("labels-print-blank").await, None);
        assert_eq!(refusal(desk.step(&cast.agent, &draft, Move::Publish, "").await), Error::Forbidden);
        let sent = desk.step(&cast.agent, &draft, Move::Send, "").await.unwrap();
        assert_eq!(desk.page_of(&cast.agent, &sent).await.standing, Standing { state: Draft, stage: Review });
        let no_reason = refusal(desk.step(&cast.lead, &sent, Move::Return, " ").await);
        assert_eq!(no_reason, Error::field("note", Problem::Required));
        let back = desk.step(&cast.lead, &sent, Move::Return, "Which driver?").await.unwrap();
        let page = desk.page_of(&cast.agent, &back).await;
        assert_eq!((page.standing.stage, page.versions[0].note.as_str()), (Draft, "Which driver?"));
        let changed =
            desk.change(&cast.agent, &back, &with(&page.form, Field::Problem, "White labels.")).await;
        let sent = desk.step(&cast.agent, &changed.unwrap(), Move::Send, "").await.unwrap();
        let live = desk.step(&cast.lead, &sent, Move::Publish, "").await.unwrap();
        assert_eq!(desk.read_at("labels-print-blank").await.as_deref(), Some("Labels print blank"));
        let page = desk.page_of(&cast.agent, &live).await;
        assert_eq!(page.standing, Standing { state: Published, stage: Published });
        assert_eq!(page.versions.iter().map(|row| row.is_live).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(page.versions[0].published.as_ref().unwrap().0.as_deref(), Some("lea"));
        assert!(page.html.contains("<h2 id=\"s-check\">"));
        desk.step(&cast.lead, &live, Move::Archive, "").await.unwrap();
        assert_eq!(desk.read_at("labels-print-blank").await, None);
        assert_eq!(
            desk.texts("SELECT action FROM audit WHERE action LIKE 'article.%' ORDER BY action").await,
            ["article.archived", "article.published", "article.returned", "article.sent", "article.sent"]
        );
    }
}

#[tokio::test]
async fn what_is_published_stays_until_its_change_is_approved() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let live = desk.published(&cast, &[BODY]).await;
        desk.index().await;
        let page = desk.page_of(&cast.agent, &live).await;
        let changed = with(&page.form, Field::Title, "Labels come out white");
        let changed = desk.change(&cast.agent, &live, &changed).await.unwrap();
        assert_eq!(desk.read_at("labels-print-blank").await.as_deref(), Some("Labels print blank"));
        let page = desk.page_of(&cast.agent, &changed).await;
        assert_eq!(page.standing, Standing { state: Published, stage: Draft });
        desk.step(&cast.lead, &changed, Move::Publish, "").await.unwrap();
        assert_eq!(desk.read_at("labels-print-blank").await.as_deref(), Some("Labels come out white"));
        desk.index().await;
        let found = desk.ids(&Viewer::visitor(Lang::En), "white").await;
        assert_eq!(found, ["labels-print-blank"]);
    }
}

#[tokio::test]
async fn an_old_address_leads_to_the_new_one() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let live = desk.published(&cast, &[BODY]).await;
        let form = desk.page_of(&cast.agent, &live).await.form;
        let mut now = live;
        for slug in ["white labels", "empty-labels"] {
            now = desk.change(&cast.agent, &now, &with(&form, Field::Slug, slug)).await.unwrap();
            now = desk.step(&cast.lead, &now, Move::Publish, "").await.unwrap();
        }
        for slug in ["labels-print-blank", "white-labels", "empty-labels"] {
            let page = knowledge::article(&desk.b, &cast.ana, slug).await.unwrap();
            assert_eq!(page.slug, "empty-labels", "{slug}");
        }
        // What nobody has read yet goes by its title.
        let draft = desk.write(&cast.agent, &[(Field::Title, "Rough"), (Field::Body, "text")]).await;
        let form = desk.page_of(&cast.agent, &draft).await.form;
        let titled = desk.change(&cast.agent, &draft, &with(&form, Field::Title, "Polished")).await.unwrap();
        desk.step(&cast.lead, &titled, Move::Publish, "").await.unwrap();
        assert_eq!(desk.read_at("polished").await.as_deref(), Some("Polished"));
        // Nobody else gets an address that leads somewhere.
        let form = typed(&[(Field::Slug, "white-labels"), BODY]);
        let taken = Error::Invalid(vec![FieldError::new("slug", Problem::Taken)]);
        assert_eq!(refusal(knowledge::save(&desk.b, &cast.agent, None, 0, &form, "").await), taken);
        let other = desk.write(&cast.agent, &[(Field::Title, "White labels"), BODY]).await;
        let page = desk.page_of(&cast.agent, &other).await;
        assert_eq!(page.slug, "white-labels-2", "one made of a title gets a number");
        let wished = with(&page.form, Field::Slug, "white-labels");
        assert_eq!(refusal(desk.change(&cast.agent, &other, &wished).await), taken);
        // The article itself may have it back.
        let form = desk.page_of(&cast.agent, &now).await.form;
        let back = desk.change(&cast.agent, &now, &with(&form, Field::Slug, "white-labels")).await.unwrap();
        desk.step(&cast.lead, &back, Move::Publish, "").await.unwrap();
        assert_eq!(
            knowledge::article(&desk.b, &cast.ana, "empty-labels").await.unwrap().slug,
            "white-labels"
        );
        desk.index().await;
        assert_eq!(desk.ids(&cast.ana, "ribbon").await, ["white-labels"]);
    }
}

#[tokio::test]
async fn the_second_of_two_editors_is_shown_the_difference() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let draft = desk.write(&cast.agent, &[BODY]).await;
        let form = desk.page_of(&cast.agent, &draft).await.form;
        let theirs =
            with(&form, Field::Body, "## Check\n\nLook at the red ribbon.\n\n## Repair\n\nTurn it around.");
        desk.change(&cast.lead, &draft, &theirs).await.unwrap();
        let mine = with(&form, Field::Body, "## Check\n\nLook at the ribbon.\n\n## Repair\n\nTurn it over.");
        assert_eq!(refusal(desk.change(&cast.agent, &draft, &mine).await), Error::Conflict(Vec::new()));
        let merge = knowledge::merge(&desk.b, &cast.agent, &draft.id, draft.head, &mine).await.unwrap();
        assert_eq!((merge.by.as_deref(), merge.head, merge.clashes.len()), (Some("lea"), 2, 0));
        assert_eq!(merge.theirs[0].field, Field::Body);
        let both = "## Check\n\nLook at the red ribbon.\n\n## Repair\n\nTurn it over.";
        assert_eq!(merge.merged.get(Field::Body), both);
        let seen = SavedArticle { head: merge.head, ..draft.clone() };
        let saved = desk.change(&cast.agent, &seen, &merge.merged).await.unwrap();
        assert_eq!(desk.page_of(&cast.agent, &saved).await.form.get(Field::Body), both);
        // Nobody publishes what they have not read.
        let stale = desk.step(&cast.lead, &draft, Move::Publish, "").await;
        assert_eq!(refusal(stale), Error::Conflict(Vec::new()));
    }
}

#[tokio::test]
async fn versions_are_compared_and_restored() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let first = desk.published(&cast, &[BODY, (Field::Keywords, "white")]).await;
        let form = desk.page_of(&cast.agent, &first).await.form;
        let worse = with(&with(&form, Field::Body, "Buy a new one."), Field::Slug, "no-labels");
        let second = desk.change(&cast.agent, &first, &worse).await.unwrap();
        let again = desk.change(&cast.agent, &second, &worse).await.unwrap();
        assert_eq!(again.head, second.head, "saving the same again is no version");
        let shown = knowledge::comparison(&desk.b, &cast.agent, &first.id, 0, 0).await.unwrap();
        assert_eq!((shown.left.version, shown.right.version), (1, 2));
        let fields: Vec<Field> = shown.fields.iter().map(|diff| diff.field).collect();
        assert_eq!(fields, [Field::Body, Field::Slug]);
        let restored = knowledge::restore(&desk.b, &cast.agent, &first.id, second.head, 1).await.unwrap();
        let page = desk.page_of(&cast.agent, &restored).await;
        assert_eq!((restored.head, page.form.get(Field::Body)), (3, form.get(Field::Body)));
        assert_eq!(page.form.get(Field::Slug), "no-labels", "an address is not restored");
        assert_eq!(page.versions[0].note, "Version 1 restored");
        assert_eq!(page.standing, Standing { state: Published, stage: Draft });
        let missing = knowledge::restore(&desk.b, &cast.agent, &first.id, restored.head, 9).await;
        assert_eq!(refusal(missing), Error::NotFound);
    }
}

#[tokio::test]
async fn only_what_is_there_can_be_named() {
    for desk in desks().await {
        let cast = desk.cast().await;
        desk.save_problem(a_problem("P-311", "DX-200 prints nothing")).await;
        let number = desk.request(&cast.ana, "Blank").await;
        let save = async |field: Field, text: &str| {
            knowledge::save(&desk.b, &cast.agent, None, 0, &typed(&[(field, text)]), "").await
        };
        for (field, text, problem) in [
            (Field::Product, "no-such", Problem::NotAChoice),
            (Field::Owner, cast.ana.person_id.as_str(), Problem::NotAChoice),
            (Field::Related, "P-999", Problem::Unknown),
            (Field::Origins, "CW-1", Problem::Unknown),
            (Field::ReviewOn, "soon", Problem::NotATime),
        ] {
            assert_eq!(refusal(save(field, text).await), Error::field(field.code(), problem), "{text}");
        }
        let digits = number.trim_start_matches("CW-");
        let fields =
            [(Field::Related, "p-311"), (Field::Origins, digits), (Field::Owner, &cast.lead.person_id)];
        let saved = desk.write(&cast.agent, &fields).await;
        let page = desk.page_of(&cast.agent, &saved).await;
        assert_eq!(
            (page.form.get(Field::Related), page.form.get(Field::Origins)),
            ("P-311", number.as_str())
        );
        assert_eq!(page.shown.get(Field::Owner), "lea");
        assert_eq!(
            refusal(desk.step(&cast.agent, &saved, Move::Send, "").await),
            Error::field("body", Problem::Required)
        );
    }
}

#[tokio::test]
async fn customers_see_nothing_of_it_and_light_agents_only_read() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let light = desk.person(Role::LightAgent, "sales@desk.example").await;
        let draft = desk.write(&cast.agent, &[BODY]).await;
        let visitor = Viewer::visitor(Lang::En);
        for (v, error) in [(&cast.ana, Error::Forbidden), (&visitor, Error::SignIn)] {
            assert_eq!(refusal(knowledge::desk_page(&desk.b, v, &draft.id).await), error);
            assert_eq!(refusal(knowledge::desk_list(&desk.b, v, Draft, "", None).await), error);
            assert_eq!(refusal(knowledge::comparison(&desk.b, v, &draft.id, 0, 0).await), error);
            assert_eq!(refusal(knowledge::preview(v, "text").await), error);
        }
        assert_eq!(desk.page_of(&light, &draft).await.head, 1);
        let form = typed(&[BODY]);
        assert_eq!(refusal(desk.change(&light, &draft, &form).await), Error::Forbidden);
        assert_eq!(refusal(desk.step(&light, &draft, Move::Archive, "").await), Error::Forbidden);
        assert_eq!(refusal(knowledge::restore(&desk.b, &light, &draft.id, 1, 1).await), Error::Forbidden);
        assert_eq!(refusal(knowledge::merge(&desk.b, &light, &draft.id, 1, &form).await), Error::Forbidden);
    }
}

#[tokio::test]
async fn the_list_has_a_tab_for_each_state() {
    for desk in desks().await {
        let cast = desk.cast().await;
        desk.published(&cast, &[(Field::Title, "Ring scanner"), (Field::Keywords, "Bluetooth"), BODY]).await;
        let sent = desk.write(&cast.agent, &[BODY]).await;
        desk.step(&cast.agent, &sent, Move::Send, "").await.unwrap();
        let away = desk.write(&cast.agent, &[(Field::Title, "50% off")]).await;
        desk.step(&cast.agent, &away, Move::Archive, "").await.unwrap();
        for n in 0..52 {
            desk.write(&cast.agent, &[(Field::Title, &format!("Draft {n}"))]).await;
        }
        let list = async |of, query: &str, after: Option<&str>| {
            knowledge::desk_list(&desk.b, &cast.agent, of, query, after).await.unwrap()
        };
        let counts = list(Draft, "", None).await.counts;
        assert_eq!((counts.published, counts.review, counts.draft, counts.archived), (1, 1, 52, 1));
        let first = list(Draft, "", None).await.page;
        let rest = list(Draft, "", first.next.as_deref()).await.page;
        assert_eq!((first.rows.len(), rest.rows.len(), rest.next), (50, 2, None));
        assert_eq!(list(Published, "bluetooth", None).await.page.rows[0].title, "Ring scanner");
        assert_eq!(list(Archived, "50%", None).await.page.rows.len(), 1);
        assert_eq!(list(Archived, "5_%", None).await.page.rows.len(), 0);
    }
}

#[tokio::test]
async fn a_ticket_becomes_a_draft_without_its_people() {
    for desk in desks().await {
        let cast = desk.cast().await;
        desk.product("label", "Label").await;
        desk.b.directory_cache.forget();
        let text = "Hello Ines,\n\nthe labels are blank. Write to ana@quill.example or call 020 7946 0018. \
                    My password is hunter2! Lea and Marta know, Carla Copied too.\n\nThanks,\nana";
        let new =
            NewTicket { text: text.into(), product: Some("label".into()), ..new_ticket("Blank, says ana") };
        let written = tickets::create(&desk.b, &cast.ana, &Requester::Myself, new).await.unwrap();
        let reply = Command::Reply {
            text: "Dear ana,\n\nturn the **ribbon**.\n\nBest,\nines".into(),
            after: AfterReply::Wait,
            plan: None,
            next_contact: None,
        };
        tickets::change(&desk.b, &cast.agent, &written.number, None, reply).await.unwrap();
        let note = Command::Note { text: "She is in a bad mood.".into() };
        tickets::change(&desk.b, &cast.agent, &written.number, None, note).await.unwrap();
        let copied = "INSERT INTO participants (ticket_id, email_norm, email, name, since)
          SELECT id, 'c@quill.example', 'c@quill.example', 'Carla Copied', $1 FROM tickets";
        desk.exec(copied, vec![0_i64.into()]).await;
        let saved = knowledge::from_ticket(&desk.b, &cast.agent, &written.number).await.unwrap();
        let page = desk.page_of(&cast.agent, &saved).await;
        let get = |field| page.form.get(field);
        assert_eq!(get(Field::Title), "Blank, says […]");
        assert_eq!(
            get(Field::Problem),
            "the labels are blank. Write to […] or call […]. My password is […] and […] know, […] too."
        );
        assert_eq!((get(Field::Body), get(Field::Product)), ("turn the **ribbon**.", "label"));
        assert_eq!((get(Field::Origins), get(Field::Audience)), (written.number.as_str(), "internal"));
        assert_eq!(page.standing.stage, Draft);
        assert_eq!(
            refusal(knowledge::from_ticket(&desk.b, &cast.ana, &written.number).await),
            Error::Forbidden
        );
        assert_eq!(refusal(knowledge::from_ticket(&desk.b, &cast.agent, "CW-1").await), Error::NotFound);
    }
}

#[tokio::test]
async fn a_ticket_remembers_what_was_sent_and_what_solved_it() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let first = desk.published(&cast, &[(Field::Slug, "first"), BODY]).await;
        let second = desk.published(&cast, &[(Field::Slug, "second"), BODY]).await;
        let number = desk.request(&cast.ana, "Blank").await;
        let reply = async |text: &str, after| {
            let reply = Command::Reply { text: text.into(), after, plan: None, next_contact: None };
            desk.clock.advance(1_000);
            tickets::change(&desk.b, &cast.agent, &number, None, reply).await.unwrap();
        };
        reply("See [this](/help/a/first) and [that](/help/a/no-such).", AfterReply::Wait).await;
        reply("Then [this](/help/a/second)?", AfterReply::Wait).await;
        let works = Command::WorksAgain { text: "Yes!".into() };
        tickets::change(&desk.b, &cast.ana, &number, None, works).await.unwrap();
        let sent = async || knowledge::sent_articles(&desk.b, &cast.agent, &number).await.unwrap();
        let shown: Vec<(String, bool)> = sent().await.into_iter().map(|one| (one.id, one.solved)).collect();
        assert_eq!(shown, [(first.id.clone(), false), (second.id.clone(), true)]);
        let page = desk.page_of(&cast.agent, &second).await;
        assert_eq!((page.sent, page.solved), (1, 1));
        let again = Command::CustomerMessage { text: "It is back. What now?".into() };
        tickets::change(&desk.b, &cast.ana, &number, None, again).await.unwrap();
        assert!(sent().await.iter().all(|one| !one.solved), "open again, so nothing has solved it");
        assert_eq!(refusal(knowledge::sent_articles(&desk.b, &cast.ana, &number).await), Error::Forbidden);
    }
}

#[tokio::test]
async fn the_health_page_says_what_to_look_at() {
    const LABEL: &str = "INSERT INTO products (id, name, blurb, icon, position, versions)
      VALUES ('label', 'Label', '', 'box', 1, '[\"7.3\",\"7.4.1\"]')";
    for desk in desks().await {
        let cast = desk.cast().await;
        desk.exec(LABEL, vec![]).await;
        desk.b.directory_cache.forget();
        let old = [(Field::Title, "Old"), (Field::Product, "label"), (Field::Versions, "7.3"), BODY];
        let old = desk.published(&cast, &old).await;
        desk.published(
            &cast,
            &[(Field::Title, "New"), (Field::Product, "label"), (Field::Versions, "7.4"), BODY],
        )
        .await;
        let due =
            desk.published(&cast, &[(Field::Title, "Due"), (Field::ReviewOn, "2026-11-21"), BODY]).await;
        desk.published(&cast, &[(Field::Title, "Later"), (Field::ReviewOn, "2026-11-22"), BODY]).await;
        for _ in 0..5 {
            let (reader, client) = (Viewer::visitor(Lang::En), Client::default());
            let why = knowledge::feedback(&desk.b, &reader, &client, "due", false, "Too short");
            why.await.unwrap();
        }
        for query in ["Unicorn  mode", "unicorn mode", "ana@quill.example"] {
            knowledge::missed(&desk.b, query);
        }
        knowledge::flush_views(&desk.b).await.unwrap();
        let health = knowledge::health(&desk.b, &cast.agent).await.unwrap();
        let ids = |rows: &[HealthRow]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&health.stale), [old.id]);
        assert_eq!(ids(&health.due), vec![due.id.clone()]);
        assert_eq!((ids(&health.unhelpful), health.unhelpful[0].note.as_str()), (vec![due.id], "Too short"));
        assert_eq!(health.missed, [MissedSearch { words: "unicorn mode".into(), n: 2 }]);
        knowledge::settle_search(&desk.b, &cast.agent, "unicorn mode").await.unwrap();
        assert_eq!(knowledge::health(&desk.b, &cast.agent).await.unwrap().missed, []);
        assert_eq!(refusal(knowledge::health(&desk.b, &cast.ana).await), Error::Forbidden);
    }
}

#[tokio::test]
async fn imports_keep_versions_too() {
    for desk in desks().await {
        let cast = desk.cast().await;
        desk.save(an_article("blank", "Blank", "text")).await;
        let saved = SavedArticle { id: "id-blank".into(), head: 1 };
        let page = desk.page_of(&cast.agent, &saved).await;
        assert_eq!((page.head, page.standing.stage, page.versions[0].is_live), (1, Published, true));
        let form = with(&page.form, Field::ReviewOn, "2026-11-20");
        let changed = desk.change(&cast.agent, &saved, &form).await.unwrap();
        desk.step(&cast.lead, &changed, Move::Publish, "").await.unwrap();
        assert!(desk.page_of(&cast.agent, &saved).await.is_due, "the day has come");
        assert_eq!(desk.save(an_article("blank", "Blank", "new text")).await, Saved::Updated);
        let page = desk.page_of(&cast.agent, &saved).await;
        assert_eq!((page.head, page.form.get(Field::ReviewOn)), (3, "2026-11-20"));
        assert_eq!(page.form.get(Field::Body), "new text");
    }
}

#[tokio::test]
async fn articles_of_an_older_desk_get_their_first_version() {
    const ARTICLE: &str = "INSERT INTO articles (id, slug, version, title, problem, body, html, audience, state, lang, keywords,
        versions, views, helped, not_helped, deflected, created_at, changed_at)
      VALUES ('1', 'blank', 4, 'Blank', '', 'text', '', 'public', $1, 'en', '[\"white\"]', '[]', 0, 0, 0, 0, 0, $2)";
    for db in common::bare().await {
        db.migrate_with(&MIGRATIONS[..1]).await.unwrap();
        let insert = db.write(|tx| {
            Box::pin(async move { backend::db::q(ARTICLE).bind("published").bind(START.0).exec(tx).await })
        });
        insert.await.unwrap();
        db.migrate().await.unwrap();
        let sql = "SELECT v.version, a.head, a.stage, v.keywords, v.published_at
          FROM articles a JOIN article_versions v ON v.article_id = a.id";
        let row: (i64, i64, String, String, Option<i64>) =
            backend::db::q(sql).one(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(row, (4, 4, "published".into(), "[\"white\"]".into(), Some(START.0)));
    }
}

#[tokio::test]
async fn what_is_still_right_is_looked_at_again_in_half_a_year() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let published = desk.published(&cast, &[BODY, (Field::ReviewOn, "2026-01-31")]).await;
        let due = async || knowledge::health(&desk.b, &cast.lead).await.unwrap().due.len();
        assert_eq!(due().await, 1);
        let refused = refusal(knowledge::still_right(&desk.b, &cast.agent, &published.id).await);
        assert_eq!(refused, Error::Forbidden, "who may not publish asks for a review");
        knowledge::still_right(&desk.b, &cast.lead, &published.id).await.unwrap();
        assert_eq!(due().await, 0);
        let form = knowledge::editing(&desk.b, &cast.lead, &published.id).await.unwrap().form;
        assert_eq!(form.get(Field::ReviewOn), "2027-05-22");
        assert_eq!(desk.read_at("labels-print-blank").await.as_deref(), Some("Labels print blank"));

        let page = desk.page_of(&cast.agent, &published).await;
        let seen = SavedArticle { head: page.head, ..published.clone() };
        desk.change(&cast.agent, &seen, &with(&form, Field::Body, "Another way.")).await.unwrap();
        let waiting = refusal(knowledge::still_right(&desk.b, &cast.lead, &published.id).await);
        assert_eq!(waiting, Error::field("stage", Problem::NotReady), "a change is looked at first");
        assert_eq!(refusal(knowledge::still_right(&desk.b, &cast.lead, "guessed").await), Error::NotFound);
    }
}
