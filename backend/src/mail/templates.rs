//! The words of outgoing mail, as admins change them: every saving is a version, the newest decides, and a mail can be
//! seen and sent to oneself before anybody else gets it.

use domain::Viewer;
use domain::access::Action;
use domain::outbox::MailKind;
use domain::outbox::digest::{self, Digest};
use domain::outbox::template::{Preview, Template, TemplateKey, TemplateView};
use domain::settings::Saved;
use domain::tickets::{PlanStep, Turn};
use domain::time::{HOUR_MS, Instant};
use domain::words::{self, Lang, fill, outgoing};

use super::outbox::{self, Mail};
use super::readers::Reader;
use super::{layout, setup};
use crate::access::in_person;
use crate::audit::{self, Deed};
use crate::db::{Conn, q};
use crate::stamps::Stamper;
use crate::{Backend, Failure, Outcome, row};

const NEWEST: &str = "SELECT t.version, t.body, t.created_at, p.name AS changed_by FROM mail_templates t
  LEFT JOIN people p ON p.id = t.changed_by WHERE t.key = $1 AND t.lang = $2 ORDER BY t.version DESC LIMIT 1";
const VERSIONS: &str = "SELECT t.version, t.body, t.created_at, p.name AS changed_by FROM mail_templates t
  LEFT JOIN people p ON p.id = t.changed_by WHERE t.key = $1 AND t.lang = $2 ORDER BY t.version DESC LIMIT 50";
const KEEP: &str = "INSERT INTO mail_templates (key, lang, version, body, created_at, changed_by)
  SELECT $1, $2, CAST($3 AS BIGINT), $4, $5, $6
  WHERE COALESCE((SELECT MAX(version) FROM mail_templates WHERE key = $1 AND lang = $2), 0) = CAST($3 AS BIGINT) - 1
  ON CONFLICT (key, lang, version) DO NOTHING";

row! { struct Line { version: i64, body: String, created_at: i64, changed_by: Option<String> } }

/// Every text in every language, with what was made of it last.
///
/// # Errors
/// `Forbidden`.
pub async fn templates(b: &Backend, v: &Viewer) -> Outcome<Vec<TemplateView>> {
    in_person(v, Action::EditMail)?;
    let mut conn = b.db.read().await?;
    let mut views = Vec::new();
    for key in TemplateKey::ALL {
        for lang in Lang::ALL {
            views.push(newest(&mut conn, b, v, *key, lang).await?);
        }
    }
    Ok(views)
}

/// The versions of one text, newest first; the last is the one that came with the desk.
///
/// # Errors
/// `Forbidden`.
pub async fn template_versions(
    b: &Backend,
    v: &Viewer,
    key: TemplateKey,
    lang: Lang,
) -> Outcome<Vec<TemplateView>> {
    in_person(v, Action::EditMail)?;
    let query = q(VERSIONS).bind(key.code()).bind(lang.code());
    let lines: Vec<Line> = query.all(&mut b.db.read().await?).await?;
    let kept = lines.into_iter().map(|line| view(b, v, key, lang, line));
    kept.chain([Ok(built_in(key, lang))]).collect()
}

/// The text that came with the desk.
fn built_in(key: TemplateKey, lang: Lang) -> TemplateView {
    TemplateView { key, lang, version: 0, template: outgoing::template(lang, key), changed: None }
}

async fn newest(
    conn: &mut Conn,
    b: &Backend,
    v: &Viewer,
    key: TemplateKey,
    lang: Lang,
) -> Outcome<TemplateView> {
    match q(NEWEST).bind(key.code()).bind(lang.code()).opt(conn).await? {
        Some(line) => view(b, v, key, lang, line),
        None => Ok(built_in(key, lang)),
    }
}

fn view(b: &Backend, v: &Viewer, key: TemplateKey, lang: Lang, line: Line) -> Outcome<TemplateView> {
    let at = Stamper::new(v, b.clock.now()).stamp(Instant(line.created_at));
    Ok(TemplateView {
        key,
        lang,
        version: line.version,
        template: serde_json::from_str(&line.body)?,
        changed: Some((line.changed_by.unwrap_or_default(), at)),
    })
}

/// Keeps `template` as the newest version, for mails written from now on. `seen` is the version that the admin had before
/// them; 0: the text that came with the desk.
///
/// # Errors
/// `Forbidden`; `Invalid` as [`Template::checked`] says; `Conflict` when somebody else changed it meanwhile.
pub async fn save_template(
    b: &Backend,
    v: &Viewer,
    key: TemplateKey,
    lang: Lang,
    seen: i64,
    template: Template,
) -> Outcome<Saved> {
    in_person(v, Action::EditMail)?;
    let id = format!("{} {}", key.code(), lang.code());
    let entry = audit::Entry::new(b, Some(v), Deed::MailTextSaved, &id);
    let keep = q(KEEP)
        .bind(key.code())
        .bind(lang.code())
        .bind(seen + 1)
        .bind(serde_json::to_string(&template.checked(key)?)?)
        .bind(b.clock.now().0)
        .bind(v.person_id.as_str());
    b.db.write(move |tx| {
        let (keep, entry) = (keep.clone(), entry.clone());
        Box::pin(async move {
            if keep.exec(tx).await? == 0 {
                return Err(Failure::Refused(domain::Error::Conflict(Vec::new())));
            }
            audit::record(tx, &entry).await.map_err(Failure::from)
        })
    })
    .await?;
    b.directory_cache.forget();
    Ok(Saved { id, version: seen + 1 })
}

/// The mail that `template` makes of an invented ticket, as its reader sees it.
///
/// # Errors
/// `Forbidden`, and what [`Template::checked`] finds.
pub async fn preview(
    b: &Backend,
    v: &Viewer,
    key: TemplateKey,
    lang: Lang,
    template: Template,
) -> Outcome<Preview> {
    in_person(v, Action::EditMail)?;
    let (subject, body) = example(b, v, key, lang, &template.checked(key)?).await?;
    let base_url = &b.settings.base_url;
    Ok(Preview { subject, text: layout::plain(&body, base_url), html: layout::html(&body, lang, base_url) })
}

/// Sends that mail to the viewer's own address.
///
/// # Errors
/// As [`preview`].
pub async fn send_test(
    b: &Backend,
    v: &Viewer,
    key: TemplateKey,
    lang: Lang,
    template: Template,
) -> Outcome<()> {
    in_person(v, Action::EditMail)?;
    let (subject, body) = example(b, v, key, lang, &template.checked(key)?).await?;
    let subject = fill(outgoing::pieces(lang).test_subject, &[("subject", &subject)]);
    let mail = Mail { name: v.name.clone(), ..Mail::new(b, MailKind::Test, lang, &v.email, (subject, body)) };
    let desk = b.clone();
    b.db.write(move |tx| {
        let (desk, mail) = (desk.clone(), mail.clone());
        Box::pin(async move { outbox::enqueue(tx, &desk, &mail).await })
    })
    .await
}

/// Subject and body about a ticket that nobody has.
async fn example(
    b: &Backend,
    v: &Viewer,
    key: TemplateKey,
    lang: Lang,
    template: &Template,
) -> Outcome<(String, String)> {
    let (directory, now) = (b.directory().await?, b.clock.now());
    let (w, s) = (outgoing::pieces(lang), outgoing::samples(lang));
    let reader = Reader {
        person_id: v.person_id.clone(),
        name: v.name.clone(),
        address: v.email.clone(),
        lang,
        time_zone: v.time_zone.clone(),
        has_page: true,
    };
    let at = reader.time(now.plus_ms(4 * HOUR_MS));
    let base = &b.settings.base_url;
    let plan = [
        PlanStep { text: s.step.to_owned(), turn: Turn::Us, done: false },
        PlanStep { text: s.other_step.to_owned(), turn: Turn::You, done: false },
    ];
    let articles = [(s.article.to_owned(), format!("{base}/help"))];
    let digest = example_digest(lang);
    let is_passed = key == TemplateKey::Passed;
    let signature = setup::signature(&directory, Some(&v.person_id), &v.name);
    let values = [
        ("name", v.name.clone()),
        ("number", "CW-10001".to_owned()),
        ("subject", s.subject.to_owned()),
        ("url", format!("{base}{}", page(key))),
        ("message", if is_passed { s.passed } else { s.message }.to_owned()),
        ("author", s.author.to_owned()),
        ("summary", words::digest::summary(lang, &digest)),
        ("work", words::digest::work(lang, &digest)),
        ("desk", words::digest::desk(lang, digest.desk)),
        ("plan", outgoing::plan(lang, &plan)),
        ("contact", fill(w.contact, &[("at", &at)])),
        ("promise", fill(w.promise, &[("at", &at)])),
        ("solved", if key == TemplateKey::Reply { String::new() } else { w.solved.to_owned() }),
        ("articles", outgoing::articles(lang, &articles)),
        ("notice", s.notice.to_owned()),
        ("question", s.question.to_owned()),
        ("signature", signature),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(place, value)| (*place, value.as_str())).collect();
    Ok(template.fill(&values))
}

/// Where the reader of such a mail goes on.
fn page(key: TemplateKey) -> &'static str {
    match key {
        TemplateKey::Digest => "/desk/v/mine",
        TemplateKey::Alarm => "/desk/t/CW-10001",
        _ => "/requests/CW-10001",
    }
}

fn example_digest(lang: Lang) -> Digest {
    let s = outgoing::samples(lang);
    let line = |number: &str, due: &str| digest::Line {
        number: number.to_owned(),
        subject: s.subject.to_owned(),
        due: due.to_owned(),
        url: format!("/desk/t/{number}"),
    };
    Digest {
        missed: vec![line("CW-10001", s.due)],
        unanswered: vec![line("CW-10002", "")],
        open: 2,
        desk: Some(digest::Desk { made: 12, solved: 10, missed: 1, unassigned: 3 }),
        ..Digest::default()
    }
}
