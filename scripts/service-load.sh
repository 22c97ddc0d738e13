#!/bin/sh
# What the validation service adds to the engine's own cost (latency; throughput and processor time over the job's length), a
# burst of 100,000 jobs in a JVM of 256 MiB, and a chain of 10,000 blocks on every backend. Wants a quiet machine; takes about
# three minutes, prints its figures and, last, PASS or FAIL.
#
#     scripts/service-load.sh
#     scripts/service-load.sh -Dpaddock.burst.jobs=10000
set -eu
exec "$(dirname "$0")/service-tests.sh" service-load 'LoadTest,ChainTest#ten*' "$@"
