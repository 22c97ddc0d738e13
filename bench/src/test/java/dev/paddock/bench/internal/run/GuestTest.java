package dev.paddock.bench.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.paddock.bench.vm.Measure;
import dev.paddock.bench.vm.VmDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuestTest {
    private static final Path OWN = Path.of("a.polkavm-linker");
    private static final Path OURS = Path.of("a.polkavm");

    @Test
    void aMachineRunsItsOwnToolsProgramWhereThereIsOne() {
        var formats = VmDescription.of("vm", "polkavm-linker,polkavm", VmDescription.Kind.COMPILER, "A machine").formats();
        var both = new Guest("a", Map.of("polkavm-linker", OWN, "polkavm", OURS), Optional.empty());
        assertEquals(Optional.of(OWN), both.file(formats));
        assertEquals(Optional.of(OURS), new Guest("a", Map.of("polkavm", OURS), Optional.empty()).file(formats));
        assertEquals(Optional.empty(), both.file(List.of("wasm")));
    }

    @Test
    void whatNeighboursCostIsHowMuchLongerWholeTurnsTake() {
        var samples = new Samples();
        assertEquals(1, samples.disturbance());
        for (double turn : new double[] {100, 110, 120}) {
            samples.add("a", "vm", Measure.EXECUTION, turn);
            samples.add("a", "vm", Measure.SUSTAINED, 1.5 * turn);
        }
        assertEquals(1.65, samples.disturbance(), 1e-9);
    }
}
