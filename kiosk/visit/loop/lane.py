"""Memory for calls for staff: a flood of keys cannot fill it, and a restart does not empty it.

The parent makes this memory before it starts the process that serves, and keeps it when that
process dies. There is one slot for each meaning, so a flood of one key is one press. The thread
that receives a press fills the slot. The app loop empties it once the call has begun and the mark
of the emergency is being kept. A process that starts and finds a call in the lane makes it. Help
calls nobody: its slot is emptied before help is shown, so that the next process does not give it
again to a visitor who has had it.

Each read and each write is one word, so no lock is needed and nobody waits: a thread that hangs
cannot keep another one from calling staff.
"""

import mmap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from grammar.intents import Intent
from kiosk.visit.dialogue.keys import ANSWER_KEYS, KEYS, SWITCH, SWITCHES, KeyContext, key_for

_WORD = 8
"""Bytes of a word; an aligned one is written whole, also by a process that is killed meanwhile."""

TYPED_BYTES = 1024
"""Bytes of a terminal that are read at once."""

_KEY_BITS = 21
"""Bits of a character; the number of the question stands above them."""


class Slot(IntEnum):
    """What a press means, in the order in which the loop takes it: a yes goes before a no."""

    STAFF = 0
    CRY = 1
    YES = 2
    NOT_SURE = 3
    NO = 4
    HELP = 5
    SWITCH = 6


class _Word(IntEnum):
    """The words behind the slots."""

    ASKING = len(Slot)
    LAST_ASKED = ASKING + 1
    SCANNING = ASKING + 2
    STAFF_CODE = ASKING + 3
    UNKEPT = ASKING + 4


_CALLS = (Slot.STAFF, Slot.CRY, Slot.YES, Slot.NOT_SURE)
"""Slots for which staff are called, whatever becomes of the process that was to take them."""

_MEANINGS = {
    Intent.STAFF: Slot.STAFF,
    Intent.DISTRESS: Slot.CRY,
    Intent.HELP: Slot.HELP,
    Intent.YES: Slot.YES,
    Intent.NO: Slot.NO,
    Intent.NOT_SURE: Slot.NOT_SURE,
}


@dataclass(frozen=True, slots=True)
class Press:
    """A press that waits in a slot.

    Attributes:
        slot: where it waits.
        value: the slot's word, which tells a newer press from it.
        key: the key to pass to the dialogue; "" if it is no longer of use.
    """

    slot: Slot
    value: int
    key: str


class Lane:
    """The lane; the parent makes it before it forks."""

    def __init__(self) -> None:
        """Take the memory; raises OSError where the system has none left."""
        words = _WORD * (len(Slot) + len(_Word))
        self._memory = mmap.mmap(-1, words + TYPED_BYTES)
        self._words = memoryview(self._memory)[:words].cast("Q")
        self._typed = memoryview(self._memory)[words:]
        self._token = 0
        self._taken: Press | None = None

    @property
    def typed(self) -> memoryview:
        """Where a terminal's bytes are to be read into, and wiped once their keys were brought.

        A process that is killed right after it has read them has brought none of them yet.
        """
        return self._typed

    def take_up(self, meant: Callable[[str], str]) -> None:
        """Fill the slots of what an earlier process has read and not brought.

        Args:
            meant: gives the key that a typed character stands for.
        """
        left = bytes(self._typed).rstrip(b"\0").decode("utf-8", "ignore").lower()
        for character in left:
            self.put(meant(character))
        self._typed[:] = bytes(len(self._typed))

    def put(self, key: str) -> bool:
        """Fill the slot of a key, from any thread; False if the key has no slot at present."""
        asking = self._words[_Word.ASKING]
        slot = self._slot_of(key, asking)
        if slot is None:
            return False
        self._words[slot] = asking << _KEY_BITS | ord(key)
        return True

    def cry(self, waits: bool) -> None:
        """Fill the slot of a cry for help that was heard, or empty it: what follows is done."""
        self._words[Slot.CRY] = waits and ord(key_for(Intent.DISTRESS))

    def waiting(self) -> Iterator[Press]:
        """Give the presses that wait, each slot once: it may be filled again at once."""
        for slot in Slot:
            if value := self._words[slot]:
                yield Press(slot, value, self._key_of(slot, value))

    def take(self, press: Press) -> None:
        """Begin to do a press; its slot stays filled until `shown` or `finish`."""
        self._taken = press

    def shown(self) -> None:
        """Empty the slot of help that was taken: what it asked for is about to be shown."""
        if self._taken is not None and self._taken.slot is Slot.HELP:
            self.finish()

    def finish(self) -> None:
        """Empty the slot of the press that was taken: all that follows from it is done."""
        taken, self._taken = self._taken, None
        if taken is not None:
            self.done(taken)

    def done(self, press: Press) -> None:
        """Empty a slot whose press was taken, unless another has come meanwhile."""
        if press.slot in (Slot.YES, Slot.NOT_SURE):
            self._empty_if(Slot.NO, self._words[Slot.NO], press.value >> _KEY_BITS)
        # No other thread runs between these two: they contain no call and no backward jump.
        if self._words[press.slot] == press.value:
            self._words[press.slot] = 0

    def tell(self, context: KeyContext) -> None:
        """Let presses from here on mean what they mean now; the app loop's to call."""
        if context.asking != self._token:
            self._token = context.asking
            self._words[_Word.LAST_ASKED] += 1
        self._words[_Word.ASKING] = self._words[_Word.LAST_ASKED] if context.asking else 0
        self._words[_Word.SCANNING] = context.scanning
        self._words[_Word.STAFF_CODE] = context.staff_code

    @property
    def keeps_order(self) -> bool:
        """Whether keys are taken in their order, since digits belong to the staff code.

        It is so in an emergency, once the press that begins one waits, and during an entry.
        """
        return bool(self._words[_Word.STAFF_CODE]) or self.calls

    @property
    def calls(self) -> bool:
        """Whether something in the lane still needs a call for staff, or its mark on the disk."""
        words = self._words
        return any(words[slot] for slot in _CALLS) or bool(words[_Word.UNKEPT])

    @property
    def help_waits(self) -> bool:
        """Whether a press of help has not been taken."""
        return bool(self._words[Slot.HELP])

    def called(self) -> None:
        """Empty the lane of what an earlier process left, now that staff are called for it."""
        for slot in (*_CALLS, Slot.NO, Slot.SWITCH):
            self._words[slot] = 0

    def latch(self) -> None:
        """Keep the emergency that has just begun until the disk has its mark."""
        self._words[_Word.UNKEPT] = 1

    def kept(self) -> None:
        """Leave the emergency to its mark on the disk, or to the staff who have ended it."""
        self._words[_Word.UNKEPT] = 0

    def close(self) -> None:
        """Free the memory."""
        self._words.release()
        self._typed.release()
        self._memory.close()

    def _slot_of(self, key: str, asking: int) -> Slot | None:
        if asking and (key == SWITCH or (self._words[_Word.SCANNING] and key in SWITCHES)):
            return Slot.SWITCH
        intent = (ANSWER_KEYS.get(key) if asking else None) or KEYS.get(key)
        slot = _MEANINGS.get(intent) if intent is not None else None
        if slot in (Slot.STAFF, Slot.CRY):
            return slot
        # Once staff are called the other keys mean what they mean to the dialogue, in their order:
        # the staff code has digits that answer a question or ask for help elsewhere.
        if slot is None or self.keeps_order:
            return None
        return slot if asking or slot is Slot.HELP else None

    def _key_of(self, slot: Slot, value: int) -> str:
        asked, key = value >> _KEY_BITS, chr(value & (1 << _KEY_BITS) - 1)
        if slot in (Slot.STAFF, Slot.CRY, Slot.HELP) or asked == self._words[_Word.ASKING] != 0:
            return key
        # A yes to a question that is no longer asked was a yes to that one: an emergency.
        return key_for(Intent.DISTRESS) if slot in _CALLS else ""

    def _empty_if(self, slot: Slot, value: int, asked: int) -> None:
        if value and value >> _KEY_BITS == asked:
            self._words[slot] = 0
