//! `/account`: name, language, time zone, password, and where one is signed in.

use domain::people::{Account, MIN_PASSWORD, SessionRow};
use domain::words::{Lang, common, fill, portal};
use leptos::prelude::*;

use super::address::use_query;
use super::parts::{PageTitle, PostForm, Refusal, page, refusal};
use crate::api::account::{ChangePassword, SaveAccount, account};
use crate::api::session::SignOutEverywhere;
use crate::me::use_me;
use crate::ui::{Banner, Button, Choice, Icon, Look, SelectField, TextField, Time, Tone};

#[component]
pub fn AccountPage() -> impl IntoView {
    page(account(), |account| view! { <Contents account/> }.into_any())
}

#[component]
fn Contents(account: Account) -> impl IntoView {
    let w = portal::account(use_me().lang);
    let saved = match use_query("saved").as_str() {
        "you" => Some(w.saved),
        "password" => Some(w.password_saved),
        _ => None,
    };
    let is_refused = refusal::<SaveAccount>().is_some() || refusal::<ChangePassword>().is_some();
    let saved = saved.filter(|_| !is_refused).map(|words| {
        view! { <Banner tone=Tone::Good icon="circle-check" role="status"><p>{words}</p></Banner> }
    });
    view! {
        <PageTitle text=w.title refused=is_refused/>
        <main id="main" class="wrap page page--narrow">
            <div class="page__h"><div><h1>{w.title}</h1><p>{account.email.clone()}</p></div></div>
            <div class="secs">
                {saved}
                <You account=account.clone()/>
                <Password has_password=account.has_password/>
                <Sessions sessions=account.sessions/>
            </div>
        </main>
    }
}

#[component]
fn You(account: Account) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::account(lang);
    let error = refusal::<SaveAccount>();
    let on_field = |field| error.as_ref().and_then(|error| error.on_field(lang, field));
    let (name_error, zone_error) = (on_field("name"), on_field("time_zone"));
    let languages = Lang::ALL.into_iter().map(|lang| Choice::new(lang.code(), lang.name())).collect();
    let organisation =
        account.organisation.map(|name| view! { <p class="hint">{w.organisation}": "{name}</p> });
    view! {
        <section class="set" aria-labelledby="h-you">
            <h2 id="h-you">{w.you}</h2>
            {organisation}
            <Refusal error=error.clone() fallback="name"/>
            <PostForm<SaveAccount> class="form">
                <input type="hidden" name="next" value="/account?saved=you"/>
                <TextField id="name" label=w.name value=account.name autocomplete="name" error=name_error/>
                <SelectField id="lang" label=w.lang hint=w.lang_hint options=languages value=account.lang.code()/>
                <TextField id="time_zone" label=w.zone hint=w.zone_hint value=account.time_zone error=zone_error/>
                <p class="form__go"><Button look=Look::Primary>{common::common(lang).save}</Button></p>
            </PostForm<SaveAccount>>
        </section>
    }
}

#[component]
fn Password(has_password: bool) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::account(lang);
    let error = refusal::<ChangePassword>();
    let on_field = |field| error.as_ref().and_then(|error| error.on_field(lang, field));
    let (current_error, new_error) = (on_field("current_password"), on_field("new_password"));
    let hint = fill(w.password_hint, &[("min", &MIN_PASSWORD.to_string())]);
    let current = has_password.then(|| {
        view! {
            <TextField id="current_password" label=w.password_current kind="password" autocomplete="current-password" error=current_error/>
        }
    });
    let go = if has_password { w.password_go } else { w.password_set };
    view! {
        <section class="set" aria-labelledby="h-password">
            <h2 id="h-password">{w.password_title}</h2>
            {(!has_password).then(|| view! { <p class="hint">{w.password_none}</p> })}
            <Refusal error=error.clone() fallback="new_password"/>
            <PostForm<ChangePassword> class="form">
                <input type="hidden" name="next" value="/account?saved=password"/>
                {current}
                <TextField id="new_password" label=w.password_new hint kind="password" autocomplete="new-password" error=new_error/>
                <p class="form__go"><Button look=Look::Primary>{go}</Button></p>
            </PostForm<ChangePassword>>
        </section>
    }
}

#[component]
fn Sessions(sessions: Vec<SessionRow>) -> impl IntoView {
    let w = portal::account(use_me().lang);
    let row = |session: SessionRow| {
        let agent = if session.agent.is_empty() { w.unknown_browser.to_owned() } else { session.agent };
        let (before, after) = w.seen.split_once("{at}").unwrap_or((w.seen, ""));
        let this = session.current.then_some(w.this_browser);
        view! { <li><Icon name="monitor"/><span class="grow cut">{agent}</span><span class="w5">{this}</span><p>{before}<Time stamp=session.seen/>{after}</p></li> }
    };
    view! {
        <section class="set" aria-labelledby="h-sessions">
            <h2 id="h-sessions">{w.sessions}</h2>
            <p class="hint">{w.sessions_hint}</p>
            <ul role="list" class="card rows">{sessions.into_iter().map(row).collect_view()}</ul>
            <PostForm<SignOutEverywhere> class="form__go"><Button look=Look::Bad>{w.everywhere}</Button></PostForm<SignOutEverywhere>>
        </section>
    }
}
