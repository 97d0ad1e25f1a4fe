"""The first minutes in the workspace: a study is started, files come in, people are named."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList, Static

from qualkit.actions.codebook_files import import_codebook, plan_codebook
from qualkit.actions.memos import add_memo
from qualkit.actions.opening import open_study
from qualkit.model.source import SpeakerRole
from qualkit.store import codebooks, sources
from qualkit.tui.app import QualkitApp
from qualkit.tui.screens.add import AddScreen
from qualkit.tui.screens.home import HomeScreen
from qualkit.tui.screens.message import ChoiceWindow, PrivacyScreen, Window
from qualkit.tui.screens.start import StartScreen
from qualkit.tui.widgets.status_line import StatusLine

Play = Callable[[Pilot[None]], Awaitable[None]]
TALK = (
    "Dan: Thanks for coming. What is school like?",
    "P1: It was good, but I was scared.",
    "P2: I told nobody [/b] at all.",
    "Dan: And then what happened?",
    "P1: I felt ashamed [laughs].",
    "P2: They told everybody.",
    "Dan: Who helped?",
    "P3: My teacher did help me in the end.",
    "P3: And my mum.",
)


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """Files as a newcomer has them: a Word transcript, and codebook and answers as Excel has them."""
    import docx
    import openpyxl

    folder = tmp_path / "my files"
    folder.mkdir()
    document = docx.Document()
    for line in TALK:
        document.add_paragraph(line)
    document.save(str(folder / "our group.docx"))
    book = openpyxl.Workbook()
    for row in (("name", "parent", "definition"), ("Fear", "", "Being afraid"), ("Of school", "Fear", "")):
        book.active.append(row)
    book.save(folder / "codebook.xlsx")
    (folder / "panel.csv").write_text(
        "id,role,why,email\n"
        "1,Police,I was scared of the school and did not dare to say so,a@example.org\n"
        "2,Teacher,No fear at all but shame was there all the time,d@example.org\n",
        encoding="utf-8",
    )
    return folder


def played(play: Play, folder: Path | None = None, *, size: tuple[int, int] = (110, 34)) -> None:
    """Play a journey in the app, in a terminal of this size."""

    async def main() -> None:
        app = QualkitApp(folder, "ana")
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await play(pilot)
        app.let_go()

    asyncio.run(main())


async def settled(pilot: Pilot[None]) -> None:
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    for _ in range(500):  # until the screen on top is drawn
        if any(strip.text.strip() for strip in pilot.app.screen._compositor.render_strips()):
            break
        await pilot.pause(0.02)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


async def type_(pilot: Pilot[None], text: str) -> None:
    await press(pilot, *("space" if letter == " " else letter for letter in text))


async def drop(pilot: Pilot[None], text: str) -> None:
    """What a terminal sends when files are dropped on it."""
    pilot.app.post_message(Paste(text))
    await settled(pilot)


async def click_button(pilot: Pilot[None], label: str) -> None:
    button = next(one for one in pilot.app.screen.query(Button) if str(one.label) == label and one.display)
    assert await pilot.click(button)
    await settled(pilot)


async def click_line(pilot: Pilot[None], text: str) -> None:
    """Click the line of the screen's list that begins so."""
    found = pilot.app.screen.query(OptionList).first()
    at = next(n for n, one in enumerate(found.options) if str(one.prompt).strip().startswith(text))
    assert await pilot.click(found, offset=(4, at - found.scroll_offset.y))
    await settled(pilot)


def shown(pilot: Pilot[None]) -> str:
    """Everything that the screen on top shows."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)


def said(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query(StatusLine).first().said


def parts(folder: Path, name: str) -> dict[str, SpeakerRole]:
    with open_study(folder, "ana").study as study, study.database.reading() as connection:
        stored = sources.source(connection, name)
        return {one.name: SpeakerRole(one.role) for one in sources.speakers(connection, stored.id)}


def code_names(folder: Path) -> list[str]:
    with open_study(folder, "ana").study as study, study.database.reading() as connection:
        return [book.path(code.id) for book in codebooks.codebooks(connection) for code in book.codes]


def test_a_newcomer_starts_a_study_and_brings_in_files_with_the_mouse(received: Path) -> None:
    Path.home().mkdir(parents=True)

    async def play(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, StartScreen)
        await click_line(pilot, "2  Start my study")
        await type_(pilot, "My first study")  # a title needs a keyboard
        await click_button(pilot, "Start")
        assert isinstance(pilot.app.screen, HomeScreen)
        await drop(pilot, f"'{received / 'our group.docx'}' ")
        await click_line(pilot, "Dan")
        await click_line(pilot, "moderator")
        assert "What Dan says is never quoted" in " ".join(shown(pilot).split())
        await click_button(pilot, "Bring in")
        assert "Brought in our group.docx: 9 new passages" in said(pilot)
        assert "our group" in shown(pilot)
        await drop(pilot, str(received / "codebook.xlsx"))
        await click_line(pilot, "A codebook")
        assert "2 new codes" in shown(pilot)
        await click_button(pilot, "Bring in")
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play)
    folder = Path.home() / "my-first-study"
    assert parts(folder, "our group")["Dan"] is SpeakerRole.MODERATOR
    assert code_names(folder) == ["Fear", "Fear/Of school"]


def test_a_newcomer_does_the_same_with_keys_alone(received: Path) -> None:
    Path.home().mkdir(parents=True)

    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "2")
        await type_(pilot, "My first study")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "a", "shift+tab")
        await type_(pilot, str(received / "our group.docx"))
        await press(pilot, "enter")
        await press(pilot, "m")
        await press(pilot, "b")
        assert "Brought in our group.docx" in said(pilot)
        await press(pilot, "a", "shift+tab")
        await type_(pilot, str(received / "codebook.xlsx"))
        await press(pilot, "enter")
        await press(pilot, "enter")
        await press(pilot, "b")

    played(play)
    folder = Path.home() / "my-first-study"
    assert parts(folder, "our group")["Dan"] is SpeakerRole.MODERATOR
    assert code_names(folder) == ["Fear", "Fear/Of school"]


def test_the_sample_is_copied_and_opened() -> None:
    Path.home().mkdir(parents=True)

    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "1")
        await click_button(pilot, "Open")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Focus group 1" in shown(pilot)

    played(play)
    assert (Path.home() / "qualkit-sample" / "study.toml").is_file()


def test_a_study_opened_lately_is_offered_and_opens(filled: Path) -> None:
    async def look(pilot: Pilot[None]) -> None:
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, StartScreen)
        await click_line(pilot, filled.name)
        assert isinstance(pilot.app.screen, HomeScreen)

    played(look, filled)


def test_a_dropped_folder_opens_its_study(filled: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, f'"{filled}"')
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play)


def test_a_folder_without_a_study_becomes_one_when_asked(tmp_path: Path) -> None:
    empty = tmp_path / "new one"
    empty.mkdir()

    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(empty))
        await click_button(pilot, "Start one there")
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play)
    assert (empty / "study.toml").is_file()


def test_a_path_that_is_not_there_is_said_and_the_screen_stays(tmp_path: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(tmp_path / "nothing"))
        assert "no such folder" in said(pilot)
        assert isinstance(pilot.app.screen, StartScreen)

    played(play)


def test_pasted_text_never_runs_as_keys(filled: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, "as\rqs")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "not a file's path" in said(pilot)

    played(play, filled)


def test_a_file_that_cannot_be_read_is_refused_and_nothing_comes_in(filled: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 this is no Word file")

    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(broken))
        assert "can't be brought in" in shown(pilot)
        assert "!" in str(pilot.app.screen.query_one("#add-findings", Static).content)
        await press(pilot, "b")
        await click_button(pilot, "Leave it out")
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play, filled)
    assert not (filled / "transcripts" / "broken.docx").exists()


def test_two_labels_become_one_person_and_a_speaker_gets_a_name(folder: Path, received: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(received / "our group.docx"))
        await click_line(pilot, "P3")
        await click_line(pilot, "The same person as P2")
        await click_line(pilot, "P1")
        await click_line(pilot, "Another name")
        pilot.app.screen.query_one(Input).value = "Mia"
        await click_button(pilot, "Rename")
        await press(pilot, "b")

    played(play, folder)
    assert set(parts(folder, "our group")) == {"Dan", "Mia", "P2"}


def test_what_was_said_about_a_file_can_be_forgotten(folder: Path, received: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(received / "our group.docx"))
        await press(pilot, "m")
        assert "never quoted" in shown(pilot)
        await press(pilot, "z")
        assert "never quoted" not in shown(pilot)

    played(play, folder)


def test_a_text_may_be_called_something_else(folder: Path, received: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(received / "our group.docx"))
        pilot.app.screen.query_one("#add-name", Input).value = "group-1"
        await click_button(pilot, "Bring in")

    played(play, folder)
    assert "P1" in parts(folder, "group-1")


def test_columns_of_answers_are_settled_on_the_form(folder: Path, received: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(received / "panel.csv"))
        await click_line(pilot, "Answers or records")
        assert "Left out of the study's copy: email" in " ".join(shown(pilot).split())
        await click_line(pilot, "role")
        await click_line(pilot, "open question")
        assert "2 open columns" in " ".join(shown(pilot).split())
        await click_button(pilot, "Rows: survey answers ▾")
        await click_line(pilot, "case records")
        await press(pilot, "b")

    played(play, folder)
    copy = (folder / "survey" / "panel.csv").read_text(encoding="utf-8")
    assert "example.org" not in copy
    with open_study(folder, "ana").study as study, study.database.reading() as connection:
        found = {one.source.name: one.source.voice.value for one in sources.sources(connection)}
    assert found == {"panel:role": "worker's notes", "panel:why": "worker's notes"}


def test_several_dropped_files_come_one_after_the_other(folder: Path, received: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, f"'{received / 'our group.docx'}' '{received / 'panel.csv'}'")
        assert "file 1 of 2" in shown(pilot)
        await press(pilot, "b")
        assert isinstance(pilot.app.screen, ChoiceWindow)
        await press(pilot, "enter", "b")
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play, folder)
    assert (folder / "survey" / "panel.csv").is_file()


def test_the_same_file_again_changes_nothing(filled: Path, files: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(files / "fg1.md"))
        assert "has this file already" in shown(pilot)
        assert pilot.app.screen.query_one("#add-accept", Button).disabled
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play, filled)


def test_markup_in_a_text_is_shown_as_it_is(folder: Path, tmp_path: Path) -> None:
    talk = tmp_path / "talk [b]1.txt"
    talk.write_text(
        "Dan: [red]Hello[/red].\nUna: [/b] I was alone.\nDan: Since?\nUna: Long.\n", encoding="utf-8"
    )

    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(talk))
        assert "“[red]Hello[/red].”" in shown(pilot)
        await press(pilot, "b")
        assert "talk [b]1" in shown(pilot)

    played(play, folder)


def test_undo_takes_an_added_file_back_and_redo_brings_it_again(folder: Path, received: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await drop(pilot, str(received / "our group.docx"))
        await press(pilot, "b")
        await press(pilot, "ctrl+z")
        assert said(pilot).startswith("Took back: added our group.docx")
        assert "turns" not in shown(pilot)
        await press(pilot, "ctrl+y")
        assert "9 turns" in shown(pilot)

    played(play, folder)


def test_undo_asks_before_it_goes_past_this_session(filled: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "ctrl+z")
        assert isinstance(pilot.app.screen, Window)
        await click_button(pilot, "Keep it")
        await press(pilot, "ctrl+z")
        await click_button(pilot, "Take it back")
        assert "Took back" in said(pilot)

    played(play, filled)
    assert code_names(filled) == []


def test_a_colleagues_work_is_seen_within_two_seconds(filled: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        assert "a remark" not in shown(pilot) and "ben" not in shown(pilot)
        with open_study(filled, "ben").study as study:
            add_memo(study, "a remark", about="source", target="fg1")
        await pilot.pause(2.0)
        assert "ben" in shown(pilot)

    played(play, filled)


def test_the_work_is_written_as_text_on_leaving(filled: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        assert "not yet written" in shown(pilot)
        await press(pilot, "ctrl+q")

    played(play, filled)
    assert (filled / "codebooks" / "feelings.yaml").is_file()


def test_leaving_with_conflicts_says_so_and_asks(coded: Path, tmp_path: Path) -> None:
    text = (coded / "codebooks" / "feelings.yaml").read_text(encoding="utf-8")
    with open_study(coded, "ana").study as study:
        mine = tmp_path / "feelings.yaml"
        mine.write_text(text.replace("Being ashamed.", "What I say."), encoding="utf-8")
        import_codebook(study, plan_codebook(study, mine))
    theirs = text.replace("Being ashamed.", "What they say.")
    (coded / "codebooks" / "feelings.yaml").write_text(theirs, encoding="utf-8")

    async def play(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, Window)  # said on opening
        await press(pilot, "escape")
        await press(pilot, "ctrl+q")
        assert "not written as text" in " ".join(shown(pilot).split())
        await click_button(pilot, "Stay")
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play, coded)
    assert (coded / "codebooks" / "feelings.yaml").read_text(encoding="utf-8") == theirs


def test_f9_blanks_everything_until_a_key(filled: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, PrivacyScreen)
        assert shown(pilot).split() == ["Press", "a", "key", "to", "go", "on"]
        await press(pilot, "x")
        assert "fg1" in shown(pilot)

    played(play, filled)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
def test_help_names_the_keys_of_the_screen(filled: Path, size: tuple[int, int]) -> None:
    async def play(pilot: Pilot[None]) -> None:
        assert "F1 Help" in shown(pilot) or size[0] < 80
        await press(pilot, "f1")
        assert "What you can do here" in shown(pilot)
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play, filled, size=size)


def test_every_command_of_home_is_in_the_list_of_commands(filled: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        await press(pilot, "ctrl+p")
        await type_(pilot, "add files")
        await press(pilot, "enter")
        await settled(pilot)
        assert "Add a file" in shown(pilot)

    played(play, filled)


def test_a_reflexive_team_sees_no_counts_and_no_agreement(coded: Path) -> None:
    manifest = coded / "study.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + '\napproach = "reflexive"\n', encoding="utf-8")

    async def play(pilot: Pilot[None]) -> None:
        assert "6 turns" not in shown(pilot) and "you 6" not in shown(pilot)
        assert "differently" not in shown(pilot)

    played(play, coded)


def test_a_missing_database_is_made_again(coded: Path) -> None:
    for file in coded.glob("study.db*"):
        file.unlink()

    async def play(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "made ready from its text files" in said(pilot)

    played(play, coded)


def test_a_folder_that_is_no_study_leads_to_the_start_screen(tmp_path: Path) -> None:
    async def play(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app.screen, StartScreen)
        assert "no study" in said(pilot)

    played(play, tmp_path)


def test_reading_can_be_stopped(folder: Path, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("Dan: So?\nUna: I was alone.\n" * 20_000, encoding="utf-8")

    async def play(pilot: Pilot[None]) -> None:
        pilot.app.post_message(Paste(str(long)))
        while not (isinstance(pilot.app.screen, AddScreen) and pilot.app.workers):
            await asyncio.sleep(0.001)
        pilot.app.simulate_key("escape")
        while isinstance(pilot.app.screen, AddScreen):
            await asyncio.sleep(0.001)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Nothing was brought in" in said(pilot)
        await settled(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)

    played(play, folder)
    assert not list((folder / "transcripts").glob("*.txt"))


def test_the_colours_chosen_are_kept(filled: Path) -> None:
    async def choose(pilot: Pilot[None]) -> None:
        await pilot.app.run_action("colours")
        assert pilot.app.theme == "qualkit-light"

    async def again(pilot: Pilot[None]) -> None:
        assert pilot.app.theme == "qualkit-light"

    copy = shutil.copytree(filled, filled.parent / "copy")
    played(choose, filled)
    played(again, copy)
