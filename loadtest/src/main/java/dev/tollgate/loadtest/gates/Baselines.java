package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.Servers;
import dev.tollgate.loadtest.load.Request;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The legs that ours are compared with. */
final class Baselines {

    private static final String BARE_MAIN = "dev.tollgate.loadtest.baselines.bare.BareServer";
    private static final String POSTGRES_MAIN = "dev.tollgate.loadtest.baselines.postgres.PostgresServer";
    private static final String DATABASE = "baseline";
    private static final int PAGE = 50;
    private static final int REQUESTS_MAX = 4_000;
    private static final long SEED = 20_261_125;
    /** As long as a token of ours: heads are of one size. */
    private static final String TOKEN = "tgk_0000000000000000000000000000000000000000";

    private final UnaryOperator<String> classPath;
    private final Path folder;
    private final Set<String> wanted;

    /**
     * Legs to be.
     *
     * @param classPath of each baseline by name
     * @param folder where a run writes what it needs
     */
    Baselines(UnaryOperator<String> classPath, Path folder, Set<String> wanted) {
        this.classPath = classPath;
        this.folder = folder;
        this.wanted = Set.copyOf(wanted);
    }

    /** The bare server, if it is wanted: it gives the answer again that the gateway gave. */
    List<Leg> bare(Leg like, HttpResponse<String> answer) throws IOException {
        if (!wanted.contains(Legs.BARE)) {
            return List.of();
        }
        var recorded = folder.resolve("workspace.http");
        Sample.write(answer, recorded);
        var program = new BaselineSide.Program(classPath.apply("bare"), BARE_MAIN, List.of(recorded.toString()));
        var side = new BaselineSide("bare", program, Map.of(), folder);
        return List.of(new Leg(Legs.BARE, side, like.requests(), null));
    }

    /** The hand-written service, as far as it is wanted, on the same PostgreSQL in a database of its own. */
    List<Leg> postgres(Servers servers, int contacts) throws SQLException {
        if (wanted.stream().noneMatch(leg -> leg.startsWith(Legs.POSTGRES))) {
            return List.of();
        }
        var login = servers.createDatabase(DATABASE);
        var program = new BaselineSide.Program(
                classPath.apply("postgres"), POSTGRES_MAIN, List.of(Integer.toString(contacts)));
        var side = new BaselineSide(
                "postgres",
                program,
                Map.of(
                        "PGHOST", login.host(),
                        "PGPORT", Integer.toString(login.port()),
                        "PGDATABASE", login.database(),
                        "PGUSER", login.user(),
                        "PGPASSWORD", login.password()),
                folder);
        var ids = new Random(SEED)
                .ints(Math.min(REQUESTS_MAX, contacts), 1, contacts + 1)
                .mapToObj(number -> String.format(Locale.ROOT, "/v1/contacts/con_%026d", number));
        var legs = new ArrayList<Leg>();
        add(
                legs,
                side,
                Legs.GET_CONTACT,
                ids.map(path -> Request.get(path, TOKEN)).toList());
        add(
                legs,
                side,
                Legs.SEARCH_CONTACTS,
                words(contacts).stream().map(word -> search(word, TOKEN)).toList());
        add(legs, side, Legs.CREATE_TASK, List.of(Request.post("/v1/tasks", TOKEN, Legs.TASK)));
        return legs;
    }

    private void add(List<Leg> legs, Side side, String operation, List<Request> requests) {
        if (wanted.contains(Legs.POSTGRES + operation)) {
            legs.add(new Leg(Legs.POSTGRES + operation, side, requests, null));
        }
    }

    /** Every word that contacts have. */
    static List<String> words(int contacts) {
        return IntStream.range(0, ContactRows.words(contacts))
                .mapToObj(number -> "w" + number)
                .toList();
    }

    static Request search(String word, String token) {
        return Request.get("/v1/contacts?query=" + word + "&limit=" + PAGE, token);
    }
}
