//! `/desk/new`: a ticket for somebody on the phone. The portal's own questions with the reason beside each, what is
//! still missing, and what will be promised, before anything is sent.

mod asked;
mod beside;
mod caller;

use domain::access::Action;
use domain::customers::ContactRow;
use domain::error::FieldError;
use domain::intake::{Product, Question};
use domain::phone::{Call, CallSheet};
use domain::words::{console, errors, files as file_words};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use self::asked::{About, Questions, Words};
use self::beside::Beside;
use self::caller::Caller;
use super::parts::{PageTitle, loaded, refused_by_desk, region};
use crate::api::phone::{TakeCall, prepare_call};
use crate::api::tickets::load_choices;
use crate::browser::form::{fields, sends_files};
use crate::browser::latest::{TYPING, latest};
use crate::error::AppError;
use crate::me::use_me;
use crate::ui::{Banner, Button, ErrorSummary, Files, Look, Tone, use_toasts};

/// The call as it is written down. Cheap to copy into handlers.
#[derive(Clone, Copy)]
struct Taking {
    call: RwSignal<Call>,
    caller: RwSignal<Option<ContactRow>>,
    sheet: RwSignal<CallSheet>,
    create: ServerAction<TakeCall>,
    refused: Memo<Vec<FieldError>>,
}

#[component]
pub fn NewPage() -> impl IntoView {
    let me = use_me();
    let w = console::phone(me.lang);
    let form = if me.viewer().may(Action::CreateForCustomer) {
        region(loaded(|| (), |()| load_choices()), |choices| {
            view! { <Form products=choices.products/> }.into_any()
        })
    } else {
        refused_by_desk(true)
    };
    view! {
        <PageTitle thing=w.title area=w.area/>
        <main id="main" class="app__main pg">
            <header class="pg__h"><h1>{w.title}</h1></header>
            {form}
        </main>
    }
}

impl Taking {
    fn new(products: &[Product]) -> Self {
        let create = ServerAction::<TakeCall>::new();
        let refused = Memo::new(move |_| match create.value().get() {
            Some(Err(AppError::Desk(domain::Error::Invalid(fields)))) => fields,
            _ => Vec::new(),
        });
        let call = Call::default();
        let sheet = CallSheet { needs: call.needs(products), ..CallSheet::default() };
        let (call, sheet) = (RwSignal::new(call), RwSignal::new(sheet));
        Self { call, caller: RwSignal::new(None), sheet, create, refused }
    }

    /// What stands in `field`, as it changes.
    fn field(self, field: &'static str) -> Memo<String> {
        Memo::new(move |_| self.call.with(|call| call.get(field).to_owned()))
    }

    /// What stands in `field` now.
    fn typed(self, field: &str) -> String {
        self.call.with_untracked(|call| call.0.get(field).cloned().unwrap_or_default())
    }

    /// The questions that what was written so far makes asked, as it changes.
    fn asked(self) -> Vec<Question> {
        self.sheet.with(|sheet| {
            let intake = self.call.with(|call| call.as_intake(&sheet.questions, &sheet.facts));
            intake.asked(&sheet.questions, &sheet.facts).into_iter().cloned().collect()
        })
    }

    /// Takes over what was typed. Another product has other topics.
    fn gather(self, event: &leptos::ev::Event) {
        let mut call = Call(fields(event));
        if call.get(Call::PRODUCT) != self.typed(Call::PRODUCT) {
            call.0.remove(Call::TOPIC);
        }
        self.call.set(call);
    }

    /// The names of the files that answer `question`, as they change: conditions look at them too.
    fn follow_files(self, question: String, files: Files) {
        Effect::new(move |_| {
            let names = files.names();
            self.call.update(|call| drop(call.0.insert(question.clone(), names)));
        });
    }

    /// Fetches questions and promises whenever they become others.
    fn keep_sheet(self) {
        let show = move |sheet: Result<CallSheet, AppError>| {
            if let Ok(sheet) = sheet {
                self.sheet.set(sheet);
            }
        };
        let ask = latest(TYPING, prepare_call, show);
        let decides =
            [Call::CALLER, Call::PRODUCT, Call::TOPIC, Call::PRIORITY].map(|field| self.field(field));
        Effect::new(move |_| {
            // Read, not only tracked: what nobody reads follows nothing.
            let _chosen = decides.map(|field| field.get());
            ask(self.call.get_untracked());
        });
    }

    /// Opens the ticket once it is made.
    fn open_created(self) {
        let go = use_navigate();
        Effect::new(move |_| {
            if let Some(Ok(written)) = self.create.value().get() {
                go(&format!("/desk/t/{}", written.number), Default::default());
            }
        });
    }
}

#[component]
fn Form(products: Vec<Product>) -> impl IntoView {
    let w = console::phone(use_me().lang);
    let taking = Taking::new(&products);
    taking.keep_sheet();
    taking.open_created();
    let busy = move || taking.create.pending().get();
    let toasts = use_toasts();
    let lang = use_me().lang;
    let wait_for_files = move |event: SubmitEvent| {
        if sends_files(&event) {
            event.prevent_default();
            toasts.say(file_words::files(lang).on_the_way);
        }
    };
    view! {
        <div class="nt">
            <div class="nt__f">
                <ActionForm action=taking.create attr:class="form" attr:novalidate=true on:input=move |event| taking.gather(&event)
                    on:submit:capture=wait_for_files>
                    {move || problems(taking)}
                    <Caller taking/>
                    <About taking products=products.clone()/>
                    <Words taking/>
                    <Questions taking/>
                    <p class="form__go">
                        <Button look=Look::Primary prop:disabled=busy>{move || if busy() { w.creating } else { w.create }}</Button>
                    </p>
                </ActionForm>
            </div>
            <Beside taking/>
        </div>
    }
}

/// What a field of the form is called on the page.
fn name_of(taking: Taking, field: &str) -> Option<String> {
    let w = console::phone(use_me().lang);
    let own = match field {
        Call::SUBJECT => w.subject,
        Call::TEXT => w.text,
        Call::PRODUCT => w.product,
        Call::TOPIC => w.topic,
        _ => return untrack(|| taking.asked()).into_iter().find(|own| own.id == field).map(|own| own.label),
    };
    Some(own.to_owned())
}

/// What the last try was refused for.
fn problems(taking: Taking) -> Option<AnyView> {
    let lang = use_me().lang;
    let error = taking.create.value().get()?.err()?;
    let fields = error.fields(lang);
    let named = |(field, sentence): (String, String)| {
        let words = name_of(taking, &field).map_or(sentence.clone(), |name| format!("{name}: {sentence}"));
        (field, words)
    };
    let fields: Vec<_> = fields.into_iter().map(named).collect();
    Some(if fields.is_empty() {
        view! { <Banner tone=Tone::Bad icon="circle-alert" role="alert"><p>{error.sentence(lang)}</p></Banner> }.into_any()
    } else {
        view! { <ErrorSummary title=errors::errors(lang).summary errors=fields/> }.into_any()
    })
}

/// What is wrong with one field.
fn on_field(refused: &[FieldError], field: &str) -> Option<String> {
    let lang = use_me().lang;
    refused.iter().find(|error| error.field == field).map(|error| errors::problem(lang, error))
}
