-- What the first version keeps.
--
-- Times are milliseconds since 1970, UTC. BLOB columns called body, answer, document, note, secret, value,
-- reason, callback_url and wrapped are sealed: AES-256-GCM, bound to merchant, table, row and column. Columns called
-- key_hash hold the first 64 bits of a keyed hash; whoever looks up by one compares the row's own ids too.
--
-- Row ids only grow, and what refers to a row does so by its row id: so every index here but those over key_hash
-- is written at its end. There are no foreign keys: the one writer checks what a unit relies on before it writes.

CREATE TABLE installation (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  master_key_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  write_checks INTEGER NOT NULL
) STRICT;

-- One key per merchant, and one for the installation under the merchant ''. Wrapped by the master key.
CREATE TABLE data_keys (
  id INTEGER PRIMARY KEY,
  merchant_id TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX data_keys_by_merchant ON data_keys (merchant_id);

CREATE TABLE merchants (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The callback URL is sealed because shops put tokens into it.
CREATE TABLE hooks (
  id TEXT PRIMARY KEY,
  adapter TEXT NOT NULL,
  callback_url BLOB NOT NULL,
  enabled INTEGER NOT NULL,
  callbacks_enabled INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hook_merchants (
  hook_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  merchant_id TEXT NOT NULL,
  PRIMARY KEY (hook_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
  id TEXT PRIMARY KEY,
  hook_id TEXT NOT NULL,
  use TEXT NOT NULL,
  secret BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX secrets_by_hook ON secrets (hook_id);

CREATE TABLE policies (
  id INTEGER PRIMARY KEY,
  merchant_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  document BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  active INTEGER NOT NULL,
  UNIQUE (merchant_id, version)
) STRICT;
CREATE UNIQUE INDEX policies_active ON policies (merchant_id) WHERE active = 1;

CREATE TABLE list_entries (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  merchant_id TEXT NOT NULL,
  list TEXT NOT NULL,
  kind TEXT NOT NULL,
  key BLOB NOT NULL,
  value BLOB NOT NULL,
  reason BLOB NOT NULL,
  expires_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX list_entries_by_list ON list_entries (merchant_id, list);

CREATE TABLE idempotency (
  key BLOB PRIMARY KEY,
  body_hash BLOB NOT NULL,
  status INTEGER NOT NULL,
  answer BLOB NOT NULL,
  etag TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- key_hash is over (merchant, conversation id), without the hook: a search by conversation id knows no hook.
CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  key_hash INTEGER NOT NULL,
  hook_id TEXT NOT NULL,
  merchant_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL
) STRICT;
CREATE INDEX conversations_by_key ON conversations (key_hash);

-- key_hash is over (hook, event id).
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  key_hash INTEGER NOT NULL,
  hook_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  merchant_id TEXT NOT NULL,
  conversation_row INTEGER,
  type TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  body_hash BLOB NOT NULL,
  answer_status INTEGER NOT NULL
) STRICT;
CREATE INDEX events_by_key ON events (key_hash);
CREATE INDEX events_by_conversation ON events (conversation_row);

-- Apart from the events, so that a look-up there reads small rows.
CREATE TABLE event_bodies (
  event_row INTEGER PRIMARY KEY,
  body BLOB NOT NULL,
  answer BLOB NOT NULL
) STRICT;

-- lookup_keys: per key one byte of kind and 16 bytes of hash. Windows are rebuilt from it.
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  merchant_id TEXT NOT NULL,
  conversation_row INTEGER NOT NULL UNIQUE,
  status TEXT NOT NULL,
  version INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  was_approved INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  score INTEGER NOT NULL,
  lookup_keys BLOB NOT NULL
) STRICT;
CREATE INDEX orders_by_time ON orders (created_at);
CREATE INDEX orders_by_merchant ON orders (merchant_id);
CREATE INDEX orders_waiting ON orders (status) WHERE status = 'in_review' OR status = 'awaiting_confirmation';

-- Apart from the orders, so that lists and windows read small rows.
CREATE TABLE order_documents (
  order_row INTEGER PRIMARY KEY,
  document BLOB NOT NULL
) STRICT;

-- Finds orders by phone and e-mail.
CREATE TABLE order_lookups (
  key_hash INTEGER NOT NULL,
  order_row INTEGER NOT NULL,
  PRIMARY KEY (key_hash, order_row)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessments (
  id INTEGER PRIMARY KEY,
  order_row INTEGER NOT NULL,
  order_version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  score INTEGER NOT NULL,
  policy_version INTEGER NOT NULL,
  model TEXT NOT NULL,
  document BLOB NOT NULL
) STRICT;
CREATE INDEX assessments_by_order ON assessments (order_row);

CREATE TABLE confirmations (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  order_row INTEGER NOT NULL,
  order_version INTEGER NOT NULL,
  channel TEXT NOT NULL,
  provider TEXT NOT NULL,
  status TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  requested_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX confirmations_by_order ON confirmations (order_row);

CREATE TABLE order_history (
  id INTEGER PRIMARY KEY,
  order_row INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  event TEXT NOT NULL,
  from_status TEXT,
  to_status TEXT NOT NULL,
  note BLOB
) STRICT;
CREATE INDEX order_history_by_order ON order_history (order_row);

CREATE TABLE callbacks (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  order_row INTEGER,
  merchant_id TEXT NOT NULL,
  hook_id TEXT NOT NULL,
  type TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  body BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  attempts_made INTEGER NOT NULL,
  next_attempt_at INTEGER,
  failure TEXT NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER,
  CHECK (status <> 'pending' OR next_attempt_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX callbacks_by_order ON callbacks (order_row, sequence);
CREATE INDEX callbacks_failed ON callbacks (id) WHERE status = 'failed';
-- A pending callback stands in one of these two. What follows their first column is there so that the backlog is read
-- from them alone.
CREATE INDEX callbacks_due ON callbacks (next_attempt_at, created_at, status, lease_owner)
  WHERE status = 'pending' AND lease_owner IS NULL;
CREATE INDEX callbacks_leased ON callbacks (lease_until, created_at, status, lease_owner)
  WHERE status = 'pending' AND lease_owner IS NOT NULL;

CREATE TABLE callback_attempts (
  id INTEGER PRIMARY KEY,
  callback_row INTEGER NOT NULL,
  at INTEGER NOT NULL,
  status INTEGER,
  error TEXT NOT NULL,
  duration_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX callback_attempts_by_callback ON callback_attempts (callback_row);
