package dev.tollgate.gateway.coverage;

import static dev.tollgate.contract.operation.Declaration.anyCredential;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.ServedModule;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** A module with a bug in one operation, and one that never ends. Only a gateway started here knows it. */
public final class BrokenModule implements ServedModule {

    static final String FAILING = "/v1/broken/failing";
    static final String SLOW = "/v1/broken/slow";

    private static final Operation<NoInput, NoInput> GET_FAILING = read("get_failing", FAILING);
    private static final Operation<NoInput, NoInput> GET_SLOW = read("get_slow", SLOW);

    private static Operation<NoInput, NoInput> read(String name, String path) {
        return Declaration.read(name, name.substring(4))
                .summary("Does not do")
                .app("GET", path, anyCredential())
                .takes(NoInput.class, "{}")
                .givesFree(NoInput.class);
    }

    /** A gateway on the servers and database of {@code first} that has this module too. */
    static GatewayFixture gateway(GatewayFixture first) {
        var thread = Thread.currentThread();
        var usual = thread.getContextClassLoader();
        thread.setContextClassLoader(
                new URLClassLoader(new URL[] {BrokenModule.class.getResource("/broken-module/")}, usual));
        try {
            return first.second();
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    @Override
    public String key() {
        return "broken";
    }

    @Override
    public String title() {
        return "Broken";
    }

    @Override
    public boolean switchable() {
        return false;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(GET_FAILING, GET_SLOW);
    }

    @Override
    public Deployable verticle(PlatformContext context) {
        return _ -> {
            context.bus().serve(GET_FAILING, BrokenModule::fail);
            context.bus()
                    .serve(GET_SLOW, _ -> Promise.<Outcome<NoInput>>promise().future());
            return Future.succeededFuture();
        };
    }

    private static Future<Outcome<NoInput>> fail(Call<NoInput> call) {
        throw new IllegalStateException("a bug in " + call.operation().name());
    }
}
