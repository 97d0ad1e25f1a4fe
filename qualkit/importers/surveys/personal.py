"""Which columns hold personal data that the study's copy can do without: names, addresses, numbers."""

from __future__ import annotations

import re

from qualkit.importers.surveys.answers import Look
from qualkit.importers.surveys.names import words

_NAMES = frozenset({
    "name", "names", "forename", "surname", "username", "initials", "signature", "maiden name", "ip",
    "ip address", "ip addr", "client ip", "user ip", "respondent ip", "remote ip", "ipaddress", "address",
    "home address", "postal address", "street address", "your address", "contact address", "address 1",
    "address 2", "address line 1", "address line 2", "street", "postcode", "post code", "full postcode",
    "zip", "zip code", "zipcode", "phone", "telephone", "tel", "mobile", "cell phone", "phone number",
    "phone no", "telephone number", "telephone no", "mobile number", "mobile no", "mobile phone",
    "home phone", "work phone", "contact number", "latitude", "longitude", "lat", "lon", "lng", "long",
    "location latitude", "location longitude", "gps", "gps coordinates", "date of birth", "dob",
    "birth date", "birthdate", "nhs number", "nhs no", "ni number", "national insurance number",
    "social security number", "ssn", "passport number", "user agent", "useragent", "browser meta info",
    "device id", "ip location",
})  # fmt: skip
_WHOSE_NAME = frozenset({
    "first", "last", "full", "family", "middle", "given", "fore", "sur", "nick", "user", "legal", "your",
    "recipient", "child", "client", "worker", "staff", "caller", "parent", "carer", "mother", "father",
    "guardian", "respondent", "participant", "person", "patient", "pupil", "student", "young", "case", "s",
    "referrer", "practitioner",
})  # fmt: skip
_EMAIL = re.compile(r"\be ?mail\b")
_ASKED = re.compile(
    r"\byour ((full|first|last|e ?mail) )?(name|e ?mail|address|postcode|date of birth)\b"
    r"|\b(phone|telephone|mobile) number\b|\be ?mail address\b"
)
_QUESTION_NUMBER = re.compile(r"^(q ?|question )?\d+( \d+)* ")
_WORDS_OF_A_LABEL = 3


def is_personal(name: str, wording: str, look: Look) -> bool:
    """Whether a column holds personal data, by its name or by e-mail or internet addresses in its answers.

    A long question that mentions a name or an address is believed only if its answers differ and are short.
    """
    if look.emails >= 0.5 or look.addresses >= 0.5 or _is_label(name):
        return True
    is_asked = bool(_ASKED.search(words(name)) or _ASKED.search(words(wording)))
    return is_asked and look.distinct_share >= 0.3 and look.words <= 8


def _is_label(name: str) -> bool:
    said = _QUESTION_NUMBER.sub("", words(name))
    if said in _NAMES:
        return True
    company, last = said.split()[:-1], said.split()[-1:]
    is_name = last in (["name"], ["names"]) and bool(company) and _WHOSE_NAME.issuperset(company)
    return is_name or (bool(_EMAIL.search(said)) and len(said.split()) <= _WORDS_OF_A_LABEL)
