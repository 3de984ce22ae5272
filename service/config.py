"""Settings: the only reader of the environment (variables VANKIEN_*)."""

from pathlib import Path

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
    threads: int = 4  # requests answered at once
    workers: int = 2  # processes that read and analyse while indexing
    segmentation: bool = False  # full underthesea word segmentation at indexing: slow
    per_page: int = 10
