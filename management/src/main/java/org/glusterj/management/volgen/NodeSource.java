package org.glusterj.management.volgen;

import java.util.List;
import org.glusterj.core.Volfile;
import org.glusterj.management.model.Volume;

/**
 * Adds nodes to graphs at places that templates name ({@code posix}, {@code io-stats}, {@code client}, ...: directly
 * above the translator of that name in a brick, below the top of a client). Implementations are found by {@link
 * java.util.ServiceLoader}; stateless.
 */
@FunctionalInterface
public interface NodeSource {
    /**
     * @return nodes from bottom to top, whose children are left empty: each gets the one below it. Options that the
     *     table of options gives to their types are set afterwards
     * @throws VolgenException when the volume's settings ask for what is not possible
     */
    List<Volfile.Node> nodesAt(String place, Volume volume, Role role) throws VolgenException;
}
