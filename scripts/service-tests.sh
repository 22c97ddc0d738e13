#!/bin/sh
# Runs tests of the module "service", those tagged "long" included, and ends with a line that says PASS or FAIL:
#
#     scripts/service-tests.sh NAME TESTS [-Dproperty=value ...]
#
# TESTS is surefire's pattern. scripts/service-load.sh, service-faults.sh and service-kafka.sh say more.
set -eu
cd "$(dirname "$0")/.."
name=$1
tests=$2
shift 2
start=$(date +%s)
echo "$name: $(nproc) processors, load $(cut -d ' ' -f 1-3 /proc/loadavg)"
status=0
mvn -q -B -ntp -Dquick -pl service -am test -Dtests.excluded=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsurefire.useFile=false -Dtest="$tests" "$@" </dev/null || status=$?
took=$(($(date +%s) - start))
if [ $status = 0 ]; then
    echo "$name: PASS ($took s, load $(cut -d ' ' -f 1-3 /proc/loadavg))"
else
    echo "$name: FAIL ($took s, load $(cut -d ' ' -f 1-3 /proc/loadavg)); the errors above say what"
fi
exit $status
