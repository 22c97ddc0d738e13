#!/bin/sh
# Three services on one Kafka share group, with a real broker in the test's own JVM; every few seconds one of them is killed
# with -9 under load and started again. Every job must get its verdict, and a second one must be the same to the byte.
# Prints the kills, how many jobs there were and how many got two verdicts, and, last, PASS or FAIL.
#
#     scripts/service-kafka.sh
#     scripts/service-kafka.sh -Dpaddock.kills=100 -Dpaddock.rate=500 -Dpaddock.seed=1
set -eu
exec "$(dirname "$0")/service-tests.sh" service-kafka KafkaKilledServicesTest "$@"
