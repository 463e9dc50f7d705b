-- What scoring remembers of an order beside its document.

-- The label that feedback and training use; NULL until somebody tells.
ALTER TABLE orders ADD COLUMN outcome TEXT;
ALTER TABLE orders ADD COLUMN outcome_at INTEGER;

-- What later orders are compared with, sealed: read at start, all of it, so it stands apart.
CREATE TABLE order_traces (
  order_row INTEGER PRIMARY KEY,
  trace BLOB NOT NULL
) STRICT;
