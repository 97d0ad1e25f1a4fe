"""The chat of a Zoom call: what people wrote. What they quote or react to is somebody else's."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from qualkit.errors import Where
from qualkit.importers.transcripts.material import Material
from qualkit.importers.transcripts.stamps import milliseconds
from qualkit.importers.transcripts.talk import Talk, Utterance
from qualkit.model.finding import Finding, Severity
from qualkit.model.plural import counted

_TIME = r"^(?P<time>\d{1,2}:\d{2}:\d{2})"
_MESSAGE = re.compile(
    rf"{_TIME}\t(?![ ]?From[ ])[ ]?(?P<label>[^\t\n]{{1,100}}?)[ ]*:(?:[\t ](?P<text>.*))?$"
)
_FROM = re.compile(
    rf"{_TIME}[\t ]+From[ ]+(?P<label>[^\t\n]{{1,100}}?)"
    r"(?:[ ]+to[ ]+(?P<to>[^\t\n:]{1,100}?)(?P<private>[ ]?\((?:Direct Message|Privately)\))?)?"
    r"[ ]*:(?:[\t ](?P<text>.*))?$"
)
_REACTION = re.compile(r"^(?:Reacted to|Removed an?\b.{0,40}\breaction from) [\"“]")
_REPLY = re.compile(r"^Replying to [\"“](?P<quote>.*)$")
_QUOTE_END = re.compile(r"[\"”]\s*:?\s*")


class Message(NamedTuple):
    """A message as written, with the lines that belong to it."""

    time: str
    label: str
    text: str
    is_private: bool


def fits(material: Material) -> bool:
    """Whether messages with a time, a tab and a name begin at least two lines and two in five of all."""
    rows = [row for row in material.text.split("\n") if row.strip()]
    found = sum(_opening(row) is not None for row in rows)
    return found >= 2 and found >= 0.4 * len(rows)


def read(material: Material) -> Talk:
    """A turn a message. A reply is what its writer added; quotes and reactions are kept in the memo."""
    utterances: list[Utterance] = []
    beside: list[str] = []
    kinds: Counter[str] = Counter()
    for message in _messages(material.text):
        stamp = f"{message.time} {message.label}:"
        if _REACTION.match(message.text):
            kinds["reaction"] += 1
            beside.append(f"{stamp} {message.text}")
            continue
        quote, said = _reply(message.text)
        kinds["reply" if quote else "plain"] += 1
        kinds["private"] += message.is_private
        beside += [f"{stamp} {quote}"] if quote else []
        if said:
            utterances.append(Utterance(said, message.label, milliseconds(message.time)))
    return Talk(utterances=utterances, memo="\n".join(beside), findings=_findings(kinds, material.file))


def _opening(row: str) -> re.Match[str] | None:
    return _MESSAGE.match(row) or _FROM.match(row) if row[:1].isdigit() else None


def _messages(text: str) -> list[Message]:
    """The messages; a line without a time goes on with the one above it."""
    messages: list[tuple[re.Match[str], list[str]]] = []
    for row in text.split("\n"):
        opening = _opening(row)
        if opening is not None:
            messages.append((opening, [opening["text"] or ""]))
        elif messages:
            messages[-1][1].append(row.removeprefix("\t"))
    return [
        Message(
            found["time"],
            found["label"].strip(),
            "\n".join(rows).strip(),
            bool(found.groupdict().get("private")),
        )
        for found, rows in messages
    ]


def _reply(text: str) -> tuple[str, str]:
    """What a message quotes (empty for none) and what its writer says."""
    first, _, rest = text.partition("\n")
    quoting = _REPLY.match(first)
    if quoting is None:
        return "", text
    if rest.strip():
        return first.strip(), rest.strip()
    ends = list(_QUOTE_END.finditer(quoting["quote"]))
    if not ends:
        return first.strip(), ""
    at = quoting.start("quote") + ends[-1].end()
    return first[:at].strip(" :"), first[at:].strip()


def _findings(kinds: Counter[str], file: str) -> tuple[Finding, ...]:
    total = kinds["plain"] + kinds["reply"] + kinds["reaction"]
    message = (
        f"A chat of {counted(total, 'message')}: {kinds['plain']:,} plain, "
        f"{counted(kinds['reply'], 'reply', 'replies')} without what they quote, "
        f"{counted(kinds['reaction'], 'reaction')} left out. Quotes and reactions are in the memo."
    )
    found = [Finding(rule="chat", severity=Severity.NOTE, message=message, where=Where(file=file))]
    if kinds["private"]:
        found.append(
            Finding(
                rule="private-messages",
                severity=Severity.WARNING,
                message=f"{counted(kinds['private'], 'message')} went to one person only.",
                where=Where(file=file),
                hint="Take them out of the file if their writers did not agree to their use.",
            )
        )
    return tuple(found)
