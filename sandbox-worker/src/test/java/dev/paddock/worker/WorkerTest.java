package dev.paddock.worker;

import static dev.paddock.codegen.x64.AddressSpace.CODE;
import static dev.paddock.codegen.x64.Reg.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.codegen.x64.WorkerEntry;
import dev.paddock.ipc.Events;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerTest {
    private static final int A0 = 7;
    private static final int A1 = 8;

    private static WorkerFactory factory;
    private Worker worker;

    @BeforeAll
    static void makeFactory() {
        factory = new WorkerFactory();
    }

    @AfterAll
    static void closeFactory() {
        factory.close();
    }

    @BeforeEach
    void start() {
        worker = factory.start();
        worker.spinning(true);
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void aFinishedGuestLeavesItsRegistersInTheContext() {
        System.out.println(worker.sandboxReport());
        try (var image = GuestCode.of(asm -> {
            asm.mov(RDI, 42);
            asm.add(RAX, RDI);
            asm.sub(RSP, 10);
            asm.jmp(WorkerEntry.HALT);
        })) {
            worker.load(image);
            worker.register(A1, 100);
            worker.rawGas(1000);
            assertEquals(Events.FINISHED, worker.run(CODE));
            assertEquals(42, worker.register(A0));
            assertEquals(142, worker.register(A1));
            assertEquals(990, worker.rawGas());
        }
    }
}
