//! The demo's help articles and known problems.

use domain::knowledge::Audience;
use domain::time::{DAY_MS, HOUR_MS, Instant};

use super::company::Company;
use super::content::{Content, ProblemText, UseText};
use super::pictures::Pictures;
use crate::db::{Tx, q};
use crate::files::{Kept, claim};
use crate::knowledge::{Draft, ProblemDraft, Rendered, save_article, save_problem};
use crate::{Failure, Ids, Outcome};

const USED: &str = "UPDATE articles SET views = $2, helped = $3, not_helped = $4, deflected = $5, review_on = $6 WHERE id = $1";
const REVIEWED: &str = "UPDATE article_versions SET review_on = $2 WHERE article_id = $1";
/// Weeks in which the articles have been read.
const WEEKS: i64 = 26;
/// One of so many readers says whether it helped.
const READERS_A_VOTE: i64 = 12;

/// Days from one article to the next older one, and to one that is being written.
const DAYS_APART: i64 = 5;
const DAYS_BEING_WRITTEN: i64 = 2;

/// The articles' files, each with `key: value` lines between `---` before its Markdown.
macro_rules! articles {
    ($($slug:literal)*) => { [$(include_str!(concat!("content/articles/", $slug, ".md"))),*] };
}

const ARTICLES: &[&str] = &articles! {
    "add-a-dock-printer"
    "add-a-site-to-your-contract"
    "add-an-aisle-or-locations"
    "api-key-rejected"
    "barcodes-do-not-scan"
    "battery-lasts-less-than-a-shift"
    "battery-report-is-empty"
    "block-and-release-stock"
    "characters-print-as-boxes"
    "choose-203-or-300-dpi"
    "collect-a-dx-200-driver-trace"
    "count-one-aisle-without-stopping-picking"
    "dock-is-slow-at-shift-change"
    "first-expired-first-out"
    "go-back-to-driver-7-3-9"
    "gold-night-line"
    "gs1-128-labels"
    "gtin-check-fails-when-receiving"
    "handhelds-log-out-every-20-minutes"
    "handhelds-lose-wifi-when-walking"
    "install-a-driver-on-one-dock"
    "label-service-ports-and-firewall"
    "label-shifts-to-one-side"
    "labels-print-blank-on-dx-200"
    "labels-print-slowly"
    "lock-handhelds-to-scan"
    "lot-numbers-on-returns"
    "merge-orders-imported-twice"
    "move-templates-between-sites"
    "new-scanners-do-not-show-up"
    "one-dock-fails-after-an-update"
    "order-import-file-is-rejected"
    "pair-a-handheld"
    "pause-retries-for-one-account"
    "picking-list-in-wrong-order"
    "plan-exports-and-carrier-codes"
    "prepare-for-dock-11-1"
    "print-a-test-label-from-the-printer"
    "printer-queue-stuck-after-power-cut"
    "put-away-suggests-a-full-location"
    "rate-limits-of-the-link-api"
    "read-a-label-print-log"
    "read-your-invoice"
    "receive-without-an-order"
    "release-a-stuck-wave"
    "reset-the-pin-on-a-handheld"
    "ring-scanner-disconnects"
    "roles-in-dock"
    "rotate-an-api-key"
    "scan-app-freezes-on-returns"
    "scanner-reads-some-barcodes-only"
    "ship-part-of-an-order"
    "short-picks"
    "sign-in-code-never-arrives"
    "sscc-and-pallet-labels"
    "stock-count-differs-from-export"
    "swap-a-broken-handheld"
    "template-fields-stay-empty"
    "test-page-works-but-labels-are-blank"
    "two-docks-share-one-printer-name"
    "undo-a-goods-receipt"
    "update-a-fleet-at-night"
    "webhook-signature-mismatch"
    "what-we-promise"
    "why-an-order-arrives-twice"
    "why-link-retries-an-import"
    "work-offline-with-scan"
};

/// Those that are not published yet.
const BEING_WRITTEN: &[&str] = &articles! {
    "labels-for-cold-rooms"
    "lend-a-handheld-to-another-site"
    "ask-for-a-copy-of-an-invoice"
    "print-labels-in-two-languages"
};

/// Everything to read, ready to be saved.
#[derive(Clone)]
pub(super) struct Library {
    articles: Vec<Shelved>,
    pub problems: Vec<ProblemDraft>,
    /// Slug and title of every article.
    pub titles: Vec<(String, String)>,
}

#[derive(Clone)]
struct Shelved {
    id: String,
    article: Rendered,
    at: Instant,
    owner_id: Option<String>,
    /// The text, when it shows pictures, with them.
    pictures: Option<(String, Vec<Kept>)>,
    /// Views, helped, not helped, deflected.
    used: [i64; 4],
    /// The day on which somebody should look at it again.
    review_on: Option<String>,
}

impl Library {
    /// Reads and renders everything.
    ///
    /// # Errors
    /// When an article lacks its head.
    pub fn read(
        content: &Content,
        company: &Company,
        pictures: &Pictures,
        ids: &dyn Ids,
        now: Instant,
    ) -> Outcome<Self> {
        let mut library = Self { articles: Vec::new(), problems: Vec::new(), titles: Vec::new() };
        let published = (2_i64..).map(|place| place * DAYS_APART).zip(ARTICLES);
        let written = (0_i64..).map(|place| place * DAYS_BEING_WRITTEN).zip(BEING_WRITTEN);
        for (days, text) in published.chain(written) {
            let at = now.plus_ms(-days * DAY_MS - 3 * HOUR_MS);
            let (text, shown) = pictures.placed(text);
            let head = Head::of(&text);
            let draft = head
                .and_then(|head| head.draft(company, ids.id(at)))
                .ok_or_else(|| Failure::broken("an article of the demo lacks its head"))?;
            let review_on = head.and_then(|head| head.review_on(now));
            library.titles.push((draft.slug.clone(), draft.title.clone()));
            let used = content.article_use.get(&draft.slug).map(|text| used(text, &draft.audience));
            let (id, owner_id) = (draft.id.clone(), draft.owner_id.clone());
            let pictures = (!shown.is_empty()).then(|| (draft.body.clone(), shown));
            let article = draft.rendered()?;
            library.articles.push(Shelved {
                id,
                article,
                at,
                owner_id,
                pictures,
                used: used.unwrap_or_default(),
                review_on,
            });
        }
        library.problems =
            content.problems.iter().map(|text| problem(text, ids.id(now.plus_ms(-9 * DAY_MS)))).collect();
        Ok(library)
    }

    /// Saves everything.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn save(&self, tx: &mut Tx, now: Instant) -> Outcome<()> {
        for shelved in &self.articles {
            shelved.save(tx).await?;
        }
        for problem in &self.problems {
            save_problem(tx, problem, now.plus_ms(-4 * HOUR_MS), None).await?;
        }
        Ok(())
    }

    /// Id of the problem called `number`.
    pub fn problem_id(&self, number: &str) -> Option<&str> {
        self.problems.iter().find(|problem| problem.number == number).map(|problem| problem.id.as_str())
    }

    /// A Markdown link to the article.
    pub fn link(&self, slug: &str) -> Option<String> {
        let (slug, title) = self.titles.iter().find(|(own, _)| own == slug)?;
        Some(format!("[{title}](/help/a/{slug})"))
    }
}

impl Shelved {
    async fn save(&self, tx: &mut Tx) -> Outcome<()> {
        save_article(tx, &self.article, self.at, self.owner_id.as_deref()).await?;
        let used = self.used.iter().fold(q(USED).bind(&self.id), |query, n| query.bind(*n));
        used.bind(&self.review_on).exec(tx).await?;
        q(REVIEWED).bind(&self.id).bind(&self.review_on).exec(tx).await?;
        if let (Some((text, pictures)), Some(owner)) = (&self.pictures, &self.owner_id) {
            for picture in pictures {
                picture.offer(tx, owner, self.at).await?;
            }
            claim(tx, &self.id, owner, text, self.at).await?;
        }
        Ok(())
    }
}

/// An article's file: what stands between its rules, and its Markdown.
#[derive(Clone, Copy)]
struct Head<'t> {
    lines: &'t str,
    body: &'t str,
}

impl<'t> Head<'t> {
    /// `None` when `text` does not begin with one.
    fn of(text: &'t str) -> Option<Self> {
        let (lines, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
        Some(Self { lines, body })
    }

    fn value(self, key: &str) -> Option<&'t str> {
        let mut lines = self.lines.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(own, _)| *own == key).map(|(_, value)| value.trim())
    }

    fn list(self, key: &str) -> Vec<String> {
        let words = self.value(key).unwrap_or_default().split(',').map(str::trim);
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    fn review_on(self, now: Instant) -> Option<String> {
        let days: i64 = self.value("review_in_days")?.parse().ok()?;
        Some(now.plus_ms(days * DAY_MS).utc_date().to_string())
    }

    /// The article; `None` when something that each one has is missing.
    fn draft(self, company: &Company, id: String) -> Option<Draft> {
        let owner = self.value("owner").and_then(|email| company.by_email(email));
        Some(Draft {
            id,
            slug: self.value("slug")?.to_owned(),
            title: self.value("title")?.to_owned(),
            problem: self.value("problem")?.to_owned(),
            body: self.body.trim().to_owned(),
            product_id: self.value("product").map(str::to_owned),
            topic: self.value("topic").map(str::to_owned),
            audience: Audience::parse(self.value("audience")?)?,
            state: self.value("state").unwrap_or("published").to_owned(),
            lang: "en".to_owned(),
            keywords: self.list("keywords"),
            versions: self.list("versions"),
            owner_id: owner.map(|owner| owner.viewer.person_id.clone()),
            source_url: None,
            licence: None,
        })
    }
}

/// What readers made of it. Only what customers read can spare them a request.
fn used(text: &UseText, audience: &Audience) -> [i64; 4] {
    let views = text.views_per_week * WEEKS;
    let votes = views / READERS_A_VOTE;
    let helped = votes * text.helped_percent / 100;
    let spared = text.views_per_week * text.helped_percent / 1_000;
    [views, helped, votes - helped, if *audience == Audience::Internal { 0 } else { spared }]
}

fn problem(text: &ProblemText, id: String) -> ProblemDraft {
    ProblemDraft {
        id,
        number: text.number.clone(),
        title: text.public_title.clone(),
        product_id: Some(text.product.clone()),
        versions: text.versions.clone(),
        state: text.state,
        is_public: true,
        public_note: text.public_note.clone(),
        workaround: text.workaround.clone(),
        internal_note: text.internal_note.clone(),
        tickets: 0,
    }
}
