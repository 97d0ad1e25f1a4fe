import pytest

from qualkit.errors import FileRefused

SLOTS = "".join(f'<TIME_SLOT TIME_SLOT_ID="ts{n}" TIME_VALUE="{n * 1000}"/>' for n in range(9))


def spoken(name, first, last, text):
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="ts{first}" TIME_SLOT_REF2="ts{last}">'
        f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
    )


def about(name, of, text):
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}" ANNOTATION_REF="{of}">'
        f"<ANNOTATION_VALUE>{text}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
    )


def eaf(*tiers, slots=SLOTS):
    return f"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{''.join(tiers)}</ANNOTATION_DOCUMENT>"


def tier(name, *annotations, participant="", parent=""):
    facts = (f' PARTICIPANT="{participant}"' if participant else "") + (
        f' PARENT_REF="{parent}"' if parent else ""
    )
    return f'<TIER TIER_ID="{name}"{facts}>{"".join(annotations)}</TIER>'


def test_tiers_are_voices_in_the_order_of_time_with_their_overlaps(read, said):
    transcript = read(
        eaf(
            tier(
                "A-words",
                spoken("a1", 1, 3, "We waited."),
                spoken("a2", 5, 6, "Nine weeks."),
                participant="Ann",
            ),
            tier("Bob", spoken("b1", 2, 4, "Oh  dear.")),
        ),
        "t.eaf",
    )
    assert said(transcript) == [("Ann", "We waited."), ("Bob", "Oh dear."), ("Ann", "Nine weeks.")]
    assert [turn.overlaps for turn in transcript.turns] == [True, True, False]
    assert transcript.turns[0].start_ms == 1000


def test_tiers_about_other_tiers_are_left_out_and_named(read, said):
    transcript = read(
        eaf(
            tier("Ann", spoken("a1", 1, 2, "Hola.")), tier("gloss", about("g1", "a1", "Hello."), parent="Ann")
        ),
        "t.eaf",
    )
    assert said(transcript) == [("Ann", "Hola.")]
    assert "gloss" in {finding.rule: finding.message for finding in transcript.findings}["tiers-left-out"]


def test_where_a_tier_only_numbers_the_tier_under_it_speaks(read, said):
    transcript = read(
        eaf(
            tier("ref", spoken("r1", 1, 2, "001"), spoken("r2", 3, 4, "002"), participant="Ann"),
            tier("tx", about("t1", "r1", "Hola."), about("t2", "r2", "Si."), parent="ref"),
        ),
        "t.eaf",
    )
    assert said(transcript) == [("Ann", "Hola. Si.")]
    assert transcript.turns[0].times == ((6, 3000),)


def test_annotations_without_one_time_are_refused(read):
    slots = SLOTS.replace("TIME_VALUE", "X")
    with pytest.raises(FileRefused, match="aligned"):
        read(eaf(tier("Ann", spoken("a1", 1, 2, "Hola.")), slots=slots), "t.eaf")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<a>",
        "no xml",
        eaf(),
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        eaf(tier("x", about("a", "b", "")), tier("y")),
    ],
)
def test_what_is_no_elan_file_or_holds_nothing_is_refused(read, text):
    with pytest.raises(FileRefused):
        read(text, "t.eaf")


def test_references_that_go_round_in_a_circle_end(read):
    loop = tier("Ann", spoken("a", 1, 2, "Yes."), about("b", "c", "No."), about("c", "b", "No."))
    assert read(eaf(loop), "t.eaf").turns
