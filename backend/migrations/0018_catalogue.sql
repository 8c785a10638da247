-- products and topics that managers set up -----------------------------------------------------------------------------
-- Nobody chooses what is retired; what was asked about it before keeps its name.
ALTER TABLE products ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE topics ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;
-- What nobody has: queues that hand out look for it each second.
CREATE INDEX tickets_unassigned ON tickets (queue_id, urgency, due_at, id) WHERE active = TRUE AND assignee_id IS NULL;
