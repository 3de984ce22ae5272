"""The cluster that the settings name: its link, its store, its catalogue."""

from corpus.errors import VankienError
from indexer.catalogue_home import CatalogueFolder, CatalogueHome
from indexer.store import Store
from service.config import Settings

try:
    from indexer.elastic.client import Access, Link, urls_of
    from indexer.elastic.store import ElasticStore
except ImportError as error:
    raise VankienError("no_elasticsearch") from error


def build_cluster_store(settings: Settings) -> Store:
    """A store on Elasticsearch. Raises VankienError('elastic_settings' | 'plain_password')."""
    return ElasticStore(
        Link(access_of(settings)),
        settings.elastic_index,
        _catalogue_home(settings),
        quantization=settings.elastic_quantization,
        shards=settings.elastic_shards,
    )


def access_of(settings: Settings) -> Access:
    """The addresses and credentials; a password file, as secrets are mounted, outranks the variable."""
    password = settings.elastic_password.get_secret_value()
    if settings.elastic_password_file is not None:
        try:
            password = settings.elastic_password_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise VankienError("elastic_settings", detail=str(error)) from error
    return Access(
        urls_of(settings.elastic_url),
        settings.elastic_user,
        password,
        settings.elastic_api_key.get_secret_value(),
        settings.elastic_ca,
        settings.elastic_plain,
        settings.elastic_seconds,
    )


def _catalogue_home(settings: Settings) -> CatalogueHome:
    url = settings.catalogue_url.get_secret_value()
    if not url:
        return CatalogueFolder(settings.data / settings.elastic_index)
    from indexer.postgres import PostgresCatalogues, server_url  # noqa: PLC0415  its packages are optional

    return PostgresCatalogues(server_url(url, settings.catalogue_password_file), settings.elastic_index)
