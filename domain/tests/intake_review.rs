//! What is found in a draft of a flow before it is published: each fault by a case of its own, and reachability against
//! trying every answer.

use domain::intake::{
    About, Condition, Facts, Flaw, Flawed, Known, Place, Question, QuestionKind, Test, asked, review,
};

fn choice(id: &str, options: &[&str]) -> Question {
    Question {
        label: format!("Which {id}?"),
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        why: "It helps.".into(),
        ..Question::new(id, QuestionKind::Choice)
    }
}

fn on(id: &str, test: Test) -> Condition {
    Condition::new(About::Answer(id.into()), test)
}

fn is(value: &str) -> Test {
    Test::Is(value.into())
}

fn known() -> Known {
    Known {
        products: vec![("label".into(), "Label".into())],
        versions: vec!["7.3".into(), "7.4".into()],
        tiers: vec!["gold".into(), "silver".into()],
    }
}

fn at(place: usize, flaw: Flaw) -> Flawed {
    Flawed { place: Place::Question(place), flaw }
}

#[test]
fn a_sound_flow_has_no_faults() {
    let questions = [
        choice("docks", &["One", "All"]),
        choice("since", &["Today"]).when(vec![on("docks", is("All"))]),
        choice("visit", &["x"]).when(vec![
            on("since", Test::Answered),
            Condition::new(About::Tier, is("gold")),
            Condition::new(About::Version, Test::AnyOf(vec!["7.3".into(), "7.4".into()])),
        ]),
    ];
    assert_eq!(review(&questions, &known()), []);
    assert_eq!(review(&[], &known()), []);
}

#[test]
fn each_fault_is_named() {
    let a = || choice("a", &["1", "2"]);
    let b = || choice("b", &["1", "2"]);
    let table: Vec<(&str, Vec<Question>, Vec<Flawed>)> = vec![
        ("no label", vec![Question { label: " ".into(), ..a() }], vec![at(0, Flaw::NoLabel)]),
        ("no reason", vec![Question { why: String::new(), ..a() }], vec![at(0, Flaw::NoReason)]),
        ("long", vec![Question { label: "x".repeat(201), ..a() }], vec![at(0, Flaw::TooLong)]),
        ("same id", vec![a(), a()], vec![at(1, Flaw::Id)]),
        ("id of a field", vec![choice("subject", &["1"])], vec![at(0, Flaw::Id)]),
        ("id with markup", vec![choice("<b>", &["1"])], vec![at(0, Flaw::Id)]),
        ("nothing to choose", vec![choice("a", &[])], vec![at(0, Flaw::NoOptions { dead_end: false })]),
        (
            "nobody gets past",
            vec![Question { required: true, ..choice("a", &[""]) }],
            vec![at(0, Flaw::NoOptions { dead_end: true })],
        ),
        ("twice the same", vec![choice("a", &["1", "1"])], vec![at(0, Flaw::DoubleOption("1".into()))]),
        ("itself", vec![a().when(vec![on("a", is("1"))])], vec![at(0, Flaw::Loop("Which a?".into()))]),
        (
            "one another",
            vec![a().when(vec![on("b", is("1"))]), b().when(vec![on("a", is("1"))])],
            vec![at(0, Flaw::Loop("Which b?".into()))],
        ),
        ("later", vec![a().when(vec![on("b", is("1"))]), b()], vec![at(0, Flaw::Later("Which b?".into()))]),
        ("gone", vec![a().when(vec![on("x", is("1"))])], vec![at(0, Flaw::Gone)]),
        (
            "an option that is gone",
            vec![a(), b().when(vec![on("a", is("3"))])],
            vec![at(1, Flaw::NoSuchAnswer("3".into()))],
        ),
        (
            "a version that is not sold",
            vec![a().when(vec![Condition::new(About::Version, is("9"))])],
            vec![at(0, Flaw::NoSuchAnswer("9".into()))],
        ),
        (
            "two answers to one question",
            vec![a(), b().when(vec![on("a", is("1")), on("a", is("2"))])],
            vec![at(1, Flaw::Unreachable)],
        ),
        (
            "what its own condition rules out",
            vec![
                a(),
                b().when(vec![on("a", is("1"))]),
                choice("c", &["1"]).when(vec![on("b", Test::Answered), on("a", is("2"))]),
            ],
            vec![at(2, Flaw::Unreachable)],
        ),
        (
            "two tiers at once",
            vec![a().when(vec![
                Condition::new(About::Tier, is("gold")),
                Condition::new(About::Tier, is("silver")),
            ])],
            vec![at(0, Flaw::Unreachable)],
        ),
    ];
    for (name, questions, flaws) in table {
        // What follows from the first fault is not this table's matter.
        let found: Vec<Flawed> = review(&questions, &known()).into_iter().take(flaws.len()).collect();
        assert_eq!(found, flaws, "{name}");
    }
}

#[test]
fn two_of_many_can_be_chosen_together() {
    let what = Question { kind: QuestionKind::Many, ..choice("a", &["1", "2"]) };
    let both = choice("b", &["1"]).when(vec![on("a", is("1")), on("a", is("2"))]);
    assert_eq!(review(&[what.clone(), both], &known()), []);
    let torn = choice("b", &["1"]).when(vec![on("a", is("1")), on("a", Test::IsNot("1".into()))]);
    assert_eq!(review(&[what, torn], &known()), [at(1, Flaw::Unreachable)]);
}

/// xorshift64*: small, the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }

    fn test(&mut self) -> Test {
        let value = VALUES[self.roll(2)].to_owned();
        match self.roll(4) {
            0 => Test::Is(value),
            1 => Test::IsNot(value),
            2 => Test::AnyOf(vec![value]),
            _ => Test::Answered,
        }
    }

    /// Five questions with two answers each, some of them waiting for earlier ones.
    fn flow(&mut self) -> Vec<Question> {
        let question = |at: usize, dice: &mut Self| {
            let waits = if at == 0 { 0 } else { dice.roll(4) };
            let when = (0..waits).map(|_| on(&format!("q{}", dice.roll(at)), dice.test())).collect();
            let kind = if dice.roll(4) == 0 { QuestionKind::Many } else { QuestionKind::Choice };
            Question { kind, ..choice(&format!("q{at}"), &VALUES) }.when(when)
        };
        (0..5).map(|at| question(at, self)).collect()
    }
}

const VALUES: [&str; 2] = ["x", "y"];

/// Every answer to a question of a made-up flow, none among them.
const ANSWERS: [&str; 4] = ["", "x", "y", "x\ny"];

/// The questions that some answers make asked, found by trying all of them.
fn reachable(questions: &[Question]) -> Vec<bool> {
    let mut reached = vec![false; questions.len()];
    for tried in 0..ANSWERS.len().pow(questions.len() as u32) {
        let answer = |id: &str| {
            let at: usize = id[1..].parse().unwrap_or_default();
            let answer = ANSWERS[tried / ANSWERS.len().pow(at as u32) % ANSWERS.len()];
            // Only one can be chosen of a choice.
            if questions[at].kind == QuestionKind::Choice && answer.contains('\n') { "" } else { answer }
        };
        for question in asked(questions, &Facts::default(), answer) {
            let at = questions.iter().position(|own| own.id == question.id);
            reached[at.unwrap_or_default()] = true;
        }
    }
    reached
}

#[test]
fn unreachable_is_exactly_what_no_answers_reach() {
    let mut dice = Dice(0x5eed);
    let mut unreachable = 0;
    for _ in 0..300 {
        let questions = dice.flow();
        let reached = reachable(&questions);
        let flaws = review(&questions, &Known::default());
        for (place, reached) in reached.into_iter().enumerate() {
            let is_named = flaws.contains(&at(place, Flaw::Unreachable));
            assert_eq!(is_named, !reached, "question {place} of {questions:#?}");
            unreachable += usize::from(is_named);
        }
    }
    println!("300 flows, {unreachable} unreachable questions");
    assert!(unreachable > 50, "the flows are too easy: {unreachable}");
}

#[test]
fn what_is_asked_never_depends_on_what_is_hidden() {
    let mut dice = Dice(0xcafe);
    for _ in 0..500 {
        let questions = dice.flow();
        let answers: Vec<&str> = questions.iter().map(|_| ANSWERS[dice.roll(ANSWERS.len())]).collect();
        let noise: Vec<&str> = questions.iter().map(|_| ANSWERS[dice.roll(ANSWERS.len())]).collect();
        let place = |id: &str| id[1..].parse::<usize>().unwrap_or_default();
        let first = asked(&questions, &Facts::default(), |id| answers[place(id)]);
        let is_asked = |id: &str| first.iter().any(|question| question.id == id);
        let again = asked(&questions, &Facts::default(), |id| {
            if is_asked(id) { answers[place(id)] } else { noise[place(id)] }
        });
        assert_eq!(first, again);
    }
}
