# One exported function per instruction: a0 and a1 in, a0 out. InstructionTest says what each must give.
# Made into instructions.rv64.o and instructions.rv32.o by (LLVM's assembler, any version since 14):
#   llvm-mc -triple=riscv64 -mattr=+m,+a,+c,+zbb,-relax -defsym WIDE=1 -filetype=obj instructions.s -o instructions.rv64.o
#   llvm-mc -triple=riscv32 -mattr=+m,+a,+c,+zbb,-relax -defsym WIDE=0 -filetype=obj instructions.s -o instructions.rv32.o

.macro pointer to
.if WIDE
        .quad \to
.else
        .word \to
.endif
.endm

.macro function name
        .section .rodata.names, "a", @progbits
name_\name:
        .ascii "\name"
end_\name:
        .section .polkavm_metadata, "aw", @progbits
metadata_\name:
        .byte 1
        .word 0
        .word end_\name - name_\name
        pointer name_\name
        .byte 2, 1
        .section .polkavm_exports, "a", @progbits
        .byte 1
        pointer metadata_\name
        pointer \name
        .section .text.\name, "ax", @progbits
        .globl \name
        .type \name, @function
\name:
.endm

.macro three name, mnemonic
        function \name
        \mnemonic a0, a0, a1
        ret
        .size \name, . - \name
.endm

.macro two name, mnemonic
        function \name
        \mnemonic a0, a0
        ret
        .size \name, . - \name
.endm

# old * 3 + new
.macro atomic name, mnemonic, load, store
        function \name
        la t0, cell
        \store a0, 0(t0)
        \mnemonic a1, a1, (t0)
        \load a0, 0(t0)
        slli t0, a1, 1
        add a1, a1, t0
        add a0, a0, a1
        ret
        .size \name, . - \name
.endm

.macro branch name, mnemonic
        function \name
        \mnemonic a0, a1, 1f
        li a0, 10
        ret
1:      li a0, 20
        ret
        .size \name, . - \name
.endm

        three add, add
        three sub, sub
        three and_, and
        three or_, or
        three xor_, xor
        three sll, sll
        three srl, srl
        three sra, sra
        three slt, slt
        three sltu, sltu
        three mul, mul
        three mulh, mulh
        three mulhu, mulhu
        three mulhsu, mulhsu
        three div, div
        three divu, divu
        three rem, rem
        three remu, remu
        three andn, andn
        three orn, orn
        three xnor, xnor
        three min, min
        three max, max
        three minu, minu
        three maxu, maxu
        three rol, rol
        three ror, ror
        two clz, clz
        two ctz, ctz
        two cpop, cpop
        two sextb, sext.b
        two sexth, sext.h
        two zexth, zext.h
        two rev8, rev8
        two orcb, orc.b
        two neg, neg
        two not_, not
        two seqz, seqz
        two snez, snez
.if WIDE
        three addw, addw
        three subw, subw
        three sllw, sllw
        three srlw, srlw
        three sraw, sraw
        three mulw, mulw
        three divw, divw
        three divuw, divuw
        three remw, remw
        three remuw, remuw
        three rolw, rolw
        three rorw, rorw
        two clzw, clzw
        two ctzw, ctzw
        two cpopw, cpopw
        two sextw, sext.w
        atomic amoswapd, amoswap.d, ld, sd
        atomic amoaddd, amoadd.d, ld, sd
        atomic amoxord, amoxor.d, ld, sd
        atomic amoandd, amoand.d, ld, sd
        atomic amoord, amoor.d, ld, sd
        atomic amomind, amomin.d, ld, sd
        atomic amomaxd, amomax.d, ld, sd
        atomic amominud, amominu.d, ld, sd
        atomic amomaxud, amomaxu.d, ld, sd
.endif
        atomic amoswapw, amoswap.w, lw, sw
        atomic amoaddw, amoadd.w, lw, sw
        atomic amoxorw, amoxor.w, lw, sw
        atomic amominw, amomin.w, lw, sw
        atomic amomaxw, amomax.w, lw, sw
        atomic amominuw, amominu.w, lw, sw
        atomic amomaxuw, amomaxu.w, lw, sw
        branch beq, beq
        branch bne, bne
        branch blt, blt
        branch bge, bge
        branch bltu, bltu
        branch bgeu, bgeu

# XTheadCondMov and the conditional move of MIPS, which LLVM 14 does not know: custom-0.
        function mveqz
        .word 0x40b5150b           # th.mveqz a0, a0, a1: nothing changes
        mv a2, a0
        li a0, 7
        .word 0x40b6150b                # th.mveqz a0, a2, a1
        ret
        .size mveqz, . - mveqz

        function mvnez
        mv a2, a0
        li a0, 7
        .word 0x42b6150b                # th.mvnez a0, a2, a1
        ret
        .size mvnez, . - mvnez

        function ccmov
        li a2, 5
        .word 0x66b5350b                # ccmov a0, a1, a0, a2
        ret
        .size ccmov, . - ccmov

# Every register that programs have is busy when an atomic operation wants temporaries.
        function crowded
        addi sp, sp, -64
        sw ra, 0(sp)
        sw s0, 8(sp)
        sw s1, 16(sp)
        la t0, cell
        sw a0, 0(t0)
        addi ra, a0, 1
        addi t1, a0, 2
        addi t2, a0, 3
        addi s0, a0, 4
        addi s1, a0, 5
        addi a2, a0, 6
        addi a3, a0, 7
        addi a4, a0, 8
        addi a5, a0, 9
        amomaxu.w a1, a1, (t0)
        add a0, a0, ra
        add a0, a0, t1
        add a0, a0, t2
        add a0, a0, s0
        add a0, a0, s1
        add a0, a0, a2
        add a0, a0, a3
        add a0, a0, a4
        add a0, a0, a5
        add a0, a0, a1
        lw a1, 0(t0)
        add a0, a0, a1
        lw ra, 0(sp)
        lw s0, 8(sp)
        lw s1, 16(sp)
        addi sp, sp, 64
        ret
        .size crowded, . - crowded

# a0 & 3 chooses one of four functions by a table of their addresses; the call goes through a register.
        function table
        addi sp, sp, -16
        sw ra, 0(sp)
        andi a0, a0, 3
.if WIDE
        slli a0, a0, 3
.else
        slli a0, a0, 2
.endif
        la t0, functions
        add t0, t0, a0
.if WIDE
        ld t0, 0(t0)
.else
        lw t0, 0(t0)
.endif
        mv a0, a1
        jalr t0
        addi a0, a0, 1
        lw ra, 0(sp)
        addi sp, sp, 16
        ret
        .size table, . - table

        .section .text.helpers, "ax", @progbits
double: slli a0, a0, 1
        ret
square: mul a0, a0, a0
        ret
minus:  neg a0, a0
        ret
same:   ret

        .section .data.rel.ro, "aw", @progbits
        .balign 8
functions:
        pointer double
        pointer square
        pointer minus
        pointer same

        .section .bss, "aw", @nobits
        .balign 8
cell:   .zero 8

        .section .polkavm_min_stack_size, "a", @progbits
        .word 5000
