"""Finds answers to a yes/no question, and questions about it, in words that are no phrase.

A whole answer may be put together from pieces ("touch wood, no", "she's never had any of that"). It
is a no only if every word of it belongs to a no, so "no, well, sometimes" is none. Among other
words, an answer is only mentioned.

Source: clinical-safety.md §2 rules 3, 5 and 6.
"""

import re

from grammar.intents import Intent

_PERSON = r"(?:i|we|she|they|it)"
_IT = (
    r"(?:that|it|this|any|one|those|them|these|anything like (?:that|it|this)"
    r"|any (?:of (?:that|it|this|those|them|these)|trouble|problems|bother|issues|such thing)"
    r"|(?:trouble|problems|bother|issues))(?: (?:with|like) (?:that|it|this))?"
)
_NO_WORD = r"(?:no|nope|nah|naw|nup|nay|never|negative|nuh uh)"
_NO_PIECES = (
    rf"{_PERSON} (?:do|does|did|have|is) not(?: (?:have|had|got|having)(?: {_IT})?)?",
    rf"of course {_PERSON} (?:do|did|have|is) not",
    rf"(?:i am|i|we) not (?:have|having|get|getting)(?: {_IT})?",  # in a second language
    rf"(?:(?:i|we) )?no have(?: {_IT})?",
    rf"{_NO_WORD} {_PERSON} would not|{_IT} {_PERSON} (?:do|have|is) not (?:have|had|got)",
    rf"{_PERSON} (?:have|is) no (?:had|got) {_IT}|she is clear of (?:all )?{_IT}",
    rf"(?:{_PERSON} )?(?:do|did|have) not suffer(?:ed)? (?:with|from) {_IT}",
    rf"{_PERSON} (?:(?:have|is) )?never (?:complained|suffered) (?:of|about|with|from) {_IT}",
    rf"{_NO_WORD} (?:i am|we are) not",  # without the no: broken off before "sure"
    rf"(?:have|do|did) not (?:have|had|got) {_IT}|have not any|not had {_IT}",
    rf"(?:{_PERSON} )?(?:(?:have|is) )?never (?:ever )?(?:had|have|did|get|got)(?: {_IT})?",
    rf"{_PERSON} (?:(?:have|is|did|do) )?never",
    rf"{_PERSON} (?:have|is) none(?: of (?:that|those|it))?",
    rf"{_PERSON} (?:have|is) (?:had )?no (?:problems|trouble|bother|issues)"
    r"(?: with (?:that|it)| that way| there)?",
    r"none of (?:that|those|it|this|them|these)|no(?:ne|thing) (?:at all|whatsoever)"
    r"|no (?:none|nothing)|not (?:even )?once|no need",
    r"nothing (?:like (?:that|it|this)|of (?:the (?:sort|kind)|that)|at all)",
    r"not (?:at all|a bit(?: of it)?|one bit|in the (?:least|slightest)|me|her|a chance|in any way)"
    rf"|neither of (?:us|them)(?: (?:have|is|do|did))?"
    rf"|{_PERSON} (?:have|is) (?:had )?none of {_IT}",
    r"(?:absolutely|definitely|certainly|of course|most certainly|obviously|thankfully|luckily"
    r"|fortunately|mercifully) not",
    r"(?:that is|it is|the answer is|i would say|i have to say|that would be)(?: a)? no",
    r"i should (?:say|think) not|cannot say i (?:do|have)(?: had (?:that|it))?",
    r"she (?:say no|is shaking her head)|hell no|(?:she is )?no such thing|no not that|no chance",
    r"(?:i|she) (?:would )?(?:deny|denies|refute) (?:that|it)|never experienced (?:that|it)",
    rf"she {_NO_WORD}",
    r"no (?:problems|trouble|bother|issues) (?:with (?:that|it|this)|there|at all|that way)",
    _NO_WORD,
)
_YES_PIECES = (
    r"(?:yes|yeah|yep|yup|yea|aye|affirmative|indeed|correct|exactly|absolutely|certainly)",
    r"(?:definitely|of course|sure|afraid so|very much so|you bet)",
    r"that is (?:right|correct|true|so|it)",
    rf"{_PERSON} (?:(?:sure|certainly|definitely|really) )?(?:do|does|did|have|am|is|are)(?: so)?"
    r"(?! not)",
)
_BESIDE_A_NO = (
    r"(?:um|er|erm|at all|thank (?:god|goodness|heavens|you)|thanks|thankfully|luckily|fortunately"
    r"|(?:touch|knock on) wood|doctor|nurse|dear|love|sir|madam|ma'am|mate|please|definitely"
    r"|absolutely|certainly|honestly|to be honest|ever|from me"
    r"|i am (?:fine|good|all right|okay)(?: there)?"
    r"|(?:i am )?(?:glad|happy|pleased|sorry) to say|i have been lucky"
    r"|praise (?:god|the lord|be)|thank the lord"
    r"|(?:good )?(?:god|lord|heavens)|in (?:my|her|me|ma) life|before|whatsoever|at any time"
    r"|(?:(?:that|it|everything) is |everything |all )(?:fine|good|normal|all right|okay)"
    r"(?: there| with (?:that|it|her))?"
    r"|(?:my|her) (?:legs?|arms?|hands?|feet|back|bladder|bowels?|balance|skin) (?:is|are)"
    r" (?:(?:all|quite|very) )?(?:fine|good|normal|all right|okay|strong))"
)
_BESIDE_A_YES = (
    rf"(?:{_BESIDE_A_NO}|well|oh|so|hm|unfortunately|sadly|too right|very much(?: so)?|i am afraid"
    r"|too|always)"
)


def _all_of(pieces: tuple[str, ...], beside: str) -> re.Pattern[str]:
    piece = "|".join(pieces)
    return re.compile(rf"(?:{beside} )*(?:{piece})(?: (?:{piece}|{beside}))*")


_NO = _all_of(_NO_PIECES, _BESIDE_A_NO)
_YES = _all_of(_YES_PIECES, _BESIDE_A_YES)

_MENTIONS_NO = re.compile(
    rf"\b{_NO_WORD}\b|\b(?:none|neither|nothing)\b"
    rf"|^{_PERSON} (?:do|does|did|have|is|am) not(?: (?:have|had|get|got)\b|$)"
    rf"|\b{_PERSON} (?:do|does|did|have|is|am) not$"
)
_MENTIONS_HEDGE = re.compile(
    r"\bnot (?:really(?! (?:know|sure)\b)|lately|recently|any more|so far|yet|to my knowledge"
    r"|that i\b|as far as\b)"
    r"|\b(?:do|would) not (?:think|believe|suppose|imagine|say) (?:so|that|i|it)"
    r"|\b(?:probably|hopefully|maybe|perhaps|hope|suppose|guess|think|possibly) not\b|\bdoubt it\b"
    r"|\b(?:used to|in the past|a long time ago)\b"
)
_WITH_MORE = (
    r"(?= (?:every|since|ever|for|all|when|whenever|a lot|that|it|this|had (?:that|it|this)"
    r"|get (?:that|it|this)|have (?:that|it|this)|sometimes|at night|too|now|indeed|unfortunately"
    r"|sadly|both|quite|a bit|a little|often|been|last|yes|doctor|actually|and|because"
    r"|in (?:my|her|both))\b|$)"
)
_MENTIONS_YES = re.compile(
    r"\b(?:yes|yeah|yep|yup|yea|aye|affirmative)\b"
    r"|^(?:absolutely|certainly|definitely|exactly|indeed|of course|too right|sure)\b(?! not)"
    r"|\b(?:(?<!not )(?:absolutely|certainly|indeed|of course)|afraid so|you bet|is correct)$"
    rf"|^(?:(?:too right|unfortunately|sadly|well|oh|because|and|she say) )*{_PERSON}"
    rf" (?:do|does|did|have|is had)(?! not){_WITH_MORE}"
    r"|^(?:i|she|we) (?:do |definitely |certainly |always |keep |often )*"
    r"(?:get|getting|got|had|have) (?:that|it|this|those|them)\b(?! (?:in|first|before|to)\b)"
    r"|^(?:all (?:the time|day|night)|every (?:single )?(?:night|day|morning|time|week)\b.*"
    r"|been (?:like that|having (?:that|it)|bad) .*|constantly|always|a lot|loads|very much"
    r"|worse(?: (?:than|at|every|now|when)\b.*)?|ever since\b.*|both|quite a (?:lot|bit)|too much"
    r"|(?:nearly|almost|practically) (?:all|every|always|constantly)\b.*|for sure|pretty much"
    r"|(?:no|without(?: a| any)?) doubt(?: about (?:it|that))?|spot on|quite often"
    r"|(?:yes )?i would (?:love|like) (?:to|that)"
    r"|(?:at least )?(?:once|twice|three times|a few times) (?:a|each|every|per) (?:day|night|week)"
    r"|(?:a lot|too often|too much) actually|too often|more often than .*"
    r"|(?:(?:one|two|three|four|five|six|seven|few|several|couple|or|a|of) )+"
    r"(?:times|nights|days|mornings) (?:a|each|every|per) (?:day|night|week|month)"
    r"|most (?:nights|days|mornings|of the time)|since (?!(?:i|you|we|they|she|it|there)\b).*"
    r"|for (?:(?:a|about|the (?:last|past)|two|three|four|some|many|over|few) )*"
    r"(?:days?|weeks?|months?|years?|while|ages|long)\b.*)$"
)
_MENTIONS_DOUBT = re.compile(
    r"\b(?:(some days|sometimes?|maybe|perhaps|could be)\b.* \1\b.*"
    r"|maybe|perhaps|sometimes|possibly|probably|occasionally|fifty fifty|rightly know"
    r"|not (?:\S+ )?(?:sure|certain)(?! (?:how|where|who|when|why)\b)|un(?:sure|certain)"
    r"|have to ask (?:she|her|my)|beats me|would not (?:rightly |really )?know|(?:in|of) two minds"
    r"|am not knowing|every so often|(?:would say|seems?) so"
    r"|most likely|looks (?:that way|like it)|anybody's guess|is a chance"
    r"|not easy to (?:say|tell|know)|cannot be (?:sure|certain)"
    r"|(?:hard|difficult) to (?:say|tell|know)|depends|varies|could be|who knows|yes and no"
    r"|on and off|off and on|comes and goes|come and goes?|now and (?:then|again)|at times"
    r"|from time to time|once in a while|more or less|in a way|not (?:always|often|every|much)"
    r"|half and half|so so|no clue|no idea|(?:not|not have) (?:a|the) (?:clue|foggiest)"
    r"|(?:bit|half|days?) yes .*no"
    r"|cannot (?:say|tell|recall|be sure)|(?:cannot|do not) remember$|do not recall"
    r"|do not (?:really |honestly )?know(?! (?:her|who|where|how|why|what)\b)"
    r"|(?:think|suppose|guess|reckon|imagine) so)\b"
    r"|^(?:hardly|rarely|some days|i (?:suppose|guess|reckon|wonder))\b"
    r"|\b(?:it|that|i|she) might(?: be| have| do)?$|^might (?:be|do|have)$|\bis possible$|^can be$"
    r"|^(?:(?:i|she|it|they) (?:do|have|is|hurt|get) |uh huh |mm |well |only |just )?"
    r"(?:a )?(?:wee |little |tiny )?(?:bit|little|touch|tad)(?: of (?:it|that))?$"
    r"|^(?:only|just|mainly|mostly|usually|often)"
    r"(?: (?:when|at|if|in|on|after|before|with|a bit|a little|sometimes|now|then)\b.*)?$"
    r"|^(?:when(?:ever)?|if) i (?:am )?(?:stand|walk|sit|lie|lay|lying|bend|cough|sneez|get up|wake"
    r"|move|turn|run|climb|lift|lean|stretch)(?:e|t?ing|ning)?\b.*$"
    r"|^(?:at night|(?:in the )?(?:mornings?|evenings?|nights?))$"
    r"|^(?:only |just )?(?:a (?:bit|little) )?in (?:the|my|her|both) (?:left|right|legs|arms|hands"
    r"|feet)(?: (?:one|leg|arm|hand|foot|side))?(?: a (?:bit|little))?$"
    r"|^(?:it|that|this) (?:only |just )?(?:happen(?:ed|s)?|started|began|begun)\b(?! to\b).*"
    r"(?:once|twice|times?|ago|yesterday|today|last (?:night|week|month)|this (?:week|morning))$"
    r"|^(?:kind of|sort of|slightly|somewhat|often|(?:only )?(?:some|most) (?:nights|mornings)"
    r"|(?:only )?on (?:some|bad|most) (?:days|nights))$"
)


LONGEST_ANSWER = 12
"""Words of an answer that says more than yes or no ("yes since last week when i fell"). Most talk
between others is longer, and holds a "maybe" or a "yes" somewhere."""

BEGINNING = 4
"""Words with which longer talk answers, if it does ("well yes i have")."""


_ABOUT_THE_QUESTION = re.compile(
    r"\bwhat (?:does|do|did|is|are) .*\bmean"
    r"|\bwhat (?:do|did) you mean\b"
    r"|\b(?:do not|not sure(?: i)?|cannot|did not) (?:really |quite )?(?:know|understand|get|sure)"
    r" (?:what|the (?:question|word)|that (?:word|question)|your question)\b"
    r"|\bnot sure what .*(?:means?|is|are)\b"
    r"|\b(?:do|did) not understand\b"
    r"|\bwhat (?:is|are) (?:a |an |the )?(?:new )?(?:numbness|tingling|weakness|balance|numb"
    r"|private parts|saddle|tight band|trouble|new)\b"
    r"|\bwhat (?:counts as|kind of|sort of|type of) \w+"
    r"|\b(?:do you mean|how do you mean|in what way|such as what|like what|meaning what)\b"
    r"|\b(?:define|meaning of)\b"
    r"|^(?:new )?since when$|^how (?:new|recent|lately|bad|much|many|long|often)"
    r"(?: (?:is|do) (?:it|that|this|new|they|you)\b.*)?$"
    r"|\bdo (?:it|that|this) count\b|^is (?:it|that|this) (?:new|recent|lately)$"
    r"|^why (?:do|are|would|must) you (?:ask|need|want|have)\b"
)
"""Asks what the question means, in long forms ("do not" for "don't")."""


def whole_answer(words: str) -> Intent | None:
    """Give the answer that all of the words make.

    Args:
        words: in canonical form (`grammar.wording.canonical`).
    """
    if _NO.fullmatch(words):
        return Intent.NO
    return Intent.YES if _YES.fullmatch(words) else None


def answers_among(words: str) -> frozenset[Intent]:
    """Give the answers that are among the words, in canonical form.

    In talk longer than `LONGEST_ANSWER` only its beginning can be an answer.
    """
    spoken = words.split()
    if len(spoken) > LONGEST_ANSWER:
        words = " ".join(spoken[:BEGINNING])
    hedged = bool(_MENTIONS_HEDGE.search(words))  # "probably not" is no mere doubt
    doubted = _MENTIONS_DOUBT.search(words)
    rest = _MENTIONS_DOUBT.sub(" ", words)
    found = {
        Intent.HEDGED_NO: hedged,
        Intent.NOT_SURE: bool(doubted),
        Intent.NO: bool(_MENTIONS_NO.search(rest)),
        Intent.YES: bool(_MENTIONS_YES.search(rest)),
    }
    return frozenset(intent for intent, is_there in found.items() if is_there)


def asks_about_question(words: str) -> bool:
    """Whether words, in canonical form, ask what the question means."""
    return bool(_ABOUT_THE_QUESTION.search(words))
