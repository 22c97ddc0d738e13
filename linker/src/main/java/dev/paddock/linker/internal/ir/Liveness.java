package dev.paddock.linker.internal.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Which registers' values matter where. An indirect jump leads to any block whose address is taken, or back to the host,
 * which looks at the results and at what the calling convention preserves.
 */
public final class Liveness {
    private final Unit unit;
    private final Map<Block, Integer> liveIn = new HashMap<>();
    private int afterIndirectJump = Registers.RETURNED_TO_HOST;

    private Liveness(Unit unit) {
        this.unit = unit;
    }

    public static Liveness of(Unit unit) {
        var liveness = new Liveness(unit);
        liveness.solve();
        return liveness;
    }

    private void solve() {
        var predecessors = new HashMap<Block, List<Block>>();
        var indirect = new ArrayList<Block>();
        for (var block : unit.blocks()) {
            for (var next : block.end().successors()) {
                predecessors.computeIfAbsent(next, _ -> new ArrayList<>()).add(block);
            }
            if (block.end() instanceof End.JumpIndirect) {
                indirect.add(block);
            }
        }
        var taken = AddressTaken.of(unit);
        var queue = new ArrayDeque<Block>(unit.blocks().reversed());
        var queued = new HashSet<Block>(unit.blocks());
        while (!queue.isEmpty()) {
            var block = queue.removeFirst();
            queued.remove(block);
            int before = transfer(block);
            if (before == in(block)) {
                continue;
            }
            liveIn.put(block, before);
            predecessors.getOrDefault(block, List.of()).forEach(p -> {
                if (queued.add(p)) {
                    queue.addLast(p);
                }
            });
            if (taken.contains(block) && (afterIndirectJump | before) != afterIndirectJump) {
                afterIndirectJump |= before;
                indirect.forEach(p -> {
                    if (queued.add(p)) {
                        queue.addLast(p);
                    }
                });
            }
        }
    }

    private int transfer(Block block) {
        int live = out(block) | block.end().reads();
        for (int i = block.body().size() - 1; i >= 0; i--) {
            live = before(block.body().get(i), live);
        }
        return live & Registers.ALL;
    }

    /** What is live before an instruction, given what is live after it. */
    public static int before(Instruction instruction, int liveAfter) {
        return liveAfter & ~instruction.writes() | instruction.reads();
    }

    /** Live where a block begins. */
    public int in(Block block) {
        return liveIn.getOrDefault(block, 0);
    }

    /** Live behind a block's end. */
    public int out(Block block) {
        return switch (block.end()) {
            case End.Jump(Block to, _) -> in(to);
            case End.Branch(_, _, _, Block taken, Block otherwise, _) -> in(taken) | in(otherwise);
            case End.JumpIndirect _ -> afterIndirectJump;
            case End.Trap _ -> 0;
        };
    }

    /** Live behind each instruction of a block, temporaries included. */
    public int[] after(Block block) {
        var live = new int[block.body().size()];
        int now = out(block) | block.end().reads();
        for (int i = live.length - 1; i >= 0; i--) {
            live[i] = now;
            now = before(block.body().get(i), now);
        }
        return live;
    }
}
