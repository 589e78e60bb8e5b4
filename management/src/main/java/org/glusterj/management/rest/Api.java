package org.glusterj.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** The JSON of requests and answers: GlusterD-2's names, and those of docs/design/0009. Values. */
final class Api {
    private Api() {}

    record Error(int code, String message, Map<String, String> fields) {}

    record Errors(List<Error> errors) {}

    record BrickReq(String type, String peerid, String host, String path) {}

    record SubvolReq(
            String type,
            List<BrickReq> bricks,
            Integer replica,
            Integer arbiter,
            @JsonProperty("disperse-count") Integer disperse,
            @JsonProperty("disperse-data") Integer data,
            @JsonProperty("disperse-redundancy") Integer redundancy) {}

    record VolCreateReq(
            String name,
            String transport,
            List<SubvolReq> subvols,
            Boolean force,
            Map<String, Boolean> flags,
            Map<String, String> options) {}

    record VolExpandReq(Integer replica, Integer arbiter, List<BrickReq> bricks, Boolean force) {
        static final VolExpandReq EMPTY = new VolExpandReq(null, null, null, null);
    }

    /** @param action {@code start}, {@code stop}, {@code status}, {@code commit} or {@code force} */
    record ShrinkReq(String action, Integer replica, List<BrickReq> bricks) {
        static final ShrinkReq EMPTY = new ShrinkReq(null, null, null);
    }

    /** @param option {@code fix-layout}, {@code force}, or nothing */
    record RebalStartReq(String option) {
        static final RebalStartReq EMPTY = new RebalStartReq(null);
    }

    /** Numbers are text, as GlusterD-2 has them. @param state in stock's words */
    record RebalNodeStatus(
            @JsonProperty("peerid") String peer,
            String node,
            @JsonProperty("status") String state,
            @JsonProperty("rebalanced-files") String files,
            String size,
            @JsonProperty("lookedup") String lookedUp,
            @JsonProperty("failed") String failed,
            String skipped,
            @JsonProperty("run-time") String runTime,
            @JsonProperty("time-left") String timeLeft) {}

    /** @param type {@code rebalance}, {@code fix-layout} or {@code remove-brick}; null = there is no task */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RebalStatus(
            String volume,
            @JsonProperty("rebalance-id") String id,
            String type,
            @JsonProperty("nodes-status") List<RebalNodeStatus> nodes) {}

    /** What a volume is busy with. @param type as stock calls it */
    record TaskStatus(
            String type,
            String id,
            String status,
            @JsonProperty("status-text") String statusText,
            List<String> bricks) {}

    record StartReq(@JsonProperty("force-start-bricks") Boolean force) {
        static final StartReq EMPTY = new StartReq(null);
    }

    record StopReq(Boolean force) {
        static final StopReq EMPTY = new StopReq(null);
    }

    /**
     * Bricks write all that they know, whatever {@code options} names; also for {@code nfs}, of which 10.3 as it is
     * packaged knows nothing either.
     *
     * @param client null: bricks
     */
    record StatedumpReq(StatedumpClient client, boolean quotad) {
        static final StatedumpReq EMPTY = new StatedumpReq(null, false);
    }

    record StatedumpClient(String host, int pid) {}

    /** @param range or name; null = all */
    record ClearLocksReq(String path, String kind, String type, String range) {
        static final ClearLocksReq EMPTY = new ClearLocksReq(null, null, null, null);
    }

    record ClearedLocks(String brick, String message) {}

    /** @param brick null = all */
    record LogRotateReq(String brick) {
        static final LogRotateReq EMPTY = new LogRotateReq(null);
    }

    record ReplaceReq(
            @JsonProperty("src-peerid") String peerid,
            @JsonProperty("src-host") String host,
            @JsonProperty("src-brickpath") String path,
            @JsonProperty("new-brick") BrickReq fresh,
            Boolean force) {
        static final ReplaceReq EMPTY = new ReplaceReq(null, null, null, null, null);

        BrickReq source() {
            return new BrickReq(null, peerid, host, path);
        }
    }

    /** @param action {@code start} or {@code commit} */
    record ResetBrickReq(
            String action,
            @JsonProperty("src-peerid") String peerid,
            @JsonProperty("src-host") String host,
            @JsonProperty("src-brickpath") String path,
            @JsonProperty("new-brick") BrickReq fresh,
            Boolean force) {
        static final ResetBrickReq EMPTY = new ResetBrickReq(null, null, null, null, null, null);

        BrickReq source() {
            return new BrickReq(null, peerid, host, path);
        }
    }

    record BarrierReq(Boolean enable) {
        static final BarrierReq EMPTY = new BarrierReq(null);
    }

    /** @param group a named group of settings, instead of {@code options} */
    record OptionReq(Map<String, String> options, String group) {
        static final OptionReq EMPTY = new OptionReq(null, null);
    }

    record ResetReq(List<String> options, Boolean force, Boolean all) {
        static final ResetReq EMPTY = new ResetReq(null, null, null);
    }

    record PeerAddReq(List<String> addresses) {
        static final PeerAddReq EMPTY = new PeerAddReq(null);
    }

    /** @param volume null = all */
    record SyncReq(String host, String volume) {
        static final SyncReq EMPTY = new SyncReq(null, null);
    }

    /** @param type 0 a brick, 1 an arbiter */
    record BrickInfo(
            String id,
            String path,
            @JsonProperty("volume-id") String volumeId,
            @JsonProperty("volume-name") String volumeName,
            @JsonProperty("peer-id") String peerId,
            String host,
            int type) {}

    /** @param type 0 distribute, 1 replicate, 2 disperse */
    record Subvol(
            String name,
            int type,
            List<BrickInfo> bricks,
            @JsonProperty("replica-count") int replica,
            @JsonProperty("arbiter-count") int arbiter,
            @JsonProperty("disperse-count") int disperse,
            @JsonProperty("disperse-data-count") int data,
            @JsonProperty("disperse-redundancy-count") int redundancy) {}

    /**
     * @param type 0 distribute, 1 replicate, 2 disperse, 3 and 4 these distributed
     * @param state 0 created, 1 started, 2 stopped
     */
    record VolumeInfo(
            String id,
            String name,
            int type,
            String transport,
            @JsonProperty("distribute-count") int distribute,
            @JsonProperty("replica-count") int replica,
            @JsonProperty("arbiter-count") int arbiter,
            @JsonProperty("disperse-count") int disperse,
            @JsonProperty("disperse-data-count") int data,
            @JsonProperty("disperse-redundancy-count") int redundancy,
            Map<String, String> options,
            int state,
            List<Subvol> subvols,
            Map<String, String> metadata,
            @JsonProperty("snap-list") List<String> snapshots) {}

    record Size(long capacity, long used, long free) {
        static final Size NONE = new Size(0, 0, 0);
    }

    /** What stock's {@code status detail} has beside. */
    record BrickStatus(
            BrickInfo info,
            boolean online,
            long pid,
            int port,
            @JsonProperty("fs-type") String fsType,
            @JsonProperty("mount-opts") String mountOptions,
            String device,
            Size size,
            @JsonProperty("block-size") long blockSize,
            @JsonProperty("inode-size") long inodeSize,
            @JsonProperty("inodes-total") long inodesTotal,
            @JsonProperty("inodes-free") long inodesFree) {}

    /** @param bricks {@link BrickStatus}, with what was asked of them beside */
    record VolumeStatus(
            VolumeInfo info,
            boolean online,
            Size size,
            List<?> bricks,
            List<Service> services,
            List<TaskStatus> tasks) {}

    /** A process of a node that is no brick. @param name as stock calls it */
    record Service(
            String name,
            String host,
            @JsonProperty("peerid") String peer,
            boolean online,
            long pid,
            int port) {}

    record OptionValue(
            String name,
            String value,
            boolean modified,
            @JsonProperty("default-value") String defaultValue,
            @JsonProperty("option-level") String level,
            @JsonProperty("no-default") boolean bare) {}

    record OptionHelp(
            String name, @JsonProperty("default-value") String defaultValue, String description) {}

    record ClusterOption(
            String key,
            String value,
            @JsonProperty("default") String defaultValue,
            boolean modified) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PeerInfo(
            String id,
            String name,
            @JsonProperty("peer-addresses") List<String> peerAddresses,
            @JsonProperty("client-addresses") List<String> clientAddresses,
            boolean online,
            Map<String, String> metadata,
            List<String> addresses,
            boolean local,
            int state,
            @JsonProperty("state-text") String stateText,
            String role,
            String note) {}

    /** GlusterD-2's, with stock's names of events and of what is told of them. @param origin the node's id */
    record EventInfo(
            String id,
            String name,
            Map<String, Object> data,
            String origin,
            String timestamp,
            long sequence) {}

    /** @param error null when the webhook took the test */
    record HookTested(
            String id, String name, boolean local, boolean online, boolean ok, String error) {}

    record Version(
            @JsonProperty("glusterd-version") String version,
            @JsonProperty("api-version") int api) {}

    record Endpoint(
            String name,
            String description,
            String methods,
            String path,
            @JsonProperty("request-type") String requestType,
            @JsonProperty("response-type") String responseType) {}
}
