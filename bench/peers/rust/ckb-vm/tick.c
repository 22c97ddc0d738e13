/* The host call of benchmarks for CKB-VM; the adapter hands it to the guest's set_tick. */
unsigned long ckb_tick(unsigned long argument) {
    register unsigned long a0 __asm__("a0") = argument;
    register unsigned long a7 __asm__("a7") = 9000;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a7) : "memory");
    return a0;
}
