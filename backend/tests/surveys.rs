//! Surveys: each asked once and in time, answered by whom it was sent to, and heard when the answer is bad.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod common;

use std::collections::BTreeMap;

use backend::db::q;
use backend::mail::inbound::{self, Arrival};
use backend::promises::timers::wake_due;
use backend::tickets::{self, surveys};
use bytes::Bytes;
use common::demo::fields;
use common::desk::{Cast, Desk, START, desks, refusal};
use domain::access::Role;
use domain::notices::NoticeKind;
use domain::promises::PromiseKind;
use domain::promises::countdown::ClockState;
use domain::tickets::Status;
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::{Body, Named};
use domain::tickets::survey::{COMMENT, NEXT, PRESSURE, SCORE, SurveyKind, SurveyPage};
use domain::tickets::view::{EntryView, Notice};
use domain::time::{DAY_MS, HOUR_MS, Instant};
use domain::words::Lang;
use domain::{Error, Viewer};

const MAILS: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'survey'";

async fn at(desk: &Desk, ms: i64) {
    desk.clock.set(Instant(START.0 + ms));
    // A ticket wakes once for each thing that came due.
    for _ in 0..3 {
        wake_due(&desk.b).await.unwrap();
    }
}

async fn solve(desk: &Desk, cast: &Cast, number: &str) {
    let solve = Command::SetStatus { to: Status::Resolved, reason: None, review_at: None };
    tickets::change(&desk.b, &cast.agent, number, None, solve).await.unwrap();
}

/// The token in the newest mail that asks.
async fn token(desk: &Desk) -> String {
    let newest = "SELECT body FROM outbox WHERE kind = 'survey' ORDER BY id DESC LIMIT 1";
    let body: String = q(newest).one(&mut desk.b.db.read().await.unwrap()).await.unwrap();
    let after = body.split("token=").nth(1).unwrap();
    after.chars().take_while(char::is_ascii_alphanumeric).collect()
}

async fn open(desk: &Desk, v: &Viewer, number: &str, token: &str) -> Result<SurveyPage, Error> {
    asked(desk, v, number, token, None).await
}

/// The page as the link of a survey of `kind` opens it.
async fn asked(
    desk: &Desk,
    v: &Viewer,
    number: &str,
    token: &str,
    kind: Option<SurveyKind>,
) -> Result<SurveyPage, Error> {
    let page = surveys::page(&desk.b, v, number, token, kind, BTreeMap::new()).await;
    page.map_err(|failure| failure.public(&*desk.b.ids))
}

/// Ana says how it went.
async fn rate(desk: &Desk, cast: &Cast, number: &str, score: &str) {
    let said = fields(&[(SCORE, score), (COMMENT, "It still prints blank")]);
    surveys::answer(&desk.b, &cast.ana, number, "", SurveyKind::Solved, &said).await.unwrap();
}

async fn status(desk: &Desk, cast: &Cast, number: &str) -> Status {
    tickets::page(&desk.b, &cast.agent, number).await.unwrap().status
}

async fn reply(desk: &Desk, cast: &Cast, number: &str, after: AfterReply) {
    let reply =
        Command::Reply { text: "We are looking into it.".into(), after, plan: None, next_contact: None };
    tickets::change(&desk.b, &cast.agent, number, None, reply).await.unwrap();
}

async fn notices(desk: &Desk, v: &Viewer) -> Vec<Notice> {
    let all = tickets::notices::list(&desk.b, v, None).await.unwrap();
    let bodies = all.into_iter().map(|notice| notice.body);
    bodies.filter(|body| matches!(body, Notice::Surveyed { .. })).collect()
}

#[tokio::test]
async fn a_solved_request_is_asked_about_once_an_hour_later() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        solve(&desk, &cast, &number).await;
        at(&desk, HOUR_MS - 1).await;
        assert_eq!(desk.number(MAILS).await, 0);
        at(&desk, HOUR_MS).await;
        assert_eq!(desk.number(MAILS).await, 1);
        let again = Command::CustomerMessage { text: "It is back, and worse than before".into() };
        tickets::change(&desk.b, &cast.ana, &number, None, again).await.unwrap();
        solve(&desk, &cast, &number).await;
        at(&desk, 5 * HOUR_MS).await;
        assert_eq!(desk.number(MAILS).await, 1, "nobody is asked twice about one request");
        let page = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        let sent = page.entries.iter().filter(|entry| matches!(entry.body, Body::SurveySent { .. }));
        assert_eq!(sent.count(), 1);
        let request = tickets::request(&desk.b, &cast.ana, &number).await.unwrap();
        let tells = |entry: &&EntryView| matches!(entry.body, Body::SurveySent { .. });
        assert_eq!(request.entries.iter().filter(tells).count(), 0, "the customer has the mail");
    }
}

#[tokio::test]
async fn a_request_that_was_opened_again_is_not_asked_about() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        solve(&desk, &cast, &number).await;
        let back = Command::CustomerMessage { text: "It is back".into() };
        tickets::change(&desk.b, &cast.ana, &number, None, back).await.unwrap();
        at(&desk, 2 * HOUR_MS).await;
        assert_eq!(desk.number(MAILS).await, 0);
    }
}

#[tokio::test]
async fn nobody_is_asked_how_it_went_a_week_later() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let (number, other) =
            (desk.request(&cast.ana, "Blank labels").await, desk.request(&cast.bo, "Scanner").await);
        solve(&desk, &cast, &number).await;
        at(&desk, HOUR_MS + 7 * DAY_MS + 1).await;
        assert_eq!(desk.number(MAILS).await, 1, "only about the one that is still open");
        solve(&desk, &cast, &other).await;
        at(&desk, 14 * DAY_MS).await;
        assert_eq!(desk.number(MAILS).await, 2, "days after it was solved");
    }
}

#[tokio::test]
async fn what_is_open_for_too_long_is_asked_about_after_any_downtime_once() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        at(&desk, 30 * DAY_MS).await;
        assert_eq!(desk.number(MAILS).await, 1);
        reply(&desk, &cast, &number, AfterReply::Wait).await;
        at(&desk, 60 * DAY_MS).await;
        assert_eq!(desk.number(MAILS).await, 1);
    }
}

#[tokio::test]
async fn what_came_under_a_policy_late_is_asked_about_with_its_next_change() {
    const HIDE: &str = "UPDATE tickets SET wake_at = NULL";
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.exec(HIDE, vec![]).await;
        at(&desk, 30 * DAY_MS).await;
        assert_eq!(desk.number(MAILS).await, 0);
        reply(&desk, &cast, &number, AfterReply::Wait).await;
        at(&desk, 30 * DAY_MS).await;
        assert_eq!(desk.number(MAILS).await, 1);
    }
}

#[tokio::test]
async fn a_request_that_is_open_for_a_week_is_asked_about_and_a_bad_answer_is_work() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        reply(&desk, &cast, &number, AfterReply::Wait).await;
        at(&desk, 7 * DAY_MS - 1).await;
        assert_eq!(desk.number(MAILS).await, 0);
        at(&desk, 7 * DAY_MS).await;
        assert_eq!(desk.number(MAILS).await, 1);
        let (token, visitor) = (token(&desk).await, Viewer::visitor(Lang::En));
        let page = open(&desk, &visitor, &number, &token).await.unwrap();
        assert_eq!((page.kind, page.subject, page.is_answered), (SurveyKind::Open, None, false));

        let said = fields(&[(PRESSURE, "more"), (NEXT, "no")]);
        surveys::answer(&desk.b, &visitor, &number, &token, SurveyKind::Open, &said).await.unwrap();
        let ticket = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        assert_eq!(ticket.status, Status::Open, "whoever is left in the dark is not waited for");
        assert!(matches!(notices(&desk, &cast.lead).await[..], [Notice::Surveyed { .. }]));
        let page = open(&desk, &visitor, &number, &token).await.unwrap();
        assert!(page.is_answered && page.chosen.get(NEXT).is_some_and(|said| said == "no"));
    }
}

#[tokio::test]
async fn a_good_answer_changes_nothing_and_can_be_changed() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        solve(&desk, &cast, &number).await;
        let answer = async |score: &str| {
            let said = fields(&[(SCORE, score)]);
            surveys::answer(&desk.b, &cast.ana, &number, "", SurveyKind::Solved, &said).await
        };
        answer("5").await.unwrap();
        assert!(notices(&desk, &cast.lead).await.is_empty());
        let page = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        assert_eq!(page.status, Status::Resolved);
        answer("1").await.unwrap();
        assert_eq!(notices(&desk, &cast.lead).await.len(), 1);
        let page = asked(&desk, &cast.ana, &number, "", Some(SurveyKind::Solved)).await.unwrap();
        assert_eq!(
            (page.chosen.get(SCORE).map(String::as_str), page.subject),
            (Some("1"), Some("Blank labels".into()))
        );
        assert!(refusal(answer("9").await) != Error::NotFound);
    }
}

#[tokio::test]
async fn a_bad_score_opens_the_request_again_once_with_a_reply_owed() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let take = Command::Assign { to: Some(named(&cast.agent)) };
        tickets::change(&desk.b, &cast.agent, &number, None, take).await.unwrap();
        reply(&desk, &cast, &number, AfterReply::Solve).await;
        at(&desk, HOUR_MS).await;
        rate(&desk, &cast, &number, "2").await;
        let ticket = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        assert_eq!(ticket.status, Status::Open);
        assert_eq!(ticket.assignee.as_ref().map(|owner| &owner.id), Some(&cast.agent.person_id));
        let owed = ticket.promises.iter().find(|promise| promise.kind == PromiseKind::NextReply).unwrap();
        assert_eq!(owed.clock.state, ClockState::Running);
        assert!(
            matches!(notices(&desk, &cast.agent).await[..], [Notice::Surveyed { .. }]),
            "its owner hears"
        );

        let link = Some(SurveyKind::Solved);
        let page = asked(&desk, &cast.ana, &number, "", link).await.unwrap();
        assert!(page.kind == SurveyKind::Solved && page.is_answered && page.is_open);
        rate(&desk, &cast, &number, "1").await;
        assert_eq!(reopenings(&desk, &cast, &number).await, 1);
        rate(&desk, &cast, &number, "5").await;
        assert_eq!(status(&desk, &cast, &number).await, Status::Open, "people solve requests, scores do not");
        let checked = backend::promises::check::replay_all(&desk.b).await.unwrap();
        assert!(checked.differing.is_empty(), "{:?}", checked.differing);
    }
}

#[tokio::test]
async fn an_answer_counts_for_the_solution_that_it_was_given_to() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let page = async || asked(&desk, &cast.ana, &number, "", Some(SurveyKind::Solved)).await.unwrap();
        solve(&desk, &cast, &number).await;
        rate(&desk, &cast, &number, "1").await;
        assert!(page().await.is_answered, "it is open, and nothing was solved since");
        solve(&desk, &cast, &number).await;
        let again = page().await;
        assert!(!again.is_answered && again.chosen.is_empty() && !again.is_open, "{:?}", again.chosen);
        rate(&desk, &cast, &number, "5").await;
        assert_eq!(page().await.chosen.get(SCORE).map(String::as_str), Some("5"));
        at(&desk, 8 * DAY_MS).await;
        assert_eq!(status(&desk, &cast, &number).await, Status::Closed);
        assert!(page().await.is_answered, "closing solves nothing anew");
    }
}

fn named(v: &Viewer) -> Named {
    Named { id: v.person_id.clone(), name: v.name.clone() }
}

/// How often the request was opened again.
async fn reopenings(desk: &Desk, cast: &Cast, number: &str) -> usize {
    let page = tickets::page(&desk.b, &cast.agent, number).await.unwrap();
    let opens = |entry: &&EntryView| matches!(entry.body, Body::Status { to: Status::Open, .. });
    page.entries.iter().filter(opens).count()
}

#[tokio::test]
async fn a_bad_score_on_a_closed_request_begins_another_once() {
    const REQUESTS: &str = "SELECT COUNT(*) FROM tickets";
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        reply(&desk, &cast, &number, AfterReply::Solve).await;
        at(&desk, 7 * DAY_MS).await;
        assert_eq!(status(&desk, &cast, &number).await, Status::Closed);
        rate(&desk, &cast, &number, "4").await;
        assert_eq!(desk.number(REQUESTS).await, 1);
        let page = asked(&desk, &cast.ana, &number, "", Some(SurveyKind::Solved)).await.unwrap();
        assert_eq!(page.carried_on, None);
        rate(&desk, &cast, &number, "1").await;
        rate(&desk, &cast, &number, "2").await;
        assert_eq!(status(&desk, &cast, &number).await, Status::Closed);
        assert_eq!(desk.number(REQUESTS).await, 2);
        let ticket = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        assert!(ticket.promises.iter().all(|promise| promise.clock.state != ClockState::Running));
        let next = ticket.entries.iter().find_map(|entry| match &entry.body {
            Body::FollowUp { number, of: false } => Some(number.clone()),
            _ => None,
        });
        let page = asked(&desk, &cast.ana, &number, "", Some(SurveyKind::Solved)).await.unwrap();
        assert_eq!(page.carried_on, next, "the page names it");
        let next = tickets::page(&desk.b, &cast.lead, &next.unwrap()).await.unwrap();
        let said = next.entries.iter().any(|entry| match &entry.body {
            Body::Created { text, .. } => text.contains("1 of 5") && text.contains("It still prints blank"),
            _ => false,
        });
        assert!(said && next.status == Status::New, "{:?}", next.entries);
        assert!(!notices(&desk, &cast.lead).await.is_empty());
    }
}

#[tokio::test]
async fn how_it_went_is_asked_only_of_what_was_solved() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let page = asked(&desk, &cast.ana, &number, "", Some(SurveyKind::Solved)).await.unwrap();
        assert_eq!(page.kind, SurveyKind::Open);
        let said = fields(&[(SCORE, "1")]);
        let early = surveys::answer(&desk.b, &cast.ana, &number, "", SurveyKind::Solved, &said).await;
        assert!(matches!(refusal(early), Error::Invalid(_)), "nobody has solved it");
        solve(&desk, &cast, &number).await;
        let page = asked(&desk, &cast.ana, &number, "", Some(SurveyKind::Open)).await.unwrap();
        assert_eq!(page.kind, SurveyKind::Solved, "it was solved since the mail asked");
    }
}

#[tokio::test]
async fn what_presses_more_calls_the_team_by_mail_and_owes_a_reply() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        reply(&desk, &cast, &number, AfterReply::Wait).await;
        let said = fields(&[(PRESSURE, "more")]);
        surveys::answer(&desk.b, &cast.ana, &number, "", SurveyKind::Open, &said).await.unwrap();
        let ticket = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        assert_eq!(ticket.status, Status::Open);
        let owed = ticket.promises.iter().find(|promise| promise.kind == PromiseKind::NextReply).unwrap();
        assert_eq!(owed.clock.state, ClockState::Running);
        let told = notices(&desk, &cast.lead).await;
        assert_eq!(told[0].kind(), NoticeKind::MoreUrgent, "which comes by mail unless one chose otherwise");
    }
}

#[tokio::test]
async fn the_mail_of_one_request_opens_no_other() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let (number, other) =
            (desk.request(&cast.ana, "Blank labels").await, desk.request(&cast.bo, "Scanner").await);
        solve(&desk, &cast, &number).await;
        at(&desk, HOUR_MS).await;
        let (token, visitor) = (token(&desk).await, Viewer::visitor(Lang::En));
        assert!(open(&desk, &visitor, &number, &token).await.is_ok());
        assert_eq!(open(&desk, &visitor, &other, &token).await, Err(Error::NotFound));
        assert_eq!(open(&desk, &visitor, &number, "").await, Err(Error::SignIn));
        assert_eq!(open(&desk, &cast.bo, &number, "").await, Err(Error::NotFound));
        assert_eq!(open(&desk, &cast.agent, &number, "").await, Err(Error::Forbidden));
        let forged: String = token.chars().rev().collect();
        assert_eq!(open(&desk, &visitor, &number, &forged).await, Err(Error::NotFound));
        // Opening the page, as a scanner of links does, records nothing.
        let linked = fields(&[(SCORE, "1")]);
        surveys::page(&desk.b, &visitor, &number, &token, None, linked).await.unwrap();
        assert_eq!(desk.number("SELECT COUNT(*) FROM entries WHERE kind = 'survey_answered'").await, 0);
        // What the token shows is who asks, nothing more.
        assert_eq!(refusal(tickets::request(&desk.b, &visitor, &number).await), Error::SignIn);
        let said = fields(&[(NEXT, "no")]);
        let wrong = surveys::answer(&desk.b, &visitor, &number, &token, SurveyKind::Open, &said).await;
        assert!(matches!(refusal(wrong), Error::Invalid(_)), "it is solved");
        let clerk = desk.person(Role::Customer, "clerk@elsewhere.example").await;
        let theirs = fields(&[(SCORE, "4")]);
        surveys::answer(&desk.b, &clerk, &number, &token, SurveyKind::Solved, &theirs).await.unwrap();
        let page = tickets::page(&desk.b, &cast.agent, &number).await.unwrap();
        let answered = page.entries.iter().find(|entry| matches!(entry.body, Body::SurveyAnswered { .. }));
        assert_eq!(answered.unwrap().author_name, cast.ana.name, "the mail was hers");
    }
}

#[tokio::test]
async fn who_has_unsubscribed_by_mail_is_not_asked() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        let raw =
            b"From: Ana <ana@quill.example>\r\nTo: support@desk.example\r\nSubject: unsubscribe\r\n\r\n";
        let arrival = Arrival { mailbox: String::new(), uid: None, raw: Bytes::from_static(raw) };
        inbound::take(&desk.b, arrival).await.unwrap();
        solve(&desk, &cast, &number).await;
        at(&desk, HOUR_MS).await;
        assert_eq!(desk.number(MAILS).await, 0);
    }
}

#[tokio::test]
async fn whoever_has_just_written_is_not_asked_how_it_stands() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        desk.clock.set(Instant(START.0 + 7 * DAY_MS - HOUR_MS));
        let again = Command::MoreUrgent { reason: "Trucks wait".into() };
        tickets::change(&desk.b, &cast.ana, &number, None, again).await.unwrap();
        at(&desk, 7 * DAY_MS).await;
        assert_eq!(desk.number(MAILS).await, 0, "they wait for an answer, not for a question");
        at(&desk, 8 * DAY_MS - HOUR_MS).await;
        assert_eq!(desk.number(MAILS).await, 1, "nobody answered for a day");
    }
}

#[tokio::test]
async fn the_same_answer_twice_is_one() {
    for desk in desks().await {
        let cast = desk.cast().await;
        let number = desk.request(&cast.ana, "Blank labels").await;
        solve(&desk, &cast, &number).await;
        at(&desk, HOUR_MS).await;
        rate(&desk, &cast, &number, "1").await;
        rate(&desk, &cast, &number, "1").await;
        let answered = "SELECT COUNT(*) FROM entries WHERE kind = 'survey_answered'";
        assert_eq!(desk.number(answered).await, 1);
        assert_eq!(notices(&desk, &cast.lead).await.len(), 1);
        rate(&desk, &cast, &number, "5").await;
        assert_eq!(desk.number(answered).await, 2, "another one counts");
    }
}
