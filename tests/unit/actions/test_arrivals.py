"""What arrives in the folder of an open study."""

from __future__ import annotations

import shutil

from qualkit.actions import finish, save
from qualkit.actions.arrivals import Arrivals


def test_a_second_version_of_a_file_is_joined_and_set_aside_while_the_study_is_open(filled, opened):
    with opened(filled, "ben") as ben:
        finish.finish(ben, source=["fg1"])
        save.save(ben)
    own = filled / "coding" / "ben" / "readings.csv"
    with opened(filled, "ana") as ana:
        arrivals = Arrivals(ana)
        assert arrivals.ready() == ()
        second = own.with_name("readings (Ben's conflicted copy 2026-11-03).csv")
        shutil.copy(own, second)
        assert arrivals.ready() == ()  # it may still be being written
        ready = arrivals.ready()
        assert [path.rsplit("/", 1)[1] for path in ready] == [second.name]
        loaded = arrivals.take(ready)
        assert loaded.set_aside
        assert not second.exists()
        assert own.is_file()
        assert arrivals.ready() == ()
