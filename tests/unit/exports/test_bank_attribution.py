import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.exports.attribution import attribution, fields_of


@pytest.mark.parametrize(
    ("template", "attributes", "expected"),
    [
        ("young person", {}, "young person"),
        ("{role}", {"role": "nurse"}, "nurse"),
        ("{gender}, {age}", {"gender": "girl", "age": "16"}, "girl, 16"),
        ("{gender}, {age}", {"gender": "girl"}, "girl"),
        ("{gender}, {age}", {"age": "16", "gender": " "}, "16"),
        ("{gender}, aged {age}", {"gender": "girl"}, "girl"),
        ("{role} ({area})", {"role": "nurse"}, "nurse"),
        ("{role} ({area})", {"role": "nurse", "area": "North"}, "nurse (North)"),
        ("{Role}", {"role": "nurse"}, "nurse"),
        ("{role}", {"role": "nurse, senior"}, "nurse, senior"),
        ("{role}", {"role": "two\nlines"}, "two lines"),
        ("{role}, {area}", {}, "participant"),
        ("", {}, "participant"),
        ("open {brace", {}, "open {brace"),
    ],
)
def test_an_attribution_drops_the_part_that_is_missing(template, attributes, expected):
    assert attribution(template, attributes, "participant") == expected


def test_the_fields_of_a_template_are_given_once_each():
    assert fields_of("{gender}, { age } ({gender})") == ("gender", "age")
    assert fields_of("young person") == ()


def test_a_value_that_looks_like_a_field_is_not_filled_in_again():
    assert attribution("{role}", {"role": "{age}", "age": "16"}, "x") == "{age}"


@given(st.text(max_size=60), st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3))
def test_no_template_breaks_and_something_always_stands_there(template, attributes):
    assert attribution(template, attributes, "participant").strip()
