//! When a question is asked: one line for each condition, made of choices.

use domain::intake::{About, Condition, Test, possible_values};
use domain::words::{console, fill};
use leptos::ev::Event;
use leptos::prelude::*;

use super::editing::Editing;
use crate::me::use_me;
use crate::ui::{Button, Choice, Look};

/// The conditions of one question while they are worked on. Each keeps a key of its own, so that its line stays the same
/// element while others come and go.
#[derive(Clone, Copy)]
struct When {
    editing: Editing,
    id: StoredValue<String>,
    lines: RwSignal<Vec<(u32, Condition)>>,
}

impl When {
    fn condition(self, key: u32) -> Memo<Option<Condition>> {
        Memo::new(move |_| {
            self.lines.with(|lines| lines.iter().find(|(own, _)| *own == key).map(|(_, c)| c.clone()))
        })
    }

    /// Changes the lines, and with them the draft.
    fn update(self, change: impl FnOnce(&mut Vec<(u32, Condition)>)) {
        self.lines.update(change);
        let when = self.lines.with_untracked(|lines| lines.iter().map(|(_, c)| c.clone()).collect());
        self.editing.change(&self.id.get_value(), |question| question.when = when);
    }

    fn change(self, key: u32, change: impl FnOnce(&mut Condition)) {
        self.update(|lines| {
            if let Some((_, condition)) = lines.iter_mut().find(|(own, _)| *own == key) {
                change(condition);
            }
        });
    }

    fn add(self) {
        let about = self.offered().into_iter().next().unwrap_or(About::Version);
        self.update(|lines| {
            let key = lines.iter().map(|(key, _)| key + 1).max().unwrap_or_default();
            lines.push((key, Condition::new(about, Test::Answered)));
        });
    }

    /// What a condition of this question can look at: the questions before it, and what is known without asking.
    fn offered(self) -> Vec<About> {
        let before = self.editing.questions.with(|own| {
            let earlier = own.iter().take_while(|question| self.id.with_value(|id| question.id != *id));
            earlier.map(|question| About::Answer(question.id.clone())).collect::<Vec<_>>()
        });
        let known = self.editing.known.with_value(|known| {
            [
                (!known.versions.is_empty()).then_some(About::Version),
                (!known.tiers.is_empty()).then_some(About::Tier),
                (known.products.len() > 1).then_some(About::Product),
            ]
        });
        before.into_iter().chain(known.into_iter().flatten()).collect()
    }

    /// The values to choose from, with their names; `None` where any text can be meant.
    fn values(self, about: &About) -> Option<Vec<Choice>> {
        let lang = use_me().lang;
        self.editing.questions.with(|questions| {
            self.editing.known.with_value(|known| {
                let name = |value: String| {
                    let label = console::value_name(lang, about, &value, questions, known);
                    Choice::new(value, label)
                };
                Some(possible_values(questions, known, about)?.into_iter().map(name).collect())
            })
        })
    }
}

#[component]
pub fn Conditions(editing: Editing, id: String, when: Vec<Condition>) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let lines = RwSignal::new((0..).zip(when).collect::<Vec<_>>());
    let when = When { editing, id: StoredValue::new(id), lines };
    let keys = move || lines.with(|lines| lines.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    view! {
        <fieldset class="field" id="fl-when">
            <legend class="label">{w.when}</legend>
            <p class="hint">{w.when_hint}</p>
            <For each=keys key=|key| *key children=move |key| view! { <Line when key/> }/>
            <p><Button kind="button" small=true icon="plus" on:click=move |_| when.add()>{w.when_add}</Button></p>
        </fieldset>
    }
}

#[component]
fn Line(when: When, key: u32) -> impl IntoView {
    let w = console::flows(use_me().lang);
    let place =
        move || when.lines.with(|lines| lines.iter().position(|(own, _)| *own == key)).unwrap_or_default();
    let named = move |pattern: &'static str| fill(pattern, &[("n", &(place() + 1).to_string())]);
    let condition = when.condition(key);
    let about = Memo::new(move |_| condition.get().map(|condition| condition.about));
    let test = Memo::new(move |_| condition.get().map(|condition| test_code(&condition.test)));
    let look = move |event: Event| {
        let chosen = when.offered().into_iter().find(|about| about_code(about) == event_target_value(&event));
        if let Some(chosen) = chosen {
            when.change(key, |condition| *condition = Condition::new(chosen, Test::Answered));
        }
    };
    let tests = move || {
        let chosen = test.get();
        TESTS
            .map(|code| view! { <option value=code selected=chosen == Some(code)>{test_name(code)}</option> })
    };
    let say = move |event: Event| {
        let code = event_target_value(&event);
        when.change(key, |condition| condition.test = test_of(&code, &condition.test));
    };
    view! {
        <div class="row row--wrap">
            <select class="select select--sm" aria-label=move || named(w.when_about) on:input=look>{move || abouts(when, about.get())}</select>
            <select class="select select--sm" aria-label=move || named(w.when_test) on:input=say>{tests}</select>
            {move || about.get().zip(test.get()).map(|(about, test)| value(when, key, &about, test, named(w.when_value)))}
            <Button kind="button" small=true look=Look::Quiet icon="x" label=untrack(|| named(w.when_remove))
                on:click=move |_| when.update(|lines| lines.retain(|(own, _)| *own != key))/>
        </div>
    }
}

/// What can be looked at; what it looks at now stands there too, also when it cannot be chosen any more.
fn abouts(when: When, chosen: Option<About>) -> AnyView {
    let lang = use_me().lang;
    let mut offered = when.offered();
    if let Some(chosen) = chosen.clone().filter(|chosen| !offered.contains(chosen)) {
        offered.push(chosen);
    }
    let option = |about: About| {
        let name = when.editing.questions.with(|own| console::about_name(lang, &about, own));
        view! { <option value=about_code(&about) selected=chosen.as_ref() == Some(&about)>{name}</option> }
    };
    offered.into_iter().map(option).collect_view().into_any()
}

/// The field for what it has to be.
fn value(when: When, key: u32, about: &About, test: &'static str, label: String) -> AnyView {
    // Only one question is open at a time: what it can wait for stays the same while this is typed.
    let (condition, values) = untrack(|| (when.condition(key).get(), when.values(about)));
    let held: Vec<String> = condition.map(|condition| values_of(&condition.test)).unwrap_or_default();
    match (test, values) {
        ("answered", _) => ().into_any(),
        ("any_of", Some(choices)) => {
            let boxes = choices.into_iter().map(|choice| {
                let (value, is_held) = (choice.value.clone(), held.contains(&choice.value));
                let tick = move |event: Event| {
                    let ticked = event_target_checked(&event);
                    when.change(key, |condition| tick(condition, &value, ticked));
                };
                view! { <label class="check"><input type="checkbox" checked=is_held on:input=tick/><span>{choice.label}</span></label> }
            });
            view! { <span class="row row--wrap" role="group" aria-label=label>{boxes.collect_view()}</span> }
                .into_any()
        }
        (_, Some(choices)) => {
            let held = held.into_iter().next().unwrap_or_default();
            let nothing = Choice::new("", console::phone(use_me().lang).choose);
            let options = std::iter::once(nothing).chain(choices).map(|choice| {
                let chosen = choice.value == held;
                view! { <option value=choice.value selected=chosen>{choice.label}</option> }
            });
            let options = options.collect_view();
            let set = move |event: Event| set_value(when, key, event_target_value(&event));
            view! { <select class="select select--sm" aria-label=label on:input=set>{options}</select> }
                .into_any()
        }
        (_, None) => {
            let set = move |event: Event| set_value(when, key, event_target_value(&event));
            view! { <input class="input grow" aria-label=label value=held.join(", ") on:input=set/> }
                .into_any()
        }
    }
}

fn set_value(when: When, key: u32, value: String) {
    when.change(key, |condition| match &mut condition.test {
        Test::Is(own) | Test::IsNot(own) => *own = value,
        Test::AnyOf(own) => {
            *own = value.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
        }
        Test::Answered => {}
    });
}

fn tick(condition: &mut Condition, value: &str, ticked: bool) {
    if let Test::AnyOf(values) = &mut condition.test {
        values.retain(|own| own != value);
        if ticked {
            values.push(value.to_owned());
        }
    }
}

const TESTS: [&str; 4] = ["answered", "is", "is_not", "any_of"];

fn test_name(code: &str) -> &'static str {
    let w = console::flows(use_me().lang);
    match code {
        "is" => w.is,
        "is_not" => w.is_not,
        "any_of" => w.any_of,
        _ => w.answered,
    }
}

fn test_code(test: &Test) -> &'static str {
    match test {
        Test::Is(_) => "is",
        Test::IsNot(_) => "is_not",
        Test::AnyOf(_) => "any_of",
        Test::Answered => "answered",
    }
}

/// The test of this code, with the values that the one before it had.
fn test_of(code: &str, before: &Test) -> Test {
    let values = values_of(before);
    let first = || values.first().cloned().unwrap_or_default();
    match code {
        "is" => Test::Is(first()),
        "is_not" => Test::IsNot(first()),
        "any_of" => Test::AnyOf(values.into_iter().filter(|value| !value.is_empty()).collect()),
        _ => Test::Answered,
    }
}

fn values_of(test: &Test) -> Vec<String> {
    match test {
        Test::Is(value) | Test::IsNot(value) => vec![value.clone()],
        Test::AnyOf(values) => values.clone(),
        Test::Answered => Vec::new(),
    }
}

fn about_code(about: &About) -> String {
    match about {
        About::Answer(id) => format!("answer:{id}"),
        About::Product => "product".to_owned(),
        About::Version => "version".to_owned(),
        About::Tier => "tier".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_test_keeps_the_values() {
        let several = Test::AnyOf(vec!["One".into(), "All".into()]);
        assert_eq!(test_of("is", &several), Test::Is("One".into()));
        assert_eq!(test_of("any_of", &Test::Is("All".into())), Test::AnyOf(vec!["All".into()]));
        assert_eq!(test_of("any_of", &Test::Is(String::new())), Test::AnyOf(vec![]));
        assert_eq!(test_of("answered", &several), Test::Answered);
    }
}
