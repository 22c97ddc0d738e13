//! Native code: the guest as a shared library, called directly. Also the speed of BLAKE2b-256, for comparison with
//! compilers.

use libloading::{Library, Symbol};
use peer::{Description, Instance, Module, Program, Vm};
use std::cell::Cell;
use std::rc::Rc;

const fn hash(id: &'static str, format: &'static str, title: &'static str) -> Description {
    Description { id, format, kind: "hash", metering: "none", baseline: id, measures: "compilation", title }
}

const VMS: &[Description] = &[
    Description {
        id: "native",
        format: "so",
        kind: "native",
        metering: "none",
        baseline: "native",
        measures: "execution,host-calls,one-shot,memory",
        title: "native code (clang -O2)",
    },
    hash("blake2b-polkavm", "polkavm", "BLAKE2b-256 of the .polkavm"),
    hash("blake2b-polkavm-linker", "polkavm-linker,polkavm", "BLAKE2b-256 of PolkaVM's own .polkavm"),
    hash("blake2b-wasm", "wasm", "BLAKE2b-256 of the .wasm"),
];

struct Native;

struct Shared(Rc<Library>);

struct Running {
    library: Rc<Library>,
    initialize: extern "C" fn(),
    run: extern "C" fn() -> u64,
}

thread_local! {
    static TICKS: Cell<u64> = const { Cell::new(0) };
}

extern "C" fn tick(argument: u64) -> u64 {
    TICKS.set(TICKS.get() + 1);
    peer::tick(argument)
}

impl Vm for Native {
    fn load(&self, program: &Program) -> Result<Box<dyn Module>, String> {
        // Sound as far as the guests are: this adapter runs benchmarks, which are ours.
        let library = unsafe { Library::new(program.path) }.map_err(peer::text)?;
        Ok(Box::new(Shared(Rc::new(library))))
    }
}

impl Module for Shared {
    fn instantiate(&self) -> Result<Box<dyn Instance>, String> {
        // The types are what the kit's PADDOCK_EXPORT declares for every benchmark.
        unsafe {
            let initialize: Symbol<extern "C" fn()> = self.0.get(b"initialize").map_err(peer::text)?;
            let run: Symbol<extern "C" fn() -> u64> = self.0.get(b"run").map_err(peer::text)?;
            let (initialize, run) = (*initialize, *run);
            let set_tick: Result<Symbol<extern "C" fn(extern "C" fn(u64) -> u64)>, _> = self.0.get(b"set_tick");
            if let Ok(set_tick) = set_tick {
                set_tick(tick);
            }
            Ok(Box::new(Running { library: self.0.clone(), initialize, run }))
        }
    }
}

impl Instance for Running {
    fn initialize(&mut self) -> Result<(), String> {
        (self.initialize)();
        Ok(())
    }

    fn run(&mut self) -> Result<u64, String> {
        Ok((self.run)())
    }

    fn ticks(&self) -> u64 {
        // The library stays loaded for as long as there are pointers into it.
        let _ = &self.library;
        TICKS.get()
    }
}

/// "Compiles" by hashing, so that both are measured by the same loop over the same bytes.
struct Hash;

struct Hashed([u8; 32]);

impl Vm for Hash {
    fn load(&self, program: &Program) -> Result<Box<dyn Module>, String> {
        let hash = blake2b_simd::Params::new().hash_length(32).hash(program.bytes);
        Ok(Box::new(Hashed(hash.as_bytes().try_into().map_err(peer::text)?)))
    }
}

impl Module for Hashed {
    fn instantiate(&self) -> Result<Box<dyn Instance>, String> {
        Err(format!("the hash {:02x?} can't run", self.0))
    }
}

fn main() {
    peer::main(env!("CARGO_PKG_VERSION"), VMS, |id| {
        Ok(if id == "native" { Box::new(Native) } else { Box::new(Hash) })
    });
}
