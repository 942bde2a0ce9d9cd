package dev.tollgate.loadtest.growth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.load.LoadTarget;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Something of which an installation has more and more, and the calls whose cost should not depend on it. */
interface GrowthAxis {

    /** How much there is at each measurement, ascending. */
    List<Integer> sizes();

    /** Adds until there is so much. */
    void growTo(int size) throws IOException, InterruptedException;

    /** Writes what so much of it takes; nothing unless overridden. */
    default void write(ObjectNode figures) {}

    /** What is called at every size, by name; there after the first growth, with the same names at each size. */
    Map<String, LoadTarget> calls();
}
