package dev.tollgate.loadtest.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Something that fails. */
@FunctionalInterface
interface Fault {

    /** Returns when the fault has ended and everything runs again; from then on the installation must recover. */
    void strike(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception;
}
