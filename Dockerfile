# One image, one volume: docker build -t factbox . && docker run -v factbox:/data factbox
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/factbox && /opt/factbox/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
RUN /opt/factbox/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home factbox && mkdir /data && chown factbox /data
COPY --from=build /opt/factbox /opt/factbox
COPY config/factbox.example.yaml /etc/factbox/factbox.yaml
COPY config/owners.yaml /etc/factbox/owners.yaml
COPY seeds /srv/factbox/seeds
ENV PATH=/opt/factbox/bin:$PATH FACTBOX_CONFIG=/etc/factbox/factbox.yaml FACTBOX_STORE=sqlite:////data/factbox.db
WORKDIR /srv/factbox
VOLUME /data
USER factbox
CMD ["factbox", "run"]
