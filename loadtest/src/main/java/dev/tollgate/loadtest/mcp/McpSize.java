package dev.tollgate.loadtest.mcp;

import dev.tollgate.loadtest.load.Crowd.Thinking;
import java.time.Duration;

/**
 * How much is measured.
 *
 * @param agents connections at once
 * @param thinking between an answer and the next call of an agent
 * @param warmUp before the crowd is watched
 * @param watch how long it is watched
 * @param trend the last part of that, in which the heap must not rise
 * @param heapEvery between two looks at the live heap
 * @param leftMax how long to wait until the sockets of the crowd are gone
 * @param rounds starts of each server that is compared
 * @param warmUpSeconds of each start, at most
 * @param windowSeconds of load that is measured
 */
record McpSize(
        int agents,
        Thinking thinking,
        Duration warmUp,
        Duration watch,
        Duration trend,
        Duration heapEvery,
        Duration leftMax,
        int rounds,
        int warmUpSeconds,
        int windowSeconds) {

    private static final long SEED = 20_261_125;

    /** A second and a half in the mean: two processors carry two thousand agents, servers and crowd together. */
    private static final Thinking THINKING = new Thinking(Duration.ofSeconds(1), Duration.ofSeconds(2), SEED);

    static final McpSize FULL = new McpSize(
            2_000,
            THINKING,
            Duration.ofSeconds(120),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            3,
            60,
            15);
    static final McpSize QUICK = new McpSize(
            200,
            THINKING,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            1,
            10,
            5);

    McpSize with(int wantedAgents, int wantedMinutes) {
        return new McpSize(
                wantedAgents == 0 ? agents : wantedAgents,
                thinking,
                warmUp,
                wantedMinutes == 0 ? watch : Duration.ofMinutes(wantedMinutes),
                wantedMinutes == 0 ? trend : Duration.ofSeconds(wantedMinutes * 30L),
                heapEvery,
                leftMax,
                rounds,
                warmUpSeconds,
                windowSeconds);
    }
}
