package org.glusterj.management.store;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.glusterj.management.store.Calls.Ask;
import org.glusterj.management.store.Calls.Fate;
import org.glusterj.management.store.Calls.Reply;
import org.glusterj.management.store.wire.CallFailed;
import org.glusterj.management.store.wire.Wire;

/**
 * Brings what users of the store ask to whoever leads the pool, and waits for the answer. One request keeps its
 * number over all attempts, so that the leaders do it once. Thread-safe.
 */
final class Leader {
    /** The wire's kind of a call that is for the leader. */
    static final int SUBMIT = Wire.SLOW_KINDS;

    /** Between attempts when nobody is known to lead. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Supplier<Optional<Member>> member;
    private final Wire wire;
    private final Timing timing;
    private final UUID client = UUID.randomUUID();
    private final AtomicLong calls = new AtomicLong();

    /** @param member of this node now; empty between two */
    Leader(Supplier<Optional<Member>> member, Wire wire, Timing timing) {
        this.member = member;
        this.wire = wire;
        this.timing = timing;
    }

    /** Another member asks this node. */
    static byte[] serve(Member member, byte[] body, Timing timing) throws IOException {
        return Calls.encode(serve(member, Calls.decodeAsk(body), timing.command()));
    }

    /** @param deadlineNanos of {@link System#nanoTime} */
    byte[] ask(boolean read, byte[] content, long deadlineNanos) throws StoreException {
        return new Attempts(new Ask(client, calls.incrementAndGet(), read, content), deadlineNanos)
                .run();
    }

    private static Reply serve(Member member, Ask ask, Duration timeout) throws IOException {
        if (!member.leads()) {
            return Reply.without(Fate.NOT_LEADER, member.leader().orElse(""));
        }
        try {
            var reply =
                    member.submit(
                                    ClientId.valueOf(ask.client()),
                                    ask.call(),
                                    ask.read(),
                                    ask.content())
                            .get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
            return reply(reply);
        } catch (TimeoutException e) {
            return Reply.without(Fate.UNKNOWN, "no majority answered within " + timeout);
        } catch (ExecutionException e) {
            return Reply.without(Fate.UNKNOWN, String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.without(Fate.UNKNOWN, "interrupted");
        }
    }

    private static Reply reply(RaftClientReply reply) {
        if (reply.isSuccess()) {
            return new Reply(Fate.DONE, "", reply.getMessage().getContent().toByteArray());
        }
        Throwable why = reply.getException();
        if (why instanceof StateMachineException) {
            return Reply.without(Fate.REFUSED, String.valueOf(why.getMessage()));
        }
        return Reply.without(Fate.UNKNOWN, String.valueOf(why == null ? reply : why.getMessage()));
    }

    /** One request, as often as it takes. */
    private final class Attempts {
        private final Ask ask;
        private final long deadlineNanos;
        private final ArrayDeque<String> next = new ArrayDeque<>();
        private final Set<String> tried = new LinkedHashSet<>();

        /** Who has answered, whatever it was; of those asked again, the last time counts. */
        private final Set<String> answering = new HashSet<>();

        private boolean certain = true;
        private String why = "no time was left to ask anybody";

        Attempts(Ask ask, long deadlineNanos) {
            this.ask = ask;
            this.deadlineNanos = deadlineNanos;
        }

        byte[] run() throws StoreException {
            while (left() > 0) {
                var self = member.get().orElse(null);
                if (self == null) {
                    why = "this node is just becoming a member";
                    pause();
                    continue;
                }
                var target = target(self);
                var reply = attempt(self, target);
                switch (reply.fate()) {
                    case DONE -> {
                        return reply.content();
                    }
                    case REFUSED ->
                            throw new StoreException("refused: " + reply.text(), null, certain);
                    case NOT_LEADER -> {
                        if (!reply.text().isEmpty() && !reply.text().equals(target)) {
                            next.addFirst(reply.text());
                        }
                        why = "the pool has no leader";
                    }
                    case UNKNOWN -> {
                        certain &= ask.read();
                        why = reply.text();
                    }
                }
                if (next.isEmpty() || tried.contains(next.peekFirst())) {
                    pause();
                }
            }
            throw new StoreException(
                    "no majority of the pool answers" + count() + ": " + why, null, certain);
        }

        /** How many of the voters there are, as far as this node found out. */
        private String count() {
            var self = member.get().orElse(null);
            var voters =
                    Optional.ofNullable(self)
                            .flatMap(Member::standing)
                            .map(Standing::voters)
                            .orElse(Collections.emptySortedSet());
            if (voters.isEmpty()) {
                return "";
            }
            answering.add(self.membership().name());
            var silent =
                    voters.stream()
                            .filter(voter -> !answering.contains(voter))
                            .map(voter -> place(self, voter))
                            .toList();
            return " ("
                    + (voters.size() - silent.size())
                    + " of "
                    + voters.size()
                    + " voting nodes"
                    + (silent.isEmpty() ? "" : ", not " + String.join(" and not ", silent))
                    + ")";
        }

        private static String place(Member self, String voter) {
            try {
                return self.wire().address(voter);
            } catch (IOException unknown) {
                return voter;
            }
        }

        /** The leader, if known and not tried in this round; then any voter. A round tries each once. */
        private String target(Member self) {
            if (next.isEmpty()) {
                tried.clear();
                self.leader().ifPresent(next::add);
                self.standing().ifPresent(standing -> next.addAll(standing.voters()));
                next.add(self.membership().name());
            }
            var target = next.pollFirst();
            while (tried.contains(target) && !next.isEmpty()) {
                target = next.pollFirst();
            }
            tried.add(target);
            return target;
        }

        private Reply attempt(Member self, String target) {
            try {
                if (target.equals(self.membership().name())) {
                    return serve(self, ask, Duration.ofNanos(Math.max(1, left())));
                }
                var reply =
                        Calls.decodeReply(
                                wire.call(
                                        self.wire().address(target),
                                        target,
                                        SUBMIT,
                                        Calls.encode(ask),
                                        patience(self, target)));
                answering.add(target);
                return reply;
            } catch (ConnectException | CallFailed e) {
                answering.remove(target);
                return Reply.without(Fate.NOT_LEADER, "");
            } catch (IOException | RuntimeException e) {
                answering.remove(target);
                return Reply.without(Fate.UNKNOWN, target + " does not answer: " + e.getMessage());
            }
        }

        /**
         * A leader that does not answer may have lost its place to one that would. Another voter is asked only who
         * leads, or has become it just now.
         */
        private Duration patience(Member self, String target) {
            boolean leads = self.leader().filter(target::equals).isPresent();
            long nanos = timing.election().toNanos() * (leads ? 3 : 1);
            return Duration.ofNanos(Math.clamp(left(), 1, nanos));
        }

        private void pause() throws StoreException {
            try {
                TimeUnit.NANOSECONDS.sleep(Math.clamp(left(), 1, PAUSE.toNanos()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException("interrupted", e, certain);
            }
        }

        private long left() {
            return deadlineNanos - System.nanoTime();
        }
    }
}
