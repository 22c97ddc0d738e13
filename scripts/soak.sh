#!/bin/sh
# Workers that are lost, the long form: 10,000 calls of which 1 in 100 loses its worker (killed, stopped, ring scribbled),
# 10,000 lies told to the host, and gas swept around the true cost of each call in all cost models and instruction sets.
# Prints seeds, counts, rates and what the process held before and after.
#
#     scripts/soak.sh
#     scripts/soak.sh -Dpaddock.soak.calls=100000 -Dpaddock.soak.lies=100 -Dpaddock.seed=1
set -eu
exec "$(dirname "$0")/long-tests.sh" 'LossesTest#ten*,LyingWorkerTest#many*,GasPromisesTest#*InstructionSet*' "$@"
