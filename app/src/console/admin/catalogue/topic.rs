//! The form of a topic.

use domain::intake::Product;
use domain::intake::catalogue::TopicDraft;
use domain::words::{console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::super::parts::once_saved;
use super::super::Section;
use super::super::edit::refused;
use super::product::places;
use super::{Shown, product_address};
use crate::api::catalogue::save_topic;
use crate::browser::form::fields;
use crate::me::use_me;
use crate::ui::{Banner, Button, Check, Choice, Icon, Look, SelectField, TextField, Tone};

/// The topic `id` of `product`; a new one without such a topic.
#[component]
pub fn TopicForm(shown: Shown, product: Product, id: String) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::catalogue(lang);
    let seen = shown.data.with_value(|data| data.topic_draft(&product, &id));
    let title = if seen.id.is_empty() { w.new_topic.to_owned() } else { seen.name.clone() };
    let save =
        Action::new(|(seen, draft): &(TopicDraft, TopicDraft)| save_topic(seen.clone(), draft.clone()));
    let (begun, called) = (seen.clone(), StoredValue::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        let draft = TopicDraft {
            id: begun.id.clone(),
            product: begun.product.clone(),
            name: get("name"),
            hint: get("hint"),
            ticket_type: get("ticket_type"),
            retired: form.contains_key("retired"),
            after: get("after"),
        };
        called.set_value(draft.name.trim().to_owned());
        save.dispatch_local((begun.clone(), draft));
    };
    let back = product_address(&product.id);
    let crumb = back.clone();
    let done = move |_| (fill(w.saved, &[("name", &called.get_value())]), back.clone());
    once_saved(move || save.value().get(), done, move || shown.page.refetch());
    let types = shown.data.with_value(|data| data.types.clone());
    let no_types = types.is_empty().then(|| {
        view! {
            <Banner tone=Tone::Risk icon="triangle-alert"><p>{w.no_types}" "<a href=Section::Types.address()>{w.to_types}</a></p></Banner>
        }
    });
    let types = types.into_iter().map(|own| Choice::new(own.id, own.name));
    let types = std::iter::once(Choice::new("", w.choose)).chain(types).collect::<Vec<_>>();
    let others = product.topics.iter().filter(|own| own.id != seen.id);
    let others = others.map(|own| (own.id.clone(), own.name.clone())).collect::<Vec<_>>();
    let optional = domain::words::common::common(lang).optional;
    view! {
        <div class="ed__b ed__b--one">
            <div class="ed__m">
                <p class="crumb"><a href=crumb><Icon name="arrow-left"/>{fill(w.back_to, &[("name", &product.name)])}</a></p>
                <h2 class="t14 w6">{title}</h2>
                {no_types}
                <form class="form" novalidate on:submit=submit>
                    {move || refused(save.value().get().and_then(Result::err), w.conflict, w.theirs, move || shown.page.refetch())}
                    <div class="two">
                        <TextField id="name" label=w.name value=seen.name autocomplete="off"/>
                        <TextField id="hint" label=w.topic_hint hint=w.blurb_hint value=seen.hint autocomplete="off" optional/>
                        <SelectField id="ticket_type" label=w.ticket_type options=types value=seen.ticket_type/>
                        <SelectField id="after" label=w.place options=places(others) value=seen.after/>
                    </div>
                    <Check id="retired" label=w.retire checked=seen.retired/>
                    <p class="form__go"><Button look=Look::Primary>{w.save_topic}</Button></p>
                </form>
            </div>
        </div>
    }
}
