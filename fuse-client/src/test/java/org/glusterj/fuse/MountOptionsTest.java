package org.glusterj.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.glusterj.linux.DeviceSyscalls;
import org.junit.jupiter.api.Test;

class MountOptionsTest {
    private static void assertRefused(String list, String message) {
        assertThatThrownBy(() -> MountOptions.parse(list))
                .isInstanceOf(MountOptions.UsageException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void withoutOptionsStocksDefaultsHold() throws Exception {
        var options = MountOptions.parse("");
        var config = options.config();
        assertThat(config.attributeTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.entryTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.negativeTimeout()).isZero();
        assertThat(config.gidTimeout()).isEqualTo(Duration.ofSeconds(300));
        assertThat(config.readdirplus()).isTrue();
        assertThat(config.autoInvalidate()).isTrue();
        assertThat(config.writebackCache()).isFalse();
        assertThat(config.keepCache()).isFalse();
        assertThat(config.directIo()).isFalse();
        assertThat(config.background()).isEqualTo(64);
        assertThat(config.congestion()).isEqualTo(48);
        assertThat(config.payloadBytes()).isEqualTo(8 << 20);
        assertThat(options.mountFlags()).isZero();
        assertThat(options.port()).isEqualTo(24007);
        assertThat(options.backend()).isEqualTo("raw");
        assertThat(MountOptions.parse("backend=jnr").backend()).isEqualTo("jnr");
        assertThat(options.kernelOptions())
                .isEqualTo("default_permissions,allow_other,max_read=1048576");
    }

    @Test
    void whatMountEightPassesIsUnderstood() throws Exception {
        var options = MountOptions.parse("rw,noatime,ro,nosuid,_netdev,x-systemd.automount,nofail");
        assertThat(options.mountFlags())
                .isEqualTo(
                        DeviceSyscalls.MS_NOATIME
                                | DeviceSyscalls.MS_RDONLY
                                | DeviceSyscalls.MS_NOSUID);
        assertThat(options.isReadOnly()).isTrue();
        assertThat(options.ignored()).contains("_netdev", "x-systemd.automount", "nofail");
        assertThat(MountOptions.parse("noatime,relatime").mountFlags())
                .isEqualTo(DeviceSyscalls.MS_RELATIME);
    }

    @Test
    void stocksHelperOptionsAreTaken() throws Exception {
        var options =
                MountOptions.parse(
                        "attribute-timeout=0.5,entry_timeout=600,negative-timeout=2,acl,selinux,"
                                + "direct-io-mode=enable,use-readdirp=no,fopen-keep-cache=true,"
                                + "kernel-writeback-cache=yes,auto-invalidation=no,background-qlen=100,"
                                + "reader-thread-count=8,lru-limit=1000,volfile-server-port=24107,"
                                + "backup-volfile-servers=b:c,log-level=DEBUG,payload-limit=16MB");
        var config = options.config();
        assertThat(config.attributeTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.entryTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.negativeTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.acl()).isTrue();
        assertThat(config.selinux()).isTrue();
        assertThat(config.directIo()).isTrue();
        assertThat(config.readdirplus()).isFalse();
        assertThat(config.keepCache()).isTrue();
        assertThat(config.writebackCache()).isTrue();
        assertThat(config.autoInvalidate()).isFalse();
        assertThat(config.background()).isEqualTo(100);
        assertThat(config.congestion()).isEqualTo(75);
        assertThat(config.readers()).isEqualTo(8);
        assertThat(config.payloadBytes()).isEqualTo(16 << 20);
        assertThat(options.lruLimit()).isEqualTo(1000);
        assertThat(options.port()).isEqualTo(24107);
        assertThat(options.backupServers()).containsExactly("b", "c");
        assertThat(options.text("log-level", "INFO")).isEqualTo("DEBUG");
    }

    @Test
    void backupServersMayBeIpv6() throws Exception {
        assertThat(MountOptions.parse("backup-volfile-servers=[::1]:b:[fe80::2]").backupServers())
                .containsExactly("::1", "b", "fe80::2");
        assertRefused(
                "backup-volfile-servers=[::1",
                "option backup-volfile-servers must be hosts separated by ':', IPv6 in brackets,"
                        + " not [::1");
    }

    @Test
    void transportsOtherThanTcpAreRefused() throws Exception {
        assertThat(MountOptions.parse("transport=tcp,volfile-server-transport=socket").ignored())
                .isEmpty();
        assertRefused("transport=rdma", "option transport must be tcp or socket, not rdma");
        assertRefused(
                "volfile-server-transport=unix",
                "option volfile-server-transport must be tcp or socket, not unix");
    }

    @Test
    void theVolumeIsNamedInTheSpecOnly() {
        assertRefused("volfile-id=other", "option volfile-id: write HOST:/VOLUME instead");
        assertRefused("volfile-server=other", "option volfile-server: write HOST:/VOLUME instead");
    }

    @Test
    void stocksOtherOptionsDoNotStopAMount() throws Exception {
        var options =
                MountOptions.parse(
                        "localtime-logging,mand,nomand,silent,loud,iversion,noiversion,lazytime,"
                                + "volfile-check=1,halo-max-latency=5,fetch-attempts=3");
        assertThat(options.ignored()).hasSize(11);
        assertThat(MountOptions.parse("fopen-keep-cache").config().keepCache()).isTrue();
    }

    @Test
    void contextsMayHoldCommas() throws Exception {
        var options = MountOptions.parse("context=\"system_u:object_r:x:s0:c1,c2\",ro");
        assertThat(options.kernelOptions()).endsWith(",context=\"system_u:object_r:x:s0:c1,c2\"");
        assertThat(options.isReadOnly()).isTrue();
    }

    @Test
    void wrongOptionsAreNamed() {
        assertRefused("rw,nth=1", "unknown option nth; known are ");
        assertRefused("worm", "option worm is not supported by this version");
        assertRefused("attribute-timeout", "option attribute-timeout needs a value");
        assertRefused(
                "attribute-timeout=soon", "option attribute-timeout must be seconds, not soon");
        assertRefused("entry-timeout=-1", "option entry-timeout must be seconds");
        assertRefused("use-readdirp=maybe", "option use-readdirp must be yes or no, not maybe");
        assertRefused("direct-io-mode=often", "option direct-io-mode must be");
        assertRefused("lru-limit=many", "option lru-limit must be a number from 0 to ");
        assertRefused("volfile-server-port=70000", "option volfile-server-port must be a number");
        assertRefused(
                "payload-limit=1MB",
                "option payload-limit must be a size from 2MB to 1GB, not 1MB");
        assertRefused("payload-limit=much", "option payload-limit must be a size");
        assertRefused("backend=ntfs", "option backend must be raw or jnr, not ntfs");
    }
}
