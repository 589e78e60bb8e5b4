package org.glusterj.management.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.store.ClusterStore;
import org.glusterj.management.store.ClusterStore.Commit;
import org.glusterj.management.store.ClusterStore.Condition;
import org.glusterj.management.store.ClusterStore.Write;
import org.glusterj.management.store.StoreException;
import org.glusterj.management.volume.CommandException;
import org.glusterj.management.volume.CommandException.Kind;

/** The webhooks of the pool, and how far each was told. Refusals have stock's words. Thread-safe. */
public final class Webhooks {
    /** Of the pool. */
    static final int HOOKS_MAX = 64;

    static final String PREFIX = "webhooks/";

    private static final String POSITIONS = "webhook-positions/";

    /** Up to where a webhook was told. */
    private record Position(long sequence) {}

    /** @param revision of the record of the position */
    record Told(long sequence, long revision) {}

    private final ClusterStore store;
    private final EventLog log;

    public Webhooks(ClusterStore store, EventLog log) {
        this.store = store;
        this.log = log;
    }

    private static String key(String url) {
        return PREFIX + UUID.nameUUIDFromBytes(url.getBytes(UTF_8));
    }

    private static String position(String url) {
        return POSITIONS + UUID.nameUUIDFromBytes(url.getBytes(UTF_8));
    }

    /** Sorted by URL. */
    public List<Webhook> list() throws CommandException {
        try {
            return hooks(store.list(PREFIX));
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    /** As this node knows them. */
    List<Webhook> known() {
        return hooks(store.known(PREFIX));
    }

    private static List<Webhook> hooks(List<ClusterStore.Entry> entries) {
        return entries.stream()
                .map(entry -> Json.read(entry.value(), Webhook.class))
                .sorted((a, b) -> a.url().compareTo(b.url()))
                .toList();
    }

    /** It is told of what happens from now on. */
    public void add(Webhook hook) throws CommandException {
        require(hook);
        if (list().size() >= HOOKS_MAX) {
            throw new CommandException(
                    Kind.CONFLICT, "there are " + HOOKS_MAX + " webhooks, which is the most");
        }
        var begin = Json.write(new Position(log.newest()));
        commit(
                "Webhook already exists",
                Kind.CONFLICT,
                List.of(new Condition(key(hook.url()), 0)),
                List.of(
                        new Write(key(hook.url()), Json.write(hook)),
                        new Write(position(hook.url()), begin)));
    }

    /** Replaces what is not empty, as stock does. */
    public void change(Webhook hook) throws CommandException {
        require(hook);
        var entry = find(hook.url());
        var before = Json.read(entry.value(), Webhook.class);
        var after =
                new Webhook(
                        hook.url(),
                        hook.token().isEmpty() ? before.token() : hook.token(),
                        hook.secret().isEmpty() ? before.secret() : hook.secret());
        commit(
                "the webhook was changed meanwhile, please try again",
                Kind.CONFLICT,
                List.of(new Condition(entry.key(), entry.revision())),
                List.of(new Write(entry.key(), Json.write(after))));
    }

    public void remove(String url) throws CommandException {
        require(new Webhook(url, "", ""));
        var entry = find(url);
        commit(
                "the webhook was changed meanwhile, please try again",
                Kind.CONFLICT,
                List.of(new Condition(entry.key(), entry.revision())),
                List.of(new Write(entry.key(), null), new Write(position(url), null)));
    }

    private static void require(Webhook hook) throws CommandException {
        var fault = hook.fault();
        if (fault != null) {
            throw CommandException.invalid(fault);
        }
    }

    private ClusterStore.Entry find(String url) throws CommandException {
        try {
            return store.get(key(url))
                    .orElseThrow(
                            () -> new CommandException(Kind.MISSING, "Webhook does not exists"));
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    private void commit(String otherwise, Kind kind, List<Condition> conditions, List<Write> writes)
            throws CommandException {
        try {
            if (store.commit(new Commit(conditions, writes)).isEmpty()) {
                throw new CommandException(kind, otherwise);
            }
        } catch (StoreException e) {
            throw failed(e);
        }
    }

    private static CommandException failed(StoreException e) {
        return new CommandException(Kind.FAILED, e.getMessage(), e);
    }

    /** Empty when there is no such webhook. */
    Optional<Told> told(String url) throws StoreException {
        return store.get(position(url))
                .map(
                        entry ->
                                new Told(
                                        Json.read(entry.value(), Position.class).sequence(),
                                        entry.revision()));
    }

    /** It was told up to {@code sequence}. @return empty when somebody else said so of it since {@code before} */
    Optional<Told> tell(String url, Told before, long sequence) throws StoreException {
        var commit =
                new Commit(
                        List.of(new Condition(position(url), before.revision())),
                        List.of(new Write(position(url), Json.write(new Position(sequence)))));
        return store.commit(commit).map(revision -> new Told(sequence, revision));
    }
}
