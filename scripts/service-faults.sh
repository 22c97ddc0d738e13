#!/bin/sh
# The validation service under faults, the long form: killed with -9 every three seconds under load, thirty times, each
# write synced to the disk; two thousand jobs of which one in twenty loses its worker. Prints what was acknowledged and told.
# The full disk needs root (a small tmpfs is mounted).
#
#     scripts/service-faults.sh
#     scripts/service-faults.sh -Dpaddock.kills=100
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -B -ntp -Dquick -pl service -am -Dtests.excluded=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsurefire.useFile=false -Dpaddock.faults.jobs=2000 -Dtest='KilledServiceTest#thirty*,FaultsTest' "$@" test </dev/null
