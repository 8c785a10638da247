//! Customers as staff find them, on the demo desk.

mod common;

use backend::customers;
use backend::customers::{CALLERS, USUAL};
use common::demo::filled;
use common::desk::{desks, refusal};
use domain::access::Role;
use domain::{Error, Viewer};

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
        let all = customers::organisations(&desk.b, &staff(), "", None, USUAL).await.unwrap();
        assert_eq!((all.rows.len(), &all.next), (40, &None));
        assert!(all.rows.is_sorted_by_key(|row| row.name.to_lowercase()));
        let after =
            customers::organisations(&desk.b, &staff(), "", Some(&all.rows[37].id), USUAL).await.unwrap();
        assert_eq!(after.rows, all.rows[38..]);
        let found = customers::organisations(&desk.b, &staff(), "PHARM", None, USUAL).await.unwrap();
        let [quillmark] = found.rows.as_slice() else { panic!("{found:?}") };
        assert_eq!((quillmark.name.as_str(), quillmark.contacts), ("Quillmark Pharmacy Supply", 6));
        assert_eq!(quillmark.open_tickets, 2);
        assert!(quillmark.contract.as_ref().is_some_and(|contract| !contract.expired));
        let nobody = customers::organisations(&desk.b, &staff(), "100%", None, USUAL).await.unwrap();
        assert_eq!(nobody.rows, []);
    }
}

#[tokio::test]
async fn an_organisation_has_its_products_people_and_tickets() {
    for desk in filled().await {
        let found = customers::organisations(&desk.b, &staff(), "quillmark", None, USUAL).await.unwrap();
        let page = customers::organisation(&desk.b, &staff(), &found.rows[0].id).await.unwrap();
        let products: Vec<&str> = page.panel.products.iter().map(|own| own.product.as_str()).collect();
        assert_eq!(products, ["Fennwick Label", "Fennwick Dock", "Fennwick Scan"]);
        assert_eq!(page.panel.account_manager.as_deref(), Some("Hollis Brandt"));
        assert_eq!(page.contacts.len(), 6);
        assert!(page.tickets.iter().any(|ticket| ticket.number == "CW-20418"));
        let without = customers::organisations(&desk.b, &staff(), "yarrow", None, USUAL).await.unwrap();
        let page = customers::organisation(&desk.b, &staff(), &without.rows[0].id).await.unwrap();
        assert_eq!(page.panel.contract, None);
    }
}

#[tokio::test]
async fn a_caller_is_found_by_name_address_or_company() {
    for desk in filled().await {
        for query in ["rosalind", "customer@demo.example", "Achter"] {
            let found = customers::contacts(&desk.b, &staff(), query, None, CALLERS).await.unwrap().rows;
            assert_eq!(found.len(), 1, "{query}");
            assert_eq!(found[0].organisation.as_deref(), Some("Quillmark Pharmacy Supply"));
        }
        assert_eq!(
            customers::contacts(&desk.b, &staff(), "quillmark", None, CALLERS).await.unwrap().rows.len(),
            6
        );
        assert_eq!(
            customers::contacts(&desk.b, &staff(), "Ines Kovar", None, CALLERS).await.unwrap().rows,
            [],
            "staff do not call"
        );
        assert_eq!(customers::contacts(&desk.b, &staff(), "", None, CALLERS).await.unwrap().rows.len(), 20);
    }
}

#[tokio::test]
async fn contacts_are_walked_part_by_part() {
    for desk in filled().await {
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let part = customers::contacts(&desk.b, &staff(), "", after.as_deref(), 50).await.unwrap();
            assert!(part.rows.len() == 50 || part.next.is_none());
            walked.extend(part.rows);
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        let all = "SELECT COUNT(*) FROM people WHERE role IN ('customer', 'organisation_manager')";
        assert_eq!(walked.len() as i64, desk.number(all).await);
        let before = walked.len();
        walked.dedup_by(|a, b| a.person_id == b.person_id);
        assert_eq!(walked.len(), before);
        let gone = customers::contacts(&desk.b, &staff(), "", Some("nobody"), 50).await;
        assert_eq!(refusal(gone), Error::NotFound);
    }
}

#[tokio::test]
async fn a_contact_has_every_way_to_reach_them() {
    for desk in filled().await {
        let found = customers::contacts(&desk.b, &staff(), "rosalind", None, 1).await.unwrap();
        let contact = customers::contact(&desk.b, &staff(), &found.rows[0].person_id).await.unwrap();
        assert_eq!(contact.row, found.rows[0]);
        assert_eq!(contact.emails[0], "customer@demo.example");
        assert!(!contact.time_zone.is_empty());
        let colleague = desk.texts("SELECT id FROM people WHERE role = 'agent' LIMIT 1").await;
        for nobody in ["none", &colleague[0]] {
            assert_eq!(refusal(customers::contact(&desk.b, &staff(), nobody).await), Error::NotFound);
        }
    }
}

#[tokio::test]
async fn customers_do_not_see_each_other() {
    for desk in desks().await {
        let customer = Viewer { role: Role::OrganisationManager, ..staff() };
        assert_eq!(
            refusal(customers::organisations(&desk.b, &customer, "", None, USUAL).await),
            Error::Forbidden
        );
        assert_eq!(refusal(customers::organisation(&desk.b, &customer, "any").await), Error::Forbidden);
        assert_eq!(
            refusal(customers::contacts(&desk.b, &customer, "", None, CALLERS).await),
            Error::Forbidden
        );
        assert_eq!(refusal(customers::contact(&desk.b, &customer, "any").await), Error::Forbidden);
        assert_eq!(refusal(customers::organisation(&desk.b, &staff(), "none").await), Error::NotFound);
    }
}
