package dev.tollgate.gateway.credential;

import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The server-side secret that tokens are hashed with. */
@ConfigMapping(prefix = "tollgate.pepper")
public interface PepperDeclaration {
    @Setting("Names the pepper beside every hash made with it; change it together with the secret.")
    @WithDefault("1")
    String id();

    @Setting(
            value =
                    "Secret that tokens of API keys and MCP clients are hashed with: at least 16 characters, the same in "
                            + "every gateway. Without it no gateway starts.",
            secret = true)
    Optional<String> secret();

    /**
     * The pepper these settings mean.
     *
     * @throws SettingsRejected when there is no secret, or one that is too short
     */
    default Pepper toPepper() {
        var bytes = secret().orElse("").getBytes(StandardCharsets.UTF_8);
        if (bytes.length < Pepper.SECRET_BYTES_MIN) {
            throw new SettingsRejected(List.of(
                    "tollgate.pepper.secret must be set, to at least " + Pepper.SECRET_BYTES_MIN + " characters"));
        }
        return new Pepper(id(), bytes);
    }
}
