package dev.tollgate.loadtest.load;

import java.io.IOException;

/** As many calls as there are connections, at any time. */
public interface Load {

    /** Loads the target for so long. */
    Window run(Target target, int connections, int seconds) throws IOException, InterruptedException;

    /** What made the load: into the report. */
    String name();
}
