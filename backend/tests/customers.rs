//! Customers as staff find them, on the demo desk.

mod common;

use backend::customers;
use backend::customers::{CALLERS, USUAL};
use backend::settings;
use backend::tickets::{self, Requester};
use common::demo::filled;
use common::desk::{desks, new_ticket, refusal};
use domain::access::Role;
use domain::customers::OrganisationDraft;
use domain::error::Problem;
use domain::promises::policy::Policy;
use domain::settings::PolicyDraft;
use domain::tickets::Status;
use domain::tickets::decide::Command;
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

#[tokio::test]
async fn an_organisation_is_made_changed_and_given_contacts_by_admins_alone() {
    for desk in desks().await {
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        let manager = desk.person(Role::Manager, "marta@desk.example").await;
        desk.b.directory_cache.forget();
        let (b, empty) = (&desk.b, String::new());
        assert_eq!(refusal(customers::organisation_form(b, &manager, "").await), Error::Forbidden);
        let form = customers::organisation_form(b, &admin, "").await.unwrap();
        let draft = OrganisationDraft {
            name: " Bright  Mill ".into(),
            tier: "Gold".into(),
            time_zone: "Europe/Berlin".into(),
            account_manager: manager.person_id.clone(),
            ..form.seen.clone()
        };
        let save = |seen: &OrganisationDraft, draft: &OrganisationDraft| {
            let (seen, draft, admin) = (seen.clone(), draft.clone(), admin.clone());
            async move { customers::save_organisation(b, &admin, seen, draft).await }
        };
        let wrong = OrganisationDraft { name: empty.clone(), time_zone: "Berlin".into(), ..draft.clone() };
        let Error::Invalid(fields) = refusal(save(&form.seen, &wrong).await) else { panic!("taken") };
        assert_eq!(fields.into_iter().map(|own| own.field).collect::<Vec<_>>(), ["name", "time_zone"]);
        let stranger = OrganisationDraft { account_manager: "nobody".into(), ..draft.clone() };
        let refused = Error::field("account_manager", Problem::NotAChoice);
        assert_eq!(refusal(save(&form.seen, &stranger).await), refused);
        let id = save(&form.seen, &draft).await.unwrap();
        assert_eq!(save(&form.seen, &draft).await.unwrap(), id, "its answer was lost");
        let twin = OrganisationDraft { city: "Eastmoor".into(), ..draft.clone() };
        assert_eq!(refusal(save(&form.seen, &twin).await), Error::field("name", Problem::Taken));
        let seen = customers::organisation_form(b, &admin, &id).await.unwrap().seen;
        assert_eq!((seen.name.as_str(), seen.tier.as_str()), ("Bright Mill", "Gold"));
        let moved = OrganisationDraft { tier: "gold".into(), city: "Eastmoor".into(), ..seen.clone() };
        save(&seen, &moved).await.unwrap();
        let page = customers::organisation(b, &admin, &id).await.unwrap().panel;
        assert_eq!((page.tier.as_deref(), page.city.as_deref()), (Some("Gold"), Some("Eastmoor")));
        assert_eq!(page.account_manager.as_deref(), Some("marta"));
        let late = OrganisationDraft { city: "Westmoor".into(), ..seen.clone() };
        assert_eq!(refusal(save(&seen, &late).await), Error::Conflict(Vec::new()), "somebody was quicker");
        let contact = ("Grete Voss", "grete@brightmill.example");
        let added = customers::add_contact(b, &manager, &id, contact, false).await;
        assert_eq!(refusal(added), Error::Forbidden);
        customers::add_contact(b, &admin, &id, contact, true).await.unwrap();
        customers::add_contact(b, &admin, &id, contact, false).await.unwrap();
        let roles = desk.texts("SELECT role FROM people WHERE name = 'Grete Voss'").await;
        assert_eq!(roles, ["customer"], "there once, and sees only her own now");
        let page = customers::organisation(b, &admin, &id).await.unwrap();
        assert_eq!(page.contacts.into_iter().map(|own| own.name).collect::<Vec<_>>(), ["Grete Voss"]);
    }
}

#[tokio::test]
async fn whoever_wrote_before_joins_with_their_open_tickets_and_leaves_without() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        let b = &desk.b;
        let (policy, default) = (Policy::default_policy(), Policy::default_policy().id);
        let gold = Policy { id: String::new(), version: 0, name: "Gold".into(), ..policy };
        let gold = PolicyDraft { policy: gold, tier: "gold".into(), is_default: false, apply: false };
        let gold = settings::save_policy(b, &admin, &gold).await.expect("a policy").id;
        let make = |name: &str| {
            let seen = OrganisationDraft { time_zone: "Etc/UTC".into(), ..OrganisationDraft::default() };
            let draft = OrganisationDraft { name: name.into(), tier: "gold".into(), ..seen.clone() };
            let admin = admin.clone();
            async move { customers::save_organisation(b, &admin, seen, draft).await.expect("made") }
        };
        let (mill, pine) = (make("Mill").await, make("Pine").await);
        let solved = desk.request(&cast.ana, "Solved before").await;
        let resolve = Command::SetStatus { to: Status::Resolved, reason: None, review_at: None };
        tickets::change(b, &cast.agent, &solved, None, resolve).await.expect("resolved");
        let open = desk.request(&cast.ana, "Open").await;
        let typed = tickets::create(b, &cast.ana, &Requester::Unverified, new_ticket("Anybody's")).await;
        let typed = typed.expect("a ticket").number;

        let ana = ("Somebody", "Ana@Quill.example");
        let nowhere = customers::add_contact(b, &admin, "nowhere", ana, false).await;
        assert_eq!(refusal(nowhere), Error::NotFound);
        let joined = customers::add_contact(b, &admin, &mill, ana, true).await.expect("joined");
        assert_eq!((joined.name.as_str(), joined.tickets), ("ana", 1), "known by the address, once");
        let again = customers::add_contact(b, &admin, &mill, ana, true).await.expect("its answer was lost");
        assert_eq!((again.name.as_str(), again.tickets), ("ana", 0));
        let elsewhere = customers::add_contact(b, &admin, &pine, ana, true).await;
        assert_eq!(refusal(elsewhere), Error::field("email", Problem::Elsewhere("Mill".into())));
        let staff = customers::add_contact(b, &admin, &pine, ("Ines", "ines@desk.example"), true).await;
        assert_eq!(refusal(staff), Error::field("email", Problem::Taken), "staff are nobody's contact");

        let belongs = async |number: &str| {
            let page = tickets::page(b, &cast.agent, number).await.expect("a page");
            (page.customer.organisation.map(|own| own.name), page.policy.name)
        };
        let own = |name: &str| Some(name.to_owned());
        assert_eq!(belongs(&open).await, (own("Mill"), "Gold".into()), "with the promises of its tier");
        let old = belongs(&solved).await;
        assert_eq!(old.0, None, "what is over stays as it was");
        assert_eq!(belongs(&typed).await, old, "an address alone brings nothing");
        let joins = "SELECT body FROM entries WHERE kind = 'joined'";
        assert_eq!(desk.texts(joins).await.len(), 1);
        let of_mill = customers::organisation(b, &admin, &mill).await.expect("a page");
        assert_eq!((of_mill.tickets.len(), of_mill.contacts.len()), (1, 1));

        assert_eq!(
            refusal(customers::remove_contact(b, &cast.manager, &cast.ana.person_id).await),
            Error::Forbidden
        );
        customers::remove_contact(b, &admin, &cast.ana.person_id).await.expect("left");
        let own_agent = customers::remove_contact(b, &admin, &cast.agent.person_id).await;
        assert_eq!(refusal(own_agent), Error::NotFound);
        assert_eq!(belongs(&open).await.0, own("Mill"), "it was asked for them");
        let later = desk.request(&cast.ana, "Later").await;
        assert_eq!(belongs(&later).await, old);
        let joined = customers::add_contact(b, &admin, &pine, ana, false).await.expect("joined");
        assert_eq!(joined.tickets, 1, "only what was nobody's");
        assert_eq!(belongs(&open).await.0, own("Mill"));
        let policies = desk.texts("SELECT policy_id FROM tickets ORDER BY number").await;
        assert_eq!(policies, [default.clone(), gold.clone(), default, gold]);
    }
}
