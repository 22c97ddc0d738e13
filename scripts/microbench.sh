#!/bin/sh
# Micro-benchmarks (JMH): scripts/microbench.sh [PATTERN] [JMH OPTIONS], e.g. scripts/microbench.sh Call -p metering=SYNC
# All of it takes about 20 minutes; results are figures of docs/SPECIFICATION.md.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
cd "$home"
mvn -q -B -ntp -Dquick -pl bench -am -Dmaven.test.skip=true package dependency:build-classpath \
    -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime
java25=$("$home/scripts/find-jdk.sh")
exec "$java25" --enable-native-access=ALL-UNNAMED -Dpaddock.home="$home" \
    -cp "bench/target/classes:$(cat bench/target/classpath)" org.openjdk.jmh.Main "$@"
