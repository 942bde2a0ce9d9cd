package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the connection to Redis. */
@ConfigMapping(prefix = "tollgate.redis")
public interface RedisDeclaration {
    @Setting(
            value =
                    "URL of Redis, with user and password if required. Of a cluster one node or several, separated by commas: "
                            + "they name the others, which have the same user and password.",
            secret = true)
    @WithDefault("redis://localhost:6379")
    String url();

    @Setting("Redis runs in cluster mode.")
    @WithDefault("false")
    boolean cluster();

    @Setting(
            "Start even if Redis deletes accounts when its memory is full (maxmemory-policy allkeys-…): for development "
                    + "only.")
    @WithDefault("false")
    boolean allowEviction();
}
