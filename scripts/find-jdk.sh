#!/bin/sh
# Prints the java of a JDK 25 or newer: PADDOCK_JAVA, JAVA_HOME, the PATH, /usr/lib/jvm.
set -u
for home in "${PADDOCK_JAVA:-}" "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" /usr/lib/jvm/*; do
    [ -x "$home/bin/java" ] && [ -r "$home/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    if [ "${version:-0}" -ge 25 ]; then
        echo "$home/bin/java"
        exit 0
    fi
done
echo "no JDK 25 found: set PADDOCK_JAVA to the home of one" >&2
exit 1
