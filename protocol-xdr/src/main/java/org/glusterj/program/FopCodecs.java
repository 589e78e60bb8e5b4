package org.glusterj.program;

import org.glusterj.core.FopType;

/** The codec of each fop, looked up by ordinal. Immutable, any thread. */
final class FopCodecs {
    private static final FopCodec<?, ?>[] BY_TYPE = new FopCodec<?, ?>[FopType.values().length];

    static {
        for (var type : FopType.values()) {
            BY_TYPE[type.ordinal()] = make(type);
        }
    }

    private FopCodecs() {}

    static FopCodec<?, ?> of(FopType type) {
        return BY_TYPE[type.ordinal()];
    }

    private static FopCodec<?, ?> make(FopType type) {
        return switch (type) {
            case STAT -> new AttributeFops.Stat();
            case READLINK -> new DirectoryFops.Readlink();
            case MKNOD -> new EntryFops.Mknod();
            case MKDIR -> new EntryFops.Mkdir();
            case UNLINK -> new EntryFops.Unlink();
            case RMDIR -> new EntryFops.Rmdir();
            case SYMLINK -> new EntryFops.Symlink();
            case RENAME -> new EntryFops.Rename();
            case LINK -> new EntryFops.Link();
            case TRUNCATE -> new AttributeFops.Truncate();
            case OPEN -> new OpenFops.Open();
            case READ -> new IoFops.Readv();
            case WRITE -> new IoFops.Writev();
            case STATFS -> new DirectoryFops.Statfs();
            case FLUSH -> new OpenFops.Flush();
            case FSYNC -> new OpenFops.Fsync();
            case SETXATTR -> new XattrFops.Setxattr();
            case GETXATTR -> new XattrFops.Getxattr();
            case REMOVEXATTR -> new XattrFops.Removexattr();
            case OPENDIR -> new OpenFops.Opendir();
            case FSYNCDIR -> new OpenFops.Fsyncdir();
            case ACCESS -> new AttributeFops.Access();
            case CREATE -> new OpenFops.Create();
            case FTRUNCATE -> new AttributeFops.Ftruncate();
            case FSTAT -> new AttributeFops.Fstat();
            case LK -> new LockFops.Lk();
            case LOOKUP -> new EntryFops.Lookup();
            case READDIR -> new DirectoryFops.Readdir();
            case INODELK -> new LockFops.Inodelk();
            case FINODELK -> new LockFops.Finodelk();
            case ENTRYLK -> new LockFops.Entrylk();
            case FENTRYLK -> new LockFops.Fentrylk();
            case XATTROP -> new XattrFops.Xattrop();
            case FXATTROP -> new XattrFops.Fxattrop();
            case FGETXATTR -> new XattrFops.Fgetxattr();
            case FSETXATTR -> new XattrFops.Fsetxattr();
            case RCHECKSUM -> new DataFops.Rchecksum();
            case SETATTR -> new AttributeFops.Setattr();
            case FSETATTR -> new AttributeFops.Fsetattr();
            case READDIRP -> new DirectoryFops.Readdirp();
            case FREMOVEXATTR -> new XattrFops.Fremovexattr();
            case FALLOCATE -> new DataFops.Fallocate();
            case DISCARD -> new DataFops.Discard();
            case ZEROFILL -> new DataFops.Zerofill();
            case IPC -> new DirectoryFops.Ipc();
            case SEEK -> new DataFops.Seek();
            case LEASE -> new LockFops.Lease();
            case GETACTIVELK -> new LockFops.Getactivelk();
            case SETACTIVELK -> new LockFops.Setactivelk();
            case ICREATE -> new EntryFops.Icreate();
            case NAMELINK -> new EntryFops.Namelink();
            case PUT -> new IoFops.Put();
            case COPY_FILE_RANGE -> new DataFops.CopyFileRange();
        };
    }
}
