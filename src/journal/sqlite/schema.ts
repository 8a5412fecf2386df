/**
 * The tables, version 1. What is appended goes to the right edge of few pages, so that a commit writes little:
 *
 * - `alerts` is narrow, so that counting and filtering read little; the texts stand apart in `payloads`.
 * - `damaged` keeps the texts that were not what had been written, for whoever wants to look.
 * - `labels` holds each combination of rule, priority, source, hostname and namespace once; since version 4 also of cluster,
 *   workload, process, user and tags.
 * - `outcomes` has one row per delivered message or suppressing decision, however many alerts it covers (`outcomes.ts`).
 * - `progress` is one row with the running totals, on one page.
 * - `words` is the search index, built behind the appends up to `progress.indexed_to` (`search-index.ts`): since version 2
 *   a row for each block of alerts.
 * - `documents`, since version 3, is what people make: small texts that have nothing to do with the rest.
 */
export const schema = `
  CREATE TABLE progress (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    indexed_to INTEGER NOT NULL,
    urgent_appended INTEGER NOT NULL, urgent_kept INTEGER NOT NULL, urgent_last INTEGER NOT NULL,
    normal_appended INTEGER NOT NULL, normal_kept INTEGER NOT NULL, normal_last INTEGER NOT NULL
  ) STRICT;
  INSERT INTO progress VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL, priority INTEGER NOT NULL, source TEXT NOT NULL, hostname TEXT NOT NULL, namespace TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX labels_texts ON labels (rule, priority, source, hostname, namespace);

  CREATE TABLE alerts (
    seq INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL, lane INTEGER NOT NULL, label INTEGER NOT NULL, uuid TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alerts_received ON alerts (received_at);
  CREATE INDEX alerts_urgent ON alerts (lane) WHERE lane = 0;

  CREATE TABLE payloads (
    seq INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, json TEXT NOT NULL, unknown TEXT NOT NULL
  ) STRICT;

  CREATE TABLE damaged (seq INTEGER PRIMARY KEY, json ANY, unknown ANY) STRICT;

  CREATE TABLE minute_counts (
    minute INTEGER NOT NULL, label INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (minute, label)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE outputs (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, retired_at INTEGER) STRICT;

  CREATE TABLE cursors (
    output INTEGER NOT NULL, lane INTEGER NOT NULL, seq INTEGER NOT NULL, base INTEGER NOT NULL,
    delivered INTEGER NOT NULL, suppressed INTEGER NOT NULL, expired INTEGER NOT NULL, dead INTEGER NOT NULL,
    PRIMARY KEY (output, lane)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE outcomes (
    id INTEGER PRIMARY KEY,
    output INTEGER NOT NULL, lane INTEGER NOT NULL, kind INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, seqs BLOB,
    at INTEGER NOT NULL, attempts INTEGER, latency REAL, status INTEGER, answer TEXT, reason TEXT
  ) STRICT;
  CREATE INDEX outcomes_first ON outcomes (output, lane, first);

  CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY, output INTEGER NOT NULL, seq INTEGER NOT NULL, lane INTEGER NOT NULL,
    attempts INTEGER NOT NULL, first_failed_at INTEGER NOT NULL, next_attempt_at INTEGER NOT NULL, reason TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX set_aside_seq ON set_aside (output, seq);
  CREATE INDEX set_aside_due ON set_aside (output, next_attempt_at);
  CREATE INDEX set_aside_alert ON set_aside (seq);

  CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY, output INTEGER NOT NULL, seq INTEGER NOT NULL, lane INTEGER NOT NULL,
    at INTEGER NOT NULL, attempts INTEGER NOT NULL, reason TEXT NOT NULL, status INTEGER, answer TEXT
  ) STRICT;
  CREATE UNIQUE INDEX dead_letters_seq ON dead_letters (output, seq);
  CREATE INDEX dead_letters_alert ON dead_letters (seq);

  CREATE VIRTUAL TABLE words USING fts5(
    text, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
  );`;

/** To version 2: the index is built anew behind everything else, and searches look at each alert meanwhile. */
export const indexBlocks = `
  INSERT INTO words (words) VALUES ('delete-all');
  UPDATE progress SET indexed_to = 0;`;

/** To version 3. */
export const documentsTable = `
  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, checksum INTEGER NOT NULL, content TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX documents_name ON documents (kind, name);`;

/**
 * To version 4: labels say more, and counts have coarser levels (`counting/levels.ts`).
 *
 * - `labels` whose `group_id` is null are of before: their alerts get others behind everything else (`counting/relabel.ts`), as
 *   far as `relabelling` says, which has no row once that is done.
 * - `label_totals` counts the alerts of a label, and says when the first and the last of all came.
 * - `dimension_values` holds each value that alerts are counted by once.
 * - `rollups` counts alerts by level and bucket of time: by label, and by the values of each dimension.
 * - `hours` says which numbers the alerts of an hour have, so that a search passes over hours.
 */
export const rollups = `
  ALTER TABLE labels ADD COLUMN cluster TEXT;
  ALTER TABLE labels ADD COLUMN workload TEXT;
  ALTER TABLE labels ADD COLUMN process TEXT;
  ALTER TABLE labels ADD COLUMN user TEXT;
  ALTER TABLE labels ADD COLUMN tags TEXT;
  ALTER TABLE labels ADD COLUMN group_id TEXT;
  DROP INDEX labels_texts;
  CREATE UNIQUE INDEX labels_kind ON labels (
    rule, priority, source, hostname, namespace, cluster, workload, process, user, tags
  );

  CREATE TABLE label_totals (
    label INTEGER PRIMARY KEY,
    count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, last_seq INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE dimension_values (id INTEGER PRIMARY KEY, dimension INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX dimension_values_text ON dimension_values (dimension, text);

  CREATE TABLE rollups (
    level INTEGER NOT NULL, bucket INTEGER NOT NULL, dimension INTEGER NOT NULL, value INTEGER NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (level, bucket, dimension, value)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hours (hour INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;

  CREATE TABLE relabelling (id INTEGER PRIMARY KEY CHECK (id = 1), before INTEGER NOT NULL) STRICT;
  INSERT INTO relabelling SELECT 1, max(urgent_last, normal_last) + 1 FROM progress WHERE urgent_last + normal_last > 0;`;
