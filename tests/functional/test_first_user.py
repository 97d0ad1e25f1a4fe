"""A researcher in a hurry: wrong files, wrong names, full disks, broken text files, a colleague's typos."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

SPOKEN = "Moderator: Well?\nZoe: I was scared of them.\nLea: So was I.\nZoe: Yes.\n"
QUALKIT = [sys.executable, "-c", "from qualkit.cli.main import main; main()"]
ON_UNIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a system with forks and signals")


@pytest.fixture
def qk(filled, run):
    return lambda *arguments, coder="ana": run("-C", filled, *arguments, coder=coder)


def rows(qk, *arguments):
    return json.loads(qk(*arguments, "--format", "json").out)["rows"]


# ---- where files go


@pytest.mark.parametrize("target", ["/", ".", ".."])
@pytest.mark.parametrize("command", [("quotes", "-o"), ("codings", "-o"), ("codebook", "export")])
def test_a_folder_is_not_written_over(qk, command, target):
    refused = qk(*command, target)
    assert refused.code == 1
    assert "bug" not in refused.err


@pytest.mark.parametrize("command", [("quotes", "-o"), ("codings", "-o"), ("codebook", "export")])
def test_a_file_in_a_folder_that_is_not_there_is_refused(qk, command, tmp_path):
    refused = qk(*command, tmp_path / "no" / "such" / "folder.csv")
    assert refused.code == 1
    assert "folder" in refused.err


def test_a_template_that_is_no_word_file_is_refused_as_a_template(qk, files):
    refused = qk("quotes", "--template", files / "feelings.yaml", "-o", files / "bank.docx")
    assert refused.code == 1
    assert "feelings.yaml: This file can't be used as a Word template." in refused.err
    assert not (files / "bank.docx").exists()


# ---- names


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a:b.txt", "a_b"),
        (".hidden.txt", "hidden"),
        ("two\nlines.txt", "two_lines"),
        ("what?*.txt", "what__"),
        ("a#b ü.txt", "a#b ü"),
        ("it's.now.txt", "it's.now"),
    ],
)
@ON_UNIX
def test_a_source_is_called_what_every_computer_takes_as_a_file_name(folder, run, write, files, file, name):
    added = run("-C", folder, "add", write(files / file, SPOKEN), "--yes")
    assert added.code == 0, added.err
    assert (folder / "transcripts" / f"{name}.txt").is_file()
    (row,) = json.loads(run("-C", folder, "status", "--format", "json").out)["rows"]
    assert row["source"] == name


@ON_UNIX
def test_a_file_whose_name_is_no_text_comes_in_under_another(folder, run, files):
    odd = os.fsencode(files) + b"/bad\xff.txt"
    with open(odd, "w", encoding="utf-8") as file:  # noqa: PTH123 - Path takes no bytes
        file.write(SPOKEN)
    assert run("-C", folder, "add", os.fsdecode(odd), "--yes").code == 0
    assert (folder / "transcripts" / "bad_.txt").is_file()


@pytest.mark.parametrize("name", ["a/b", "../../evil", "a:b", "..", "con\x1b[31m"])
def test_a_name_that_leads_out_of_the_folder_is_refused(qk, filled, files, write, name):
    before = sorted(filled.parent.rglob("*.txt"))
    source = qk("add", write(files / "talk.txt", SPOKEN), "--name", name, "--yes")
    book = qk("codebook", "import", files / "feelings.yaml", "--name", name, "--yes")
    assert (source.code, book.code) == (1, 1)
    assert "can't be the name of a source." in source.err
    assert "can't be the name of a codebook." in book.err
    assert "\x1b" not in source.err + book.err
    assert sorted(filled.parent.rglob("*.txt")) == [*before, files / "talk.txt"]


def test_two_files_of_one_stem_are_told_how_to_come_in(qk, files, write):
    write(files / "one" / "talk.txt", SPOKEN)
    write(files / "two" / "talk.txt", SPOKEN.replace("scared", "glad"))
    refused = qk("add", files / "one" / "talk.txt", files / "two" / "talk.txt", "--yes")
    assert refused.code == 1
    assert "one after the other, each with a --name of its own" in refused.err


def test_one_bad_file_among_several_says_that_nothing_came_in(qk, files, write):
    refused = qk("add", write(files / "talk.txt", SPOKEN), files / "gone.txt", "--yes")
    assert refused.code == 1
    assert refused.err.startswith("Nothing was brought in:")
    assert "gone.txt" in refused.err
    assert "talk" not in qk("status").out


@pytest.mark.parametrize("coder", ["any", "Any", "two\nlines", "\x1b[31mred", "x" * 300, "\udcff"])
def test_a_coder_s_name_must_be_one_that_a_team_can_tell_apart(qk, coder):
    refused = qk("code", "Fear", "--match", "scared", "--yes", coder=coder)
    assert refused.code == 1
    assert "--coder" in refused.err
    assert "\x1b" not in refused.err


@pytest.mark.parametrize(
    "coder", ["a/b", "..", "../../etc", "👩🏽‍⚕️", "Ann Other", "a:b", "%2E", "Ünal", ".x"]
)
def test_any_other_name_of_a_coder_survives_saving_and_rebuilding(qk, filled, coder):
    qk("code", "Fear", "--match", "scared", "--yes", coder=coder)
    assert qk("save", coder=coder).code == 0
    before = rows(qk, "codings")
    assert [row["coder"] for row in before] == [coder, coder]
    (filled / "study.db").unlink()
    assert rows(qk, "codings") == before
    assert all(path.parent.parent == filled / "coding" for path in filled.rglob("codings.csv"))


# ---- asking for what is not there


@pytest.mark.parametrize("command", ["codings", "quotes", "log"])
def test_a_coder_nobody_knows_is_refused_with_those_there_are(qk, command):
    qk("code", "Fear", "--match", "scared", "--yes")
    refused = qk(command, "--coder", "anna")
    assert refused.code == 1
    assert 'Nobody called "anna" works on this study.' in refused.err
    assert '"ana"' in refused.err


def test_a_value_nobody_has_is_refused_with_the_nearest(qk):
    refused = qk("quotes", "--where", "role=Polise")
    assert refused.code == 1
    assert refused.err == 'Nobody has "polise" as role.\n  Did you mean "Police"?\n'
    assert "Known are: 30-39, 40-49." in qk("codings", "--where", "age=99").err


def test_an_attribute_nobody_has_is_refused_with_those_there_are(qk):
    assert "Known are: " in qk("quotes", "--where", "shoe size=42").err
    assert 'Did you mean "role"?' in qk("quotes", "--where", "rolle=Police").err


def test_looking_for_nothing_is_refused(qk):
    refused = qk("code", "Fear", "--match", " ", "--yes")
    assert refused.code == 1
    assert "nothing to look for" in refused.err


# ---- codings from a colleague's file


def test_a_colleague_s_codings_come_in_though_their_ids_are_taken(qk, files):
    qk("code", "Fear", "--match", "scared", "--yes", coder="ana")
    assert qk("codings", "-o", files / "all.csv").code == 0
    taken = qk("codings", "--import", files / "all.csv", "--coder", "ben")
    assert (taken.code, taken.err) == (0, "")
    found = rows(qk, "codings")
    assert sorted(row["coder"] for row in found) == ["ana", "ana", "ben", "ben"]
    assert len({row["id"] for row in found}) == 4


# ---- participants


def test_a_refusal_that_fits_nobody_is_said_until_it_does(qk, filled, write):
    write(filled / "transcripts" / "participants.csv", "source,speaker,quotation\nfg1,Miaa,no\n")
    opened = qk("codings")
    assert 'No source of the study has the speaker "Miaa" of "fg1".' in opened.err
    assert "Miaa" in qk("status").err
    write(filled / "transcripts" / "participants.csv", "source,speaker,quotation\nfg1,Mia,no\n")
    assert qk("status").err == "Took in 1 changed text file.\n"


def test_a_label_in_brackets_is_the_same_person_in_the_list(qk, files, write):
    write(files / "fg2.txt", "Moderator: Well?\n[P1]: Never quote me.\n[P1]: No.\nP2: So be it.\nP2: Yes.\n")
    write(files / "participants.csv", "source,speaker,quotation\nfg2,[P1],no\n")
    added = qk("add", files / "fg2.txt", files / "participants.csv", "--yes")
    assert "No source of the study" not in added.err
    qk("code", "Fear", "--match", "quote", "--yes")
    assert rows(qk, "quotes") == []


# ---- text files that went wrong


def test_codings_cut_off_to_nothing_are_not_taken_for_deleted(qk, filled):
    qk("code", "Fear", "--match", "scared", "--yes")
    qk("save")
    before = rows(qk, "codings")
    (filled / "coding" / "ana" / "codings.csv").write_bytes(b"")
    opened = qk("codings", "--format", "json")
    assert json.loads(opened.out)["rows"] == before
    assert "coding/ana/codings.csv: This file is empty." in opened.err


def test_a_recipe_cannot_name_a_file_outside_of_the_study(qk, filled, write):
    write(filled.parent / "secret.txt", SPOKEN)
    sources = filled / "transcripts" / "sources.toml"
    sources.write_text(sources.read_text().replace("transcripts/fg1.md", "../secret.txt"))
    (filled / "study.db").unlink()
    opened = qk("status")
    assert '"../secret.txt" is not in the study\'s folder.' in opened.err
    assert "scared" not in opened.out
    assert "secret" not in opened.out


@pytest.mark.parametrize("name", ["study.toml", "codebooks/feelings.yaml", "coding/ana/codings.csv"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[x", b'"unclosed,\n', b"{", b"\x00" * 50])
def test_a_broken_text_file_is_named_and_is_no_bug(qk, filled, name, content):
    qk("code", "Fear", "--match", "scared", "--yes")
    qk("save")
    (filled / name).write_bytes(content)
    for command in (["codings"], ["status"], ["save"], ["load"]):
        ran = qk(*command)
        assert ran.code in (0, 1)
        assert "bug" not in ran.err
    assert name.rsplit("/", 1)[-1] in qk("status").err


# ---- the computer refuses


@ON_UNIX
def test_a_disk_that_refuses_leaves_the_folder_as_it_was(qk, filled, files, write):
    """A limit on the size of files stands for the full disk."""
    write(files / "long.txt", SPOKEN + "Zoe: and so on and so on\n" * 40_000)
    before = sorted(path for path in filled.rglob("*") if "study.db-" not in path.name)
    command = [sys.executable, "-c", SMALL_DISK, "-C", str(filled), "add", str(files / "long.txt"), "--yes"]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 1, ran.stderr
    assert "bug" not in ran.stderr
    assert "disk" in ran.stderr
    assert sorted(path for path in filled.rglob("*") if "study.db-" not in path.name) == before
    assert "long" not in qk("status").out
    assert qk("add", files / "long.txt", "--yes").code == 0


SMALL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
from qualkit.cli.main import main
main()
"""


@ON_UNIX
@pytest.mark.parametrize("delay", [0.3, 0.6, 0.9, 1.2])
def test_a_killed_add_is_all_there_or_not_at_all(qk, filled, files, write, delay):
    write(files / "long.txt", SPOKEN + "Zoe: I was scared.\nLea: And so was I.\n" * 4_000)
    running = subprocess.Popen(
        [*QUALKIT, "-C", str(filled), "add", str(files / "long.txt"), "--yes"], stderr=subprocess.DEVNULL
    )
    time.sleep(delay)
    running.kill()
    running.wait()
    found = {row["source"]: row["segments"] for row in rows(qk, "status")}
    assert found.get("long") in (None, 8_003, 8_004)
    assert qk("add", files / "long.txt", "--yes").code == 0
    assert qk("save").code == 0
    (filled / "study.db").unlink()
    assert {row["source"] for row in rows(qk, "status")} == {"fg1", "panel:why", "long"}


# ---- a person at a terminal


@ON_UNIX
@pytest.mark.parametrize(
    ("keys", "code", "said", "is_in"),
    [
        ("n\n", 0, "Nothing was brought in.", False),
        ("y\n", 0, "Added 4 passages", True),
        ("\n", 0, "Added 4 passages", True),
        ("\x03", 130, "Stopped. Nothing is half done.", False),
        ("what\ny\n", 0, "Added 4 passages", True),
    ],
)
def test_a_person_is_asked_and_taken_at_her_word(qk, filled, files, write, keys, code, said, is_in):
    found, shown = at_a_terminal(["-C", filled, "add", write(files / "talk.txt", SPOKEN)], keys)
    assert (found, said in shown) == (code, True), shown
    assert ("talk" in qk("status").out) is is_in


def at_a_terminal(arguments, keys):
    """The exit code and all that was shown; the keys are typed when a question stands there."""
    command = [sys.executable, "-c", TERMINAL, keys, *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    return ran.returncode, ran.stdout


TERMINAL = """
import os, pty, select, signal, sys
keys = sys.argv[1].encode()
typed = b""
pid, terminal = pty.fork()  # in a process of its own: pytest has threads, which a fork would harm
if pid == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs ignore it
    run = "from qualkit.cli.main import main; main()"
    os.execv(sys.executable, [sys.executable, "-c", run, *sys.argv[2:]])
shown = b""
while True:
    if typed == b"\\x03" and not select.select([terminal], [], [], 1.0)[0]:
        os.write(terminal, typed)  # Python may have been between its last look and the reading: press again
        continue
    try:
        data = os.read(terminal, 65_536)
    except OSError:  # the other side is gone
        data = b""
    if not data:
        break
    shown += data
    if keys and b"[Y/n]" in shown:
        os.write(terminal, keys)
        keys, typed = b"", keys
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status))
"""
