#!/bin/sh
# Installs Summon into a Debian 12 root. The Dockerfile runs these steps, and deploy/try-install runs the same in a clean root.
#
#   install.sh runtime                   what the finished root needs: Python, certificates, the user and the data folder
#   install.sh build TARGET FROM INTO    the program from the source in FROM as a virtual environment in INTO;
#                                        TARGET is `light` or `gpu`
set -eu

packages() {
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
    rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
}

runtime() {
    packages ca-certificates python3
    # A fixed number, so that the owner of a mounted volume is known.
    groupadd --system --gid 10001 summon
    useradd --system --uid 10001 --gid summon --home-dir /data --shell /usr/sbin/nologin summon
    install -d -o summon -g summon -m 0750 /data
}

build() {
    target=$1 from=$2 into=$3
    case $target in
        light) extras="" ;;
        # torch comes from the package index as a CUDA build, with the CUDA libraries as packages of their own.
        gpu) extras="[diffusion,whisper]" ;;
        *) echo "There is no target called $target: light or gpu." >&2; exit 2 ;;
    esac
    packages ca-certificates python3 python3-venv
    python3 -m venv "$into"
    "$into/bin/python" -m pip install --no-cache-dir --disable-pip-version-check --only-binary :all: \
        -c "$from/constraints.txt" "setuptools>=77"
    # Every library as a wheel: nothing is compiled, so no compiler is needed. Summon itself is built from its source.
    "$into/bin/python" -m pip install --no-cache-dir --disable-pip-version-check --no-build-isolation \
        --only-binary :all: --no-binary summon -c "$from/constraints.txt" "$from$extras"
    "$into/bin/python" -m pip uninstall --yes --disable-pip-version-check setuptools pip
    find "$into" -name '*.a' -delete
}

step=${1:-}
case $step in
    runtime) runtime ;;
    build) build "${2:-light}" "${3:-/src}" "${4:-/opt/summon}" ;;
    *) echo "usage: install.sh runtime | build light|gpu FROM INTO" >&2; exit 2 ;;
esac
