//! Products, topics and impacts as managers set them up, and requests on a desk that has none, on both databases.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeMap;

use backend::people::Client;
use backend::settings::{self, catalogue, save_impacts};
use backend::{intake, tickets};
use common::desk::{Desk, desks, refusal};
use domain::access::Role;
use domain::error::Problem;
use domain::intake::Step;
use domain::intake::catalogue::{CataloguePage, ImpactsDraft, ProductDraft, TopicDraft};
use domain::phone::Call;
use domain::tickets::Priority;
use domain::{Error, Viewer};

fn client() -> Client {
    Client { agent: "test".into(), address: "192.0.2.1".into() }
}

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn admin(desk: &Desk) -> Viewer {
    desk.person(Role::Admin, "ada@desk.example").await
}

async fn page(desk: &Desk, v: &Viewer) -> CataloguePage {
    catalogue(&desk.b, v).await.expect("the page")
}

/// Begins a product, last of all.
async fn product(desk: &Desk, v: &Viewer, name: &str) -> String {
    let new = ProductDraft { name: name.into(), ..page(desk, v).await.product_draft("") };
    settings::save_product(&desk.b, v, ProductDraft::default(), new).await.expect("a product")
}

/// Begins a topic of the product `id`, last of all.
async fn topic(desk: &Desk, v: &Viewer, id: &str, name: &str) -> String {
    let page = page(desk, v).await;
    let draft = page.topic_draft(page.product(id).expect("a product"), "");
    let new = TopicDraft { name: name.into(), ticket_type: "incident".into(), ..draft };
    settings::save_topic(&desk.b, v, TopicDraft::default(), new).await.expect("a topic")
}

async fn retire(desk: &Desk, v: &Viewer, product: &str, topic: &str) {
    let page = page(desk, v).await;
    let seen = page.topic_draft(page.product(product).expect("a product"), topic);
    let draft = TopicDraft { retired: true, ..seen.clone() };
    settings::save_topic(&desk.b, v, seen, draft).await.expect("retired");
}

fn names(page: &CataloguePage) -> Vec<&str> {
    page.products.iter().map(|own| own.name.as_str()).collect()
}

const WORDS: [(&str, &str); 2] = [("subject", "Blank labels"), ("text", "Since Monday.")];

#[tokio::test]
async fn a_desk_without_products_asks_for_none() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let first = intake::page(&desk.b, &cast.ana, "", Step::Product).await.expect("a page");
        assert_eq!(first.step, Step::Describe);
        assert_eq!(first.steps, [Step::Describe, Step::Impact, Step::Check]);
        assert_eq!(first.impacts.len(), 4, "it knows how much something can press");
        let id = intake::begin(&desk.b, &cast.ana, &client(), "", "Labels").await.expect("begun");
        let same = intake::begin(&desk.b, &cast.ana, &client(), &id, "").await.expect("begun");
        assert_ne!(same, id, "something is told there already");
        let blank = intake::begin(&desk.b, &cast.ana, &client(), "", "").await.expect("begun");
        let same = intake::begin(&desk.b, &cast.ana, &client(), &blank, "").await.expect("begun");
        assert_eq!(same, blank, "nothing was told: looking twice begins one");
        let shown = intake::page(&desk.b, &cast.ana, &id, Step::Product).await.expect("a page");
        assert_eq!((shown.step, shown.intake.subject.as_str()), (Step::Describe, "Labels"));
        let save = async |step, values: &[(&str, &str)]| {
            intake::save(&desk.b, &cast.ana, &client(), &id, step, &fields(values)).await.expect("kept")
        };
        assert_eq!(save(Step::Describe, &WORDS).await.next, Step::Impact);
        assert_eq!(save(Step::Impact, &[("impact", "standstill")]).await.next, Step::Check);
        assert_eq!(save(Step::Check, &[]).await.next, Step::Done);
        let written = intake::submit(&desk.b, &cast.ana, &client(), &id).await.expect("sent");
        let ticket = tickets::page(&desk.b, &cast.agent, &written.number).await.expect("the ticket");
        assert_eq!((ticket.ticket_type.as_str(), ticket.priority), ("incident", Priority::Urgent));
        assert_eq!((ticket.product, ticket.topic), (None, None));

        let call = Call(fields(&[("caller", &cast.ana.person_id), WORDS[0], WORDS[1]]));
        let sheet = intake::call_sheet(&desk.b, &cast.agent, &call).await.expect("a sheet");
        assert_eq!(sheet.needs, ["caller"]);
        assert!(!sheet.promised.is_empty(), "what would be promised");
        intake::take_call(&desk.b, &cast.agent, &call).await.expect("a ticket");
    }
}

#[tokio::test]
async fn products_begin_stand_in_order_and_are_asked_for() {
    for desk in desks().await {
        let (cast, admin) = (desk.cast().await, admin(&desk).await);
        let label = product(&desk, &admin, " Label ").await;
        let dock = product(&desk, &admin, "Dock").await;
        assert_eq!(names(&page(&desk, &admin).await), ["Label", "Dock"]);
        let seen = page(&desk, &admin).await.product_draft(&dock);
        let first = ProductDraft { after: String::new(), versions: vec!["2.0".into()], ..seen.clone() };
        settings::save_product(&desk.b, &admin, seen, first).await.expect("saved");
        let now = page(&desk, &admin).await;
        assert_eq!(
            (names(&now), now.products[0].versions.as_slice()),
            (vec!["Dock", "Label"], ["2.0".to_owned()].as_slice())
        );

        let print = topic(&desk, &admin, &label, "Printing").await;
        let scan = topic(&desk, &admin, &label, "Scanning").await;
        let save = async |id: &str, step, values: &[(&str, &str)]| {
            intake::save(&desk.b, &cast.ana, &client(), id, step, &fields(values)).await.expect("kept")
        };
        let bare = save("", Step::Product, &[("product", &dock)]).await;
        assert_eq!(bare.next, Step::Describe, "a product without topics asks for none");
        let begun = save("", Step::Product, &[("product", &label)]).await;
        assert_eq!(begun.next, Step::Topic);
        assert_eq!(save(&begun.id, Step::Topic, &[("topic", &print)]).await.next, Step::Describe);
        assert_eq!(save(&begun.id, Step::Describe, &WORDS).await.next, Step::Impact);
        assert_eq!(save(&begun.id, Step::Impact, &[("impact", "question")]).await.next, Step::Check);
        retire(&desk, &admin, &label, &print).await;
        let again = intake::page(&desk.b, &cast.ana, &begun.id, Step::Impact).await.expect("a page");
        assert_eq!((again.step, again.intake.text.as_str()), (Step::Topic, "Since Monday."));
        assert_eq!(again.products[1].topics.len(), 1, "what is retired is not offered");
        let sent = intake::submit(&desk.b, &cast.ana, &client(), &begun.id).await;
        assert_eq!(refusal(sent), Error::Invalid(Vec::new()), "nor taken");
        assert_eq!(
            save(&begun.id, Step::Topic, &[("topic", &print)]).await.errors[0].problem,
            Problem::NotAChoice
        );
        assert_eq!(
            save(&begun.id, Step::Topic, &[("topic", &scan)]).await.next,
            Step::Check,
            "the words stay"
        );
    }
}

#[tokio::test]
async fn two_who_change_it_at_once_are_told_and_others_may_not() {
    for desk in desks().await {
        let (cast, admin) = (desk.cast().await, admin(&desk).await);
        let id = product(&desk, &admin, "Label").await;
        let seen = page(&desk, &admin).await.product_draft(&id);
        let named = |name: &str| ProductDraft { name: name.into(), ..seen.clone() };
        let may_not = settings::save_product(&desk.b, &cast.lead, seen.clone(), named("Mine")).await;
        assert_eq!(refusal(may_not), Error::Forbidden);
        assert_eq!(refusal(catalogue(&desk.b, &cast.ana).await), Error::Forbidden);
        settings::save_product(&desk.b, &admin, seen.clone(), named("First")).await.expect("saved");
        let late = settings::save_product(&desk.b, &admin, seen.clone(), named("Second")).await;
        assert_eq!(refusal(late), Error::Conflict(Vec::new()));
        let gone = ProductDraft { id: "no-such".into(), ..named("Gone") };
        assert_eq!(refusal(settings::save_product(&desk.b, &admin, seen, gone).await), Error::NotFound);
        let audited = desk.texts("SELECT action FROM audit WHERE action LIKE 'product.%'").await;
        assert_eq!(audited, ["product.saved", "product.saved"]);
    }
}

#[tokio::test]
async fn impacts_are_a_list_of_its_own_version() {
    for desk in desks().await {
        let (cast, admin) = (desk.cast().await, admin(&desk).await);
        let now = page(&desk, &admin).await;
        let mut draft = ImpactsDraft { version: now.impacts_version, impacts: now.impacts };
        draft.impacts.truncate(2);
        draft.impacts[1].label = "It itches".into();
        draft.impacts[1].id = String::new();
        save_impacts(&desk.b, &admin, draft.clone()).await.expect("saved");
        let late = save_impacts(&desk.b, &admin, draft.clone()).await;
        assert_eq!(refusal(late), Error::Conflict(Vec::new()));
        let asked = intake::page(&desk.b, &cast.ana, "", Step::Describe).await.expect("a page").impacts;
        assert_eq!(asked.iter().map(|own| own.label.as_str()).collect::<Vec<_>>()[1], "It itches");
        assert!(!asked[1].id.is_empty(), "a new one has a name for answers");
        draft.version = page(&desk, &admin).await.impacts_version;
        draft.impacts.clear();
        let none = save_impacts(&desk.b, &admin, draft).await;
        assert_eq!(refusal(none), Error::field("impacts[0].label", Problem::Required));
    }
}

#[tokio::test]
async fn a_desk_begins_with_types_of_ticket_and_keeps_those_that_it_has() {
    for desk in desks().await {
        desk.exec("DELETE FROM ticket_types", vec![]).await;
        let types = "SELECT id FROM ticket_types ORDER BY position";
        settings::begin_types(&desk.b).await.expect("begun");
        settings::begin_types(&desk.b).await.expect("again");
        assert_eq!(desk.texts(types).await, ["incident", "question", "change"]);
        desk.exec("DELETE FROM ticket_types WHERE id <> 'change'", vec![]).await;
        settings::begin_types(&desk.b).await.expect("again");
        assert_eq!(desk.texts(types).await, ["change"]);
    }
}
