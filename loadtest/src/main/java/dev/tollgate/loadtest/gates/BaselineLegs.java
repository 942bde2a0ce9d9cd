package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.environment.BackingServers;
import dev.tollgate.loadtest.environment.BaselineServer;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import dev.tollgate.loadtest.environment.NginxServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The legs that ours are compared with.
 *
 * @param classPath of each baseline by name
 * @param nginx its configuration
 * @param folder for files of a run
 * @param wanted names of legs
 */
record BaselineLegs(UnaryOperator<String> classPath, Path nginx, Path folder, Set<String> wanted) {

    private static final String BARE_MAIN = "dev.tollgate.loadtest.baselines.bare.BareServer";
    private static final String POSTGRES_MAIN = "dev.tollgate.loadtest.baselines.postgres.PostgresServer";
    private static final String DATABASE = "baseline";
    private static final int CALLS_MAX = 4_000;
    private static final long SEED = 20_261_125;
    /** As long as a token of ours, so that request heads have the same size. */
    private static final String TOKEN = "tgk_0000000000000000000000000000000000000000";

    /** The bare server, if it is wanted: it repeats the recorded response of the gateway. */
    List<Leg> bare(Leg like, CallResponse response) throws IOException {
        if (!wanted.contains(Leg.BARE)) {
            return List.of();
        }
        var recorded = recorded(response);
        var program = new JavaProgram(classPath.apply("bare"), BARE_MAIN);
        var server = new BaselineServer("bare", program, List.of(recorded.toString()), Map.of(), folder);
        return List.of(new Leg(Leg.BARE, server, like.calls, null));
    }

    /** nginx with Lua and a counter in Redis, if it is wanted: it repeats the same response. */
    List<Leg> nginx(Leg like, CallResponse response, BackingServers servers) throws IOException {
        if (!wanted.contains(Leg.NGINX)) {
            return List.of();
        }
        var redis = servers.addresses().redisUrl();
        var server = new NginxServer(nginx, folder, redis, recorded(response), TOKEN);
        var call = HttpCall.get(like.calls.getFirst().path(), TOKEN);
        return List.of(new Leg(Leg.NGINX, server, List.of(call), null));
    }

    /** The response as a file: its head, an empty line, its body. */
    private Path recorded(CallResponse response) throws IOException {
        var text = new StringBuilder();
        response.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> text.append(name).append(": ").append(value).append('\n')));
        return Files.writeString(
                folder.resolve("workspace.http"), text.append('\n').append(response.text()));
    }

    /** The wanted legs of the hand-written service, on the same PostgreSQL in a database of its own. */
    List<Leg> postgres(BackingServers servers, int contacts) {
        if (wanted.stream().noneMatch(leg -> leg.startsWith(Leg.POSTGRES))) {
            return List.of();
        }
        servers.sql().execute("CREATE DATABASE " + DATABASE);
        var postgres = servers.addresses().postgres();
        var environment = Map.of(
                "PGHOST", postgres.host(),
                "PGPORT", Integer.toString(postgres.port()),
                "PGDATABASE", DATABASE,
                "PGUSER", postgres.user(),
                "PGPASSWORD", postgres.password());
        var program = new JavaProgram(classPath.apply("postgres"), POSTGRES_MAIN);
        var server = new BaselineServer("postgres", program, List.of(Integer.toString(contacts)), environment, folder);
        var reads = new Random(SEED)
                .ints(Math.min(CALLS_MAX, contacts), 1, contacts + 1)
                .mapToObj(number -> String.format(Locale.ROOT, "/v1/contacts/con_%026d", number))
                .map(path -> HttpCall.get(path, TOKEN));
        var legs = new ArrayList<Leg>();
        legs.add(new Leg(Leg.POSTGRES + Leg.GET_CONTACT, server, reads.toList(), null));
        legs.add(new Leg(Leg.POSTGRES + Leg.SEARCH_CONTACTS, server, GatewayLegs.searches(contacts, TOKEN), null));
        var create = HttpCall.post("/v1/tasks", TOKEN, GatewayLegs.TASK);
        legs.add(new Leg(Leg.POSTGRES + Leg.CREATE_TASK, server, List.of(create), null));
        legs.removeIf(leg -> !wanted.contains(leg.name));
        return legs;
    }
}
