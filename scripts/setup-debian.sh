#!/bin/sh
# Installs what building and testing Paddock needs on Debian or Ubuntu: Maven, a JDK 25, and binutils, whose objdump is
# the independent disassembler that tests compare emitted code with, and a font for the charts of paddock bench. Run as root.
set -eu

[ "$(id -u)" = 0 ] || { echo "run as root: sudo $0" >&2; exit 1; }

apt-get update
apt-get install -y --no-install-recommends maven binutils fontconfig fonts-dejavu-core

for home in /usr/lib/jvm/*; do
    if grep -qsE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$home/release" && [ -x "$home/bin/javac" ]; then
        echo "JDK: $home"
        exit 0
    fi
done
for package in openjdk-25-jdk-headless temurin-25-jdk; do
    if [ -n "$(apt-cache search --names-only "^$package\$")" ]; then
        apt-get install -y --no-install-recommends "$package"
        exit 0
    fi
done
cat >&2 <<'END'
This release has no package of a JDK 25. Eclipse Temurin has one for it, package temurin-25-jdk:
  https://adoptium.net/installation/linux
or unpack any JDK 25 and set PADDOCK_JAVA (for ./paddock) and JAVA25_HOME (for Maven) to its folder.
END
exit 1
