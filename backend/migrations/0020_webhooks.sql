-- programs elsewhere that alarms call ----------------------------------------------------------------------------------
-- The secret has to be known to sign with it. What is removed is called no more; its calls keep their name.
CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    -- The newest call that was made, and what was wrong with it.
    last_at BIGINT,
    last_trouble TEXT
);

-- A call that an alarm makes, written in the alarm's transaction. `next_at`: when it is made or tried again, or until when
-- a node that is at it has it to itself; NULL: it is over.
CREATE TABLE webhook_calls (
    id TEXT NOT NULL PRIMARY KEY,
    webhook_id TEXT NOT NULL REFERENCES webhooks (id),
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    key TEXT NOT NULL,
    -- What happened, as JSON; the ticket is told as it is when the call is made.
    event TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    next_at BIGINT,
    tries BIGINT NOT NULL,
    -- When it failed first, and what was wrong last.
    failed_at BIGINT,
    why TEXT,
    done_at BIGINT,
    UNIQUE (ticket_id, key, webhook_id)
);
CREATE INDEX webhook_calls_next ON webhook_calls (webhook_id, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_calls_failed ON webhook_calls (failed_at) WHERE failed_at IS NOT NULL;
CREATE INDEX webhook_calls_over ON webhook_calls (created_at) WHERE next_at IS NULL;
