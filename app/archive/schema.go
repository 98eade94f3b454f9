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
}
