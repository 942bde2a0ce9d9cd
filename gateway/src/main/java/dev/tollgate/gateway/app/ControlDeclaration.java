package dev.tollgate.gateway.app;

import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The control plane on a listener of its own. */
@ConfigMapping(prefix = "tollgate.control")
public interface ControlDeclaration {
    @Setting(
            value = "Port of a separate listener for the control plane, which is then served only there; by "
                    + "default it shares the gateway's port. 0 picks a free port.",
            min = 0,
            max = 65_535)
    OptionalInt port();

    @Setting("Bind address of the control plane's separate listener.")
    @WithDefault("127.0.0.1")
    String host();

    @Setting(
            "What URLs of the control plane start with, without a slash at its end; by default tollgate.public-url. Set it "
                    + "whenever tollgate.control.port is set, else links, Location and the reference lead to the callers' "
                    + "port, which answers 404. The audience of people's tokens stays {tollgate.public-url}/control.")
    Optional<String> publicUrl();

    @Setting(value = "Pages of records that one person may read in a minute by search_records.", min = 1, max = 6_000)
    @WithDefault("60")
    int recordPagesPerMinute();

    /**
     * The port of its own, if it has one.
     *
     * @param gatewayPort the port of callers
     * @throws SettingsRejected when both are one port
     */
    default OptionalInt toPort(int gatewayPort) {
        if (gatewayPort != 0 && port().isPresent() && port().getAsInt() == gatewayPort) {
            throw new SettingsRejected(List.of(
                    "tollgate.control.port must differ from tollgate.gateway.port; leave it out to share the port"));
        }
        return port();
    }

    /**
     * The base URLs.
     *
     * @param publicUrl where nothing else is said
     * @throws SettingsRejected when it is no address of a web server
     */
    default BaseUrls toUrls(String publicUrl) {
        var own = publicUrl().map(url -> InstallationDeclaration.base("tollgate.control.public-url", url));
        return new BaseUrls(publicUrl, own.orElse(publicUrl));
    }
}
