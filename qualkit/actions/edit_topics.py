"""What people make of topics: names, joining them, and a code of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from qualkit.actions.edit_codebook import new_code
from qualkit.actions.topics import RunTopic, TopicRun, with_edits
from qualkit.errors import NotFound, Refused
from qualkit.model.codebook import Code, join_path
from qualkit.model.codepath import find_code, split_path
from qualkit.model.display import UNSAFE
from qualkit.model.plural import counted
from qualkit.store import codebooks, codings
from qualkit.store.topics import BY_TOPIC, OF_TOPIC, TopicEdit, put_topic_edit, topic_edits
from qualkit.store.writer import Writer
from qualkit.study import Study

_NAMED = 5
"""Words by which the log calls a topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOfTopic:
    """A code that was made of a topic, with how many passages are proposed for it."""

    code: Code
    path: str
    proposals: int


def rename_topic(study: Study, run: TopicRun, number: int, name: str) -> TopicRun:
    """Give a topic a name, or take it away with an empty one; one step of undo."""
    topic, wanted = _topic(run, number), " ".join(name.split())
    if UNSAFE.search(wanted):
        raise Refused("This name has characters in it that can't be shown.", hint="Type it anew.")
    with study.step("name topic") as writer:
        _put(writer, run, topic.number, name=wanted)
        writer.summary = (
            f"called topic {number} “{wanted}”" if wanted else f"took the name off topic {number}"
        )
        writer.detail = {"topic": number, "name": wanted, "scope": str(run.scope)}
    return edited(study, run)


def merge_topics(study: Study, run: TopicRun, numbers: Sequence[int], name: str = "") -> TopicRun:
    """Join topics into the first of them; one step of undo."""
    first, *others = [_topic(run, number) for number in dict.fromkeys(numbers)]
    if not others:
        raise Refused("Only several topics can be joined.", hint="Name two or more.")
    with study.step("join topics") as writer:
        for other in others:
            _put(writer, run, other.number, into=run.found.topics[first.number - 1].words)
        if name.strip():
            _put(writer, run, first.number, name=" ".join(name.split()))
        told = ", ".join(str(other.number) for other in others)
        writer.summary = f"joined topic {told} into topic {first.number}"
        writer.detail = {
            "topics": [first.number, *(other.number for other in others)],
            "scope": str(run.scope),
        }
    return edited(study, run)


def part_topic(study: Study, run: TopicRun, number: int) -> TopicRun:
    """Take apart again what was joined into a topic; one step of undo."""
    topic = _topic(run, number)
    with study.step("part topic") as writer:
        for other in topic.joined:
            _put(writer, run, other, into=())
        writer.summary = f"took topic {number} apart again"
        writer.detail = {"topic": number, "scope": str(run.scope)}
    return edited(study, run)


def topic_to_code(
    study: Study, run: TopicRun, number: int, *, name: str, codebook: str, parent: str | None = None
) -> CodeOfTopic:
    """Make a code and propose the passages of a topic for it, as one step of undo.

    The code's history says which topic it came from, and how that was found. `parent` is a code's id. Nothing
    is coded: proposals count for nothing until a person accepts them.
    """
    topic = _topic(run, number)
    with study.step(OF_TOPIC) as writer:
        book, code = new_code(writer, codebook, name, parent)
        added = codings.add_proposals(writer, _proposals(run, topic, code, study.coder))
        named, scope = ", ".join(topic.words[:_NAMED]), f" in {run.scope}" if str(run.scope) else ""
        writer.summary = (
            f"made the code {book.path(code.id)} of a topic ({named}) found{scope} with {run.settings}, "
            f"and proposed {counted(added, 'passage')}"
        )
        writer.detail = {
            "codebook": book.name,
            "code": book.path(code.id),
            "code_id": code.id,
            "topic": topic.title,
            "words": list(topic.words),
            "settings": run.settings,
            "scope": str(run.scope),
            "proposals": added,
        }
    return CodeOfTopic(code=code, path=book.path(code.id), proposals=added)


def _proposals(run: TopicRun, topic: RunTopic, code: Code, coder: str) -> list[codings.Proposal]:
    """A topic's passages, each with how near it is to the middle."""
    return [
        codings.Proposal(
            id=str(uuid4()),
            source=passage.segment.source,
            place=passage.place,
            code=code.id,
            coder=coder,
            quote=passage.quote,
            made_by=BY_TOPIC,
            because="; ".join(topic.words),
            score=round(nearness, 3),
        )
        for passage, nearness in zip(
            [run.passages[one] for one in topic.passages], topic.nearness, strict=True
        )
    ]


def code_place(study: Study, path: str) -> tuple[str, str | None, str]:
    """Where a code that is still to be made belongs, from `[BOOK:][PARENT/]NAME`: book, parent's id, name.

    Raises NotFound for a parent that is not there, Refused where there are several books and none is named.
    """
    with study.database.reading() as connection:
        books = codebooks.codebooks(connection)
    book, colon, rest = path.partition(":")
    if not colon:
        book, rest = "", path
    *above, name = split_path(rest)
    if above:
        over = join_path(above)
        found, parent = find_code(f"{book}:{over}" if book else over, books)
        return found.name, parent.id, name
    if not book and len(books) > 1:
        names = ", ".join(one.name for one in books)
        raise Refused("Which codebook is the code for?", hint=f"Write BOOK:{name}; there are {names}.")
    return book or (books[0].name if books else "codes"), None, name


def edited(study: Study, run: TopicRun) -> TopicRun:
    """The run with the names and joins that the study now has for it."""
    with study.database.reading() as connection:
        return with_edits(run, topic_edits(connection, run.key))


def _topic(run: TopicRun, number: int) -> RunTopic:
    found = run.topic(number)
    if found is None:
        known = ", ".join(str(topic.number) for topic in sorted(run.topics, key=lambda one: one.number))
        raise NotFound(f"There is no topic {number}.", hint=f"There are: {known}.")
    return found


def _put(
    writer: Writer, run: TopicRun, number: int, *, name: str | None = None, into: Sequence[str] | None = None
) -> None:
    had = {one.topic: one for one in topic_edits(writer.connection, run.key)}.get(number)
    words = run.found.topics[number - 1].words
    put_topic_edit(
        writer,
        run.key,
        TopicEdit(
            topic=number,
            words=words,
            name=(had.name if had else "") if name is None else name,
            into=(had.into if had else ()) if into is None else tuple(into),
        ),
    )
