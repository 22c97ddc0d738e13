package dev.paddock.worker;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.WorkerEntry;
import dev.paddock.ipc.RingLayout;
import dev.paddock.ipc.SharedMemory;
import dev.paddock.seccomp.ControlSocket;
import dev.paddock.seccomp.Fd;
import dev.paddock.seccomp.LayerStatus;
import dev.paddock.seccomp.Memfd;
import dev.paddock.seccomp.SandboxLayer;
import dev.paddock.seccomp.SpawnRequest;
import dev.paddock.seccomp.SpawnedProcess;
import dev.paddock.seccomp.Spawner;
import dev.paddock.worker.internal.SetUp;
import dev.paddock.worker.internal.SpawnStub;
import dev.paddock.worker.internal.WorkerElf;
import dev.paddock.worker.internal.WorkerFilter;
import dev.paddock.worker.internal.WorkerProgram;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes workers. Holds what they have in common: program, filter, the page with the halt entry, the spawning thread. */
public final class WorkerFactory implements AutoCloseable {
    private static final Set<Memfd.Seal> FIXED_SIZE =
            Set.of(Memfd.Seal.SHRINK, Memfd.Seal.GROW, Memfd.Seal.SEAL);
    private static final int MAX_DESCRIPTORS = 16;

    private final Set<SandboxLayer> layers;
    private final WorkerProgram.Image program = WorkerProgram.assemble();
    private final byte[] filter = WorkerFilter.program();
    private final Spawner spawner = new Spawner(SpawnStub.assemble());
    private final Fd executable = Memfd.program("paddock-worker", WorkerElf.of(program));
    private final Fd haltPage = haltPage();

    /** Workers with every layer of the sandbox that the system permits. */
    public WorkerFactory() {
        this(EnumSet.allOf(SandboxLayer.class));
    }

    /** Workers with fewer layers: to see what one costs, or in places that can't have it. The filter always is there. */
    public WorkerFactory(Set<SandboxLayer> layers) {
        this.layers = Set.copyOf(layers);
    }

    /**
     * A new worker, set up and waiting.
     *
     * @throws dev.paddock.seccomp.SandboxUnavailableException if this system lets us have none
     */
    public Worker start() {
        try (var parts = new Parts()) {
            var request = new SpawnRequest(
                    "paddock-worker",
                    executable,
                    List.of(parts.sockets.theirs(), parts.controlFile, parts.memory.file, haltPage),
                    Optional.of(parts.sockets.theirs()),
                    layers,
                    MAX_DESCRIPTORS);
            var spawned = spawner.spawn(request);
            var worker = new Worker(spawned.process(), parts.sockets.ours(), parts.control, parts.memory);
            parts.handedOver = true;
            try {
                var failed = worker.setUp(program, filter);
                worker.report(report(spawned, failed));
                return worker;
            } catch (RuntimeException e) {
                worker.close();
                throw e;
            }
        }
    }

    /** What a worker is made of. Closing it closes what only the worker's side needs, or all if there is no worker. */
    private static final class Parts implements AutoCloseable {
        private final Fd controlFile = Memfd.data("paddock-control");
        private final SharedMemory control;
        private final GuestMemory memory;
        private final ControlSocket.Pair sockets;
        private boolean handedOver;

        // Whatever throws in here is a lack of descriptors or memory; what has been opened goes with its cleaner.
        Parts() {
            Memfd.resize(controlFile, RingLayout.CONTROL_SIZE);
            Memfd.seal(controlFile, FIXED_SIZE);
            sockets = ControlSocket.open();
            control = SharedMemory.map(
                    controlFile.number(), 0, RingLayout.CONTROL_SIZE, SharedMemory.Access.READ_WRITE);
            memory = new GuestMemory();
        }

        @Override
        public void close() {
            controlFile.close();
            sockets.theirs().close();
            if (!handedOver) {
                sockets.ours().close();
                control.close();
                memory.close();
            }
        }
    }

    private static SandboxReport report(SpawnedProcess process, List<String> failedSteps) {
        var statuses = new ArrayList<>(process.layers());
        statuses.add(LayerStatus.on(SandboxLayer.SECCOMP, String.join("; ", failedSteps)));
        return new SandboxReport(statuses);
    }

    /** One page of the jump table, full of invalid entries but for the one of the halt address. */
    private static Fd haltPage() {
        var file = Memfd.data("paddock-halt");
        Memfd.resize(file, SetUp.PAGE);
        try (var page = SharedMemory.map(file.number(), 0, SetUp.PAGE, SharedMemory.Access.READ_WRITE)) {
            for (int at = 0; at < SetUp.PAGE; at += Long.BYTES) {
                page.putLong(at, AddressSpace.INVALID_JUMP_TARGET);
            }
            page.putLong(SetUp.HALT_ENTRY & SetUp.PAGE - 1, WorkerEntry.HALT);
        }
        Memfd.seal(
                file,
                Set.of(Memfd.Seal.FUTURE_WRITE, Memfd.Seal.SHRINK, Memfd.Seal.GROW, Memfd.Seal.SEAL));
        return file;
    }

    /** Ends the spawning thread, and with it every worker that is left. */
    @Override
    public void close() {
        spawner.close();
        executable.close();
        haltPage.close();
    }
}
