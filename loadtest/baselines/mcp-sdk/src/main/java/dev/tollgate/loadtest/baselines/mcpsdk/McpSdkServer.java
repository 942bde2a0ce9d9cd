package dev.tollgate.loadtest.baselines.mcpsdk;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * The SDK's server as a process. It lives until its standard input closes, so it never outlives its parent. Tools run
 * where the SDK lets them run by itself, on a thread of Reactor's; or, where that is wanted, on the thread of their
 * request, which spares a change of threads.
 */
public final class McpSdkServer {

    private static final String ENDPOINT = "/mcp";
    /** Tomcat's own number. */
    private static final int THREADS = 200;

    private static final int CONNECTIONS_MAX = 8_192;
    /** A connection lives as long as its client wants it. */
    private static final String UNLIMITED = "-1";

    private McpSdkServer() {}

    /**
     * Arguments: port, processors (Tomcat asks for them itself), Redis's URL, tenant, recorded tool and answer, and
     * whether tools run on the thread of their request.
     */
    public static void main(String[] arguments) throws IOException, LifecycleException {
        var hold = new RedisHold(arguments[2], arguments[3], THREADS);
        var tool = WorkspaceTool.recorded(Path.of(arguments[4]), hold);
        var transport = HttpServletStatelessServerTransport.builder()
                .messageEndpoint(ENDPOINT)
                .build();
        var server = McpServer.sync(transport)
                .serverInfo("baseline", "1")
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .tools(tool.specification())
                .immediateExecution(Boolean.parseBoolean(arguments[5]))
                .build();
        var tomcat = tomcat(Integer.parseInt(arguments[0]), transport);
        tomcat.start();
        System.out.println("listening on " + arguments[0]);
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        server.close();
        hold.close();
        System.exit(0);
    }

    private static Tomcat tomcat(int port, HttpServletStatelessServerTransport transport) throws IOException {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("baseline-mcp-sdk-").toString());
        tomcat.setConnector(connector(port));
        var context = tomcat.addContext("", null);
        var servlet = Tomcat.addServlet(context, "mcp", transport);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/*");
        return tomcat;
    }

    private static Connector connector(int port) {
        var connector = new Connector();
        connector.setPort(port);
        var _ = connector.setProperty("address", "127.0.0.1");
        var _ = connector.setProperty("maxThreads", Integer.toString(THREADS));
        var _ = connector.setProperty("maxConnections", Integer.toString(CONNECTIONS_MAX));
        var _ = connector.setProperty("acceptCount", Integer.toString(CONNECTIONS_MAX));
        var _ = connector.setProperty("maxKeepAliveRequests", UNLIMITED);
        var _ = connector.setProperty("keepAliveTimeout", UNLIMITED);
        return connector;
    }
}
