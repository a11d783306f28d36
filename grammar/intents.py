"""The fixed intents: what a phrase can mean besides a topic or a section.

Topics are `topic.<id>` and sections `section.<name>`, as the files in `grammar/<language>` say.
"""

from enum import StrEnum


class Intent(StrEnum):
    """What a whole utterance means."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    HEDGED_NO = "hedged_no"
    """Nearly a no: "not really", "not that I know of"."""
    SAID_YES = "said_yes"
    """The kiosk misheard: "no, I said yes"."""
    CHANGE_ANSWER = "change_answer"
    FOR_OTHERS = "for_others"
    """The visitor is here with somebody else, or answers for them."""
    HELLO = "hello"
    REPEAT = "repeat"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    PAUSE = "pause"
    CONTINUE = "continue"
    BACK = "back"
    MAIN_MENU = "main_menu"
    SKIP = "skip"
    MORE = "more"
    SIMPLER = "simpler"
    MORE_TIME = "more_time"
    READ_ALL = "read_all"
    """All topics of a section, one after the other."""
    SOMETHING_ELSE = "something_else"
    ONE_AT_A_TIME = "one_at_a_time"
    HELP = "help"
    STAFF = "staff"
    STOP = "stop"
    GOODBYE = "goodbye"
    CHOOSE_1 = "choose.1"
    CHOOSE_2 = "choose.2"
    CHOOSE_3 = "choose.3"
    QUESTIONS = "questions"
    DISTRESS = "distress"
    OUT_OF_SCOPE = "out_of_scope"
