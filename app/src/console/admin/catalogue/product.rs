//! The list of products, and the form of one with its topics.

use domain::intake::catalogue::{ICONS, ProductDraft, product_icon};
use domain::intake::{Product, Topic};
use domain::words::{console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::super::parts::once_saved;
use super::super::Section;
use super::super::edit::refused;
use super::{NEW, Shown, product_address, state, topic_address};
use crate::api::catalogue::save_product;
use crate::browser::form::fields;
use crate::me::use_me;
use crate::ui::{
    Button, Check, Choice, Column, EmptyState, Icon, LinkButton, Look, SelectField, Table, TextArea,
    TextField,
};

#[component]
pub fn Products(shown: Shown) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::catalogue(lang);
    let products = shown.data.with_value(|data| data.products.clone());
    let add = shown
        .may_edit
        .then(|| view! { <LinkButton href=product_address(NEW) icon="plus">{w.add}</LinkButton> });
    let list = match products.is_empty() {
        true => view! { <EmptyState icon="package" title=w.none text=w.none_hint/> }.into_any(),
        false => {
            let columns = [w.name, w.topics, w.versions, w.state].map(Column::new).to_vec();
            let rows = products.into_iter().map(|product| row(shown.may_edit, product)).collect_view();
            view! { <Table caption=w.products columns>{rows}</Table> }.into_any()
        }
    };
    view! {
        <section class="stack">
            <div class="row row--wrap"><h2 class="t14 w6">{w.products}</h2><span class="push"/>{add}</div>
            {list}
        </section>
    }
}

fn row(may_edit: bool, product: Product) -> impl IntoView {
    let lang = use_me().lang;
    let name = match may_edit {
        true => view! { <a href=product_address(&product.id)>{product.name}</a> }.into_any(),
        false => product.name.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><span class="row"><Icon name=product_icon(&product.icon)/>{name}</span></th>
            <td>{console::topics_count(lang, product.topics.len())}</td>
            <td class="num">{product.versions.len()}</td>
            <td>{state(product.retired)}</td>
        </tr>
    }
}

/// The form of a product; without `product` of a new one.
#[component]
pub fn ProductForm(shown: Shown, product: Option<Product>) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::catalogue(lang);
    let title = product.as_ref().map_or_else(|| w.new_title.to_owned(), |own| own.name.clone());
    let id = product.as_ref().map(|own| own.id.clone()).unwrap_or_default();
    let seen = shown.data.with_value(|data| data.product_draft(&id));
    let save =
        Action::new(|(seen, draft): &(ProductDraft, ProductDraft)| save_product(seen.clone(), draft.clone()));
    let (begun, called) = (seen.clone(), StoredValue::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        let draft = ProductDraft {
            id: begun.id.clone(),
            name: get("name"),
            blurb: get("blurb"),
            icon: get("icon"),
            versions: get("versions").lines().map(str::to_owned).collect(),
            retired: form.contains_key("retired"),
            after: get("after"),
        };
        called.set_value(draft.name.trim().to_owned());
        save.dispatch_local((begun.clone(), draft));
    };
    let done = move |id: String| (fill(w.saved, &[("name", &called.get_value())]), product_address(&id));
    once_saved(move || save.value().get(), done, move || shown.page.refetch());
    let icons =
        std::iter::once("").chain(ICONS).map(|icon| Choice::new(icon, console::icon_name(lang, icon)));
    let icons = icons.collect::<Vec<_>>();
    let others = shown.data.with_value(|data| {
        let others = data.products.iter().filter(|own| own.id != id);
        others.map(|own| (own.id.clone(), own.name.clone())).collect::<Vec<_>>()
    });
    let optional = domain::words::common::common(lang).optional;
    let topics = product.map(|product| view! { <Topics product/> });
    view! {
        <div class="ed__b ed__b--one">
            <div class="ed__m">
                <p class="crumb"><a href=Section::Catalogue.address()><Icon name="arrow-left"/>{w.back}</a></p>
                <h2 class="t14 w6">{title}</h2>
                <form class="form" novalidate on:submit=submit>
                    {move || refused(save.value().get().and_then(Result::err), w.conflict, w.theirs, move || shown.page.refetch())}
                    <div class="two">
                        <TextField id="name" label=w.name value=seen.name autocomplete="off"/>
                        <TextField id="blurb" label=w.blurb hint=w.blurb_hint value=seen.blurb autocomplete="off" optional/>
                        <SelectField id="icon" label=w.icon options=icons value=seen.icon/>
                        <SelectField id="after" label=w.place options=places(others) value=seen.after/>
                    </div>
                    <TextArea id="versions" label=w.versions hint=w.versions_hint value=seen.versions.join("\n") rows=4 optional/>
                    <Check id="retired" label=w.retire checked=seen.retired/>
                    <p class="form__go"><Button look=Look::Primary>{w.save}</Button></p>
                </form>
                {topics}
            </div>
        </div>
    }
}

/// Where something can stand among `others`, ids and names.
pub fn places(others: Vec<(String, String)>) -> Vec<Choice> {
    let w = console::catalogue(use_me().lang);
    let after = others.into_iter().map(|(id, name)| Choice::new(id, fill(w.after, &[("name", &name)])));
    std::iter::once(Choice::new("", w.first)).chain(after).collect()
}

#[component]
fn Topics(product: Product) -> impl IntoView {
    let w = console::catalogue(use_me().lang);
    let Product { id, topics, .. } = product;
    let add = topic_address(&id, NEW);
    let list = match topics.is_empty() {
        true => view! { <EmptyState icon="list" title=w.no_topics text=w.no_topics_hint/> }.into_any(),
        false => {
            let columns = [w.name, w.topic_hint, w.state].map(Column::new).to_vec();
            let row = |topic: Topic| {
                let href = topic_address(&id, &topic.id);
                view! { <tr><th scope="row"><a href=href>{topic.name}</a></th><td>{topic.hint}</td><td>{state(topic.retired)}</td></tr> }
            };
            let rows = topics.into_iter().map(row).collect_view();
            view! { <Table caption=w.topics columns>{rows}</Table> }.into_any()
        }
    };
    view! {
        <section class="stack">
            <div class="row row--wrap"><h3 class="t14 w6">{w.topics}</h3><span class="push"/><LinkButton href=add icon="plus">{w.add_topic}</LinkButton></div>
            {list}
        </section>
    }
}
