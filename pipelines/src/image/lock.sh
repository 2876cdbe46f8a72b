#!/usr/bin/env bash
# Writes debian.lock anew: the packages of the image's base as Debian serves them today, with what they depend on that the
# image needs. Run it on a Debian of the release below after `apt-get update`, then look at the difference and commit it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. /etc/os-release
[ "$VERSION_CODENAME" = bookworm ] || { echo "lock.sh: this is $PRETTY_NAME, the base is Debian 12 (bookworm)" >&2; exit 1; }

# no apt, no dpkg, no perl: what a JVM, the engines' libraries and a shell script need
packages="base-files ca-certificates openjdk-17-jre-headless
  libc6 libc-bin libgcc-s1 libstdc++6 zlib1g libgomp1 libjemalloc2
  bash libtinfo6 coreutils libacl1 libattr1 libselinux1 libpcre2-8-0 libgmp10 sed grep"

{
  echo "# Packages of the image's base: name, version, place below a mirror, bytes, SHA-256. Written by lock.sh."
  echo "snapshot $(date -u +%Y%m%dT000000Z)"
  # shellcheck disable=SC2086 # a list of words
  apt-get download --print-uris $packages | tr -d "'" | sort | while read -r uri file size hash; do
    name="${file%%_*}"
    version="$(printf '%s' "${file#*_}" | sed 's/_[a-z0-9]*\.deb$//; s/%3a/:/')"
    place="$(printf '%s' "$uri" | sed 's#^https\{0,1\}://[^/]*/##')"
    echo "$name $version $place $size ${hash#SHA256:}"
  done
} >debian.lock.new
mv debian.lock.new debian.lock
