"""English wordings of the same thing, brought to one form for comparison.

Only for comparing words with phrases: the form is not English ("my dad's legs have gone numb" gives
"her legs is numb"), and it is made of the phrase and of the words that were said alike.
"""

import re
from collections.abc import Iterator

_KIN = (
    "mother mum mom mam mummy mommy father dad daddy papa husband hubby wife missus partner son "
    "daughter boy girl child kid baby brother sister friend mate grandmother grandma gran granny "
    "nan nana grandfather grandad granddad grandpa aunt auntie uncle cousin neighbour neighbor "
    "boyfriend girlfriend man woman lady gentleman guy bloke person patient"
).split()
_BODY = (
    "legs leg feet foot arms arm hands hand fingers face mouth speech heart chest back bottom side"
).split()

_CONTRACTIONS = (
    (r"\b(?:can't|can not)\b", "cannot"),
    (r"\bwon't\b", "will not"),
    (r"\bain't\b", "is not"),
    (r"n't\b", " not"),
    (r"'m\b", " am"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"'d\b", " would"),
    (r"\bwanna\b", "want to"),
    (r"\bgonna\b", "going to"),
    (r"\bgotta\b", "have to"),
    (r"\bgimme\b", "give me"),
    (r"\bdunno\b", "do not know"),
)
"""Long forms."""

_NAMES = "|".join(_KIN)
_PERSONS = (
    (
        rf"\b(?:(?:my|our|his|her|their|the|this|that|a|some) )(?:(?:old|poor|little|young) )?"
        rf"(?:{_NAMES})\b",
        "she",
    ),
    (r"\b(?:mum|mom|mummy|dad|daddy|grandma|gran|granny|nan|grandad|grandpa)\b", "she"),
    (r"\b(?:somebody|someone|he)\b", "she"),
    (r"\b(?:his|him)\b", "her"),
    (r"\bhimself\b", "herself"),
    (rf"\bshe's (?=(?:{'|'.join(_BODY)})\b)", "her "),
    (r"'s\b", " is"),
    (r"\b(?:has|was)\b", "is"),
    (r"\b(have|is) got\b", r"\1"),
)
"""Everybody else is "she", and what they have they are: "she's" is either."""

_SYNONYMS = (
    (r"\banymore\b", "any more"),
    (r"\bround\b", "around"),
    (r"\b(?:wee|urine|piss)\b", "pee"),
    (r"\b(?:poo|crap)\b", "poop"),
    (r"\b(?:bum|backside|behind|butt|private parts|privates|groin)\b", "bottom"),
    (r"\b(?:toilets|bathrooms?|restrooms?|loo|loos|washroom|lavatory)\b", "toilet"),
    (r"\b(?:toes|ankles)\b", "feet"),
    (r"\b(?:knees|thighs|limbs|calves)\b", "legs"),
    (r"\bparalysed\b", "paralyzed"),
    (r"\btumour(s?)\b", r"tumor\1"),
    (r"\bcounsellor(s?)\b", r"counselor\1"),
    (r"\b(?:tingly|tingle|prickly)\b", "tingling"),
    (r"\bone of (my|her) (leg|arm|hand)s\b", r"\1 \2"),
    (r"\bone of (my|her) feet\b", r"\1 foot"),
    (r"\b(?:left|whole|entire|lower|upper) (?=(?:legs?|arms?|hands?|foot|feet|side|face)\b)", ""),
    (
        r"\b(?:am|are|is|have|feel|feels|felt|go|goes|went|keep|keeps|get|gets|got)"
        r"(?: (?:been|gone|going|go|feeling|getting|become|becoming|all|both))* "
        r"(?=(?:numb|weak|weaker|dead|tingling|paralyzed|floppy|dizzy|blind)\b)",
        "is ",
    ),
    (r"\b(?:weaker)\b", "weak"),
)
"""Words of one meaning, and a limb that is, feels, goes or has gone numb."""

_PADDING = (
    r"thank you(?: (?:very|so) much)?",
    r"thanks(?: (?:very much|a lot|so much))?",
    r"excuse me",
    r"if you (?:do not )?(?:mind|please|can|could)",
    r"i mean",
    r"you know",
    r"i said",
    r"i think",
    r"i am (?:sorry|afraid)",
    r"(?:sort|kind) of",
    r"a (?:bit|little)(?! (?:of )?more| slower| faster| louder)",
    r"oh (?:my god|my|no|dear|god)",
    r"(?:for )?(?:god|heaven|goodness)(?: is)?(?: sake)?",
    r"right now",
    r"at the moment",
    r"all of a sudden",
)
_FILLERS = (
    "er erm um uh uhm hm hmm oh ah well please just really actually suddenly so like okay ok right "
    "now then the a an some any very quite too both completely totally properly kindly also still "
    "kiosk machine computer mister"
).split()

_FORMS = tuple(
    (re.compile(pattern), given) for pattern, given in (*_CONTRACTIONS, *_PERSONS, *_SYNONYMS)
)
_FILLED = re.compile(rf"\b(?:{'|'.join((*_PADDING, *_FILLERS))})\b(?!')")
_ADDRESSES = r"(?:dear|love|darling|honey|sir|madam|ma am|ma'am|miss|mate|pal|doc|buddy)"
_ADDRESSED = re.compile(rf"(?: {_ADDRESSES})+$")

_SHORT_OF_YES = re.compile(r"^(?:(?:um|er|erm|uh|hm|hmm|well|oh|so|ah|and|please) )+")
_SHORT_OF_NO = re.compile(r"^(?:(?:um|er|erm) )+")
_AFTER_ANSWER = re.compile(
    rf"(?: (?:thank you|thanks|please|doctor|nurse|actually|though|{_ADDRESSES}))+$"
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
    r"|(?:and|but|hello|hi|hey|good morning|sorry|yes|no)"
    r") "
)
_CRIED = re.compile(
    r"^(?:help|help me|quick|quickly|hurry|nurse|doctor|sorry|hello|hey|and|but|because|listen|look"
    r"|i feel|it is|there is|god) "
)
_QUICKLY = re.compile(r" (?:help|help me|quick|quickly|hurry|nurse|doctor|again)$")
_QUESTIONS = re.compile(
    r"^(?:"
    r"(?:tell|explain|describe|teach|read|show|give|play)(?: to)?(?: me| us)?"
    r"(?: more| something| everything| all| information| info)?(?: about| on| of)?"
    r"|what (?:is|are|about|does|do)(?: this| these)?"
    r"|how about"
    r"|(?:how|why) (?:do|does|is|are)"
    r"|(?:more |information |info |details |facts |stuff )+(?:on|about)?"
    r"|(?:to )?(?:hear|know|learn|read|talk|ask|find out|listen)(?: more| something)?(?: about| to)?"
    r"|i (?:want|need|choose|pick|take)"
    r"|i have (?:a )?(?:question|questions) (?:about|on)"
    r"|(?:do you have|have you got|is there|are there)"
    r"|(?:anything|something|about|regarding|on|of|and|for|with)"
    r"|(?:one|bit|part|section|topic|stuff|thing) (?:about|on|with|for|of)"
    r") "
)
_AFTER_QUESTION = re.compile(
    r" (?:one|bit|part|section|topic|stuff|thing|information|info|next|first|instead|work|mean|is"
    r"|for me|to me|again|itself)$"
)


def canonical(words: str) -> str:
    """Give one form for all wordings of the same thing.

    Args:
        words: normalized.
    """
    for pattern, given in _FORMS:
        words = pattern.sub(given, words)
    return " ".join(words.split())


def without_fillers(words: str) -> str:
    """Give canonical words without those that change nothing; "" where nothing else was said."""
    short = " ".join(_FILLED.sub(" ", words).split())
    return _ADDRESSED.sub("", f" {short}").strip()


def bare_answers(words: str, *, no: bool) -> Iterator[str]:
    """Give an answer without what people put around it.

    Before a no only a sound of hesitation may stand: "well no" is no clean no.
    """
    bare = (_SHORT_OF_NO if no else _SHORT_OF_YES).sub("", words)
    yield bare
    yield _AFTER_ANSWER.sub("", bare)


def bare_cries(words: str) -> Iterator[str]:
    """Give words without calls around them: "help i cannot breathe"."""
    yield words
    yield from _stripped(words, (_CRIED, _QUICKLY))


def bare_requests(words: str) -> Iterator[str]:
    """Give words without what makes a request polite: "can you", "i would like you to"."""
    yield words
    yield from _stripped(words, (_REQUESTS,))


def bare_questions(words: str) -> Iterator[str]:
    """Give what words ask about, without the asking: "what about", "i want to know about"."""
    yield from _stripped(words, (_REQUESTS, _QUESTIONS, _AFTER_QUESTION))


def _stripped(words: str, frames: tuple[re.Pattern[str], ...]) -> Iterator[str]:
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
