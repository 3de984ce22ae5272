"""Settings: the only reader of the environment (variables VANKIEN_*)."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What can be set from outside; every value has a default that works offline on one machine."""

    model_config = SettingsConfigDict(env_prefix="VANKIEN_", frozen=True)

    data: Path = Path("data")  # where the index lives
    embedder: str = (
        "static"  # "static" (the shipped model) or the path or hub name of a sentence-transformers model
    )
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 2  # requests answered at once; more only wait for one another
    workers: int = 2  # processes that read and analyse while indexing
    segmentation: bool = False  # full underthesea word segmentation at indexing: slow
    per_page: int = 10

    # The cluster: an address turns Elasticsearch on; without one the engine runs inside this process.
    elastic_url: str = ""  # comma-separated addresses of the nodes
    # The alias that names the published index; also the schema of its catalogue.
    elastic_index: str = Field("vankien", pattern=r"^[a-z][a-z0-9_-]{0,39}$")
    elastic_user: str = ""
    elastic_password: SecretStr = SecretStr("")
    elastic_password_file: Path | None = None  # read instead of elastic_password, as secrets are mounted
    elastic_api_key: SecretStr = SecretStr("")  # instead of user and password
    elastic_ca: Path | None = None  # certificates to trust instead of the system's
    elastic_plain: bool = False  # allow credentials over an unencrypted link
    elastic_seconds: float = Field(1.2, gt=0, le=30)  # one request for a question, retries included
    elastic_shards: int = Field(1, ge=1, le=64)
    elastic_quantization: Literal["int8_hnsw", "bbq_hnsw"] = "int8_hnsw"
    catalogue_url: SecretStr = SecretStr("")  # postgresql://user:password@host/database
    catalogue_password_file: Path | None = None  # the password, when the address has none
