"""The application for a WSGI server: `gunicorn "service.wsgi:application()"`."""

from apiflask import APIFlask

from service.app import create_app
from service.config import Settings
from service.wiring import build_service


def application() -> APIFlask:
    """The pages and the API with the settings of the environment."""
    settings = Settings()
    return create_app(settings, build_service(settings))
