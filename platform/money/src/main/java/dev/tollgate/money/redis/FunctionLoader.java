package dev.tollgate.money.redis;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the function library of a process into a server, in place of an older one and never in place of a newer one.
 *
 * <p>The name of a library carries its version, and all versions have functions of the same names. So Redis itself
 * refuses a second version, whatever a process read before, and an older library is removed by its own name, which is
 * never that of a newer one.
 */
final class FunctionLoader {

    /** Another process may load its version between two steps; each time one version is left. */
    static final int ATTEMPTS_MAX = 5;

    private static final Logger LOGGER = LoggerFactory.getLogger(FunctionLoader.class);
    private static final String LIBRARY_NAME = "library_name";
    private static final String LIBRARY_CODE = "library_code";
    private static final String EXISTS = "already exists";
    private static final String GONE = "not found";

    /** A library of ours that the server has, of any version. */
    private record Loaded(String name, String code) {}

    private final Function<Request, Future<Response>> server;
    private final String library;

    FunctionLoader(Function<Request, Future<Response>> server, String library) {
        this.server = server;
        this.library = library;
    }

    Future<Void> load() {
        return attempt(1);
    }

    private Future<Void> attempt(int number) {
        return server.apply(function("LIST")
                        .arg("LIBRARYNAME")
                        .arg(FunctionLibrary.NAMES)
                        .arg("WITHCODE"))
                .map(FunctionLoader::loaded)
                .compose(found -> serves(found) ? Future.succeededFuture() : replace(found, number));
    }

    /** Whether what is there is this library, or a newer one, which serves this version too. */
    private boolean serves(List<Loaded> found) {
        int ours = FunctionLibrary.version(FunctionLibrary.name(library));
        return found.stream().anyMatch(one -> one.code().equals(library) || FunctionLibrary.version(one.name()) > ours);
    }

    private Future<Void> replace(List<Loaded> found, int number) {
        String ours = FunctionLibrary.name(library);
        Future<Void> removed = Future.succeededFuture();
        for (Loaded older : found) {
            if (!older.name().equals(ours)) {
                removed = removed.compose(_ -> remove(older.name()));
            }
        }
        return removed.compose(_ -> server.apply(function("LOAD").arg("REPLACE").arg(library)))
                .onSuccess(_ -> LOGGER.atInfo().addKeyValue("library", ours).log("Redis functions loaded"))
                .<Void>mapEmpty()
                .recover(cause -> isReply(cause, EXISTS) && number < ATTEMPTS_MAX
                        ? attempt(number + 1)
                        : Future.failedFuture(cause));
    }

    private Future<Void> remove(String name) {
        return server.apply(function("DELETE").arg(name))
                .<Void>mapEmpty()
                .recover(cause -> isReply(cause, GONE) ? Future.succeededFuture() : Future.failedFuture(cause));
    }

    private static Request function(String step) {
        return Request.cmd(Command.FUNCTION).arg(step);
    }

    private static boolean isReply(Throwable cause, String text) {
        return String.valueOf(cause.getMessage()).contains(text);
    }

    private static List<Loaded> loaded(Response libraries) {
        List<Loaded> loaded = new ArrayList<>();
        for (Response library : libraries) {
            String name = field(library, LIBRARY_NAME);
            if (FunctionLibrary.isOurs(name)) {
                loaded.add(new Loaded(name, field(library, LIBRARY_CODE)));
            }
        }
        return loaded;
    }

    private static String field(Response library, String name) {
        for (int at = 0; at + 1 < library.size(); at += 2) {
            if (name.equals(library.get(at).toString())) {
                return library.get(at + 1).toString();
            }
        }
        throw VertxException.noStackTrace("FUNCTION LIST answered without " + name);
    }
}
