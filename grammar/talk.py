"""Tells what is said to somebody else: to a child as a rule, or to whoever sits beside.

It is no wish, however like one it is: "don't touch that", "hold my bag a minute".
"""

import re

_THINGS = (
    r"(?:bag|coat|hat|scarf|gloves|shoes?|jacket|phone|keys?|purse|book|newspaper|paper"
    r"|magazine|toy"
    r"|ball|cup|tea|coffee|drink|water|sandwich|dinner|lunch|sweets?|biscuits?|pram|buggy|pushchair"
    r"|stick|glasses|nose|hair|hands?|teeth|seat|place|door|window|straw|bottle|dummy|tissue|laces"
    r"|chair|step|steps|puddle|floor|fingers?|head|feet|elbows?|sister|brother|tickets?|letter)"
)
_DOING = (
    r"(?:touch|sit|run|be (?!so fast|that fast|so loud|too)|cry|shout|worry|forget|drop|spill"
    r"|lean|climb"
    r"|jump|push|pull|hit|kick|bite|lick|eat|throw(?! all)|fight|fidget|stare|point|play|wander"
    r"|scratch"
    r"|tease"
    r"|wipe|pick|poke|swing|slam|open|bang|tell (?:her|she|mum|them)|look at (?:her|she|me|them))"
)
_TOLD = re.compile(
    r"^(?:(?:please|oi|hey|now|no|oh|come on|right|just|careful|listen|look|darling|love|sweetheart"
    r"|and|you two|boys|girls|kids) )*(?:"
    rf"(?:do not|never|stop|no|quit)(?: you)? {_DOING}(?:p?ing|n?ing|t?ing|m?ing)?\b"
    r"|(?:be|stay) (?:careful|good|nice|there|here|where|with|still|close|by me|put)"
    r"|(?:sit|stand|lie) (?:down|up|still|here|there|properly|nicely|on|over|next|with|back)\b"
    r"|(?:come|get|move|walk) (?:(?:over|back|up|down) )?(?:here|there|off (?:the|that"
    r"|there|my)"
    r"|down from|to (?:me|she|your))\b|go (?:and |back to )?(?:wash|play|sit|ask|tell|find|your)\b"
    r"|(?:leave|put|give|take|bring|pass|hold|keep|mind|watch|carry|pick|close"
    r"|shut|open|wipe|blow|wash|tie|zip|eat|finish|drink|share)(?: (?:it|that|this|them|those"
    r"|her|me|us"
    rf"|she|my|your|the|a|an|up|down|on|back|away|to|for|over|off|with|please|some))* {_THINGS}\b"
    r"|(?:leave|let) (?:that|it|her|them|she|those) (?:alone|be|there|go|sleep|sit|have)\b"
    r"|(?:put|give) (?:that|it|them|those)(?: (?:down|away|here|back (?:there|to|where)|to"
    r" (?:me|her"
    r"|she|your)))+|(?:let go|give over|get off|pipe down you|mind out|watch out|look out"
    r"|keep (?:your|my) (?:chin|hair|eyes|hands|feet|shirt))\b"
    r"|bless you$|cheer up|chin up|here you are|after you|what did i (?:just )?(?:say|tell)"
    r"|how many times|i (?:have )?told you (?:not|to|already)|will you (?:sit|stop (?!talking"
    r"|reading|it|now"
    r"|speaking))"
    r"|you will (?:fall|hurt yourself|break|get|be (?:late|sick|sorry)|trip|spill|drop)"
    r")"
)


def is_told_to_others(words: str) -> bool:
    """Whether canonical words are said to somebody else."""
    return bool(_TOLD.search(words))
