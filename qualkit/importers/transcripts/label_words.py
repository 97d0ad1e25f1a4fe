"""The words that tell a speaker's label from the beginning of a sentence, and the parts that labels name."""

from __future__ import annotations

import re

from qualkit.model.source import SpeakerRole


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.split(","))


NUMBERED = r"(?:[\s._-]*\d{1,3}[a-z]?|[\s._-]+(?:[a-z]|one|two|three|four|five|six|seven|eight))?"

ROLES = (
    (
        SpeakerRole.MODERATOR,
        re.compile(
            r"(?:int|interviewer|mod|moderator|co-?moderator|assistant moderator|facilitator|co-?facilitator|"
            rf"fac|researcher|host)s?{NUMBERED}|i|q"
        ),
    ),
    (
        SpeakerRole.GROUP,
        re.compile(
            r"all|all speakers|several|several (?:voices|people|speakers)|group|everyone|everybody|both|"
            r"multiple (?:voices|speakers)|various|audience|chorus"
        ),
    ),
    (
        SpeakerRole.UNKNOWN,
        re.compile(
            r"(?:unknown|unidentified|unclear|unnamed)"
            rf"(?: (?:speaker|voice|person|participant|male|female))?{NUMBERED}|\?+"
        ),
    ),
    (
        SpeakerRole.OBSERVER,
        re.compile(rf"(?:observer|note-?taker|scribe|interpreter|translator){NUMBERED}"),
    ),
    (
        SpeakerRole.NON_SPEECH,
        re.compile(r"audio shared by .*|.* (?:ai )?notetaker(?: .*)?"),
    ),
    (
        SpeakerRole.PARTICIPANT,
        re.compile(
            r"(?:interviewee|participant|particpant|respondent|resp|speaker|spk|p|r|s|m|f|a|male|female|"
            r"man|woman|child|young person|yp|parent|carer|mother|father|mum|dad|patient|client|service user|"
            rf"guest|professional|practitioner|worker|nurse|doctor|teacher|student|pupil|witness){NUMBERED}"
        ),
    ),
)
"""What the usual labels mean, for a label's key."""

ABOUT_THE_FILE = _words(
    """date time times start end location place venue note notes nb n.b n.b. ps p.s p.s. eg e.g e.g. ie i.e
    i.e. etc url http https www title subject project study duration length recorded recording
    transcriber transcribed transcript transcription attendees present apologies interview filename file
    version page source topic topics summary keywords language warning example examples question
    questions answer answers re cc to from ref reference id session age gender ethnicity consent email
    e-mail tel phone fax link blog chapter section background context agenda minutes conclusion
    introduction result results participants speakers"""
) | _phrases(
    """transcribed by, transcript by, transcription by, recorded by, interview date, interview number,
    interview no, file name, blog post, start time, end time, interview with, focus group, recording
    date, number of participants, interview location, length of interview"""
)
"""What stands before a colon in front matter and notes, never a speaker."""

SENTENCE_OPENERS = _words(
    """a an the this that these those my our your his her their its it one another some any no first second
    third fourth last next two three same other and but or so because if when while then well yes yeah
    ok okay oh actually honestly basically obviously clearly finally also again plus now here there what
    which who why how where is are was were be been i'm i we you he she they for in on at of as like
    just maybe perhaps anyway however remember imagine look listen see say saying said thing things
    point fact problem issue reason update edit disclaimer caveat bonus tip quote anchor podcast meaning
    spoiler btw fyi imho lol"""
)
"""A label never begins with these: `One thing: it never changed.`"""

NAME_CONNECTORS = _words(
    "van von de der den del della la le lo di da do dos das du bin ibn al el ap of y e and"
)
