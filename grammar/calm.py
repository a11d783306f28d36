"""Takes out of words what says that nothing is wrong, or little, before cries are looked for.

Source: clinical-safety.md §2 rule 12.
"""

import re

from grammar.idioms import IDIOMS

_FINE = (
    r"(?:fine|all right|alright|okay|ok|well|perfectly|normally|easily|normal|as (?:normal|usual)"
    r"|without (?:any )?(?:trouble|problems?|help|pain)|no (?:trouble|problem))"
)
_NOW_AND_THEN = (
    r"(?:comes? and goes?|now and (?:then|again)|(?:on and off|off and on)|from time to time"
    r"|(?:only |just )?sometimes|once in a while|plays? up)"
)
_ANYBODY = r"(?:help|ambulance|doctor|nurse|staff|she|anyone|anybody|paramedics?|assistance)"
_THINGS = (
    r"(?:plants?|trees?|flowers?|phone|battery|laptop|computer|car|engine|printer|screen|lift|table"
    r"|clock|dog|cat|bird|rabbit|hamster|bus|train|signal|wifi|ipad|hair|telly|radio|kettle"
    r"|boiler|heating"
    r"|pen|zip|chair|fridge|oven|glasses|keys?|cup|book|picture|tray|ball|hat|coat|prices?|shares)"
)
_CALM = re.compile(
    r"\b(?:"
    + "|".join(
        (
            # Nobody is needed.
            r"(?:(?:do|did|will|would|have|is) not|never|nobody|no one|no)(?: (?:think|really|have"
            r"|even|i|she|we|they|to|do|actually|ever|is|one|any|a))* (?:need|want|require|wants)"
            r"(?: (?:to|be|call|ring|get|fetch|see|bother|for|any|a|an|the|your|you|us|of))*"
            rf" {_ANYBODY}",
            r"no need (?:to|for)(?: (?:call|ring|get|fetch|bother|panic|worry|an|a|the|any"
            rf"|{_ANYBODY}))*",
            r"(?:(?:it|this|that) is )?(?:no|not (?:an?|any|really an?)) emergency|false alarm",
            r"(?:nothing|not anything) (?:is )?(?:wrong|serious|urgent|the matter)",
            r"(?:nobody|no one) (?:is )?(?:hurt|ill|sick|dying|injured|collapsed|in pain)",
            r"i am not (?:dying|ill|sick|hurt)",
            r"(?:nurse|doctor|ambulance|she|help) is (?:(?:already|just|now) )*(?:coming"
            r"|on (?:the|her|its) way)",
            r"(?:already|have) (?:called|told|rung|fetched|seen)(?: (?:a|an|the))*"
            r" (?:nurse|doctor|staff|she|ambulance)",
            # What works, and what has stopped.
            r"(?<!how )(?<!if )(?:can|could) (?!hardly|barely|only|not)(?:still )?(?:feel|move|walk"
            r"|stand|breathe|pee|see|talk|speak|swallow|hold|use|lift|get up)(?: (?:my|her|both|the"
            r"|legs?|feet|arms?|hands?|up|it|everything|just|perfectly|absolutely|quite|them))*"
            rf" {_FINE}",
            r"(?<!not )(?:is|are|feel|work)(?: (?:breathing|walking|moving|working|talking|all|just"
            r"|both|perfectly|absolutely|quite|doing))* (?:fine|all right|alright|okay|ok|normal"
            r"|normally|good)(?! (?:until|till|then))",
            r"(?:is|are|do|have) not (?:bleed(?:ing)?|hurt(?:ing)?|cough(?:ing)?|vomiting|shaking"
            r"|fainted|chok(?:ing|e)|numb|tingling|weak|dizzy|swollen|painful|in (?:any )?pain"
            r"|sick)(?: any ?more| now| at all| today)*",
            r"have (?:full|good|normal|all|plenty of|perfect) (?:feeling|strength|control|movement)"
            r"(?: (?:in|of|my|her|both|the|all))*(?: (?:legs?|feet|arms?|hands?|bladder|body))?",
            # Who does what, and where somebody is.
            r"(?:drives?|driving|drove|driver|works?|working|worked)(?: (?:on|in|for|with|a|an|the"
            r"|of))* (?:ambulances?|hospital|ward|nurses?|paramedics?)",
            r"ambulance (?:is )?(?:outside|parked|took|came|left|crew|driver|man|station|bay)",
            r"(?:want|going|hope|train\w*|study\w*) (?:to be|as|to become|to marry) (?:a )?"
            r"(?:nurse|doctor|paramedic)",
            r"she (?:is )?(?:finally |fast |just |nearly |sound |now )*(?:gone to |going to |go"
            r" to )?"
            r"(?:asleep|sleep|sleeping)",
            r"(?:i|she) (?:is|am|are) in (?:a|the|my|her) wheelchair"
            r"|(?:is|are|have) always (?:am|been|is)",
            r"want (?:to )?(?:(?:get )?out of here|go home|sit(?: down)?"
            r"|leave(?: here| now| please)*$)"
            r"|(?:let us|let is|we (?:can|should)|shall we) end it(?! all)",
            r"next she(?: (?:is|to|come))*|she (?:please )?(?:come|go) (?:through|along)",
            r"(?:i|we)(?: (?:can|could|will|would|want|have|am|here|come|to|just|always|must))*"
            r" help(?:ed|ing)? (?:my|her|she|them|people)|(?:die|dies) (?:in|at) the end",
            # What cannot be done, and what fails, of everyday things.
            r"(?:i|she|we|they) cannot come (?:on|to|in|tomorrow|next|until)",
            r"cannot (?:reach|stay (?!awake|up|on|conscious|standing)|afford|wait|swim|drive|park"
            r"|find (?:my|her|it|a|the) (?!words?)|decide|believe|complain|imagine|press|sing|cook"
            r"|spell|open (?!my|her|eyes|mouth)|get (?:a signal|it open|in|through)|keep still"
            r"|move for (?:people|crowds))",
            r"cannot (?:stand|bear)(?: (?:the|that|this|these|those|all))* (?:wait(?:ing)?"
            r"|hospitals?|doctors?|needles?|noise|music|smell|heat|sight|queues?|crowds?|people"
            r"|telly|coffee|food|talking|sitting|seeing|hearing|weather|wallpaper|traffic)",
            r"cannot (?:stand|bear) (?:her|them|you)\b",
            r"cannot see (?:(?:she|her|any|a|the|my|this) )*(?:\w+ ){0,3}(?:anywhere|screen|menu"
            r"|buttons?|numbers?|name|writing|words|door|car|point of (?:this|that|it|coming"
            r"|waiting|asking))",
            rf"(?:(?:my|her|the|our|that|this|a) )?{_THINGS} (?:(?:is|are|have|just|all|keep|will"
            r"|cannot|not|do|went|go|in|of|stop|gone) )*(?:dying|die|died|dead|collapsed?|broken?"
            r"|broke down|crashed|gone|stopped|stop|conked|packed up|jammed|burst|leaking|frozen"
            r"|work(?:ing)?|respond(?:ing)?|open(?:ing)?|mov(?:e|ing)|start|turn(?:ing)? on"
            r"|charge|charging|falling out|(?:fell|fallen|falling)"
            r"(?: (?:on|off|to|under|out of|into|down)(?: (?:the|my|her|a))? \w+)?)",
            # What has a harmless cause.
            r"(?:(?:my|her|i|she) )?(?:\w+ )?(?:(?:is|are|have|am|feel|had|get|all|a|bit|so) )*"
            r"(?:numb(?:ed)?|out of breath|breathless|puffed|wobbly|shaky|sore|stiff|tired|worn"
            r" out)"
            r"(?: (?:from|after|at|with|by|the|my|all|this|that|running|up|for))+"
            r" (?:dentist\w*|stairs|bus|run\w*|cold(?: weather)?|gym|shopping|gardening"
            r"|shouting|singing|dancing|jogging)",
            r"head (?:is )?spinning with [\w ]+|tablet (?:will not|cannot|do not|not) (?:turn"
            r"|switch|charge"
            r"|start|connect)\w*(?: on)?",
            # Small ailments.
            r"(?:nose|ears?|throat|lips?|eyes?|skin|tooth|teeth|elbow|nails?|scalp|gums?)"
            r"(?: (?:is|are|feel|get|have|a|bit|so|all|just))* (?:blocked|runny|running|dry|itchy"
            r"|itching|sore|tired|watering|popped|chapped|ringing|cold|tickl\w+)",
            r"(?:stubbed|bit|pulled|grazed|scratched|bruised|pricked) (?:my|her|a) \w+"
            r"|(?:have|had) (?:a |the )?(?:stitch|hay fever|cramp|splinter|blister|bruise|hiccups?"
            r"|sniffles|(?:runny|blocked) nose|sore throat|cold)",
            r"(?<!not )(?:feel|feeling|am|is|are|got|getting) (?:(?:so|much|far|a|lot|bit) )*better"
            r"(?! off)|(?:hungry|bored|tired) i could \w+|tired of (?:standing|waiting|sitting)"
            r"|cannot get comfortable|cannot see (?:\w+ ){0,2}without (?:my|her) glasses",
            r"(?:dog|cat|horse|bird|rabbit|hamster) (?:have|has|is|had) (?:a )?\w+ \w+",
            # Slight complaints.
            r"(?:feel|feeling|is|am|been|get|got|are) (?:just |only )?(?:a (?:little )?bit|a little"
            r"|slightly|rather|quite|a touch|a tad|somewhat) (?:sad|low|down|blue|tired|stiff|sore"
            r"|achy|cold|hot|warm|chilly|hungry|thirsty|bored|nervous|anxious|worried|fed up|lonely"
            r"|grumpy|sleepy|weary|emotional|stressed|shy|cross|rusty|deaf|tearful|overwhelmed"
            r"|under the weather)",
            r"feel(?:ing)? sorry for (?:myself|her|them)",
            r"(?<!chest )(?<!heart )(?:back |neck |knee |hip |shoulder |tooth )?(?:pain|ache|back"
            r"|neck|knees?|hips?|shoulders?|joints?|it)(?: (?:is|only|just|really|hurts?|aches?"
            rf"|pains?|bad|there|but|it))* {_NOW_AND_THEN}",
            r"(?:back|neck|knees?|hips?|shoulders?|joints?) (?:only |just )?(?:hurts?|aches?)"
            r" (?:only |just )?(?:a (?:little )?bit|a little|slightly)",
            r"(?<!chest )pain (?:is )?(?:about|around|only|just|maybe|like) (?:a )?"
            r"(?:zero|one|two|three|four)\b(?! (?:side|hours?|days?|times))",
        )
    )
    + r")\b"
)
"""Says that nothing is wrong, or little: a gap is put in its place, as for `IDIOMS`."""


def without_calm(words: str) -> str:
    """Put a gap in place of idioms, and of what says that nothing is wrong, in canonical words."""
    return _CALM.sub("-", IDIOMS.sub("-", words))
