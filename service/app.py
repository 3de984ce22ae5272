"""create_app: the pages and the API over one service, with their errors and their headers."""

import hashlib
import logging
from pathlib import Path

from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from corpus.errors import BadQuestion, VankienError
from indexer.engine import EngineUnavailable
from service import messages
from service.access import everyone
from service.ask import Service
from service.config import Settings
from service.faces.api import api
from service.faces.pages import form_text, pages
from service.faces.schemas import ErrorOut
from service.faces.understanding_pages import understanding_pages

log = logging.getLogger(__name__)

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
STATIC = Path(__file__).resolve().parent / "static"
LARGEST_BODY = 64 * 1024  # bytes; a question of 10,000 characters fits
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATUS_OF_CODE = {"unknown_document": 404, "original_missing": 404, "original_changed": 409}
CODE_OF_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
    422: "bad_request",
}


def create_app(settings: Settings, service: Service) -> APIFlask:
    """The web application over an opened service; reads nothing from the environment."""
    app = APIFlask(
        __name__,
        title="Vankien",
        version="1",
        docs_path=None,
        json_errors=False,
        static_folder=str(STATIC),
        template_folder=str(TEMPLATES),
    )
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        VALIDATION_ERROR_STATUS_CODE=400,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        DESCRIPTION="Tìm kiếm và trả lời có trích dẫn nguyên văn trong kho văn kiện.",
        VALIDATION_ERROR_SCHEMA=ErrorOut,
        HTTP_ERROR_SCHEMA=ErrorOut,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["static_version"] = _static_version()
    app.register_blueprint(pages(service, settings, everyone))
    app.register_blueprint(understanding_pages(service, everyone))
    app.register_blueprint(api(service, settings, everyone))
    app.after_request(_add_headers)
    _handle_errors(app)
    return app


def _handle_errors(app: APIFlask) -> None:
    app.register_error_handler(VankienError, _known_error)
    app.register_error_handler(HTTPError, _api_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected_error)


def _known_error(error: VankienError) -> Response:
    status = STATUS_OF_CODE.get(error.code)
    if status is None:
        status = (
            400 if isinstance(error, BadQuestion) else 503 if isinstance(error, EngineUnavailable) else 500
        )
    if status >= 500:
        log.error("%s %s: %s", request.method, request.path, error)
    return _answer(status, error.code, messages.sentence(error), q=form_text(error))


def _api_error(error: HTTPError) -> Response:
    code = CODE_OF_STATUS.get(error.status_code, "internal")
    details = error.detail.get("json", {}) if isinstance(error.detail, dict) else {}
    return _answer(error.status_code, code, messages.ERRORS[code], details=details)


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect
        return make_response(error.get_response())
    code = CODE_OF_STATUS.get(status, "internal" if status >= 500 else "bad_request")
    return _answer(status, code, messages.ERRORS[code])


def _unexpected_error(error: Exception) -> Response:
    log.exception("%s %s failed", request.method, request.path, exc_info=error)
    return _answer(500, "internal", messages.ERRORS["internal"])


def _answer(status: int, code: str, sentence: str, q: str = "", details: object = None) -> Response:
    if _wants_json():
        body: dict[str, object] = {"code": code, "message": sentence}
        if details:
            body["details"] = details
        return make_response(jsonify({"error": body}), status)
    page = render_template("error.html", status=status, code=code, sentence=sentence, q=q)
    return make_response(page, status)


def _wants_json() -> bool:
    """Machines' addresses and clients that ask for JSON before HTML."""
    machine = request.path.startswith("/api/") or request.path in ("/healthz", "/readyz", "/openapi.json")
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return machine or best == "application/json"


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault(
            "Cache-Control", "no-store" if response.status_code >= 400 else "no-cache"
        )
    return response


def _static_version() -> str:
    """Changes when a static file does, so that a browser may keep the files it has."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
