"""Tells when words that hold a cry are none: they ask, deny, or are of the past or of things.

A story or a question is still near a cry where the intent network finds it like one; these rules
only keep single words of it from deciding that.

Source: clinical-safety.md §2 rule 12.
"""

import re

from grammar.idioms import IDIOMS

_ASKS = re.compile(
    r"^(?:(?:is|am|are|do|did|can|could|would|will|shall|have|was)\b|when (?:do|should|would)\b)"
    r"|\b(?:what|why|how|who|which|whether|if|should|would|might|use|using|people|patients)"
    r"\b|(?<!thinking )\babout(?! to)\b|\bambulance (?:is|came|drove|driver)\b"
    r"|\bcame (?:here )?to help\b"
)
"""Talk about something, or a question: no cry for help, whatever words it has."""

_WONDERS = re.compile(
    r"^(?:is|am|are|do|did|can|could|would|will|shall|should|have) (?:i|you|she|it|they|we|that"
    r"|this|these|those|there|the|my|her|a|an|any|your|most|all|some|cancer|tumors?)\b"
    r"|^(?:what|why|how|which|whether|explain|when (?:do|is|are|can|should|would))\b"
    r"|(?<!\bas )(?<!know )\b(?:if|whether)\b|\bi (?:might|may|could) (?:fall|lose|not)\b"
    r"|\b(?:some|most|many|do|other|can) (?:people|patients)\b"
    r"|\b(?:people|patients) (?:cannot|can|do|with|get|lose|who|have|fall|feel)\b"
    r"|\b(?:tell me|hear|know|talk|talking|read|reading|learn|more|information|what|questions?"
    r"|asking|ask|article|book|film|story|something|anything) about\b"
)
"""Asks whether something is so, or would be."""

_NO_QUESTION = re.compile(
    r"\b(?:can|could|would|will) (?:you|she|they)(?: (?:please|kindly|possibly|maybe|perhaps|just"
    r"|be so (?:kind|good) as to))* (?=(?:(?:ask|tell|find) she|call|get|fetch|send|summon|ring"
    r"|bring|come (?:quick|quickly|at once|now|fast))\b)"
    r"|^(?:can|could|will|would) (?:a |the )?(?:nurse|doctor|she|help)(?: please)*"
    r" (?=come (?:quick|quickly|now|here|over|fast|at once|please)\b)"
    r"|\b(?:i|she|they|it) would (?=(?:rather|sooner|be (?:better|dead|gone)|kill|end)\b)"
    r"|\b(?:tell me )?what (?:(?:do|should|can|shall|must) (?:i|we)|to) do\b(?! (?:if|when|about))"
    r"|^(?:is|are|do) (?:you|she|anybody|anyone|everybody|nobody|there)(?: (?:a|any))?(?: (?:nurse"
    r"|doctor|staff|she|anybody|anyone|help))?(?: work)?(?: (?:there|here|around|about|listening))?"
    r"(?= (?:i|she|my|her|help|please)\b)"
    r"|^(?:which way|where) (?:is|are) (?:the |a )?(?:nurses?|doctors?|staff|everybody|anybody"
    r"|anyone|she|help|they)(?= (?:i|she|my|her|help|please)\b)"
    r"|^(?:can|could|would|will) (?:you|she|anybody|anyone|they)(?: (?:please|kindly))*"
    r" (?:help(?: me| us)?|come|do something|tell she)(?= (?:i|she|my|her|please)\b)"
    r"|(?<=\b(?:do|as) )what i (?:tell|say|ask|want)\b|(?<=\bdoing )what i (?:tell|say|ask|want)\b"
    r"|\bshe (?:(?:here|there|over|next to me|beside me) )*who (?=(?:is|have|cannot|will not)\b)"
    r"|\b(?:lost|losing|lose) (?:the |all )*use (?=of\b)"
    r"|\bwhat is the (?:point|use) (?=(?:of|in) (?:living|life|going on|carrying on|it all)\b)"
    r"|\bwhat is (?:happening|going on|wrong)(?: (?:to|with) (?:me|my|her))?\b"
)
"""Words that ask where a cry is meant: "can you fetch a doctor", "what is the point of living"."""

_TOLD = re.compile(
    r"\b(?:years?|months|decades|ages|long time) (?:ago|back|since)\b"
    r"|\blast (?:year|month|winter|summer|spring|autumn|christmas|easter)\b"
    r"|\bwhen (?:i|she|we) (?:is|were) (?:a|she|young|younger|little|small|pregnant|expecting"
    r"|\w+teen|six|seven|eight|nine|ten|twenty|at (?:school|college)|in the (?:army|navy|war))\b"
    r"|(?<!like i )(?<!as i )(?<!like she )\bused to\b"
    r"|(?<!at )\bonce\b(?! (?:more|again))|\bback (?:then|in)\b"
    r"|\b(?:in|of) (?:the|that|this|a|my|our|her) (?:\w+ )?(?:book|novel|film|movie|story|stories"
    r"|paper|newspaper|magazine|program|programme|play|show|series|episode|war|song|game|match)\b"
    r"|\b(?:book|film|movie|story|novel|program|programme) (?:is )?about\b"
    r"|\bon (?:the )?(?:news|tv|telly|television|radio|internet)\b"
    r"|\b(?:i|we) read\b|\b(?:saw|watched) (?:it|in|on)\b|\bi heard (?:of|about)\b"
    r"|\b(?:doctors?|nurse|surgeon|specialist|consultant|leaflet) (?:say|said|told|asked|explained"
    r"|reckon|think)s?\b(?! (?:me |us |i |that )*(?:to|should|must) )"
    r"|\btold (?:me|us) (?:that )?she had\b|\btold (?:me|us) .* when she (?:had|have|is|were)\b"
    r"|\b(?:says?|said|told|tell) (?:me |us |that )*(?:you|people|patients|they) (?:can|cannot"
    r"|may|might|could"
    r"|will|would|should|get|do|have)\b|\bat (?:my|her|the|our) (?:wedding|school|party|christening"
    r"|funeral|work|job)\b"
    r"|\b(?:before|after) (?:the|my|her|their) (?:surgery|operation|treatment|birth|accident)\b"
    r"|\b(?:better|fine|all right|okay|good|healed|recovered) now$|\bright as rain\b"
    r"|\b(?:but|and) (?:it|that) (?:is |have )?(?:gone|passed|over|healed|better|went away)$"
    r"|\bgot over (?:it|that)\b|\bshe died (?:of|from|in|at|when)\b"
    r"|\bas a (?:child|kid|boy|girl|joke|baby)\b|\b(?:laughing|laughter|giggl\w+)\b|\bha ha\b"
    r"|\bsaid (?:the|an|she)\b"
    r"|\b(?:cried|muttered|whispered|growled|shouted|replied|answered|sighed) (?:the|she)\b"
    r"|\b(?:prince|princess|king|queen|emperor|saint|knight|captain|angel|hero"
    r"|heroine|actor|actress|wounded|chapter|upon|though)\b"
)
"""Tells of something past, or what others say or write."""
_NEW = re.compile(
    r"\b(?:again|today|tonight|since(?! (?:\w+ ){0,4}(?:years?|decades|ages|birth|childhood)\b)"
    r"|this (?:morning|afternoon|evening|minute|second)"
    r"|(?:right|just|and|but) now|worse|suddenly)\b"
)
"""Whatever is told beside it, this is happening."""

_DENIED = re.compile(
    r"\b(?:(?:do|did|have|is|will) (?:not|never)|not|never|without|no)(?: (?:have|had|got|get|ever"
    r"|been|real|any|more|sign|signs|of))*"
    r" (?:fall(?: over| down)?|faint|collapse|give way|given way|gave way|gone numb"
    r"|wet (?:myself|herself)|numbness|tingling|weakness|pins and needles|chest pains?|back pain"
    r"|pains?|bleed|accidents?|stroke|heart attack"
    r"|breathe (?:trouble|problems?|difficult\w*)"
    r"|(?:trouble|problems?|difficult\w*)(?: with)?(?: breathe| walking| peeing| bladder)?)\b"
)
"""A symptom that is denied; "no feeling" and "cannot feel" are cries."""

_ENDS_IN_VERB = re.compile(
    r"\b(?:cannot|could not|hardly|barely|not able|no longer)(?: \w+)?? (?:move|stand|walk|feel"
    r"|hold|lift|take|bear|control|swallow|see|speak|talk|use|raise|get up|get)$"
    r"|\bnot (?:move|moving|answer|answering|respond\w*)$|\bhelp(?: me| us)?$"
)
_GOES_ON = re.compile(
    r"(?:this (?:morning|afternoon|evening|minute|second|side|pain|agony|any)"
    r"|(?:that|the) (?:pain|agony)"
    r"|(?:up|down|off|out|of|on|at|in|from|without|by|alone|straight|proper|properly|well|much|far"
    r"|any|anything|nothing|something|enough|again|since|for|because|and|but|or|so|cause|when|it"
    r"|me|us|i|she|her|myself|my|one|both|either|left|half|all|no|not|here|there|over|under|below"
    r"|now|today|tonight|please|help|nurse|doctor|quick|quickly|fast|hurry|suddenly|legs?|feet|foot"
    r"|arms?|hands?|fingers?|body|face|side|bottom|bladder|bowels?|pee|water|poop|tongue|neck|head"
    r"|back|pain|breathe|seat|chair|floor|ground|god|lord|jesus|christ|more|somebody|someone"
    r"|anymore|they|as|than|like|last|three|two|air|own|eye|eyes|skin|toilet|emergency)\b)"
)
"""What may come behind a verb that takes an object: "cannot move" no heavy box. "Help" is wanted
here, not with a parking ticket."""

_ENDS_IN_LIFE = re.compile(
    r"\b(?:be here|not want here|live|living|life|(?:go|going|carry|carrying) on|keep going)$"
)
_LIFE_GOES_ON = re.compile(
    r"(?:any ?more|longer|living|this|that|like|and|but|or|because|since|so|i|she|we|without|alone"
    r"|at all|much|now|today|tonight|another|please|help|no|nobody|god|as|with (?:this|it|all|pain)"
    r"|in (?:this|pain|agony|so|such)|all this|worth|over|have|myself|me|my|doctor|nurse)\b"
)
"""What may come behind a wish not to go on: not "running the place like that"."""

_LONG_AGO = re.compile(
    r"\b(?:years?|decades|ages) (?:ago|back|since)\b|\blast (?:year|winter|summer|spring|autumn)\b"
    r"|\bas (?:a (?:child|kid|boy|girl|young|teenager|baby|student)|she$)|\bin (?:nineteen \w+"
    r"|(?:fifty|sixty|seventy|eighty|ninety)(?: \w+)?|oh"
    r" \w+|two thousand|the"
    r" (?:war|army|navy|sixties|seventies|eighties|nineties))\b"
    r"|\bwhen (?:i|she|we) (?:is|were) (?:a|she|young|younger|little|small|pregnant|expecting"
    r"|\w+teen|six|seven|eight|nine|ten|twenty|at (?:school|college))\b"
    r"|(?<!like i )(?<!as i )(?<!like she )\bused to (?!be able|walk|feel|stand|hold|go|run|have)"
)
_OVER = re.compile(
    r"\b(?:(?:but|and) (?:it|that|they|she) (?:is |are |have )*gone|(?:is|are|am|be|been|get"
    r"|got|feel|feeling|went|much|all|lot|bit|completely|just)"
    r" (?:better|over|healed|mended|recovered|cured|mended well|got over it|fine|all right|okay"
    r"|good))"
    r"(?: (?:now|again|today|these days|thanks|thank you|since|than (?:last|before|yesterday|it"
    r" is|i is)[\w ]*))*$"
)
"""It has passed: "I had a headache but it's gone"."""

_SUPPOSES = re.compile(
    r"\bif i (?:\w+ed|fell|died|had) .*\bwould\b|\bif\b.*\b(?:ever|one day|some day|in the"
    r" future)\b|\bwould (?:you|one) (?:\w+ ){0,4}if\b"
    r"|^(?:should|would|must|do|when (?:should|do|would|must)|who (?:should|do)) (?:i|we|you|she)"
    r" (?:\w+ )*?(?:call|ring|phone|come|tell|go|see|need|worry|bother)\b.*\b(?:if|when|in case)\b"
    r"|\b(?:told|said|says|asked|tells) (?:me |us |to |i should )*(?:come|call|ring|tell|say"
    r"|shout|see"
    r"|go|watch|look)\b.*\bif\b"
)
_AND_IT_IS = re.compile(
    r"\b(?:and|but|well|now|so) (?:now |well )*(?:it|they|i|she|that|there|mine|we) (?:is|are|am"
    r"|have|do|did|cannot|will not)(?: (?!fine|all right|okay|good|better|not)\w+){0,3}$"
)
"""Says what to do in a case that may come: "should I call an ambulance if my legs go numb"; and
that it has come: "they told me to say if my legs go numb, and they have"."""

_FOR_THEM = re.compile(
    r"\b(?:can|could|may|would|shall|will|let me|i will|i am going to|so i|do i) (?:i |we |you "
    r"|it )*"
    r"(?:just |please |also |only )*(?:answer|speak|talk|reply|read|say|press|type|point|do"
    r" (?:it|this"
    r"|that|the)|use|listen|repeat|go on)\b(?! (?:to |with )?(?:she|nurse|doctor|staff|anyone"
    r"|anybody))"
)
"""Says how the kiosk is to be used, in place of what somebody cannot do: "my husband cannot speak,
can I answer for him"."""

_CANNOT_USE = re.compile(
    r"\b(?:cannot|not able to|not|no) (?:speak|talk|see|hear|read|write|reach|press|use (?:my|her)"
    r" hands?)\b|\b(?:blind|deaf|mute|wheelchair|stammer|stutter|voice|dumb)\b"
)


def asks(words: str) -> bool:
    """Whether canonical words ask, or talk about something, instead of crying for help."""
    return bool(_ASKS.search(_NO_QUESTION.sub("", words)) or IDIOMS.search(words))


def wonders(words: str) -> bool:
    """Whether canonical words ask whether something is so, or would be."""
    return bool(_WONDERS.search(_NO_QUESTION.sub("", words))) and not has_come(words)


def tells(words: str) -> bool:
    """Whether canonical words tell of something that is not happening now."""
    return bool(_TOLD.search(words)) and not _NEW.search(words) and not has_come(words)


def is_long_ago(words: str) -> bool:
    """Whether canonical words tell of what was long ago, and of nothing new."""
    return bool(_LONG_AGO.search(words)) and not _NEW.search(_OVER.sub("", words))


def is_over(words: str) -> bool:
    """Whether canonical words end with that it has passed."""
    return bool(_OVER.search(words))


def is_of_no_need(words: str) -> bool:
    """Whether canonical words tell of something else than a need that is there now."""
    return tells(words) or is_long_ago(words) or says_how_to_use(words)


def supposes(words: str) -> bool:
    """Whether canonical words tell or ask what is to be done in a case that has not come."""
    return bool(_SUPPOSES.search(words)) and not has_come(words)


def has_come(words: str) -> bool:
    """Whether canonical words end with that what they supposed has come."""
    return " if " in words and bool(_AND_IT_IS.search(words))


def says_how_to_use(words: str) -> bool:
    """Whether canonical words ask to use the kiosk in place of what somebody cannot do."""
    return bool(_FOR_THEM.search(words) and _CANNOT_USE.search(words))


def without_denied(short: str) -> str:
    """Put a gap in place of a symptom that is denied, in words in short."""
    return _DENIED.sub("-", short)


def is_of_a_thing(cry: str, rest: str) -> bool:
    """Whether a cry in short goes on with what makes it none: "I cannot move" - "the box"."""
    if not rest:
        return False
    return bool(
        (_ENDS_IN_VERB.search(cry) and not _GOES_ON.match(rest))
        or (_ENDS_IN_LIFE.search(cry) and not _LIFE_GOES_ON.match(rest))
    )
