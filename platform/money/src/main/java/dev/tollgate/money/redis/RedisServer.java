package dev.tollgate.money.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Redis server, on one connection of one event loop. The library is loaded when the server does not know it: then
 * nothing has run, so the call is sent again. Nothing else is ever sent twice to one server.
 */
final class RedisServer {

    private static final String NOT_FOUND = "Function not found";

    private final String name;
    private final RedisChannel link;
    private final FunctionLoader loader;

    /**
     * @param name for messages
     * @param library the text of the functions
     */
    RedisServer(String name, RedisChannel link, String library) {
        this.name = name;
        this.link = link;
        this.loader = new FunctionLoader(link::send, library);
    }

    String name() {
        return name;
    }

    /** Loads the library, unless a newer one is there: {@link FunctionLoader}. */
    Future<Void> load() {
        return loader.load();
    }

    /** A request can be sent only once; a repetition needs a new one. */
    Future<Response> call(Supplier<Request> request) {
        return link.send(request.get())
                .recover(failure -> String.valueOf(failure.getMessage()).contains(NOT_FOUND)
                        ? load().compose(_ -> link.send(request.get()))
                        : Future.failedFuture(failure));
    }

    /** The same for a key of a slot that this server is importing: it serves such a key only right after ASKING. */
    Future<Response> callWhileTaking(Supplier<Request> request) {
        link.send(Request.cmd(Command.ASKING)).onFailure(_ -> {}); // then the call is redirected, or fails itself
        return call(request);
    }

    /** A plain command. */
    Future<@Nullable Response> send(Request command) {
        return link.send(command);
    }

    Future<Void> close() {
        return link.close();
    }
}
