"""Memos in one place: what they stand on, whose they are, changing and handing them over."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from qualkit.actions import coding, edit_codebook, history
from qualkit.actions.dated_path import dated_path
from qualkit.actions.log_lines import log_lines
from qualkit.actions.log_view import LogView, Work, export_log, work_of
from qualkit.actions.memo_views import MemoKind, export_memos, memo_views
from qualkit.actions.memos import add_memo, change_memo, remove_memo
from qualkit.actions.workspace import codebook_view
from qualkit.errors import NotFound, Refused
from qualkit.model.place import Place
from qualkit.store.database import Connection


@pytest.fixture
def ana(filled, opened):
    with opened(filled, "ana") as study:
        yield study


@pytest.fixture
def ben(filled, ana, opened):
    with opened(filled, "ben") as study:
        yield study


def codes(study):
    return {code.name: code.id for book in codebook_view(study) for code in book.codebook.codes}


def stroke(study, name="Of school"):
    place = Place(segment="2", start=0, end_segment="2", end=11)
    return coding.apply_codes(study, "fg1", [place], [codes(study)[name]]).codings[0].id


def test_every_memo_says_what_it_stands_on(ana):
    one = stroke(ana)
    add_memo(ana, "a")
    add_memo(ana, "b", about="source", target="panel:why")
    add_memo(ana, "c", about="passage", target="fg1#2")
    add_memo(ana, "d", about="person", target="fg1:Mia")
    add_memo(ana, "e", about="code", target=codes(ana)["Shame"])
    add_memo(ana, "f", about="coding", target=one)
    coding.set_memo(ana, one, "g")
    found = {memo.text: memo for memo in memo_views(ana)}
    assert {text: memo.what for text, memo in found.items()} == {
        "a": "The study",
        "b": found["b"].what,
        "c": "fg1, turn 2",
        "d": "Mia (fg1)",
        "e": "Shame",
        "f": "Fear › Of school · fg1, turn 2",
        "g": "Fear › Of school · fg1, turn 2",
    }
    assert found["c"].words.startswith("It was good!!!")
    assert found["e"].words == "Being ashamed."
    assert found["f"].words == "It was good"
    assert (found["f"].source, found["f"].key) == ("fg1", "2")
    assert (found["f"].is_in_coding, found["g"].is_in_coding) == (False, True)
    assert {memo.kind for memo in found.values()} == set(MemoKind)


def test_the_newest_stands_first_and_others_are_hidden_when_asked(ana, ben):
    first, second = add_memo(ana, "first"), add_memo(ben, "second")
    with ana.database.writing() as connection:
        _set_created(connection, first.id, "2026-01-01T10:00:00Z")
        _set_created(connection, second.id, "2026-01-02T10:00:00Z")
    assert [memo.text for memo in memo_views(ana)] == ["second", "first"]
    assert [memo.text for memo in memo_views(ana, only_mine=True)] == ["first"]


def _set_created(connection: Connection, memo_id: str, created: str) -> None:
    connection.exec_driver_sql("update memo set created = ? where id = ?", (created, memo_id))


def test_a_memo_is_changed_as_one_step_and_only_by_its_writer(ana, ben):
    add_memo(ana, "before")
    (memo,) = memo_views(ana)
    assert change_memo(ana, memo, " after\r\nmore ")
    assert memo_views(ana)[0].text == "after\nmore"
    assert log_lines(ana)[0].text == "ana rewrote the memo on the study"
    with pytest.raises(Refused, match="only ana"):
        change_memo(ben, memo, "mine now")
    history.undo(ana)
    assert memo_views(ana)[0].text == "before"


def test_a_memo_taken_away_comes_back_by_undo(ana, ben):
    add_memo(ana, "kept", about="passage", target="fg1#2")
    (memo,) = memo_views(ana)
    with pytest.raises(Refused):
        remove_memo(ben, memo)
    assert remove_memo(ana, memo)
    assert memo_views(ana) == ()
    with pytest.raises(NotFound):
        change_memo(ana, memo, "again")
    history.undo(ana)
    assert memo_views(ana) == (memo,)


def test_a_note_kept_with_a_coding_is_changed_there(ana, ben):
    coding.set_memo(ana, stroke(ana), "note")
    (memo,) = memo_views(ana)
    with pytest.raises(Refused):
        change_memo(ben, memo, "no")
    change_memo(ana, memo, "other")
    assert memo_views(ana) == (replace(memo, text="other"),)
    remove_memo(ana, memo)
    assert memo_views(ana) == ()


def test_what_is_gone_is_said_to_be(ana):
    one = stroke(ana)
    add_memo(ana, "x", about="coding", target=one)
    joy = edit_codebook.make_code(ana, "feelings", "Joy")
    add_memo(ana, "y", about="code", target=joy.id)
    history.undo(ana)
    with ana.database.writing() as connection:
        connection.exec_driver_sql("update memo set target = 'nowhere'")
    assert [memo.what for memo in memo_views(ana)] == ["A coding that was taken off"]


def test_memos_are_handed_over_with_what_they_stand_on(ana):
    add_memo(ana, "On all <of> it")
    add_memo(ana, "Two\nlines", about="passage", target="fg1#2")
    path = export_memos(ana, memo_views(ana), dated_path(ana, "memos", ".html"))
    page = path.read_text(encoding="utf-8")
    assert re.fullmatch(r"memos-\d{4}-\d\d-\d\d-\d{4}\.html", path.name)
    assert page.index("On the study") < page.index("On all &lt;of&gt; it") < page.index("fg1, turn 2")
    assert "It was good!!!" in page
    assert log_lines(ana)[0].text == f"ana handed over {path.name}"
    assert dated_path(ana, "memos", ".html") != path


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"about": "source", "target": "fg1"}, "ana wrote a memo on fg1"),
        ({"about": "passage", "target": "fg1#2"}, "ana wrote a memo on fg1, passage 2"),
        ({"about": "person", "target": "fg1:Mia"}, "ana wrote a memo on Mia of fg1"),
        ({"about": "code", "target": "Fear/Of school"}, "ana wrote a memo on the code Fear › Of school"),
    ],
)
def test_the_log_says_what_a_memo_is_on(ana, how, said):
    add_memo(ana, "x", **how)
    assert log_lines(ana)[0].text == said


def test_the_log_names_no_ids(ana):
    add_memo(ana, "x", about="coding", target=stroke(ana))
    assert log_lines(ana)[0].text == "ana wrote a memo on a coding of fg1: Fear › Of school"


# ---- the log to leaf through


def test_the_log_is_filtered_by_who_what_and_words(ana, ben):
    stroke(ana)
    add_memo(ben, "hm")
    log = LogView(ana)
    log.renew()
    said = lambda **how: [log.line(row).text for row in log.rows(**how)]  # noqa: E731
    assert said(who="ben") == ["ben wrote a memo on the study"]
    assert said(work=Work.CODING) == ["ana coded 1 passage of fg1 as Fear › Of school"]
    assert said(words="OF SCHOOL")[0] == "ana coded 1 passage of fg1 as Fear › Of school"
    assert said(words="nothing like it") == []
    assert {Work.CODING, Work.MEMOS, Work.FILES, Work.CODEBOOK} == set(log.works())
    assert (work_of("merge codes"), work_of("word quote")) == (Work.CODEBOOK, Work.QUOTES)


def test_the_log_takes_in_what_came_since(ana, ben):
    log = LogView(ana)
    log.renew()
    before = len(log.headings)
    add_memo(ben, "hm")
    log.renew()
    assert len(log.headings) == before + 1
    assert log.line(0).text == "ben wrote a memo on the study"
    mine = LogView(ana, only_mine=True)
    mine.renew()
    assert mine.coders() == ["ana"]


def test_events_stand_under_the_day_on_which_they_were(ana):
    stamps = ["2026-03-02T12:00:00Z", "2026-03-02T12:30:00Z", "2026-03-04T12:00:00Z"]
    with ana.database.writing() as connection:
        connection.exec_driver_sql("delete from step")
        connection.exec_driver_sql("delete from event")
        for number, at in enumerate(stamps):
            connection.exec_driver_sql(
                "insert into event(uid, at, coder_id, verb, summary) values (?, ?, 1, 'memo', 'memo on study')",
                (str(number), at),
            )
    log = LogView(ana)
    log.renew()
    days = log.days(log.rows())
    assert [(str(day), first) for day, first in days] == [("2026-03-04", 0), ("2026-03-02", 1)]


def test_the_log_is_handed_over_oldest_first(ana):
    stroke(ana)
    add_memo(ana, "hm")
    log = LogView(ana)
    log.renew()
    path = export_log(log, log.rows(), dated_path(ana, "log", ".csv"))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "at,coder,did"
    assert lines[-1].endswith("ana,wrote a memo on the study")
