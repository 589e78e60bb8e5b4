package org.glusterj.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Binds libc functions to method handles. The handles must be kept in {@code static final} fields, where the JIT
 * compiles them to direct calls, and be called by {@code invokeExact}. Linking one takes milliseconds, and a process
 * uses few of them: each is the constant of a nested interface of its own, which the JVM initialises at the first call.
 *
 * <p>Handles made by {@link #of} and {@link #variadic} take the errno segment of {@link Scratch} as first argument.
 * None is {@code critical}: measured, that saves 30 to 50 ns of about 200, while a critical call that blocks stops
 * every safepoint of the process.
 */
final class Downcall {

    static final ValueLayout INT = ValueLayout.JAVA_INT;
    static final ValueLayout LONG = ValueLayout.JAVA_LONG;
    static final ValueLayout PTR = ValueLayout.ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

    /** The memory into which the linker's stub copies errno before anything else can change it. */
    static final MemoryLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();

    static final VarHandle ERRNO =
            ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Downcall() {}

    /** A function that reports by errno. */
    static MethodHandle of(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                symbol(name), FunctionDescriptor.of(result, arguments), CAPTURE);
    }

    /** A function whose arguments from index {@code firstVariadic} on are variadic; reports by errno. */
    static MethodHandle variadic(
            String name, int firstVariadic, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                symbol(name),
                FunctionDescriptor.of(result, arguments),
                CAPTURE,
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** {@code syscall(number, arguments…)}: calls that glibc lacks, or that it changes from thread to process. */
    static MethodHandle raw(MemoryLayout... arguments) {
        MemoryLayout[] all = new MemoryLayout[arguments.length + 1];
        all[0] = LONG;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return variadic("syscall", 1, LONG, all);
    }

    /** A function that cannot fail or that returns its errno. */
    static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments));
    }

    /** Whether this libc has the function; for those younger than the oldest glibc supported (2.28). */
    static boolean has(String name) {
        return LIBC.find(name).isPresent();
    }

    /** Throws where this libc lacks the function. */
    static void require(String name) {
        symbol(name);
    }

    /** Memory at an address the kernel gave, unmapped by {@code cleanup} when the arena closes. */
    static MemorySegment memory(
            long address,
            long bytes,
            Arena arena,
            java.util.function.Consumer<MemorySegment> cleanup) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, cleanup);
    }

    /** A NUL-terminated string of libc's, at most 4,095 bytes. */
    static String cString(MemorySegment address) {
        return address.reinterpret(Syscalls.PATH_MAX)
                .getString(0, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** What a call site does with the throwable that {@code invokeExact} declares. */
    static RuntimeException fault(Throwable thrown) {
        switch (thrown) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("a downcall threw", thrown);
        }
    }

    private static MemorySegment symbol(String name) {
        return LIBC.find(name)
                .orElseThrow(() -> new UnsupportedOperationException("libc has no " + name));
    }
}
