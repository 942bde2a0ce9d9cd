package dev.tollgate.loadtest.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** A part of the bench that can be chosen. */
interface FaultPart {

    /** The word that chooses it, and the field of its figures. */
    String name();

    /** Whether the short form has it. */
    boolean inShortForm();

    /** Throws {@link dev.tollgate.loadtest.report.BrokenPromise} if a promise did not hold. */
    void run(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception;
}
