package dev.tollgate.browser;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.runtime.postgres.Migrations;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.process.RunningProcess;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** An installation with its console, started once per JVM. */
record RunningConsole(String url, String operatorToken) {

    static RunningConsole shared() {
        return Shared.CONSOLE;
    }

    private static RunningConsole start() {
        var operator = OperatorTokens.mint("ada", new SecureRandom());
        var settings = TestServers.gatewaySettings(
                TestServers.copiedDatabase("browser", name -> Migrations.run(postgres(TestServers.settings(name)))));
        settings.put("tollgate.operators[0].name", operator.name());
        settings.put("tollgate.operators[0].token-hash", operator.tokenHash());
        var parts = Set.of("gateway", "billing-meter", "webhook-dispatcher");
        var _ = RunningProcess.start(parts, Settings.load(SettingsSources.of(settings)), Clock.systemUTC())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return new RunningConsole(
                settings.get("tollgate.public-url"), operator.token().text());
    }

    private static PostgresSettings postgres(Map<String, String> settings) {
        return new PostgresSettings(
                settings.get("tollgate.postgres.host"),
                Integer.parseInt(settings.get("tollgate.postgres.port")),
                settings.get("tollgate.postgres.database"),
                settings.get("tollgate.postgres.user"),
                settings.get("tollgate.postgres.password"));
    }

    private static final class Shared {
        static final RunningConsole CONSOLE = start();
    }
}
