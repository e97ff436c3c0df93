# What is installed is made in one stage and carried over to another, which has nothing that installs.
FROM python:3.13.14-slim-bookworm AS install
WORKDIR /app
COPY requirements.lock ./
RUN python3 -m venv .venv
RUN .venv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --only-binary :all: --require-hashes --requirement requirements.lock
COPY bot bot
COPY locales locales
# Compiled here, since nothing can be written where it runs.
RUN .venv/bin/python -m compileall -q bot
RUN .venv/bin/python -m bot --help

FROM python:3.13.14-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY --from=install /app /app
USER 10001:10001
ENTRYPOINT ["/app/.venv/bin/python", "-m", "bot"]
CMD ["run"]
