"""Nothing leaves the machine: a study is made, coded and handed over with the network cut off."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import socket, sys

def cut_off(*arguments, **options):
    raise AssertionError(f"somebody wanted the network: {arguments}")

socket.socket.connect = socket.socket.connect_ex = cut_off
socket.create_connection = socket.getaddrinfo = cut_off

from pathlib import Path
import qualkit

folder = Path(sys.argv[1])
with qualkit.new(folder / "study") as study:
    study.add(folder / "talk.md")
    study.import_codebook(folder / "book.yaml")
    study.code("Fear", match="scared", unit="sentence")
    study.finish()
    for suffix in ("docx", "xlsx", "html", "md", "csv", "json"):
        study.write_quotes(folder / f"bank.{suffix}")
    study.save()
    print(len(study.codings().rows))
"""


def test_a_study_from_file_to_bank_needs_no_network_and_no_downloaded_data(tmp_path, monkeypatch):
    monkeypatch.setenv("NLTK_DATA", str(tmp_path / "nothing"))
    (tmp_path / "talk.md").write_text(
        "A: Why?\nMia: Dr. Lee was kind!!! but I was scared. Yes.\nA: Oh.\nMia: Mm.\n"
    )
    (tmp_path / "book.yaml").write_text("codes: [Fear]\n")
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr
