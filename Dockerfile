# Two images from one file:  docker build --target light .   (no torch, CPU only)
#                            docker build --target gpu .     (CUDA torch and the libraries of the model backends)
# Every step is one of deploy/install.sh, which deploy/try-install runs in a clean Debian root too.
ARG BASE=debian:12.12-slim

FROM ${BASE} AS source
WORKDIR /src
COPY deploy/install.sh pyproject.toml constraints.txt README.md LICENSE ./
COPY bots bots
COPY pipeline pipeline
COPY storage storage

FROM source AS build-light
RUN ./install.sh build light /src /opt/summon

FROM source AS build-gpu
RUN ./install.sh build gpu /src /opt/summon

FROM ${BASE} AS runtime
COPY deploy/install.sh /tmp/install.sh
RUN /tmp/install.sh runtime && rm /tmp/install.sh
# The program's own paths: settings in /etc/summon/config.toml, everything that is written below /data.
ENV PATH=/opt/summon/bin:$PATH \
    HOME=/data \
    XDG_CONFIG_HOME=/etc \
    XDG_DATA_HOME=/data \
    XDG_CACHE_HOME=/data/cache \
    HF_HOME=/data/models \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SUMMON_METRICS=127.0.0.1:9464
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 CMD ["summon", "probe"]
ENTRYPOINT ["summon"]
CMD ["run"]

FROM runtime AS gpu
LABEL org.opencontainers.image.title="Summon" \
      org.opencontainers.image.description="Talk face to face with anything, in Discord and Telegram; with CUDA torch." \
      org.opencontainers.image.licenses="GPL-3.0-or-later"
# What the NVIDIA runtime shall hand in: the driver's library and nvidia-smi, nothing of graphics.
ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=build-gpu /opt/summon /opt/summon

# Last, so that a build without --target gives it.
FROM runtime AS light
LABEL org.opencontainers.image.title="Summon" \
      org.opencontainers.image.description="Talk face to face with anything, in Discord and Telegram." \
      org.opencontainers.image.licenses="GPL-3.0-or-later"
COPY --from=build-light /opt/summon /opt/summon
