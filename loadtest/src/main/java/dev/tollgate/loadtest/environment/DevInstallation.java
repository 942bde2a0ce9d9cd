package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.JsonTrees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An installation on loopback: {@code bin/tollgate dev} with its real servers in one process, and further gateway
 * processes. It ends with this object.
 */
public final class DevInstallation implements AutoCloseable {

    private final Launcher launcher;
    private final int port = LocalMachine.freePort();
    private final int managementPort = LocalMachine.freePort();
    private final List<Gateway> gateways = new ArrayList<>();
    private ChildProcess dev;

    /** A further gateway process. */
    private record Gateway(ChildProcess process, int port, int managementPort) {}

    /**
     * Starts one, ready for calls.
     *
     * @param folder empty; for data and logs
     */
    public DevInstallation(Path program, Path folder, int moreGateways) throws IOException, InterruptedException {
        this.launcher = new Launcher(program, folder, Map.of("TOLLGATE_TRUSTED_PROXIES", "127.0.0.1/32"));
        this.dev = startDev();
        for (int i = 0; i < moreGateways; i++) {
            startGateway(LocalMachine.freePort(), LocalMachine.freePort());
        }
    }

    /** The app plane of every gateway; the first is the one inside the dev process. */
    public List<URI> gateways() {
        var all = new ArrayList<URI>();
        all.add(uri(port));
        gateways.forEach(gateway -> all.add(uri(gateway.port())));
        return List.copyOf(all);
    }

    /** An operator at the admin API. */
    public AppClient control() throws IOException {
        return new AppClient(
                AppClient.connections(),
                uri(port),
                facts().path("operator_token").asText());
    }

    /** Addresses, ids and credentials of the demo, as {@code dev.json} has them. */
    public JsonNode facts() throws IOException {
        return JsonTrees.read(Files.readAllBytes(launcher.folder().resolve(".tollgate/dev.json")));
    }

    /** Kills the dev process with its servers, like a power cut. */
    public void kill() throws InterruptedException {
        dev.kill();
    }

    /** Starts the dev process again on its data. */
    public void restart() throws IOException, InterruptedException {
        dev = startDev();
    }

    /** Kills the last of the further gateways. */
    public void killLastGateway() throws InterruptedException {
        gateways.getLast().process().kill();
    }

    /** Starts it again on the same ports. */
    public void restartLastGateway() throws IOException, InterruptedException {
        var last = gateways.removeLast();
        startGateway(last.port(), last.managementPort());
    }

    /** Metrics of the last of the further gateways. */
    public ManagementEndpoint lastGatewayMetrics() {
        return new ManagementEndpoint(gateways.getLast().managementPort());
    }

    /** The output of {@code bin/tollgate reconcile}, which must find no drift. */
    public String reconcile() throws IOException, InterruptedException {
        return launcher.run("reconcile", "--settings", settings());
    }

    @Override
    public void close() {
        gateways.forEach(gateway -> gateway.process().close());
        dev.close();
    }

    private ChildProcess startDev() throws IOException, InterruptedException {
        return launcher.startPart(
                launcher.command("dev", "--port", Integer.toString(port)), "dev", managementPort, Map.of());
    }

    private void startGateway(int appPort, int ownManagementPort) throws IOException, InterruptedException {
        var command = launcher.command("gateway", "--settings", settings(), "--port", Integer.toString(appPort));
        var process = launcher.startPart(command, "gateway-" + appPort, ownManagementPort, Map.of());
        gateways.add(new Gateway(process, appPort, ownManagementPort));
    }

    private String settings() {
        return launcher.folder().resolve(".tollgate/servers.yaml").toString();
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
