//! Customers as staff find them, on the demo desk.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::{customers, demo};
use common::desk::{Desk, desks, refusal};
use domain::access::Role;
use domain::{Error, Viewer};

async fn filled() -> Vec<Desk> {
    let desks = desks().await;
    for desk in &desks {
        demo::fill(&desk.b, 1, 1).await.unwrap();
    }
    desks
}

fn staff() -> Viewer {
    Viewer {
        person_id: "someone".into(),
        role: Role::LightAgent,
        time_zone: "Etc/UTC".into(),
        ..Viewer::default()
    }
}

#[tokio::test]
async fn organisations_are_listed_by_name_and_found_by_any_part_of_it() {
    for desk in filled().await {
        let all = customers::organisations(&desk.b, &staff(), "", None).await.unwrap();
        assert_eq!((all.rows.len(), &all.next), (40, &None));
        assert!(all.rows.is_sorted_by_key(|row| row.name.to_lowercase()));
        let after = customers::organisations(&desk.b, &staff(), "", Some(&all.rows[37].id)).await.unwrap();
        assert_eq!(after.rows, all.rows[38..]);
        let found = customers::organisations(&desk.b, &staff(), "PHARM", None).await.unwrap();
        let [quillmark] = found.rows.as_slice() else { panic!("{found:?}") };
        assert_eq!((quillmark.name.as_str(), quillmark.contacts), ("Quillmark Pharmacy Supply", 6));
        assert_eq!(quillmark.open_tickets, 2);
        assert!(quillmark.contract.as_ref().is_some_and(|contract| !contract.expired));
        let nobody = customers::organisations(&desk.b, &staff(), "100%", None).await.unwrap();
        assert_eq!(nobody.rows, []);
    }
}

#[tokio::test]
async fn an_organisation_has_its_products_people_and_tickets() {
    for desk in filled().await {
        let found = customers::organisations(&desk.b, &staff(), "quillmark", None).await.unwrap();
        let page = customers::organisation(&desk.b, &staff(), &found.rows[0].id).await.unwrap();
        let products: Vec<&str> = page.panel.products.iter().map(|own| own.product.as_str()).collect();
        assert_eq!(products, ["Fennwick Label", "Fennwick Dock", "Fennwick Scan"]);
        assert_eq!(page.panel.account_manager.as_deref(), Some("Hollis Brandt"));
        assert_eq!(page.contacts.len(), 6);
        assert!(page.tickets.iter().any(|ticket| ticket.number == "CW-20418"));
        let without = customers::organisations(&desk.b, &staff(), "yarrow", None).await.unwrap();
        let page = customers::organisation(&desk.b, &staff(), &without.rows[0].id).await.unwrap();
        assert_eq!(page.panel.contract, None);
    }
}

#[tokio::test]
async fn a_caller_is_found_by_name_address_or_company() {
    for desk in filled().await {
        for query in ["rosalind", "customer@demo.example", "Achter"] {
            let found = customers::contacts(&desk.b, &staff(), query).await.unwrap();
            assert_eq!(found.len(), 1, "{query}");
            assert_eq!(found[0].organisation.as_deref(), Some("Quillmark Pharmacy Supply"));
        }
        assert_eq!(customers::contacts(&desk.b, &staff(), "quillmark").await.unwrap().len(), 6);
        assert_eq!(
            customers::contacts(&desk.b, &staff(), "Ines Kovar").await.unwrap(),
            [],
            "staff do not call"
        );
        assert_eq!(customers::contacts(&desk.b, &staff(), "").await.unwrap().len(), 20);
    }
}

#[tokio::test]
async fn customers_do_not_see_each_other() {
    for desk in desks().await {
        let customer = Viewer { role: Role::OrganisationManager, ..staff() };
        assert_eq!(refusal(customers::organisations(&desk.b, &customer, "", None).await), Error::Forbidden);
        assert_eq!(refusal(customers::organisation(&desk.b, &customer, "any").await), Error::Forbidden);
        assert_eq!(refusal(customers::contacts(&desk.b, &customer, "").await), Error::Forbidden);
        assert_eq!(refusal(customers::organisation(&desk.b, &staff(), "none").await), Error::NotFound);
    }
}
