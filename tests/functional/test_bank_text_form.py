"""The chosen quotes as text: saved, rebuilt from, joined with a colleague's, and handed over."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest

from qualkit.actions import bank, coding, load, save
from qualkit.actions.bank import bank_view
from qualkit.store import bank as stored

PATH = "coding/bank.csv"
COLUMNS = [
    "id", "coding_id", "source", "segment", "start", "end_segment", "end", "code_id", "code", "quote",
    "position", "wording", "attribution", "display", "chosen_by", "created",
]  # fmt: skip


@pytest.fixture
def qk(run, tmp_path):
    """The command line on the test's study."""
    return lambda *arguments, coder="ana": run("-C", tmp_path / "study", *arguments, coder=coder)


@pytest.fixture
def chosen(coded, opened):
    """The coded study with two quotes of Fear: the second before the first, one edited; saved."""
    with opened(coded, "ana") as study:
        first, second, *_ = passages(study)
        bank.choose(study, [first.coding_id, second.coding_id])
        bank.move_quote(study, second.coding_id, before=first.coding_id)
        bank.word_quote(study, second.coding_id, f"[very] {second.verbatim}")
        bank.attribute_quote(study, second.coding_id, "a boy, 15")
        bank.mark_for_display(study, first.coding_id, True)
        save.save(study)
    return coded


def passages(study, name="Fear"):
    return next(theme for theme in bank_view(study).themes if theme.code.name == name).quotes


def in_store(study):
    with study.database.reading() as connection:
        return stored.quotes(connection)


def rows(folder):
    return list(csv.DictReader(io.StringIO((folder / PATH).read_text("utf-8"), newline="")))


def put_rows(folder, plain):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(plain)
    (folder / PATH).write_text(out.getvalue(), "utf-8")


def rebuilt(folder):
    for path in folder.glob("study.db*"):
        path.unlink()


def shown(study):
    return [(one.wording, one.attribution, one.quote.is_display) for one in passages(study) if one.quote]


# ---- one study


def test_the_file_says_each_quote_with_its_passage_in_the_order_of_the_bank(chosen):
    plain = rows(chosen)
    assert list(plain[0]) == COLUMNS
    assert [(row["quote"], row["wording"], row["attribution"], row["display"]) for row in plain] == [
        ("afraid", "[very] afraid", "a boy, 15", ""),
        ("scared", "", "", "yes"),
    ]
    assert {(row["code"], row["chosen_by"]) for row in plain} == {("feelings:Fear", "ana")}


def test_a_study_in_which_nothing_was_ever_chosen_has_no_such_file(coded):
    assert not (coded / PATH).exists()


def test_quotes_come_back_with_the_same_ids_when_the_database_is_gone(chosen, opened, study_text):
    before = study_text(chosen)
    with opened(chosen) as study:
        quotes = in_store(study)
    rebuilt(chosen)
    with opened(chosen) as study:
        assert in_store(study) == quotes
        assert shown(study) == [("[very] afraid", "a boy, 15", False), ("scared", "participant", True)]
        assert save.save(study).written == ()
    assert study_text(chosen) == before


def test_the_file_is_emptied_when_nothing_is_chosen_any_longer(chosen, opened):
    with opened(chosen) as study:
        bank.unchoose(study, [one.coding_id for one in passages(study)])
        save.save(study)
    assert rows(chosen) == []
    rebuilt(chosen)
    with opened(chosen) as study:
        assert in_store(study) == []


def test_a_quote_outlives_a_change_in_the_row_of_its_coding(chosen, opened):
    path = chosen / "coding/ana/codings.csv"
    path.write_text(
        path.read_text("utf-8").replace(",by hand,", ",rule,").replace(",rule,", ",imported,"), "utf-8"
    )
    with opened(chosen) as study:
        assert [one.wording for one in in_store(study)] == ["[very] afraid", ""]


def test_a_row_whose_coding_is_not_there_waits_and_is_taken_in_once_it_is(chosen, opened, qk):
    codings = chosen / "coding/ana/codings.csv"
    whole = codings.read_text("utf-8")
    kept = [line for line in whole.splitlines(keepends=True) if ",afraid," not in line]
    assert len(kept) < len(whole.splitlines())
    codings.write_text("".join(kept), "utf-8")
    rebuilt(chosen)
    with opened(chosen) as study:
        assert [one.wording for one in in_store(study)] == [""]
    assert "the passage of a chosen quote is not coded so" in qk("status").err
    assert qk("save").code == 0
    assert [row["wording"] for row in rows(chosen)] == ["", "[very] afraid"]
    codings.write_text(whole, "utf-8")
    with opened(chosen) as study:
        assert shown(study)[0][0] == "[very] afraid"


def test_a_coding_taken_out_of_its_file_leaves_its_quote_waiting_with_the_place(chosen, opened):
    codings = chosen / "coding/ana/codings.csv"
    whole = codings.read_text("utf-8")
    lines = whole.splitlines(keepends=True)
    codings.write_text("".join(line for line in lines if ",afraid," not in line), "utf-8")
    with opened(chosen) as study:
        assert len(in_store(study)) == 1
        save.save(study)
    assert {row["quote"] for row in rows(chosen)} == {"afraid", "scared"}


def test_a_row_that_can_not_be_read_waits_and_the_others_are_taken(chosen, opened, qk):
    plain = rows(chosen)
    plain[0]["position"] = "first"
    put_rows(chosen, plain)
    rebuilt(chosen)
    with opened(chosen) as study:
        assert len(in_store(study)) == 1
    assert "can't be read" in qk("status").err


# ---- two people


@pytest.fixture
def copy(chosen, tmp_path):
    """The same study on a colleague's computer."""
    return shutil.copytree(chosen, tmp_path / "theirs")


def code_and_choose(study, segment, end):
    """Code the first words of a turn with Shame, and choose them."""
    from qualkit.model.place import Place

    code = next(theme.code for theme in bank_view(study).themes if theme.code.name == "Shame")
    place = Place(segment=segment, start=0, end_segment=segment, end=end)
    (made,) = coding.apply_codes(study, "fg1", [place], [code.id]).codings
    bank.choose(study, [made.id])


def test_what_two_people_chose_apart_joins_to_the_same_bank_whoever_takes_in_the_other(
    chosen, copy, opened, tmp_path
):
    with opened(chosen, "ana") as study:
        code_and_choose(study, "2", 15)
    with opened(copy, "ben") as study:
        code_and_choose(study, "3", 20)
    sent = []
    for folder, coder in ((chosen, "ana"), (copy, "ben")):
        sent.append(shutil.copytree(folder, tmp_path / f"from-{coder}"))
        with opened(sent[-1], coder) as study:
            save.save(study)
    shutil.copytree(sent[1] / "coding", chosen / "coding", dirs_exist_ok=True)
    shutil.copytree(sent[0] / "coding", copy / "coding", dirs_exist_ok=True)
    banks = []
    for folder, coder in ((chosen, "ana"), (copy, "ben")):
        with opened(folder, coder) as study:
            assert load.load(study).clashes == ()
            save.save(study)
            banks.append([(one.wording, one.passage.coders) for one in passages(study, "Shame") if one.quote])
    assert banks[0] == banks[1]
    assert len(banks[0]) == 2
    assert rows(chosen) == rows(copy)


def test_the_same_passage_chosen_apart_is_one_quote_with_the_words_that_were_edited(coded, opened, tmp_path):
    other = shutil.copytree(coded, tmp_path / "theirs")
    with opened(coded, "ana") as study:
        bank.choose(study, [passages(study)[0].coding_id])
        save.save(study)
    with opened(other, "ben") as study:
        bank.word_quote(study, passages(study)[0].coding_id, "[very] scared")
        save.save(study)
    shutil.copy(other / PATH, coded / PATH)
    with opened(coded, "ana") as study:
        assert [one[0] for one in shown(study)] == ["[very] scared"]
        bank.unchoose(study, [passages(study)[0].coding_id])
        assert in_store(study) == []


def test_both_wordings_of_a_quote_that_both_edited_are_shown_and_one_is_kept(chosen, copy, opened, qk):
    for folder, coder, word in ((chosen, "ana", "so"), (copy, "ben", "too")):
        with opened(folder, coder) as study:
            bank.word_quote(study, passages(study)[0].coding_id, f"[{word}] afraid")
            if folder == copy:
                save.save(study)
    shutil.copy(copy / PATH, chosen / PATH)
    said = qk("status").err
    assert "[so] afraid" in said
    assert "[too] afraid" in said
    assert qk("load", "--keep", "theirs").code == 0
    with opened(chosen, "ana") as study:
        assert shown(study)[0][0] == "[too] afraid"


def test_a_code_renamed_here_and_words_edited_there_do_not_clash(chosen, copy, opened):
    from qualkit.actions import edit_codebook

    with opened(chosen, "ana") as study:
        fear = passages(study)[0].code
        edit_codebook.rename_code(study, fear.id, "Dread")
    with opened(copy, "ben") as study:
        bank.word_quote(study, passages(study)[0].coding_id, "[too] afraid")
        save.save(study)
    shutil.copy(copy / PATH, chosen / PATH)
    with opened(chosen, "ana") as study:
        assert load.load(study).clashes == ()
        assert passages(study, "Dread")[0].wording == "[too] afraid"


# ---- handed over


def test_the_bank_hands_over_chosen_quotes_with_the_words_said_beside_edited_ones(chosen, qk):
    found = json.loads(qk("quotes", "--format", "json").out)
    fear = [row for row in found["rows"] if row["theme"] == "Fear"]
    assert [(row["quote"], row["attribution"], row["verbatim"], row["display"]) for row in fear] == [
        ("[very] afraid", "a boy, 15", "afraid", ""),
        ("scared", "participant", "", "yes"),
    ]
    assert any("Nothing has been chosen of “Shame”" in note for note in found["notes"])


def test_all_shows_every_passage_and_chosen_no_other_theme(chosen, qk):
    def themes(*options):
        return [row["theme"] for row in json.loads(qk("quotes", "--format", "json", *options).out)["rows"]]

    assert themes("--all").count("Fear") == 3
    assert set(themes("--chosen")) == {"Fear"}
    assert qk("quotes", "--all", "--chosen").code == 2


def test_a_display_quote_is_set_apart_in_word_and_on_the_web_page(chosen, qk, tmp_path):
    import docx

    for suffix in ("docx", "html"):
        assert qk("quotes", "--chosen", "-o", tmp_path / f"bank.{suffix}").code == 0
    document = docx.Document(tmp_path / "bank.docx")
    large = [one.text for one in document.paragraphs if one.style.name == "Intense Quote"]
    assert large == ["“scared” – participant"]
    assert (tmp_path / "bank.html").read_text("utf-8").count('class="quote display"') == 1


def test_the_api_chooses_and_words_quotes(coded):
    import qualkit

    with qualkit.open(coded, coder="ana") as study:
        (first, second, *_) = study.bank().themes[0].quotes
        assert study.choose([first.coding_id, second.coding_id]) == 2
        assert study.word_quote(first.coding_id, "[very] scared") == "[very] scared"
        study.attribute_quote(first.coding_id, "a girl")
        study.mark_for_display(first.coding_id)
        study.move_quote(second.coding_id, before=first.coding_id)
        assert study.unchoose([second.coding_id]) == 1
        (quote,) = [one for one in study.bank().themes[0].quotes if one.quote]
        assert (quote.wording, quote.attribution, quote.quote.is_display) == ("[very] scared", "a girl", True)
