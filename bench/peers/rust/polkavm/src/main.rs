//! PolkaVM: its recompiler in its Linux sandbox, and its interpreter; and its linker, so that what it runs is made by its
//! own tools: `polkavm link ELF BLOB`.

use peer::{Description, Program};
use polkavm::{
    BackendKind, Config, Engine, GasMeteringKind, InterruptKind, ModuleConfig, ProgramBlob, ProgramCounter,
    RawInstance, Reg, SandboxKind,
};

const VERSION: &str = "0.37.0";

/// More than any benchmark uses; set anew before each call, as a host that meters would.
const GAS: i64 = 1 << 60;

const fn vm(id: &'static str, kind: &'static str, metering: &'static str, baseline: &'static str, title: &'static str) -> Description {
    // Where there is no blob of its own linker: one of ours.
    Description { id, format: "polkavm-linker,polkavm", kind, metering, baseline, measures: "", title }
}

/// Without compilation: a block is translated when it is first run.
const fn interpreter(id: &'static str, metering: &'static str, title: &'static str) -> Description {
    Description {
        measures: "execution,host-calls,one-shot,instances,memory",
        ..vm(id, "interpreter", metering, "polkavm-interpreter", title)
    }
}

const VMS: &[Description] = &[
    vm("polkavm-none", "compiler", "none", "polkavm-none", "PolkaVM recompiler, no gas"),
    vm("polkavm-sync", "compiler", "sync", "polkavm-none", "PolkaVM recompiler, sync gas"),
    vm("polkavm-async", "compiler", "async", "polkavm-none", "PolkaVM recompiler, async gas"),
    Description {
        format: "polkavm",
        measures: "execution,compilation,code-size",
        ..vm("polkavm-none-paddock-link", "compiler", "none", "polkavm-none-paddock-link", "PolkaVM, no gas, our linker's blob")
    },
    interpreter("polkavm-interpreter", "none", "PolkaVM interpreter, no gas"),
    interpreter("polkavm-interpreter-sync", "sync", "PolkaVM interpreter, sync gas"),
];

struct Vm {
    engine: Engine,
    config: ModuleConfig,
}

struct Module {
    module: polkavm::Module,
    initialize: ProgramCounter,
    run: ProgramCounter,
}

struct Instance {
    instance: RawInstance,
    initialize: ProgramCounter,
    run: ProgramCounter,
    ticks: u64,
}

fn make(id: &str) -> Result<Box<dyn peer::Vm>, String> {
    let mut config = Config::new();
    if id.starts_with("polkavm-interpreter") {
        config.set_backend(Some(BackendKind::Interpreter));
    } else {
        config.set_backend(Some(BackendKind::Compiler));
        config.set_sandbox(Some(SandboxKind::Linux));
    }
    config.set_worker_count(1);
    config.set_cache_enabled(false);
    let mut module = ModuleConfig::new();
    module.set_gas_metering(match id {
        "polkavm-sync" | "polkavm-interpreter-sync" => Some(GasMeteringKind::Sync),
        "polkavm-async" => Some(GasMeteringKind::Async),
        _ => None,
    });
    Ok(Box::new(Vm { engine: Engine::new(&config).map_err(peer::text)?, config: module }))
}

impl peer::Vm for Vm {
    fn load(&self, program: &Program) -> Result<Box<dyn peer::Module>, String> {
        let blob = ProgramBlob::parse(program.bytes.to_vec().into()).map_err(peer::text)?;
        let module = polkavm::Module::from_blob(&self.engine, &self.config, blob).map_err(peer::text)?;
        if let Some(import) = module.imports().iter().flatten().find(|i| i.as_bytes() != b"tick") {
            return Err(format!("unknown import {import}"));
        }
        let find = |name: &str| {
            let export = module.exports().find(|e| e == name).map(|e| e.program_counter());
            export.ok_or_else(|| format!("no export {name}"))
        };
        let (initialize, run) = (find("initialize")?, find("run")?);
        Ok(Box::new(Module { module, initialize, run }))
    }
}

impl peer::Module for Module {
    fn code_size(&self) -> Option<u64> {
        self.module.machine_code().map(|code| code.len() as u64)
    }

    fn machine_code(&self) -> Option<(u64, &[u8])> {
        Some((self.module.machine_code_origin()?, self.module.machine_code()?))
    }

    fn instantiate(&self) -> Result<Box<dyn peer::Instance>, String> {
        let instance = self.module.instantiate().map_err(peer::text)?;
        Ok(Box::new(Instance { instance, initialize: self.initialize, run: self.run, ticks: 0 }))
    }
}

impl Instance {
    fn call(&mut self, export: ProgramCounter) -> Result<u64, String> {
        self.instance.prepare_call_untyped(export, &[]);
        self.instance.set_gas(GAS);
        loop {
            match self.instance.run().map_err(peer::text)? {
                InterruptKind::Finished => return Ok(self.instance.reg(Reg::A0)),
                InterruptKind::Ecalli(_) => {
                    self.ticks += 1;
                    let argument = self.instance.reg(Reg::A0);
                    self.instance.set_reg(Reg::A0, peer::tick(argument));
                }
                other => return Err(peer::text(other)),
            }
        }
    }
}

impl peer::Instance for Instance {
    fn initialize(&mut self) -> Result<(), String> {
        self.call(self.initialize).map(|_| ())
    }

    fn run(&mut self) -> Result<u64, String> {
        self.call(self.run)
    }

    fn ticks(&self) -> u64 {
        self.ticks
    }
}

/// As `polkatool link --strip` does.
fn link(elf: &str, blob: &str) -> Result<(), String> {
    let mut config = polkavm_linker::Config::default();
    config.set_strip(true);
    let elf = std::fs::read(elf).map_err(|e| format!("{elf}: {e}"))?;
    let linked = polkavm_linker::program_from_elf(config, polkavm_linker::TargetInstructionSet::Latest, &elf)
        .map_err(|e| e.to_string())?;
    std::fs::write(blob, linked).map_err(|e| format!("{blob}: {e}"))
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, verb, elf, blob] = &arguments[..] {
        if verb == "link" {
            if let Err(message) = link(elf, blob) {
                eprintln!("{message}");
                std::process::exit(1);
            }
            return;
        }
    }
    peer::main(VERSION, VMS, make);
}
