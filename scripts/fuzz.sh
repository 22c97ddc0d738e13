#!/bin/sh
# Random programs on the interpreter and in the sandbox, in each metering mode: scripts/fuzz.sh [PROGRAMS [SEED]].
# A difference names the seed of its program; scripts/fuzz.sh 1 SEED runs that one again.
set -eu
cd "$(dirname "$0")/.."

programs=${1:-100000}
seed=${2:-$(date +%s)000000}
echo "$programs programs from seed $seed"
exec mvn -q -B -ntp -Dquick -pl tests -am test -Dtests.excluded=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest=DifferentialTest#nativeDoesWhatTheInterpreterDoesForLong \
    -Dpaddock.fuzz.programs="$programs" -Dpaddock.fuzz.seed="$seed"
