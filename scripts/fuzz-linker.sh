#!/bin/sh
# The linker under fire: scripts/fuzz-linker.sh [PROGRAMS [FILES [SEED]]]. Random programs are linked plainly, with each
# pass alone, with all and with some, and must do the same in the interpreter; damaged ELF files must give a blob or a
# LinkException, soon. A failure names its seed; scripts/fuzz-linker.sh 1 0 SEED runs that program again.
set -eu
cd "$(dirname "$0")/.."

programs=${1:-1000}
files=${2:-10000}
seed=${3:-$(date +%s)000}
echo "$programs programs, $files files from seed $seed"
tests='RandomProgramTest#randomProgramsKeepTheirMeaningForLong'
[ "$files" -eq 0 ] || tests="$tests,HostileElfTest#mutatedFilesGiveABlobOrALinkExceptionForLong"
exec mvn -q -B -ntp -Dquick -pl linker -am test -Dtests.excluded=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsurefire.useFile=false -Dtest="$tests" -Dpaddock.fuzz.programs="$programs" -Dpaddock.fuzz.files="$files" \
    -Dpaddock.fuzz.seed="$seed" </dev/null
