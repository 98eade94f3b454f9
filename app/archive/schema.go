package archive

// FormatVersion is the format of the libraries this program makes.
var FormatVersion = len(migrations)

// migrations make format N from format N-1; the first makes a library. A step that
// has been released is never changed. Whoever opens the file with any SQLite program
// finds plain text: the form of articles.credits is JSON, that of bodies.blocks one
// block a line (see encodeBlocks), source_bytes.gz a gzip member.
var migrations = []string{
	`
CREATE TABLE meta(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

CREATE TABLE sources(
	n INTEGER PRIMARY KEY,
	sha256 TEXT NOT NULL UNIQUE,
	path TEXT NOT NULL,       -- as it was given
	origin TEXT NOT NULL,     -- absolute path
	format TEXT NOT NULL,
	rules TEXT NOT NULL,      -- version of the rules that read it
	size INTEGER NOT NULL,    -- bytes
	complete INTEGER NOT NULL, -- 0 while a bulk import is under way or was broken off
	added INTEGER NOT NULL,   -- Unix seconds
	labels TEXT NOT NULL, leftover TEXT NOT NULL, repairs TEXT NOT NULL); -- JSON
CREATE INDEX sources_origin ON sources(origin);
CREATE TABLE source_bytes(source INTEGER NOT NULL, part INTEGER NOT NULL, gz BLOB NOT NULL);
CREATE UNIQUE INDEX source_bytes_part ON source_bytes(source, part);

CREATE TABLE articles(
	n INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	external_id TEXT NOT NULL,
	source INTEGER NOT NULL,
	ordinal INTEGER NOT NULL, -- number among the articles of its source that its ID was made from
	place INTEGER NOT NULL,   -- position in its source
	seq INTEGER NOT NULL,     -- its last change
	changed INTEGER NOT NULL, -- Unix seconds
	hash BLOB NOT NULL,       -- of everything said, to tell a change
	kicker TEXT NOT NULL, headline TEXT NOT NULL, subhead TEXT NOT NULL,
	section TEXT NOT NULL, publication TEXT NOT NULL,
	day INTEGER NOT NULL,     -- yyyymmdd; 99999999 is unknown
	page TEXT NOT NULL, page_key TEXT NOT NULL, page_label TEXT NOT NULL,
	credits TEXT NOT NULL,
	chars INTEGER NOT NULL, figures INTEGER NOT NULL, opening TEXT NOT NULL);
CREATE INDEX articles_order ON articles(day, page_key, source, place);
CREATE INDEX articles_page ON articles(page_key, day, source, place);
CREATE INDEX articles_section ON articles(section, day, page_key, source, place);
CREATE INDEX articles_source ON articles(source, place);
CREATE UNIQUE INDEX articles_seq ON articles(seq);
CREATE TABLE bodies(
	article INTEGER PRIMARY KEY,
	dateline TEXT NOT NULL, credit_line TEXT NOT NULL, credit_at TEXT NOT NULL, blocks TEXT NOT NULL);
CREATE TABLE names(name TEXT NOT NULL, article INTEGER NOT NULL, PRIMARY KEY(name, article)) WITHOUT ROWID;
CREATE TABLE removed(id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE) WITHOUT ROWID;
`,
	// Format 2 counts the articles of each day as they come and go: the calendar and the
	// length of a list are then a few rows to add up, however large the library.
	`
CREATE TABLE days(day INTEGER PRIMARY KEY, articles INTEGER NOT NULL);
INSERT INTO days SELECT day, count(*) FROM articles GROUP BY day;
CREATE TRIGGER articles_come AFTER INSERT ON articles BEGIN
	INSERT INTO days VALUES(new.day, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER articles_go AFTER DELETE ON articles BEGIN
	UPDATE days SET articles = articles - 1 WHERE day = old.day;
	DELETE FROM days WHERE day = old.day AND articles = 0;
END;
CREATE TRIGGER articles_move AFTER UPDATE OF day ON articles WHEN old.day <> new.day BEGIN
	UPDATE days SET articles = articles - 1 WHERE day = old.day;
	DELETE FROM days WHERE day = old.day AND articles = 0;
	INSERT INTO days VALUES(new.day, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
`,
	// Format 3 keeps what people do to a library: imports as jobs, corrections with what
	// stood before, articles withdrawn, names that are one person. And pictures: their
	// bytes are files, media/<sha256> beside the database; here is who uses them.
	`
ALTER TABLE articles ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0; -- 1: kept, but hidden
ALTER TABLE articles ADD COLUMN reason TEXT NOT NULL DEFAULT '';      -- why it was withdrawn
ALTER TABLE articles ADD COLUMN byhand TEXT NOT NULL DEFAULT '';      -- what of it a person set: names of fields, parted by blanks
ALTER TABLE articles ADD COLUMN job INTEGER NOT NULL DEFAULT 0;       -- the import that brought it; 0 is before jobs were kept
DROP INDEX articles_order;
DROP INDEX articles_page;
DROP INDEX articles_section;
CREATE INDEX articles_order ON articles(day, page_key, source, place) WHERE withdrawn = 0;
CREATE INDEX articles_page ON articles(page_key, day, source, place) WHERE withdrawn = 0;
CREATE INDEX articles_section ON articles(section, day, page_key, source, place) WHERE withdrawn = 0;
CREATE INDEX articles_withdrawn ON articles(n) WHERE withdrawn = 1;

ALTER TABLE sources ADD COLUMN job INTEGER NOT NULL DEFAULT 0;      -- the import that brought it
ALTER TABLE sources ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0; -- 1: another file took its place; kept so that this can be undone
ALTER TABLE sources ADD COLUMN chars TEXT NOT NULL DEFAULT '{}';    -- JSON: the account of its characters

DROP TRIGGER articles_come;
DROP TRIGGER articles_go;
DROP TRIGGER articles_move;
CREATE TRIGGER articles_come AFTER INSERT ON articles WHEN new.withdrawn = 0 BEGIN
	INSERT INTO days VALUES(new.day, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER articles_go AFTER DELETE ON articles WHEN old.withdrawn = 0 BEGIN
	UPDATE days SET articles = articles - 1 WHERE day = old.day;
	DELETE FROM days WHERE day = old.day AND articles = 0;
END;
CREATE TRIGGER articles_move AFTER UPDATE OF day, withdrawn ON articles WHEN old.day <> new.day OR old.withdrawn <> new.withdrawn BEGIN
	UPDATE days SET articles = articles - 1 WHERE day = old.day AND old.withdrawn = 0;
	DELETE FROM days WHERE day = old.day AND articles = 0;
	INSERT INTO days SELECT new.day, 1 WHERE new.withdrawn = 0 ON CONFLICT DO UPDATE SET articles = articles + 1;
END;

CREATE TABLE media(sha256 TEXT PRIMARY KEY, type TEXT NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID; -- size in bytes
CREATE TABLE source_media(source INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY(source, sha256)) WITHOUT ROWID;
CREATE INDEX source_media_users ON source_media(sha256);
CREATE TABLE scans(source INTEGER NOT NULL, k INTEGER NOT NULL, page INTEGER NOT NULL, medium TEXT NOT NULL,
	words BLOB NOT NULL, -- gzip of JSON
	PRIMARY KEY(source, k)) WITHOUT ROWID;

CREATE TABLE jobs(
	n INTEGER PRIMARY KEY,
	began INTEGER NOT NULL, ended INTEGER NOT NULL, -- Unix seconds; ended 0 while under way
	state TEXT NOT NULL,      -- running, done, cancelled, failed, interrupted, undone
	who TEXT NOT NULL, what TEXT NOT NULL, -- JSON: the paths and options asked for
	error TEXT NOT NULL,      -- what ended it early
	files INTEGER NOT NULL, failed INTEGER NOT NULL, articles INTEGER NOT NULL); -- articles: new ones
CREATE TABLE job_files(
	job INTEGER NOT NULL, k INTEGER NOT NULL,
	path TEXT NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL,
	report TEXT NOT NULL,     -- JSON: format, source, articles, characters, repairs, rows refused
	PRIMARY KEY(job, k)) WITHOUT ROWID;

CREATE TABLE edits(
	n INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,      -- Unix seconds
	who TEXT NOT NULL, what TEXT NOT NULL, note TEXT NOT NULL,
	job INTEGER NOT NULL,     -- the import that did it; 0 is a person
	undone INTEGER NOT NULL); -- Unix seconds; 0 while it holds
CREATE INDEX edits_job ON edits(job) WHERE job <> 0;
CREATE TABLE edit_parts(
	edit INTEGER NOT NULL,
	part TEXT NOT NULL,       -- the ID of an article, or the SHA-256 of a page's source
	before TEXT NOT NULL, after TEXT NOT NULL, -- JSON: the fields that differ; "" where there was none
	PRIMARY KEY(edit, part)) WITHOUT ROWID;
CREATE INDEX edit_parts_part ON edit_parts(part);

CREATE TABLE aliases(name TEXT PRIMARY KEY, person TEXT NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE watched(path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL) WITHOUT ROWID; -- Unix nanoseconds
`,
	// Format 4 keeps what an OCR engine read of a page scan, so that the rules can be asked
	// again what they made of it. Of pages read before there is none until they are read anew.
	`
CREATE TABLE readings(source INTEGER PRIMARY KEY, gz BLOB NOT NULL); -- gzip of JSON: the printed page's lines (page.Line)
`,
}
