package org.glusterj.program;

import org.glusterj.dict.OldDict;
import org.glusterj.xdr.XdrException;
import org.glusterj.xdr.XdrReader;
import org.glusterj.xdr.XdrWriter;

/**
 * Procedures and bodies of the CLI program that are not {@link DictCall} and {@link DictTextReply} (spec wire-protocol
 * 16.5). Values, any thread.
 */
public final class Cli {
    public static final int LIST_FRIENDS = 3;
    public static final int GET_VOLUME = 5;
    public static final int SET_VOLUME = 12;
    public static final int GETWD = 26;
    public static final int STATUS_VOLUME = 27;
    public static final int LIST_VOLUME = 33;

    private Cli() {}

    /** Asks for the peers. */
    public record ListFriends(int flags, OldDict dict) {
        public void encode(XdrWriter out) {
            out.int32(flags);
            dict.encode(out);
        }

        public static ListFriends decode(XdrReader in) throws XdrException {
            int flags = in.int32();
            return new ListFriends(flags, OldDict.decode(in));
        }
    }

    /** Asks for the working directory of the daemon. */
    public record Getwd(int unused) {
        public void encode(XdrWriter out) {
            out.int32(unused);
        }

        public static Getwd decode(XdrReader in) throws XdrException {
            return new Getwd(in.int32());
        }
    }

    /** The working directory. */
    public record GetwdReply(int opRet, int opErrno, String directory) {
        public void encode(XdrWriter out) {
            out.int32(opRet);
            out.int32(opErrno);
            out.string(directory);
        }

        public static GetwdReply decode(XdrReader in) throws XdrException {
            int opRet = in.int32();
            int opErrno = in.int32();
            return new GetwdReply(opRet, opErrno, in.string());
        }
    }
}
