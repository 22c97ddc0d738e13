"""Wasm3, the interpreter, through its binding for Python: the binding for Rust is of an older release, which lacks bulk
memory operations."""

import peer
import wasm3

STACK = 1 << 20

# Without compilation: Wasm3 translates a function when it is first called. Without host calls and instances: their time
# would be Python's.
MACHINES = [
    {
        "id": "wasm3",
        "format": "wasm",
        "kind": "interpreter",
        "measures": "execution,one-shot,memory",
        "title": "Wasm3",
    }
]


class Machine:
    def __init__(self):
        self.environment = wasm3.Environment()

    def load(self, program):
        self.environment.parse_module(program)
        return Module(self.environment, program)


class Module:
    def __init__(self, environment, program):
        self.environment = environment
        self.program = program

    def instantiate(self):
        return Instance(self.environment, self.program)


class Instance:
    def __init__(self, environment, program):
        self.ticks = 0
        self.runtime = environment.new_runtime(STACK)
        try:
            module = environment.parse_module(program)
            self.runtime.load(module)
            if b"\x04tick" in program:
                module.link_function("env", "tick", "I(I)", self.tick)
            self.initialize = self.runtime.find_function("initialize")
            self.run = self.runtime.find_function("run")
        except RuntimeError as e:
            raise peer.Unsupported(e) from e

    def tick(self, argument):
        self.ticks += 1
        return argument + 1


peer.main("0.5.0", MACHINES, lambda _: Machine())
