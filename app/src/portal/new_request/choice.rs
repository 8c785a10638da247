//! The pages that ask for one choice: product, topic, impact.

use domain::intake::IntakePage;
use domain::intake::catalogue::product_icon;
use domain::words::portal;
use leptos::prelude::*;

use super::load::Save;
use super::{Belongs, Why, on_field, question, summary};
use crate::me::use_me;
use crate::portal::address::use_query;
use crate::portal::parts::PostForm;
use crate::ui::{Button, Icon, Look};

/// A card to choose.
struct Card {
    value: String,
    label: String,
    hint: String,
    icon: Option<&'static str>,
}

#[component]
pub fn Product(page: IntakePage, id: String) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    let chosen = page.intake.product.clone().unwrap_or_else(|| use_query("product"));
    // What was searched for in vain goes along as the subject.
    let subject = Some(use_query("subject")).filter(|subject| !subject.is_empty() && id.is_empty());
    let cards = page.products.iter().map(|product| Card {
        value: product.id.clone(),
        label: product.name.clone(),
        hint: product.blurb.clone(),
        icon: Some(product_icon(&product.icon)),
    });
    let cards = cards.collect();
    let subject = subject.map(|subject| view! { <input type="hidden" name="subject" value=subject/> });
    view! { <One page id name="product" why=w.product_why cards chosen>{subject}</One> }
}

#[component]
pub fn Topic(page: IntakePage, id: String) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    let product = page.products.iter().find(|product| Some(&product.id) == page.intake.product.as_ref());
    let cards = product.iter().flat_map(|product| &product.topics).map(|topic| Card {
        value: topic.id.clone(),
        label: topic.name.clone(),
        hint: topic.hint.clone(),
        icon: None,
    });
    let cards = cards.collect();
    let chosen = page.intake.topic.clone().unwrap_or_default();
    view! { <One page id name="topic" why=w.topic_why cards chosen/> }
}

#[component]
pub fn Impact(page: IntakePage, id: String) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    let cards = page.impacts.iter().map(|impact| Card {
        value: impact.id.clone(),
        label: impact.label.clone(),
        hint: impact.hint.clone(),
        icon: None,
    });
    let cards = cards.collect();
    let chosen = page.intake.impact.clone().unwrap_or_default();
    view! { <One page id name="impact" why=w.impact_why cards chosen/> }
}

/// A page with one choice; its question is the heading and the name of the group.
#[component]
fn One(
    page: IntakePage,
    id: String,
    name: &'static str,
    why: &'static str,
    cards: Vec<Card>,
    chosen: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let w = portal::ask(use_me().lang);
    let problem = on_field(&page.errors, name);
    let class = if problem.is_some() { "field field--bad" } else { "field" };
    let error_id = format!("{name}-error");
    let described_by = problem.is_some().then(|| error_id.clone());
    let cards =
        cards.into_iter().enumerate().map(|(at, card)| card_view(name, at, card, &chosen)).collect_view();
    view! {
        <PostForm<Save> class="ask__form" novalidate=true>
            {summary(&page.errors, &[])}
            <Belongs step=page.step id/>
            {children.map(|children| children())}
            <fieldset class=class aria-describedby=described_by>
                <legend><h1>{question(page.step)}</h1></legend>
                {problem.map(|problem| view! { <p class="err" id=error_id><Icon name="circle-alert"/><span>{problem}</span></p> })}
                <div class="choices">{cards}</div>
            </fieldset>
            <Why text=why.to_owned()/>
            <Go words=w.go_on/>
        </PostForm<Save>>
    }
}

/// The first card has the group's name as its id, so that the error summary can lead there.
fn card_view(name: &'static str, at: usize, card: Card, chosen: &str) -> impl IntoView + use<> {
    let id = if at == 0 { name.to_owned() } else { format!("{name}-{}", card.value) };
    let is_chosen = card.value == chosen;
    view! {
        <label class="choice">
            <input type="radio" id=id name=name value=card.value checked=is_chosen/>
            <span class="choice__t">{card.icon.map(|name| view! { <Icon name/> })}{card.label}</span>
            <span class="choice__d">{card.hint}</span>
        </label>
    }
}

/// The button that leads on.
#[component]
pub fn Go(words: &'static str) -> impl IntoView {
    view! { <div class="ask__go"><Button look=Look::Primary>{words}<Icon name="arrow-right"/></Button></div> }
}
