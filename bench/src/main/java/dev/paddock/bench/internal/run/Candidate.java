package dev.paddock.bench.internal.run;

import dev.paddock.bench.internal.peer.Adapter;
import dev.paddock.bench.vm.VmDescription;
import java.nio.file.Path;

/** A machine and a guest that it can run. */
record Candidate(Adapter adapter, VmDescription machine, Guest guest, Path file) {}
