# For hot-loops.sh: samples (process, address) and a disassembly make a listing with each instruction's share, and its hottest
# loops. A loop is what a jump backwards spans; samples count for the innermost one. All addresses are offsets into the code,
# as not every awk has whole numbers beyond 32 bits for keys.

function number(hex,    i, value) {
    value = 0
    for (i = 1; i <= length(hex); i++) value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
    return value
}

function show(from, to, file,    i) {
    for (i = from; i <= to; i++) {
        printf "%6s  %6x  %s\n", (hits[at[i]] > 0 ? sprintf("%.1f", 100 * hits[at[i]] / total) : ""), at[i], text[i] >file
    }
}

# What instructions from one to another do, by kind.
function mix(from, to,    i, loads, stores, moves, extensions, rotates) {
    for (i = from; i <= to; i++) {
        if (text[i] ~ /^mov[a-z]* +[A-Z]+ PTR/) stores++
        else if (text[i] ~ /^mov[a-z]* .*PTR/) loads++
        else if (text[i] ~ /^mov +[a-z0-9]+,[a-z]/) moves++
        else if (text[i] ~ /^mov[sz]x/) extensions++
        else if (text[i] ~ /^ro[rl]/) rotates++
    }
    return sprintf("%d loads, %d stores, %d moves, %d extensions, %d rotations", loads, stores, moves, extensions, rotates)
}

# Of all processes that run something at these addresses, the busiest is the one.
FNR == NR {
    place = number($2) - address
    if (place >= 0 && place < size) {
        seen[$1, place]++
        if (++count[$1] > most) { most = count[$1]; process = $1 }
    }
    next
}

FNR == 1 {
    for (key in seen) {
        split(key, part, SUBSEP)
        if (part[1] == process) hits[part[2]] = seen[key]
    }
    total = most > 0 ? most : 1
}

/^ *[0-9a-f]+:/ {
    place = $1
    sub(":", "", place)
    n++
    at[n] = number(place) - address
    position[at[n]] = n
    text[n] = $0
    sub(/^ *[0-9a-f]+:[ \t]*/, "", text[n])
    sub(/ +# 0x[0-9a-f]+.*/, "", text[n])
    if (text[n] ~ /^j[a-z]+ +0x[0-9a-f]+/) {
        match(text[n], /0x[0-9a-f]+/)
        target[n] = number(substr(text[n], RSTART + 2, RLENGTH - 2)) - address
        sub(/0x[0-9a-f]+.*/, sprintf("%x", target[n]), text[n])
    }
}

END {
    if (most == 0) { print title ": no samples of its code" >"/dev/stderr"; exit 1 }
    at[n + 1] = size
    printf "%s: %d samples in %d bytes of code\n", title, total, size >all
    show(1, n, all)
    sum[0] = 0
    for (i = 1; i <= n; i++) sum[i] = sum[i - 1] + hits[at[i]]
    # A loop's head, and its last jump back.
    for (i = 1; i <= n; i++) {
        if (i in target && target[i] <= at[i] && target[i] in position) {
            first = position[target[i]]
            if (!(first in last)) heads[++loops] = first
            last[first] = i
        }
    }
    for (a = 1; a <= loops; a++) {
        head = heads[a]
        own[head] = sum[last[head]] - sum[head - 1]
        split("", taken)
        for (b = 1; b <= loops; b++) {
            inner = heads[b]
            if (inner > head && last[inner] <= last[head]) for (i = inner; i <= last[inner]; i++) taken[i] = 1
        }
        for (i in taken) own[head] -= hits[at[i]]
    }
    printf "\n== %s: %.0f us a call, %.0f of them in its code (%s)\n", title, nanos / calls / 1e3, 1e6 * total / frequency / calls, all
    for (round = 1; round <= shown; round++) {
        best = 0
        for (a = 1; a <= loops; a++) if (!(heads[a] in done) && own[heads[a]] > own[best]) best = heads[a]
        if (best == 0 || own[best] < total / 20) break
        done[best] = 1
        end = last[best]
        printf "-- %d instructions (%s), %d bytes; %.1f %% of the samples, %.1f %% without loops inside\n", end - best + 1, \
            mix(best, end), at[end + 1] - at[best], 100 * (sum[end] - sum[best - 1]) / total, 100 * own[best] / total
        show(best, end - best > 60 ? best + 59 : end, "/dev/stdout")
        if (end - best > 60) printf "                ... %d more\n", end - best - 59
    }
    if (round == 1) {
        # Straight on, by way of calls: around the instruction that is met most.
        for (i = 1; i <= n; i++) if (hits[at[i]] > hits[at[hottest]]) hottest = i
        print "-- no hot loop; around the hottest instruction"
        show(hottest > 12 ? hottest - 12 : 1, hottest + 12 < n ? hottest + 12 : n, "/dev/stdout")
    }
}
