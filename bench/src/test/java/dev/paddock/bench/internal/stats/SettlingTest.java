package dev.paddock.bench.internal.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final double[] NONE = {};

    @Test
    void anotherProcessConfirmsWhateverTheWorstOfThemWere() {
        var settling = Settling.of(new double[] {180, 102, 100}, new double[] {180, 190, 102, 104, 100, 170}, 0.5);
        assertEquals(new Settling(3, 6, 6, 0.02), round(settling));
        assertEquals(Settling.State.SETTLED, settling.state());
    }

    @Test
    void turnsThatAgreeInOneProcessOnlyAreNotConfirmed() {
        assertEquals(Settling.State.UNCONFIRMED, Settling.of(new double[] {100}, new double[] {100, 101, 130}, 1).state());
        assertEquals(Settling.State.UNCONFIRMED, Settling.of(NONE, new double[] {100, 101, 130}, 1).state());
    }

    /** Wasmtime on ed25519, two processes: 6.8 and 5.1 ms. */
    @Test
    void processesThatAreApartHaveNotSettledHoweverCloseTheirTurnsAre() {
        var settling = Settling.of(new double[] {6.81, 5.09}, new double[] {6.81, 6.82, 5.09, 5.09}, 1);
        assertEquals(Settling.State.OPEN, settling.state());
        assertEquals(0.338, settling.gap(), 1e-3);
    }

    /** Wasmer's Cranelift on json among neighbours, when one turn in three was a good one: 307 and 313 us, and 180 in truth. */
    @Test
    void agreeingOnBadMomentsIsNotSettledWhereGoodOnesAreRare() {
        var turns = new double[] {307, 308.5, 317.9, 341.3, 339.5, 341.1, 313.2};
        var processes = new double[] {307, 313.2};
        assertEquals(Settling.State.OPEN, Settling.of(processes, turns, 0.35).state());
        assertEquals(Settling.State.SETTLED, Settling.of(processes, turns, 0.9).state());
    }

    @Test
    void theRarerGoodMomentsAreTheMoreTurnsAreNeeded() {
        assertEquals(2, Settling.needed(1));
        assertEquals(2, Settling.needed(0.9));
        assertEquals(6, Settling.needed(0.5));
        assertEquals(10, Settling.needed(0.33));
        assertEquals(12, Settling.needed(0));
    }

    @Test
    void oneTurnConfirmsNothing() {
        var settling = Settling.of(new double[] {100}, new double[] {100}, 1);
        assertEquals(Settling.State.ONCE, settling.state());
        assertTrue(Double.isInfinite(settling.gap()));
    }

    @Test
    void twoSlowProcessesOfOneTurnEachConfirmEachOther() {
        assertEquals(Settling.State.SETTLED, Settling.of(new double[] {100, 104}, new double[] {100, 104}, 1).state());
    }

    @Test
    void aRunIsAsGoodAsItsFigures() {
        var settled = new Settling(2, 6, 2, 0.01);
        var open = new Settling(2, 12, 2, 0.3);
        var once = new Settling(1, 1, 2, Double.POSITIVE_INFINITY);
        assertEquals(new Settlement(2, 0, 1, 1), Settlement.of(List.of(settled, open, settled, once)));
    }

    private static Settling round(Settling settling) {
        return new Settling(settling.processes(), settling.turns(), settling.needed(), Math.round(settling.gap() * 1e9) / 1e9);
    }
}
