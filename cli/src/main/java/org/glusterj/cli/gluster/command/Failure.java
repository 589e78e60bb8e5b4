package org.glusterj.cli.gluster.command;

/**
 * How a command says that the manager refused.
 *
 * @param text before the manager's sentence
 * @param cliOp of the XML; null: the XML has no {@code cliOp} and {@code output}
 * @param output of the XML, {@code %s} for the manager's sentence
 * @param xmlCode exit code with {@code --xml}: 0 for most of stock's commands, the failure is in {@code opRet}
 */
record Failure(String text, String cliOp, String output, int xmlCode) {
    /** Text only; the XML has no more than the error. */
    static Failure of(String text) {
        return new Failure(text, null, null, 0);
    }

    static Failure of(String text, String cliOp) {
        return new Failure(text, cliOp, "%s", 0);
    }

    Failure output(String shown) {
        return new Failure(text, cliOp, shown, xmlCode);
    }

    Failure exits(int code) {
        return new Failure(text, cliOp, output, code);
    }
}
