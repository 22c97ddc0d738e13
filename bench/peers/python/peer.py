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
            return repeat(int(argument), lambda: self.machine.load(self.bytes))
        if verb == "instances":
            return repeat(int(argument), lambda: self.module.instantiate().run())
        raise ValueError(f"unknown request {verb}")

    def run(self, wanted):
        results = set()
        ticks = self.instance.ticks
        timing = repeat(wanted, lambda: results.add(self.instance.run()))
        if len(results) != 1:
            raise ValueError(f"checksum changed: {results}")
        ticks = self.instance.ticks - ticks
        return f"{timing} checksum={results.pop() % 2**64} ticks={ticks}"


SLICE = 1_000_000


def repeat(wanted, body):
    """Calls until that time is over, at least once; the fastest slice of a millisecond or one call counts besides."""
    calls = slice_calls = 0
    best_nanos = best_calls = 0
    begin = slice_begin = time.perf_counter_ns()
    while True:
        body()
        calls += 1
        slice_calls += 1
        now = time.perf_counter_ns()
        taken = now - slice_begin
        if taken >= SLICE or (now - begin >= wanted and best_calls == 0):
            if best_calls == 0 or taken * best_calls < best_nanos * slice_calls:
                best_nanos, best_calls = taken, slice_calls
            slice_begin, slice_calls = now, 0
        if now - begin >= wanted:
            return f"nanos={now - begin} calls={calls} best-nanos={best_nanos} best-calls={best_calls}"
