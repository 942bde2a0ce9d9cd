package dev.tollgate.loadtest.load;

import java.util.List;

/**
 * Where load goes and what it is: the requests are sent one after the other, over and over.
 *
 * @param requests at least one
 * @param failure what stands in the body of an answer that is none, whatever its status; empty for no look inside
 */
public record Target(int port, List<Request> requests, String failure) {

    static final String HOST = "127.0.0.1";

    public Target {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("nothing to send");
        }
    }

    List<String> failures() {
        return failure.isEmpty() ? List.of() : List.of(failure);
    }

    String authority() {
        return HOST + ":" + port;
    }

    List<byte[]> bytes() {
        return requests.stream().map(request -> request.bytes(authority())).toList();
    }
}
