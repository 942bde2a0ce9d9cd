package dev.tollgate.loadtest.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One part of a bench that can be chosen. Throws {@link dev.tollgate.loadtest.report.BrokenPromise} if a promise did
 * not hold.
 *
 * @param <T> what it is measured on
 */
public interface BenchPart<T> {

    /** The word that chooses it, and the field of its figures. */
    String name();

    void run(T testbed, ObjectNode figures) throws Exception;
}
