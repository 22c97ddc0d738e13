//! CKB-VM's assembly interpreter, which counts cycles always.

use ckb_vm::cost_model::constant_cycles;
use ckb_vm::machine::asm::{AsmCoreMachine, AsmMachine};
use ckb_vm::machine::VERSION2;
use ckb_vm::memory::{FLAG_EXECUTABLE, FLAG_FREEZED};
use ckb_vm::registers::{A0, A7, RA, SP};
use ckb_vm::{
    Bytes, CoreMachine, DefaultMachineBuilder, DefaultMachineRunner, Memory, SupportMachine, Syscalls, ISA_B, ISA_IMC,
    ISA_MOP, RISCV_MAX_MEMORY, RISCV_PAGESIZE,
};
use object::{Object, ObjectSymbol};
use peer::{Description, Program};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::Arc;

const VMS: &[Description] = &[Description {
    id: "ckb-vm",
    format: "ckb",
    kind: "interpreter",
    metering: "cycles",
    baseline: "ckb-vm",
    measures: "",
    title: "CKB-VM assembly interpreter",
}];

/// Number of the call that ends a program; and of `tick`, made by a function that is linked to each guest (tick.c) and
/// handed to it as to a native one.
const EXIT: u64 = 93;
const TICK: u64 = 9000;

/// The page below the stack's quarter of memory, where calls return to: `li a7, 93; ecall`.
const TRAMPOLINE: u64 = (RISCV_MAX_MEMORY / 4 * 3 - RISCV_PAGESIZE) as u64;
const TRAMPOLINE_CODE: [u8; 8] = [0x93, 0x08, 0xd0, 0x05, 0x73, 0x00, 0x00, 0x00];

struct Ticks(Arc<AtomicU64>);

impl<M: SupportMachine<REG = u64>> Syscalls<M> for Ticks {
    fn initialize(&mut self, _machine: &mut M) -> Result<(), ckb_vm::Error> {
        Ok(())
    }

    fn ecall(&mut self, machine: &mut M) -> Result<bool, ckb_vm::Error> {
        if machine.registers()[A7] != TICK {
            return Ok(false);
        }
        self.0.fetch_add(1, Relaxed);
        let argument = machine.registers()[A0];
        machine.set_register(A0, peer::tick(argument));
        Ok(true)
    }
}

struct Vm;

struct Module {
    bytes: Bytes,
    initialize: u64,
    run: u64,
    /// `set_tick` and the function to hand to it, if the guest imports tick.
    link: Option<(u64, u64)>,
}

struct Instance {
    machine: AsmMachine,
    stack: u64,
    initialize: u64,
    run: u64,
    ticks: Arc<AtomicU64>,
}

impl peer::Vm for Vm {
    fn load(&self, program: &Program) -> Result<Box<dyn peer::Module>, String> {
        let file = object::File::parse(program.bytes).map_err(peer::text)?;
        let find = |name: &str| {
            let symbol = file.symbols().find(|s| s.name() == Ok(name));
            symbol.map(|s| s.address()).ok_or_else(|| format!("no symbol {name}"))
        };
        let (initialize, run) = (find("initialize")?, find("run")?);
        let link = find("set_tick").ok().zip(find("ckb_tick").ok());
        Ok(Box::new(Module { bytes: program.bytes.to_vec().into(), initialize, run, link }))
    }
}

impl peer::Module for Module {
    fn instantiate(&self) -> Result<Box<dyn peer::Instance>, String> {
        let ticks = Arc::new(AtomicU64::new(0));
        let core = <Box<AsmCoreMachine> as SupportMachine>::new(ISA_IMC | ISA_B | ISA_MOP, VERSION2, u64::MAX);
        let machine = DefaultMachineBuilder::new(core)
            .instruction_cycle_func(Box::new(constant_cycles))
            .syscall(Box::new(Ticks(ticks.clone())))
            .build();
        let mut machine = AsmMachine::new(machine);
        machine.load_program(&self.bytes, std::iter::empty()).map_err(peer::text)?;
        let stack = machine.machine.registers()[SP];
        let mut page = vec![0; RISCV_PAGESIZE];
        page[..TRAMPOLINE_CODE.len()].copy_from_slice(&TRAMPOLINE_CODE);
        machine
            .machine
            .memory_mut()
            .init_pages(TRAMPOLINE, RISCV_PAGESIZE as u64, FLAG_EXECUTABLE | FLAG_FREEZED, Some(page.into()), 0)
            .map_err(peer::text)?;
        let mut instance = Instance { machine, stack, initialize: self.initialize, run: self.run, ticks };
        if let Some((set_tick, tick)) = self.link {
            instance.call(set_tick, tick)?;
        }
        Ok(Box::new(instance))
    }
}

impl Instance {
    fn call(&mut self, address: u64, argument: u64) -> Result<u64, String> {
        let machine = &mut self.machine.machine;
        machine.set_register(A0, argument);
        machine.set_register(RA, TRAMPOLINE);
        machine.set_register(SP, self.stack);
        machine.set_cycles(0);
        machine.update_pc(address);
        machine.commit_pc();
        self.machine.run().map_err(peer::text)?;
        let registers = self.machine.machine.registers();
        if registers[A7] != EXIT {
            return Err(format!("ended by call {}", registers[A7]));
        }
        Ok(registers[A0])
    }
}

impl peer::Instance for Instance {
    fn initialize(&mut self) -> Result<(), String> {
        self.call(self.initialize, 0).map(|_| ())
    }

    fn run(&mut self) -> Result<u64, String> {
        self.call(self.run, 0)
    }

    fn ticks(&self) -> u64 {
        self.ticks.load(Relaxed)
    }
}

fn main() {
    peer::main("0.24.15", VMS, |_| Ok(Box::new(Vm)));
}
