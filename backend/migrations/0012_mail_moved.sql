-- where mail lies, and where people moved it ---------------------------------------------------------------------------
-- Code of domain::mail::view::Shelf: what lists are made of.
ALTER TABLE mail_in ADD COLUMN shelf TEXT NOT NULL DEFAULT 'waiting';
UPDATE mail_in SET shelf = CASE WHEN state <> 'done' THEN state WHEN came LIKE '%"held":true%' THEN 'held'
  WHEN came LIKE '%"sign":"%' THEN 'machine' ELSE 'arrived' END;
CREATE INDEX mail_in_shelf ON mail_in (shelf, id);
-- Whether the server tells of news by itself; NULL: nobody has asked it yet.
ALTER TABLE mail_positions ADD COLUMN tells BOOLEAN;

-- Messages that were moved to another ticket, each with what undoing takes.
CREATE TABLE mail_moves (
  id TEXT PRIMARY KEY,
  mail_id TEXT NOT NULL REFERENCES mail_in (id),
  -- JSON: from where, to where, and how both stood.
  body TEXT NOT NULL,
  undone BOOLEAN NOT NULL
);
CREATE INDEX mail_moves_mail ON mail_moves (mail_id, id);

-- Small pictures that an address has sent, and the message that brought each first: from the second on it is decoration.
CREATE TABLE mail_pictures (
  sender_norm TEXT NOT NULL,
  hash TEXT NOT NULL,
  mail_id TEXT NOT NULL REFERENCES mail_in (id),
  PRIMARY KEY (sender_norm, hash)
);
