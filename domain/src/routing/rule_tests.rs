//! Tests of the routing rules.

use super::*;
use crate::tickets::Channel;
use crate::words::Lang;

fn rule(name: &str, when: When) -> Rule {
    let then = Then { queue: Some("q".into()), ..Then::default() };
    Rule { id: name.into(), name: name.into(), off: false, when, then }
}

fn words(words: &[&str]) -> When {
    When { words: words.iter().map(|word| (*word).to_owned()).collect(), ..When::default() }
}

fn facts() -> Facts {
    Facts {
        ticket_type: "incident".into(),
        product: Some("dock".into()),
        topic: Some("dock.jam".into()),
        tier: Some("Gold".into()),
        lang: Lang::De,
        channel: Some(Channel::Portal),
        text: said(&["Printer P-200: label jam, again"]),
        answers: vec![
            (said(&["How many are affected?"]), said(&["Everyone here"])),
            (said(&["Which paper?"]), said(&["Thermal\nPlain"])),
        ],
        open: vec!["office".into()],
    }
}

#[test]
fn the_first_rule_that_holds_decides_and_the_trace_says_why_the_others_did_not() {
    let other_product = When { products: vec!["link".into()], ..When::default() };
    let switched_off = Rule { off: true, ..rule("off", When::default()) };
    let rules = [
        rule("link", other_product),
        switched_off,
        rule("jam", words(&["jam"])),
        rule("rest", When::default()),
    ];
    let (chosen, looked) = route(&rules, &facts());
    assert_eq!(chosen.map(|rule| rule.id.as_str()), Some("jam"));
    let failed: Vec<_> = looked.iter().map(|looked| (looked.rule.as_str(), looked.failed)).collect();
    assert_eq!(
        failed,
        [("link", Some(Test::Product)), ("off", Some(Test::Off)), ("jam", None)],
        "what stands after the one that decided was not looked at"
    );
    assert_eq!(route(&rules[..2], &facts()).0, None);
}

#[test]
fn every_condition_has_to_hold_and_any_of_its_values_will_do() {
    let whole = When {
        types: vec!["question".into(), "incident".into()],
        products: vec!["dock".into()],
        topics: vec!["dock.jam".into()],
        tiers: vec!["Gold".into()],
        langs: vec![Lang::De],
        channels: vec![Channel::Phone, Channel::Portal],
        words: vec!["p 200".into()],
        answers: vec![answered("how many are affected", "EVERYONE")],
        hours: Some(Hours { calendar: "office".into(), open: true }),
    };
    assert_eq!(whole.fails(&facts()), None);
    let failing = [
        (When { types: vec!["question".into()], ..whole.clone() }, Test::Type),
        (When { products: vec!["link".into()], ..whole.clone() }, Test::Product),
        (When { topics: vec!["link.jam".into()], ..whole.clone() }, Test::Topic),
        (When { answers: vec![answered("Which paper", "glossy")], ..whole.clone() }, Test::Answers),
        (When { tiers: vec!["Silver".into()], ..whole.clone() }, Test::Tier),
        (When { langs: vec![Lang::En], ..whole.clone() }, Test::Language),
        (When { channels: vec![Channel::Email], ..whole.clone() }, Test::Channel),
        (When { words: vec!["scanner".into()], ..whole.clone() }, Test::Words),
        (
            When { hours: Some(Hours { calendar: "office".into(), open: false }), ..whole.clone() },
            Test::Hours,
        ),
    ];
    for (when, test) in failing {
        assert_eq!(when.fails(&facts()), Some(test));
    }
    let nobodys = Facts { product: None, tier: None, channel: None, ..facts() };
    assert_eq!(whole.fails(&nobodys), Some(Test::Product), "who has no product has none of these");
}

fn answered(question: &str, answer: &str) -> Said {
    Said { question: question.into(), answer: answer.into() }
}

#[test]
fn an_answer_counts_for_its_own_question() {
    let fails = |question, answer| {
        When { answers: vec![answered(question, answer)], ..When::default() }.fails(&facts())
    };
    for (question, answer) in
        [("Which paper?", "plain"), ("which PAPER", ""), ("How many are affected?", "here")]
    {
        assert_eq!(fails(question, answer), None, "{question} {answer}");
    }
    for (question, answer) in [("Which paper?", "everyone"), ("paper", "plain"), ("Which paper?", "pla")] {
        assert_eq!(fails(question, answer), Some(Test::Answers), "{question} {answer}");
    }
}

#[test]
fn words_are_found_whole_whatever_their_case_and_signs() {
    for found in ["JAM", "label jam", "p-200", "printer"] {
        assert_eq!(words(&[found]).fails(&facts()), None, "{found}");
    }
    for not_there in ["print", "am", "jam label", "gain"] {
        assert_eq!(words(&[not_there]).fails(&facts()), Some(Test::Words), "{not_there}");
    }
}

fn known() -> Known {
    Known {
        types: vec!["incident".into(), "question".into()],
        products: vec!["dock".into()],
        topics: vec!["dock.jam".into()],
        tiers: vec!["Gold".into()],
        queues: vec!["q".into(), "empty".into()],
        staffed: vec!["q".into()],
        calendars: vec!["office".into()],
        hands: vec![
            Hand { queues: vec!["q".into()], skills: vec![Skill { name: "Printers".into(), level: 2 }] },
            Hand { queues: Vec::new(), skills: vec![Skill { name: "Ink".into(), level: 3 }] },
        ],
        questions: vec!["Which paper?".into()],
        rungs: [("incident".to_owned(), vec!["Level 2".to_owned()])].into(),
    }
}

fn faults(rules: Vec<Rule>) -> Vec<String> {
    match (Rules { version: 0, rules }).checked(&known()) {
        Err(Error::Invalid(fields)) => fields.into_iter().map(|field| field.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn rules_that_cannot_work_are_refused_field_by_field() {
    let nameless = Rule { name: " ".into(), ..rule("a", When::default()) };
    let idle = Rule { then: Then::default(), ..rule("b", When::default()) };
    let twice = rule("B", When { types: vec!["nothing".into()], ..words(&["…"]) });
    let lost =
        Rule { then: Then { queue: Some("gone".into()), ..Then::default() }, ..rule("c", When::default()) };
    let best = Skill { name: "Printers".into(), level: 9 };
    let skilled = Rule { then: Then { skills: vec![best], ..Then::default() }, ..rule("d", When::default()) };
    assert_eq!(
        faults(vec![nameless, idle, twice, lost, skilled]),
        [
            "rules.0.name",
            "rules.1.then",
            "rules.2.name",
            "rules.2.types",
            "rules.2.words",
            "rules.3.queue",
            "rules.4.skills"
        ]
    );
    let elsewhere =
        When { topics: vec!["link.jam".into()], answers: vec![answered("?", "x")], ..When::default() };
    assert_eq!(faults(vec![rule("a", elsewhere)]), ["rules.0.topics", "rules.0.answers"]);
    let hours = Some(Hours { calendar: "gone".into(), open: true });
    assert_eq!(faults(vec![rule("a", When { hours, ..When::default() })]), ["rules.0.hours"]);
    let high =
        Rule { then: Then { rung: Some("Level 9".into()), ..Then::default() }, ..rule("a", words(&["x"])) };
    assert_eq!(faults(vec![high]), ["rules.0.rung"]);
}

#[test]
fn texts_are_kept_as_lines_and_each_skill_once() {
    let skill = |name: &str, level| Skill { name: name.into(), level };
    let then = Then {
        skills: vec![skill(" Printers\n", 2), skill("printers", 1), skill(" ", 1)],
        ..Then::default()
    };
    let rules = vec![Rule { then, ..rule("a", words(&[" jam ", ""])) }];
    let kept = Rules { version: 3, rules }.checked(&known()).expect("good rules");
    assert_eq!(kept.rules[0].when.words, ["jam"]);
    assert_eq!(kept.rules[0].then.skills, [skill("Printers", 2)]);
}

#[test]
fn what_works_hardly_as_it_was_meant_is_named() {
    let skills = vec![Skill { name: "printers".into(), level: 3 }];
    let demanding = Rule { then: Then { skills, ..Then::default() }, ..rule("dear", words(&["jam"])) };
    let nobody =
        Rule { then: Then { queue: Some("empty".into()), ..Then::default() }, ..rule("e", words(&["x"])) };
    let narrow = rule("narrow", When { types: vec!["incident".into()], ..words(&["jam"]) });
    let unasked = [answered("WHICH paper", ""), answered("Which ink?", "Black")];
    let deaf = rule("deaf", When { answers: unasked.to_vec(), ..When::default() });
    let tier = || Then { rung: Some("level 2".into()), ..Then::default() };
    let high = Rule { then: tier(), ..rule("high", words(&["y"])) };
    let exact = When { types: vec!["incident".into()], ..words(&["z"]) };
    let exact = Rule { then: tier(), ..rule("exact", exact) };
    let ink = vec![Skill { name: "ink".into(), level: 1 }];
    let inked = |queue: Option<&str>| Then {
        queue: queue.map(str::to_owned),
        skills: ink.clone(),
        ..Then::default()
    };
    let elsewhere = Rule { then: inked(Some("q")), ..rule("elsewhere", words(&["u"])) };
    let anywhere = Rule { then: inked(None), ..rule("anywhere", words(&["v"])) };
    let rest = [high, exact, elsewhere, anywhere, rule("all", When::default())];
    let rules = [demanding, nobody, narrow, deaf].into_iter().chain(rest).collect();
    let rules = Rules { version: 0, rules };
    assert_eq!(
        rules.doubts(&known()),
        [
            Doubt::NobodyCan { rule: 0, skill: "printers".into(), level: 3 },
            Doubt::NobodyThere { rule: 1, queue: "empty".into() },
            Doubt::Unreachable { rule: 2, by: 0 },
            Doubt::NobodyAsks { rule: 3, question: "Which ink?".into() },
            Doubt::NoRung { rule: 4, rung: "level 2".into(), types: vec!["question".into()] },
            Doubt::NobodyCan { rule: 6, skill: "ink".into(), level: 1 },
        ]
    );
}
