//! Writing a message. The server keeps it while it is typed; where scripts run it is sent without leaving the page.

use domain::files::{FIELD, For, Upload};
use domain::words::{common, portal};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::super::parts::{Enclosing, Refusal, place, refusal};
use super::load::{Reply as ReplyFn, SaveDraft};
use crate::me::use_me;
use crate::ui::{Button, Look, escaped};

#[component]
pub fn Reply(number: String, draft: String, waiting: Vec<Upload>) -> impl IntoView {
    let lang = use_me().lang;
    let w = portal::request(lang);
    let error = refusal::<ReplyFn>();
    let files = Enclosing {
        of: For::Reply(number.clone()).code(),
        waiting,
        error: error.as_ref().and_then(|error| error.on_field(lang, FIELD)),
    };
    view! {
        <Refusal error fallback="text"/>
        <form method="post" action=ReplyFn::url() enctype="multipart/form-data" class="reply card" novalidate=true data-stay="">
            <input type="hidden" name="number" value=number/>
            <label class="vh" for="text">{w.reply}</label>
            <textarea id="text" name="text" class="reply__in" rows="3" placeholder=w.reply_placeholder
                data-draft=SaveDraft::url() inner_html=escaped(&draft)></textarea>
            {place(files)}
            <div class="row">
                <p class="t14 c2" role="status"></p>
                <span class="push"><Button look=Look::Primary>{common::common(lang).send}</Button></span>
            </div>
        </form>
    }
}
