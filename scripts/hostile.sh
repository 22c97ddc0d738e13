#!/bin/sh
# Bad input, the long form: a million mutated blobs are parsed, then mutated programs run in a worker and on the
# interpreter for ten minutes. Prints seeds, counts and rates.
#
#     scripts/hostile.sh                        all of it
#     scripts/hostile.sh -Dpaddock.hostile.parse=100000 -Dpaddock.hostile.seconds=60 -Dpaddock.seed=1
set -eu
exec "$(dirname "$0")/long-tests.sh" 'HostileBlobsTest#aMillion*+many*' "$@"
