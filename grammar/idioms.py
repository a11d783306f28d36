"""Idioms that name a body, an illness or death and mean neither: "over my dead body".

They are matched on canonical words (`grammar.wording`), where "my left leg" is "my leg" and
everybody else is "she". None may be what somebody in need says: "break your neck" is one, but
"I broke my neck" is not.

Source: clinical-safety.md §2 rule 12.
"""

import re

_OURS = r"(?:my|your|her|our)"
_SEEING = r"(?:saw|heard|got|opened|read|found|looked|told|said)"
_AFTER_THAT = r"(?: (?!and|but|now)\w+){0,8}"

IDIOMS = re.compile(
    r"\b(?:"
    + "|".join(
        (
            # Death that nobody dies.
            r"dying (?:to|for (?!air|breath)|of (?:boredom|curiosity|embarrassment|hunger|shame))",
            r"gasping for(?! (?:air|breath))|to die for|die of (?:boredom|embarrassment|shame)",
            r"(?:nearly|almost|could have) died? (?:laughing|of (?:boredom|embarrassment|shame))",
            rf"i nearly died when i {_SEEING}{_AFTER_THAT}",
            r"(?:bored|scared|frightened|worried|thrilled|tickled|talked) (?:(?:me|us|her|half) )*"
            rf"(?:to death|to tears|stiff|rigid|senseless|out of {_OURS} (?:wits|mind|skin))",
            rf"(?:be |is )?(?:the )?death of (?:me|us|her)|catch {_OURS} death|to the death",
            r"(?:wait|waiting|queue|suspense|heat|boredom|shoes|heels|boots|noise|kids|children"
            r"|curiosity|price|traffic) (?:is|are) (?:really |just |absolutely )?killing (?:me|us)",
            r"killing (?:me|us) after (?:all )?(?:that |this |the |a |my |those )?(?:shopping"
            r"|walk\w*"
            r"|gardening|gym|dancing|drive|journey|stairs|work|run\w*|housework|football|climb\w*)",
            r"killing (?:time|each other|two birds)|would (?:kill|murder) for|over my dead body"
            r"|could (?:just )?(?:kill|murder|strangle) (?!myself|me\b)\w+|kill the (?:light"
            r"|sound)",
            r"dead (?:right(?! now)|end|easy|nice|tired|sure|certain|serious|line|boring|wrong"
            r"|funny|lucky|quiet|set on|interesting|to the world|on my feet|gorgeous|keen|simple"
            r"|expensive|cheap|hungry|to me)",
            r"(?:not )?be seen dead|drop dead gorgeous|wake the dead|kicked the bucket"
            r"|bite the dust",
            # Fits, attacks and breath.
            r"(?:nearly|almost|practically) (?:(?:have|had|gave|me|her|a) )*(?:heart attack|fit"
            r"|stroke|collapse|fainted?|collapsed|choked|passed out|wet (?:myself|herself)|peed)"
            rf" (?:laughing|when (?:i|she|we) {_SEEING}{_AFTER_THAT}|at the (?:price|bill|cost"
            r"|sight))",
            r"(?:have|had|having|throw|threw|throwing) (?:a )?fit (?:when|about|over|if|because)",
            r"gave (?:me|her) (?:a )?(?:heart attack|fright|heart failure)|at the sight of blood",
            r"stroke of (?:luck|genius|midnight)|(?:breast|back|butterfly) ?stroke"
            rf"|stroke (?:the|{_OURS}) (?:cat|dog|horse|hair|rabbit)",
            r"breathless with (?:excitement|laughter|laughing|joy|anticipation)|breath of fresh air"
            rf"|took my breath away|(?:hold|save|waste|wasting) {_OURS} breath"
            rf"|breathing down {_OURS} neck",
            # Sick, mad and moved.
            r"sick (?:and tired )?of (?:waiting|hearing|sitting|queu\w+|being kept|(?:this|that"
            r"|the)"
            r" (?:queue|place|machine|noise|weather|waiting|music|food))",
            r"(?<!pain is )driv(?:es?|ing) (?:me|us|her) (?:mad|crazy|nuts|insane"
            r"|(?:up the|around the) \w+)",
            r"numb with (?:grief|shock|boredom|fear|worry)|bored numb"
            r"|paralyzed (?:with|by) (?:fear|fright|shock|nerves)",
            r"(?:weak|shaking|crying|helpless) with (?:laughter|laughing|joy|excitement|relief)"
            rf"|(?:fell about|collapsed) laughing|laugh(?:ed|ing)? {_OURS} \w+ off",
            r"(?:fell|fallen|falls?|falling) (?:for(?! the \w+ time)|in love"
            r"|asleep(?: (?:on|in) (?:the|my|her) \w+)?|out (?:with|over|about|again)|pregnant"
            r"|silent|behind|on hard times|off the wagon)",
            # Limbs and organs.
            r"(?:she|they|you|that|this|these|\w+ing) (?:is|are) (?:(?:a|such|real|right|total) )*"
            r"pain in the (?:neck|bottom)",
            rf"pull(?:s|ed|ing)? {_OURS} legs?|break a leg|arm and a leg|have two feet|cold feet"
            rf"|itchy feet|(?:find|found|finding) {_OURS} feet|on (?:my|her|its) last (?:legs|leg)",
            rf"(?<!cannot )(?:put|putting) {_OURS} (?:foot|feet) (?:up|in it)"
            r"|(?:not|no|a|not have|without) leg to stand on"
            rf"|(?<!cannot )stretch(?:ing)? {_OURS} legs|best foot forward|foot the bill",
            r"(?:give|lend|gave) (?:me |us |her |you )?a hand(?! (?:doctor|up))|hands? full"
            r"|hands tied|(?:out of|first|second|other) hand|on the other hand"
            r"|wash(?:ed)? my hands|shak(?:e|es|ing) hands",
            r"heart (?:set|goes out|go out|went out|sank|in my mouth|of gold|of stone|to heart"
            rf"|is not in it|strings)|(?:break|breaks|broke|broken|breaking) {_OURS} heart"
            rf"|(?:by|cross my|eat {_OURS}) heart|heart on (?:it|that|my sleeve)",
            r"butterflies in (?:my|her) (?:stomach|tummy|belly)|stomach (?:is )?(?:rumbling"
            r"|growling)|eyes (?:are )?bigger than (?:my|her) \w+|tongue (?:is )?hanging out for"
            r"|(?:my|her) face fell when",
            r"bottom of (?:my|her) heart|get to the bottom of",
            rf"(?:up to {_OURS}|break your|stick {_OURS}|risk {_OURS}) neck"
            r"|neck (?:of the woods|and neck)|head over heels",
            rf"(?:lost|lose|keep|use) {_OURS} head|head start|(?:bite|bit) {_OURS} head off"
            rf"|head in the clouds|(?:top of|off) {_OURS} head",
            r"(?:keep|turn|have|kept) (?:an|a|my) (?:blind )?eye (?:on|out|to|for)|blind as a bat"
            r"|see eye to eye|apple of (?:my|her) eye|a sight for sore eyes",
            rf"(?:bite|slip of the|tip of (?:my|the)|hold {_OURS}) tongue|long face"
            r"|(?:face|facing) the (?:music|facts)|blue in the face|pull(?:ing)? (?:a )?faces?",
            r"blood (?:boil|(?:is )?thicker|tests?|sample|donor|bank|relative)s?|bad blood"
            r"|bleeding (?:cheek|obvious|idiot|nuisance)|flesh and blood",
            rf"(?:lost|lose|losing) {_OURS} (?:keys|glasses|phone|bag|purse|ticket|hat|way|job"
            r"|temper|marbles|patience|appointment card|umbrella|stick|seat|wallet)",
            r"cannot help (?:but|laughing|thinking|wondering|smiling|worrying)"
            r"|god help (?:us|them)|help (?:yourself|herself) to",
        )
    )
    + r")\b"
)
"""Gaps are put in their place: what is said beside them may still be a cry for help."""
