//! Wasmi, the interpreter.

use peer::{Description, Program};
use wasmi::{Caller, Engine, Linker, Store, TypedFunc};

const VMS: &[Description] = &[Description {
    id: "wasmi",
    format: "wasm",
    kind: "interpreter",
    metering: "none",
    baseline: "wasmi",
    measures: "",
    title: "Wasmi",
}];

struct Vm(Engine);

struct Module(wasmi::Module);

/// The store's data is the number of ticks.
struct Instance {
    store: Store<u64>,
    initialize: TypedFunc<(), ()>,
    run: TypedFunc<(), u64>,
}

impl peer::Vm for Vm {
    fn load(&self, program: &Program) -> Result<Box<dyn peer::Module>, String> {
        Ok(Box::new(Module(wasmi::Module::new(&self.0, program.bytes).map_err(peer::text)?)))
    }
}

impl peer::Module for Module {
    fn instantiate(&self) -> Result<Box<dyn peer::Instance>, String> {
        let mut store = Store::new(self.0.engine(), 0);
        let mut linker: Linker<u64> = Linker::new(self.0.engine());
        linker
            .func_wrap("env", "tick", |mut caller: Caller<'_, u64>, argument: u64| -> u64 {
                *caller.data_mut() += 1;
                peer::tick(argument)
            })
            .map_err(peer::text)?;
        let instance = linker.instantiate_and_start(&mut store, &self.0).map_err(peer::text)?;
        let initialize = instance.get_typed_func(&store, "initialize").map_err(peer::text)?;
        let run = instance.get_typed_func(&store, "run").map_err(peer::text)?;
        Ok(Box::new(Instance { store, initialize, run }))
    }
}

impl peer::Instance for Instance {
    fn initialize(&mut self) -> Result<(), String> {
        self.initialize.call(&mut self.store, ()).map_err(peer::text)
    }

    fn run(&mut self) -> Result<u64, String> {
        self.run.call(&mut self.store, ()).map_err(peer::text)
    }

    fn ticks(&self) -> u64 {
        *self.store.data()
    }
}

fn main() {
    peer::main("2.0.0", VMS, |_| Ok(Box::new(Vm(Engine::default()))));
}
