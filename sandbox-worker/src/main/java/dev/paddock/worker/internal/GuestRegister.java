package dev.paddock.worker.internal;

import dev.paddock.codegen.x64.AddressSpace;
import dev.paddock.codegen.x64.ContextLayout;
import dev.paddock.codegen.x64.Mem;
import dev.paddock.codegen.x64.Reg;

/** Where each guest register lives while the guest runs, and where a signal frame holds it. In the order of their numbers. */
enum GuestRegister {
    // spotless:off
    RA(Reg.R12, SignalFrame.R12),
    SP(Reg.RBX, SignalFrame.RBX),
    T0(Reg.R14, SignalFrame.R14),
    T1(Reg.R15, SignalFrame.R15),
    T2(Reg.R13, SignalFrame.R13),
    S0(Reg.RBP, SignalFrame.RBP),
    S1(Reg.R8,  SignalFrame.R8),
    A0(Reg.RDI, SignalFrame.RDI),
    A1(Reg.RAX, SignalFrame.RAX),
    A2(Reg.RSI, SignalFrame.RSI),
    A3(Reg.R9,  SignalFrame.R9),
    A4(Reg.R10, SignalFrame.R10),
    A5(Reg.R11, SignalFrame.R11);
    // spotless:on

    final Reg reg;
    final int inFrame;

    GuestRegister(Reg reg, int inFrame) {
        this.reg = reg;
        this.inFrame = inFrame;
    }

    /** Its place in the context page. */
    Mem inContext() {
        return Mem.rip(AddressSpace.CONTROL + ContextLayout.register(ordinal()));
    }
}
