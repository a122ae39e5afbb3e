"""Output: data to standard output, or whole or not at all to a file."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from bibkit.errors import OutputError

__all__ = ["Output", "open_output", "write_output"]


class Output:
    """Where data goes, piece by piece; text as UTF-8."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name

    def write(self, text: str | bytes) -> None:
        """Write a piece.

        Raises:
            OutputError: it cannot be written.
        """
        data = text.encode("utf-8", "replace") if isinstance(text, str) else text
        try:
            self._file.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(
                f"{self._name} cannot be written: {error.strerror or error}."
            ) from error


@contextlib.contextmanager
def open_output(output: str | None) -> Iterator[Output]:
    """Standard output, or a file that is written beside its place and moved there at the end.

    An interruption, or an error in the block, leaves the old file as it was.

    Raises:
        OutputError: the folder is missing, or may not be written to.
    """
    if output in (None, "-"):
        with _stdout() as out:
            yield out
        return
    target = Path(os.path.realpath(str(output)))
    if not os.path.isdir(target.parent):  # noqa: PTH112 - false for a name that is too long
        folder = target.parent if Path(str(output)).is_symlink() else Path(str(output)).parent
        raise OutputError(f"There is no folder '{folder}'. Make it first.")
    if os.path.isdir(target):  # noqa: PTH112
        raise OutputError(f"'{output}' is a folder; name a file in it.")
    name = f"'{output}'"
    beside = None
    try:
        if os.path.exists(target) and not target.is_file():  # noqa: PTH110
            with target.open("wb") as device:  # a device or a pipe takes what it is given
                yield Output(device, name)
            return
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            yield Output(file, name)
        os.chmod(beside, _mode(target))
        os.replace(beside, target)
    except OSError as error:
        raise OutputError(f"{name} cannot be written: {error.strerror or error}.") from error
    finally:
        if beside is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside)


@contextlib.contextmanager
def _stdout() -> Iterator[Output]:
    if sys.stdout is None:
        raise OutputError("Standard output is closed.")
    try:
        yield Output(sys.stdout.buffer, "Standard output")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has left (`| head`): not an error, but the end. What is still buffered goes
        # nowhere, so that leaving does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OutputError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"Standard output cannot be written: {error.strerror}.") from error


def write_output(text: str | bytes, output: str | None) -> None:
    """All of the data at once: see `open_output`."""
    with open_output(output) as out:
        out.write(text)


def _mode(target: Path) -> int:
    """The mode of the file that is replaced; of a new one, what the user's mask leaves."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
