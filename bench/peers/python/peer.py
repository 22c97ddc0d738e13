"""The peer's side of the line protocol of paddock bench (docs/benchmarking.md has it in full).

An adapter describes its machines and makes one by its id; everything else, the clock included, is here. A machine has
load(bytes), which returns a module; a module has instantiate(); an instance has initialize(), run() and ticks. Python is
slow: only what takes long by itself, such as running a guest, is measured rightly from here.
"""

import sys
import time


class Unsupported(Exception):
    """The machine lacks what the program needs."""


def main(version, machines, make):
    arguments = sys.argv[1:]
    if arguments == ["list"]:
        for machine in machines:
            print("vm " + " ".join(f"{name}={value}" for name, value in machine.items()))
    elif len(arguments) == 2 and arguments[0] == "serve" and any(m["id"] == arguments[1] for m in machines):
        Server(version, make(arguments[1])).serve()
    else:
        sys.exit("usage: ADAPTER list | ADAPTER serve ID")


class Server:
    def __init__(self, version, machine):
        self.version = version
        self.machine = machine
        self.bytes = b""
        self.module = None
        self.instance = None

    def serve(self):
        for line in sys.stdin:
            verb, _, argument = line.rstrip("\n").partition(" ")
            if verb == "quit":
                return
            try:
                reply = "ok " + self.answer(verb, argument)
            except Unsupported as e:
                reply = "error unsupported: " + " ".join(str(e).split())
            except Exception as e:
                reply = f"error {type(e).__name__}: " + " ".join(str(e).split())
            print(reply, flush=True)

    def answer(self, verb, argument):
        if verb == "hello":
            return f"protocol=1 version={self.version}"
        if verb == "load":
            with open(argument, "rb") as file:
                self.bytes = file.read()
            begin = time.perf_counter_ns()
            self.module = self.machine.load(self.bytes)
            return f"nanos={time.perf_counter_ns() - begin}"
        if verb == "start":
            begin = time.perf_counter_ns()
            self.instance = self.module.instantiate()
            self.instance.initialize()
            return f"nanos={time.perf_counter_ns() - begin}"
        if verb == "run":
            return self.run(int(argument))
        if verb == "compile":
            nanos, calls = repeat(int(argument), lambda: self.machine.load(self.bytes))
            return f"nanos={nanos} calls={calls}"
        if verb == "instances":
            nanos, calls = repeat(int(argument), lambda: self.module.instantiate().run())
            return f"nanos={nanos} calls={calls}"
        raise ValueError(f"unknown request {verb}")

    def run(self, wanted):
        results = set()
        ticks = self.instance.ticks
        nanos, calls = repeat(wanted, lambda: results.add(self.instance.run()))
        if len(results) != 1:
            raise ValueError(f"checksum changed: {results}")
        ticks = self.instance.ticks - ticks
        return f"nanos={nanos} calls={calls} checksum={results.pop() % 2**64} ticks={ticks}"


def repeat(wanted, body):
    """Calls until that time is over, at least once."""
    calls = 0
    begin = time.perf_counter_ns()
    while True:
        body()
        calls += 1
        elapsed = time.perf_counter_ns() - begin
        if elapsed >= wanted:
            return elapsed, calls
