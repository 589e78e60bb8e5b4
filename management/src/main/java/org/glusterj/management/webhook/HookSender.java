package org.glusterj.management.webhook;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.event.Event;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.EventLog.Logged;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.webhook.Webhooks.Told;

/**
 * Tells webhooks of events: the node that leads the pool tells all of them, so that each hears the events of all
 * nodes in their order. What waits is the {@link EventLog}; how far a webhook was told is in the store, so whoever
 * leads next goes on there. An event comes at least once: twice when the leader changes between the post and the note
 * of it.
 *
 * <p>Each webhook has a virtual thread of its own on each node; those of nodes that do not lead only look whether
 * they do. Guarded by the monitor: the set of threads; they wait on it, at most {@link #LOOK} or a pause.
 */
public final class HookSender implements AutoCloseable {
    /** Between two looks whether this node leads. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    static final Duration PAUSE_MAX = Duration.ofSeconds(60);

    private static final int OK = 2;
    private static final int SERVER_ERRORS = 5;
    private static final Set<Integer> LATER = Set.of(408, 425, 429);
    private static final Log LOG = Log.of(HookSender.class);

    private final ClusterStore store;
    private final EventLog log;
    private final Webhooks hooks;
    private final BooleanSupplier leads;
    private final Environment environment;
    private final Duration pauseMin;
    private final HookClient client;
    private final Set<String> running = new HashSet<>();
    private AutoCloseable watch;
    private AutoCloseable listening;
    private long stirred;
    private boolean closed;

    /** @param leads whether this node leads the pool */
    public HookSender(
            ClusterStore store,
            EventLog log,
            Webhooks hooks,
            BooleanSupplier leads,
            InstantSource clock,
            Environment environment) {
        this(store, log, hooks, leads, environment, new HookClient(clock), LOOK.dividedBy(2));
    }

    HookSender(
            ClusterStore store,
            EventLog log,
            Webhooks hooks,
            BooleanSupplier leads,
            Environment environment,
            HookClient client,
            Duration pauseMin) {
        this.store = store;
        this.log = log;
        this.hooks = hooks;
        this.leads = leads;
        this.environment = environment;
        this.client = client;
        this.pauseMin = pauseMin;
    }

    public void start() {
        watch = store.watch(Webhooks.PREFIX, (revision, changed) -> stir());
        listening = log.listen(this::stir);
    }

    /** Posts {@code TEST} to a webhook that need not be known. @return why that failed, or null */
    public String test(Webhook hook, Event event) {
        try {
            int status = client.post(hook, event, 0);
            return status == 200 ? null : Integer.toString(status);
        } catch (IOException e) {
            return reason(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private synchronized void stir() {
        stirred++;
        if (!closed) {
            for (var hook : hooks.known()) {
                if (running.add(hook.url())) {
                    environment.spawn("webhook", () -> run(hook.url()));
                }
            }
        }
        notifyAll();
    }

    private Optional<Webhook> hook(String url) {
        return hooks.known().stream().filter(hook -> hook.url().equals(url)).findFirst();
    }

    /** Ends when the webhook was removed, under the monitor: one that is added again later has another thread then. */
    private synchronized boolean isOver(String url) {
        if (!closed && hook(url).isPresent()) {
            return false;
        }
        running.remove(url);
        return true;
    }

    private void run(String url) {
        var line = new Line(url);
        while (!isOver(url)) {
            long before;
            synchronized (this) {
                before = stirred;
            }
            try {
                line.round(before);
            } catch (StoreException e) {
                line.told = null;
                rest(LOOK, before);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException bug) {
                LOG.say(WebhookMessage.HOOK_BUG, bug, url);
                rest(PAUSE_MAX, Long.MIN_VALUE);
            }
        }
    }

    /** Waits, but not when somebody stirred since {@code seen}; {@link Long#MIN_VALUE}: whoever stirs. */
    private synchronized void rest(Duration most, long seen) {
        long deadline = environment.nanoTime() + most.toNanos();
        try {
            while (!closed && (seen == Long.MIN_VALUE || seen == stirred)) {
                long left = deadline - environment.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one webhook is told. Confined to its thread. */
    private final class Line {
        private final String url;

        /** How far it was told, as this node knows; null when somebody else may have told it more. */
        private Told told;

        private int failures;

        Line(String url) {
            this.url = url;
        }

        void round(long seen) throws StoreException, InterruptedException {
            if (!leads.getAsBoolean()) {
                told = null;
                rest(LOOK, Long.MIN_VALUE);
                return;
            }
            if (told == null) {
                told = hooks.told(url).orElse(null);
            }
            var next = told == null ? List.<Logged>of() : log.after(told.sequence(), 1);
            var hook = hook(url);
            if (next.isEmpty() || hook.isEmpty()) {
                rest(LOOK, seen);
                return;
            }
            tell(hook.get(), next.getFirst());
        }

        private void tell(Webhook hook, Logged next) throws StoreException, InterruptedException {
            try {
                int status = client.post(hook, next.event(), next.sequence());
                if (status / 100 == SERVER_ERRORS || LATER.contains(status)) {
                    failed("HTTP " + status);
                    return;
                }
                if (status / 100 != OK) {
                    LOG.say(WebhookMessage.HOOK_REFUSES, url, next.event().event(), status);
                }
                took(next);
            } catch (IOException e) {
                failed(reason(e));
            }
        }

        private void took(Logged event) throws StoreException {
            if (failures > 0) {
                failures = 0;
                LOG.say(WebhookMessage.HOOK_TAKES, url, event.sequence());
            }
            if (log.gone() > told.sequence()) {
                LOG.say(WebhookMessage.HOOK_MISSED, url, told.sequence(), log.gone());
            }
            told = hooks.tell(url, told, event.sequence()).orElse(null);
        }

        private void failed(String why) {
            if (failures == 0) {
                LOG.say(WebhookMessage.HOOK_FAILS, url, why);
            }
            var pause = pauseMin.multipliedBy(1L << Math.min(failures++, 16));
            rest(pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause, Long.MIN_VALUE);
        }
    }

    @Override
    public void close() throws Exception {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (listening != null) {
            listening.close();
            watch.close();
        }
        client.close();
    }
}
