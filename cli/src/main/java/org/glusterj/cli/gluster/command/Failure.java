package org.glusterj.cli.gluster.command;

import java.util.function.Consumer;

/**
 * How a command says that the manager refused.
 *
 * @param text before the manager's sentence
 * @param cliOp of the XML; null: the XML has no {@code cliOp} and {@code output}
 * @param output of the XML, {@code %s} for the manager's sentence
 * @param element the XML where there is no {@code cliOp}; null: none
 * @param xmlCode exit code with {@code --xml}: 0 for most of stock's commands, the failure is in {@code opRet}
 */
record Failure(String text, String cliOp, String output, Consumer<Xml> element, int xmlCode) {
    /** Text only; the XML has no more than the error. */
    static Failure of(String text) {
        return new Failure(text, null, null, null, 0);
    }

    static Failure of(String text, String cliOp) {
        return new Failure(text, cliOp, "%s", null, 0);
    }

    Failure output(String shown) {
        return new Failure(text, cliOp, shown, element, xmlCode);
    }

    Failure element(Consumer<Xml> shown) {
        return new Failure(text, cliOp, output, shown, xmlCode);
    }

    Failure exits(int code) {
        return new Failure(text, cliOp, output, element, code);
    }
}
