#!/bin/sh
# The validation service under faults, the long form: killed with -9 every three seconds under load, thirty times, each
# write synced to the disk; a thousand jobs beside which a worker is killed every twenty; corrupted code, compiled code and
# journal tail; a full disk (that one needs root: a small tmpfs is mounted). Takes about five minutes, prints what was
# acknowledged and told, and, last, PASS or FAIL. Of three services on Kafka one is killed by scripts/service-kafka.sh.
#
#     scripts/service-faults.sh
#     scripts/service-faults.sh -Dpaddock.kills=100 -Dpaddock.faults.jobs=10000
set -eu
exec "$(dirname "$0")/service-tests.sh" service-faults 'KilledServiceTest#thirty*,FaultsTest,JournalTest' \
    -Dpaddock.faults.jobs=1000 "$@"
