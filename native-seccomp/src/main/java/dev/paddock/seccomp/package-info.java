/**
 * What we ask of Linux: starting processes in a sandbox, and the few things that they and we share.
 *
 * <p>A {@link dev.paddock.seccomp.Spawner} starts a process from a sealed file in memory ({@link
 * dev.paddock.seccomp.Memfd}). A JVM must not fork, so a stub of machine code clones a child that shares our memory
 * while we wait; the child carries out a list of system calls that was written in Java, notes what the kernel said to
 * each, and executes the program. {@link dev.paddock.seccomp.SpawnLayout} is the contract between list and stub, and
 * {@code internal.SandboxScript} the policy. What the child could not have is reported layer by layer ({@link
 * dev.paddock.seccomp.LayerStatus}), with a remedy.
 *
 * <pre>
 *   this process                                            the child
 *   Spawner.spawn ---- SandboxScript: [mount, setresuid, prctl, ..., execveat]
 *        stub(script) ---- clone(NEW..., VM, VFORK) ------&gt; walks the list, stores results
 *        (waits)                                            execveat(program)
 *   ChildProcess &lt;---- pidfd, results                       the program, alone
 *   ControlSocket ==== packets, descriptors ==============  descriptor 3
 * </pre>
 *
 * <p>The program puts on the last layer itself: a {@link dev.paddock.seccomp.SeccompFilter}, a list of allowed system
 * calls translated to BPF here, and evaluated here in tests.
 *
 * <p>This is the control plane: some microseconds a call do not matter, and it goes through JNA.
 */
@NullMarked
package dev.paddock.seccomp;

import org.jspecify.annotations.NullMarked;
