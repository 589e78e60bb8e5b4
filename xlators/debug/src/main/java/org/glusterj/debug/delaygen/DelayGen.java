package org.glusterj.debug.delaygen;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.glusterj.core.Fop;
import org.glusterj.core.FopException;
import org.glusterj.core.FopType;
import org.glusterj.core.Frame;
import org.glusterj.core.GraphException;
import org.glusterj.core.MustWait;
import org.glusterj.core.Option;
import org.glusterj.core.OptionValues;
import org.glusterj.core.Reply;
import org.glusterj.core.Xlator;
import org.glusterj.core.XlatorContext;
import org.glusterj.core.XlatorType;

/**
 * Holds some of the fops that {@code enable} names up before they go down. Type: {@code debug/delay-gen}. Runs on the
 * caller's thread, which sleeps; one that must not is left first ({@link MustWait}). Options are replaced as a whole.
 */
final class DelayGen extends Xlator {
    record Options(
            @Option(
                            key = "delay-percentage",
                            def = "10%",
                            min = 0,
                            max = 100,
                            settable = true,
                            opVersion = 31_300,
                            help = "Percentage of fops that are held up.")
                    double percentage,
            @Option(
                            key = "delay-duration",
                            def = "100000",
                            min = 0,
                            max = 60_000_000,
                            settable = true,
                            opVersion = 31_300,
                            help = "For how many microseconds.")
                    long micros,
            @Option(
                            key = "enable",
                            settable = true,
                            opVersion = 31_300,
                            help = "Names of the fops that may be held up; none without.")
                    String enable) {
        Options {
            FopType.listed(enable);
        }
    }

    private record Settings(Options options, Set<FopType> types) {
        static Settings of(Options options) {
            return new Settings(options, FopType.listed(options.enable()));
        }
    }

    private volatile Settings settings;

    DelayGen(XlatorContext context, Options options) {
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
        if (now.types().contains(op.type())
                && environment().random().nextDouble() * 100 < now.options().percentage()) {
            MustWait.unlessAllowed(frame);
            environment().sleep(Duration.of(now.options().micros(), ChronoUnit.MICROS));
        }
        return next(frame, op);
    }

    /** Registered through {@code META-INF/services/org.glusterj.core.XlatorType}. */
    public static final class Type extends XlatorType<Options> {
        public Type() {
            super("debug/delay-gen", Options.class, DelayGen::new);
        }
    }
}
