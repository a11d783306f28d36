"""Takes off what people put around an answer, a request or a topic: politeness and fillers."""

import re
from collections.abc import Iterator

from grammar.wording import ADDRESSES

_SHORT_OF_YES = re.compile(r"^(?:(?:um|er|erm|uh|hm|hmm|well|oh|so|ah|and|please) )+")
_SHORT_OF_NO = re.compile(r"^(?:(?:um|er|erm) )+")
_AFTER_ANSWER = re.compile(
    rf"(?: (?:thank you|thanks|please|doctor|nurse|actually|though|{ADDRESSES}))+$"
)

_REQUESTS = re.compile(
    r"^(?:"
    r"(?:can|could|would|will) (?:you|we|i)(?: mind)?"
    r"|i (?:would like|want|need|wish)(?: you| it)? to"
    r"|i would like(?: you)?"
    r"|let(?: us| me| is)"
    r"|is it possible to"
    r"|may i"
    r"|you (?:can|could|should|must)"
    r"|(?:hello|hi|hey|good morning|sorry)(?= (?:can|could|would|i|please|tell|what|where|is))"
    r"|(?:and|but|sorry)"
    r") "
)
_QUESTIONS = re.compile(
    r"^(?:"
    r"(?:tell|explain|describe|teach|read|show|give|play)(?: to)?(?: me| us)?"
    r"(?: more| something| everything| all| information| info)?(?: about| on| of)?"
    r"|what (?:is|are|about|does|do)(?: this| these)?"
    r"|how about"
    r"|(?:how|why) (?:do|does|is|are)"
    r"|(?:more |information |info |details |facts |stuff )+(?:on|about)?"
    r"|(?:to )?(?:hear|know|learn|read|talk|ask|find out|listen)(?: more| something)?"
    r"(?: about| to)?"
    r"|i (?:want|need|choose|pick|take)"
    r"|i have (?:a )?(?:question|questions) (?:about|on)"
    r"|(?:do you have|have you got|is there|are there)"
    r"|(?:anything|something|about|regarding|on|of|and|for|with)"
    r"|(?:one|bit|part|section|topic|stuff|thing) (?:about|on|with|for|of)"
    r") "
)
_AFTER_QUESTION = re.compile(
    r" (?:one|bit|part|section|topic|stuff|thing|information|info|next|first|instead|work|is"
    r"|for me|to me|again|itself)$"
)


_CORRECTS = re.compile(
    r"^(?:actually|wait|hold on|sorry|oh|no|nope|not that|rather|instead|i mean|i meant|make it"
    r"|i (?:would|had) rather(?: have| hear)?) "
)
_AFTER_CORRECTION = re.compile(r" (?:actually|instead|rather|i mean|i meant|please)$")


_UNDERSTATES = re.compile(
    r"^(?:(?:um|er|erm|oh|well|hello|excuse me|sorry|look|listen|you see|dear|please|oh dear) )*"
    r"(?:(?:i )?(?:do not|did not|would not|hate|never|am sorry|do hate|is sorry)(?: (?:really"
    r"|like|want"
    r"|wish|mean|to|i))* (?:(?:make|cause) (?:a |any )?(?:fuss|trouble|bother)|bother|trouble"
    r"|complain|moan"
    r"|worry|disturb|interrupt|be (?:a |any )?(?:nuisance|bother|trouble|burden|pain))"
    r"|sorry to (?:bother|trouble|be a (?:nuisance|bother|pain)|interrupt|disturb)"
    r"|(?:it|this) is (?:(?:probably|only|just|maybe|a|bit|little|rather|very|so|all)"
    r" )*(?:nothing|silly"
    r"|embarrassing|stupid|daft|awkward)|(?:i am|i is) not one to (?:complain|moan|fuss|make a"
    r" fuss))"
    r"(?: (?:anyone|anybody|you|she|about me|really|dear|love|doctor|nurse|to say|at all))*"
    r"(?: (?:but|only|though|because|it is just|just|that|well|er|um))* "
)
"""What old people put before a cry for help: "I don't want to make a fuss, but"."""


def bare_answers(words: str, *, no: bool) -> Iterator[str]:
    """Give an answer without what people put around it.

    Before a no only a sound of hesitation may stand: "well no" is no clean no.
    """
    bare = (_SHORT_OF_NO if no else _SHORT_OF_YES).sub("", words)
    yield bare
    yield _AFTER_ANSWER.sub("", bare)


def bare_ends(words: str) -> Iterator[str]:
    """Give words without the politeness at both ends: "um, get someone now, please"."""
    yield words
    yield _AFTER_ANSWER.sub("", _SHORT_OF_YES.sub("", words))


def bare_requests(words: str) -> Iterator[str]:
    """Give words without what makes a request polite: "can you", "i would like you to"."""
    yield words
    yield from stripped(words, (_REQUESTS,))


def bare_questions(words: str) -> Iterator[str]:
    """Give what words ask about, without the asking: "what about", "i want to know about"."""
    yield from stripped(words, (_REQUESTS, _QUESTIONS, _AFTER_QUESTION))


def bare_corrections(words: str) -> Iterator[str]:
    """Give what is wanted instead: "actually treatments", "no i meant treatments"."""
    yield from stripped(words, (_CORRECTS, _AFTER_CORRECTION))


def without_preface(words: str) -> str:
    """Give canonical words without the understatement that people put before them."""
    return _UNDERSTATES.sub("", words)


def stripped(words: str, frames: tuple[re.Pattern[str], ...]) -> Iterator[str]:
    """Give what remains after each frame that is taken off."""
    while True:
        for frame in frames:
            short = frame.sub("", words)
            if short != words:
                words = short
                yield words
                break
        else:
            return
