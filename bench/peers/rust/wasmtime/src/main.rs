//! Wasmtime: Cranelift with nothing, fuel or epochs; Winch; and Cranelift with pooled instances.

use peer::{Description, Program};
use std::sync::Arc;
use std::time::Duration;
use wasmtime::{
    Caller, Config, Engine, InstanceAllocationStrategy, InstancePre, Linker, PoolingAllocationConfig, Store, Strategy,
    TypedFunc,
};

const VERSION: &str = "48.0.8";
const FUEL: u64 = 1 << 60;
/// How often the epoch moves on: the same 10 ms that Paddock's asynchronous metering looks at.
const TICK: Duration = Duration::from_millis(10);

const fn vm(id: &'static str, metering: &'static str, measures: &'static str, title: &'static str) -> Description {
    Description { id, format: "wasm", kind: "compiler", metering, baseline: "wasmtime", measures, title }
}

const VMS: &[Description] = &[
    vm("wasmtime", "none", "", "Wasmtime Cranelift"),
    vm("wasmtime-fuel", "fuel", "", "Wasmtime Cranelift, fuel"),
    vm("wasmtime-epoch", "epoch", "", "Wasmtime Cranelift, epochs"),
    vm("wasmtime-pooling", "none", "instances", "Wasmtime Cranelift, pooled instances"),
    Description { baseline: "wasmtime-winch", ..vm("wasmtime-winch", "none", "", "Wasmtime Winch") },
];

#[derive(Clone, Copy)]
struct Metering {
    fuel: bool,
    epoch: bool,
}

struct Vm {
    engine: Engine,
    metering: Metering,
}

struct Module {
    module: wasmtime::Module,
    ready: InstancePre<u64>,
    metering: Metering,
}

/// The store's data is the number of ticks.
struct Instance {
    store: Store<u64>,
    initialize: TypedFunc<(), ()>,
    run: TypedFunc<(), u64>,
    metering: Metering,
}

fn make(id: &str) -> Result<Box<dyn peer::Vm>, String> {
    let metering = Metering { fuel: id == "wasmtime-fuel", epoch: id == "wasmtime-epoch" };
    let mut config = Config::new();
    config.strategy(if id == "wasmtime-winch" { Strategy::Winch } else { Strategy::Cranelift });
    config.consume_fuel(metering.fuel);
    config.epoch_interruption(metering.epoch);
    if id == "wasmtime-pooling" {
        config.allocation_strategy(InstanceAllocationStrategy::Pooling(PoolingAllocationConfig::default()));
    }
    let engine = Engine::new(&config).map_err(peer::text)?;
    if metering.epoch {
        let engine = Arc::new(engine.clone());
        std::thread::spawn(move || loop {
            std::thread::sleep(TICK);
            engine.increment_epoch();
        });
    }
    Ok(Box::new(Vm { engine, metering }))
}

impl peer::Vm for Vm {
    fn load(&self, program: &Program) -> Result<Box<dyn peer::Module>, String> {
        let module = wasmtime::Module::new(&self.engine, program.bytes).map_err(peer::text)?;
        let mut linker: Linker<u64> = Linker::new(&self.engine);
        linker
            .func_wrap("env", "tick", |mut caller: Caller<'_, u64>, argument: u64| -> u64 {
                *caller.data_mut() += 1;
                peer::tick(argument)
            })
            .map_err(peer::text)?;
        let ready = linker.instantiate_pre(&module).map_err(peer::text)?;
        Ok(Box::new(Module { module, ready, metering: self.metering }))
    }
}

impl peer::Module for Module {
    fn code_size(&self) -> Option<u64> {
        Some(self.module.text().len() as u64)
    }

    fn machine_code(&self) -> Option<(u64, &[u8])> {
        let text = self.module.text();
        Some((text.as_ptr() as u64, text))
    }

    fn instantiate(&self) -> Result<Box<dyn peer::Instance>, String> {
        let mut store = Store::new(self.module.engine(), 0);
        allow(&mut store, self.metering)?;
        let instance = self.ready.instantiate(&mut store).map_err(peer::text)?;
        let initialize = instance.get_typed_func(&mut store, "initialize").map_err(peer::text)?;
        let run = instance.get_typed_func(&mut store, "run").map_err(peer::text)?;
        Ok(Box::new(Instance { store, initialize, run, metering: self.metering }))
    }
}

/// What a host that meters does before each call.
fn allow(store: &mut Store<u64>, metering: Metering) -> Result<(), String> {
    if metering.fuel {
        store.set_fuel(FUEL).map_err(peer::text)?;
    }
    if metering.epoch {
        store.set_epoch_deadline(1 << 40);
    }
    Ok(())
}

impl peer::Instance for Instance {
    fn initialize(&mut self) -> Result<(), String> {
        allow(&mut self.store, self.metering)?;
        self.initialize.call(&mut self.store, ()).map_err(peer::text)
    }

    fn run(&mut self) -> Result<u64, String> {
        allow(&mut self.store, self.metering)?;
        self.run.call(&mut self.store, ()).map_err(peer::text)
    }

    fn ticks(&self) -> u64 {
        *self.store.data()
    }
}

fn main() {
    peer::main(VERSION, VMS, make);
}
