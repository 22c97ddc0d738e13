#!/bin/sh
# What the validation service adds to the engine's own cost (latency, throughput on one core), a burst of 100,000 jobs in a
# JVM of 256 MiB, and a chain of 10,000 blocks on every backend. Wants a quiet machine; prints its figures.
#
#     scripts/service-load.sh
#     scripts/service-load.sh -Dpaddock.burst.jobs=10000
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -B -ntp -Dquick -pl service -am -Dtests.excluded=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsurefire.useFile=false -Dtest='LoadTest,ChainTest#ten*' "$@" test </dev/null
