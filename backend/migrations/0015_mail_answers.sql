-- mail that answers mail which could not be read, and addresses that want no surveys ---------------------------------------
-- The Message-ID, as far as the head could be read when it was kept: answers to a message in quarantine name it.
ALTER TABLE mail_in ADD COLUMN message_id TEXT;
CREATE INDEX mail_in_message ON mail_in (message_id) WHERE message_id IS NOT NULL;

-- Addresses that want no surveys, and the message that says so, if it was not the button of a mail program. Everything else
-- still goes there.
CREATE TABLE mail_opt_outs (
  email_norm TEXT PRIMARY KEY,
  mail_id TEXT REFERENCES mail_in (id),
  at BIGINT NOT NULL
);
