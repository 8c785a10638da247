//! Editing calendars and policies: versions, two admins at once, refusals, the preview, and open tickets that follow in
//! the background, across restarts and nodes.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod common;

use backend::promises::{check, preview, recount, timers};
use backend::{settings, tickets};
use common::desk::{Cast, Desk, START, desks, refusal};
use domain::Viewer;
use domain::access::Role;
use domain::contracts::{ContractDraft, Ending};
use domain::error::{Error, Problem};
use domain::promises::PromiseKind;
use domain::promises::calendar::{Calendar, Week, Window};
use domain::promises::countdown::{ClockFace, Length};
use domain::promises::policy::{Policy, PolicyRow, Shown, Target, Targets, Unit};
use domain::settings::{CalendarDraft, Draft, MoveLine, PolicyDraft, Preview, Saved};
use domain::tickets::decide::{AfterReply, Command};
use domain::tickets::entry::{Body, PolicyReason};
use domain::time::Instant;

const HOUR: i64 = 3_600_000;
/// Longer than any node keeps what it has read of the settings.
const SETTLED: i64 = 10_000;
const CHANGED: &str = "SELECT COUNT(*) FROM entries WHERE kind = 'calendar_changed'";

/// Monday to Friday, 09:00 to 17:00 in UTC. The tests' clock begins on a Saturday at ten.
fn office_hours() -> Calendar {
    let week = Week::workdays(&[Window::new("09:00", "17:00")]);
    Calendar { timezone: "Etc/UTC".into(), week, ..Calendar::default() }
}

fn calendar_draft(id: &str, seen: i64, calendar: Calendar) -> CalendarDraft {
    CalendarDraft { id: id.into(), seen, name: "Office".into(), archived: false, calendar }
}

/// A fix within eight opening hours, a first reply within four plain ones.
fn policy_of(calendar: &str) -> Policy {
    let targets = Targets {
        first_reply: Some(Target::new(4, Unit::Hours)),
        resolution: Some(Target::new(8, Unit::BusinessHours)),
        ..Targets::default()
    };
    Policy {
        calendar: Some(calendar.into()),
        rows: vec![PolicyRow { ticket_type: None, priority: None, targets }],
        ..Policy::default_policy()
    }
}

fn new_only(policy: Policy) -> PolicyDraft {
    let is_default = policy.id == "default";
    PolicyDraft { policy, tier: String::new(), is_default, apply: false }
}

/// A desk whose default policy counts in an office calendar, and its admin.
struct Office {
    desk: Desk,
    cast: Cast,
    admin: Viewer,
    calendar: String,
}

async fn offices() -> Vec<Office> {
    let mut offices = Vec::new();
    for desk in desks().await {
        let cast = desk.cast().await;
        let admin = desk.person(Role::Admin, "ada@desk.example").await;
        let draft = calendar_draft("", 0, office_hours());
        let calendar = settings::save_calendar(&desk.b, &admin, &draft).await.expect("a calendar").id;
        settings::save_policy(&desk.b, &admin, &new_only(policy_of(&calendar))).await.expect("a policy");
        offices.push(Office { desk, cast, admin, calendar });
    }
    offices
}

impl Office {
    fn at(&self, ms: i64) {
        self.desk.clock.set(Instant(START.0 + ms));
    }

    async fn requests(&self, n: usize) -> Vec<String> {
        let mut numbers = Vec::new();
        for _ in 0..n {
            numbers.push(self.desk.request(&self.cast.ana, "Blank labels").await);
        }
        numbers
    }

    async fn save(&self, draft: &CalendarDraft) -> Saved {
        settings::save_calendar(&self.desk.b, &self.admin, draft).await.expect("a version")
    }

    /// Closed on Monday, the first day on which the office would open.
    fn closed_monday(&self) -> CalendarDraft {
        let calendar = Calendar { holidays: vec!["2026-11-23".into()], ..office_hours() };
        calendar_draft(&self.calendar, 1, calendar)
    }

    async fn due(&self, number: &str, kind: PromiseKind) -> Option<Instant> {
        let page = tickets::page(&self.desk.b, &self.cast.lead, number).await.expect("the page");
        page.promises.iter().find(|own| own.kind == kind).and_then(|own| own.clock.due)
    }

    async fn recount(&self) -> usize {
        let mut steps = 0;
        while recount::step(&self.desk.b).await.expect("a step") {
            steps += 1;
        }
        steps
    }

    async fn look(&self, draft: &Draft) -> Preview {
        let mut all = Preview { next: Some(String::new()), ..Preview::default() };
        while let Some(after) = all.next.take() {
            let part = preview(&self.desk.b, &self.admin, draft, &after).await.expect("a preview");
            all.behind += part.behind;
            all.looked += part.looked;
            all.moved += part.moved;
            all.seen += part.seen;
            all.rows.extend(part.rows);
            all.next = part.next;
        }
        all
    }

    /// Every stored promise is what a replay of the entries gives.
    async fn agrees(&self) {
        let checked = check::replay_all(&self.desk.b).await.expect("a replay");
        assert!(checked.differing.is_empty(), "{:?}", checked.differing);
    }
}

fn problems(error: Error) -> Vec<(String, Problem)> {
    let Error::Invalid(fields) = error else { panic!("{error:?}") };
    fields.into_iter().map(|field| (field.field, field.problem)).collect()
}

fn monday(hour: i64) -> Instant {
    // Saturday ten o'clock to Monday midnight are 38 hours.
    Instant(START.0 + (38 + hour) * HOUR)
}

#[tokio::test]
async fn a_holiday_added_moves_open_tickets_in_the_background_and_says_so() {
    for office in offices().await {
        let numbers = office.requests(45).await;
        let fix = PromiseKind::Resolution;
        assert_eq!(office.due(&numbers[0], fix).await, Some(monday(17)));
        office.at(HOUR);
        let solved =
            Command::Reply { text: "Done".into(), after: AfterReply::Solve, plan: None, next_contact: None };
        tickets::change(&office.desk.b, &office.cast.agent, &numbers[1], None, solved).await.expect("solved");
        let previewed = office.look(&Draft::Calendar(Box::new(office.closed_monday()))).await;
        assert_eq!((previewed.behind, previewed.looked, previewed.moved), (44, 44, 44));
        office.save(&office.closed_monday()).await;
        assert!(!recount::step(&office.desk.b).await.expect("a step"), "every node has to know of it first");
        let begun = recount::recounts(&office.desk.b, &office.cast.manager).await.expect("progress");
        assert_eq!((begun[0].done, begun[0].total, begun[0].ended), (0, 44, false));
        office.at(HOUR + SETTLED);
        office.recount().await;
        let ended = recount::recounts(&office.desk.b, &office.cast.manager).await.expect("progress");
        assert_eq!((ended[0].done, ended[0].moved, ended[0].ended), (44, 44, true));
        assert_eq!(office.due(&numbers[0], fix).await, Some(Instant(monday(17).0 + 24 * HOUR)));
        assert_eq!(office.desk.number(CHANGED).await, 44, "what is solved stays as it was");
        let page = tickets::page(&office.desk.b, &office.cast.lead, &numbers[0]).await.expect("the page");
        let entry = page
            .entries
            .iter()
            .find(|entry| matches!(entry.body, Body::CalendarChanged { .. }))
            .expect("an entry");
        assert_eq!(entry.due.as_ref().expect("words").text, "Fix from Monday, 17:00 to Tuesday, 17:00");
        assert_eq!(previewed.rows.len(), 44, "every one of them");
        assert!(previewed.rows.iter().all(|row| numbers.contains(&row.number)));
        office.agrees().await;
    }
}

#[tokio::test]
async fn a_recount_goes_on_after_a_restart_and_on_two_nodes_and_each_ticket_follows_once() {
    for office in offices().await {
        office.requests(90).await;
        office.at(1);
        office.save(&office.closed_monday()).await;
        office.at(SETTLED + 1);
        assert!(recount::step(&office.desk.b).await.expect("a step"));
        let halfway = office.desk.number(CHANGED).await;
        assert!((1..90).contains(&halfway), "{halfway}");
        // The first node is gone; two others go on.
        let (second, _a) = office.desk.another_node().await;
        let (third, _b) = office.desk.another_node().await;
        loop {
            let (one, two) = tokio::join!(recount::step(&second), recount::step(&third));
            if !one.expect("a step") && !two.expect("a step") {
                break;
            }
        }
        assert_eq!(office.desk.number(CHANGED).await, 90);
        let twice = "SELECT COUNT(*) FROM (SELECT ticket_id FROM entries WHERE kind = 'calendar_changed'
          GROUP BY ticket_id HAVING COUNT(*) > 1) AS twice";
        assert_eq!(office.desk.number(twice).await, 0);
        office.agrees().await;
    }
}

#[tokio::test]
async fn what_another_node_promised_by_the_old_hours_is_put_right() {
    for office in offices().await {
        let (late, _data) = office.desk.another_node().await;
        late.directory().await.expect("the settings as they were");
        office.save(&office.closed_monday()).await;
        let requester = tickets::Requester::Myself;
        let new = common::desk::new_ticket("In between");
        let number =
            tickets::create(&late, &office.cast.ana, &requester, new).await.expect("a ticket").number;
        assert_eq!(office.due(&number, PromiseKind::Resolution).await, Some(monday(17)));
        office.at(SETTLED);
        office.recount().await;
        assert_eq!(office.due(&number, PromiseKind::Resolution).await, Some(monday(17 + 24)));
        office.agrees().await;
    }
}

#[tokio::test]
async fn verdicts_that_were_given_stay_and_what_turns_late_is_missed_now_and_rings() {
    for office in offices().await {
        let numbers = office.requests(1).await;
        // The first reply was missed on Saturday; by Monday 12:30 the fix has half its time left.
        office.desk.clock.set(monday(12));
        while timers::wake_due(&office.desk.b).await.expect("timers") > 0 {}
        let missed = "SELECT COUNT(*) FROM entries WHERE kind = 'promise_missed'";
        assert_eq!(office.desk.number(missed).await, 1);
        let longer = Calendar { week: Week::every_day(&[Window::new("00:00", "24:00")]), ..office_hours() };
        let draft = calendar_draft(&office.calendar, 1, longer);
        let seen = office.look(&Draft::Calendar(Box::new(draft.clone()))).await;
        let is_fix = |line: &&MoveLine| line.promise == PromiseKind::Resolution;
        assert!(seen.rows[0].moves.iter().find(is_fix).expect("a fix").is_past, "it is said before");
        office.save(&draft).await;
        office.desk.clock.set(monday(12).plus_ms(SETTLED));
        office.recount().await;
        assert_eq!(office.desk.number(missed).await, 2, "eight hours of Saturday have passed");
        let page = tickets::page(&office.desk.b, &office.cast.lead, &numbers[0]).await.expect("the page");
        let fix = page.promises.iter().find(|own| own.kind == PromiseKind::Resolution).expect("a fix");
        assert_eq!(fix.due.as_ref().map(|stamp| stamp.at), Some(Instant(START.0 + 8 * HOUR)));
        let late = fix.late_since.as_ref().expect("nobody was promised that time").at;
        assert!(late >= monday(12) && late <= page.now, "late since it was changed");
        let reading = fix.clock.at(late.plus_ms(HOUR / 6));
        assert_eq!((reading.state, reading.length), (ClockFace::Missed, Length::Minutes(10)));
        assert!(!reading.is_opening_time);
        while timers::wake_due(&office.desk.b).await.expect("timers") > 0 {
            office.desk.clock.set(office_now(&office).plus_ms(1));
        }
        let rang = "SELECT COUNT(*) FROM alarms WHERE key LIKE 'resolution/%'";
        assert_eq!(office.desk.number(rang).await, 1, "the alarm of the new miss");
        office.agrees().await;
    }
}

fn office_now(office: &Office) -> Instant {
    office.desk.b.clock.now()
}

#[tokio::test]
async fn of_two_admins_the_second_is_refused_and_sees_who_was_first() {
    for office in offices().await {
        let other = office.desk.person(Role::Admin, "bea@desk.example").await;
        office.save(&office.closed_monday()).await;
        let late = calendar_draft(
            &office.calendar,
            1,
            Calendar { yearly_holidays: vec!["12-25".into()], ..office_hours() },
        );
        let refused = refusal(settings::save_calendar(&office.desk.b, &other, &late).await);
        assert_eq!(refused, Error::Conflict(Vec::new()));
        let versions =
            settings::calendar_history(&office.desk.b, &other, &office.calendar).await.expect("versions");
        assert_eq!((versions[0].version, versions[0].by.as_deref()), (2, Some("ada")));
        let changes: Vec<&str> = versions[0].changes.iter().map(|line| line.what.as_str()).collect();
        assert_eq!(changes, ["23 Nov 2026"]);
        let policy = Policy { version: 2, ..policy_of(&office.calendar) };
        let renamed = new_only(Policy { name: "Standard".into(), ..policy.clone() });
        settings::save_policy(&office.desk.b, &office.admin, &renamed).await.expect("a version");
        let refused = refusal(
            settings::save_policy(
                &office.desk.b,
                &other,
                &new_only(Policy { name: "Mine".into(), ..policy }),
            )
            .await,
        );
        assert_eq!(refused, Error::Conflict(Vec::new()));
        let versions = settings::policy_history(&office.desk.b, &other, "default").await.expect("versions");
        assert_eq!((versions[0].version, versions[0].changes[0].is.as_str()), (3, "Standard"));
    }
}

#[tokio::test]
async fn bad_calendars_and_policies_are_refused_at_their_fields() {
    for office in offices().await {
        let (b, admin) = (&office.desk.b, &office.admin);
        let save = async |calendar: Calendar| {
            let draft = CalendarDraft { name: "Other".into(), ..calendar_draft("", 0, calendar) };
            problems(refusal(settings::save_calendar(b, admin, &draft).await))
        };
        let never = Calendar { week: Week::default(), ..office_hours() };
        assert_eq!(save(never).await, [("week".to_owned(), Problem::NeverOpen)]);
        let nowhere = Calendar { timezone: "Mars/Base".into(), ..office_hours() };
        assert_eq!(save(nowhere).await, [("timezone".to_owned(), Problem::NotAZone)]);
        let odd = Week { tue: vec![Window::new("9", "17:00")], ..office_hours().week };
        assert_eq!(
            save(Calendar { week: odd, ..office_hours() }).await,
            [("week.tue[0]".to_owned(), Problem::NotAClock)]
        );
        let archived =
            CalendarDraft { archived: true, ..calendar_draft(&office.calendar, 1, office_hours()) };
        let refused = problems(refusal(settings::save_calendar(b, admin, &archived).await));
        assert_eq!(refused, [("archived".to_owned(), Problem::StillUsed("Default".into()))]);
        let policy = Policy { version: 2, rows: vec![], ..policy_of(&office.calendar) };
        let refused = problems(refusal(settings::save_policy(b, admin, &new_only(policy.clone())).await));
        assert_eq!(refused, [("rows".to_owned(), Problem::NoTargets)]);
        let unknown = Policy { version: 2, ..policy_of("gone") };
        let refused = problems(refusal(settings::save_policy(b, admin, &new_only(unknown)).await));
        assert_eq!(refused, [("calendar".to_owned(), Problem::NotAChoice)]);
        for viewer in [&office.cast.manager, &office.cast.agent, &office.cast.ana] {
            let refused = refusal(settings::save_calendar(b, viewer, &office.closed_monday()).await);
            assert_eq!(refused, Error::Forbidden);
            assert_eq!(
                refusal(settings::save_policy(b, viewer, &new_only(policy.clone())).await),
                Error::Forbidden
            );
        }
        assert_eq!(office.desk.number("SELECT COUNT(*) FROM audit WHERE action = 'calendar.saved'").await, 1);
    }
}

#[tokio::test]
async fn an_edited_policy_is_for_new_tickets_unless_it_is_applied_and_the_preview_keeps_its_word() {
    for office in offices().await {
        let numbers = office.requests(3).await;
        let mut policy = Policy { version: 2, ..policy_of(&office.calendar) };
        policy.rows[0].targets.resolution = Some(Target::new(2, Unit::BusinessHours));
        policy.rows[0].targets.first_reply = None;
        let draft = new_only(policy);
        let previewed = office.look(&Draft::Policy(draft.clone())).await;
        assert_eq!((previewed.looked, previewed.moved, previewed.rows.len()), (3, 3, 3));
        let told: Vec<(PromiseKind, Option<Instant>)> = previewed.rows[0]
            .moves
            .iter()
            .map(|line| (line.promise, line.to.as_ref().map(|stamp| stamp.at)))
            .collect();
        settings::save_policy(&office.desk.b, &office.admin, &draft).await.expect("a version");
        office.at(SETTLED);
        assert_eq!(office.recount().await, 0);
        assert_eq!(office.due(&numbers[0], PromiseKind::Resolution).await, Some(monday(17)));
        let late = office.desk.request(&office.cast.ana, "After the edit").await;
        assert_eq!(office.due(&late, PromiseKind::Resolution).await, Some(monday(11)));
        let mut again = draft.clone();
        (again.policy.version, again.apply) = (3, true);
        settings::save_policy(&office.desk.b, &office.admin, &again).await.expect("applied");
        office.at(2 * SETTLED);
        office.recount().await;
        assert_eq!(told.len(), 2);
        for (kind, to) in told {
            let due = office.due(&numbers[0], kind).await;
            assert_eq!(due.filter(|_| to.is_some()), to, "{kind:?} as it was shown");
        }
        let page = tickets::page(&office.desk.b, &office.cast.lead, &numbers[0]).await.expect("the page");
        let edited = page.entries.iter().any(|entry| {
            matches!(&entry.body, Body::PolicyChosen { reason: PolicyReason::Edited { by, moved }, .. } if by == "ada" && moved.len() == 2)
        });
        assert!(edited, "{:?}", page.entries);
        office.agrees().await;
    }
}

#[tokio::test]
async fn the_preview_says_what_customers_begin_and_cease_to_see() {
    for office in offices().await {
        office.requests(2).await;
        let mut policy = Policy { version: 2, ..policy_of(&office.calendar) };
        let before = policy.shown();
        policy.show(Shown::Nothing);
        let seen = |preview: Preview| {
            let rows: Vec<_> = preview.rows.into_iter().map(|row| (row.seen, row.moves.len())).collect();
            (preview.moved, preview.seen, rows)
        };
        let hidden = office.look(&Draft::Policy(new_only(policy.clone()))).await;
        assert_eq!(seen(hidden), (0, 2, vec![(Some((before, Shown::Nothing)), 0); 2]));
        policy.show(before);
        assert_eq!(seen(office.look(&Draft::Policy(new_only(policy))).await), (0, 0, vec![]));
    }
}

#[tokio::test]
async fn saving_without_a_change_makes_no_version_and_a_new_name_moves_nobody() {
    for office in offices().await {
        office.requests(1).await;
        let same = office.save(&calendar_draft(&office.calendar, 1, office_hours())).await;
        assert_eq!(same.version, 1);
        let renamed = CalendarDraft {
            name: "Front office".into(),
            ..calendar_draft(&office.calendar, 1, office_hours())
        };
        assert_eq!(office.save(&renamed).await.version, 2);
        office.at(SETTLED);
        assert_eq!(office.recount().await, 0);
        let page = settings::promises(&office.desk.b, &office.cast.agent).await.expect("the page");
        assert_eq!((page.calendars[0].name.as_str(), page.calendars[0].version), ("Front office", 2));
    }
}

#[tokio::test]
async fn holidays_are_read_for_admins_only_and_kept_as_they_are() {
    for office in offices().await {
        let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Spring\nDTSTART:20200501\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR";
        let read = settings::read_holidays(&office.desk.b, &office.admin, file).expect("holidays");
        assert_eq!(read.feed.days.len(), 7, "2025 to 2031");
        let calendar = Calendar { feeds: vec![read.feed], ..office_hours() };
        office.save(&calendar_draft(&office.calendar, 1, calendar.clone())).await;
        let page = settings::promises(&office.desk.b, &office.admin).await.expect("the page");
        assert_eq!(page.calendars[0].calendar, calendar);
        assert_eq!(
            refusal(settings::read_holidays(&office.desk.b, &office.cast.manager, file)),
            Error::Forbidden
        );
        let refused = problems(refusal(settings::read_holidays(&office.desk.b, &office.admin, "hello")));
        assert_eq!(refused, [("file".to_owned(), Problem::NotIcs)]);
    }
}

/// A contract of one's own organisation from November to the end of the year.
fn contract(organisation: &str, policy: &str) -> ContractDraft {
    ContractDraft {
        organisation: organisation.into(),
        name: "Gold support".into(),
        policy: policy.into(),
        starts: "2026-11-01".into(),
        ends: "2026-12-31".into(),
        hours: "40".into(),
        ..ContractDraft::default()
    }
}

#[tokio::test]
async fn a_contract_decides_for_new_tickets_until_its_last_day_and_then_its_fallback() {
    const ORGANISATION: &str = "INSERT INTO organisations (id, name, name_norm, time_zone, created_at)
      VALUES ('quill', 'Quill', 'quill', 'Etc/UTC', 0)";
    for office in offices().await {
        let (b, admin) = (&office.desk.b, &office.admin);
        office.desk.exec(ORGANISATION, vec![]).await;
        office.desk.exec("UPDATE people SET organisation_id = 'quill' WHERE name = 'ana'", vec![]).await;
        let policy = |name: &str| Policy {
            id: String::new(),
            version: 0,
            name: name.into(),
            ..policy_of(&office.calendar)
        };
        let gold = settings::save_policy(b, admin, &new_only(policy("Gold"))).await.expect("gold").id;
        let after = settings::save_policy(b, admin, &new_only(policy("After"))).await.expect("after").id;
        let draft = ContractDraft { fallback: after.clone(), ..contract("quill", &gold) };
        let saved = settings::save_contract(b, admin, &draft).await.expect("a contract");
        let page = settings::contracts(b, &office.cast.agent, "").await.expect("contracts");
        assert_eq!(page.rows[0].ending, Ending::Soon(41));
        assert_eq!(page.rows[0].draft, ContractDraft { id: saved.id.clone(), seen: 1, ..draft.clone() });

        let policies = "SELECT policy_id FROM tickets ORDER BY number";
        office.requests(1).await;
        // The last minute of the last day, and the first of the next.
        let year_end: Instant = "2026-12-31T23:59:00Z".parse().expect("a time");
        office.desk.clock.set(year_end);
        office.requests(1).await;
        office.desk.clock.set(year_end.plus_ms(60_000));
        office.requests(1).await;
        assert_eq!(office.desk.texts(policies).await, [gold.clone(), gold.clone(), after]);

        let edited = ContractDraft { id: saved.id.clone(), seen: 1, ends: String::new(), ..draft };
        settings::save_contract(b, admin, &edited).await.expect("a change");
        assert_eq!(refusal(settings::save_contract(b, admin, &edited).await), Error::Conflict(Vec::new()));
        office.requests(1).await;
        assert_eq!(office.desk.texts(policies).await[3], gold);
        let unknown = ContractDraft { policy: "gone".into(), ..contract("quill", &gold) };
        let refused = problems(refusal(settings::save_contract(b, admin, &unknown).await));
        assert_eq!(refused, [("policy".to_owned(), Problem::NotAChoice)]);
        assert_eq!(
            refusal(settings::save_contract(b, admin, &contract("nobody", &gold)).await),
            Error::NotFound
        );
        assert_eq!(
            refusal(settings::save_contract(b, &office.cast.manager, &edited).await),
            Error::Forbidden
        );
    }
}

#[tokio::test]
async fn a_tier_is_served_by_one_policy_and_one_serves_everybody_else() {
    const ORGANISATION: &str = "INSERT INTO organisations (id, name, name_norm, tier, time_zone, created_at)
      VALUES ('quill', 'Quill', 'quill', 'gold', 'Etc/UTC', 0)";
    for office in offices().await {
        let (b, admin) = (&office.desk.b, &office.admin);
        office.desk.exec(ORGANISATION, vec![]).await;
        office.desk.exec("UPDATE people SET organisation_id = 'quill' WHERE name = 'ana'", vec![]).await;
        let draft = |name: &str, tier: &str| {
            let new = Policy { id: String::new(), version: 0, ..policy_of(&office.calendar) };
            PolicyDraft { tier: tier.into(), ..new_only(Policy { name: name.into(), ..new }) }
        };
        let gold = settings::save_policy(b, admin, &draft("Gold", "gold")).await.expect("gold").id;
        let again =
            settings::save_policy(b, admin, &draft("Gold", "gold")).await.expect("its answer was lost");
        assert_eq!((again.id, again.version), (gold.clone(), 1));
        let other =
            PolicyDraft { policy: Policy { formal: true, ..draft("Gold", "").policy }, ..draft("Gold", "") };
        let taken = problems(refusal(settings::save_policy(b, admin, &other).await));
        assert_eq!(taken, [("name".to_owned(), Problem::Taken)]);
        let refused = problems(refusal(settings::save_policy(b, admin, &draft("Other", "gold")).await));
        assert_eq!(refused, [("tier".to_owned(), Problem::Taken)]);
        let all = PolicyDraft { is_default: true, ..draft("All", "") };
        let all = settings::save_policy(b, admin, &all).await.expect("all").id;
        let page = settings::promises(b, admin).await.expect("the page");
        let known = page.policies;
        let defaults = known.iter().filter(|own| own.is_default);
        let defaults: Vec<&str> = defaults.map(|own| own.policy.name.as_str()).collect();
        assert_eq!((defaults, &page.tiers), (vec!["All"], &vec!["gold".to_owned()]));
        office.requests(1).await;
        office.desk.request(&office.cast.bo, "Nobody's tier").await;
        let policies = office.desk.texts("SELECT policy_id FROM tickets ORDER BY number").await;
        assert_eq!(policies, [gold.clone(), all]);
        let page = settings::contracts(b, admin, "quill").await.expect("contracts");
        let (name, begun) = page.begun.expect("a draft");
        assert_eq!((name.as_str(), &begun.policy, begun.starts.as_str()), ("Quill", &gold, "2026-11-21"));
        // A newer version that serves no tier leaves it to the rest.
        let own = known.into_iter().find(|own| own.policy.id == gold).expect("gold");
        settings::save_policy(b, admin, &new_only(own.policy)).await.expect("a version");
        assert!(b.directory().await.expect("settings").tiers.is_empty());
    }
}
