package dev.tollgate.embedded;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Kafka nodes on loopback that are one cluster, each broker and controller in one.
 *
 * @param id of the cluster
 * @param controllerPorts of the nodes, which are numbered from 1 in this order
 */
public record KafkaQuorum(String id, List<Integer> controllerPorts) {

    public KafkaQuorum {
        controllerPorts = List.copyOf(controllerPorts);
    }

    String voters() {
        return IntStream.range(0, controllerPorts.size())
                .mapToObj(at -> (at + 1) + "@127.0.0.1:" + controllerPorts.get(at))
                .collect(Collectors.joining(","));
    }

    int controllerPort(int node) {
        return controllerPorts.get(node - 1);
    }

    /** Copies of each event; all but one must have it before it counts as durable. */
    int replicas() {
        return controllerPorts.size();
    }
}
