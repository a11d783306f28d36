"""English wordings of the same thing, brought to one form for comparison.

Only for comparing words with phrases: the form is not English ("my dad's legs have gone numb" gives
"her legs is numb"), and it is made of the phrase and of the words that were said alike.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial

_KIN = (
    "mother|mum|mom|mam|mummy|mommy|father|dad|daddy|papa|husband|hubby|wife|missus|partner|"
    "son|daughter|boy|girl|child|kid|baby|brother|sister|friend|grandmother|grandma|gran|"
    "granny|nan|nana|grandfather|grandad|granddad|grandpa|aunt|auntie|uncle|cousin|neighbour|"
    "neighbor|boyfriend|girlfriend|man|woman|lady|gentleman|guy|bloke|fella|chap|lad|lass|"
    "bairn|mama|da|person|patient"
)
_BODY = (
    "legs|leg|feet|foot|arms|arm|hands|hand|fingers|face|mouth|speech|heart|chest|back|bottom|side"
)

_CONTRACTIONS = (
    (
        r"\b(?:can't|can not|cannae|could not|couldn't|no can|can no"
        r"|unable to|not able to|can no longer)\b",
        "cannot",
    ),
    (r"\b(?:don't|dinnae)\b", "do not"),
    (r"\b(did|does|has|have|is|was|would)nae\b", r"\1 not"),
    (r"\bmeself\b", "myself"),
    (
        r"\b(hav|bleed|breath|chok|turn|go|swell|tingl|gett|feel|los|hurt|fall|shak|cough|scream"
        r"|speak|talk|mak|kill|dy|droop)in\b",
        r"\1ing",
    ),
    (r"\b(legs|arms|hands|feet) of (gone|been)\b", r"\1 have \2"),
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
    (r"\bmay be$", "maybe"),
    (r"\b(kind|sort)a\b", r"\1 of"),
)
"""Long forms."""
_PERSONS = (
    (
        rf"\b(?:(?:my|me|our|his|her|their|the|this|that|a|an|some) )?"
        rf"(?:(?:old|poor|little|young|elderly|dear) )?(?:{_KIN})\b",
        "she",
    ),
    (r"\b(?:somebody|someone|he)\b", "she"),
    (r"\b(?:his|him)\b", "her"),
    (r"\bhimself\b", "herself"),
    (rf"\bshe's (?=(?:{_BODY})\b)", "her "),
    (r"'s\b", " is"),
    (r"\b(?:has|was)\b", "is"),
    (r"\b(have|is) got\b", r"\1"),
    (r"\bshe have\b", "she is"),
)
"""Everybody else is "she", and what they have they are: "she's" is either."""
_SYNONYMS = (
    (r"\banymore\b", "any more"),
    (r"\bround\b", "around"),
    (r"\b9 ?1 ?1\b", "nine one one"),
    (r"\b9 ?9 ?9\b", "nine nine nine"),
    (r"\b1 ?1 ?2\b", "one one two"),
    (
        r"\b(?:wee(?! (?:bit|while|tad|touch|moment|minute)\b)|urine|piss|pipi|pee pee|peepee)\b",
        "pee",
    ),
    (r"\b(?:weeing|pissing|urinating)\b", "peeing"),
    (r"\b(?:poo|crap)\b", "poop"),
    (r"\b(?:bum|backside|behind|butt|private parts|privates|groin|arse|crotch|rear)\b", "bottom"),
    (r"\b(?:pass (?:any )?water|pass pee|make water|urinate|spend a penny|take a pee)\b", "pee"),
    (r"\b(?:passed out|keeled over|blacked out|gone over|went over|flaked out)\b", "collapsed"),
    (r"\b(?:trousers|underwear|knickers)\b", "pants"),
    (r"\b(?:crapped|pooed|dirtied|shat) (?=myself|herself|my|her)", "messed "),
    (r"\bcannot feel (?:nothing|owt|a thing)\b", "cannot feel anything"),
    (r"\b(?:felt|feel) nothing\b", "cannot feel anything"),
    (r"\b(?:gibberish|rubbish)\b", "nonsense"),
    (r"\bno more$", "any more"),
    (r"\b(?:recognise|recognize)\b", "know"),
    (r"\b(legs?|arms?|hands?|feet|foot|so|very|gone|are|is) week\b", r"\1 weak"),
    (r"\b(?:toilets|bathrooms?|restrooms?|loo|loos|washroom|lavatory)\b", "toilet"),
    (r"\b(?:toes|ankles)\b", "feet"),
    (r"\b(?:knees|thighs|limbs|calves)\b", "legs"),
    (r"\bparalysed\b", "paralyzed"),
    (r"\btumour(s?)\b", r"tumor\1"),
    (r"\bcolour(s?)\b", r"color\1"),
    (r"\bcounsellor(s?)\b", r"counselor\1"),
    (r"\b(?:tingly|tingle|prickly)\b", "tingling"),
    (r"\bone of (my|her) (leg|arm|hand)s\b", r"\1 \2"),
    (r"\bone of (my|her) feet\b", r"\1 foot"),
    (r"\b(?:left|whole|entire|lower|upper) (?=(?:legs?|arms?|hands?|foot|feet|side|face)\b)", ""),
    (
        r"\b(?:am|are|is|have|feel|feels|felt|go|goes|went|keep|keeps|get|gets|got|become|became|turned)"
        r"(?: (?:been|gone|going|go|feeling|getting|become|becoming|all|both))* "
        r"(?=(?:numb|weak|weaker|dead|tingling|paralyzed|floppy|dizzy)\b)",
        "is ",
    ),
    (r"\bweaker\b", "weak"),
    (rf"\b(?:me|mi|ma) (?=(?:{_BODY})\b)", "my "),
    (r"\bmi\b", "i"),
    (r"\bdoes\b", "do"),
    (r"\bwhy (cannot|will not) (i|she|(?:my|her) \w+)\b", r"\2 \1"),
    (
        r"\b(?:do|did|will|is) not (?=(?:feel|breathe?|move|walk|stand|work|hold|lift|come"
        r"|respond|swallow|stop)\b)",
        "cannot ",
    ),
    (r"(?<=\w )(?:do|did|will|is) not (?=wake\b)", "cannot "),
    (r"\bcannot (?:breath|breed)\b", "cannot breathe"),
    (r"\bno (?:sensation|power|force)\b", "no feeling"),
    (r"\b(below|under|from) (?:my |the |her )?(?:belt|hips|belly button|navel)\b", r"\1 my waist"),
    (r"\b(need|want|feel|keep|look|hurt|come|go|get|say|work|move)s\b", r"\1"),
)
"""Words of one meaning, and a limb that is, feels, goes or has gone numb."""
_PADDING = (
    r"(?:thank you|thanks)(?: (?:(?:very|so) much|a lot))?(?: (?:nurse|doctor|sister))?",
    r"excuse me",
    r"if you (?:do not )?(?:mind|please|can|could)",
    r"i mean",
    r"you know",
    r"i said",
    r"i am (?:sorry|afraid)",
    r"(?:sort|kind) of",
    r"a (?:little bit|bit|little)(?! (?:of )?more| slower| faster| louder)",
    r"oh (?:my god|my|no|dear|god)",
    r"(?:for )?(?:god|heaven|goodness)(?: is)?(?: sake)?",
    r"right now",
    r"just now",
    r"now$",
    r"at the moment",
    r"all of a sudden",
    r"(?<!would )like",
)
_FILLERS = (
    "er|erm|um|uh|uhm|hm|hmm|oh|ah|well|please|just|really|actually|suddenly|so|okay|ok|"
    "right|then|the|a|an|some|any|very|quite|both|completely|totally|properly|kindly|also|"
    "still|kiosk|machine|computer|mister"
)


def _compiled(
    forms: Iterable[tuple[str, str]],
) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.MULTILINE), given) for pattern, given in forms)


_STEPS = (_compiled((*_CONTRACTIONS, *_PERSONS)), _compiled(_SYNONYMS))
""""My mother" and "my father" are the same after the first: half as many texts take the second."""
_FILLED = re.compile(rf"\b(?:{'|'.join(_PADDING)}|{_FILLERS})\b(?!')")
_PLURAL = re.compile(r"(?<=[a-z]{4})s\b")
"""The ending of a word long enough to be no other word without it."""
ADDRESSES = (
    r"(?:dear|love|darling|honey|sir|madam|ma am|ma'am|miss|mate|pal|doc|buddy|bro"
    r"|my (?:dear|love|darling|friend))"
)
_ADDRESSED = re.compile(rf"(?: {ADDRESSES})+$")


def canonical(words: str) -> str:
    """Give one form for all wordings of the same thing.

    Args:
        words: normalized.
    """
    return canonical_forms([words])[0]


def canonical_forms(texts: Iterable[str]) -> list[str]:
    """Give the form of each text: together, thousands take half as long as one by one."""
    forms = list(texts)
    for step in _STEPS:
        forms = each_once(partial(_replaced, step), forms)
    return [" ".join(form.split()) for form in forms]


def _replaced(step: Iterable[tuple[re.Pattern[str], str]], texts: Iterable[str]) -> list[str]:
    lines = "\n".join(texts)
    for pattern, given in step:
        lines = pattern.sub(given, lines)
    return lines.split("\n")


def each_once(change: Callable[[Iterable[str]], Iterable[str]], texts: Iterable[str]) -> list[str]:
    """Change texts of which many are the same, each of them once."""
    texts = list(texts)
    once = dict.fromkeys(texts)
    changed = dict(zip(once, change(once), strict=False))  # no texts are one empty line
    return [changed[text] for text in texts]


def without_fillers(words: str) -> str:
    """Give canonical words without those that change nothing; "" where nothing else was said."""
    short = " ".join(_FILLED.sub(" ", words).split())
    return _ADDRESSED.sub("", f" {short}").strip()


def in_one_word(words: str) -> str:
    """Give canonical words in one number, without gaps: "back aches" for "backache"."""
    return _PLURAL.sub("", words).replace(" ", "")
