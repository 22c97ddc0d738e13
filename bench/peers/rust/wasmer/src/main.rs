//! Wasmer: its singlepass compiler, and Cranelift.

use peer::{Description, Program};
use wasmer::sys::{Cranelift, EngineBuilder, Singlepass};
use wasmer::{imports, Engine, Function, FunctionEnv, FunctionEnvMut, Store, TypedFunction};

const fn vm(id: &'static str, title: &'static str) -> Description {
    Description { id, format: "wasm", kind: "compiler", metering: "none", baseline: id, measures: "", title }
}

const VMS: &[Description] =
    &[vm("wasmer-singlepass", "Wasmer singlepass"), vm("wasmer-cranelift", "Wasmer Cranelift")];

struct Vm(Engine);

struct Module {
    engine: Engine,
    module: wasmer::Module,
}

struct Instance {
    store: Store,
    ticks: FunctionEnv<u64>,
    initialize: TypedFunction<(), ()>,
    run: TypedFunction<(), u64>,
}

fn tick(mut ticks: FunctionEnvMut<u64>, argument: u64) -> u64 {
    *ticks.data_mut() += 1;
    peer::tick(argument)
}

impl peer::Vm for Vm {
    fn load(&self, program: &Program) -> Result<Box<dyn peer::Module>, String> {
        let module = wasmer::Module::new(&self.0, program.bytes).map_err(peer::text)?;
        Ok(Box::new(Module { engine: self.0.clone(), module }))
    }
}

impl peer::Module for Module {
    fn instantiate(&self) -> Result<Box<dyn peer::Instance>, String> {
        let mut store = Store::new(self.engine.clone());
        let ticks = FunctionEnv::new(&mut store, 0);
        let imports = imports! {
            "env" => { "tick" => Function::new_typed_with_env(&mut store, &ticks, tick) },
        };
        let instance = wasmer::Instance::new(&mut store, &self.module, &imports).map_err(peer::text)?;
        let initialize = instance.exports.get_typed_function(&store, "initialize").map_err(peer::text)?;
        let run = instance.exports.get_typed_function(&store, "run").map_err(peer::text)?;
        Ok(Box::new(Instance { store, ticks, initialize, run }))
    }
}

impl peer::Instance for Instance {
    fn initialize(&mut self) -> Result<(), String> {
        self.initialize.call(&mut self.store).map_err(peer::text)
    }

    fn run(&mut self) -> Result<u64, String> {
        self.run.call(&mut self.store).map_err(peer::text)
    }

    fn ticks(&self) -> u64 {
        *self.ticks.as_ref(&self.store)
    }
}

fn main() {
    peer::main("7.4.2", VMS, |id| {
        let engine = match id {
            "wasmer-singlepass" => EngineBuilder::new(Singlepass::default()).engine(),
            _ => EngineBuilder::new(Cranelift::default()).engine(),
        };
        Ok(Box::new(Vm(engine.into())))
    });
}
