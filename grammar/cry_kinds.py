"""Kinds of cries for help: classes of words that make one together, as "limb" and "gives way".

A phrase of the grammar is one wording; a kind is what people make of it with other limbs, other
verbs and broken English. Kinds are matched on words in short (`grammar.cries.in_short`): without
fillers, helping verbs, "my" and "to", everybody else as "she".

Source: clinical-safety.md §2 rule 12.
"""

import re
from collections.abc import Iterator

_LIMB = (
    r"(?:legs?|feet|foot|arms?|hands?|fingers?|thumbs?|body|bottom|lower half|side"
    r"|(?:below|under) (?:waist|belly)|down (?:there|below)|between legs"
    r"|half (?:of )?(?:me|body|face)|waist down|saddle(?: area)?|back passage|genitals?"
    r"|anything down there)"
)
_FEELS = (
    r"(?:(?:have|has|had|gone|go|goes|going|went|get|gets|getting|got|feel|feels|felt|feeling|turn"
    r"|turned|turning|become|becoming|seem|both|all|of|it|down|me|her|there|strange|funny|and|into"
    r"|from|today|this morning|keep|just|more|made|done|up|trembling|shake|shaking|wobbling) )*"
)
_DEAD = (
    r"(?:numb|dead|weak|floppy|limp|lifeless|useless|paralyzed|tingling|asleep|sleep|sleeping"
    r"|buzzing|heavy|frozen|jelly|lead|wood|wooden|rubber|rubbery|cotton(?: wool)?|stone|water"
    r"|pudding|string|spaghetti|electricity)"
)
_FAILS = (
    r"(?:g[ia]v(?:e|en|ing) (?:way|out)|(?:gave|given) up|buckl\w+"
    r"|(?:pack(?:ed|ing)?|jack(?:ed|ing)?)(?: it)? (?:in|up)|quit\w*|conk\w* out|fail\w*|fold\w*"
    r"|drag\w*|cr[ua]mpl\w+"
    r"|stop(?:ped|s|ping)? (?:work|respond|mov|listen|obey|hold|carry)\w*"
    r"|(?:cannot|will not|not|no|refuse) (?:there|work|do|respond|mov|listen|obey|carry|hold|com|go"
    r"|support|bend|answer|lift|straighten|budge|bear|keep|take|stand|grip)\w*"
    r"|(?:go|goes|going|gone|went) (?:from )?(?:under|away)|droop"
    r"|(?:no|without) (?:feel|feeling|strength|power))"
)
_OF = (
    r"(?:(?:anything|nothing|in|of|any|feeling|both|one|two|either|from|below|under|much|it|half"
    r"|up|even|most|properly|inside|left|other) )*"
)
_BADLY = (
    r"(?:unbearable|terribl[ey]|awful(?:ly)?|horribl[ey]|excruciating|severe|agoni[sz]ing"
    r"|intolerable|dreadful(?:ly)?|too much|killing me|kill me|agony|insane|extreme)"
)
_HURTS = r"(?:hurt|hurts|hurting|pains?|painful|paining|aches?|aching|sore|stabbing|stabs?)"
_DEATH = (
    r"(?:die|dead|(?:end|ending|finish|take|taking) (?:it(?: all)?|everything|things|life|own life)"
    r"|kill (?:myself|herself)|hurt (?:myself|herself)|harm(?:ing)? (?:myself|herself)"
    r"|suicide|not (?:wake|exist)|jump|disappear for|do away with (?:myself|herself)"
    r"|make (?:an )?end|be gone|kill me|finish (?:myself|life|it off))"
)
_LIVE = (
    r"(?:live|living|life|alive|exist|going on|go on|carry on|carrying on|keep going|keeping going"
    r"|being here|be here|here any more|another day)"
)
_HELP = (
    r"(?:ambulance|paramedics?|medic|doctor|nurse|help|nine one one|nine nine nine|one one two"
    r"|emergency services)"
)
_AT_ONCE = (
    r"(?:quick|quickly|fast|hurry|urgent|urgently|immediately|at once|straight away|right away"
    r"|this (?:minute|second|instant))"
)

_KINDS = re.compile(
    r"\b(?:"
    + "|".join(
        (
            # A limb that is numb or fails; one that is not felt or moved; feeling that is lost.
            rf"{_LIMB} {_FEELS}(?:{_DEAD}|{_FAILS})",
            rf"(?:{_DEAD}|tingly|numbness|tingling|weakness|no feeling) (?:(?:all|in|of|down|from"
            r"|between|below|under|up|both|across|round|around|through|have|now|slowly|keep|get"
            r"|getting|worse|one) )*(?:spread|creep|climb|ris|travel|mov|com|go)\w* (?:up|down"
            rf"|over|through|into|higher|my|from|in)(?: {_LIMB})?",
            r"numb (?:in |at |around |round )+(?:bottom|back passage|genitals?)",
            r"numb(?:ness)? (?:in |at |around |round )?(?:between|down (?:there|below)|below|under"
            r"|where i|saddle|from waist)(?: (?:legs|waist|sit|wipe|down))*",
            rf"(?:i|she) (?:have |get |got |getting |feel )+(?:numbness|tingling|pins and needles"
            rf"|weakness|no strength|no feeling)(?: (?:all|in|down|up|both|from|between|below"
            rf"|around|into|across))+ {_LIMB}",
            rf"(?:cannot|not|no|hardly|barely|can hardly|can barely|never) (?:even )?(?:feel|felt"
            r"|move|lift|raise|bend|wiggle|wriggle|use|control|straighten|get|pick)"
            rf" {_OF}{_LIMB}",
            rf"no feel(?:ing)? (?:(?:in|between|below|under|here|down|there|at|all|both|and) )*"
            rf"{_LIMB}",
            r"no feeling (?:at all|there|left|either|any more)",
            r"nothing (?:works? |moves? |from )*(?:below|under) (?:waist|belly)",
            rf"(?:everything|all) (?:from )?(?:below|under) (?:waist|belly) {_FEELS}"
            rf"(?:{_DEAD}|{_FAILS})",
            rf"(?:waist|belly) down (?:it |is |i )*{_FEELS}{_DEAD}",
            r"(?:cannot|not|no) feel (?:floor|ground|seat|chair)",
            r"(?:cannot|not|no) feel (?:anything|nothing)(?: (?:below|under|from|down|in|at)"
            r"(?: (?:there|below|waist|down))*)?",
            r"(?:lost|losing|lose|loss of|no|hardly any|not any|not much) (?:all |of )*(?:feeling"
            rf"|feelings|strength|control|use|movement)(?: (?:of|in|at|from|down|over|left)"
            rf"(?: (?:both|of|in))?)* (?:{_LIMB}|there|below|bladder|bowels?|waist)",
            rf"(?:i|she) (?:have )?(?:lost|losing) (?:both )?{_LIMB}",
            # Standing and walking.
            r"(?:cannot|can hardly|can barely|no) (?:stand up|get (?:back )?up|stay up|sit up"
            r"|walk|stand|move|get off (?:chair|floor|toilet|seat)|get out of (?:chair|seat|bed)"
            r"|stay on feet)",
            # Falling down and fainting.
            r"(?:i|she|they) (?:(?:have|had|just|gone|going|about|think|nearly|i|all) )*"
            r"(?:collapse|faint|black(?:ed|ing)? out|out cold|unconscious|unresponsive|limp"
            r"|(?:cannot|will not|not|no) (?:wake|waking|respond\w*|conscious|move|moving)(?: up)?"
            r"|convuls\w+|(?:having |have |had )?(?:seizure|fit|fitting|convulsions)"
            r"|los\w+ consciousness|crumpl\w+|toppl\w+|keel\w+(?: over)?|tip\w* over"
            r"|hit (?:floor|ground|deck)|on (?:floor|ground)|lying on (?:floor|ground))",
            r"she (?:just )?(?:went|gone|go|going) down(?: (?:hard|clutch\w*|hold\w*|just|in front"
            r"|sack of potatoes|ton of bricks|stone|heavily))*",
            r"(?:clutch|grab|hold)\w* (?:at |on |onto )*(?:chest|heart)",
            r"(?:everything|all|eyes|sight|it) (?:go|going|gone|goes|went|turn\w*)"
            r" (?:dark|black|grey|blurry|white)",
            r"(?:i|think) (?:(?:think|i|going|about|go) )*(?:black out|go over|go down|pass out)",
            r"seeing stars|eyes (?:have )?roll\w*|no pulse|head spinning",
            # Breath.
            r"(?:cannot|can hardly|can barely|hardly|barely|not|no) (?:(?:get|getting|catch|draw"
            r"|take|find|enough|any|seem|in|properly|good|even) )*(?:breathe|air|oxygen)",
            r"(?:struggl|fight|gasp|desperat|battl)\w* (?:(?:for|get|getting|catch|with|my) )*"
            r"(?:breathe|air)",
            r"(?:trouble|difficult\w*|problems?|hard|short|shortness) (?:(?:of|with|in|get) )*"
            r"breathe",
            r"breathe (?:(?:have|come|get|getting|very|just|gone|too|i|she) )*(?:hard|bad|badly"
            r"|difficult|cannot|will not|not|stop\w*|fail\w*|no)(?: (?:come|coming|good|right))?",
            r"wheez\w+|air (?:not|no|cannot|will not) (?:come|coming|get|enter)|stop\w* breathe"
            r"|(?:i|she) (?:(?:have|just|think|i|still) )*choke"
            r"|throat (?:clos|shut|block|tighten)\w*(?: up)?|(?:go|going|gone|turn\w*) blue",
            r"(?:i|she) (?:have )?(?:turn\w*|gone|going|went) (?:(?:all|very|funny|terrible|awful"
            r"|strange|odd|bad|nasty|horrible|grey|white|blue|purple|yellow) )+color",
            # Chest and heart.
            rf"(?:chest|heart) (?:(?:very|bad|badly|so|big|much|have|got|feel|feels|feeling|get"
            rf"|getting|really|in|all) )*(?:{_HURTS}|tight\w*|heavy|crush\w*|squeez\w*|burst\w*"
            r"|pound\w*|racing|flutter\w*|stop\w*|pressure|explod\w*)",
            rf"(?:{_HURTS}|tight\w*|pressure|weight|crush\w*|squeez\w*|burning|elephant|band|vice)"
            r" (?:(?:pain|feeling|sitting|across|in|on|over|of|around|round|my|down|right|all|left"
            r"|from|and|side) )*(?:chest|heart)",
            r"(?:heavy|truck|lorry|bricks?) (?:sitting |parked |right )*(?:on|in) chest",
            # Stroke.
            r"(?:face|mouth|smile|eyelid) (?:(?:have|gone|all|look\w*|one|side|of|is|hang\w*) )*"
            r"(?:droop|crooked|lopsided|wonky|dropp?\w*|sag\w*|slid\w*|twist\w*|funny|numb)",
            r"(?:side|half) (?:of )?face (?:(?:have|gone|all|of) )*"
            r"(?:droop|drop\w*|sag\w*|dead|numb|hang\w*|slip\w*|funny)",
            r"(?:speech|speaking|words|voice|talk\w*) (?:(?:have|gone|all|come|coming|out) )*"
            r"(?:slur|slurry|nonsense|jumbl\w*|garbl\w*|wrong|will not|cannot)(?: come)?(?: out)?",
            r"she cannot (?:speak|talk)|cannot (?:speak|talk) (?:proper\w*|right|straight|clearly"
            r"|good|well|any more)",
            r"(?:speak|speaks|speaking|talk|talking|speech) (?:(?:so|suddenly|like|very) )*"
            r"(?:strange|funny|weird|drunk|slow|(?:not|no) (?:good|clear|right))",
            r"she (?:not|cannot) know (?:own name|me|us|anybody|anyone|what day|(?:who|where)"
            r" (?:i|she)(?! (?:left|put|live|park|go|went|bought|got)))",
            r"she (?:(?:all|gone|have) )*muddled",
            r"slur (?:speech|words|her words)|see(?:ing)? double|double vision"
            r"|(?:cannot|can hardly) (?:get|find|say) (?:words|own name)(?: out)?"
            r"|(?:sight|eyesight|vision) (?:(?:have|all) )*(?:gone|going|went|blurry|blurred)"
            r"|(?:gone|going|turned) blind"
            r"|(?:cannot|not) see (?:out of|with|from)? ?(?:one|left|my)? ?eye|stroke coming",
            # Falls and blood.
            r"(?:i|she) (?:(?:have|had|just|gone|only|bad|nasty|and) )*(?:fall|tumble|slipped"
            r"|tripped)(?: (?:over|down|off (?:chair|seat|bed)|out of (?:chair|bed)|on floor"
            r"|on stairs))?",
            r"(?:hit|bang\w*|bump\w*|crack\w*|smash\w*|split) (?:open )?head(?: open)?",
            r"(?:i|she|nose|head|wound|mouth) (?:(?:have|keep|all) )*bleed"
            r"|blood (?:everywhere|pour\w*|gush\w*|all over|spurt\w*|come|coming)"
            r"|(?:lots of|much|many|los\w+ lot of) blood"
            r"|(?:puk|vomit|spit|cough|throw up|bring\w* up)\w*(?: up)? blood"
            r"|cut (?:myself|herself)",
            # Bladder and bowel.
            r"cannot (?:pee|poop|go toilet|empty bladder|(?:hold|control|stop|keep)"
            r" (?:it in|pee|water|waters|bladder|bowels?|stools?|poop|bottom|leak\w*))",
            r"(?:wet|wetting|soil\w*|peed|peeing|poop\w*|mess\w*|dirtied|pissed|leak\w*|went"
            r"|done|made|crapped)"
            r" (?:in )?(?:my|self|myself|herself|(?:pants|breeks|britches|clothes|bed|seat|chair))",
            r"(?:pee|water|poop) (?:all over|on|over|in) (?:myself|herself|pants|clothes|bed|seat)",
            r"(?:pee|water|poop|bladder|bowels?) (?:just )?(?:go|come|coming|run|running|open\w*"
            r"|empt\w*) (?:alone|by (?:itself|themselves)|on (?:its|their) own)",
            r"(?:not|never) pass\w*(?: drop)?(?: of)? (?:pee|water|motion)",
            r"(?:bladder|bowels?|waterworks) (?:(?:have|just|all) )*"
            rf"(?:gone|went|empt\w*|{_FAILS})",
            r"(?:pee|water|poop|it) (?:(?:just|have) )*(?:will not|cannot|not|no) (?:come|coming)"
            r"(?: out)?|nothing (?:come|comes|coming)(?: out)? when i (?:pee|go|try (?:pee|go))",
            r"(?:cannot|not|never|no) (?:feel|tell|know|felt) (?:it )?when i (?:need |have |want )?"
            r"(?:go|going|pee|peed|toilet)(?: toilet)?",
            r"(?:no|lost|losing) control (?:(?:of|over|down|there|below|any more|my) ?)+"
            r"(?:bladder|bowels?|water)?",
            r"(?:(?:all|soaking) wet|wet (?:myself|herself)|peed|pooped|messed|soiled|accident"
            r"|bowels? open\w*|bladder empt\w*) (?:\w+ ){0,4}(?:not|cannot|no|never|without)"
            r" (?:even )?(?:feel\w*|felt|know"
            r"|notice\w*)(?: (?:it|thing|anything|nothing))?",
            r"(?:keep|keeps) (?:leaking|wetting|having accidents)",
            # Pain that cannot be borne.
            r"it (?:unbearable|agony|excruciating|intolerable|kill me)",
            rf"(?!(?:back|leg|neck) kill me)(?:pains?|hurt|hurts|back|leg|neck)"
            rf" (?:(?:in|back|so|just|is|feel\w*|my|leg|neck"
            rf"|spine|head|now|get|getting|become|have) )*{_BADLY}",
            rf"(?:{_BADLY}|worst|unbelievable|crippling) (?:back |amount of |kind of )?"
            r"(?:pains?|agony)",
            r"(?:cannot|can not|not able) (?:take|bear|stand|stick|cope|endure|handle|manage|live)"
            r" (?:(?:with|of|this|that|it|more|much|level) )*(?:pains?|hurt\w*|agony)",
            r"hurt (?:much|bad|badly) i (?:want|could|can|would) (?:scream|cry|howl)",
            r"(?:scream|cry|howl|shout|writh|moan|double)\w* (?:(?:out|up|in|with|from|of) )*"
            r"(?:pain|agony)",
            r"hurt(?:s|ing)? (?:real |so |too |very |me )*(?:bad|badly|much|terribl[ey]|awful\w*)",
            r"(?:make|please) (?:it|pain) stop|ten out of ten|much pain",
            # Despair.
            rf"(?:want|wanting|wish|ready|going|intend|mean|rather|thinking(?: of| about)?"
            r"|plan(?:s|ned|ning)?"
            rf"|feel(?: like)?|may as well|might as well|decided|tempted|better off|hope|hoping)"
            rf" (?:(?:i|she|just|could|would|be|were|of|about|go|have|all|so|and) )*"
            rf"{_DEATH}",
            r"(?:no|not any|what is|not see|see no|there|without) (?:point|reason|use|sense"
            rf"|purpose) (?:(?:in|of|for|i|me|go|why|any|my|should) )*{_LIVE}",
            rf"(?:not|do not|cannot|no) (?:want|wish|feel like) (?:be |being |to |i )*(?:{_LIVE}"
            r"|wake up(?: tomorrow| again| any more)?)",
            r"sleep and (?:not|never) wake up",
            r"(?:tired|sick|done|finished|fed up|enough|weary) (?:with |of )*(?:living|being alive"
            r"|life|my life)",
            r"(?:cannot|not) (?:go on|carry on|keep going|keep on|face another day|see way out)"
            r"(?: living)?(?: this)?(?: any more)?",
            r"(?:no|not any|lost) (?:all )?(?:future|hope|way out|way forward)"
            r"(?: left)?(?: for me)?",
            r"(?:my )?life (?:(?:have|for me) )*(?:not worth|no meaning|means? nothing"
            r"|finish|finished)",
            r"(?:nobody|no one) would (?:miss|notice)|not deserve live|do not see future",
            r"better off (?:if i (?:is|were) (?:dead|gone)|without me|dead)|end it all|end life",
            r"(?:drank|drunk|drink\w*|swallow\w*|eaten|ate|taken|took) (?:(?:some|lot|of|bottle) )*"
            r"(?:bleach|poison|antifreeze|disinfectant|detergent|battery|batteries)",
            r"(?:writ\w+|wrote|leav\w+|left) (?:my |suicide |goodbye )*(?:suicide note|goodbye"
            r" (?:note"
            r"|letters?))|said (?:my |all my )?goodbyes|sav(?:e|ed|ing) (?:up )?(?:pills|tablets)",
            r"(?:take|taking) (?:whole )?lot of (?:pills|tablets)"
            r"|(?:taken |took |take |had )?overdose",
            r"(?:taken|took|take|taking|eaten|ate|swallow\w*) (?:all|whole|every one of|lot of"
            r"|load of|handful of|too"
            r" many|entire|bottle of) (?:(?:of|my|box|bottle|packet|pack) )*(?:pills|tablets)",
            r"cannot stop (?:shake|shaking|pee|peeing|trembling|shivering|bleed|vomit|being sick"
            r"|fitting)",
            # A call.
            r"(?:need|want) (?:doctor|nurse|medic|she) (?:over |in |out )?(?:here|there)\b"
            r"|(?:doctor|nurse) in (?:house|building)",
            r"(?:need|want) (?:(?:urgent|medical|emergency|immediate) )+(?:help|attention"
            r"|assistance)",
            r"(?:quick|quickly|hurry) (?:get|fetch|find|call|bring) (?:help|doctor|nurse)",
            rf"(?:call|get|fetch|find|send|bring|ring|dial|phone|need|want|summon|page)"
            rf" (?:me |us |her |for |out |urgent )*{_HELP}(?: (?:here|over|now|please))*"
            rf" {_AT_ONCE}",
            r"(?:call|get|fetch|send|bring|ring|phone|need|want|summon) (?:me |us |her |for )*"
            r"(?:ambulance|ambo|paramedics?|medic|emergency services)",
            r"(?:ring|dial|call|phone) (?:nine one one|nine nine nine|one one two)",
            r"(?:she|doctor|nurse|help|come) (?:(?:come|here|over|please|help) )*"
            rf"{_AT_ONCE}",
        )
    )
    + r")\b"
)
"""Each kind with the classes of words that make it."""


def spans_of_kinds(spoken: list[str]) -> Iterator[tuple[int, int]]:
    """Give the first word's place of each cry of a kind in words in short, and where it ends."""
    short = " ".join(spoken)
    for match in _KINDS.finditer(short):
        first = short[: match.start()].count(" ")
        yield first, first + match.group().count(" ") + 1
