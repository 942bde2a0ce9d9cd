package dev.tollgate.loadtest.growth;

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

    /** What is called at every size, by name; there after the first growth, and always the same. */
    Map<String, LoadTarget> calls();
}
