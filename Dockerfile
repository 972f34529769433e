# Factbox in one image: docker build -t factbox . && docker run -v factbox:/data factbox
# The Python that the tests run on. requirements.lock has wheels for 3.11 to 3.14: --build-arg PYTHON=3.13 builds too.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
WORKDIR /src
# Wheels alone, each of its hash, into an environment without a pip of its own: nothing is compiled here.
COPY requirements.lock ./
RUN python -m venv --without-pip /opt/factbox \
    && python -m pip --python /opt/factbox/bin/python install --no-cache-dir --no-compile --only-binary :all: \
        --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
# Out goes what only builds us, the packages' own tests, and Babel's locales, which only courlan's filters of languages
# read: we ask for none. In comes bytecode, since nobody can write it later. It is taken unchecked: files lose the parts of
# a second of their times in a layer, and half of it would count as stale.
RUN python -m pip --python /opt/factbox/bin/python install --no-cache-dir --no-compile --no-deps --no-build-isolation . \
    && python -m pip --python /opt/factbox/bin/python uninstall --quiet --yes flit_core \
    && find /opt/factbox -depth -type d -name tests -exec rm -r {} + \
    && find /opt/factbox -path '*/babel/locale-data/*' ! -name 'root.dat' ! -name 'en*.dat' -delete \
    && python -m compileall -q --invalidation-mode unchecked-hash /opt/factbox/lib

FROM python:${PYTHON}-slim-bookworm
LABEL org.opencontainers.image.title="Factbox" \
      org.opencontainers.image.description="A self-hosted news-briefing bot that posts nothing its sources do not show" \
      org.opencontainers.image.licenses="MIT"
# The base has no bytecode of Python's own library.
RUN groupadd --system --gid 10001 factbox \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin factbox \
    && install --directory --owner=10001 --group=10001 --mode=0750 /data \
    && python -m compileall -q --invalidation-mode unchecked-hash \
        -x 'site-packages|idlelib|tkinter|turtledemo|lib2to3|ensurepip|pydoc_data' \
        "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
COPY --from=build /opt/factbox /opt/factbox
COPY config/factbox.example.yaml /etc/factbox/factbox.yaml
COPY config/owners.yaml /etc/factbox/owners.yaml
COPY seeds /srv/factbox/seeds
# The status page faces the container's own network; nobody else sees it before its port is published.
ENV PATH=/opt/factbox/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    FACTBOX_CONFIG=/etc/factbox/factbox.yaml \
    FACTBOX_STORE=sqlite:////data/factbox.db \
    FACTBOX_INDEX=/data/index \
    FACTBOX_WEB__STATUS=0.0.0.0:8081
WORKDIR /srv/factbox
VOLUME /data
EXPOSE 8081
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['FACTBOX_WEB__STATUS'].rpartition(':')[2] + '/healthz', timeout=4)"]
ENTRYPOINT ["factbox"]
CMD ["run"]
