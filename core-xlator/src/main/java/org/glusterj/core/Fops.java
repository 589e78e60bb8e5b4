package org.glusterj.core;

/** One method per fop, in wire order: what a translator can be asked to do. */
public interface Fops {
    Reply.Attr stat(Frame frame, Fop.Stat op) throws FopException;

    Reply.Readlink readlink(Frame frame, Fop.Readlink op) throws FopException;

    Reply.Entry mknod(Frame frame, Fop.Mknod op) throws FopException;

    Reply.Entry mkdir(Frame frame, Fop.Mkdir op) throws FopException;

    Reply.Parent unlink(Frame frame, Fop.Unlink op) throws FopException;

    Reply.Parent rmdir(Frame frame, Fop.Rmdir op) throws FopException;

    Reply.Entry symlink(Frame frame, Fop.Symlink op) throws FopException;

    Reply.Rename rename(Frame frame, Fop.Rename op) throws FopException;

    Reply.Entry link(Frame frame, Fop.Link op) throws FopException;

    Reply.PrePost truncate(Frame frame, Fop.Truncate op) throws FopException;

    Reply.Ok open(Frame frame, Fop.Open op) throws FopException;

    Reply.Readv readv(Frame frame, Fop.Readv op) throws FopException;

    Reply.Writev writev(Frame frame, Fop.Writev op) throws FopException;

    Reply.Statfs statfs(Frame frame, Fop.Statfs op) throws FopException;

    Reply.Ok flush(Frame frame, Fop.Flush op) throws FopException;

    Reply.PrePost fsync(Frame frame, Fop.Fsync op) throws FopException;

    Reply.Ok setxattr(Frame frame, Fop.Setxattr op) throws FopException;

    Reply.Xattrs getxattr(Frame frame, Fop.Getxattr op) throws FopException;

    Reply.Ok removexattr(Frame frame, Fop.Removexattr op) throws FopException;

    Reply.Ok opendir(Frame frame, Fop.Opendir op) throws FopException;

    Reply.Ok fsyncdir(Frame frame, Fop.Fsyncdir op) throws FopException;

    Reply.Ok access(Frame frame, Fop.Access op) throws FopException;

    Reply.Entry create(Frame frame, Fop.Create op) throws FopException;

    Reply.PrePost ftruncate(Frame frame, Fop.Ftruncate op) throws FopException;

    Reply.Attr fstat(Frame frame, Fop.Fstat op) throws FopException;

    Reply.Lk lk(Frame frame, Fop.Lk op) throws FopException;

    Reply.Lookup lookup(Frame frame, Fop.Lookup op) throws FopException;

    Reply.Readdir readdir(Frame frame, Fop.Readdir op) throws FopException;

    Reply.Ok inodelk(Frame frame, Fop.Inodelk op) throws FopException;

    Reply.Ok finodelk(Frame frame, Fop.Finodelk op) throws FopException;

    Reply.Ok entrylk(Frame frame, Fop.Entrylk op) throws FopException;

    Reply.Ok fentrylk(Frame frame, Fop.Fentrylk op) throws FopException;

    Reply.Xattrs xattrop(Frame frame, Fop.Xattrop op) throws FopException;

    Reply.Xattrs fxattrop(Frame frame, Fop.Fxattrop op) throws FopException;

    Reply.Xattrs fgetxattr(Frame frame, Fop.Fgetxattr op) throws FopException;

    Reply.Ok fsetxattr(Frame frame, Fop.Fsetxattr op) throws FopException;

    Reply.Rchecksum rchecksum(Frame frame, Fop.Rchecksum op) throws FopException;

    Reply.PrePost setattr(Frame frame, Fop.Setattr op) throws FopException;

    Reply.PrePost fsetattr(Frame frame, Fop.Fsetattr op) throws FopException;

    Reply.Readdir readdirp(Frame frame, Fop.Readdirp op) throws FopException;

    Reply.Ok fremovexattr(Frame frame, Fop.Fremovexattr op) throws FopException;

    Reply.PrePost fallocate(Frame frame, Fop.Fallocate op) throws FopException;

    Reply.PrePost discard(Frame frame, Fop.Discard op) throws FopException;

    Reply.PrePost zerofill(Frame frame, Fop.Zerofill op) throws FopException;

    Reply.Ok ipc(Frame frame, Fop.Ipc op) throws FopException;

    Reply.Seek seek(Frame frame, Fop.Seek op) throws FopException;

    Reply.Lease lease(Frame frame, Fop.Lease op) throws FopException;

    Reply.ActiveLocks getactivelk(Frame frame, Fop.Getactivelk op) throws FopException;

    Reply.Ok setactivelk(Frame frame, Fop.Setactivelk op) throws FopException;

    Reply.Attr icreate(Frame frame, Fop.Icreate op) throws FopException;

    Reply.Parent namelink(Frame frame, Fop.Namelink op) throws FopException;

    Reply.Entry put(Frame frame, Fop.Put op) throws FopException;

    Reply.CopyFileRange copyFileRange(Frame frame, Fop.CopyFileRange op) throws FopException;
}
