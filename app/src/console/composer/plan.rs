//! The plan: steps with whose turn each is. Edited apart, and sent with the reply.

use domain::access::Action;
use domain::promises::policy::Requirement;
use domain::tickets::{MAX_STEPS, PlanStep, Turn};
use domain::words::{common, console, fill};
use leptos::prelude::*;

use super::state::Composer;
use crate::browser::focus;
use crate::me::use_me;
use crate::ui::{Button, Dialog, Icon};

/// The first open step, in a line that opens the plan.
#[component]
pub fn PlanButton(composer: Composer) -> impl IntoView {
    let w = console::composer(use_me().lang);
    let known = composer.ticket.part(|page| page.plan.clone());
    let is_required = composer.ticket.part(|page| page.plan_rule == Requirement::Required);
    let is_missing = move || {
        let open = |steps: &[PlanStep]| steps.iter().any(|step| !step.done);
        is_required.get()
            && !composer.plan.with(|plan| plan.as_deref().map_or_else(|| known.with(|own| open(own)), open))
    };
    let is_wrong = move || composer.problem("plan").is_some().then_some("true");
    let class = move || if is_missing() { "pm pm--need" } else { "pm" };
    let words = move || {
        let steps = composer.plan.get().unwrap_or_else(|| known.get());
        let open: Vec<String> = steps.into_iter().filter(|step| !step.done).map(|step| step.text).collect();
        match (open.is_empty(), is_missing()) {
            (true, true) => w.contact_required.to_owned(),
            (true, false) => w.plan_none.to_owned(),
            (false, _) => open.join(", "),
        }
    };
    view! {
        <button type="button" class=class id="c-plan" aria-haspopup="dialog" aria-keyshortcuts="p" aria-invalid=is_wrong on:click=move |_| composer.plan_open.set(true)>
            <Icon name="list-checks"/><span class="pm__k">{w.plan}</span><span class="cut">{words}</span>
        </button>
    }
}

/// A step while it is edited.
#[derive(Clone, Copy)]
struct Step {
    id: usize,
    text: RwSignal<String>,
    turn: RwSignal<Turn>,
    done: RwSignal<bool>,
}

/// The steps while they are edited.
#[derive(Clone, Copy)]
struct Steps {
    list: RwSignal<Vec<Step>>,
    next: StoredValue<usize>,
    owner: StoredValue<Option<Owner>>,
}

impl Steps {
    fn new() -> Self {
        Self {
            list: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            owner: StoredValue::new(Owner::current()),
        }
    }

    fn load(self, steps: Vec<PlanStep>) {
        self.list.set(Vec::new());
        for step in steps {
            self.add(step);
        }
        if self.list.with_untracked(Vec::is_empty) {
            self.add_empty();
        }
    }

    fn add_empty(self) {
        self.add(PlanStep { text: String::new(), turn: Turn::Us, done: false });
    }

    fn add(self, PlanStep { text, turn, done }: PlanStep) {
        let Some(owner) = self.owner.get_value() else { return };
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let step = owner.with(|| Step {
            id,
            text: RwSignal::new(text),
            turn: RwSignal::new(turn),
            done: RwSignal::new(done),
        });
        self.list.update(|list| list.push(step));
    }

    fn remove(self, id: usize) {
        self.list.update(|list| list.retain(|step| step.id != id));
    }

    /// The steps that say something.
    fn read(self) -> Vec<PlanStep> {
        let steps = self.list.get_untracked().into_iter().map(|step| PlanStep {
            text: step.text.get_untracked().trim().to_owned(),
            turn: step.turn.get_untracked(),
            done: step.done.get_untracked(),
        });
        steps.filter(|step| !step.text.is_empty()).collect()
    }
}

#[component]
pub fn PlanDialog(composer: Composer) -> impl IntoView {
    let me = use_me();
    let w = console::composer(me.lang);
    let open = composer.plan_open;
    let steps = Steps::new();
    Effect::new(move |_| {
        if open.get() {
            let known = composer
                .plan
                .get_untracked()
                .unwrap_or_else(|| composer.ticket.now(|page| page.plan.clone()));
            steps.load(known);
            focus::focus_soon("#plan input");
        }
    });
    let done = move |_| {
        composer.plan.set(Some(steps.read()));
        composer.changed();
        open.set(false);
    };
    let is_full = move || steps.list.with(|list| list.len() >= MAX_STEPS);
    let title = fill(w.plan_title, &[("name", &composer.ticket.now(|page| page.customer.name.clone()))]);
    let row = move |step| view! { <StepRow step steps/> };
    me.viewer().may(Action::ReplyAsStaff).then(|| {
        view! {
            <Dialog open id="plan" title wide=true>
                <p class="hint">{w.plan_hint}</p>
                <ol role="list" class="step-ed"><For each=move || steps.list.get() key=|step| step.id children=row/></ol>
                <p hidden=is_full><Button kind="button" small=true icon="plus" on:click=move |_| steps.add_empty()>{w.step_add}</Button></p>
                <footer>
                    <button type="button" class="btn" on:click=move |_| open.set(false)>{common::common(me.lang).cancel}</button>
                    <button type="button" class="btn btn--primary" on:click=done>{w.plan_done}</button>
                </footer>
            </Dialog>
        }
    })
}

#[component]
fn StepRow(step: Step, steps: Steps) -> impl IntoView {
    let lang = use_me().lang;
    let (w, t) = (console::composer(lang), console::ticket(lang));
    let place = move || {
        steps.list.with(|list| list.iter().position(|other| other.id == step.id).unwrap_or_default() + 1)
    };
    let label = move || fill(w.step, &[("n", &place().to_string())]);
    let named = move |what: &'static str| move || format!("{}: {what}", label());
    let remove = move || fill(w.step_remove, &[("n", &place().to_string())]);
    let turn = move || if step.turn.get() == Turn::Us { "us" } else { "you" };
    let turned =
        move |event| step.turn.set(if event_target_value(&event) == "us" { Turn::Us } else { Turn::You });
    view! {
        <li class="row">
            <input class="input grow" type="text" maxlength="500" aria-label=named(w.step_text) prop:value=step.text
                on:input=move |event| step.text.set(event_target_value(&event))/>
            <select class="select select--sm" aria-label=named(w.step_turn) prop:value=turn on:change=turned>
                <option value="us">{t.us}</option><option value="you">{t.customer}</option>
            </select>
            <label class="check"><input type="checkbox" prop:checked=step.done on:change=move |event| step.done.set(event_target_checked(&event))/>
                <span>{w.step_done}</span></label>
            <button type="button" class="btn btn--quiet btn--icon btn--sm" aria-label=remove on:click=move |_| steps.remove(step.id)><Icon name="x"/></button>
        </li>
    }
}
