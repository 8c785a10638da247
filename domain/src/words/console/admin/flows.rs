//! Flows of intake questions and their editor.

use super::super::super::{Lang, fill, words};
use crate::intake::{About, Condition, Flaw, Known, Question, QuestionKind, Test};
use crate::words::common::common;

words! {
    /// Flows, their list and their editor.
    Flows, flows {
        hint: "What customers are asked when they raise a request, in the portal and on the phone.",
        table: "Lists of questions",
        what_for: "Asked for",
        all: "Every request",
        every_topic: "{product}, every topic",
        one_topic: "{product}, {topic}",
        count: "Questions",
        version: "Version",
        state: "State",
        never: "Never published",
        drafted: "Draft waits",
        asked: "In use",
        none: "Asks nothing",

        back: "All lists",
        version_now: "Version {n} is what customers are asked.",
        version_none: "Customers are asked nothing here yet.",
        save: "Save draft",
        publish: "Publish",
        saved: "The draft is saved.",
        published: "Version {n} is published. Earlier requests keep theirs.",
        unsaved: "There are changes that are not saved.",
        unpublished: "The draft differs from what customers are asked.",
        same: "The draft is the same.",
        blocked: "Mend what is listed under “Before publishing” first.",
        conflict: "Somebody else saved or published this list meanwhile",
        conflict_hint: "Nothing of yours is lost. Take their version, which drops your changes, or keep yours, which replaces theirs; theirs stays in the history if it was published.",
        take_theirs: "Take theirs",
        keep_mine: "Keep mine",

        questions: "Questions",
        questions_none: "No questions yet. Customers go straight on.",
        add: "Add question",
        unnamed: "Question without words",
        edit: "Edit",
        close: "Close",
        of_question: " “{question}”",
        up: "Move “{question}” up",
        down: "Move “{question}” down",
        moved: "“{question}” is now number {n} of {all}.",
        remove: "Remove",
        removed: "“{question}” is removed from the draft.",
        drag: "Drag to another place",
        required: "required",
        label: "Question",
        label_hint: "As the customer reads it.",
        kind: "Kind of answer",
        help: "Help",
        help_hint: "Where to look, with an example.",
        why: "Why we ask",
        why_hint: "The honest reason. The customer can open it, and agents read it on the phone.",
        is_required: "An answer is required",
        options: "Options",
        options_hint: "One a line.",

        when: "Ask only when",
        when_hint: "All of these hold. Without any, it is always asked.",
        when_add: "Add condition",
        when_about: "Condition {n} looks at",
        when_test: "Condition {n}",
        when_value: "Value of condition {n}",
        when_remove: "Remove condition {n}",
        about_version: "Version of the product",
        about_tier: "Customer tier",
        about_product: "Product",
        about_gone: "A question that is gone",
        is: "is",
        is_not: "is not",
        any_of: "is one of",
        answered: "is answered",
        said_is: "{what} is {value}",
        said_is_not: "{what} is not {value}",
        said_any_of: "{what} is one of: {value}",
        said_answered: "{what} is answered",
        said: "Asked when {conditions}",
        and: " and ",
        always: "Always asked",

        before: "Before publishing",
        before_none: "Nothing stands in the way.",
        before_one: "{n} thing to mend",
        before_many: "{n} things to mend",
        show: "Show",
        no_label: "The question has no words. Write what the customer is asked.",
        no_reason: "The reason is missing. Say in a sentence why we ask.",
        too_long: "A text is too long. Keep questions and options under 200 characters, help and reason under 600.",
        too_many: "There are too many: at most 60 questions, 50 options, 10 conditions.",
        id: "Its name inside the program is taken. Remove it and add it again.",
        dead_end: "Dead end: an answer is required and there are no options, so nobody gets past it. Add options.",
        no_options: "There is nothing to choose. Add options, one a line.",
        double: "The option “{value}” is there twice. Remove one.",
        circle: "Loop: it waits for “{question}”, which waits for this one. Remove one of the two conditions.",
        later: "It waits for “{question}”, which comes after it. Move that one up, or this one down.",
        gone: "It waits for a question that is no longer there. Remove the condition or choose another question.",
        no_such: "It waits for the answer “{value}”, which cannot be given. Choose one that can.",
        no_value: "A condition has no value. Choose one.",
        unreachable: "It can never be asked: its conditions rule each other out. Change one of them.",

        try_it: "Try it",
        try_hint: "As customers will be asked, with the draft as it is now. Nothing is sent.",
        try_tier: "Customer tier",
        try_version: "Version in their register",
        try_product: "Product",
        unknown: "Not known",
        try_go: "Continue",
        try_ok: "The portal would go on from here.",

        history: "Versions",
        history_none: "Nothing was published yet.",
        history_line: "Version {n}",
        history_seed: "Came with the desk",
        restore: "Put into the draft",
        restored: "Version {n} is in the draft. Save or publish it to keep it.",

        usage: "How the questions fare",
        usage_hint: "Counted over all versions. Given up: left there for more than a day and never sent. Asked again: in a reply, because the answer was missing.",
        usage_question: "Question",
        usage_shown: "Asked",
        usage_skipped: "Left out",
        usage_edited: "Changed later",
        usage_abandoned: "Given up at",
        usage_again: "Asked again",

        kind_text: "One line of text",
        kind_long: "Several lines of text",
        kind_choice: "One choice",
        kind_many: "Any number of choices",
        kind_yes_no: "Yes or no",
        kind_number: "Number",
        kind_date: "Date",
        kind_version: "Version, from the customer’s register",
        kind_file: "Files",
        kind_steps: "Steps that lead to it",
        kind_expected: "What was expected",
        kind_seen: "What was seen instead",
    }
}

/// Name of a kind of answer.
#[must_use]
pub fn question_kind_name(lang: Lang, kind: QuestionKind) -> &'static str {
    let w = flows(lang);
    match kind {
        QuestionKind::Text => w.kind_text,
        QuestionKind::Long => w.kind_long,
        QuestionKind::Choice => w.kind_choice,
        QuestionKind::Many => w.kind_many,
        QuestionKind::YesNo => w.kind_yes_no,
        QuestionKind::Number => w.kind_number,
        QuestionKind::Date => w.kind_date,
        QuestionKind::Version => w.kind_version,
        QuestionKind::File => w.kind_file,
        QuestionKind::Steps => w.kind_steps,
        QuestionKind::Expected => w.kind_expected,
        QuestionKind::Seen => w.kind_seen,
    }
}

/// What a list of questions is for, from the names of product and topic.
#[must_use]
pub fn flow_name(lang: Lang, product: &str, topic: &str) -> String {
    let w = flows(lang);
    let pattern = match (product.is_empty(), topic.is_empty()) {
        (true, _) => w.all,
        (false, true) => w.every_topic,
        (false, false) => w.one_topic,
    };
    fill(pattern, &[("product", product), ("topic", topic)])
}

/// What a condition looks at.
#[must_use]
pub fn about_name(lang: Lang, about: &About, questions: &[Question]) -> String {
    let w = flows(lang);
    match about {
        About::Product => w.about_product.to_owned(),
        About::Version => w.about_version.to_owned(),
        About::Tier => w.about_tier.to_owned(),
        About::Answer(id) => {
            let question = questions.iter().find(|question| question.id == *id);
            question.map_or(w.about_gone.to_owned(), |question| format!("“{}”", question.label))
        }
    }
}

/// A value of a condition, as people call it.
#[must_use]
pub fn value_name(lang: Lang, about: &About, value: &str, questions: &[Question], known: &Known) -> String {
    let is_yes_no = |id: &String| {
        questions.iter().any(|question| question.id == *id && question.kind == QuestionKind::YesNo)
    };
    match (about, value) {
        (About::Product, id) => {
            let named = known.products.iter().find(|(known, _)| known == id);
            named.map_or(id, |(_, name)| name).to_owned()
        }
        (About::Answer(id), "yes") if is_yes_no(id) => common(lang).yes.to_owned(),
        (About::Answer(id), "no") if is_yes_no(id) => common(lang).no.to_owned(),
        (_, value) => value.to_owned(),
    }
}

/// When a question is asked, in a sentence.
#[must_use]
pub fn conditions_said(lang: Lang, when: &[Condition], questions: &[Question], known: &Known) -> String {
    let w = flows(lang);
    if when.is_empty() {
        return w.always.to_owned();
    }
    let said = |condition: &Condition| {
        let name = |value: &String| value_name(lang, &condition.about, value, questions, known);
        let (pattern, value) = match &condition.test {
            Test::Is(value) => (w.said_is, name(value)),
            Test::IsNot(value) => (w.said_is_not, name(value)),
            Test::AnyOf(values) => (w.said_any_of, values.iter().map(name).collect::<Vec<_>>().join(", ")),
            Test::Answered => (w.said_answered, String::new()),
        };
        fill(pattern, &[("what", &about_name(lang, &condition.about, questions)), ("value", &value)])
    };
    let all = when.iter().map(said).collect::<Vec<_>>().join(w.and);
    fill(w.said, &[("conditions", &all)])
}

/// What is wrong with a draft, and what to do about it.
#[must_use]
pub fn flaw_said(lang: Lang, flaw: &Flaw) -> String {
    let w = flows(lang);
    match flaw {
        Flaw::NoLabel => w.no_label.to_owned(),
        Flaw::NoReason => w.no_reason.to_owned(),
        Flaw::TooLong => w.too_long.to_owned(),
        Flaw::TooMany => w.too_many.to_owned(),
        Flaw::Id => w.id.to_owned(),
        Flaw::NoOptions { dead_end: true } => w.dead_end.to_owned(),
        Flaw::NoOptions { dead_end: false } => w.no_options.to_owned(),
        Flaw::DoubleOption(value) => fill(w.double, &[("value", value)]),
        Flaw::Loop(question) => fill(w.circle, &[("question", question)]),
        Flaw::Later(question) => fill(w.later, &[("question", question)]),
        Flaw::Gone => w.gone.to_owned(),
        Flaw::NoSuchAnswer(value) if value.is_empty() => w.no_value.to_owned(),
        Flaw::NoSuchAnswer(value) => fill(w.no_such, &[("value", value)]),
        Flaw::Unreachable => w.unreachable.to_owned(),
    }
}
