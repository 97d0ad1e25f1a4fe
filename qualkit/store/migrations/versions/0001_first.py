"""The first schema: every table as a study's first version had it. Never changed afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Make all tables; the way back is the backup that was made before."""
    _people()
    _data_files()
    _screening()
    _closed_answers()
    _sources()
    _segments()
    _codebooks()
    _codings()
    _proposals()
    _readings_and_memos()
    _quotes()
    _edits()
    _flags()
    _vectors_and_topics()
    _events()
    _text_form()
    _search_index()


def _people() -> None:
    op.create_table(
        "coder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_coder"),
        sa.UniqueConstraint("name", name="uq_coder_name"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pseudonym", sa.Text(), server_default="", nullable=False),
        sa.Column("analysis", sa.String(), server_default="not recorded", nullable=False),
        sa.Column("quotation", sa.String(), server_default="not recorded", nullable=False),
        sa.Column("archive", sa.String(), server_default="not recorded", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("name", name="uq_cases_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "case_attribute",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_attribute_case_id"),
        sa.PrimaryKeyConstraint("case_id", "name", name="pk_case_attribute"),
    )


def _data_files() -> None:
    op.create_table(
        "dataset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("received_sha256", sa.String(64), nullable=False),
        sa.Column("received_name", sa.Text(), server_default="", nullable=False),
        sa.Column("encoding", sa.Text(), server_default="", nullable=False),
        sa.Column("sheet", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dataset"),
        sa.UniqueConstraint("name", name="uq_dataset_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer()),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_record_dataset_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_record_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
        sa.UniqueConstraint("dataset_id", "key", name="uq_record_dataset_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_record_case_id", "record", ["case_id"])


def _screening() -> None:
    op.create_table(
        "screening",
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("screening", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_screening_coder_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_screening_record_id"),
        sa.PrimaryKeyConstraint("record_id", name="pk_screening"),
    )
    op.create_table(
        "sample_record",
        sa.Column("sample", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_sample_record_coder_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_sample_record_record_id"),
        sa.PrimaryKeyConstraint("sample", "record_id", name="pk_sample_record"),
    )
    op.create_index("ix_sample_record_record_id", "sample_record", ["record_id"])


def _closed_answers() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), server_default="", nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("voice", sa.Text(), server_default="", nullable=False),
        sa.Column("is_guess", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("details", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_question_dataset_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("dataset_id", "column", name="uq_question_dataset_id_column"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "level",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), server_default="answer", nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_level_question_id"),
        sa.PrimaryKeyConstraint("question_id", "number", name="pk_level"),
    )
    op.create_table(
        "answer",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_answer_question_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_answer_record_id"),
        sa.PrimaryKeyConstraint("question_id", "record_id", name="pk_answer"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answer_record_id", "answer", ["record_id"])


def _sources() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("voice", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("question_id", sa.Integer()),
        sa.Column("recipe", sa.Text(), server_default="", nullable=False),
        sa.Column("memo", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name="fk_source_question_id"),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("name", name="uq_source_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer()),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_speaker_source_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_speaker_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_speaker"),
        sa.UniqueConstraint("source_id", "name", name="uq_speaker_source_id_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_speaker_case_id", "speaker", ["case_id"])


def _segments() -> None:
    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer()),
        sa.Column("record_id", sa.Integer()),
        sa.Column("section", sa.Text()),
        sa.Column("start_ms", sa.Integer()),
        sa.Column("end_ms", sa.Integer()),
        sa.Column("times", sa.Text()),
        sa.Column("overlaps", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("is_gone", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_segment_source_id"),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name="fk_segment_speaker_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_segment_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_segment"),
        sa.UniqueConstraint("source_id", "key", name="uq_segment_source_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_segment_record_id", "segment", ["record_id"])
    op.create_index("ix_segment_source_id_ordinal", "segment", ["source_id", "ordinal"])


def _codebooks() -> None:
    op.create_table(
        "codebook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_codebook"),
        sa.UniqueConstraint("name", name="uq_codebook_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "code",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.String(36)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), server_default="", nullable=False),
        sa.Column("brief", sa.Text(), server_default="", nullable=False),
        sa.Column("definition", sa.Text(), server_default="", nullable=False),
        sa.Column("use_when", sa.Text(), server_default="", nullable=False),
        sa.Column("use_when_not", sa.Text(), server_default="", nullable=False),
        sa.Column("examples", sa.Text(), server_default="[]", nullable=False),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.Column("counts_in_any", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["codebook_id"], ["codebook.id"], name="fk_code_codebook_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["code.id"], name="fk_code_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_code"),
    )
    op.create_index("ix_code_codebook_id", "code", ["codebook_id"])
    op.create_index("ix_code_parent_id", "code", ["parent_id"])


def _codings() -> None:
    op.create_table(
        "coding",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end_segment_id", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.String(36), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("memo", sa.Text(), server_default="", nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.Column("anchor", sa.String(), server_default="kept", nullable=False),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name="fk_coding_segment_id"),
        sa.ForeignKeyConstraint(["end_segment_id"], ["segment.id"], name="fk_coding_end_segment_id"),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name="fk_coding_code_id"),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_coding_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
        sa.UniqueConstraint(
            "coder_id",
            "code_id",
            "segment_id",
            "start",
            "end_segment_id",
            "end",
            name="uq_coding_coder_id_code_id_segment_id_start_end_segment_id_end",
        ),
    )
    op.create_index("ix_coding_code_id", "coding", ["code_id"])
    op.create_index("ix_coding_end_segment_id", "coding", ["end_segment_id"])
    op.create_index("ix_coding_segment_id", "coding", ["segment_id"])


def _proposals() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end_segment_id", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.String(36), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("because", sa.Text(), server_default="", nullable=False),
        sa.Column("score", sa.Float()),
        sa.Column("status", sa.String(), server_default="open", nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name="fk_proposal_segment_id"),
        sa.ForeignKeyConstraint(["end_segment_id"], ["segment.id"], name="fk_proposal_end_segment_id"),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name="fk_proposal_code_id"),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_proposal_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
        sa.UniqueConstraint(
            "coder_id",
            "code_id",
            "segment_id",
            "start",
            "end_segment_id",
            "end",
            name="uq_proposal_coder_id_code_id_segment_id_start_end_segment_id_end",
        ),
    )
    op.create_index("ix_proposal_code_id", "proposal", ["code_id"])
    op.create_index("ix_proposal_end_segment_id", "proposal", ["end_segment_id"])
    op.create_index("ix_proposal_segment_id", "proposal", ["segment_id"])


def _readings_and_memos() -> None:
    op.create_table(
        "reading",
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("codebook_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), server_default="", nullable=False),
        sa.Column("proposals_shown", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_reading_coder_id"),
        sa.ForeignKeyConstraint(["codebook_id"], ["codebook.id"], name="fk_reading_codebook_id"),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name="fk_reading_segment_id"),
        sa.PrimaryKeyConstraint("coder_id", "codebook_id", "segment_id", name="pk_reading"),
    )
    op.create_index("ix_reading_segment_id", "reading", ["segment_id"])
    op.create_table(
        "memo",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_memo_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_memo"),
    )
    op.create_index("ix_memo_about_target", "memo", ["about", "target"])


def _quotes() -> None:
    op.create_table(
        "quote",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("coding_id", sa.String(36), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("wording", sa.Text(), server_default="", nullable=False),
        sa.Column("attribution", sa.Text(), server_default="", nullable=False),
        sa.Column("is_display", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_quote_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quote"),
    )
    op.create_index("ix_quote_coding_id", "quote", ["coding_id"])


def _edits() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("follows", sa.Text(), server_default="", nullable=False),
        sa.Column("received", sa.Text(), nullable=True),
        sa.Column("now", sa.Text(), nullable=True),
        sa.Column("is_applied", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_correction_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        sa.UniqueConstraint("source", "segment", name="uq_correction_source_segment"),
    )
    op.create_index("ix_correction_source", "correction", ["source"])
    op.create_table(
        "redaction",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replacement", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("segment", sa.Text(), server_default="", nullable=False),
        sa.Column("sort", sa.Text(), server_default="", nullable=False),
        sa.Column("match_case", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("is_hidden", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_redaction_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_redaction"),
    )


def _flags() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("told", sa.Text(), server_default="", nullable=False),
        sa.Column("told_on", sa.Text(), server_default="", nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_flag_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_flag"),
    )
    op.create_index("ix_flag_source", "flag", ["source"])


def _vectors_and_topics() -> None:
    op.create_table(
        "vector",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("within", sa.String(64), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "model", name="pk_vector"),
    )
    op.create_index("ix_vector_within", "vector", ["within"])
    op.create_table(
        "topic_edit",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("run", sa.String(64), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("into", sa.Text(), server_default="", nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_topic_edit_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_topic_edit"),
        sa.UniqueConstraint("run", "topic", name="uq_topic_edit_run_topic"),
    )


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="{}", nullable=False),
        sa.Column("is_saved", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_event_coder_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("uid", name="uq_event_uid"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "step",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_step_event_id"),
        sa.ForeignKeyConstraint(["coder_id"], ["coder.id"], name="fk_step_coder_id"),
        sa.PrimaryKeyConstraint("event_id", name="pk_step"),
        sa.CheckConstraint("state in ('done', 'undone', 'gone')", name="state"),
    )
    op.create_index("ix_step_coder_id", "step", ["coder_id"])


def _text_form() -> None:
    op.create_table(
        "text_file",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("modified_ns", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_text_file"),
    )
    op.create_table(
        "waiting_row",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("path", "row_id", name="pk_waiting_row"),
    )
    op.create_table(
        "conflict",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Text(), nullable=False),
        sa.Column("ours", sa.Text(), nullable=False),
        sa.Column("theirs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("path", "row_id", name="pk_conflict"),
    )


def _search_index() -> None:
    op.execute("CREATE VIEW passage_text AS SELECT id, indexed_form(text) AS words FROM segment")
    op.execute(
        "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='passage_text', "
        "content_rowid='id', tokenize='ascii', prefix='1 2', columnsize=0)"
    )
    op.execute("CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab('passage_words', 'row')")
    op.execute(
        "CREATE TRIGGER passage_came AFTER INSERT ON segment BEGIN "
        "INSERT INTO passage_words(rowid, words) VALUES (new.id, indexed_form(new.text)); END"
    )
    op.execute(
        "CREATE TRIGGER passage_went AFTER DELETE ON segment BEGIN "
        "INSERT INTO passage_words(passage_words, rowid, words) "
        "VALUES ('delete', old.id, indexed_form(old.text)); END"
    )
    op.execute(
        "CREATE TRIGGER passage_changed AFTER UPDATE OF text ON segment BEGIN "
        "INSERT INTO passage_words(passage_words, rowid, words) "
        "VALUES ('delete', old.id, indexed_form(old.text)); "
        "INSERT INTO passage_words(rowid, words) VALUES (new.id, indexed_form(new.text)); END"
    )
