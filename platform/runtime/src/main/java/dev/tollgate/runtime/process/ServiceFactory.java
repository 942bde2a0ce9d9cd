package dev.tollgate.runtime.process;

import java.util.List;

/** Makes the services of one part, found by {@link java.util.ServiceLoader}. */
public interface ServiceFactory {
    /** The word on the command line, such as {@code gateway}. */
    String part();

    /** Lower ones start first and stop last. */
    int order();

    /** In the order in which they start. Nothing happens yet. */
    List<Service> create(ProcessContext context);
}
