package org.glusterj.storage.posix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.glusterj.core.XlatorType;
import org.glusterj.linux.LinuxErrno;
import org.glusterj.linux.Syscalls;

/** The storage translator over a disk whose n-th system call fails with EIO once. One test at a time. */
public final class FaultyPosix extends XlatorType<PosixOptions> {
    /** Calls that cannot fail, or whose failure changes nothing. */
    private static final Set<String> SPARED =
            Set.of("close", "setfsuid", "setfsgid", "setgroups", "getgroups", "geteuid");

    private static int countdown;
    private static String failed;
    private static boolean fatal;
    private static String doomed = "";
    private static int errno;
    private static volatile Scene scene = (call, args) -> true;

    /** Something that happens just before a system call. */
    @FunctionalInterface
    interface Scene {
        /** False when the call then finds nothing: ENOENT. */
        boolean plays(String call, Object[] args) throws Exception;
    }

    public FaultyPosix() {
        super(
                "test/faulty-posix",
                PosixOptions.class,
                (context, options) -> new Posix(context, options, disk()));
    }

    /** The n-th call from now on fails; 0 disarms. */
    static synchronized void failCall(int n) {
        countdown = n;
        failed = null;
        fatal = false;
        doomed = "";
    }

    /** Each call of this name fails from now on. */
    static synchronized void failEach(String call, int errnoOfAll) {
        doomed = call;
        errno = errnoOfAll;
    }

    private static synchronized int doom(String call) {
        return call.equals(doomed) ? errno : 0;
    }

    /** From the n-th call on nothing reaches the disk any more, as if the process had ended there. */
    static synchronized void crashAtCall(int n) {
        failCall(n);
        fatal = true;
    }

    /** The call that failed, null when none has. */
    static synchronized String failed() {
        return failed;
    }

    /** What happens before each call from now on, on the thread that makes it; null for nothing. */
    static void before(Scene next) {
        scene = next == null ? (call, args) -> true : next;
    }

    private static synchronized boolean hits(String call) {
        if (SPARED.contains(call)) {
            return false;
        }
        if (countdown > 0 && --countdown == 0) {
            failed = call;
            return true;
        }
        return fatal && failed != null;
    }

    private static Syscalls disk() {
        var real = Syscalls.system();
        return (Syscalls)
                Proxy.newProxyInstance(
                        Syscalls.class.getClassLoader(),
                        new Class<?>[] {Syscalls.class},
                        (proxy, method, args) -> call(real, method, args));
    }

    private static Object call(Syscalls real, Method method, Object[] args) throws Throwable {
        if (hits(method.getName())) {
            return result(method, -LinuxErrno.EIO);
        }
        int doom = doom(method.getName());
        if (doom != 0) {
            return result(method, -doom);
        }
        if (!scene.plays(method.getName(), args)) {
            return result(method, -LinuxErrno.ENOENT);
        }
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object result(Method method, int value) {
        return method.getReturnType() == long.class ? (Object) (long) value : (Object) value;
    }
}
