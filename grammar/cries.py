"""Finds cries for help, in other wordings than the phrases of the grammar.

A cry is a whole one if nothing but a cry was said: calls around it ("help, I can't breathe"), when
and where it happens, and words that are in cries anyway. What asks or talks about something is no
cry, whatever words it has.

Source: clinical-safety.md §2 rule 12.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from grammar.cry_kinds import spans_of_kinds
from grammar.intents import Intent
from grammar.no_cry import asks, is_of_a_thing, is_of_no_need, supposes, tells, without_denied
from grammar.politeness import stripped, without_preface
from grammar.wording import without_fillers

_CRIED = re.compile(
    r"^(?:she (?:is |just |keep )*(?:say|said|saying|tell me|told me|telling me|think)"
    r"|christ|jesus|lord|god|help|help me|quick|quickly|hurry"
    r"|nurse|doctor|sorry|hello|hey|and|but|because|listen|look"
    r"|i (?:feel|think|believe|guess)|frankly|honestly|it is|there is) "
)
_QUICKLY = re.compile(r" (?:help|help me|quick|quickly|hurry|nurse|doctor|again)$")
_AFTER_CRY = re.compile(
    r" (?:today|tonight|again|here|over here|in here|out here|there|over there|outside|at all"
    r"|all over"
    r"|(?:on|down) one side|(?:since|for) [\w ]{1,24}|this (?:morning|minute|second)|any more"
    r"|so bad(?:ly)?|bad(?:ly)?|something (?:awful|terrible)|again|on me"
    r"|in the (?:waiting room|corridor|hallway|toilet|car|lift|chair)"
    r"|on the (?:floor|stairs|chair))$"
)
"""When and where, behind a cry for help."""
_BESIDE = re.compile(
    "did|drop|dropped|felt|strong|done|mate|talk|could|through|notice|pill|pills|muddled|two|big|"
    "next|real|proper|floppy|sudden|hour|creeping|upwards|busting|trying|table|strange|touched|"
    "antibiotic|ashamed|mixed|rash|covered|sweaty|jello|wall|absolutely|entirely|pretty|appear|"
    "itching|itchy|candy|biscuit|weakening|normal|sat|bit|second|instantly|works|working|tummy|"
    "agony|embarrassed|sorry|awfully|dreadfully|wheelchair|even|purple|embarrassing|waiting|room|"
    "corridor|hallway|medicine|injection|tablet|bee|hot|holding|standing|sitting|lying|"
    "after|answer|answering|brought|carry|dead|foam|funny|immediately|instant|limp|stiff|urgent|"
    "urgently|useless|whole|will|you|seat|spreading|waking|breeks|bed|happened|happening|drunk|"
    "after|again|all|am|ambulance|and|are|around|at|away|awful|back|bad|badly|because|been|"
    "dude|bro|guys|night|day|days|week|hour|hours|lunch|breakfast|monday|tuesday|wednesday|thursday|"
    "friday|saturday|sunday|weekend|jaw|shoulder|rather|somewhat|would|could|can|as|kind|noticing|knowing|"
    "feeling|trembling|shivering|wobbling|done|ya|clean|straight|meat|tingle|sore|hands|knees|"
    "or|client|onto|saying|stick|idea|mad|colleague|pray|anybody|speaking|doorway|entrance|clammy|"
    "park|steps|step|ladies|mat|stood|buddy|dear|doc|lie|pardon|seem|literally|peculiar|hate|"
    "scream|screaming|window|desk|row|opposite|"
    "hopeless|forever|sandwich|decided|good|painful|feel|trousers|clothes|off|saddle|"
    "belly|blood|blue|breath|but|by|call|chair|christ|cold|come|coming|corner|cry|crying|do|"
    "doctor|door|down|eyes|fast|fetch|floor|food|frightened|from|get|getting|god|going|gone|"
    "grey|ground|had|has|have|head|help|her|here|horrible|hurry|hurt|hurts|i|in|into|is|it|its|"
    "jelly|jesus|just|keep|keeps|left|like|lips|loads|lord|lot|me|minute|minutes|morning|my|"
    "neck|now|nurse|nuts|of|on|one|out|over|own|pain|please|quick|quickly|really|right|"
    "scared|shaking|she|sick|side|since|skin|so|somebody|someone|stairs|stomach|suddenly|"
    "sweating|sweet|sweetie|terrible|that|the|them|there|they|this|throat|to|today|toilet|"
    "tongue|tonight|too|up|very|water|we|went|white|with|worse"
)
"""Words that may stand beside a cry for help and leave it one."""

_BETWEEN = re.compile(r"(?<=[a-z] )(?:am|is|are|been|be|do|to)(?: (?=\S)|$)", re.MULTILINE)
"""Helping verbs behind a subject; before one they ask ("is she choking")."""

_OWNED = re.compile(r"\b(?:my|her) ")
_STEMS = tuple(
    (re.compile(rf"\b(?:{forms})\b"), stem)
    for forms, stem in (
        ("fell|fallen|falls|falling", "fall"),
        ("collaps(?:ed|es|ing)|slump(?:ed|ing)?(?: over)?|dropped (?:down|to)", "collapse"),
        ("faint(?:ed|s|ing)|pass(?:ing|es)? out", "faint"),
        ("chok(?:ed|es|ing?)|suffocat(?:e|es|ing)|drowning", "choke"),
        ("bleed(?:s|ing?)|bled|haemorrhaging", "bleed"),
        ("vomit(?:ed|s|ing)|(?:throw|bring|spew)(?:s|ing)? up|spewing", "vomit"),
        ("cough(?:ed|s|ing?)", "cough"),
        ("shak(?:es|ing?)|jerking", "shake"),
        ("breath(?:es|ing?|e)?", "breathe"),
        ("(?:beside|next(?: to)?|opposite|in front of|behind) me", ""),
        (
            r"(?<=\bshe )(?:over )?(?:here|there) (?=(?:have|collapse|fall|faint|choke|bleed|cannot"
            r"|no|not|just|vomit|shake|who)\b)",
            "",
        ),
        ("cannot seem(?: to)?", "cannot"),
        ("swell(?:s|ing)|swollen|ballooning", "swell"),
        ("droop(?:s|ing?)|dropped|hang(?:s|ing)", "droop"),
        ("slurr(?:ed|ing)", "slur"),
        ("kill(?:s|ing)|top(?:ping)?(?= (?:myself|herself))", "kill"),
        ("die|dies|dying|dye", "die"),
    )
)
"""Forms of verbs in cries; people in need, and who learn English, mix them."""

_DENIES = ("no", "not", "never", "nothing", "without")
_TURNS = re.compile(
    r"\b(?:if|when|whether|sa(?:id|ys?)|told|tells?|ask(?:ed|s)?|think|thought|film|book|story|song"
    r"|joke|funny|laugh\w*|no|not|never|nothing|without|nobody|like|as|pretend\w*|read|wheelchair)\b"
)
"""Words beside a whole cry that may make it none: "he said to me, I can't breathe"."""
_TURNS_NOTHING = re.compile(
    r"\bi think\b"
    r"|\bnot(?: (?:at all|very|so|too|quite|feel|feeling))* (?:all right|alright|well|good|ok|okay"
    r"|fine|right|myself|normal)\b"
)
"""Is no such word: "I think I need a chair, my leg has gone"; "I'm not well, I can't feel it"."""

_REACH = 4
"""Such a word before a cry, within so many words, may turn it around: then it is no whole cry."""

MOST_OTHER = 3
"""Words beside a cry for help that are in no cry. Of 1,286 cries that people wrote none has more;
with more, as in a story that is read aloud, the words are only near a cry: staff are offered."""

_OF_STORIES = frozenset({"yesterday", "year"})
"""Words in cries that beside another one tell of something past."""

_BEFORE_BARE = re.compile(
    "(?:and|but|i|she|we|they|who|help|please|nurse|doctor|now|no|yes|me|god|again|quick|because"
    "|here|sorry|hello|-)?"
)
"""What may stand before a cry that names no person: "my dad and can't walk"."""

_KNOWS_NOT = re.compile(r"\bknow (?:who|where|what)\b")
"""Confusion: "she doesn't know who I am"."""


_A_DOCTOR = re.compile(
    r"(?:(?:i|want|need|see|talk|speak|to|is|there|where|can|could|would|like) )*doctor"
)
"""Asking for a doctor is a cry by itself, but not among other words: "the doctor said"."""


def without_doctors(words: str) -> str:
    """Put a gap in place of a doctor, who is also talked about; cries are found by `Cries`."""
    return re.sub(r"\bdoctor\b", "-", words)


def in_short(words: str) -> str:
    """Give canonical words as in a telegram, for cries for help: "my legs numb"."""
    return shortened([without_fillers(words)])[0]


def shortened(bare: Iterable[str]) -> list[str]:
    """Give each text without fillers as in a telegram: together, thousands take half as long."""
    lines = _BETWEEN.sub("", "\n".join(bare))
    for forms, stem in _STEMS:
        lines = forms.sub(stem, lines)
    return [_OWNED.sub("", " ".join(line.split())) for line in lines.split("\n")]


class Cries:
    """The cries for help that phrases of a grammar make."""

    def __init__(self, intents: Mapping[str, str]) -> None:
        """Take the phrases' intents by their words in short (`in_short`)."""
        self._cries, self._bare_cries = _cries(intents)
        words = {word for cry in self._cries for word in cry.split()}
        self._words = frozenset(words - _OF_STORIES)

    def are(self, words: str) -> bool:
        """Whether canonical words are a cry for help and nothing else."""
        words = without_preface(words)
        if (asks(words) and not _KNOWS_NOT.search(words)) or is_of_no_need(words):
            return False
        short = in_short(words)
        if any(form in self._cries or form in self._bare_cries for form in _bare(short)):
            return True
        cried, beside = self._parted(short)
        return (
            len(cried) > 1  # one word is also talked about: "she works on an ambulance"
            and not self._others(beside)
            and not any(
                word in _DENIES and not cried.isdisjoint(range(place, place + _REACH))
                for place, word in beside.items()
            )
        )

    def are_one_of(self, clauses: Sequence[str]) -> bool:
        """Whether one of several clauses is a whole cry, and no other turns it around.

        What was only supposed before does not, where the last clause says that it has come.
        """
        cries = [self.are(clause) for clause in clauses]
        return any(cries) and not any(
            is_of_no_need(clause) or _turns(clause)
            for clause, cry in zip(clauses, cries, strict=True)
            if not cry and not (cries[-1] and supposes(clause))
        )

    def end(self, clauses: Sequence[str], words: str) -> bool:
        """Whether the last of several clauses is a whole cry, and all words are no tale."""
        return len(clauses) > 1 and not tells(words) and self.are(clauses[-1])

    def are_among(self, words: str) -> bool:
        """Whether a cry for help stands among canonical words that neither wonder nor tell."""
        cried, beside = self._parted(without_denied(in_short(words)))
        return len(cried) > 1 or (bool(cried) and not self._others(beside))

    def stand_clear(self, words: str) -> bool:
        """Whether a cry stands among few other canonical words, none of which turns it around."""
        cried, beside = self._parted(in_short(words))
        return (
            len(cried) > 1
            and len(self._others(beside)) <= MOST_OTHER
            and not _turns(" ".join(beside.values()))
        )

    def drown_in(self, words: str) -> bool:
        """Whether canonical words are more than MOST_OTHER that are in no cry for help."""
        _, beside = self._parted(in_short(words))
        return len(self._others(beside)) > MOST_OTHER

    def _parted(self, short: str) -> tuple[frozenset[int], dict[int, str]]:
        """Give the places of the words that are part of a cry, and the others by their places."""
        spoken = short.split()
        cried = self._cried(spoken)
        return cried, {place: word for place, word in enumerate(spoken) if place not in cried}

    def _is_cry(self, words: str, before: str) -> bool:
        """Whether words are a cry; of things it is none ("the prices have fallen")."""
        return words in self._cries or (
            words in self._bare_cries and bool(_BEFORE_BARE.fullmatch(before))
        )

    def _others(self, beside: Mapping[int, str]) -> list[str]:
        """Give the words that are in no cry for help."""
        return [
            word
            for word in beside.values()
            if not (word in self._words or word in _DENIES or _BESIDE.fullmatch(word))
        ]

    def _cried(self, spoken: list[str]) -> frozenset[int]:
        """Give the places of the words that are part of a cry."""
        spans = [
            (start, end)
            for start in range(len(spoken))
            for end in range(start + 1, len(spoken) + 1)
            if self._is_cry(" ".join(spoken[start:end]), spoken[start - 1] if start else "")
        ]
        return frozenset(
            place
            for start, end in (*spans, *spans_of_kinds(spoken))
            if not is_of_a_thing(" ".join(spoken[start:end]), " ".join(spoken[end:]))
            for place in range(start, end)
        )


def _turns(words: str) -> bool:
    """Whether words beside a cry may turn it around."""
    return bool(_TURNS.search(_TURNS_NOTHING.sub("", words)))


def _bare(short: str) -> Iterator[str]:
    """Give the words without calls, time and place around them."""
    yield short
    yield from stripped(short, (_CRIED, _QUICKLY, _AFTER_CRY))


def _cries(intents: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give each cry for help, and those without the person who is in need."""
    cries, bare = set(), set()
    for words, intent in intents.items():
        if intent == Intent.DISTRESS and not _A_DOCTOR.fullmatch(words):
            cries.add(words)
            person, _, rest = words.partition(" ")
            if person in ("i", "she") and " " in rest and rest not in intents:
                bare.add(rest)
    return frozenset(cries), frozenset(bare)
