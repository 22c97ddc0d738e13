#!/bin/sh
# Runs tests of the module "tests", those tagged "long" included: scripts/long-tests.sh TESTS [-Dproperty=value ...]
# TESTS is surefire's pattern, e.g. LossesTest or HostileBlobsTest#aMillion*. scripts/hostile.sh and scripts/soak.sh say more.
set -eu
cd "$(dirname "$0")/.."
tests=$1
shift
exec mvn -q -B -ntp -Dquick -pl tests -am test -Dtests.excluded=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsurefire.useFile=false -Dtest="$tests" "$@" </dev/null
