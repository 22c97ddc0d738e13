#!/bin/sh
# What calls, host calls, posted calls and instances take: alone, with 1, 2 and 8 busy competitors, on one processor; calls a
# second on 1, 2, 4, 8 threads; new workers, with some kept ready and without; and (as root, for their memory) a thousand
# live instances. Some three minutes.
set -eu
home=$(cd "$(dirname "$0")/.." && pwd)
cd "$home"
mvn -q -B -ntp -Dquick -pl bench -am -Dmaven.test.skip=true package dependency:build-classpath \
    -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime
java25=$("$home/scripts/find-jdk.sh")

talking() {
    "$@" --enable-native-access=ALL-UNNAMED -cp "bench/target/classes:$(cat bench/target/classpath)" \
        dev.paddock.bench.micro.Talking $what
    echo
}

what='competitors 0 1 2 8' && talking "$java25"
what='competitors 0 1' && talking taskset -c 0 "$java25"
what=scaling && talking "$java25"
what=fresh && talking "$java25"
[ "$(id -u)" != 0 ] || { what=instances && talking "$java25"; }
