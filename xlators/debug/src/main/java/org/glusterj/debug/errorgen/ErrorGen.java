package org.glusterj.debug.errorgen;

import java.util.List;
import java.util.Set;
import org.glusterj.core.Errno;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Lets fops fail instead of passing them on: {@code failure} percent of them, or with {@code random-failure} one after
 * some 3 to 44 others. Type: {@code debug/error-gen}. Runs on the caller's thread; options are replaced as a whole, the
 * count to the next failure is guarded by the monitor.
 */
final class ErrorGen extends Xlator {
    record Options(
            @Option(
                            key = "failure",
                            def = "0",
                            min = 0,
                            max = 100,
                            settable = true,
                            opVersion = 3,
                            help = "Percentage of fops that fail.")
                    double failure,
            @Option(
                            key = "error-no",
                            settable = true,
                            opVersion = 3,
                            help = "Name of the errno they fail with; one of several without.")
                    String errno,
            @Option(
                            key = "random-failure",
                            def = "off",
                            settable = true,
                            opVersion = 3,
                            help = "Let fops fail now and then, whatever the percentage.")
                    boolean random,
            @Option(
                            key = "enable",
                            settable = true,
                            opVersion = 3,
                            help = "Names of the fops that may fail; all without.")
                    String enable) {
        Options {
            parse(errno);
            FopType.listed(enable);
        }

        Set<FopType> types() {
            return FopType.listed(enable);
        }

        /** Null when none is given. */
        static Errno parse(String name) {
            if (name.isBlank()) {
                return null;
            }
            for (var errno : NAMED) {
                if (errno.name().equals(name.strip())) {
                    return errno;
                }
            }
            throw new IllegalArgumentException("option error-no cannot be '" + name + "'");
        }
    }

    private record Settings(Options options, Errno errno, Set<FopType> types) {
        static Settings of(Options options) {
            return new Settings(options, Options.parse(options.errno()), options.types());
        }
    }

    /** What {@code error-no} may be. */
    private static final List<Errno> NAMED =
            List.of(
                    Errno.ENOENT,
                    Errno.ENOTDIR,
                    Errno.ENAMETOOLONG,
                    Errno.EACCES,
                    Errno.EBADF,
                    Errno.EFAULT,
                    Errno.ENOMEM,
                    Errno.EINVAL,
                    Errno.EIO,
                    Errno.EEXIST,
                    Errno.ENOSPC,
                    Errno.EPERM,
                    Errno.EROFS,
                    Errno.EBUSY,
                    Errno.EISDIR,
                    Errno.ENOTEMPTY,
                    Errno.EMLINK,
                    Errno.ENODEV,
                    Errno.EXDEV,
                    Errno.EMFILE,
                    Errno.ENFILE,
                    Errno.ENOSYS,
                    Errno.EINTR,
                    Errno.EFBIG,
                    Errno.EAGAIN);

    private static final List<Errno> OF_PATHS =
            List.of(Errno.ENOENT, Errno.EACCES, Errno.ENOMEM, Errno.EIO);
    private static final List<Errno> OF_FDS =
            List.of(Errno.EBADF, Errno.EINVAL, Errno.ENOMEM, Errno.EIO);
    private static final int LEAST_GAP = 3;
    private static final int GAPS = 42;

    private volatile Settings settings;
    private int passed;
    private int gap = LEAST_GAP;

    ErrorGen(XlatorContext context, Options options) {
        super(context);
        settings = Settings.of(options);
    }

    @Override
    public void reconfigure(OptionValues values) throws GraphException {
        settings = Settings.of(values.as(Options.class));
    }

    @Override
    public <R extends Reply> R call(Frame frame, Fop<R> op) throws FopException {
        var now = settings;
        boolean mayFail = now.types().isEmpty() || now.types().contains(op.type());
        if (mayFail && fails(now.options())) {
            throw new FopException(now.errno() != null ? now.errno() : someErrno(op));
        }
        return next(frame, op);
    }

    private boolean fails(Options now) {
        return now.random()
                ? isTurn()
                : now.failure() > 0 && environment().random().nextDouble() * 100 < now.failure();
    }

    private synchronized boolean isTurn() {
        passed++;
        if (passed < gap) {
            return false;
        }
        passed = 0;
        gap = LEAST_GAP + environment().random().nextInt(GAPS);
        return true;
    }

    private Errno someErrno(Fop<?> op) {
        var choice = op instanceof Fop.OnFd ? OF_FDS : OF_PATHS;
        return choice.get(environment().random().nextInt(choice.size()));
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("debug/error-gen", Options.class, ErrorGen::new);
        }
    }
}
