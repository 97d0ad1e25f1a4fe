"""Whether a sentence agrees with the child, the month, and the way in which the contact came."""

from __future__ import annotations

import re

from sample.helpline_people import Person

_LETTERS = re.compile(r"\[(yr|yr-cap|age|anage|parent|other|caller|them2|their2)\]", re.IGNORECASE)
_WAYS = {
    "voice": re.compile(
        r"\b(?:rang\b(?! us| round)|rings\b|on the phone|TC\b|payphone|took a call|answered a call|"
        r"[Tt]he call\b|(?:[Ss]hort|[Ll]ong) call|\d+ mins,|spoke\b|sounds\b|sounded|whispering|"
        r"out of breath|television|kettle|pauses|on the line|bad line|"
        r"line (?:poor|goes|closes|keeps)|hang up|call ended|[Cc]all from)"
    ),
    "typed": re.compile(
        r"\b(?:[Cc]hat\b|Webchat|Text\b(?! line)|Inbound (?:chat|text)|Msg|Email|writes\b|wrote\b|types?\b|"
        r"[Tt]yping|capitals)"
    ),
}
"""How somebody is in touch, and what shows it in a sentence."""
_BY_THE_CHILD = re.compile(
    r"\[[Tt]hey\] (?:mostly )?(?:said|say\[s\]|told|tell\[s\]|mention|describe|write|wrote)|I ask\b|"
    r"[Aa]sked (?:re )?directly|Asked (?:about|re)|Expressed|Says|risk assessed|[Nn]obody knows|told nobody|"
    r"has told|told no one|never told|[Ee]xplored|YP (?:disc|reports)|^Disc|SH disc|\{mention|\{say\[s\]"
)
"""What only the child can have told us."""
_FIT: tuple[tuple[str, str], ...] = (
    (r"\b(?:twelve|at 12|age 12|Y8|Yr 8|Year 8)\b", "over 13"),
    (r"\b(?:thirteen|at 13)\b", "over 14"),
    (r"\b(?:eleven|secondary|at nine|at 8)\b", "over 11"),
    (r"<16|under 16s|year old can go", "under 16"),
    (
        r"\b(?:boyfriend|girlfriend|bf|gf|ex|vapes?|cannabis|weed|ket|drink|drinking|drunk|drinks|vodka|"
        r"alcohol|pills|drugs|OD|overdose|hitch|hitchhike|antidepressants|sertraline|fluoxetine|strange flat|"
        r"dating|come out|came out|hotel|couch-surf|festival|GCSEs?|two years|2 yrs|relationship with|"
        r"broke up|break-up|seeing somebody|person (?:she|he|they) (?:was|were) seeing)\b",
        "grown",
    ),
    (r"after school|half.?term|detention|coursework|missed most of the term|this term|end of term", "term"),
    (r"\b(?:cold|coat|hypothermia|feel feet|without heating)\b", "winter"),
    (r"\b(?:since the autumn|since Sept|in the autumn|since the summer|since summer)\b", "autumn"),
    (r"stepfather|stepdad|mum's bf|mum's boyfriend|He's not my dad|birth dad", "home mum stepdad"),
    (r"about (?:her|his|their) mum", "home mum"),
    (
        r"partner|new family|married again|getting married|seeing somebody new|met somebody new|"
        r"live w other parent",
        "home mum dad",
    ),
)
"""Words, and what must hold of the child or the month for them to be said."""


def fits(form: str, person: Person | None) -> bool:
    """Whether a sentence agrees with the child's age and the month."""
    return person is None or all(
        _holds(need, person) for words, need in _FIT if re.search(words, form, re.IGNORECASE)
    )


def _holds(need: str, person: Person) -> bool:
    age, month = person.age, int(person.month[5:])
    rule, _, rest = need.partition(" ")
    match rule:
        case "over":
            return age is not None and age > int(rest)
        case "under":
            return age is not None and age < int(rest)
        case "home":
            return person.words.get("parent", "mum") in rest.split()
    return {
        "grown": age is None or age > 12,
        "term": month != 8 and age != 17,
        "winter": month >= 10 or month <= 3,
        "autumn": month >= 9 or month <= 3,
    }[rule]


def can_be_said(pattern: str, person: Person) -> bool:
    """Whether a pattern has words for this person, and they are of those who could know."""
    if person.caller and "[caller]" not in pattern.lower() and _BY_THE_CHILD.search(pattern):
        return False
    return all(slot.lower() in person.words for slot in _LETTERS.findall(pattern))


def way_shown(form: str) -> str:
    """`voice` or `typed` where a sentence shows how somebody is in touch; else empty."""
    return next((way for way, shown in _WAYS.items() if shown.search(form)), "")


def is_of_another_way(form: str, way: str) -> bool:
    """Whether a sentence belongs to a contact that came in another way than this one."""
    return any(shown.search(form) for other, shown in _WAYS.items() if way and other != way)
