#![no_std]
#![no_main]

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo) -> ! {
    unsafe { core::arch::asm!("unimp", options(noreturn)) }
}

// What this program asks of its host: functions that `paddock run` has.
#[polkavm_derive::polkavm_import]
extern "C" {
    fn console_write(address: u32, length: u32) -> u32;
    fn get_number(index: u32) -> u64;
}

#[polkavm_derive::polkavm_export]
extern "C" fn hello() -> u32 {
    let text = b"Hello from @NAME@!\n";
    unsafe { console_write(text.as_ptr() as u32, text.len() as u32) }
}

// a + b, and the host's number 3, which is 16.
#[polkavm_derive::polkavm_export]
extern "C" fn add(a: u64, b: u64) -> u64 {
    a.wrapping_add(b).wrapping_add(unsafe { get_number(3) })
}
