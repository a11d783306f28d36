"""Parses YAML that people wrote, within bounds: a small file may hold a very large document."""

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, NodeEvent
from ruamel.yaml.nodes import Node

from grammar.errors import YamlFaultError
from grammar.yaml_lines import DEEPEST, MOST_NODES, YamlList, YamlMap


def parsed(text: str) -> object:
    """Give a document's data, with the comments and lines of its entries (see ruamel.yaml).

    Raises:
        YamlFaultError: it is not YAML, or too deep or too large.
        ValueError: it is no text, or has a value that is none.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.Composer = _BoundedComposer
    try:
        document: object = yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise YamlFaultError(line, error.problem or "", error.context or "") from None
    except YAMLError as error:
        raise ValueError(str(error)) from None
    return document


def parsed_with_lines(text: str) -> object:
    """Give a document's data as `grammar.yaml_lines.read_yaml` does; raises as `parsed`."""
    return _with_lines(parsed(text))


def _with_lines(node: object) -> object:
    if isinstance(node, CommentedMap):
        table = YamlMap(node.lc.line + 1)
        table.update({key: _with_lines(value) for key, value in node.items()})
        table.lines = {key: place[0] + 1 for key, place in (node.lc.data or {}).items()}
        return table
    if isinstance(node, CommentedSeq):
        items = YamlList()
        items.extend(map(_with_lines, node))
        items.lines = [node.lc.data[index][0] + 1 for index in range(len(node))]
        return items
    return str(node) if isinstance(node, str) else node


class _BoundedComposer(Composer):
    """Composes nodes up to a depth and a number."""

    def __init__(self, loader: YAML | None = None) -> None:
        super().__init__(loader=loader)
        self._depth = 0
        self._deepest = 0
        self._nodes = 0
        self._behind: dict[str, tuple[int, int]] = {}

    def compose_node(self, parent: Node | None, index: int) -> object:
        """Compose a node with all that is in it."""
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent):
            if event.anchor in self.anchors and event.anchor not in self._behind:
                raise ComposerError(None, None, "an alias stands for itself", event.start_mark)
            self._count(event, *self._behind.get(event.anchor, (1, 1)))
            return super().compose_node(parent, index)
        self._count(event, 1, 1)
        nodes, around = self._nodes, self._deepest
        self._deepest = self._depth = self._depth + 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if event.anchor is not None:
            self._behind[event.anchor] = self._nodes - nodes + 1, self._deepest - self._depth
        self._deepest = max(around, self._deepest)
        return node

    def _count(self, event: NodeEvent, nodes: int, height: int) -> None:
        self._nodes += nodes
        self._deepest = max(self._deepest, self._depth + height)
        if self._deepest > DEEPEST:
            raise ComposerError(None, None, "nested too deeply", event.start_mark)
        if self._nodes > MOST_NODES:
            raise ComposerError(None, None, "too many values", event.start_mark)
