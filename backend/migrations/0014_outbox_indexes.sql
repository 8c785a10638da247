-- A mail that has only been written stands in as few indexes as it can: every request writes one.
DROP INDEX outbox_caps;
CREATE INDEX outbox_caps ON outbox (recipient_norm, tried_at) WHERE is_automatic = TRUE AND tried_at IS NOT NULL;
DROP INDEX outbox_kinds;
CREATE INDEX outbox_kinds ON outbox (kind, tried_at) WHERE tried_at IS NOT NULL;
DROP INDEX outbox_entry;
CREATE INDEX outbox_entry ON outbox (entry_id) WHERE entry_id IS NOT NULL;
