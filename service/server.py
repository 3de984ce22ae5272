"""Serves the pages and the API from this process with waitress."""

import click
import waitress

from corpus.errors import VankienError
from service.access import everyone
from service.app import create_app
from service.config import Settings
from service.messages import sentence
from service.wiring import build_service

# A question of 10,000 characters takes up to 90,000 bytes in an address; a longer one still gets our page.
LONGEST_REQUEST_LINE = 4 * 2**20


def run(settings: Settings) -> None:
    """Open the index, say where the page is, and serve until stopped.

    Without an index the page is served all the same and says what to run.
    """
    service = build_service(settings)
    try:
        ready = service.ready(everyone())
        click.echo(f"Kho có {ready.documents} văn bản, {ready.passages} đoạn.")
    except VankienError as error:
        click.echo(sentence(error), err=True)
    app = create_app(settings, service)
    try:
        server = waitress.create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident="vankien",
            max_request_header_size=LONGEST_REQUEST_LINE,
        )
    except OSError as error:
        raise VankienError("port_taken", host=settings.host, port=settings.port) from error
    click.echo(f"Mở trang tại http://{settings.host}:{server.effective_port} (dừng: Ctrl+C)")
    server.run()
