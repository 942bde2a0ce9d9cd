package dev.tollgate.runtime.process;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Services that write down what happens to them; that of the part {@code broken} cannot start, that of {@code silent} never says. */
abstract class RecordingFactory implements ServiceFactory {
    static final List<String> HAPPENED = new CopyOnWriteArrayList<>();

    private record Recording(String name, Future<Void> starting) implements Service {
        @Override
        public Future<Void> start() {
            HAPPENED.add("start " + name);
            return starting;
        }

        @Override
        public void leaving() {
            HAPPENED.add("leave " + name);
        }

        @Override
        public Future<Void> drain() {
            HAPPENED.add("drain " + name);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> stop() {
            HAPPENED.add("stop " + name);
            return Future.succeededFuture();
        }
    }

    /** Starts last. */
    public static final class Late extends RecordingFactory {
        @Override
        public String part() {
            return "late";
        }

        @Override
        public int order() {
            return 2;
        }

        @Override
        public List<Service> create(ProcessContext context) {
            return List.of(new Recording("three", Future.succeededFuture()));
        }
    }

    /** Starts first. */
    public static final class Early extends RecordingFactory {
        @Override
        public String part() {
            return "early";
        }

        @Override
        public int order() {
            return 1;
        }

        @Override
        public List<Service> create(ProcessContext context) {
            return List.of(
                    new Recording("one", Future.succeededFuture()), new Recording("two", Future.succeededFuture()));
        }
    }

    /** Cannot start. */
    public static final class Broken extends RecordingFactory {
        @Override
        public String part() {
            return "broken";
        }

        @Override
        public int order() {
            return 3;
        }

        @Override
        public List<Service> create(ProcessContext context) {
            return List.of(
                    new Recording("broken", Future.failedFuture("no luck")),
                    new Recording("never", Future.succeededFuture()));
        }
    }

    /** Starts for ever. */
    public static final class Silent extends RecordingFactory {
        @Override
        public String part() {
            return "silent";
        }

        @Override
        public int order() {
            return 3;
        }

        @Override
        public List<Service> create(ProcessContext context) {
            return List.of(new Recording("silent", Promise.<Void>promise().future()));
        }
    }
}
