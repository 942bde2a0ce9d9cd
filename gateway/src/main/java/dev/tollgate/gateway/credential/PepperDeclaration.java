package dev.tollgate.gateway.credential;

import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The server-side secret that tokens are hashed with, and those that still count beside it. */
@ConfigMapping(prefix = "tollgate.pepper")
public interface PepperDeclaration {
    @Setting("Id of the pepper, stored with every hash; change it together with the secret.")
    @WithDefault("1")
    String id();

    @Setting(
            value = "Pepper for the hashes of API keys and MCP client tokens: at least 16 characters, the same "
                    + "in every gateway. Required.",
            secret = true)
    Optional<String> secret();

    /** A pepper beside the present one. */
    interface Other {
        @Setting("Id of an additional valid pepper: a former one until bin/tollgate pepper status exits with "
                + "0, or the next one during a rolling restart.")
        String id();

        @Setting(value = "Its secret.", secret = true)
        String secret();
    }

    List<Other> others();

    /**
     * The peppers these settings mean.
     *
     * @throws SettingsRejected with every fault
     */
    default Peppers toPeppers() {
        var faults = new ArrayList<String>();
        var ids = new HashSet<String>();
        ids.add(id());
        faultOf("tollgate.pepper.secret", secret().orElse("")).ifPresent(faults::add);
        if (others().size() > Peppers.OTHERS_MAX) {
            faults.add("tollgate.pepper.others holds at most " + Peppers.OTHERS_MAX + " peppers");
        }
        for (int at = 0; at < others().size(); at++) {
            var name = "tollgate.pepper.others[" + at + "]";
            var other = others().get(at);
            faultOf(name + ".secret", other.secret()).ifPresent(faults::add);
            if (!ids.add(other.id())) {
                faults.add(name + ".id names another pepper already: " + other.id());
            }
        }
        if (!faults.isEmpty()) {
            throw new SettingsRejected(faults);
        }
        return new Peppers(
                pepper(id(), secret().orElse("")),
                others().stream()
                        .map(other -> pepper(other.id(), other.secret()))
                        .toList());
    }

    private static Optional<String> faultOf(String name, String secret) {
        return secret.getBytes(StandardCharsets.UTF_8).length < Pepper.SECRET_BYTES_MIN
                ? Optional.of(name + " must be set, to at least " + Pepper.SECRET_BYTES_MIN + " characters")
                : Optional.empty();
    }

    private static Pepper pepper(String id, String secret) {
        return new Pepper(id, secret.getBytes(StandardCharsets.UTF_8));
    }
}
