package dev.tollgate.standalone.dev;

import dev.tollgate.runtime.process.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Prepares the demo and proves that it can be called, through the process's own front door. */
final class DemoService implements Service {
    private final Vertx vertx;
    private final DevFolder folder;

    DemoService(Vertx vertx, DevFolder folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public Future<Void> start() {
        return vertx.executeBlocking(() -> {
            prepare();
            return null;
        });
    }

    private void prepare() {
        var facts = DevFacts.of(folder).orElseThrow(() -> new DemoNotPrepared("no addresses in " + folder.facts()));
        try (var control = new ControlPlane(facts.control(), facts.operatorToken())) {
            var prepared = facts.with(Demo.prepare(control, facts.credentials()));
            prepared.write(folder);
            new SmokeTest(control, prepared).run();
        }
    }

    @Override
    public Future<Void> stop() {
        return Future.succeededFuture();
    }
}
