-- many tickets moved at once -----------------------------------------------------------------------------------------
CREATE TABLE reorganisations (
  id TEXT PRIMARY KEY,
  -- JSON of what was asked for, with the names of that day.
  body TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor TEXT NOT NULL,
  -- 'moving', 'moved', 'undoing', 'undone'
  state TEXT NOT NULL,
  total BIGINT NOT NULL,
  -- How many of its tickets were looked at in this direction, in the order of their places.
  done BIGINT NOT NULL,
  -- Those that somebody else changed meanwhile.
  left_alone BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX reorganisations_state ON reorganisations (state, id);

CREATE TABLE reorganised (
  operation_id TEXT NOT NULL REFERENCES reorganisations (id),
  place BIGINT NOT NULL,
  ticket_id TEXT NOT NULL REFERENCES tickets (id),
  from_queue TEXT,
  from_person TEXT,
  to_queue TEXT,
  to_person TEXT,
  -- It was moved, and undoing brings it back.
  is_moved BOOLEAN NOT NULL,
  PRIMARY KEY (operation_id, place)
);
