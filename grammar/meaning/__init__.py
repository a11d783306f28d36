"""The intent network: weighs what a sentence in anybody's words may mean; see MODEL_CARD.md."""

from grammar.meaning.network import IntentNetwork

__all__ = ["IntentNetwork"]
