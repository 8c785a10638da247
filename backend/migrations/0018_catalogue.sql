-- products and topics that managers set up -----------------------------------------------------------------------------
-- Nobody chooses what is retired; what was asked about it before keeps its name.
ALTER TABLE products ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE topics ADD COLUMN retired BOOLEAN NOT NULL DEFAULT FALSE;
