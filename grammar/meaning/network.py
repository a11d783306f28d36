"""The intent network: gives the probability of each intent for a sentence in anybody's words."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from grammar.errors import GrammarError
from grammar.normalization import normalize

FOLDER = Path(__file__).parent
NETWORK, TOKENIZER = "intents.onnx", "tokenizer.json"
SUMS = "SHA256SUMS"
"""The SHA-256 of both files as `sha256sum` writes them; training writes it."""
LONGEST = 40
"""Word pieces that are read, about 30 words; of longer talk only its beginning is weighed."""
INTENTS = "intents"
"""Key of the file's metadata: the intents, one a line, in the order of the output."""


class IntentNetwork:
    """Sentence vectors of MiniLM and a linear head; see MODEL_CARD.md. It only ever proposes."""

    def __init__(self, network: Path, tokenizer: Path) -> None:
        """Load two files that have been checked.

        Raises:
            Exception: they are no network or no tokenizer; `load` tells it in one line.
        """
        # They take long to load, and runs that only expand phrases do not need them.
        import onnxruntime  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # the error reports it once
        self._session = onnxruntime.InferenceSession(
            str(network), options, providers=["CPUExecutionProvider"]
        )
        about = self._session.get_modelmeta().custom_metadata_map
        self._intents = tuple(about[INTENTS].split("\n"))
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "IntentNetwork":
        """Load the network that is shipped with the program.

        Raises:
            GrammarError: a file is missing or damaged; one line.
        """
        return _loaded(folder)

    @property
    def intents(self) -> tuple[str, ...]:
        """Every intent that it knows, and "none": what is not meant for the kiosk."""
        return self._intents

    def weigh(self, text: str) -> Mapping[str, float]:
        """Give the probability of each intent; they add up to one. Without words: none of them."""
        words = normalize(text)
        if not words:
            return MappingProxyType(dict.fromkeys(self._intents, 0.0))
        tokens = np.array([self._tokenizer.encode(words).ids], np.int64)
        (probabilities,) = self._session.run(None, {"tokens": tokens})
        return MappingProxyType(dict(zip(self._intents, probabilities[0].tolist(), strict=True)))


@lru_cache(1)
def _loaded(folder: Path) -> IntentNetwork:
    """Load it once a process: it keeps nothing of what it weighs."""
    sums = _read(folder / SUMS).decode(errors="replace").splitlines()
    for name in (NETWORK, TOKENIZER):
        _check(folder / name, sums)
    try:
        return IntentNetwork(folder / NETWORK, folder / TOKENIZER)
    except Exception as error:  # onnxruntime's exceptions share no base class
        raise GrammarError(
            f"{folder / NETWORK}: cannot be run ({type(error).__name__}): "
            "install the program again."
        ) from error


def _check(file: Path, sums: list[str]) -> None:
    if f"{hashlib.sha256(_read(file)).hexdigest()}  {file.name}" not in sums:
        raise GrammarError(
            f"{file}: is not the file that the program was shipped with (its SHA-256 differs): "
            "install the program again."
        )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise GrammarError(
            f"{file}: cannot be read ({error.strerror}): install the program again."
        ) from error
