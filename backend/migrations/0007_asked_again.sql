-- How often an agent asked a question again in a reply, because its answer was missing.
ALTER TABLE question_use ADD COLUMN asked_again BIGINT NOT NULL DEFAULT 0;
