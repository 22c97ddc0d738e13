// Package peer is the peer's side of the line protocol of paddock bench (docs/benchmarking.md has it in full): an
// adapter describes its virtual machines and makes one by its id; everything else, the clock included, is here.
package peer

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Description is what a virtual machine says about itself in "list".
type Description struct {
	ID       string
	Format   string // ending of the guest's file: wasm, polkavm
	Kind     string // compiler or interpreter
	Metering string
	Baseline string // the id of the same machine without metering, or its own
	Measures string // those it takes part in, by comma; empty: all
	Title    string
}

// VM loads programs.
type VM interface {
	// Load parses, checks and compiles; nothing may be taken from a cache.
	Load(bytes []byte) (Module, error)
}

// Module is a loaded program.
type Module interface {
	// Instantiate makes a new instance, with import tick linked; nothing has run in it.
	Instantiate() (Instance, error)
	Close()
}

// Instance is a running copy of a program.
type Instance interface {
	Initialize() error
	Run() (uint64, error)
	// Ticks is how often the program has called tick.
	Ticks() uint64
	Close()
}

// Main is everything an adapter's main does.
func Main(version string, vms []Description, create func(id string) (VM, error)) {
	arguments := os.Args[1:]
	if len(arguments) == 1 && arguments[0] == "list" {
		for _, vm := range vms {
			fmt.Printf("vm id=%s format=%s kind=%s metering=%s baseline=%s measures=%s title=%s\n",
				vm.ID, vm.Format, vm.Kind, vm.Metering, vm.Baseline, vm.Measures, vm.Title)
		}
		return
	}
	if len(arguments) == 2 && arguments[0] == "serve" {
		for _, vm := range vms {
			if vm.ID == arguments[1] {
				server := server{version: version}
				server.vm, server.broken = create(vm.ID)
				server.serve()
				return
			}
		}
	}
	fmt.Fprintln(os.Stderr, "usage: ADAPTER list | ADAPTER serve ID")
	os.Exit(2)
}

type server struct {
	version  string
	vm       VM
	broken   error
	bytes    []byte
	module   Module
	instance Instance
}

func (s *server) serve() {
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		if input.Text() == "quit" {
			return
		}
		verb, argument, _ := strings.Cut(input.Text(), " ")
		values, err := s.answer(verb, argument)
		if err != nil {
			fmt.Println("error", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("ok", values)
		}
	}
}

func (s *server) answer(verb, argument string) (string, error) {
	if s.broken != nil {
		return "", s.broken
	}
	switch verb {
	case "hello":
		return "protocol=1 version=" + s.version, nil
	case "load":
		return s.load(argument)
	case "start":
		return s.start()
	}
	nanos, err := strconv.ParseInt(argument, 10, 64)
	if err != nil {
		return "", fmt.Errorf("unknown request %s %s", verb, argument)
	}
	switch wanted := time.Duration(nanos); verb {
	case "run":
		return s.run(wanted)
	case "compile":
		return s.compile(wanted)
	case "instances":
		return s.instances(wanted)
	}
	return "", fmt.Errorf("unknown request %s", verb)
}

func (s *server) load(path string) (string, error) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if s.instance != nil {
		s.instance.Close()
		s.instance = nil
	}
	if s.module != nil {
		s.module.Close()
		s.module = nil
	}
	s.bytes = bytes
	begin := time.Now()
	s.module, err = s.vm.Load(bytes)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("nanos=%d", time.Since(begin)), nil
}

func (s *server) start() (string, error) {
	if s.module == nil {
		return "", errors.New("nothing is loaded")
	}
	if s.instance != nil {
		s.instance.Close()
		s.instance = nil
	}
	begin := time.Now()
	instance, err := s.module.Instantiate()
	if err != nil {
		return "", err
	}
	if err := instance.Initialize(); err != nil {
		return "", err
	}
	taken := time.Since(begin)
	s.instance = instance
	return fmt.Sprintf("nanos=%d", taken), nil
}

func (s *server) run(wanted time.Duration) (string, error) {
	if s.instance == nil {
		return "", errors.New("nothing is started")
	}
	ticks := s.instance.Ticks()
	var checksum uint64
	first := true
	timing, err := repeat(wanted, func() error {
		result, err := s.instance.Run()
		if err == nil && !first && result != checksum {
			err = fmt.Errorf("checksum changed from %d to %d", checksum, result)
		}
		checksum, first = result, false
		return err
	})
	if err != nil {
		return "", err
	}
	ticks = s.instance.Ticks() - ticks
	return fmt.Sprintf("%s checksum=%d ticks=%d", timing.text(), checksum, ticks), nil
}

func (s *server) compile(wanted time.Duration) (string, error) {
	if s.module == nil {
		return "", errors.New("nothing is loaded")
	}
	var timing timing
	for timing.calls == 0 || timing.taken < wanted {
		begin := time.Now()
		module, err := s.vm.Load(s.bytes)
		timing.add(time.Since(begin), 1)
		if err != nil {
			return "", err
		}
		// Giving a module back is not part of compiling it.
		module.Close()
	}
	return timing.text(), nil
}

func (s *server) instances(wanted time.Duration) (string, error) {
	if s.module == nil {
		return "", errors.New("nothing is loaded")
	}
	timing, err := repeat(wanted, func() error {
		instance, err := s.module.Instantiate()
		if err != nil {
			return err
		}
		defer instance.Close()
		_, err = instance.Run()
		return err
	})
	if err != nil {
		return "", err
	}
	return timing.text(), nil
}

// A slice of a turn is at least that long, and at least one call.
const slice = time.Millisecond

// How long calls took: all of them, and those of the fastest slice.
type timing struct {
	taken, sliceTaken, bestTaken time.Duration
	calls, sliceCalls, bestCalls int
}

func (t *timing) add(taken time.Duration, calls int) {
	t.taken += taken
	t.calls += calls
	t.sliceTaken += taken
	t.sliceCalls += calls
	if t.sliceTaken >= slice {
		t.endSlice()
	}
}

func (t *timing) endSlice() {
	if t.bestCalls == 0 || float64(t.sliceTaken)*float64(t.bestCalls) < float64(t.bestTaken)*float64(t.sliceCalls) {
		t.bestTaken, t.bestCalls = t.sliceTaken, t.sliceCalls
	}
	t.sliceTaken, t.sliceCalls = 0, 0
}

// As an answer's values; a turn shorter than a slice is one.
func (t *timing) text() string {
	if t.bestCalls == 0 {
		t.endSlice()
	}
	return fmt.Sprintf("nanos=%d calls=%d best-nanos=%d best-calls=%d", t.taken, t.calls, t.bestTaken, t.bestCalls)
}

// Calls until that time is over, at least once; the clock is looked at only every 20 microseconds or so.
func repeat(wanted time.Duration, body func() error) (*timing, error) {
	var timing timing
	batch := 1
	before := time.Now()
	for {
		for range batch {
			if err := body(); err != nil {
				return nil, err
			}
		}
		now := time.Now()
		taken := now.Sub(before)
		before = now
		timing.add(taken, batch)
		if timing.taken >= wanted {
			return &timing, nil
		}
		if taken < 20*time.Microsecond {
			batch *= 2
		}
	}
}
