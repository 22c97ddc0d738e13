// Wazero: its compiler and its interpreter.
package main

import (
	"context"
	"errors"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"paddock.dev/bench/peers/peer"
)

const version = "1.12.0"

var vms = []peer.Description{
	{ID: "wazero", Format: "wasm", Kind: "compiler", Metering: "none", Baseline: "wazero", Title: "Wazero compiler"},
	{ID: "wazero-interpreter", Format: "wasm", Kind: "interpreter", Metering: "none", Baseline: "wazero-interpreter",
		Title: "Wazero interpreter"},
}

type vm struct {
	context context.Context
	runtime wazero.Runtime
	ticks   *uint64
}

type module struct {
	vm
	compiled wazero.CompiledModule
}

type instance struct {
	vm
	module     api.Module
	initialize api.Function
	run        api.Function
	stack      []uint64
}

func create(id string) (peer.VM, error) {
	ctx := context.Background()
	config := wazero.NewRuntimeConfigCompiler()
	if id == "wazero-interpreter" {
		config = wazero.NewRuntimeConfigInterpreter()
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	ticks := new(uint64)
	tick := api.GoFunc(func(_ context.Context, stack []uint64) {
		*ticks++
		stack[0]++
	})
	i64 := []api.ValueType{api.ValueTypeI64}
	_, err := runtime.NewHostModuleBuilder("env").NewFunctionBuilder().WithGoFunction(tick, i64, i64).Export("tick").
		Instantiate(ctx)
	return vm{ctx, runtime, ticks}, err
}

func (v vm) Load(bytes []byte) (peer.Module, error) {
	compiled, err := v.runtime.CompileModule(v.context, bytes)
	return module{v, compiled}, err
}

func (m module) Instantiate() (peer.Instance, error) {
	// Without a name: any number of instances of one module may live at once.
	made, err := m.runtime.InstantiateModule(m.context, m.compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, err
	}
	initialize, run := made.ExportedFunction("initialize"), made.ExportedFunction("run")
	if initialize == nil || run == nil {
		return nil, errors.New("no exports initialize and run")
	}
	return &instance{m.vm, made, initialize, run, make([]uint64, 1)}, nil
}

func (m module) Close() { _ = m.compiled.Close(m.context) }

func (i *instance) Initialize() error { return i.initialize.CallWithStack(i.context, i.stack) }

func (i *instance) Run() (uint64, error) {
	err := i.run.CallWithStack(i.context, i.stack)
	return i.stack[0], err
}

func (i *instance) Ticks() uint64 { return *i.ticks }

func (i *instance) Close() { _ = i.module.Close(i.context) }

func main() { peer.Main(version, vms, create) }
