package dev.tollgate.standalone.dev;

import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Service;
import dev.tollgate.runtime.process.ServiceFactory;
import java.util.List;

/** The demo as the last part of a dev process: the process is ready when the demo is. */
public final class DemoFactory implements ServiceFactory {
    static final String PART = "demo";

    @Override
    public String part() {
        return PART;
    }

    @Override
    public int order() {
        return Integer.MAX_VALUE;
    }

    @Override
    public List<Service> create(ProcessContext context) {
        return List.of(new DemoService(context.vertx(), DevFolder.ofProcess()));
    }
}
