//! Who asks: how to reach them, what they have, what they were promised.

use domain::customers::{ContractBrief, CustomerPanel, InstalledProduct, OrganisationPanel};
use domain::tickets::view::PolicyBrief;
use domain::words::{console, count, fill};
use leptos::prelude::*;

use super::super::super::customers;
use super::super::state::Ticket;
use crate::me::use_me;
use crate::ui::{Avatar, Icon, Pill, Size, Tone};

#[component]
pub fn Customer(ticket: Ticket) -> impl IntoView {
    let customer = ticket.part(|page| page.customer.clone());
    let policy = ticket.part(|page| page.policy.clone());
    let about = ticket.part(|page| (page.product.clone().map(|product| product.name), page.topic.clone()));
    move || {
        let CustomerPanel { organisation, .. } = customer.get();
        let policy = policy.get();
        view! {
            <Person person=customer.get()/>
            {organisation.map(|organisation| view! { <Organisation organisation policy/> })}
            <About about=about.get()/>
        }
    }
}

#[component]
fn Person(person: CustomerPanel) -> impl IntoView {
    let w = console::context(use_me().lang);
    let pattern = if person.title.is_some() { w.titled } else { w.local_time };
    let title = person.title.as_deref().unwrap_or_default();
    let about = fill(pattern, &[("title", title), ("time", &person.local_time)]);
    let email = (!person.email.is_empty()).then(|| {
        let address = format!("mailto:{}", person.email);
        view! { <li><Icon name="mail"/><a href=address class="cut">{person.email.clone()}</a></li> }
    });
    let phone =
        person.phone.map(|phone| view! { <li><Icon name="phone"/><span class="num">{phone}</span></li> });
    let open = count(u64::from(person.open_requests), w.open_one, w.open_many);
    view! {
        <section>
            <div class="who">
                <Avatar name=person.name.clone() size=Size::Large/>
                <div class="grow"><h2 class="cut">{person.name}</h2><p class="c2">{about}</p></div>
            </div>
            <ul role="list" class="cl">{email}{phone}<li><Icon name="inbox"/><span>{open}</span></li></ul>
        </section>
    }
}

#[component]
fn Organisation(organisation: OrganisationPanel, policy: PolicyBrief) -> impl IntoView {
    let w = console::context(use_me().lang);
    let hours = match policy.hours.is_empty() {
        true => w.always.to_owned(),
        false => format!("{} {}", policy.hours, policy.time_zone),
    };
    let promise = if policy.formal { policy.name } else { fill(w.informal, &[("name", &policy.name)]) };
    let products = organisation.products;
    let address = customers::address(&organisation.id);
    view! {
        <section>
            <div class="who">
                <Avatar name=organisation.name.clone()/>
                <div class="grow"><h2 class="cut"><a href=address>{organisation.name}</a></h2></div>
            </div>
            <dl class="dl ctx__dl">
                <dt>{w.contract}</dt><dd><Contract contract=organisation.contract/></dd>
                {organisation.tier.map(|tier| view! { <dt>{w.tier}</dt><dd class="cap">{tier}</dd> })}
                <dt>{w.hours}</dt><dd>{hours}</dd>
                <dt>{w.promise}</dt><dd>{promise}</dd>
                {organisation.account_manager.map(|name| view! { <dt>{w.account}</dt><dd>{name}</dd> })}
                {organisation.city.map(|city| view! { <dt>{w.place}</dt><dd>{city}</dd> })}
            </dl>
        </section>
        {(!products.is_empty()).then(|| view! { <Products products/> })}
    }
}

#[component]
fn Contract(contract: Option<ContractBrief>) -> impl IntoView {
    let w = console::context(use_me().lang);
    let Some(contract) = contract else { return w.no_contract.into_any() };
    let ends = contract.ends.map(|stamp| stamp.text).unwrap_or_default();
    let words = match (ends.is_empty(), contract.expired) {
        (true, _) => String::new(),
        (false, true) => fill(w.ended, &[("at", &ends)]),
        (false, false) => fill(w.until, &[("at", &ends)]),
    };
    let (tone, icon) = if contract.expired { (Tone::Risk, "triangle-alert") } else { (Tone::Accent, "star") };
    view! { <span class="row row--tight row--wrap"><Pill tone icon>{contract.name}</Pill>{words}</span> }
        .into_any()
}

#[component]
fn Products(products: Vec<InstalledProduct>) -> impl IntoView {
    let w = console::context(use_me().lang);
    let item = |InstalledProduct { product, version, note }: InstalledProduct| {
        let about =
            [version, note].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        view! { <li><span class="w5">{product}</span><span class="c2">{about}</span></li> }
    };
    view! {
        <section><h2 class="ctx__h">{w.products}</h2><ul role="list" class="pl">{products.into_iter().map(item).collect_view()}</ul></section>
    }
}

/// What the ticket is about.
#[component]
fn About(about: (Option<String>, Option<String>)) -> impl IntoView {
    let w = console::context(use_me().lang);
    let (product, topic) = about;
    let is_known = product.is_some() || topic.is_some();
    is_known.then(|| {
        view! {
            <section>
                <h2 class="ctx__h">{w.description}</h2>
                <dl class="dl">
                    {product.map(|product| view! { <dt>{w.product}</dt><dd>{product}</dd> })}
                    {topic.map(|topic| view! { <dt>{w.topic}</dt><dd>{topic}</dd> })}
                </dl>
            </section>
        }
    })
}
