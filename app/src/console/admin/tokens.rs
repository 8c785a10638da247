//! API tokens: made, shown once, revoked.

use domain::access::Scope;
use domain::people::{MadeToken, NewToken, Page, TokenRow};
use domain::words::{console, fill};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::super::desk::use_desk;
use super::super::parts::{Loaded, loaded, region};
use super::dialog::{Buttons, ConfirmDialog, open_while, summary};
use super::secret::{Made, MadeSecret};
use super::{Section, SectionHead};
use crate::api::admin::{make_token, revoke_token, tokens};
use crate::browser::form::fields;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;
use crate::ui::{
    Button, Choice, Column, Dialog, EmptyState, Icon, Look, Pager, Pill, SelectField, Table, TextField, Time,
    Tone, use_toasts,
};

/// The list, what was just made, and the dialogs. Cheap to copy into handlers.
#[derive(Clone, Copy)]
struct Admin {
    list: Loaded<Page<TokenRow>>,
    making: RwSignal<bool>,
    /// What was just made, until it is put away.
    made: RwSignal<Option<Made>>,
    revoking: RwSignal<Option<TokenRow>>,
}

#[component]
pub fn Tokens() -> impl IntoView {
    let w = console::tokens(use_me().lang);
    let after = use_query("after");
    let list = loaded(move || after.get(), tokens);
    let admin = Admin {
        list,
        making: RwSignal::new(false),
        made: RwSignal::new(None),
        revoking: RwSignal::new(None),
    };
    let rows = region(list, move |page| {
        view! { <List admin page is_first=after.with_untracked(String::is_empty)/> }.into_any()
    });
    view! {
        <SectionHead section=Section::Tokens hint=w.hint>
            <Button kind="button" look=Look::Primary icon="key-round" on:click=move |_| admin.making.set(true)>{w.make}</Button>
        </SectionHead>
        <div class="ed__b ed__b--one"><div class="ed__m"><MadeSecret made=admin.made/>{rows}</div></div>
        {move || admin.making.get().then(|| view! { <MakeDialog admin/> })}
        {move || admin.revoking.get().map(|row| view! { <RevokeDialog admin row/> })}
    }
}

#[component]
fn List(admin: Admin, page: Page<TokenRow>, is_first: bool) -> impl IntoView {
    let lang = use_me().lang;
    let (w, a) = (console::tokens(lang), console::admin(lang));
    if page.rows.is_empty() && is_first {
        return view! { <EmptyState icon="key-round" title=w.none text=w.none_hint/> }.into_any();
    }
    let address = Section::Tokens.address();
    let first = (!is_first).then(|| (a.first.to_owned(), address.clone()));
    let next = page.next.map(|after| (a.next.to_owned(), with_query(&address, &[("after", &after)])));
    let columns = [w.name, w.person, w.scopes, w.created, w.state].map(Column::new);
    let columns = columns.into_iter().chain([Column::new(w.actions).hidden()]).collect();
    let rows = page.rows.into_iter().map(|row| view! { <Row admin row/> }).collect_view();
    view! { <Table caption=w.table columns>{rows}</Table><Pager label=a.pages before=first after=next/> }
        .into_any()
}

#[component]
fn Row(admin: Admin, row: TokenRow) -> impl IntoView {
    let lang = use_me().lang;
    let w = console::tokens(lang);
    let token = row.clone();
    let own_name = format!(" {}", row.name);
    let revoke = (!row.revoked).then(|| {
        let ask = move |_| admin.revoking.set(Some(token.clone()));
        view! { <Button kind="button" small=true look=Look::Bad on:click=ask>{w.revoke}<span class="vh">{own_name}</span></Button> }
    });
    let state = if row.revoked {
        view! { <Pill icon="ban">{w.revoked}</Pill> }.into_any()
    } else {
        view! { <Pill tone=Tone::Good icon="circle-check">{w.active}</Pill> }.into_any()
    };
    let name = |code: &String| {
        Scope::parse(code).map_or(code.as_str(), |scope| console::scope_name(lang, scope)).to_owned()
    };
    let scopes = row.scopes.iter().map(name).collect::<Vec<_>>().join(", ");
    view! {
        <tr class=row.revoked.then_some("off")>
            <th scope="row" class="w5">{row.name}</th>
            <td>{row.person}</td>
            <td>{scopes}</td>
            <td class="nowrap"><Time stamp=row.created/></td>
            <td>{state}</td>
            <td class="tbl__act">{revoke}</td>
        </tr>
    }
}

#[component]
fn MakeDialog(admin: Admin) -> impl IntoView {
    let me = use_me();
    let (lang, w) = (me.lang, console::tokens(me.lang));
    let choices = use_desk().choices();
    let make = Action::new(|new: &NewToken| make_token(new.clone()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = fields(&event);
        let get = |name: &str| form.get(name).cloned().unwrap_or_default();
        let chosen = Scope::ALL.into_iter().map(Scope::code).filter(|code| form.contains_key(*code));
        let scopes = chosen.map(str::to_owned).collect();
        make.dispatch_local(NewToken { person_id: get("person_id"), name: get("name"), scopes });
    };
    Effect::new(move |_| {
        if let Some(Ok(made)) = make.value().get() {
            let MadeToken { secret, .. } = made;
            admin.made.set(Some(Made { title: w.made.to_owned(), hint: w.made_hint, secret }));
            admin.list.refetch();
            admin.making.set(false);
        }
    });
    let refused = move || make.value().get().and_then(Result::err);
    let on_field = move |field: &'static str| refused().and_then(|error| error.on_field(lang, field));
    // A refusal draws the field anew, and takes no choice back.
    let person = RwSignal::new(me.person_id.clone());
    let choose = move |event| person.set(event_target_value(&event));
    let people = move || {
        let options = choices.with(|choices| {
            choices.staff.iter().map(|own| Choice::new(&own.id, &own.name)).collect::<Vec<_>>()
        });
        view! { <SelectField id="person_id" label=w.person options value=person.get_untracked() error=on_field("person_id") on:change=choose/> }
    };
    view! {
        <Dialog open=admin.making id="make" title=w.make_title>
            <form class="form" novalidate on:submit=submit>
                {move || summary(refused())}
                {move || view! { <TextField id="name" label=w.name hint=w.name_hint error=on_field("name") autocomplete="off"/> }}
                {people}
                {move || scopes(on_field("scopes"))}
                <Buttons open=admin.making go=w.make/>
            </form>
        </Dialog>
    }
}

/// The scopes as boxes to tick; each is sent under its own name.
fn scopes(error: Option<String>) -> impl IntoView {
    let lang = use_me().lang;
    let class = if error.is_some() { "field field--bad" } else { "field" };
    let described = error.is_some().then_some("scopes-error");
    let error = error.map(|words| view! { <p class="err" id="scopes-error"><Icon name="circle-alert"/><span>{words}</span></p> });
    let scope = |(at, scope): (usize, Scope)| {
        let id = (at == 0).then_some("scopes");
        view! { <label class="check"><input type="checkbox" id=id name=scope.code()/><span>{console::scope_name(lang, scope)}</span></label> }
    };
    view! {
        <fieldset class=class aria-describedby=described>
            <legend class="label">{console::tokens(lang).scopes}</legend>
            {error}
            <div class="opts-l">{Scope::ALL.into_iter().enumerate().map(scope).collect_view()}</div>
        </fieldset>
    }
}

#[component]
fn RevokeDialog(admin: Admin, row: TokenRow) -> impl IntoView {
    let w = console::tokens(use_me().lang);
    let open = open_while(admin.revoking);
    let toasts = use_toasts();
    let title = fill(w.revoke_title, &[("name", &row.name)]);
    let TokenRow { id, name, .. } = row;
    let revoke = Action::new(move |(): &()| revoke_token(id.clone()));
    Effect::new(move |_| {
        if let Some(Ok(())) = revoke.value().get() {
            toasts.say(fill(w.revoke_done, &[("name", &name)]));
            admin.list.refetch();
            admin.revoking.set(None);
        }
    });
    view! {
        <ConfirmDialog open id="revoke" title hint=w.revoke_hint go=w.revoke deed=revoke/>
    }
}
