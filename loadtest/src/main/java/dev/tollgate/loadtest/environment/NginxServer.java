package dev.tollgate.loadtest.environment;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** The system's nginx with its Lua module, by the configuration of {@code baselines/nginx}; two processes or more. */
public final class NginxServer extends ServerUnderTest {

    private static final Duration START_MAX = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Path CLIENT_OF_REDIS = Path.of("/usr/share/lua/5.1/nginx/redis.lua");

    private final Path folder;

    /**
     * Not started yet.
     *
     * @param configuration the page that the bench fills in
     * @param redisUrl where calls are counted, with the password of Redis where there is one
     * @param recorded file with head and body of the answer
     * @param token that callers send
     */
    public NginxServer(Path configuration, Path folder, String redisUrl, Path recorded, String token)
            throws IOException {
        super("nginx");
        this.folder = Files.createDirectories(folder.resolve("nginx"));
        var redis = URI.create(redisUrl);
        var text = Files.readString(configuration)
                .replace("{workers}", Integer.toString(Runtime.getRuntime().availableProcessors()))
                .replace("{port}", Integer.toString(port()))
                .replace("{redis}", Integer.toString(redis.getPort()))
                .replace("{password}", password(redis))
                .replace("{answer}", recorded.toString())
                .replace("{token}", token);
        var _ = Files.writeString(this.folder.resolve("nginx.conf"), text);
    }

    /** What is missing to run it, in one line; empty if nothing is. */
    public static String missing() {
        return LocalMachine.program("nginx").isPresent() && Files.exists(CLIENT_OF_REDIS)
                ? ""
                : "nginx with Lua is not installed: apt-get install -y nginx libnginx-mod-http-lua lua-nginx-redis";
    }

    private static String password(URI redis) {
        var user = redis.getUserInfo();
        return user == null ? "" : user.substring(user.indexOf(':') + 1);
    }

    @Override
    ChildProcess launched() throws IOException, InterruptedException {
        var program = LocalMachine.program("nginx").orElseThrow().toString();
        var command = List.of(program, "-p", folder.toString(), "-c", "nginx.conf", "-e", "stderr");
        var log = folder.resolve("nginx.log");
        var process = ChildProcess.start(command, Map.of(), log);
        require(Await.until(START_MAX, POLL, this::answers), "nginx starts: " + Files.readString(log));
        return process;
    }

    private boolean answers() {
        try {
            return HttpCall.get("/").send(port()).status() == 401;
        } catch (CompletionException notYet) {
            return false;
        }
    }

    @Override
    public long cpuMicros() {
        return ProcessProbe.treeMicros(pid());
    }

    @Override
    public long compilerMicros() {
        return 0;
    }

    @Override
    public long allocatedBytes() {
        return 0;
    }
}
