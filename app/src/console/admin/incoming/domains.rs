//! The domains whose mail comes from one organisation each.

use domain::mail::view::DomainRow;
use domain::words::{fill, incoming};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

use super::super::dialog::summary;
use crate::api::customers::organisations;
use crate::api::incoming::{add_domain, mail_domains, remove_domain};
use crate::browser::form::fields;
use crate::console::parts::{Loaded, loaded, region};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Button, Column, Table, TextField, use_toasts};

#[component]
pub fn Domains() -> impl IntoView {
    let w = incoming::mailboxes(use_me().lang);
    let rows = loaded(|| (), |()| mail_domains());
    view! {
        <section aria-labelledby="mb-domains">
            <h2 class="t14 w6" id="mb-domains">{w.domains}</h2>
            <p class="c2">{w.domains_hint}</p>
            {region(rows, move |own| list(rows, own))}
            <AddForm rows/>
        </section>
    }
}

fn list(rows: Loaded<Vec<DomainRow>>, own: Vec<DomainRow>) -> AnyView {
    let w = incoming::mailboxes(use_me().lang);
    if own.is_empty() {
        return view! { <p class="hint">{w.domains_none}</p> }.into_any();
    }
    let columns = vec![Column::new(w.domain), Column::new(w.organisation), Column::new(w.actions).hidden()];
    let shown = own.into_iter().map(|row| view! { <Row rows row/> }).collect_view();
    view! { <Table caption=w.domains_table columns>{shown}</Table> }.into_any()
}

#[component]
fn Row(rows: Loaded<Vec<DomainRow>>, row: DomainRow) -> impl IntoView {
    let lang = use_me().lang;
    let w = incoming::mailboxes(lang);
    let toasts = use_toasts();
    let name = StoredValue::new(row.domain.clone());
    let remove = move |_| {
        spawn_local_scoped(async move {
            match remove_domain(name.get_value()).await {
                Ok(()) => toasts.say(fill(w.removed, &[("domain", &name.get_value())])),
                Err(error) => toasts.warn(error.sentence(lang)),
            }
            rows.refetch();
        });
    };
    let href = format!("/desk/customers/o/{}", row.organisation.id);
    view! {
        <tr>
            <th scope="row">{row.domain.clone()}</th>
            <td><a href=href>{row.organisation.name}</a></td>
            <td class="tbl__act"><Button kind="button" small=true on:click=remove>{w.remove}<span class="vh">{format!(" {}", row.domain)}</span></Button></td>
        </tr>
    }
}

#[component]
fn AddForm(rows: Loaded<Vec<DomainRow>>) -> impl IntoView {
    let w = incoming::mailboxes(use_me().lang);
    let toasts = use_toasts();
    let refused = RwSignal::new(None::<AppError>);
    let known = RwSignal::new(Vec::<String>::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut form = fields(&event);
        let mut take = |name: &str| form.remove(name).unwrap_or_default();
        let (domain, organisation) = (take("domain"), take("organisation"));
        spawn_local_scoped(async move {
            match add_domain(domain, organisation).await {
                Ok(row) => {
                    refused.try_set(None);
                    let named = [("domain", row.domain.as_str()), ("organisation", &row.organisation.name)];
                    toasts.say(fill(w.added, &named));
                    rows.refetch();
                }
                Err(error) => {
                    refused.try_set(Some(error));
                }
            }
        });
    };
    // What is typed is offered again in full: the names of organisations that it fits.
    let offer = move |event: leptos::ev::Event| {
        let typed = event_target_value(&event);
        spawn_local_scoped(async move {
            if let Ok(page) = organisations(typed, String::new()).await {
                known.try_set(page.rows.into_iter().map(|row| row.name).collect());
            }
        });
    };
    let options =
        move || known.get().into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    view! {
        <form class="form" novalidate on:submit=submit>
            {move || summary(refused.get())}
            <div class="two">
                <TextField id="domain" label=w.domain hint=w.domain_hint autocomplete="off"/>
                <div class="field">
                    <label class="label" for="organisation">{w.organisation}</label>
                    <p class="hint" id="organisation-hint">{w.organisation_hint}</p>
                    <input class="input" id="organisation" name="organisation" list="organisations" autocomplete="off" aria-describedby="organisation-hint" on:input=offer/>
                    <datalist id="organisations">{options}</datalist>
                </div>
            </div>
            <p class="form__go"><Button>{w.add}</Button></p>
        </form>
    }
}
