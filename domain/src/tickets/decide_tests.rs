use super::*;
use crate::access::Role;
use crate::tickets::Turn;

const NOW: Instant = Instant(1_800_000_000_000);

fn state(status: Status) -> State {
    State {
        number: "CW-1".into(),
        subject: "Labels".into(),
        status,
        priority: Priority::Normal,
        ticket_type: "incident".into(),
        assignee: None,
        queue: None,
        plan: Vec::new(),
        next_contact: None,
        contact_rule: Requirement::Nudged,
        plan_rule: Requirement::Nudged,
        with_files: false,
        was_solved: !status.is_active(),
        standing: Standing::default(),
        can_climb: false,
    }
}

fn viewer(role: Role) -> Viewer {
    Viewer { role, person_id: "p1".into(), ..Viewer::default() }
}

fn reply(after: AfterReply) -> Command {
    Command::Reply { text: "Try driver 7.3.9.".into(), after, plan: None, next_contact: None }
}

fn kinds(drafts: &[Draft]) -> Vec<&'static str> {
    drafts.iter().map(|(_, body)| body.code()).collect()
}

fn agent_does(status: Status, command: &Command) -> Result<Vec<Draft>, Error> {
    decide(&state(status), &viewer(Role::Agent), command, NOW)
}

fn customer_does(status: Status, command: &Command) -> Result<Vec<Draft>, Error> {
    decide(&state(status), &viewer(Role::Customer), command, NOW)
}

#[test]
fn answers_are_the_customers_and_wake_what_waited_for_them() {
    let answer = |value: &str| crate::tickets::entry::Answer {
        question: "printer".into(),
        label: "Which printer?".into(),
        value: value.into(),
        flow: None,
    };
    let answers = Command::Answer { answers: vec![answer("DX-200")] };
    let drafts = customer_does(Status::Waiting, &answers).unwrap();
    assert_eq!(kinds(&drafts), ["answers", "status"]);
    assert_eq!(kinds(&customer_does(Status::Open, &answers).unwrap()), ["answers"]);
    assert_eq!(agent_does(Status::Open, &answers), Err(Error::Forbidden));
    assert!(customer_does(Status::Closed, &answers).is_err());
    for nothing in [vec![], vec![answer("")]] {
        assert!(customer_does(Status::Open, &Command::Answer { answers: nothing }).is_err());
    }
}

#[test]
fn a_first_reply_opens_a_new_ticket() {
    let drafts = agent_does(Status::New, &reply(AfterReply::KeepOpen)).unwrap();
    assert_eq!(kinds(&drafts), ["message", "status"]);
    assert_eq!(drafts[0].1, Body::message("Try driver 7.3.9."));
}

#[test]
fn texts_are_cleaned_before_they_are_judged() {
    let step = |text: &str| PlanStep { text: text.into(), turn: Turn::You, done: false };
    let given = Command::Reply {
        text: " one\r\ntwo\0 ".into(),
        after: AfterReply::Wait,
        plan: Some(vec![step(" Print\nfive ")]),
        next_contact: None,
    };
    let kept = Command::Reply {
        text: "one\ntwo".into(),
        after: AfterReply::Wait,
        plan: Some(vec![step("Print five")]),
        next_contact: None,
    };
    assert_eq!(given.cleaned(), kept);
    let unsaid = Command::SetPriority { to: Priority::High, reason: Some("\u{200B}".into()) };
    assert_eq!(unsaid.cleaned(), Command::SetPriority { to: Priority::High, reason: None });
    let unseen = Command::SetSubject { to: "\u{202E}\u{FEFF}".into() }.cleaned();
    let refused = Error::field("subject", Problem::Required);
    assert_eq!(agent_does(Status::Open, &unseen), Err(refused));
}

#[test]
fn send_and_solve_resolves_once() {
    assert_eq!(kinds(&agent_does(Status::Open, &reply(AfterReply::Solve)).unwrap()), ["message", "status"]);
    assert_eq!(kinds(&agent_does(Status::Resolved, &reply(AfterReply::Solve)).unwrap()), ["message"]);
}

#[test]
fn keeping_a_ticket_open_ends_waiting_for_the_customer() {
    let drafts = agent_does(Status::Waiting, &reply(AfterReply::KeepOpen)).unwrap();
    assert_eq!(kinds(&drafts), ["message", "status"]);
    assert_eq!(kinds(&agent_does(Status::Waiting, &reply(AfterReply::Wait)).unwrap()), ["message"]);
    assert_eq!(kinds(&agent_does(Status::OnHold, &reply(AfterReply::KeepOpen)).unwrap()), ["message"]);
}

#[test]
fn a_required_next_contact_cannot_be_forgotten() {
    let strict = State { contact_rule: Requirement::Required, ..state(Status::Open) };
    let refused = decide(&strict, &viewer(Role::Agent), &reply(AfterReply::KeepOpen), NOW);
    assert_eq!(refused, Err(Error::field("next_contact", Problem::Required)));
    assert!(decide(&strict, &viewer(Role::Agent), &reply(AfterReply::Solve), NOW).is_ok());
    let promised = State { next_contact: Some(Instant(NOW.0 + 1)), ..strict };
    assert!(decide(&promised, &viewer(Role::Agent), &reply(AfterReply::KeepOpen), NOW).is_ok());
}

#[test]
fn a_contact_that_lies_ahead_is_promised_again_with_every_contact_but_the_last() {
    let promised = State { next_contact: Some(Instant(NOW.0 + 1)), ..state(Status::Open) };
    let does = |command: &Command| kinds(&decide(&promised, &viewer(Role::Agent), command, NOW).unwrap());
    assert_eq!(does(&reply(AfterReply::KeepOpen)), ["message", "next_contact"]);
    assert_eq!(does(&reply(AfterReply::Wait)), ["message", "next_contact", "status"]);
    assert_eq!(does(&reply(AfterReply::Solve)), ["message", "status"]);
    let call = |reached| Command::Call { text: "Spoke to them.".into(), reached, minutes: 1 };
    assert_eq!(does(&call(true)), ["call", "next_contact"]);
    assert_eq!(does(&call(false)), ["call"]);
}

#[test]
fn a_required_plan_cannot_be_forgotten() {
    let strict = State { plan_rule: Requirement::Required, ..state(Status::Open) };
    let refused = decide(&strict, &viewer(Role::Agent), &reply(AfterReply::KeepOpen), NOW);
    assert_eq!(refused, Err(Error::field("plan", Problem::Required)));
    assert!(decide(&strict, &viewer(Role::Agent), &reply(AfterReply::Wait), NOW).is_ok());
    let step = |done| PlanStep { text: "Print five labels".into(), turn: Turn::You, done };
    let planned = State { plan: vec![step(false)], ..strict.clone() };
    assert!(decide(&planned, &viewer(Role::Agent), &reply(AfterReply::KeepOpen), NOW).is_ok());
    let done = State { plan: vec![step(true)], ..strict };
    assert!(
        decide(&done, &viewer(Role::Agent), &reply(AfterReply::KeepOpen), NOW).is_err(),
        "all of it is done"
    );
}

#[test]
fn plan_and_contact_ride_on_the_reply() {
    let steps = vec![PlanStep { text: "Print five labels".into(), turn: Turn::You, done: false }];
    let due = Instant(NOW.0 + 3_600_000);
    let command = Command::Reply {
        text: "See".into(),
        after: AfterReply::KeepOpen,
        plan: Some(steps),
        next_contact: Some(due),
    };
    assert_eq!(kinds(&agent_does(Status::Open, &command).unwrap()), ["message", "plan", "next_contact"]);
}

#[test]
fn a_contact_in_the_past_or_too_far_is_refused() {
    let at = |due| agent_does(Status::Open, &Command::PromiseContact { due });
    assert_eq!(at(NOW), Err(Error::field("next_contact", Problem::NotInFuture)));
    let far = Instant(NOW.0 + 91 * 86_400_000);
    assert_eq!(at(far), Err(Error::field("next_contact", Problem::TooFar { days: MAX_CONTACT_DAYS })));
}

#[test]
fn on_hold_needs_a_reason_and_a_review_date() {
    let hold = Command::SetStatus { to: Status::OnHold, reason: None, review_at: None };
    let Err(Error::Invalid(fields)) = agent_does(Status::Open, &hold) else { panic!("must refuse") };
    assert_eq!(fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["reason", "review_at"]);
}

#[test]
fn the_customer_reopens_what_waited_or_was_done() {
    let customer = viewer(Role::Customer);
    let message = Command::CustomerMessage { text: "Still blank".into() };
    for status in [Status::Waiting, Status::Resolved, Status::OnHold] {
        let drafts = decide(&state(status), &customer, &message, NOW).unwrap();
        assert_eq!(kinds(&drafts), ["message", "status"]);
    }
    assert_eq!(kinds(&decide(&state(Status::Open), &customer, &message, NOW).unwrap()), ["message"]);
}

#[test]
fn a_closed_request_takes_messages_only() {
    let customer = viewer(Role::Customer);
    let says = |command: &Command| decide(&state(Status::Closed), &customer, command, NOW);
    let (reason, told) = (String::from("Now"), Vec::new());
    for command in [
        Command::MoreUrgent { reason: reason.clone() },
        Command::AskDutyManager { reason: reason.clone(), told },
        Command::WorksAgain { text: reason },
    ] {
        assert_eq!(says(&command), Err(Error::field("status", Problem::Closed)));
    }
    let message = |text: &str| Command::CustomerMessage { text: text.into() };
    assert!(is_carried_on(&state(Status::Closed), &message("Blank again")));
    assert!(!is_carried_on(&state(Status::Closed), &message("Thanks!")));
    assert!(!is_carried_on(&state(Status::Resolved), &message("Blank again")));
}

#[test]
fn nothing_becomes_new_again() {
    let again = Command::SetStatus { to: Status::New, reason: None, review_at: None };
    assert_eq!(agent_does(Status::Closed, &again), Err(Error::field("status", Problem::NotAChoice)));
}

#[test]
fn nobody_speaks_for_the_other_side() {
    let message = Command::CustomerMessage { text: "Hello".into() };
    assert_eq!(agent_does(Status::Open, &message), Err(Error::Forbidden));
    let customer = viewer(Role::Customer);
    let note = Command::Note { text: "Hello".into() };
    for command in [reply(AfterReply::KeepOpen), note, Command::Assign { to: None }] {
        assert_eq!(decide(&state(Status::Open), &customer, &command, NOW), Err(Error::Forbidden));
    }
    assert_eq!(decide(&state(Status::Open), &viewer(Role::Visitor), &message, NOW), Err(Error::SignIn));
}

#[test]
fn a_change_to_the_same_is_no_entry() {
    let same = [
        Command::SetPriority { to: Priority::Normal, reason: None },
        Command::SetType { to: "incident".into() },
        Command::Assign { to: None },
        Command::SetStatus { to: Status::Open, reason: None, review_at: None },
    ];
    for command in same {
        assert_eq!(agent_does(Status::Open, &command).unwrap(), []);
    }
}

#[test]
fn empty_and_endless_texts_are_refused() {
    let note = |text: String| agent_does(Status::Open, &Command::Note { text });
    assert_eq!(note("  ".into()), Err(Error::field("text", Problem::Required)));
    assert_eq!(note("x".repeat(20_001)), Err(Error::field("text", Problem::TooLong { max: MAX_TEXT })));
}

#[test]
fn files_speak_for_themselves() {
    let with_files = |status| State { with_files: true, ..state(status) };
    let (customer, agent) = (viewer(Role::Customer), viewer(Role::Agent));
    let message = |text: &str| Command::CustomerMessage { text: text.into() };
    let reply =
        Command::Reply { text: String::new(), after: AfterReply::KeepOpen, plan: None, next_contact: None };
    for (v, command) in
        [(&customer, message("")), (&agent, reply), (&agent, Command::Note { text: "".into() })]
    {
        let refused = Err(Error::field("text", Problem::Required));
        assert_eq!(decide(&state(Status::Open), v, &command, NOW), refused, "{command:?}");
        assert_eq!(decide(&with_files(Status::Open), v, &command, NOW).unwrap().len(), 1, "{command:?}");
    }
    let call = Command::Call { text: String::new(), reached: true, minutes: 1 };
    assert!(decide(&with_files(Status::Open), &agent, &call, NOW).is_err(), "a call carries none");
    let thanks = decide(&with_files(Status::Resolved), &customer, &message("Thanks!"), NOW).unwrap();
    assert_eq!(kinds(&thanks), ["message", "status"], "they bring something new");
    assert!(is_carried_on(&with_files(Status::Closed), &message("Thanks!")));
    assert!(is_carried_on(&with_files(Status::Closed), &message("")));
}

#[test]
fn thanks_on_a_solved_ticket_leave_it_solved() {
    let thanks = Command::CustomerMessage { text: "Thanks a lot, works now!".into() };
    let on = |status| kinds(&decide(&state(status), &viewer(Role::Customer), &thanks, NOW).unwrap());
    assert_eq!(on(Status::Resolved), ["message"]);
    assert_eq!(on(Status::Waiting), ["message", "status"]);
}
