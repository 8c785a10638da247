-- words and files that were taken away -----------------------------------------------------------------------------------
-- The number, on its ticket, of the entry that says who took words or files from this one; NULL: it is as it was written.
ALTER TABLE entries ADD COLUMN redacted BIGINT;
-- What the rule has taken since the ticket's last change: 0 nothing, 1 files, 2 words as well.
ALTER TABLE tickets ADD COLUMN emptied BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tickets_emptied ON tickets (emptied, changed_at, id) WHERE active = FALSE;
-- Where else a ticket's words lie.
CREATE INDEX intakes_ticket ON intakes (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX notices_ticket ON notices (ticket_id) WHERE ticket_id IS NOT NULL;
