package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings of every shape. */
@ConfigMapping(prefix = "tollgate.test")
public interface TestDeclaration {
    @Setting(value = "Secret numbers by name.", secret = true)
    Map<String, Integer> codes();

    List<Person> people();

    @Setting(value = "How long.", min = 1, max = 1_000)
    @WithDefault("10ms")
    @WithName("wait")
    Duration waiting();

    /** One of a list. */
    interface Person {
        @Setting("Who.")
        String name();
    }
}
