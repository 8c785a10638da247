-- queues that managers set up ------------------------------------------------------------------------------------------
-- What no rule, mailbox or product places comes here; one queue at most.
ALTER TABLE queues ADD COLUMN takes_rest BOOLEAN NOT NULL DEFAULT FALSE;
CREATE UNIQUE INDEX queues_rest ON queues (takes_rest) WHERE takes_rest = TRUE;
