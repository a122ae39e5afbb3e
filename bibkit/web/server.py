"""Listening, on this computer only, until somebody ends it."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys

import uvicorn
from starlette.applications import Starlette

from bibkit.errors import SettingsError

__all__ = ["Server", "listen", "loopback", "url_of"]

_GRACE = 2  # seconds that requests have to end: ordinary lists are read in less


def loopback(host: str) -> str:
    """The address of a host of this computer.

    Raises:
        SettingsError: others could reach it.

    >>> loopback("localhost"), loopback("[::1]")
    ('127.0.0.1', '::1')
    """
    if host.lower() == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        address = None
    if address is None or not address.is_loopback or "%" in host:
        raise SettingsError(
            f"bibkit serve listens on this computer only: --host takes 127.0.0.1, ::1 or "
            f"localhost, not '{host}'."
        )
    return str(address)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any that is free.

    Raises:
        SettingsError: the host is not this computer only, or the port cannot be had.
    """
    address = loopback(host)
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        if sys.platform == "win32":  # there REUSEADDR would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"Port {port} is taken: perhaps bibkit serve is running already. If another "
                "program has it, choose another --port, and the same in the plugin's preferences."
            ) from error
        reason = error.strerror or error
        raise SettingsError(f"Port {port} of {address} cannot be used: {reason}.") from error
    return listener


def url_of(listener: socket.socket) -> str:
    """The address of a listening socket, for people and programs."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Server(uvicorn.Server):
    """Serves an application of `bibkit.web.app`; quiet, for the application says what there is to say.

    `run(sockets=[listener])` serves until the process is told to end, or `should_exit` is set.
    """

    def __init__(self, app: Starlette) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio", http="h11", ws="none", lifespan="off",
                log_config=None, log_level="critical", access_log=False,
                proxy_headers=False, server_header=False, timeout_graceful_shutdown=_GRACE,
            )
        )  # fmt: skip
        self._stop = app.state.stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of what asks services, so that nobody waits for it, and end."""
        self._stop()
        await super().shutdown(sockets)
