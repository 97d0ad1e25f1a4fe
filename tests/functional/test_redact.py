"""Redacting: the study keeps the words, everything else shows the replacement."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest

from qualkit.actions import (
    add,
    bank,
    coding,
    copying,
    history,
    import_codings,
    memo_views,
    redact,
    review_places,
    save,
    suggest_redactions,
    workspace,
)
from qualkit.errors import Refused
from qualkit.model.place import Place

NAMES = ("Lee", "Mia", "café")


@pytest.fixture
def study(coded, opened):
    with opened(coded, "ana") as found:
        yield found


@pytest.fixture
def qk(coded, run):
    return lambda *arguments, coder="ana": run("-C", coded, *arguments, coder=coder)


def _words_of(path):
    """Everything that a handed-over file says, also inside Word and Excel files."""
    data = path.read_bytes()
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return " ".join(
                re.sub(r"<[^>]+>", "", packed.read(n).decode("utf-8", "replace")) for n in packed.namelist()
            )
    return data.decode("utf-8")


@pytest.fixture
def redacted(study):
    """Names redacted that stand in the talk, in codings, in a memo, a code's example and a coding's memo."""
    code = workspace.codebook_view(study)[0].codebook.codes[0]
    from qualkit.actions import edit_codebook, memos

    text = "He said Dr. Lee helped Mia."
    edit_codebook.describe_code(study, code.id, examples=(text,), definition=text, summary=text)
    memos.add_memo(study, f"A memo: {text}")
    memos.add_memo(study, f"A memo: {text}", about="passage", target="fg1#3")
    place = Place(segment="3", start=0, end_segment="3", end=55)
    (one,) = coding.apply_codes(study, "fg1", [place], [code.id]).codings
    coding.set_memo(study, one.id, text)
    bank.choose(study, [one.id])
    bank.attribute_quote(study, one.id, "friend of Mia")
    for name, shown in zip(NAMES, ("[doctor]", "[girl A]", "[place]"), strict=True):
        redact.redact(study, name, shown)
    return study


def test_no_output_of_a_redacted_study_holds_the_words(redacted, coded, run, tmp_path):
    save.save(redacted)
    redacted.close()
    out = tmp_path / "out"
    out.mkdir()
    printed = {}
    for suffix in ("docx", "xlsx", "html", "md", "csv", "json"):
        for name, arguments in {
            "all": ("quotes", "--all", "--context", 2),
            "chosen": ("quotes", "--chosen"),
            "transcript": ("transcript", "fg1"),
        }.items():
            if name == "transcript" and suffix not in ("docx", "html", "md"):
                continue
            done = run("-C", coded, *arguments, "-o", out / f"{name}.{suffix}")
            assert done.code == 0, (arguments, suffix, done.err)
    for suffix in ("yaml", "csv", "xlsx"):
        assert run("-C", coded, "codebook", "export", out / f"book.{suffix}").code == 0
    for format_ in ("table", "json", "csv", "md"):
        for command in (
            ["codings"],
            ["memo", "--list"],
            ["codebook", "show"],
            ["matrix"],
            ["matrix", "--by", "source"],
            ["log"],
        ):
            done = run("-C", coded, *command, "--format", format_)
            printed[" ".join([*command, format_])] = done.out + done.err
    printed["code"] = run("-C", coded, "code", "Help", "--match", "helped|good", "--yes").err
    run("-C", coded, "correct", "fg1", "--file", _corrected(tmp_path))
    checked = run("-C", coded, "check", "anchors")
    printed["check"] = checked.out + checked.err
    printed["status"] = run("-C", coded, "status").out
    files = {path.name: _words_of(path) for path in sorted(out.iterdir())}
    assert len(files) == 18
    for where, text in {**printed, **files}.items():
        for name in NAMES:
            assert not re.search(rf"(?<![\w/]){name}(?!\w)", text, re.IGNORECASE), (where, name)
    assert "[doctor]" in files["all.docx"]
    assert "[girl A]" in printed["codings json"] or "[doctor]" in printed["codings json"]


def _corrected(folder):
    """The talk with words of a coding gone."""
    path = folder / "edited.txt"
    path.write_text(
        "[1] Moderator\nHow was it?\n[2] Mia\nIt was good.\n[3] Tom\nOK.\n[4] Moderator\nAnd then?\n"
        "[5] Mia\nYes.\n[6] Tom\nYeah.\n",
        encoding="utf-8",
    )
    return path


def test_the_study_itself_keeps_the_words(redacted, coded):
    save.save(redacted)
    assert "Mia" in (coded / "transcripts" / "fg1.md").read_text(encoding="utf-8")
    assert "Lee" in (coded / "coding" / "ana" / "codings.csv").read_text(encoding="utf-8")
    assert "Lee" in (coded / "coding" / "edits.csv").read_text(encoding="utf-8")


def test_the_log_names_none_of_the_words(redacted):
    told = json.dumps([(event.summary, dict(event.detail)) for event in workspace.home(redacted).lately])
    assert "redacted 1 word or name" in told
    assert "Lee" not in told
    assert "doctor" not in told


def test_copies_and_memos_show_the_replacement(redacted):
    (row,) = copying.quotes_at(redacted, "fg1", [Place(segment="3", start=4, end_segment="3", end=17)])
    assert row.quote == "[doctor] helped me"
    shown = [one for one in memo_views.memo_views(redacted) if one.shown is not None]
    assert len(shown) == 3
    assert not any("Lee" in (one.shown or "") + one.words for one in shown)
    path = memo_views.export_memos(redacted, shown, redacted.folder / "exports" / "memos.md")
    assert "Lee" not in path.read_text(encoding="utf-8")


def test_a_quote_is_matched_as_it_is_and_as_it_is_shown(redacted, tmp_path):
    path = tmp_path / "codings.csv"
    path.write_text(
        'source,code,quote\nfg1,Shame,Dr. [doctor] helped me\nfg1,Shame,"Dr. Lee helped me, e.g."\n',
        encoding="utf-8",
    )
    taken = import_codings.import_codings(redacted, path)
    assert (taken.added, taken.findings) == (2, ())


def test_a_decision_meets_files_that_are_added_later(redacted, files, qk):
    (files / "fg9.md").write_text(
        "Ann: Mia told Lee.\nBob: No.\nAnn: Yes.\nBob: Mia's school.\n", encoding="utf-8"
    )
    add.accept(redacted, add.plan_add(redacted, [files / "fg9.md"]))
    (row,) = copying.quotes_at(redacted, "fg9", [Place(segment="4", start=0, end_segment="4", end=13)])
    assert row.quote == "[girl A]'s school."


def test_one_step_back_shows_the_words_again_and_redo_hides_them(study):
    place = Place(segment="3", start=0, end_segment="3", end=17)
    redact.redact(study, "Lee", "[doctor]")
    history.undo(study)
    assert copying.quotes_at(study, "fg1", [place])[0].quote == "Dr. Lee helped me"
    history.redo(study)
    assert "[doctor]" in copying.quotes_at(study, "fg1", [place])[0].quote


def test_redactions_survive_a_rebuild(redacted, coded, opened):
    before = [(one.id, one.words, one.replacement, one.decided_by) for one in redact.decisions(redacted)]
    save.save(redacted)
    redacted.close()
    (coded / "study.db").unlink()
    with opened(coded, "ana") as again:
        after = [(one.id, one.words, one.replacement, one.decided_by) for one in redact.decisions(again)]
        assert sorted(after) == sorted(before)


def test_one_name_has_one_pseudonym_in_the_whole_study(study):
    first = redact.redact(study, "Lee")
    assert first.decisions[0].replacement == "[name 1]"
    assert redact.redact(study, "Dr Lee").decisions[0].replacement == "[name 1]"
    assert redact.redact(study, "Mia").decisions[0].replacement == "[name 2]"


def test_too_few_letters_and_words_that_hold_themselves_are_refused(study):
    for words, shown in (("a", "[x]"), ("!", "[x]"), ("Lee", "[Dr Lee]")):
        with pytest.raises(Refused):
            redact.redact(study, words, shown)
    assert redact.decisions(study) == ()


def test_candidates_are_proposed_once_decided_and_not_proposed_again(study, files):
    words = {one.words for one in suggest_redactions.suggest(study)}
    assert {"Dr. Lee"} <= words
    (lee,) = [one for one in suggest_redactions.suggest(study) if one.words == "Dr. Lee"]
    assert (lee.sort, lee.times, lee.sources) == ("name", 1, ("fg1",))
    redact.decide(study, [redact.Decision(words=lee.words, replacement="[doctor]", sort="name")])
    redact.leave(study, "Mia")
    (files / "fg9.md").write_text(
        "Ann: I saw Dr. Lee and Mia.\nBob: Ring 07700 900461.\nAnn: Yes.\nBob: No.\n", encoding="utf-8"
    )
    add.accept(study, add.plan_add(study, [files / "fg9.md"]))
    later = {one.words for one in suggest_redactions.suggest(study, ["fg9"])}
    assert "07700 900461" in later
    assert not {"Dr. Lee", "Mia"} & later


def test_the_command_redacts_lists_suggests_and_decides(qk, tmp_path):
    done = qk("redact", "Lee", "--as", "doctor")
    assert (done.code, done.out) == (0, "Shown from now on: [doctor]\n")
    assert "in 1 place, in fg1" in done.err
    assert "Lee" in qk("redact", "--list").out
    path = tmp_path / "candidates.csv"
    qk("undo")
    assert qk("redact", "--suggest", "-o", path).code == 0
    assert "Dr. Lee" in path.read_text(encoding="utf-8")
    assert "Decided about" in qk("redact", "--decide", path).out
    assert "Dr. Lee" not in qk("redact", "--suggest").out
    assert qk("redact").code == 2


def test_a_lost_place_is_listed_with_its_words_redacted(redacted, qk, tmp_path):
    done = qk("correct", "fg1", "--file", _corrected(tmp_path))
    assert "lost" in done.err
    assert "Lee" not in done.err
    assert review_places.lost_places(redacted)
