CHAT = (
    "00:06:40\tAnn | NHS:\tI waited nine weeks.\r\n"
    '00:06:46\tBob:\tReplying to "I waited nine we..." \n\n They said ten.\n\nTen!\r\n'
    '00:06:50\tCat:\tReacted to "They said ten." with 👍\r\n'
    "00:06:53\tAnn | NHS:\ttwo\nlines: here\r\n"
    "00:06:59\tBob:\tReplying to “two”: yes\r\n"
)


def test_messages_are_turns_and_a_reply_is_what_its_writer_added(read, said):
    transcript = read(CHAT)
    assert transcript.format == "zoom-chat"
    assert said(transcript) == [
        ("Ann | NHS", "I waited nine weeks."),
        ("Bob", "They said ten.\n\nTen!"),
        ("Ann | NHS", "two\nlines: here"),
        ("Bob", "yes"),
    ]
    assert transcript.turns[0].start_ms == 400_000


def test_quotes_and_reactions_are_in_the_memo_and_counted(read):
    transcript = read(CHAT)
    assert transcript.memo.split("\n") == [
        '00:06:46 Bob: Replying to "I waited nine we..."',
        '00:06:50 Cat: Reacted to "They said ten." with 👍',
        "00:06:59 Bob: Replying to “two”",
    ]
    assert (
        "5 messages: 2 plain, 2 replies without what they quote, 1 reaction left out"
        in transcript.findings[0].message
    )
    assert "Cat" not in {speaker.label for speaker in transcript.speakers}


def test_the_older_layout_names_whom_a_message_is_for(read, said):
    transcript = read(
        "10:00:01\t From Ann Lee to Everyone : Hello\n10:00:05\t From Bob to Ann Lee(Direct Message) : psst\n"
        "10:00:09 From Ann Lee to Everyone:\n\tand all\n"
    )
    assert said(transcript) == [("Ann Lee", "Hello"), ("Bob", "psst"), ("Ann Lee", "and all")]
    assert [finding.rule for finding in transcript.findings] == ["chat", "private-messages"]


def test_a_talk_with_times_and_tabs_is_no_chat(read):
    assert read("Ann: at 00:06:40\tI left.\nBob: Yes.\nAnn: No.\n").format == "labels"
