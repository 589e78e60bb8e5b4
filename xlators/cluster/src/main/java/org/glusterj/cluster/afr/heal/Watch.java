package org.glusterj.cluster.afr.heal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.glusterj.core.Environment;
import org.glusterj.core.FopException;
import org.glusterj.core.Frame;
import org.glusterj.core.Log;
import org.glusterj.core.Promise;
import org.glusterj.core.Reply;

/**
 * Crawls through one local brick whenever there is a reason to (spec afr 7): a child has come up, somebody asks, the
 * interval is over. As long as a crawl heals something there is another after it, for a healed directory makes inodes
 * that could not be healed before; what could not be healed, as another was at work, is tried again at growing
 * distances. Its thread runs from {@link #begin} to {@link #end}; the wishes are volatile, the last crawl's counts
 * too.
 */
final class Watch {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Log LOG = Log.of(Watch.class);

    private final SelfHeal owner;
    private final Environment environment;
    private final int child;
    private volatile Thread thread;
    private volatile boolean ended;
    private volatile boolean wanted = true;
    private volatile boolean wantedFull;
    private volatile CrawlCount last;
    private volatile Promise<Reply.Ok> over;

    Watch(SelfHeal owner, Environment environment, int child) {
        this.owner = owner;
        this.environment = environment;
        this.child = child;
    }

    void begin() {
        var end = new Promise<Reply.Ok>();
        over = end;
        environment.spawn(
                "self-heal-" + child,
                () -> {
                    try {
                        run();
                    } finally {
                        end.ok(Reply.Ok.PLAIN);
                    }
                });
    }

    void end() {
        ended = true;
        wake();
    }

    /** After {@link #end}: waits until it touches nothing any more; false when that takes too long. */
    boolean awaitEnd(Frame frame) {
        try {
            if (over != null) {
                over.await(environment, frame);
            }
            return true;
        } catch (FopException late) {
            return false;
        }
    }

    void request() {
        wanted = true;
        wake();
    }

    void requestFull() {
        wantedFull = true;
        request();
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    private boolean goesOn() {
        return !ended && owner.isEnabled();
    }

    CrawlStatus status() {
        var count = last;
        var brick = owner.healer().replica().childName(child);
        return count == null
                ? new CrawlStatus(brick, "INDEX", false, 0, 0, 0, 0, 0, 0)
                : count.status();
    }

    private void run() {
        thread = Thread.currentThread();
        var retry = FIRST_RETRY;
        var next = owner.timeout();
        while (!ended) {
            boolean asked = await(next);
            next = owner.timeout();
            retry = asked ? FIRST_RETRY : shorter(retry.multipliedBy(2), next);
            if (!goesOn() || !owner.healer().replica().isAllUp()) {
                continue;
            }
            try {
                if (wantedFull) {
                    wantedFull = false;
                    walk();
                }
                long unfinished = crawlUntilQuiet();
                if (unfinished > 0) {
                    next = shorter(retry, next);
                }
            } catch (FopException why) {
                LOG.say(
                        HealMessage.CRAWL_FAILED,
                        owner.healer().replica().childName(child),
                        why.getMessage());
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * True when somebody asked, false when the time is over. A wish for the whole tree that cannot be granted yet
     * stays: it is granted with the next crawl, and does not end the wait for that.
     */
    private boolean await(Duration atMost) {
        long until = environment.nanoTime() + atMost.toNanos();
        while (!wanted && !ended && environment.nanoTime() < until) {
            environment.parkUntil(until);
            if (Thread.interrupted()) {
                ended = true;
            }
        }
        boolean asked = wanted;
        wanted = false;
        return asked;
    }

    /** Returns how many could not be healed that another crawl may heal. */
    long crawlUntilQuiet() throws FopException {
        var healer = owner.healer();
        var count = new CrawlCount(environment, healer.replica().childName(child), "INDEX");
        last = count;
        try {
            long before = -1;
            while (count.healed() > before && goesOn()) {
                if (before >= 0 && !environment.sleep(PAUSE)) {
                    break;
                }
                before = count.healed();
                count.again();
                new Crawl(healer, child, owner.threads(), count, this::goesOn).index();
            }
            var frame = healer.replica().frame();
            healer.names().anonymous().clean(frame, child, healer.inodes());
        } finally {
            ended(count);
        }
        return count.unfinished();
    }

    void walk() throws FopException {
        var healer = owner.healer();
        var count = new CrawlCount(environment, healer.replica().childName(child), "FULL");
        last = count;
        try {
            new Tree(healer, child, owner.threads(), count, this::goesOn).walk();
        } finally {
            ended(count);
        }
    }

    private void ended(CrawlCount count) {
        count.end();
        var status = count.status();
        if (status.checked() > 0) {
            LOG.say(
                    HealMessage.CRAWL_ENDED,
                    status.brick(),
                    status.type(),
                    status.healed(),
                    status.failed(),
                    status.splitBrain());
        }
    }
}
