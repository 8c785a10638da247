-- mail that comes in --------------------------------------------------------------------------------------------------
-- Every message, once. Its bytes lie among the files under their hash before anything is decided.
CREATE TABLE mail_in (
  id TEXT PRIMARY KEY,
  -- The name of the mailbox it came to; empty: it was handed over without one.
  mailbox TEXT NOT NULL,
  -- SHA-256 of all its bytes, and of what copies of one message have in common.
  hash TEXT NOT NULL,
  sameness TEXT NOT NULL UNIQUE,
  size BIGINT NOT NULL,
  -- waiting, done, ignored, quarantined
  state TEXT NOT NULL,
  -- Why it lies in quarantine or was ignored: a code of domain::mail::Trouble.
  reason TEXT,
  tries BIGINT NOT NULL,
  -- When it is tried again by itself.
  next_at BIGINT,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- JSON of domain::mail::Came, once it is done.
  came TEXT,
  ticket_id TEXT REFERENCES tickets (id),
  entry_id TEXT,
  received_at BIGINT NOT NULL,
  settled_at BIGINT
);
CREATE INDEX mail_in_state ON mail_in (state, next_at, id);
CREATE INDEX mail_in_entry ON mail_in (entry_id);
CREATE INDEX mail_in_hash ON mail_in (hash);
-- What was fetched from where, "{UIDVALIDITY}.{UID}": a mailbox that gives it again changes nothing.
CREATE TABLE mail_seen (
  mailbox TEXT NOT NULL,
  uid TEXT NOT NULL,
  mail_id TEXT NOT NULL REFERENCES mail_in (id),
  PRIMARY KEY (mailbox, uid)
);
-- Up to where a mailbox was read, and how it fares.
CREATE TABLE mail_positions (
  mailbox TEXT PRIMARY KEY,
  validity BIGINT NOT NULL,
  uid BIGINT NOT NULL,
  checked_at BIGINT NOT NULL,
  -- Code of what went wrong at the last try; missing: nothing.
  trouble TEXT,
  failing_since BIGINT
);

-- Every Message-ID, without its brackets, that was ever sent, stored or named, and the ticket that it belongs to.
CREATE TABLE mail_ids (
  message_id TEXT PRIMARY KEY,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  entry_id TEXT,
  -- Made here.
  ours BOOLEAN NOT NULL,
  -- FALSE: only named as an ancestor by a message that was stored.
  seen BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX mail_ids_ticket ON mail_ids (ticket_id);

-- Who takes part in a ticket by mail besides its requester. It gives no right to read anything.
CREATE TABLE participants (
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  email_norm TEXT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (ticket_id, email_norm)
);

-- Domains whose mail comes from one organisation, as an admin has verified.
CREATE TABLE organisation_domains (
  domain TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisations (id)
);

-- Addresses that mail to came back from for good, with the enhanced status code.
CREATE TABLE bounced_addresses (
  email_norm TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  at BIGINT NOT NULL
);

-- Tickets that another one carries on as its own: what comes to them goes there.
ALTER TABLE tickets ADD COLUMN merged_into TEXT;
