#!/bin/sh
# Brings what is committed of the guests up to date: blobs and .wasm files from their sources, and in every NAME.calls.json
# the results that native code gives; the calls themselves stay as they are. Needs clang 19 (scripts/setup-guests-debian.sh).
# `make -C guest` does the first half, too; this is faster when the linker has changed, and relinks all of them.
set -eu
cd "$(dirname "$0")/.."

mvn -q -B -ntp -pl tests -am -Dtest='GuestTest#nativeCodeGivesTheSame+whatIsCommittedEqualsAFreshBuild' \
    -Dsurefire.failIfNoSpecifiedTests=false \
    -DargLine="--enable-native-access=ALL-UNNAMED -Xmx1g -Dpaddock.guests.update=true" test
git status --short -- guest
