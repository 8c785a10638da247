-- Articles as their authors have them: every version, how far each is, addresses that moved, and what readers missed.

-- `state` and `version` are what readers see. `head` is the newest version, `stage` how far that one is: a published
-- article with a change that nobody has approved yet is state published, stage draft or review.
ALTER TABLE articles ADD COLUMN head BIGINT NOT NULL DEFAULT 1;
ALTER TABLE articles ADD COLUMN stage TEXT NOT NULL DEFAULT 'published';
-- YYYY-MM-DD, sorts as text; NULL: nobody has to look at it again.
ALTER TABLE articles ADD COLUMN review_on TEXT;
UPDATE articles SET head = version, stage = state;
CREATE INDEX articles_state ON articles (state, changed_at, id);
CREATE INDEX articles_stage ON articles (stage, changed_at, id);

-- Written once, never changed but for who approved it.
CREATE TABLE article_versions (
  article_id TEXT NOT NULL REFERENCES articles (id),
  version BIGINT NOT NULL,
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  problem TEXT NOT NULL,
  body TEXT NOT NULL,
  product_id TEXT,
  topic TEXT,
  audience TEXT NOT NULL,
  lang TEXT NOT NULL,
  -- JSON lists of texts; origins are tracking numbers.
  keywords TEXT NOT NULL,
  versions TEXT NOT NULL,
  origins TEXT NOT NULL,
  -- Number of a known problem.
  problem_number TEXT,
  owner_id TEXT,
  review_on TEXT,
  by_id TEXT,
  at BIGINT NOT NULL,
  note TEXT NOT NULL,
  published_by TEXT,
  published_at BIGINT,
  PRIMARY KEY (article_id, version)
);
INSERT INTO article_versions (article_id, version, slug, title, problem, body, product_id, topic, audience, lang, keywords,
    versions, origins, owner_id, by_id, at, note, published_at)
  SELECT id, version, slug, title, problem, body, product_id, topic, audience, lang, keywords, versions, '[]', owner_id,
    owner_id, changed_at, '', CASE WHEN state = 'published' THEN changed_at ELSE NULL END
  FROM articles;

-- Addresses that articles had before: they lead to the present one for ever.
CREATE TABLE article_slugs (
  slug TEXT PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES articles (id)
);

-- Articles that stood in replies; `solved_at` when the ticket was solved by this one.
CREATE TABLE ticket_articles (
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  article_id TEXT NOT NULL REFERENCES articles (id),
  sent_at BIGINT NOT NULL,
  solved_at BIGINT,
  PRIMARY KEY (ticket_id, article_id)
);
CREATE INDEX ticket_articles_article ON ticket_articles (article_id, solved_at);

-- Searches that found nothing, counted without saying whose they were.
CREATE TABLE missed_searches (
  words TEXT PRIMARY KEY,
  n BIGINT NOT NULL,
  last_at BIGINT NOT NULL
);
CREATE INDEX missed_searches_n ON missed_searches (n, last_at);
