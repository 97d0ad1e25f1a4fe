from qualkit.model.bank import Part
from qualkit.model.people import Consent
from qualkit.model.source import SpeakerRole, Voice


def notes_with(bank, words):
    return [note for note in bank.notes if words in note]


def speakers(passage, code, names):
    return [passage(code, f"words {turn}", who=name, turn=turn) for turn, name in enumerate(names, 1)]


def test_a_person_with_over_a_quarter_of_eight_quotes_is_named(bank_of, passage):
    bank = bank_of(speakers(passage, "themes-shame", ["P1", "P1", "P1", "P2", "P3", "P4", "P5", "P6"]))
    assert notes_with(bank, "quarter") == [
        "FG1:P1 gives 3 of the 8 quotes under “Shame”: more than a quarter."
    ]


def test_exactly_a_quarter_is_not_over_a_quarter(bank_of, passage):
    bank = bank_of(speakers(passage, "themes-shame", ["P1", "P1", "P2", "P2", "P3", "P3", "P4", "P4"]))
    assert notes_with(bank, "quarter") == []


def test_a_theme_of_seven_quotes_is_too_small_to_be_dominated(bank_of, passage):
    bank = bank_of(speakers(passage, "themes-shame", ["P1"] * 7))
    assert notes_with(bank, "quarter") == []


def test_dominance_counts_the_codes_below_a_theme(bank_of, passage):
    passages = speakers(passage, "themes-trust", ["P1", "P1", "P2", "P3"])
    passages += [
        passage("themes-heads", "w", who=name, turn=20 + turn)
        for turn, name in enumerate(["P1", "P4", "P5", "P6"])
    ]
    assert "FG1:P1 gives 3 of the 8" in notes_with(bank_of(passages), "quarter")[0]


def test_participants_never_quoted_are_listed_once_each(bank_of, passage):
    bank = bank_of([passage("themes-shame")], people=["FG1:P1", "FG1:P2", "FG1:P2", "FG1:P3"])
    assert notes_with(bank, "Never") == ["Never quoted: 2 of 3 people (FG1:P2, FG1:P3)."]


def test_a_long_list_of_people_never_quoted_is_cut_and_counted(bank_of, passage):
    bank = bank_of([passage("themes-shame")], people=["FG1:P1", *(f"r{n}" for n in range(30))])
    assert notes_with(bank, "Never")[0].endswith("r19 and 10 more).")


def test_someone_left_out_for_want_of_consent_is_never_quoted(bank_of, passage):
    passages = [passage("themes-shame"), passage("themes-shame", who="P2", turn=2, quotation=Consent.NO)]
    assert "FG1:P2" in notes_with(bank_of(passages, people=["FG1:P1", "FG1:P2"]), "Never")[0]


def test_an_attribution_that_fits_four_people_is_noted_and_one_that_fits_five_is_not(bank_of, passage):
    passages = [passage("themes-shame"), passage("themes-shame", turn=2, attribution="nurse, 58")]
    bank = bank_of(passages, attribution_sizes={"young person": 5, "nurse, 58": 4, "unused": 1})
    assert notes_with(bank, "fits") == [
        "The attribution “nurse, 58” fits 4 people, fewer than 5: it may tell who spoke."
    ]


def test_overlapping_passages_of_one_answer_under_two_themes_are_noted(bank_of, passage):
    passages = [
        passage("themes-trust", "I told her and she laughed", turn=4, start=0, end=26),
        passage("themes-shame", "she laughed", turn=4, start=15, end=26),
    ]
    assert notes_with(bank_of(passages), "in whole or in part") == [
        "“she laughed” (FG1, turn 4) stands, in whole or in part, under “Trust” and “Shame”."
    ]


def test_a_passage_under_three_themes_is_noted_once(bank_of, passage):
    passages = [passage(code) for code in ("themes-trust", "themes-shame", "themes-unused")]
    assert [note.split("under ")[1] for note in notes_with(bank_of(passages), "stands")] == [
        "“Trust”, “Shame” and “Unused”."
    ]


def test_many_doubles_are_cut_and_counted(bank_of, passage):
    passages = [
        passage(code, f"words {turn}", turn=turn)
        for turn in range(30)
        for code in ("themes-trust", "themes-shame")
    ]
    assert "10 more passages stand under several themes in the same way." in bank_of(passages).notes


def test_passages_that_only_touch_do_not_overlap(bank_of, passage):
    passages = [
        passage("themes-trust", "I told her", turn=4, start=0, end=10),
        passage("themes-shame", " and she laughed", turn=4, start=10, end=26),
        passage("themes-shame", "other source", turn=4, start=0, end=12, source="FG2"),
    ]
    assert notes_with(bank_of(passages), "in whole or in part") == []


def test_overlap_is_seen_across_turns(bank_of, passage):
    parts = tuple(
        Part(speaker=name, role=SpeakerRole.PARTICIPANT, case=f"FG1:{name}", text="words")
        for name in ("P1", "P2", "P3")
    )
    passages = [
        passage("themes-trust", turn=4, start=2, end_segment="6", end=5, parts=parts),
        passage("themes-shame", "within", turn=5, start=0, end=6),
    ]
    assert len(notes_with(bank_of(passages), "in whole or in part")) == 1


def test_overlap_within_one_theme_is_no_double(bank_of, passage):
    bank = bank_of([passage("themes-trust"), passage("themes-adults")])
    assert notes_with(bank, "stands") == []


def test_the_same_words_elsewhere_under_another_theme_are_noted(bank_of, passage):
    passages = [
        passage("themes-trust", "Nobody  asked."),
        passage("themes-shame", "nobody asked.", turn=7, who="P2"),
    ]
    assert notes_with(bank_of(passages), "The same words") == [
        "The same words, “nobody asked.”, stand under “Trust” (FG1, turn 1) and under “Shame” (FG1, turn 7)."
    ]


def test_a_theme_of_two_people_is_thin_and_one_of_three_is_not(bank_of, passage):
    thin = speakers(passage, "themes-shame", ["P1", "P2"])
    assert notes_with(bank_of(thin), "rests") == ["“Shame” rests on only 2 people."]
    assert notes_with(bank_of(speakers(passage, "themes-shame", ["P1", "P2", "P3"])), "rests") == []


def test_workers_notes_that_name_nobody_are_not_called_thin(bank_of, passage):
    nobody = (Part(speaker=None, role=None, case=None, text="Visited twice."),)
    note = passage("themes-shame", parts=nobody, voice=Voice.WORKERS_NOTES, kind="records")
    bank = bank_of([note], is_for_quotation=False)
    assert notes_with(bank, "rests") == []
    assert notes_with(bank, "Consent") == []


def test_consent_not_recorded_is_said_for_how_many_people(bank_of, passage):
    passages = [
        passage("themes-shame", "a", who="P1", turn=1, quotation=Consent.YES),
        passage("themes-shame", "b", who="P2", turn=2),
        passage("themes-shame", "c", who="P2", turn=3),
    ]
    assert notes_with(bank_of(passages), "Consent") == [
        "Consent to quotation is not recorded for 1 person (2 quotes)."
    ]


def test_consent_recorded_for_all_needs_no_note(bank_of, passage):
    assert notes_with(bank_of([passage("themes-shame", quotation=Consent.YES)]), "onsent") == []


def test_passages_not_yet_marked_as_read_are_counted(bank_of, passage):
    passages = [passage("themes-shame", is_read=False), passage("themes-shame", turn=2)]
    assert notes_with(bank_of(passages), "as read") == ["Coded but not yet marked as read: 1 passage."]
