"""What the server says: JSON, and errors whose message is fit to be shown to a person."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

__all__ = ["STOPPING", "Wrong", "answer", "error"]

#: No other site may use an answer, not even as a picture or a script, and no browser keeps one.
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Wrong(Exception):
    """A request that cannot be served.

    Args:
        status: of HTTP.
        code: a stable short name.
        message: what to do, for a person.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


#: What `Wrong` takes, of a server that ends.
STOPPING = (500, "stopping", "bibkit serve is being stopped. Start it again.")


def answer(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON in UTF-8.

    >>> answer({"name": "Chiò"}).body.decode()
    '{"name": "Chiò"}'
    """
    # Half a character, as JSON may hold, has no place in UTF-8.
    body = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, _HEADERS | (headers or {}), "application/json")


def error(wrong: Wrong, headers: dict[str, str] | None = None) -> Response:
    """What is wrong with a request, as an answer.

    >>> error(Wrong(404, "not-found", "There is no such address.")).body.decode()
    '{"error": {"code": "not-found", "message": "There is no such address."}}'
    """
    said: dict[str, Any] = {"code": wrong.code, "message": wrong.message}
    if wrong.status == 401:
        headers = {"WWW-Authenticate": "Bearer", **(headers or {})}
    return answer({"error": said}, wrong.status, headers)
