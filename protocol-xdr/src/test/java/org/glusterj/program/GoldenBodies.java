package org.glusterj.program;

import org.glusterj.rpc.Programs;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/** Which body the procedures of the small programs have; writes again what it read. */
final class GoldenBodies {
    private GoldenBodies() {}

    static void call(int program, int procedure, XdrReader in, XdrWriter out) throws XdrException {
        switch (program) {
            case Programs.DUMP -> {
                if (procedure == Dump.DUMP) {
                    Dump.Request.decode(in).encode(out);
                }
            }
            case Programs.PORTMAP -> portmapCall(procedure, in, out);
            case Programs.HANDSHAKE -> handshakeCall(procedure, in, out);
            case Programs.CLI -> cliCall(procedure, in, out);
            case Programs.BRICK_OPS -> BrickOps.Request.decode(in).encode(out);
            default -> {}
        }
    }

    static void reply(int program, int procedure, XdrReader in, XdrWriter out) throws XdrException {
        switch (program) {
            case Programs.DUMP -> {
                if (procedure == Dump.DUMP) {
                    Dump.Response.decode(in).encode(out);
                } else {
                    DictReply.decode(in).encode(out);
                }
            }
            case Programs.PORTMAP -> portmapReply(procedure, in, out);
            case Programs.HANDSHAKE -> handshakeReply(procedure, in, out);
            case Programs.CLI -> cliReply(procedure, in, out);
            case Programs.BRICK_OPS -> BrickOps.Response.decode(in).encode(out);
            default -> throw new XdrException("program " + program);
        }
    }

    private static void portmapCall(int procedure, XdrReader in, XdrWriter out)
            throws XdrException {
        switch (procedure) {
            case Portmap.PORT_BY_BRICK -> Portmap.PortByBrick.decode(in).encode(out);
            case Portmap.BRICK_BY_PORT -> Portmap.BrickByPort.decode(in).encode(out);
            case Portmap.SIGN_IN -> Portmap.SignIn.decode(in).encode(out);
            case Portmap.SIGN_OUT -> Portmap.SignOut.decode(in).encode(out);
            default -> {}
        }
    }

    private static void portmapReply(int procedure, XdrReader in, XdrWriter out)
            throws XdrException {
        switch (procedure) {
            case Portmap.PORT_BY_BRICK -> Portmap.PortByBrickReply.decode(in).encode(out);
            case Portmap.BRICK_BY_PORT -> Portmap.BrickByPortReply.decode(in).encode(out);
            default -> StatusReply.decode(in).encode(out);
        }
    }

    private static void handshakeCall(int procedure, XdrReader in, XdrWriter out)
            throws XdrException {
        switch (procedure) {
            case Handshake.SETVOLUME, Handshake.GET_VOLUME_INFO, Handshake.GET_SNAPSHOT_INFO ->
                    DictCall.decode(in).encode(out);
            case Handshake.GETSPEC -> Handshake.GetSpec.decode(in).encode(out);
            case Handshake.SET_LK_VER -> Handshake.SetLkVer.decode(in).encode(out);
            case Handshake.EVENT_NOTIFY -> Handshake.EventNotify.decode(in).encode(out);
            default -> {}
        }
    }

    private static void handshakeReply(int procedure, XdrReader in, XdrWriter out)
            throws XdrException {
        switch (procedure) {
            case Handshake.GETSPEC -> Handshake.GetSpecReply.decode(in).encode(out);
            case Handshake.SET_LK_VER -> Handshake.SetLkVerReply.decode(in).encode(out);
            case Handshake.GET_VOLUME_INFO, Handshake.GET_SNAPSHOT_INFO ->
                    DictTextReply.decode(in).encode(out);
            default -> DictReply.decode(in).encode(out);
        }
    }

    private static void cliCall(int procedure, XdrReader in, XdrWriter out) throws XdrException {
        switch (procedure) {
            case Cli.LIST_FRIENDS -> Cli.ListFriends.decode(in).encode(out);
            case Cli.GETWD -> Cli.Getwd.decode(in).encode(out);
            default -> DictCall.decode(in).encode(out);
        }
    }

    private static void cliReply(int procedure, XdrReader in, XdrWriter out) throws XdrException {
        switch (procedure) {
            case Cli.LIST_FRIENDS -> DictReply.decode(in).encode(out);
            case Cli.GETWD -> Cli.GetwdReply.decode(in).encode(out);
            default -> DictTextReply.decode(in).encode(out);
        }
    }
}
