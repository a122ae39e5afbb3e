"""A server that says to each who asks the same bytes, drop by drop where it is to take its time."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterable, Iterator

__all__ = ["answering"]


@contextlib.contextmanager
def answering(first: bytes, drops: Iterable[bytes] = ()) -> Iterator[str]:
    """A server with this answer, whose `drops` come a tenth of a second apart; its host and port."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError):
                asker, _ = listening.accept()
                with asker:
                    asker.recv(65536)
                    asker.sendall(first)
                    for drop in drops:
                        if ended.is_set():
                            break
                        asker.sendall(drop)
                        time.sleep(0.1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        ended.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)
