//! The peer's side of the line protocol of `paddock bench` (docs/benchmarking.md has it in full).
//!
//! An adapter describes its virtual machines and makes one by its id; everything else, the clock included, is here, so
//! that all of them are timed alike.

use std::fmt::Debug;
use std::hint::black_box;
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

/// What a virtual machine says about itself in `list`.
pub struct Description {
    pub id: &'static str,
    /// What it runs: `wasm`, `polkavm`, `native` or `ckb`, the ending of the guest's file.
    pub format: &'static str,
    /// `native`, `compiler` or `interpreter`.
    pub kind: &'static str,
    /// What it counts while it runs: `none`, `sync`, `async`, `fuel`, `epoch`, `cycles`.
    pub metering: &'static str,
    /// The id of the same machine without metering, or its own.
    pub baseline: &'static str,
    /// Measures it takes part in, by comma; empty: all.
    pub measures: &'static str,
    pub title: &'static str,
}

/// A program's file.
pub struct Program<'a> {
    pub path: &'a Path,
    pub bytes: &'a [u8],
}

/// A virtual machine, ready to load programs.
pub trait Vm {
    /// Parses, checks and compiles; nothing may be taken from a cache.
    fn load(&self, program: &Program) -> Result<Box<dyn Module>, String>;
}

/// A loaded program.
pub trait Module {
    /// Bytes of machine code, if that can be told.
    fn code_size(&self) -> Option<u64> {
        None
    }
    /// The machine code, to look at, and the address at which it runs; if that can be told.
    fn machine_code(&self) -> Option<(u64, &[u8])> {
        None
    }
    /// A new instance, with import `tick` linked; nothing has run in it.
    fn instantiate(&self) -> Result<Box<dyn Instance>, String>;
}

/// A running copy of a program.
pub trait Instance {
    /// Calls export `initialize`.
    fn initialize(&mut self) -> Result<(), String>;
    /// Calls export `run`, which returns the checksum.
    fn run(&mut self) -> Result<u64, String>;
    /// How often the program has called `tick`.
    fn ticks(&self) -> u64;
}

/// What `tick` returns.
pub fn tick(argument: u64) -> u64 {
    argument.wrapping_add(1)
}

/// An error's text.
pub fn text<E: Debug>(error: E) -> String {
    format!("{error:?}")
}

/// Everything an adapter's `main` does.
pub fn main(version: &str, vms: &[Description], make: impl Fn(&str) -> Result<Box<dyn Vm>, String>) {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().skip(1).map(String::as_str).collect::<Vec<_>>()[..] {
        ["list"] => list(vms),
        ["serve", id] if vms.iter().any(|vm| vm.id == id) => Server::new(version, make(id)).serve(),
        _ => {
            eprintln!("usage: ADAPTER list | ADAPTER serve ID");
            std::process::exit(2);
        }
    }
}

fn list(vms: &[Description]) {
    for vm in vms {
        println!(
            "vm id={} format={} kind={} metering={} baseline={} measures={} title={}",
            vm.id, vm.format, vm.kind, vm.metering, vm.baseline, vm.measures, vm.title
        );
    }
}

struct Server<'a> {
    version: &'a str,
    vm: Result<Box<dyn Vm>, String>,
    file: String,
    bytes: Vec<u8>,
    // The instance before the module: fields are dropped in this order.
    instance: Option<Box<dyn Instance>>,
    module: Option<Box<dyn Module>>,
}

impl<'a> Server<'a> {
    fn new(version: &'a str, vm: Result<Box<dyn Vm>, String>) -> Self {
        Server { version, vm, file: String::new(), bytes: Vec::new(), instance: None, module: None }
    }

    fn serve(&mut self) {
        let mut output = std::io::stdout();
        for line in std::io::stdin().lock().lines() {
            let line = line.expect("standard input is text");
            if line == "quit" {
                break;
            }
            let (verb, argument) = line.split_once(' ').unwrap_or((&line, ""));
            let reply = match self.answer(verb, argument) {
                Ok(values) => format!("ok {values}"),
                Err(message) => format!("error {}", message.replace(['\n', '\r'], " ")),
            };
            writeln!(output, "{reply}").and_then(|()| output.flush()).expect("standard output is open");
        }
    }

    fn answer(&mut self, verb: &str, argument: &str) -> Result<String, String> {
        match verb {
            "hello" => {
                self.vm.as_ref().map_err(Clone::clone)?;
                Ok(format!("protocol=1 version={}", self.version))
            }
            "load" => self.load(argument),
            "dump" => self.dump(argument),
            "start" => self.start(),
            "run" => self.run(nanos(argument)?),
            "compile" => self.compile(nanos(argument)?),
            "instances" => self.instances(nanos(argument)?),
            _ => Err(format!("unknown request {verb}")),
        }
    }

    fn load(&mut self, path: &str) -> Result<String, String> {
        self.instance = None;
        self.module = None;
        self.file = path.to_string();
        self.bytes = std::fs::read(path).map_err(|e| format!("{path}: {e}"))?;
        let begin = Instant::now();
        let module = load(&self.vm, &self.file, &self.bytes)?;
        let nanos = begin.elapsed().as_nanos();
        let code = module.code_size();
        self.module = Some(module);
        Ok(match code {
            Some(bytes) => format!("nanos={nanos} code={bytes}"),
            None => format!("nanos={nanos}"),
        })
    }

    fn dump(&mut self, path: &str) -> Result<String, String> {
        let (address, code) = self.module()?.machine_code().ok_or("unsupported: the machine does not show its code")?;
        std::fs::write(path, code).map_err(|e| format!("{path}: {e}"))?;
        Ok(format!("address={address} code={}", code.len()))
    }

    fn start(&mut self) -> Result<String, String> {
        self.instance = None;
        let begin = Instant::now();
        let mut instance = self.module()?.instantiate()?;
        instance.initialize()?;
        let nanos = begin.elapsed().as_nanos();
        self.instance = Some(instance);
        Ok(format!("nanos={nanos}"))
    }

    fn run(&mut self, wanted: u128) -> Result<String, String> {
        let instance = self.instance.as_mut().ok_or("nothing is started")?;
        let ticks = instance.ticks();
        let mut checksum = None;
        let timing = repeat(wanted, || {
            let result = instance.run()?;
            match checksum.replace(result) {
                Some(before) if before != result => Err(format!("checksum changed from {before} to {result}")),
                _ => Ok(()),
            }
        })?;
        let ticks = instance.ticks() - ticks;
        Ok(format!("{} checksum={} ticks={ticks}", timing.text(), checksum.unwrap_or(0)))
    }

    fn compile(&mut self, wanted: u128) -> Result<String, String> {
        self.module()?;
        let mut timing = Timing::default();
        // Dropping a module is not part of compiling it.
        while timing.calls == 0 || timing.nanos < wanted {
            let begin = Instant::now();
            let module = load(&self.vm, &self.file, black_box(&self.bytes))?;
            timing.add(begin.elapsed().as_nanos(), 1);
            drop(module);
        }
        Ok(timing.text())
    }

    fn instances(&mut self, wanted: u128) -> Result<String, String> {
        let module = self.module()?;
        let timing = repeat(wanted, || {
            let mut instance = module.instantiate()?;
            black_box(instance.run()?);
            Ok(())
        })?;
        Ok(timing.text())
    }

    fn module(&self) -> Result<&dyn Module, String> {
        self.module.as_deref().ok_or_else(|| "nothing is loaded".to_string())
    }
}

fn load(vm: &Result<Box<dyn Vm>, String>, file: &str, bytes: &[u8]) -> Result<Box<dyn Module>, String> {
    vm.as_ref().map_err(Clone::clone)?.load(&Program { path: Path::new(file), bytes })
}

fn nanos(text: &str) -> Result<u128, String> {
    text.parse().map_err(|_| format!("no number of nanoseconds: {text}"))
}

/// A slice of a turn is at least that long, and at least one call.
const SLICE: u128 = 1_000_000;

/// How long calls took: all of them, and those of the fastest slice.
#[derive(Default)]
pub struct Timing {
    pub nanos: u128,
    pub calls: u64,
    best: Option<(u128, u64)>,
    slice: (u128, u64),
}

impl Timing {
    fn add(&mut self, nanos: u128, calls: u64) {
        self.nanos += nanos;
        self.calls += calls;
        self.slice = (self.slice.0 + nanos, self.slice.1 + calls);
        if self.slice.0 >= SLICE {
            self.end_slice();
        }
    }

    fn end_slice(&mut self) {
        let (nanos, calls) = std::mem::take(&mut self.slice);
        if self.best.is_none_or(|(n, c)| nanos * u128::from(c) < n * u128::from(calls)) {
            self.best = Some((nanos, calls));
        }
    }

    /// As an answer's values; a turn shorter than a slice is one.
    fn text(mut self) -> String {
        if self.best.is_none() {
            self.end_slice();
        }
        let (nanos, calls) = self.best.unwrap_or_default();
        format!("nanos={} calls={} best-nanos={nanos} best-calls={calls}", self.nanos, self.calls)
    }
}

/// Calls until that time is over, at least once; the clock is looked at only every 20 microseconds or so.
pub fn repeat(wanted: u128, mut body: impl FnMut() -> Result<(), String>) -> Result<Timing, String> {
    let mut timing = Timing::default();
    let mut batch = 1;
    let mut before = Instant::now();
    loop {
        for _ in 0..batch {
            body()?;
        }
        let now = Instant::now();
        let taken = (now - before).as_nanos();
        before = now;
        timing.add(taken, batch);
        if timing.nanos >= wanted {
            return Ok(timing);
        }
        if taken < 20_000 {
            batch *= 2;
        }
    }
}
