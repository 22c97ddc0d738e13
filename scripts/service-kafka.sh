#!/bin/sh
# Three services on one Kafka share group, with a real broker in the test's own JVM; every few seconds one of them is killed
# with -9 under load and started again. Every job must get its verdict, and a second one must be the same to the byte.
# Prints the kills, how many jobs there were and how many got two verdicts.
#
#     scripts/service-kafka.sh
#     scripts/service-kafka.sh -Dpaddock.kills=100 -Dpaddock.rate=500 -Dpaddock.seed=1
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -B -ntp -Dquick -pl service -am test -Dtests.excluded=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsurefire.useFile=false -Dtest='KafkaKilledServicesTest' "$@" </dev/null
