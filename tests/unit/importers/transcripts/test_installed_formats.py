import sys
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

from qualkit.errors import FileRefused, NotFound
from qualkit.importers.registry import Kind, kind_of
from qualkit.importers.transcripts import SUFFIXES, is_read

MODULE = """
from types import SimpleNamespace

from qualkit.importers.transcripts import Format, Talk, Utterance


def fits(material):
    if b"broken fits" in material.data:
        raise ZeroDivisionError("by zero")
    return material.data.startswith(b"TASCAM")


def read(material):
    if b"broken read" in material.data:
        raise KeyError("gone")
    rows = [row.split("|") for row in material.text.split("\\n")[1:] if "|" in row]
    return Talk(utterances=[Utterance(text, who) for who, text in rows])


layout = SimpleNamespace(fits=fits, read=read)
tascam = Format("tascam", "Tascam recorder", frozenset({".tsc", ".txt"}), layout)
mine = Format("labels", "takes the name of another", frozenset({".txt"}), layout)
nothing = 3
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Installs a distribution with these entry points as an installer would: its module and its metadata."""

    def make(**entries):
        site = tmp_path / "site-packages"
        info = site / "tascam_reader-1.0.dist-info"
        info.mkdir(parents=True)
        (site / "tascam_reader.py").write_text(MODULE)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tascam-reader\nVersion: 1.0\n")
        lines = "".join(f"{name} = {value}\n" for name, value in entries.items())
        (info / "entry_points.txt").write_text(f"[qualkit.transcripts]\n{lines}")
        monkeypatch.delitem(sys.modules, "tascam_reader", raising=False)
        monkeypatch.syspath_prepend(site)

    return make


def test_a_file_of_an_installed_format_is_read_by_it(install, read, said, tmp_path):
    install(tascam="tascam_reader:tascam")
    transcript = read("TASCAM\nAnn|Hello.\nBob| \nAnn|Bye. \n", "t.tsc")
    assert (transcript.format, transcript.format_title) == ("tascam", "Tascam recorder")
    assert said(transcript) == [("Ann", "Hello."), ("Ann", "Bye.")]
    assert kind_of(tmp_path / "t.tsc") is Kind.TRANSCRIPT


def test_without_it_such_a_file_is_refused(read, tmp_path):
    assert not is_read(tmp_path / "t.tsc")
    with pytest.raises(FileRefused, match=r"\.tsc"):
        read("TASCAM\n", "t.tsc")


def test_it_is_asked_before_plain_text_and_after_qualkit_s_own_layouts(install, read):
    install(tascam="tascam_reader:tascam")
    assert read("TASCAM\nAnn|Hello.\n").format == "tascam"
    assert read("P1: Hi.\nINT: Oh.\n").format == "labels"
    assert read("TASCAM (0:04):\nHi.\nB (0:09):\nYes.\nTASCAM (0:12):\nBye.\n").format == "rev"


def test_a_stored_recipe_names_it(install, read):
    install(tascam="tascam_reader:tascam")
    assert read("TASCAM\nAnn|Hello.\n", format="tascam").format == "tascam"


def test_a_recipe_of_a_format_that_is_no_longer_installed_is_refused(read):
    with pytest.raises(NotFound, match="tascam"):
        read("TASCAM\nAnn|Hello.\n", format="tascam")


def test_its_own_faults_are_refusals_that_name_it(install, read):
    install(tascam="tascam_reader:tascam")
    with pytest.raises(FileRefused, match=r"tascam-reader.*KeyError"):
        read("TASCAM\nbroken read\n", "t.tsc")
    transcript = read("P1: broken fits\nINT: Oh.\n")
    assert transcript.format == "labels"
    assert "ZeroDivisionError" in transcript.findings[0].message


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("tascam_reader:gone", "can't be loaded"),
        ("no_such_module:x", "can't be loaded"),
        ("tascam_reader:nothing", "no Format"),
        ("tascam_reader:mine", 'another format is called "labels"'),
    ],
)
def test_one_that_can_t_be_used_is_passed_over_with_a_warning(install, read, value, why):
    install(bad=value)
    transcript = read("P1: Hi.\nINT: Oh.\n")
    assert dedent(transcript.findings[0].message).count(why) == 1
    assert len(transcript.turns) == 2


DOCUMENTED = Path(__file__).resolve().parents[4] / "docs" / "transcripts.md"


def test_the_documented_format_is_read_as_documented(tmp_path, monkeypatch, read, said):
    page = DOCUMENTED.read_text(encoding="utf-8")
    module, entry = page.split("```python\n")[1].split("```")[0], page.split("```toml\n")[1].split("```")[0]
    ((name, value),) = tomllib.loads(entry)["project"]["entry-points"]["qualkit.transcripts"].items()
    info = tmp_path / "documented" / "tascam_reader-2.0.dist-info"
    info.mkdir(parents=True)
    (info.parent / "tascam_reader.py").write_text(module)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tascam-reader\nVersion: 2.0\n")
    (info / "entry_points.txt").write_text(f"[qualkit.transcripts]\n{name} = {value}\n")
    monkeypatch.delitem(sys.modules, "tascam_reader", raising=False)
    monkeypatch.syspath_prepend(info.parent)
    assert said(read("TASCAM\nAnn|Hello.\n", "t.tsc")) == [("Ann", "Hello.")]


def test_every_ending_that_is_read_is_documented():
    page = DOCUMENTED.read_text(encoding="utf-8")
    assert [suffix for suffix in sorted(SUFFIXES) if f"`{suffix}`" not in page] == []
