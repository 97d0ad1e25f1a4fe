"""The tables. Integer ids are the store's own; what leaves the store is named by uuid, name or key.

Ids are never given twice (autoincrement): undoing an old step must not meet what came later.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import event as happening

SCHEMA_VERSION = "0001"
"""The newest migration; `test_migrations` fails when it and the tables differ."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _refers(name: str, target: str, *, required: bool = True, index: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=not required, index=index)


schema_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

coder = Table(
    "coder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

# ---- who is spoken of

case = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    _text("pseudonym"),
    Column("analysis", String, nullable=False, server_default="not recorded"),
    Column("quotation", String, nullable=False, server_default="not recorded"),
    Column("archive", String, nullable=False, server_default="not recorded"),
    sqlite_autoincrement=True,
)

case_attribute = Table(
    "case_attribute",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    _text("value"),
)

# ---- data files

dataset = Table(
    "dataset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    _text("title"),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("received_sha256", String(64), nullable=False),
    _text("received_name"),
    _text("encoding"),
    _text("sheet"),
    sqlite_autoincrement=True,
)

record = Table(
    "record",
    metadata,
    Column("id", Integer, primary_key=True),
    _refers("dataset_id", "dataset.id"),
    Column("key", Text, nullable=False),
    Column("position", Integer, nullable=False),
    _refers("case_id", "cases.id", required=False, index=True),
    UniqueConstraint("dataset_id", "key"),
    sqlite_autoincrement=True,
)

screening = Table(
    "screening",
    metadata,
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True, autoincrement=False),
    Column("screening", String, nullable=False),
    _text("reason"),
    _refers("coder_id", "coder.id"),
    _text("at"),
)
"""Which records are in the study and which are left out; those that have no row are undecided."""

sample_record = Table(
    "sample_record",
    metadata,
    Column("sample", Text, primary_key=True),
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True, autoincrement=False, index=True),
    _text("method"),
    _refers("coder_id", "coder.id"),
    _text("at"),
)
"""Records that were drawn at random, by the name of the sample."""

question = Table(
    "question",
    metadata,
    Column("id", Integer, primary_key=True),
    _refers("dataset_id", "dataset.id"),
    Column("position", Integer, nullable=False),
    Column("column", Text, nullable=False),
    _text("wording"),
    Column("use", String, nullable=False),
    _text("voice"),
    Column("is_guess", Boolean, nullable=False, server_default="1"),
    _text("type"),
    _text("details"),
    UniqueConstraint("dataset_id", "column"),
    sqlite_autoincrement=True,
)

level = Table(
    "level",
    metadata,
    Column("question_id", Integer, ForeignKey("question.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("label", Text, nullable=False),
    Column("kind", String, nullable=False, server_default="answer"),
)
"""Each answer that a closed question got, in the order of the scale once it has one."""

answer = Table(
    "answer",
    metadata,
    Column("question_id", Integer, ForeignKey("question.id"), primary_key=True),
    Column("record_id", Integer, ForeignKey("record.id"), primary_key=True, index=True),
    Column("level", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# ---- texts

source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    _text("title"),
    Column("kind", String, nullable=False),
    Column("voice", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("text_sha256", String(64), nullable=False),
    _refers("question_id", "question.id", required=False),
    _text("recipe"),
    _text("memo"),
    sqlite_autoincrement=True,
)

speaker = Table(
    "speaker",
    metadata,
    Column("id", Integer, primary_key=True),
    _refers("source_id", "source.id"),
    Column("name", Text, nullable=False),
    Column("role", String, nullable=False),
    _refers("case_id", "cases.id", required=False, index=True),
    UniqueConstraint("source_id", "name"),
    sqlite_autoincrement=True,
)

segment = Table(
    "segment",
    metadata,
    Column("id", Integer, primary_key=True),
    _refers("source_id", "source.id"),
    Column("key", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("length", Integer, nullable=False),
    _refers("speaker_id", "speaker.id", required=False),
    _refers("record_id", "record.id", required=False, index=True),
    Column("section", Text),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    Column("times", Text),
    Column("overlaps", Boolean, nullable=False, server_default="0"),
    Column("is_gone", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("source_id", "key"),
    Index("ix_segment_source_id_ordinal", "source_id", "ordinal"),
    sqlite_autoincrement=True,
)
"""`length` is that of `text` in code points, since SQLite's own stops at NUL. A segment that a corrected file
no longer has stays, `is_gone`, only while codings that lost their place hang there."""

# ---- codebooks

codebook = Table(
    "codebook",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    _text("title"),
    Column("position", Integer, nullable=False),
    sqlite_autoincrement=True,
)

code = Table(
    "code",
    metadata,
    Column("id", String(36), primary_key=True),
    _refers("codebook_id", "codebook.id", index=True),
    Column("parent_id", String(36), ForeignKey("code.id"), index=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    _text("colour"),
    _text("brief"),
    _text("definition"),
    _text("use_when"),
    _text("use_when_not"),
    Column("examples", Text, nullable=False, server_default="[]"),
    Column("status", String, nullable=False, server_default="active"),
    Column("version", Integer, nullable=False, server_default="1"),
    _text("created"),
    Column("counts_in_any", Boolean, nullable=False, server_default="1"),
    _text("summary"),
)

# ---- the work


def _place() -> tuple[Column[int], ...]:
    return (
        _refers("segment_id", "segment.id", index=True),
        Column("start", Integer, nullable=False),
        _refers("end_segment_id", "segment.id", index=True),
        Column("end", Integer, nullable=False),
    )


coding = Table(
    "coding",
    metadata,
    Column("id", String(36), primary_key=True),
    *_place(),
    Column("code_id", String(36), ForeignKey("code.id"), nullable=False, index=True),
    _refers("coder_id", "coder.id"),
    Column("quote", Text, nullable=False),
    _text("memo"),
    Column("origin", String, nullable=False),
    _text("created"),
    Column("anchor", String, nullable=False, server_default="kept"),
    UniqueConstraint("coder_id", "code_id", "segment_id", "start", "end_segment_id", "end"),
)

reading = Table(
    "reading",
    metadata,
    Column("coder_id", Integer, ForeignKey("coder.id"), primary_key=True),
    Column("codebook_id", Integer, ForeignKey("codebook.id"), primary_key=True),
    Column("segment_id", Integer, ForeignKey("segment.id"), primary_key=True),
    _text("at"),
    Column("proposals_shown", Boolean, nullable=False, server_default="0"),
    Index("ix_reading_segment_id", "segment_id"),
)

proposal = Table(
    "proposal",
    metadata,
    Column("id", String(36), primary_key=True),
    *_place(),
    Column("code_id", String(36), ForeignKey("code.id"), nullable=False, index=True),
    _refers("coder_id", "coder.id"),
    Column("quote", Text, nullable=False),
    Column("made_by", String, nullable=False),
    _text("because"),
    Column("score", Float),
    Column("status", String, nullable=False, server_default="open"),
    _text("created"),
    UniqueConstraint("coder_id", "code_id", "segment_id", "start", "end_segment_id", "end"),
)
"""What a rule or a model suggests to whom; what they decided of it stays, so that it is not asked again."""

quote = Table(
    "quote",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("coding_id", String(36), nullable=False, index=True),
    Column("position", BigInteger, nullable=False),
    _text("wording"),
    _text("attribution"),
    Column("is_display", Boolean, nullable=False, server_default="0"),
    _refers("coder_id", "coder.id"),
    _text("created"),
)
"""Codings chosen for the bank; `coder_id` is who chose. The coding may be out for a moment, while its row is
taken in anew, so nothing holds it."""

correction = Table(
    "correction",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("segment", Text, nullable=False),
    Column("change", String, nullable=False),
    _text("follows"),
    Column("received", Text),
    Column("now", Text),
    Column("is_applied", Boolean, nullable=False, server_default="1"),
    _refers("coder_id", "coder.id"),
    _text("created"),
    UniqueConstraint("source", "segment"),
)
"""What differs in a source from what was received; `received` and `now` are passages as JSON. Sources and
passages are given by name and key, since a correction may be there before its source is."""

redaction = Table(
    "redaction",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("words", Text, nullable=False),
    _text("replacement"),
    _text("source"),
    _text("segment"),
    _text("sort"),
    Column("match_case", Boolean, nullable=False, server_default="0"),
    Column("is_hidden", Boolean, nullable=False, server_default="1"),
    _refers("coder_id", "coder.id"),
    _text("created"),
)
"""Words that are not shown, with what is shown instead: everywhere, in a source, or in one passage of it.
Those that somebody decided to leave as they are have `is_hidden` false."""

memo = Table(
    "memo",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("about", String, nullable=False),
    Column("target", Text, nullable=False),
    Column("text", Text, nullable=False),
    _refers("coder_id", "coder.id"),
    _text("created"),
    Index("ix_memo_about_target", "about", "target"),
)

flag = Table(
    "flag",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("segment", Text, nullable=False),
    Column("kind", String, nullable=False),
    _text("about"),
    _text("text"),
    _text("told"),
    _text("told_on"),
    _refers("coder_id", "coder.id"),
    _text("created"),
)
"""Flags on passages, which are given by name and key: a flag outlives its passage. What is later said of a
flag (who was told; that it is cleared) is a row of its own by whoever says it, with `about` the flag's id."""

# ---- what the computer makes of the texts

vector = Table(
    "vector",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("model", Text, primary_key=True),
    Column("within", String(64), nullable=False, index=True),
    Column("numbers", LargeBinary, nullable=False),
)
"""What a model makes of a text (`sha256` is the text's), kept since it is slow to make; float16. `within` is
the sha256 of the passage, as it is shown, that the text is a part of: it goes when no passage says that."""

topic_edit = Table(
    "topic_edit",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("run", String(64), nullable=False),
    Column("topic", Integer, nullable=False),
    _text("words"),
    _text("name"),
    _text("into"),
    _refers("coder_id", "coder.id"),
    _text("created"),
    UniqueConstraint("run", "topic"),
)
"""What somebody made of a topic: its own name, or the topic that it went into. `run` stands for what was
asked for; `words` (and `into`, the words of that topic) tell the topic again when the texts have changed."""

# ---- what happened

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uid", String(36), nullable=False, unique=True),
    Column("at", String, nullable=False),
    _refers("coder_id", "coder.id"),
    Column("verb", String, nullable=False),
    _text("summary"),
    Column("detail", Text, nullable=False, server_default="{}"),
    Column("is_saved", Boolean, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)
"""`is_saved`: whether the text files have it."""

step = Table(
    "step",
    metadata,
    Column("event_id", Integer, ForeignKey("event.id"), primary_key=True),
    _refers("coder_id", "coder.id", index=True),
    Column("state", String, nullable=False),
    Column("changes", LargeBinary, nullable=False),
    CheckConstraint("state in ('done', 'undone', 'gone')", name="state"),
)
"""What a command changed, for undo and redo. Afresh after a rebuild; the events are not."""

# ---- the work as text

text_file = Table(
    "text_file",
    metadata,
    Column("path", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("modified_ns", Integer, nullable=False),
)
"""Each text file as it was at the last save or load: the common ancestor when both sides changed."""

waiting_row = Table(
    "waiting_row",
    metadata,
    Column("path", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("row", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Rows of text files that could not be placed (their source or code is missing); save writes them back."""

conflict = Table(
    "conflict",
    metadata,
    Column("path", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("ours", Text, nullable=False),
    Column("theirs", Text, nullable=False),
)

# ---- the words of the texts, for searching

SEARCH_INDEX = (
    "CREATE VIEW IF NOT EXISTS passage_text AS SELECT id, indexed_form(text) AS words FROM segment",
    "CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5(words, content='passage_text', "
    "content_rowid='id', tokenize='ascii', prefix='1 2', columnsize=0)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS passage_vocabulary USING fts5vocab('passage_words', 'row')",
    "CREATE TRIGGER IF NOT EXISTS passage_came AFTER INSERT ON segment BEGIN "
    "INSERT INTO passage_words(rowid, words) VALUES (new.id, indexed_form(new.text)); END",
    "CREATE TRIGGER IF NOT EXISTS passage_went AFTER DELETE ON segment BEGIN "
    "INSERT INTO passage_words(passage_words, rowid, words) "
    "VALUES ('delete', old.id, indexed_form(old.text)); END",
    "CREATE TRIGGER IF NOT EXISTS passage_changed AFTER UPDATE OF text ON segment BEGIN "
    "INSERT INTO passage_words(passage_words, rowid, words) "
    "VALUES ('delete', old.id, indexed_form(old.text)); "
    "INSERT INTO passage_words(rowid, words) VALUES (new.id, indexed_form(new.text)); END",
)
"""The index of words and what keeps it: triggers, since steps of undo and forgetting write rows, too. A
migration that makes `segment` anew has to make the triggers anew. See docs/decisions/010."""


@happening.listens_for(metadata, "after_create")
def _make_search_index(_metadata: MetaData, connection: Connection, **_: object) -> None:
    for statement in SEARCH_INDEX:
        connection.exec_driver_sql(statement)
