package dev.tollgate.gateway.control.leaks;

import dev.tollgate.gateway.fetch.RemoteDocuments;
import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Reports of leaked secrets by GitHub; they are not taken without the address of its keys. */
@ConfigMapping(prefix = "tollgate.leaks.github")
public interface LeaksDeclaration {

    @Setting("URL of the public keys that GitHub signs its secret scanning alerts with, such as "
            + "https://api.github.com/meta/public_keys/secret_scanning. Without it, alerts are not taken.")
    Optional<String> keysUrl();

    /**
     * Where the keys are; empty where alerts are not taken.
     *
     * @throws SettingsRejected when it is an address that keys must not come from
     */
    default Optional<String> toKeysUrl() {
        if (keysUrl().isPresent() && !RemoteDocuments.trusted(keysUrl().get())) {
            throw new SettingsRejected(
                    List.of("tollgate.leaks.github.keys-url must be an https address; http is for this machine only"));
        }
        return keysUrl();
    }
}
