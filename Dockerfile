# The service in a container: no torch by default, not root, nothing written but /data and /tmp.
#   docker build -t vankien .
#   docker build -t vankien --build-arg WITH_TORCH=true .     for sentence-transformers models
ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
ARG WITH_TORCH=false
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/vankien
ENV PATH=/opt/vankien/bin:$PATH
COPY requirements-cluster.txt .
RUN pip install -r requirements-cluster.txt
RUN if [ "$WITH_TORCH" = "true" ]; then \
      pip install --index-url https://download.pytorch.org/whl/cpu torch \
      && pip install "sentence-transformers>=5,<7"; \
    fi
WORKDIR /app
COPY . .
RUN pip install --no-deps -e . && python -m compileall -q corpus indexer service

FROM python:${PYTHON}-slim-bookworm
COPY --from=build /opt/vankien /opt/vankien
COPY --from=build /app /app
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp vankien \
    && install -d -o vankien /data
USER 10001
WORKDIR /app
ENV PATH=/opt/vankien/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 VANKIEN_DATA=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Request lines are not limited here: a question of 10,000 characters travels in the address.
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--timeout", "60", \
     "--worker-tmp-dir", "/dev/shm", "--limit-request-line", "0", "--no-control-socket", \
     "service.wsgi:application()"]
