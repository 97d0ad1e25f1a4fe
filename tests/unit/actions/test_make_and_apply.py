"""Making a code and applying it is one step: both happen, or neither."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualkit.actions.coding import NewCode, apply_codes, make_and_apply
from qualkit.actions.history import undo
from qualkit.actions.workspace import codebook_view, open_source
from qualkit.errors import QualkitError
from qualkit.model.place import Place
from qualkit.study import Study

Open = Callable[..., Any]


def names(study: Study) -> list[str]:
    return [code.name for view in codebook_view(study) for code in view.codebook.codes]


def place(study: Study, start: int = 0, end: int = 6) -> Place:
    key = open_source(study, "fg1").segments[1].key
    return Place(segment=key, start=start, end_segment=key, end=end)


def coded(study: Study) -> set[str]:
    by_id = {code.id: code.name for view in codebook_view(study) for code in view.codebook.codes}
    return {by_id[one.code_id] for one in open_source(study, "fg1").codings}


def test_a_code_and_others_are_applied_and_undone_as_one_step(filled: Path, opened: Open) -> None:
    with opened(filled, "ana") as study:
        book = codebook_view(study)[0].codebook
        fear = book.codes[0]
        wanted = NewCode(name="At night", book=book.name, parent=fear.id, others=(fear.id,))
        applied = make_and_apply(study, wanted, "fg1", [place(study)])
        assert applied.codes == ("Fear", "Fear/At night")
        assert coded(study) == {"Fear", "At night"}
        assert undo(study) == ("made the code Fear/At night and coded 1 passage of fg1: Fear, Fear/At night")
        assert coded(study) == set()
        assert "At night" not in names(study)


def test_no_code_is_made_where_the_passage_is_refused(filled: Path, opened: Open) -> None:
    with opened(filled, "ana") as study:
        before = names(study)
        book = codebook_view(study)[0].codebook.name
        with pytest.raises(QualkitError):
            make_and_apply(study, NewCode(name="Fresh", book=book), "fg1", [place(study, 0, 9_999)])
        assert names(study) == before


def test_nothing_is_coded_where_the_name_is_taken(filled: Path, opened: Open) -> None:
    with opened(filled, "ana") as study:
        book = codebook_view(study)[0].codebook.name
        with pytest.raises(QualkitError, match='"Shame" already'):
            make_and_apply(study, NewCode(name="shame", book=book), "fg1", [place(study)])
        assert coded(study) == set()


def test_what_is_coded_so_already_stays_beside_the_new_code(filled: Path, opened: Open) -> None:
    with opened(filled, "ana") as study:
        book = codebook_view(study)[0].codebook
        apply_codes(study, "fg1", [place(study)], [book.codes[0].id])
        wanted = NewCode(name="Fresh", book=book.name, others=(book.codes[0].id,))
        assert make_and_apply(study, wanted, "fg1", [place(study)]).added == 1
        undo(study)
        assert coded(study) == {"Fear"}
