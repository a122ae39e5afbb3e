"""`bibkit serve`: the server on this computer that Zotero's plugin asks."""

from __future__ import annotations

import contextlib

import click

import bibkit
from bibkit.text import printable

__all__ = ["serve"]


@click.command()
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen: on this computer only (127.0.0.1, ::1, localhost).",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=23121,
    show_default=True,
    help="The port to listen on; 0 takes any that is free.",
)
@click.option("--offline", is_flag=True, help="Ask no service; use what is in the cache.")
@click.option(
    "--mailto",
    metavar="ADDRESS",
    help="Your mail address, told to the services: their limits are wider then.",
)
@click.option(
    "--cache-dir",
    metavar="FOLDER",
    type=click.Path(file_okay=False),
    help="Where records are kept instead of the user's cache folder.",
)
# Not named `token`: its environment variable would then be the one that holds the token.
@click.option(
    "--token", "show_token", is_flag=True, help="Print the token that the plugin needs, and end."
)
@click.option(
    "--new-token",
    "make_new",
    is_flag=True,
    help="Make another token, print it, and end. Start a running server again after it.",
)
@click.option("-v", "--verbose", is_flag=True, help="Say a line for each request.")
def serve(
    host: str,
    port: int,
    offline: bool,
    mailto: str | None,
    cache_dir: str | None,
    show_token: bool,
    make_new: bool,
    verbose: bool,
) -> int:
    """Answer Zotero's plugin, on this computer, until Ctrl-C.

    The plugin sends pasted lists to be read, and items to be completed or checked; bibkit asks
    Crossref and PubMed for the latter. Only programs of this computer that have the token are
    answered: put it into the plugin's preferences once.

    \b
      bibkit serve --token
      bibkit serve --mailto you@example.org
    """  # fmt: skip
    from bibkit.web.token import make_token, read_token

    if make_new or show_token:
        click.echo(make_token() if make_new else read_token())
        return 0
    from bibkit.web.app import application
    from bibkit.web.guard import hosts_of
    from bibkit.web.server import Server, listen, loopback, url_of

    settings = bibkit.load_settings(offline=offline or None, mailto=mailto, cache_dir=cache_dir)
    token = read_token()
    with contextlib.closing(listen(host, port)) as listener:
        app = application(
            settings,
            token,
            hosts=hosts_of(listener.getsockname()[1], loopback(host)),
            open_services=lambda one: bibkit.Services(one, warn=_say),
            access=_say if verbose else lambda line: None,
            complain=_say,
        )
        _say(f"bibkit serves {url_of(listener)}, to programs of this computer. Ctrl-C ends it.")
        _say("The plugin's preferences need the token: bibkit serve --token prints it.")
        if settings.offline:
            _say("Offline: no service is asked.")
        elif not settings.mailto:
            _say(
                "Without a contact address the services allow little; give yours with --mailto or "
                "BIBKIT_MAILTO."
            )
        # Ctrl-C is how a server is ended, and nothing was broken off.
        with contextlib.suppress(KeyboardInterrupt):
            Server(app).run(sockets=[listener])
    _say("Ended.")
    return 0


def _say(text: str) -> None:
    click.echo(printable(text), err=True)
