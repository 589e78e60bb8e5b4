package org.glusterj.transport;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/** The CN of a certificate's subject, which GlusterFS takes for the login name (spec wire-protocol 14.3). Stateless. */
final class CommonName {
    private CommonName() {}

    /** Null when there is none. */
    static String of(X500Principal subject) {
        try {
            for (var part : new LdapName(subject.getName()).getRdns().reversed()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return part.getValue().toString();
                }
            }
            return null;
        } catch (InvalidNameException e) {
            return null;
        }
    }
}
