"""Runs a test on each row of a table, as one test that names every row that fails.

As a test of its own, which `pytest.mark.parametrize` makes of a row, it is collected by each of the
processes that run tests, dealt out, and reported three times. That takes longer than most checks of
a row do.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import signature
from typing import Any

import pytest

Test = Callable[..., None]


def every_row(
    names: str | tuple[str, ...], rows: Iterable[Any], ids: Callable[[Any], object] = repr
) -> Callable[[Test], Test]:
    """Give a decorator with the arguments of `pytest.mark.parametrize`; several can be combined.

    Args:
        names: the argument of the test that gets a row; or its arguments, one a column.
        rows: the table. What is in it is not changed by the test, or it would reach the next row.
        ids: gives the name of a row's value.
    """
    columns = (names,) if isinstance(names, str) else names
    table = [(row,) if isinstance(names, str) else tuple(row) for row in rows]
    assert table, "a table without rows would pass whatever is wrong"

    def decorated(test: Test) -> Test:
        @wraps(test)
        def on_every_row(**fixtures: object) -> None:
            failed: list[BaseException] = []
            told: list[str] = []
            for row in table:
                try:
                    test(**dict(zip(columns, row, strict=True)), **fixtures)
                except (Exception, pytest.fail.Exception) as error:
                    failed.append(error)
                    told.append(f"{', '.join(str(ids(value)) for value in row)}: {_short(error)}")
            if failed:
                count = f"{len(failed)} of {len(table)} rows failed"
                raise BaseExceptionGroup("\n".join((count, *told)), failed)

        asked = signature(test)
        others = [each for name, each in asked.parameters.items() if name not in columns]
        on_every_row.__signature__ = asked.replace(parameters=others)  # type: ignore[attr-defined]
        return on_every_row

    return decorated


def _short(error: BaseException) -> str:
    """Give the first line of an error; of a group, which another table made, the rows."""
    if isinstance(error, BaseExceptionGroup):
        return str(error.message).replace("\n", "\n    ")
    return str(error).partition("\n")[0]
