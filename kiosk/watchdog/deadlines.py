"""How long each part may take before it counts as hung; each number follows from those above it.

The app loop waits only for the parts named here. The time that one turn of it may wait is much
shorter than the time its parent waits for its heartbeat.
"""

from math import ceil

ROUND_WAIT = 0.02
"""Seconds the loop waits at most: for frames or for an event."""

REST_WAIT = 0.16
"""Seconds the loop lets frames gather at rest, while nobody speaks, which is five blocks: each
round of it costs as much of the processor as to listen to these. It is shorter than the speech from
which on somebody counts as speaking, so no block waits at the end of an utterance."""

DISK_WAIT = 0.5
"""Seconds that the marks of an emergency may take to be on the disk, in one turn of the loop. By
then staff are being called, and the parent remembers the emergency for as long as the disk does
not."""

VOSK_WAIT = 2.5
"""Seconds that the end of an utterance may wait for Vosk (`audio.vosk.supervised`, which knows
nothing of this module: a test compares them). Moonshine reads meanwhile, for a shorter time."""

ONE_TURN = REST_WAIT + 2 * ROUND_WAIT + DISK_WAIT + VOSK_WAIT
"""Seconds that one turn of the loop may wait for others."""

MARGIN = 1.4
"""Times `ONE_TURN`, so that a turn has time for its own work on a machine that is busy."""

LOOK_EVERY = 0.5
"""Seconds between two checks of the heartbeat by the parent."""

HUNG_AFTER = ceil(MARGIN * ONE_TURN / LOOK_EVERY) * LOOK_EVERY
"""Seconds without a heartbeat after which a process that has begun to serve counts as hung."""

STARTS_WITHIN = 60.0
"""Seconds that a process may take until its first heartbeat: a slow machine reads its models."""

HANGS_AFTER = HUNG_AFTER
"""Seconds after which `status` and the page say that the loop hangs."""

THREAD_LATE_AFTER = 3.0
"""Seconds after its next beat was due at which a thread counts as hung."""

DISK_LATE_AFTER = 3.0
"""Seconds after which a job on the disk that goes on is told to staff."""

PLAIN_GIVEN_UP_AFTER = 5.0
"""Seconds after which the plain voice has failed at a text, and a caption stands for it."""

NATURAL_GIVEN_UP_AFTER = 8.0
"""Seconds after which the natural voice's process is ended (`audio.voices.natural`), unless it
works: a busy machine lets it."""

NATURAL_WAITED_FOR = 3.0
"""Seconds after which the plain voice speaks a text in its stead, however busy the machine is."""

PLAIN_SPEAKS_WITHIN = PLAIN_GIVEN_UP_AFTER + 1.0
NATURAL_SPEAKS_WITHIN = NATURAL_WAITED_FOR + PLAIN_SPEAKS_WITHIN
"""Seconds after which speech that was asked for and does not sound, or does not end, is stuck."""

BUSY_FACTOR = 4.0
"""Times as long as that it may take while the machine is busy: longer than the plain voice may work
at a text (`audio.voices.process`) and at one before it that nobody wants any more."""
