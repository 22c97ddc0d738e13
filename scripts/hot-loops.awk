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
    if (text[n] ~ /^j[a-z]+ +0x[0-9a-f]+/) {
        match(text[n], /0x[0-9a-f]+/)
        target[n] = number(substr(text[n], RSTART + 2, RLENGTH - 2)) - address
        sub(/0x[0-9a-f]+.*/, sprintf("%x", target[n]), text[n])
    }
}

END {
    printf "%s: %d samples, %d bytes\n", title, total, size >all
    show(1, n, all)
    sum[0] = 0
    for (i = 1; i <= n; i++) sum[i] = sum[i - 1] + hits[at[i]]
    for (i = 1; i <= n; i++) {
        if (i in target && target[i] <= at[i] && target[i] in position) {
            first = position[target[i]]
            if (!(first in last) || last[first] < i) { if (!(first in last)) heads[++loops] = first; last[first] = i }
        }
    }
    for (a = 1; a <= loops; a++) {
        head = heads[a]
        own[head] = sum[last[head]] - sum[head - 1]
        delete taken
        for (b = 1; b <= loops; b++) {
            inner = heads[b]
            if (inner != head && inner >= head && last[inner] <= last[head]) for (i = inner; i <= last[inner]; i++) taken[i] = 1
        }
        for (i in taken) own[head] -= hits[at[i]]
    }
    for (round = 1; round <= shown; round++) {
        best = 0
        for (a = 1; a <= loops; a++) if (!(heads[a] in done) && own[heads[a]] > own[best]) best = heads[a]
        if (best == 0 || own[best] < total / 50) break
        done[best] = 1
        printf "\n== %s: loop of %d instructions, %d bytes; %.1f %% of the samples, %.1f %% without loops inside\n", title, \
            last[best] - best + 1, at[last[best] + 1] - at[best], 100 * (sum[last[best]] - sum[best - 1]) / total, 100 * own[best] / total
        show(best, last[best] - best > 60 ? best + 60 : last[best], "/dev/stdout")
    }
    if (round == 1) printf "\n== %s: no hot loop; the listing is in %s\n", title, all
}
