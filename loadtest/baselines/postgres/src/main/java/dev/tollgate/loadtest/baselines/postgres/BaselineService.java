package dev.tollgate.loadtest.baselines.postgres;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Three calls on one event loop, with pipelined connections of its own. */
final class BaselineService extends VerticleBase {

    /** As many as the gateway has per loop. */
    private static final int CONNECTIONS = 8;

    private static final int PIPELINED_MAX = 256;
    private static final int PAGE_MAX = 50;
    private static final String LOOPBACK = "127.0.0.1";
    private static final String CONTACT = "/v1/contacts/";

    private static final String GET =
            "SELECT " + ContactRow.COLUMNS + " FROM baseline.contact WHERE workspace_id = $1 AND id = $2";
    private static final String SEARCH = "SELECT " + ContactRow.COLUMNS + " FROM baseline.contact"
            + " WHERE workspace_id = $1 AND words @@ websearch_to_tsquery('simple', $2) ORDER BY id DESC LIMIT $3";
    private static final String INSERT = "INSERT INTO baseline.task (id, workspace_id, title, status, custom_fields,"
            + " created_at, updated_at, version, source, last_actor) VALUES ($1, $2, $3, $4, '{}', $5, $5, $6, $7, $8)";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .build();
    private static final CharSequence TYPE = HttpHeaders.createOptimized("application/json");

    private final int port;
    private final PgConnectOptions database;
    private final InstantSource clock;
    private @Nullable SqlClient client;

    BaselineService(int port, PgConnectOptions database, InstantSource clock) {
        this.port = port;
        this.database = database;
        this.clock = clock;
    }

    /** Envelope of every answer. */
    private record DataEnvelope(Object data, String requestId) {}

    /** Envelope of a list. */
    private record Page(List<ContactRow> data, @Nullable String nextCursor, String requestId) {}

    @Override
    public Future<?> start() {
        client = PgBuilder.client()
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(database)
                .using(vertx)
                .build();
        return vertx.createHttpServer().requestHandler(this::handle).listen(port, LOOPBACK);
    }

    private void handle(HttpServerRequest request) {
        answer(request).onFailure(cause -> {
            System.err.println(request.method() + " " + request.path() + ": " + cause);
            if (!request.response().ended()) {
                finish(request, 500, Buffer.buffer("{}"));
            }
        });
    }

    private Future<?> answer(HttpServerRequest request) {
        var path = request.path();
        if (request.method().equals(HttpMethod.POST) && path.equals("/v1/tasks")) {
            return request.body()
                    .compose(body -> create(body.toJsonObject()))
                    .onSuccess(task -> finish(request, 201, bytes(new DataEnvelope(task, id("req_")))));
        }
        if (path.startsWith(CONTACT)) {
            return contact(path.substring(CONTACT.length())).onSuccess(found -> found(request, found));
        }
        return search(request.getParam("query", "")).onSuccess(page -> finish(request, 200, bytes(page)));
    }

    private static void found(HttpServerRequest request, RowIterator<Row> rows) {
        if (rows.hasNext()) {
            finish(request, 200, bytes(new DataEnvelope(ContactRow.of(rows.next()), id("req_"))));
        } else {
            finish(request, 404, Buffer.buffer("{}"));
        }
    }

    private Future<RowIterator<Row>> contact(String id) {
        return client().preparedQuery(GET)
                .execute(Tuple.of(BaselineSchema.WORKSPACE, id))
                .map(RowSet::iterator);
    }

    private Future<Page> search(String words) {
        return client().preparedQuery(SEARCH)
                .execute(Tuple.of(BaselineSchema.WORKSPACE, words, (long) PAGE_MAX + 1))
                .map(rows -> {
                    var contacts = new ArrayList<ContactRow>(PAGE_MAX + 1);
                    rows.forEach(row -> contacts.add(ContactRow.of(row)));
                    boolean more = contacts.size() > PAGE_MAX;
                    return new Page(
                            more ? contacts.subList(0, PAGE_MAX) : contacts,
                            more ? contacts.get(PAGE_MAX - 1).id() : null,
                            id("req_"));
                });
    }

    private Future<TaskRow> create(JsonObject input) {
        var task = TaskRow.open(input.getString("title"), clock.instant());
        return client().preparedQuery(INSERT)
                .execute(Tuple.of(
                                task.id(),
                                task.workspaceId(),
                                task.title(),
                                task.status(),
                                task.createdAtTime(),
                                task.version())
                        .addString(task.source())
                        .addString(task.lastActor()))
                .map(task);
    }

    private SqlClient client() {
        if (client == null) {
            throw new IllegalStateException("not started");
        }
        return client;
    }

    /** An id as long as the gateway's: a prefix and 26 characters. */
    static String id(String prefix) {
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return prefix + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong(), 10);
    }

    private static Buffer bytes(Object answer) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void finish(HttpServerRequest request, int status, Buffer body) {
        var response = request.response();
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                .end(body)
                .onFailure(_ -> response.reset());
    }

    /** Connections as a careful service has them: prepared statements kept, statements sent without waiting. */
    static PgConnectOptions options(Map<String, String> environment) {
        return new PgConnectOptions()
                .setHost(environment.getOrDefault("PGHOST", LOOPBACK))
                .setPort(Integer.parseInt(environment.getOrDefault("PGPORT", "5432")))
                .setDatabase(environment.getOrDefault("PGDATABASE", "baseline"))
                .setUser(environment.getOrDefault("PGUSER", "postgres"))
                .setPassword(environment.getOrDefault("PGPASSWORD", ""))
                .setCachePreparedStatements(true)
                .setPipeliningLimit(PIPELINED_MAX);
    }
}
