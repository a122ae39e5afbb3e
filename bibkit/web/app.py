"""The addresses of the server, each thin: it looks at the shape of what comes, calls the library,
and gives its answer as JSON.

::

    GET  /v1/status    which bibkit this is, and whether the token is right
    POST /v1/parse     a pasted list to items
    POST /v1/enrich    items to what Crossref and PubMed would change in them
    POST /v1/check     items to what should be looked at: retractions
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bibkit import __version__
from bibkit.errors import BibkitError, InputError, ServiceError, UnknownFormat
from bibkit.services import Services, Settings
from bibkit.web.answers import Wrong, answer, error
from bibkit.web.guard import Guard, hosts_of
from bibkit.web.jobs import Jobs, in_thread
from bibkit.web.parse import parsed

__all__ = ["API", "PORT", "application"]

#: The version of the API: the plugin asks for it.
API = 1
PORT = 23121

Items = Sequence[Mapping[str, Any]]


class _Proposals(Protocol):
    def to_json(self) -> dict[str, Any]: ...


class _Propose(Protocol):
    def __call__(
        self, items: Items, services: Services, *, overwrite: Collection[str] = ()
    ) -> _Proposals: ...


def _propose(items: Items, services: Services, *, overwrite: Collection[str] = ()) -> _Proposals:
    from bibkit.zotero.changes import propose

    return propose(items, services, overwrite=overwrite)


def _check(items: Items, services: Services) -> dict[str, Any]:
    from bibkit.zotero.changes import check_items

    return check_items(items, services)


def application(
    settings: Settings,
    token: str,
    *,
    hosts: Collection[str] = hosts_of(PORT),
    open_services: Callable[[Settings], Services] = Services,
    parse: Callable[[str, str, str | None], dict[str, Any]] = parsed,
    propose: _Propose = _propose,
    check: Callable[[Items, Services], dict[str, Any]] = _check,
    access: Callable[[str], object] = lambda line: None,
    complain: Callable[[str], object] = lambda line: None,
) -> Starlette:
    """The server as an ASGI application; `state.stop()` lets go of what asks services.

    Args:
        settings: of the services.
        token: that every request but `GET /v1/status` must bear.
        hosts: what a request's `Host` may be: see `hosts_of`.
        open_services: opens the services that one request asks.
        parse, propose, check: what the addresses call; for tests.
        access: called with a line for each request; it holds nothing of queries and bodies.
        complain: called with a line for each error of bibkit's own.
    """
    jobs = Jobs(lambda: open_services(settings))

    async def status(request: Request) -> Response:
        said: dict[str, Any] = {"bibkit": __version__, "api": API, "offline": settings.offline}
        if request.state.token is not None:
            said["token"] = request.state.token
        return answer(said)

    async def parse_(request: Request) -> Response:
        body = await _object(request)
        text, html, format = (_text(body, name) for name in ("text", "html", "format"))
        if text is None and html is None:
            raise _shape("'text' or 'html' is missing")
        return answer(await in_thread(lambda: parse(text or "", html or "", format or None)))

    async def enrich(request: Request) -> Response:
        body = await _object(request)
        items, overwrite = _items(body), _overwrite(body)
        found = await jobs.run(
            lambda services: propose(items, services, overwrite=overwrite).to_json(),
            request.receive,
        )
        return answer(found)

    async def check_(request: Request) -> Response:
        items = _items(await _object(request))
        return answer(await jobs.run(lambda services: check(items, services), request.receive))

    app = Starlette(
        routes=[
            Route("/v1/status", status, methods=["GET"]),
            Route("/v1/parse", parse_, methods=["POST"]),
            Route("/v1/enrich", enrich, methods=["POST"]),
            Route("/v1/check", check_, methods=["POST"]),
        ],
        middleware=[Middleware(Guard, token=token, hosts=hosts, access=access, complain=complain)],
        exception_handlers={BibkitError: _refused, HTTPException: _not_there},
    )
    app.router.redirect_slashes = False
    app.state.stop = jobs.stop
    return app


async def _refused(request: Request, failure: Exception) -> Response:
    """An error that bibkit raised on purpose: its text is for a person."""
    codes = ((UnknownFormat, "format"), (InputError, "unreadable"), (ServiceError, "service"))
    code = next((code for kind, code in codes if isinstance(failure, kind)), "refused")
    return error(Wrong(500 if code == "service" else 422, code, str(failure)))


async def _not_there(request: Request, failure: Exception) -> Response:
    """What the router raises: no such address, or not by this method."""
    status, headers = getattr(failure, "status_code", 500), getattr(failure, "headers", None)
    if status == 405:
        wrong = Wrong(405, "method", "This address does not take such requests.")
    else:
        message = "bibkit serve has no such address. Perhaps the plugin is newer than bibkit."
        wrong = Wrong(status, "not-found", message)
    return error(wrong, dict(headers or {}))


# --- the shape of what comes ------------------------------------------------------------------------


def _shape(what: str) -> Wrong:
    return Wrong(422, "shape", f"The request is not of the right form: {what}.")


async def _object(request: Request) -> dict[str, Any]:
    """The body, an object of JSON."""
    try:
        text = (await request.body()).decode("utf-8-sig")
        value = json.loads(text, parse_constant=_no_number)
        if "\\ud" in text.lower():  # half a character, which no text of bibkit's may hold
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as failure:
        raise Wrong(400, "json", "The request is not JSON in UTF-8.") from failure
    if not isinstance(value, dict):
        raise _shape("it must be an object")
    return value


def _no_number(text: str) -> None:
    raise ValueError(text)


def _text(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise _shape(f"'{name}' must be a text")
    return value


def _items(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """`[{"key": …, "version": …, "data": {…}} …]`."""
    items = body.get("items")
    if not isinstance(items, list):
        raise _shape("'items' must be a list")
    for place, item in enumerate(items):
        if not isinstance(item, dict):
            raise _shape(f"items[{place}] must be an object")
        for name, kind, words in (("key", str, "a text"), ("data", dict, "an object")):
            if not isinstance(item.get(name), kind):
                raise _shape(f"items[{place}].{name} must be {words}")
        version = item.get("version", 0)
        if not isinstance(version, int) or isinstance(version, bool):
            raise _shape(f"items[{place}].version must be a whole number")
    return items


def _overwrite(body: Mapping[str, Any]) -> tuple[str, ...]:
    names = body.get("overwrite") or []
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise _shape("'overwrite' must be a list of texts")
    return tuple(names)
