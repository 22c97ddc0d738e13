#!/bin/sh
# Measures Paddock beside its previous version, side by side in turns, and prints the ratios: execution, compilation, host
# calls, instances, one shot, memory; by native code, or by the interpreter if that alone has changed. Takes 20
# seconds. It reports and never judges: the exit code is 0 whatever comes out, and also where there is nothing to compare with,
# which it says.
#
#     scripts/compare-previous.sh                  with the commit before the last one that changed what is measured;
#                                                  with HEAD, if there are changes that are not committed
#     scripts/compare-previous.sh COMMIT [OPTION...]      with that one; options of `paddock bench` are passed on
#
# Needs a build (.ci/run, or ./paddock bench --list) and the history of git. The other version is compiled anew, without
# Maven, into target/previous, against this version's libraries
# and with its measuring code.
set -u
cd "$(dirname "$0")/.." || exit 0
skip() { echo "compare-previous: skipped: $*"; exit 0; }

core="program interpreter codegen-x64 native-seccomp ipc sandbox-worker host"
sources=
for module in $core; do sources="$sources $module/src/main"; done

command -v git >/dev/null 2>&1 && git rev-parse -q --verify HEAD >/dev/null 2>&1 || skip "no git history here"
ls bench/target/lib/paddock-bench-*.jar >/dev/null 2>&1 || skip "not built yet: .ci/run, or ./paddock bench --list"
# shellcheck disable=SC2086  # names of folders without spaces
if [ $# -gt 0 ]; then
    previous=$1
    shift
elif ! git diff --quiet HEAD -- $sources; then
    previous=HEAD
else
    previous=$(git rev-list -1 HEAD -- $sources)~1
fi
commit=$(git rev-parse -q --verify "$previous^{commit}" 2>/dev/null) ||
    skip "no commit $previous here$([ "$(git rev-parse --is-shallow-repository)" != true ] || echo ", in a shallow clone: git fetch --deepen=100")"
java=$(scripts/find-jdk.sh) || skip "no JDK 25"

work=$PWD/target/previous
classes=$work/$commit-$(cat bench/src/main/java/dev/paddock/bench/internal/jvm/*.java | cksum | cut -d' ' -f1)
if [ ! -d "$classes" ]; then
    rm -rf "$work"
    mkdir -p "$work/source" "$classes.new/META-INF/services"
    # shellcheck disable=SC2086
    git archive "$commit" $sources | tar -x -C "$work/source" || skip "can't unpack $commit"
    libraries=
    for jar in bench/target/lib/*.jar; do
        case $jar in */paddock-*) ;; *) libraries=$libraries:$PWD/$jar ;; esac
    done
    for module in $core; do
        [ ! -d "$work/source/$module/src/main/resources" ] ||
            cp -r "$work/source/$module/src/main/resources/." "$classes.new"
        find "$work/source/$module/src/main/java" -name '*.java'
    done >"$work/files"
    # What measures is this version's, for both.
    jvm=$PWD/bench/src/main/java/dev/paddock/bench/internal/jvm
    printf '%s\n' "$jvm/AdapterMain.java" "$jvm/PaddockFamily.java" >>"$work/files"
    echo dev.paddock.bench.internal.jvm.PaddockFamily >"$classes.new/META-INF/services/dev.paddock.bench.vm.VmFamily"
    "${java%/java}/javac" -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -nowarn -proc:none -parameters -g \
        -d "$classes.new" -cp "${libraries#:}" -sourcepath "$PWD/bench/src/main/java" "@$work/files" \
        >"$work/javac.log" 2>&1 ||
        skip "$(git log -1 --format='%h %s' "$commit") can't be compiled against this version's libraries: target/previous/javac.log"
    mv "$classes.new" "$classes"
fi

echo "Beside $(git log -1 --format='%h %s' "$commit"):"
if [ $# -eq 0 ]; then
    backend=paddock-sync
    others=
    for module in $core; do [ $module = interpreter ] || others="$others $module/src/main"; done
    # shellcheck disable=SC2086
    if git diff --quiet "$commit" -- $others; then backend=paddock-interpreter-sync; fi
    set -- --vm $backend,before-$backend --guest empty,hostcalls,json --quick --minutes 0.25 --repetitions 5 --seconds 0.02
fi
PADDOCK_NO_BUILD=1 ./paddock bench "$@" --before "$classes" --output target/previous/report >"$work/report.txt" 2>"$work/progress.txt" ||
    echo "paddock bench failed: target/previous/report.txt, progress.txt"
sed -n '/^This version beside/,/^$/p; /^FAILED/p; /^The machine/p' "$work/report.txt"
exit 0
